"""An appointment audited out of the ledger."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from domain.acts import AppointmentId, Entry
from domain.replay import replay
from terminal import surroundings

if TYPE_CHECKING:
    from domain.audit.records import Audit
    from ledger.book import Book


def audited(
    book: "Book", id_: str, *, as_of: date | None = None, known_on: date | None = None
) -> "Audit | None":
    """The audit of an appointment, today or as of a day; None where it was not open by then.

    Stops where it is not in the ledger. Raises Misfit for a record that does not fit.
    """
    from domain.audit.of_an_appointment import audit as audit_of
    from domain.audit.of_an_appointment import day_of_audit

    entries: Sequence[Entry] = surroundings.entries_of(book, id_)
    days = [of for of in (as_of, known_on) if of]
    if days:
        then = replay(AppointmentId(id_), entries, as_of=as_of, known_on=known_on)
        if then is None:
            return None
        entries = then.entries
    told = audit_of(
        AppointmentId(id_),
        entries,
        on=min(days) if days else day_of_audit(entries, surroundings.today()),
        reminders_ahead=not days,
    )
    return msgspec.structs.replace(told, head=book.digest(id_, entries[-1].number))
