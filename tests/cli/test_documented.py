"""What clerks read about the commands is what the commands have."""

import re
from collections.abc import Iterator
from itertools import takewhile
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
SECTIONS = {
    " ".join(takewhile(str.islower, section.split()[1:])): section
    for section in re.split(r"^#{2,3} ", PAGE, flags=re.MULTILINE)
    if section.startswith("calends ")
}


def every_command(of: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Each by its name, those of a group too: `register sign`."""
    for own, command in of.commands.items():
        if hasattr(command, "commands"):
            yield from every_command(command, f"{name}{own} ")
        else:
            yield f"{name}{own}", command


COMMANDS: dict[str, Any] = dict(every_command(get_command(cli.program())))


def test_every_command_has_its_section_and_every_section_its_command() -> None:
    assert sorted(SECTIONS) == sorted(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_of_a_command_stands_in_its_section(name: str) -> None:
    named = (opt for p in COMMANDS[name].params for opt in (*p.opts, *p.secondary_opts))
    known = {option for option in named if option.startswith("--")}
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


def test_every_office_branch_and_edition_is_named() -> None:
    for procedure in PROCEDURES.values():
        assert f"`{procedure.office}{'/PARTY' if procedure.by_party else ''}`" in PAGE
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
        (
            outcomes.ListSubmitted,
            {"list": "A=woman; B=man, under 65; C=woman, no CV, listed under Van den Brande"},
        ),
        (outcomes.CandidatesPutForward, {"candidates": "A=Andorra; B=France; C=Andorra"}),
        (
            outcomes.RejectionVoted,
            {"in_favour": "14", "against": "6", "abstained": "2", "voting": "22"}
            | {"grounds": "i; iv"},
        ),
        (outcomes.CommitteeInterviewed, {"observed": "i; ii; ix"}),
        (
            outcomes.CandidateAssessed,
            {"name": "Alain Berset", "findings": "languages=met; leadership=partly met"},
        ),
    ],
)
def test_the_grammar_is_as_the_table_says(
    kind: type[outcomes.Outcome], fields: dict[str, str]
) -> None:
    assert isinstance(fill_in(kind, fields), kind)
    for name, value in fields.items():
        assert f'{name}="{value}"' in PAGE or f"{name}={value}" in PAGE
