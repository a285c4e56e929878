"""A command brings what it needs and nothing else: that is what lets it answer at once."""

from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import cli
from tests.cli.conftest import Calends, loaded

NAMES = [name for name, *_ in cli.COMMANDS]
NOT_FOR_RECKONING = (
    "asyncio",
    "cryptography",
    "eventsourcing",
    "platformdirs",
    "psycopg",
    "pydantic",
    "sqlite3",
    "ssl",
    "temporalio",
)


@pytest.mark.parametrize("answer", [(), ("--json",)])
def test_a_timetable_loads_neither_a_store_nor_an_engine(
    home: Path, answer: tuple[str, ...]
) -> None:
    modules = loaded(home, "timetable", "secretary-general", "2029", *answer)

    assert modules.isdisjoint(NOT_FOR_RECKONING)
    assert not home.exists()


def test_an_answer_in_json_loads_nothing_that_draws(home: Path) -> None:
    modules = loaded(home, "timetable", "secretary-general", "2029", "--json")

    assert "rich" not in modules
    assert "terminal.showing" not in modules


def test_a_command_loads_its_own_part_of_the_terminal(home: Path) -> None:
    modules = loaded(home, "timetable", "secretary-general", "2029")
    parts = {f"terminal.{where.partition('.')[0]}" for _, where, _ in cli.COMMANDS}

    assert modules & parts == {"terminal.forecasting"}


def test_the_help_lists_every_command_in_the_order_of_the_table(calends: Calends) -> None:
    said = calends("--help").out.partition("Commands:\n")[2]

    assert [line.split()[0] for line in said.splitlines()] == NAMES


def test_what_begins_with_no_command_is_answered_with_all_of_them_known(calends: Calends) -> None:
    assert "Did you mean 'timetable'?" in calends("timetabl").err
    assert calends("--version", "timetable").out.startswith("calends ")


@pytest.mark.parametrize("name", NAMES)
def test_a_command_is_the_same_alone_as_among_all(name: str) -> None:
    alone: Any = get_command(cli.program([name, "--help"]))
    among: Any = get_command(cli.program())

    assert list(alone.commands) == [name]
    assert alone.commands[name].help == among.commands[name].help
    assert [each.opts for each in alone.commands[name].params] == [
        each.opts for each in among.commands[name].params
    ]
