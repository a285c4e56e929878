"""The chain: each entry sealed with the digest of the one before it.

Pure functions over bytes. Whoever has the rows of a ledger and these few lines can check it
without us. The digest covers every field, each with its length in front, so that no byte can move
from one field into the next unseen.

What a chain cannot show: that its last entries, or a whole appointment, were cut off. That needs
a digest lodged elsewhere while they were still there.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

# The labels keep a digest of ours from ever standing for something else. They are stored
# promises: another way of sealing is another label.
ORIGIN = b"calends ledger origin/1"
ENTRY = b"calends ledger entry/1"
STORED = re.compile(
    rb'\{"digest":"([0-9a-f]{64})","previous":"([0-9a-f]{64})","entry":(.+)\}', re.DOTALL
)
LARGEST_NUMBER = 2**63 - 1


class Sealed(msgspec.Struct, frozen=True):
    """An entry as it stands in the ledger: its place, its kind, its JSON, and its two digests."""

    appointment: str
    number: int
    kind: str
    body: bytes
    previous: str
    digest: str


class Broken(msgspec.Struct, frozen=True):
    """An entry that is not what was written, and how we know."""

    appointment: str
    number: int
    because: str

    def __str__(self) -> str:
        return f"entry {self.number} of {self.appointment}: {self.because}"


class Row(Protocol):
    """A row as a store gives it back, in the words of eventsourcing.

    The types are `object` because a store that was tampered with may give back anything.
    """

    @property
    def originator_id(self) -> object: ...
    @property
    def originator_version(self) -> object: ...
    @property
    def topic(self) -> object: ...
    @property
    def state(self) -> object: ...


class Seal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is stored of an entry besides its place and kind; the field order is stored too."""

    digest: str
    previous: str
    entry: msgspec.Raw


class Unsound(Exception):
    """A row does not hold together in itself. Met inside this room only."""


def origin(appointment: str) -> str:
    """The digest that the first entry of an appointment follows."""
    return _sha256(ORIGIN, appointment.encode())


def digest(previous: str, appointment: str, number: int, kind: str, body: bytes) -> str:
    """The digest of an entry, over all that it says and over all that came before it."""
    return _sha256(
        ENTRY, previous.encode(), appointment.encode(), number.to_bytes(8), kind.encode(), body
    )


def seal(
    appointment: str, entries: Iterable[tuple[str, bytes]], *, after: int, previous: str
) -> tuple[Sealed, ...]:
    """Chain new entries to the one numbered `after`, whose digest is `previous`.

    Raises ValueError where a body is not one JSON value, without blanks around it: it could be
    written, and not be read again.
    """
    sealed = []
    for number, (kind, body) in enumerate(entries, start=after + 1):
        own = digest(previous, appointment, number, kind, body)
        entry = Sealed(appointment, number, kind, bytes(body), previous, own)
        if _read(stored(entry)) != Seal(own, previous, msgspec.Raw(entry.body)):
            raise ValueError(f"the body of a {kind} is not one JSON value without blanks around it")
        sealed.append(entry)
        previous = own
    return tuple(sealed)


def stored(entry: Sealed) -> bytes:
    """The bytes that are written for an entry."""
    return msgspec.json.encode(Seal(entry.digest, entry.previous, msgspec.Raw(entry.body)))


def unseal(appointment: object, number: object, kind: object, state: object) -> Sealed:
    """Read one row back and check all that it says of itself.

    Raises Unsound with the reason. Whether it follows the entry before it is for `follow`.
    """
    if not isinstance(appointment, str) or not isinstance(kind, str):
        raise Unsound("its appointment or its kind is not a text")
    if not isinstance(number, int) or not 1 <= number <= LARGEST_NUMBER:
        raise Unsound("its number is not a whole number from 1")
    if not isinstance(state, bytes):
        raise Unsound("its content is not stored as bytes")
    form = STORED.fullmatch(state)
    if form is None:
        raise Unsound(
            "its bytes were rewritten, though they can be read"
            if _read(state)
            else "its content cannot be read"
        )
    found, previous, body = form[1].decode(), form[2].decode(), form[3]
    if found != digest(previous, appointment, number, kind, body):
        raise Unsound("its digest does not match its content")
    return Sealed(appointment, number, kind, body, previous, found)


def _read(state: bytes) -> Seal | None:
    """A blank, another spelling of a character or a field written twice changes no value.

    What says the same is not the record, though: the bytes are.
    """
    try:
        return msgspec.json.decode(state, type=Seal)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def follow(rows: Iterable[Row], after: Sealed | None = None) -> Iterator[Sealed | Broken]:
    """Check rows one at a time; of every stream only its last entry is kept in mind.

    The entries of a stream come in order; streams may come one after another, or mixed as they
    were written. `after` is an entry that was checked before, if the rows are those that follow it.
    After a broken entry the chain is taken up again at the next, so that one changed byte is one
    finding and not a thousand.
    """
    last: dict[object, tuple[int, str | None]] = {}
    if after:
        last[after.appointment] = after.number, after.digest
    for row in rows:
        stream = row.originator_id
        number, previous = last.get(stream) or (0, _origin(stream))
        try:
            entry = unseal(stream, row.originator_version, row.topic, row.state)
        except Unsound as unsound:
            yield _broken(row, str(unsound))
            if isinstance(row.originator_version, int):
                number = row.originator_version
            last[stream] = number, None
            continue
        if entry.number < number:
            yield _broken(row, f"it stands after entry {number}")
            continue
        last[stream] = entry.number, entry.digest
        if entry.number == number:
            yield _broken(row, "its number stands there twice")
        elif entry.number != number + 1:
            before = entry.number - 1
            yield _broken(row, f"it stands after entry {number}, and not after entry {before}")
        elif previous is not None and entry.previous != previous:
            yield _broken(row, "it does not follow the entry before it")
        else:
            yield entry


def _origin(stream: object) -> str | None:
    return origin(stream) if isinstance(stream, str) else None


def _broken(row: Row, because: str) -> Broken:
    number = row.originator_version if isinstance(row.originator_version, int) else 0
    return Broken(str(row.originator_id), number, because)


def _sha256(label: bytes, *fields: bytes) -> str:
    """Each field with its length in front."""
    measured = label
    for field in fields:
        measured += len(field).to_bytes(8) + field
    return hashlib.sha256(measured).hexdigest()
