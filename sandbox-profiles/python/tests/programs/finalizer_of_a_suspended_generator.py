def count():
    try:
        yield 1
        yield 2
    finally:
        print("generator closed")
numbers = count()
print(next(numbers))
