"""The activity `review`: where an appointment stands, and what comes next."""

from temporalio import activity

from activities.faults import told
from activities.reminding import remind
from activities.requests import ReviewRequest
from domain.agenda import Agenda
from ledger.book import Book
from ledger.record import review
from notices.office import PostOffice


class Reviewing:
    """Bound to the book that it reads, and to the post office, where there is one."""

    def __init__(self, book: Book, office: PostOffice | None = None) -> None:
        self._book = book
        self._office = office

    @activity.defn(name="review")
    def review(self, request: ReviewRequest) -> Agenda:
        """The agenda at the clerk's instant; when the alarm has rung, staff are reminded first."""
        if request.rung and self._office is not None:
            with told("Letters that were sent before are on record."):
                remind(
                    self._book,
                    self._office,
                    request.appointment,
                    request.now,
                    again=activity.info().attempt > 1,
                    alive=activity.heartbeat,
                )
        with told("A review writes nothing."):
            return review(
                self._book,
                request.appointment,
                request.now,
                reminding=self._office is not None,
            )
