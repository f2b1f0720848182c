import sys
def trace(frame, event, argument):
    if frame.f_code.co_filename == __file__:
        print(event, frame.f_code.co_name, frame.f_lineno)
    return trace
def f():
    return 1
sys.settrace(trace)
f()
sys.settrace(None)
