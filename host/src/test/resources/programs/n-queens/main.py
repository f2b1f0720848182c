import sys


def place(size, queens=()):
    row = len(queens)
    if row == size:
        yield queens
        return
    for column in range(size):
        if all(column != c and abs(column - c) != row - r for r, c in enumerate(queens)):
            yield from place(size, (*queens, column))


solutions = list(place(int(sys.argv[1])))
print(len(solutions), "solutions")
for column in solutions[0]:
    print("." * column + "Q" + "." * (len(solutions[0]) - column - 1))
