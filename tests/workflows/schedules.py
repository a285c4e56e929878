"""What is done by a schedule, done once in a test: a run on a clock of its own, and its letters."""

from collections.abc import Callable, Sequence
from datetime import datetime
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import TypeVar

import msgspec
from temporalio.client import (
    Client,
    ScheduleActionExecutionStartWorkflow,
    ScheduleActionResult,
    ScheduleHandle,
    ScheduleRange,
)

from tests.notices.keeping import opened_letter
from tests.workflows.engines import at_last, shift_to
from workflows import TASK_QUEUE

T = TypeVar("T")
_runs = count(1)


async def run_once(
    client: Client, workflow: str, charge: Callable[[float], object], on: datetime, gives: type[T]
) -> T:
    """One run, on a clock that stands at that instant."""
    raw = await client.execute_workflow(
        workflow,
        charge(shift_to(on).total_seconds()),
        id=f"{workflow}-{next(_runs)}",
        task_queue=TASK_QUEUE,
        result_type=msgspec.Raw,
    )
    return msgspec.json.decode(raw, type=gives)


async def first_run(client: Client, schedule: ScheduleHandle, gives: type[T]) -> T:
    """What came of the run that a schedule has started."""

    async def actions() -> Sequence[ScheduleActionResult]:
        return (await schedule.describe()).info.recent_actions

    [started] = [each.action for each in await at_last(actions)]
    assert isinstance(started, ScheduleActionExecutionStartWorkflow)
    run = client.get_workflow_handle(started.workflow_id, result_type=msgspec.Raw)
    return msgspec.json.decode(await run.result(), type=gives)


async def is_paused_and_begins_at(schedule: ScheduleHandle, hour: int) -> None:
    """Every day at that hour, by the clocks of Strasbourg."""
    described = await schedule.describe()
    assert described.schedule.state.paused
    assert described.schedule.spec.time_zone_name == "Europe/Paris"
    [daily] = described.schedule.spec.calendars
    assert (daily.hour, daily.minute) == ((ScheduleRange(hour),), (ScheduleRange(0),))
    assert len({at.date() for at in described.info.next_action_times}) > 1


def letters_in(outbox: Path) -> list[EmailMessage]:
    """In the order of their names."""
    return [opened_letter(file.read_bytes()) for file in sorted(outbox.glob("*.eml"))]
