"""Where a command stands: the settings, the clock, the ledger. Only here is a clock read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import settings
from domain.acts import AppointmentId, Entry, identity_of
from domain.appointment import Appointment, Misfit, fold, opening_entry
from domain.reckoning import day_in_strasbourg
from ledger.errors import Missing, NotOurs
from terminal import screen
from terminal.faults import Code, Stop, told
from terminal.words import bad, seat_of, text

if TYPE_CHECKING:
    from ledger.book import Book
    from vault.keys import Vault


def now() -> datetime:
    """This instant."""
    return datetime.now(UTC)  # noqa: TID251  the edge: every room below is given the time


def today() -> date:
    """The day that it is in Strasbourg."""
    return day_in_strasbourg(now())


def staff(typed: str, does: str) -> str:
    """The id of whoever does what is written down with it. Stops where nobody is named."""
    named = text(typed or settings.read().staff)
    if not named:
        raise bad(f"say who {does}: --staff STAFF, or set CALENDS_STAFF")
    return named


@contextmanager
def ledger() -> Iterator["Book"]:
    """The ledger for reading. A default one that was never made is read as an empty one.

    Raises Missing for one that was named and is not there.
    """
    from ledger.book import Book

    asked = settings.read()
    try:
        book = Book.open(asked.ledger, create=False)
    except Missing:
        if not asked.ledger_is_default:
            raise
        book = Book.open(":memory:")
    with book:
        yield book


def vault_of(book: "Book", now: datetime) -> "Vault":
    """The ledger's own vault. A key that a copy had brought back is removed again: that is said.

    Raises NoneYet, Missing, Another where it is not there.
    """
    from safekeeping import of_the_ledger

    return of_the_ledger(book, settings.read().vault, now=now, say=screen.complain)


def entries_of(book: "Book", appointment: str) -> tuple[Entry, ...]:
    """The entries of an appointment. Stops where it is not in the ledger."""
    identity = identity_of(appointment)
    seat_of(identity.seat)
    entries = read(book, appointment)
    if not entries:
        raise Stop(
            Code.NOT_FOUND,
            f"{appointment} is not in the ledger: `calends list` lists what is, and "
            f"`calends open {identity.seat} {identity.year}` opens it",
        )
    return entries


def read(book: "Book", appointment: str) -> tuple[Entry, ...]:
    """The entries of an appointment, none where it was never opened."""
    from ledger.record import read as read_entries

    return read_entries(book, AppointmentId(appointment))


def standing(appointment: str, entries: tuple[Entry, ...]) -> Appointment | None:
    """Where an appointment stands; None where it was asked for and not opened. Raises Misfit."""
    if opening_entry(entries) is None:
        return None
    return fold(AppointmentId(appointment), entries)


def open_appointments(book: "Book") -> tuple[Appointment, ...]:
    """Every appointment that needs a clerk. One whose record is broken has none, and that is said.

    The others must not wait for it.
    """
    found, broken = open_and_broken(book)
    for sentence in broken.values():
        screen.complain(sentence)
    return found


def open_and_broken(book: "Book") -> tuple[tuple[Appointment, ...], dict[str, str]]:
    """Every appointment that needs a clerk, and for each whose record is broken a sentence."""
    found, without = [], {}
    for appointment in book.appointments():
        try:
            stands = standing(appointment, read(book, appointment))
        except (Misfit, NotOurs) as broken:
            without[appointment] = f"{appointment} has no clerk: {told(broken)[1]}"
            continue
        if stands and not stands.mandate:
            found.append(stands)
    return tuple(found), without
