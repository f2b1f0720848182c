import atexit, os
atexit.register(lambda: print("exit", flush=True))
pid = os.fork()
if pid:
    os.waitpid(pid, 0)
    print("parent")
else:
    print("child")
