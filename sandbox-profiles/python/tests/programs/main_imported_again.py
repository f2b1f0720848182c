import importlib.util, sys
print(importlib.util.find_spec("main").origin)
import main as again
print("body", __name__)
