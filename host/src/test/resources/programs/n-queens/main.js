const size = Number(process.argv[2]);
const solutions = [];

function place(queens) {
  if (queens.length === size) return solutions.push(queens);
  for (let column = 0; column < size; column++) {
    const attacked = (c, r) => c === column || Math.abs(c - column) === queens.length - r;
    if (!queens.some(attacked)) place([...queens, column]);
  }
}

place([]);
console.log(solutions.length, 'solutions');
for (const column of solutions[0]) {
  console.log('.'.repeat(column) + 'Q' + '.'.repeat(size - column - 1));
}
