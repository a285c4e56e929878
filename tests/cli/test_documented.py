"""What clerks read about the commands is what the commands have."""

import re
from typing import Any

import pytest
from typer.main import get_command

import cli
from domain import outcomes
from domain.forms import fill_in
from domain.procedures import PROCEDURES
from terminal.faults import Code
from tests.cli.conftest import ROOT

PAGE = (ROOT / "docs" / "clerks" / "commands.md").read_text(encoding="utf-8")
COMMANDS: dict[str, Any] = dict(get_command(cli.app).commands)  # type: ignore[attr-defined]
SECTIONS = {
    section.split()[1]: section
    for section in re.split(r"^#{2,3} ", PAGE, flags=re.MULTILINE)
    if section.startswith("calends ")
}


def test_every_command_has_its_section_and_every_section_its_command() -> None:
    assert sorted(SECTIONS) == sorted(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_of_a_command_stands_in_its_section(name: str) -> None:
    known = {opt for p in COMMANDS[name].params for opt in p.opts if opt.startswith("--")}
    said = set(re.findall(r"`(--[a-z-]+)", SECTIONS[name]))

    assert said >= known
    assert said <= known


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_argument_of_a_command_stands_in_its_heading(name: str) -> None:
    heading = SECTIONS[name].splitlines()[0]
    given = [p.metavar for p in COMMANDS[name].params if not p.opts[0].startswith("--")]

    assert [each for each in given if each.strip("[]") not in heading] == []


def test_every_command_and_option_is_explained_in_its_help() -> None:
    for name, command in COMMANDS.items():
        assert command.help, name
        for parameter in command.params:
            if parameter.name != "help":
                assert parameter.help, f"{name} {parameter.name}"


def test_every_exit_code_stands_in_the_table() -> None:
    said = {int(number) for number in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)}

    assert said == {code.value for code in Code}


def test_every_branch_and_edition_is_named() -> None:
    for procedure in PROCEDURES.values():
        for name in (*procedure.branches, *(edition.name for edition in procedure.editions)):
            assert f"`{name}`" in PAGE


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (outcomes.CandidatureMaintained, {"name": "Alain Berset"}),
        (outcomes.ListDrawnUp, {"names": "A; B"}),
        (
            outcomes.BallotHeld,
            {
                "votes": "A=92; B=79",
                "papers": "180",
                "blank": "4",
                "spoiled": "5",
                "signatures": "181",
            },
        ),
        (outcomes.CallIssued, {"closing": "2029-01-10"}),
        (outcomes.DateConfirmed, {"election": "2029-06-25..2029-06-29"}),
        (outcomes.OneNameDiscussed, {"agreed": "yes"}),
        (outcomes.MandateStarted, {"agreement": "CM/Del/Dec(2029)1"}),
    ],
)
def test_the_grammar_is_as_the_table_says(
    kind: type[outcomes.Outcome], fields: dict[str, str]
) -> None:
    assert isinstance(fill_in(kind, fields), kind)
    for name, value in fields.items():
        assert f'{name}="{value}"' in PAGE or f"{name}={value}" in PAGE
