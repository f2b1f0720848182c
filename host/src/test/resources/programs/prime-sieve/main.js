const limit = Number(process.argv[2]);
const composite = new Uint8Array(limit);
const primes = [];
for (let n = 2; n < limit; n++) {
  if (composite[n]) continue;
  primes.push(n);
  for (let m = n * n; m < limit; m += n) composite[m] = 1;
}
const sum = primes.reduce((a, b) => a + b);
console.log(primes.length, 'primes, the last is', primes.at(-1), 'and their sum is', sum);
