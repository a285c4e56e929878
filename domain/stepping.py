"""Steps of the script: what an act must be so that it may be recorded at a stage that is open."""

from typing import Any

from domain.acts import NOT_ON_RECORD, Act, BadAct, Entry, Provenance, Stood
from domain.appointment import Appointment, OpenStage, Status, as_they_read, ended_by, fold
from domain.asked import Asked
from domain.clauses import CLAUSES, Clause, Refused
from domain.outcomes import BY_STAGE, DateMoved, DatePlanned, Settled
from domain.reckoning import Span
from domain.stages import Stage
from domain.timetable import ahead, comes_to
from domain.windows import as_it_stood, days_outside, departs, written


def step(standing: Appointment, asked: Asked) -> Entry:
    """A step of the script: its stage is open, it obeys its clauses, its day can be explained."""
    act, outcome = asked.act, asked.act.outcome
    open_ = _open_stage(standing, asked)
    stage = open_.stage
    if type(outcome) is not stage.kind:
        raise BadAct(f"the stage {stage.key} does not take this kind of outcome")
    if act.happened.latest < open_.rests_on and not stage.by_itself:
        raise Refused(
            stage.clauses[0],
            f"{stage.key} cannot precede the step that it rests on, of {open_.rests_on}",
            cure="look at the day again, or correct the earlier entry",
        )
    if isinstance(outcome, Settled):
        if outcome.question not in (stage.key, open_.occurrence):
            raise BadAct(f"{outcome.question} is not the question {open_.occurrence}")
        _has_a_reference(asked, stage)
    stage.check(outcome, act.happened)
    window = has_a_reason(standing, open_, act)
    body = outcome.body if isinstance(outcome, Settled) else stage.body
    return asked.entry(outcome, stage=open_.occurrence, body=body, window=window)


def has_a_reason(standing: Appointment, open_: OpenStage, act: Act) -> Stood:
    """A step outside its window, or past a limit, is recorded with a reason: a deviation."""
    outcome = act.outcome if type(act.outcome) is open_.stage.kind else None
    if outcome is not None and not act.reason:
        _departs_by_itself(open_.stage, outcome)
    window = as_it_stood(open_.stage, act.happened, outcome)
    if departs(window, act.happened) and not (
        act.reason or _as_planned(standing, open_, act.happened)
    ):
        raise Refused(
            _left(open_.stage, window, act.happened),
            f"{act.happened} departs from {written(window, act.happened)}",
            cure="give the reason, and it is recorded as a deviation",
        )
    return window


def _departs_by_itself(stage: Stage[Any], outcome: object) -> None:
    """What departs from a clause on any day: an order of preference where none has a place."""
    for clause in stage.departs(outcome):
        raise Refused(
            clause,
            f"the {stage.key} departs from it: {clause.about}",
            cure="give the reason, and it is recorded as a deviation",
        )


def _left(stage: Stage[Any], window: Stood, on: Span) -> Clause:
    """The clause that a day or an outcome departs from: the window's, or that of the limit."""
    return stage.clauses[0] if days_outside(window, on) else CLAUSES[window.broken[0]]


def _open_stage(standing: Appointment, asked: Asked) -> OpenStage:
    """The open stage that an act is for. Out of order is refused, under the clause that waits."""
    outcome = asked.act.outcome
    key = asked.act.stage or (outcome.question if isinstance(outcome, Settled) else outcome.stage)
    if open_ := standing.find(key):
        return open_
    plain = key.partition("/")[0]
    if plain not in BY_STAGE and not isinstance(outcome, Settled):
        raise BadAct(f"no stage {key} is known")
    if standing.status is Status.CLOSED:
        raise Refused(None, f"{standing.id} is closed", cure="correct an entry if one is wrong")
    for waiting in (*standing.open, *(each.open for each in ahead(standing))):
        if hold := waiting.stage.holds.get(plain):
            raise Refused(hold.clause, hold.because, cure=hold.cure)
    raise _not_open(standing, key)


def _not_open(standing: Appointment, key: str) -> Refused:
    """What can be done depends on whether the stage still comes, and on what has ended it."""
    first = next((o for o in standing.open if o.stage.due), standing.open[0])
    clause = first.stage.clauses[0]
    names = ", ".join(open_.occurrence for open_ in standing.open)
    because = f"the stage {key} is not open; open: {names}"
    if comes_to(fold(standing.id, standing.entries), key):
        return Refused(clause, because, cure=f"record {first.occurrence} first")
    last = ended_by(standing, key)
    if last is None:
        return Refused(clause, because, cure="it is not expected to come: record one that is open")
    if key in (last.stage, last.stage.partition("/")[0]):
        return Refused(
            clause,
            because,
            cure=f"it was recorded as entry {last.number}: correct that entry if it is wrong",
        )
    return Refused(
        clause,
        because,
        cure=f"entry {last.number} ({last.stage or last.kind}) has ended it: correct that entry if "
        "it is wrong",
    )


def _has_a_reference(asked: Asked, stage: Stage[Any]) -> None:
    """Reading 7: a question is settled by a recorded decision, and a decision can be found again.

    Only for a past of which the day is not on record either may the reference be missing.
    """
    act = asked.act
    unknown = act.provenance is Provenance.UNKNOWN and act.reference == NOT_ON_RECORD
    if not unknown and act.reference in ("", NOT_ON_RECORD):
        raise Refused(
            stage.clauses[0],
            f"the decision on {stage.key} has no reference",
            cure="give the reference of the body's decision",
        )


def _as_planned(standing: Appointment, open_: OpenStage, on: Span) -> bool:
    """A day that was fixed outside the window has had its reason given when it was fixed."""
    planned = open_.planned
    if planned is None or planned.earliest > on.latest or on.earliest > planned.latest:
        return False
    return bool(reason_of_the_plan(open_.occurrence, standing))


def reason_of_the_plan(stage: str, standing: Appointment) -> str:
    """Why the date of a stage was last fixed or moved; empty where no reason was asked for."""
    plans = [
        entry.reason
        for entry in as_they_read(standing.entries).values()
        if isinstance(entry.outcome, DatePlanned | DateMoved) and entry.outcome.of == stage
    ]
    return plans[-1] if plans else ""
