"""Looking back at past appointments, beside SELECT and json.loads of the same rows."""

import json
import sqlite3
import tempfile
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from benchmarks.courses import LENGTH, Course, courses
from benchmarks.measuring import Result, in_turn
from domain.acts import AppointmentId
from domain.agenda import agenda
from domain.appointment import Appointment
from domain.replay import replay
from ledger.book import Book
from ledger.record import append, read

APPOINTMENTS: Final = 2000
TARGET: Final = 3.0
NOW: Final = datetime(2031, 1, 1, tzinfo=UTC)
BODIES: Final = "SELECT state FROM entries WHERE originator_id = ? ORDER BY originator_version"


def measure() -> list[Result]:
    """Both sides read the same rows of the same file, by one connection each."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="calends-")))
        file = folder / "ledger.sqlite"
        book = stack.enter_context(Book.open(str(file)))
        shelved = _shelved(book)
        raw = stack.enter_context(closing(sqlite3.connect(file)))
        return _replays(book, raw, shelved)


def _shelved(book: Book) -> list[tuple[str, Course]]:
    """Two thousand appointments; each course stands on as many shelves as it takes."""
    known = tuple(courses())
    shelved = []
    for number, course in enumerate(islice(cycle(known), APPOINTMENTS)):
        id_ = f"{number // len(known)}/{course.appointment}"
        append(book, AppointmentId(id_), 0, course.entries)
        shelved.append((id_, course))
    return shelved


def _replays(
    book: Book, raw: sqlite3.Connection, shelved: list[tuple[str, Course]]
) -> list[Result]:
    def plain(number: int) -> None:
        id_, _ = shelved[number]
        if len([json.loads(state) for (state,) in raw.execute(BODIES, (id_,))]) != LENGTH:
            raise RuntimeError("rows are missing")

    def as_of(number: int, *, half_way: bool = False) -> Appointment:
        """By the last of all its days, or by the one half-way from the first."""
        id_, course = shelved[number]
        days = [entry.happened.latest for entry in course.entries]
        on = days[0] + (max(days) - days[0]) / 2 if half_way else max(days)
        then = replay(course.appointment, read(book, AppointmentId(id_)), as_of=on)
        if then is None or (then.version < LENGTH) is not half_way:
            raise RuntimeError(f"{id_} is not what it was on {on}")
        return then

    def at_the_end(number: int) -> None:
        as_of(number)

    def half_way(number: int) -> None:
        as_of(number, half_way=True)

    def with_its_agenda(number: int) -> None:
        then = as_of(number)
        agenda(then, then.id, then.version, NOW)

    beside = f"SELECT and json.loads of {LENGTH} rows"
    what = f"replay one of {APPOINTMENTS} appointments of {LENGTH} entries as of"
    return [
        Result(
            f"{what} its last day", beside, tuple(in_turn(APPOINTMENTS, at_the_end, plain)), TARGET
        ),
        Result(f"{what} a day half-way", beside, tuple(in_turn(APPOINTMENTS, half_way, plain))),
        Result(
            f"{what} its last day, and the agenda",
            beside,
            tuple(in_turn(400, with_its_agenda, plain)),
        ),
    ]
