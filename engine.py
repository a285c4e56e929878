"""The engine: a Temporal server, a worker beside it, and the ways to reach them.

Temporal's library is imported where it is needed and not above: it takes over half a second, which
a command that only asks whether the engine runs should not have to wait.
"""

from __future__ import annotations

import asyncio
import io
import logging
import re
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from embedded import Server, address_of, claimed, open_private, private, put_away_orphan
from settings import BadSetting, Settings
from workflows.failures import EngineFailed, EngineUnreachable

if TYPE_CHECKING:
    from temporalio.client import Client
    from temporalio.converter import PayloadCodec

    from ledger.book import Book
    from notices.office import PostOffice

KEPT: Final = timedelta(hours=87_600)
"""Ten years: how long the embedded server keeps the history of a clerk that has finished. Its own
default is a day. The record does not depend on it, but Temporal's page shows it.
"""

CONNECTED_WITHIN: Final = timedelta(seconds=10)
RESTARTS: Final = 5
RESTARTS_WITHIN: Final = timedelta(minutes=10)
"""A server that dies more than five times in ten minutes is given up."""

T = TypeVar("T")


class Running(msgspec.Struct, frozen=True):
    """What `up` tells when acts are taken: where, and where Temporal's own page is, if ours."""

    address: str
    ui: str
    home: Path
    cluster: bool


def run_briefly(work: Coroutine[object, object, T]) -> T:
    """Runs a program that talks to Temporal, to its end.

    A process that ends right after its last call crashes now and then, because the library's own
    threads are still tidying up (sdk-python 300). A tenth of a second is enough for them.
    """

    async def to_the_end() -> T:
        try:
            return await work
        finally:
            await asyncio.sleep(0.1)

    return asyncio.run(to_the_end())


async def connect(settings: Settings) -> Client:
    """A client of the engine, or of the user's cluster, that seals with the ledger's own vault.

    Raises EngineUnreachable, and what vault and ledger say where they are not there, or not each
    other's.
    """
    running = None if settings.cluster else address_of(settings.home)
    if not settings.cluster and running is None:
        raise EngineUnreachable()
    from ledger.book import Book
    from ledger.errors import Missing

    try:
        with Book.open(settings.ledger, create=False) as book:
            codec = sealing(settings, book)
    except Missing as none:
        if running is None:
            await _reach_cluster()
        raise EngineFailed(
            f"{none} `calends up` makes it, with its vault: start the worker first."
        ) from none
    return await (reach(running.address, codec) if running else _reach_cluster(codec))


def say(sentence: str) -> None:
    """One sentence on the standard error, at once."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


async def up(
    settings: Settings,
    ready: Callable[[Running], None],
    *,
    rearm: Callable[[Client], Awaitable[object]] | None = None,
    say: Callable[[str], None] = say,
) -> None:
    """Runs server and worker, or a worker for the user's cluster, until SIGINT or SIGTERM.

    `rearm` is called with a client whenever a server has come up, to start the clerks of open
    appointments that have none. `ready` follows once. `say` is told what people should know
    meanwhile, such as the death of the server.

    Raises BadSetting, HomeInUse, EngineFailed, EngineUnreachable, and whatever ledger or vault say
    when they cannot be opened, before anything is started. Call it from the main thread: signals
    arrive there.
    """
    _must_know_its_password(settings)
    duty = _Duty(ready, rearm, say)
    with _stopping() as stopping:
        run = _work_for_cluster if settings.cluster else _run_embedded
        await run(settings, duty, stopping)


class _Duty(msgspec.Struct, frozen=True):
    ready: Callable[[Running], None]
    rearm: Callable[[Client], Awaitable[object]] | None
    say: Callable[[str], None]


async def _run_embedded(settings: Settings, duty: _Duty, stopping: asyncio.Event) -> None:
    """The worker stops before the server does, so that it can hand in what it has in hand."""
    with claimed(settings.home), _opened(settings) as book:
        codec = sealing(settings, book, create=True, say=duty.say)
        if await put_away_orphan(settings.home):
            duty.say("The server of an engine that was killed was still running: it is stopped.")
        server = Server(settings.home, settings.engine_port, settings.ui_port)
        try:
            aside = await server.start_on_any_database()
            if aside is not None:
                duty.say(
                    f"Temporal's database could not be used and was set aside as {aside.name}."
                    " Nothing of the record was in it."
                )
            client = await reach(server.address, codec)
            await _prepare(client)
            async with _at_work(client, book, duty, settings):
                duty.ready(Running(server.address, server.ui, settings.home, cluster=False))
                await _watch(server, client, duty, stopping)
        finally:
            await server.stop()


async def _watch(server: Server, client: Client, duty: _Duty, stopping: asyncio.Event) -> None:
    """Keeps the server alive: started again at its old address, client and worker find it there.

    A server that keeps dying is given up, so that whoever looks after us learns of it.
    """
    clock = asyncio.get_running_loop().time
    deaths: list[float] = []
    while await _dies_first(server, stopping):
        deaths = [at for at in deaths if clock() - at < RESTARTS_WITHIN.total_seconds()]
        deaths.append(clock())
        if len(deaths) > RESTARTS:
            raise EngineFailed(
                f"The Temporal server died {len(deaths)} times within ten minutes: see"
                " temporal.log. No recorded act is lost."
            )
        duty.say("The Temporal server died and is being started again. No recorded act is lost.")
        # At once the first time, then after 1, 3, 7 and 15 seconds.
        await asyncio.sleep(2 ** (len(deaths) - 1) - 1)
        if stopping.is_set():
            return
        await server.start()
        await _prepare(client)
        if duty.rearm is not None:
            await duty.rearm(client)
        duty.say("The Temporal server is back.")


async def _dies_first(server: Server, stopping: asyncio.Event) -> bool:
    """Waits for the server's death or the wish to stop; true if it was the death."""
    both = (asyncio.ensure_future(server.died()), asyncio.ensure_future(stopping.wait()))
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in both:
            one.cancel()
    return not stopping.is_set()


async def _work_for_cluster(settings: Settings, duty: _Duty, stopping: asyncio.Event) -> None:
    """Several workers may serve one cluster, so that no home is claimed."""
    from workflows.preparing import register_attributes

    with _opened(settings) as book:
        client = await _reach_cluster(sealing(settings, book, create=True, say=duty.say))
        await register_attributes(client)
        async with _at_work(client, book, duty, settings):
            address = client.service_client.config.target_host
            duty.ready(Running(address, "", settings.home, cluster=True))
            await stopping.wait()


async def _prepare(client: Client) -> None:
    from workflows.preparing import keep_histories, register_attributes

    await keep_histories(client, KEPT)
    await register_attributes(client)


@asynccontextmanager
async def _at_work(
    client: Client, book: Book, duty: _Duty, settings: Settings
) -> AsyncIterator[None]:
    """A worker for the length of the block, with the clerks of open appointments started."""
    from ledger.checkpoints import Notary
    from worker import worker

    with ExitStack() as stack:
        office = _post_office(settings, duty, stack)
        notary = Notary(settings.home, settings.origin)
        async with worker(client, book, office, notary):
            if duty.rearm is not None:
                await duty.rearm(client)
            await _keep_schedules(client, duty, watching=office is not None)
            yield


async def _keep_schedules(client: Client, duty: _Duty, *, watching: bool) -> None:
    """A cluster that has no schedules, or none for us, still keeps appointments."""
    from temporalio.service import RPCError

    from workflows.scheduling import keep_checkpoints, keep_term_watch

    try:
        await keep_checkpoints(client)
        if watching:
            await keep_term_watch(client)
    except RPCError as refused:
        left = (
            "the terms are not watched, and the ledger is not" if watching else "the ledger is not"
        )
        duty.say(f"No schedule can be made ({refused.message}): {left} signed by itself.")


def _must_know_its_password(settings: Settings) -> None:
    """It is read anew for each letter, but whoever starts the engine is there to put it right.

    Raises BadSetting.
    """
    if settings.smtp is None or settings.smtp.password_file is None:
        return
    file = settings.smtp.password_file
    try:
        secret = settings.smtp.secret()
        fault = "" if secret and secret.isascii() else "it holds no password in ASCII"
    except (OSError, UnicodeError) as error:
        fault = getattr(error, "strerror", None) or "it is not text"
    if fault:
        raise BadSetting(
            f"CALENDS_SMTP_PASSWORD_FILE is {str(file)!r}, and cannot be used ({fault}): name the"
            " file that holds the password of CALENDS_SMTP_USER."
        )


def _post_office(settings: Settings, duty: _Duty, stack: ExitStack) -> PostOffice | None:
    """Where a directory says whom: without one nobody is written to, and that is said."""
    if not settings.directory.exists():
        duty.say(f"No reminders are sent: there is no directory of staff at {settings.directory}.")
        return None
    from notices.letters import Writer
    from notices.office import PostOffice
    from notices.post import post

    if settings.smtp is None:
        duty.say(f"No mail server is set: letters are put into {settings.outbox}.")
    letters_go_to = post(settings.smtp, settings.sender, settings.outbox)
    stack.callback(letters_go_to.close)
    return PostOffice(settings.directory, Writer(settings.sender, settings.desk), letters_go_to)


@contextmanager
def _opened(settings: Settings) -> Iterator[Book]:
    """The ledger, opened first of all: without it there is nothing to run for."""
    from ledger.book import Book

    private(settings.home)
    _log_to(settings.home / "worker.log")
    book = Book.open(settings.ledger)
    try:
        yield book
    finally:
        book.close()


def sealing(
    settings: Settings, book: Book, *, create: bool = False, say: Callable[[str], None] = say
) -> PayloadCodec:
    """What passes through Temporal is sealed with a key of the vault that the ledger names.

    Without that vault nothing is read and nothing sent: a clerk could not make out the one, and
    what it wrote would be lost to the other.
    """
    from safekeeping import of_the_ledger
    from workflows.codec import SealingCodec

    now = datetime.now(UTC)  # noqa: TID251  the edge
    return SealingCodec(of_the_ledger(book, settings.vault, now=now, create=create, say=say))


@contextmanager
def _stopping() -> Iterator[asyncio.Event]:
    """Set by the first Ctrl-C or SIGTERM."""
    loop, wish = asyncio.get_running_loop(), asyncio.Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    for number in signals:
        loop.add_signal_handler(number, wish.set)
    try:
        yield wish
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


def _log_to(path: Path) -> None:
    """The worker's faults with all their lines go to a file; people are told one sentence."""
    log = logging.getLogger("temporalio")
    written = logging.StreamHandler(io.TextIOWrapper(open_private(path), line_buffering=True))
    written.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(written)
    log.propagate = False


async def reach(address: str, codec: PayloadCodec | None = None) -> Client:
    """A client of the server at this address; raises EngineUnreachable.

    A server that answers, but only to say that it is not ready yet, is waited for. Without a codec
    nothing is sealed: for rehearsals and tests.
    """
    from temporalio.client import Client

    from workflows.converter import plugin
    from workflows.preparing import speak_through_logging

    speak_through_logging()
    try:
        async with asyncio.timeout(CONNECTED_WITHIN.total_seconds()):
            while True:
                try:
                    return await Client.connect(address, plugins=[plugin(codec)])
                except RuntimeError as early:
                    if "not healthy yet" not in str(early):
                        raise
                    await asyncio.sleep(0.02)
    except (RuntimeError, TimeoutError) as silent:
        raise EngineUnreachable(address, _plainly(silent)) from silent


async def _reach_cluster(codec: PayloadCodec | None = None) -> Client:
    from temporalio.client import Client
    from temporalio.envconfig import ClientConfig
    from temporalio.service import RPCError

    from workflows.converter import plugin
    from workflows.preparing import speak_through_logging

    speak_through_logging()
    try:
        asked = ClientConfig.load_client_connect_config()
    except Exception as unclear:
        # The library's own error type lies in its compiled part, which has no types to name.
        raise BadSetting(f"The TEMPORAL_* settings cannot be used: {unclear}.") from unclear
    address = asked.get("target_host")
    if not address:
        raise BadSetting(
            "No address is set: name one in TEMPORAL_ADDRESS, or see that TEMPORAL_CONFIG_FILE and"
            " TEMPORAL_PROFILE lead to a file and a profile that do."
        )
    try:
        async with asyncio.timeout(CONNECTED_WITHIN.total_seconds()):
            client = await Client.connect(**asked, plugins=[plugin(codec)])
    except (RuntimeError, RPCError, TimeoutError) as silent:
        raise EngineUnreachable(address, _plainly(silent)) from silent
    except ValueError as unclear:
        raise BadSetting(
            f"The cluster's address {address!r} cannot be used ({unclear}): give TEMPORAL_ADDRESS a"
            " host and a port, as in temporal.example.org:7233."
        ) from unclear
    return client


def _plainly(error: Exception) -> str:
    """The reason inside the library's long message, or a few words of our own."""
    if isinstance(error, TimeoutError):
        return f"no answer within {CONNECTED_WITHIN.seconds} seconds"
    reasons = re.findall(r'(?:message|error): "([^"]+)"', str(error))
    return reasons[-1].lower() if reasons else "the connection was refused"
