"""An import that is killed, as by `kill -9`, at the point that its last argument names.

    dying_import LEDGER STAGED DIARY WHEN

DIARY is told for every Party. WHEN: after so many appointments were decided, or `before` or `after`
the write; anything else is an import that is left alone.
"""

import os
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from eventsourcing.persistence import StoredEvent

from domain.diaries import read_diary
from domain.parties import parties
from ledger.book import Book
from ledger.importing import Source, import_all
from ledger.staging import staging
from tests.ledger.faulty import FaultyRecorder

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Dying(FaultyRecorder):
    """A real recorder whose process dies before its first write, or right after it."""

    when = ""

    def insert_events(self, stored_events: Sequence[StoredEvent]) -> Sequence[int] | None:
        if self.when == "before":
            die()
        written = self.recorder.insert_events(stored_events)
        if self.when == "after":
            die()
        return written


def everywhere(diary: str) -> list[Source]:
    """The diary of a judge for Ireland, told for every Party that has had a seat until today."""
    return [
        Source(
            f"{party.key}.diary", read_diary(diary.replace("judge/ireland", f"judge/{party.key}"))
        )
        for party in parties().values()
        if party.convention_until is None
    ]


def main(ledger: str, staged: str, diary: str, when: str) -> None:
    def heard(number: int) -> None:
        if when == str(number):
            die()

    with Book.open(ledger) as book, staging(Path(staged), "the same") as kept:
        recorder = Dying(book._recorder)
        recorder.when = when
        sources = everywhere(Path(diary).read_text(encoding="utf-8"))
        import_all(Book(recorder), sources, lambda: NOW, kept, heard=heard)


if __name__ == "__main__":
    main(*sys.argv[1:])
