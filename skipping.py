"""A Temporal server whose clerks skip the time between two days: for rehearsals and tests.

Every clerk on it has a clock of its own, which stands by the wall clock until it is moved forward.
It never goes back, so that a rehearsal of the past shifts the clerk's clock at its start.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from embedded import binary

if TYPE_CHECKING:
    from temporalio.client import Client, WorkflowHandle
    from temporalio.testing import WorkflowEnvironment

QUIET: Final = ("--output", "none", "--disable-config-env", "--disable-config-file")
"""A server for a while neither draws on our output nor follows settings for another cluster."""

TUNED: Final = (
    *("--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"),
    # Without it a clerk takes up to a second for each alarm.
    *("--dynamic-config-value", 'history.timerProcessorMaxTimeShift="1ms"'),
    # A clerk that has ended may otherwise be started again only a second later.
    *("--dynamic-config-value", 'history.workflowIdReuseMinimalInterval="1ms"'),
)


class Skipping:
    """Real clerks on a real server, and the hand that moves their clocks."""

    def __init__(self, environment: WorkflowEnvironment) -> None:
        self._environment = environment
        self._shifts: dict[str, timedelta] = {}

    @property
    def client(self) -> Client:
        """Sends to the clerks as any other client does."""
        return self._environment.client

    async def bring(self, appointment: str, to: datetime) -> timedelta:
        """Moves a clerk's clock forward to an instant; the alarms on its way ring, one by one.

        Returns the shift with which the next act is to be sent. It counts if that act starts the
        clerk, whose clock then begins at this instant: before the opening, and again after the
        closing, because a new run begins by the wall clock. A clock that is past the instant stays
        where it is.

        An alarm due at this very instant may ring a moment later: aim past midnight, not at it.
        """
        clerk = self.client.get_workflow_handle(appointment)
        now = await self._clock(appointment)
        if now is not None and (to <= now or await forward(self._environment, clerk, to - now)):
            return self._shifts[appointment]
        # The wall clock is where a new run starts from, and nothing else is read from it.
        self._shifts[appointment] = to - datetime.now(UTC)  # noqa: TID251
        return self._shifts[appointment]

    async def _clock(self, appointment: str) -> datetime | None:
        """What the clerk takes for now; none when no clerk is at work."""
        from temporalio.client import WorkflowExecutionStatus
        from temporalio.service import RPCError, RPCStatusCode

        clerk = self.client.get_workflow_handle(appointment)
        try:
            if (await clerk.describe()).status != WorkflowExecutionStatus.RUNNING:
                return None
            virtual = await self._environment.get_current_time(clerk)
        except RPCError as unknown:
            if unknown.status != RPCStatusCode.NOT_FOUND:
                raise
            return None
        return virtual + self._shifts.get(appointment, timedelta(0))


async def forward(
    environment: WorkflowEnvironment,
    clerk: WorkflowHandle[Any, Any],
    duration: timedelta,
) -> bool:
    """Moves one clerk's clock; false if the clerk ended, on the way or before.

    Comes back when the clock is there and every alarm before it has been seen to.
    """
    from temporalio.service import RPCError, RPCStatusCode

    try:
        return await environment.fast_forward(clerk, duration)
    except RPCError as ended:
        if ended.status != RPCStatusCode.NOT_FOUND:
            raise
        return False


@asynccontextmanager
async def skipping() -> AsyncIterator[Skipping]:
    """A server in memory for the length of the block; a worker is yours to start on its client.

    Skipping is off for a clerk that starts, and on only while its clock is moved: otherwise it
    would run to its last alarm before anyone could send it an act.
    """
    from temporalio.testing import WorkflowEnvironment

    from workflows.attributes import ALL
    from workflows.converter import plugin
    from workflows.preparing import speak_through_logging

    speak_through_logging()
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        dev_server_existing_path=binary(),
        dev_server_extra_args=[*QUIET, *TUNED],
        dev_server_log_level="never",
        plugins=[plugin()],
        search_attributes=ALL,
    )
    async with environment:
        with environment.with_time_skipping_disabled():
            yield Skipping(environment)
