import ctypes

print("reading address zero", flush=True)
ctypes.string_at(0)
