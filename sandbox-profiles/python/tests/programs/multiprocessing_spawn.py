import multiprocessing
def child(queue, n):
    queue.put((n, __name__))
if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=child, args=(queue, 3))
    process.start()
    print(queue.get())
    process.join()
    print(process.exitcode)
