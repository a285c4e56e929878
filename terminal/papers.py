"""`papers`, `paper`, `reads`, `new-vault`: what is sealed, and who has opened what of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import msgspec
import typer

import settings
from domain.acts import Entry
from domain.languages import ENGLISH
from domain.papers import Paper, PaperKind, bound_to
from domain.reckoning import STRASBOURG
from terminal import files, options, screen, surroundings, words
from terminal.faults import Code, Stop

if TYPE_CHECKING:
    from vault.keys import Read, Vault


class Listed(msgspec.Struct, frozen=True):
    """A paper that went with an act. `erased`: nobody can open it any more."""

    entry: int
    person: str
    what: str
    size: int
    key: str
    erased: bool


class Logged(msgspec.Struct, frozen=True):
    """That somebody opened a paper. `person` is empty where the vault knows the key no more."""

    at: datetime
    staff: str
    person: str
    key: str
    appointment: str
    entry: int
    what: str
    why: str


def papers(id_: options.Id, json: options.Json = False) -> Code:
    """List the papers of an appointment: whose, of what kind, how large. None is opened."""
    from ledger.erasures import kept

    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, id_)
        erased = kept(book).erased
    found = [
        Listed(entry.number, paper.person, paper.what, paper.size, paper.key, paper.key in erased)
        for entry in entries
        for paper in entry.papers
    ]
    if json:
        screen.emit(found)
        return Code.DONE
    for each in found:
        size = "erased" if each.erased else f"{each.size:,} bytes"
        screen.say(f"entry {each.entry}: {each.what} of {each.person}, {size} (key {each.key})")
    if not found:
        screen.say(f"No papers went with the acts of {id_}.")
    return Code.DONE


def paper(
    id_: options.Id,
    entry: Annotated[int, typer.Argument(metavar="ENTRY", help="The number of its entry.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where to: a file that is not there yet.")
    ],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why you read it: is logged.")],
    person: Annotated[
        str, typer.Option("--person", metavar="NAME", help="Whose, where there are several.")
    ] = "",
    what: Annotated[
        PaperKind | None, typer.Option("--what", help="Of which kind, where there are several.")
    ] = None,
    staff: options.Staff = "",
) -> Code:
    """Open one sealed paper into a file of yours. Who opens it, and why, is written down first."""
    now = surroundings.now()
    reader, because = surroundings.staff(staff, "reads it"), words.text(why)
    if not because:
        raise words.bad("say with --why why you read it")
    if str(out) == "-":
        raise words.bad("a sealed paper is opened into a file of yours alone: name one with --out")
    with surroundings.ledger() as book:
        found = _one(_numbered(surroundings.entries_of(book, id_), entry), person, what)
        vault = surroundings.vault_of(book, now)
    with _new_file(out) as file:
        file.write(_read(vault, found, id_, entry, reader, because, now))
    screen.say(f"{out}: the {found.what} of {found.person}. That you read it is in the log.")
    return Code.DONE


def reads(
    person: Annotated[
        str, typer.Argument(metavar="[PERSON]", help="Whose papers; everybody's if left out.")
    ] = "",
    json: options.Json = False,
) -> Code:
    """Who has opened which sealed paper, when and why."""
    with surroundings.ledger() as book:
        vault = surroundings.vault_of(book, surroundings.now())
    persons = vault.persons()
    found = [_logged(each, persons) for each in vault.reads(words.person(person) if person else "")]
    if json:
        screen.emit(found)
        return Code.DONE
    for each in found:
        whose = each.person or f"key {each.key}"
        at = each.at.astimezone(STRASBOURG)
        screen.say(
            f"{ENGLISH.day(at.date())}, {at:%H:%M}: {each.staff} read the {each.what} of {whose} "
            f"({each.appointment}, entry {each.entry}): {each.why}"
        )
    if not found:
        screen.say(f"Nobody has opened a sealed paper{f' of {person}' if person else ''}.")
    return Code.DONE


def new_vault(
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="How the vault was lost.")
    ],
    staff: options.Staff = "",
) -> Code:
    """Begin a new vault where the ledger's own is lost for good. Nothing it sealed is ever read."""
    from embedded import claimed, put_database_aside
    from safekeeping import anew

    asked, now = settings.read(), surroundings.now()
    by, because = surroundings.staff(staff, "begins it"), words.text(reason)
    if not because:
        raise words.bad("say with --reason how the vault was lost")
    with claimed(asked.home), surroundings.ledger() as book:
        vault = anew(book, asked.vault, now=now, reason=because, staff=by)
        aside = put_database_aside(asked.home)
    screen.say(
        f"{vault.path} is the vault of this ledger from now on. What was sealed before stays "
        "sealed."
    )
    if aside:
        screen.say(
            f"Temporal's database was sealed too: it is set aside as {aside.name}, and the clerks "
            "start anew from the ledger with `calends up`."
        )
    return Code.DONE


def _numbered(entries: tuple[Entry, ...], number: int) -> Entry:
    if not 1 <= number <= len(entries):
        raise Stop(Code.NOT_FOUND, f"there is no entry {number}: the last is {len(entries)}")
    return entries[number - 1]


def _one(entry: Entry, person: str, what: PaperKind | None) -> Paper:
    whose = words.person(person) if person else ""
    found = [
        each
        for each in entry.papers
        if whose in ("", each.person) and (what is None or what is each.what)
    ]
    if not found:
        if not entry.papers:
            raise Stop(Code.NOT_FOUND, f"no paper went with entry {entry.number}")
        there_are = ", ".join(f"the {each.what} of {each.person}" for each in entry.papers)
        raise Stop(
            Code.NOT_FOUND,
            f"no such paper went with entry {entry.number}; with it went {there_are}",
        )
    if len(found) > 1:
        raise words.bad(
            f"{len(found)} papers went with entry {entry.number}: say which with --person NAME and "
            "--what KIND"
        )
    return found[0]


def _read(
    vault: "Vault", of: Paper, id_: str, entry: int, staff: str, why: str, now: datetime
) -> bytes:
    """The log first: whoever reads is on record even where what follows fails."""
    from vault.keys import Read
    from vault.sealing import unseal

    key = vault.key_called(of.key)
    vault.note_read(Read(now, staff, of.key, id_, entry, of.what, why))
    return unseal(key.secret, of.sealed_bytes, bound_to=bound_to(id_, of.person, of.what))


def _logged(of: "Read", persons: dict[str, str]) -> Logged:
    whose = persons.get(of.key, "")
    return Logged(of.at, of.staff, whose, of.key, of.appointment, of.entry, of.paper, of.why)


@contextmanager
def _new_file(path: Path) -> Iterator[IO[bytes]]:
    """For its owner's eyes, and never over another; gone again where nothing came into it."""
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise files.unwritten(path, error) from None
    try:
        with os.fdopen(opened, "wb") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise
