"""The agenda: what comes next, for whom and until when; and when the clerk must look again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise

import msgspec

from domain.acts import AppointmentId, Provenance
from domain.appointment import Appointment, Concluded, OpenStage, Status
from domain.forms import Field, fields_of
from domain.languages import ENGLISH
from domain.mandates import start_of
from domain.outcomes import Corrected
from domain.phrases import Language, clause_ids
from domain.reckoning import A_DAY, Span, day_in_strasbourg, start_of_day
from domain.reminders import next_round, not_sent_since, planned
from domain.stages import Body
from domain.stepping import reason_of_the_plan
from domain.timetable import Expected, Row, ahead, row
from domain.windows import as_it_stood, days_outside


class Due(msgspec.Struct, frozen=True):
    """An open stage: what may be recorded now, with which fields or options, and until when.

    `closes` is the day on which it is due, as planned or as the text has it; empty where no text
    sets one. `may`: it may happen, nobody must act. `names`: the ballot paper, in its order.
    """

    stage: str
    body: Body
    what: str
    opens: str
    closes: str
    clause: str
    fields: tuple[Field, ...]
    options: tuple[str, ...]
    may: bool
    overdue: bool
    notes: tuple[str, ...]
    names: tuple[str, ...]


class Agenda(msgspec.Struct, frozen=True):
    """What comes next in one appointment, as of an instant.

    `version` counts the entries behind it; `alarm` lies strictly after the instant, and is None
    where nothing will change by itself. `details` and `attributes` are ready to copy.
    """

    appointment: AppointmentId
    version: int
    status: Status
    alarm: datetime | None
    alarm_summary: str
    details: str
    attributes: dict[str, str | tuple[str, ...]]
    stages: tuple[Due, ...]
    timetable: tuple[Row, ...]


class Deviation(msgspec.Struct, frozen=True):
    """Where practice left the text: a step outside its window, or past a limit.

    `days` is negative before the window and positive after it; 0 where only a limit was broken.
    `provenance`: how the day is known from which it is counted.
    """

    entry: int
    stage: str
    clause: str
    happened: Span
    opens: Span
    closes: Span | None
    days: int
    broken: tuple[str, ...]
    reason: str
    provenance: Provenance = Provenance.SEEN


def agenda(
    standing: Appointment | None,
    appointment: AppointmentId,
    version: int,
    now: datetime,
    language: Language = ENGLISH,
    *,
    reminding: bool = False,
) -> Agenda:
    """The agenda at an instant. Uses the appointment's script up.

    `reminding`: somebody sends reminders, so that it must ring for them too.
    """
    if standing is None:
        return Agenda(appointment, version, Status.UNOPENED, None, "", "Not opened.", {}, (), ())
    today, silent = day_in_strasbourg(now), not_sent_since(standing)
    open_, expected = standing.open, ahead(standing)
    alarm, ringing = _next_alarm(open_, now)
    first = next((o for o in open_ if o.stage.due), None)
    rows = tuple(_row(each, language, silent) for each in expected)
    attributes: dict[str, str | tuple[str, ...]] = {
        "CalendsOffice": standing.opening.office,
        "CalendsStatus": standing.status.value,
        "CalendsEdition": standing.edition.name,
        "CalendsStage": tuple(o.occurrence for o in open_ if o.stage.due),
        "CalendsBody": tuple(sorted({o.stage.body.value for o in open_ if o.stage.due})),
    }
    summary = _summary(ringing, language) if ringing else ""
    if reminding:
        letters = next_round(standing, planned(standing, expected), now)
        if letters and (alarm is None or letters < alarm):
            alarm, summary = letters, language.note["reminders"]
    if alarm:
        attributes["CalendsDue"] = alarm.isoformat()
    return Agenda(
        appointment,
        version,
        standing.status,
        alarm,
        summary,
        _details(standing, first, expected, language),
        attributes,
        tuple(_due(each, today, language, silent) for each in open_),
        rows,
    )


def deviations(standing: Appointment) -> tuple[Deviation, ...]:
    """Where practice left the text, in the order of the record."""
    found = (_deviation(done, standing) for done in standing.concluded)
    return tuple(each for each in found if each is not None)


def due_day(open_: OpenStage) -> date | None:
    """The day on which an open stage is due: as planned, else the last day of its window."""
    if open_.planned:
        return open_.planned.latest
    closes = open_.stage.window.closes
    return closes.latest if closes else None


def _deviation(done: Concluded, standing: Appointment) -> Deviation | None:
    window = done.entry.window
    if window is None:
        return None
    days_told = tuple(_days_told(done, standing))
    corrected = len(days_told) > 1
    now = as_it_stood(done.stage, done.on, done.outcome if corrected else None).broken
    # A corrected day is measured anew; a table revised since may break what was kept then.
    broken = now if corrected else tuple(dict.fromkeys((*window.broken, *now)))
    days = days_outside(window, done.on)
    if not days and not broken:
        return None
    return Deviation(
        done.entry.number,
        done.occurrence,
        window.clause,
        done.on,
        window.opens,
        window.closes,
        days,
        broken,
        _why_another_day(days_told)
        or done.entry.reason
        or reason_of_the_plan(done.occurrence, standing),
        done.entry.provenance,
    )


def _days_told(done: Concluded, standing: Appointment) -> Iterator[tuple[Span, str]]:
    """The day of an entry as it was written, and as each correction gives it: with the reason."""
    for entry in standing.entries:
        if entry.number == done.entry.number:
            yield entry.happened, entry.reason
        elif isinstance(entry.outcome, Corrected):
            for amended in entry.outcome.amendments:
                if amended.entry == done.entry.number and amended.happened:
                    yield amended.happened, entry.reason


def _why_another_day(days_told: Sequence[tuple[Span, str]]) -> str:
    """Why a correction gave another day than stood until then; empty where none did."""
    reasons = [why for (was, _), (on, why) in pairwise(days_told) if on != was]
    return reasons[-1] if reasons else ""


def _due(open_: OpenStage, today: date, language: Language, silent: Mapping[str, date]) -> Due:
    """`silent`: the stages of which a reminder could not be sent, and since when."""
    stage, last = open_.stage, due_day(open_)
    opens = open_.planned.earliest if open_.planned else stage.window.opens.earliest
    return Due(
        open_.occurrence,
        stage.body,
        language.title(stage.key),
        opens.isoformat(),
        last.isoformat() if last else "",
        clause_ids(stage.clauses),
        fields_of(stage.kind),
        stage.options,
        not stage.due,
        bool(stage.due and last and last < today),
        (*_unsent(open_, language, silent), *language.notes(stage, open_.planned)),
        stage.names,
    )


def _row(expected: Expected, language: Language, silent: Mapping[str, date]) -> Row:
    of = row(expected, language)
    notes = (*_unsent(expected.open, language, silent), *of.notes)
    return msgspec.structs.replace(of, notes=notes)


def _unsent(open_: OpenStage, language: Language, silent: Mapping[str, date]) -> tuple[str, ...]:
    since = silent.get(open_.occurrence)
    return (language.note["could not be sent"].format(language.day(since)),) if since else ()


def _next_alarm(
    open_: tuple[OpenStage, ...], now: datetime
) -> tuple[datetime | None, OpenStage | None]:
    """The next instant, strictly after now, at which a due stage opens, is due, or is overdue."""
    instants: list[tuple[datetime, OpenStage]] = []
    for each in open_:
        if not each.stage.due:
            continue
        last = due_day(each)
        days = [each.stage.window.opens.earliest, *((last, last + A_DAY) if last else ())]
        instants += [(start_of_day(of), each) for of in days]
    later = [(instant, each) for instant, each in instants if instant > now]
    return min(later, key=lambda pair: pair[0]) if later else (None, None)


def _summary(open_: OpenStage, language: Language) -> str:
    """What the clerk's timer is called: closing of candidatures, 10 January 2029, JIS App.1."""
    last = due_day(open_)
    day = f", {language.day(last)}" if last else ""
    return f"{language.title(open_.stage.key)}{day}, {open_.stage.clauses[0]}"


def _details(
    standing: Appointment,
    first: OpenStage | None,
    expected: tuple[Expected, ...],
    language: Language,
) -> str:
    """The timetable as Temporal's own pages show it."""
    head = f"**{standing.id}**, edition {standing.edition.name}: {standing.status.value}"
    lines = [head if first is None else f"{head}, next: {_summary(first, language)}"]
    if standing.mandate:
        mandate = standing.mandate
        starts = language.marked(mandate.starts, start_of(standing).entry.provenance)
        lines.append(f"{mandate.elected}, {starts} to {language.span(mandate.last_day.span)}")
    lines += [
        f"- ✓ {language.marked(done.on, done.entry.provenance)}: {language.title(done.occurrence)}"
        for done in standing.concluded
    ]
    for each in expected:
        opens, closes = each.window
        span = Span(opens.earliest, max(closes.latest if closes else opens.latest, opens.latest))
        lines.append(f"- {language.span(span)}: {language.title(each.open.occurrence)}")
    return "\n".join(lines)
