#!/usr/bin/env python3
"""Check a bundle of a Calends ledger: offline, with Python 3.9 or later and nothing else.

    python3 verify.py bundle.zip
    python3 verify.py .

The second is for a bundle that was unpacked, from inside it. Nothing in the bundle is run, and
nothing is written but what `--parts` asks for. In order: are the files those that are listed; is
each entry chained to the one before it; has each its place in the tree whose root the checkpoint
states; is none cut off at an end; did the ledger only grow between the checkpoints; is the
checkpoint signed.

Ends with 0 where all is well, with 1 where something is not (it is named), with 2 where the command
cannot be understood.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import zipfile
import zlib
from binascii import hexlify
from collections import Counter
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FORM = "calends bundle/1"
CONTENTS, ENTRIES, HEADS = "contents.json", "entries.tsv", "heads.tsv"
PLACES, ENDS, GROWTH = "proofs/entries.tsv", "proofs/heads.tsv", "proofs/consistency.json"
DIGESTS = "proofs/digests.bin"
CHECKPOINT, EARLIER, KEY = "checkpoint.txt", "checkpoints/", "verifier-key.txt"
REGISTERS = "register/"

TAB = b"\t"
BLOCK = 1 << 18
MOST_FINDINGS = 20  # of one step are told one by one
MOST_SHOWN = 40  # characters of what cannot be understood

sha256 = hashlib.sha256


class Wrong(Exception):
    """What is wrong, in words that go on after a name and a colon."""


# -------------------------------------------------------------------------------------------------
# What is found
# -------------------------------------------------------------------------------------------------

STEPS = (
    "The bundle",
    "The entries",
    "The tree",
    "The ends",
    "Earlier checkpoints",
    "The signature",
    "Lodged checkpoints",
)
BUNDLE, CHAINS, TREE, LAST_ENTRIES, EARLIER_ONES, SIGNATURE, LODGED = STEPS


class Report:
    """What each step has shown, in the order of the steps and not of the looking."""

    def __init__(self) -> None:
        self._shown: dict[str, str] = {}
        self._wrong: dict[str, list[str]] = {step: [] for step in STEPS}
        self._more = dict.fromkeys(STEPS, 0)

    @property
    def sound(self) -> bool:
        return not any(self._wrong.values())

    def shows(self, step: str, sentence: str) -> None:
        self._shown[step] = sentence

    def wrong(self, step: str, sentence: str) -> None:
        if sentence in self._wrong[step]:
            return
        if len(self._wrong[step]) < MOST_FINDINGS:
            self._wrong[step].append(sentence)
        else:
            self._more[step] += 1

    def lines(self) -> Iterator[str]:
        for step in STEPS:
            for sentence in self._wrong[step]:
                yield f"WRONG. {step}: {sentence}."
            if self._more[step]:
                yield f"WRONG. {step}: and {self._more[step]} more."
            if step in self._shown and not self._wrong[step]:
                yield f"{step}: {self._shown[step]}."


def shown(text: bytes) -> str:
    """A name out of the bundle, without what a terminal would obey."""
    decoded = text.decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in decoded)


def many(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


# -------------------------------------------------------------------------------------------------
# The bundle: a zip, or the folder that it was unpacked into
# -------------------------------------------------------------------------------------------------


class Files(Protocol):
    def names(self) -> list[str]: ...

    def open(self, name: str) -> BinaryIO: ...


class Zipped:
    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)

    def names(self) -> list[str]:
        return self._zip.namelist()

    def open(self, name: str) -> BinaryIO:
        return cast("BinaryIO", self._zip.open(name))


class Unpacked:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        found = (each for each in self._folder.rglob("*") if not each.is_dir())
        return [each.relative_to(self._folder).as_posix() for each in found]

    def open(self, name: str) -> BinaryIO:
        return (self._folder / name).open("rb")


# What a zip that was cut or changed makes the library raise.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


class Contents(NamedTuple):
    """What a bundle says that it holds. `appointment` is empty for the whole ledger."""

    appointment: str
    files: dict[str, str]


def read_contents(raw: bytes) -> Contents:
    try:
        told = json.loads(raw)
        appointment, files = told["appointment"], told["files"]
        form, again = told["form"], json.dumps(told, indent=1, sort_keys=True) + "\n"
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Wrong("it is not a list of contents") from None
    if form != FORM:
        raise Wrong(f"it is not of the form that this program knows ({FORM})")
    texts = isinstance(files, dict) and all(isinstance(each, str) for each in files.values())
    if again.encode() != raw or len(told) != 3 or not texts or not isinstance(appointment, str):
        raise Wrong("it is not written as a list of contents is")
    return Contents(appointment, files)


class Bundle:
    """The files, each read to its end and compared with the list."""

    def __init__(self, files: Files, report: Report) -> None:
        self._files = files
        self._report = report
        names = files.names()
        self.names = set(names)
        for name, times in Counter(names).items():
            if times > 1:
                report.wrong(BUNDLE, f"{name} stands in it {times} times")
        try:
            self.contents = read_contents(self._whole(CONTENTS))
        except Wrong as wrong:
            report.wrong(BUNDLE, f"{CONTENTS}: {wrong}")
            if CONTENTS not in self.names and ENTRIES not in self.names:
                report.wrong(BUNDLE, "here is none: name it, as in python3 verify.py bundle.zip")
            raise
        self._compare()

    def read(self, name: str) -> bytes:
        """A small file, or nothing where it is missing: that was told when the list was read."""
        try:
            return self._whole(name)
        except Wrong:
            return b""

    def blocks(self, name: str) -> Iterator[bytes]:
        """A file of any size, block by block; when it is read it has been compared."""
        digest = sha256()
        if name not in self.names:
            return
        try:
            with self._files.open(name) as file:
                while block := file.read(BLOCK):
                    digest.update(block)
                    yield block
        except UNREADABLE as error:
            self._report.wrong(BUNDLE, f"{name} cannot be read to its end ({error})")
            return
        if self.contents.files.get(name) != digest.hexdigest():
            self._report.wrong(BUNDLE, f"{name} was changed: its digest is not the one listed")

    def lines(self, name: str) -> Iterator[list[bytes]]:
        """The lines of a file of any size, some hundreds at a time."""
        rest = b""
        for block in self.blocks(name):
            lines = (rest + block).split(b"\n")
            rest = lines.pop()
            yield lines
        if rest:
            self._report.wrong(BUNDLE, f"{name} ends within a line")
            yield [rest]

    def _compare(self) -> None:
        listed = self.contents.files
        for name in sorted(set(listed) - self.names):
            self._report.wrong(BUNDLE, f"{name} is missing")
        for name in sorted(self.names - set(listed) - {CONTENTS}):
            self._report.wrong(BUNDLE, f"{name} is there and not listed")
        needed = {ENTRIES, HEADS, CHECKPOINT, KEY}
        needed |= {PLACES, ENDS, GROWTH} if self.contents.appointment else {DIGESTS}
        for name in sorted(needed - set(listed)):
            self._report.wrong(BUNDLE, f"{name} is not listed, and belongs to every bundle")
        for name in sorted(set(listed) & self.names - {ENTRIES, PLACES, HEADS, ENDS}):
            for _ in self.blocks(name):
                pass
        count = many(len(listed), "file is", "files are")
        self._report.shows(BUNDLE, f"{count} what {CONTENTS} lists, and there is no other")

    def _whole(self, name: str) -> bytes:
        if name not in self.names:
            raise Wrong("it is missing")
        try:
            with self._files.open(name) as file:
                return file.read()
        except UNREADABLE as error:
            raise Wrong(f"it cannot be read ({error})") from None


# -------------------------------------------------------------------------------------------------
# The chains: each entry is sealed with the digest of the one before it
# -------------------------------------------------------------------------------------------------

ORIGIN, ENTRY = b"calends ledger origin/1", b"calends ledger entry/1"
DIGEST, PREVIOUS, BODY, END = b'{"digest":"', b'","previous":"', b'","entry":', b"}"
HEX = 64
OWN = slice(len(DIGEST), len(DIGEST) + HEX)
BEFORE = slice(OWN.stop + len(PREVIOUS), OWN.stop + len(PREVIOUS) + HEX)
CONTENT = slice(BEFORE.stop + len(BODY), -len(END))

eight = Struct(">Q").pack


def measured(field: bytes) -> bytes:
    """A field with its length before it, so that no byte can move into the next unseen."""
    return eight(len(field)) + field


OPENING = ENTRY + eight(HEX)  # what every digest begins with: its label, then the digest before


class Last(NamedTuple):
    """The last entry of a stream that was met: its digest, its number, and the stream framed."""

    digest: bytes
    number: int
    frame: bytes


def before_all(stream: bytes) -> Last:
    """What the first entry of a stream follows."""
    origin = hexlify(sha256(ORIGIN + measured(stream)).digest())
    return Last(origin, 0, measured(stream) + eight(len(eight(0))))


class Chains:
    """All chains at once, in the order of the log.

    It keeps the last entry of each stream and nothing else: memory grows with the streams only.
    """

    def __init__(self, report: Report) -> None:
        self.last: dict[bytes, tuple[bytes, int, bytes]] = {}
        self.count = 0
        self._kinds: dict[bytes, bytes] = {}
        self._broken: set[bytes] = set()
        self._report = report

    def follow(self, lines: Sequence[bytes]) -> list[bytes]:
        """Check entries, in order; gives the digest of each, which is its leaf of the tree.

        Whatever is not exactly as it should be goes to `_look`, which says why. What stands here
        in line, stands so because it is done for each of perhaps millions of entries.
        """
        last, kinds, broken = self.last, self._kinds, self._broken
        digests: list[bytes] = []
        join, add, tab = b"".join, digests.append, TAB
        for line in lines:
            try:
                stream, number, kind, state = line.split(tab, 3)
            except ValueError:
                add(self._look(line, len(digests)))
                continue
            previous, before, frame = last[stream] if stream in last else before_all(stream)
            place = before + 1
            framed = kinds[kind] if kind in kinds else self._frame(kind)
            body = state[CONTENT]
            sealed = join((OPENING, previous, frame, eight(place), framed, eight(len(body)), body))
            digest = sha256(sealed).digest()
            own = hexlify(digest)
            stored = join((DIGEST, own, PREVIOUS, previous, BODY, body, END))
            if state == stored and number == b"%d" % place and stream not in broken:
                last[stream] = own, place, frame
                add(digest)
            else:
                add(self._look(line, len(digests)))
        self.count += len(lines)
        return digests

    def _frame(self, kind: bytes) -> bytes:
        if len(self._kinds) > 1000:
            self._kinds.clear()  # there are some dozens, unless somebody made them up
        return self._kinds.setdefault(kind, measured(kind))

    def _look(self, line: bytes, after: int) -> bytes:
        """One entry by itself, beside the last one of its stream: says what is wrong with it."""
        try:
            stream, text, kind, state = line.split(TAB, 3)
            number = int(text)
            if b"%d" % number != text or not 0 < number < 1 << 63:
                raise ValueError
        except ValueError:
            line_number = self.count + after + 1
            self._report.wrong(CHAINS, f"line {line_number} of {ENTRIES} is not an entry")
            return sha256(line).digest()
        last = Last(*self.last.get(stream, before_all(stream)))
        previous, body = state[BEFORE], state[CONTENT]
        sealed = (OPENING, previous, last.frame, eight(number), measured(kind), measured(body))
        digest = sha256(b"".join(sealed)).digest()
        own = hexlify(digest)
        mended = stream in self._broken
        self._broken.discard(stream)
        if state != b"".join((DIGEST, own, PREVIOUS, previous, BODY, body, END)):
            if state[OWN] == own:
                why = "it is not written as it was sealed"
            else:
                why = "its digest does not match its content"
            self._wrong(stream, number, why)
            self._broken.add(stream)
        elif number == last.number:
            self._wrong(stream, number, "its number stands there twice")
        elif number < last.number:
            self._wrong(stream, number, f"it was moved, and stands after entry {last.number}")
        elif number > last.number + 1:
            place = f"after entry {last.number}" if last.number else "first"
            gone = f"it is missing, and entry {number} stands {place}"
            self._wrong(stream, last.number + 1, gone)
        elif previous != last.digest and not mended:
            self._wrong(stream, number, "it does not follow the entry before it")
        if number >= last.number:
            self.last[stream] = own, number, last.frame
        return digest

    def _wrong(self, stream: bytes, number: int, why: str) -> None:
        self._report.wrong(CHAINS, f"entry {number} of {shown(stream)}: {why}")


# -------------------------------------------------------------------------------------------------
# The tree: RFC 6962, section 2.1; its proofs are checked as RFC 9162 spells out
# -------------------------------------------------------------------------------------------------

LEAF, NODE = b"\x00", b"\x01"
WIDTH = 32
EMPTY = sha256().digest()
HEIGHT = 9  # of a part that is reckoned at once
PART = 1 << HEIGHT


def node(left: bytes, right: bytes) -> bytes:
    return sha256(NODE + left + right).digest()


def root_of(level: list[bytes]) -> bytes:
    """The root over leaf hashes; an odd one at the end rises as it is: so the RFC cuts the tree."""
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        pairs = zip(level[::2], level[1::2])
        level = [sha256(NODE + left + right).digest() for left, right in pairs] + odd
    return level[0] if level else EMPTY


class Tree:
    """The root over leaves without end, in little memory; and what it was at some sizes."""

    def __init__(self, sizes: Iterable[int] = ()) -> None:
        self.size = 0
        self.roots = {0: EMPTY}
        self._asked = sorted(set(sizes) - {0}, reverse=True)
        self._parts: list[tuple[int, bytes]] = []
        self._leaves: list[bytes] = []

    def add(self, digests: list[bytes]) -> None:
        while self._asked and self._asked[-1] <= self.size + len(digests):
            size = self._asked.pop()
            first = size - self.size
            self._add(digests[:first])
            digests = digests[first:]
            self.roots[size] = self.root()
        self._add(digests)

    def root(self) -> bytes:
        hashes = [part for _, part in self._parts]
        if self._leaves or not hashes:
            hashes.append(root_of(self._leaves))
        *others, root = hashes
        for part in reversed(others):
            root = node(part, root)
        return root

    def _add(self, digests: list[bytes]) -> None:
        self.size += len(digests)
        self._leaves += [sha256(LEAF + digest).digest() for digest in digests]
        while len(self._leaves) >= PART:
            height, part = HEIGHT, root_of(self._leaves[:PART])
            del self._leaves[:PART]
            while self._parts and self._parts[-1][0] == height:
                part = node(self._parts.pop()[1], part)
                height += 1
            self._parts.append((height, part))


def root_from(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """RFC 9162 2.1.3.2: the root that a leaf hash and its path lead to."""
    if not 0 <= index < size:
        raise Wrong(f"there is no place {index} among {size}")
    here, last, root = index, size - 1, leaf
    for step in path:
        if not last:
            raise Wrong("its path is too long")
        if here & 1 or here == last:
            root = node(step, root)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            root = node(root, step)
        here, last = here >> 1, last >> 1
    if last:
        raise Wrong("its path is too short")
    return root


def grew(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """RFC 9162 2.1.4.2: whether the tree of `new` leaves begins with that of `old`."""
    if old in {0, new}:
        return not path and old_root == (new_root if old else EMPTY)
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if old > new or not steps:
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if not last:
            return False
        if here & 1 or here == last:
            before, after = node(step, before), node(step, after)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            after = node(after, step)
        here, last = here >> 1, last >> 1
    return not last and (before, after) == (old_root, new_root)


# -------------------------------------------------------------------------------------------------
# The signature: Ed25519, RFC 8032. Only public things pass through here, so that time tells nothing
# -------------------------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
SIGN = 1 << 255

# A point in extended coordinates (RFC 8032, 5.1.4): x = X/Z, y = Y/Z, x·y = T/Z.
Point = tuple[int, int, int, int]
NEUTRAL: Point = (0, 1, 1, 0)


def plus(one: Point, other: Point) -> Point:
    """RFC 8032 5.1.4: the sum of two points; it holds for a point and itself too."""
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * CURVE * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def written(point: Point) -> bytes:
    """RFC 8032 5.1.2: y in 255 bits, the lowest bit of x above it."""
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) * SIGN).to_bytes(32, "little")


def point_of(raw: bytes) -> Point:
    """RFC 8032 5.1.3: the point that is written so. Raises Wrong where there is none."""
    number = int.from_bytes(raw, "little")
    y, odd = number & (SIGN - 1), number >> 255
    if len(raw) != 32 or y >= P:
        raise Wrong("it is no point of the curve")
    u, v = (y * y - 1) % P, (CURVE * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * ROOT_OF_MINUS_ONE % P
    if v * x * x % P != u or (not x and odd):
        raise Wrong("it is no point of the curve")
    if x & 1 != odd:
        x = P - x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032 5.1.7: whether S·B = R + k·A, reckoned as R = S·B - k·A, both products at once."""
    first, s = signature[:32], int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= ORDER:
        return False
    try:
        x, y, z, t = point_of(public)
    except Wrong:
        return False
    k = int.from_bytes(hashlib.sha512(first + public + message).digest(), "little") % ORDER
    minus = (P - x, y, z, P - t)
    table = (NEUTRAL, BASE, minus, plus(BASE, minus))
    sum_ = NEUTRAL
    for bit in range(ORDER.bit_length() - 1, -1, -1):
        sum_ = plus(sum_, sum_)
        if which := s >> bit & 1 | (k >> bit & 1) << 1:
            sum_ = plus(sum_, table[which])
    return written(sum_) == first


# -------------------------------------------------------------------------------------------------
# Checkpoints: signed notes, https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint
# -------------------------------------------------------------------------------------------------

ED25519 = b"\x01"


class Verifier(NamedTuple):
    """The public key that a checkpoint is checked with, and the name that it goes by."""

    name: str
    id: bytes
    public: bytes


class Checkpoint(NamedTuple):
    """How large the ledger was at an instant, and the roots over its entries and its ends."""

    origin: str
    size: int
    root: bytes
    streams: int
    heads: bytes
    at: str
    body: bytes
    signatures: tuple[tuple[str, bytes], ...]


def unbase(text: str, length: int = 0) -> bytes:
    """Base64 in its one proper spelling."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Wrong(f"{text[:MOST_SHOWN]!a} is not base64") from None
    if base64.b64encode(raw).decode() != text or (length and len(raw) != length):
        raise Wrong(f"{text[:MOST_SHOWN]!a} is not what should stand there in base64")
    return raw


def whole_number(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or len(text) > 18 or str(int(text)) != text:
        raise Wrong(f"{text[:MOST_SHOWN]!a} is not a number")
    return int(text)


def read_verifier(text: str) -> Verifier:
    """NAME+HASH+KEY, as it is published."""
    try:
        name, said, key = text.strip().split("+", 2)
    except ValueError:
        raise Wrong("it is not a verifier key: NAME+HASH+KEY") from None
    raw = unbase(key, 1 + 32)
    id_ = sha256(name.encode() + b"\n" + raw).digest()[:4]
    if raw[:1] != ED25519 or id_.hex() != said:
        raise Wrong("it is not the verifier key of an Ed25519 signature, or was changed")
    return Verifier(name, id_, raw[1:])


def read_checkpoint(raw: bytes) -> Checkpoint:
    try:
        body, gap, signed = raw.decode().partition("\n\n")
        origin, size, root, heads, at = body.split("\n")
        word, streams, heads_root = heads.split(" ")
    except ValueError:
        raise Wrong("it is not a checkpoint") from None
    if not gap or word != "heads" or not at.startswith("at ") or not signed.endswith("\n"):
        raise Wrong("it is not a checkpoint")
    signatures = []
    for line in signed[:-1].split("\n"):
        dash, _, rest = line.partition(" ")
        name, _, signature = rest.partition(" ")
        if dash != "\N{EM DASH}" or not name:
            raise Wrong("under it stands what is not a signature")
        signatures.append((name, unbase(signature)))
    return Checkpoint(
        origin,
        whole_number(size),
        unbase(root, WIDTH),
        whole_number(streams),
        unbase(heads_root, WIDTH),
        at[len("at ") :],
        body.encode() + b"\n",
        tuple(signatures),
    )


def signature_by(verifier: Verifier, checkpoint: Checkpoint) -> bytes:
    """The signature of a checkpoint by a key, verified. Raises Wrong."""
    if checkpoint.origin != verifier.name:
        raise Wrong(f"it is of {checkpoint.origin!a}, and the key is of {verifier.name!a}")
    for name, raw in checkpoint.signatures:
        if name == verifier.name and raw[:4] == verifier.id:
            if not is_signed(verifier.public, checkpoint.body, raw[4:]):
                raise Wrong("its signature does not fit what it says: it was forged or changed")
            return raw[4:]
    raise Wrong(f"it is not signed with the key {verifier.name}+{verifier.id.hex()}")


# -------------------------------------------------------------------------------------------------
# The steps
# -------------------------------------------------------------------------------------------------


class Asked(NamedTuple):
    """What the command line names."""

    bundle: Path
    verifier: Verifier | None
    lodged: dict[str, Checkpoint]
    parts: Path | None


class Verification:
    """One bundle, checked step by step."""

    def __init__(self, bundle: Bundle, asked: Asked, report: Report) -> None:
        self.bundle = bundle
        self.report = report
        self.asked = asked
        self.appointment = bundle.contents.appointment
        self.checkpoint = self._checkpoint(CHECKPOINT, TREE)
        listed = sorted(name for name in bundle.contents.files if name.startswith(EARLIER))
        read = ((name, self._checkpoint(name, EARLIER_ONES)) for name in listed)
        self.earlier = {name: each for name, each in read if each}
        self.chains = Chains(report)
        compared = (*self.earlier.values(), *asked.lodged.values())
        self.tree = Tree(each.size for each in compared)

    def run(self) -> None:
        if self.appointment:
            self._places()
        else:
            self._whole_tree()
        self._ends()
        self._growth()
        self._signatures()
        self._lodged()

    def _checkpoint(self, name: str, step: str) -> Checkpoint | None:
        try:
            return read_checkpoint(self.bundle.read(name))
        except Wrong as wrong:
            self.report.wrong(step, f"{name}: {wrong}")
            return None

    # The entries, and their places in the tree

    def _whole_tree(self) -> None:
        for lines in self.bundle.lines(ENTRIES):
            self.tree.add(self.chains.follow(lines))
        self._chained()
        if not self.checkpoint:
            return
        size, said = self.tree.size, self.checkpoint.size
        if size != said or self.tree.root() != self.checkpoint.root:
            if size != said:
                because = f"there are {size} entries, and the checkpoint is of {said}"
            else:
                because = "the root over all entries is not that of the checkpoint"
            self.report.wrong(TREE, because)
            self._name_what_differs(one_by_one=size == said)
        self.report.shows(TREE, "its root, over all entries, is the root in the checkpoint")

    def _name_what_differs(self, *, one_by_one: bool) -> None:
        """The digests of all entries stand in the bundle once more, and lead to the same root.

        Where entries are missing, or are too many, nothing after the first has its place.
        """
        assert self.checkpoint
        tree = Tree()
        for digests in self._digests():
            tree.add(digests)
        if tree.root() != self.checkpoint.root:
            self.report.wrong(TREE, f"nor does {DIGESTS} lead to it, which could name the entry")
            return
        again, signed = Chains(Report()), (each for some in self._digests() for each in some)
        for lines in self.bundle.lines(ENTRIES):
            for line, digest in zip(lines, again.follow(lines)):
                if digest == next(signed, b""):
                    continue
                if not one_by_one:
                    self._misplaced(line, "from here on the entries are not in their places")
                    return
                self._misplaced(line, "it is not the one that has this place in the tree")

    def _digests(self) -> Iterator[list[bytes]]:
        rest = b""
        for block in self.bundle.blocks(DIGESTS):
            held = rest + block
            full = len(held) - len(held) % WIDTH
            rest = held[full:]
            yield [held[at : at + WIDTH] for at in range(0, full, WIDTH)]

    def _places(self) -> None:
        proofs = (line for lines in self.bundle.lines(PLACES) for line in lines)
        proof, following, after = next(proofs, b""), next(proofs, b""), -1
        for lines in self.bundle.lines(ENTRIES):
            for line, digest in zip(lines, self.chains.follow(lines)):
                named = TAB.join(line.split(TAB, 2)[:2]) + TAB
                if not proof.startswith(named) and following.startswith(named):
                    self._misplaced(proof, "it is missing, though its proof is there")
                    proof, following = following, next(proofs, b"")
                if proof.startswith(named):
                    after = self._at_its_place(proof, digest, after)
                    proof, following = following, next(proofs, b"")
                else:
                    self._misplaced(named, "there is no proof of its place in the tree")
        for left in (proof, following, *proofs):
            if left:
                self._misplaced(left, "it is missing, though its proof is there")
        self._chained()
        self.report.shows(TREE, "each entry has its place in the tree whose root is signed")

    def _at_its_place(self, proof: bytes, digest: bytes, after: int) -> int:
        """Raises nothing: says what is wrong, and gives the place that was claimed."""
        if not self.checkpoint:
            return after
        try:
            index, path = read_proof(proof.split(TAB)[2:])
            root = root_from(sha256(LEAF + digest).digest(), index, self.checkpoint.size, path)
            if root != self.checkpoint.root:
                raise Wrong("it does not stand in the tree of the checkpoint")
            if index <= after:
                raise Wrong(f"it stands before what follows it: place {index} after {after}")
        except Wrong as wrong:
            self._misplaced(proof, str(wrong))
            return after
        return index

    def _misplaced(self, proof: bytes, why: str) -> None:
        stream, _, rest = proof.partition(TAB)
        self.report.wrong(TREE, f"entry {shown(rest.split(TAB)[0])} of {shown(stream)}: {why}")

    def _chained(self) -> None:
        entries = many(self.chains.count, "entry", "entries")
        streams = many(len(self.chains.last), "chain", "chains")
        self.report.shows(CHAINS, f"{entries} in {streams}, without a gap, in the bytes as sealed")

    # The ends: the last entry of each stream, as signed

    def _ends(self) -> None:
        if not self.checkpoint:
            return
        last = dict(self.chains.last)
        leaves: list[bytes] = []
        indexes: list[int] = []
        streams: list[bytes] = []
        proofs = (line for lines in self.bundle.lines(ENDS) for line in lines)
        for line in (line for lines in self.bundle.lines(HEADS) for line in lines):
            stream, _, rest = line.partition(TAB)
            if streams and stream <= streams[-1]:
                self._ending(stream, "its end does not stand in its place among the others")
            streams.append(stream)
            leaves.append(sha256(LEAF + line.replace(TAB, b"\n")).digest())
            if self.appointment:
                indexes.append(self._its_end(stream, leaves[-1], next(proofs, b"")))
            if not self.appointment or self._is_ours(stream):
                self._ends_there(stream, last.pop(stream, None), rest)
        for stream in last:
            self._ending(stream, "it does not stand in the ledger of the checkpoint")
        if self.appointment:
            for _ in proofs:
                self.report.wrong(LAST_ENTRIES, f"{ENDS} holds more than {HEADS}")
            self._no_register_left_out(streams, indexes)
        elif (len(leaves), root_of(leaves)) != (self.checkpoint.streams, self.checkpoint.heads):
            self.report.wrong(LAST_ENTRIES, f"{HEADS} does not lead to the root in the checkpoint")
        self.report.shows(LAST_ENTRIES, "no entry is cut off at the end of a chain, none was added")

    def _ends_there(
        self, stream: bytes, found: tuple[bytes, int, bytes] | None, rest: bytes
    ) -> None:
        try:
            text, _, digest = rest.decode().partition("\t")
            number = whole_number(text)
        except (ValueError, Wrong):
            self._ending(stream, "its end in the ledger cannot be read")
            return
        if not found:
            self._ending(stream, f"its {many(number, 'entry is', 'entries are')} missing")
        elif found[1] < number:
            until = f"up to {number} " if found[1] + 1 < number else ""
            self._entry(stream, found[1] + 1, f"it is cut off {until}at the end")
        elif found[1] > number:
            self._entry(stream, number + 1, f"it was added: the checkpoint ends with {number}")
        elif found[0] != digest.encode():
            self._entry(stream, number, "it is not the last entry that the checkpoint knows")

    def _its_end(self, stream: bytes, leaf: bytes, proof: bytes) -> int:
        assert self.checkpoint
        try:
            index, path = read_proof(proof.split(TAB))
            if root_from(leaf, index, self.checkpoint.streams, path) != self.checkpoint.heads:
                raise Wrong("its end is not the one in the checkpoint")
        except Wrong as wrong:
            self._ending(stream, str(wrong))
            return -1
        return index

    def _no_register_left_out(self, streams: list[bytes], indexes: list[int]) -> None:
        """The ends stand in the order of their names: between two neighbours there is nothing."""
        assert self.checkpoint
        if -1 in indexes:
            return  # what is wrong with that end has been told
        if self.appointment.encode() not in streams:
            self.report.wrong(LAST_ENTRIES, f"nothing of {self.appointment} is in the bundle")
        registers = f"{REGISTERS}{self.appointment}/".encode()
        below, above, own = -1, self.checkpoint.streams, 0
        for stream, index in zip(streams, indexes):
            if stream.startswith(registers):
                own += 1
            elif stream < registers:
                below = max(below, index)
            else:
                above = min(above, index)
        if above - below - 1 != own:
            self.report.wrong(
                LAST_ENTRIES, f"a voting register of {self.appointment} may have been left out"
            )

    def _is_ours(self, stream: bytes) -> bool:
        own = self.appointment.encode()
        return stream == own or stream.startswith(REGISTERS.encode() + own + b"/")

    def _ending(self, stream: bytes, why: str) -> None:
        self.report.wrong(LAST_ENTRIES, f"{shown(stream)}: {why}")

    def _entry(self, stream: bytes, number: int, why: str) -> None:
        self.report.wrong(LAST_ENTRIES, f"entry {number} of {shown(stream)}: {why}")

    # The checkpoints

    def _growth(self) -> None:
        if not self.checkpoint:
            return
        paths = self._paths() if self.appointment else {}
        for name, each in self.earlier.items():
            if name != f"{EARLIER}{each.size:012}.txt":
                self.report.wrong(EARLIER_ONES, f"{name} is a checkpoint of {each.size} entries")
            path = paths.pop(each.size, None)
            because = self._disagreement(each, path)
            if because:
                self.report.wrong(EARLIER_ONES, f"{name}: {because}")
        for size in paths:
            self.report.wrong(EARLIER_ONES, f"{GROWTH}: there is no checkpoint of {size} entries")
        number = many(len(self.earlier), "earlier checkpoint", "earlier checkpoints")
        self.report.shows(
            EARLIER_ONES,
            f"since each of {number} the ledger only grew" if self.earlier else "there is none",
        )

    def _paths(self) -> dict[int, list[bytes]]:
        assert self.checkpoint
        try:
            told = json.loads(self.bundle.read(GROWTH))
            if any(each["to"] != self.checkpoint.size for each in told):
                raise Wrong("a path does not lead to the checkpoint of the bundle")
            return {
                int(each["from"]): [unbase(step, WIDTH) for step in each["path"]] for each in told
            }
        except (ValueError, KeyError, TypeError, RecursionError):
            self.report.wrong(EARLIER_ONES, f"{GROWTH} cannot be read")
        except Wrong as wrong:
            self.report.wrong(EARLIER_ONES, f"{GROWTH}: {wrong}")
        return {}

    def _disagreement(self, old: Checkpoint, path: list[bytes] | None) -> str:
        """Why the ledger is not one that grew from an older checkpoint; nothing where it is."""
        new = self.checkpoint
        assert new
        if old.size > new.size:
            return f"it is of {old.size} entries, more than the {new.size} of the bundle"
        if old.size == new.size:
            same = (old.root, old.streams, old.heads) == (new.root, new.streams, new.heads)
            return "" if same else "it states another root for the same number of entries"
        if not self.appointment:
            same = self.tree.roots.get(old.size) == old.root
            return "" if same else f"the first {old.size} entries are not those that it knew"
        if path is None:
            return "the bundle has no proof that leads from it"
        if not grew(old.size, new.size, old.root, new.root, path):
            return f"the ledger does not begin with the {old.size} entries that it knew"
        return ""

    def _signatures(self) -> None:
        try:
            own = read_verifier(self.bundle.read(KEY).decode())
        except (Wrong, ValueError) as wrong:
            self.report.wrong(SIGNATURE, f"{KEY}: {wrong}")
            own = None
        verifier = self.asked.verifier or own
        if own and verifier != own:
            self.report.wrong(SIGNATURE, f"{KEY} is not the key that was given")
        if not verifier or not self.checkpoint:
            return
        named = {CHECKPOINT: self.checkpoint, **self.earlier, **self.asked.lodged}
        for name, checkpoint in named.items():
            try:
                signature = signature_by(verifier, checkpoint)
            except Wrong as wrong:
                step = LODGED if name in self.asked.lodged else SIGNATURE
                self.report.wrong(step, f"{name}: {wrong}")
            else:
                if name == CHECKPOINT and self.asked.parts:
                    write_parts(self.asked.parts, checkpoint.body, signature, verifier.public)
        by = f"{verifier.name}+{verifier.id.hex()}"
        self.report.shows(SIGNATURE, f"the checkpoint of {self.checkpoint.at} is signed by {by}")

    def _lodged(self) -> None:
        if not self.checkpoint or not self.asked.lodged:
            return
        known = {each.size: each for each in self.earlier.values()}
        for name, each in self.asked.lodged.items():
            beside = known.get(each.size)
            if self.appointment and beside and each.size < self.checkpoint.size:
                # The bundle leads on from the one of its own.
                same = (each.root, each.streams, each.heads) == beside[2:5]
                because = "" if same else f"the bundle has another root for its {each.size} entries"
            else:
                because = self._disagreement(each, [] if not each.size else None)
            if because:
                self.report.wrong(LODGED, f"{name}: {because}")
        number = len(self.asked.lodged)
        agree = "it agrees" if number == 1 else f"all {number} agree"
        self.report.shows(LODGED, f"{agree} with the bundle")


def read_proof(fields: Sequence[bytes]) -> tuple[int, list[bytes]]:
    """A place, and the path from it to the root. Raises Wrong."""
    try:
        index, path = (field.decode("ascii") for field in fields)
    except ValueError:
        raise Wrong("its proof cannot be read") from None
    raw = unbase(path)
    if len(raw) % WIDTH:
        raise Wrong("its proof cannot be read")
    steps = [raw[at : at + WIDTH] for at in range(0, len(raw), WIDTH)]
    return whole_number(index), steps


# -------------------------------------------------------------------------------------------------
# The command
# -------------------------------------------------------------------------------------------------

BEFORE_THE_KEY = bytes.fromhex("302a300506032b6570032100")  # RFC 8410: an Ed25519 key follows


def write_parts(folder: Path, body: bytes, signature: bytes, public: bytes) -> None:
    """What another program needs to check the signature again."""
    (folder / "body").write_bytes(body)
    (folder / "signature").write_bytes(signature)
    key = base64.b64encode(BEFORE_THE_KEY + public).decode()
    pem = f"-----BEGIN PUBLIC KEY-----\n{key}\n-----END PUBLIC KEY-----\n"
    (folder / "key.pem").write_text(pem, encoding="ascii")


def verify(asked: Asked) -> tuple[Report, Verification | None]:
    """Check a bundle."""
    report = Report()
    try:
        files = Unpacked(asked.bundle) if asked.bundle.is_dir() else Zipped(asked.bundle)
    except UNREADABLE as error:
        report.wrong(BUNDLE, f"it is cut short, or no zip at all ({error})")
        return report, None
    try:
        verification = Verification(Bundle(files, report), asked, report)
    except Wrong:
        return report, None  # it has been told
    verification.run()
    return report, verification


def summary(verification: Verification) -> Iterator[str]:
    """What all this shows, and what it does not."""
    checkpoint = verification.checkpoint
    assert checkpoint
    of = verification.appointment or "the whole ledger"
    yield ""
    yield (
        f"Sound. Proven of {of}: up to {checkpoint.at} no entry was changed, removed, added or "
        "moved since it was written."
    )
    if not verification.asked.verifier:
        yield (
            f"The key came with the bundle: compare {KEY} with the one that was published "
            "elsewhere, or give that with --key. Until then anybody may have made this bundle."
        )
    if not verification.asked.lodged:
        yield (
            "A checkpoint that was printed or mailed to you earlier can be compared: --checkpoint."
        )
    yield (
        "Not proven: that what was written is true; what was written after the checkpoint; and "
        "what is derived from the entries, such as reports. README.txt says how to derive it again."
    )


def ask(words: Sequence[str] | None) -> Asked:
    """Reads the command line. Ends with 2 where it cannot."""
    parser = argparse.ArgumentParser(
        prog="verify.py", description="Check a bundle of a Calends ledger, offline."
    )
    parser.add_argument(
        "bundle",
        nargs="?",
        type=Path,
        default=Path(__file__).resolve().parent,
        help="the zip, or the folder that it was unpacked into; by default where this file lies",
    )
    parser.add_argument("--key", help="the verifier key published elsewhere, or a file with it")
    parser.add_argument(
        "--checkpoint",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a checkpoint that was lodged elsewhere; may be repeated",
    )
    parser.add_argument(
        "--parts",
        type=Path,
        metavar="DIR",
        help="write what was signed, the signature and the key there, for openssl",
    )
    given = parser.parse_args(words)
    if not given.bundle.exists():
        parser.error(f"there is no {given.bundle}")
    if given.parts:
        if given.bundle.resolve() in (given.parts.resolve(), *given.parts.resolve().parents):
            parser.error("--parts: nothing is put into a bundle; name another folder: ../parts")
        try:
            given.parts.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            parser.error(f"--parts {given.parts}: {error.strerror}")
    try:
        verifier = _given_key(given.key) if given.key else None
    except (Wrong, OSError, ValueError) as error:
        parser.error(f"--key: {error}")
    lodged = {}
    for path in given.checkpoint:
        try:
            lodged[str(path)] = read_checkpoint(path.read_bytes())
        except (Wrong, OSError) as error:
            parser.error(f"--checkpoint {path}: {error}")
    return Asked(given.bundle, verifier, lodged, given.parts)


def _given_key(text: str) -> Verifier:
    path = Path(text)
    return read_verifier(path.read_text(encoding="utf-8") if path.is_file() else text)


def main(words: Sequence[str] | None = None) -> int:
    asked = ask(words)
    report, verification = verify(asked)
    lines = list(report.lines())
    if report.sound and verification:
        lines += summary(verification)
    else:
        lines += ["", "NOT SOUND. The first place that fails is the first line with WRONG."]
    for line in lines:
        sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "backslashreplace"))
    return 0 if report.sound else 1


if __name__ == "__main__":
    raise SystemExit(main())
