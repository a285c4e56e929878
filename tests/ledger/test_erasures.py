"""The stream of the vault, on both stores: one vault, named once, and whose keys are gone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from domain.erasures import (
    Kept,
    PersonErased,
    VaultEntry,
    VaultMade,
    as_kept,
    read_vault_entry,
)
from domain.streams import StreamMisfit
from ledger import erasures
from ledger.book import VAULT, Book
from ledger.errors import NotOurs

NOW = datetime(2029, 3, 1, 12, tzinfo=UTC)
ID = "judge/malta/2029"


def erased(*keys: str) -> PersonErased:
    return PersonErased(keys, (ID,), "on her request", plaintext_in=("worker.log",))


def test_a_vault_is_named_once_and_the_same_again_changes_nothing(book: Book) -> None:
    assert erasures.kept(book).vault == ""

    assert erasures.write_made(book, VaultMade("one"), NOW).vault == "one"
    assert erasures.write_made(book, VaultMade("one"), NOW + timedelta(days=1)).vault == "one"
    assert erasures.write_made(book, VaultMade("two"), NOW).vault == "one"
    [entry] = erasures.read(book)
    assert (entry.kind, entry.recorded_at) == ("vault-made/1", NOW)


def test_of_two_that_are_named_at_once_one_stands(location: str) -> None:
    with Book.open(location) as first, Book.open(location) as second, ThreadPoolExecutor(2) as pool:
        named = pool.map(
            lambda each: erasures.write_made(each[0], VaultMade(each[1]), NOW).vault,
            ((first, "one"), (second, "two")),
        )
        assert len({*named}) == 1
        assert len(erasures.read(first)) == 1


def test_erased_keys_are_gathered_and_a_lost_vault_is_followed_by_another(book: Book) -> None:
    erasures.write_made(book, VaultMade("one"), NOW)
    erasures.write_erased(book, erased("k1"), NOW, "s-7")
    lost = VaultMade("two", instead_of="one", reason="the disk burnt")
    erasures.write_made(book, lost, NOW, "s-8")
    erasures.write_erased(book, erased("k2", "k3"), NOW, "s-7")

    assert erasures.kept(book) == Kept("two", frozenset({"k1", "k2", "k3"}))
    assert [entry.staff for entry in erasures.read(book)] == ["", "s-7", "s-8", "s-7"]
    assert book.verify() == ()
    assert book.appointments() == ()


def test_an_entry_out_of_its_place_is_a_misfit(book: Book) -> None:
    erasures.write_made(book, VaultMade("one"), NOW)
    [made] = erasures.read(book)
    gone = msgspec.structs.replace(made, step=erased("k1"))
    again = msgspec.structs.replace(made, number=2)

    for entries, because in (
        ((gone,), "no vault was made before it"),
        ((again,), "does not stand after entry 0"),
        ((made, again), "does not follow the vault before it"),
    ):
        with pytest.raises(StreamMisfit, match=because):
            as_kept(entries)


def test_no_erasure_stands_without_a_vault(book: Book) -> None:
    step = {"kind": "person-erased/1", "keys": ["k1"], "appointments": [], "reason": "asked"}
    raw = msgspec.json.encode({"number": 1, "step": step, "recorded_at": NOW})
    assert erasures.write_made(book, VaultMade("one", instead_of="none"), NOW).vault == ""
    book.append(VAULT, after=0, entries=[("person-erased/1", raw)])

    with pytest.raises(StreamMisfit, match="no vault was made before it"):
        erasures.kept(book)


def test_an_entry_of_a_later_release_is_said_to_be(book: Book) -> None:
    step = {"kind": "vault-moved/9"}
    raw = msgspec.json.encode({"number": 1, "step": step, "recorded_at": NOW})
    book.append(VAULT, after=0, entries=[("vault-moved/9", raw)])

    with pytest.raises(NotOurs, match="use the release that wrote it, or a later one"):
        erasures.read(book)


def test_an_erasure_has_a_reason() -> None:
    with pytest.raises(ValueError, match="an erasure has a reason"):
        PersonErased(("k1",), (), " ")


STORED = (
    b'{"number":1,"step":{"kind":"vault-made/1","vault":"v1"},'
    b'"recorded_at":"2029-03-01T12:00:00Z"}',
    b'{"number":2,"step":{"kind":"person-erased/1","keys":["k1"],"appointments":["judge/malta/2029"],'
    b'"reason":"asked","plaintext_in":["a.log"],"keys_in":["b"],"not_searched":["c"]},'
    b'"recorded_at":"2029-03-01T12:00:00Z","staff":"s-7"}',
    b'{"number":3,"step":{"kind":"vault-made/1","vault":"v2","instead_of":"v1","reason":"burnt"},'
    b'"recorded_at":"2029-03-01T12:00:00Z","staff":"s-7"}',
)


@pytest.mark.parametrize("raw", STORED)
def test_what_a_release_has_stored_is_read_and_would_be_written_the_same(raw: bytes) -> None:
    """A kind, a field or a default that was renamed shows here."""
    assert msgspec.json.encode(read_vault_entry(raw)) == raw


@pytest.mark.parametrize(
    "step", [VaultMade("one"), erased("k1"), PersonErased(("k1",), (), "as asked [12] > 3")]
)
def test_what_is_stored_is_read_as_it_was_written(step: VaultMade | PersonErased) -> None:
    entry = VaultEntry(1, step, NOW, "s-7")
    assert read_vault_entry(msgspec.json.encode(entry)) == entry
