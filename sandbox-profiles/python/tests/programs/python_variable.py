# env: PYTHONUTF8=0 PYTHONHASHSEED=0
import sys
print(sys.flags, hash("x"))
