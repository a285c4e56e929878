"""Workers in processes of their own, as in earnest, so that they share nothing with who measures.

python -m benchmarks.processes (beside-empty-clerks|on-shelves) ADDRESS LEDGER
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from temporalio.client import Client

from activities.record import Recording
from activities.review import Reviewing
from benchmarks.empty import EmptyClerk, EmptyLocalClerk, nothing
from benchmarks.shelves import OnShelves
from embedded import Server, address_of
from engine import KEPT, reach
from ledger.book import Book
from worker import CLERKS, staffed
from workflows.preparing import keep_histories, register_attributes


class Running(NamedTuple):
    """A client, and the numbers of the two processes."""

    client: Client
    worker: int
    server: int


@asynccontextmanager
async def engine(home: Path, kind: str) -> AsyncIterator[Running]:
    """The engine's own server with its database in a file, and a worker beside it."""
    server = Server(home)
    await server.start()
    try:
        client = await reach(server.address)
        await keep_histories(client, KEPT)
        await register_attributes(client)
        where = address_of(home)
        assert where is not None
        async with _worker(kind, server.address, ledger_in(home)) as worker:
            yield Running(client, worker, where.server_pid)
    finally:
        await server.stop()


def ledger_in(home: Path) -> str:
    return str(home / "ledger.sqlite")


def resident(pid: int) -> float:
    """The memory that a process holds, in megabytes."""
    asked = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=True, text=True
    )
    return int(asked.stdout) / 1024


@asynccontextmanager
async def _worker(*command: str) -> AsyncIterator[int]:
    ours = ("TEMPORAL_", "CALENDS_")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.processes", *command),
        env={name: text for name, text in os.environ.items() if not name.startswith(ours)},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        if await process.stdout.readline() != b"ready\n":
            raise RuntimeError("the worker did not start")
        yield process.pid
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _work(kind: str, address: str, ledger: str) -> None:
    """One worker with one set of limits, for whatever clerks are measured."""
    client = await reach(address)
    with Book.open(ledger) as book:
        if kind == "on-shelves":
            shelves = OnShelves(book)
            worker = staffed(client, (shelves.record, shelves.review))
        else:
            hands = (Recording(book).record, Reviewing(book).review, nothing)
            worker = staffed(client, hands, clerks=(*CLERKS, EmptyClerk, EmptyLocalClerk))
        async with worker:
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_work(*sys.argv[1:]))
