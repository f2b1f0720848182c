import ctypes

libc = ctypes.CDLL(None)
numbers = (ctypes.c_int * 6)(42, 7, 99, -3, 0, 7)
Order = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))
libc.qsort(numbers, len(numbers), ctypes.sizeof(ctypes.c_int), Order(lambda a, b: a[0] - b[0]))
print(libc.strlen(b"portcullis"), list(numbers))
