import collections
import sys

lines = sys.stdin.read().split()
alive = {(x, y) for y, line in enumerate(lines) for x, cell in enumerate(line) if cell == "#"}
for _ in range(4):
    near = collections.Counter((x + i, y + j) for x, y in alive for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j)
    alive = {cell for cell, count in near.items() if count == 3 or count == 2 and cell in alive}
for y, line in enumerate(lines):
    print("".join(".#"[(x, y) in alive] for x in range(len(line))))
