"""The embedded engine as a person meets it: started, stopped, killed, started twice."""

import asyncio
import os
import signal
import socket
import stat
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

import embedded
from embedded import Address, Server, address_of
from engine import KEPT, connect, reach, sealing
from ledger.book import Book
from settings import BadSetting, Settings, read
from tests.workflows.engines import PATIENCE, at_last, serving, throw_away_the_database_in
from tests.workflows.paper import PaperActivities, paper_act
from vault.errors import Missing
from vault.keys import Vault
from worker import staffed
from workflows.failures import EngineFailed, EngineUnreachable, Pending
from workflows.sending import resume, send

ELECTION: Final = "SecretaryGeneralElection"
APPOINTMENT: Final = "secretary-general/2029"
SCRIPT: Final = Path(__file__).with_name("run_engine.py")

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties a child to us")


class Started:
    """An engine in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process, told: str) -> None:
        self.process = process
        self.told = told

    async def stop(self, how: signal.Signals) -> int:
        """Sends the signal and tells the exit code."""
        self.process.send_signal(how)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    async def says(self, words: str) -> str:
        """Waits for a line of its standard error that contains the words."""
        assert self.process.stderr is not None
        while line := await asyncio.wait_for(self.process.stderr.readline(), PATIENCE):
            if words in line.decode():
                return line.decode().strip()
        raise AssertionError(f"it ended without saying {words!r}")


@asynccontextmanager
async def started(home: Path, more: Mapping[str, str] | None = None) -> AsyncIterator[Started]:
    quiet = {name: text for name, text in os.environ.items() if not name.startswith("TEMPORAL_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(SCRIPT),
        env={**quiet, "CALENDS_HOME": str(home), **(more or {})},
        cwd=Path(__file__).parents[2],
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        # As a terminal does it: Ctrl-C reaches a whole group.
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        told = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
        yield Started(process, told.decode().strip())
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def is_gone(pid: int) -> bool:
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        await asyncio.sleep(0.05)
    return False


def of(home: Path) -> Settings:
    """The settings of an engine with everything in its home."""
    return Settings(home=home, ledger=str(home / "ledger.sqlite"))


def where(home: Path) -> Address:
    written = address_of(home)
    assert written is not None
    return written


async def test_an_engine_says_where_it_is_and_stops_at_ctrl_c(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with started(home) as running:
        written = where(home)
        assert running.told == f"ready {written.address} {written.ui}"
        modes = {
            name: stat.S_IMODE((home / name).stat().st_mode)
            for name in (".", "engine.json", "temporal.sqlite", "temporal.log", "worker.log")
        }
        client = await connect(of(home))
        namespace = await client.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace="default")
        )
        kept = namespace.config.workflow_execution_retention_ttl.ToTimedelta()

        assert await running.stop(signal.SIGINT) == 0

    assert modes == {name: 0o700 if name == "." else 0o600 for name in modes}
    assert kept == KEPT
    assert await is_gone(written.server_pid)
    assert address_of(home) is None


async def test_an_engine_makes_its_vault_once_and_does_not_start_without_it(
    tmp_path: Path,
) -> None:
    """The ledger says which vault is its own; another in its place is as bad as none."""
    vault = tmp_path / "vault.sqlite"
    async with started(tmp_path) as first:
        made = vault.read_bytes()
        assert stat.S_IMODE(vault.stat().st_mode) == 0o600
        assert await first.stop(signal.SIGINT) == 0
    async with started(tmp_path) as again:
        assert again.told.startswith("ready")
        assert await again.stop(signal.SIGINT) == 0
    vault.unlink()

    async with started(tmp_path) as without:
        assert without.told == ""
        assert await without.says("is missing") == (
            f"The vault {vault} is missing: put it back from its backup; without it nobody can"
            " read what was sealed"
        )
        assert await asyncio.wait_for(without.process.wait(), PATIENCE) == 5
    Vault.open(vault, create=True)
    async with started(tmp_path) as another:
        assert await another.says("is not the one with which this ledger was sealed")
        assert await asyncio.wait_for(another.process.wait(), PATIENCE) == 5
    assert address_of(tmp_path) is None

    vault.write_bytes(made)
    async with started(tmp_path) as mended:
        assert mended.told.startswith("ready")


async def test_nothing_is_sent_without_the_vault_of_the_ledger(tmp_path: Path) -> None:
    """The engine runs; a command that does not find the vault says so, and sends nothing."""
    async with started(tmp_path):
        vault = tmp_path / "vault.sqlite"
        vault.rename(tmp_path / "elsewhere.sqlite")
        with pytest.raises(Missing, match=r"vault\.sqlite is missing: put it back from its backup"):
            await connect(of(tmp_path))

        asked = msgspec.structs.replace(of(tmp_path), named_vault=tmp_path / "elsewhere.sqlite")
        receipt = await send(await connect(asked), APPOINTMENT, ELECTION, "a", b"{}")
        assert msgspec.json.decode(receipt)["result"] == "malformed"


async def test_a_second_engine_on_a_home_is_turned_away(tmp_path: Path) -> None:
    async with started(tmp_path) as first, started(tmp_path) as second:
        said = await second.says("already")

        where = first.told.split()[1]
        assert said == f"An engine is already running for {tmp_path}, at {where}: stop it first."
        assert await asyncio.wait_for(second.process.wait(), PATIENCE) == 5
        assert first.process.returncode is None


@linux_only
async def test_a_killed_engine_takes_its_server_along(tmp_path: Path) -> None:
    async with started(tmp_path) as killed:
        server = where(tmp_path).server_pid
        await killed.stop(signal.SIGKILL)
        assert await is_gone(server)

    async with started(tmp_path) as next_one:
        assert next_one.told.startswith("ready")


async def test_a_server_left_behind_does_not_stand_in_the_way(tmp_path: Path) -> None:
    """Where the system does not tie a child to its parent, a killed engine leaves its server."""
    left = Server(tmp_path)
    await left.start()
    try:
        pid = where(tmp_path).server_pid
        async with started(tmp_path) as running:
            assert running.told.startswith("ready")
            assert await running.says("was still running")
            assert await asyncio.wait_for(left.died(), PATIENCE) is not None
            assert where(tmp_path).server_pid != pid
    finally:
        await left.stop()


async def test_a_server_that_dies_is_started_again_at_its_address(tmp_path: Path) -> None:
    async with started(tmp_path) as running:
        before = where(tmp_path)
        os.kill(before.server_pid, signal.SIGKILL)
        await running.says("is back")
        after = where(tmp_path)

        # Through clerk, worker and the real ledger: only the act itself says nothing.
        client = await connect(of(tmp_path))
        receipt = await send(client, APPOINTMENT, ELECTION, "a", b"{}")
        assert msgspec.json.decode(receipt)["result"] == "malformed"
        assert (after.address, after.ui) == (before.address, before.ui)
        assert after.server_pid != before.server_pid
        assert await running.stop(signal.SIGTERM) == 0


async def test_a_database_that_cannot_be_used_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "temporal.sqlite").write_bytes(b"not a database, whatever its name says" * 100)
    server = Server(tmp_path)
    try:
        aside = await server.start_on_any_database()
    finally:
        await server.stop()

    assert aside == tmp_path / "temporal.sqlite.unreadable-1"
    assert aside.read_bytes().startswith(b"not a database")


async def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    server = Server(tmp_path)
    await server.start()
    try:
        taken = int(server.address.partition(":")[2])
        with pytest.raises(EngineFailed, match=f"Port {taken} cannot be used"):
            await Server(tmp_path, taken).start()
    finally:
        await server.stop()


@pytest.mark.parametrize("answering", [False, True])
async def test_a_port_that_was_taken_meanwhile_is_not_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answering: bool
) -> None:
    """Between our looking and the server's binding another program was quicker.

    It may even take connections, and is not the server for all that.
    """
    real, asked = embedded._free, list[int]()

    def free(port: int) -> int:
        asked.append(port)
        return int(other.getsockname()[1]) if len(asked) == 1 else real(port)

    monkeypatch.setattr(embedded, "_free", free)
    server = Server(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        if answering:
            other.listen()
        await server.start()
        try:
            assert server.address != f"127.0.0.1:{other.getsockname()[1]}"
            assert asked == [0, 0, 0, 0]
        finally:
            await server.stop()


async def test_a_worker_for_another_cluster_runs_no_server(tmp_path: Path) -> None:
    server = Server(tmp_path / "cluster")
    (tmp_path / "cluster").mkdir()
    await server.start()
    try:
        async with started(tmp_path / "home", {"TEMPORAL_ADDRESS": server.address}) as running:
            assert running.told == f"ready {server.address}"
            assert address_of(tmp_path / "home") is None
            assert await running.stop(signal.SIGTERM) == 0
    finally:
        await server.stop()


async def test_after_the_loss_of_the_servers_database_acts_and_alarms_go_on(
    tmp_path: Path,
) -> None:
    paper = PaperActivities()
    names = (APPOINTMENT, "secretary-general/2034")
    async with on_paper(tmp_path, paper) as client:
        for name in names:
            await send(client, name, ELECTION, "a", paper_act("a", "due in", 30))
    throw_away_the_database_in(tmp_path)

    async with on_paper(tmp_path, paper) as client:
        await send(client, names[0], ELECTION, "b", paper_act("b"))
        assert await resume(client, [(name, ELECTION) for name in names]) == (names[1],)
        timers = [await at_last(partial(first_timer, client, name)) for name in names]

    assert paper.number(names[0]) == 2
    assert all(timedelta(days=29) < timer < timedelta(days=30) for timer in timers)


async def test_an_act_without_a_worker_is_pending_and_not_refused(tmp_path: Path) -> None:
    paper, act = PaperActivities(), paper_act("a")
    async with serving(tmp_path) as client:
        with pytest.raises(Pending, match="The act a is pending: no answer came in time"):
            await send(client, APPOINTMENT, ELECTION, "a", act, timeout=timedelta(seconds=0.5))
        async with staffed(client, paper.hands()):
            await send(client, APPOINTMENT, ELECTION, "a", act)

    assert paper.number(APPOINTMENT) == 1


async def test_an_act_on_a_broken_connection_is_pending(tmp_path: Path) -> None:
    server = Server(tmp_path)
    await server.start()
    client = await reach(server.address)
    await server.stop()

    with pytest.raises(Pending):
        await send(client, APPOINTMENT, ELECTION, "a", paper_act("a"), timeout=timedelta(seconds=1))


async def test_a_new_server_never_sends_a_clerk_back_for_its_search_attributes(
    tmp_path: Path,
) -> None:
    async with on_paper(tmp_path, PaperActivities()) as client:
        await send(client, APPOINTMENT, ELECTION, "a", paper_act("a"))
        history = await client.get_workflow_handle(APPOINTMENT).fetch_history()

    kinds = {event.event_type for event in history.events}
    assert EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES in kinds
    assert EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED not in kinds


@asynccontextmanager
async def on_paper(home: Path, paper: PaperActivities) -> AsyncIterator[Client]:
    """The engine's own parts in this process, with the ledger on paper."""
    async with serving(home) as client, staffed(client, paper.hands()):
        yield client


async def first_timer(client: Client, name: str) -> timedelta | None:
    history = await client.get_workflow_handle(name).fetch_history()
    for event in history.events:
        if event.event_type == EventType.EVENT_TYPE_TIMER_STARTED:
            return event.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta()
    return None


async def test_no_engine_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EngineUnreachable) as nowhere:
        await connect(of(tmp_path))

    assert str(nowhere.value) == (
        "The engine is not running: start it with `calends up`, or set TEMPORAL_ADDRESS."
    )


async def test_an_engine_that_is_gone_is_named_with_its_address(tmp_path: Path) -> None:
    (tmp_path / "engine.json").write_text(
        '{"address": "127.0.0.1:1", "ui": "", "pid": 1, "server_pid": 1}'
    )
    with Book.open(of(tmp_path).ledger) as book:
        sealing(of(tmp_path), book, create=True)

    with pytest.raises(EngineUnreachable, match=r"answers at 127\.0\.0\.1:1 \(connection refused"):
        await connect(of(tmp_path))


def test_settings_come_from_the_environment_and_have_defaults(tmp_path: Path) -> None:
    plain = read({"CALENDS_HOME": str(tmp_path)})
    chosen = read(
        {
            "CALENDS_HOME": str(tmp_path),
            "CALENDS_LEDGER": "postgresql://db/calends",
            "CALENDS_PORT": "7233",
            "TEMPORAL_ADDRESS": "cluster:7233",
        }
    )

    assert plain == Settings(home=tmp_path, ledger=str(tmp_path / "ledger.sqlite"))
    assert chosen == Settings(
        home=tmp_path, ledger="postgresql://db/calends", cluster=True, engine_port=7233
    )
    with pytest.raises(BadSetting, match="CALENDS_UI_PORT is 'high'"):
        read({"CALENDS_UI_PORT": "high"})
