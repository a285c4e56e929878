"""The stream of the term watch: who was warned that a term ends. It has no clerk.

Whoever has scanned writes down what came of it; where another scan was quicker, it is read and
decided again, so that nothing stands there twice.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from domain.watched import (
    TermNotWatched,
    TermWatched,
    WatchEntry,
    as_watched,
    read_watch_entry,
    still_to_be_written,
)
from ledger.book import WATCH, Book
from ledger.errors import Conflict, unreadable


def read(book: Book) -> tuple[WatchEntry, ...]:
    """The entries of the stream, in order; none where nobody was ever warned."""
    entries = []
    for sealed in book.read(WATCH):
        try:
            entries.append(read_watch_entry(sealed.body))
        except msgspec.MsgspecError as error:
            raise unreadable(WATCH, sealed.number, sealed.kind, error) from error
    return tuple(entries)


def write_down(book: Book, steps: Iterable[TermWatched | TermNotWatched], now: datetime) -> None:
    """One atomic append for each step that says anything new, in order."""
    for step in steps:
        _written(book, step, now)


def _written(book: Book, step: TermWatched | TermNotWatched, now: datetime) -> None:
    while True:
        entries = read(book)
        if not still_to_be_written(as_watched(entries), step):
            return
        entry = WatchEntry(len(entries) + 1, step, now)
        row = (entry.kind, msgspec.json.encode(entry))
        try:
            book.append(WATCH, after=len(entries), entries=[row])
        except Conflict:
            continue  # another scan was quicker: decide again on what now stands
        return
