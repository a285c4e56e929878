"""What the reading commands answer: the same records for people and, as JSON, for programs.

The names of fields are promises to scripts. Days are ISO dates; an empty text stands where there
is no day, no body, nobody.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from domain.acts import Entry, Provenance, identity_of
from domain.agenda import Agenda, Deviation, Due, agenda, deviations
from domain.appointment import Appointment, Misfit, Status, as_they_read, opening_entry
from domain.audit.changes import corrections_of
from domain.candidates import Candidate, Roll
from domain.languages import ENGLISH
from domain.mandates import start_of
from domain.outcomes import BallotHeld, Opened, Outcome, RefusedAct
from domain.phrases import Language
from domain.reckoning import Span
from domain.timetable import Row


class Person(msgspec.Struct, frozen=True):
    """A candidate. `fallen`: withdrew or died; `lapsed`: of a call that was renewed."""

    name: str
    nationality: str
    proposed_by: tuple[str, ...]
    fallen: str
    lapsed: bool


class Refusal(msgspec.Struct, frozen=True):
    clause: str
    because: str
    cure: str


class Line(msgspec.Struct, frozen=True):
    """An entry. `reads` is how it now reads where entries `corrected_by` say otherwise; `counted`
    are the votes cast in a ballot and their majority; `papers` went with it, sealed.
    """

    number: int
    act: str
    stage: str
    kind: str
    sentence: str
    body: str
    happened: Span
    provenance: Provenance
    reason: str
    reference: str
    staff: str
    recorded_at: datetime
    refused: Refusal | None
    corrected_by: tuple[int, ...]
    reads: str
    counted: str
    papers: tuple[str, ...]


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment. `stage` is the first of the `stages` that somebody has to act on.

    `mandate_mark`: how the day is known on which the mandate starts.
    """

    id: str
    office: str
    party: str
    year: int
    edition: str
    status: Status
    stage: str = ""
    stages: tuple[str, ...] = ()
    candidates: tuple[Person, ...] = ()
    elected: str = ""
    mandate_starts: str = ""
    mandate_mark: Provenance | None = None
    mandate_ends: str = ""
    entries: tuple[Line, ...]
    deviations: tuple[Deviation, ...] = ()
    next: tuple[Due, ...] = ()
    timetable: tuple[Row, ...] = ()
    misfit: str = ""


class Listed(msgspec.Struct, frozen=True):
    """An appointment on one line. `stage`: one that is overdue, else the first to be acted on."""

    id: str
    office: str
    party: str
    year: int
    edition: str
    status: Status
    stage: str
    body: str
    closes: str
    overdue: bool
    elected: str
    mandate_starts: str
    mandate_mark: Provenance | None
    entries: int
    misfit: str


class Task(msgspec.Struct, frozen=True):
    """Something due. `expected`: its stage is not open yet, but comes next by the calendar."""

    id: str
    stage: str
    body: str
    what: str
    opens: str
    closes: str
    clause: str
    overdue: bool
    expected: bool
    notes: tuple[str, ...]


def page(
    appointment: str,
    entries: Sequence[Entry],
    standing: Appointment | Misfit | None,
    now: datetime,
    language: Language = ENGLISH,
) -> Page:
    """The page of an appointment. Uses its script up."""
    identity = identity_of(appointment)
    lines = tuple(_lines(entries, language))
    if not isinstance(standing, Appointment):
        opening = opening_entry(entries)
        opened = opening.outcome if opening else None
        return Page(
            id=appointment,
            office=identity.office,
            party=identity.party,
            year=identity.year,
            edition=opened.edition if isinstance(opened, Opened) else "",
            status=Status.OPEN if opened else Status.UNOPENED,
            entries=lines,
            misfit=str(standing or ""),
        )
    mandate = standing.mandate
    people = tuple(_people(standing.roll))  # before the forecast, which expects some of its own
    then = agenda(standing, standing.id, len(entries), now, language)
    return Page(
        id=appointment,
        office=identity.office,
        party=identity.party,
        year=identity.year,
        edition=standing.edition.name,
        status=standing.status,
        entries=lines,
        stage=_first(then),
        stages=tuple(due.stage for due in then.stages),
        candidates=people,
        elected=standing.elected or "",
        mandate_starts=days(mandate.starts) if mandate else "",
        mandate_mark=start_of(standing).entry.provenance if mandate else None,
        mandate_ends=days(mandate.last_day.span) if mandate else "",
        deviations=deviations(standing),
        next=then.stages,
        timetable=then.timetable,
    )


def unreadable(appointment: str, because: str) -> Page:
    """The page of an appointment whose record is not what was written."""
    identity = identity_of(appointment)
    return Page(
        id=appointment,
        office=identity.office,
        party=identity.party,
        year=identity.year,
        edition="",
        status=Status.OPEN,
        entries=(),
        misfit=because,
    )


def listed(of: Page) -> Listed:
    """A page on one line."""
    first = next((due for due in of.next if due.stage == of.stage), None)
    shown = next((due for due in of.next if due.overdue), first)
    return Listed(
        of.id,
        of.office,
        of.party,
        of.year,
        of.edition,
        of.status,
        shown.stage if shown else "",
        shown.body.value if shown else "",
        shown.closes if shown else "",
        bool(shown and shown.overdue),
        of.elected,
        of.mandate_starts,
        of.mandate_mark,
        len(of.entries),
        of.misfit,
    )


def tasks(of: Page, today: date, until: date | None) -> Iterable[Task]:
    """What is due; with a last day, also what is expected to begin by then, and nothing later."""
    for due in of.next:
        if due.may or (until and (due.closes or due.opens) > until.isoformat() < due.opens):
            continue
        yield Task(
            of.id,
            due.stage,
            due.body.value,
            due.what,
            due.opens,
            due.closes,
            due.clause,
            due.overdue,
            expected=False,
            notes=due.notes,
        )
    if until is None:
        return
    for row in of.timetable:
        if row.stage not in of.stages and row.opens <= until.isoformat():
            yield Task(
                of.id,
                row.stage,
                row.body.value,
                row.what,
                row.opens,
                row.closes,
                row.clause,
                overdue=bool(row.closes and row.closes < today.isoformat()),
                expected=True,
                notes=row.notes,
            )


def urgency(task: Task) -> tuple[bool, str]:
    """Overdue first, then by the day on which it is due, or may begin where none is set."""
    return not task.overdue, task.closes or task.opens


def days(span: Span) -> str:
    """2029-06-26, or 2029-06-25..2029-06-29: as it is typed."""
    if span.is_day:
        return span.earliest.isoformat()
    return f"{span.earliest}..{span.latest}"


def sentence(outcome: Outcome, language: Language = ENGLISH) -> str:
    """What an entry says; its kind where no phrase says the whole of it."""
    asked = outcome.asked if isinstance(outcome, RefusedAct) else outcome
    try:
        return language.say(asked)
    except StopIteration:
        return language.title(asked.stage) or type(asked).__name__


def _first(then: Agenda) -> str:
    due = [due for due in then.stages if not due.may]
    waiting = [due for due in due if due.options] or due
    return waiting[0].stage if waiting else ""


def _people(roll: Roll) -> Iterable[Person]:
    lapsed = {n: c for n, c in roll.lapsed.items() if n not in roll.candidates}
    for candidates, gone in ((roll.candidates, False), (lapsed, True)):
        yield from (_person(c, roll, lapsed=gone) for c in candidates.values())


def _person(of: Candidate, roll: Roll, *, lapsed: bool) -> Person:
    fallen = roll.fallen.get(of.name)
    return Person(of.name, of.nationality, of.proposed_by, fallen.value if fallen else "", lapsed)


def _lines(entries: Sequence[Entry], language: Language) -> Iterable[Line]:
    read = as_they_read(entries)
    for entry in entries:
        by = corrections_of(entry.number, entries)
        now_reads = read.get(entry.number)
        yield Line(
            entry.number,
            entry.act,
            entry.stage,
            entry.kind,
            sentence(entry.outcome, language),
            entry.body.value if entry.body else "",
            entry.happened,
            entry.provenance,
            entry.reason,
            entry.reference,
            entry.staff,
            entry.recorded_at,
            _refusal(entry),
            by,
            _reads(now_reads, language) if by else "",
            _counted(now_reads),
            tuple(f"{paper.what} of {paper.person}" for paper in entry.papers),
        )


def _reads(entry: Entry | None, language: Language) -> str:
    if entry is None:
        return "struck out"
    on = language.marked(entry.happened, entry.provenance)
    return f"{on}: {sentence(entry.outcome, language)}"


def _counted(entry: Entry | None) -> str:
    """RoP 40.11, RoP 41.1.c: what a newcomer would otherwise have to add up."""
    if entry is None or not isinstance(entry.outcome, BallotHeld):
        return ""
    count = entry.outcome.count
    return f"{count.cast} votes cast, absolute majority {count.absolute_majority}"


def _refusal(entry: Entry) -> Refusal | None:
    refused = entry.outcome
    if not isinstance(refused, RefusedAct):
        return None
    return Refusal(refused.clause, refused.because, refused.cure)
