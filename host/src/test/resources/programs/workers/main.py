import multiprocessing
import threading


def squares(bounds):
    return sum(n * n for n in range(*bounds))


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        total = sum(pool.map(squares, [(0, 500), (500, 1000)]))
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(squares((0, 10)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(total, sum(answers))
