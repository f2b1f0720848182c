const text = require('fs').readFileSync('verse.txt', 'utf8').toLowerCase();
const counts = new Map();
for (const [word] of text.matchAll(/[a-z]+/g)) counts.set(word, (counts.get(word) ?? 0) + 1);
const order = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
for (const [word, count] of order.slice(0, 6)) console.log(count, word);
