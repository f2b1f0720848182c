const { Worker, isMainThread, parentPort, workerData } = require('worker_threads');

const squares = (from, to) => {
  let sum = 0;
  for (let n = from; n < to; n++) sum += n * n;
  return sum;
};

if (isMainThread) {
  const ask = (bounds) =>
    new Promise((answer) => new Worker(__filename, { workerData: bounds }).on('message', answer));
  const sum = async (parts) => (await Promise.all(parts.map(ask))).reduce((a, b) => a + b);
  (async () => {
    const total = await sum([[0, 500], [500, 1000]]);
    console.log(total, await sum([[0, 10], [0, 10], [0, 10], [0, 10]]));
  })();
} else {
  parentPort.postMessage(squares(...workerData));
}
