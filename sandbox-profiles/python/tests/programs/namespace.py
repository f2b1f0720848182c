import sys
print(__name__, __doc__, __package__, __spec__, __file__, __cached__, __annotations__, type(__loader__).__name__, type(__builtins__).__name__)
print(list(globals()))
print(dir())
print(sys.modules["__main__"].__dict__ is globals(), __loader__.path, __loader__.name)
