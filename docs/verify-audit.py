#!/usr/bin/env python3
"""Verifies a Portcullis journal without any of its code: Python 3, standard library only.

    verify-audit.py AUDIT_DIRECTORY [--key NAME+ID+BASE64] [--checkpoint FILE]...
    verify-audit.py FILE.jsonl[.gz]

Every line must be canonical JSON (RFC 8785), fit its hash, follow the number and name the hash of the one before it. Where a
checkpoint is there, its Ed25519 signature and the root of the Merkle tree (RFC 6962) over the lines it covers must fit. Ends with
0 and says what was verified, or with 1 and names the first bad record.
"""

import argparse
import base64
import gzip
import hashlib
import json
import pathlib
import re
import sys

GENESIS = "0" * 64


class Bad(Exception):
    pass


def canonical(value):
    """RFC 8785 of what a record holds: text, whole numbers, true, false, null, lists, objects."""
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(canonical(k) + ":" + canonical(v) for k, v in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(v) for v in value) + "]"
    if isinstance(value, float):
        raise Bad("has a number that is not whole")
    return json.dumps(value, ensure_ascii=False)


def no_twins(members):
    if len({k for k, _ in members}) != len(members):
        raise Bad("has a member twice")
    return dict(members)


class Tree:
    """RFC 6962, remembering the roots of complete subtrees only."""

    def __init__(self, size=0, peaks=()):
        self.size, self.peaks = size, list(peaks)

    def append(self, content):
        node, full = hashlib.sha256(b"\0" + content).digest(), self.size
        while full & 1:
            node, full = hashlib.sha256(b"\1" + self.peaks.pop() + node).digest(), full >> 1
        self.peaks.append(node)
        self.size += 1

    def root(self):
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = hashlib.sha256(b"\1" + peak + node).digest()
        return node


# Ed25519 by RFC 8032, section 5.1; slow and sufficient.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def decode_point(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        raise Bad("is signed with something that is no point")
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P or (x == 0 and sign):
        raise Bad("is signed with something that is no point")
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        if n & 1:
            q = add(q, p)
        p, n = add(p, p), n >> 1
    return q


BASE = decode_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(key, message, signature):
    if len(signature) != 64 or (s := int.from_bytes(signature[32:], "little")) >= L:
        return False
    r, a = decode_point(signature[:32]), decode_point(key)
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


class Key:
    """A C2SP signed-note verifier key."""

    def __init__(self, text):
        self.name, shown, raw = text.strip().split("+", 2)
        tagged = base64.b64decode(raw, validate=True)
        self.id = hashlib.sha256(self.name.encode() + b"\n" + tagged).digest()[:4]
        if tagged[0] != 1 or len(tagged) != 33 or self.id.hex() != shown:
            raise Bad("the key is no Ed25519 verifier key")
        self.raw = tagged[1:]


def checkpoint(note, key):
    """Size and root that a C2SP checkpoint states, once its signature fits."""
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    lines = text.split("\n")
    if len(lines) < 4 or lines[0] != key.name or not re.fullmatch(r"0|[1-9]\d{0,17}", lines[1]):
        raise Bad("the checkpoint is none of this log")
    for line in signatures.splitlines():
        words = line.split(" ")
        if len(words) == 3 and words[0] == "\u2014" and words[1] == key.name:
            raw = base64.b64decode(words[2], validate=True)
            if raw[:4] == key.id and is_signed(key.raw, text.encode(), raw[4:]):
                return int(lines[1]), base64.b64decode(lines[2], validate=True)
    raise Bad("the checkpoint is not signed by the key")


class Verifier:
    def __init__(self):
        self.tree, self.seq, self.hash, self.first = Tree(), None, None, None
        self.roots, self.wanted, self.removed_to = {}, set(), 0

    def take(self, line):
        try:
            record = json.loads(line.decode("utf-8"), object_pairs_hook=no_twins)
        except (ValueError, RecursionError) as unreadable:
            raise Bad(f"cannot be read: {unreadable}") from None
        if not isinstance(record, dict):
            raise Bad("is no JSON object")
        if canonical(record).encode("utf-8", "surrogatepass") != line:
            raise Bad("is not in canonical form")
        claimed = record.pop("hash", None)
        if hashlib.sha256(canonical(record).encode()).hexdigest() != claimed:
            raise Bad("does not fit its hash")
        if self.seq is not None and record.get("seq") != self.seq + 1:
            raise Bad(f"is missing: number {record.get('seq')} stands in its place")
        if self.hash is not None and record.get("prev_hash") != self.hash:
            raise Bad("does not name the record before it by its hash")
        if not isinstance(record.get("seq"), int):
            raise Bad("has no number")
        self.seq, self.hash = record["seq"], claimed
        self.first = self.first or self.seq
        if record.get("action") == "audit.retention" and record.get("stage") == "system":
            self.removed_to = max(self.removed_to, record["facts"]["removed_to"])
        self.tree.append(line)
        if self.tree.size in self.wanted:
            self.roots[self.tree.size] = self.tree.root()


def lines_of(file, last):
    """Whole lines; zeros that were set aside may follow in the last file, half a line may not."""
    with gzip.open(file) if file.suffix == ".gz" else open(file, "rb") as content:
        for line in content:
            if line.endswith(b"\n"):
                yield line[:-1]
            elif not last or line.strip(b"\0"):
                raise Bad("breaks off, or is no line")


def files_of(directory):
    files = {}
    for file in sorted(directory.glob("archive/*.jsonl.gz")):
        if (file.parent / (file.name[:20] + ".json")).exists():
            files[int(file.name[:20])] = file
    for file in sorted(directory.glob("*.jsonl")):
        if re.fullmatch(r"\d{20}\.jsonl", file.name):
            files[int(file.name[:20])] = file
    return sorted(files.items())


def begin(verifier, directory, first):
    """After archived segments that were removed: the manifest of the last one says what they were."""
    verifier.seq, verifier.hash = 0, GENESIS
    if first == 1:
        return
    for file in directory.glob("archive/*.json"):
        manifest = json.loads(file.read_text())
        if manifest["last_seq"] == first - 1:
            peaks = [base64.b64decode(peak) for peak in manifest["peaks"]]
            verifier.tree, verifier.seq, verifier.hash = Tree(first - 1, peaks), first - 1, manifest["last_hash"]
            return


def verify(path, key, notes):
    verifier = Verifier()
    files = files_of(path) if path.is_dir() else [(None, path)]
    signed = []
    for name, note in notes:
        try:
            signed.append(checkpoint(note, key))
        except (Bad, ValueError, IndexError) as bad:
            return f"{name}: {bad}"
    verifier.wanted = {size for size, _ in signed}
    if path.is_dir() and files:
        begin(verifier, path, files[0][0])
    began_after = verifier.seq or 0
    end = None
    for number, (first, file) in enumerate(files):
        at = (verifier.seq or 0) + 1
        if first is not None and first != at:
            return f"{file.name}: record {at} is missing"
        try:
            for line in lines_of(file, number == len(files) - 1):
                at = (verifier.seq or 0) + 1
                if end is not None:
                    raise Bad("follows the end of an export")
                if not path.is_dir() and line.startswith(b'{"checkpoint":'):
                    end = json.loads(line)
                    if verifier.seq is not None and end["last_seq"] != verifier.seq:
                        raise Bad(f"is missing: the export goes up to {end['last_seq']}")
                    continue
                verifier.take(line)
            at = (verifier.seq or 0) + 1
        except Bad as bad:
            return f"{file.name}: record {(verifier.seq or 0) + 1} {bad}"
        except (OSError, EOFError, ValueError) as unreadable:
            return f"{file.name}: record {at} cannot be read: {unreadable}"
    if began_after > verifier.removed_to:
        return f"record 1 is missing, and no record says that those up to {began_after} were removed"
    for size, root in signed:
        if size <= began_after:
            print(f"the checkpoint over {size} records is older than what is left: not compared", file=sys.stderr)
        elif size > verifier.tree.size:
            return f"record {verifier.tree.size + 1} is missing: a checkpoint covers {size}"
        elif verifier.roots[size] != root:
            return f"the first {size} records are not what the checkpoint was signed for"
    count = len(signed)
    print(f"intact: records {verifier.first} to {verifier.seq}, hash {verifier.hash}, {count} checkpoint{'s' * (count != 1)}")
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=pathlib.Path)
    parser.add_argument("--key", help="the log's public key, kept elsewhere; otherwise key.pub beside the journal")
    parser.add_argument("--checkpoint", type=pathlib.Path, action="append", default=[], help="one that was kept elsewhere")
    asked = parser.parse_args()
    beside = asked.path / "key.pub"
    notes = [(file.name, file.read_text()) for file in asked.checkpoint]
    if (asked.path / "checkpoint").exists():
        notes.append(("checkpoint", (asked.path / "checkpoint").read_text()))
    key = None
    if notes:
        if not asked.key and not beside.exists():
            sys.exit("no key to check the checkpoints with: give it with --key")
        key = Key(asked.key or beside.read_text())
    damage = verify(asked.path, key, notes)
    if damage:
        print(f"damaged: {damage}")
        sys.exit(1)


if __name__ == "__main__":
    main()
