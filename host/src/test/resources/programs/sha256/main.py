import hashlib
import sys

print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())
