"""Reminders: who is told of which due day, when, and how urgently. Computed, never stored ahead.

A reminder has a key that says of what it speaks: `reminder:<stage>:<due>:<lead>`. It never holds
an attempt or the id of a run, so that whoever computes it again computes the same. What was sent
stands in the ledger; what is still to be sent follows from that, from the script, and the clock.

No text sets these days. How far ahead is the house's own policy (`tables/leads.csv`).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from domain.acts import AppointmentId
from domain.appointment import Appointment, OpenStage, as_they_read
from domain.outcomes import NOTICES, ReminderAcknowledged, ReminderNotSent, ReminderSent
from domain.reckoning import (
    A_DAY,
    day_in_strasbourg,
    is_working_day,
    start_of_day,
    working_days_before,
)
from domain.stages import Body
from domain.tables import rows
from domain.timetable import Expected

IN_THE_MORNING = timedelta(hours=8, minutes=30)  # by the clocks of Strasbourg
A_WEEK = timedelta(weeks=1)
SHORTEST_PATIENCE, LONGEST_PATIENCE = timedelta(minutes=15), timedelta(hours=12)
WEEKS_TO_THE_DEPUTY, WEEKS_TO_THE_HEAD = 2, 3
LONGEST_OVERDUE = 52  # weeks: after a year of silence the letters stop, and the agenda goes on
EVERYTHING = "*"


class Tone(StrEnum):
    """What a letter says of its day."""

    AHEAD = "ahead"
    TODAY = "today"
    AFTER = "after"  # the day has passed: close and publish
    OVERDUE = "overdue"
    MOVED = "moved"


class Level(StrEnum):
    """Whom it goes to: the owner of the stage, and those above where nothing happens."""

    OWNER = "owner"
    DEPUTY = "deputy"
    HEAD = "head"


class Policy(NamedTuple):
    """Leads in working days before the due day, and days after it, for one stage."""

    leads: tuple[int, ...]
    after: tuple[int, ...]


class Reminder(msgspec.Struct, frozen=True):
    """One reminder: of a stage with its occurrence, due on a day, to be sent at an instant.

    `was_due` is the day that those were told who now hear that it was moved.
    """

    key: str
    appointment: AppointmentId
    stage: str
    body: Body
    due: date
    at: datetime
    tone: Tone
    level: Level = Level.OWNER
    was_due: date | None = None


Due = tuple[Reminder, tuple[str, ...]]
"""A reminder to be sent, with the keys of the earlier ones that are folded into it."""


class Levelled(Protocol):
    """Whatever goes to somebody at a level: a reminder, or what tells of one."""

    @property
    def stage(self) -> str: ...
    @property
    def tone(self) -> Tone: ...
    @property
    def level(self) -> Level: ...


T = TypeVar("T", bound=Levelled)


@lru_cache(maxsize=1)
def policies() -> Mapping[str, Policy]:
    """The house's policy, by stage, by body, and for the rest."""
    return {
        row["of"]: Policy(_numbers(row["leads"]), _numbers(row["after"]))
        for row in rows("leads.csv")
    }


def planned(standing: Appointment, expected: Iterable[Expected]) -> tuple[Reminder, ...]:
    """Every reminder of what is `expected`: stages that are due or lie ahead, as sent in order.

    Those that were sent are among them.
    """
    closed_days = standing.opening.closed_days
    waited_for = {open_.occurrence for open_ in standing.open}
    found: list[Reminder] = []
    for open_, due in _due_days(expected):
        found += _before_the_day(standing, open_, due, closed_days)
        found += _moved(standing, open_, due, closed_days)
        if open_.occurrence in waited_for:
            found += _after_the_day(standing, open_, due, closed_days)
    known = _morning_after(_last_recorded(standing), closed_days)
    # Of those that one late morning has gathered, the latest is still the last.
    found.sort(key=lambda each: (each.at, each.key))
    in_time = (_not_before(each, known, standing) for each in found)
    return tuple(sorted(in_time, key=lambda each: each.at))


def unsent(standing: Appointment, reminders: Iterable[Reminder]) -> tuple[Reminder, ...]:
    """Those that are not in the ledger yet, neither sent nor folded into a later one.

    One that reached some, and could not be sent to others, is still to be sent to them.
    """
    sent = _sent_to_all(standing)
    return tuple(each for each in reminders if each.key not in sent)


def to_be_sent(
    standing: Appointment, reminders: Iterable[Reminder], now: datetime
) -> tuple[Due, ...]:
    """What is to be sent at an instant, one for each stage, with the keys folded into it.

    Nothing on a day off, when a round that was missed would be made good. Where several of one
    stage have come due, after days without post for instance, the latest says all that the older
    ones would have said.
    """
    if not is_working_day(day_in_strasbourg(now), standing.opening.closed_days):
        return ()
    waiting: dict[str, list[Reminder]] = {}
    for each in unsent(standing, reminders):
        if each.at <= now:
            waiting.setdefault(each.stage, []).append(each)
    return tuple(
        (together[-1], tuple(each.key for each in together[:-1])) for together in waiting.values()
    )


def letters(reminders: Iterable[Reminder]) -> tuple[Due, ...]:
    """The letters that are to come. Of a record that is written late many of one stage fall on one
    morning: the latest goes, with the keys folded into it.
    """
    together: dict[tuple[str, datetime], list[Reminder]] = {}
    for each in reminders:
        together.setdefault((each.stage, each.at), []).append(each)
    return tuple((of[-1], tuple(each.key for each in of[:-1])) for of in together.values())


def first_of_each_level(reminders: Iterable[T]) -> Iterator[T]:
    """Of those that come every week, the first at each level: the others say the same."""
    met: set[tuple[str, Level]] = set()
    for each in reminders:
        if each.tone is not Tone.OVERDUE:
            yield each
        elif (each.stage, each.level) not in met:
            met.add((each.stage, each.level))
            yield each


def next_round(
    standing: Appointment, reminders: Iterable[Reminder], now: datetime
) -> datetime | None:
    """The next instant, strictly after now, at which something is to be sent, or tried again."""
    left = [each.at for each in unsent(standing, reminders)]
    later = [at for at in left if at > now]
    if waiting := [at for at in left if at <= now]:
        again = now + _patience(now - max(waiting))
        later.append(_in_working_days(again, standing.opening.closed_days))
    return min(later, default=None)


def not_sent_since(standing: Appointment) -> Mapping[str, date]:
    """The stages of which a reminder could not be sent, and since which day.

    A later one of the same stage that reached everybody says all that was to be said, also where
    the day has moved meanwhile.
    """
    since: dict[str, date] = {}
    failed: dict[str, str] = {}
    for entry in standing.entries:
        match entry.outcome:
            case ReminderNotSent(key=key, of=stage):
                since.setdefault(key, day_in_strasbourg(entry.recorded_at))
                failed[key] = stage
            case ReminderSent(of=sent):
                failed = {key: stage for key, stage in failed.items() if stage != sent}
            case _:
                pass
    found: dict[str, date] = {}
    for key, stage in failed.items():
        found[stage] = min(since[key], found.get(stage, since[key]))
    return found


def mornings(each: Expected, closed_days: frozenset[date]) -> tuple[date, ...]:
    """The days on which a due day is spoken of before it has passed, as the policy has them."""
    return tuple(
        _brought_forward(working_days_before(due, lead, closed_days), closed_days)
        for open_, due in _due_days((each,))
        for lead in _policy(open_).leads
    )


def _due_days(expected: Iterable[Expected]) -> Iterator[tuple[OpenStage, date]]:
    """The stages that somebody must act on, with their due days."""
    for each in expected:
        if due := due_day_of(each):
            yield each.open, due


def due_day_of(expected: Expected) -> date | None:
    """The day from which letters count; None where no text and no body sets one.

    A closing that is not yet certain is due on the first day that it may be, and never before the
    stage is open for certain.
    """
    planned, (opens, closes) = expected.open.planned, expected.window
    if planned:
        return planned.latest
    return max(closes.earliest, min(opens.latest, closes.latest)) if closes else None


def _before_the_day(
    standing: Appointment, open_: OpenStage, due: date, closed_days: frozenset[date]
) -> Iterator[Reminder]:
    for lead in _policy(open_).leads:
        on = _brought_forward(working_days_before(due, lead, closed_days), closed_days)
        tone = Tone.AHEAD if lead else Tone.TODAY
        yield _reminder(standing, open_, due, f"{lead}", on, tone)


def _after_the_day(
    standing: Appointment, open_: OpenStage, due: date, closed_days: frozenset[date]
) -> Iterator[Reminder]:
    """Of a stage that is open alone: what comes behind it waits for the same step."""
    acknowledged = _acknowledged(standing, open_.occurrence, due)
    for days in _policy(open_).after:
        on = _later_working_day(due + days * A_DAY, closed_days)
        yield _reminder(standing, open_, due, f"+{days}", on, Tone.AFTER)
    for week in range(1, LONGEST_OVERDUE + 1):
        on = _brought_forward(due + week * A_WEEK, closed_days)
        level = Level.OWNER if acknowledged else _level(week)
        yield _reminder(standing, open_, due, f"week-{week}", on, Tone.OVERDUE, level)


def _moved(
    standing: Appointment, open_: OpenStage, due: date, closed_days: frozenset[date]
) -> Iterator[Reminder]:
    """To those alone who were told of another day, the next morning after it was moved."""
    days = [sent.due for sent in _sent(standing) if sent.of == open_.occurrence]
    if not days or days[-1] == due:
        return
    on = day_in_strasbourg(_morning_after(_last_recorded(standing), closed_days))
    # A day may move there and back again, and there once more.
    moves = sum(one != other for one, other in pairwise(days))
    lead = f"moved-{moves + 1}" if moves else "moved"
    moved = _reminder(standing, open_, due, lead, on, Tone.MOVED)
    yield msgspec.structs.replace(moved, was_due=days[-1])


def _reminder(
    standing: Appointment,
    open_: OpenStage,
    due: date,
    lead: str,
    on: date,
    tone: Tone,
    level: Level = Level.OWNER,
) -> Reminder:
    return Reminder(
        f"reminder:{open_.occurrence}:{due}:{lead}",
        standing.id,
        open_.occurrence,
        open_.stage.body,
        due,
        start_of_day(on) + IN_THE_MORNING,
        tone,
        level,
    )


def _policy(open_: OpenStage) -> Policy:
    by = policies()
    return by.get(open_.stage.key) or by.get(f"body:{open_.stage.body}") or by[EVERYTHING]


def _level(week: int) -> Level:
    if week < WEEKS_TO_THE_DEPUTY:
        return Level.OWNER
    return Level.DEPUTY if week < WEEKS_TO_THE_HEAD else Level.HEAD


def told_of(standing: Appointment) -> Mapping[str, tuple[str, ...]]:
    """By stage, and by the key of each reminder, the ids of those who were told."""
    found: dict[str, tuple[str, ...]] = {}
    for sent in _sent(standing):
        for word in (sent.of, sent.key):
            found[word] = tuple(dict.fromkeys((*found.get(word, ()), *sent.to)))
    return found


def notices_of(standing: Appointment, key: str) -> tuple[ReminderSent | ReminderNotSent, ...]:
    """What the ledger holds of one reminder, in order."""
    outcomes = (entry.outcome for entry in standing.entries)
    return tuple(
        each
        for each in outcomes
        if isinstance(each, ReminderSent | ReminderNotSent) and each.key == key
    )


def _sent_to_all(standing: Appointment) -> set[str]:
    """The keys of which the last word is that they were sent, and those folded into them."""
    last: dict[str, ReminderSent | ReminderNotSent] = {}
    for entry in standing.entries:
        if isinstance(entry.outcome, ReminderSent | ReminderNotSent):
            last[entry.outcome.key] = entry.outcome
    sent = [each for each in last.values() if isinstance(each, ReminderSent)]
    return {key for each in sent for key in (each.key, *each.also)}


def _sent(standing: Appointment) -> tuple[ReminderSent, ...]:
    entries = as_they_read(standing.entries).values()
    return tuple(e.outcome for e in entries if isinstance(e.outcome, ReminderSent))


def _acknowledged(standing: Appointment, stage: str, due: date) -> bool:
    return any(
        isinstance(entry.outcome, ReminderAcknowledged)
        and (entry.outcome.of, entry.outcome.due) == (stage, due)
        for entry in as_they_read(standing.entries).values()
    )


def _last_recorded(standing: Appointment) -> datetime:
    """When the last entry was recorded that is not itself of a reminder."""
    return max(
        entry.recorded_at for entry in standing.entries if not isinstance(entry.outcome, NOTICES)
    )


def _not_before(reminder: Reminder, known: datetime, standing: Appointment) -> Reminder:
    """What was known too late for its morning is sent on the next one."""
    if reminder.at >= _last_recorded(standing):
        return reminder
    return msgspec.structs.replace(reminder, at=known)


def _in_working_days(instant: datetime, closed_days: frozenset[date]) -> datetime:
    """The instant; on a day off the next working morning."""
    on = day_in_strasbourg(instant)
    if is_working_day(on, closed_days):
        return instant
    return _morning_of(on, closed_days)


def _patience(waited: timedelta) -> timedelta:
    """How long until the next attempt: longer and longer, half a day at most."""
    return min(max(SHORTEST_PATIENCE, waited / 4), LONGEST_PATIENCE)


def _brought_forward(of: date, closed_days: frozenset[date]) -> date:
    """The day, or the working day before it: nobody is written to on a day off."""
    return of if is_working_day(of, closed_days) else working_days_before(of, 1, closed_days)


def _later_working_day(of: date, closed_days: frozenset[date]) -> date:
    """After a due day a letter never goes back to it, or before."""
    while not is_working_day(of, closed_days):
        of += A_DAY
    return of


def _morning_after(instant: datetime, closed_days: frozenset[date]) -> datetime:
    on = day_in_strasbourg(instant)
    if instant > start_of_day(on) + IN_THE_MORNING:
        on += A_DAY
    return _morning_of(on, closed_days)


def _morning_of(on: date, closed_days: frozenset[date]) -> datetime:
    """When letters go on a day; on a day off, on the next working day."""
    return start_of_day(_later_working_day(on, closed_days)) + IN_THE_MORNING


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in text.split())
