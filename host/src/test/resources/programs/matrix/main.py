import sys
from fractions import Fraction

a, b = ([[int(n) for n in row.split()] for row in block.splitlines()] for block in sys.stdin.read().split("\n\n"))
product = [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]
for row in product:
    print(*row)

left, determinant = [[Fraction(n) for n in row] for row in product], Fraction(1)
while left:
    pivot = next(i for i, row in enumerate(left) if row[0])
    if pivot:
        determinant = -determinant
    first = left.pop(pivot)
    determinant *= first[0]
    left = [[n - row[0] / first[0] * f for n, f in zip(row[1:], first[1:])] for row in left]
print("determinant", determinant)
