"""`verify`, `diary`, `import`: the record checked, taken out, and brought in."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

import settings
from domain.appointment import Appointment, Misfit
from domain.register import REGISTERS, Closing, RegisterId, RegisterMisfit, appointment_of
from ledger.errors import NotOurs
from terminal import options, screen, surroundings, words
from terminal.faults import Code, Stop, whole
from terminal.lodging import contradicted
from terminal.pages import Page, page
from workflows.failures import EngineError

if TYPE_CHECKING:
    from domain.diaries import Diary
    from ledger.book import Book

File = Annotated[Path, typer.Argument(metavar="FILE", help="A diary.")]


class Fault(msgspec.Struct, frozen=True):
    """An entry that is not what was written, or that its procedure has no place for."""

    appointment: str
    number: int
    because: str


class Verified(msgspec.Struct, frozen=True):
    """What was looked at, and what is wrong with it.

    `terms`: whether any were imported; `watch`: whether anybody was warned that a term ends.
    """

    sound: bool
    appointments: int
    registers: int
    terms: bool
    watch: bool
    entries: int
    broken: tuple[Fault, ...]
    misfits: tuple[Fault, ...]


def verify(
    id_: Annotated[str, typer.Argument(metavar="[ID]", help="One appointment only.")] = "",
    json: options.Json = False,
) -> Code:
    """Check every byte against its chain, every entry against its procedure and its register."""
    with surroundings.ledger() as book:
        ids = book.appointments()
        if id_ and id_ not in ids:
            surroundings.entries_of(book, id_)
        registers = tuple(
            RegisterId(each) for each in book.registers() if not id_ or appointment_of(each) == id_
        )
        found = _verified(book, (id_,) if id_ else ids, registers, others=not id_)
    if json:
        screen.emit(found)
    else:
        _say(found)
    return Code.DONE if found.sound else Code.BROKEN


def diary(id_: options.Id) -> Code:
    """An appointment as a diary: a day and a sentence a line, ready to be imported again."""
    from domain.diaries import write_diary

    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, id_)
    screen.say(write_diary(entries).rstrip("\n"))
    return Code.DONE


def import_(file: File, json: options.Json = False) -> Code:
    """Bring a past appointment into the ledger from its diary: all of it, or nothing."""
    from domain.diaries import BadDiary
    from ledger.book import Book
    from ledger.importing import import_diary

    told = read_file(file)
    with Book.open(settings.read().ledger) as book:
        before = len(surroundings.read(book, told.appointment))
        try:
            entries = import_diary(book, told, surroundings.now())
        except BadDiary as bad:
            raise words.bad(f"{file}, {bad}") from None
    standing = surroundings.standing(told.appointment, entries)
    answer = page(told.appointment, entries, standing, surroundings.now())
    if json:
        screen.emit(answer)
    else:
        new = len(entries) - before
        screen.say(f"{told.appointment}: {new} new entries, {len(entries)} in all; {_ends(answer)}")
    if standing and not standing.mandate:
        _start_its_clerk(standing)
    return Code.DONE


def read_file(file: Path) -> "Diary":
    """The diary in a file. Stops with the line that cannot be read."""
    from domain.diaries import BadDiary, read_diary

    try:
        return read_diary(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Stop(Code.NOT_FOUND, f"there is no file {file}") from None
    except UnicodeDecodeError:
        raise words.bad(f"{file} is not a text in UTF-8") from None
    except OSError as error:
        raise words.bad(f"{file} cannot be read: {error.strerror}") from None
    except BadDiary as bad:
        raise words.bad(f"{file}, {bad}") from None


def _ends(of: Page) -> str:
    if of.elected and of.mandate_starts:
        return f"{of.elected} in office from {of.mandate_starts}"
    return f"{of.status.value}, next: {of.stage}"


def _start_its_clerk(standing: Appointment) -> None:
    import engine

    async def starting() -> None:
        client = await engine.connect(settings.read())
        from workflows.sending import resume

        await resume(client, [(standing.id, standing.procedure.workflow)])

    try:
        engine.run_briefly(starting())
    except EngineError as away:
        raise Stop(
            Code.PENDING,
            f"{standing.id} is in the ledger, but its clerk was not started: {away} "
            "`calends up` and `calends resume` start it",
        ) from away


def _verified(
    book: "Book", ids: tuple[str, ...], registers: tuple[RegisterId, ...], *, others: bool
) -> Verified:
    """`others`: the streams that are of no appointment too."""
    from ledger.book import TERMS, WATCH

    broken, misfits, entries = [], [], 0
    imported = (TERMS,) if others and book.has_terms() else ()
    watched = (WATCH,) if others and book.has_watch() else ()
    closings: dict[RegisterId, Closing] = {}
    for id_ in (*registers, *ids, *imported, *watched):
        links = book.verify(id_)
        if links:
            broken += [Fault(each.appointment, each.number, each.because) for each in links]
            continue
        try:
            number, contradictions = _fitting(book, id_, closings)
            entries += number
            misfits += contradictions
        except (Misfit, RegisterMisfit) as misfit:
            misfits.append(Fault(id_, misfit.entry.number, str(misfit)))
        except NotOurs as unreadable:
            misfits.append(Fault(id_, 0, str(unreadable)))
    sound = not broken and not misfits
    counted = (len(ids), len(registers), bool(imported), bool(watched), entries)
    return Verified(sound, *counted, tuple(broken), tuple(misfits))


def _fitting(
    book: "Book", id_: str, closings: dict[RegisterId, Closing]
) -> tuple[int, list[Fault]]:
    """How many entries there are, and those that a register contradicts; it keeps the closings.

    Raises Misfit, RegisterMisfit, NotOurs where an entry does not fit those before it.
    """
    from domain.imported_terms import as_they_stand
    from domain.watched import as_watched
    from ledger import terms, watch
    from ledger.book import TERMS, WATCH
    from ledger.register import LaidOut

    if id_ == TERMS:
        rows = terms.read(book)
        as_they_stand(rows)
        return len(rows), []
    if id_ == WATCH:
        said = watch.read(book)
        as_watched(said)
        return len(said), []
    if id_.startswith(REGISTERS):
        register = RegisterId(id_)
        table = LaidOut(book, register)
        if closing := table.closing():
            closings[register] = closing
        return table.standing().number, []
    entries = surroundings.read(book, id_)
    surroundings.standing(id_, entries)
    own = {each: said for each, said in closings.items() if appointment_of(each) == id_}
    return len(entries), [
        Fault(id_, entry.number, f"entry {entry.number} does not say what its register says")
        for entry in contradicted(entries, own)
    ]


def _say(found: Verified) -> None:
    for fault in found.broken:
        screen.complain(
            f"Entry {fault.number} of {fault.appointment} is not what was written: {fault.because}."
        )
    for fault in found.misfits:
        screen.complain(f"{fault.appointment}: {whole(fault.because)}")
    if found.sound:
        streams = [_many(found.appointments, "appointment", "appointments")]
        if found.registers:
            streams.append(_many(found.registers, "voting register", "voting registers"))
        if found.terms:
            streams.append("the terms that were imported")
        if found.watch:
            streams.append("the term watch")
        *first, last = streams
        of = f"{', '.join(first)} and {last}" if first else last
        screen.say(
            f"Sound: {_many(found.entries, 'entry', 'entries')} of {of} are what was written, and "
            "fit their procedures."
        )


def _many(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
