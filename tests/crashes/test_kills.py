"""`kill -9` of worker, server or both at any point: no acknowledged act is lost, none stands twice.

Real processes, Temporal's real server on its file, a real ledger. Only the blows are ours.
"""

import asyncio
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import msgspec
import pytest

from ledger.book import Book
from tests.crashes.engines import Cluster, Embedded, Engine, Victim
from tests.crashes.secretariat import Secretariat, assert_nothing_was_lost, past_elections

engines = pytest.mark.parametrize("engine", [Embedded, Cluster])


class Blow(msgspec.Struct, frozen=True):
    """Falls so many seconds after so many more acts were acknowledged, or after a limit."""

    victim: Victim
    after_acts: int
    or_seconds: float
    then_seconds: float


def blows(chance: Random, number: int) -> Iterator[Blow]:
    """An act takes some fifty milliseconds, so that a blow falls at any point of one."""
    victims = tuple(Victim)
    for _ in range(number):
        yield Blow(
            chance.choice(victims),
            chance.randint(1, 6),
            chance.uniform(0.5, 4),
            chance.uniform(0, 0.15),
        )


async def struck(engine: Engine, secretariat: Secretariat, falling: Iterator[Blow]) -> int:
    """Has all acts carried out under the blows; gives how many fell."""
    fallen = 0
    try:
        await engine.start()
        working = asyncio.create_task(secretariat.work())
        for blow in falling:
            await secretariat.acknowledged(blow.after_acts, blow.or_seconds)
            await asyncio.sleep(blow.then_seconds)
            if working.done():
                break
            await engine.kill(blow.victim)
            fallen += 1
        await working
    finally:
        await engine.stop()
    return fallen


async def under_blows(engine: Callable[[Path], Engine], home: Path, falling: Iterator[Blow]) -> int:
    diaries = past_elections()
    running = engine(home)
    secretariat = Secretariat(diaries, running.client)
    fallen = await struck(running, secretariat, falling)
    with Book.open(str(home / "ledger.sqlite"), create=False) as book:
        assert_nothing_was_lost(book, diaries, secretariat.receipts)
    assert len(secretariat.receipts) == sum(len(diary.lines) for diary in diaries)
    return fallen


async def kills(engine: Callable[[Path], Engine], home: Path, chance: Random, number: int) -> None:
    """So many blows; where all acts are recorded before the last of them, on a ledger begun anew.

    An engine that comes back takes acts before it says that it is ready, so that one ledger may
    well be done before its next blow falls.
    """
    fallen = 0
    for turn in range(number):
        fallen += await under_blows(engine, home / f"{turn}", blows(chance, number - fallen))
        sys.stdout.write(f"{fallen} kills\n")
        if fallen == number:
            return
    raise AssertionError(f"only {fallen} kills in {number} ledgers")


@engines
async def test_five_kills_lose_nothing(
    engine: Callable[[Path], Engine], tmp_path: Path, chance: Random
) -> None:
    """Ten with both engines."""
    await kills(engine, tmp_path, chance, 5)


@pytest.mark.soak
@engines
async def test_a_hundred_kills_lose_nothing(
    engine: Callable[[Path], Engine], tmp_path: Path, chance: Random
) -> None:
    """Two hundred with both engines."""
    await kills(engine, tmp_path, chance, 100)
