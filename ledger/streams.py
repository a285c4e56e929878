"""Streams without a clerk: whoever writes decides on what stands, and appends.

Where another was quicker, the stream is read and decided again, so that nothing stands there twice.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from domain.streams import Kept
from ledger.book import Book
from ledger.errors import Conflict, unreadable

E = TypeVar("E")
K = TypeVar("K", bound=Kept)


def read(book: Book, stream: str, decode: Callable[[bytes], E]) -> tuple[E, ...]:
    """The entries of a stream, in order; none where nothing was ever written in it."""
    entries = []
    for sealed in book.read(stream):
        try:
            entries.append(decode(sealed.body))
        except msgspec.MsgspecError as error:
            raise unreadable(stream, sealed.number, sealed.kind, error) from error
    return tuple(entries)


def write(
    book: Book,
    stream: str,
    decode: Callable[[bytes], K],
    decide: Callable[[Sequence[K]], tuple[K, ...]],
) -> tuple[K, ...]:
    """One atomic append of what is decided on the entries that stand; gives the new ones."""
    while True:
        entries = read(book, stream, decode)
        new = decide(entries)
        rows = [(entry.kind, msgspec.json.encode(entry)) for entry in new]
        try:
            book.append(stream, after=len(entries), entries=rows)
        except Conflict:
            continue  # another was quicker: decide again on what now stands
        return new
