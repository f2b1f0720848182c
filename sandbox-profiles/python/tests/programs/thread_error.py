import threading
def broken():
    raise RuntimeError("in a thread")
thread = threading.Thread(target=broken, name="worker")
thread.start()
thread.join()
print(threading.main_thread().name, threading.current_thread() is threading.main_thread())
