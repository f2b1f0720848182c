for n in range(20000):
    print(n)
