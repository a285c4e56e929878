"""What a server must be told before the first clerk starts."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from functools import cache
from typing import Final

from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.api.workflowservice.v1 import UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.runtime import (
    LogForwardingConfig,
    LoggingConfig,
    Runtime,
    TelemetryConfig,
    TelemetryFilter,
)
from temporalio.service import RPCError, RPCStatusCode

from workflows.attributes import ALL
from workflows.failures import EngineFailed

logger = logging.getLogger("temporalio.core")

USABLE_WITHIN: Final = timedelta(seconds=30)


@cache
def speak_through_logging() -> None:
    """Has the library's compiled part log as Python does; by itself it writes to the screen.

    It must be asked before the first client is made. A runtime that someone else has chosen stays.
    """
    core = LoggingConfig(
        filter=TelemetryFilter(core_level="WARN", other_level="ERROR"),
        forwarding=LogForwardingConfig(logger=logger),
    )
    with suppress(RuntimeError):
        Runtime.set_default(Runtime(telemetry=TelemetryConfig(logging=core)))


async def keep_histories(client: Client, long: timedelta) -> None:
    """How long the history of a clerk that has finished stays: on a server of our own only."""
    retention = Duration()
    retention.FromTimedelta(long)
    await client.workflow_service.update_namespace(
        UpdateNamespaceRequest(
            namespace=client.namespace,
            config=NamespaceConfig(workflow_execution_retention_ttl=retention),
        ),
        # A server that has just come up may send the first callers away.
        retry=True,
    )


async def register_attributes(client: Client) -> None:
    """Makes the search attributes known and waits until they can be used; harmless if they are.

    A clerk that showed itself before would be sent back, and try again only seconds later.

    Raises EngineFailed where a cluster does not let us register them and they are missing.
    """
    if await _are_known(client):
        return
    try:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(
                namespace=client.namespace,
                search_attributes={
                    key.name: IndexedValueType.ValueType(int(key.indexed_value_type)) for key in ALL
                },
            ),
            retry=True,
        )
    except RPCError as refused:
        if refused.status != RPCStatusCode.ALREADY_EXISTS:
            wanted = ", ".join(f"{key.name} ({key.indexed_value_type.name})" for key in ALL)
            raise EngineFailed(
                f"The server does not let us register search attributes ({refused.message}):"
                f" have its operator add {wanted} to the namespace {client.namespace}."
            ) from refused
    try:
        async with asyncio.timeout(USABLE_WITHIN.total_seconds()):
            # Nothing tells when the server's own copies have caught up: it has to be asked.
            while not await _are_known(client):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise EngineFailed("The server does not take the search attributes into use.") from None


async def _are_known(client: Client) -> bool:
    """The server answers a question that names them all, or says that it knows one of them not."""
    question = " OR ".join(f"{key.name} IS NOT NULL" for key in ALL)
    try:
        await client.count_workflows(question)
    except RPCError as unknown:
        if unknown.status != RPCStatusCode.INVALID_ARGUMENT:
            raise
        return False
    return True
