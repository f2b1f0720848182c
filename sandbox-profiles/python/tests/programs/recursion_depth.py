import sys
def dig(depth):
    try:
        return dig(depth + 1)
    except RecursionError:
        return depth
print(dig(0), sys.getrecursionlimit())
