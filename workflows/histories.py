"""What Temporal's history of a clerk holds of its acts: what was asked, and what was answered.

A clerk's history is that of all its runs: those that went on in a new run, those that ended with
the appointment, and those that a correction started afterwards.
"""

from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

import msgspec
from google.protobuf.timestamp_pb2 import Timestamp
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.update.v1 import Outcome
from temporalio.client import Client
from temporalio.exceptions import FailureError
from temporalio.service import RPCError, RPCStatusCode

from workflows.messages import Charge

STARTED: Final = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED
ACCEPTED: Final = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED
COMPLETED: Final = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED

T = TypeVar("T")


class Taken(msgspec.Struct, frozen=True):
    """An act that a clerk took: by its id, in a run, at an instant of the clerk's clock.

    Neither `receipt` nor `failure` where it was not answered.
    """

    id: str
    run: str
    at: datetime
    act: bytes
    receipt: bytes = b""
    failure: str = ""


class Remembered(msgspec.Struct, frozen=True):
    """What Temporal still knows of a clerk; `since` is None where it knows nothing.

    `from_the_start`: its first run is there, and did not go on from another that is gone.
    """

    since: datetime | None = None
    from_the_start: bool = False
    runs: int = 0
    acts: tuple[Taken, ...] = ()


async def clerks(client: Client, workflow_types: Iterable[str]) -> frozenset[str]:
    """The ids of all appointments that ever had a clerk of these types, closed ones included."""
    types = ", ".join(f"'{each}'" for each in workflow_types)
    found = client.list_workflows(f"WorkflowType IN ({types})")
    return frozenset([each.id async for each in found])


async def at_work(client: Client, workflow_types: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The appointments whose clerks wait for something now, each with its workflow type."""
    types = ", ".join(f"'{each}'" for each in workflow_types)
    found = client.list_workflows(f"WorkflowType IN ({types}) AND ExecutionStatus = 'Running'")
    return tuple(sorted([(each.id, each.workflow_type) async for each in found]))


async def remembered(client: Client, appointment: str) -> Remembered:
    """The acts of one appointment, in the order of its runs.

    Raises what the codec raises for a payload that cannot be opened, and RPCError.
    """
    read = [await _run(client, appointment, each) for each in await runs_of(client, appointment)]
    runs = sorted((run for run in read if run is not None), key=lambda run: run.begins)
    if not runs:
        return Remembered()
    acts = tuple(act for run in runs for act in run.acts)
    return Remembered(runs[0].begins, not runs[0].goes_on, len(runs), acts)


class _Run(msgspec.Struct, frozen=True):
    begins: datetime
    goes_on: bool
    acts: tuple[Taken, ...]


async def runs_of(client: Client, appointment: str) -> frozenset[str]:
    """The runs that are listed, and the last one, which a list may show a moment later."""
    listed = client.list_workflows(f"WorkflowId = '{appointment}'")
    found = {each.run_id async for each in listed}
    try:
        found.add((await client.get_workflow_handle(appointment).describe()).run_id)
    except RPCError as unknown:
        if unknown.status != RPCStatusCode.NOT_FOUND:
            raise
    return frozenset(found)


async def _run(client: Client, appointment: str, run: str) -> _Run | None:
    """None for one that was removed meanwhile, though a list still shows it."""
    events = client.get_workflow_handle(appointment, run_id=run).fetch_history_events()
    try:
        return await _read(client, run, events)
    except RPCError as unknown:
        if unknown.status != RPCStatusCode.NOT_FOUND:
            raise
        return None


async def _read(client: Client, run: str, events: AsyncIterator[HistoryEvent]) -> _Run | None:
    begins, goes_on, shift = None, False, timedelta(0)
    taken: dict[int, Taken] = {}
    async for event in events:
        at = _instant(event.event_time)
        if event.event_type == STARTED:
            started = event.workflow_execution_started_event_attributes
            charge = await _decoded(client, started.input.payloads[0], Charge)
            shift = timedelta(seconds=charge.shift_seconds)
            begins, goes_on = at + shift, bool(started.continued_execution_run_id)
        elif event.event_type == ACCEPTED:
            asked = event.workflow_execution_update_accepted_event_attributes.accepted_request
            act = await _decoded(client, asked.input.args.payloads[0], msgspec.Raw)
            taken[event.event_id] = Taken(asked.meta.update_id, run, at + shift, bytes(act))
        elif event.event_type == COMPLETED:
            answered = event.workflow_execution_update_completed_event_attributes
            act_taken = taken[answered.accepted_event_id]
            taken[answered.accepted_event_id] = await _answered(client, act_taken, answered.outcome)
    return None if begins is None else _Run(begins, goes_on, tuple(taken.values()))


async def _answered(client: Client, taken: Taken, outcome: Outcome) -> Taken:
    if outcome.HasField("success"):
        receipt = await _decoded(client, outcome.success.payloads[0], msgspec.Raw)
        return msgspec.structs.replace(taken, receipt=bytes(receipt))
    failed = await client.data_converter.decode_failure(outcome.failure)
    said = failed.message if isinstance(failed, FailureError) else str(failed)
    return msgspec.structs.replace(taken, failure=said or type(failed).__name__)


async def _decoded(client: Client, payload: Payload, kind: type[T]) -> T:
    [value] = await client.data_converter.decode([payload], [kind])
    assert isinstance(value, kind)
    return value


def _instant(at: Timestamp) -> datetime:
    return at.ToDatetime(UTC)
