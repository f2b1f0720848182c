let board = require('fs').readFileSync(0, 'utf8').trimEnd().split('\n').map((line) => [...line]);
const at = (x, y) => (board[y]?.[x] === '#' ? 1 : 0);
const around = (x, y) =>
  [-1, 0, 1].flatMap((i) => [-1, 0, 1].map((j) => at(x + i, y + j))).reduce((a, b) => a + b) - at(x, y);
for (let generation = 0; generation < 4; generation++) {
  board = board.map((row, y) =>
    row.map((_, x) => (around(x, y) === 3 || (around(x, y) === 2 && at(x, y)) ? '#' : '.')));
}
for (const row of board) console.log(row.join(''));
