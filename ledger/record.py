"""Record: fold, decide and append, in one place, for the clerk's activity and for imports alike.

Everything that can fail happens before the append: the act is decided, its entry folded, the agenda
drawn up. Nothing stands between the append and the answer, and a lost answer is no loss: the same
act gets the same receipt.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from domain.acts import Act, AppointmentId, BadAct, Entry, Receipt, Result, read_act, read_entry
from domain.agenda import Agenda, agenda
from domain.appointment import fold, opening_entry
from domain.decisions import decide
from ledger import streams
from ledger.book import Book
from ledger.errors import Conflict, Tampered


class Answer(msgspec.Struct, frozen=True):
    """What an act is answered with: the person's receipt, the clerk's agenda."""

    receipt: Receipt
    agenda: Agenda


def record(
    book: Book,
    appointment: str,
    act: bytes | msgspec.Raw,
    now: datetime,
    *,
    reminding: bool = False,
) -> Answer:
    """Carry out one act at an instant of the clerk's clock, and write it down.

    `reminding`: the agenda rings for reminders too, because somebody sends them.

    A malformed act is answered and not stored. Raises Misfit for a record that does not fit its
    script, and the ledger's own errors; of these only Unreachable may pass by itself.
    """
    id_ = AppointmentId(appointment)
    try:
        return _record(book, id_, read_act(bytes(act)), now, reminding)
    except BadAct as bad:
        receipt = Receipt(id_, "", 0, Result.MALFORMED, because=str(bad))
        return Answer(receipt, _agenda(id_, read(book, id_), now, reminding))


def _record(book: Book, id_: AppointmentId, asked: Act, now: datetime, reminding: bool) -> Answer:
    while True:
        entries = read(book, id_)
        if known := _of_act(entries, asked.id):
            return Answer(_receipt(id_, asked, known), _agenda(id_, entries, now, reminding))
        entry, after = decide(id_, entries, asked, now)
        then = agenda(after, id_, entry.number, now, reminding=reminding)
        answer = Answer(Receipt.of(id_, entry), then)
        try:
            append(book, id_, len(entries), (entry,))
        except Conflict:
            continue  # somebody else was quicker: decide again on what now stands
        return answer


def review(book: Book, appointment: str, now: datetime, *, reminding: bool = False) -> Agenda:
    """The agenda of an appointment at an instant, from the ledger alone."""
    id_ = AppointmentId(appointment)
    return _agenda(id_, read(book, id_), now, reminding)


def stands(book: Book, receipt: Receipt) -> bool:
    """Whether the ledger holds the entry that a receipt names; the number 0 names none.

    An engine remembers more than a ledger that was put back from an older copy.
    """
    if not receipt.number:
        return True
    entries = read(book, receipt.appointment)
    if not 0 < receipt.number <= len(entries):
        return False
    entry = entries[receipt.number - 1]
    return entry.act == receipt.act and receipt.digest in ("", entry.digest)


def try_out(book: Book, appointment: str, act: Act, now: datetime) -> tuple[Entry, Answer]:
    """What an act would become, without writing it: for a dry run."""
    id_ = AppointmentId(appointment)
    entries = read(book, id_)
    entry, after = decide(id_, entries, act, now)
    return entry, Answer(Receipt.of(id_, entry), agenda(after, id_, entry.number, now))


def read(book: Book, appointment: AppointmentId) -> tuple[Entry, ...]:
    """The entries of an appointment, in order; none where it was never opened.

    Raises Tampered for one that is sealed in another place than it was written for.
    """
    entries = streams.read(book, appointment, read_entry)
    for place, entry in enumerate(entries, start=1):
        if entry.number != place:
            because = f"it says of itself that it is entry {entry.number}"
            raise Tampered(appointment, place, because)
    return entries


def append(book: Book, appointment: AppointmentId, after: int, entries: Sequence[Entry]) -> None:
    """Write entries down. Raises Conflict."""
    book.append(appointment, after=after, entries=streams.packed(entries))


def _agenda(
    appointment: AppointmentId, entries: tuple[Entry, ...], now: datetime, reminding: bool
) -> Agenda:
    standing = fold(appointment, entries) if opening_entry(entries) else None
    return agenda(standing, appointment, len(entries), now, reminding=reminding)


def _of_act(entries: Sequence[Entry], act: str) -> Entry | None:
    return next((entry for entry in entries if entry.act == act), None)


def _receipt(appointment: AppointmentId, act: Act, entry: Entry) -> Receipt:
    """Asked twice, the same receipt. An id is spent: with other content it is refused."""
    if entry.digest == act.digest:
        return Receipt.of(appointment, entry)
    return Receipt(
        appointment,
        act.id,
        entry.number,
        Result.REFUSED,
        because=f"the act id {act.id} was used before, with other content (entry {entry.number})",
        cure="send it with a new id",
    )
