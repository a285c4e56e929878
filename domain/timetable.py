"""The forecast: a calendar laid on days, for a year in a branch, or for what lies ahead.

It drives the script with the outcome that each stage expects. A stage that merely may happen is
passed over.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import msgspec

from domain.acts import BadAct
from domain.appointment import Appointment, Drive, OpenStage, begin
from domain.candidates import PLACEHOLDERS, Candidate
from domain.clauses import Mark
from domain.languages import ENGLISH
from domain.outcomes import CandidaturesClosed, Opened, Outcome
from domain.phrases import Language, clause_ids
from domain.procedure import Procedure
from domain.procedures import PROCEDURES
from domain.reckoning import Span
from domain.sittings import PartSession, days_off, part_sessions
from domain.stages import Body, Window
from domain.twelve_months import with_own_lines

LONGEST = 60  # stages: no course of any procedure is nearly so long
SEPTEMBER = 9
A_YEAR_AND_A_MONTH = timedelta(days=396)


class Row(msgspec.Struct, frozen=True):
    """One line of a timetable. Days are ISO dates.

    `opens` is the earliest and `closes` the latest day, as planned or as the text has it; the notes
    say where no text sets a day. Where they rest on a part-session that is not announced
    `estimated` is true, and the notes give the spans.
    """

    stage: str
    body: Body
    what: str
    opens: str
    closes: str
    estimated: bool
    clause: str
    mark: Mark
    notes: tuple[str, ...]


class Expected(NamedTuple):
    """A stage that lies ahead, its window, and the day by which it must be done.

    Where no text sets that day it is that of the next step which has one.
    """

    open: OpenStage
    window: Window
    by: date


def opening_of(procedure: Procedure, year: int, on: date, *, asked: Opened | None = None) -> Opened:
    """An opening with everything its days are reckoned from, by value.

    Raises BadAct where no edition was in force, or a table does not reach so far.
    """
    asked = asked or Opened(procedure.office, year)
    if asked.term_ends and abs(asked.term_ends.year - year) > 1:
        raise BadAct(f"a term that ends on {asked.term_ends} is not for an election of {year}")
    edition = procedure.edition(asked.edition) if asked.edition else procedure.edition_on(on)
    if edition is None:
        known = ", ".join(edition.name for edition in procedure.editions)
        raise BadAct(
            f"no edition {asked.edition} of the rules is known; known: {known}"
            if asked.edition
            else f"no edition of the rules is known for {on}: the first is of "
            f"{procedure.editions[0].since}"
        )
    first, last = year - 1, year + 1
    counts_back = bool(procedure.months()) and not asked.vacancy
    try:
        return msgspec.structs.replace(
            asked,
            edition=edition.name,
            opened_on=on,
            term_ends=asked.vacancy.on
            if asked.vacancy
            else asked.term_ends or _usual_end(procedure, year),
            twelve_months=with_own_lines(asked.twelve_months, procedure.months()),
            part_sessions=_with(asked.part_sessions, part_sessions(first, last)),
            # Twelve months before a term that ends early in its year lie a year further back.
            days_off=days_off(first - counts_back, last),
        )
    except ValueError as error:
        raise BadAct(str(error)) from error


def usual_opening(procedure: Procedure, asked: Opened) -> date:
    """The day on which a calendar is laid that nobody has opened: before all that it says.

    At once after a vacancy; else in the September before, or a year and a month before the end of
    the term, where no year has a calendar of its own.
    """
    if asked.vacancy:
        return asked.vacancy.on
    if procedure.term_ends:
        return date(asked.year - 1, SEPTEMBER, 1)
    ends = asked.term_ends or _usual_end(procedure, asked.year)
    return ends - A_YEAR_AND_A_MONTH


def _usual_end(procedure: Procedure, year: int) -> date:
    if procedure.term_ends is None:
        raise BadAct(
            f"no text says when a term of {procedure.office} ends: give its last day (term ends), "
            "or the vacancy"
        )
    return procedure.term_ends(year)


def must_be_a_part_session(session: PartSession) -> None:
    """Raises BadAct for one of which only one day is given, or whose days cannot be."""
    opens, closes = session.opens, session.closes
    if (opens is None) != (closes is None):
        raise BadAct("give both days of a part-session, or neither where it is cancelled")
    if opens is None or closes is None:
        return
    if closes.earliest < opens.earliest or closes.latest < opens.latest:
        raise BadAct("a part-session cannot close before it opens")
    if abs(opens.earliest.year - session.year) > 1:
        raise BadAct(f"{opens} is no day of a part-session of {session.year}")


def _with(
    asked: tuple[PartSession, ...], table: tuple[PartSession, ...]
) -> tuple[PartSession, ...]:
    """The table of part-sessions, with those that the opening names itself in their places."""
    own = {session.key: session for session in asked}
    return tuple(own.get(session.key, session) for session in table)


def forecast(opening: Opened, procedure: Procedure, branch: str = "") -> tuple[Expected, ...]:
    """The calendar of a year before anything is recorded, in one of its branches."""
    return _drive_ahead(begin(opening), procedure.branches.get(branch, {}))


def ahead(appointment: Appointment) -> tuple[Expected, ...]:
    """What lies ahead of an appointment if all goes as expected. Uses its script up."""
    return _drive_ahead(appointment.drive, {})


def comes_to(appointment: Appointment, key: str) -> bool:
    """Whether a stage opens if all goes as expected, or may then open. Uses the script up."""
    drive = appointment.drive
    return drive.offers(key) or any(drive.offers(key) for _ in _steps(drive, {}))


def _drive_ahead(drive: Drive, differs: Mapping[str, Outcome]) -> tuple[Expected, ...]:
    return tuple(_bounded(tuple(_steps(drive, differs))))[::-1]


def _steps(drive: Drive, differs: Mapping[str, Outcome]) -> Iterator[OpenStage]:
    """Each step as it is taken: the drive is then at what follows it."""
    for _ in range(LONGEST):
        due = [open_ for open_ in drive.open if open_.stage.due]
        if not due:
            return
        # What may happen happens in the branch that is named after it.
        chosen = [o for o in drive.open if not o.stage.due and o.occurrence in differs]
        next_ = min(chosen or due, key=_by_its_end)
        stage = next_.stage
        if stage.kind is CandidaturesClosed:
            _enter_whoever_is_expected(drive)
        outcome = differs.get(next_.occurrence, stage.expected)
        drive.send(stage, outcome, _expected_day(next_))
        yield next_
    raise AssertionError(f"the forecast does not end: {drive.open[0].occurrence}")


def _enter_whoever_is_expected(drive: Drive) -> None:
    """Until candidatures are closed others may come: as many as the list wants are expected."""
    wanted = PROCEDURES[drive.opening.office].names
    for name in PLACEHOLDERS[len(drive.roll.standing) : wanted]:
        drive.roll.enter(Candidate(name, "", ()))


def _bounded(steps: Sequence[OpenStage]) -> Iterator[Expected]:
    """From the last step to the first: a day that no text sets is bounded by the step behind it.

    A limit beside the window, as those of REG 4 and REG 8.b, bounds its own step.
    """
    bound: date | None = None
    for step in reversed(steps):
        opens, closes = step.stage.window
        if step.planned or closes:
            bound = _expected_day(step).latest
        by = bound or opens.latest
        for limit in () if step.planned else step.stage.limits:
            by = min(by, limit.not_after.latest) if limit.not_after else by
        yield Expected(step, step.stage.window, max(by, opens.earliest))


def _by_its_end(open_: OpenStage) -> date:
    return _expected_day(open_).latest


def _expected_day(open_: OpenStage) -> Span:
    """As planned; else at any day of its window, and not before the step that it rests on."""
    if open_.planned:
        return open_.planned
    opens, closes = open_.stage.window
    latest = closes.latest if closes else opens.latest
    earliest = max(min(opens.earliest, latest), min(open_.rests_on, latest))
    return Span(earliest, latest)


def row(expected: Expected, language: Language = ENGLISH) -> Row:
    """A line of the timetable, said in a language."""
    stage = expected.open.stage
    planned = expected.open.planned
    opens = planned.earliest if planned else expected.window.opens.earliest
    return Row(
        stage=expected.open.occurrence,
        body=stage.body,
        what=language.title(stage.key),
        opens=opens.isoformat(),
        closes=expected.by.isoformat(),
        estimated=expected.window.estimated,
        clause=clause_ids(stage.clauses),
        mark=stage.mark,
        notes=tuple(language.notes(stage, planned)),
    )
