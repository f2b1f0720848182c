import ctypes
ctypes.CDLL(None).printf(b"from C %d\n", 42)
print("from Python")
