"""The register of terms from a terminal; and `open`, which reads it."""

import re
from datetime import date
from pathlib import Path

import pytest

from domain.candidates import name
from domain.reckoning import Span, day
from domain.terms import Ending, Term
from ledger.book import TERMS
from terminal.faults import Code
from terminal.offices import sentence_of
from tests.cli.conftest import ROOT, Answer, Calends
from tests.conftest import DIARIES
from tests.ledger import raw

PAGE = (ROOT / "docs" / "clerks" / "terms.md").read_text(encoding="utf-8")
[TABLE] = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
HEADER, *ROWS = TABLE.splitlines()
PAST = ("2009", "2014", "2019", "2024")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The table of the page for clerks."""
    return table(tmp_path, *ROWS)


@pytest.fixture
def filled(calends: Calends, file: Path) -> Calends:
    """The program, with that table in its ledger."""
    ok(calends("terms-import", str(file)))
    return calends


@pytest.fixture
def known(filled: Calends) -> Calends:
    """The program, with the Secretaries General since 2009 in its ledger too."""
    for year in PAST:
        ok(filled("import", str(DIARIES / "secretary_general" / f"{year}.diary")))
    return filled


def table(folder: Path, *rows: str) -> Path:
    file = folder / "terms.csv"
    file.write_text("\n".join((HEADER, *rows, "")), encoding="utf-8")
    return file


def ok(answer: Answer) -> Answer:
    assert (answer.code, answer.err) == (Code.DONE, "")
    return answer


def examples() -> list[tuple[str, str]]:
    """The commands of the page, each with what stands under it."""
    [block] = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    told = re.split(r"^\$ calends ", block, flags=re.MULTILINE)[1:]
    return [(command, answer) for command, _, answer in (each.partition("\n") for each in told)]


def test_the_page_for_clerks_says_what_the_commands_say(known: Calends) -> None:
    assert len(examples()) == 4
    for command, answer in examples():
        assert ok(known(*command.split())).out == answer


def test_the_rows_of_the_page_read_as_its_columns_say(known: Calends, tmp_path: Path) -> None:
    """A row beside an appointment's term says that it ended early; an entry is corrected."""
    [early] = re.findall(r"^    (secretary-general,.*)$", PAGE, re.MULTILINE)
    ok(known("terms-import", str(table(tmp_path, early))))
    assert (
        "1 October 2009 to 31 May 2013: Thorbjørn Jagland (Norway); ended by resignation, computed "
        "to 30 September 2014; secretary-general/2009; entry 7; CM(2013)1\n"
    ) in known("terms", "secretary-general", "--all").out
    died = ("terms-correct", "2", "ended=2026-02-03 death", "--reason", "died in office")
    assert ok(known(*died)).out == (
        "Entry 2 reads: judge/andorra, 1 May 2018 to 3 February 2026: Aina Prat (Andorra); ended "
        "by death, computed to 30 April 2027.\n"
    )


def test_days_that_are_not_known_read_as_well() -> None:
    term = Term(
        "commissioner",
        name("Ann Arbor"),
        Span(date(2022, 4, 30), date(2022, 5, 30)),
        Span(date(2028, 4, 30), date(2028, 5, 30)),
        ended=day(date(2026, 2, 3)),
        cause=Ending.DEATH,
    )
    assert sentence_of(term) == (
        "from 30 April 2022 to 30 May 2022 – 3 February 2026: Ann Arbor; ended by death, computed "
        "to a day from 30 April 2028 to 30 May 2028"
    )


def test_a_table_is_imported_once(calends: Calends, file: Path) -> None:
    assert ok(calends("terms-import", str(file))).out == f"{file}: 6 new, 6 imported in all.\n"
    assert ok(calends("terms-import", str(file))).out == f"{file}: 0 new, 6 imported in all.\n"
    assert "the terms that were imported" in ok(calends("verify")).out
    assert ok(calends("verify", "--json")).json["entries"] == 6


def test_an_empty_register_says_how_it_is_filled(calends: Calends) -> None:
    assert ok(calends("terms")).out == (
        "No term is known yet: an appointment that closes enters one, and `calends terms-import "
        "FILE` brings in those that none has filled.\n"
    )
    assert "No term of judge/malta is known yet" in ok(calends("terms", "judge/malta")).out
    assert ok(calends("terms", "--json")).json["terms"] == []


def test_a_term_in_json(known: Calends) -> None:
    answer = ok(known("terms", "secretary-general", "--on", "2016-01-01", "--json")).json
    assert answer["terms"] == [
        {
            "seat": "secretary-general",
            "office": "secretary-general",
            "party": "",
            "holder": "Thorbjørn Jagland",
            "nationality": "Norway",
            "starts": "2014-10-01",
            "last_day": "2019-09-30",
            "ended": "2019-09-17",
            "cause": "successor",
            "terms": 2,
            "may_stand_again": True,
            "clause": "REG 8.b",
            "mark": "seen",
            "source": "secretary-general/2014",
            "reference": "",
            "entry": 0,
        }
    ]
    assert {each: answer[each] for each in ("on", "acting", "next", "conflicts", "left_out")} == {
        "on": "2016-01-01",
        "acting": [],
        "next": [],
        "conflicts": [],
        "left_out": [],
    }


def test_what_is_next_in_json(known: Calends) -> None:
    answer = ok(known("terms", "judge/andorra", "--on", "2026-01-01", "--json")).json
    [upcoming] = answer["next"]
    assert upcoming == {
        "seat": "judge/andorra",
        "holder": "Aina Prat",
        "ends": "2027-04-30",
        "appointment": "judge/andorra/2027",
        "set_in_motion_by": "2026-04-30",
        "clause": "R1366 2",
        "mark": "A",
        "note": "",
        "opened": "",
    }
    [acting] = ok(known("terms", "--on", "2009-09-30", "--json")).json["acting"]
    assert acting == {
        "seat": "secretary-general",
        "name": "",
        "deputy": True,
        "starts": "2009-09-01",
        "until": "2009-09-30",
        "mark": "unknown",
        "source": "secretary-general/2009",
    }


def test_after_the_day_an_appointment_is_overdue_until_it_is_opened(filled: Calends) -> None:
    assert ok(filled("terms", "judge/andorra", "--on", "2026-05-01")).out.endswith(
        "to be set in motion by 30 April 2026 (R1366 2 [A], assumed); overdue\n"
    )
    stays = ok(filled("terms", "judge/andorra", "--on", "2028-01-01")).out
    assert "Aina Prat (Andorra); in office until replaced (ECHR 23)\n" in stays


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (("judge,,A B,,2018-05-01,,,seen,",), "line 2: judge has a seat for each Party"),
        (("judge,malta,A B,,2018-05-01,,,seen",), "line 2: it has 8 cells, not 9"),
        (
            (ROWS[1], "judge,andorra,A B,,2020-01-01,,,seen,"),
            "line 3: Aina Prat is in office until 2027-04-30 (line 2), and A B already from "
            "2020-01-01 (line 3): say when the first one ended, or correct one of them",
        ),
    ],
)
def test_a_table_with_a_bad_line_leaves_nothing(
    calends: Calends, tmp_path: Path, rows: tuple[str, ...], says: str
) -> None:
    """One sentence with the number of the line."""
    answer = calends("terms-import", str(table(tmp_path, *rows)))
    assert (answer.code, answer.out) == (Code.BAD_INPUT, "")
    assert f"terms.csv, {says}" in answer.err
    assert ok(calends("terms", "--json")).json["terms"] == []


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("terms", "jugde"), 2, "No office jugde is known: did you mean judge?"),
        (("terms", "judge/andora"), 2, "No Party 'andora' is known; the nearest is andorra."),
        (("terms", "commissioner/malta"), 2, "Commissioner has no seats by Party"),
        (("terms", "--on", "2016"), 2, "2016 is not a day"),
        (("terms-import", "nowhere.csv"), 4, "There is no file nowhere.csv."),
        (("terms-correct", "2", "--strike"), 2, "A correction has a reason: say why."),
        (("terms-correct", "2", "--reason", "x"), 2, "Give either the columns that read otherwi"),
        (("terms-correct", "two", "--strike", "--reason", "x"), 2, "is not the number of an entry"),
        (("terms-correct", "9", "--strike", "--reason", "x"), 4, "Entry 9 is no term that was"),
        (("terms-correct", "2", "days=9", "--reason", "x"), 2, "A term has no column days; its co"),
        (("terms-correct", "2", "starts=soon", "--reason", "x"), 2, "Starts: soon is not a day"),
        (
            ("terms-correct", "4", "last_day=2024-01-01", "--reason", "x"),
            2,
            "Pol Oriol is in office until 2024-01-01 (entry 4 of the import), and Pol Oriol "
            "already from 2023-12-20 (entry 5 of the import)",
        ),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    filled: Calends, words: tuple[str, ...], code: int, says: str
) -> None:
    before = filled("terms", "--all", "--json").json
    answer = filled(*words)
    assert (answer.code, answer.out) == (code, "")
    assert says.casefold() in answer.err.casefold()
    assert filled("terms", "--all", "--json").json == before


def test_a_row_is_struck_out(filled: Calends) -> None:
    strike = ("terms-correct", "3", "--strike", "--reason", "never was")
    assert ok(filled(*strike)).out == "Entry 3 is struck out.\n"
    assert "No term of judge/malta is known yet" in filled("terms", "judge/malta").out
    fields = ("terms-correct", "2", "starts=2018-06-01", "last_day=", "--reason", "misread")
    assert "1 June 2018 to 31 May 2027" in ok(filled(*fields)).out
    assert ok(filled(*fields)).out == "Entry 2 reads so already.\n"


def test_a_conflict_is_told_and_shows_in_the_exit_code(calends: Calends, tmp_path: Path) -> None:
    """What was imported first is contradicted by an appointment that comes later."""
    davis = ROWS[0].replace("2009-08-31,", "2009-10-31,2009-09-15 death")
    ok(calends("terms-import", str(table(tmp_path, davis))))
    ok(calends("import", str(DIARIES / "secretary_general" / "2009.diary")))
    answer = calends("terms")
    assert answer.code == Code.BROKEN
    assert answer.err == (
        "secretary-general: somebody acts from 2009-09-01 (secretary-general/2009), and Terry "
        "Davis is in office until 2009-09-15 (entry 1 of the import): correct one of them.\n"
    )
    assert len(calends("terms", "--json").json["conflicts"]) == 1
    assert ok(calends("terms", "judge")).code == Code.DONE


def test_a_row_that_was_changed_in_the_ledger_is_found(filled: Calends, home: Path) -> None:
    raw.tamper(
        str(home / "ledger.sqlite"),
        "UPDATE entries SET topic = 'x/1' WHERE originator_version = 2 AND originator_id = ?",
        (TERMS,),
    )
    for command in (("terms",), ("verify",)):
        answer = filled(*command)
        assert (answer.code, "Entry 2 of terms is not what was written" in answer.err) == (1, True)


# -- Opening by the register -------------------------------------------------------------------


def test_an_appointment_is_opened_by_the_register(desk: Calends, tmp_path: Path) -> None:
    """Its last day, who has held it, and for the CPT the members of other Parties (CPT 4.3)."""
    rows = (
        "cpt-member,monaco,Rose Noir,Monaco,2013-12-20,,,seen,",
        "cpt-member,monaco,Rose Noir,Monaco,2017-12-20,,,seen,",
        "cpt-member,san-marino,Blu Mare,Italy,2020-12-20,,,seen,",
        "cpt-member,iceland,Jón Jónsson,Iceland,2012-12-20,,,seen,",
    )
    ok(desk("terms-import", str(table(tmp_path, *rows))))
    opened = desk("open", "cpt-member/monaco", "2021", "--on", "2021-01-11")
    assert (opened.code, opened.out) == (0, "cpt-member/monaco/2021\n")
    assert opened.err == "The term ends on 2021-12-19, as the register of terms has it.\n"
    diary = ok(desk("diary", "cpt-member/monaco/2021")).out.splitlines()
    assert "term ends 19 December 2021" in diary[0]
    assert [line for line in diary if line.startswith("holder")] == [
        "holder Rose Noir (Monaco), 2 terms, until 19 December 2021",
        "holder Blu Mare (Italy), 1 term, until 19 December 2024",
    ]
    later = "cpt-member,andorra,Pol Oriol,Andorra,2020-12-20,,,seen,"
    ok(desk("terms-import", str(table(tmp_path, later))))
    assert ok(desk("open", "cpt-member/monaco", "2021")).out == "cpt-member/monaco/2021\n"
    assert "next: cpt-member/monaco/2021, under way" in desk("terms", "cpt-member/monaco").out


def test_what_is_said_goes_before_what_the_register_has(desk: Calends, tmp_path: Path) -> None:
    row = "cpt-member,luxembourg,Lis Weiss,Luxembourg,2017-12-20,,,seen,"
    ok(desk("terms-import", str(table(tmp_path, row))))
    said = ("--term-ends", "2021-12-10", "--holder", "Ann Autre, of Belgium")
    ok(desk("open", "cpt-member/luxembourg", "2021", "--on", "2021-01-11", *said))
    diary = desk("diary", "cpt-member/luxembourg/2021").out
    assert "term ends 10 December 2021" in diary
    assert "holder Ann Autre (Belgium), 1 term" in diary
    assert "Lis Weiss" not in diary


def test_a_seat_that_fell_vacant_is_opened_as_a_vacancy(desk: Calends, tmp_path: Path) -> None:
    """ECHR 23: dismissed by the other judges; the register knows, and the calendar does not."""
    row = "judge,liechtenstein,Uli Berg,Liechtenstein,2018-05-01,,2021-03-15 dismissal,seen,"
    ok(desk("terms-import", str(table(tmp_path, row))))
    seat = ("open", "judge/liechtenstein", "2021", "--on", "2021-03-16")
    refused = desk(*seat)
    assert (refused.code, refused.out) == (Code.BAD_INPUT, "")
    assert refused.err == (
        "The term of Uli Berg ended on 2021-03-15 by dismissal (entry "
        f"{re.findall(r'entry ([0-9]+)', refused.err)[0]} of the import): open it with --vacancy "
        "2021-03-15 --cause dismissal, or give --term-ends.\n"
    )
    ok(desk(*seat, "--vacancy", "2021-03-15", "--cause", "dismissal"))
    diary = desk("diary", "judge/liechtenstein/2021").out
    assert "vacant after 15 March 2021 by dismissal" in diary
    assert "holder Uli Berg (Liechtenstein), 1 term, until 15 March 2021" in diary
