"""The voting register in the book: many tables sign at once, nobody is lost and nobody twice.

A register has no clerk. Whoever asks decides on what stands, and appends; where another process was
quicker, the entries that are new are read and it is decided again.
"""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime
from threading import Lock
from typing import NamedTuple

import msgspec

from domain.acts import AppointmentId, Receipt, Result
from domain.register import (
    ClosedOff,
    Closing,
    Register,
    RegisterAct,
    RegisterEntry,
    RegisterId,
    read_register_entry,
    receipt_of,
)
from domain.signing import decide
from ledger.book import Book, Sealed
from ledger.errors import Conflict
from ledger.streams import packed, unpacked


class Waiting(NamedTuple):
    """What somebody at a table has asked, and the answer to come."""

    act: RegisterAct
    digest: str
    now: datetime
    answer: Future[Receipt]


class LaidOut:
    """One register, as the tables of a process use it. Safe to share between threads.

    Whoever's turn it is carries out what all who wait have asked, in one append. A commit takes
    longer than all else, and 300 signatures in a few minutes come in bursts.
    """

    def __init__(self, book: Book, id_: RegisterId) -> None:
        self._book = book
        self._id = id_
        self._register = Register()
        self._closing: Closing | None = None
        self._last: Sealed | None = None
        self._queue: deque[Waiting] = deque()
        self._turn = Lock()

    def ask(self, act: RegisterAct, now: datetime) -> Receipt:
        """Enter what is asked, or its refusal, and say which. Asked twice, the same receipt.

        Before the opening there is no register in which a refusal could stand: it is only
        answered. Raises StreamMisfit, and the ledger's own errors; after Unreachable the same
        act can be asked again.
        """
        mine = Waiting(act, act.digest, now, Future())
        self._queue.append(mine)
        with self._turn:
            if not mine.answer.done():
                self._answer([self._queue.popleft() for _ in range(len(self._queue))])
        return mine.answer.result()

    def standing(self) -> Register:
        """Where it stands now; without an opening where there is none. Raises as `ask` does."""
        with self._turn:
            self._catch_up()
            return self._register.copy()

    def closing(self) -> Closing | None:
        """The signatures and the digest of a register that is closed; None while it is not."""
        with self._turn:
            self._catch_up()
            return self._closing

    def _answer(self, asked: Sequence[Waiting]) -> None:
        try:
            receipts = self._carried_out(asked)
        except BaseException as error:
            # They failed together, and nobody's turn shall fail once more for each of them.
            for each in asked:
                each.answer.set_exception(error)
        else:
            for each, receipt in zip(asked, receipts, strict=True):
                each.answer.set_result(receipt)

    def _carried_out(self, asked: Sequence[Waiting]) -> list[Receipt]:
        while True:
            self._catch_up()
            after, register = self._register.number, self._register.copy()
            decided = [_entered(register, each, self._id) for each in asked]
            new = packed(entry for entry, _ in decided if entry)
            try:
                self._book.append(self._id, after=after, entries=new)
            except Conflict:
                continue  # another process was quicker: decide again on what now stands
            return [receipt for _, receipt in decided]

    def _catch_up(self) -> None:
        """What others have written, and we, is read from the book; and nothing of it twice."""
        new = self._book.read_on(self._last) if self._last else self._book.read(self._id)
        for sealed in new:
            entry = unpacked(sealed, read_register_entry)
            self._register.follow(entry)
            self._last = sealed
            if isinstance(entry.step, ClosedOff):
                self._closing = Closing(entry.step.signatures, sealed.digest)


def _entered(
    register: Register, asked: Waiting, id_: RegisterId
) -> tuple[RegisterEntry | None, Receipt]:
    """Takes it into the register. The entry that is to be written, if any, and the receipt."""
    if known := register.answers.get(asked.act.id):
        return None, _answered_before(id_, asked, known)
    entry = decide(register, asked.act, asked.now)
    receipt = receipt_of(id_, entry)
    if register.opening is None and receipt.result is Result.REFUSED:
        return None, msgspec.structs.replace(receipt, number=0)
    register.follow(entry)
    return entry, receipt


def closing_of(book: Book, id_: RegisterId) -> Closing | None:
    """The signatures and the digest of a register that is closed; None while it is not.

    The digest covers every entry up to the closing. Lodged in the appointment, it shows later that
    none was cut off; a refusal that came after the closing leaves it as it is.
    """
    return LaidOut(book, id_).closing()


def _answered_before(id_: RegisterId, asked: Waiting, known: RegisterEntry) -> Receipt:
    """An id is spent: with other content it is refused, and that is not stored."""
    if known.digest == asked.digest:
        return receipt_of(id_, known)
    return Receipt(
        AppointmentId(id_),
        known.act,
        known.number,
        Result.REFUSED,
        because=f"the act id {known.act} was used before, with other content"
        f" (entry {known.number})",
        cure="send it with a new id",
    )
