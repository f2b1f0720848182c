import warnings
warnings.simplefilter("always")
open("/dev/null")
keep = open("/dev/null")
print("x")
