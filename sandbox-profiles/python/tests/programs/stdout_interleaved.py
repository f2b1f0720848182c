import os, sys
sys.stdout.write("buffered ")
sys.stderr.write("error\n")
os.write(1, b"raw ")
sys.stdout.buffer.write(bytes(range(256)))
