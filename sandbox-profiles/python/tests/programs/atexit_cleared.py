import atexit
atexit.register(print, "never")
atexit._clear()
class Noisy:
    def __del__(self):
        print("deleted")
noisy = Noisy()
