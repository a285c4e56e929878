"""What the record keeps of the vault: that it was made, and whose keys were removed from it.

The entries stand in a stream of their own. A key is named by its opaque id, and of what an erasure
left behind only the places are written down, never what stood there.
"""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from domain.streams import StreamEntry, StreamMisfit, in_order


class VaultStep(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True):
    """The common root of all that stands in the stream. The tags are stored for ever."""


class VaultMade(VaultStep, tag="vault-made/1", frozen=True):
    """A vault was made, and this ledger's papers are sealed with its keys from now on.

    `instead_of`: the one before it, which was lost; what it had sealed stays unreadable.
    """

    vault: str
    instead_of: str = ""
    reason: str = ""


class PersonErased(VaultStep, tag="person-erased/1", frozen=True):
    """The keys of a person were removed, so that nobody can read her or his papers any more.

    `appointments`: where those papers stand, sealed for good. `plaintext_in`: the places that still
    held something of them when they were searched, `keys_in` those that held a copy of a key.
    `not_searched`: places that could not be searched, and why.
    """

    keys: tuple[str, ...]
    appointments: tuple[str, ...]
    reason: str
    plaintext_in: tuple[str, ...] = ()
    keys_in: tuple[str, ...] = ()
    not_searched: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("an erasure has a reason: say why, and on whose request")


class VaultEntry(StreamEntry[VaultMade | PersonErased], frozen=True, omit_defaults=True):
    """What was written in the stream. Never edited."""

    staff: str = ""


class Kept(NamedTuple):
    """Which vault is the ledger's ("" for none yet), and the ids of all keys that were removed."""

    vault: str = ""
    erased: frozenset[str] = frozenset()


_ENTRY = msgspec.json.Decoder(VaultEntry)


def read_vault_entry(raw: bytes) -> VaultEntry:
    """An entry from its stored JSON."""
    return _ENTRY.decode(raw)


def as_kept(entries: Iterable[VaultEntry]) -> Kept:
    """How the vault stands by its stream. Raises StreamMisfit for an entry out of its place."""
    kept = Kept()
    for entry in in_order(entries):
        match entry.step:
            case VaultMade(vault=vault, instead_of=before):
                if before != kept.vault:
                    raise StreamMisfit(entry, "it does not follow the vault before it")
                kept = kept._replace(vault=vault)
            case PersonErased(keys=keys):
                if not kept.vault:
                    raise StreamMisfit(entry, "no vault was made before it")
                kept = kept._replace(erased=kept.erased.union(keys))
    return kept
