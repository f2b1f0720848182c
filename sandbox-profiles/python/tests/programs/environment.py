# env: GREETING=héllo EMPTY= A=B=C
import os, subprocess
print(dict(sorted(os.environ.items())))
os.putenv("PUT", "1")
print(subprocess.run(["/usr/bin/env"], capture_output=True, text=True).stdout)
print(os.environb[b"GREETING"], os.getenv("PYTHONPATH"))
