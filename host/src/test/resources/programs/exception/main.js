Error.stackTraceLimit = 3;

function average(values) {
  if (values.length === 0) throw new RangeError('nothing to average');
  return values.reduce((a, b) => a + b) / values.length;
}

function report(groups) {
  for (const [name, values] of Object.entries(groups)) console.log(name, average(values));
}

report({ first: [1, 2, 3], second: [] });
