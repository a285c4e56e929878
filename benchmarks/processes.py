"""Workers in processes of their own, as in earnest, so that they share nothing with who measures.

python -m benchmarks.processes worker ADDRESS LEDGER
python -m benchmarks.processes engine
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import engine
import settings
from activities.record import Recording
from activities.review import Reviewing
from benchmarks.empty import EmptyClerk, EmptyLocalClerk, nothing
from ledger.book import Book
from worker import CLERKS, staffed


@asynccontextmanager
async def running(*command: str, home: Path) -> AsyncIterator[int]:
    """One of the two processes below, ready; gives its number."""
    ours = ("TEMPORAL_", "CALENDS_")
    quiet = {name: text for name, text in os.environ.items() if not name.startswith(ours)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.processes", *command),
        env={**quiet, "CALENDS_HOME": str(home)},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        if await process.stdout.readline() != b"ready\n":
            raise RuntimeError(f"the {command[0]} did not start")
        yield process.pid
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


def resident(pid: int) -> float:
    """The memory that a process holds, in megabytes."""
    asked = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=True, text=True
    )
    return int(asked.stdout) / 1024


async def _work(address: str, ledger: str) -> None:
    """Real clerks and empty ones, by one worker with one set of limits."""
    client = await engine.reach(address)
    with Book.open(ledger) as book:
        hands = (Recording(book).record, Reviewing(book).review, nothing)
        async with staffed(client, hands, clerks=(*CLERKS, EmptyClerk, EmptyLocalClerk)):
            _say_ready()
            await asyncio.Event().wait()


async def _run_engine() -> None:
    await engine.up(settings.read(), lambda _: _say_ready())


def _say_ready() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_work(*sys.argv[2:]) if sys.argv[1] == "worker" else _run_engine())
