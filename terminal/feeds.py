"""`feed`: the calendar of one appointment, of a body, or of everything, as iCalendar."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from domain.acts import AppointmentId, Entry
from domain.appointment import Misfit
from domain.stages import Body
from ledger.errors import NotOurs
from notices.calendars import feed as calendar
from notices.occasions import Almanac
from terminal import options, screen, surroundings, words
from terminal.faults import Code, nearest, told

if TYPE_CHECKING:
    from ledger.book import Book


def feed(
    id_: Annotated[
        str, typer.Argument(metavar="[ID]", help="One appointment; without it, all of them.")
    ] = "",
    body: Annotated[
        str,
        typer.Option("--body", metavar="BODY", help="What one body must do, as in bureau."),
    ] = "",
    lang: options.Lang = "en",
) -> Code:
    """The days of appointments as a calendar (iCalendar): `calends feed > all.ics`."""
    language, of = words.language_of(lang), _body_of(body) if body else None
    if id_ and of:
        raise words.bad("give an appointment or a body, not both")
    almanac = Almanac()
    with surroundings.ledger() as book:
        if id_:
            surroundings.entries_of(book, id_)
        ids = (id_,) if id_ else book.appointments()
        records, broken = _records(book, ids, almanac)
    sys.stdout.buffer.write(calendar(records, language, body=of, named=id_, almanac=almanac))
    sys.stdout.buffer.flush()
    for each in broken:
        screen.complain(each)
    return Code.BROKEN if broken else Code.DONE


def _records(
    book: "Book", ids: Iterable[str], almanac: Almanac
) -> tuple[dict[AppointmentId, tuple[Entry, ...]], list[str]]:
    """The records that can be read and fit, and a sentence for each that does not.

    The others must not wait for it.
    """
    records: dict[AppointmentId, tuple[Entry, ...]] = {}
    broken = []
    for each in map(AppointmentId, ids):
        try:
            entries = surroundings.read(book, each)
            almanac.of(each, entries)
        except (Misfit, NotOurs) as error:
            broken.append(f"{each} is left out: {told(error)[1]}")
        else:
            records[each] = entries
    return records, broken


def _body_of(typed: str) -> Body:
    if typed not in list(Body):
        raise words.bad(f"No body {words.printable(typed)} is known{nearest(typed, Body)}")
    return Body(typed)
