# stdin: first\nsecond\n
import sys
print(input(), sys.stdin.readlines(), sys.stdin.encoding, sys.stdin.isatty())
