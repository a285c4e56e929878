"""Decide: whether an act may be recorded. The only place where the law refuses.

Each clause's own function raises `Refused`; it is caught once, here, and becomes an entry that the
fold passes over. A malformed act raises `BadAct` and leaves nothing behind.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain.acts import Act, AppointmentId, BadAct, Entry, Identity, identity_of
from domain.amending import amendment
from domain.appointment import Appointment, Misfit, advance, fold, opening_entry
from domain.asked import Asked
from domain.clauses import Refused
from domain.outcomes import STEPS, DateMoved, DatePlanned, Opened, RefusedAct, VacancyCause
from domain.papers import named_in, strangers
from domain.procedures import PROCEDURES
from domain.stepping import step
from domain.timetable import must_be_a_part_session, opening_of
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
    standing = fold(appointment, entries) if opening_entry(entries) else None
    return decide_next(appointment, entries, standing, act, now)


def decide_next(
    appointment: AppointmentId,
    entries: Sequence[Entry],
    standing: Appointment | None,
    act: Act,
    now: datetime,
) -> Decision:
    """The same where it is known how the entries stand, at the cost of one entry where it can be.

    Uses the standing up; where the appointment then stands goes with the entry.
    """
    must_be_well_formed(act)
    _papers_are_of_persons_named(entries, act)
    asked = Asked(act, len(entries) + 1, now)
    try:
        if isinstance(act.outcome, Opened):
            entry = _opening(appointment, asked, act.outcome, opened=standing is not None)
            return Decision(entry, fold(appointment, (*entries, entry)))
        if standing is None:
            raise BadAct(f"{appointment} has not been opened: open it first")
        asked.not_from_the_future()
        write = step if isinstance(act.outcome, STEPS) else amendment
        entry = write(standing, asked)
        return Decision(entry, _fitting(standing, entry))
    except Refused as refused:
        clause = refused.clause.id if refused.clause else ""
        refusal = RefusedAct(act.outcome, clause, refused.because, refused.cure)
        entry = asked.entry(refusal, stage=act.stage)
        opened = standing is not None
        return Decision(entry, fold(appointment, (*entries, entry)) if opened else None)


def _opening(appointment: AppointmentId, asked: Asked, opening: Opened, *, opened: bool) -> Entry:
    if identity_of(appointment) != Identity(opening.office, opening.party, opening.year):
        raise BadAct(f"{appointment} is not the appointment of {opening.seat} {opening.year}")
    procedure = PROCEDURES.get(opening.office)
    if procedure is None:
        raise BadAct(f"no office {opening.office} is known; known: {', '.join(PROCEDURES)}")
    procedure.must_have_a_party(opening.party)
    _can_be_opened(opening)
    if opened:
        raise Refused(None, f"{appointment} is open already", cure="record its next step")
    asked.not_from_the_future()
    on = asked.act.happened
    if opening.vacancy and opening.vacancy.on.year != opening.year:
        raise Refused(
            procedure.vacancy,
            f"the vacancy of {opening.vacancy.on} does not fall in {opening.year}",
            cure=f"open {opening.seat} {opening.vacancy.on.year}",
        )
    announced = opening.vacancy and opening.vacancy.cause is VacancyCause.RESIGNATION
    if opening.vacancy and not announced and opening.vacancy.on > on.latest:
        raise Refused(
            procedure.vacancy,
            f"a {opening.vacancy.cause} on {opening.vacancy.on} still lies ahead",
            cure="look at the day again; only a resignation may be announced",
        )
    return asked.entry(opening_of(procedure, opening.year, on.earliest, asked=opening))


def _papers_are_of_persons_named(entries: Sequence[Entry], act: Act) -> None:
    """A paper belongs to somebody whom the act or the appointment names."""
    if not act.papers:
        return
    outcomes = (act.outcome, *(entry.outcome for entry in entries))
    if unknown := strangers(act.papers, named_in(outcomes)):
        raise BadAct(
            f"neither the act nor the appointment names {' or '.join(unknown)}, of whom a paper is "
            "to be filed: write the name as it stands in the record"
        )


def _can_be_opened(asked: Opened) -> None:
    """What an opening may name itself: part-sessions with both their days, and no decisions."""
    if asked.plans:
        raise BadAct("an opening fixes no dates: fix them once it is open")
    if asked.court:
        raise BadAct("an opening names no composition of the Court: adopt it once it is open")
    for session in asked.part_sessions:
        must_be_a_part_session(session)


def _fitting(standing: Appointment, entry: Entry) -> Appointment:
    """An amendment after which a later entry no longer fits is refused, naming that entry."""
    try:
        after = advance(standing, entry)
    except Misfit as misfit:
        raise Refused(
            None,
            f"entry {misfit.entry.number} would no longer fit: {misfit.because}",
            cure="amend that entry in the same act",
        ) from misfit
    for done in after.concluded:
        if done.on.latest < done.rests_on and not done.stage.by_itself:
            raise Refused(
                done.stage.clauses[0],
                f"entry {done.entry.number} ({done.occurrence}, {done.on}) would precede "
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
                    f"{new.occurrence} of {new.on} would break its limit",
                    cure="fix a later date, or record what the clause allows instead",
                )
