import pickle
class Point:
    def __init__(self, x):
        self.x = x
print(pickle.dumps(Point(1)), pickle.loads(pickle.dumps(Point(2))).x)
import __main__
print(__main__.Point is Point)
