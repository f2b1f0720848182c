import os
print(sorted(os.listdir("/proc/self/fd"), key=int)[:-1])
print(os.open("/dev/null", os.O_RDONLY))
