# stdin: print("interactive")\n
import os
os.environ["PYTHONINSPECT"] = "1"
print("body")
