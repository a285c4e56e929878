"""The activity `record`: one act into the ledger."""

from temporalio import activity

from activities.faults import told
from activities.requests import RecordRequest
from ledger.book import Book
from ledger.record import Answer, record


class Recording:
    """Bound to the book that it writes in. `reminding`: somebody sends reminders."""

    def __init__(self, book: Book, *, reminding: bool = False) -> None:
        self._book = book
        self._reminding = reminding

    @activity.defn(name="record")
    def record(self, request: RecordRequest) -> Answer:
        """The receipt and the agenda.

        Nothing that can fail stands between the ledger's append and the answer, so that a fault
        which arrives here always came before anything was written.
        """
        with told("Nothing was written."):
            return record(
                self._book,
                request.appointment,
                request.act,
                request.now,
                reminding=self._reminding,
            )
