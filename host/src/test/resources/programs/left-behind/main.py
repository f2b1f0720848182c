import os
import time

for session in (False, True):
    if os.fork() == 0:
        if session:
            os.setsid()
            if os.fork():
                os._exit(0)
        time.sleep(1000)
print("leaving")
