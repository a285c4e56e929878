"""`calends directory`: every fault at once, and who is told of what."""

import shutil
from pathlib import Path

import pytest

from terminal.faults import Code
from tests.cli.conftest import ROOT, Calends

EXAMPLE = ROOT / "docs" / "operators" / "directory.toml"


@pytest.fixture
def in_place(home: Path) -> Path:
    home.mkdir()
    shutil.copy(EXAMPLE, home / "directory.toml")
    return home / "directory.toml"


def test_a_directory_without_fault_is_said_to_be_one(calends: Calends, in_place: Path) -> None:
    assert calends("directory", "check") == (
        Code.DONE,
        "21 persons in 11 units: every body that must act has a recipient.\n",
        "",
    )
    assert calends("directory", "check", str(in_place), "--json").json == {
        "file": str(in_place),
        "faults": [],
    }


def test_every_fault_is_a_line_of_its_own(calends: Calends, in_place: Path) -> None:
    text = in_place.read_text(encoding="utf-8")
    in_place.write_text(
        text.replace('role = "observer"', 'role = "obsrever"').replace("ida.falk@", "ida falk@"),
        encoding="utf-8",
    )
    answer = calends("directory", "check")

    assert (answer.code, answer.out) == (Code.BAD_INPUT, "")
    assert answer.err.splitlines() == [
        "Person s-1001: address ida falk@example.org is not one: write it as in name@example.org.",
        "Person s-4001: role obsrever is unknown: did you mean observer?",
        "Person s-4002: role obsrever is unknown: did you mean observer?",
    ]


def test_a_step_of_which_nobody_would_be_told_is_a_fault(calends: Calends, in_place: Path) -> None:
    text = in_place.read_text(encoding="utf-8")
    in_place.write_text(text.replace('"joint-committee"]', '"assembly"]'), encoding="utf-8")
    answer = calends("directory", "check", "--json")

    assert answer.code == Code.BAD_INPUT
    assert answer.json["faults"] == [
        "nobody is told for joint-committee: give a person the role owner in a unit that owns it"
    ]


def test_a_directory_that_is_not_there_says_where_one_is_to_begin_with(calends: Calends) -> None:
    for words in (("check",), ("show",)):
        answer = calends("directory", *words)

        assert answer.code == Code.NOT_FOUND
        assert "docs/operators/directory.toml is one to begin with" in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ("open", "commissioner", "2024"),
        ("terms-correct", "1", "--strike", "--reason", "a slip"),
        ("erase", "Maria Zammit", "--reason", "her request"),
    ],
)
def test_an_id_that_stays_on_record_is_one_of_the_directory(
    calends: Calends, in_place: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """A name would stand in the ledger for ever; typed or set, and where there is a directory."""
    typed = calends(*words, "--staff", "Alain Berset")
    monkeypatch.setenv("CALENDS_STAFF", "Alain Berset")
    by_setting = calends(*words)
    known = calends(*words, "--staff", "s-1001")
    in_place.unlink()
    without = calends(*words)

    assert typed == by_setting
    assert (typed.code, typed.out, typed.err) == (
        Code.BAD_INPUT,
        "",
        "Alain Berset is not in the directory: `calends directory show` says who is.\n",
    )
    assert "is not in the directory" not in known.err + without.err


def test_show_says_who_is_told_and_who_is_away(calends: Calends, in_place: Path) -> None:
    assert in_place.exists()
    lines = calends("directory", "show", "--on", "2029-05-24").out.splitlines()
    shown = calends("directory", "show", "--on", "2029-05-24", "--json").json

    assert lines[:2] == [
        "the Assembly (table-office)",
        "  told first: Ida Falk <ida.falk@example.org>, s-1001, en",
    ]
    assert lines[-1] == (
        "away until 2029-06-01: Ida Falk <ida.falk@example.org>, s-1001, en; s-1002 stands in"
    )
    assert shown["absent"] == [{"person": "s-1001", "until": "2029-06-01", "stands_in": "s-1002"}]
    assert "bureau-list" in shown["circles"][-1]["stages"]


def test_show_of_a_directory_with_a_fault_names_the_first(calends: Calends, in_place: Path) -> None:
    in_place.write_text("units = 3", encoding="utf-8")
    answer = calends("directory", "show")

    assert answer.code == Code.BAD_INPUT
    assert answer.err == (
        "units is not a list of tables: begin each with [[units]]: `calends directory check` names "
        "every fault.\n"
    )
