"""How an act reaches its clerk: one path for opening, recording, resuming and correcting."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final

import msgspec
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowExecutionDescription,
    WorkflowExecutionStatus,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from workflows import TASK_QUEUE
from workflows.failures import EngineFailed, EngineUnreachable, Pending, WorkerFault
from workflows.messages import Charge

__all__ = ["EngineUnreachable", "Pending", "WorkerFault", "resume", "send"]

NO_SHIFT: Final = timedelta(0)
PATIENCE: Final = timedelta(seconds=30)
OVERTAKEN: Final = (
    RPCStatusCode.NOT_FOUND,
    RPCStatusCode.ABORTED,
    RPCStatusCode.RESOURCE_EXHAUSTED,
)
STUMBLED: Final = "Workflow Task in failed state"
"""How a server turns an act away while the clerk's last step has failed several times, as when its
worker was killed in the midst of it again and again.
"""

BROKEN: Final = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.UNKNOWN, RPCStatusCode.INTERNAL)
"""What a connection that breaks is told as, depending on when it does."""

BEGUN_WITHIN: Final = timedelta(seconds=20)
"""How long a clerk at work may take to begin anew: its worker may have been killed just now."""

AT_ONCE: Final = 50
"""How many clerks are started side by side after a loss; more gain nothing on two cores."""


async def send(
    client: Client,
    appointment: str,
    workflow_type: str,
    act_id: str,
    act: bytes,
    *,
    shift: timedelta = NO_SHIFT,
    timeout: timedelta = PATIENCE,
    stands: Callable[[bytes], bool] = bool,
) -> bytes:
    """Has an act carried out and returns its receipt as JSON.

    The clerk is started if it is not running: before the opening, after the closing, and after
    Temporal's database was lost. `shift` counts only then. Sending the same act again is harmless.

    `stands` tells whether the ledger holds what a receipt says. Where it does not, because it was
    put back from an older copy, Temporal has answered out of its memory: the clerk then begins
    anew, and the act is carried out.

    Raises Pending when no answer came in time, WorkerFault when the act failed on the ledger's
    side, EngineFailed when the ledger lacks it all the same, and msgspec.DecodeError for what is
    not JSON. A lost connection is Pending too: the act may have got through before it broke.
    """
    # A clerk could not read it either, and would try for ever.
    msgspec.json.decode(act)

    async def answer() -> bytes:
        while True:
            try:
                return await _ask(client, appointment, workflow_type, act_id, act, shift)
            except _Overtaken:
                # The ledger knows the act by its id, so that asking again is safe even if the run
                # that left had written it.
                await asyncio.sleep(0.05)

    try:
        async with _deadline(act_id, timeout):
            receipt = await answer()
            if not await asyncio.to_thread(stands, receipt):
                await resume(client, [(appointment, workflow_type)], shift=shift, anew=True)
                receipt = await answer()
                if not await asyncio.to_thread(stands, receipt):
                    raise EngineFailed(
                        f"The engine says that the act {act_id} is on record, and the ledger lacks"
                        " it: see that its worker and we are given the same CALENDS_LEDGER."
                    )
            return receipt
    except RPCError as broken:
        if broken.status not in BROKEN:
            raise
        raise Pending(act_id, "the connection to the engine broke") from broken


async def resume(
    client: Client,
    appointments: Iterable[tuple[str, str]],
    *,
    shift: timedelta = NO_SHIFT,
    anew: bool = False,
) -> tuple[str, ...]:
    """Starts the clerk of each appointment (id, workflow type) that has none; says which.

    Each begins with a review, which sets its alarm from the ledger: the same dates as before. One
    that is at work is asked to look again, since something may have been written beside it; with
    `anew` to forget what it and Temporal remember of acts, so that only the ledger answers.

    Raises EngineFailed for a clerk that does not begin anew in time.
    """
    waiting = list(appointments)
    started: list[str] = []
    for first in range(0, len(waiting), AT_ONCE):
        batch = waiting[first : first + AT_ONCE]
        answers = await asyncio.gather(*(_start(client, *each, shift, anew) for each in batch))
        started += [name for (name, _), new in zip(batch, answers, strict=True) if new]
    return tuple(started)


class _Overtaken(Exception):
    """The run ended, or began anew, while the act was on its way; or the clerk could not take it.

    A server lets ten acts of one appointment wait at a time, and none for a clerk that stumbled.
    """


async def _ask(
    client: Client,
    appointment: str,
    workflow_type: str,
    act_id: str,
    act: bytes,
    shift: timedelta,
) -> bytes:
    clerk: WithStartWorkflowOperation[object, object] = WithStartWorkflowOperation(
        workflow_type,
        Charge(appointment, shift.total_seconds()),
        id=appointment,
        task_queue=TASK_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        static_summary=appointment,
    )
    try:
        receipt = await client.execute_update_with_start_workflow(
            "act",
            msgspec.Raw(act),
            id=act_id,
            start_workflow_operation=clerk,
            result_type=msgspec.Raw,
        )
    except WorkflowUpdateFailedError as failed:
        cause = failed.cause
        if isinstance(cause, ApplicationError) and cause.type == "AcceptedUpdateCompletedWorkflow":
            raise _Overtaken from failed
        raise WorkerFault(getattr(cause, "message", None) or str(cause)) from failed
    except WorkflowUpdateRPCTimeoutOrCancelledError:
        await _hush(clerk)
        raise
    except RPCError as refused:
        await _hush(clerk)
        passing = refused.status in OVERTAKEN or "aborted" in refused.message
        if passing or STUMBLED in refused.message:
            raise _Overtaken from refused
        raise
    return bytes(receipt)


async def _hush(clerk: WithStartWorkflowOperation[object, object]) -> None:
    """Hears a failure that the library keeps a second time, for whoever asks for the clerk.

    If nobody did, Python would print it on the screen with its traceback.
    """
    with suppress(Exception, asyncio.CancelledError):
        await clerk.workflow_handle()


@asynccontextmanager
async def _deadline(act_id: str, timeout: timedelta) -> AsyncIterator[None]:
    """Turns every way of running out of time into Pending, and lets a real cancellation pass."""
    try:
        async with asyncio.timeout(timeout.total_seconds()):
            yield
    except TimeoutError as late:
        raise Pending(act_id) from late
    except WorkflowUpdateRPCTimeoutOrCancelledError as late:
        # The library answers a cancelled task with this error as well.
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError from late
        raise Pending(act_id) from late


async def _start(
    client: Client, appointment: str, workflow_type: str, shift: timedelta, anew: bool
) -> bool:
    try:
        await client.start_workflow(
            workflow_type,
            Charge(appointment, shift.total_seconds()),
            id=appointment,
            task_queue=TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            static_summary=appointment,
        )
    except WorkflowAlreadyStartedError:
        if anew:
            await _begin_anew(client, appointment)
            return False
        # It may have ended meanwhile; then there is nothing to look at.
        with suppress(RPCError):
            await client.get_workflow_handle(appointment).signal("look")
        return False
    return True


async def _begin_anew(client: Client, appointment: str) -> None:
    """Waits for the new run: until then Temporal would still answer for the old one."""
    clerk = client.get_workflow_handle(appointment)
    try:
        before = (await clerk.describe()).run_id
        await clerk.signal("begin-anew")
        async with asyncio.timeout(BEGUN_WITHIN.total_seconds()):
            # Nothing tells when a run has ended by going on in another: it has to be asked.
            while _is_at_work(found := await clerk.describe()) and found.run_id == before:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise EngineFailed(
            f"The clerk of {appointment} does not begin anew: see whether a worker runs, and what"
            " its log says."
        ) from None
    except RPCError as ended:
        if ended.status != RPCStatusCode.NOT_FOUND:
            raise


def _is_at_work(described: WorkflowExecutionDescription) -> bool:
    return described.status == WorkflowExecutionStatus.RUNNING
