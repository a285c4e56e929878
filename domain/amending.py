"""General acts: dates fixed and moved, candidates who fall away, tables, editions, corrections.

They may come at any time. None of them edits an entry: the fold reads them beside it.
"""

import msgspec

from domain.acts import BadAct, Entry
from domain.appointment import Appointment, Misfit, Status, as_they_read, breaches, fold
from domain.asked import Asked
from domain.clauses import Refused
from domain.outcomes import (
    NOTICES,
    Amendment,
    CandidateFellAway,
    Corrected,
    CourtComposed,
    DateMoved,
    DatePlanned,
    EditionAdopted,
    Opened,
    Outcome,
    PartSessionRevised,
    RefusedAct,
    ReminderAcknowledged,
    ReminderNotSent,
    ReminderSent,
)
from domain.reckoning import Span, day
from domain.sittings import PartSession
from domain.stepping import has_a_reason
from domain.timetable import ahead, must_be_a_part_session
from domain.windows import as_it_stood, departs, within_the_caps, written


def amendment(standing: Appointment, asked: Asked) -> Entry:
    """The entry of a general act. Raises Refused, or BadAct where it cannot be meant."""
    outcome = asked.act.outcome
    match outcome:
        case DatePlanned(of=stage, on=on):
            outcome = DatePlanned(_plan(standing, asked, stage, on, moved=False), on)
        case DateMoved(of=stage, to=on):
            outcome = DateMoved(_plan(standing, asked, stage, on, moved=True), on)
        case CandidateFellAway():
            _is_a_candidate(standing, outcome, asked.act.happened)
        case Corrected():
            _can_be_corrected(standing, outcome)
            _still_lawful(standing, outcome, asked)
        case PartSessionRevised():
            _is_in_the_table(standing, outcome)
        case CourtComposed():
            _is_a_composition(outcome)
        case EditionAdopted(edition=edition):
            if standing.procedure.edition(edition) is None:
                known = ", ".join(each.name for each in standing.procedure.editions)
                raise BadAct(f"no edition {edition} of the rules is known; known: {known}")
            if edition == standing.edition.name:
                raise BadAct(f"the procedure follows edition {edition} already: name another")
        case ReminderAcknowledged(of=stage):
            _is_waited_for(standing, stage)
        case ReminderSent() | ReminderNotSent():
            pass
        case _:
            raise AssertionError(f"{outcome} is no general act")
    return asked.entry(outcome)


def _plan(standing: Appointment, asked: Asked, key: str, on: Span, *, moved: bool) -> str:
    """A date is fixed or moved: not past a cap, and outside the window only with a reason.

    Gives the occurrence of the stage that the date is for: `list` may now mean list/2.
    """
    expected = {each.open.occurrence: each.open for each in ahead(standing)}
    of_key = (each for each in expected.values() if each.stage.key == key)
    open_ = expected.get(key) or standing.find(key) or next(of_key, None)
    if open_ is None:
        there_are = f"choose one of: {', '.join(expected)}" if expected else "nothing lies ahead"
        raise Refused(None, f"no stage {key} lies ahead", cure=there_are)
    planned = standing.opening.planned(open_.occurrence)
    if planned and not moved:
        raise Refused(
            None,
            f"the date for {open_.occurrence} is fixed: {planned}",
            cure="move it instead",
        )
    stage = open_.stage
    if on.latest < asked.act.happened.earliest:
        raise Refused(None, f"{on} lies before the decision that fixes it", cure="record the step")
    within_the_caps(stage.limits, on)
    if departs(as_it_stood(stage, on), on) and not asked.act.reason:
        raise Refused(
            stage.clauses[0],
            f"{on} departs from {written(as_it_stood(stage, on), on)}",
            cure="give the reason for which the date lies outside",
        )
    return open_.occurrence


def _is_a_candidate(standing: Appointment, fell_away: CandidateFellAway, on: Span) -> None:
    if standing.status is Status.CLOSED:
        raise Refused(None, f"{standing.id} is closed", cure="correct an entry if one is wrong")
    named = [done for done in standing.concluded if done.outcome.taking_part]
    clause = named[0].stage.clauses[0] if named else None
    if fell_away.name not in standing.roll.standing:
        raise Refused(
            clause,
            f"{fell_away.name} is not a candidate",
            cure=f"choose one of: {'; '.join(standing.roll.standing) or 'nobody stands'}",
        )
    for done in named:
        if on.latest < done.on.earliest and fell_away.name in done.outcome.taking_part:
            raise Refused(
                clause,
                f"{fell_away.name} was still a candidate on {done.on} ({done.occurrence}), "
                f"after {on}",
                cure="look at the day again, or correct that entry",
            )


CORRECTABLE_NOT: tuple[type[Outcome], ...] = (Opened, Corrected, RefusedAct, *NOTICES)


def _can_be_corrected(standing: Appointment, corrected: Corrected) -> None:
    by_number = as_they_read(standing.entries)
    numbers = [amended.entry for amended in corrected.amendments]
    if len(set(numbers)) < len(numbers):
        raise Refused(None, "an entry is corrected twice at once", cure="say once how it reads")
    for amended in corrected.amendments:
        entry = by_number.get(amended.entry)
        if entry is None or isinstance(entry.outcome, CORRECTABLE_NOT):
            raise Refused(
                None,
                f"entry {amended.entry} is not one that can be corrected",
                cure="choose the number of a step, a date or a withdrawal (see show)",
            )
        outcome = amended.outcome
        if outcome is not None and type(outcome) is not type(entry.outcome):
            raise Refused(
                None,
                f"entry {entry.number} is of another kind ({entry.kind})",
                cure="strike it out and record the right step",
            )


def _still_lawful(standing: Appointment, corrected: Corrected, asked: Asked) -> None:
    """A correction may not make an entry, its own or a later one, what a clause forbids."""
    for amended in corrected.amendments:
        if amended.happened:
            asked.not_from_the_future(amended.happened)
        _obeys_by_itself(standing, amended, asked)
    already = breaches(standing.entries)
    try:
        broken = breaches((*standing.entries, asked.entry(corrected)))
    except Misfit:
        return  # said when it is folded
    for wrong, refused in broken.items():
        if wrong not in already:
            raise Refused(
                refused.clause,
                f"entry {wrong} would be refused: {refused.because}",
                cure="amend that entry in the same act",
            )


def _obeys_by_itself(standing: Appointment, amended: Amendment, asked: Asked) -> None:
    """An entry could have been recorded as it should read: with a reason where it departs."""
    if amended.outcome is None and amended.happened is None:
        return
    entry = as_they_read(standing.entries)[amended.entry]
    assert not isinstance(entry.outcome, RefusedAct)
    act = msgspec.structs.replace(
        asked.act,
        outcome=amended.outcome or entry.outcome,
        happened=amended.happened or entry.happened,
        reason=asked.act.reason or entry.reason,
    )
    earlier = fold(standing.id, standing.entries[: entry.number - 1])
    if not entry.stage:
        amendment(earlier, asked._replace(act=act))
    elif open_ := earlier.find(entry.stage):
        has_a_reason(earlier, open_, act)


def _is_in_the_table(standing: Appointment, revised: PartSessionRevised) -> None:
    known = [session.key for session in standing.opening.part_sessions]
    if f"{revised.year}/{revised.part}" not in known:
        raise BadAct(f"{revised.year}/{revised.part} is not one of: {', '.join(known)}")
    opens, closes = (day(of) if of else None for of in (revised.opens, revised.closes))
    must_be_a_part_session(PartSession(revised.year, revised.part, opens, closes))


def _is_a_composition(composed: CourtComposed) -> None:
    if min(composed.women, composed.men) < 0 or not composed.women + composed.men:
        raise BadAct("a court has judges: say how many women and how many men")


def _is_waited_for(standing: Appointment, stage: str) -> None:
    """Note is taken of what lies ahead; what is done needs no patience."""
    looked_at = fold(standing.id, standing.entries)  # a forecast uses a script up
    waited_for = [each.open.occurrence for each in ahead(looked_at)]
    if stage not in waited_for:
        raise Refused(
            None,
            f"the stage {stage} is not waited for",
            cure=f"choose one of: {', '.join(waited_for) or 'nothing lies ahead'}",
        )
