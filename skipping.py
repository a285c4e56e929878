"""A Temporal server whose clerks skip the time between two days: for rehearsals and tests.

Every clerk on it has a clock of its own, which stands by the wall clock until it is moved forward.
It never goes back, so that a rehearsal of the past shifts the clerk's clock at its start.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import msgspec

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


class Stand(msgspec.Struct, frozen=True):
    """Where a clerk's clock was brought to, and how it stands to the server's.

    `offered` is the shift with which a clerk begins if one is started now; `shift` that of the
    clerk at work when the clock was moved, with `chain` the first of its runs.
    """

    to: datetime
    offered: timedelta
    shift: timedelta = timedelta(0)
    chain: str = ""


class Skipping:
    """Real clerks on a real server, and the hand that moves their clocks."""

    def __init__(self, environment: WorkflowEnvironment) -> None:
        self._environment = environment
        self._stands: dict[str, Stand] = {}

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
        last = self._stands.get(appointment)
        if last is not None and last.to == to:
            # A clerk at work stands there already, and one that is started now begins there.
            return last.offered
        moved = await self._move(appointment, to, last)
        self._stands[appointment] = moved
        return moved.offered

    async def _move(self, appointment: str, to: datetime, last: Stand | None) -> Stand:
        clerk = self.client.get_workflow_handle(appointment)
        found = await _clock(clerk)
        if found is None:
            return Stand(to, to - _by_the_wall())
        virtual, chain = found
        shift = timedelta(0)
        if last is not None:
            # A clerk that we did not see before was started with what was offered last.
            shift = last.shift if chain == last.chain else last.offered
        if to > virtual + shift:
            await forward(self._environment, clerk, to - shift - virtual)
        return Stand(to, to - _by_the_wall(), shift, chain)


async def _clock(clerk: WorkflowHandle[Any, Any]) -> tuple[datetime, str] | None:
    """The clerk's clock, unshifted, and the first of its runs; none when no clerk is at work.

    One question to the server instead of the library's two, of which a year asks dozens.
    """
    from temporalio.client import WorkflowExecutionStatus
    from temporalio.service import RPCError, RPCStatusCode

    try:
        described = await clerk.describe()
    except RPCError as unknown:
        if unknown.status != RPCStatusCode.NOT_FOUND:
            raise
        return None
    if described.status != WorkflowExecutionStatus.RUNNING:
        return None
    extended = described.raw_description.workflow_extended_info
    chain = described.raw_description.workflow_execution_info.first_run_id
    if not extended.HasField("time_skipping_info"):
        return _by_the_wall(), chain
    virtual = extended.time_skipping_info.current_time.ToDatetime(UTC)
    return virtual, chain


def _by_the_wall() -> datetime:
    """The wall clock is where a new run starts from, and nothing else is read from it."""
    return datetime.now(UTC)  # noqa: TID251


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
