"""The audit: what happened in one appointment, laid beside what its rules had written.

The fourth driver of a script; its records are in `records`. What it tells depends on the entries
it is given and on one day alone. Whoever asks for the past gives the entries of then (`replay`),
and no later entry, edition or table can change the answer.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.acts import AppointmentId, Entry, Provenance, identity_of
from domain.agenda import Deviation, deviations, due_day
from domain.appointment import (
    Appointment,
    Concluded,
    OpenStage,
    Status,
    amend,
    fold,
    opening_entry,
)
from domain.audit.candidates import candidates_of
from domain.audit.changes import (
    corrections,
    corrections_of,
    court_adopted,
    dates_changed,
    editions_changed,
    refusals,
    sealed_papers,
    tables_changed,
)
from domain.audit.records import (
    Audit,
    AuditedStage,
    Bounds,
    Case,
    EditionOf,
    Keeping,
    LimitOf,
    MandateOf,
    Marks,
    Question,
    State,
    Timing,
)
from domain.audit.reminders import reminders_of
from domain.audit.votes import ballots, committee_ballots
from domain.in_camera import is_in_camera
from domain.mandates import start_of
from domain.outcomes import Opened, Settled
from domain.reckoning import Span, day_in_strasbourg
from domain.stages import Limit, Stage, Window
from domain.timetable import Expected, ahead


def day_of_audit(entries: Sequence[Entry], today: date) -> date:
    """The day on which an appointment is audited, if nobody asks for another.

    Of a closed one that of its last entry: its report never changes until something is recorded
    again. Of an open one today: what is overdue, and what lies ahead, is told as of today. Raises
    Misfit.
    """
    opened = opening_entry(entries)
    if opened is None:
        return today
    standing = fold(AppointmentId(""), entries)
    return day_in_strasbourg(entries[-1].recorded_at) if standing.mandate else today


def audit(
    appointment: AppointmentId,
    entries: Sequence[Entry],
    *,
    on: date,
    reminders_ahead: bool = True,
) -> Audit:
    """All that there is to tell of an appointment on a day, from its entries. Raises Misfit.

    `reminders_ahead`: also those that are still to come, by the policy of today; left out where
    somebody asks for the past, of which a later policy must change nothing.
    """
    opened = opening_entry(entries)
    if opened is None:
        return _never_opened(appointment, entries, on)
    standing = fold(appointment, entries)
    people = candidates_of(standing)  # before the forecast, which expects some of its own
    departed = {deviation.entry: deviation for deviation in deviations(standing)}
    still_open = standing.open
    expected = ahead(standing)
    return Audit(
        case=_case(standing, opened),
        on=on,
        stages=(
            *(
                _done(each, standing, departed.get(each.entry.number))
                for each in standing.concluded
            ),
            *_to_come(still_open, expected, standing, on),
        ),
        deviations=tuple(departed.values()),
        refusals=refusals(entries),
        questions=tuple(_questions(standing, still_open)),
        corrections=corrections(entries),
        dates=dates_changed(standing),
        part_sessions=tables_changed(standing),
        editions=editions_changed(standing),
        court=court_adopted(standing),
        candidates=people,
        ballots=ballots(standing),
        committee_ballots=committee_ballots(standing),
        reminders=reminders_of(standing, expected if reminders_ahead else (), on),
        papers=sealed_papers(entries),
        marks=_marks(entries),
        entries=len(entries),
        last_recorded_on=day_in_strasbourg(entries[-1].recorded_at),
    )


def _never_opened(appointment: AppointmentId, entries: Sequence[Entry], on: date) -> Audit:
    """Only refusals: it was asked for, and never opened."""
    office, party, year = identity_of(appointment)
    last = day_in_strasbourg(entries[-1].recorded_at) if entries else on
    return Audit(
        case=Case(id=appointment, office=office, party=party, year=year, status=Status.UNOPENED),
        on=on,
        refusals=refusals(entries),
        papers=sealed_papers(entries),
        entries=len(entries),
        last_recorded_on=last,
    )


def _case(standing: Appointment, opened: Entry) -> Case:
    opening, edition, mandate = standing.opening, standing.edition, standing.mandate
    return Case(
        id=standing.id,
        office=opening.office,
        party=opening.party,
        year=opening.year,
        status=standing.status,
        edition=EditionOf(edition.name, edition.since, edition.texts, edition.calendar),
        opened_on=opened.happened,
        opening_recorded_on=day_in_strasbourg(opened.recorded_at),
        term_ends=opening.term_ends,
        vacancy=opening.vacancy,
        holders=opening.holders,
        elected=standing.elected or "",
        mandate=MandateOf(
            mandate.elected,
            mandate.starts,
            start_of(standing).entry.provenance,
            mandate.last_day.span,
        )
        if mandate
        else None,
    )


# -- The stages ------------------------------------------------------------------------------


def _done(done: Concluded, standing: Appointment, departed: Deviation | None) -> AuditedStage:
    entry, now = done.entry, _bounds(done.stage.window)
    stood = entry.window
    written = Bounds(stood.opens, stood.closes) if stood else now
    early_is_lawful = stood.early_is_lawful if stood else done.stage.early
    return AuditedStage(
        occurrence=done.occurrence,
        state=State.DONE,
        body=entry.body or done.stage.body,
        clauses=_ids(done.stage),
        readings=done.stage.readings,
        mark=done.stage.mark,
        edition=_edition_at(entry, standing),
        written=written,
        moved_to=now if now != written else None,
        estimated=done.stage.window.estimated,
        early_is_lawful=early_is_lawful,
        limits=tuple(
            _limit(limit, _kept(limit, done.on, departed.broken if departed else ()))
            for limit in done.stage.limits
        ),
        planned=standing.opening.planned(done.occurrence) or done.stage.fixed,
        in_camera=is_in_camera(done.occurrence),
        entry=entry.number,
        happened=done.on,
        provenance=entry.provenance,
        recorded_on=day_in_strasbourg(entry.recorded_at),
        timing=_timing(written, done, early_is_lawful=early_is_lawful),
        days=departed.days if departed else 0,
        broken=departed.broken if departed else (),
        reason=departed.reason if departed else entry.reason,
        reference=entry.reference,
        outcome=done.outcome,
        corrected_by=corrections_of(entry.number, standing.entries),
    )


def _to_come(
    still_open: Sequence[OpenStage], expected: Sequence[Expected], standing: Appointment, on: date
) -> Iterator[AuditedStage]:
    """What is open and what lies ahead, by the calendar; then what merely may happen."""
    waited_for = {each.occurrence for each in still_open}
    for each in expected:
        is_open = each.open.occurrence in waited_for
        last = due_day(each.open)
        yield _waiting(
            each.open,
            standing,
            State.OPEN if is_open else State.AHEAD,
            on,
            by=each.by,
            overdue=bool(is_open and last and last < on),
        )
    may = (each for each in still_open if not each.stage.due)
    yield from (_waiting(each, standing, State.MAY, on) for each in may)


def _waiting(
    open_: OpenStage,
    standing: Appointment,
    state: State,
    on: date,
    *,
    by: date | None = None,
    overdue: bool = False,
) -> AuditedStage:
    stage = open_.stage
    return AuditedStage(
        occurrence=open_.occurrence,
        state=state,
        body=stage.body,
        clauses=_ids(stage),
        readings=stage.readings,
        mark=stage.mark,
        edition=standing.edition.name,
        written=_bounds(stage.window),
        moved_to=None,
        estimated=stage.window.estimated,
        early_is_lawful=stage.early,
        limits=tuple(_limit(limit, _waited_for(limit, on)) for limit in stage.limits),
        planned=open_.planned,
        in_camera=is_in_camera(open_.occurrence),
        by=by,
        overdue=overdue,
    )


def _edition_at(entry: Entry, standing: Appointment) -> str:
    """The edition that held when an entry was recorded."""
    opened = opening_entry(standing.entries)
    assert opened is not None
    assert isinstance(opened.outcome, Opened)
    since = [each.is_now for each in editions_changed(standing) if each.entry < entry.number]
    return since[-1] if since else opened.outcome.edition


def _bounds(window: Window) -> Bounds:
    return Bounds(window.opens.span, window.closes.span if window.closes else None)


def _ids(stage: Stage[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clause.id for clause in stage.clauses))


def _timing(window: Bounds, done: Concluded, *, early_is_lawful: bool) -> Timing:
    """Inside or outside for certain; else nobody can tell from the record.

    A window may open on an uncertain day of the step that it rests on: what was done in it was done
    after that step. Only of an estimate can nobody tell.
    """
    on, opens, closes = done.on, window.opens, window.closes
    if on.latest < opens.earliest:
        return Timing.EARLY_LAWFULLY if early_is_lawful else Timing.EARLY
    if closes and on.earliest > closes.latest:
        return Timing.LATE
    since = opens.latest if done.stage.window.opens.estimated else opens.earliest
    opened = early_is_lawful or on.earliest >= since
    closed = closes is not None and on.latest > closes.earliest
    return Timing.INSIDE if opened and not closed else Timing.UNCERTAIN


def _limit(limit: Limit, keeping: Keeping) -> LimitOf:
    return LimitOf(
        limit.clause.id,
        limit.not_before.span if limit.not_before else None,
        limit.not_after.span if limit.not_after else None,
        limit.cap,
        keeping,
    )


def _waited_for(limit: Limit, on: date) -> Keeping:
    """Of a step that has not happened: whether all days of its limit lie behind."""
    bounds = [each.latest for each in (limit.not_before, limit.not_after) if each]
    return Keeping.PASSED if max(bounds) < on else Keeping.AHEAD


def _kept(limit: Limit, on: Span, broken: Sequence[str]) -> Keeping:
    if limit.clause.id in broken:
        return Keeping.BROKEN
    sure = not (limit.may_be_broken_by(on.earliest) or limit.may_be_broken_by(on.latest))
    return Keeping.KEPT if sure else Keeping.UNCERTAIN


# -- Questions, and marks --------------------------------------------------------------------


def _questions(standing: Appointment, still_open: Sequence[OpenStage]) -> Iterator[Question]:
    """What the texts left open, in order: settled, or still waiting."""
    for done in standing.concluded:
        if isinstance(done.outcome, Settled):
            yield _question(done.stage, done.occurrence, done)
    for open_ in still_open:
        if open_.stage.unsettled:
            yield _question(open_.stage, open_.occurrence, None)


def _question(stage: Stage[object], occurrence: str, done: Concluded | None) -> Question:
    settled = done.outcome if done else None
    assert settled is None or isinstance(settled, Settled)
    return Question(
        occurrence=occurrence,
        clause=stage.clauses[0].id,
        readings=stage.readings,
        options=stage.options,
        bodies=stage.bodies,
        since=stage.window.opens.span,
        entry=done.entry.number if done else 0,
        option=settled.option if settled else "",
        settled_by=settled.body if settled else None,
        on=done.on if done else None,
        provenance=done.entry.provenance if done else None,
        reference=done.entry.reference if done else "",
    )


def _marks(entries: Sequence[Entry]) -> Marks:
    """Of the steps as they now read: the opening is none."""
    _, (_opening, *steps) = amend(entries)
    marks = [step.provenance for step in steps]
    return Marks(*(marks.count(mark) for mark in Provenance))
