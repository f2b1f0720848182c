from concurrent.futures import ThreadPoolExecutor
print(list(ThreadPoolExecutor(3).map(lambda n: n * n, range(5))))
