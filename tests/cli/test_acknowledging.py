"""What a command calls done is in the ledger: drills with a backup older than what was done."""

import signal
import subprocess
from pathlib import Path

import msgspec
import pytest

from terminal.asking import Trial, answered
from terminal.faults import Code, Stop
from tests.cli.conftest import PATIENCE, ROOT, Answer, Calends, started
from tests.conftest import told

PAST = str(ROOT / "tests" / "diaries" / "secretary_general" / "2014.diary")
LOST, ALSO_LOST = "secretary-general/2024", "secretary-general/2019"
DATE = ("record", LOST, "date", "--on", "2023-09-05", "election=2024-06-25", "--act-id", "the-date")


def ok(answer: Answer) -> Answer:
    assert answer.code == Code.DONE, answer.err
    return answer


def opened(calends: Calends, year: int) -> Answer:
    return calends("open", "secretary-general", str(year), "--on", f"{year - 1}-09-01")


def stopped(engine: subprocess.Popen[bytes]) -> None:
    engine.send_signal(signal.SIGINT)
    assert engine.wait(PATIENCE) == 0


def drilled(calends: Calends, home: Path, folder: Path) -> Answer:
    """Two appointments were opened after a backup, and it is put back. No engine runs."""
    with started(home) as engine:
        ok(calends("import", PAST))
        ok(calends("backup", f"{folder}/backup"))
        ok(opened(calends, 2024))
        ok(opened(calends, 2019))
        ok(calends("checkpoint"))
        stopped(engine)
    for part in home.glob("ledger.sqlite*"):
        part.unlink()
    return ok(calends("restore", f"{folder}/backup", "--older"))


def test_after_a_restore_what_is_acknowledged_is_in_the_ledger(
    calends: Calends, home: Path, tmp_path: Path
) -> None:
    restored = drilled(calends, home, tmp_path)

    assert restored.out.endswith(
        "Temporal's database is set aside as temporal.sqlite.before-restore-1, since it may "
        "remember acts that the ledger lacks: with `calends up` all clerks begin anew from the "
        "ledger.\n"
    )
    assert (home / "temporal.sqlite.before-restore-1").exists()
    assert not {"temporal.sqlite", "temporal.sqlite-wal"} & {each.name for each in home.iterdir()}
    with started(home):
        assert ok(opened(calends, 2024)).out == f"{LOST}\n"
        assert ok(calends("show", LOST, "--json")).json["id"] == LOST
        ok(calends("crosscheck"))


def test_what_temporal_remembers_is_never_called_done(
    calends: Calends, home: Path, tmp_path: Path
) -> None:
    """The same with a database that was not set aside, as on a cluster. `crosscheck` still names
    what was lost; `resume` ends the clerks of what is not in the ledger.
    """
    drilled(calends, home, tmp_path)
    for part in home.glob("temporal.sqlite.before-restore-1*"):
        part.rename(home / part.name.replace(".before-restore-1", ""))

    with started(home):
        crossed = calends("crosscheck")
        assert (crossed.code, f"{LOST}: the act " in crossed.err) == (Code.BROKEN, True)
        assert opened(calends, 2024) == (Code.DONE, f"{LOST}\n", "")
        assert ok(calends("show", LOST, "--json")).json["id"] == LOST

        assert ok(calends("resume")).out.splitlines() == [
            f"{LOST}: its clerk was at work, no alarm is set",
            f"{ALSO_LOST}: not open in the ledger, so that its clerk ends",
        ]
        ok(opened(calends, 2019))
        ok(calends("show", ALSO_LOST))
        ok(calends("crosscheck"))

        ok(calends(*DATE))
        with pytest.raises(Stop, match="the-date was used before, with other content") as refused:
            answered(LOST, on_its_way_at_once())
        assert refused.value.code is Code.REFUSED


def on_its_way_at_once() -> Trial:
    """Another act of the same id, tried while the ledger had neither."""
    act = told("secretary_general/2024").lines[1].act
    return Trial(msgspec.structs.replace(act, id="the-date"), None, None, None, None)
