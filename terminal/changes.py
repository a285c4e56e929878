"""What changed from one day to another, in sentences."""

from collections.abc import Iterator

from domain.acts import Provenance
from domain.audit.records import (
    AuditedStage,
    Bounds,
    CandidateOf,
    Correction,
    DateChanged,
    Read,
    RefusedAsk,
    TableChanged,
)
from domain.differences import Differences, StatusChanged, WindowMoved
from domain.languages import ENGLISH
from domain.otherwise import Stop
from domain.outcomes import Recordable
from domain.reckoning import Span
from reports.days import timing, window
from reports.sentences import capital
from reports.words import WORDS
from terminal import pages

SAID = WORDS[ENGLISH.code]


def sentences(of: Differences) -> Iterator[str]:
    """What changed, in the order in which one would tell it."""
    yield from _status(of.before, of.after)
    for step in of.done:
        yield f"{capital(_done(step))} (entry {step.entry})."
    yield from (_departed(step) for step in of.departed)
    for step in of.undone:
        yield f"Entry {step.entry} is no longer told: {_done(step)}."
    for each in of.read_otherwise:
        was, reads = _done(each.before), _done(each.after)
        yield f"Entry {each.after.entry} read: {was}; it reads: {reads}."
    yield from map(_refusal, of.refusals)
    for correction in of.corrections:
        yield from _correction(correction)
    yield from map(_date, of.dates)
    yield from map(_part_session, of.part_sessions)
    for edition in of.editions:
        yield f"Edition {edition.is_now} of the rules was adopted in the place of {edition.was}."
    for court in of.court:
        yield f"The Court was said to have {court.women} women and {court.men} men."
    yield from _candidates(of)
    for stage in of.opened:
        yield (
            f"{_title(stage)} opened: {days(stage.written, stage.planned)}, "
            f"{ENGLISH.bodies[stage.body]}, {', '.join(stage.clauses)}."
        )
    for stage in of.shut:
        yield f"{_title(stage)} is no longer open."
    yield from map(_moved, of.moved)


def _status(before: StatusChanged, after: StatusChanged) -> Iterator[str]:
    if before.edition and before.edition != after.edition:
        yield f"The rules were those of edition {before.edition}, and are those of {after.edition}."
    if before.status != after.status:
        under = "" if before.edition else f", under edition {after.edition}"
        yield f"The appointment was {before.status}, and is {after.status}{under}."
    if before.elected != after.elected:
        yield f"{after.elected or 'Nobody'} is elected; before, {before.elected or 'nobody'} was."
    if after.mandate and after.mandate != before.mandate:
        starts = ENGLISH.marked(after.mandate.starts, after.mandate.mark)
        ends = ENGLISH.span(after.mandate.ends)
        yield f"{after.mandate.elected} is in office: {starts} to {ends}."


def _departed(of: AuditedStage) -> str:
    reason = f" ({of.reason})" if of.reason else ""
    return (
        f"Entry {of.entry} leaves the text: {timing(of, SAID)}; its window is "
        f"{window(of.written, ENGLISH, SAID)}, {of.clauses[0]}{reason}."
    )


def _refusal(of: RefusedAsk) -> str:
    under = f" under {of.clause}" if of.clause else ""
    return (
        f"Refused{under}, {_on(of.on, of.provenance, of.asked)}: {of.because} (entry {of.entry})."
    )


def _correction(of: Correction) -> Iterator[str]:
    for each in of.amended:
        reads = _read(each.after) if each.after else "struck out"
        was = _read(each.before)
        yield f"Entry {each.entry} is corrected by entry {of.entry}: {was} → {reads}."


def _read(of: Read) -> str:
    return _on(of.on, of.provenance, of.outcome)


def _date(of: DateChanged) -> str:
    was = f", before it {ENGLISH.span(of.was)}" if of.was else ""
    how = "moved to" if of.moved else "fixed for"
    reason = f" ({of.reason})" if of.reason else ""
    return f"The {ENGLISH.title(of.stage)} was {how} {ENGLISH.span(of.is_now)}{was}{reason}."


def _part_session(of: TableChanged) -> str:
    name = f"The {ENGLISH.parts[of.part]} part-session of {of.year}"
    if of.opens is None:
        return f"{name} was cancelled."
    closes = f" to {ENGLISH.day(of.closes)}" if of.closes else ""
    return f"{name} was set for {ENGLISH.day(of.opens)}{closes}."


def _candidates(of: Differences) -> Iterator[str]:
    for each in of.candidates:
        nationality = f" ({each.nationality})" if each.nationality else ""
        by = f", proposed by {'; '.join(each.proposed_by)}" if each.proposed_by else ""
        yield f"{each.name}{nationality} is a candidate{by}: {each.fate.value}."
    for each in of.candidates_gone:
        yield f"{each.name} is no longer told as a candidate."
    for change in of.candidates_changed:
        yield f"{change.after.name}: {_fate(change.before)}, now {_fate(change.after)}."


def _fate(of: CandidateOf) -> str:
    return f"{of.fate.value}{f' on {ENGLISH.span(of.fell_on)}' if of.fell_on else ''}"


def _moved(of: WindowMoved) -> str:
    return (
        f"{capital(ENGLISH.title(of.stage))} ({of.stage}) moved: "
        f"{days(of.before, of.planned_before)} → {days(of.after, of.planned_after)}."
    )


def _title(of: AuditedStage) -> str:
    return f"{capital(ENGLISH.title(of.occurrence))} ({of.occurrence})"


def days(of: Bounds, planned: Span | None) -> str:
    """The day that is fixed, or the window."""
    return f"fixed: {ENGLISH.span(planned)}" if planned else window(of, ENGLISH, SAID)


def _done(of: AuditedStage) -> str:
    return _on(of.happened, of.provenance, of.outcome)


def _on(on: Span | None, mark: Provenance | None, outcome: Recordable | None) -> str:
    assert on is not None
    assert mark is not None
    assert outcome is not None
    return f"{ENGLISH.marked(on, mark)}, {pages.sentence(outcome)}"


def beyond(of: Stop) -> str:
    """That another edition cannot tell the rest."""
    return (
        f"From entry {of.entry} on the record does not fit it: it has no place there for this step "
        f"({ENGLISH.title(of.stage) or 'of no stage'}). What is told here ends before that entry."
    )
