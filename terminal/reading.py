"""`list`, `show`, `agenda`, `stages`: what the ledger says. None needs the engine."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from domain.acts import Entry
from domain.agenda import Due
from domain.appointment import Appointment, Misfit
from domain.forms import Field, fields_of, typed
from ledger.errors import NotOurs
from terminal import options, pages, screen, surroundings, words
from terminal.faults import Code, Stop, whole
from terminal.pages import Page

if TYPE_CHECKING:
    from ledger.book import Book

TEN_YEARS = 3652


class Recordable(msgspec.Struct, frozen=True):
    """A stage that is open: what may be recorded, with a command to begin with.

    `notes`: what to mind. `names`: the ballot paper, in its order.
    """

    stage: str
    body: str
    what: str
    opens: str
    closes: str
    clause: str
    may: bool
    overdue: bool
    fields: tuple[Field, ...]
    options: tuple[str, ...]
    notes: tuple[str, ...]
    names: tuple[str, ...]
    command: str


def list_(json: options.Json = False) -> Code:
    """The appointments in the ledger, open and closed."""
    with surroundings.ledger() as book:
        listed = [pages.listed(_page(book, id_)) for id_ in book.appointments()]
    if json:
        screen.emit(listed)
    elif not listed:
        screen.say("There is no appointment yet: `calends open secretary-general YEAR` opens one.")
    else:
        from terminal import showing

        screen.show(showing.listing(listed))
    return Code.BROKEN if any(each.misfit for each in listed) else Code.DONE


def show(id_: options.Id, json: options.Json = False) -> Code:
    """One appointment: where it stands, its candidates, its record, what comes next."""
    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, id_)
    return _answer(_page_of(id_, entries, surroundings.now()), json=json)


def agenda(
    id_: Annotated[str, typer.Argument(metavar="[ID]", help="One appointment only.")] = "",
    days: Annotated[
        str, typer.Option("--days", metavar="N", help="What is due or begins within N days.")
    ] = "",
    json: options.Json = False,
) -> Code:
    """What is due in all open appointments, and for whom; overdue first."""
    today = surroundings.today()
    until = today + timedelta(days=_within(days)) if days else None
    with surroundings.ledger() as book:
        if id_:
            surroundings.entries_of(book, id_)
        ids = (id_,) if id_ else book.appointments()
        looked_at = [_page(book, each) for each in ids]
    found = [task for each in looked_at for task in pages.tasks(each, today, until)]
    found.sort(key=pages.urgency)
    if json:
        screen.emit(found)
    elif not found:
        within = f" within {days} days" if days else ""
        screen.say(f"Nothing is due{within}.")
    else:
        from terminal import showing

        screen.show(showing.agenda(found, today))
    broken = [each for each in looked_at if each.misfit]
    for each in broken:
        screen.complain(f"{each.id} is left out: {whole(each.misfit)}")
    return Code.BROKEN if broken else Code.DONE


def stages(id_: options.Id, json: options.Json = False) -> Code:
    """What can be recorded now, with which fields and options, and a command for each."""
    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, id_)
    standing = surroundings.standing(id_, entries)
    if standing is None:
        raise Stop(Code.NOT_FOUND, f"{id_} was refused and never opened")
    examples = _examples(standing)
    found = pages.page(id_, entries, standing, surroundings.now()).next
    answer = [_recordable(due, examples[due.stage]) for due in found]
    if json:
        screen.emit(answer)
        return Code.DONE
    if not answer:
        screen.say(f"{id_} is closed: nothing more can be recorded, only corrected.")
    from terminal import showing

    for due, each in zip(found, answer, strict=True):
        screen.show(*showing.stage(due))
        screen.say(f"  {each.command}")  # unbroken, to be copied
    return Code.DONE


def _within(days: str) -> int:
    within = words.number(days, "a number of days")
    if within > TEN_YEARS:
        raise words.bad(f"{within} days are more than ten years: give {TEN_YEARS} at most")
    return within


def _answer(page: Page, *, json: bool) -> Code:
    """A record that does not fit is shown, and said in the exit code as well."""
    if json:
        screen.emit(page)
    else:
        from terminal import showing

        screen.show(*showing.page(page))
    return Code.BROKEN if page.misfit else Code.DONE


def _page(book: "Book", appointment: str) -> Page:
    """A record that cannot be read at all does not keep the others from being shown."""
    try:
        entries = surroundings.read(book, appointment)
    except NotOurs as unreadable:
        return pages.unreadable(appointment, str(unreadable))
    return _page_of(appointment, entries, surroundings.now())


def _page_of(appointment: str, entries: Sequence[Entry], now: datetime) -> Page:
    standing: Appointment | Misfit | None
    try:
        standing = surroundings.standing(appointment, tuple(entries))
    except Misfit as misfit:
        standing = misfit
    return pages.page(appointment, entries, standing, now)


def _recordable(due: Due, command: str) -> Recordable:
    return Recordable(
        due.stage,
        due.body.value,
        due.what,
        due.opens,
        due.closes,
        due.clause,
        due.may,
        due.overdue,
        () if due.options else due.fields,
        due.options,
        due.notes,
        due.names,
        command,
    )


def _examples(standing: Appointment) -> dict[str, str]:
    """For each open stage, a command with what the calendar expects, ready to be changed."""
    examples = {}
    for open_ in standing.open:
        stage, on = open_.stage, open_.planned or open_.stage.window.opens.span
        if stage.options:
            line = f'calends settle {standing.id} "{stage.options[0]}"'
            line += f' --on {on.earliest} --reference "…"'
        else:
            expected = typed(stage.expected) if stage.expected is not None else {}
            asked = {
                field.name: expected.get(field.name, field.example)
                for field in fields_of(stage.kind)
                if field.required or field.name in expected
            }
            line = f"calends record {standing.id} {open_.occurrence} --on {on.earliest}"
            line += "".join(f' {name}="{value}"' for name, value in asked.items())
        examples[open_.occurrence] = line
    return examples
