"""The stream of the term watch: who was warned that a term ends. It has no clerk.

Whoever has scanned writes down what came of it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.watched import (
    TermNotWatched,
    TermWatched,
    WatchEntry,
    as_watched,
    read_watch_entry,
    still_to_be_written,
)
from ledger import streams
from ledger.book import WATCH, Book


def read(book: Book) -> tuple[WatchEntry, ...]:
    """The entries of the stream, in order; none where nobody was ever warned."""
    return streams.read(book, WATCH, read_watch_entry)


def write_down(book: Book, steps: Iterable[TermWatched | TermNotWatched], now: datetime) -> None:
    """One atomic append for each step that says anything new, in order."""
    for step in steps:
        _written(book, step, now)


def _written(book: Book, step: TermWatched | TermNotWatched, now: datetime) -> None:
    def decide(entries: Sequence[WatchEntry]) -> tuple[WatchEntry, ...]:
        if not still_to_be_written(as_watched(entries), step):
            return ()
        return (WatchEntry(len(entries) + 1, step, now),)

    streams.write(book, WATCH, read_watch_entry, decide)
