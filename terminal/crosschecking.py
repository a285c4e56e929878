"""`crosscheck`: Temporal's history against the ledger, both ways."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

import settings
from domain.crosscheck import Crosscheck, Heard, Lacking, Past, Side, crosscheck
from domain.languages import ENGLISH
from domain.outcomes import Outcome
from domain.procedures import PROCEDURES
from domain.reckoning import day_in_strasbourg
from ledger.errors import NotOurs
from terminal import options, screen, surroundings
from terminal.faults import Code, told, whole
from terminal.pages import sentence

if TYPE_CHECKING:
    from temporalio.client import Client

    from ledger.book import Book
    from workflows.histories import Remembered


class Missing(msgspec.Struct, frozen=True):
    """What one side has and `missing_in` (ledger or temporal) lacks. `entry` is 0 for none."""

    missing_in: Side
    act: str
    entry: int
    at: datetime
    sentence: str
    because: str
    cure: str


class Unanswered(msgspec.Struct, frozen=True):
    """An act that its clerk took and has not answered yet."""

    act: str
    at: datetime
    sentence: str


class Compared(msgspec.Struct, frozen=True):
    """One appointment. `agrees`: nothing is missing on either side.

    `since` is when Temporal's history of it begins, null where it has none; `from_the_start`: no
    run before that is gone. The numbers are those of domain/crosscheck.py.
    """

    id: str
    agrees: bool
    since: datetime | None
    from_the_start: bool
    entries: int
    both: int
    imported: int
    own: int
    before: int
    failed: int
    unstored: int
    unanswered: tuple[Unanswered, ...]
    missing: tuple[Missing, ...]


class Answer(msgspec.Struct, frozen=True):
    """All that were compared, and those of which the ledger cannot be read, each in a sentence."""

    agrees: bool
    appointments: tuple[Compared, ...]
    unreadable: tuple[str, ...]


def crosscheck_(
    id_: Annotated[str, typer.Argument(metavar="[ID]", help="One appointment only.")] = "",
    json: options.Json = False,
) -> Code:
    """Compare Temporal's history with the ledger: every act has its entry, every entry its act."""
    import engine

    with surroundings.ledger() as book:
        answer = engine.run_briefly(_compared(book, id_))
    if json:
        screen.emit(answer)
    else:
        _say(answer)
    return Code.DONE if answer.agrees else Code.BROKEN


async def _compared(book: "Book", id_: str) -> Answer:
    from temporalio.service import RPCError

    import engine
    from workflows.failures import EngineFailed

    client = await engine.connect(settings.read())
    try:
        found = [each async for each in _each(book, client, id_)]
    except RPCError as broken:
        raise EngineFailed(f"Temporal's history cannot be read: {broken.message}.") from broken
    compared = tuple(each for each in found if isinstance(each, Compared))
    unreadable = tuple(each for each in found if isinstance(each, str))
    agrees = not unreadable and all(each.agrees for each in compared)
    return Answer(agrees, compared, unreadable)


async def _each(book: "Book", client: "Client", id_: str) -> AsyncIterator[Compared | str]:
    """One whose record cannot be read does not keep the others back."""
    from workflows.histories import remembered

    for each in await _ids(book, client, id_):
        try:
            settled = len(surroundings.read(book, each))
            past = _past(await remembered(client, each))
            entries = surroundings.read(book, each)
        except NotOurs as fault:
            yield f"{each} cannot be compared: {told(fault)[1]}"
        else:
            yield _page(each, crosscheck(entries, past, settled=settled))


async def _ids(book: "Book", client: "Client", id_: str) -> tuple[str, ...]:
    """Those of the ledger, and then those that Temporal alone knows of."""
    from workflows.histories import clerks

    known = await clerks(client, (procedure.workflow for procedure in PROCEDURES.values()))
    ids = book.appointments()
    if not id_:
        return (*ids, *sorted(known.difference(ids)))
    if id_ not in ids and id_ not in known:
        surroundings.entries_of(book, id_)
    return (id_,)


def _past(found: "Remembered") -> Past:
    heard = (Heard(of.id, of.at, of.act, of.receipt, of.failure) for of in found.acts)
    return Past(found.since, found.from_the_start, tuple(heard))


def _page(id_: str, found: Crosscheck) -> Compared:
    return Compared(
        id_,
        not found.lacking,
        found.since,
        found.from_the_start,
        found.entries,
        found.both,
        found.imported,
        found.own,
        found.before,
        found.failed,
        found.unstored,
        tuple(Unanswered(of.act, of.at, _said(of.outcome)) for of in found.waiting),
        tuple(_missing(of) for of in found.lacking),
    )


def _missing(of: Lacking) -> Missing:
    return Missing(of.side, of.act, of.entry, of.at, _said(of.outcome), of.because, of.cure)


def _said(outcome: Outcome | None) -> str:
    return sentence(outcome) if outcome else "it cannot be read by this release"


def _say(answer: Answer) -> None:
    for of in answer.appointments:
        screen.say(f"{of.id}: {', '.join(_numbers(of))}; {_reach(of)}.")
    for of in answer.appointments:
        for line in (*map(_waits, of.unanswered), *map(_lacks, of.missing)):
            screen.complain(f"{of.id}: {line}")
    for line in answer.unreadable:
        screen.complain(line)
    if answer.agrees:
        screen.say(
            "Nothing is missing on either side."
            if answer.appointments
            else "Neither the ledger nor Temporal holds an appointment."
        )


def _numbers(of: Compared) -> Iterator[str]:
    yield screen.many(of.entries, "entry", "entries")
    said = (
        (of.both, "with the act in both"),
        (of.imported, "imported"),
        (of.own, "of the clerk's own rounds"),
        (of.before, "older than Temporal's history"),
        (sum(each.missing_in is Side.TEMPORAL for each in of.missing), "without an act"),
    )
    yield from (f"{number} {what}" for number, what in said if number)


def _reach(of: Compared) -> str:
    """Since when there is anything to compare with."""
    if of.since is None:
        return "Temporal's history of it is gone" if of.before else "Temporal has no history of it"
    begins = f"Temporal's history begins on {ENGLISH.day(day_in_strasbourg(of.since))}"
    return begins if of.from_the_start else f"{begins}, and what came before is gone"


def _waits(of: Unanswered) -> str:
    return f"the act {of.act} ({of.sentence}) is not answered yet, and may still be carried out."


def _lacks(of: Missing) -> str:
    """The act, or the entry where that is all there is; then what is wrong, and the cure."""
    what = f"the act {of.act}"
    if of.missing_in is Side.TEMPORAL:
        what = f"entry {of.entry}, the act {of.act}"
    on = ENGLISH.day(day_in_strasbourg(of.at))
    return f"{what} of {on} ({of.sentence}) {of.because}. {whole(of.cure)}"
