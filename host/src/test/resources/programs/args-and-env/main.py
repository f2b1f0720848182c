import os
import sys

for argument in sys.argv[1:]:
    print(f"[{argument}]")
for name in sorted(os.environ):
    if name != "PATH" and name != "USER":
        print(f"{name}={os.environ[name]}")
