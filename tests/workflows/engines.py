"""The engine's own parts in this process: a server in a home, a worker, a ledger."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar

from temporalio.client import Client
from temporalio.converter import PayloadCodec
from temporalio.testing import WorkflowEnvironment

from embedded import Server, binary, private
from engine import KEPT, reach
from ledger.book import Book
from skipping import QUIET, TUNED, Skipping
from worker import worker
from workflows.attributes import ALL
from workflows.converter import plugin
from workflows.preparing import keep_histories, register_attributes

T = TypeVar("T")

PATIENCE: Final = 60.0
"""Seconds after which nothing comes any more, however busy the machine is."""

SOON: Final = timedelta(minutes=5)
"""By how much a busy machine may be late where clocks are moved by days."""


@asynccontextmanager
async def serving(home: Path, codec: PayloadCodec | None = None) -> AsyncIterator[Client]:
    """A server of its own in a home, for the length of the block; found again on the same home."""
    private(home)
    server = Server(home)
    await server.start()
    try:
        client = await reach(server.address, codec)
        await keep_histories(client, KEPT)
        await register_attributes(client)
        yield client
    finally:
        await server.stop()


@asynccontextmanager
async def engine(
    home: Path, ledger: str, codec: PayloadCodec | None = None
) -> AsyncIterator[tuple[Client, Book]]:
    """The same with a worker that keeps a ledger: it finds its clerks again too."""
    async with serving(home, codec) as client:
        with Book.open(ledger) as book:
            async with worker(client, book):
                yield client, book


@asynccontextmanager
async def moved(
    *more: str, codec: PayloadCodec | None = None, database: Path | None = None
) -> AsyncIterator[Skipping]:
    """A server on which time is skipped, as for a rehearsal, with more options."""
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        dev_server_existing_path=binary(),
        dev_server_extra_args=[*QUIET, *TUNED, *more],
        dev_server_log_level="never",
        dev_server_database_filename=str(database) if database else None,
        plugins=[plugin(codec)],
        search_attributes=ALL,
    )
    async with environment:
        with environment.with_time_skipping_disabled():
            yield Skipping(environment)


def begin_anew_after(events: int) -> tuple[str, str]:
    """For a server that asks for a new run after so many events instead of 4,096."""
    return "--dynamic-config-value", f"limit.historyCount.suggestContinueAsNew={events}"


async def at_last(asked: Callable[[], Awaitable[T | None]]) -> T:
    """What is answered as soon as there is an answer."""

    async def asked_again() -> T:
        while True:
            if answer := await asked():
                return answer
            await asyncio.sleep(0.02)

    return await asyncio.wait_for(asked_again(), PATIENCE)


def throw_away_the_database_in(home: Path) -> None:
    """All of it, as by a disk that broke."""
    parts = list(home.glob("temporal.sqlite*"))
    assert parts
    for part in parts:
        part.unlink()


def keep_ledger(home: Path, copy: Path) -> None:
    """A copy of the ledger in a home where no engine runs: a file, and what belongs to it."""
    copy.mkdir()
    for part in home.glob("ledger.sqlite*"):
        shutil.copy(part, copy)


def put_ledger_back(copy: Path, home: Path) -> None:
    """The ledger is what it was when it was copied."""
    for part in home.glob("ledger.sqlite*"):
        part.unlink()
    for part in copy.glob("ledger.sqlite*"):
        shutil.copy(part, home)


def shift_to(instant: datetime) -> timedelta:
    """By how much a clerk's clock differs if it begins at an instant."""
    return instant - datetime.now(UTC)
