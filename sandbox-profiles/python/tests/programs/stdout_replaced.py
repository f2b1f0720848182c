import io, sys
class Echo(io.StringIO):
    def flush(self):
        sys.__stdout__.write("flushed ")
sys.stdout = Echo()
print("swallowed")
