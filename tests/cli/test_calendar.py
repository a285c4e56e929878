"""`timetable` and `explain`: the calendar, with nothing running and nothing stored."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from domain.procedures import PROCEDURES
from domain.timetable import Row
from tests.cli.conftest import ROOT, Calends, environment

KEYS = ["stage", "body", "what", "opens", "closes", "estimated", "clause", "mark", "notes"]
LAST_STEPS = {"ordinary": "start", "single-name": "start", "renewed-call": "start"}


def rows(calends: Calends, *words: str) -> dict[str, Row]:
    answer = calends("timetable", *words, "--json")
    assert answer.code == 0, answer.err
    return {row.stage: row for row in msgspec.json.decode(answer.out, type=list[Row])}


@pytest.mark.parametrize("branch", LAST_STEPS)
def test_a_timetable_as_json_has_exactly_the_promised_keys_and_no_null(
    calends: Calends, branch: str
) -> None:
    answer = calends("timetable", "secretary-general", "2029", "--branch", branch, "--json")

    assert answer.code == 0
    assert [list(row) for row in answer.json] == [KEYS] * len(answer.json)
    assert all(value is not None for row in answer.json for value in row.values())
    assert answer.json[-1]["stage"] == LAST_STEPS[branch]


def test_jis_app_1_the_ordinary_calendar_of_2029(calends: Calends) -> None:
    of = rows(calends, "secretary-general", "2029")

    assert list(of)[:6] == ["date", "call", "closing", "consultation", "interviews", "list"]
    assert (of["date"].opens, of["date"].closes) == ("2028-09-01", "2028-09-30")
    assert (of["closing"].opens, of["closing"].closes) == ("2029-01-10", "2029-01-10")
    assert of["closing"].body == "member-states"
    assert (of["start"].opens, of["start"].closes) == ("2029-09-18", "2029-09-18")


def test_a_day_that_rests_on_a_part_session_not_announced_is_an_estimate(calends: Calends) -> None:
    of = rows(calends, "secretary-general", "2029")

    assert of["ballot"].estimated
    assert (of["ballot"].opens, of["ballot"].closes) == ("2029-06-25", "2029-06-29")
    assert not of["closing"].estimated


def test_jis_app_1_after_a_renewed_call_the_start_is_a_window(calends: Calends) -> None:
    of = rows(calends, "secretary-general", "2029", "--branch", "renewed-call")

    assert of["renewed-call"].opens == "2029-04-01"
    assert of["start"].opens == "2029-10-02"
    assert of["start"].estimated


def test_a_timetable_for_people_names_bodies_days_and_clauses(calends: Calends) -> None:
    out = calends("timetable", "secretary-general", "2029").out

    assert "10 January 2029" in out
    assert "Committee of Ministers" in out
    assert "≈" in out
    assert "JIS App.1" in out


def test_a_timetable_can_be_said_in_french(calends: Calends) -> None:
    out = calends("timetable", "secretary-general", "2029", "--lang", "fr").out

    assert "10 janvier 2029" in out
    assert "le Comité des Ministres" in " ".join(out.split())


def test_an_edition_without_a_known_calendar_says_so(calends: Calends) -> None:
    """2009 fell under the Regulations alone."""
    answer = calends("timetable", "secretary-general", "2009")

    assert answer.code == 0
    assert "Edition 1962 has no calendar that is known" in answer.out


def test_explain_tells_anchor_period_direction_days_off_rounding_clause_and_reading(
    calends: Calends,
) -> None:
    out = " ".join(calends("explain", "secretary-general", "2029", "call").out.split())

    assert "the last day of the term: 17 September 2029 [REG 8.b]" in out
    assert "6 months before, the same date: 17 March 2029 [REG 8.b; reading 2; rounded down]" in out
    assert "16 March 2029 [days off met: 17 March 2029 (Saturday)]" in out
    assert "REG 8.b [S]: set in motion at least six months before the term expires" in out


def test_explain_as_json_holds_every_line_of_the_working(calends: Calends) -> None:
    explained = calends("explain", "secretary-general", "2029", "consultation", "--json").json

    [limit] = explained["limits"]
    assert (limit["clause"], limit["side"]) == ("REG 4", "not after")
    assert limit["day"]["latest"] == "2029-05-25"
    assert [line["rule"] for line in limit["day"]["lines"]] == [
        "part-session",
        "days before",
        "earlier working day",
    ]
    assert len(limit["day"]["working"]) == len(limit["day"]["lines"])
    assert [reading["number"] for reading in explained["readings"]] == [3]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("timetable", "secretary", "2029"), "No office secretary is known: did you mean"),
        (
            ("timetable", "pope", "2029"),
            "No office pope is known; known: secretary-general, deputy",
        ),
        (("timetable", "secretary-general", "next"), "'next' is not a year, as in 2029."),
        (("timetable", "secretary-general", "20290"), "20290 is not a year between"),
        (("timetable", "secretary-general", "-5"), "-5"),
        (("timetable", "secretary-general", "1990"), "The table of days off reaches from 2008"),
        (("timetable", "secretary-general", "1955"), "No edition of the rules is known for"),
        (
            ("timetable", "secretary-general", "2029", "--branch", "renewd-call"),
            "has no branch renewd-call: did you mean renewed-call?",
        ),
        (
            ("timetable", "secretary-general", "2029", "--lang", "de"),
            "de is not a language of ours; known: en, fr.",
        ),
        (
            ("explain", "secretary-general", "2029", "lst"),
            "No stage lst is expected in the ordinary branch of 2029: did you mean list?",
        ),
        (("explain", "secretary-general", "2029", "renewed-call"), "; known: date, call, closing"),
    ],
)
def test_what_is_not_known_is_answered_in_one_sentence(
    calends: Calends, words: tuple[str, ...], says: str
) -> None:
    answer = calends(*words)

    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert answer.err.count("\n") == 1


# -- Every office ----------------------------------------------------------------------------

ASKED = {
    "secretary-general": "2029",
    "deputy-secretary-general": "2027 --term-ends 2027-08-31",
    "secretary-general-of-the-assembly": "2031 --term-ends 2031-01-31",
    "judge": "2027 --term-ends 2027-04-30",
    "commissioner": "2030",
    "cpt-member": "2027 --term-ends 2027-12-19",
}
EVERY_BRANCH = [(office, branch) for office, of in PROCEDURES.items() for branch in of.branches]


@pytest.mark.parametrize(("office", "branch"), EVERY_BRANCH)
def test_every_office_has_a_timetable_in_each_of_its_branches(
    calends: Calends, office: str, branch: str
) -> None:
    answer = calends("timetable", office, *ASKED[office].split(), "--branch", branch, "--json")

    assert answer.code == 0, answer.err
    assert [list(row) for row in answer.json] == [KEYS] * len(answer.json)
    assert answer.json[-1]["stage"] == "start"
    stages = [row["stage"] for row in answer.json]
    explained = calends("explain", office, *ASKED[office].split(), stages[0], "--branch", branch)
    assert explained.code == 0, explained.err


def test_r1366_2_a_judge_has_twelve_months_before_the_end_of_the_term(calends: Calends) -> None:
    of = rows(calends, "judge", *ASKED["judge"].split())

    assert (of["letter"].opens, of["letter"].closes) == ("2026-03-30", "2026-04-30")
    assert of["panel"].closes == "2026-07-30"
    assert of["submission"].closes == "2026-10-30"
    assert of["start"].opens == "2027-05-01"


def test_after_a_vacancy_the_time_runs_on_from_the_letter(calends: Calends) -> None:
    """Ireland, 2014: the list five months after the letter, the election in April."""
    vacant = ("--vacancy", "2014-09-30", "--cause", "resignation")
    of = rows(calends, "judge/ireland", "2014", *vacant)

    assert of["letter"].opens == "2014-09-30"
    assert of["submission"].closes == "2015-03-02"
    assert (of["ballot"].opens, of["ballot"].closes) == ("2015-04-20", "2015-04-24")
    other = calends("timetable", "judge/ireland", "2015", *vacant)
    assert "The vacancy of 2014-09-30 does not fall in 2015: give the year 2014." in other.err
    assert calends("timetable", "judge/ireland", "2014", *vacant[:2]).code == 2


def test_the_party_changes_nothing_for_a_judge_and_a_step_for_the_cpt(calends: Calends) -> None:
    """CPT 5.1: a Party that is no member State is consulted."""
    judge, cpt = (ASKED[office].split() for office in ("judge", "cpt-member"))

    assert rows(calends, "judge", *judge) == rows(calends, "judge/malta", *judge)
    assert rows(calends, "cpt-member", *cpt) == rows(calends, "cpt-member/malta", *cpt)
    assert "party" not in rows(calends, "cpt-member", *cpt)
    assert "party" in rows(calends, "cpt-member/russia", *cpt)


@pytest.mark.parametrize(
    ("office", "known"),
    [("deputy-secretary-general", False), ("judge", True), ("cpt-member", False)],
)
def test_an_office_without_months_says_so(calends: Calends, office: str, known: bool) -> None:
    out = calends("timetable", office, *ASKED[office].split()).out

    assert ("has no calendar that is known" in out) is not known


def test_the_help_names_the_branches_of_each_office(calends: Calends) -> None:
    said = " ".join(calends("timetable", "--help").out.split())

    assert "of judge: rejected, single-sex, single-sex-rejected;" in said
    for branch in {branch for _, branch in EVERY_BRANCH}:
        assert branch in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            "judge 2027",
            "No text says when a term of judge ends: give its last day with --term-ends",
        ),
        ("judge/andora 2027", "No Party 'andora' is known; the nearest is andorra."),
        ("judge/ 2027", "judge has a seat for each Party: write it as in judge/andorra."),
        ("commissioner/malta 2030", "commissioner has no seats by Party: write commissioner."),
        ("judge 2027 --term-ends 2030-01-01", "is not for an election of 2027"),
        (
            "judge 2027 --term-ends 2027-04-30 --branch renewed-call",
            "judge has no branch renewed-call; known: ordinary, rejected, single-sex",
        ),
        ("judge 1999 --term-ends 1999-04-30", "No edition of the rules is known for 1998-03-30"),
    ],
)
def test_what_a_calendar_lacks_is_said_with_its_cure(
    calends: Calends, words: str, says: str
) -> None:
    answer = calends("timetable", *words.split())

    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert says in answer.err


READING = (
    "timetable secretary-general 2029",
    "explain secretary-general 2029 list",
    "list",
    "verify",
    "agenda --json",
    "--help",
)


def test_commands_that_only_read_do_not_wait_for_temporals_library(home: Path) -> None:
    """It takes over half a second to import."""
    program = (
        "import sys, cli; codes = [cli.main(words.split()) for words in sys.argv[1:]]; "
        "found = [m for m in sys.modules if m.partition('.')[0] == 'temporalio']; "
        "sys.exit(any(codes) or bool(found))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *READING],
        cwd=ROOT,
        env=environment(home),
        stdout=subprocess.DEVNULL,
        check=False,
    )

    assert done.returncode == 0
    assert not home.exists()


def test_in_french_the_whole_timetable_is_french(calends: Calends) -> None:
    """Heads, marks and what rests on an estimate."""
    out = calends("timetable", "secretary-general", "2029", "--lang", "fr").out

    _, title, _, heads, *_ = out.splitlines()
    assert title == "secretary-general 2029  ordinary, édition 2018"
    assert heads.split() == ["quand", "qui", "étape"]
    assert "≈ repose sur une partie de session non annoncée ; [S] dit par le texte ; " in out
    assert "L’édition 2010 n’a pas de calendrier connu" in (
        calends("timetable", "secretary-general", "2012", "--lang", "fr").out
    )


def test_in_french_a_day_is_explained_in_french(calends: Calends) -> None:
    asked = ("explain", "secretary-general", "2029", "consultation", "--lang", "fr")

    out = " ".join(calends(*asked).out.split())
    told = calends(*asked, "--json").json

    for said in (
        "Ouverture : 1er janvier 2029 le premier jour du mois",
        "Clôture : 31 janvier 2029",
        "Au plus tard (REG 4) : 25 mai 2029, estimation",
        "Clauses JIS App.1 [S] : le calendrier de l’élection",
        "Lectures 3 [P] : Les trente jours sont comptés à rebours",
        "Remarques au plus tard",
    ):
        assert said in out
    assert told["clauses"][0]["about"] == "le calendrier de l’élection du Secrétaire Général"
    assert told["readings"][0]["text"].startswith("Les trente jours")
