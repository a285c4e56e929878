"""The chain: nothing of an entry can change unseen."""

import hashlib
from itertools import pairwise

import msgspec
import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import given
from hypothesis import strategies as st

from ledger import chain
from ledger.chain import Broken, Sealed, Unsound

APPOINTMENT = "secretary-general/2029"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
bodies = json_values.map(msgspec.json.encode)
kinds = st.sampled_from(["opened/1", "list-drawn-up/1", "refused/1"])
entries = st.lists(st.tuples(kinds, bodies), min_size=1, max_size=6)


def sealed(*written: tuple[str, bytes]) -> tuple[Sealed, ...]:
    return chain.seal(APPOINTMENT, written, after=0, previous=chain.origin(APPOINTMENT))


def row(entry: Sealed) -> StoredEvent:
    return StoredEvent(entry.appointment, entry.number, entry.kind, chain.stored(entry))


def broken(*rows: StoredEvent) -> list[tuple[int, str]]:
    found = chain.follow(rows)
    return [(link.number, link.because) for link in found if isinstance(link, Broken)]


ABC = tuple(map(row, sealed(("a/1", b'"a"'), ("b/1", b'"b"'), ("c/1", b'"c"'))))
A, B, C = ABC
OTHER = tuple(map(row, sealed(("a/1", b'"A"'), ("b/1", b'"b"'), ("c/1", b'"c"'))))


@given(entries)
def test_what_was_sealed_is_read_back(written: list[tuple[str, bytes]]) -> None:
    """Bodies come back byte for byte, linked one to the next, whatever JSON they hold."""
    whole = sealed(*written)

    assert list(whole) == list(chain.follow(map(row, whole)))
    assert written == [(entry.kind, entry.body) for entry in whole]
    assert all(one.digest == next_one.previous for one, next_one in pairwise(whole))


@given(entries, st.data())
def test_a_changed_byte_is_found(written: list[tuple[str, bytes]], data: st.DataObject) -> None:
    """Any byte of any stored state, the last entry's included, changed to any other."""
    rows = list(map(row, sealed(*written)))
    number = data.draw(st.integers(0, len(rows) - 1))
    state = bytearray(rows[number].state)
    place = data.draw(st.integers(0, len(state) - 1))
    state[place] ^= data.draw(st.integers(1, 255))
    rows[number] = StoredEvent(APPOINTMENT, number + 1, rows[number].topic, bytes(state))

    assert number + 1 in {link.number for link in chain.follow(rows) if isinstance(link, Broken)}


@given(st.integers(0, 2**16), st.sampled_from([b" ", b"\n", b"\t", b",", b'"', b"0", b"\x00"]))
def test_an_added_byte_is_found(place: int, added: bytes) -> None:
    """A blank between two fields changes no value; the bytes are the record all the same."""
    place %= len(A.state) + 1
    state = A.state[:place] + added + A.state[place:]

    assert [number for number, _ in broken(StoredEvent(APPOINTMENT, 1, "a/1", state))] == [1]


@pytest.mark.parametrize("place", range(len(A.state)))
def test_a_removed_byte_is_found(place: int) -> None:
    """Each of the bytes of one entry, taken out."""
    state = A.state[:place] + A.state[place + 1 :]

    assert [number for number, _ in broken(StoredEvent(APPOINTMENT, 1, "a/1", state))] == [1]


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        (StoredEvent("secretary-general/2028", 1, "a/1", A.state), "digest does not match"),
        (StoredEvent(APPOINTMENT, 2, "a/1", A.state), "digest does not match"),
        (StoredEvent(APPOINTMENT, 1, "A/1", A.state), "digest does not match"),
        (StoredEvent(APPOINTMENT, 1, "a/1", A.state.upper()), "cannot be read"),
        (StoredEvent(APPOINTMENT, 1, "a/1", b""), "cannot be read"),
        (StoredEvent(APPOINTMENT, 1, "a/1", b"\xff"), "cannot be read"),
        (StoredEvent(APPOINTMENT, 1, "a/1", A.state + b" "), "bytes were rewritten"),
        (StoredEvent(APPOINTMENT, 0, "a/1", A.state), "whole number from 1"),
        (StoredEvent(APPOINTMENT, 2**63, "a/1", A.state), "whole number from 1"),
    ],
)
def test_a_changed_column_is_found(changed: StoredEvent, because: str) -> None:
    """The id, the number, the kind and the state each take part in the digest."""
    [(_, said)] = broken(changed)

    assert because in said


@pytest.mark.parametrize(
    ("appointment", "number", "kind", "state"),
    [
        (None, 1, "a/1", A.state),
        (APPOINTMENT, None, "a/1", A.state),
        (APPOINTMENT, 1.0, "a/1", A.state),
        (APPOINTMENT, 1, None, A.state),
        (APPOINTMENT, 1, "a/1", None),
        (APPOINTMENT, 1, "a/1", A.state.decode()),
    ],
)
def test_a_changed_type_is_found(
    appointment: object, number: object, kind: object, state: object
) -> None:
    """SQLite gives back whatever type was stored, hence not every row holds what it should."""
    with pytest.raises(Unsound):
        chain.unseal(appointment, number, kind, state)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([A, B, C], []),
        ([], []),
        # What is cut off at the end cannot be seen from inside.
        ([A, B], []),
        ([B, C], [(2, "it stands after entry 0, and not after entry 1")]),
        ([A, C], [(3, "it stands after entry 1, and not after entry 2")]),
        ([A, B, B, C], [(2, "its number stands there twice")]),
        ([A, OTHER[1], C], [(2, "it does not follow the entry before it"),
                            (3, "it does not follow the entry before it")]),
        ([OTHER[0], B, C], [(2, "it does not follow the entry before it")]),
        ([StoredEvent(APPOINTMENT, 1, "a/1", B.state),
          StoredEvent(APPOINTMENT, 2, "b/1", A.state), C],
         [(1, "its digest does not match its content"),
          (2, "its digest does not match its content")]),
        # The chain is taken up again after an entry that says nothing.
        ([A, StoredEvent(APPOINTMENT, 2, "b/1", b"{}"), C], [(2, "its content cannot be read")]),
    ],
)  # fmt: skip
def test_gaps_repeats_and_swaps_are_found(
    rows: list[StoredEvent], found: list[tuple[int, str]]
) -> None:
    """Each finding once, at the entry where it shows."""
    assert found == broken(*rows)


def test_an_entry_moved_to_another_appointment_is_found() -> None:
    """The chains of two appointments begin apart, so that no entry can change sides."""
    assert chain.origin("a/2029") != chain.origin("b/2029")
    moved = chain.seal("b/2029", [("a/1", b"1")], after=0, previous=chain.origin("a/2029"))

    assert broken(*map(row, moved)) == [(1, "it does not follow the entry before it")]


def test_no_byte_moves_from_one_field_into_the_next() -> None:
    """The lengths in front keep ("ab", "c") and ("a", "bc") apart."""
    assert chain.digest("", "ab", 1, "c", b"") != chain.digest("", "a", 1, "bc", b"")
    assert chain.digest("", "a", 1, "b", b"c") != chain.digest("", "a", 1, "bc", b"")


def test_the_digest_can_be_computed_without_us() -> None:
    """The recipe, written out once more with the standard library alone: a promise, as stored."""

    def measured(field: bytes) -> bytes:
        return len(field).to_bytes(8, "big") + field

    fields = [b"0" * 64, b"a/2029", (7).to_bytes(8, "big"), b"opened/1", b'{"a":1}']
    whole = b"calends ledger entry/1" + b"".join(measured(field) for field in fields)
    first = b"calends ledger origin/1" + measured(b"a/2029")

    assert hashlib.sha256(whole).hexdigest() == chain.digest(
        "0" * 64, "a/2029", 7, "opened/1", b'{"a":1}'
    )
    assert hashlib.sha256(first).hexdigest() == chain.origin("a/2029")


def test_the_stored_bytes_stay_as_they_are() -> None:
    """A specimen: a ledger written today is read by every later version."""
    stored = (
        b'{"digest":"9b8408a834db258587fa8c7ebbfe742f7e4d07f7934a3021cb8d48340d574704",'
        b'"previous":"1ad3ada3c33c79d816a2eccca588d6f4cee6f66e8057cd950d497717e9597676",'
        b'"entry":{"a":1}}'
    )
    origin = chain.origin("a/2029")

    [entry] = chain.seal("a/2029", [("opened/1", b'{"a":1}')], after=0, previous=origin)
    assert chain.stored(entry) == stored
    assert chain.unseal("a/2029", 1, "opened/1", stored) == entry


@pytest.mark.parametrize(
    "body", [b"", b"{", b" 1", b"1 ", b'1,"x":2', b"1}", b"nan", b"'a'", b'{"a":1}\n']
)
def test_a_body_that_could_not_be_read_again_is_not_sealed(body: bytes) -> None:
    """One JSON value without blanks around it, or nothing is written."""
    with pytest.raises(ValueError, match="not one JSON value"):
        sealed(("a/1", body))
