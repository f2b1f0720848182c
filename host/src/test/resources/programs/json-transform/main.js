const fs = require('fs');

const totals = {};
for (const { customer, items } of JSON.parse(fs.readFileSync(0, 'utf8')).orders) {
  const { orders, cents } = totals[customer] ?? { orders: 0, cents: 0 };
  const sum = items.reduce((all, item) => all + item.count * item.cents, 0);
  totals[customer] = { cents: cents + sum, orders: orders + 1 };
}
console.log(JSON.stringify(Object.fromEntries(Object.entries(totals).sort())));
