import atexit
import sys

atexit.register(print, "said at exit")
sys.stdout.write("unfinished line")
raise SystemExit("because")
