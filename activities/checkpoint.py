"""The activity `checkpoint`: the ledger is signed, and what was signed is mailed.

Idempotent: a ledger to which nothing was added has its checkpoint already, and beside it stands to
whom that was mailed. Whoever could not be reached gets the one of the next night.
"""

from contextlib import suppress
from datetime import datetime
from threading import Lock

import msgspec
from temporalio import activity

from activities.faults import told
from activities.requests import CheckpointRequest
from domain.reckoning import day_in_strasbourg
from ledger.book import Book
from ledger.checkpoints import Kept, Notary
from ledger.errors import Departed, NotOurs, Tampered
from notices.checkpoint_letters import Alarm, SignedNote
from notices.directory_file import BadDirectory
from notices.office import PostOffice


class Signed(msgspec.Struct, frozen=True):
    """What came of it: of how many entries, whether anything was new, and who has it by mail."""

    entries: int = 0
    new: bool = False
    mailed: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


class Signing:
    """Bound to the book, to the notary who signs for it, and to the post office if there is one."""

    def __init__(self, book: Book, office: PostOffice | None, notary: Notary) -> None:
        self._book = book
        self._office = office
        self._notary = notary
        self._one_at_a_time = Lock()

    @activity.defn(name="checkpoint")
    def checkpoint(self, request: CheckpointRequest) -> Signed:
        """One checkpoint; none of a ledger in which nothing stands."""
        with self._one_at_a_time, told("Nothing was signed."):
            if self._notary.has_nothing_to_sign(self._book):
                return Signed()
            try:
                kept = self._notary.checkpoint(self._book, request.now, alive=activity.heartbeat)
            except (Tampered, Departed) as wrong:
                self._raise_the_alarm(wrong, request.now)
                raise
            mailed, faults = self._mail(kept, request) if self._office else ((), ())
            return Signed(kept.checkpoint.size, kept.new, mailed, faults)

    def _raise_the_alarm(self, wrong: NotOurs, now: datetime) -> None:
        """To whom checkpoints are mailed it is told at once that there is none, and why."""
        if self._office is None:
            return
        alarm = Alarm(str(wrong), day_in_strasbourg(now))
        with suppress(BadDirectory):
            to = self._office.mails_checkpoints_to()
            self._office.mail(alarm, to, now, activity.heartbeat)

    def _mail(
        self, kept: Kept, request: CheckpointRequest
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        assert self._office
        try:
            wanted = self._office.mails_checkpoints_to()
        except BadDirectory as fault:
            return (), (" ".join(str(fault).split()),)
        before = self._notary.mailed(kept)
        to = [each for each in wanted if each not in before]
        if not to:
            return (), ()
        signed = SignedNote(kept.note, kept.checkpoint.size, kept.checkpoint.at)
        became = self._office.mail(signed, to, request.now, activity.heartbeat)
        self._notary.was_mailed(kept, became.to)
        return became.to, (became.because,) if became.because else ()
