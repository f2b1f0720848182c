declare -a composite
count=0 sum=0 last=0
for ((n = 2; n < $1; n++)); do
  [[ ${composite[n]} ]] && continue
  ((count += 1, sum += n, last = n))
  for ((m = n * n; m < $1; m += n)); do composite[m]=1; done
done
echo "$count primes, the last is $last and their sum is $sum"
