"""Tells, as JSON, how the sandbox it runs in looks from inside."""

import errno
import json
import os
import socket
import stat


def status():
    with open("/proc/self/status") as lines:
        return {name: value.strip() for name, value in (line.split(":", 1) for line in lines)}


def name_of(error):
    return errno.errorcode.get(error.errno, str(error))


def outcome(attempt):
    try:
        attempt()
        return "done"
    except OSError as error:
        return name_of(error)


def mounts():
    with open("/proc/self/mountinfo") as lines:
        for line in lines:
            before, after = line.split(" - ")
            yield before.split(), after.split()


def connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.settimeout(2)
        door.connect(address)


def sockets():
    for folder, _, names in os.walk("/"):
        if folder.startswith(("/proc", "/sys")):
            continue
        for name in names:
            path = os.path.join(folder, name)
            try:
                if stat.S_ISSOCK(os.lstat(path).st_mode):
                    yield path
            except OSError:
                pass


def writable():
    for before, after in mounts():
        place = before[4]
        if os.path.isdir(place) and not place.startswith("/proc"):
            probe = os.path.join(place, ".probe")
            if outcome(lambda: open(probe, "w").close()) == "done":
                os.unlink(probe)
                yield place


# Docker binds three files of its own into every container; anything else from the host is a leak.
BOUND_BY_DOCKER = {"/etc/resolv.conf", "/etc/hostname", "/etc/hosts"}
OF_THE_KERNEL = {"proc", "sysfs", "tmpfs", "devpts", "mqueue", "cgroup", "cgroup2", "overlay", "devtmpfs"}

engine = ["/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock"]
doors = {path: (socket.AF_UNIX, path) for path in engine}
doors["abstract"] = (socket.AF_UNIX, b"\0docker")
doors["through process 1"] = (socket.AF_UNIX, "/proc/1/root/var/run/docker.sock")
doors["loopback"] = (socket.AF_INET, ("127.0.0.1", 2375))
doors["the bridge"] = (socket.AF_INET, ("172.17.0.1", 2375))
doors["the metadata service"] = (socket.AF_INET, ("169.254.169.254", 80))

with open("/proc/net/dev") as lines:
    interfaces = [line.split(":")[0].strip() for line in lines if ":" in line]

print(
    json.dumps(
        {
            "uids": os.getresuid(),
            "gids": os.getresgid(),
            "groups": os.getgroups(),
            "status": status(),
            "interfaces": interfaces,
            "root": outcome(lambda: open("/probe", "w").close()),
            "writable": list(writable()),
            "sockets": list(sockets()),
            "connections": {name: outcome(lambda: connect(*door)) for name, door in doors.items()},
            "mounts_of_host": [
                before[4]
                for before, after in mounts()
                if after[0] not in OF_THE_KERNEL and before[4] not in BOUND_BY_DOCKER
            ],
        }
    )
)
