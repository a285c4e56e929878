"""The bundle: what an outsider needs to check the record without us, in one zip.

All proofs lead to one signed checkpoint. The same ledger with the same checkpoint gives the same
bytes. It is written entry by entry; of the whole ledger only the last entry of each stream is kept
in mind. What is derived from the entries comes from above, as bytes.
"""

import hashlib
import json
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from string import Template
from tempfile import SpooledTemporaryFile
from typing import IO, NamedTuple

from domain.register import REGISTERS
from files.whole import drafted, on_the_disk
from ledger import chain
from ledger.book import Book
from ledger.chain import Sealed
from ledger.checkpoints import Head, Kept, Lodged, Notary, head_leaf
from ledger.errors import NotOurs
from ledger.merkle import Tree, leaf_hash
from ledger.outsider import verify

HERE = Path(verify.__file__).parent
OLDEST = (1980, 1, 1, 0, 0, 0)  # a zip knows no earlier instant, and ours shall not matter
READABLE = 0o100644
UNIX = 3


class Spoilt(NotOurs):
    """A bundle that its own verifier would not pass: it was not written."""


class Place(NamedTuple):
    """Where an entry stands in the order of writing."""

    stream: str
    number: int
    at: int


class Written(NamedTuple):
    """What a bundle holds: so many entries of so many streams, and the digest of its bytes."""

    entries: int
    streams: int
    sha256: str


Derive = Callable[[Mapping[str, Head]], Mapping[str, bytes]]
"""Gives what is derived from the entries, by file, up to the last one of each stream."""


def write(
    book: Book, to: Path, notary: Notary, signed: Kept, derive: Derive, appointment: str = ""
) -> Written:
    """A bundle of an appointment with its registers, or of the whole ledger.

    Whole or not at all; nothing that is there is written over. It has passed its own verifier when
    it gets its name. Raises Tampered where a chain is broken, Spoilt, FileExistsError, OSError.
    """
    with drafted(to) as draft:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as packed:
            packing = Packing(packed)
            counted = _fill(packing, book, notary, signed, appointment, derive)
            packing.close(appointment)
        with draft.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        _must_pass(draft, str(notary.verifier()))
        on_the_disk(draft)
        if to.exists():
            raise FileExistsError(to)
        draft.rename(to)  # not by a link, which a stick that is carried away may not know
    return Written(*counted, digest)


class Packing:
    """A zip that is filled, with the digest of each file in it."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self._digests: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        with self.file(name) as write:
            write(content)

    @contextmanager
    def file(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """A file of any size, part by part."""
        digest = hashlib.sha256()
        with self._open(name) as file:

            def write(content: bytes) -> None:
                digest.update(content)
                file.write(content)

            yield write
        self._digests[name] = digest.hexdigest()

    def close(self, appointment: str) -> None:
        """Lists the files."""
        contents = {"appointment": appointment, "files": self._digests, "form": verify.FORM}
        with self._open(verify.CONTENTS) as file:
            file.write(f"{json.dumps(contents, indent=1, sort_keys=True)}\n".encode())

    def _open(self, name: str) -> IO[bytes]:
        about = zipfile.ZipInfo(name, OLDEST)
        about.compress_type = zipfile.ZIP_DEFLATED
        about.create_system = UNIX
        about.external_attr = READABLE << 16
        return self._packed.open(about, "w", force_zip64=True)


def _fill(
    packing: Packing,
    book: Book,
    notary: Notary,
    signed: Kept,
    appointment: str,
    derive: Derive,
) -> tuple[int, int]:
    kept = [each for each in notary.kept() if each.checkpoint.size < signed.checkpoint.size]
    if appointment:
        heads, count = _one(packing, book, signed, appointment, kept)
    else:
        heads, count = _all(packing, book, signed)
    packing.add(verify.CHECKPOINT, signed.note.encode())
    packing.add(verify.KEY, f"{notary.verifier()}\n".encode())
    for each in kept:
        name = f"{verify.EARLIER}{each.checkpoint.size:012}.txt"
        packing.add(name, each.place.read_bytes())
    packing.add("verify.py", (HERE / "verify.py").read_bytes())
    of = appointment or "the whole ledger"
    packing.add(
        "README.txt", Template((HERE / "README.txt").read_text()).substitute(of=of).encode()
    )
    for name, content in sorted(derive(heads).items()):
        packing.add(name, content)
    return count, len(heads)


def _all(packing: Packing, book: Book, signed: Kept) -> tuple[Mapping[str, Head], int]:
    """Every entry in the order of writing: whoever has them all needs no other proof.

    Their digests stand there once more, by which the entry is named that was changed later.
    """
    heads: dict[str, Head] = {}
    with SpooledTemporaryFile(1 << 20) as digests:
        with packing.file(verify.ENTRIES) as write:
            for entry in islice(book.entries(), signed.checkpoint.size):
                heads[entry.appointment] = Head(entry.number, entry.digest)
                write(_line(entry))
                digests.write(bytes.fromhex(entry.digest))
        digests.seek(0)
        with packing.file(verify.DIGESTS) as write:
            while some := digests.read(verify.BLOCK):
                write(some)
    with packing.file(verify.HEADS) as write:
        for stream in sorted(heads, key=str.encode):
            write(_ending(stream, heads[stream]))
    return heads, signed.checkpoint.size


def _one(
    packing: Packing, book: Book, signed: Kept, appointment: str, kept: Sequence[Lodged]
) -> tuple[Mapping[str, Head], int]:
    """The entries of one appointment, each with the path from it to the root over all."""
    tree, heads, places = Tree(), dict[str, Head](), list[Place]()
    with packing.file(verify.ENTRIES) as write:
        for index, entry in enumerate(islice(book.entries(), signed.checkpoint.size)):
            stream = entry.appointment
            tree.append(leaf_hash(bytes.fromhex(entry.digest)))
            heads[stream] = Head(entry.number, entry.digest)
            if _belongs(stream, appointment):
                places.append(Place(stream, entry.number, index))
                write(_line(entry))
    with packing.file(verify.PLACES) as write:
        for each in places:
            write(f"{each.stream}\t{each.number}\t".encode())
            write(_proof(each.at, tree.inclusion(each.at)))
    _ends(packing, heads, appointment)
    growth = [
        {
            "from": each.checkpoint.size,
            "path": [b64encode(step).decode() for step in tree.consistency(each.checkpoint.size)],
            "to": tree.size,
        }
        for each in kept
    ]
    packing.add(verify.GROWTH, f"{json.dumps(growth, indent=1)}\n".encode())
    ours = {stream: head for stream, head in heads.items() if _belongs(stream, appointment)}
    return ours, len(places)


def _ends(packing: Packing, heads: Mapping[str, Head], appointment: str) -> None:
    """The last entry of each stream of an appointment, with the path to the root over all ends.

    And of those streams between which its registers stand, or would stand: so that none can be
    left out.
    """
    streams = sorted(heads, key=str.encode)
    tree = Tree(leaf_hash(head_leaf(each, heads[each])) for each in streams)
    registers = f"{REGISTERS}{appointment}/"
    own = {index for index, each in enumerate(streams) if _belongs(each, appointment)}
    first = sum(each.encode() < registers.encode() for each in streams)
    last = first + sum(each.startswith(registers) for each in streams)
    shown = sorted((own | {first - 1, last}) & set(range(len(streams))))
    with packing.file(verify.HEADS) as write:
        for index in shown:
            write(_ending(streams[index], heads[streams[index]]))
    with packing.file(verify.ENDS) as write:
        for index in shown:
            write(_proof(index, tree.inclusion(index)))


def _belongs(stream: str, appointment: str) -> bool:
    return stream == appointment or stream.startswith(f"{REGISTERS}{appointment}/")


def _line(entry: Sealed) -> bytes:
    fields = (entry.appointment.encode(), b"%d" % entry.number, entry.kind.encode())
    line = b"\t".join((*fields, chain.stored(entry)))
    if b"\n" in line or any(b"\t" in field for field in fields):
        raise Spoilt(
            f"Entry {entry.number} of {entry.appointment} holds a line end, as no entry that "
            "Calends writes does: it cannot stand in a bundle."
        )
    return line + b"\n"


def _ending(stream: str, head: Head) -> bytes:
    return f"{stream}\t{head.number}\t{head.digest}\n".encode()


def _proof(index: int, path: Sequence[bytes]) -> bytes:
    return b"%d\t%b\n" % (index, b64encode(b"".join(path)))


def _must_pass(draft: Path, key: str) -> None:
    """What would not stand the outsider's check is not handed out."""
    asked = verify.Asked(draft, verify.read_verifier(key), {}, None)
    report, _ = verify.verify(asked)
    if not report.sound:
        raise Spoilt(
            f"The bundle would not pass its own check, and was not written: {next(report.lines())} "
            "`calends verify` says more."
        )
