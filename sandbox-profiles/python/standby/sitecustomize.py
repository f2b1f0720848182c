"""A Python that has already started and waits for its one program.

The interpreter is started as `python3 /workspace/main.py` with this folder in PYTHONPATH. Its `site` module imports this file as the
last step of starting up, and here it waits. When the runner has handed the program over, the interpreter goes on by itself: it is the
interpreter that opens the file, makes `__main__`, prints tracebacks and ends, so that nothing of this file is below the program.

What differs from a fresh `python3 /workspace/main.py`: the modules of WARM are already in `sys.modules`; the arguments are missing in
/proc/self/cmdline; and a global trace function left set sees one more call at exit. Whatever else would differ, is not run here: a
fresh interpreter takes this one's place (`must_start_afresh`).
"""

import os
import sys

HAND_OVER = 3
READY = 4
CANNOT_GO_ON = 125

# What short programs import. Not modules that remember when they were loaded (logging), nor those that cost megabytes in every
# waiting sandbox (hashlib, asyncio, sqlite3).
WARM = """
    bisect collections copy csv dataclasses datetime functools heapq itertools json math operator pathlib random re string struct
    textwrap time typing
""".split()

# Read by the interpreter, the C library or the dynamic linker before this file runs.
READ_AT_START = (b"PYTHON", b"LD_", b"LC_", b"GLIBC_", b"GCONV_", b"LOCPATH", b"LANG", b"MALLOC_", b"TZ", b"HOME")

# More than this is faster torn down by the interpreter than looked through.
OBJECTS_TO_LOOK_AT = 20_000
BLOCKS_TO_LOOK_AT = 400_000


def hide():
    """Leaves no trace of this file, and loads the sitecustomize it stood in front of, if there is one."""
    here = os.path.dirname(__file__)
    sys.path[:] = [entry for entry in sys.path if entry != here]
    sys.path_importer_cache.pop(here, None)
    os.environ.pop("PYTHONPATH")
    sys.modules.pop("sitecustomize")
    try:
        __import__("sitecustomize")
        return True
    except ModuleNotFoundError:
        return False


def warm():
    """Imports WARM; returns the names that a file of the program's could have meant instead."""
    before, folders = set(sys.modules), set(sys.path_importer_cache)
    for name in WARM:
        __import__(name)
    for folder in sys.path_importer_cache.keys() - folders:
        del sys.path_importer_cache[folder]
    return {name.partition(".")[0] for name in set(sys.modules) - before}


def receive():
    """The arguments and the environment, as bytes."""
    data = b""
    while part := os.read(HAND_OVER, 1 << 20):
        data += part
    os.close(HAND_OVER)
    return parse(data)


def parse(data):
    entries = []
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        entries.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    count = int.from_bytes(entries[0], "big")
    arguments, environment = entries[1 : 1 + count], entries[2 + count :]
    if len(environment) != int.from_bytes(entries[1 + count], "big"):
        raise ValueError("the hand-over is not complete")
    return arguments, dict(variable.split(b"=", 1) for variable in environment)


def must_start_afresh(arguments, environment, shadowable):
    if arguments[:2] != list(map(os.fsencode, sys.orig_argv)):
        return True
    before = os.environb._data
    if any(before.get(name) != environment.get(name) for name in before.keys() | environment.keys() if name.startswith(READ_AT_START)):
        return True
    if any(name.partition(".")[0] in shadowable for name in os.listdir(os.path.dirname(sys.orig_argv[1]))):
        return True
    site = sys.modules["site"]
    return bool(site.ENABLE_USER_SITE) and os.path.isdir(site.getusersitepackages())


def start_afresh(arguments, environment):
    import _signal

    _signal.signal(_signal.SIGPIPE, _signal.SIG_DFL)
    os.execve(arguments[0], arguments, environment)


def adopt(arguments, environment):
    sys.orig_argv[:] = [os.fsdecode(argument) for argument in arguments]
    sys.argv[:] = sys.orig_argv[1:]
    present = os.environb
    if list(present._data) != list(environment)[: len(present._data)]:
        present.clear()  # else the order would not be that of the request
    for name, value in environment.items():
        if present._data.get(name) != value:
            present[name] = value


def rehearse(*checks):
    """Does once what is to be quick: brings the code of the compiler and of the checks at exit into memory."""
    program = "import sys\ndef f(x):\n    return [str(n) for n in x]\nf([1])\n"
    exec(compile(program, "rehearsal", "exec"), {"__name__": "rehearsal"})
    entries = (b"\0\0\0\1", b"x", b"\0\0\0\1", b"A=B")
    parse(b"".join(len(entry).to_bytes(4, "big") + entry for entry in entries))
    must_start_afresh([os.fsencode(argument) for argument in sys.orig_argv], dict(os.environb), set())
    adopt([os.fsencode(argument) for argument in sys.orig_argv], dict(os.environb))
    for hook in sys.path_hooks:  # asked about the program's file too
        try:
            hook(__file__)
        except ImportError:
            pass
    for check in checks:
        check()


def leave_early(gc):
    """Makes a program that ends by itself, and has nothing left to do at exit, skip the interpreter's own tear-down.

    That takes milliseconds and would change nothing. In every other case the interpreter tears down as ever.
    """
    # Nothing of the program's, nor its streams, may be kept alive by being known here.
    main = __import__("_weakref").ref(sys.modules["__main__"])
    streams = id(sys.stdin), id(sys.stdout), id(sys.stderr)
    known = set(sys.modules) | {"usercustomize"}
    blocks = sys.getallocatedblocks() + BLOCKS_TO_LOOK_AT
    dynamic = os.path.join(sys.platlibdir, f"python{sys.version_info[0]}.{sys.version_info[1]}", "lib-dynload")
    dynamic = os.path.join(sys.base_exec_prefix, dynamic, "")
    mro_of = type.__dict__["__mro__"].__get__
    members_of = type.__dict__["__dict__"].__get__
    weak_reference = __import__("_weakref").ref
    weak_collections = [vars(sys.modules[name]) for name in ("_weakrefset", "weakref")]
    builtin = type(len)
    get_objects, thaw = gc.get_objects, gc.unfreeze

    def ended_by_itself():
        # The interpreter takes __file__ away when the program has run to its end, not when SystemExit ended it.
        # An exception that it printed is in sys.last_type.
        module = main()
        if module is None or "last_type" in sys.__dict__:
            return False
        names = module.__dict__
        return "__file__" not in names and "__cached__" not in names and "__builtins__" in names

    def keeps_to_the_ordinary():
        # gc could hide objects; C libraries may have output of their own to flush.
        if (id(sys.stdin), id(sys.stdout), id(sys.stderr)) != streams or sys.stdout is not sys.__stdout__ or sys.stderr is not sys.__stderr__:
            return False
        if "gc" in sys.modules or "_ctypes" in sys.modules:
            return False
        for name in sys.modules.keys() - known:
            file = getattr(sys.modules[name], "__file__", None) or ""
            if file.endswith(".so") and not file.startswith(dynamic):
                return False
        return True

    def only_forgets(callback):
        # Those of abstract base classes and of weak collections drop an entry, no more.
        if callback is None:
            return True
        if type(callback) is builtin:
            return callback.__name__ == "_destroy" and type(callback.__self__) is weak_reference
        return type(callback) is type(wait) and any(callback.__globals__ is module for module in weak_collections)

    def has_finalizers():
        # Open files, suspended generators, and everything with a __del__ come with a type that has it. A class is itself an
        # object, and so shows instances that the collector does not track. What was there before the program is not looked at.
        objects = get_objects()
        if len(objects) > OBJECTS_TO_LOOK_AT:
            return True
        types = {id(type(thing)): type(thing) for thing in objects}
        classes = {identity for identity, kind in types.items() if any(base is type for base in mro_of(kind))}
        weak = {identity for identity, kind in types.items() if any(base is weak_reference for base in mro_of(kind))}
        if any("__del__" in members_of(base) for kind in types.values() for base in mro_of(kind)):
            return True
        for thing in objects:
            identity = id(type(thing))
            if identity in classes and "__del__" in members_of(thing):
                return True
            if identity in weak and not only_forgets(weak_reference.__callback__.__get__(thing)):
                return True
        return False

    def unfreeze():
        if "gc" not in sys.modules:  # else the program may have frozen something itself
            thaw()

    def at_exit():
        if not ended_by_itself() or not keeps_to_the_ordinary() or sys.getallocatedblocks() > blocks or has_finalizers():
            unfreeze()
            return
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException:
            unfreeze()
            return  # the interpreter's own flush fails in the same way, and reports it
        os._exit(0)

    # Registered first, hence called last.
    atexit = __import__("atexit")
    if atexit._ncallbacks() > 0:
        raise RuntimeError("a module of WARM does something at exit")
    atexit.register(at_exit)
    rehearse(ended_by_itself, keeps_to_the_ordinary, has_finalizers)


def freeze(gc):
    """Spares the collector what is here already, but for the names of `__main__`: the program's cycles go through them."""
    names = sys.modules["__main__"].__dict__
    copy = dict(names)
    names.clear()
    gc.collect()  # stops tracking empty dictionaries
    gc.freeze()
    names.update(copy)


def wait():
    import gc

    del sys.modules["gc"]
    shadowable = warm()
    leave_early(gc)
    freeze(gc)
    os.write(READY, b"\1")
    os.close(READY)
    arguments, environment = receive()
    if must_start_afresh(arguments, environment, shadowable):
        start_afresh(arguments, environment)
    adopt(arguments, environment)


try:
    found = hide()
    wait()
except BaseException as failure:
    # Otherwise `site` would only warn, and run the program in the wrong environment.
    os.write(2, f"the standby cannot go on: {failure!r}\n".encode())
    os._exit(CANNOT_GO_ON)
if not found:
    raise ModuleNotFoundError("No module named 'sitecustomize'", name="sitecustomize")
