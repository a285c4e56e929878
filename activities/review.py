"""The activity `review`: where an appointment stands, and what comes next."""

from temporalio import activity

from activities.faults import told
from activities.requests import ReviewRequest
from domain.agenda import Agenda
from ledger.book import Book
from ledger.record import review


class Reviewing:
    """Bound to the book that it reads."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @activity.defn(name="review")
    def review(self, request: ReviewRequest) -> Agenda:
        """The agenda at the clerk's instant. It reads only."""
        with told("A review writes nothing."):
            return review(self._book, request.appointment, request.now)
