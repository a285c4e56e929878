"""Doubles of a store that fails: named for what they are, and real in all else."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from eventsourcing.persistence import StoredEvent

from ledger.book import Recorder
from ledger.chain import Row
from ledger.errors import Unreachable


def no_answer() -> Exception:
    return Unreachable("The store did not answer.")


class FaultyRecorder:
    """A real recorder that raises before or after a number of its writes.

    `before` and `after` count down: 1 means that the next write fails, then all is well again.
    """

    def __init__(
        self,
        recorder: Recorder,
        *,
        before: int = 0,
        after: int = 0,
        reads: int = 0,
        error: Callable[[], Exception] = no_answer,
    ) -> None:
        self.recorder = recorder
        self.before = before
        self.after = after
        self.reads = reads
        self.error = error

    def insert_events(self, stored_events: Sequence[StoredEvent]) -> Sequence[int] | None:
        if self.before:
            self.before -= 1
            raise self.error()
        written = self.recorder.insert_events(stored_events)
        if self.after:
            self.after -= 1
            raise self.error()
        return written

    def select_events(
        self, originator_id: str, *, gt: int | None = None, lte: int | None = None
    ) -> Sequence[Row]:
        if self.reads and not self.before and not self.after:
            self.reads -= 1
            raise self.error()
        return self.recorder.select_events(originator_id, gt=gt, lte=lte)

    def rows(self, appointment: str | None) -> Iterator[Row]:
        return self.recorder.rows(appointment)

    def streams(self) -> tuple[str, ...]:
        return self.recorder.streams()

    def log(self) -> Iterator[Row]:
        return self.recorder.log()

    def count(self) -> int:
        return self.recorder.count()

    def copy(self, to: Path) -> None:
        self.recorder.copy(to)

    def close(self) -> None:
        self.recorder.close()
