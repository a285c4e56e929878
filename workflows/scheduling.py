"""Temporal Schedules, of the term watch and of checkpoints: made, kept up to date, triggered."""

import dataclasses
from datetime import timedelta
from typing import Final, NamedTuple

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.service import RPCError, RPCStatusCode

from workflows import TASK_QUEUE
from workflows.messages import CheckpointCharge, WatchCharge

TERM_WATCH: Final = "calends-term-watch"
"""The id of the schedule; those of its scans begin with it, and end with their instant."""

CHECKPOINTS: Final = "calends-checkpoints"
"""The id of the schedule of the daily checkpoint, in the same way."""

CAUGHT_UP: Final = timedelta(hours=26)
"""A day that was missed is made good when the engine is back, and of many only the last: one scan,
or one checkpoint, says all that the missed ones would have said. A day may have 25 hours.
"""


class Daily(NamedTuple):
    """Something that is done once a day by the clocks of Strasbourg."""

    id: str
    workflow: str
    charge: object
    hour: int
    summary: str


THE_WATCH: Final = Daily(
    TERM_WATCH, "TermWatch", WatchCharge(), 6, "Which terms end soon, and who is to be told"
)
THE_CHECKPOINT: Final = Daily(
    CHECKPOINTS, "DailyCheckpoint", CheckpointCharge(), 2, "The ledger as it is, signed"
)


class NoWatch(Exception):
    """There is no schedule: the engine was never started with a directory of staff."""


async def keep_term_watch(client: Client) -> None:
    """Looks at the terms every morning at six; otherwise as `keep`."""
    await keep(client, THE_WATCH)


async def keep_checkpoints(client: Client) -> None:
    """Signs the ledger every night at two; otherwise as `keep`."""
    await keep(client, THE_CHECKPOINT)


async def keep(client: Client, daily: Daily) -> None:
    """Makes the schedule, or brings it up to date; whoever has paused it finds it paused.

    Raises RPCError where a cluster does not let us.
    """
    wanted = _schedule(daily)

    def brought_up_to_date(found: ScheduleUpdateInput) -> ScheduleUpdate:
        state = found.description.schedule.state
        return ScheduleUpdate(dataclasses.replace(wanted, state=state))

    try:
        await client.create_schedule(daily.id, wanted)
    except ScheduleAlreadyRunningError:
        await client.get_schedule_handle(daily.id).update(brought_up_to_date)


async def scan_now(client: Client) -> None:
    """Has the terms looked at at once, beside the mornings. Raises NoWatch."""
    try:
        await client.get_schedule_handle(TERM_WATCH).trigger(
            overlap=ScheduleOverlapPolicy.BUFFER_ONE
        )
    except RPCError as unknown:
        if unknown.status != RPCStatusCode.NOT_FOUND:
            raise
        raise NoWatch from unknown


def _schedule(daily: Daily) -> Schedule:
    at = ScheduleCalendarSpec(hour=[ScheduleRange(daily.hour)])
    return Schedule(
        action=ScheduleActionStartWorkflow(
            daily.workflow,
            daily.charge,
            id=daily.id,
            task_queue=TASK_QUEUE,
            static_summary=daily.summary,
        ),
        spec=ScheduleSpec(calendars=[at], time_zone_name="Europe/Paris"),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=CAUGHT_UP),
    )
