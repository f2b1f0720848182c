import weakref
class Thing:
    pass
thing = Thing()
reference = weakref.ref(thing, lambda gone: print("gone"))
builtin = weakref.ref(thing, print) and None
finalizer = weakref.finalize(thing, print, "finalized")
