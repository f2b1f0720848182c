import os, sys, subprocess
child = subprocess.run([sys.executable, "-c", "f = open('/workspace/o.txt', 'w'); f.write('x' * 10)"])
print(os.path.getsize("/workspace/o.txt"))
