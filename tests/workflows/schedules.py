"""What is done by a schedule, done once in a test: a run on a clock of its own, and its letters."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import TypeVar

import msgspec
from temporalio.client import Client, ScheduleActionExecutionStartWorkflow, ScheduleHandle

from embedded import Server
from engine import reach
from tests.notices.keeping import opened_letter
from workflows import TASK_QUEUE
from workflows.preparing import register_attributes

T = TypeVar("T")
_runs = count(1)


@asynccontextmanager
async def serving(home: Path) -> AsyncIterator[Client]:
    """A server of its own in a home, for the length of the block."""
    server = Server(home)
    await server.start()
    try:
        client = await reach(server.address)
        await register_attributes(client)
        yield client
    finally:
        await server.stop()


async def run_once(
    client: Client, workflow: str, charge: Callable[[float], object], on: datetime, gives: type[T]
) -> T:
    """One run, on a clock that stands at that instant."""
    shift = (on - datetime.now(UTC)).total_seconds()
    raw = await client.execute_workflow(
        workflow,
        charge(shift),
        id=f"{workflow}-{next(_runs)}",
        task_queue=TASK_QUEUE,
        result_type=msgspec.Raw,
    )
    return msgspec.json.decode(raw, type=gives)


async def first_run(client: Client, schedule: ScheduleHandle, gives: type[T]) -> T:
    """What came of the run that a schedule has started."""
    for _ in range(100):
        if actions := (await schedule.describe()).info.recent_actions:
            break
        await asyncio.sleep(0.05)
    [started] = [each.action for each in actions]
    assert isinstance(started, ScheduleActionExecutionStartWorkflow)
    run = client.get_workflow_handle(started.workflow_id, result_type=msgspec.Raw)
    return msgspec.json.decode(await run.result(), type=gives)


async def is_paused_and_begins_in(schedule: ScheduleHandle, hours: set[int]) -> None:
    """By the clock of Strasbourg, which is one or two hours ahead of UTC."""
    described = await schedule.describe()
    assert described.schedule.state.paused
    assert described.schedule.spec.time_zone_name == "Europe/Paris"
    assert described.info.next_action_times
    assert {at.astimezone(UTC).hour for at in described.info.next_action_times} <= hours


def letters_in(outbox: Path) -> list[EmailMessage]:
    """In the order of their names."""
    return [opened_letter(file.read_bytes()) for file in sorted(outbox.glob("*.eml"))]
