"""Recording an act through its clerk, beside the same update with an activity that writes nothing.

Both sides are kept by one worker, in a process of its own, on one server with its database in a
file; the acts are the same, and really accepted.
"""

import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
from temporalio.client import Client

from benchmarks.measuring import Pair, Result, timed
from benchmarks.processes import engine, ledger_in
from benchmarks.streams import YEARS, acts_of
from domain.acts import Receipt
from domain.acts import Result as Came
from ledger.book import Book
from ledger.record import record
from workflows.sending import send

SHORT: Final = 50
LONG: Final = (300, 500)
AT_LONG: Final = 40
WARM_UP: Final = 5
TARGET: Final = 1.3


class Turn(NamedTuple):
    """One act, by each of the three."""

    clerk: float
    empty: float
    local: float


async def measure() -> list[Result]:
    """On streams of at most fifty entries, and around three hundred and five hundred."""
    turns = []
    async with _filled(lengths={}) as client:
        for year in YEARS:
            turns += await _turns(client, year, islice(acts_of(year), SHORT))
    results = _results(f"an act, streams of 1 to {SHORT} entries", turns[WARM_UP:], TARGET)
    lengths = dict(zip(YEARS, LONG, strict=False))
    async with _filled(lengths) as client:
        for year, length in lengths.items():
            acts = islice(acts_of(year), length, length + WARM_UP + AT_LONG)
            turns = await _turns(client, year, acts)
            results += _results(f"an act, at {length} entries", turns[WARM_UP:])
    return results


@asynccontextmanager
async def _filled(lengths: dict[int, int]) -> AsyncIterator[Client]:
    """An engine whose ledger holds so many entries of each year's appointment already."""
    with tempfile.TemporaryDirectory(prefix="calends-") as folder:
        home = Path(folder)
        with Book.open(ledger_in(home)) as book:
            for year, length in lengths.items():
                for _, act in islice(acts_of(year), length):
                    record(book, _appointment(year), act, datetime.now(UTC))
        async with engine(home, "beside-empty-clerks") as running:
            yield running.client


async def _turns(client: Client, year: int, acts: Iterable[tuple[str, bytes]]) -> list[Turn]:
    """Each act by all three, another of them first each time."""
    sides = (
        (_appointment(year), "SecretaryGeneralElection"),
        (f"empty/{year}", "EmptyClerk"),
        (f"empty-local/{year}", "EmptyLocalClerk"),
    )
    turns = []
    for number, (name, act) in enumerate(acts):
        took = [0.0, 0.0, 0.0]
        for turn in range(len(sides)):
            side = (number + turn) % len(sides)
            took[side] = await timed(_recorded(client, *sides[side], name, act))
        turns.append(Turn(*took))
    return turns


async def _recorded(client: Client, appointment: str, clerk: str, name: str, act: bytes) -> None:
    answer = await send(client, appointment, clerk, name, act)
    if clerk == "SecretaryGeneralElection":
        receipt = msgspec.json.decode(answer, type=Receipt)
        if receipt.result is not Came.RECORDED:
            raise RuntimeError(f"{name} was not recorded: {receipt.because}")


def _results(what: str, turns: list[Turn], target: float | None = None) -> list[Result]:
    empty = tuple(Pair(turn.clerk, turn.empty) for turn in turns)
    local = tuple(Pair(turn.clerk, turn.local) for turn in turns)
    return [
        Result(what, "the same update, with an activity that writes nothing", empty, target),
        Result(what, "the same update, with a local activity that writes nothing", local),
    ]


def _appointment(year: int) -> str:
    return f"secretary-general/{year}"
