import atexit
for name in "abc":
    atexit.register(print, "at exit", name)
@atexit.register
def last():
    print("__file__" in globals(), __name__)
print("body")
