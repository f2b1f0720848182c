import gc
class Noisy:
    def __del__(self):
        print("deleted")
noisy = Noisy()
gc.freeze()
