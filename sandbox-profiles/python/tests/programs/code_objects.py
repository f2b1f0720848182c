import sys
def f(): pass
print(f.__code__.co_filename, f.__module__, sys._getframe().f_code.co_filename)
print(open(__file__).read()[:20])
