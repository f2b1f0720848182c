out = open("/workspace/out.txt", "w")
out.write("not closed")
import atexit, os
def look():
    print(os.path.getsize("/workspace/out.txt"))
atexit.register(look)
