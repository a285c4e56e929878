"""Occasions: what a calendar shows of each stage, and how often its day has moved.

The entries of an appointment are followed one by one: what lay ahead after the first, after the
second, and so on. So what is said of the past depends on the past alone, the same ledger gives the
same occasions, and the number of moves never falls, whatever is corrected later. What was once in
a calendar stays there: it is done, or it is no longer expected.
"""

import hashlib
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from domain.acts import AppointmentId, Entry, Provenance
from domain.appointment import Appointment, Concluded, fold, opening_entry
from domain.in_camera import is_in_camera
from domain.outcomes import NOTICES
from domain.reckoning import Span, day
from domain.reminders import IN_THE_MORNING, due_day_of, mornings
from domain.stages import Body, Stage
from domain.timetable import Expected, ahead

KEPT = 1000  # appointments: an almanac that lives for months does not grow with the ledger


class Certainty(StrEnum):
    """How sure the day of a stage is."""

    FORECAST = "forecast"  # it is not open yet, or its day is an estimate, or no text sets one
    FIXED = "fixed"  # a body has named the day, or it is open and its last day is known
    DONE = "done"
    MOOT = "moot"  # it was expected, and is no more: the procedure took another way


class Shown(NamedTuple):
    """What a reader is told of a stage at one time: no outcome, and no name of a candidate.

    `on` is where it stands in the calendar; `planned` is the day fixed for it, `happened` the day
    on which it was done, and `mark` how that is known. `alarms` are reckoned from the beginning of
    its first day.
    """

    stage: Stage[Any]
    on: Span
    certainty: Certainty
    planned: Span | None = None
    happened: Span | None = None
    mark: Provenance = Provenance.SEEN
    alarms: tuple[timedelta, ...] = ()


class Occasion(NamedTuple):
    """A stage with its occurrence, as it stands in a calendar.

    `uid` is its own for life. `moves` counts how often its days changed, or it went out of the
    calendar or came back. `touched` is the instant of the last entry that changed anything of it.
    """

    appointment: AppointmentId
    stage: str
    uid: str
    shown: Shown
    moves: int
    touched: datetime

    @property
    def in_camera(self) -> bool:
        """Whether what is done there is for its circle alone."""
        return is_in_camera(self.stage)

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Who must act; of a question, everybody who may settle it."""
        return self.shown.stage.bodies or (self.shown.stage.body,)


class _Followed(NamedTuple):
    """How far an appointment was followed."""

    entries: tuple[Entry, ...] = ()
    occasions: Mapping[str, Occasion] = MappingProxyType({})


class Almanac:
    """The occasions of appointments. Each is followed on from where it was left.

    To be kept by whoever asks more than once: whatever it has kept, the answer is the same.
    """

    def __init__(self) -> None:
        self._followed: dict[AppointmentId, _Followed] = {}

    def of(self, appointment: AppointmentId, entries: Sequence[Entry]) -> tuple[Occasion, ...]:
        """The occasions of an appointment, in the order in which they were first expected.

        Raises Misfit for a record that does not fit its script.
        """
        entries = tuple(entries)
        known = self._followed.pop(appointment, _Followed())
        if entries[: len(known.entries)] != known.entries:
            known = _Followed()
        occasions = _follow(appointment, known, entries)
        self._followed[appointment] = _Followed(entries, occasions)
        if len(self._followed) > KEPT:
            self._followed.pop(next(iter(self._followed)), None)
        return tuple(occasions.values())


def _follow(
    appointment: AppointmentId, known: _Followed, entries: tuple[Entry, ...]
) -> dict[str, Occasion]:
    """Each new entry in turn: one fold and one forecast for each that can move anything."""
    occasions = dict(known.occasions)
    for number in range(len(known.entries), len(entries)):
        entry = entries[number]
        if entry.refused or isinstance(entry.outcome, NOTICES):
            continue  # the fold passes over it too
        standing = fold(appointment, entries[: number + 1])
        shown = dict(_shown(standing, occasions))
        _take(occasions, shown, standing, entry.recorded_at)
    return occasions


def _take(
    occasions: dict[str, Occasion],
    shown: Mapping[str, Shown],
    standing: Appointment,
    at: datetime,
) -> None:
    """What is shown after an entry, beside what was shown before it."""
    for name, now in shown.items():
        if before := occasions.get(name):
            occasions[name] = _changed(before, now, at)
        else:
            occasions[name] = Occasion(standing.id, name, _uid(standing, name), now, 0, at)
    for name, before in occasions.items():
        if name not in shown:
            gone = before.shown._replace(certainty=Certainty.MOOT, happened=None, alarms=())
            occasions[name] = _changed(before, gone, at)


def _changed(before: Occasion, now: Shown, at: datetime) -> Occasion:
    if now == before.shown:
        return before
    was_moot, is_moot = (each.certainty is Certainty.MOOT for each in (before.shown, now))
    moved = now.on != before.shown.on or was_moot != is_moot
    return before._replace(shown=now, moves=before.moves + moved, touched=max(before.touched, at))


def _shown(standing: Appointment, known: Container[str]) -> Iterator[tuple[str, Shown]]:
    """What was due and is done, what is due, and what merely may happen but has its day.

    Uses the appointment's script up.
    """
    for done in standing.concluded:
        if done.stage.due or done.occurrence in known:
            yield done.occurrence, _done(done)
    with_a_day = tuple(
        Expected(open_, open_.stage.window, open_.planned.latest)
        for open_ in standing.open
        if open_.planned and not open_.stage.due
    )
    waited_for = {open_.occurrence for open_ in standing.open}
    closed_days = standing.opening.closed_days
    for each in (*with_a_day, *ahead(standing)):
        shown = _awaited(each, is_open=each.open.occurrence in waited_for)
        alarms = _alarms(each, shown.on.earliest, closed_days)
        yield each.open.occurrence, shown._replace(alarms=alarms)


def _done(done: Concluded) -> Shown:
    """On its day; where the record has several, on the last: by then it was done."""
    on = day(done.on.latest)
    return Shown(
        _as_told(done.stage), on, Certainty.DONE, happened=done.on, mark=done.entry.provenance
    )


def _awaited(each: Expected, *, is_open: bool) -> Shown:
    """On the day fixed; else on the last of its window, or all the days on which that may fall.

    The letters count from the first of them. Where no text sets one it is shown on the day by which
    the steps behind it ask for it.
    """
    stage, planned, closes = _as_told(each.open.stage), each.open.planned, each.window.closes
    if planned:
        return Shown(stage, planned, Certainty.FIXED, planned)
    due = due_day_of(each)
    if closes is None or due is None:
        return Shown(stage, day(each.by), Certainty.FORECAST)
    sure = is_open and closes.span.is_day and not closes.estimated
    last = Span(due, closes.latest)
    return Shown(stage, last, Certainty.FIXED if sure else Certainty.FORECAST)


def _as_told(stage: Stage[Any]) -> Stage[Any]:
    """A stage without what only the script needs, and without notes that name somebody."""
    return Stage(
        stage.key,
        stage.kind,
        stage.body,
        stage.window,
        stage.clauses,
        readings=stage.readings,
        limits=stage.limits,
        bodies=stage.bodies,
        notes=tuple(note for note in stage.notes if not note.of),
        assumed=stage.assumed,
    )


def _alarms(each: Expected, first: date, closed_days: frozenset[date]) -> tuple[timedelta, ...]:
    """On the mornings on which letters go out."""
    return tuple(on - first + IN_THE_MORNING for on in mornings(each, closed_days))


def _uid(standing: Appointment, stage: str) -> str:
    """The appointment and the stage; what the stage is it does not tell, for some are in camera.

    It is sealed with the id of the act that opened the appointment, which no calendar shows, and
    for every stage alike: whatever is held in camera from now on, no event becomes another.
    """
    opened = opening_entry(standing.entries)
    assert opened is not None
    sealed = hashlib.sha256(f"{opened.act}\n{stage}".encode()).hexdigest()
    return f"{standing.id}/{sealed[:32]}@calends"
