"""What staff were told of each stage, and are still to be told."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.appointment import Appointment
from domain.audit.records import Became, ReminderKept, RemindersOf
from domain.outcomes import ReminderAcknowledged, ReminderNotSent, ReminderSent
from domain.reckoning import day_in_strasbourg
from domain.reminders import first_of_each_level, letters, planned, unsent
from domain.timetable import Expected


def reminders_of(
    standing: Appointment, expected: Sequence[Expected], on: date
) -> tuple[RemindersOf, ...]:
    """By stage, in the order in which each was first spoken of; then those still to come."""
    found: dict[str, list[ReminderKept]] = {}
    for stage, kept in (*_recorded(standing), *_to_come(standing, expected, on)):
        found.setdefault(stage, []).append(kept)
    return tuple(RemindersOf(stage, tuple(kept)) for stage, kept in found.items())


def _recorded(standing: Appointment) -> Iterator[tuple[str, ReminderKept]]:
    for entry in standing.entries:
        at, number = day_in_strasbourg(entry.recorded_at), entry.number
        match entry.outcome:
            case ReminderSent(key=key, of=stage, due=due, to=to, perhaps_twice=twice):
                yield stage, ReminderKept(Became.SENT, at, due, number, key, to, perhaps=twice)
            case ReminderNotSent(key=key, of=stage, due=due, because=because, perhaps_sent=perhaps):
                yield (
                    stage,
                    ReminderKept(
                        Became.NOT_SENT, at, due, number, key, because=because, perhaps=perhaps
                    ),
                )
            case ReminderAcknowledged(of=stage, due=due, by=by):
                yield stage, ReminderKept(Became.ACKNOWLEDGED, at, due, number, to=(by,))


def _to_come(
    standing: Appointment, expected: Sequence[Expected], on: date
) -> Iterator[tuple[str, ReminderKept]]:
    foreseen = unsent(standing, planned(standing, expected)) if expected else ()
    for each in first_of_each_level(letter for letter, _ in letters(foreseen)):
        at = day_in_strasbourg(each.at)
        if at >= on:
            yield (
                each.stage,
                ReminderKept(
                    Became.PLANNED, at, each.due, key=each.key, tone=each.tone, level=each.level
                ),
            )
