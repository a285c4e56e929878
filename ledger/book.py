"""The book: what an appointment's entries are, and how new ones are added."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from eventsourcing.persistence import IntegrityError, StoredEvent

from domain.register import REGISTERS
from ledger import chain
from ledger.chain import Broken, Row, Sealed
from ledger.errors import Conflict, LedgerError, Tampered, Unreachable
from ledger.sqlite import open_file

__all__ = ["Addition", "Book", "Broken", "Recorder", "Sealed"]

SERVERS = ("postgresql://", "postgres://")

TERMS = "terms"
"""The stream of the terms that were imported."""

WATCH = "watch"
"""The stream of the term watch."""

VAULT = "vault"
"""The stream of the vault: that it was made, and whose keys were removed from it."""

OTHERS = (TERMS, WATCH, VAULT)
"""The streams that are of no appointment."""


class Streams(NamedTuple):
    """The ids of all streams, in the order of their first entries."""

    appointments: tuple[str, ...]
    registers: tuple[str, ...]
    others: tuple[str, ...]


class Addition(NamedTuple):
    """Entries to be added to an appointment, each a kind and its JSON, after one by its number."""

    appointment: str
    after: int
    entries: Sequence[tuple[str, bytes]]


class Place(NamedTuple):
    """Where entries are to go, those that are to go there, and those that stand there."""

    appointment: str
    after: int
    new: tuple[Sealed, ...]
    standing: tuple[Sealed, ...]


class Recorder(Protocol):
    """What the book asks of a store: eventsourcing's recorder, and six questions more.

    A store says its own faults as errors of the ledger. Only an IntegrityError passes as it is.
    """

    def insert_events(self, stored_events: Sequence[StoredEvent]) -> Sequence[int] | None: ...

    def select_events(
        self, originator_id: str, *, gt: int | None = None, lte: int | None = None
    ) -> Sequence[Row]: ...

    def rows(self, appointment: str | None) -> Iterator[Row]: ...

    def streams(self) -> tuple[str, ...]: ...

    def log(self) -> Iterator[Row]: ...

    def count(self) -> int: ...

    def copy(self, to: Path) -> None: ...

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

    def entries(self) -> Iterator[Sealed]:
        """The entries of all streams in the order in which they were written, in constant memory.

        Each is checked against its chain. Raises Tampered as `read`.
        """
        return _sound(chain.follow(self.log()))

    def digest(self, appointment: str, number: int) -> str:
        """The digest of one entry, which is there. Raises Tampered where it is not sound."""
        [row] = self._recorder.select_events(appointment, gt=number - 1, lte=number)
        return _unsealed(row).digest

    def append(
        self, appointment: str, *, after: int, entries: Sequence[tuple[str, bytes]]
    ) -> tuple[Sealed, ...]:
        """Add entries, each a kind and its JSON, after the one numbered `after`.

        All of them or none; on the disk before this returns. Asked twice for the same bytes at
        the same place it answers the same and writes once, so that a lost answer is no loss.
        Raises Conflict where other entries stand there, or none at `after`.
        """
        [added] = self.append_all([Addition(appointment, after, entries)])
        return added

    def append_all(self, additions: Sequence[Addition]) -> tuple[tuple[Sealed, ...], ...]:
        """Add entries to several appointments: to all of them in one transaction, or to none.

        With the promises of `append`: asked twice it writes once, and Conflict is raised where
        other entries stand in any of the places.
        """
        if any(each.after < 0 for each in additions):
            raise ValueError("entries are numbered from 1, so that none can follow a negative one")
        if len({each.appointment for each in additions}) < len(additions):
            raise ValueError("an appointment is added to twice at once: say all of it together")
        places = [self._place(each) for each in additions]
        new = [entry for place in places for entry in place.new]
        if not new or all(place.standing == place.new for place in places):
            return tuple(place.new for place in places)
        if not any(place.standing for place in places):
            try:
                self._recorder.insert_events([_row(entry) for entry in new])
            except IntegrityError:
                places = [place._replace(standing=self._standing(place)) for place in places]
            except Unreachable:
                # The answer may be what was lost, and not the entries.
                if not self._arrived(places):
                    raise
                return tuple(place.new for place in places)
            else:
                return tuple(place.new for place in places)
        for place in places:
            if place.standing != place.new:
                raise Conflict(
                    f"Entry {place.after + 1} of {place.appointment} was written by another act "
                    "meanwhile: read the appointment again, and decide again."
                )
        return tuple(place.new for place in places)

    def appointments(self) -> tuple[str, ...]:
        """The ids of all appointments, in the order of their first entries."""
        return self.streams().appointments

    def registers(self) -> tuple[str, ...]:
        """The ids of all voting registers, in the order in which they were opened."""
        return self.streams().registers

    def streams(self) -> Streams:
        """Every stream of the ledger, each with its own kind."""
        found = self._recorder.streams()
        registers = tuple(id_ for id_ in found if id_.startswith(REGISTERS))
        others = tuple(id_ for id_ in found if id_ in OTHERS)
        apart = {*registers, *others}
        return Streams(tuple(id_ for id_ in found if id_ not in apart), registers, others)

    def log(self) -> Iterator[Row]:
        """The rows of all streams in the order in which they were written, in constant memory.

        They come unchecked, as the store gives them back.
        """
        return self._recorder.log()

    def count(self) -> int:
        """How many entries there are in all."""
        return self._recorder.count()

    def copy(self, to: Path) -> None:
        """Write the whole ledger, as it is at one instant, into a new file; others write on."""
        self._recorder.copy(to)

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

    def _place(self, asked: Addition) -> Place:
        """Where entries are to go: sealed to the one before, and what stands there already.

        An entry is never changed or removed, so that the one that we chain to is still the one
        before ours when ours are inserted; the primary key sees to the rest.
        """
        appointment, after, entries = asked
        if not entries:
            return Place(appointment, after, (), ())
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
        new = chain.seal(appointment, entries, after=after, previous=previous)
        return Place(appointment, after, new, checked)

    def _standing(self, place: Place) -> tuple[Sealed, ...]:
        found = self._recorder.select_events(
            place.appointment, gt=place.after, lte=place.after + len(place.new)
        )
        return tuple(map(_unsealed, found))

    def _arrived(self, places: Sequence[Place]) -> bool:
        """Whether they were written: all of them, for they go together."""
        try:
            return all(self._standing(place) == place.new for place in places)
        except LedgerError:
            return False


def _row(entry: Sealed) -> StoredEvent:
    return StoredEvent(entry.appointment, entry.number, entry.kind, chain.stored(entry))


def _unsealed(row: Row) -> Sealed:
    try:
        return chain.unseal(row.originator_id, row.originator_version, row.topic, row.state)
    except chain.Unsound as unsound:
        number = row.originator_version if isinstance(row.originator_version, int) else 0
        raise Tampered(str(row.originator_id), number, str(unsound)) from None


def _sound(links: Iterable[Sealed | Broken]) -> Iterator[Sealed]:
    for link in links:
        if isinstance(link, Broken):
            raise Tampered(link.appointment, link.number, link.because)
        yield link
