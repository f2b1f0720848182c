# env: Z=1 A=2 PATH=/bin
import os, subprocess
print(list(os.environ.items()))
print(subprocess.run(["/usr/bin/env"], capture_output=True, text=True).stdout)
