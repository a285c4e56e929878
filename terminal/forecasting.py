"""`timetable` and `explain`: the calendar of a year, before anything is opened."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, NamedTuple

import msgspec
import typer

from domain.clauses import CLAUSES, READINGS, Clause, Mark, Reading
from domain.outcomes import Opened, VacancyCause
from domain.parties import parties
from domain.phrases import Language
from domain.procedure import Edition
from domain.procedures import PROCEDURES
from domain.reckoning import Line, Reckoned, Span
from domain.stages import Body
from domain.timetable import Expected, forecast, opening_of, row, usual_opening
from terminal import options, screen, words
from terminal.faults import Code, nearest

ORDINARY = "ordinary"

Branch = Annotated[
    str,
    typer.Option(
        "--branch",
        metavar="BRANCH",
        help="; ".join(
            [ORDINARY]
            + [
                f"of {office}: {', '.join(name for name in of.branches if name != ORDINARY)}"
                for office, of in PROCEDURES.items()
            ]
        ),
    ),
]


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


class Laid(NamedTuple):
    """A calendar laid on days, and the edition of the rules that it was laid by."""

    edition: Edition
    expected: tuple[Expected, ...]


def timetable(
    office: options.Office,
    year: options.Year,
    branch: Branch = ORDINARY,
    term_ends: options.TermEnds = "",
    vacancy: options.Vacancy = "",
    cause: options.VacatedBy = None,
    lang: options.Lang = "en",
    json: options.Json = False,
) -> Code:
    """The calendar of a year laid on days, in one of its branches."""
    language = words.language_of(lang)
    asked = _asked(office, year, term_ends, vacancy, cause)
    edition, expected = _laid(asked, branch)
    rows = [row(each, language) for each in expected]
    if json:
        screen.emit(rows)
        return Code.DONE
    from terminal import showing

    screen.show(
        showing.heading(f"{office} {year}", f"{branch}, {_edition(edition, language)}"),
        showing.timetable(rows, language),
    )
    if not edition.calendar:
        screen.say(language.note["no calendar"].format(edition.name))
    return Code.DONE


def explain(
    office: options.Office,
    year: options.Year,
    stage: options.Stage,
    branch: Branch = ORDINARY,
    term_ends: options.TermEnds = "",
    vacancy: options.Vacancy = "",
    cause: options.VacatedBy = None,
    lang: options.Lang = "en",
    json: options.Json = False,
) -> Code:
    """How each day of a stage was computed: from what, counted how, under which clause."""
    language = words.language_of(lang)
    asked = _asked(office, year, term_ends, vacancy, cause)
    edition, expected = _laid(asked, branch)
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
            f"{explained.stage}{language.joints[0]}{explained.what}",
            f"{office} {year}, {branch}, {_edition(edition, language)}",
        ),
        showing.text(showing.body_name(explained.body, language)),
    )
    for title, lines in _paragraphs(explained, language):
        screen.show(showing.section(title), showing.lines(lines))
    return Code.DONE


def _asked(
    office: str, year: str, term_ends: str, vacancy: str, cause: VacancyCause | None
) -> Opened:
    """What the calendar is asked for. It may leave the Party of a seat open."""
    of, vacant = words.year(year), words.vacancy_of(vacancy, cause)
    procedure = PROCEDURES.get(office)
    any_seat = procedure is not None and procedure.by_party
    seat = words.seat_of(f"{office}/{_a_member_in(of)}" if any_seat else office)
    ends = words.day_of(term_ends) if term_ends else None
    words.must_say_when_it_ends(seat, ends, vacant)
    if vacant and vacant.on.year != of:
        raise words.bad(
            f"the vacancy of {vacant.on} does not fall in {of}: give the year {vacant.on.year}"
        )
    return Opened(seat.procedure.office, of, party=seat.party, term_ends=ends, vacancy=vacant)


def _a_member_in(year: int) -> str:
    """Whichever Party it is: a member State throughout the year."""
    return next(key for key, of in parties().items() if of.is_a_member_on(date(year, 12, 31)))


def _laid(asked: Opened, branch: str) -> Laid:
    """Before all that it says: no appointment is needed."""
    procedure = PROCEDURES[asked.office]
    words.branch_of(procedure, branch)
    opening = opening_of(procedure, asked.year, usual_opening(procedure, asked), asked=asked)
    edition = procedure.edition(opening.edition)
    assert edition is not None
    return Laid(edition, forecast(opening, procedure, branch))


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
        tuple(_said(clause, language) for clause in dict.fromkeys(c.id for c in stage.clauses)),
        tuple(_read(number, language) for number in stage.readings),
        said.mark,
        said.notes,
    )


def _edition(of: Edition, language: Language) -> str:
    return language.note["edition"].format(of.name)


def _said(clause: str, language: Language) -> Clause:
    of = CLAUSES[clause]
    return msgspec.structs.replace(of, about=language.about(of))


def _read(number: int, language: Language) -> Reading:
    of = READINGS[number]
    return msgspec.structs.replace(of, text=language.reading(of))


def _worked(of: Reckoned, language: Language) -> Worked:
    said = tuple(language.working(of))
    return Worked(of.earliest, of.latest, of.estimated, said, of.working)


def _paragraphs(of: Explained, language: Language) -> Iterator[tuple[str, list[str]]]:
    say, colon = language.note, language.joints[0]

    def day(title: str, worked: Worked) -> tuple[str, list[str]]:
        estimated = f", {say['estimate']}" if worked.estimated else ""
        span = language.span(Span(worked.earliest, worked.latest))
        return f"{title}{colon}{span}{estimated}", list(worked.working)

    yield day(say["opening"], of.opens)
    if of.closes:
        yield day(say["closing"], of.closes)
    else:
        yield say["closing"], [say["no closing"]]
    for bound in of.limits:
        side = "limit before" if bound.side == "not before" else "limit after"
        yield day(say[side].format(bound.clause), bound.day)
    yield say["clauses"], [f"{each.id} [{each.mark}]{colon}{each.about}" for each in of.clauses]
    if of.readings:
        read = [f"{each.number} [{each.mark}]{colon}{each.text}" for each in of.readings]
        yield say["readings cited"], read
    if of.notes:
        yield say["notes"], list(of.notes)
