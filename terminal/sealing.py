"""Papers that go with an act: read, looked at and sealed before anything leaves this machine."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

import settings
from domain.acts import Act, BadAct, Entry
from domain.candidates import Name, name
from domain.papers import Paper, PaperKind, bound_to, must_be_small_enough, named_in, strangers
from terminal import surroundings, words
from terminal.faults import nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from vault.keys import Key

GRAMMAR = 'write WHAT:PERSON=FILE, as in "curriculum:Maria Zammit=cv.pdf"'


class Given(NamedTuple):
    """A paper as it was given: not sealed yet."""

    what: PaperKind
    person: Name
    text: bytes


def given(typed: Sequence[str]) -> tuple[Given, ...]:
    """Each paper read from its file. Stops at the first that cannot be."""
    papers = tuple(map(_given, typed))
    if doubled := [each for each in papers if [p[:2] for p in papers].count(each[:2]) > 1]:
        what, person, _ = doubled[0]
        raise words.bad(f"the {what} of {person} is given twice: put both into one file")
    return papers


def sealed(
    appointment: str,
    act: Act,
    papers: Sequence[Given],
    entries: tuple[Entry, ...],
    *,
    dry_run: bool,
) -> Act:
    """The act with its papers sealed. Sealed again for the same act they are the same bytes.

    A dry run makes no key; nobody can open what it seals, nor has to.
    """
    from vault.sealing import seal

    _must_be_of_persons_named(act, papers, entries)
    key_of = _throwaway() if dry_run else _keys(act, entries)
    kept = []
    for what, person, text in papers:
        key = key_of(person)
        to = bound_to(appointment, person, what)
        raw = seal(key.secret, text, bound_to=to, occasion=act.id.encode())
        kept.append(Paper(person, what, key.id, base64.b64encode(raw).decode()))
    return msgspec.structs.replace(act, papers=tuple(kept))


def _given(typed: str) -> Given:
    kind, colon, rest = typed.partition(":")
    person, equals, file = rest.partition("=")
    if not colon or not equals or not file:
        raise words.bad(f"{words.printable(typed)} is not a paper: {GRAMMAR}")
    if kind not in tuple(PaperKind):
        raise words.bad(f"'{words.printable(kind)}' is no kind of paper{nearest(kind, PaperKind)}")
    try:
        text = Path(file).expanduser().read_bytes()
        if not text:
            raise words.bad(f"{file} is empty: name the file that holds the paper")
        must_be_small_enough(len(text))
        return Given(PaperKind(kind), name(words.printable(person)), text)
    except OSError as error:
        raise words.bad(f"{file} cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise BadAct(f"{file}: {error}") from None


def _must_be_of_persons_named(
    act: Act, papers: Sequence[Given], entries: tuple[Entry, ...]
) -> None:
    """Before any key is made: no key for somebody whose name was mistyped."""
    known = tuple(named_in((act.outcome, *(entry.outcome for entry in entries))))
    for unknown in strangers(papers, known):
        there_are = nearest(unknown, dict.fromkeys(known))
        raise words.bad(f"neither the act nor the appointment names {unknown}{there_are}")


def _keys(act: Act, entries: tuple[Entry, ...]) -> "Callable[[Name], Key]":
    """Of an act that was recorded before, the keys that it was sealed with; else each person's."""
    from safekeeping import of_the_ledger

    asked, now = settings.read(), surroundings.now()
    with surroundings.ledger() as book:
        vault = of_the_ledger(book, asked.vault, now=now, create=True)
    before = next((entry for entry in entries if entry.act == act.id), None)
    used = {paper.person: paper.key for paper in before.papers} if before else {}

    def key_of(person: Name) -> "Key":
        return vault.key_called(used[person]) if person in used else vault.key_for(person, now)

    return key_of


def _throwaway() -> "Callable[[Name], Key]":
    from vault.keys import Key

    return lambda _: Key("dry-run", bytes(32))
