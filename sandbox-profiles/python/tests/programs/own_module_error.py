# file: helper.py = def f():\n    raise ValueError("in helper")\n
import helper
helper.f()
