"""The calendar laid on days: golden timetables of past and coming years, in every branch."""

import calendar
from datetime import date
from typing import NamedTuple

import pytest

from domain.acts import BadAct
from domain.clauses import CLAUSES
from domain.languages import ENGLISH, FRENCH
from domain.outcomes import Opened, Vacancy, VacancyCause
from domain.procedures.secretary_general import PROCEDURE
from domain.stages import Body
from domain.timetable import Expected, Row, forecast, opening_of, row

BRANCHES = tuple(PROCEDURE.branches)
YEARS = range(2019, 2045)


def laid(year: int, branch: str = "ordinary") -> tuple[Expected, ...]:
    return forecast(opening_of(PROCEDURE, year, date(year - 1, 9, 1)), PROCEDURE, branch)


def rows(year: int, branch: str = "ordinary") -> dict[str, Row]:
    return {each.stage: each for each in map(row, laid(year, branch))}


# -- Golden timetables -----------------------------------------------------------------------


class Golden(NamedTuple):
    """A row as it must be."""

    stage: str
    body: Body
    opens: str
    closes: str
    estimated: bool = False


JC, CM, STATES = Body.JOINT_COMMITTEE, Body.COMMITTEE_OF_MINISTERS, Body.MEMBER_STATES
SGPA = Body.SECRETARY_GENERAL_OF_THE_ASSEMBLY

UNTIL_MARCH_2029 = [
    Golden("date", Body.BUREAU, "2028-09-01", "2028-09-30"),
    Golden("call", CM, "2028-10-01", "2028-10-31"),
    Golden("closing", STATES, "2029-01-10", "2029-01-10"),
    Golden("consultation", JC, "2029-01-01", "2029-01-31"),
    Golden("interviews", CM, "2029-03-01", "2029-03-31"),
    Golden("list", CM, "2029-03-01", "2029-03-31"),
]
GOLDEN = {
    ("ordinary", 2029): [
        *UNTIL_MARCH_2029,
        Golden("transmission", CM, "2029-03-01", "2029-05-31"),
        Golden("hearing", Body.ASSEMBLY, "2029-03-01", "2029-05-31"),
        Golden("examination", Body.BUREAU, "2029-03-01", "2029-06-25", estimated=True),
        Golden("ballot", Body.ASSEMBLY, "2029-06-25", "2029-06-29", estimated=True),
        Golden("announcement", Body.PRESIDENT, "2029-06-25", "2029-06-30", estimated=True),
        Golden("publication", SGPA, "2029-06-25", "2029-09-18", estimated=True),
        Golden("start", Body.ELECTED, "2029-09-18", "2029-09-18"),
    ],
    ("single-name", 2029): [
        *UNTIL_MARCH_2029,
        Golden("single-name", JC, "2029-04-09", "2029-04-27", estimated=True),
        Golden("transmission", CM, "2029-04-09", "2029-05-31"),
        Golden("examination", Body.BUREAU, "2029-04-09", "2029-06-25", estimated=True),
        Golden("hearing", Body.ASSEMBLY, "2029-06-01", "2029-06-29", estimated=True),
        Golden("ballot", Body.ASSEMBLY, "2029-06-25", "2029-06-29", estimated=True),
        Golden("announcement", Body.PRESIDENT, "2029-06-25", "2029-06-30", estimated=True),
        Golden("publication", SGPA, "2029-06-25", "2029-09-18", estimated=True),
        Golden("start", Body.ELECTED, "2029-09-18", "2029-09-18"),
    ],
    ("renewed-call", 2029): [
        *UNTIL_MARCH_2029,
        Golden("renewed-call", CM, "2029-04-01", "2029-04-30"),
        Golden("closing/2", STATES, "2029-06-11", "2029-06-11"),
        Golden("consultation/2", JC, "2029-06-01", "2029-06-30"),
        Golden("interviews/2", CM, "2029-07-01", "2029-07-31"),
        Golden("list/2", CM, "2029-07-01", "2029-07-31"),
        Golden("transmission", CM, "2029-07-01", "2029-07-31"),
        Golden("acting", Body.DEPUTY, "2029-09-18", "2029-09-18"),
        Golden("examination", Body.BUREAU, "2029-07-01", "2029-10-08", estimated=True),
        Golden("hearing", Body.ASSEMBLY, "2029-09-21", "2029-10-12", estimated=True),
        Golden("ballot", Body.ASSEMBLY, "2029-10-01", "2029-10-12", estimated=True),
        Golden("announcement", Body.PRESIDENT, "2029-10-01", "2029-10-13", estimated=True),
        Golden("publication", SGPA, "2029-10-01", "2029-11-02", estimated=True),
        Golden("start", Body.ELECTED, "2029-10-02", "2029-11-02", estimated=True),
    ],
    ("ordinary", 2024): [
        Golden("date", Body.BUREAU, "2023-09-01", "2023-09-30"),
        Golden("call", CM, "2023-10-01", "2023-10-31"),
        Golden("closing", STATES, "2024-01-10", "2024-01-10"),
        Golden("consultation", JC, "2024-01-01", "2024-01-31"),
        Golden("interviews", CM, "2024-03-01", "2024-03-31"),
        Golden("list", CM, "2024-03-01", "2024-03-31"),
        Golden("transmission", CM, "2024-03-01", "2024-05-31"),
        Golden("hearing", Body.ASSEMBLY, "2024-03-01", "2024-05-31"),
        Golden("examination", Body.BUREAU, "2024-03-01", "2024-06-24"),
        Golden("ballot", Body.ASSEMBLY, "2024-06-24", "2024-06-28"),
        Golden("announcement", Body.PRESIDENT, "2024-06-24", "2024-06-29"),
        Golden("publication", SGPA, "2024-06-24", "2024-09-18"),
        Golden("start", Body.ELECTED, "2024-09-18", "2024-09-18"),
    ],
}


@pytest.mark.parametrize(
    ("branch", "year"), GOLDEN, ids=[f"{branch}-{year}" for branch, year in GOLDEN]
)
def test_jis_app_1_lays_a_branch_on_its_days(branch: str, year: int) -> None:
    """The Appendix, month for month, in its order; the part-sessions of 2029 are estimates."""
    got = [
        Golden(each.stage, each.body, each.opens, each.closes, each.estimated)
        for each in map(row, laid(year, branch))
    ]
    assert got == GOLDEN[branch, year]


# -- What happened, with named tolerances ----------------------------------------------------


def exactly(of: Row, happened: str) -> bool:
    return of.opens == of.closes == happened


def within_the_window(of: Row, happened: str) -> bool:
    return of.opens <= happened <= of.closes


def within_the_month(of: Row, happened: str) -> bool:
    """The window is the calendar month in which it happened; the day is not on record."""
    first = date.fromisoformat(of.opens)
    last = calendar.monthrange(first.year, first.month)[1]
    return (
        of.opens.endswith("-01")
        and of.closes == f"{of.opens[:8]}{last}"
        and (of.opens[:7] == happened[:7])
    )


def before_its_window(of: Row, happened: str) -> bool:
    return happened < of.opens


@pytest.mark.parametrize(
    ("year", "stage", "happened", "tolerance"),
    [
        (2024, "date", "2023-09", within_the_month),
        (2024, "call", "2023-10", within_the_month),
        (2024, "closing", "2024-01-10", exactly),
        (2024, "consultation", "2024-01", within_the_month),
        (2024, "list", "2024-03", within_the_month),
        (2024, "ballot", "2024-06-25", within_the_window),
        (2024, "start", "2024-09-18", exactly),
        (2019, "closing", "2019-01-10", exactly),
        (2019, "consultation", "2019-01", within_the_month),
        (2019, "list", "2019-03-27", within_the_window),
        (2019, "ballot", "2019-06-26", within_the_window),
        # The calendar still printed 1 October: 18 September was set at that part-session.
        (2019, "start", "2019-09-18", before_its_window),
    ],
)
def test_the_elections_of_2019_and_2024_fell_where_the_calendar_lays_them(
    year: int, stage: str, happened: str, tolerance: object
) -> None:
    assert callable(tolerance)
    assert tolerance(rows(year)[stage], happened)


def test_jis_app_1_started_on_1_october_until_2019() -> None:
    """Reading 6: 18 September is what the June 2019 part-session set; it holds since."""
    starts = {year: rows(year)["start"].opens for year in (2019, 2020, 2024, 2029)}
    assert starts == {
        2019: "2019-10-01",
        2020: "2021-01-26",
        2024: "2024-09-18",
        2029: "2029-09-18",
    }


# -- Limits ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "stage", "limit"),
    [
        (2029, "call", "not later than: 16 March 2029 (REG 8.b)"),
        (2024, "call", "not later than: 15 March 2024 (REG 8.b)"),
        (2019, "call", "not later than: 29 March 2019 (REG 8.b)"),
        (2024, "consultation", "not later than: 24 May 2024 (REG 4)"),
        (2019, "consultation", "not later than: 24 May 2019 (REG 4)"),
        (2029, "consultation", "not later than: 25 May 2029 (REG 4) (an estimate)"),
    ],
)
def test_reg_4_and_reg_8b_count_back_to_an_earlier_working_day(
    year: int, stage: str, limit: str
) -> None:
    assert limit in rows(year)[stage].notes


def test_reg_4_counts_back_from_the_autumn_part_session_after_a_renewed_call() -> None:
    """Both possible openings of 2029, 1 and 8 October, are carried back."""
    notes = rows(2029, "renewed-call")["consultation/2"].notes
    assert "not later than: from 31 August 2029 to 7 September 2029 (REG 4) (an estimate)" in notes


@pytest.mark.parametrize(
    ("year", "warning"),
    [
        (2027, "Sunday 10 January 2027 is a day off in Strasbourg and is not rolled"),
        (2032, "Saturday 10 January 2032 is a day off in Strasbourg and is not rolled"),
        (2029, None),
        (2024, None),
    ],
)
def test_reading_1_warns_of_a_closing_on_a_day_off_and_does_not_roll_it(
    year: int, warning: str | None
) -> None:
    closing = rows(year)["closing"]
    assert closing.opens == closing.closes == f"{year}-01-10"
    warnings = [note for note in closing.notes if "day off" in note]
    assert warnings == ([warning] if warning else [])


def test_jis_app_1_leaves_a_window_for_the_start_after_a_renewed_call() -> None:
    """Reading 6: in 2029 neither 18 September nor 1 October is open: a window, and a span."""
    start = rows(2029, "renewed-call")["start"]
    assert (start.opens, start.closes, start.estimated) == ("2029-10-02", "2029-11-02", True)
    assert any("may open: from 2 October 2029 to 13 October 2029" in n for n in start.notes)


# -- Every year, every branch ----------------------------------------------------------------


@pytest.mark.parametrize("branch", BRANCHES)
@pytest.mark.parametrize("year", YEARS)
def test_every_row_of_every_year_has_days_a_clause_and_words(year: int, branch: str) -> None:
    """Never empty, never null: ISO days, known clauses, a title in both languages.

    But for 2020, when no part-session was held in June and in autumn.
    """
    expected = laid(year, branch)
    assert expected[-1].open.stage.key == "start"
    for each in expected:
        line = row(each)
        assert date.fromisoformat(line.opens) <= date.fromisoformat(line.closes)
        if year == 2020 and line.stage == "start" and branch != "renewed-call":
            # Reading 6: the start of a postponed election is a recorded decision; the notes say so.
            assert "no text fixes a day" in line.notes[0]
        assert line.clause
        assert set(line.clause.split(", ")) <= set(CLAUSES)
        assert line.mark
        for language in (ENGLISH, FRENCH):
            assert row(each, language).what != each.open.stage.key
            assert all(row(each, language).notes)


@pytest.mark.parametrize("branch", BRANCHES)
@pytest.mark.parametrize("year", YEARS)
def test_what_rests_on_an_estimated_part_session_says_so(year: int, branch: str) -> None:
    """The election hangs on its part-session: from the autumn of 2026 none is announced."""
    session = 4 if branch == "renewed-call" else 3
    ballot = rows(year, branch)["ballot"]
    announced = (year, session) <= (2026, 3)
    assert ballot.estimated is not announced
    assert any("not announced" in note for note in ballot.notes) is not announced


@pytest.mark.parametrize("year", YEARS)
def test_the_order_of_the_rows_is_that_of_the_law(year: int) -> None:
    """Consulted before the list (JIS 6), listed before transmitted (JIS 2), heard, then elected."""
    for branch in BRANCHES:
        order = list(rows(year, branch))
        for earlier, later in (
            ("date", "call"),
            ("call", "closing"),
            ("closing", "consultation"),
            ("consultation", "list"),
            ("list", "transmission"),
            ("transmission", "examination"),
            ("transmission", "hearing"),
            ("examination", "ballot"),
            ("hearing", "ballot"),
            ("ballot", "start"),
        ):
            assert order.index(earlier) < order.index(later), (branch, earlier, later)


# -- 2020: part-sessions that were not held ---------------------------------------------------


def test_reading_11_an_election_goes_to_the_next_part_session_that_is_held() -> None:
    """2020: June and autumn were not held; January 2021 was. Somebody acts from 18 September."""
    timetable = rows(2020)
    assert timetable["ballot"].opens == "2021-01-25"
    assert timetable["acting"].opens == "2020-09-18"
    assert rows(2020, "single-name")["single-name"].opens == "2020-04-01"


# -- Openings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "edition"),
    [
        ("1962-03-30", "1962"),
        ("2010-03-23", "1962"),
        ("2010-03-24", "2010"),
        ("2018-01-21", "2010"),
        ("2018-01-22", "2018"),
        ("2028-09-01", "2018"),
    ],
)
def test_an_edition_is_that_in_force_on_the_day(on: str, edition: str) -> None:
    """24 March 2010: the joint statement; 22 January 2018: its calendar as revised."""
    assert opening_of(PROCEDURE, 2019, date.fromisoformat(on)).edition == edition


@pytest.mark.parametrize(
    ("year", "on", "asked", "because"),
    [
        (1962, "1962-03-29", None, "the first is of 1962-03-30"),
        (2029, "2028-09-01", Opened("secretary-general", 2029, "2030"), "no edition 2030"),
        (2045, "2044-09-01", None, "reaches from 2008 to 2045"),
        (2008, "2007-09-01", None, "reaches from 2008 to 2045"),
    ],
)
def test_a_year_or_edition_out_of_reach_is_said_in_one_sentence(
    year: int, on: str, asked: Opened | None, because: str
) -> None:
    with pytest.raises(BadAct, match=because):
        opening_of(PROCEDURE, year, date.fromisoformat(on), asked=asked)


def test_an_opening_holds_by_value_all_that_its_days_are_reckoned_from() -> None:
    """No later library or table can move a deadline of it."""
    opening = opening_of(PROCEDURE, 2029, date(2028, 9, 1))
    assert [session.key for session in opening.part_sessions] == [
        f"{year}/{part}" for year in (2028, 2029, 2030) for part in (1, 2, 3, 4)
    ]
    assert {of.year for of in opening.days_off} == {2028, 2029, 2030}
    assert (opening.term_ends, opening.opened_on) == (date(2029, 9, 17), date(2028, 9, 1))


@pytest.mark.parametrize(
    ("year", "ends"), [(2009, "2009-09-30"), (2019, "2019-09-30"), (2024, "2024-09-17")]
)
def test_the_last_day_of_a_term_follows_from_the_start_of_the_next(year: int, ends: str) -> None:
    """2019: computed 30 September, though the successor was in office on the 18th."""
    assert PROCEDURE.term_ends is not None
    assert PROCEDURE.term_ends(year) == date.fromisoformat(ends)


VACANCY = [
    "call",
    "acting",
    "closing",
    "interviews",
    "consultation",
    "list",
    "transmission",
    "examination",
    "hearing",
    "ballot",
    "announcement",
    "publication",
    "start",
]


def test_reading_10_a_vacancy_has_the_course_of_the_regulations() -> None:
    """Opened at once; not JIS App.1, not REG 8.b; somebody acts; JIS 2 to 7 and REG 4 hold."""
    vacancy = Vacancy(date(2027, 3, 10), VacancyCause.DEATH)
    asked = Opened("secretary-general", 2027, vacancy=vacancy)
    opening = opening_of(PROCEDURE, 2027, date(2027, 3, 12), asked=asked)
    timetable = {each.stage: each for each in map(row, forecast(opening, PROCEDURE))}
    assert sorted(timetable) == sorted(VACANCY)
    assert timetable["acting"].opens == "2027-03-11"
    assert "JIS App.1" not in {each.clause for each in timetable.values()}
    assert "REG 8.b" not in timetable["call"].clause
    assert "JIS 6" in timetable["consultation"].clause
    assert any("(REG 4)" in note for note in timetable["consultation"].notes)
