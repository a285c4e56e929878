"""The book: what an appointment's entries are, and how new ones are added."""

from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self

from eventsourcing.persistence import IntegrityError, StoredEvent

from domain.register import REGISTERS
from ledger import chain
from ledger.chain import Broken, Row, Sealed
from ledger.errors import Conflict, LedgerError, Tampered, Unreachable
from ledger.sqlite import open_file

__all__ = ["Book", "Broken", "Recorder", "Sealed"]

SERVERS = ("postgresql://", "postgres://")
TERMS = "terms"
"""The stream of the terms that were imported."""

WATCH = "watch"
"""The stream of the term watch."""


class Recorder(Protocol):
    """What the book asks of a store: eventsourcing's recorder, and three questions more.

    A store says its own faults as errors of the ledger. Only an IntegrityError passes as it is.
    """

    def insert_events(self, stored_events: Sequence[StoredEvent]) -> Sequence[int] | None: ...

    def select_events(
        self, originator_id: str, *, gt: int | None = None, lte: int | None = None
    ) -> Sequence[StoredEvent]: ...

    def rows(self, appointment: str | None) -> Iterator[Row]: ...

    def streams(self) -> tuple[str, ...]: ...

    def close(self) -> None: ...


class Book:
    """All entries of all appointments, only ever added to.

    Safe to share between threads, and between processes that open the same ledger. Every method
    raises Unreachable where the same call may succeed later, and NotOurs where it will not.
    """

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @classmethod
    def open(cls, location: str, *, create: bool = True) -> Self:
        """The book at a path, or at a `postgresql://` address.

        Where there is none it is made, or, without `create`, Missing is raised and nothing made.
        """
        if location.startswith(SERVERS):
            # An optional dependency, and a quarter of a second for those who do not need it.
            from ledger.postgres import open_server

            return cls(open_server(location, create=create))
        return cls(open_file(location, create=create))

    def read(self, appointment: str) -> tuple[Sealed, ...]:
        """The entries of an appointment, in order, each checked against the chain.

        Raises Tampered at the first that is not what was written: nothing may be decided on it.
        """
        return tuple(_sound(chain.follow(self._recorder.select_events(appointment))))

    def read_on(self, last: Sealed) -> tuple[Sealed, ...]:
        """The entries after one that was read before, chained to it. Raises Tampered as `read`."""
        rows = self._recorder.select_events(last.appointment, gt=last.number)
        return tuple(_sound(chain.follow(rows, after=last)))

    def append(
        self, appointment: str, *, after: int, entries: Sequence[tuple[str, bytes]]
    ) -> tuple[Sealed, ...]:
        """Add entries, each a kind and its JSON, after the one numbered `after`.

        All of them or none; on the disk before this returns. Asked twice for the same bytes at
        the same place it answers the same and writes once, so that a lost answer is no loss.
        Raises Conflict where other entries stand there, or none at `after`.
        """
        if after < 0:
            raise ValueError("entries are numbered from 1, so that none can follow a negative one")
        if not entries:
            return ()
        new, standing = self._chained(appointment, after, entries)
        if not standing:
            try:
                self._recorder.insert_events([_row(entry) for entry in new])
            except IntegrityError:
                standing = self._standing(appointment, after, new)
            except Unreachable:
                # The answer may be what was lost, and not the entries.
                if not self._arrived(appointment, after, new):
                    raise
                return new
            else:
                return new
        if standing != new:
            raise Conflict(
                f"Entry {after + 1} of {appointment} was written by another act meanwhile: read "
                "the appointment again, and decide again."
            )
        return new

    def appointments(self) -> tuple[str, ...]:
        """The ids of all appointments, in the order of their first entries."""
        return tuple(
            id_
            for id_ in self._recorder.streams()
            if not id_.startswith(REGISTERS) and id_ not in (TERMS, WATCH)
        )

    def has_terms(self) -> bool:
        """Whether any terms were imported."""
        return TERMS in self._recorder.streams()

    def has_watch(self) -> bool:
        """Whether anybody was warned that a term ends."""
        return WATCH in self._recorder.streams()

    def registers(self) -> tuple[str, ...]:
        """The ids of all voting registers, in the order in which they were opened."""
        return tuple(id_ for id_ in self._recorder.streams() if id_.startswith(REGISTERS))

    def verify(self, appointment: str | None = None) -> tuple[Broken, ...]:
        """Every entry that is not what was written, of one appointment or of the whole ledger.

        Reads row by row in constant memory. What was cut off at the end of an appointment, or
        a whole appointment removed, cannot be seen from inside: compare with a digest that was
        lodged elsewhere while it was there.
        """
        links = chain.follow(self._recorder.rows(appointment))
        return tuple(link for link in links if isinstance(link, Broken))

    def close(self) -> None:
        """Let go of all connections; the book cannot be used afterwards."""
        self._recorder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _chained(
        self, appointment: str, after: int, entries: Sequence[tuple[str, bytes]]
    ) -> tuple[tuple[Sealed, ...], tuple[Sealed, ...]]:
        """The entries sealed to the one numbered `after`, and those that stand there already.

        An entry is never changed or removed, so that the one that we chain to is still the one
        before ours when ours are inserted; the primary key sees to the rest.
        """
        found = self._recorder.select_events(appointment, gt=after - 1, lte=after + len(entries))
        checked = tuple(map(_unsealed, found))
        previous = chain.origin(appointment)
        if after:
            if not checked or checked[0].number != after:
                raise Conflict(
                    f"There is no entry {after} of {appointment} to follow: read the appointment "
                    "again, and decide again."
                )
            previous, checked = checked[0].digest, checked[1:]
        return chain.seal(appointment, entries, after=after, previous=previous), checked

    def _standing(self, appointment: str, after: int, new: Sequence[Sealed]) -> tuple[Sealed, ...]:
        found = self._recorder.select_events(appointment, gt=after, lte=after + len(new))
        return tuple(map(_unsealed, found))

    def _arrived(self, appointment: str, after: int, new: tuple[Sealed, ...]) -> bool:
        try:
            return self._standing(appointment, after, new) == new
        except LedgerError:
            return False


def _row(entry: Sealed) -> StoredEvent:
    return StoredEvent(entry.appointment, entry.number, entry.kind, chain.stored(entry))


def _unsealed(row: StoredEvent) -> Sealed:
    try:
        return chain.unseal(row.originator_id, row.originator_version, row.topic, row.state)
    except chain.Unsound as unsound:
        raise Tampered(str(row.originator_id), row.originator_version, str(unsound)) from None


def _sound(links: Iterable[Sealed | Broken]) -> Iterator[Sealed]:
    for link in links:
        if isinstance(link, Broken):
            raise Tampered(link.appointment, link.number, link.because)
        yield link
