"""Room for more appointments than there are years: the same appointment on many shelves.

The tables of the law end in 2045, and an office has one election a year. A thousand clerks are had
by giving each year many shelves of one real ledger; law, agenda and answers are the real ones.
"""

from collections.abc import Sequence

from temporalio import activity

from activities.requests import RecordRequest, ReviewRequest
from domain.agenda import Agenda
from ledger.book import Book, Sealed
from ledger.record import Answer, record, review


class Shelf(Book):
    """A part of a book, in which each appointment stands once."""

    def __init__(self, book: Book, name: str) -> None:
        self._book = book
        self._name = name

    def read(self, appointment: str) -> tuple[Sealed, ...]:
        return self._book.read(f"{self._name}/{appointment}")

    def append(
        self, appointment: str, *, after: int, entries: Sequence[tuple[str, bytes]]
    ) -> tuple[Sealed, ...]:
        return self._book.append(f"{self._name}/{appointment}", after=after, entries=entries)


class OnShelves:
    """The activities, for clerks whose appointments begin with the name of a shelf."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @activity.defn(name="record")
    def record(self, request: RecordRequest) -> Answer:
        shelf, appointment = self._found(request.appointment)
        return record(shelf, appointment, request.act, request.now)

    @activity.defn(name="review")
    def review(self, request: ReviewRequest) -> Agenda:
        shelf, appointment = self._found(request.appointment)
        return review(shelf, appointment, request.now)

    def _found(self, name: str) -> tuple[Shelf, str]:
        shelf, _, appointment = name.partition("/")
        return Shelf(self._book, shelf), appointment
