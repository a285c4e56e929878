"""Carrying out: an appointment that is told, by a diary or a table, becomes entries.

Each line is an act, and is decided where the lines before it have led. Nothing is written here: a
line that is refused, or does not lead where its arrow says, stops the whole.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from domain.acts import NOT_ON_RECORD, Act, AppointmentId, BadAct, Entry, Provenance
from domain.amending import CORRECTABLE_NOT
from domain.appointment import Appointment, OpenStage, fold, opening_entry
from domain.decisions import Decision, decide_next
from domain.languages import ENGLISH
from domain.outcomes import Opened, Recordable, RefusedAct
from domain.reckoning import Span, start_of_day

IMPORTED = re.compile(r"diary-\d+-[0-9a-f]{16}|table-[0-9a-f]{20}")
"""The ids that are made of the lines of a diary or a table: nobody sent these acts to a clerk."""


class BadDiary(ValueError):
    """A diary or a table that cannot be read or carried out: which line, and why.

    `more` are the other lines that cannot be read either.
    """

    def __init__(self, line: int, because: str, *more: "BadDiary") -> None:
        super().__init__(f"line {line}: {because}")
        self.line = line
        self.because = because
        self.more = more


class Line(msgspec.Struct, frozen=True):
    """One line: the act, when it was recorded, and what is expected to follow."""

    number: int
    act: Act
    recorded_on: datetime
    expects: str = ""

    @property
    def id(self) -> str:
        """Of its act."""
        return self.act.id


class Supposed(msgspec.Struct, frozen=True):
    """A line whose step is not on record: it takes the outcome that its stage expects, marked."""

    number: int
    id: str
    stage: str
    happened: Span
    provenance: Provenance
    recorded_on: datetime
    reason: str = ""
    reference: str = NOT_ON_RECORD
    expects: str = ""


L = TypeVar("L", Line, Supposed, Line | Supposed)


class Told(Protocol):
    """An appointment as told, line by line. The first opens it."""

    @property
    def appointment(self) -> AppointmentId: ...
    @property
    def lines(self) -> Sequence[Line | Supposed]: ...


class CarriedOut(NamedTuple):
    """Every entry, those there were first; and where the appointment then stands."""

    entries: tuple[Entry, ...]
    after: Appointment | None


def at_noon(of: date) -> datetime:
    """The instant of recording where only the day is told."""
    return start_of_day(of) + timedelta(hours=12)


def in_order_of_recording(lines: Iterable[L]) -> Iterator[L]:
    """A clock never goes back: a line is recorded no earlier than the line before it."""
    latest: datetime | None = None
    for line in lines:
        latest = max(latest or line.recorded_on, line.recorded_on)
        yield msgspec.structs.replace(line, recorded_on=latest)


def as_recorded(line: Line | Supposed) -> datetime:
    """The instant that a line itself gives for its recording."""
    return line.recorded_on


def carry_out(
    told: Told,
    entries: tuple[Entry, ...] = (),
    clock: Callable[[Line | Supposed], datetime] = as_recorded,
) -> tuple[Entry, ...]:
    """Every entry after a telling was carried out on those there were; known acts keep theirs.

    Raises BadDiary at the first line that is refused or does not lead where its arrow says.
    """
    return carry_on(told, entries, clock).entries


def carry_on(
    told: Told,
    entries: tuple[Entry, ...] = (),
    clock: Callable[[Line | Supposed], datetime] = as_recorded,
) -> CarriedOut:
    """The same, with where it leads: each line is decided on where the one before it has led."""
    known = {entry.act: entry for entry in entries}
    told_now = {line.id for line in told.lines}
    others = [entry for entry in entries if entry.act not in told_now]
    after = fold(told.appointment, entries) if opening_entry(entries) else None
    written = list(entries)
    for line in told.lines:
        try:
            if _stands(line, known) or _said_before(told, line, others):
                continue
            act = line.act if isinstance(line, Line) else _supposed(line, after)
            decision = decide_next(told.appointment, written, after, act, clock(line))
        except BadAct as error:
            raise BadDiary(line.number, str(error)) from None
        if difference := _differs(line, decision):
            raise BadDiary(line.number, _told_otherwise(told, others, act) or difference)
        written.append(decision.entry)
        after = decision.after
    return CarriedOut(tuple(written), after)


def _differs(line: Line | Supposed, decision: Decision) -> str:
    """What came of a line where that is not what its arrow says; empty where it is."""
    outcome, after = decision.entry.outcome, decision.after
    came = ENGLISH.refused(outcome) if isinstance(outcome, RefusedAct) else ""
    expected = line.expects
    if came and not expected.startswith("refused"):
        assert isinstance(outcome, RefusedAct)
        return f"{came}: {outcome.cure}"
    if expected.startswith("refused"):
        # The clause decides: why is told in words, and an earlier release may have had others.
        under = expected.partition(": ")[0]
        return "" if came.startswith(under) else f"expected {expected}; {came or 'recorded'}"
    if not expected or expected in _follows(after):
        return ""
    return f"expected {expected}; it is {', '.join(_follows(after))}"


def _stands(line: Line | Supposed, known: Mapping[str, Entry]) -> bool:
    entry = known.get(line.id)
    if entry and isinstance(line, Line) and entry.digest != line.act.digest:
        raise BadDiary(line.number, "this line was imported before with other content")
    return entry is not None


def _said_before(told: Told, line: Line | Supposed, others: list[Entry]) -> bool:
    """Whether one of the other entries says the same, whatever its line looked like.

    An entry stands for one line alone: it is taken out of the others.
    """
    if not others or isinstance(line, Supposed):
        return False
    at = next((n for n, entry in enumerate(others) if _says_the_same(told, line, entry)), None)
    if at is not None:
        del others[at]
    return at is not None


def _says_the_same(told: Told, line: Line, entry: Entry) -> bool:
    """The same act on the same day, known in the same way; staff and papers no line can say."""
    act, outcome = line.act, entry.outcome
    if line.expects.startswith("refused") != isinstance(outcome, RefusedAct):
        return False
    if msgspec.structs.replace(act, id=entry.act).digest == entry.digest:
        return True
    if (act.happened, act.provenance, act.reason, act.reference) != (
        entry.happened,
        entry.provenance,
        entry.reason,
        entry.reference,
    ) or act.stage not in ("", entry.stage, entry.stage.partition("/")[0]):
        return False
    if isinstance(outcome, Opened):
        return isinstance(act.outcome, Opened) and _opens_the_same(told, line, outcome)
    return act.outcome == (outcome.asked if isinstance(outcome, RefusedAct) else outcome)


def _opens_the_same(told: Told, line: Line, before: Opened) -> bool:
    """What is left out is filled in, from tables that may be newer now: of them the days count."""
    now = decide_next(told.appointment, (), None, line.act, line.recorded_on).entry.outcome
    return isinstance(now, Opened) and _without_sources(now) == _without_sources(before)


def _without_sources(opened: Opened) -> Opened:
    sessions = (msgspec.structs.replace(each, source="") for each in opened.part_sessions)
    return msgspec.structs.replace(opened, part_sessions=tuple(sessions), days_off=())


def _supposed(line: Supposed, after: Appointment | None) -> Act:
    """The act of a step that is not on record, where the appointment stands. Raises BadAct."""
    if after is None:
        raise BadAct("the appointment has not been opened: open it first")
    open_ = after.find(line.stage)
    if open_ is None:
        names = ", ".join(each.occurrence for each in after.open) or "none"
        raise BadAct(f"the stage {line.stage} is not open; open: {names}")
    return Act(
        line.id,
        _expected_of(open_),
        line.happened,
        stage=line.stage,
        provenance=line.provenance,
        reason=line.reason,
        reference=line.reference,
    )


def _expected_of(open_: OpenStage) -> Recordable:
    """What a stage expects, where it says no more than days, and yes or no.

    Who was on a list, who was elected and with which figures, and what a body has decided where
    the texts are silent, is never supposed.
    """
    expected: Recordable | None = open_.stage.expected
    if expected is None:
        raise BadAct(
            f"the stage {open_.occurrence} may happen, and nothing is expected of it: leave the "
            "row out, or say what was done"
        )
    for each in msgspec.structs.fields(expected):
        value = getattr(expected, each.name)
        if value != each.default and not isinstance(value, bool | date | Span):
            raise BadAct(
                f"what was done at the stage {open_.occurrence} cannot be supposed: no name, no "
                f"figure and no decision is. Fill in its columns, {each.name} among them"
            )
    return expected


def _told_otherwise(told: Told, others: Sequence[Entry], act: Act) -> str:
    """What is told otherwise than it was recorded: the entry is corrected, not the telling."""
    for entry in others:
        if type(entry.outcome) is not type(act.outcome):
            continue
        if isinstance(entry.outcome, Opened):
            return (
                f"{told.appointment} was opened otherwise, and an opening cannot be corrected: "
                f"tell it as `calends diary {told.appointment}` does"
            )
        if IMPORTED.fullmatch(entry.act) and not isinstance(entry.outcome, CORRECTABLE_NOT):
            return (
                f"entry {entry.number} was imported from a line that said something else: put that "
                f"line back, and correct the entry with `calends correct {told.appointment} "
                f"{entry.number}`"
            )
    return ""


def _follows(after: Appointment | None) -> tuple[str, ...]:
    if after is None:
        return ("unopened",)
    elected = (f"elected: {after.elected}",) if after.elected else ()
    opens = tuple(f"opens: {open_.occurrence}" for open_ in after.open)
    return (after.status.value, *elected, *opens)
