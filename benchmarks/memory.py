"""What a thousand open appointments weigh in the worker and in Temporal's server."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
from temporalio.client import Client

from benchmarks.processes import engine, resident
from domain.acts import Act
from domain.outcomes import Opened
from domain.reckoning import day
from workflows.sending import send

OPEN: Final = 1000
AT_ONCE: Final = 20
FIRST_YEAR: Final = 2028
YEARS: Final = 10


class Weighed(msgspec.Struct, frozen=True):
    """Megabytes resident before the first appointment and after the last."""

    appointments: int
    worker: tuple[float, float]
    server: tuple[float, float]
    seconds: float


async def measure() -> Weighed:
    """Each is opened by an act, and then waits for its first alarm."""
    with tempfile.TemporaryDirectory(prefix="calends-") as folder:
        async with engine(Path(folder), "on-shelves") as running:
            before = resident(running.worker), resident(running.server)
            began = time.perf_counter()
            limit = asyncio.Semaphore(AT_ONCE)
            async with asyncio.TaskGroup() as together:
                for number in range(OPEN):
                    together.create_task(_open(running.client, number, limit))
            took = time.perf_counter() - began
            after = resident(running.worker), resident(running.server)
    return Weighed(OPEN, (before[0], after[0]), (before[1], after[1]), took)


async def _open(client: Client, number: int, limit: asyncio.Semaphore) -> None:
    shelf, year = divmod(number, YEARS)
    opened = Opened("secretary-general", FIRST_YEAR + year)
    act = Act("open", opened, day(datetime.now(UTC).date()))
    async with limit:
        receipt = await send(
            client,
            f"{shelf}/secretary-general/{opened.year}",
            "SecretaryGeneralElection",
            act.id,
            msgspec.json.encode(act),
        )
    if b'"recorded"' not in receipt:
        raise RuntimeError(f"{opened.year} was not opened: {receipt.decode()}")
