"""What the ledger says, read with no engine: past procedures, brought in from their diaries."""

import sqlite3
from datetime import date
from io import StringIO
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from domain.acts import AppointmentId, Entry
from domain.appointment import fold
from domain.diaries import carry_out
from domain.outcomes import CandidaturesClosed, LeftOffAgenda
from domain.reckoning import day, start_of_day
from ledger.book import Book
from ledger.record import append, read
from terminal.pages import Task, listed, page
from terminal.showing import agenda
from tests.cli.conftest import Calends
from tests.conftest import DIARIES, told

PAST = DIARIES / "secretary_general"
CLOSED = "secretary-general/2024"
OPEN = "secretary-general/2029"


@pytest.fixture
def with_2024(calends: Calends) -> Calends:
    assert calends("import", str(PAST / "2024.diary")).code == 0
    return calends


@pytest.fixture
def with_2029(calends: Calends, tmp_path: Path) -> Calends:
    """An appointment that is open, of which nothing but its opening has happened."""
    diary = tmp_path / "open.diary"
    diary.write_text("secretary-general 2029, edition 2018, opened on 2 September 2024\n")
    assert calends("import", str(diary)).code == 5  # there is no engine for its clerk
    return calends


def test_no_ledger_yet_is_no_appointment_yet(calends: Calends, home: Path) -> None:
    assert calends("list", "--json") == (0, "[]\n", "")
    assert "There is no appointment yet" in calends("list").out
    assert calends("agenda", "--json") == (0, "[]\n", "")
    assert calends("verify").code == 0
    assert not home.exists()


def test_a_ledger_that_was_named_and_is_not_there_is_not_found(
    calends: Calends, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALENDS_LEDGER", str(tmp_path / "nowhere.sqlite"))

    for words in (("list",), ("show", CLOSED), ("verify",), ("agenda",)):
        answer = calends(*words)
        assert (answer.code, answer.err.count("\n")) == (4, 1)
        assert "nowhere.sqlite" in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ("show", "secretary-general/2031"),
        ("stages", "secretary-general/2031"),
        ("replay", "secretary-general/2031"),
        ("diary", "secretary-general/2031"),
        ("verify", "secretary-general/2031"),
        ("agenda", "secretary-general/2031"),
        ("record", "secretary-general/2031", "call", "--on", "2024-01-01"),
        ("plan", "secretary-general/2031", "ballot", "2031-06-24"),
        ("withdraw", "secretary-general/2031", "A", "--on", "2024-01-01"),
        ("correct", "secretary-general/2031", "1", "--strike", "--reason", "wrong"),
        ("settle", "secretary-general/2031", "x", "--on", "2024-01-01", "--reference", "y"),
        ("adopt", "secretary-general/2031", "--edition", "2018"),
    ],
)
def test_an_appointment_that_is_not_in_the_ledger_is_not_found(
    with_2024: Calends, words: tuple[str, ...]
) -> None:
    answer = with_2024(*words)

    assert (answer.code, answer.out) == (4, "")
    assert answer.err == (
        "secretary-general/2031 is not in the ledger: `calends list` lists what is, and "
        "`calends open secretary-general 2031` opens it.\n"
    )


@pytest.mark.parametrize("id_", ["2024", "secretary-general", "secretary-general/24", ""])
def test_what_is_not_an_id_is_bad_input(with_2024: Calends, id_: str) -> None:
    answer = with_2024("show", id_)

    assert answer.code == 2
    assert "is not an appointment: write office/year" in answer.err


def test_list_tells_open_from_closed(with_2024: Calends, with_2029: Calends) -> None:
    found = {each["id"]: each for each in with_2024("list", "--json").json}

    assert found[CLOSED]["status"] == "closed"
    assert found[CLOSED]["elected"] == "Alain Berset"
    assert found[CLOSED]["mandate_starts"] == "2024-09-18"
    assert found[OPEN]["status"] == "open"
    assert (found[OPEN]["stage"], found[OPEN]["closes"]) == ("date", "2028-09-30")
    assert "Alain Berset" in with_2024("list").out


def test_show_as_json_has_what_is_promised(with_2024: Calends) -> None:
    shown = with_2024("show", CLOSED, "--json").json

    assert (shown["id"], shown["office"], shown["edition"]) == (CLOSED, "secretary-general", "2018")
    assert (shown["status"], shown["stage"]) == ("closed", "")
    assert (shown["elected"], shown["mandate_starts"]) == ("Alain Berset", "2024-09-18")
    assert shown["candidates"][0] == {
        "name": "Indrek Saar",
        "nationality": "Estonia",
        "proposed_by": ["Estonia"],
        "fallen": "",
        "lapsed": False,
    }
    assert [entry["number"] for entry in shown["entries"]] == list(range(1, 17))
    ballot = shown["entries"][13]
    assert ballot["stage"] == "ballot"
    assert ballot["kind"] == "ballot-held/1"
    assert ballot["body"] == "assembly"
    assert ballot["happened"] == {"earliest": "2024-06-25", "latest": "2024-06-25"}
    assert ballot["provenance"] == "seen"
    assert ballot["refused"] is None
    assert ballot["counted"] == "241 votes cast, absolute majority 121"
    assert shown["deviations"] == []


def test_show_for_people_tells_the_steps_as_sentences(with_2024: Calends) -> None:
    out = " ".join(with_2024("show", CLOSED).out.split())

    assert "closed: Alain Berset, in office: 18 September 2024 to 17 September 2029" in out
    assert "in January 2024 The Joint Committee is consulted on all candidatures" in out
    assert "day not on record" in out
    assert "from the calendar" in out


def test_show_of_an_open_appointment_tells_what_comes_next(with_2029: Calends) -> None:
    out = " ".join(with_2029("show", OPEN).out.split())

    assert "What comes next in September 2028 Bureau date of the election" in out


def test_stages_gives_a_command_that_can_be_copied(with_2029: Calends) -> None:
    [date] = with_2029("stages", OPEN, "--json").json

    assert (date["stage"], date["body"], date["options"]) == ("date", "bureau", [])
    assert date["fields"] == [{"name": "election", "example": "2029-06-26", "required": True}]
    assert date["command"] == (
        f'calends record {OPEN} date --on 2028-09-01 election="2029-06-25..2029-06-29"'
    )
    assert date["command"] in with_2029("stages", OPEN).out


def test_stages_of_a_closed_appointment_says_that_it_is_closed(with_2024: Calends) -> None:
    assert with_2024("stages", CLOSED).out == (
        f"{CLOSED} is closed: nothing more can be recorded, only corrected.\n"
    )
    assert with_2024("stages", CLOSED, "--json").json == []


def test_agenda_says_what_is_due_for_whom(with_2029: Calends) -> None:
    assert with_2029("agenda", "--json").json == [
        {
            "id": OPEN,
            "stage": "date",
            "body": "bureau",
            "what": "date of the election confirmed",
            "opens": "2028-09-01",
            "closes": "2028-09-30",
            "clause": "JIS App.1",
            "overdue": False,
            "expected": False,
            "notes": [],
        }
    ]
    assert with_2029("agenda", "--days", "0").out == "Nothing is due within 0 days.\n"
    assert "date" in with_2029("agenda", OPEN).out


def test_agenda_with_days_looks_past_the_open_stage(with_2029: Calends) -> None:
    expected = [task["stage"] for task in with_2029("agenda", "--days", "3650", "--json").json]

    assert expected[:3] == ["date", "call", "closing"]


@pytest.mark.parametrize(
    ("days", "says"),
    [("soon", "'soon' is not a number of days."), ("4000", "are more than ten years")],
)
def test_agenda_refuses_days_that_are_none(calends: Calends, days: str, says: str) -> None:
    answer = calends("agenda", "--days", days)

    assert answer.code == 2
    assert says in answer.err


# -- The list --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "stage", "closes", "overdue"),
    [
        ("2009-08-31", "election-left-off", "", False),
        ("2009-09-02", "acting", "2009-09-01", True),
    ],
)
def test_the_list_shows_the_step_that_is_overdue_with_its_day(
    on: str, stage: str, closes: str, overdue: bool
) -> None:
    """In 2009 a question waited without a last day, and the acting period was due."""
    diary = told("secretary_general/2009")
    entries = carry_out(diary)
    until = next(n for n, e in enumerate(entries, 1) if isinstance(e.outcome, LeftOffAgenda))
    standing = fold(diary.appointment, entries[:until])
    now = start_of_day(date.fromisoformat(on))

    line = listed(page(diary.appointment, entries[:until], standing, now))

    assert (line.stage, line.closes, line.overdue) == (stage, closes, overdue)


def test_no_stage_is_cut_short_in_a_narrow_column() -> None:
    """Beside the longest id: a key is to be copied."""
    task = Task(
        "secretary-general-of-the-assembly/2031",
        "committee-interviews",
        "committee-on-the-election-of-judges",
        "interviews by the committee",
        "2030-10-01",
        "2030-10-31",
        "REG 3",
        overdue=False,
        expected=True,
        notes=(),
    )
    console = Console(width=100, file=StringIO(), record=True)

    console.print(agenda([task], date(2030, 9, 1)))

    assert "…" not in console.export_text()


# -- Diaries ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["2009", "2019", "2024"])
def test_a_diary_comes_out_as_it_can_go_in_again(
    calends: Calends, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calends("import", str(PAST / f"{name}.diary"))
    written = calends("diary", f"secretary-general/{name}").out
    again = tmp_path / "again.diary"
    again.write_text(written, encoding="utf-8")

    monkeypatch.setenv("CALENDS_LEDGER", str(tmp_path / "another.sqlite"))

    assert calends("import", str(again)).code == 0
    assert calends("diary", f"secretary-general/{name}").out == written


def test_an_import_that_is_repeated_changes_nothing(with_2024: Calends) -> None:
    before = with_2024("show", CLOSED, "--json").json

    answer = with_2024("import", str(PAST / "2024.diary"))

    assert (answer.code, answer.err) == (0, "")
    assert "0 new entries, 16 in all" in answer.out
    assert with_2024("show", CLOSED, "--json").json == before


def test_an_import_of_a_closed_appointment_needs_no_engine(calends: Calends) -> None:
    answer = calends("import", str(PAST / "2019.diary"), "--json")

    assert (answer.code, answer.err) == (0, "")
    [imported] = answer.json["appointments"]
    assert imported["elected"] == "Marija Pejčinović Burić"


def test_an_import_of_an_open_one_says_that_its_clerk_waits_for_the_engine(
    calends: Calends, tmp_path: Path
) -> None:
    diary = tmp_path / "open.diary"
    diary.write_text("secretary-general 2029, edition 2018, opened on 2 September 2024\n")

    answer = calends("import", str(diary))

    assert answer.code == 5
    assert f"{OPEN} is in the ledger, but its clerk was not started" in answer.err
    assert calends("show", OPEN, "--json").json["status"] == "open"


def test_a_misspelt_sentence_is_answered_with_its_line_and_the_nearest(
    calends: Calends, tmp_path: Path, home: Path
) -> None:
    diary = tmp_path / "bad.diary"
    text = (PAST / "2024.diary").read_text(encoding="utf-8")
    diary.write_text(text.replace("candidatures are closed", "candidatures are closd"))

    answer = calends("import", str(diary))

    assert (answer.code, answer.out) == (2, "")
    assert f"{diary}, line 8: no sentence of ours says 'candidatures are closd'" in answer.err
    assert "the nearest is: candidatures are closed" in answer.err
    assert calends("list", "--json").json == []


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [(None, 4, "There is no file"), (b"\xff\xfe", 2, "is not a text in UTF-8")],
)
def test_a_file_that_is_no_diary_is_said(
    calends: Calends, tmp_path: Path, content: bytes | None, code: int, says: str
) -> None:
    file = tmp_path / "some.diary"
    if content is not None:
        file.write_bytes(content)

    answer = calends("import", str(file))

    assert answer.code == code
    assert says in answer.err


# -- Verification ----------------------------------------------------------------------------


def test_verify_finds_every_entry_sound(with_2024: Calends) -> None:
    assert with_2024("verify").out == (
        "Sound: 16 entries of 1 appointment are what was written, and fit their procedures; "
        "there is no checkpoint yet to compare them with.\n"
    )
    assert with_2024("verify", CLOSED, "--json").json == {
        "sound": True,
        "appointments": 1,
        "registers": 0,
        "terms": False,
        "watch": False,
        "vault": False,
        "entries": 16,
        "checkpoints": 0,
        "since": None,
        "broken": [],
        "misfits": [],
        "unlike": [],
        "unlisted": [],
    }


def test_verify_names_the_entry_in_which_a_byte_was_changed(with_2024: Calends, home: Path) -> None:
    connection = sqlite3.connect(home / "ledger.sqlite")
    connection.execute("DROP TRIGGER entries_are_not_changed")
    connection.execute(
        "UPDATE entries SET state = CAST(replace(state, 'Berset', 'Bersat') AS BLOB) "
        "WHERE originator_version = 15"
    )
    connection.commit()
    trigger = (
        "CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries\n"
        "BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never changed'); END"
    )
    connection.execute(trigger)
    connection.commit()
    connection.close()

    answer = with_2024("verify")

    assert answer.code == 1
    assert f"Entry 15 of {CLOSED} is not what was written" in answer.err
    [broken] = with_2024("verify", "--json").json["broken"]
    assert (broken["appointment"], broken["number"]) == (CLOSED, 15)
    assert with_2024("show", CLOSED).code == 1
    listed = with_2024("list", "--json")
    assert listed.code == 1
    assert "Entry 15" in listed.json[0]["misfit"]
    assert "is left out: Entry 15" in with_2024("agenda").err


def test_verify_names_an_entry_that_its_procedure_has_no_place_for(
    with_2024: Calends, home: Path
) -> None:
    """Whole in the chain, and yet no step of the election."""
    id_ = AppointmentId(CLOSED)
    with Book.open(str(home / "ledger.sqlite")) as book:
        entries = read(book, id_)
        stray = Entry(
            17,
            "stray",
            "",
            CandidaturesClosed(),
            day(entries[-1].happened.latest),
            entries[-1].recorded_at,
            stage="closing/2",
        )
        append(book, id_, 16, (stray,))

    answer = with_2024("verify")
    shown = with_2024("show", CLOSED, "--json")

    assert answer.code == 1
    assert f"{CLOSED}: Entry 17 (candidatures-closed/1) does not fit" in answer.err
    assert shown.code == 1
    assert "entry 17" in shown.json["misfit"]
    assert len(shown.json["entries"]) == 17
    assert "misfit" in with_2024("list").out
    assert with_2024("show", CLOSED).code == 1
    assert "The record does not fit its procedure" in with_2024("show", CLOSED).out


def test_an_entry_of_a_later_release_is_said_and_not_skipped(
    with_2024: Calends, home: Path
) -> None:
    with Book.open(str(home / "ledger.sqlite")) as book:
        body = msgspec.json.encode({"number": 17, "outcome": {"kind": "unheard-of/1"}})
        book.append(CLOSED, after=16, entries=[("unheard-of/1", body)])

    for words, code in ((("verify",), 1), (("show", CLOSED), 2)):
        answer = with_2024(*words)
        assert answer.code == code
        assert "Entry 17" in answer.err
        assert "cannot be read by this release" in answer.err
