"""The chain: each entry sealed with the digest of the one before it.

Pure functions over bytes. Whoever has the rows of a ledger and these few lines can check it
without us. The digest covers every field, each with its length in front, so that no byte can move
from one field into the next unseen.

What a chain cannot show: that its last entries, or a whole appointment, were cut off. That needs
a digest lodged elsewhere while they were still there.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

# The labels keep a digest of ours from ever standing for something else. They are stored
# promises: another way of sealing is another label.
ORIGIN = b"calends ledger origin/1"
ENTRY = b"calends ledger entry/1"
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
    return hashlib.sha256(ORIGIN + _measured(_text(appointment))).hexdigest()


def digest(previous: str, appointment: str, number: int, kind: str, body: bytes) -> str:
    """The digest of an entry, over all that it says and over all that came before it."""
    fields = (_text(previous), _text(appointment), number.to_bytes(8), _text(kind), body)
    return hashlib.sha256(ENTRY + b"".join(map(_measured, fields))).hexdigest()


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
        try:
            again = unseal(appointment, number, kind, stored(entry))
        except Unsound:
            again = None
        if again != entry:
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
    try:
        seal = msgspec.json.decode(state, type=Seal)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Unsound("its content cannot be read") from None
    body = bytes(seal.entry)
    if seal.digest != digest(seal.previous, appointment, number, kind, body):
        raise Unsound("its digest does not match its content")
    # A blank, another spelling of a character or a field written twice changes no value and so
    # no digest. The bytes are the record, hence they are compared too.
    if msgspec.json.encode(seal) != state:
        raise Unsound("its bytes were rewritten, though they say the same")
    return Sealed(appointment, number, kind, body, seal.previous, seal.digest)


def follow(rows: Iterable[Row], after: Sealed | None = None) -> Iterator[Sealed | Broken]:
    """Check rows in the order of appointment and number, one at a time, in constant memory.

    `after` is an entry that was checked before, if the rows are those that follow it. After a
    broken entry the chain is taken up again at the next, so that one changed byte is one finding
    and not a thousand.
    """
    appointment: object = after.appointment if after else None
    number = after.number if after else 0
    previous = after.digest if after else None
    for row in rows:
        if row.originator_id != appointment:
            appointment, number = row.originator_id, 0
            previous = origin(appointment) if isinstance(appointment, str) else None
        try:
            entry = unseal(appointment, row.originator_version, row.topic, row.state)
        except Unsound as unsound:
            yield _broken(row, str(unsound))
            number = row.originator_version if isinstance(row.originator_version, int) else number
            previous = None
            continue
        if entry.number == number:
            yield _broken(row, "its number stands there twice")
        elif entry.number != number + 1:
            yield _broken(row, f"it stands after entry {number}, what was between them is gone")
        elif previous is not None and entry.previous != previous:
            yield _broken(row, "it does not follow the entry before it")
        else:
            yield entry
        number, previous = entry.number, entry.digest


def _broken(row: Row, because: str) -> Broken:
    number = row.originator_version if isinstance(row.originator_version, int) else 0
    return Broken(str(row.originator_id), number, because)


def _measured(field: bytes) -> bytes:
    return len(field).to_bytes(8) + field


def _text(text: str) -> bytes:
    return text.encode()
