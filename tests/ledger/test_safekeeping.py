"""A ledger and its vault, on both stores: they know each other again, or nothing is opened."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.erasures import PersonErased
from ledger import erasures
from ledger.book import Book
from safekeeping import anew, of_the_ledger
from vault.errors import Another, Missing, NoneYet, VaultError
from vault.keys import Vault

NOW = datetime(2029, 3, 1, 12, tzinfo=UTC)
MARIA = "Maria Zammit"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "vault.sqlite"


def test_the_first_vault_is_made_when_it_is_wanted_and_named_in_the_ledger(
    book: Book, path: Path
) -> None:
    with pytest.raises(NoneYet, match="no vault yet, and nothing was ever sealed"):
        of_the_ledger(book, path, now=NOW)
    assert not path.exists()

    made = of_the_ledger(book, path, now=NOW, create=True)

    assert erasures.kept(book).vault == made.id
    for create in (True, False):
        assert of_the_ledger(book, path, now=NOW, create=create).id == made.id
    assert len(erasures.read(book)) == 1


def test_a_vault_that_was_made_before_a_crash_is_named_afterwards(book: Book, path: Path) -> None:
    made = Vault.open(path, create=True)

    assert of_the_ledger(book, path, now=NOW, create=True).id == made.id
    assert erasures.kept(book).vault == made.id


def test_a_vault_that_is_missing_is_never_made_anew_by_itself(book: Book, path: Path) -> None:
    of_the_ledger(book, path, now=NOW, create=True)
    shutil.rmtree(path.parent)

    with pytest.raises(Missing, match="put it back from its backup"):
        of_the_ledger(book, path, now=NOW, create=True)
    assert not path.exists()


def test_another_vault_than_the_ledgers_is_noticed(book: Book, path: Path) -> None:
    own = of_the_ledger(book, path, now=NOW, create=True)
    shutil.rmtree(path.parent)
    other = Vault.open(path, create=True)

    with pytest.raises(Another) as noticed:
        of_the_ledger(book, path, now=NOW, create=True)
    assert own.id in str(noticed.value)
    assert other.id in str(noticed.value)


def test_a_key_that_a_copy_has_brought_back_is_removed_again_and_that_is_said(
    book: Book, path: Path
) -> None:
    vault = of_the_ledger(book, path, now=NOW, create=True)
    key = vault.key_for(MARIA, NOW)
    erasures.write_erased(book, PersonErased((key.id,), (), "on her request"), NOW, "s-7")
    said: list[str] = []

    again = of_the_ledger(book, path, now=NOW, say=said.append)

    assert again.key_of(MARIA) is None
    assert said == [
        f"The key {key.id}, which was erased, is removed again: a copy had brought it back."
    ]
    of_the_ledger(book, path, now=NOW, say=said.append)
    assert len(said) == 1


def test_a_lost_vault_is_replaced_knowingly_and_not_while_it_is_there(
    book: Book, path: Path
) -> None:
    def replaced() -> Vault:
        return anew(book, path, now=NOW, reason="the disk burnt", staff="s-7")

    with pytest.raises(VaultError, match="no vault yet that could be lost"):
        replaced()
    lost = of_the_ledger(book, path, now=NOW, create=True)
    with pytest.raises(VaultError, match="is there: move it away first"):
        replaced()
    shutil.rmtree(path.parent)

    new = replaced()

    assert new.id != lost.id
    assert of_the_ledger(book, path, now=NOW).id == new.id
    assert [entry.staff for entry in erasures.read(book)] == ["", "s-7"]
