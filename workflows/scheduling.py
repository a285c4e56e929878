"""The Temporal Schedule of the term watch: made, brought up to date, and triggered by hand."""

import dataclasses
from datetime import timedelta
from typing import Final

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
from workflows.messages import WatchCharge

TERM_WATCH: Final = "calends-term-watch"
"""The id of the schedule; those of its scans begin with it, and end with their instant."""

SIX_IN_THE_MORNING: Final = ScheduleSpec(
    calendars=[ScheduleCalendarSpec(hour=[ScheduleRange(6)], comment="every morning at six")],
    time_zone_name="Europe/Paris",
)

CAUGHT_UP: Final = timedelta(hours=26)
"""A morning that was missed is made good when the engine is back, and of many only the last: one
scan says all that the missed ones would have said. A day may have 25 hours.
"""


class NoWatch(Exception):
    """There is no schedule: the engine was never started with a directory of staff."""


async def keep_term_watch(client: Client) -> None:
    """Makes the schedule, or brings it up to date; whoever has paused it finds it paused.

    Raises RPCError where a cluster does not let us.
    """
    try:
        await client.create_schedule(TERM_WATCH, _schedule())
    except ScheduleAlreadyRunningError:
        await client.get_schedule_handle(TERM_WATCH).update(_brought_up_to_date)


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


def _schedule() -> Schedule:
    return Schedule(
        action=ScheduleActionStartWorkflow(
            "TermWatch",
            WatchCharge(),
            id=TERM_WATCH,
            task_queue=TASK_QUEUE,
            static_summary="Which terms end soon, and who is to be told",
        ),
        spec=SIX_IN_THE_MORNING,
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=CAUGHT_UP),
    )


def _brought_up_to_date(found: ScheduleUpdateInput) -> ScheduleUpdate:
    state = found.description.schedule.state
    return ScheduleUpdate(dataclasses.replace(_schedule(), state=state))
