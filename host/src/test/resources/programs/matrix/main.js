const blocks = require('fs').readFileSync(0, 'utf8').trimEnd().split('\n\n');
const [a, b] = blocks.map((block) => block.split('\n').map((row) => row.split(' ').map(Number)));
const product = a.map((row) => b[0].map((_, j) => row.reduce((sum, n, k) => sum + n * b[k][j], 0)));
for (const row of product) console.log(row.join(' '));

// Laplace: along the first row.
const determinant = ([first, ...rest]) =>
  first === undefined
    ? 1
    : first.reduce(
        (sum, n, j) =>
          sum + (j % 2 ? -n : n) * determinant(rest.map((row) => row.filter((_, k) => k !== j))),
        0,
      );
console.log('determinant', determinant(product));
