"""`timetable` and `explain`: the calendar of a year, before anything is opened."""

from collections.abc import Iterator
from datetime import date

import msgspec

from domain.clauses import CLAUSES, READINGS, Clause, Mark, Reading
from domain.phrases import Language
from domain.procedure import Procedure
from domain.reckoning import Line, Reckoned, Span
from domain.stages import Body
from domain.timetable import Expected, forecast, opening_of, row
from terminal import options, screen, words
from terminal.faults import Code, nearest

SEPTEMBER = 9
CALENDAR_SINCE = "2018"


class Worked(msgspec.Struct, frozen=True):
    """A day with its working: as said, and line by line."""

    earliest: date
    latest: date
    estimated: bool
    working: tuple[str, ...]
    lines: tuple[Line, ...]


class Bound(msgspec.Struct, frozen=True):
    """A limit that a clause sets beside the window. `side`: not before, or not after."""

    clause: str
    side: str
    day: Worked


class Explained(msgspec.Struct, frozen=True):
    """How the days of a stage were computed. `closes` is null where no text sets a day."""

    stage: str
    body: Body
    what: str
    opens: Worked
    closes: Worked | None
    limits: tuple[Bound, ...]
    clauses: tuple[Clause, ...]
    readings: tuple[Reading, ...]
    mark: Mark
    notes: tuple[str, ...]


def timetable(
    office: options.Office,
    year: options.Year,
    branch: options.Branch = "ordinary",
    lang: options.Lang = "en",
    json: options.Json = False,
) -> Code:
    """The calendar of a year laid on days, in one of its branches."""
    procedure, language = words.procedure_of(office), words.language_of(lang)
    edition, expected = _forecast(procedure, year, branch)
    rows = [row(each, language) for each in expected]
    if json:
        screen.emit(rows)
        return Code.DONE
    from terminal import showing

    screen.show(
        showing.heading(f"{office} {year}", f"{branch}, edition {edition}"),
        showing.timetable(rows, language),
    )
    if edition < CALENDAR_SINCE:
        screen.say(
            f"Edition {edition} has no calendar that is known: only the Regulations' own limits "
            "have days; the rest is for the timetable of the Committee of Ministers."
        )
    return Code.DONE


def explain(
    office: options.Office,
    year: options.Year,
    stage: options.Stage,
    branch: options.Branch = "ordinary",
    lang: options.Lang = "en",
    json: options.Json = False,
) -> Code:
    """How each day of a stage was computed: from what, counted how, under which clause."""
    procedure, language = words.procedure_of(office), words.language_of(lang)
    edition, expected = _forecast(procedure, year, branch)
    by_name = {each.open.occurrence: each for each in expected}
    plain = stage.strip().removesuffix("/1")
    if plain not in by_name:
        raise words.bad(
            f"no stage {words.printable(stage)} is expected in the {branch} branch of {year}"
            f"{nearest(plain, by_name)}"
        )
    explained = _explained(by_name[plain], language)
    if json:
        screen.emit(explained)
        return Code.DONE
    from terminal import showing

    screen.show(
        showing.heading(
            f"{explained.stage}: {explained.what}",
            f"{office} {year}, {branch}, edition {edition}",
        ),
        showing.text(showing.body_name(explained.body, language)),
    )
    for title, lines in _paragraphs(explained, language):
        screen.show(showing.section(title), showing.lines(lines))
    return Code.DONE


def _forecast(procedure: Procedure, year: str, branch: str) -> tuple[str, tuple[Expected, ...]]:
    """As on the first day of the calendar, a September before: no appointment is needed."""
    words.branch_of(procedure, branch)
    of = words.year(year)
    opening = opening_of(procedure, of, date(of - 1, SEPTEMBER, 1))
    return opening.edition, forecast(opening, procedure, branch)


def _explained(of: Expected, language: Language) -> Explained:
    stage = of.open.stage
    said = row(of, language)
    opens, closes = of.window
    return Explained(
        said.stage,
        said.body,
        said.what,
        _worked(opens, language),
        _worked(closes, language) if closes else None,
        tuple(
            Bound(limit.clause.id, side, _worked(reckoned, language))
            for limit in stage.limits
            for side, reckoned in (
                ("not before", limit.not_before),
                ("not after", limit.not_after),
            )
            if reckoned
        ),
        tuple({clause.id: CLAUSES[clause.id] for clause in stage.clauses}.values()),
        tuple(READINGS[number] for number in stage.readings),
        said.mark,
        said.notes,
    )


def _worked(of: Reckoned, language: Language) -> Worked:
    said = tuple(language.working(of))
    return Worked(of.earliest, of.latest, of.estimated, said, of.working)


def _paragraphs(of: Explained, language: Language) -> Iterator[tuple[str, list[str]]]:
    def day(title: str, worked: Worked) -> tuple[str, list[str]]:
        estimated = ", an estimate" if worked.estimated else ""
        span = language.span(Span(worked.earliest, worked.latest))
        return f"{title}: {span}{estimated}", list(worked.working)

    yield day("Opens", of.opens)
    if of.closes:
        yield day("Closes", of.closes)
    else:
        yield "Closes", [language.note["no closing"]]
    for bound in of.limits:
        side = "Not before" if bound.side == "not before" else "Not later than"
        yield day(f"{side} ({bound.clause})", bound.day)
    yield "Clauses", [f"{each.id} [{each.mark}]: {each.about}" for each in of.clauses]
    if of.readings:
        yield "Readings", [f"{each.number} [{each.mark}]: {each.text}" for each in of.readings]
    if of.notes:
        yield "Notes", list(of.notes)
