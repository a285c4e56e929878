"""Looking back: what was on record on a day, and what had happened by a day.

Neither gives what does not fit: whatever rests on a step that is left out is left out with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from domain.acts import AppointmentId, Entry
from domain.appointment import (
    Appointment,
    Misfit,
    as_they_read,
    driven,
    fold,
    opening_entry,
    standing_of,
)
from domain.outcomes import Corrected
from domain.reckoning import day_in_strasbourg


def replay(
    appointment: AppointmentId,
    entries: Sequence[Entry],
    *,
    as_of: date | None = None,
    known_on: date | None = None,
) -> Appointment | None:
    """Where an appointment stood by what had happened, by what was known, or by both.

    None where it had not been opened. Raises Misfit for a record that does not fit at all.
    """
    known = what_was_known(entries, known_on) if known_on else entries
    if as_of:
        return what_had_happened(appointment, known, as_of)
    return fold(appointment, known) if opening_entry(known) else None


def what_was_known(entries: Sequence[Entry], on: date) -> tuple[Entry, ...]:
    """What the record held at the end of a day in Strasbourg.

    A record is cut, never picked from: what stood at any time had been decided on all before it.
    """
    later = (n for n, e in enumerate(entries) if day_in_strasbourg(e.recorded_at) > on)
    return tuple(entries[: next(later, len(entries))])


def what_had_happened(
    appointment: AppointmentId, entries: Sequence[Entry], by: date
) -> Appointment | None:
    """Where it stood by a day, with all that is known about that day today.

    The first step after that day ends what is shown, with all steps behind it: a later step rests
    on it, whatever its day. A date or a table that was changed after that day is left out, and so
    is a refusal that was pronounced after it. A correction counts whenever it was made: it tells
    how things were.
    """
    opened = opening_entry(entries)
    if opened is None or opened.happened.latest > by:
        return None
    read = as_they_read(entries)
    opening, standing = standing_of(read)
    steps = {entry.number for entry in standing}
    late = (entry.number for entry in standing if entry.happened.latest > by)
    end = next(late, entries[-1].number + 1)
    left = [
        entry
        for entry in entries
        if (
            entry.number < end
            if entry.number in steps
            else isinstance(entry.outcome, Corrected)
            or read.get(entry.number, entry).happened.latest <= by
        )
    ]
    if len(left) == len(entries):
        return driven(appointment, entries, opening, standing)
    while True:
        try:
            then = fold(appointment, left)
        except Misfit as misfit:
            end = misfit.entry.number
            left = [entry for entry in left if entry.number not in steps or entry.number < end]
        else:
            return replace(then, entries=tuple(_without_idle_corrections(left)))


def _without_idle_corrections(entries: Sequence[Entry]) -> Iterator[Entry]:
    """A correction of what is left out would only puzzle."""
    numbers = {entry.number for entry in entries}
    for entry in entries:
        if not isinstance(entry.outcome, Corrected) or any(
            amendment.entry in numbers for amendment in entry.outcome.amendments
        ):
            yield entry
