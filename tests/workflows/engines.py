"""The engine's own parts in this process: a server in a home, a worker, a ledger."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from temporalio.client import Client
from temporalio.converter import PayloadCodec

from embedded import Server
from engine import KEPT, reach
from ledger.book import Book
from worker import worker
from workflows.preparing import keep_histories, register_attributes


@asynccontextmanager
async def engine(
    home: Path, ledger: str, codec: PayloadCodec | None = None
) -> AsyncIterator[tuple[Client, Book]]:
    """For the length of the block; started again on the same home it finds its clerks."""
    server = Server(home)
    await server.start()
    try:
        client = await reach(server.address, codec)
        await keep_histories(client, KEPT)
        await register_attributes(client)
        with Book.open(ledger) as book:
            async with worker(client, book):
                yield client, book
    finally:
        await server.stop()


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
