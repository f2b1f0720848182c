#!/usr/bin/python3 -I
"""Process 1 of a sandbox that has gone over to the enemy: it knows the protocol and breaks it.

Its receipt is true unless /.portcullis/lie says which part of it is not. The text of the program it is
given says what it does instead of running it.
"""

import json
import os
import resource
import struct
import sys
import time

FILE, DATA, STDIN, START = 1, 2, 3, 4
RECEIPT, READY, STDOUT, STDERR, ARTIFACT, ARTIFACT_DATA, EXIT, FAILURE = range(0x81, 0x89)
HONEST_END = {
    "cause": "exited", "code": 0, "signal": 0, "wall_us": 1, "cpu_us": 1, "peak_memory_bytes": 1,
    "stdout_bytes": 0, "stderr_bytes": 0, "oom_kills": 0, "pids_events": 0, "processes_killed": 0,
}  # fmt: skip


def raw(data):
    while data:
        data = data[os.write(1, data) :]


def frame(kind, payload=b""):
    if not isinstance(payload, bytes):
        payload = json.dumps(payload).encode()
    raw(struct.pack(">BI", kind, len(payload)) + payload)


def exactly(count):
    data = b""
    while len(data) < count:
        more = os.read(0, count - len(data))
        if not more:
            sys.exit(0)
        data += more
    return data


def number(path):
    try:
        with open(path) as file:
            return int(file.read())
    except (OSError, ValueError):
        return None


def mounts():
    with open("/proc/self/mountinfo") as lines:
        for line in lines:
            before, after = (part.split() for part in line.split(" - "))
            known = {"ro", "rw", "nosuid", "nodev", "noexec"}
            mount = {"path": before[4], "type": after[0], "flags": [f for f in before[5].split(",") if f in known]}
            if after[0] == "tmpfs":
                disk = os.statvfs(before[4])
                mount["size_bytes"] = disk.f_blocks * disk.f_frsize
            yield mount


def cgroup():
    root = "/sys/fs/cgroup/"
    if os.path.exists(root + "memory.max"):
        quota, period = (None, None)
        with open(root + "cpu.max") as file:
            quota, period = (int(part) for part in file.read().split())
        memory, pids = number(root + "memory.max"), number(root + "pids.max")
        return {"version": 2, "memory_bytes": memory, "pids": pids, "cpu_quota_us": quota, "cpu_period_us": period}
    return {
        "version": 1,
        "memory_bytes": number(root + "memory/memory.limit_in_bytes"),
        "pids": number(root + "pids/pids.max"),
        "cpu_quota_us": number(root + "cpu/cpu.cfs_quota_us"),
        "cpu_period_us": number(root + "cpu/cpu.cfs_period_us"),
    }


def receipt():
    with open("/proc/self/status") as lines:
        status = {name: value.strip() for name, value in (line.split(":", 1) for line in lines)}
    with open("/proc/net/dev") as lines:
        interfaces = [line.split(":")[0].strip() for line in lines if ":" in line]
    sets = {"inheritable": "CapInh", "permitted": "CapPrm", "effective": "CapEff", "bounding": "CapBnd", "ambient": "CapAmb"}
    limit = lambda which: resource.getrlimit(which)[0]
    return {
        "protocol": 1,
        "uid": os.getuid(),
        "gid": os.getgid(),
        "groups": os.getgroups(),
        "capabilities": {name: status[field] for name, field in sets.items()},
        "seccomp": int(status["Seccomp"]),
        "no_new_privileges": status["NoNewPrivs"] == "1",
        "dumpable": False,
        "interfaces": interfaces,
        "mounts": list(mounts()),
        "apparmor": "unavailable",
        "cgroup": cgroup(),
        "rlimits": {
            "nofile": limit(resource.RLIMIT_NOFILE),
            "core": limit(resource.RLIMIT_CORE),
            "fsize": limit(resource.RLIMIT_FSIZE),
        },
        "probes": {
            "unshare_user": "EPERM", "clone_user": "EPERM", "clone3": "ENOSYS", "mount": "SIGSYS", "ptrace": "EPERM",
            "socket_packet": "EAFNOSUPPORT", "socket_alg": "EAFNOSUPPORT", "socket_vsock": "EAFNOSUPPORT",
            "keyctl": "SIGSYS", "io_uring_setup": "ENOSYS", "prlimit_runner": "EPERM", "setpriority_runner": "EPERM",
            "unknown_syscall": "ENOSYS",
        },
    }  # fmt: skip


def lie(told):
    try:
        with open("/.portcullis/lie") as file:
            what = file.read().strip()
    except FileNotFoundError:
        return told
    lies = {
        "root": {"uid": 0, "gid": 0},
        "unfiltered": {"seccomp": 0},
        "network": {"interfaces": ["lo", "eth0"]},
        "mount": {"mounts": told["mounts"] + [{"path": "/host", "type": "ext4", "flags": ["rw"]}]},
        "capable": {"capabilities": told["capabilities"] | {"effective": "0000003fffffffff"}},
    }
    return told | lies[what]


def misbehave(how):
    match how:
        case "honest":
            frame(STDOUT, b"hello\n")
            frame(EXIT, HONEST_END | {"stdout_bytes": 6})
        case "huge length":
            raw(struct.pack(">BI", STDOUT, 0xFFFFFFFF) + b"x" * 65536)
            time.sleep(1000)
        case "unknown type":
            frame(0x55, b"x")
        case "second receipt":
            frame(RECEIPT, receipt())
        case "path on the host":
            frame(ARTIFACT, {"path": "../../../../etc/portcullis-was-here", "size": 3, "mode": 0o644})
            frame(ARTIFACT_DATA, b"bad")
            frame(EXIT, HONEST_END)
        case "artifact without end":
            frame(ARTIFACT, {"path": "a.txt", "size": 2**62, "mode": 0o644})
            while True:
                frame(ARTIFACT_DATA, b"x" * 65536)
        case "no json":
            frame(EXIT, b"\xff\xfe{{{{")
        case "deep json":
            frame(EXIT, b'{"cause":' * 400)
        case "impossible exit":
            frame(EXIT, HONEST_END | {"cause": "acquitted", "code": 10**15})
        case "cause of the host":
            frame(EXIT, HONEST_END | {"cause": "refused"})
        case "output without end":
            while True:
                frame(STDOUT, b"x" * 65536)
        case "invented output":
            frame(EXIT, HONEST_END | {"stdout_bytes": 10**9})
        case "half a frame":
            raw(struct.pack(">BI", STDOUT, 100) + b"only this")
        case "vanish":
            return
        case "failure":
            frame(FAILURE, b"\x1b[2J\x1b]0;owned\x07 see /etc/passwd")
        case "noise":
            while True:
                raw(os.urandom(4096))
        case "silence":
            time.sleep(1000)
        case "drip":
            while True:
                frame(STDOUT, b".")
                time.sleep(0.1)


frame(RECEIPT, lie(receipt()))
frame(READY)
program = b""
while True:
    kind, length = struct.unpack(">BI", exactly(5))
    payload = exactly(length)
    if kind == DATA:
        program += payload
    if kind == START:
        break
misbehave(program.decode().strip())
