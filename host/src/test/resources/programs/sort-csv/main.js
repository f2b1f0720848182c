const fs = require('fs');

const [header, ...rows] = fs.readFileSync('cities.csv', 'utf8').trimEnd().split('\n');
const cells = rows.map((row) => row.split(','));
cells.sort((a, b) => a[1].localeCompare(b[1]) || Number(b[2]) - Number(a[2]));
console.log([header, ...cells.map((row) => row.join(','))].join('\n'));
