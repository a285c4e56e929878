"""The vault and the ledger together: a ledger is sealed with one vault, and says which.

Neither knows the other, so that the keys never lie where the record does. Whoever needs both comes
here.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from domain.erasures import VaultMade
from ledger import erasures
from ledger.book import Book
from vault.errors import Another, NoneYet, VaultError
from vault.keys import Vault

GONE_ALREADY = "its erasure is on record, and a copy of the vault had brought it back"


def of_the_ledger(
    book: Book,
    path: Path,
    *,
    now: datetime,
    create: bool = False,
    say: Callable[[str], object] = lambda _: None,
) -> Vault:
    """The vault at that path, if it is the one with which this ledger was sealed.

    Where the ledger names none yet, `create` makes one and the ledger names it. A key that was
    erased and has come back with a copy of the vault is removed again, and that is said.

    Raises NoneYet, Missing, Another, and whatever the vault and the ledger say of themselves.
    """
    kept = erasures.kept(book)
    if not kept.vault and not create:
        raise NoneYet
    vault = Vault.open(path, create=not kept.vault)
    if not kept.vault:
        kept = erasures.write_made(book, VaultMade(vault.id), now)
    if vault.id != kept.vault:
        raise Another(
            f"The vault {path} is not the one with which this ledger was sealed (it is {vault.id}, "
            f"and the ledger's is {kept.vault}): put that one back from its backup, or say with "
            "CALENDS_VAULT where it is"
        )
    for key, person in vault.living().items():
        if key in kept.erased:
            vault.remove(person, now=now, staff="", reason=GONE_ALREADY)
            say(f"The key {key}, which was erased, is removed again: a copy had brought it back.")
    return vault


def anew(book: Book, path: Path, *, now: datetime, reason: str, staff: str) -> Vault:
    """A new vault for a ledger whose own is lost for good: what that one sealed stays sealed.

    Raises VaultError where there is nothing to replace, or where a file stands in its place.
    """
    before = erasures.kept(book).vault
    if not before:
        raise VaultError("This ledger has no vault yet that could be lost: `calends up` makes one")
    if path.exists():
        raise VaultError(
            f"{path} is there: move it away first, or say with CALENDS_VAULT where the new one is "
            "to be"
        )
    vault = Vault.open(path, create=True)
    erasures.write_made(book, VaultMade(vault.id, instead_of=before, reason=reason), now, staff)
    return of_the_ledger(book, path, now=now)
