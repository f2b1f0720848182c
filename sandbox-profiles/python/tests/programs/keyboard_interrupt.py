print("x")
raise KeyboardInterrupt("stop")
