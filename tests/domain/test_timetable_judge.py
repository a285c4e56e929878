"""The twelve months of an election to the Court, laid on days that were counted by hand."""

import calendar
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from domain.appointment import Appointment, OpenStage, fold
from domain.clauses import Mark
from domain.diaries import carry_out, read_diary
from domain.languages import ENGLISH, FRENCH
from domain.outcomes import Opened, Vacancy, VacancyCause
from domain.procedures.judge import PROCEDURE
from domain.reckoning import given
from domain.stages import Body
from domain.timetable import Row, forecast, opening_of, row
from domain.twelve_months import TwelveMonths, assumed

OPENED = date(2026, 1, 5)


def rows(
    ends: str, on: date = OPENED, branch: str = "ordinary", vacancy: Vacancy | None = None
) -> dict[str, Row]:
    """The forecast of a seat whose term ends on a day, or that falls vacant after it."""
    last_day = date.fromisoformat(ends)
    asked = Opened(
        "judge",
        last_day.year,
        party="andorra",
        term_ends=None if vacancy else last_day,
        vacancy=vacancy,
    )
    opening = opening_of(PROCEDURE, last_day.year, on, asked=asked)
    return {each.stage: each for each in map(row, forecast(opening, PROCEDURE, branch))}


# -- Golden timetables: the days counted by hand, with a calendar ----------------------------


class Golden(NamedTuple):
    """A row as it must be."""

    stage: str
    body: Body
    opens: str
    closes: str
    estimated: bool = False


SGPA, PARTY, PANEL = Body.SECRETARY_GENERAL_OF_THE_ASSEMBLY, Body.PARTY, Body.ADVISORY_PANEL
COMMITTEE, ASSEMBLY = Body.ELECTION_COMMITTEE, Body.ASSEMBLY


def before(opened: str, letter: str, names: str, opinion: str, list_: str) -> list[Golden]:
    """From the letter to the list."""
    return [
        Golden("letter", SGPA, opened, letter),
        Golden("selection", PARTY, letter, names),
        Golden("panel", PARTY, letter, names),
        Golden("opinion", PANEL, letter, opinion),
        Golden("submission", PARTY, opened, list_),
    ]


def after(weeks: tuple[str, str], ballot: tuple[str, str], start: tuple[str, str]) -> list[Golden]:
    """From the committee's three weeks to the start; the part-session is an estimate.

    No text says until when the voters are published: it is bounded by the step behind it.
    """
    next_sitting = (date.fromisoformat(ballot[1]) + timedelta(days=1)).isoformat()
    return [
        Golden("briefing", COMMITTEE, *weeks, estimated=True),
        Golden("committee-interviews", COMMITTEE, *weeks, estimated=True),
        Golden("recommendation", COMMITTEE, *weeks, estimated=True),
        Golden("ballot", ASSEMBLY, *ballot, estimated=True),
        Golden("announcement", Body.PRESIDENT, ballot[0], next_sitting, estimated=True),
        Golden("publication", SGPA, ballot[0], start[1], estimated=True),
        Golden("start", Body.ELECTED, *start),
    ]


GOLDEN = {
    # Thursday 30 April 2026, Thursday 30 July, Friday 30 October: no day off is met. Three weeks
    # after the list it is 20 November, so January: Monday 25, and three weeks before it Monday 4.
    "2027-04-30": [
        *before("2026-01-05", "2026-04-30", "2026-07-30", "2026-08-27", "2026-10-30"),
        *after(
            ("2027-01-04", "2027-01-25"), ("2027-01-25", "2027-01-29"), ("2027-05-01", "2027-05-01")
        ),
    ],
    # There is no 31 November: the 30th, a Monday. There is no 31 February: the 28th, a Sunday, so
    # Friday 26. Counted from the names, the list would be wanted on another day. Easter of 2027 is
    # on 28 March: April opens on Monday 12 or 19.
    "2027-08-31": [
        *before("2026-01-05", "2026-08-31", "2026-11-30", "2026-12-28", "2027-02-26"),
        *after(
            ("2027-03-22", "2027-04-19"), ("2027-04-12", "2027-04-23"), ("2027-09-01", "2027-09-01")
        ),
    ],
    # There is no 29 February 2027: the 28th, a Sunday, so Friday 26. Saturday 29 May: Friday 28.
    # Sunday 29 August: Friday 27. Three weeks later it is 17 September; autumn opens on Monday
    # 27 September or 4 October.
    "2028-02-29": [
        *before("2026-01-05", "2027-02-26", "2027-05-28", "2027-06-25", "2027-08-27"),
        *after(
            ("2027-09-06", "2027-10-04"), ("2027-09-27", "2027-10-08"), ("2028-03-01", "2028-03-01")
        ),
    ],
    # Wednesday 11 November is a holiday: Tuesday 10. Monday 11 May, Tuesday 11 August.
    "2027-05-11": [
        *before("2026-01-05", "2026-05-11", "2026-08-11", "2026-09-08", "2026-11-10"),
        *after(
            ("2027-01-04", "2027-01-25"), ("2027-01-25", "2027-01-29"), ("2027-05-12", "2027-05-12")
        ),
    ],
    # Sunday 31 May 2026: Friday 29. Monday 31 August; 30 November, a Monday too.
    "2027-05-31": [
        *before("2026-01-05", "2026-05-29", "2026-08-31", "2026-09-28", "2026-11-30"),
        *after(
            ("2027-01-04", "2027-01-25"), ("2027-01-25", "2027-01-29"), ("2027-06-01", "2027-06-01")
        ),
    ],
    # Saturday 28 February 2026: Friday 27. Thursday 28 May, Friday 28 August. Three weeks later
    # it is 18 September: autumn opens on Monday 28 September or 5 October, early enough.
    "2027-02-28": [
        *before("2026-01-05", "2026-02-27", "2026-05-28", "2026-06-25", "2026-08-28"),
        *after(
            ("2026-09-07", "2026-10-05"), ("2026-09-28", "2026-10-09"), ("2027-03-01", "2027-03-01")
        ),
    ],
}


@pytest.mark.parametrize("ends", GOLDEN)
def test_r1366_2_lays_the_twelve_months_on_their_days(ends: str) -> None:
    """Back from the last day of the term, each by itself, to the earlier working day."""
    got = [
        Golden(each.stage, each.body, each.opens, each.closes, each.estimated)
        for each in rows(ends).values()
    ]
    assert got == GOLDEN[ends]


def test_r1366_2_runs_forward_from_the_letter_after_a_vacancy() -> None:
    """Ireland 2014: from 1 October, two months and five; the election as on record, in April."""
    vacancy = Vacancy(date(2014, 9, 30), VacancyCause.RESIGNATION)
    timetable = rows("2014-09-30", date(2014, 10, 1), vacancy=vacancy)
    days = {stage: (each.opens, each.closes) for stage, each in timetable.items()}
    # Sunday 1 March 2015: the next working day. Three weeks later it is 23 March.
    assert days == {
        "letter": ("2014-10-01", "2014-12-01"),
        "selection": ("2014-10-01", "2014-12-01"),
        "panel": ("2014-10-01", "2014-12-01"),
        "opinion": ("2014-10-01", "2014-12-29"),
        "submission": ("2014-10-01", "2015-03-02"),
        "briefing": ("2015-03-30", "2015-04-20"),
        "committee-interviews": ("2015-03-30", "2015-04-20"),
        "recommendation": ("2015-03-30", "2015-04-20"),
        "ballot": ("2015-04-20", "2015-04-24"),
        "start": ("2015-04-20", "2015-07-24"),
    }


def test_r1366_2_rounds_a_month_down_and_rolls_on_where_it_runs_forward() -> None:
    """From 31 December: no 31 February, and the 28th is a Sunday; Monday 31 May stays.

    Monday 21 June, when the part-session opens, is three weeks after it to the day.
    """
    vacancy = Vacancy(date(2026, 12, 31), VacancyCause.DEATH)
    timetable = rows("2026-12-31", date(2026, 12, 31), vacancy=vacancy)
    assert timetable["panel"].closes == "2027-03-01"
    assert timetable["submission"].closes == "2027-05-31"
    assert timetable["ballot"].opens == "2027-06-21"


def test_r1366_2_begins_anew_with_a_letter_after_a_rejection() -> None:
    """Endorsed on 29 January at the latest; two months later it is Easter Monday, so the 30th."""
    timetable = rows("2027-04-30", branch="rejected")
    days = {
        stage: (each.opens, each.closes)
        for stage, each in timetable.items()
        if stage in ("endorsement", "start", "ballot") or stage.endswith("/2")
    }
    assert days == {
        "endorsement": ("2027-01-04", "2027-01-29"),
        "letter/2": ("2027-01-04", "2027-03-30"),
        "selection/2": ("2027-01-04", "2027-03-30"),
        "panel/2": ("2027-01-04", "2027-03-30"),
        "opinion/2": ("2027-01-04", "2027-04-27"),
        "submission/2": ("2027-01-04", "2027-06-29"),
        "briefing/2": ("2027-09-06", "2027-10-04"),
        "committee-interviews/2": ("2027-09-06", "2027-10-04"),
        "ballot": ("2027-09-27", "2027-10-08"),
        # The seat is vacant: until three months after the last day of the election.
        "start": ("2027-09-27", "2028-01-08"),
    }


# -- Every last day of a term ----------------------------------------------------------------


def months_back(of: date, months: int) -> date:
    """By the calendar alone: the same date, or the last day of a month that has none."""
    year, month = divmod(12 * of.year + of.month - 1 - months, 12)
    return date(year, month + 1, min(of.day, calendar.monthrange(year, month + 1)[1]))


def test_r1366_2_counts_every_step_from_the_last_day_of_the_term() -> None:
    """Never from another step, and never to a day off."""
    closed = frozenset(opening_of(PROCEDURE, 2027, OPENED, asked=_of(2027)).days_off)
    months = TwelveMonths(assumed(), closed)
    for n in range(366):
        last_day = date(2027, 1, 1) + timedelta(days=n)
        for step, back in (("letter", 12), ("selection", 9), ("panel", 9), ("list", 6), ("aim", 3)):
            of = months_back(last_day, back)
            while of.weekday() >= 5 or of in closed:
                of -= timedelta(days=1)
            laid = months.before_expiry(step, given(last_day, "the last day"))
            assert (laid.earliest, laid.latest) == (of, of), (last_day, step)


def _of(year: int) -> Opened:
    return Opened("judge", year, party="andorra", term_ends=date(year, 4, 30))


@pytest.mark.parametrize(
    ("ends", "flagged"),
    [
        ("2027-04-30", []),
        ("2027-08-31", ["panel", "selection"]),
        ("2028-02-29", ["letter", "panel", "selection"]),
    ],
)
def test_a_day_on_which_rounding_matters_says_so(ends: str, flagged: list[str]) -> None:
    """31 November and 29 February 2027: another rounding, another day."""
    said = ENGLISH.note["rounding"]
    assert sorted(each.stage for each in rows(ends).values() if said in each.notes) == flagged


# -- What is assumed, and what is warned of --------------------------------------------------


def test_whatever_rests_on_the_twelve_months_is_marked_as_assumed() -> None:
    """Mark A, and in both languages a sentence beside it."""
    timetable = rows("2027-04-30", branch="rejected")
    assumed_here = {stage for stage, each in timetable.items() if each.mark is Mark.ASSUMED}
    assert assumed_here == {
        *("letter", "selection", "panel", "opinion", "submission"),
        *("letter/2", "selection/2", "panel/2", "opinion/2", "submission/2"),
        *("briefing", "committee-interviews", "briefing/2", "committee-interviews/2", "ballot"),
        "recommendation",
    }
    opening = opening_of(PROCEDURE, 2027, OPENED, asked=_of(2027))
    for each in forecast(opening, PROCEDURE, "rejected"):
        for language in (ENGLISH, FRENCH):
            said = language.note["assumed"] in row(each, language).notes
            assert said is (each.open.occurrence in assumed_here)


@pytest.mark.parametrize(
    ("ends", "aim"),
    [
        # Saturday 30 January, so Friday 29, when January closes: over in time.
        ("2027-04-30", None),
        ("2027-04-29", None),
        # Thursday 28: it may not be over on that day.
        ("2027-04-28", "Thursday 28 January 2027"),
        ("2027-04-24", "Friday 22 January 2027"),
        ("2027-03-31", "Thursday 31 December 2026"),
    ],
)
def test_r1366_2_warns_of_an_election_later_than_the_aim(ends: str, aim: str | None) -> None:
    """Over three months before the term ends: an aim, and nothing is refused for it."""
    said = [note for note in rows(ends)["briefing"].notes if note.startswith("later than the aim")]
    assert said == ([f"later than the aim of R1366 2: {aim}"] if aim else [])


def test_r1366_2_has_no_aim_after_a_vacancy() -> None:
    """The term has ended: nothing can be over three months before that."""
    vacancy = Vacancy(date(2014, 9, 30), VacancyCause.RESIGNATION)
    notes = rows("2014-09-30", date(2014, 10, 1), vacancy=vacancy)["briefing"].notes
    assert not [note for note in notes if "aim" in note]


# -- Rules of Court 2: the start -------------------------------------------------------------

UNTIL_JANUARY_2027 = """judge/andorra 2027, edition 2019, opened on 5 January 2026, term ends {ends}
part-session 2027/1: opens 25 January 2027, closes 29 January 2027
5 January 2026  the Party is invited to submit a list by 30 October 2026
30 October 2026  the Party submits the list: {list}
14 January 2027  the committee is briefed, the Advisory Panel being invited
14 January 2027  the committee interviews the candidates
14 January 2027  the committee gives its recommendation
{ballot}  the Assembly votes: A One 100; B Two 10; C Three 10 -> elected: A One
"""
OF_BOTH_SEXES = "A One (woman, under 65); B Two (man, under 65); C Three (woman, under 65)"


def elected_on(ballot: str, ends: str, nominees: str = OF_BOTH_SEXES) -> Appointment:
    told = read_diary(UNTIL_JANUARY_2027.format(ballot=ballot, ends=ends, list=nominees))
    return fold(told.appointment, carry_out(told))


@pytest.mark.parametrize(
    ("ballot", "ends", "opens", "closes"),
    [
        # More than three months before the seat falls vacant: on that day.
        ("26 January 2027", "30 April 2027", "2027-05-01", "2027-05-01"),
        ("26 January 2027", "26 April 2027", "2027-04-27", "2027-04-27"),
        # Exactly three months: that day too (reading 17).
        ("26 January 2027", "25 April 2027", "2027-04-26", "2027-04-26"),
        # Less: when the judge takes up office, not before, and within three months of the election.
        ("26 January 2027", "24 April 2027", "2027-04-25", "2027-04-26"),
        ("27 January 2027", "24 April 2027", "2027-04-25", "2027-04-27"),
        ("26 January 2027", "31 January 2027", "2027-02-01", "2027-04-26"),
        ("26 January 2027", "26 January 2027", "2027-01-27", "2027-04-26"),
        # Vacant on the day of the election, or before it.
        ("26 January 2027", "25 January 2027", "2027-01-26", "2027-04-26"),
        ("26 January 2027", "5 January 2027", "2027-01-26", "2027-04-26"),
    ],
)
def test_rules_of_court_2_sets_the_start(ballot: str, ends: str, opens: str, closes: str) -> None:
    start = elected_on(ballot, ends).find("start")
    assert start is not None
    window = start.stage.window
    assert window.closes is not None
    got = (window.opens.earliest.isoformat(), window.closes.latest.isoformat())
    assert got == (opens, closes)


# -- R1366 3, ECHR 21: the committee is warned -----------------------------------------------


def briefing_with(nominees: str, *, panel: bool = False) -> OpenStage:
    """The briefing on a list, with the Panel consulted or not."""
    lines = UNTIL_JANUARY_2027.format(ballot="", ends="30 April 2027", list=nominees).splitlines()
    if panel:
        lines.insert(3, "30 July 2026  the Party sends names and curricula to the Advisory Panel")
    told = read_diary("\n".join(lines[: 4 + panel]))
    briefing = fold(told.appointment, carry_out(told)).find("briefing")
    assert briefing is not None
    return briefing


@pytest.mark.parametrize(
    ("nominees", "panel", "warned"),
    [
        (OF_BOTH_SEXES, True, []),
        (OF_BOTH_SEXES, False, [("panel not consulted", ())]),
        (
            "A One (woman, 65 or over); B Two (man, under 65, no CV); C Three (woman)",
            True,
            [
                ("not under 65", ("A One",)),
                ("age not tested", ("C Three",)),
                ("no curriculum", ("B Two",)),
            ],
        ),
    ],
)
def test_the_committee_is_warned_and_no_list_is_rejected_by_itself(
    nominees: str, panel: bool, warned: list[tuple[str, tuple[str, ...]]]
) -> None:
    """R1366 3 leaves its grounds to the committee; ECHR 21 and the Panel are shown to it."""
    notes = briefing_with(nominees, panel=panel).stage.notes
    assert [(note.key, note.of) for note in notes] == warned
