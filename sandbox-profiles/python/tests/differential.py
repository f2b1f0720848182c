"""Inside the container: each program fresh and through the standby. See `differential`."""

import os
import pathlib
import re
import shlex
import shutil
import struct
import subprocess
import sys

WORKSPACE = pathlib.Path("/workspace")
PROGRAMS = pathlib.Path("/tests/programs")
BASE = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/workspace", "LANG": "C.UTF-8"}
INTERPRETER = ["/usr/bin/python3", "/workspace/main.py"]
SECONDS = 20


def settings(source):
    """The lines `# args:`, `# env:`, `# stdin:` and `# file: NAME = CONTENT` at the top of a program."""
    found = {"args": [], "env": {}, "stdin": b"", "files": {}}
    for line in source.decode("utf-8", "replace").splitlines():
        match = re.fullmatch(r"# (args|env|stdin|file): (.*)", line)
        if not match:
            break
        kind, text = match.groups()
        if kind == "args":
            found["args"] = shlex.split(text)
        elif kind == "env":
            found["env"] = dict(item.split("=", 1) for item in shlex.split(text))
        elif kind == "stdin":
            found["stdin"] = text.encode().decode("unicode_escape").encode()
        else:
            name, content = text.split(" = ", 1)
            found["files"][name] = content.replace("\\n", "\n")
    return found


def prepare(source, files):
    for entry in WORKSPACE.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    (WORKSPACE / "main.py").write_bytes(source)
    for name, content in files.items():
        (WORKSPACE / name).parent.mkdir(parents=True, exist_ok=True)
        (WORKSPACE / name).write_text(content)


def fresh(source, wanted):
    prepare(source, wanted["files"])
    done = subprocess.run(
        INTERPRETER + wanted["args"], input=wanted["stdin"], env=BASE | {"USER": "sandbox"} | wanted["env"], capture_output=True, cwd=WORKSPACE, timeout=SECONDS
    )
    return done.stdout, done.stderr, done.returncode


def entries(values):
    return struct.pack(">II", 4, len(values)) + b"".join(struct.pack(">I", len(value)) + value for value in map(os.fsencode, values))


def through_standby(source, wanted):
    prepare(b"", {})
    (WORKSPACE / "main.py").unlink()
    hand_over, ready = os.pipe(), os.pipe()

    def place():
        spare = [os.dup(fd) for fd in (hand_over[0], ready[1])]
        spare = [os.dup(fd) if fd < 5 else fd for fd in spare]
        os.dup2(spare[0], 3)
        os.dup2(spare[1], 4)
        os.closerange(5, 256)

    process = subprocess.Popen(
        INTERPRETER,
        env=BASE | {"PYTHONPATH": "/.portcullis/standby"},
        cwd=WORKSPACE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        close_fds=False,
        preexec_fn=place,
    )
    os.close(hand_over[0])
    os.close(ready[1])
    warm = os.read(ready[0], 1)
    os.close(ready[0])
    assert warm == b"\1", process.communicate()
    prepare(source, wanted["files"])
    environment = BASE | {"USER": "sandbox"} | wanted["env"]
    os.write(hand_over[1], entries(INTERPRETER + wanted["args"]) + entries([f"{name}={value}" for name, value in environment.items()]))
    os.close(hand_over[1])
    stdout, stderr = process.communicate(wanted["stdin"], timeout=SECONDS)
    return stdout, stderr, process.returncode


def main():
    chosen = sys.argv[1:]
    programs = sorted(path for path in PROGRAMS.glob("*.py") if not chosen or path.stem in chosen)
    different = 0
    for path in programs:
        source = path.read_bytes()
        wanted = settings(source)
        expected, actual = fresh(source, wanted), through_standby(source, wanted)
        if expected != actual:
            different += 1
            print(f"DIFFERENT {path.stem}")
            for what, left, right in zip(("stdout", "stderr", "status"), expected, actual):
                if left != right:
                    print(f"  {what} fresh:   {left!r}\n  {what} standby: {right!r}")
    print(f"{len(programs)} programs, {different} different")
    if different or not programs:
        sys.exit(1)


main()
