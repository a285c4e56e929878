"""Punctuality: how the steps of many appointments lay to the windows that were written for them.

Made of audits alone. Only a step whose day was seen in a record is measured. One whose day follows
from the calendar is in time because nobody looked; one whose day is not on record, or may lie on
either side of a window's edge, cannot be placed. All of these are counted apart.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from statistics import median
from typing import TypeVar

import msgspec

from domain.acts import AppointmentId, Provenance
from domain.appointment import Status
from domain.audit.records import Audit, AuditedStage, Question, RefusedAsk, Timing
from domain.reckoning import Span
from domain.stages import Body

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class Step(msgspec.Struct, frozen=True):
    """A step of an appointment, and how many days before (-) or after its window it was taken.

    `days` is 0 where it was taken as lawfully before it. `broken`: the clauses of the limits beside
    its window that it did not keep.
    """

    appointment: AppointmentId
    stage: str
    body: Body
    on: Span
    provenance: Provenance
    timing: Timing
    days: int
    broken: tuple[str, ...]

    @property
    def measured(self) -> bool:
        """Whether its day was seen in a record, and lies for certain to its window."""
        return self.provenance is Provenance.SEEN and self.timing is not Timing.UNCERTAIN


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """So many steps, and how they lay to their windows.

    `measured` = `early` + `in_time` + `late`; `past_a_limit` of them did not keep a limit beside
    the window. The others are `from_the_calendar`, `not_on_record` and `uncertain`. `median_late`
    and `worst` are of those that were late; None where none was.
    """

    steps: int
    measured: int
    early: int
    in_time: int
    late: int
    past_a_limit: int
    from_the_calendar: int
    not_on_record: int
    uncertain: int
    median_late: float | None
    worst: Step | None


class OfStage(msgspec.Struct, frozen=True):
    """All steps of one stage, whichever its occurrence. `days` are those of the measured ones."""

    stage: str
    tally: Tally
    days: tuple[int, ...]


class OfBody(msgspec.Struct, frozen=True):
    """All steps of one body."""

    body: Body
    tally: Tally
    days: tuple[int, ...]


class UnderClause(msgspec.Struct, frozen=True):
    """How often a clause refused, and in which appointments. Empty: an act that had no place."""

    clause: str
    times: int
    appointments: tuple[AppointmentId, ...]


class Answered(msgspec.Struct, frozen=True):
    """A question that the texts leave open, and how a body settled it."""

    appointment: AppointmentId
    question: Question


class Counted(msgspec.Struct, frozen=True):
    """An appointment that had a step in the time: how it stands, and its steps in that time."""

    appointment: AppointmentId
    status: Status
    elected: str
    tally: Tally


class LeftOut(msgspec.Struct, frozen=True):
    """An appointment that could not be read, and why."""

    appointment: str
    because: str


class Punctuality(msgspec.Struct, frozen=True, kw_only=True):
    """What the appointments of a ledger did in a time, and how punctually."""

    first: date
    last: date
    appointments: tuple[Counted, ...]
    tally: Tally
    stages: tuple[OfStage, ...]
    bodies: tuple[OfBody, ...]
    refusals: tuple[UnderClause, ...]
    questions: tuple[Answered, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def statuses(self) -> dict[Status, int]:
        """How many appointments stand how, in the order of a procedure."""
        found = [each.status for each in self.appointments]
        return {status: found.count(status) for status in Status if status in found}


def punctuality(
    audits: Iterable[Audit], first: date, last: date, left_out: Sequence[LeftOut] = ()
) -> Punctuality:
    """The steps of all audits that fell between two days, both included, by stage and by body."""
    told = sorted(audits, key=lambda audit: audit.case.id)
    steps = {audit.case.id: tuple(_steps(audit, first, last)) for audit in told}
    every = [step for of in steps.values() for step in of]
    return Punctuality(
        first=first,
        last=last,
        appointments=tuple(
            Counted(of.case.id, of.case.status, of.case.elected, tally(steps[of.case.id]))
            for of in told
            if steps[of.case.id]
        ),
        tally=tally(every),
        stages=tuple(
            OfStage(stage, tally(of), _days(of))
            for stage, of in sorted(
                _by(every, _key).items(), key=lambda item: _place(item[0], steps.values())
            )
        ),
        bodies=tuple(
            OfBody(body, tally(of), _days(of))
            for body, of in sorted(
                _by(every, lambda step: step.body).items(), key=lambda item: -len(item[1])
            )
        ),
        refusals=tuple(_refusals(told, first, last)),
        questions=tuple(
            Answered(audit.case.id, question)
            for audit in told
            for question in audit.questions
            if question.on and _within(question.on, first, last)
        ),
        left_out=tuple(left_out),
    )


def tally(steps: Sequence[Step]) -> Tally:
    """Steps counted by how they lay to their windows."""
    measured = [step for step in steps if step.measured]
    late = [step for step in measured if step.days > 0]
    return Tally(
        steps=len(steps),
        measured=len(measured),
        early=sum(step.days < 0 for step in measured),
        in_time=sum(step.days == 0 for step in measured),
        late=len(late),
        past_a_limit=sum(bool(step.broken) for step in measured),
        from_the_calendar=sum(step.provenance is Provenance.CALENDAR for step in steps),
        not_on_record=sum(step.provenance is Provenance.UNKNOWN for step in steps),
        uncertain=sum(step.provenance is Provenance.SEEN and not step.measured for step in steps),
        median_late=float(median(step.days for step in late)) if late else None,
        worst=max(late, key=lambda step: step.days, default=None),
    )


def _steps(audit: Audit, first: date, last: date) -> Iterator[Step]:
    for stage in audit.stages:
        if stage.happened and _within(stage.happened, first, last):
            yield _step(audit.case.id, stage)


def _step(appointment: AppointmentId, of: AuditedStage) -> Step:
    assert of.happened is not None
    assert of.provenance is not None
    assert of.timing is not None
    return Step(
        appointment,
        of.occurrence,
        of.body,
        of.happened,
        of.provenance,
        of.timing,
        of.days,
        of.broken,
    )


def _within(span: Span, first: date, last: date) -> bool:
    """Whether a step ended in a time: one whose day is not known is told once, in one report."""
    return first <= span.latest <= last


def _key(step: Step) -> str:
    """A stage, whichever its occurrence."""
    return step.stage.partition("/")[0]


def _place(stage: str, courses: Iterable[Sequence[Step]]) -> float:
    """Where a stage stands in the courses that have it: 0 at their beginning, 1 at their end."""
    places = [
        number / len(course)
        for course in courses
        for number, step in enumerate(course)
        if _key(step) == stage
    ]
    return sum(places) / len(places)


def _days(steps: Iterable[Step]) -> tuple[int, ...]:
    return tuple(sorted(step.days for step in steps if step.measured))


def _by(of: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Together what has the same key, in the order in which it is first met."""
    found: dict[K, list[T]] = {}
    for each in of:
        found.setdefault(key(each), []).append(each)
    return found


def _refusals(audits: Iterable[Audit], first: date, last: date) -> Iterator[UnderClause]:
    """The most frequent first."""
    asked: list[tuple[AppointmentId, RefusedAsk]] = [
        (audit.case.id, refusal)
        for audit in audits
        for refusal in audit.refusals
        if _within(refusal.on, first, last)
    ]
    found = _by(asked, lambda pair: pair[1].clause)
    for clause, pairs in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        yield UnderClause(clause, len(pairs), tuple(dict.fromkeys(of for of, _ in pairs)))
