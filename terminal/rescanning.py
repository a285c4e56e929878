"""The search after an erasure: everything of ours that could still say what was erased.

Of every place it is told only that something stands there, never what.
"""

import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from email import message_from_binary_file
from email.policy import default
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, cast

import settings
from ledger.exports import LIST, Export, noted
from vault.errors import VaultError
from vault.traces import Look
from workflows.failures import EngineError

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.chain import Row

DEEPEST = 4  # archives within archives
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
ROWS_AT_ONCE = 500
AS_IT_LIES = "its bytes were searched as they lie"
BUT_ITS_STREAMS = "its bytes, and those of its streams that can be unpacked, were searched"


class Unreadable(Exception):
    """The words of a PDF cannot be read; all else of it that can be searched was."""


# Whatever archives that are cut short, sealed with a password or written by others are told as.
UNPACKABLE = (
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
)


class Found(NamedTuple):
    """Where something was found, what could not be searched, and what was, in words."""

    plain: tuple[str, ...]
    keys: tuple[str, ...]
    not_searched: tuple[str, ...]
    searched: tuple[str, ...]


class Search:
    """A search for the traces of papers and of their keys, and what came of it so far."""

    def __init__(self, papers: Look, keys: Look) -> None:
        self._papers = papers
        self._keys = keys
        self._plain: dict[str, None] = {}
        self._copies: dict[str, None] = {}
        self._not_searched: dict[str, None] = {}
        self._searched: list[str] = []

    @property
    def found(self) -> Found:
        """Each place once, in the order in which it was searched."""
        return Found(
            tuple(self._plain),
            tuple(self._copies),
            tuple(self._not_searched),
            tuple(self._searched),
        )

    def was_not_possible(self, place: str, because: object) -> None:
        """A place that could not be searched."""
        self._not_searched[f"{place}: {because}"] = None

    def ledger(self, book: "Book") -> None:
        """Every entry of every stream."""
        rows = ((_place(row), cast(bytes, row.state)) for row in book.log())
        number = 0
        while batch := tuple(islice(rows, ROWS_AT_ONCE)):
            self._in_batch(batch)
            number += len(batch)
        self._searched.append(f"{number} entries of the ledger")

    def temporal(self, appointments: Sequence[str]) -> None:
        """What Temporal remembers of some appointments, if the engine can be reached."""
        from temporalio.service import RPCError

        import engine

        async def searching() -> int:
            client = await engine.connect(settings.read())
            from workflows.searching import payloads

            number = 0
            for appointment in appointments:
                async for where, text in payloads(client, appointment):
                    self._in_bytes(f"Temporal's history of {appointment}, {where}", text)
                    number += 1
            return number

        try:
            number = engine.run_briefly(searching())
        except (EngineError, RPCError, VaultError) as away:
            self.was_not_possible("Temporal's histories", away)
        else:
            self._searched.append(f"{number} payloads of Temporal's")

    def home(self, home: Path, apart: Iterable[Path]) -> None:
        """Every file in the home but those that are searched otherwise: letters, logs, copies."""
        left_out = set(apart)
        files = [each for each in _files(home) if each not in left_out]
        for each in files:
            self.file(each)
        self._searched.append(f"{len(files)} files in {home}")

    def copies(self, home: Path) -> None:
        """Bundles, reports, backups and copies of keys, wherever they were put."""
        found = noted(home)
        for each in found.copies:
            self._copy(each)
        for line in found.unreadable:
            because = "it cannot be read: whoever made a copy then may know where it was put"
            self.was_not_possible(f"line {line} of {home / LIST}", because)
        self._searched.append(f"{len(found.copies)} copies that were noted")

    def file(self, path: Path) -> None:
        """A file, and what is packed into it."""
        try:
            with path.open("rb") as file:
                self._in_file(str(path), file, DEEPEST)
        except OSError as error:
            self.was_not_possible(str(path), error.strerror or error)

    def _copy(self, of: Export) -> None:
        if not of.place.exists():
            self.was_not_possible(str(of.place), f"the {of.what} of {of.at:%Y-%m-%d} is not there")
        for each in _files(of.place):
            self.file(each)

    def _in_batch(self, batch: Sequence[tuple[str, bytes]]) -> None:
        """All at once first: as a rule there is nothing, and each row costs its own time."""
        together = b"\n".join(text for _, text in batch)
        if self._papers.in_bytes(together) or self._keys.in_bytes(together):
            for place, text in batch:
                self._in_bytes(place, text)

    def _in_bytes(self, place: str, text: bytes) -> None:
        self._note(place, lambda look: look.in_bytes(text))

    def _in_file(self, place: str, file: IO[bytes], deeper: int) -> None:
        def looked(look: Look) -> bool:
            file.seek(0)
            return look.in_file(file)

        self._note(place, looked)
        try:
            for name, part in _inside(place, file):
                if not deeper:
                    self.was_not_possible(place, f"it lies too deep in archives; {AS_IT_LIES}")
                    return
                self._in_file(f"{place}: {name}", part, deeper - 1)
        except Unreadable as error:
            self.was_not_possible(place, f"its words {error}; {BUT_ITS_STREAMS}")
        except UNPACKABLE as error:
            self.was_not_possible(
                place, f"it cannot be unpacked to its end ({error}); {AS_IT_LIES}"
            )

    def _note(self, place: str, looked: Callable[[Look], bool]) -> None:
        if looked(self._papers):
            self._plain[place] = None
        if looked(self._keys):
            self._copies[place] = None


def _place(row: "Row") -> str:
    return f"entry {row.originator_version} of {row.originator_id} in the ledger"


def _files(place: Path) -> list[Path]:
    """The file itself, or every file under a folder; links are not followed."""
    found = [place] if place.is_file() else sorted(place.rglob("*"))
    return [each for each in found if each.is_file() and not each.is_symlink()]


def _inside(place: str, file: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    """What is packed into a file: members of archives, parts of a letter, streams of a PDF."""
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        yield from _of_zip(file)
    elif head.startswith(b"\x1f\x8b"):
        with gzip.open(file) as unpacked:
            yield "unpacked", cast(IO[bytes], unpacked)
    elif head == b"%PDF":
        yield from _of_pdf(file.read())
    elif place.endswith(".eml"):
        yield from _of_letter(file)
    elif place.endswith((".tar", ": unpacked")) and tarfile.is_tarfile(file):
        file.seek(0)
        yield from _of_tar(file)


def _of_zip(file: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                with archive.open(member) as part:
                    yield member.filename, part


def _of_tar(file: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(fileobj=file, mode="r:") as archive:
        for member in archive:
            part = archive.extractfile(member)
            if part is not None:
                yield member.name, part


def _of_letter(file: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    for number, part in enumerate(message_from_binary_file(file, policy=default).walk(), start=1):
        text = part.get_payload(decode=True)
        if isinstance(text, bytes):
            yield f"part {number}", io.BytesIO(text)


def _of_pdf(raw: bytes) -> Iterator[tuple[str, IO[bytes]]]:
    """Its streams unpacked, and its words where a library is there that reads them."""
    for number, packed in enumerate(STREAM.findall(raw), start=1):
        try:
            yield f"stream {number}", io.BytesIO(zlib.decompress(packed))
        except zlib.error:
            continue  # packed otherwise: fonts and pictures
    yield "words", io.BytesIO(_words_of_pdf(raw))


def _words_of_pdf(raw: bytes) -> bytes:
    try:
        from pypdf import PdfReader
    except ImportError:
        raise Unreadable("are read only where the library pypdf is installed") from None
    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages).encode()
    except Exception as error:  # a parser of foreign files fails in every way there is
        raise Unreadable(f"cannot be read ({error})") from error
