"""A worker killed right before the append has written nothing; right after it, exactly once.

The second is the hardest point of all: the entry stands, and nobody was told.
"""

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

import msgspec
import pytest

from ledger.book import Book
from tests.crashes.engines import PATIENCE, Cluster
from tests.crashes.secretariat import Secretariat, assert_nothing_was_lost, past_elections

FAULTY: Final = str(Path(__file__).with_name("faulty_worker.py"))


class Fault(msgspec.Struct, frozen=True):
    """At which append of a worker, counted from its start, it dies: before it or after it."""

    when: str
    append: int

    @property
    def written(self) -> int:
        """What the worker has written when it dies."""
        return self.append if self.when == "after" else self.append - 1


def faults(chance: Random, number: int) -> Iterator[Fault]:
    """As many before as after, give or take one, in any order."""
    whens = (["before", "after"] * number)[:number]
    chance.shuffle(whens)
    for when in whens:
        yield Fault(when, chance.randint(1, 5))


async def carried_out(home: Path, falling: Iterator[Fault]) -> int:
    """Has all acts carried out by workers that die; gives how many did."""
    diaries = past_elections()
    ledger = str(home / "ledger.sqlite")
    cluster = Cluster(home)
    secretariat = Secretariat(diaries, cluster.client)
    died = 0
    try:
        await cluster.start_server()
        working = asyncio.create_task(secretariat.work())
        for fault in falling:
            before = entries_in(ledger)
            if before + fault.append > sum(len(diary.lines) for diary in diaries):
                break
            await cluster.start_worker(
                [FAULTY, cluster.address, ledger, fault.when, str(fault.append)]
            )
            assert cluster.worker is not None
            async with asyncio.timeout(PATIENCE):
                assert await cluster.worker.wait() == -signal.SIGKILL
            assert entries_in(ledger) == before + fault.written
            died += 1
        await cluster.start_worker()
        await working
    finally:
        await cluster.stop()
    with Book.open(ledger, create=False) as book:
        assert_nothing_was_lost(book, diaries, secretariat.receipts)
    return died


def entries_in(ledger: str) -> int:
    with Book.open(ledger) as book:
        return sum(len(book.read(appointment)) for appointment in book.appointments())


async def test_a_worker_killed_at_an_append_writes_an_act_once(
    tmp_path: Path, chance: Random
) -> None:
    """Before the append: nothing was written. After it: the same receipt, when asked again."""
    assert await carried_out(tmp_path, faults(chance, 4)) == 4


@pytest.mark.soak
async def test_forty_workers_killed_at_an_append(tmp_path: Path, chance: Random) -> None:
    died = 0
    while died < 40:
        died += await carried_out(tmp_path / f"{died}", faults(chance, 40 - died))
