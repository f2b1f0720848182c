import atexit
class Broken:
    def __repr__(self):
        return "Broken"
    def __call__(self):
        raise ValueError("at exit")
atexit.register(Broken())
print("body")
