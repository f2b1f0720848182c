import sys

limit = int(sys.argv[1])
sieve = bytearray([1]) * limit
sieve[0:2] = b"\0\0"
for n in range(2, int(limit**0.5) + 1):
    if sieve[n]:
        sieve[n * n :: n] = bytes(len(range(n * n, limit, n)))
primes = [n for n in range(limit) if sieve[n]]
print(len(primes), "primes, the last is", primes[-1], "and their sum is", sum(primes))
