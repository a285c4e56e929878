"""Bundles of a real ledger, and the hand of somebody who changes one and covers the traces."""

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from domain.register import Member, RegisterAct, RegisterOpened, Role, Signed, Voter, register_id
from ledger import bundle, chain
from ledger.book import Book
from ledger.checkpoints import Notary
from ledger.importing import import_diary
from ledger.merkle import Frontier, leaf_hash
from ledger.notes import read_note, sign
from ledger.outsider import verify
from ledger.register import LaidOut
from tests.conftest import told

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ORIGIN = "calends.example.org/ledger"
APPOINTMENT = "secretary-general/2024"
REGISTER = register_id(APPOINTMENT, "ballot")
EARLIER, ALONE = "secretary-general/2014", "secretary-general/2009"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
DERIVED = {"appointment.diary": b"a diary\n", "report.en.txt": b"a report\n"}


def fill(book: Book, notary: Notary) -> None:
    """Three appointments, two registers, and a checkpoint whenever one of them has grown."""
    for id_ in (ALONE, EARLIER, APPOINTMENT):
        import_diary(book, told(id_.replace("-", "_")), NOW)
        if id_ != ALONE:
            table = LaidOut(book, register_id(id_, "ballot"))
            members = [Member(Voter(name), "Ruritania", Role.REPRESENTATIVE) for name in "AB"]
            table.ask(RegisterAct("opening", RegisterOpened(tuple(members))), NOW)
            for member in members:
                table.ask(RegisterAct(f"of {member.name}", Signed(member.name)), NOW)
        notary.checkpoint(book, NOW)


def notary_in(home: Path) -> Notary:
    """A notary who always has the same key, so that the same ledger gives the same bundle."""
    home.mkdir()
    place = home / "signing-key.pem"
    place.touch(mode=0o600)
    place.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return Notary(home, ORIGIN)


def write(book: Book, to: Path, notary: Notary, appointment: str) -> bundle.Written:
    signed = notary.checkpoint(book, NOW)
    return bundle.write(book, to, notary, signed, lambda _: DERIVED, appointment)


class Told(NamedTuple):
    """What the outsider's program said, and how it ended."""

    code: int
    out: str
    err: str


def outsider(*words: object, program: object = verify.__file__, cwd: Path | None = None) -> Told:
    """The program as an outsider runs it: no library of ours, none of anybody's."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(program), *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
    )
    return Told(done.returncode, done.stdout, done.stderr)


class Forged:
    """The files of a bundle, to be changed at will."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as packed:
            self.files = {name: packed.read(name) for name in packed.namelist()}

    def to(self, path: Path) -> Path:
        with zipfile.ZipFile(path, "w") as packed:
            for name, content in self.files.items():
                packed.writestr(name, content)
        return path

    def listed(self) -> None:
        """The list of contents rewritten to fit."""
        contents = json.loads(self.files["contents.json"])
        contents["files"] = {
            name: hashlib.sha256(content).hexdigest()
            for name, content in self.files.items()
            if name != "contents.json"
        }
        text = json.dumps(contents, indent=1, sort_keys=True)
        self.files["contents.json"] = f"{text}\n".encode()

    def lines(self, name: str) -> list[bytes]:
        return self.files[name].splitlines(keepends=True)

    def put(self, name: str, lines: Sequence[bytes]) -> None:
        self.files[name] = b"".join(lines)

    def place_of(self, stream: str, number: int) -> int:
        """The line of an entry."""
        begins = f"{stream}\t{number}\t".encode()
        [found] = [n for n, line in enumerate(self.lines("entries.tsv")) if line.startswith(begins)]
        return found

    def proofs(self) -> list[bytes] | None:
        """One for each entry, in a bundle of one appointment."""
        return self.lines("proofs/entries.tsv") if "proofs/entries.tsv" in self.files else None

    def without(self, stream: str, number: int) -> None:
        """An entry removed, and its proof."""
        at = self.place_of(stream, number)
        for name in ("entries.tsv", "proofs/entries.tsv"):
            if name in self.files:
                lines = self.lines(name)
                del lines[at]
                self.put(name, lines)

    def resealed(
        self, stream: str, change: Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]
    ) -> None:
        """Entries of a stream changed, and the whole stream sealed anew, without a flaw."""
        rows = [line.rstrip(b"\n").split(b"\t", 3) for line in self.lines("entries.tsv")]
        own = [
            (kind.decode(), state[verify.CONTENT])
            for of, _, kind, state in rows
            if of.decode() == stream
        ]
        sealed = chain.seal(stream, change(own), after=0, previous=chain.origin(stream))
        anew = iter([line_of(entry) for entry in sealed])
        lines = []
        for row, line in zip(rows, self.lines("entries.tsv"), strict=True):
            if row[0].decode() == stream:
                lines += [next(anew)]
            else:
                lines += [line]
        self.put("entries.tsv", [*lines, *anew])

    def headed(self, stream: str) -> None:
        """The end of a stream, in the list of the ends, made that of its entries."""
        last = [line for line in self.lines("entries.tsv") if line.startswith(stream.encode())][-1]
        number, digest = last.split(b"\t", 3)[1], last.split(b"\t", 3)[3][verify.OWN]
        self.put(
            "heads.tsv",
            [
                b"\t".join((stream.encode(), number, digest)) + b"\n"
                if line.startswith(stream.encode() + b"\t")
                else line
                for line in self.lines("heads.tsv")
            ],
        )

    def signed_anew(self, key: Ed25519PrivateKey, **said: object) -> None:
        """The checkpoint says something else, under a signature of this key."""
        note = read_note(self.files["checkpoint.txt"].decode())
        another = msgspec.structs.replace(note.checkpoint, **said)
        self.files["checkpoint.txt"] = sign(another, key).encode()


def line_of(entry: chain.Sealed) -> bytes:
    fields = f"{entry.appointment}\t{entry.number}\t{entry.kind}\t".encode()
    return fields + chain.stored(entry) + b"\n"


def root_over(lines: Sequence[bytes]) -> bytes:
    """The root over entries, as the ledger's own tree has it."""
    tree = Frontier()
    for line in lines:
        tree.append(leaf_hash(bytes.fromhex(line.split(b"\t", 3)[3][verify.OWN].decode())))
    return tree.root()


def with_a_flipped(content: bytes, at: int, mask: int) -> bytes:
    return content[:at] + bytes([content[at] ^ mask]) + content[at + 1 :]


def is_proven(name: str) -> bool:
    """Whether a changed byte in that file is found without the list of contents."""
    proof = name.startswith("proofs/") and name.endswith(".tsv")
    named = name in {"entries.tsv", "heads.tsv", "checkpoint.txt"}
    return proof or named or name.startswith("checkpoints/")
