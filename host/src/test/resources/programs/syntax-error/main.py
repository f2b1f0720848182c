print("never")
if True
    print("seen")
