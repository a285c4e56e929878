"""What a letter says of one reminder, in one language: facts in words, and no look.

What is to be done, by when, by whom, under which clauses, how the day was computed, what must be
known about it, what follows if it passes, and which steps stand before it and behind it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from domain.acts import identity_of
from domain.appointment import OpenStage
from domain.clauses import READINGS, Mark
from domain.in_camera import is_in_camera
from domain.parties import parties
from domain.phrases import Language
from domain.reckoning import Span
from domain.reminders import Level, Reminder, Tone
from domain.stages import Stage, Window
from domain.timetable import Expected

ARTICLE = re.compile("^(l’|le |la |les )")
NEAREST = 3  # steps before and behind: a letter is no timetable


class Tense(StrEnum):
    """How a due day lies to the day on which somebody reads of it."""

    COMING = "coming"
    TODAY = "today"
    PAST = "past"

    @classmethod
    def of(cls, due: date, on: date) -> "Tense":
        if on == due:
            return cls.TODAY
        return cls.COMING if on < due else cls.PAST


class Ground(msgspec.Struct, frozen=True):
    """A clause, and what it does."""

    clause: str
    about: str


class Step(msgspec.Struct, frozen=True):
    """Another stage of the same appointment. `about`: its day is an estimate, or set by no text."""

    what: str
    who: str
    by: str
    about: bool


class Telling(msgspec.Struct, frozen=True):
    """What a letter says of one reminder. `days` is how far its day lies, in either direction.

    `was_due` is empty unless the day was moved. `working`: how the day was computed, a line for
    each rule. `assumed`: no source was found for it; `estimated`: it rests on a part-session that
    is not announced.
    """

    key: str
    stage: str
    what: str
    who: str
    due: date
    day: str
    short_day: str
    tense: Tense
    days: int
    tone: Tone
    level: Level
    was_due: str
    clauses: tuple[Ground, ...]
    working: tuple[str, ...]
    readings: tuple[str, ...]
    notes: tuple[str, ...]
    assumed: bool
    estimated: bool
    in_camera: bool
    follows: tuple[str, ...]
    before: tuple[Step, ...]
    behind: tuple[Step, ...]


def named(appointment: str, language: Language) -> str:
    """An appointment as a letter names it: its office, the Party if it has one, its year."""
    of = identity_of(appointment)
    office = language.offices[of.office]
    if not of.party:
        return f"{office}, {of.year}"
    party = parties()[of.party]
    name = ARTICLE.sub("", party.name_fr) if language.code == "fr" else party.name_en
    return f"{office} ({name}), {of.year}"


def telling(
    reminder: Reminder,
    expected: Sequence[Expected],
    language: Language,
    on: date,
    may_know_of: Callable[[str], bool] = lambda stage: not is_in_camera(stage),
) -> Telling:
    """What is said of one reminder on a day. `expected` is what lies ahead of the appointment.

    Other stages are named only where the reader `may_know_of` them.
    """
    place, of = next((n, e) for n, e in enumerate(expected) if e.open.occurrence == reminder.stage)
    open_, stage = of.open, of.open.stage
    knows = [each for each in expected if may_know_of(each.open.occurrence)]
    return Telling(
        key=reminder.key,
        stage=reminder.stage,
        what=language.title(reminder.stage),
        who=language.bodies[stage.body],
        due=reminder.due,
        day=language.weekday(reminder.due),
        short_day=language.day(reminder.due),
        tense=Tense.of(reminder.due, on),
        days=abs((reminder.due - on).days),
        tone=reminder.tone,
        level=reminder.level,
        was_due=language.weekday(reminder.was_due) if reminder.was_due else "",
        clauses=tuple({c.id: Ground(c.id, language.about(c)) for c in stage.clauses}.values()),
        working=tuple(_working(open_, of.window, language)),
        readings=tuple(language.reading(READINGS[number]) for number in stage.readings),
        notes=tuple(_notes(stage, language)),
        assumed=stage.mark is Mark.ASSUMED,
        estimated=of.window.estimated and open_.planned is None,
        in_camera=is_in_camera(reminder.stage),
        follows=tuple(_follows(open_, reminder.due, language)),
        before=_steps([e for e in expected[:place] if e in knows][-NEAREST:], language),
        behind=_steps([e for e in expected[place + 1 :] if e in knows][:NEAREST], language),
    )


def _working(open_: OpenStage, window: Window, language: Language) -> Iterator[str]:
    """As planned, where it was; and how the text's own day was computed, where there is one."""
    if open_.planned:
        yield language.note["planned"].format(language.span(open_.planned))
    if window.closes:
        yield from language.working(window.closes)


def _notes(stage: Stage[object], language: Language) -> Iterator[str]:
    """Without those that a letter says in a place of their own."""
    said_elsewhere = {
        language.note["assumed"],
        language.note["estimated"],
        language.note["readings"].format(", ".join(str(n) for n in stage.readings)),
    }
    return (note for note in language.notes(stage) if note not in said_elsewhere)


def _follows(open_: OpenStage, due: date, language: Language) -> Iterator[str]:
    """What the texts attach to the day, then what the record does."""
    stage, say = open_.stage, language.follows
    yield from (say[key] for key in _keys(stage) if key in say)
    if stage.unsettled:
        yield say["(unsettled)"]
    for limit in stage.limits:
        if limit.cap and limit.not_after:
            yield say["(cap)"].format(language.span(limit.not_after.span), limit.clause.id)
    for held, hold in stage.holds.items():
        yield say["(held)"].format(language.title(held), hold.clause.id)
    if open_.planned or stage.window.closes is None:
        yield say["(planned)"]
    else:
        yield say["(late)"].format(language.day(due), stage.clauses[0].id)


def _keys(stage: Stage[object]) -> tuple[str, ...]:
    return (stage.key, *(f"{stage.key}@{clause.id}" for clause in stage.clauses))


def _steps(expected: Sequence[Expected], language: Language) -> tuple[Step, ...]:
    return tuple(_step(each, language) for each in expected)


def _step(of: Expected, language: Language) -> Step:
    open_, closes = of.open, of.window.closes
    by = open_.planned or (Span(of.by, of.by) if closes is None else closes.span)
    uncertain = open_.planned is None and (closes is None or of.window.estimated)
    return Step(
        language.title(open_.occurrence),
        language.bodies[open_.stage.body],
        language.day(by.latest),
        uncertain,
    )
