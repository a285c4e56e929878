"""Streams beside the appointments: of the imported terms, of the term watch, of the vault.

What stands in one is numbered, and never edited. A voting register is such a stream as well.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Generic, Protocol, TypeVar

import msgspec

from domain.outcomes import tag_of

S = TypeVar("S", bound=msgspec.Struct)


class Kept(Protocol):
    """An entry of any stream."""

    @property
    def number(self) -> int:
        """Its place."""

    @property
    def kind(self) -> str:
        """The stored name of its kind."""


K = TypeVar("K", bound=Kept)


class StreamEntry(msgspec.Struct, Generic[S], frozen=True, omit_defaults=True):
    """The common root of what is written in the streams: a step, under a number."""

    number: int
    step: S
    recorded_at: datetime

    @property
    def kind(self) -> str:
        """The stored name of its kind."""
        return tag_of(self.step)


class StreamMisfit(Exception):
    """An entry for which its stream has no place. Nothing is skipped, and nothing entered."""

    def __init__(self, entry: Kept, because: str) -> None:
        super().__init__(f"entry {entry.number} ({entry.kind}) does not fit: {because}")
        self.entry = entry


def in_order(entries: Iterable[K]) -> Iterator[K]:
    """The entries, one after the other. Raises StreamMisfit for one out of its place."""
    for number, entry in enumerate(entries, start=1):
        if entry.number != number:
            raise StreamMisfit(entry, f"it does not stand after entry {number - 1}")
        yield entry
