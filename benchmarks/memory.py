"""What a thousand open appointments weigh in the worker and in Temporal's server."""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
from temporalio.client import Client

from benchmarks.processes import resident, running
from domain.acts import Act
from domain.outcomes import Opened
from domain.reckoning import day
from embedded import address_of
from engine import connect
from settings import Settings
from workflows.sending import send

OPEN: Final = 1000
AT_ONCE: Final = 20
FIRST_YEAR: Final = 2030


class Weighed(msgspec.Struct, frozen=True):
    """Megabytes resident before the first appointment and after the last."""

    appointments: int
    worker: tuple[float, float]
    server: tuple[float, float]
    seconds: float


async def measure() -> Weighed:
    """In the engine as it is run in earnest, through acts that open."""
    with tempfile.TemporaryDirectory(prefix="calends-") as folder:
        home = Path(folder)
        async with running("engine", home=home) as worker:
            where = address_of(home)
            assert where is not None
            client = await connect(Settings(home=home, ledger=""))
            before = resident(worker), resident(where.server_pid)
            clock = asyncio.get_running_loop().time
            began = clock()
            limit = asyncio.Semaphore(AT_ONCE)
            async with asyncio.TaskGroup() as together:
                for year in range(FIRST_YEAR, FIRST_YEAR + OPEN):
                    together.create_task(_open(client, year, limit))
            took = clock() - began
            after = resident(worker), resident(where.server_pid)
    return Weighed(OPEN, (before[0], after[0]), (before[1], after[1]), took)


async def _open(client: Client, year: int, limit: asyncio.Semaphore) -> None:
    act = Act("open", Opened("secretary-general", year), day(datetime.now(UTC).date()))
    async with limit:
        receipt = await send(
            client,
            f"secretary-general/{year}",
            "SecretaryGeneralElection",
            act.id,
            msgspec.json.encode(act),
        )
    if b'"recorded"' not in receipt:
        raise RuntimeError(f"{year} was not opened: {receipt.decode()}")
