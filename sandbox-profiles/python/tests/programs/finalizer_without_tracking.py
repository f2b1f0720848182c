class Slim:
    __slots__ = ()
    def __del__(self):
        print("slim deleted")
keep = [Slim()]
