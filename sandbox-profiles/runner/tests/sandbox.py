"""A sandbox with every hardening on, and the host's side of the runner's protocol, for tests."""

import itertools
import json
import os
import pathlib
import struct
import subprocess
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
SECCOMP = REPOSITORY / "seccomp" / "default.json"
DOCKER = os.environ.get("DOCKER", "docker")
MIB = 1 << 20

FILE, DATA, STDIN, START, CANCEL = range(1, 6)
RECEIPT, READY, STDOUT, STDERR, ARTIFACT, ARTIFACT_DATA, EXIT, FAILURE = range(0x81, 0x89)

ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/workspace", "LANG": "C.UTF-8", "USER": "sandbox"}
_uids = itertools.count(20000 + os.getpid() % 1000 * 10)


class Lost(Exception):
    """The runner ended without EXIT."""


def field(tag, value):
    return struct.pack(">BI", tag, len(value)) + value


class Sandbox:
    def __init__(self, image, standby=(), memory=256 * MIB, pids=64, workspace=64 * MIB, executable=False, seccomp=SECCOMP, uid=None):
        uid = uid or next(_uids)
        execute = "exec" if executable else "noexec"
        owner = f"uid={uid},gid={uid},mode=0700"
        tmpfs = f"rw,nosuid,nodev,{execute}"
        command = [DOCKER, "run", "--rm", "--interactive", "--network", "none", "--read-only", "--cap-drop", "ALL"]
        command += ["--security-opt", "no-new-privileges", "--security-opt", f"seccomp={seccomp}", "--user", f"{uid}:{uid}"]
        command += ["--pids-limit", str(pids), "--memory", str(memory), "--memory-swap", str(memory), "--cpus", "1"]
        command += ["--ulimit", "nofile=1024", "--ulimit", "core=0", "--ulimit", f"fsize={workspace + MIB}", "--log-driver", "none"]
        command += ["--tmpfs", f"/workspace:{tmpfs},size={workspace},nr_inodes=16384,{owner}"]
        command += ["--tmpfs", f"/tmp:{tmpfs},size={64 * MIB},nr_inodes=16384,{owner}"]
        command += ["--shm-size", str(16 * MIB), "--label", "dev.portcullis.test=runner", "--no-healthcheck"]
        command += ["--entrypoint", "/.portcullis/runner", image]
        command += ["--standby", *standby] if standby else []
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)

    def __enter__(self):
        self.receipt = json.loads(self.expect(RECEIPT))
        self.expect(READY)
        return self

    def __exit__(self, *ignored):
        self.process.stdin.close()
        self.process.kill() if self.process.poll() is None and self.wait(20) is None else None
        self.process.stdout.close()
        self.process.stderr.close()

    def wait(self, seconds):
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def send(self, kind, payload=b""):
        self.process.stdin.write(struct.pack(">BI", kind, len(payload)) + payload)

    def read(self, size):
        parts = []
        while size > 0:
            part = self.process.stdout.read(size)
            if not part:
                self.process.wait(10)
                raise Lost(f"status {self.process.returncode}: {self.process.stderr.read().decode()}")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def receive(self):
        kind, size = struct.unpack(">BI", self.read(5))
        payload = self.read(size)
        if kind == FAILURE:
            raise Lost(payload.decode())
        return kind, payload

    def expect(self, wanted):
        kind, payload = self.receive()
        assert kind == wanted, f"frame 0x{kind:02x} instead of 0x{wanted:02x}"
        return payload

    def file(self, path, content, mode=0o644):
        self.send(FILE, field(1, path.encode()) + field(2, struct.pack(">I", mode)) + field(3, struct.pack(">Q", len(content))))
        for at in range(0, len(content), MIB):
            self.send(DATA, content[at : at + MIB])

    def stdin(self, content):
        for at in range(0, len(content), MIB):
            self.send(STDIN, content[at : at + MIB])

    def start(self, argv, env=None, wall_ms=10000, cpu_ms=10000, output=MIB, workspace=64 * MIB, artifacts=(), count=16, artifact_bytes=MIB, standby=False):
        environment = ENVIRONMENT | (env or {})
        payload = b"".join(field(1, argument.encode()) for argument in argv)
        payload += b"".join(field(2, f"{name}={value}".encode()) for name, value in environment.items())
        for tag, number in ((3, wall_ms), (4, cpu_ms), (5, output), (6, workspace), (9, artifact_bytes)):
            payload += field(tag, struct.pack(">Q", number))
        payload += b"".join(field(7, glob.encode()) for glob in artifacts)
        payload += field(8, struct.pack(">I", count)) + field(10, bytes([standby]))
        self.send(START, payload)

    def finish(self):
        """Everything up to EXIT, and that the runner ends with 0 after it."""
        result = Result()
        while True:
            kind, payload = self.receive()
            if kind == STDOUT:
                result.stdout += payload
            elif kind == STDERR:
                result.stderr += payload
            elif kind == ARTIFACT:
                artifact = json.loads(payload)
                left = artifact.get("size", 0)
                artifact["content"] = b""
                while left > 0:
                    part = self.expect(ARTIFACT_DATA)
                    artifact["content"] += part
                    left -= len(part)
                assert left == 0, artifact
                result.artifacts[artifact["path"]] = artifact
            else:
                assert kind == EXIT, f"frame 0x{kind:02x} instead of EXIT"
                result.finished = time.perf_counter()
                result.exit = json.loads(payload)
                assert self.process.poll() is None, "the runner did not wait for the end of its input"
                self.process.stdin.close()
                assert self.process.wait(1) == 0, "the runner's own status"
                assert self.process.stdout.read() == b"", "frames after EXIT"
                return result

    def run(self, argv, **options):
        self.start(argv, **options)
        return self.finish()


class Result:
    def __init__(self):
        self.stdout = b""
        self.stderr = b""
        self.artifacts = {}
        self.exit = None
        self.finished = None
