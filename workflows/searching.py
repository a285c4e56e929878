"""Every payload of a clerk's histories, opened: to see what Temporal still says."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from workflows.histories import runs_of


async def payloads(client: Client, appointment: str) -> AsyncIterator[tuple[str, bytes]]:
    """Where each stands, and what it says; of all runs that Temporal remembers.

    Raises what the codec raises for a payload that cannot be opened, and RPCError.
    """
    for run in sorted(await runs_of(client, appointment)):
        handle = client.get_workflow_handle(appointment, run_id=run)
        try:
            async for event in handle.fetch_history_events():
                for text in await _opened(client, tuple(_payloads(event))):
                    yield f"event {event.event_id} of run {run}", text
        except RPCError as unknown:
            # A run that was removed meanwhile, though a list still shows it.
            if unknown.status != RPCStatusCode.NOT_FOUND:
                raise


async def _opened(client: Client, found: tuple[Payload, ...]) -> tuple[bytes, ...]:
    codec = client.data_converter.payload_codec
    opened = await codec.decode(found) if codec is not None and found else found
    return tuple(each.data for each in opened)


def _payloads(message: Message) -> Iterator[Payload]:
    """Those anywhere in a message of Temporal's."""
    if isinstance(message, Payload):
        yield message
        return
    for field, value in message.ListFields():
        inner = field.message_type
        if inner is not None:
            yield from _payloads_in(value, of_a_map=inner.GetOptions().map_entry)


def _payloads_in(value: Any, *, of_a_map: bool) -> Iterator[Payload]:
    parts = value.values() if of_a_map else [value] if isinstance(value, Message) else value
    for part in parts:
        if isinstance(part, Message):
            yield from _payloads(part)
