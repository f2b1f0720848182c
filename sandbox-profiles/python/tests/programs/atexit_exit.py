import atexit, sys
atexit.register(sys.exit, 3)
print("body")
