"""The runner's quick check, in real containers with every hardening on.

    check.py LOCK [TEST...]

LOCK is the file that sandbox-profiles/build writes. Needs a python3 and a Docker engine.
Fails loudly: prints each test that fails with its reason, and exits 1.
"""

import json
import os
import pathlib
import signal
import sys
import textwrap
import time
import traceback

from sandbox import CANCEL, EXIT, MIB, START, Lost, Sandbox, field

PYTHON = "/usr/bin/python3"
SH = ["/bin/sh", "-c"]
STANDBY = ["/usr/bin/env", "-i", "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/workspace", "LANG=C.UTF-8", "PYTHONPATH=/.portcullis/standby"]
STANDBY += [PYTHON, "/workspace/main.py"]
IMAGE = ""
IMAGES = {}
DENIED = {"EPERM", "ENOSYS", "EACCES", "EAFNOSUPPORT", "SIGSYS"}


def same(actual, expected):
    assert actual == expected, f"{actual!r} instead of {expected!r}"


def ended(result, cause, code=0, number=0):
    got = (result.exit["cause"], result.exit["code"], result.exit["signal"])
    assert got == (cause, code, number), f"{got} instead of {(cause, code, number)}; {result.stdout[:300]!r} {result.stderr[:600]!r}"


def sandbox(**options):
    return Sandbox(IMAGE, **options)


def shell(script, files=None, stdin=b"", options=None, **request):
    with sandbox(**(options or {})) as box:
        for name, content in (files or {}).items():
            box.file(name, content)
        if stdin:
            box.stdin(stdin)
        return box.run([*SH, script], **request)


def python(code, options=None, **request):
    with sandbox(**(options or {})) as box:
        box.file("main.py", textwrap.dedent(code).encode())
        return box.run([PYTHON, "/workspace/main.py"], **request)


def receipt_confinement():
    with sandbox(standby=STANDBY, uid=23456) as box:
        receipt = box.receipt
    same((receipt["uid"], receipt["gid"], receipt["seccomp"], receipt["no_new_privileges"], receipt["dumpable"]), (23456, 23456, 2, True, False))
    same(set(receipt["capabilities"].values()), {"0" * 16})
    same(receipt["interfaces"], ["lo"])
    mounts = {mount["path"]: mount for mount in receipt["mounts"]}
    assert "ro" in mounts["/"]["flags"], mounts["/"]
    assert {"rw", "nosuid", "nodev", "noexec"} <= set(mounts["/workspace"]["flags"]), mounts["/workspace"]
    same(mounts["/workspace"]["size_bytes"], 64 * MIB)
    same(receipt["cgroup"]["memory_bytes"], 256 * MIB)
    same(receipt["cgroup"]["pids"], 64)
    same(receipt["rlimits"], {"nofile": 1024, "core": 0, "fsize": 65 * MIB})
    wrong = {name: verdict for name, verdict in receipt["probes"].items() if verdict not in DENIED}
    same(wrong, {})
    same(receipt["probes"]["unknown_syscall"], "ENOSYS")
    assert "upperdir" not in json.dumps(receipt), "a host path"


def exit_normal():
    result = shell("cat; echo err >&2; pwd; echo $HOME", stdin=b"in\n")
    ended(result, "exited")
    same((result.stdout, result.stderr), (b"in\n/workspace\n/workspace\n", b"err\n"))


def exit_code():
    ended(shell("exit 7"), "exited", 7)


def exit_signal():
    ended(shell("kill -SEGV $$"), "signaled", 0, signal.SIGSEGV)


def exit_sigkill_by_itself():
    ended(shell("kill -KILL $$"), "signaled", 0, signal.SIGKILL)


def environment_is_whole():
    result = shell("env | grep -v -e ^PWD= -e ^_= -e ^OLDPWD= -e ^SHLVL= | sort", env={"X": "é"})
    same(result.stdout.decode(), "HOME=/workspace\nLANG=C.UTF-8\nPATH=/usr/local/bin:/usr/bin:/bin\nUSER=sandbox\nX=é\n")


def start_of_what_is_not_there_fails():
    try:
        with sandbox() as box:
            box.run(["/no/such/program"])
    except Lost as lost:
        assert "No such file" in str(lost), lost
    else:
        raise AssertionError("it ran")


def cancel_ends():
    with sandbox() as box:
        box.start([*SH, "echo begun; sleep 100"])
        box.send(CANCEL)
        ended(box.finish(), "cancelled", 0, signal.SIGKILL)


def wall_of_everything_that_hides():
    script = """
        trap '' TERM INT HUP
        (setsid sh -c 'sleep 100 & sleep 100' &)
        python3 -c 'import os,signal,time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0: os.kill(os.getpid(), signal.SIGSTOP)
            os._exit(0)
        os.kill(os.getpid(), signal.SIGSTOP)' &
        while :; do sleep 1; done"""
    began = time.monotonic()
    result = shell(textwrap.dedent(script).replace("\n        ", "\n"), wall_ms=700)
    assert time.monotonic() - began < 10
    ended(result, "timeout", 0, signal.SIGKILL)
    assert 700_000 <= result.exit["wall_us"] < 1_500_000, result.exit
    assert result.exit["processes_killed"] >= 4, result.exit


def wall_of_a_fork_bomb():
    result = python("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass\n", wall_ms=800)
    ended(result, "timeout", 0, signal.SIGKILL)
    assert result.exit["pids_events"] > 0


def cpu_limit_of_the_tree():
    result = shell("(while :; do :; done) & while :; do :; done", cpu_ms=300, options={})
    ended(result, "cpu_limit", 0, signal.SIGKILL)
    assert 300_000 <= result.exit["cpu_us"] < 500_000, result.exit


def output_exactly_at_the_limit():
    result = shell("head -c 100000 /dev/zero", output=100_000)
    ended(result, "exited")
    same(len(result.stdout), 100_000)


def output_limit():
    result = shell("while :; do echo 0123456789; done", output=100_000)
    assert result.exit["cause"] == "output_limit", result.exit
    same((len(result.stdout), result.exit["stdout_bytes"]), (100_000, 100_000))
    same(result.stdout, (b"0123456789\n" * 10_000)[:100_000])


def output_over_the_limit_by_one_at_the_end():
    result = shell("head -c 101 /dev/zero", output=100)
    same((result.exit["cause"], result.exit["code"], len(result.stdout)), ("output_limit", result.exit["code"], 100))


def output_of_none_allowed():
    ended(shell("true", output=0), "exited")
    same(shell("echo x", output=0).exit["cause"], "output_limit")


def output_is_binary_and_apart():
    result = python(
        """
        import os, threading
        def write(fd, byte):
            left = bytes([byte]) * 700_000
            while left: left = left[os.write(fd, left):]
        threads = [threading.Thread(target=write, args=pair) for pair in ((1, 0), (2, 255))]
        [thread.start() for thread in threads]
        """
    )
    ended(result, "exited")
    same((result.stdout, result.stderr), (b"\0" * 700_000, b"\xff" * 700_000))


def output_the_host_does_not_read():
    with sandbox() as box:
        box.start([*SH, "yes"], wall_ms=1000, output=1 << 40)
        time.sleep(2.5)  # pipes are full, the wall has passed
        try:
            result = box.finish()
        except Lost as lost:
            assert "status 2" in str(lost), lost  # nobody read for 2 s
        else:
            ended(result, "timeout", 0, signal.SIGKILL)


def memory_of_a_child():
    result = python("keep = bytearray(1 << 20)\nwhile True: keep += b'x' * (8 << 20)\n", options={"memory": 64 * MIB})
    ended(result, "out_of_memory", 0, signal.SIGKILL)
    same(result.exit["oom_kills"], 1)


def memory_of_a_grandchild():
    result = shell("python3 -c 'x = bytearray(200 << 20)'; exit $?", options={"memory": 64 * MIB})
    ended(result, "out_of_memory", 137)


def memory_through_tmpfs():
    code = """
        import os, time
        piece = bytes(1 << 20)
        for folder in ("/workspace", "/tmp"):
            with open(folder + "/fill", "wb", buffering=0) as out:
                for _ in range(60): out.write(piece)
        """
    ended(python(code, options={"memory": 64 * MIB}), "out_of_memory", 0, signal.SIGKILL)


def memory_killed_but_ended_well():
    result = shell("python3 -c 'x = bytearray(200 << 20)'; exit 0", options={"memory": 64 * MIB})
    ended(result, "exited")
    same(result.exit["oom_kills"], 1)


def pids_limit():
    result = shell("i=0; while [ $i -lt 100 ]; do sleep 100 & i=$((i+1)); done", options={"pids": 20})
    ended(result, "pids_limit", 2)
    assert result.exit["pids_events"] >= 1 and result.exit["processes_killed"] >= 10, result.exit


def workspace_full_of_tmpfs():
    ended(shell("head -c 70000000 /dev/zero > big && echo never", options={"workspace": 8 * MIB}), "workspace_full", 1)


def workspace_full_below_tmpfs():
    result = shell("i=0; while :; do head -c 1000000 /dev/zero > f$i; i=$((i+1)); done", workspace=8 * MIB, options={"memory": 400 * MIB})
    ended(result, "workspace_full", 0, signal.SIGKILL)


def workspace_out_of_inodes():
    code = "for n in range(20000): open(f'/workspace/{n}', 'x').close()"
    ended(python(code), "workspace_full", 1)


def seccomp_kills():
    code = "import ctypes; print(1, flush=True); ctypes.CDLL(None, use_errno=True).mount(b'x', b'/tmp', b'tmpfs', 0, None); print(2)"
    result = python(code)
    ended(result, "seccomp", 0, signal.SIGSYS)
    same(result.stdout, b"1\n")


def artifacts_of_every_kind():
    code = """
        import os, socket
        os.makedirs("out/deep/er")
        for name in ("a.txt", "out/b.txt", "out/deep/er/c.txt", "other.bin", "out/née.txt"):
            open(name, "w").write(name)
        os.symlink("/etc/passwd", "link.txt")
        os.symlink("/etc", "out/etc")
        os.symlink("out", "alias")
        os.mkfifo("pipe.txt")
        socket.socket(socket.AF_UNIX).bind("socket.txt")
        open("secret.txt", "w"); os.chmod("secret.txt", 0)
        os.truncate(os.open("sparse.txt", os.O_CREAT | os.O_RDWR), 1 << 40) if False else None
        fd = os.open("sparse.txt", os.O_CREAT | os.O_RDWR); os.truncate(fd, 60 << 20)
        fd = os.open("hole.txt", os.O_CREAT | os.O_RDWR); os.truncate(fd, 5000)
        open(b"bad\\xff.txt", "w")
        open("run.txt", "w").close(); os.chmod("run.txt", 0o755)
        try: os.mknod("device.txt", 0o20666, os.makedev(1, 1))
        except PermissionError: print("no devices")
        """
    result = python(code, artifacts=["*.txt", "out/**"], artifact_bytes=100_000, options={"workspace": 64 * MIB})
    ended(result, "exited")
    same(result.stdout, b"no devices\n")
    taken = {path: artifact["content"] for path, artifact in result.artifacts.items() if "skipped" not in artifact}
    names = ("a.txt", "out/b.txt", "out/deep/er/c.txt", "out/née.txt")
    same(taken, {name: name.encode() for name in names} | {"hole.txt": bytes(5000), "run.txt": b""})
    same(result.artifacts["run.txt"]["mode"], 0o755)
    skipped = {path: artifact["skipped"] for path, artifact in result.artifacts.items() if "skipped" in artifact}
    expected = {name: "not_regular" for name in ("link.txt", "pipe.txt", "socket.txt", "out/etc")}
    same(skipped, expected | {"secret.txt": "unreadable", "sparse.txt": "too_large", "bad\ufffd.txt": "bad_name"})
    same(list(result.artifacts), sorted(result.artifacts, key=lambda path: path.encode().replace("\ufffd".encode(), b"\xff")))


def artifacts_thousands():
    result = python("for n in range(5000): open(f'{n:04}', 'w').write('x')", artifacts=["**"], count=100)
    ended(result, "exited")
    taken = [artifact for artifact in result.artifacts.values() if "skipped" not in artifact]
    same(len(taken), 100)
    same({artifact["skipped"] for artifact in result.artifacts.values() if "skipped" in artifact}, {"too_many"})


def artifacts_globs():
    files = {name: b"x" for name in ("a.py", "ab.py", "é.py", "d/a.py", "d/e/a.py", "d/e/a.pyc")}
    for globs, expected in (
        (["?.py"], {"a.py", "é.py"}),
        (["*.py"], {"a.py", "ab.py", "é.py"}),
        (["**/a.py"], {"a.py", "d/a.py", "d/e/a.py"}),
        (["d/**"], {"d/a.py", "d/e/a.py", "d/e/a.pyc"}),
        (["*/a.py", "ab*"], {"d/a.py", "ab.py"}),
        (["**"], set(files)),
        (["d/**/a.py"], {"d/a.py", "d/e/a.py"}),
        (["a"], set()),
        (["*" * 500 + "nothing"], set()),
    ):
        with sandbox() as box:
            for name, content in files.items():
                box.file(name, content)
            same(set(box.run([*SH, "true"], artifacts=globs).artifacts), expected)


def artifacts_deeper_than_any_stack():
    code = """
        import os
        for n in range(200):
            os.mkdir("d"); os.chdir("d")
        open("x", "w")
        """
    result = python(code, artifacts=["**"])
    ended(result, "exited")
    same(set(result.artifacts), {"main.py"})


def files_modes_and_folders():
    with sandbox() as box:
        box.file("deep/er/run.sh", b"#!/bin/sh\n", 0o755)
        box.file("empty", b"")
        box.file("big", bytes(3 * MIB))
        result = box.run([*SH, "stat -c '%a %s %n' deep deep/er/run.sh empty big; sh deep/er/run.sh"])
    same(result.stdout, b"755 60 deep\n755 10 deep/er/run.sh\n644 0 empty\n644 3145728 big\n")


def files_thousands():
    with sandbox() as box:
        for n in range(3000):
            box.file(f"d{n % 10}/f{n}", str(n).encode())
        result = box.run([*SH, "find . -type f | wc -l; cat d7/f2997"])
    same(result.stdout, b"3000\n2997")


def files_outside_are_refused():
    for path in ("../x", "/x", "a//b", "a/../b", ".", "a/", "", "x" * 256, "d/" * 512 + "x", "a\0b"):
        try:
            with sandbox() as box:
                box.file(path, b"x")
                box.run([*SH, "true"])
        except Lost:
            continue
        except BrokenPipeError:
            continue
        raise AssertionError(f"{path!r} was taken")


def files_twice_are_refused():
    try:
        with sandbox() as box:
            box.file("x", b"1")
            box.file("x", b"2")
            box.run([*SH, "true"])
    except Lost as lost:
        assert "exists" in str(lost), lost
    else:
        raise AssertionError("written over")


def stdin_of_a_megabyte():
    data = os.urandom(MIB) * 3
    with sandbox() as box:
        box.stdin(data)
        box.start(["/usr/bin/sha256sum"])
        import hashlib

        same(box.finish().stdout.split()[0].decode(), hashlib.sha256(data).hexdigest())


def stdin_nobody_reads():
    ended(shell("sleep 0.3", stdin=bytes(2 * MIB)), "exited")
    ended(shell("exec 0<&-; sleep 0.3; echo ok", stdin=bytes(2 * MIB)), "exited")


def stdin_over_the_limit():
    try:
        with sandbox() as box:
            box.stdin(bytes(9 * MIB))
            box.run([*SH, "true"])
    except (Lost, BrokenPipeError):
        return
    raise AssertionError("9 MiB were taken")


def frames_that_make_no_sense_are_refused():
    for kind, payload in ((0x77, b""), (START, b""), (START, b"\1\0\0\0\5abc"), (2, b"x"), (START, field(99, b""))):
        try:
            with sandbox() as box:
                box.send(kind, payload)
                box.finish()
        except Lost:
            continue
        raise AssertionError(f"frame {kind} {payload!r} was taken")


def guest_cannot_touch_the_runner():
    code = """
        import ctypes, os, resource, signal
        libc = ctypes.CDLL(None, use_errno=True)
        def attempt(name, call):
            try: print(name, call())
            except OSError as error: print(name, error.strerror)
        for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGSEGV, signal.SIGCHLD):
            os.kill(1, number)
        attempt("fd", lambda: os.listdir("/proc/1/fd"))
        attempt("mem", lambda: open("/proc/1/mem", "r+b"))
        attempt("environ", lambda: open("/proc/1/environ").read())
        attempt("oom", lambda: open("/proc/1/oom_score_adj", "w").write("1000"))
        attempt("nofile", lambda: resource.prlimit(1, resource.RLIMIT_NOFILE, (4, 4)))
        attempt("nproc", lambda: resource.prlimit(1, resource.RLIMIT_NPROC))
        attempt("nice", lambda: os.setpriority(os.PRIO_PROCESS, 1, 19))
        attempt("nice user", lambda: os.setpriority(os.PRIO_USER, 0, 19))
        attempt("affinity", lambda: os.sched_setaffinity(1, [0]))
        attempt("scheduler", lambda: os.sched_setscheduler(1, os.SCHED_IDLE, os.sched_param(0)))
        def raw(name, *args):
            ctypes.set_errno(0)
            result = libc.syscall(*[ctypes.c_long(a) for a in args])
            print(name, result, os.strerror(ctypes.get_errno()))
        raw("ptrace", 101, 16, 1, 0, 0)
        raw("prlimit high bits", 302, (1 << 32) | 1, 7, 0, 0)
        raw("prlimit high bits zero", 302, 1 << 32, 7, 0, 0)
        raw("ioprio", 251, 1, 1, 0)
        raw("process_vm_readv", 310, 1, 0, 0, 0, 0, 0)
        raw("kill all", 62, -1, 0)
        print(open("/proc/self/oom_score_adj").read().strip())
        print(sorted(os.listdir("/proc/self/fd"))[:-1], os.getsid(0) == os.getpid())
        """
    result = python(code)
    ended(result, "exited")
    denied, eperm = "Permission denied", "Operation not permitted"
    expected = [f"fd {denied}", f"mem {denied}", f"environ {denied}", f"oom {denied}", f"nofile {eperm}", f"nproc {eperm}", f"nice {eperm}"]
    lines = result.stdout.decode().splitlines()
    same(lines[:7], expected)
    assert all(line.endswith((eperm, "Function not implemented")) for line in lines[7:15]), lines
    same(lines[16:18], ["1000", "['0', '1', '2'] True"])


def guest_floods_the_runner_with_signals():
    code = """
        import os, signal, time
        end = time.monotonic() + 0.5
        while time.monotonic() < end: os.kill(1, signal.SIGCHLD)
        print("done")
        """
    same(python(code).stdout, b"done\n")


def guest_forges_frames():
    forged = b"\x87\0\0\0\2{}\x88\0\0\0\1x"
    result = python(f"import sys; sys.stdout.buffer.write({forged!r})")
    ended(result, "exited")
    same(result.stdout, forged)


def guest_closes_its_output():
    began = time.monotonic()
    result = python("import os, time\nos.close(1); os.close(2)\ntime.sleep(0.5)\n")
    ended(result, "exited", 120 if result.exit["code"] == 120 else 0)
    assert result.exit["wall_us"] > 500_000 and time.monotonic() - began < 10
    assert result.exit["cpu_us"] < 300_000, "the runner spins on a closed pipe"


def guest_writes_on_after_its_end():
    result = shell("(while :; do echo x; done) & sleep 0.1; echo end; exit 3", output=64 * MIB)
    ended(result, "exited", 3)
    assert b"end\n" in result.stdout and result.exit["processes_killed"] >= 1, result.exit


def guest_leaves_processes_behind():
    result = shell("sleep 1000 & (setsid sleep 1000 &) ; echo left")
    ended(result, "exited")
    same((result.stdout, result.exit["processes_killed"]), (b"left\n", 2))
    assert result.exit["wall_us"] < 2_000_000


def guest_leaves_zombies():
    result = python("import os\nfor n in range(40):\n    if os.fork() == 0: os._exit(0)\nimport time; time.sleep(.2)")
    ended(result, "exited")
    same(result.exit["processes_killed"], 0)


def host_leaves_while_it_runs():
    box = sandbox()
    with box:
        box.start([*SH, "trap '' TERM; sleep 1000"])
        time.sleep(0.3)
        box.process.stdin.close()
        same(box.wait(10), 2)


def host_takes_its_time_after_the_exit():
    box = sandbox()
    with box:
        box.start([*SH, "exit 0"])
        box.expect(EXIT)
        box.send(CANCEL)
        same(box.wait(1), None)
        same(box.wait(5), 0)


def host_leaves_before_the_start():
    box = sandbox(standby=STANDBY)
    with box:
        box.process.stdin.close()
        same(box.wait(10), 2)


def not_executable_folders():
    result = shell("cp /bin/true t; ./t; echo $?; cp /bin/true /tmp/t; /tmp/t; echo $?; cp /bin/true /dev/shm/t; /dev/shm/t; echo $?")
    same(result.stdout, b"126\n126\n126\n")


def executable_folders():
    same(shell("cp /bin/true t; ./t; echo $?", options={"executable": True}).stdout, b"0\n")


def standby_runs():
    with sandbox(standby=STANDBY) as box:
        box.file("main.py", b"import sys; print(sys.argv, sys.stdin.read()); sys.exit(3)")
        box.stdin(b"input")
        result = box.run([PYTHON, "/workspace/main.py", "a"], standby=True)
    ended(result, "exited", 3)
    same(result.stdout, b"['/workspace/main.py', 'a'] input\n")


def standby_of_another_entry_starts_afresh():
    with sandbox(standby=STANDBY) as box:
        box.file("other.py", b"import sys; print(sys.argv, __file__)")
        result = box.run([PYTHON, "/workspace/other.py"], standby=True)
    same(result.stdout, b"['/workspace/other.py'] /workspace/other.py\n")


def standby_not_wanted_is_replaced():
    with sandbox(standby=STANDBY) as box:
        result = box.run([*SH, "ps 2>/dev/null; ls -d /proc/[0-9]* | wc -l"], standby=False)
    ended(result, "exited")
    assert int(result.stdout) <= 4, result.stdout


def standby_that_does_not_start_fails():
    try:
        with sandbox(standby=["/bin/false"]):
            raise AssertionError("ready")
    except Lost as lost:
        assert "standby" in str(lost), lost


def standby_large_request():
    with sandbox(standby=STANDBY) as box:
        box.file("main.py", b"import os, sys; print(len(sys.argv[1]), len(os.environ['BIG']))")
        box.start([PYTHON, "/workspace/main.py", "a" * 400_000], env={"BIG": "b" * 400_000}, standby=True)
        same(box.finish().stdout, b"400000 400000\n")


def node_runs():
    code = """
        const { execSync } = require("child_process"), fs = require("fs"), http = require("http"), { Worker } = require("worker_threads");
        fs.writeFileSync("o.txt", "x".repeat(10));
        console.log(execSync("wc -c < o.txt").toString().trim(), process.argv.slice(2), new Intl.DateTimeFormat("de").format(0));
        console.log(require("crypto").createHash("sha256").update("a").digest("hex").slice(0, 8));
        new Worker("require('worker_threads').parentPort.postMessage(6 * 7)", { eval: true }).on("message", (m) => {
          console.log(m);
          const server = http.createServer((q, r) => r.end("served")).listen(0, "127.0.0.1", async () => {
            console.log(await (await fetch(`http://127.0.0.1:${server.address().port}/`)).text());
            server.closeAllConnections(); server.close(); process.exitCode = 5;
          });
        });
        """
    with Sandbox(IMAGES["node"]) as box:
        box.file("main.js", textwrap.dedent(code).encode())
        result = box.run(["/usr/bin/node", "/workspace/main.js", "a"])
    ended(result, "exited", 5)
    same(result.stdout.decode(), "10 [ 'a' ] 1.1.1970\nca978112\n42\nserved\n")


def node_out_of_memory():
    with Sandbox(IMAGES["node"], memory=96 * MIB) as box:
        box.file("main.js", b"const keep = []; for (;;) keep.push(Buffer.alloc(1 << 20, 1));")
        ended(box.run(["/usr/bin/node", "/workspace/main.js"]), "out_of_memory", 0, signal.SIGKILL)


def shell_tools_run():
    script = """
        set -euo pipefail
        printf 'b,2\na,1\n' | sort | awk -F, '{ s += $2 } END { print s }'
        echo '{"a": [1, 2]}' | jq -c '.a | add'
        sqlite3 x.db 'create table t (a); insert into t values (3); select * from t'
        echo '2^64' | bc
        echo zip | gzip | xz | xz -d | gzip -d
        printf x > f; zip -q f.zip f; unzip -p f.zip f; echo
        file --brief --mime-type /bin/bash f.zip
        diff <(echo a) <(echo a) && echo same
        find . -name 'f*' | sort | sed 's/^..//' | tr '\n' ' '
        mapfile -t lines < <(seq 3); echo "${#lines[@]}"
        """
    with Sandbox(IMAGES["shell"]) as box:
        box.file("main.sh", textwrap.dedent(script).encode())
        result = box.run(["/bin/bash", "/workspace/main.sh"])
    ended(result, "exited")
    lines = ["3", "3", "3", "18446744073709551616", "zip", "x", "application/x-pie-executable", "application/zip", "same", "f f.zip 3", ""]
    same(result.stdout.decode().split("\n"), lines)


def network_is_loopback_only():
    code = """
        import errno, socket, threading
        server = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=lambda: server.accept()[0].sendall(b"hello")).start()
        print(socket.create_connection(server.getsockname()).recv(10))
        for family, kind, protocol in ((16, 3, 0), (17, 3, 0), (38, 5, 0), (40, 1, 0), (2, 3, 1), (2, 2, 1), (2, 1, 132), (2, 1, 262), (1, 1, 0), (10, 2, 0)):
            try: socket.socket(family, kind, protocol); print("open", end=" ")
            except OSError as error: print(errno.errorcode[error.errno], end=" ")
        try: socket.create_connection(("192.0.2.1", 80), 2)
        except OSError as error: print(error)
        print(socket.getaddrinfo("127.0.0.1", 80)[0][4])
        try: socket.getaddrinfo("example.org", 80)
        except OSError as error: print(type(error).__name__)
        """
    lines = python(code).stdout.decode().splitlines()
    same(lines[0], "b'hello'")
    words = lines[1].split(" ", 10)
    same(words[:4], ["EAFNOSUPPORT"] * 4)
    assert all(word in ("EPERM", "ENOSYS") for word in words[4:8]), words
    same(words[8:], ["open", "open", "[Errno 101] Network is unreachable"])
    same(lines[2:], ["('127.0.0.1', 80)", "gaierror"])


def measure():
    walls, outside, memory = [], [], []
    for _ in range(9):
        with sandbox(standby=STANDBY) as box:
            box.file("main.py", b"print(42)\n")
            time.sleep(0.2)
            began = time.perf_counter()
            box.start([PYTHON, "/workspace/main.py"], standby=True)
            result = box.finish()
            same(result.stdout, b"42\n")
            walls.append(result.exit["wall_us"])
            outside.append((result.finished - began) * 1000)
            memory.append(result.exit["peak_memory_bytes"])
    print(f"  START to EXIT of print(42) in a standby: inside {sorted(walls)} us, through the docker client {min(outside):.1f} ms at best; peak {max(memory)} B")


TESTS = {name: test for name, test in list(globals().items()) if callable(test) and getattr(test, "__module__", "") == __name__}
for helper in ("same", "ended", "sandbox", "shell", "python"):
    del TESTS[helper]


def main():
    global IMAGE, IMAGES
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    IMAGES = {name: entry["image_id"] for name, entry in json.loads(pathlib.Path(sys.argv[1]).read_text()).items()}
    IMAGE = IMAGES["python"]
    chosen = sys.argv[2:] or list(TESTS)
    failed = 0
    for name in chosen:
        try:
            TESTS[name]()
        except Exception:
            failed += 1
            print(f"FAILED {name}\n{textwrap.indent(traceback.format_exc(limit=-3), '  ')}")
    print(f"{len(chosen)} tests, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
