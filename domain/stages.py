"""The vocabulary of a script: stages, windows, limits, and how parts of a script are joined.

A procedure is a generator that yields the stages now open and is sent back what was done at one of
them. It knows no clock, no database and no Temporal. `yield from` a stage gives its outcome with
its static type.
"""

from collections.abc import Callable, Generator, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar, cast

import msgspec

from domain.candidates import Name
from domain.clauses import READINGS, Clause, Mark, weakest
from domain.reckoning import Reckoned, Span, month_closes, month_opens

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")


class Body(StrEnum):
    """Who acts. The stored value is a promise; phrases says the name."""

    ASSEMBLY = "assembly"
    BUREAU = "bureau"
    PRESIDENT = "president-of-the-assembly"
    COMMITTEE_OF_MINISTERS = "committee-of-ministers"
    JOINT_COMMITTEE = "joint-committee"
    MEMBER_STATES = "member-states"
    DEPUTY = "deputy-secretary-general"
    ELECTED = "elected"
    SECRETARY_GENERAL = "secretary-general"
    SECRETARY_GENERAL_OF_THE_ASSEMBLY = "secretary-general-of-the-assembly"
    REPRESENTATIVES = "representatives"
    PARTY = "party"
    ADVISORY_PANEL = "advisory-panel"
    ELECTION_COMMITTEE = "committee-on-the-election-of-judges"
    LEGAL_AFFAIRS = "committee-on-legal-affairs"
    SUB_COMMITTEE = "sub-committee-on-human-rights"
    DELEGATION = "national-delegation"


class Window(NamedTuple):
    """From when until when a stage may be done; without a closing where no text sets one."""

    opens: Reckoned
    closes: Reckoned | None = None

    @property
    def estimated(self) -> bool:
        return self.opens.estimated or bool(self.closes and self.closes.estimated)


class Limit(NamedTuple):
    """A day that a clause sets beside the window.

    `cap`: a plan beyond it is refused under its clause. What has happened beyond a limit is
    recorded with a reason, as a deviation.
    """

    clause: Clause
    not_before: Reckoned | None = None
    not_after: Reckoned | None = None
    cap: bool = False

    def broken_by(self, span: Span) -> bool:
        """Whether a step lies beyond it for certain, wherever in its span it fell."""
        return bool(
            (self.not_before and span.latest < self.not_before.earliest)
            or (self.not_after and span.earliest > self.not_after.latest)
        )

    def may_be_broken_by(self, of: date) -> bool:
        """Whether a planned day may lie beyond it: limits counted back use the earliest day."""
        return bool(
            (self.not_before and of < self.not_before.latest)
            or (self.not_after and of > self.not_after.earliest)
        )


class Note(NamedTuple):
    """What a reader of a stage must know, in no language: each says it in its own.

    `on` is a day that it speaks of, `of` are names.
    """

    key: str
    on: date | None = None
    of: tuple[str, ...] = ()


class Hold(NamedTuple):
    """A later stage that must wait for this one, under its own clause."""

    clause: Clause
    because: str
    cure: str


NO_HOLDS: Mapping[str, Hold] = MappingProxyType({})


def _nothing_to_check(_outcome: Any, _on: Span) -> None:
    """Most steps are facts that no clause forbids."""


def _departs_from_nothing(_outcome: Any) -> tuple[Clause, ...]:
    """Most outcomes can depart from the text by their day alone."""
    return ()


class Stage(msgspec.Struct, Generic[T], frozen=True):
    """What a body does, when and under which clause; `yield from` it gives what was done.

    `expected` is what a forecast sends; a stage without it *may* happen and is never due.
    `check` raises Refused for an outcome, done on a day, that a clause forbids (asked by `decide`
    alone). `departs` gives the clauses from which an outcome departs: it needs a reason then.
    `names` are those on the ballot paper, in its order.
    `holds` names later stages that are refused under a clause of their own while this one is open.
    `gathers`: it stays open after an outcome, as the receipt of candidatures does.
    `interrupted`: a withdrawal is thrown into the script here. `options` are those of a question.
    """

    key: str
    kind: type[T]
    body: Body
    window: Window
    clauses: tuple[Clause, ...]
    expected: T | None = None
    readings: tuple[int, ...] = ()
    limits: tuple[Limit, ...] = ()
    check: Callable[[T, Span], None] = _nothing_to_check
    departs: Callable[[T], tuple[Clause, ...]] = _departs_from_nothing
    holds: Mapping[str, Hold] = NO_HOLDS
    gathers: bool = False
    interrupted: bool = False
    options: tuple[str, ...] = ()
    bodies: tuple[Body, ...] = ()  # for a question: who may settle it, if more than one
    notes: tuple[Note, ...] = ()
    fixed: Span | None = None  # the day that a body has named inside the window
    early: bool = False  # an earlier day than the window's is lawful too
    by_itself: bool = False  # it rests on no step: it may precede the one that opened its stage
    assumed: bool = False
    names: tuple[Name, ...] = ()

    def __iter__(self) -> Generator["Offer", "Done", T]:
        done = yield (self,)
        return cast(T, done.outcome)

    def with_its_day(self) -> Generator["Offer", "Done", tuple[T, Span]]:
        """Like iterating, and the day on which it happened beside the outcome."""
        done = yield (self,)
        return cast(T, done.outcome), done.on

    @property
    def due(self) -> bool:
        """Whether somebody must act; a stage that merely may happen is never due."""
        return self.expected is not None

    @property
    def unsettled(self) -> bool:
        return bool(self.options)

    @property
    def mark(self) -> Mark:
        """How firm the ground is: the weakest of its clauses and readings."""
        marks = [clause.mark for clause in self.clauses]
        marks += [READINGS[number].mark for number in self.readings]
        return weakest([*marks, Mark.ASSUMED] if self.assumed else marks)


class Done(msgspec.Struct, frozen=True):
    """What a driver sends back: the stage, its outcome, and the day on which it happened."""

    stage: Stage[Any]
    outcome: Any
    on: Span


Offer = tuple[Stage[Any], ...]
Script = Generator[Offer, Done, R]


class Interrupted(Exception):
    """Thrown into a script, at a stage that declares it, when a candidate falls away."""

    def __init__(self, name: Name, on: Span) -> None:
        super().__init__(name)
        self.name = name
        self.on = on


def occurrence(key: str, number: int) -> str:
    """A stage with its occurrence, as entries and reminders name it: list, list/2."""
    return key if number == 1 else f"{key}/{number}"


def first_of(*stages: Stage[Any]) -> Script[Done]:
    """Several stages are open; what is done at one of them comes back."""
    return (yield stages)


class Part(Generic[R]):
    """A script that runs beside another: what it offers now, and its result at the end."""

    def __init__(self, script: Script[R]) -> None:
        self._script = script
        self.result: R | None = None
        self.ended = False
        self.offer: Offer = ()
        self._advance(lambda: next(script))

    def offered(self, stage: Stage[Any]) -> bool:
        """Whether a stage is one of its own: told by identity, since two parts may offer alike."""
        return any(stage is own for own in self.offer)

    def send(self, done: Done) -> None:
        self._advance(lambda: self._script.send(done))

    def interrupt(self, interrupted: Interrupted) -> None:
        if any(stage.interrupted for stage in self.offer):
            self._advance(lambda: self._script.throw(interrupted))

    def _advance(self, step: Callable[[], Offer]) -> None:
        try:
            self.offer = step()
        except StopIteration as end:
            self.offer, self.result, self.ended = (), end.value, True


def both(left: Script[R], right: Script[S]) -> Script[tuple[R, S]]:
    """Two parts side by side, in whichever order; it ends when both have ended."""
    one, other = Part(left), Part(right)
    while not (one.ended and other.ended):
        try:
            done = yield one.offer + other.offer
        except Interrupted as interrupted:
            one.interrupt(interrupted)
            other.interrupt(interrupted)
        else:
            if one.offered(done.stage):
                one.send(done)
            else:
                other.send(done)
    return cast(R, one.result), cast(S, other.result)


def month(year: int, number: int, clause: Clause) -> Window:
    """A calendar month as a window: from its first day to its last, never rolled."""
    return Window(month_opens(year, number, clause), month_closes(year, number, clause))
