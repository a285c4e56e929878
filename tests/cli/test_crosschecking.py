"""`crosscheck` at the terminal, with a real engine: what agrees, what is lost, how it is mended."""

import signal
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from domain.acts import AppointmentId
from ledger.book import Book
from ledger.record import record
from tests.cli.conftest import PATIENCE, Answer, Calends, started
from tests.conftest import DIARIES, told
from tests.ledger import raw
from tests.workflows.engines import keep_ledger, put_ledger_back

PAST = DIARIES / "secretary_general" / "2014.diary"
ID = "secretary-general/2024"
KIND = "UPDATE entries SET topic = ? WHERE originator_id = ? AND originator_version = 2"
EARLY = ("--edition", "2018", "--on", "2023-09-01")
DATE = ("record", ID, "date", "--on", "2023-09-05", "election=2024-06-25", "--act-id", "the-date")


def ok(answer: Answer) -> Answer:
    assert answer.code == 0, answer.err
    return answer


def test_acts_from_a_terminal_agree_on_both_sides(desk: Calends, year: int) -> None:
    id_ = f"secretary-general/{year}"
    ok(desk("open", "secretary-general", str(year), "--on", f"{year - 1}-09-01"))
    desk("record", id_, "closing", "--on", f"{year - 1}-09-02", "--act-id", "too-early")

    said = ok(desk("crosscheck", id_))
    answer = ok(desk("crosscheck", id_, "--json")).json

    assert said.out.startswith(
        f"{id_}: 2 entries, 2 with the act in both; Temporal's history begins on "
    )
    assert said.out.endswith("\nNothing is missing on either side.\n")
    assert said.err == ""
    [found] = answer["appointments"]
    assert (answer["agrees"], found["agrees"]) == (True, True)
    assert (found["entries"], found["both"], found["missing"]) == (2, 2, [])
    assert found["from_the_start"] is True


def test_an_entry_that_nobody_asked_for_and_a_record_that_cannot_be_read_are_said(
    desk: Calends, year: int, engine_home: Path
) -> None:
    """Written beside the clerk, with all that belongs to an entry; and then with another kind."""
    id_, ledger = AppointmentId(f"secretary-general/{year}"), str(engine_home / "ledger.sqlite")
    ok(desk("open", "secretary-general", str(year), "--on", f"{year - 1}-09-01"))
    strange = msgspec.structs.replace(told(ID.replace("-", "_")).lines[1].act, id="of-another")
    with Book.open(ledger) as book:
        record(book, id_, msgspec.json.encode(strange), datetime.now(UTC))
        kind = book.read(id_)[-1].kind

    answer = desk("crosscheck", id_)
    raw.tamper(ledger, KIND, ["x/1", id_])
    unreadable = desk("crosscheck", id_)
    raw.tamper(ledger, KIND, [kind, id_])

    assert answer.code == 1
    assert f"{id_}: 2 entries, 1 with the act in both, 1 without an act; " in answer.out
    assert answer.err.startswith(f"{id_}: entry 2, the act of-another of ")
    assert "stands in the ledger, and nobody asked the clerk for it" in answer.err
    assert (unreadable.code, unreadable.out) == (1, "")
    assert unreadable.err.startswith(f"{id_} cannot be compared: Entry 2 of {id_} is not what")
    assert desk("verify", id_).code == 0


def test_without_an_engine_it_is_pending(calends: Calends) -> None:
    answer = calends("crosscheck")

    assert (answer.code, answer.out) == (5, "")
    assert answer.err.startswith("The engine is not running: start it with `calends up`")


def test_an_appointment_that_neither_side_knows_is_not_found(desk: Calends) -> None:
    answer = desk("crosscheck", "secretary-general/1970")

    assert (answer.code, answer.out) == (4, "")
    assert "secretary-general/1970 is not in the ledger" in answer.err


def test_a_ledger_put_back_from_a_copy_is_told_and_mended(calends: Calends, home: Path) -> None:
    """With the cure that it names: `resume`, and then the same command with the same id."""
    copy = home.parent / "copy"
    with started(home) as engine:
        ok(calends("import", str(PAST)))
        ok(calends("open", "secretary-general", "2024", *EARLY))
        stopped(engine)
    keep_ledger(home, copy)
    with started(home) as engine:
        ok(calends(*DATE))
        stopped(engine)
    put_ledger_back(copy, home)

    with started(home) as engine:
        answer = calends("crosscheck")
        assert answer.code == 1
        assert "secretary-general/2014: " in answer.out
        assert "imported; Temporal has no history of it." in answer.out
        [line] = answer.err.splitlines()
        assert line.startswith(f"{ID}: the act the-date of ")
        assert "the Bureau confirms the date of the election: 25 June 2024" in line
        assert "was answered by the clerk as recorded, and no entry of the ledger bears its" in line
        assert "bears its id. Have `calends resume` make the clerk forget its answer" in line
        assert "either side" not in answer.out
        [lost] = calends("crosscheck", ID, "--json").json["appointments"][0]["missing"]
        assert (lost["missing_in"], lost["act"], lost["entry"]) == ("ledger", "the-date", 0)

        ok(calends("resume"))
        ok(calends(*DATE))
        mended = ok(calends("crosscheck", ID))
        assert mended.out.startswith(f"{ID}: 2 entries, 2 with the act in both; ")
        stopped(engine)


def stopped(engine: subprocess.Popen[bytes]) -> None:
    engine.send_signal(signal.SIGINT)
    assert engine.wait(PATIENCE) == 0
