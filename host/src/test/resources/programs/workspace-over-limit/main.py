import time

print("writing", flush=True)
with open("large", "wb") as large:
    large.write(bytes(4194304))
time.sleep(1000)
