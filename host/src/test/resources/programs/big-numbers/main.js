let [a, b] = [0n, 1n];
for (let n = Number(process.argv[2]); n > 0; n--) [a, b] = [b, a + b];
console.log(String(a));
