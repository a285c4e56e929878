"""The ledger, beside SQLite by hand: adding one entry, and opening an appointment of many."""

import json
import sqlite3
import tempfile
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from benchmarks.measuring import Result, in_turn
from benchmarks.streams import acts_of
from domain.acts import AppointmentId, read_entry
from domain.appointment import fold
from ledger.book import Book, Sealed
from ledger.record import read, record, review

YEAR: Final = 2024
APPOINTMENT: Final = AppointmentId(f"secretary-general/{YEAR}")
LENGTH: Final = 500
APPENDS: Final = 1000
READS: Final = 150
APPEND_TARGET: Final = 2.5
OPEN_TARGET: Final = 2.0


def measure() -> list[Result]:
    """Both sides on files of their own in one folder, with the same pragmas."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="calends-")))
        book = stack.enter_context(Book.open(str(folder / "ledger.sqlite")))
        raw = stack.enter_context(closing(_plain_table(folder / "plain.sqlite")))
        now = datetime.now(UTC)
        for _, act in islice(acts_of(YEAR), LENGTH):
            record(book, APPOINTMENT, act, now)
        entries = book.read(APPOINTMENT)
        return [_appends(book, raw, entries), *_openings(book, raw, entries, now)]


def _plain_table(path: Path) -> sqlite3.Connection:
    """As durable as the ledger: written ahead, and on the disk at each commit."""
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("PRAGMA fullfsync = ON")
    raw.execute(
        "CREATE TABLE plain (appointment TEXT, number INTEGER, kind TEXT, body BLOB,"
        " PRIMARY KEY (appointment, number))"
    )
    return raw


def _appends(book: Book, raw: sqlite3.Connection, entries: tuple[Sealed, ...]) -> Result:
    """One entry each time, in streams of fifty."""

    def place(number: int) -> tuple[str, int, str, bytes]:
        entry = entries[number % LENGTH]
        stream, after = divmod(number + 50, 50)
        return f"stream/{stream}", after, entry.kind, entry.body

    def ours(number: int) -> None:
        stream, after, kind, body = place(number)
        if number < 0:
            stream, after = f"warm-up/{number}", 0
        book.append(stream, after=after, entries=[(kind, body)])

    def plain(number: int) -> None:
        stream, after, kind, body = place(number)
        raw.execute("INSERT INTO plain VALUES (?, ?, ?, ?)", (stream, after + 1, kind, body))

    return Result(
        "ledger: append one entry",
        "INSERT of the same bytes, as durable",
        tuple(in_turn(APPENDS, ours, plain)),
        APPEND_TARGET,
    )


def _openings(
    book: Book, raw: sqlite3.Connection, entries: tuple[Sealed, ...], now: datetime
) -> list[Result]:
    raw.executemany(
        "INSERT INTO plain VALUES (?, ?, ?, ?)",
        [(APPOINTMENT, entry.number, entry.kind, entry.body) for entry in entries],
    )

    def plain(_: int) -> None:
        rows = raw.execute(
            "SELECT body FROM plain WHERE appointment = ? ORDER BY number", (APPOINTMENT,)
        )
        if len([json.loads(body) for (body,) in rows]) != LENGTH:
            raise RuntimeError("rows are missing")

    def opened(_: int) -> None:
        for sealed in book.read(APPOINTMENT):
            read_entry(sealed.body)

    def folded(_: int) -> None:
        fold(APPOINTMENT, read(book, APPOINTMENT))

    def reviewed(_: int) -> None:
        review(book, APPOINTMENT, now)

    beside = f"SELECT and json.loads of {LENGTH} rows"
    return [
        Result(
            f"open {LENGTH} entries: read, chain checked, decoded into records",
            beside,
            tuple(in_turn(READS, opened, plain)),
            OPEN_TARGET,
        ),
        Result("the same, and folded", beside, tuple(in_turn(READS // 2, folded, plain))),
        Result("the same, and the agenda", beside, tuple(in_turn(READS // 2, reviewed, plain))),
    ]
