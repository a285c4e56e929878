"""Decide: whether an act may be recorded. The only place where the law refuses.

Each clause's own function raises `Refused`; it is caught once, here, and becomes an entry that the
fold passes over. A malformed act raises `BadAct` and leaves nothing behind.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec

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
    as_they_read,
    breaches,
    fold,
)
from domain.clauses import REG_1A, Refused
from domain.outcomes import (
    BY_STAGE,
    Amendment,
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
from domain.wording import must_be_well_formed


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
    must_be_well_formed(act)
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
    _can_be_opened(asked)
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


def _can_be_opened(asked: Opened) -> None:
    """What an opening may name itself: the end of the term, and part-sessions with both days."""
    if asked.plans:
        raise BadAct("an opening fixes no dates: fix them once it is open")
    if asked.term_ends and abs(asked.term_ends.year - asked.year) > 1:
        raise BadAct(
            f"a term that ends on {asked.term_ends} is not for an election of {asked.year}"
        )
    for session in asked.part_sessions:
        _has_both_days(session.opens, session.closes)


def _has_both_days(opens: date | Span | None, closes: date | Span | None) -> None:
    if (opens is None) != (closes is None):
        raise BadAct("give both days of a part-session, or neither where it is cancelled")


# -- What may be recorded --------------------------------------------------------------------


def _write(standing: Appointment, act: Act, number: int, now: datetime) -> Entry:
    match act.outcome:
        case DatePlanned(of=stage, on=on):
            planned = DatePlanned(_plan(standing, act, stage, on, moved=False), on)
            return _envelope(act, number, now, planned)
        case DateMoved(of=stage, to=on):
            moved = DateMoved(_plan(standing, act, stage, on, moved=True), on)
            return _envelope(act, number, now, moved)
        case CandidateFellAway() as fell_away:
            _is_a_candidate(standing, fell_away, act.happened)
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
    if act.happened.latest < open_.rests_on and not stage.by_itself:
        raise Refused(
            stage.clauses[0],
            f"{stage.key} cannot precede the step that it rests on, of {open_.rests_on}",
            cure="look at the day again, or correct the earlier entry",
        )
    if isinstance(act.outcome, Settled):
        if act.outcome.question not in (stage.key, open_.occurrence):
            raise BadAct(f"{act.outcome.question} is not the question {open_.occurrence}")
        _has_a_reference(act, stage)
    stage.check(act.outcome, act.happened)
    window = _has_a_reason(standing, open_, act)
    body = act.outcome.body if isinstance(act.outcome, Settled) else stage.body
    return _envelope(
        act, number, now, act.outcome, stage=open_.occurrence, body=body, window=window
    )


def _has_a_reason(standing: Appointment, open_: OpenStage, act: Act) -> Stood:
    """A step outside its window, or past a limit, is recorded with a reason: a deviation."""
    window = _as_it_stood(open_.stage, act.happened)
    if _departs(window, act.happened) and not (
        act.reason or _as_planned(standing, open_, act.happened)
    ):
        raise Refused(
            open_.stage.clauses[0],
            f"{_iso(act.happened)} departs from {_written(window)}",
            cure="give the reason, and it is recorded as a deviation",
        )
    return window


def _open_stage(standing: Appointment, act: Act) -> OpenStage:
    """The open stage that an act is for. Out of order is refused, under the clause that waits."""
    outcome = act.outcome
    key = act.stage or (outcome.question if isinstance(outcome, Settled) else outcome.stage)
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


def _written(window: Stood) -> str:
    until = f" to {window.closes.latest}" if window.closes else ""
    broken = f" and the limit of {', '.join(window.broken)}" if window.broken else ""
    return f"its window {window.opens.earliest}{until}{broken}"


# -- General acts ----------------------------------------------------------------------------


def _plan(standing: Appointment, act: Act, key: str, on: Span, *, moved: bool) -> str:
    """A date is fixed or moved: not past a cap, and outside the window only with a reason.

    Gives the occurrence of the stage that the date is for: `list` may now mean list/2.
    """
    expected = {each.open.occurrence: each.open for each in ahead(standing)}
    open_ = expected.get(key) or standing.find(key)
    if open_ is None:
        there_are = f"choose one of: {', '.join(expected)}" if expected else "nothing lies ahead"
        raise Refused(None, f"no stage {key} lies ahead", cure=there_are)
    planned = standing.opening.planned(open_.occurrence)
    if planned and not moved:
        raise Refused(
            None,
            f"the date for {open_.occurrence} is fixed: {_iso(planned)}",
            cure="move it instead",
        )
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
    return open_.occurrence


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


def _is_a_candidate(standing: Appointment, fell_away: CandidateFellAway, on: Span) -> None:
    if standing.status is Status.CLOSED:
        raise Refused(None, f"{standing.id} is closed", cure="correct an entry if one is wrong")
    if fell_away.name not in standing.roll.standing:
        raise Refused(
            REG_1A,
            f"{fell_away.name} is not a candidate",
            cure=f"choose one of: {'; '.join(standing.roll.standing) or 'nobody stands'}",
        )
    for done in standing.concluded:
        proposed = getattr(done.outcome, "name", "") == fell_away.name and done.stage.gathers
        if proposed and on.latest < done.on.earliest:
            raise Refused(
                REG_1A,
                f"{fell_away.name} became a candidate on {done.on.earliest}, after {_iso(on)}",
                cure="look at the day again",
            )


CORRECTABLE_NOT = (Opened, Corrected, RefusedAct)


def _can_be_corrected(standing: Appointment, corrected: Corrected) -> None:
    by_number = as_they_read(standing.entries)
    numbers = [amendment.entry for amendment in corrected.amendments]
    if len(set(numbers)) < len(numbers):
        raise Refused(None, "an entry is corrected twice at once", cure="say once how it reads")
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
        _obeys_by_itself(standing, amendment, act, number, now)
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


def _obeys_by_itself(
    standing: Appointment, amendment: Amendment, act: Act, number: int, now: datetime
) -> None:
    """An entry could have been recorded as it should read: with a reason where it departs."""
    if amendment.outcome is None and amendment.happened is None:
        return
    entry = as_they_read(standing.entries)[amendment.entry]
    assert not isinstance(entry.outcome, RefusedAct)
    asked = msgspec.structs.replace(
        act,
        outcome=amendment.outcome or entry.outcome,
        happened=amendment.happened or entry.happened,
        reason=act.reason or entry.reason,
    )
    earlier = fold(standing.id, standing.entries[: entry.number - 1])
    if not entry.stage:
        _write(earlier, asked, number, now)
    elif open_ := earlier.find(entry.stage):
        _has_a_reason(earlier, open_, asked)


def _is_in_the_table(standing: Appointment, revised: PartSessionRevised) -> None:
    known = [session.key for session in standing.opening.part_sessions]
    if f"{revised.year}/{revised.part}" not in known:
        raise BadAct(f"{revised.year}/{revised.part} is not one of: {', '.join(known)}")
    _has_both_days(revised.opens, revised.closes)
    if revised.opens and revised.closes and revised.closes < revised.opens:
        raise BadAct("a part-session cannot close before it opens")
    if revised.opens and abs(revised.opens.year - revised.year) > 1:
        raise BadAct(f"{revised.opens} is no day of a part-session of {revised.year}")


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
        if done.on.latest < done.rests_on and not done.stage.by_itself:
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
