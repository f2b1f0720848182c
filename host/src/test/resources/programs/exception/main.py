def average(values):
    return sum(values) / len(values)


def report(groups):
    for name, values in groups.items():
        print(name, average(values))


try:
    report({"first": [1, 2, 3], "second": []})
finally:
    print("cleaned up")
