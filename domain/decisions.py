"""Decide: whether an act may be recorded. The only place where the law refuses.

Each clause's own function raises `Refused`; it is caught once, here, and becomes an entry that the
fold passes over. A malformed act raises `BadAct` and leaves nothing behind.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from domain.acts import (
    NOT_ON_RECORD,
    Act,
    AppointmentId,
    BadAct,
    Entry,
    Provenance,
    Stood,
    office_and_year,
)
from domain.appointment import (
    Appointment,
    Misfit,
    OpenStage,
    Status,
    advance,
    breaches,
    fold,
)
from domain.clauses import REG_1A, Refused
from domain.outcomes import (
    BY_STAGE,
    CandidateFellAway,
    Corrected,
    DateMoved,
    DatePlanned,
    EditionAdopted,
    Opened,
    PartSessionRevised,
    RefusedAct,
    Settled,
)
from domain.procedures import PROCEDURES
from domain.reckoning import Span, day_in_strasbourg
from domain.stages import Body, Limit, Stage
from domain.timetable import ahead, opening_of


class Decision(NamedTuple):
    """The entry that an act becomes, and where the appointment then stands (None: unopened)."""

    entry: Entry
    after: Appointment | None


def decide(
    appointment: AppointmentId, entries: Sequence[Entry], act: Act, now: datetime
) -> Decision:
    """The entry for an act: its outcome, or its refusal. Raises BadAct; never writes.

    The entry fits: it has been folded with those before it.
    """
    today = day_in_strasbourg(now)
    number = len(entries) + 1
    try:
        if isinstance(act.outcome, Opened):
            written = _open(appointment, entries, act, number, now)
            return Decision(written, fold(appointment, (*entries, written)))
        opened = any(isinstance(entry.outcome, Opened) for entry in entries)
        if not opened:
            raise BadAct(f"{appointment} has not been opened: open it first")
        _not_from_the_future(act.happened, today)
        standing = fold(appointment, entries)
        written = _write(standing, act, number, now)
        return Decision(written, _fits(standing, written))
    except Refused as refused:
        refusal = RefusedAct(
            act.outcome,
            refused.clause.id if refused.clause else "",
            refused.because,
            refused.cure,
        )
        written = _envelope(act, number, now, refusal, stage=act.stage)
        opened = any(isinstance(entry.outcome, Opened) for entry in entries)
        return Decision(written, fold(appointment, (*entries, written)) if opened else None)


# -- Opening ---------------------------------------------------------------------------------


def _open(
    appointment: AppointmentId, entries: Sequence[Entry], act: Act, number: int, now: datetime
) -> Entry:
    asked = act.outcome
    assert isinstance(asked, Opened)
    if office_and_year(appointment) != (asked.office, asked.year):
        raise BadAct(f"{appointment} is not the appointment of {asked.office} {asked.year}")
    procedure = PROCEDURES.get(asked.office)
    if procedure is None:
        raise BadAct(f"no office {asked.office} is known; known: {', '.join(PROCEDURES)}")
    if any(isinstance(entry.outcome, Opened) for entry in entries):
        raise Refused(None, f"{appointment} is open already", cure="record its next step")
    _not_from_the_future(act.happened, day_in_strasbourg(now))
    if asked.vacancy and asked.vacancy.on.year != asked.year:
        raise Refused(
            REG_1A,
            f"the vacancy of {asked.vacancy.on} does not fall in {asked.year}",
            cure=f"open {asked.office} {asked.vacancy.on.year}",
        )
    if asked.vacancy and asked.vacancy.on > act.happened.latest:
        raise Refused(
            REG_1A,
            f"the vacancy of {asked.vacancy.on} still lies ahead",
            cure="open the appointment once the office is vacant",
        )
    opening = opening_of(procedure, asked.year, act.happened.earliest, asked=asked)
    return _envelope(act, number, now, opening)


# -- What may be recorded --------------------------------------------------------------------


def _write(standing: Appointment, act: Act, number: int, now: datetime) -> Entry:
    match act.outcome:
        case DatePlanned(of=stage, on=on):
            _plan(standing, act, stage, on, moved=False)
        case DateMoved(of=stage, to=on):
            _plan(standing, act, stage, on, moved=True)
        case CandidateFellAway() as fell_away:
            _is_a_candidate(standing, fell_away)
        case Corrected() as corrected:
            _can_be_corrected(standing, corrected)
            _still_lawful(standing, corrected, act, number, now)
        case PartSessionRevised() as revised:
            _is_in_the_table(standing, revised)
        case EditionAdopted(edition=edition):
            if standing.procedure.edition(edition) is None:
                raise BadAct(f"no edition {edition} of the rules is known")
        case _:
            return _step(standing, act, number, now)
    return _envelope(act, number, now, act.outcome)


def _step(standing: Appointment, act: Act, number: int, now: datetime) -> Entry:
    """A step of the script: its stage is open, it obeys its clauses, its day can be explained."""
    open_ = _open_stage(standing, act)
    stage = open_.stage
    if type(act.outcome) is not stage.kind:
        raise BadAct(f"the stage {stage.key} does not take this kind of outcome")
    if act.happened.latest < open_.rests_on:
        raise Refused(
            stage.clauses[0],
            f"{stage.key} cannot precede the step that it rests on, of {open_.rests_on}",
            cure="look at the day again, or correct the earlier entry",
        )
    if isinstance(act.outcome, Settled):
        _has_a_reference(act, stage)
    stage.check(act.outcome, act.happened)
    window = _as_it_stood(stage, act.happened)
    if _departs(window, act.happened) and not (act.reason or _as_planned(open_, act.happened)):
        raise Refused(
            stage.clauses[0],
            f"{_iso(act.happened)} departs from {_written(window)}",
            cure="give the reason, and it is recorded as a deviation",
        )
    body = act.outcome.body if isinstance(act.outcome, Settled) else stage.body
    return _envelope(
        act, number, now, act.outcome, stage=open_.occurrence, body=body, window=window
    )


def _open_stage(standing: Appointment, act: Act) -> OpenStage:
    """The open stage that an act is for. Out of order is refused, under the clause that waits."""
    outcome = act.outcome
    key = act.stage or (outcome.question if isinstance(outcome, Settled) else outcome.stage)
    if open_ := standing.find(key):
        return open_
    plain = key.partition("/")[0]
    if plain not in BY_STAGE and not isinstance(outcome, Settled):
        raise BadAct(f"no stage {key} is known")
    for waiting in standing.open:
        if hold := waiting.stage.holds.get(plain):
            raise Refused(hold.clause, hold.because, cure=hold.cure)
    if standing.status is Status.CLOSED:
        raise Refused(None, f"{standing.id} is closed", cure="correct an entry if one is wrong")
    first = next((o for o in standing.open if o.stage.due), standing.open[0])
    names = ", ".join(open_.occurrence for open_ in standing.open)
    raise Refused(
        first.stage.clauses[0],
        f"the stage {key} is not open; open: {names}",
        cure=f"record {first.occurrence} first",
    )


def _has_a_reference(act: Act, stage: Stage[Any]) -> None:
    """Reading 7: a question is settled by a recorded decision, and a decision can be found again.

    Only for a past of which the day is not on record either may the reference be missing.
    """
    unknown = act.provenance is Provenance.UNKNOWN and act.reference == NOT_ON_RECORD
    if not unknown and act.reference in ("", NOT_ON_RECORD):
        raise Refused(
            stage.clauses[0],
            f"the decision on {stage.key} has no reference",
            cure="give the reference of the body's decision",
        )


def _as_it_stood(stage: Stage[Any], on: Span) -> Stood:
    opens, closes = stage.window
    return Stood(
        opens.span,
        closes.span if closes else None,
        stage.clauses[0].id,
        stage.early,
        tuple(limit.clause.id for limit in stage.limits if limit.broken_by(on)),
    )


def days_outside(window: Stood, on: Span) -> int:
    """How many days a step fell outside its window: before it negative, after it positive.

    0 where it may have fallen inside, whichever day of its span it was.
    """
    if on.latest < window.opens.earliest and not window.early_is_lawful:
        return (on.latest - window.opens.earliest).days
    if window.closes and on.earliest > window.closes.latest:
        return (on.earliest - window.closes.latest).days
    return 0


def _departs(window: Stood, on: Span) -> bool:
    return bool(days_outside(window, on) or window.broken)


def _as_planned(open_: OpenStage, on: Span) -> bool:
    """A day that was fixed outside the window has had its reason given when it was fixed."""
    planned = open_.planned
    return planned is not None and planned.earliest <= on.latest and on.earliest <= planned.latest


def _written(window: Stood) -> str:
    until = f" to {window.closes.latest}" if window.closes else ""
    broken = f" and the limit of {', '.join(window.broken)}" if window.broken else ""
    return f"its window {window.opens.earliest}{until}{broken}"


# -- General acts ----------------------------------------------------------------------------


def _plan(standing: Appointment, act: Act, key: str, on: Span, *, moved: bool) -> None:
    """A date is fixed or moved: not past a cap, and outside the window only with a reason."""
    planned = standing.opening.planned(key)
    if planned and not moved:
        raise Refused(None, f"the date for {key} is fixed: {_iso(planned)}", cure="move it instead")
    expected = {each.open.occurrence: each.open for each in ahead(standing)}
    open_ = expected.get(key) or standing.find(key)
    if open_ is None:
        cure = f"choose one of: {', '.join(expected)}"
        raise Refused(None, f"no stage {key} lies ahead", cure=cure)
    stage = open_.stage
    if on.latest < act.happened.earliest:
        raise Refused(
            None, f"{_iso(on)} lies before the decision that fixes it", cure="record the step"
        )
    _within_the_caps(stage.limits, on)
    if _departs(_as_it_stood(stage, on), on) and not act.reason:
        raise Refused(
            stage.clauses[0],
            f"{_iso(on)} departs from {_written(_as_it_stood(stage, on))}",
            cure="give the reason for which the date lies outside",
        )


def _within_the_caps(limits: Sequence[Limit], on: Span) -> None:
    for limit in limits:
        if limit.cap and (limit.may_be_broken_by(on.latest) or limit.may_be_broken_by(on.earliest)):
            bound = limit.not_after or limit.not_before
            assert bound is not None
            last = bound.earliest if limit.not_after else bound.latest
            raise Refused(
                limit.clause,
                f"{_iso(on)} lies beyond the limit of {limit.clause}",
                cure=f"fix a day {'not later' if limit.not_after else 'not earlier'} than {last}",
            )


def _is_a_candidate(standing: Appointment, fell_away: CandidateFellAway) -> None:
    if standing.status is Status.CLOSED:
        raise Refused(None, f"{standing.id} is closed", cure="correct an entry if one is wrong")
    if fell_away.name not in standing.roll.standing:
        raise Refused(
            REG_1A,
            f"{fell_away.name} is not a candidate",
            cure=f"choose one of: {'; '.join(standing.roll.standing) or 'nobody stands'}",
        )


CORRECTABLE_NOT = (Opened, Corrected, RefusedAct)


def _can_be_corrected(standing: Appointment, corrected: Corrected) -> None:
    by_number = {entry.number: entry for entry in standing.entries}
    for amendment in corrected.amendments:
        entry = by_number.get(amendment.entry)
        if entry is None or isinstance(entry.outcome, CORRECTABLE_NOT):
            raise Refused(
                None,
                f"entry {amendment.entry} is not one that can be corrected",
                cure="choose the number of a step, a date or a withdrawal (see show)",
            )
        outcome = amendment.outcome
        if outcome is not None and type(outcome) is not type(entry.outcome):
            raise Refused(
                None,
                f"entry {entry.number} is of another kind ({entry.kind})",
                cure="strike it out and record the right step",
            )


def _still_lawful(
    standing: Appointment, corrected: Corrected, act: Act, number: int, now: datetime
) -> None:
    """A correction may not make an entry, its own or a later one, what a clause forbids."""
    today = day_in_strasbourg(now)
    for amendment in corrected.amendments:
        if amendment.happened:
            _not_from_the_future(amendment.happened, today)
    already = breaches(standing.entries)
    try:
        broken = breaches((*standing.entries, _envelope(act, number, now, corrected)))
    except Misfit:
        return  # said when it is folded
    for wrong, refused in broken.items():
        if wrong not in already:
            raise Refused(
                refused.clause,
                f"entry {wrong} would be refused: {refused.because}",
                cure="amend that entry in the same act",
            )


def _is_in_the_table(standing: Appointment, revised: PartSessionRevised) -> None:
    known = [session.key for session in standing.opening.part_sessions]
    if f"{revised.year}/{revised.part}" not in known:
        raise BadAct(f"{revised.year}/{revised.part} is not one of: {', '.join(known)}")
    if revised.opens and revised.closes and revised.closes < revised.opens:
        raise BadAct("a part-session cannot close before it opens")
    if bool(revised.opens) != bool(revised.closes):
        raise BadAct("give both days of a part-session, or neither where it is cancelled")


# -- Everything that is recorded -------------------------------------------------------------


def _not_from_the_future(on: Span, today: date) -> None:
    if on.latest > today:
        raise Refused(
            None,
            f"{_iso(on)} lies in the future (today is {today})",
            cure="record it once it has happened, or plan its date",
        )


def _fits(standing: Appointment, entry: Entry) -> Appointment:
    """An amendment after which a later entry no longer fits is refused, naming that entry."""
    try:
        after = advance(standing, entry)
    except Misfit as misfit:
        raise Refused(
            None,
            f"entry {misfit.entry.number} would no longer fit: {misfit}",
            cure="amend that entry in the same act",
        ) from misfit
    for done in after.concluded:
        if done.on.latest < done.rests_on:
            raise Refused(
                done.stage.clauses[0],
                f"entry {done.entry.number} ({done.occurrence}, {_iso(done.on)}) would precede "
                f"the step that it rests on, of {done.rests_on}",
                cure="amend that entry in the same act",
            )
    if isinstance(entry.outcome, DatePlanned | DateMoved):
        _caps_behind_still_hold(standing, after)
    return after


def _caps_behind_still_hold(before: Appointment, after: Appointment) -> None:
    """REG 4 and its like: a date ahead may not be moved so that a step behind breaks its limit."""
    for old, new in zip(before.concluded, after.concluded, strict=True):
        already = any(limit.broken_by(old.on) for limit in old.stage.limits)
        for limit in new.stage.limits:
            if limit.cap and limit.broken_by(new.on) and not already:
                raise Refused(
                    limit.clause,
                    f"{new.occurrence} of {_iso(new.on)} would break its limit",
                    cure="fix a later date, or record what the clause allows instead",
                )


def _envelope(
    act: Act,
    number: int,
    now: datetime,
    outcome: Any,
    *,
    stage: str = "",
    body: Body | None = None,
    window: Stood | None = None,
) -> Entry:
    return Entry(
        number,
        act.id,
        act.digest,
        outcome,
        act.happened,
        now,
        stage=stage,
        body=body,
        provenance=act.provenance,
        reason=act.reason,
        reference=act.reference,
        staff=act.staff,
        window=window,
    )


def _iso(span: Span) -> str:
    if span.is_day:
        return span.earliest.isoformat()
    return f"{span.earliest} to {span.latest}"
