import warnings
def f():
    warnings.warn("two levels up", stacklevel=3)
def g():
    f()
g()
warnings.warn("here", DeprecationWarning)
assert (1, "always true")
print("x" is "x")
