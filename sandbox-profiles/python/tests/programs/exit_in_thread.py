import sys, threading
threading.Thread(target=lambda: sys.exit(3)).start()
print("main goes on")
