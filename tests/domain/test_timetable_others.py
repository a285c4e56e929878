"""Golden timetables of the Commissioner, the CPT, the Deputy, the Assembly's Secretary General.

The days were counted by hand, on a calendar, from the clauses; none was copied from a forecast.
"""

from datetime import date
from typing import NamedTuple

import pytest

from domain.appointment import fold
from domain.clauses import CLAUSES, Mark
from domain.diaries import carry_out, read_diary
from domain.languages import ENGLISH, FRENCH
from domain.outcomes import Opened, Vacancy, VacancyCause
from domain.procedures import PROCEDURES
from domain.stages import Body
from domain.timetable import Expected, Row, forecast, opening_of, row

COMMISSIONER, CPT = "commissioner", "cpt-member"
DEPUTY, OF_THE_ASSEMBLY = "deputy-secretary-general", "secretary-general-of-the-assembly"

S, P, R, A = Mark.STATED, Mark.PRACTICE, Mark.READING, Mark.ASSUMED
CM, JC, STATES, BUREAU = (
    Body.COMMITTEE_OF_MINISTERS,
    Body.JOINT_COMMITTEE,
    Body.MEMBER_STATES,
    Body.BUREAU,
)
ASSEMBLY, PRESIDENT, ELECTED = Body.ASSEMBLY, Body.PRESIDENT, Body.ELECTED
LEGAL_AFFAIRS, SUB_COMMITTEE = Body.LEGAL_AFFAIRS, Body.SUB_COMMITTEE
SECRETARY_GENERAL, DELEGATION = Body.SECRETARY_GENERAL, Body.DELEGATION
SGPA = Body.SECRETARY_GENERAL_OF_THE_ASSEMBLY


def d(text: str) -> date:
    return date.fromisoformat(text)


def laid(asked: Opened, on: str, branch: str = "ordinary") -> tuple[Expected, ...]:
    procedure = PROCEDURES[asked.office]
    opening = opening_of(procedure, asked.year, d(on), asked=asked)
    return forecast(opening, procedure, branch)


def by_stage(case: "Case") -> dict[str, Row]:
    return {each.stage: each for each in map(row, laid(*case))}


# -- The golden timetables -------------------------------------------------------------------


class Golden(NamedTuple):
    """A row as it must be: from when, until when, on which ground.

    `estimated`: it rests on a part-session that is not announced.
    """

    stage: str
    body: Body
    opens: str
    closes: str
    mark: Mark
    estimated: bool = False


class Case(NamedTuple):
    """What is asked for, on which day, in which branch."""

    asked: Opened
    on: str
    branch: str = "ordinary"


# The months of practice; 31 October is assumed. January 2030: Monday the 21st, to Thursday or
# Friday; 31 March 2030 is the last day of the term.
UNTIL_THE_LIST_OF_2029 = [
    Golden("call", CM, "2029-09-01", "2029-09-30", P),
    Golden("closing", STATES, "2029-10-31", "2029-10-31", A),
    Golden("list", CM, "2029-11-01", "2029-11-30", P),
]
FROM_THE_BALLOT_OF_2030 = [
    Golden("ballot", ASSEMBLY, "2030-01-21", "2030-01-25", P, estimated=True),
    Golden("announcement", PRESIDENT, "2030-01-21", "2030-01-26", S, estimated=True),
    Golden("publication", SGPA, "2030-01-21", "2030-04-01", S, estimated=True),
    Golden("start", ELECTED, "2030-04-01", "2030-04-01", R),
]
COMMISSIONERS = {
    "commissioner 2030": (
        Case(Opened(COMMISSIONER, 2030), "2029-09-01"),
        [
            *UNTIL_THE_LIST_OF_2029,
            Golden("committee-hearing", LEGAL_AFFAIRS, "2029-11-01", "2030-01-25", S, True),
            *FROM_THE_BALLOT_OF_2030,
        ],
    ),
    # Six weeks after Friday 30 November 2029 are Friday 11 January 2030: still before the ballot.
    "commissioner 2030, no list": (
        Case(Opened(COMMISSIONER, 2030), "2029-09-01", "no-list"),
        [
            *UNTIL_THE_LIST_OF_2029,
            Golden("no-list-of-three", CM, "2029-11-01", "2030-01-11", R),
            Golden("call/2", CM, "2029-11-01", "2030-01-11", P),
            Golden("closing/2", STATES, "2030-01-11", "2030-01-11", A),
            Golden("list/2", CM, "2030-01-11", "2030-01-25", S),
            Golden("committee-hearing", LEGAL_AFFAIRS, "2030-01-11", "2030-01-25", S, True),
            *FROM_THE_BALLOT_OF_2030,
        ],
    ),
    "commissioner 2024": (
        Case(Opened(COMMISSIONER, 2024), "2023-09-01"),
        [
            Golden("call", CM, "2023-09-01", "2023-09-30", P),
            Golden("closing", STATES, "2023-10-31", "2023-10-31", A),
            Golden("list", CM, "2023-11-01", "2023-11-30", P),
            Golden("committee-hearing", LEGAL_AFFAIRS, "2023-11-01", "2024-01-26", S),
            Golden("ballot", ASSEMBLY, "2024-01-22", "2024-01-26", P),
            Golden("announcement", PRESIDENT, "2024-01-22", "2024-01-27", S),
            Golden("publication", SGPA, "2024-01-22", "2024-04-01", S),
            Golden("start", ELECTED, "2024-04-01", "2024-04-01", R),
        ],
    ),
    # Before October 2016 the rules of the ballot are not known: nothing is due after it.
    "commissioner 2012": (
        Case(Opened(COMMISSIONER, 2012), "2011-09-01"),
        [
            Golden("call", CM, "2011-09-01", "2011-09-30", P),
            Golden("closing", STATES, "2011-10-31", "2011-10-31", A),
            Golden("list", CM, "2011-11-01", "2011-11-30", P),
            Golden("committee-hearing", LEGAL_AFFAIRS, "2011-11-01", "2012-01-27", S),
            Golden("ballot", ASSEMBLY, "2012-01-23", "2012-01-27", P),
            Golden("start", ELECTED, "2012-04-01", "2012-04-01", R),
        ],
    ),
    # Vacant from Saturday 13 March: six weeks later is Saturday 24 April, after the April
    # part-session has opened; so June, Monday the 21st to Thursday or Friday; the start after that.
    "commissioner 2027, vacancy": (
        Case(
            Opened(COMMISSIONER, 2027, vacancy=Vacancy(d("2027-03-12"), VacancyCause.DEATH)),
            "2027-03-15",
        ),
        [
            Golden("call", CM, "2027-03-13", "2027-04-24", P),
            Golden("closing", STATES, "2027-04-24", "2027-04-24", A),
            Golden("list", CM, "2027-04-24", "2027-06-25", S),
            Golden("committee-hearing", LEGAL_AFFAIRS, "2027-04-24", "2027-06-25", S, True),
            Golden("ballot", ASSEMBLY, "2027-06-21", "2027-06-25", P, estimated=True),
            Golden("announcement", PRESIDENT, "2027-06-21", "2027-06-26", S, estimated=True),
            Golden("publication", SGPA, "2027-06-21", "2027-06-26", S, estimated=True),
            Golden("start", ELECTED, "2027-06-22", "2027-06-26", R, estimated=True),
        ],
    ),
}

# Six months before 31 August 2027: 28 February, a Sunday; Friday the 26th. Thirty days before
# Monday 21 June: Saturday 22 May; Friday the 21st. Six weeks after Tuesday 1 September: 13 October.
DEPUTIES = {
    "deputy 2027": (
        Case(Opened(DEPUTY, 2027, term_ends=d("2027-08-31")), "2026-09-01"),
        [
            Golden("call", CM, "2026-09-01", "2027-02-26", R),
            Golden("closing", STATES, "2026-10-13", "2026-10-13", A),
            Golden("interviews", CM, "2026-10-13", "2027-06-21", S),
            Golden("list", CM, "2026-10-13", "2027-06-21", R),
            Golden("consultation", JC, "2026-10-13", "2027-05-21", P),
            Golden("transmission", CM, "2026-10-13", "2027-06-21", R),
            Golden("examination", BUREAU, "2026-10-13", "2027-06-21", R, estimated=True),
            Golden("ballot", ASSEMBLY, "2027-06-21", "2027-06-25", P, estimated=True),
            Golden("announcement", PRESIDENT, "2027-06-21", "2027-06-26", S, estimated=True),
            Golden("publication", SGPA, "2027-06-21", "2027-09-01", S, estimated=True),
            Golden("start", ELECTED, "2027-09-01", "2027-09-01", R),
        ],
    ),
    # Announced for 30 June 2026: nothing is counted from an expiry. Six weeks after Monday 2 March:
    # 13 April. Thirty days before Monday 22 June: Saturday 23 May; Friday the 22nd.
    "deputy 2026, vacancy": (
        Case(
            Opened(DEPUTY, 2026, vacancy=Vacancy(d("2026-06-30"), VacancyCause.RESIGNATION)),
            "2026-03-02",
        ),
        [
            Golden("call", CM, "2026-03-02", "2026-04-13", R),
            Golden("closing", STATES, "2026-04-13", "2026-04-13", A),
            Golden("interviews", CM, "2026-04-13", "2026-06-22", S),
            Golden("list", CM, "2026-04-13", "2026-06-22", R),
            Golden("consultation", JC, "2026-04-13", "2026-05-22", P),
            Golden("transmission", CM, "2026-04-13", "2026-06-22", R),
            Golden("examination", BUREAU, "2026-04-13", "2026-06-22", R),
            Golden("ballot", ASSEMBLY, "2026-06-22", "2026-06-26", P),
            Golden("announcement", PRESIDENT, "2026-06-22", "2026-06-27", S),
            Golden("publication", SGPA, "2026-06-22", "2026-07-01", S),
            Golden("start", ELECTED, "2026-07-01", "2026-07-01", R),
        ],
    ),
}

# Six months before 31 January 2031: Wednesday 31 July 2030. Six weeks after Friday 1 March: 12
# April. Thirty days before Monday 27 January: Saturday 28 December; Friday the 27th.
OF_THE_ASSEMBLYS = {
    "of the Assembly 2031, one name": (
        Case(Opened(OF_THE_ASSEMBLY, 2031, term_ends=d("2031-01-31")), "2030-03-01", "single-name"),
        [
            Golden("call", CM, "2030-03-01", "2030-07-31", R),
            Golden("closing", STATES, "2030-04-12", "2030-04-12", A),
            Golden("interviews", CM, "2030-04-12", "2031-01-27", S),
            Golden("list", CM, "2030-04-12", "2031-01-27", R),
            Golden("consultation", JC, "2030-04-12", "2030-12-27", P),
            Golden("single-name", JC, "2030-04-12", "2031-01-27", R),
            Golden("transmission", CM, "2030-04-12", "2031-01-27", R),
            Golden("examination", BUREAU, "2030-04-12", "2031-01-27", R, estimated=True),
            Golden("ballot", ASSEMBLY, "2031-01-27", "2031-01-31", P, estimated=True),
            Golden("announcement", PRESIDENT, "2031-01-27", "2031-02-01", S, estimated=True),
            Golden("publication", SGPA, "2031-01-27", "2031-02-01", S, estimated=True),
            Golden("start", ELECTED, "2031-02-01", "2031-02-01", R),
        ],
    ),
}

# No text fixes a month: over when the term ends. Six weeks after Monday 11 January: 22 February.
A_LIST_OF_THE_BUREAU = [
    Golden("invitation", BUREAU, "2027-01-11", "2027-02-22", R),
    Golden("delegation-list", DELEGATION, "2027-01-11", "2027-02-22", A),
    Golden("sub-committee", SUB_COMMITTEE, "2027-01-11", "2027-12-19", P),
    Golden("legal-affairs", LEGAL_AFFAIRS, "2027-01-11", "2027-12-19", P),
    Golden("bureau-list", BUREAU, "2027-01-11", "2027-12-19", P),
]
MEMBERS = {
    "cpt-member 2027": (
        Case(Opened(CPT, 2027, party="andorra", term_ends=d("2027-12-19")), "2027-01-11"),
        [
            *A_LIST_OF_THE_BUREAU,
            Golden("election", CM, "2027-01-11", "2027-12-19", R),
            Golden("start", ELECTED, "2027-12-20", "2027-12-20", R),
        ],
    ),
    # Of a Party that is not a member State, and with two lengths.
    "cpt-member 2027, lots": (
        Case(Opened(CPT, 2027, party="russia", term_ends=d("2027-12-19")), "2027-01-11", "lots"),
        [
            *A_LIST_OF_THE_BUREAU,
            Golden("party", CM, "2027-01-11", "2027-12-19", S),
            Golden("terms", CM, "2027-01-11", "2027-12-19", S),
            Golden("election", CM, "2027-01-11", "2027-12-19", R),
            Golden("lots", SECRETARY_GENERAL, "2027-01-11", "2027-12-19", S),
            Golden("start", ELECTED, "2027-12-20", "2027-12-20", R),
        ],
    ),
}
GOLDEN = COMMISSIONERS | DEPUTIES | OF_THE_ASSEMBLYS | MEMBERS

every_golden = pytest.mark.parametrize(("case", "golden"), GOLDEN.values(), ids=GOLDEN)


@every_golden
def test_a_timetable_has_its_rows_on_their_days(case: Case, golden: list[Golden]) -> None:
    """Each with its body, its days, its ground, and whether they are estimates; in this order."""
    rows = map(row, laid(*case))
    assert golden == [
        Golden(each.stage, each.body, each.opens, each.closes, each.mark, each.estimated)
        for each in rows
    ]


@every_golden
def test_every_row_has_a_clause_that_is_known_and_words(case: Case, golden: list[Golden]) -> None:
    """In both languages; a stage is never shown by its key."""
    for each in laid(*case):
        for language in (ENGLISH, FRENCH):
            said = row(each, language)
            assert said.what != each.open.stage.key
            assert set(said.clause.split(", ")) <= set(CLAUSES)
            assert all(said.notes)
    assert len(golden) == len(laid(*case))


# -- Limits, and what is said of them ----------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "stage", "limit"),
    [
        (DEPUTIES["deputy 2027"][0], "call", "26 February 2027 (REG 8.b)"),
        (DEPUTIES["deputy 2027"][0], "consultation", "21 May 2027 (REG 4) (an estimate)"),
        (DEPUTIES["deputy 2026, vacancy"][0], "consultation", "22 May 2026 (REG 4)"),
        (OF_THE_ASSEMBLYS["of the Assembly 2031, one name"][0], "call", "31 July 2030 (REG 8.b)"),
        (
            OF_THE_ASSEMBLYS["of the Assembly 2031, one name"][0],
            "consultation",
            "27 December 2030 (REG 4) (an estimate)",
        ),
        # Six months before 31 January 2011: 31 July 2010, a Saturday.
        (
            Case(Opened(OF_THE_ASSEMBLY, 2011, term_ends=d("2011-01-31")), "2010-03-31"),
            "call",
            "30 July 2010 (REG 8.b)",
        ),
    ],
)
def test_reg_4_and_reg_8b_hold_for_the_other_two_officials(
    case: Case, stage: str, limit: str
) -> None:
    assert f"not later than: {limit}" in by_stage(case)[stage].notes


def test_reg_8b_counts_nothing_where_no_term_expires() -> None:
    """REG 1.a: a resignation has no six months before it."""
    call = by_stage(DEPUTIES["deputy 2026, vacancy"][0])["call"]
    assert call.clause == "REG 1.a"
    assert not any("REG 8.b" in note for note in call.notes)


def test_reg_5b_is_no_ground_of_a_list_for_the_secretary_general_of_the_assembly() -> None:
    """An order of preference is for the other two; there the clause stands beside the list."""
    of_the_deputy = by_stage(DEPUTIES["deputy 2027"][0])["list"]
    of_the_assemblys = by_stage(OF_THE_ASSEMBLYS["of the Assembly 2031, one name"][0])["list"]
    assert (of_the_deputy.clause, of_the_assemblys.clause) == ("REG 5.a, REG 5.b", "REG 5.a")


def test_a_closing_that_is_assumed_on_a_day_off_is_said_and_not_rolled() -> None:
    """Saturday 24 April 2027: reading 1 holds for every office."""
    closing = by_stage(COMMISSIONERS["commissioner 2027, vacancy"][0])["closing"]
    assert "Saturday 24 April 2027 is a day off in Strasbourg and is not rolled" in closing.notes


# -- What happened, with named tolerances ------------------------------------------------------


def exactly(of: Golden, happened: str) -> bool:
    return of.opens == of.closes == happened


def within_the_window(of: Golden, happened: str) -> bool:
    return of.opens <= happened <= of.closes


def within_the_month(of: Golden, happened: str) -> bool:
    """The window is the calendar month in which it happened; the day is not on record."""
    return of.opens == f"{happened}-01" and of.opens[:7] == of.closes[:7]


@pytest.mark.parametrize(
    ("year", "stage", "happened", "tolerance"),
    [
        (2012, "ballot", "2012-01-24", within_the_window),
        (2012, "start", "2012-04-01", exactly),
        (2024, "list", "2023-11", within_the_month),
        (2024, "ballot", "2024-01-23", within_the_window),
        (2024, "ballot", "2024-01-24", within_the_window),
        (2024, "start", "2024-04-01", exactly),
    ],
)
def test_the_elections_of_a_commissioner_fell_where_practice_lays_them(
    year: int, stage: str, happened: str, tolerance: object
) -> None:
    assert callable(tolerance)
    golden = {each.stage: each for each in COMMISSIONERS[f"commissioner {year}"][1]}
    assert tolerance(golden[stage], happened)


UNTIL_THE_CONSULTATION_OF_2010 = """\
secretary-general-of-the-assembly 2011, edition 1962, term ends 31 January 2011
31 March 2010  the Committee of Ministers calls for candidatures until 21 May 2010
31 March 2010  the date for ballot is fixed: 5 October 2010 [reason: "the timetable"]
21 May 2010  candidatures are closed
"""


def test_reg_4_of_2010_counts_back_from_the_part_session_of_the_timetable() -> None:
    """Thirty days before Monday 4 October 2010: Saturday 4 September; Friday the 3rd.

    The Joint Committee was consulted on 24 June. Without the timetable of the Committee of
    Ministers nothing would say that the ballot was to be held in October and not in January.
    """
    diary = read_diary(UNTIL_THE_CONSULTATION_OF_2010)
    consultation = fold(diary.appointment, carry_out(diary)).find("consultation")
    assert consultation is not None
    (limit,) = consultation.stage.limits
    assert limit.not_after is not None
    assert limit.not_after.latest == d("2010-09-03") > d("2010-06-24")
