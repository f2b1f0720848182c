"""Measures the warm path beside its peers, in one run, in rounds, so that a drift of the machine hits all alike.

Three ways to run `print(6 * 7)` in Python, each timed by this process from before the first byte or the spawn until the
answer or the exit is here: over HTTP through a running host; as `docker run --rm` with the same hardening; bare, by posix_spawn.
"""

import argparse
import datetime
import json
import os
import platform
import shutil
import socket
import sys
import time
import tomllib
import urllib.parse

CODE = "print(6 * 7)"
JUDGED_BEFORE = 5000
WARM_UP = 120
BURST = 4
PAUSED_PER_ROUND = 3
DOCKER_PER_ROUND = 2
SETTLE_SECONDS = 2.0


class Host:
    """A host, over one kept-alive connection; it answers when both audit records are on disk."""

    def __init__(self, url, key):
        address = urllib.parse.urlsplit(url)
        body = json.dumps({"language": "python", "code": CODE}).encode()
        head = (
            f" HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        rest = head.encode() + body
        self.run_request = b"POST /v1/executions" + rest
        self.judge_request = b"POST /v1/executions?dry_run=true" + rest
        self.door = socket.create_connection((address.hostname, address.port), timeout=60)
        self.door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def run(self):
        """Seconds until the whole answer was here, and the answer."""
        seconds, execution = self.answered(self.run_request)
        if execution.get("stdout") != "42\n" or execution["exit"]["cause"] != "exited":
            sys.exit(f"not the answer: {execution}")
        return seconds, execution

    def judge(self):
        """The same without running it: parsed, judged, recorded."""
        return self.answered(self.judge_request)

    def answered(self, request):
        start = time.perf_counter()
        self.door.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.more()
        head, body = answer.split(b"\r\n\r\n", 1)
        headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        length = int(headers[b"content-length"])
        while len(body) < length:
            body += self.more()
        seconds = time.perf_counter() - start
        return seconds, json.loads(body)

    def more(self):
        data = self.door.recv(65536)
        if not data:
            sys.exit("the host closed the connection")
        return data


def spawned(argv, sink):
    """Seconds until a program that was spawned had ended well."""
    start = time.perf_counter()
    pid = os.posix_spawn(argv[0], argv, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, sink, 1)])
    _, status = os.waitpid(pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{' '.join(argv)} ended with {status}")
    return seconds


def paused(seconds, measured):
    """What one takes that comes out of silence, when processors sleep and caches hold other things."""
    time.sleep(seconds)
    return measured()


def docker_run(image, seccomp):
    """The flags that come to what a sandbox is; the limits are the Python profile's defaults."""
    return [
        shutil.which("docker"), "run", "--rm", "--network", "none", "--user", "230000:230000", "--read-only",
        "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--security-opt", f"seccomp={seccomp}",
        "--pids-limit", "65", "--cpus", "1", "--memory", "416m", "--memory-swap", "416m", "--ipc", "private",
        "--shm-size", "16m", "--ulimit", "nofile=1024", "--ulimit", "core=0", "--log-driver", "none",
        "--tmpfs", "/workspace:rw,nosuid,nodev,noexec,size=64m,uid=230000,mode=0700",
        "--tmpfs", "/tmp:rw,nosuid,nodev,noexec,size=64m,uid=230000,mode=0700", "--workdir", "/workspace",
        "--entrypoint", "/usr/bin/python3", image, "-c", CODE,
    ]  # fmt: skip


def await_ready(home, host):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            os.kill(host, 0)
        except ProcessLookupError:
            sys.exit("the host ended")
        try:
            with open(f"{home}/daemon_state.json") as state:
                url = json.load(state)["url"]
            address = urllib.parse.urlsplit(url)
            with socket.create_connection((address.hostname, address.port), timeout=5) as door:
                door.sendall(f"GET /v1/ready HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n\r\n".encode())
                if b" 200 " in door.recv(100):
                    return url
        except (OSError, ValueError, KeyError):
            pass
        time.sleep(0.1)
    sys.exit("the host is not ready after a minute")


def percentile(samples, share):
    """The nearest rank: a sample that was really seen."""
    ordered = sorted(samples)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def row(name, samples):
    parts = [f"{percentile(samples, share) * 1000:8.2f}" for share in (50, 95, 99)]
    return f"| {name:<58} | {len(samples):>4} | {' | '.join(parts)} | {min(samples) * 1000:8.2f} |"


def machine():
    model = "unknown"
    with open("/proc/cpuinfo") as lines:
        for line in lines:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    with open("/proc/meminfo") as lines:
        memory = int(lines.readline().split()[1]) // 2**20
    engine = os.popen("docker version --format '{{.Server.Version}}'").read().strip()
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    return (
        f"{today}; {os.cpu_count()} x {model}, {memory} GiB, Linux {platform.release()}, Docker {engine}; "
        f"load average at the end {load}"
    )


def java(host):
    """The command line of the host's JVM, without the class path."""
    with open(f"/proc/{host}/cmdline") as file:
        return " ".join(part for part in file.read().split("\0")[1:] if part.startswith(("-X", "--enable")))


def records(home):
    """How many decided and finished records are in the journal."""
    counts = {"decided": 0, "finished": 0}
    for name in sorted(os.listdir(f"{home}/audit")):
        if name.endswith(".jsonl"):
            with open(f"{home}/audit/{name}", "rb") as segment:
                for line in segment:
                    if line.startswith(b"{"):
                        stage = json.loads(line)["stage"]
                        counts[stage] = counts.get(stage, 0) + 1
    return counts


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--home", required=True)
    options.add_argument("--lock", required=True)
    options.add_argument("--seccomp", required=True)
    options.add_argument("--host", type=int, required=True, help="the host's process id")
    options.add_argument("--rounds", type=int, default=25)
    options.add_argument("--pause", type=float, default=0.5, help="seconds of silence before a single request")
    given = options.parse_args()

    url = await_ready(given.home, given.host)
    with open(f"{given.home}/agent.credentials", "rb") as file:
        host = Host(url, tomllib.load(file)["key"])
    with open(given.lock) as file:
        image = json.load(file)["python"]["image_id"]
    in_docker = docker_run(image, given.seccomp)
    bare = [sys.executable, "-c", CODE]
    sink = os.open(os.devnull, os.O_WRONLY)

    for _ in range(JUDGED_BEFORE):
        host.judge()
    for _ in range(WARM_UP):
        host.run()
    for _ in range(5):
        spawned(bare, sink)
        spawned(in_docker, sink)

    bursts, pauses, judged, judged_pauses, bares, bare_pauses, dockers, inside = [], [], [], [], [], [], [], []
    for number in range(given.rounds):
        print(f"\rround {number + 1} of {given.rounds}", end="", file=sys.stderr, flush=True)
        time.sleep(SETTLE_SECONDS)
        for _ in range(BURST):
            seconds, execution = host.run()
            bursts.append(seconds)
            inside.append(execution["usage"]["wall_ms"] / 1000)
        time.sleep(SETTLE_SECONDS)
        bares += [spawned(bare, sink) for _ in range(BURST)]
        judged += [host.judge()[0] for _ in range(BURST)]
        dockers += [spawned(in_docker, sink) for _ in range(DOCKER_PER_ROUND)]
        time.sleep(SETTLE_SECONDS)
        for _ in range(PAUSED_PER_ROUND):
            pauses.append(paused(given.pause, lambda: host.run()[0]))
            bare_pauses.append(paused(given.pause, lambda: spawned(bare, sink)))
            judged_pauses.append(paused(given.pause, lambda: host.judge()[0]))
    print(file=sys.stderr)

    counted = records(given.home)
    runs = WARM_UP + len(bursts) + len(pauses)
    if counted["decided"] != runs + JUDGED_BEFORE + len(judged) + len(judged_pauses) or counted["finished"] != runs:
        sys.exit(f"{runs} runs, but the journal has {counted}")

    half = lambda samples: percentile(samples, 50)
    print(f"`{CODE}` in Python, milliseconds; {machine()}")
    print(f"host JVM: {java(given.host)}")
    print()
    print(f"| {'':<58} | runs |      p50 |      p95 |      p99 |      min |")
    print(f"|{'-' * 60}|-----:|---------:|---------:|---------:|---------:|")
    print(row(f"over HTTP, warm sandbox, both records durable, {BURST} in a row", bursts))
    print(row(f"judged and recorded only (?dry_run=true), {BURST} in a row", judged))
    print(row("docker run --rm, same image and hardening", dockers))
    print(row(f"bare {sys.executable} {platform.python_version()} -c, {BURST} in a row", bares))
    print(row(f"over HTTP, after {given.pause} s of silence", pauses))
    print(row(f"judged and recorded only, after {given.pause} s of silence", judged_pauses))
    print(row(f"bare, after {given.pause} s of silence", bare_pauses))
    print()
    print(f"over HTTP / bare, p50: {half(bursts) / half(bares):.2f} in a row (budget 0.50, and 5 ms), {half(pauses) / half(bare_pauses):.2f} after silence")
    print(f"docker run / over HTTP, p50: {half(dockers) / half(bursts):.0f}")
    print(
        f"One client, one kept-alive connection. Before each row of {BURST} the pool had {SETTLE_SECONDS:.0f} s to fill. {JUDGED_BEFORE} requests that were judged only"
        f" and {WARM_UP} that ran went before and are not counted. The runner's own account of the program's wall time: p50"
        f" {half(inside) * 1000:.0f} ms."
    )


main()
