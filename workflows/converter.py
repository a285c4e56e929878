"""How records become bytes in Temporal's history, and the plugin that sees to it everywhere."""

import dataclasses
from typing import Any, Final

import msgspec
from temporalio.api.common.v1 import Payload
from temporalio.converter import (
    BinaryNullPayloadConverter,
    BinaryPlainPayloadConverter,
    BinaryProtoPayloadConverter,
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    EncodingPayloadConverter,
    JSONProtoPayloadConverter,
    PayloadCodec,
)
from temporalio.plugin import SimplePlugin
from temporalio.worker import WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from workflows.failures import Unsealable

PASSED_THROUGH = ("msgspec", "workflows.attributes", "workflows.messages")
"""Modules that the sandbox shares instead of importing anew for each clerk.

They hold no state. Sharing them keeps a waiting clerk small: a thousand of them wait for a year.
"""


SEALED: Final = "binary/encrypted"
"""The label of a sealed payload, as other codecs write it, so that Temporal's tools know it."""


class RecordsConverter(EncodingPayloadConverter):
    """JSON by msgspec: days, instants and our records, which Temporal's own converter refuses.

    The bytes are labelled as plain JSON, so that Temporal's page and its other tools show them.
    """

    @property
    def encoding(self) -> str:
        """The label that the bytes bear."""
        return "json/plain"

    def to_payload(self, value: Any) -> Payload:
        """Raises TypeError, with the type's name, for a value that has no JSON form."""
        return Payload(
            metadata={"encoding": self.encoding.encode()}, data=msgspec.json.encode(value)
        )

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        """Raises msgspec.ValidationError, with the path, where bytes and type do not agree."""
        return msgspec.json.decode(payload.data, type=Any if type_hint is None else type_hint)


class SealedConverter(EncodingPayloadConverter):
    """What is still sealed when it arrives here was never given to a codec."""

    @property
    def encoding(self) -> str:
        """The label that the bytes bear."""
        return SEALED

    def to_payload(self, value: Any) -> Payload | None:
        """Sealing is the codec's: no value is taken here."""
        return None

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        """Raises Unsealable."""
        raise Unsealable()


class RecordsPayloadConverter(CompositePayloadConverter):
    """Nothing, bytes and Temporal's own messages as usual; everything else by msgspec."""

    def __init__(self) -> None:
        super().__init__(
            BinaryNullPayloadConverter(),
            BinaryPlainPayloadConverter(),
            JSONProtoPayloadConverter(),
            BinaryProtoPayloadConverter(),
            SealedConverter(),
            RecordsConverter(),
        )


DATA_CONVERTER = DataConverter(payload_converter_class=RecordsPayloadConverter)


def _share_modules(runner: WorkflowRunner | None) -> WorkflowRunner:
    """Widens the sandbox by what it may share; any other runner is left as it is."""
    if not isinstance(runner, SandboxedWorkflowRunner):
        return runner if runner is not None else SandboxedWorkflowRunner()
    return dataclasses.replace(
        runner, restrictions=runner.restrictions.with_passthrough_modules(*PASSED_THROUGH)
    )


def plugin(codec: PayloadCodec | None = None) -> SimplePlugin:
    """Configures client, worker and replayer alike.

    A client connected with it hands it on to its workers; a `Replayer` is given it by name. With a
    codec the words of failures pass through it too, which otherwise stand beside the payloads.
    """
    converter = DATA_CONVERTER
    if codec is not None:
        converter = dataclasses.replace(
            converter,
            payload_codec=codec,
            failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
        )
    return SimplePlugin("calends", data_converter=converter, workflow_runner=_share_modules)
