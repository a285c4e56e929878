"""A bundle of a hundred thousand entries verified, beside reading its bytes and hashing them once.

Both sides read the same file of the same bundle, block by block. The plain side digests each entry
and knows nothing more; ours follows two thousand chains, reckons the tree, compares what is listed
and checks the signature, with the program that an outsider is given.
"""

import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from typing import IO, Final, NamedTuple

from benchmarks.measuring import Result, in_turn
from benchmarks.streams import YEARS, past_election
from ledger import bundle
from ledger.book import Book
from ledger.checkpoints import Notary
from ledger.importing import import_diary
from ledger.outsider import verify

ENTRIES: Final = 100_000
FEWER: Final = 10_000
LENGTH: Final = 50
TOGETHER: Final = 5
TIMES: Final = 15
TARGET: Final = 3.0


class Grown(NamedTuple):
    """What verifying takes of memory at its highest, in megabytes, as bundles grow."""

    entries: tuple[int, int]
    streams: tuple[int, int]
    peaks: tuple[float, float]

    def line(self) -> str:
        """In one sentence."""
        (few, many), (first, second) = self.entries, self.peaks
        return (
            f"verifying {few} entries of {self.streams[0]} appointments: {first:.1f} MB at its "
            f"highest; {many} of {self.streams[1]}: {second:.1f} MB"
        )


def measure() -> tuple[list[Result], Grown]:
    """In the zip as it is handed out, and unpacked."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="calends-")))
        small = _exported(folder / "small", FEWER)
        large = _exported(folder / "large", ENTRIES)
        unpacked = folder / "unpacked"
        with zipfile.ZipFile(large) as packed:
            packed.extractall(unpacked)
        results = [_beside(large, "zip", TARGET), _beside(unpacked, "folder, unpacked", None)]
        grown = Grown(
            (FEWER, ENTRIES),
            (FEWER // LENGTH, ENTRIES // LENGTH),
            (_peak(small), _peak(large)),
        )
    return results, grown


def _exported(folder: Path, entries: int) -> Path:
    """A bundle of a whole ledger, whose appointments go on side by side."""
    folder.mkdir()
    notary, now = Notary(folder, "calends.example.org/benchmark"), datetime.now(UTC)
    to = folder / "bundle.zip"
    with Book.open(":memory:") as book:
        real = cycle(_real_entries())
        after = 0
        for _ in range(LENGTH // TOGETHER):
            some = list(islice(real, TOGETHER))
            for number in range(entries // LENGTH):
                book.append(f"secretary-general/{number}", after=after, entries=some)
            after += TOGETHER
        bundle.write(book, to, notary, notary.checkpoint(book, now), lambda _: {})
    return to


def _real_entries() -> Iterator[tuple[str, bytes]]:
    with Book.open(":memory:") as book:
        for year in YEARS:
            import_diary(book, past_election(year), datetime.now(UTC))
            for sealed in book.read(f"secretary-general/{year}"):
                yield sealed.kind, sealed.body


def _beside(place: Path, what: str, target: float | None) -> Result:
    asked = verify.Asked(place, None, {}, None)

    def ours(_: int) -> None:
        report = verify.verify(asked)[0]
        if not report.sound:
            raise RuntimeError("\n".join(report.lines()))

    def plain(_: int) -> None:
        with ExitStack() as stack:
            _hash_each(stack.enter_context(_opened(place, stack)).read)

    return Result(
        f"verify {ENTRIES} entries offline ({what})",
        "reading the same bytes there, one SHA-256 of each entry",
        tuple(in_turn(TIMES, ours, plain)),
        target,
    )


def _opened(place: Path, stack: ExitStack) -> IO[bytes]:
    if place.is_dir():
        return (place / verify.ENTRIES).open("rb")
    return stack.enter_context(zipfile.ZipFile(place)).open(verify.ENTRIES)


def _hash_each(read: Callable[[int], bytes]) -> None:
    rest = b""
    while block := read(verify.BLOCK):
        lines = (rest + block).split(b"\n")
        rest = lines.pop()
        for line in lines:
            sha256(line).digest()


def _peak(place: Path) -> float:
    tracemalloc.start()
    try:
        verify.verify(verify.Asked(place, None, {}, None))
        return tracemalloc.get_traced_memory()[1] / 1024**2
    finally:
        tracemalloc.stop()
