"""Any byte of any entry, changed behind our back: found every time, and named."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from random import Random
from typing import NamedTuple

import psycopg
import pytest

from ledger.book import Book
from ledger.checkpoints import compare
from ledger.importing import import_diary
from tests.conftest import told
from tests.ledger import raw

TRIALS = 2000
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
COLUMNS = ("originator_id", "topic", "state", "originator_version")
UPDATE = (
    "UPDATE entries SET originator_id = {0}, topic = {0}, state = ?, originator_version = ? "
    "WHERE originator_id = {0} AND originator_version = ?"
)


class Stored(NamedTuple):
    """A row as the store has it, in bytes."""

    stream: bytes
    topic: bytes
    state: bytes
    number: int

    @property
    def named(self) -> tuple[str, int]:
        """As `verify` names it, whatever stands in it."""
        return self.stream.decode(errors="backslashreplace"), self.number


Hand = Callable[[Stored, Stored], None]
"""Puts one row in the place of another."""


@contextmanager
def hand_in(location: str) -> Iterator[Hand]:
    """Somebody in the store who has removed the triggers, and is quick about it."""
    if raw.is_server(location):
        with psycopg.connect(
            location, autocommit=True, options="-c search_path=calends -c synchronous_commit=off"
        ) as server:
            server.execute("ALTER TABLE entries DISABLE TRIGGER ALL")
            update = UPDATE.format("convert_from(?, 'UTF8')").replace("?", "%s")
            yield lambda was, is_: _exactly_one(
                server.execute(update, (*is_, was.stream, was.number)).rowcount
            )
        return
    with closing(sqlite3.connect(location, isolation_level=None)) as file:
        triggers = file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            file.execute(f"DROP TRIGGER {name}")
        file.execute("PRAGMA synchronous = OFF")
        update = UPDATE.format("CAST(? AS TEXT)")
        yield lambda was, is_: _exactly_one(
            file.execute(update, (*is_, was.stream, was.number)).rowcount
        )


def _exactly_one(rows: int) -> None:
    assert rows == 1


def drawn(rows: list[Stored], chance: Random, *, ascii_only: bool) -> tuple[str, Stored, Stored]:
    """A row with one byte or one bit changed; every byte of the ledger is as likely as any other.

    `ascii_only`: PostgreSQL takes no text that is none, and here every text is in ASCII.
    """
    taken = {(row.stream, row.number) for row in rows}
    sizes = [len(row.stream) + len(row.topic) + len(row.state) + 8 for row in rows]
    while True:
        [row] = chance.choices(rows, weights=sizes)
        fields = [bytearray(each) for each in (*row[:3], row.number.to_bytes(8))]
        [of] = chance.choices(range(4), weights=[len(field) for field in fields])
        place = chance.randrange(len(fields[of]))
        fields[of][place] ^= 1 << chance.randrange(8) if of == 3 else chance.randrange(1, 256)
        stream, topic, state, number = map(bytes, fields)
        changed = Stored(stream, topic, state, int.from_bytes(number, signed=True))
        storable = not ascii_only or all(t.isascii() and b"\x00" not in t for t in changed[:2])
        if storable and (of < 3 or (stream, changed.number) not in taken):
            return COLUMNS[of], row, changed


def stored(book: Book) -> list[Stored]:
    rows = []
    for each in book.log():
        assert isinstance(each.state, bytes)
        assert isinstance(each.originator_version, int)
        texts = str(each.originator_id).encode(), str(each.topic).encode()
        rows.append(Stored(*texts, each.state, each.originator_version))
    return rows


@pytest.fixture
def filled(book: Book) -> Book:
    """Two procedures that were held, as far as they are known."""
    for name in ("secretary_general/2024", "judge/azerbaijan-2016"):
        import_diary(book, told(name), NOW)
    return book


def test_any_changed_byte_is_found_and_named(filled: Book, location: str, chance: Random) -> None:
    """Two thousand times: of the id, the kind or the content of any entry; any bit of its number.

    What is named is the entry as it stands then, under the id and the number that it now has. The
    chain of one appointment alone finds it too, and the root of the whole ledger is another.
    """
    rows, before, met = stored(filled), compare(filled, ()), set()
    with hand_in(location) as hand:
        for trial in range(TRIALS):
            column, row, changed = drawn(rows, chance, ascii_only=raw.is_server(location))
            hand(row, changed)
            found = compare(filled, ())
            alone = filled.verify(row.named[0]) if column == "state" else found.broken
            hand(changed, row)
            for broken in (found.broken, alone):
                named = {(each.appointment, each.number) for each in broken}
                assert changed.named in named, (trial, column, row, changed)
            assert found.root != before.root, (trial, column, row, changed)
            met.add(column)
    assert met == set(COLUMNS)
    assert compare(filled, ()) == before
    assert filled.verify() == ()
