"""The stream of the vault: which vault is the ledger's, and whose keys were removed from it."""

from collections.abc import Sequence
from datetime import datetime

from domain.erasures import Kept, PersonErased, VaultEntry, VaultMade, as_kept, read_vault_entry
from ledger import streams
from ledger.book import VAULT, Book


def read(book: Book) -> tuple[VaultEntry, ...]:
    """The entries of the stream, in order; none where no vault was ever made."""
    return streams.read(book, VAULT, read_vault_entry)


def kept(book: Book) -> Kept:
    """How the vault stands by its stream. Raises StreamMisfit for one that does not fit."""
    return as_kept(read(book))


def write_made(book: Book, made: VaultMade, now: datetime, staff: str = "") -> Kept:
    """Write down that a vault was made, where the ledger has none, or not after the same one.

    Gives how it then stands: of two who made one at once, the other may have been quicker.
    """

    def decide(entries: Sequence[VaultEntry]) -> tuple[VaultEntry, ...]:
        if as_kept(entries).vault != made.instead_of:
            return ()
        return (VaultEntry(len(entries) + 1, made, now, staff),)

    streams.write(book, VAULT, read_vault_entry, decide)
    return kept(book)


def write_erased(book: Book, erased: PersonErased, now: datetime, staff: str) -> None:
    """Write down that a person's keys were removed, and what was found afterwards."""

    def decide(entries: Sequence[VaultEntry]) -> tuple[VaultEntry, ...]:
        as_kept(entries)
        return (VaultEntry(len(entries) + 1, erased, now, staff),)

    streams.write(book, VAULT, read_vault_entry, decide)
