"""Payloads sealed: whoever has only Temporal's database reads no act, receipt, agenda or failure.

Left readable is what Temporal's own page is to show: a text on its own, as summaries and static
details are; nothing at all; and what a clerk says of itself when that page asks. No act is a text
on its own.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

from workflows.converter import SEALED
from workflows.failures import Unsealable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NOTHING: Final = (b"", b"null")
SELF_DESCRIPTION: Final = b"temporal.api.sdk.v1.WorkflowMetadata"
NONCE_BYTES: Final = 12
BOUND_TO: Final = b"calends payload/1\n"


class PayloadKeys(Protocol):
    """Where the keys are: each of 32 bytes, after the id by which a payload names it."""

    def payload_key(self) -> tuple[str, bytes]:
        """The one in use."""
        ...

    def payload_key_of(self, id_: str) -> tuple[str, bytes]:
        """One that is or was in use. Raises, in one sentence, where there is none of this id."""
        ...


class SealingCodec(PayloadCodec):
    """AES-256-GCM, with a nonce drawn for each payload; what was never sealed is read as it stands.

    The key in use is asked for once: a vault takes its time, and another key comes with a restart.
    """

    def __init__(self, keys: PayloadKeys) -> None:
        self._keys = keys
        self._ciphers: dict[str, AESGCM] = {}
        self._in_use = ""

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Each sealed with the key in use, unless it is for all to read."""
        return [each if is_for_all(each) else self._sealed(each) for each in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Raises Unsealable, or what the keys say of one that they do not have."""
        return [self._opened(each) if is_sealed(each) else each for each in payloads]

    def _sealed(self, payload: Payload) -> Payload:
        if not self._in_use:
            self._in_use = self._known(*self._keys.payload_key())
        id_, nonce = self._in_use.encode(), os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self._in_use].encrypt(
            nonce, payload.SerializeToString(), BOUND_TO + id_
        )
        return Payload(metadata={"encoding": SEALED.encode(), "key": id_}, data=nonce + sealed)

    def _opened(self, payload: Payload) -> Payload:
        from cryptography.exceptions import InvalidTag

        id_ = payload.metadata.get("key", b"").decode(errors="replace")
        if id_ not in self._ciphers:
            self._known(*self._keys.payload_key_of(id_))
        nonce, sealed = payload.data[:NONCE_BYTES], payload.data[NONCE_BYTES:]
        try:
            text = self._ciphers[id_].decrypt(nonce, sealed, BOUND_TO + id_.encode())
        except (InvalidTag, ValueError):
            raise Unsealable(
                f"the key {id_} of this vault does not open it, because it was changed, or because"
                " the vault is another one"
            ) from None
        return Payload.FromString(text)

    def _known(self, id_: str, key: bytes) -> str:
        # Imported late, so that a command that only asks what the ledger says does without it.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._ciphers[id_] = AESGCM(key)
        return id_


def is_sealed(payload: Payload) -> bool:
    """Whether a key is needed to read it."""
    return payload.metadata.get("encoding", b"") == SEALED.encode()


def is_for_all(payload: Payload) -> bool:
    """Whether it stays readable."""
    if payload.data in NOTHING:
        return True
    match payload.metadata.get("encoding", b""):
        case b"json/plain":
            return payload.data.startswith(b'"')
        case b"json/protobuf":
            return payload.metadata.get("messageType", b"") == SELF_DESCRIPTION
        case _:
            return False
