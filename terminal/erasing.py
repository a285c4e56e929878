"""`erase`: a person's key is removed, and everything of ours is searched for what it sealed."""

from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec
import typer

import settings
from domain.acts import AppointmentId
from domain.erasures import PersonErased, as_kept
from domain.languages import ENGLISH
from domain.papers import Paper, bound_to
from domain.public_record import public_texts
from domain.reckoning import day_in_strasbourg
from ledger.errors import NotOurs
from terminal import options, screen, surroundings, words
from terminal.faults import Code, Stop, whole
from vault.errors import CannotBeOpened, KeyGone
from vault.file import journal_of
from vault.sealing import unseal
from vault.traces import traces_of

if TYPE_CHECKING:
    from ledger.book import Book
    from vault.keys import Vault


class Before(msgspec.Struct, frozen=True):
    """An erasure that is on record, and the places that needed care then."""

    at: datetime
    staff: str
    reason: str
    plaintext_in: tuple[str, ...]
    keys_in: tuple[str, ...]


class Erased(msgspec.Struct, frozen=True):
    """What came of an erasure, or would. `plaintext_in` and `keys_in` name places that need care.

    `removed` is false for a dry run, and where the key had been removed before. `keys` are those
    that the record did not yet say were removed, `before` the erasures that said so of others.
    """

    person: str
    removed: bool
    keys: tuple[str, ...]
    papers: int
    appointments: tuple[str, ...]
    plaintext_in: tuple[str, ...]
    keys_in: tuple[str, ...]
    not_searched: tuple[str, ...]
    searched: tuple[str, ...]
    before: tuple[Before, ...] = ()


class Standing(NamedTuple):
    """A paper, and where it stands."""

    appointment: AppointmentId
    entry: int
    paper: Paper


class Known(NamedTuple):
    """What the ledger has of a person, and what of it is public record anyhow."""

    papers: tuple[Standing, ...]
    public: frozenset[str]
    unreadable: tuple[tuple[str, str], ...]

    @property
    def appointments(self) -> tuple[AppointmentId, ...]:
        return tuple(dict.fromkeys(each.appointment for each in self.papers))


def erase(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The name as in the record.")],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why: on whose request, by which right.")
    ],
    staff: options.Staff = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be found, and remove nothing.")
    ] = False,
    json: options.Json = False,
) -> Code:
    """Remove a person's key for good, then search everything of ours for what it had sealed.

    What is public record stays. Nobody can undo it.
    """
    now = surroundings.now()
    who, by, because = words.person(person), surroundings.staff(staff, "erases"), words.text(reason)
    if not because:
        raise words.bad("say with --reason why, and on whose request")
    with surroundings.ledger() as book:
        vault = surroundings.vault_of(book, now)
        erasure = Erasure(who, vault, book, _known(book, who))
        erased = erasure.foretold() if dry_run else erasure.carried_out(now, by, because)
    if json:
        screen.emit(erased)
    else:
        _say(erased, dry_run=dry_run)
    return Code.BROKEN if erased.plaintext_in or erased.keys_in else Code.DONE


class Erasure:
    """One erasure on its way. The traces are taken at once, while the key is still there.

    `keys` are those that the record does not yet say were removed. Stops where nothing is sealed.
    """

    def __init__(self, person: str, vault: "Vault", book: "Book", known: Known) -> None:
        from terminal.rescanning import Search
        from vault.traces import Look, of_a_key

        self.person, self.vault, self.book = person, vault, book
        living = vault.key_of(person)
        gone = (each.key for each in vault.erasures() if each.person == person)
        sealed_with = (each.paper.key for each in known.papers)
        keys = dict.fromkeys((*((living.id,) if living else ()), *sealed_with, *gone))
        if not keys:
            raise Stop(Code.NOT_FOUND, _nothing_of(person, vault))
        erased, self.before = _before(book, keys)
        self.keys = tuple(key for key in keys if key not in erased)
        # Those that were erased before were searched for then.
        self.known = known._replace(
            papers=tuple(each for each in known.papers if each.paper.key not in erased)
        )
        self.removed = living is not None
        texts, closed = _opened(vault, self.known)
        papers = Look({trace for text in texts for trace in traces_of(text, known.public)})
        self.search = Search(papers, Look(of_a_key(living.secret) if living else ()))
        for place, because in (*known.unreadable, *closed):
            self.search.was_not_possible(place, because)

    def foretold(self) -> Erased:
        """What would be found, with nothing removed."""
        if self.keys:
            self._look()
        return self._told(removed=False)

    def carried_out(self, now: datetime, staff: str, reason: str) -> Erased:
        """The key first; what is found then is written down, also where the search breaks off."""
        from ledger.erasures import write_erased

        self.vault.remove(self.person, now=now, staff=staff, reason=reason)
        if not self.keys:
            return self._told(removed=False)
        try:
            self._look()
        except BaseException:
            self.search.was_not_possible("the rest", "the search broke off")
            raise
        finally:
            found = self.search.found
            erased = PersonErased(
                self.keys,
                self.known.appointments,
                reason,
                found.plain,
                found.keys,
                found.not_searched,
            )
            write_erased(self.book, erased, now, staff)
        return self._told(removed=self.removed)

    def _look(self) -> None:
        from ledger.file import BESIDE

        asked = settings.read()
        ledger = Path(asked.ledger)
        apart = [asked.vault, journal_of(asked.vault)]
        apart += [ledger.with_name(f"{ledger.name}{end}") for end in ("", *BESIDE)]
        self.search.ledger(self.book)
        self.search.home(asked.home, apart)
        self.search.copies(asked.home)
        self.search.temporal(self.known.appointments)

    def _told(self, *, removed: bool) -> Erased:
        found = self.search.found
        return Erased(
            self.person,
            removed,
            self.keys,
            len(self.known.papers),
            self.known.appointments,
            found.plain,
            found.keys,
            found.not_searched,
            found.searched,
            self.before,
        )


def _nothing_of(person: str, vault: "Vault") -> str:
    close = get_close_matches(person, vault.living().values(), n=1)
    meant = f": did you mean {close[0]}?" if close else ": there is nothing to erase"
    return f"nothing of {person} is sealed{meant}"


def _before(book: "Book", keys: Iterable[str]) -> tuple[frozenset[str], tuple[Before, ...]]:
    """The keys of which the record says that they were removed; and where it says so of these."""
    from ledger.erasures import read

    entries = read(book)
    before = tuple(
        Before(entry.recorded_at, entry.staff, step.reason, step.plaintext_in, step.keys_in)
        for entry in entries
        if isinstance(step := entry.step, PersonErased) and not set(keys).isdisjoint(step.keys)
    )
    return as_kept(entries).erased, before


def _known(book: "Book", person: str) -> Known:
    """Every paper of a person. An appointment that cannot be read does not hide the others."""
    papers: list[Standing] = []
    public: set[str] = set()
    unreadable = []
    for appointment in map(AppointmentId, book.appointments()):
        try:
            entries = surroundings.read(book, appointment)
        except NotOurs as broken:
            unreadable.append((appointment, str(broken)))
            continue
        own = [
            Standing(appointment, entry.number, paper)
            for entry in entries
            for paper in entry.papers
            if paper.person == person
        ]
        if own:
            papers += own
            public.update(text for entry in entries for text in public_texts(entry))
    return Known(tuple(papers), frozenset(public), tuple(unreadable))


def _opened(
    vault: "Vault", known: Known
) -> tuple[tuple[bytes, ...], tuple[tuple[str, object], ...]]:
    """What the papers say, while this command runs; and which cannot be opened, and why."""
    texts, closed = [], []
    for appointment, entry, paper in known.papers:
        to = bound_to(appointment, paper.person, paper.what)
        try:
            secret = vault.key_called(paper.key).secret
            texts.append(unseal(secret, paper.sealed_bytes, bound_to=to))
        except (KeyGone, CannotBeOpened) as because:
            closed.append(
                (f"traces of the {paper.what} in entry {entry} of {appointment}", because)
            )
    return tuple(texts), tuple(closed)


def _say(of: Erased, *, dry_run: bool) -> None:
    number = screen.many(of.papers, "paper")
    where = f" in {', '.join(of.appointments)}" if of.appointments else ""
    if not of.keys:
        _say_before(of)
    elif dry_run:
        screen.say(f"Would be erased: {number} of {of.person}{where}. Nothing was removed.")
    else:
        screen.say(f"Erased: {number} of {of.person}{where} can be read by nobody any more.")
    if of.searched:
        screen.say(f"Searched: {', '.join(of.searched)}.")
    for place in of.plaintext_in:
        screen.complain(f"Still in plain: {place}.")
    for place in of.keys_in:
        screen.complain(f"A copy of the key: {place}. Destroy it, and every copy made of it.")
    for place in of.not_searched:
        screen.complain(whole(f"Not searched: {place}"))


def _say_before(of: Erased) -> None:
    for each in of.before:
        day = ENGLISH.day(day_in_strasbourg(each.at))
        screen.say(whole(f"{of.person} was erased on {day} by {each.staff}: {each.reason}"))
        for place in (*each.plaintext_in, *each.keys_in):
            screen.say(f"Found then: {place}.")
    screen.say("Nothing more was removed, and nothing searched again.")
