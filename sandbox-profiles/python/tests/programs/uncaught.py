def broken(value):
    return 1 / value
print("before")
broken(0)
