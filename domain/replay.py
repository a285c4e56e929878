"""Looking back: what was on record on a day, and what had happened by a day.

Both give entries to be folded as usual, and never entries that do not fit: whatever rests on a
step that is left out is left out with it.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.acts import AppointmentId, Entry
from domain.appointment import Misfit, amend, fold, opening_entry
from domain.outcomes import Corrected
from domain.reckoning import day_in_strasbourg


def known_on(entries: Sequence[Entry], on: date) -> tuple[Entry, ...]:
    """What the record held at the end of a day in Strasbourg.

    A record is cut, never picked from: what stood at any time had been decided on all before it.
    """
    later = (n for n, e in enumerate(entries) if day_in_strasbourg(e.recorded_at) > on)
    return tuple(entries[: next(later, len(entries))])


def as_of(appointment: AppointmentId, entries: Sequence[Entry], on: date) -> tuple[Entry, ...]:
    """What had happened by a day, with all that is known about it today.

    The first step after that day ends what is shown, with all steps behind it: a later step rests
    on it, whatever its day. A date or a table that was changed after that day is left out. A
    correction counts whenever it was made: it tells how things were.
    """
    opened = opening_entry(entries)
    if opened is None or opened.happened.latest > on:
        return ()
    _, standing = amend(entries)
    steps = [entry.number for entry in standing]
    late = (entry.number for entry in standing if entry.happened.latest > on)
    end = next(late, entries[-1].number + 1)
    left = [
        entry
        for entry in entries
        if (entry.number < end if entry.number in steps else _stood(entry, on))
    ]
    while True:
        try:
            fold(appointment, left)
        except Misfit as misfit:
            end = misfit.entry.number
            left = [e for e in left if e.number not in steps or e.number < end]
        else:
            return tuple(_without_idle_corrections(left))


def _stood(entry: Entry, on: date) -> bool:
    """A refusal too is left out until it was pronounced."""
    return isinstance(entry.outcome, Corrected) or entry.happened.latest <= on


def _without_idle_corrections(entries: Sequence[Entry]) -> Iterator[Entry]:
    """A correction of what is left out would only puzzle."""
    numbers = {entry.number for entry in entries}
    for entry in entries:
        if not isinstance(entry.outcome, Corrected) or any(
            amendment.entry in numbers for amendment in entry.outcome.amendments
        ):
            yield entry
