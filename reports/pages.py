"""The report on one appointment as pages: what is told, its timeline, and how every page begins."""

from collections.abc import Iterator

import msgspec

from domain.audit.records import Audit, Ballot
from domain.phrases import Language
from reports.captions import Captions, captions_of
from reports.pictures.timeline import (
    NO_LAST_DAY,
    NOT_MEASURED,
    SHAPES,
    UNCERTAIN,
    Timeline,
    counted,
    timeline,
)
from reports.sentences import capital, in_office
from reports.sheets import Figure, Sheet
from reports.told.records import Fact
from reports.told.report import Report, told
from reports.typesetting import typeset
from reports.words import WORDS, Words


class Vote(msgspec.Struct, frozen=True):
    """A bar of a ballot: between 0 and 1 of the votes cast."""

    name: str
    share: float
    elected: bool


class Bars(msgspec.Struct, frozen=True):
    """A ballot as bars, and where more than half of the votes cast begin, if it asked for that."""

    votes: tuple[Vote, ...]
    majority: float | None


class AuditSheet(Sheet, frozen=True, kw_only=True):
    """All that the pages say, for their template. `bars` stand beside the blocks of the ballots."""

    facts: tuple[Fact, ...]
    course: str
    timeline: Timeline | None
    report: Report
    ballots: str
    bars: tuple[Bars | None, ...]


def audit_pages(of: Audit, language: Language, checkpoint: str = "") -> bytes:
    """The report as PDF/A. `checkpoint`: the signed note that it is to be held against, if any."""
    return typeset("audit", sheet(of, language, checkpoint), of.on)


def sheet(of: Audit, language: Language, checkpoint: str = "") -> AuditSheet:
    """The report for its template."""
    words, captions, report = WORDS[language.code], captions_of(language), told(of, language)
    lines = tuple(checkpoint.strip().splitlines())
    drawn = timeline(of, language)
    held_against = (Fact(captions.checkpoint, lines),) if lines else ()
    return AuditSheet(
        language=language.code,
        region=captions.region,
        kind=report.title,
        title=report.subject,
        subtitle=_subtitle(of, language, words),
        subject=f"{report.title}: {of.case.id}",
        keywords=("Calends", of.case.id, of.case.office),
        running=report.subject,
        id=of.case.id,
        foot=words.foot.format(language.day(of.on)),
        page=captions.page,
        day=(of.on.year, of.on.month, of.on.day),
        figures=tuple(_figures(drawn, captions)),
        facts=(*report.facts, *held_against),
        course=captions.course,
        timeline=drawn,
        report=report,
        ballots=words.chapters.ballots[0],
        bars=tuple(_bars(of, report, words)),
    )


def _subtitle(of: Audit, language: Language, words: Words) -> str:
    """Who was elected and for how long; until then how the appointment stands."""
    if mandate := of.case.mandate:
        return in_office(mandate, language, words)
    status = capital(words.statuses[of.case.status])
    return f"{status}{language.joints[0]}{of.case.elected}" if of.case.elected else status


def _figures(drawn: Timeline | None, captions: Captions) -> Iterator[Figure]:
    """How many steps there were, and how they lay to their windows."""
    steps = counted(drawn.rows if drawn else ())
    if not steps:
        return
    yield Figure(str(steps.total()), captions.steps)
    for each in SHAPES:
        if each != UNCERTAIN or steps[each]:
            yield Figure(str(steps[each]), captions.shapes[each])
    for each, what in ((NO_LAST_DAY, captions.no_last_day), (NOT_MEASURED, captions.not_measured)):
        if steps[each]:
            yield Figure(str(steps[each]), what)


def _bars(of: Audit, report: Report, words: Words) -> Iterator[Bars | None]:
    """For each block of the ballots its bars; none for the vote of a committee."""
    bars = {ballot.entry: _bar(ballot) for ballot in of.ballots if ballot.cast}
    blocks = next(c.blocks for c in report.chapters if c.title == words.chapters.ballots[0])
    for block in blocks:
        yield bars.get(block.entry)


def _bar(of: Ballot) -> Bars:
    assert of.cast
    votes = tuple(
        Vote(each.name, round((each.votes or 0) / of.cast, 5), each.name == of.elected)
        for each in of.votes
    )
    majority = of.absolute_majority if of.number == 1 else None
    return Bars(votes, round(majority / of.cast, 5) if majority else None)
