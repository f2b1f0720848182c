import threading, time
def late():
    time.sleep(0.2)
    print("late")
threading.Thread(target=late).start()
def forever():
    time.sleep(100)
threading.Thread(target=forever, daemon=True).start()
print("main done")
