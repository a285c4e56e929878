"""`calends feed`: bytes on the standard output, for a file or a web server."""

import subprocess
import sys
from pathlib import Path

import vobject

from ledger.book import Book
from terminal.faults import Code
from tests.cli.conftest import ROOT, Calends, environment
from tests.conftest import DIARIES

IN_2024 = DIARIES / "secretary_general" / "2024.diary"
IN_2019 = DIARIES / "secretary_general" / "2019.diary"


def imported(calends: Calends, *diaries: Path) -> None:
    for diary in diaries:
        assert calends("import", str(diary)).code == Code.DONE


def uids(calendar: str) -> list[str]:
    parsed = vobject.readOne(calendar, validate=True)
    return [event.uid.value for event in parsed.contents.get("vevent", ())]


def test_the_feed_of_everything_holds_every_appointment(calends: Calends) -> None:
    imported(calends, IN_2024, IN_2019)
    everything = calends("feed")
    assert (everything.code, everything.err) == (Code.DONE, "")
    of_each = [calends("feed", f"secretary-general/{year}") for year in (2024, 2019)]
    assert sorted(uids(everything.out)) == sorted(uids(of_each[0].out) + uids(of_each[1].out))
    assert len(set(uids(everything.out))) == len(uids(everything.out))
    assert "X-WR-CALNAME:Calends: secretary-general/2024" in of_each[0].out


def test_the_feed_of_a_body_in_french(calends: Calends) -> None:
    imported(calends, IN_2024)
    answer = calends("feed", "--body", "bureau", "--lang", "fr")
    assert answer.code == Code.DONE
    assert "X-WR-CALNAME:Calends: Bureau" in answer.out
    assert 0 < len(uids(answer.out)) < len(uids(calends("feed").out))
    assert "✓ Examen par le Bureau" in answer.out


def test_an_empty_ledger_is_an_empty_calendar(calends: Calends) -> None:
    answer = calends("feed")
    assert answer.code == Code.DONE
    assert uids(answer.out) == []


def test_the_bytes_of_a_process_end_their_lines_as_the_standard_has_it(
    calends: Calends, home: Path
) -> None:
    imported(calends, IN_2024)
    written = [
        subprocess.run(
            [sys.executable, "-m", "cli", "feed"],
            cwd=ROOT,
            env=environment(home),
            capture_output=True,
            check=True,
        ).stdout
        for _ in range(2)
    ]
    assert written[0] == written[1]
    assert written[0].startswith(b"BEGIN:VCALENDAR\r\n")
    assert written[0].endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in written[0].replace(b"\r\n", b"")


def test_what_is_not_known_is_said(calends: Calends) -> None:
    imported(calends, IN_2024)
    for words, code, said in (
        (("feed", "secretary-general/2029"), Code.NOT_FOUND, "is not in the ledger"),
        (("feed", "--body", "bureaux"), Code.BAD_INPUT, "did you mean bureau?"),
        (("feed", "--lang", "de"), Code.BAD_INPUT, "is not a language of ours"),
        (
            ("feed", "secretary-general/2024", "--body", "bureau"),
            Code.BAD_INPUT,
            "Give an appointment or a body, not both",
        ),
    ):
        answer = calends(*words)
        assert (answer.code, answer.out) == (code, "")
        assert said in answer.err


def test_a_record_that_cannot_be_read_is_left_out_and_named(calends: Calends, home: Path) -> None:
    imported(calends, IN_2024)
    whole = calends("feed").out
    with Book.open(str(home / "ledger.sqlite")) as book:
        book.append("secretary-general/2031", after=0, entries=[("of-tomorrow/1", b"{}")])
    answer = calends("feed")
    assert answer.code == Code.BROKEN
    assert answer.out == whole
    assert "secretary-general/2031 is left out" in answer.err
