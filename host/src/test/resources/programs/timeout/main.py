import signal
import subprocess
import time

signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("started", flush=True)
subprocess.Popen(["sleep", "1000"], start_new_session=True)
time.sleep(1000)
print("never")
