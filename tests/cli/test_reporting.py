"""`calends audit`: the report on one appointment, the same bytes from the same ledger."""

from pathlib import Path

import msgspec

from domain.audit.records import Audit
from terminal.faults import Code
from tests.cli.conftest import ROOT, Calends

PAST = ROOT / "tests" / "diaries" / "secretary_general" / "2024.diary"
ID = "secretary-general/2024"


def test_a_report_is_the_same_twice_and_in_two_languages(calends: Calends) -> None:
    calends("import", str(PAST))
    first, again, french = (
        calends("audit", ID),
        calends("audit", ID),
        calends("audit", ID, "--lang", "fr"),
    )

    assert [first.code, again.code, french.code] == [Code.DONE] * 3
    assert first.out == again.out
    assert first.out.startswith("AUDIT OF AN APPOINTMENT\n")
    assert french.out.startswith("RAPPORT D’AUDIT")


def test_a_report_bears_the_digest_of_the_last_entry(calends: Calends) -> None:
    calends("import", str(PAST))
    head = calends("audit", ID, "--json").json["head"]

    assert len(head) == 64
    assert f"Last digest         {head}\n" in calends("audit", ID).out


def test_the_records_of_a_report_can_be_read_by_a_program(calends: Calends) -> None:
    calends("import", str(PAST))
    told = msgspec.json.decode(calends("audit", ID, "--json").out, type=Audit)

    assert told.case.mandate is not None
    assert told.case.mandate.elected == "Alain Berset"


def test_a_report_as_of_a_day_tells_what_had_happened_by_then(calends: Calends) -> None:
    calends("import", str(PAST))
    then = calends("audit", ID, "--as-of", "2024-02-01")

    assert "Told as of          1 February 2024\n" in then.out
    assert "Candidatures are closed." in then.out
    assert "The Assembly votes" not in then.out


def test_a_report_of_a_day_before_the_opening_says_so(calends: Calends) -> None:
    calends("import", str(PAST))
    answer = calends("audit", ID, "--as-of", "2020-01-01")

    assert answer.code == Code.NOT_FOUND
    assert "had not been opened on 2020-01-01" in answer.err


def test_a_report_goes_to_a_file_and_never_over_one(calends: Calends, tmp_path: Path) -> None:
    calends("import", str(PAST))
    file = tmp_path / "report.txt"
    first, again = (calends("audit", ID, "--out", str(file)) for _ in range(2))

    assert (first.code, first.out) == (Code.DONE, "")
    assert file.read_text(encoding="utf-8") == calends("audit", ID).out
    assert again.code == Code.BAD_INPUT
    assert "is there already" in again.err


def test_an_appointment_that_is_not_there_has_no_report(calends: Calends) -> None:
    assert calends("audit", "secretary-general/2031").code == Code.NOT_FOUND
    assert calends("audit", ID, "--lang", "de").code == Code.BAD_INPUT
