"""Streams without a clerk: whoever writes decides on what stands, and appends.

Where another was quicker, the stream is read and decided again, so that nothing stands there twice.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import msgspec

from domain.streams import Kept
from ledger.book import Book, Sealed
from ledger.errors import Conflict, NotOurs

E = TypeVar("E")
K = TypeVar("K", bound=Kept)


def read(book: Book, stream: str, decode: Callable[[bytes], E]) -> tuple[E, ...]:
    """The entries of a stream, in order; none where nothing was ever written in it."""
    return tuple(unpacked(sealed, decode) for sealed in book.read(stream))


def unpacked(sealed: Sealed, decode: Callable[[bytes], E]) -> E:
    """What an entry says. Raises NotOurs where it is of a form that this release does not know."""
    try:
        return decode(sealed.body)
    except msgspec.MsgspecError as error:
        raise NotOurs(
            f"Entry {sealed.number} of {sealed.appointment} ({sealed.kind}) cannot be read by this "
            f"release ({error}): use the release that wrote it, or a later one."
        ) from error


def packed(entries: Iterable[Kept]) -> list[tuple[str, bytes]]:
    """What the book writes of entries: each under the stable name of its kind, as JSON."""
    return [(entry.kind, msgspec.json.encode(entry)) for entry in entries]


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
        try:
            book.append(stream, after=len(entries), entries=packed(new))
        except Conflict:
            continue  # another was quicker: decide again on what now stands
        return new
