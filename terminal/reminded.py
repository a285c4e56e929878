"""What `reminders` answers: who was told of what, and who is told next.

What was sent is in the ledger. What is due and what is planned follows from it, from the script and
from the clock, and is stored nowhere. The names of fields are promises to scripts.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

import msgspec

from domain.acts import Entry
from domain.appointment import Appointment
from domain.outcomes import ReminderAcknowledged, ReminderNotSent, ReminderSent
from domain.reckoning import day_in_strasbourg
from domain.reminders import (
    Level,
    Reminder,
    Tone,
    letters,
    planned,
    to_be_sent,
    told_of,
    unsent,
)
from domain.stages import Body
from domain.timetable import ahead
from notices.directory import Directory, recipients


class Sent(msgspec.Struct, frozen=True):
    """A reminder that went out. `to`: ids. `folded`: the keys of older ones that it stands for."""

    at: datetime
    stage: str
    due: date
    to: tuple[str, ...]
    key: str
    folded: tuple[str, ...]
    perhaps_twice: bool


class NotSent(msgspec.Struct, frozen=True):
    """One that could not be sent, to somebody at least. `waits`: it is tried again.

    `perhaps_sent`: a server may have taken the letter without saying so.
    """

    since: datetime
    stage: str
    due: date
    because: str
    key: str
    waits: bool
    perhaps_sent: bool


class Noted(msgspec.Struct, frozen=True):
    """Somebody has taken note of a due day."""

    at: datetime
    stage: str
    due: date
    by: str


class Coming(msgspec.Struct, frozen=True):
    """A reminder that is due, or planned. `to` is empty where there is no directory.

    `was_due`: where a day was moved, the one that was told before.
    """

    at: datetime
    stage: str
    body: Body
    due: date
    tone: Tone
    level: Level
    to: tuple[str, ...]
    key: str
    folded: tuple[str, ...] = ()
    was_due: str = ""


class Reminders(msgspec.Struct, frozen=True):
    """All that there is to say of the reminders of an appointment at an instant."""

    id: str
    sent: tuple[Sent, ...]
    not_sent: tuple[NotSent, ...]
    acknowledged: tuple[Noted, ...]
    due: tuple[Coming, ...]
    planned: tuple[Coming, ...]


def reminders_of(standing: Appointment, directory: Directory | None, now: datetime) -> Reminders:
    """What was sent, what could not be, what is due and what is planned. Uses the script up."""
    foreseen = planned(standing, ahead(standing))
    told = told_of(standing)
    due = to_be_sent(standing, foreseen, now)
    later = letters(each for each in unsent(standing, foreseen) if each.at > now)
    waiting = {key for each, folded in (*due, *later) for key in (each.key, *folded)}
    return Reminders(
        standing.id,
        tuple(_sent(standing.entries)),
        tuple(_not_sent(standing.entries, waiting)),
        tuple(_noted(standing.entries)),
        tuple(_coming(each, directory, now, told, folded) for each, folded in due),
        tuple(_coming(each, directory, each.at, told, folded) for each, folded in later),
    )


def _sent(entries: Iterable[Entry]) -> Iterator[Sent]:
    for entry in entries:
        match entry.outcome:
            case ReminderSent(key, of, due, to, also, twice):
                yield Sent(entry.recorded_at, of, due, to, key, also, twice)


def _not_sent(entries: Iterable[Entry], waiting: Collection[str]) -> Iterator[NotSent]:
    """Those that no later letter of the same stage has made good.

    Where others were told in the same round, a server has refused somebody for good.
    """
    failed: dict[str, tuple[datetime, NotSent]] = {}
    for entry in entries:
        at = entry.recorded_at
        match entry.outcome:
            case ReminderNotSent(key, of, due, because, perhaps):
                since = failed[key][1].since if key in failed else at
                failed[key] = at, NotSent(since, of, due, because, key, key in waiting, perhaps)
            case ReminderSent(of=stage):
                failed = {k: f for k, f in failed.items() if f[0] == at or f[1].stage != stage}
    return (each for _, each in failed.values())


def _noted(entries: Iterable[Entry]) -> Iterator[Noted]:
    for entry in entries:
        match entry.outcome:
            case ReminderAcknowledged(of, due, by):
                yield Noted(entry.recorded_at, of, due, by)


def _coming(
    reminder: Reminder,
    directory: Directory | None,
    at: datetime,
    told: Mapping[str, Sequence[str]],
    folded: tuple[str, ...] = (),
) -> Coming:
    """Whoever was told of it in an earlier round, that did not reach all, is not told again."""
    to: tuple[str, ...] = ()
    if directory:
        before = told.get(reminder.stage, ())
        found = recipients(directory, reminder, day_in_strasbourg(at), before)
        ids = (each.person.id for each in found)
        to = tuple(id_ for id_ in ids if id_ not in told.get(reminder.key, ()))
    return Coming(
        reminder.at,
        reminder.stage,
        reminder.body,
        reminder.due,
        reminder.tone,
        reminder.level,
        to,
        reminder.key,
        folded,
        reminder.was_due.isoformat() if reminder.was_due else "",
    )
