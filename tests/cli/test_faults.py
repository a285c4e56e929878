"""How commands fail: an exit code, one sentence, never a traceback."""

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import cli
from domain.outcomes import BY_STAGE
from ledger.errors import Unreachable
from terminal import reading, screen
from terminal.faults import Code, nearest, told, whole
from tests.cli.conftest import ROOT, Calends, environment, run
from tests.conftest import DIARIES
from workflows.failures import EngineUnreachable, Pending, WorkerFault

DIARY = DIARIES / "secretary_general" / "2024.diary"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("tmetable",), "No such command 'tmetable'. Did you mean 'timetable'? See `calends"),
        (("list", "--jsno"), "--jsno"),
        (("show",), "Missing argument 'ID'. See `calends show --help`."),
        (("show", "a", "b"), "unexpected extra argument"),
        (("record", "secretary-general/2029", "call"), "Missing option '--on'."),
        (("settle", "secretary-general/2029", "x", "--on", "2024-01-01"), "'--reference'"),
        (("record", "x", "call", "--on"), "--on"),
        (("up", "now"), "unexpected extra argument"),
    ],
)
def test_a_slip_on_the_command_line_is_one_sentence(
    calends: Calends, words: tuple[str, ...], says: str
) -> None:
    answer = calends(*words)

    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert says in answer.err


def test_no_words_at_all_give_help(calends: Calends) -> None:
    answer = calends()

    assert (answer.code, answer.err) == (0, "")
    assert "timetable" in answer.out
    assert calends("--version").out.startswith("calends ")


def test_a_fault_of_ours_is_said_and_its_lines_are_kept_in_the_home(
    calends: Calends, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> None:
        raise ZeroDivisionError("nobody divides here")

    monkeypatch.setattr(screen, "emit", fails)

    without_a_home = calends("list", "--json")
    home.mkdir()
    with_a_home = calends("list", "--json")

    said = "This is our fault, not yours: ZeroDivisionError: nobody divides here."
    assert without_a_home == (70, "", f"{said}\n")
    assert with_a_home.err == f"{said} Its details are in {home / 'calends.log'}.\n"
    log = home / "calends.log"
    assert "Traceback" in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Unreachable("The ledger is busy"), Code.PENDING),
        (EngineUnreachable("127.0.0.1:7233"), Code.PENDING),
        (Pending("an-act"), Code.PENDING),
        (WorkerFault("Nothing was written."), Code.OUR_FAULT),
        (RuntimeError("x"), Code.OUR_FAULT),
    ],
)
def test_each_fault_has_its_code_and_is_a_whole_sentence(error: Exception, code: Code) -> None:
    found, sentence = told(error)

    assert found is code
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("said", "whole_"),
    [
        ("big is not a text in UTF-8", "big is not a text in UTF-8."),
        ("yesterday is not a day: write it as in 2029-06-26", "yesterday is not a day: write it"),
        ("entry 12 is not one that can be corrected", "Entry 12 is not one"),
        ("it was recorded as entry 3", "It was recorded as entry 3."),
        ("nobody has been elected", "Nobody has been elected."),
        ("record closing first", "Record closing first."),
    ],
)
def test_a_sentence_begins_with_a_capital_but_not_a_word_that_was_typed(
    said: str, whole_: str
) -> None:
    assert whole(said).startswith(whole_)


def test_of_many_the_nearest_are_named() -> None:
    assert nearest("hearng", BY_STAGE).startswith(
        f": did you mean hearing? The nearest of {len(BY_STAGE)}: hearing, "
    )
    assert len(nearest("hearng", BY_STAGE).split(", ")) == 5
    assert nearest("xx", ("en", "fr")) == "; known: en, fr"


def test_exit_codes_are_promises() -> None:
    assert {code.name: code.value for code in Code} == {
        "DONE": 0,
        "BROKEN": 1,
        "BAD_INPUT": 2,
        "REFUSED": 3,
        "NOT_FOUND": 4,
        "PENDING": 5,
        "OUR_FAULT": 70,
        "INTERRUPTED": 130,
    }


def test_a_file_that_is_not_ours_is_left_alone(
    calends: Calends, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = tmp_path / "letters.txt"
    stranger.write_text("Dear Sir or Madam")
    monkeypatch.setenv("CALENDS_LEDGER", str(stranger))

    for words in (("list",), ("verify",), ("import", str(DIARY))):
        answer = calends(*words)
        assert (answer.code, answer.err.count("\n")) == (2, 1)
        assert "is not a Calends ledger" in answer.err
    assert stranger.read_text() == "Dear Sir or Madam"


def test_a_ledger_that_is_read_only_says_what_to_do(calends: Calends, home: Path) -> None:
    calends("import", str(DIARY))
    (home / "ledger.sqlite").chmod(0o400)

    answer = calends("list")

    assert (answer.code, answer.out) == (2, "")
    assert "read-only" in answer.err


def test_a_postgresql_server_that_does_not_answer(
    calends: Calends, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("CALENDS_LEDGER", "postgresql://127.0.0.1:1/calends")

    answer = calends("list")

    assert (answer.code, answer.out, answer.err.count("\n")) == (5, "", 1)
    assert "127.0.0.1:1" in answer.err


def test_a_setting_that_cannot_be_meant_is_named(
    calends: Calends, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALENDS_PORT", "http")

    assert calends("list") == (
        2,
        "",
        "CALENDS_PORT is 'http', and must be a port: a number up to 65535.\n",
    )


@pytest.mark.parametrize(
    ("setting", "value", "words", "says"),
    [
        ("CALENDS_HOME", "/proc/nope", ("up",), "The home /proc/nope cannot be used (No such file"),
        ("CALENDS_HOME", "~nobody-at-all/x", ("list",), "CALENDS_HOME is '~nobody-at-all/x', and"),
        ("TEMPORAL_ADDRESS", "::no::", ("up",), "The cluster's address '::no::' cannot be used"),
        ("TEMPORAL_CONFIG_FILE", "/nope", ("up",), "No address is set: name one in TEMPORAL_ADDR"),
        ("TEMPORAL_PROFILE", "nope", ("up",), "The TEMPORAL_* settings cannot be used: Profile 'n"),
    ],
)
def test_a_setting_that_leads_nowhere_is_named_with_its_cure(
    calends: Calends,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    value: str,
    words: tuple[str, ...],
    says: str,
) -> None:
    monkeypatch.setenv(setting, value)

    answer = calends(*words)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[-1].startswith(says)


def test_a_password_file_that_says_no_password_is_told_when_the_engine_starts(
    calends: Calends, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not when the first letter is due."""
    file = tmp_path / "password"
    monkeypatch.setenv("CALENDS_SMTP_HOST", "mail.example.org")
    monkeypatch.setenv("CALENDS_SMTP_FROM", "calends@example.org")
    monkeypatch.setenv("CALENDS_SMTP_USER", "calends")
    monkeypatch.setenv("CALENDS_SMTP_PASSWORD_FILE", str(file))
    said = f"CALENDS_SMTP_PASSWORD_FILE is '{file}', and cannot be used"

    missing = calends("up")
    for held, because in ((b"\xff", "not text"), (b"\n", "no password"), ("é".encode(), "ASCII")):
        file.write_bytes(held)
        answer = calends("up")
        assert (answer.code, answer.err.startswith(said), because in answer.err) == (2, True, True)

    assert (missing.code, missing.err.partition(": ")[0]) == (
        2,
        f"{said} (No such file or directory)",
    )
    assert not home.exists()


def test_what_a_terminal_would_obey_is_never_printed() -> None:
    assert screen.visible("a\x1b[31mb\x07\u202e") == "a\N{REPLACEMENT CHARACTER}[31mb" + (
        "\N{REPLACEMENT CHARACTER}" * 2
    )


def test_a_diary_that_does_not_lead_where_it_says_is_not_rehearsed(
    calends: Calends, tmp_path: Path
) -> None:
    text = DIARY.read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.diary"
    wrong.write_text(text.replace("elected: Alain Berset", "elected: Indrek Saar"))

    answer = calends("rehearse", str(wrong))

    assert (answer.code, answer.out) == (2, "")
    assert f"{wrong}, line 18: expected elected: Indrek Saar" in answer.err


# -- As a program of its own -----------------------------------------------------------------


def test_the_program_answers_in_a_pipe_without_colours_or_trailing_spaces(home: Path) -> None:
    answer = run(home, "timetable", "secretary-general", "2029")

    assert (answer.code, answer.err) == (0, "")
    assert "\x1b" not in answer.out
    assert [line for line in answer.out.splitlines() if line != line.rstrip()] == []


def test_whoever_stops_reading_gets_no_complaint(home: Path) -> None:
    program = f"{sys.executable} -m cli timetable secretary-general 2029 --json | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", program],
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("[\n", "")


def test_ctrl_c_ends_a_command_with_130(home: Path) -> None:
    program = "import cli, sys; print('on', flush=True); sys.exit(cli.main())"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "rehearse", str(DIARY)],
        cwd=ROOT,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "on\n"
    try:
        process.wait(1.0)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)

    assert process.returncode == Code.INTERRUPTED
    assert "Traceback" not in err


def test_the_option_json_is_on_every_command_that_reads() -> None:
    from typer.main import get_command

    group = get_command(cli.program())
    reading_ = "timetable explain list show agenda stages replay verify import resume rehearse"
    for name in reading_.split():
        options = [o for p in group.commands[name].params for o in p.opts]  # type: ignore[attr-defined]
        assert "--json" in options, name
    assert reading.list_.__doc__
