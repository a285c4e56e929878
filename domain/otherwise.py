"""The same steps under another edition of the rules: what it would have said of them.

The entries are read as if they had been recorded under it: their windows are its own, and so is
what lies outside them. Where the record no longer fits its script, the rest is left out.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from domain.acts import AppointmentId, Entry
from domain.appointment import Appointment, Misfit, breaches, fold, opening_entry
from domain.outcomes import Corrected, EditionAdopted, Opened
from domain.procedure import Edition
from domain.windows import as_it_stood


class WouldRefuse(msgspec.Struct, frozen=True):
    """A step that a clause of the edition forbids."""

    entry: int
    stage: str
    clause: str
    because: str


class Stop(msgspec.Struct, frozen=True):
    """The first entry that the script of the edition has no place for, and why."""

    entry: int
    stage: str
    because: str


class Otherwise(NamedTuple):
    """An appointment as another edition has it, as far as its record fits."""

    standing: Appointment
    refused: tuple[WouldRefuse, ...]
    stop: Stop | None


def under(edition: Edition, standing: Appointment) -> Otherwise:
    """What the rules of an edition would have said of an appointment, step by step."""
    entries, stop = _as_far_as_they_fit(standing.id, tuple(_opened_under(edition, standing)))
    seen = tuple(_with_its_window(standing.id, entry, entries) for entry in entries)
    refused = tuple(_would_refuse(seen))
    return Otherwise(fold(standing.id, seen), refused, stop)


def _opened_under(edition: Edition, standing: Appointment) -> Iterator[Entry]:
    """The opening names the edition, and no other is adopted."""
    opened = opening_entry(standing.entries)
    for entry in standing.entries:
        if entry is opened and isinstance(entry.outcome, Opened):
            asked = msgspec.structs.replace(entry.outcome, edition=edition.name)
            yield msgspec.structs.replace(entry, outcome=asked)
        elif not isinstance(entry.outcome, EditionAdopted):
            yield entry


def _as_far_as_they_fit(
    appointment: AppointmentId, entries: tuple[Entry, ...]
) -> tuple[tuple[Entry, ...], Stop | None]:
    stop: Stop | None = None
    while True:
        try:
            fold(appointment, entries)
        except Misfit as misfit:
            end = misfit.entry.number
            stop = Stop(end, misfit.entry.stage, misfit.because)
            entries = tuple(entry for entry in entries if _is_before(end, entry))
        else:
            return entries, stop


def _is_before(end: int, entry: Entry) -> bool:
    """A correction counts whenever it was made, if it corrects what comes before."""
    if isinstance(entry.outcome, Corrected):
        return any(amendment.entry < end for amendment in entry.outcome.amendments)
    return entry.number < end


def _with_its_window(appointment: AppointmentId, entry: Entry, all_: Sequence[Entry]) -> Entry:
    """A step with the window that its stage had when it was recorded."""
    if not entry.stage or entry.refused:
        return entry
    known = [each for each in all_ if each.number < entry.number]
    try:
        open_ = fold(appointment, known).find(entry.stage)
    except Misfit:
        open_ = None  # only a later correction made the beginning fit
    if open_ is None or type(entry.outcome) is not open_.stage.kind:
        return msgspec.structs.replace(entry, window=None)
    window = as_it_stood(open_.stage, entry.happened, entry.outcome)
    return msgspec.structs.replace(entry, window=window)


def _would_refuse(entries: Sequence[Entry]) -> Iterator[WouldRefuse]:
    stages = {entry.number: entry.stage for entry in entries}
    for number, refused in breaches(entries).items():
        clause = refused.clause.id if refused.clause else ""
        yield WouldRefuse(number, stages[number], clause, refused.because)
