"""The register of terms, from the whole ledger; and the stream of the terms that were imported.

Like a voting register the stream has no clerk: whoever imports decides on what stands, and appends.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.acts import AppointmentId, identity_of
from domain.appointment import Misfit, fold, opening_entry
from domain.imported_terms import (
    Row,
    TermEntry,
    as_they_stand,
    corrected,
    imported,
    read_term_entry,
)
from domain.mandates import told_by
from domain.merging import merge
from domain.terms import RegisterOfTerms, Term, Told
from ledger import streams
from ledger.book import TERMS, Book
from ledger.errors import NotOurs
from ledger.record import read as read_appointment


class Known(NamedTuple):
    """The register, and the appointments that are left out of it because they cannot be read."""

    register: RegisterOfTerms
    left_out: dict[AppointmentId, Exception]


def register_of_terms(book: Book, office: str = "") -> Known:
    """Who holds which office, by all that the ledger says; of one office where it is named.

    Raises StreamMisfit, and the ledger's own errors for the stream of the import.
    """
    told, left_out = _told(book, office)
    rows = as_they_stand(read(book)).values()
    return Known(merge(told, [row for row in rows if office in ("", row.office)]), left_out)


def import_terms(
    book: Book, rows: Sequence[Row], now: datetime, staff: str = ""
) -> tuple[TermEntry, ...]:
    """One atomic append of every row that does not stand yet; gives the new entries.

    Raises BadRow at the first that cannot be entered, and then none is.
    """
    told, _ = _told(book)
    return _written(book, lambda entries: imported(entries, rows, told, now=now, staff=staff))


def correct_term(
    book: Book, number: int, term: Term | None, *, reason: str, now: datetime, staff: str = ""
) -> TermEntry | None:
    """Write down how a row that stands should read; None where it reads so already.

    Raises ValueError where what is known would then contradict itself.
    """
    told, _ = _told(book)

    def decide(entries: Sequence[TermEntry]) -> tuple[TermEntry, ...]:
        entry = corrected(entries, number, term, told, reason=reason, now=now, staff=staff)
        return (entry,) if entry else ()

    return next(iter(_written(book, decide)), None)


def read(book: Book) -> tuple[TermEntry, ...]:
    """The entries of the stream, in order; none where nothing was imported."""
    return streams.read(book, TERMS, read_term_entry)


def _written(
    book: Book, decide: Callable[[Sequence[TermEntry]], tuple[TermEntry, ...]]
) -> tuple[TermEntry, ...]:
    return streams.write(book, TERMS, read_term_entry, decide)


def _told(book: Book, office: str = "") -> tuple[list[Told], dict[AppointmentId, Exception]]:
    """What the appointments say. One whose record is broken does not silence the others."""
    told: list[Told] = []
    left_out: dict[AppointmentId, Exception] = {}
    for appointment in map(AppointmentId, book.appointments()):
        if office and identity_of(appointment).office != office:
            continue
        try:
            entries = read_appointment(book, appointment)
            if opening_entry(entries):
                told.append(told_by(fold(appointment, entries)))
        except (Misfit, NotOurs) as broken:
            left_out[appointment] = broken
    return told, left_out
