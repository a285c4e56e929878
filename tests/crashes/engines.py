"""The two ways in which Calends runs, in processes that can be killed, and started again after.

`Embedded` is the engine with its worker and its own server. `Cluster` is a server that is somebody
else's business, and the same engine as a worker for it.
"""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from temporalio.client import Client

from embedded import Server, address_of
from engine import connect, reach, sealing
from ledger.book import Book
from settings import Settings
from workflows.preparing import register_attributes

ROOT: Final = Path(__file__).parents[2]
ENGINE: Final = str(ROOT / "tests" / "workflows" / "run_engine.py")
PATIENCE: Final = 60.0
SPARED: Final = 3
"""Deaths of the server that one life of the engine is put through: it gives up after five, and
lets ever more time pass before it starts the server again.
"""


class Victim(StrEnum):
    """Who is killed."""

    WORKER = "the worker"
    SERVER = "the server"
    BOTH = "worker and server"


class Engine(Protocol):
    """Something that takes acts and can be killed."""

    async def start(self) -> None: ...

    async def client(self) -> Client: ...

    async def kill(self, victim: Victim) -> None:
        """As by `kill -9`; then what was killed is started again."""
        ...

    async def stop(self) -> None: ...


class Embedded:
    """What `calends up` runs, on a home of its own."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._process: Process | None = None
        self._deaths = 0

    async def start(self) -> None:
        self._process = await started([ENGINE], {"CALENDS_HOME": str(self._home)})
        self._deaths = 0
        await says(self._process, "ready")

    async def client(self) -> Client:
        return await connect(in_home(self._home))

    async def kill(self, victim: Victim) -> None:
        assert self._process is not None
        where = address_of(self._home)
        assert where is not None
        if victim is Victim.SERVER and self._deaths < SPARED:
            self._deaths += 1
            os.kill(where.server_pid, signal.SIGKILL)
            await says(self._process, "is back", self._process.stderr)
            return
        os.killpg(self._process.pid, signal.SIGKILL)
        if victim is not Victim.WORKER:
            # Where the system ties the server to the engine, it may be gone before we come.
            with suppress(ProcessLookupError):
                os.kill(where.server_pid, signal.SIGKILL)
        await self._process.communicate()
        await self.start()

    async def stop(self) -> None:
        if self._process is not None:
            await ended(self._process, signal.SIGTERM)


class Cluster:
    """A server of its own, and a worker for it in another process."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._home = home
        self._server = Server(home)
        self.worker: Process | None = None

    @property
    def address(self) -> str:
        return self._server.address

    async def start(self) -> None:
        await self.start_server()
        await self.start_worker()

    async def start_server(self) -> None:
        await self._server.start()
        await register_attributes(await self.client())

    async def start_worker(self, command: Sequence[str] = (ENGINE,)) -> None:
        self.worker = await started(
            command,
            {"TEMPORAL_ADDRESS": self._server.address, "CALENDS_HOME": str(self._home)},
        )
        await says(self.worker, "ready")

    async def client(self) -> Client:
        """Sealed as by the workers; the vault is made by whoever comes first."""
        asked = in_home(self._home)
        with Book.open(asked.ledger) as book:
            return await reach(self._server.address, sealing(asked, book, create=True))

    async def kill(self, victim: Victim) -> None:
        if victim is not Victim.WORKER:
            where = address_of(self._home)
            assert where is not None
            os.kill(where.server_pid, signal.SIGKILL)
        if victim is not Victim.SERVER:
            assert self.worker is not None
            self.worker.kill()
            await self.worker.communicate()
        if victim is not Victim.WORKER:
            await self._server.died()
            await self._server.start()
        if victim is not Victim.SERVER:
            await self.start_worker()

    async def stop(self) -> None:
        if self.worker is not None:
            await ended(self.worker, signal.SIGKILL)
        await self._server.stop()


def in_home(home: Path) -> Settings:
    """Everything where an engine looks for it unless it is told otherwise."""
    return Settings(home=home, ledger=str(home / "ledger.sqlite"))


async def started(command: Sequence[str], more: dict[str, str]) -> Process:
    """This Python in a process group of its own, with settings of the tests and of nobody else."""
    ours = ("TEMPORAL_", "CALENDS_")
    quiet = {name: text for name, text in os.environ.items() if not name.startswith(ours)}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        env={**quiet, **more},
        cwd=ROOT,
        stdout=PIPE,
        stderr=PIPE,
        start_new_session=True,
    )


async def says(process: Process, words: str, where: asyncio.StreamReader | None = None) -> None:
    """Waits for a line that contains the words, on the standard output unless said otherwise."""
    stream = where or process.stdout
    assert stream is not None
    assert process.stderr is not None
    told = b""
    async with asyncio.timeout(PATIENCE):
        while line := await stream.readline():
            told += line
            if words in line.decode():
                return
        told += await process.stderr.read()
    raise AssertionError(f"it ended without saying {words!r}: {told.decode()}")


async def ended(process: Process, how: signal.Signals) -> None:
    if process.returncode is None:
        process.send_signal(how)
    await asyncio.wait_for(process.communicate(), PATIENCE)
