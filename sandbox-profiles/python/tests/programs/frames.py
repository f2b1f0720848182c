import inspect, sys, traceback
def inner():
    traceback.print_stack()
    print([frame.function for frame in inspect.stack()])
    try:
        sys._getframe(2)
    except ValueError as error:
        print(error)
inner()
print(sys._getframe().f_back, sys._getframe().f_code.co_name, sys._getframe().f_code.co_filename)
