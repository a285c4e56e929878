"""`terms`, `terms-import`, `terms-correct`: who holds which office, and what was told us of it.

Like a voting register, the terms that are imported are written beside the engine: no procedure
waits for them.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

import settings
from domain.expiries import next_to_open
from domain.imported_terms import COLUMNS, BadRow, Row, as_they_stand, cells_of, term_of
from domain.terms import RegisterOfTerms, Term
from terminal import offices, options, screen, surroundings, words
from terminal.faults import Code, Stop, told, whole
from terminal.offices import Seat
from terminal.sheets import Cells, read_sheet

File = Annotated[Path, typer.Argument(metavar="FILE", help="CSV: office, party, holder and so on.")]


def terms(
    seat: Annotated[
        str,
        typer.Argument(metavar="[OFFICE[/PARTY]]", help="As in judge, or judge/andorra."),
    ] = "",
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="Who held it on that day; today.")
    ] = "",
    all_: Annotated[bool, typer.Option("--all", help="Every term, not only of that day.")] = False,
    json: options.Json = False,
) -> Code:
    """Who holds which office until when, who may stand again, and what is to be opened next."""
    from ledger.terms import register_of_terms

    office, party = _office_and_party(seat)
    day = words.day_of(on) if on else surroundings.today()
    with surroundings.ledger() as book:
        register, left_out = register_of_terms(book, office)
    asked_for = [name for name in register.seats if not party or name == seat]
    shown = tuple(_shown(register, asked_for, day, all_=all_))
    conflicts = tuple(
        whole(f"{each.seat}: {each.because}")
        for each in register.conflicts
        if each.seat in asked_for
    )
    unread = tuple(f"{id_} is left out: {told(error)[1]}" for id_, error in left_out.items())
    if json:
        screen.emit(_answer(register, shown, day, conflicts, unread))
    else:
        for line in _lines(register, shown, day, all_=all_):
            screen.say(line)
        if not shown:
            screen.say(_nothing_known(seat))
        for complaint in (*conflicts, *unread):
            screen.complain(complaint)
    return Code.BROKEN if conflicts or unread else Code.DONE


def import_(file: File, staff: options.Staff = "") -> Code:
    """Bring terms into the ledger that no appointment in it has filled: all of them, or none."""
    from ledger.book import Book
    from ledger.terms import import_terms, read

    rows: list[Row] = []
    read_sheet(file, COLUMNS, lambda cells, line: rows.append(Row(line, term_of(cells))))
    with Book.open(settings.read().ledger) as book:
        try:
            new = import_terms(book, rows, surroundings.now(), _staff(staff))
        except BadRow as bad:
            raise words.bad(f"{file}, {bad}") from None
        standing = as_they_stand(read(book))
    screen.say(f"{file}: {len(new)} new, {len(standing)} imported in all.")
    return Code.DONE


def correct(
    entry: Annotated[
        str, typer.Argument(metavar="ENTRY", help="Its number, as in `calends terms --all`.")
    ],
    fields: options.Fields = None,
    strike: Annotated[
        bool, typer.Option("--strike", help="It should not stand in the register at all.")
    ] = False,
    reason: options.Reason = "",
    staff: options.Staff = "",
) -> Code:
    """Say how a term that was imported should read. What was written stays as it was."""
    from ledger.terms import correct_term, read

    number, cells = words.number(entry, "the number of an entry"), words.fields_of(fields or ())
    if bool(cells) == strike:
        raise words.bad("give either the columns that read otherwise, or --strike")
    with surroundings.ledger() as book:
        stands = as_they_stand(read(book)).get(number)
        if stands is None:
            raise Stop(
                Code.NOT_FOUND,
                f"entry {number} is no term that was imported: `calends terms --all` shows them",
            )
        try:
            reads = None if strike else term_of(_amended(stands, cells))
            said = {"reason": words.text(reason), "staff": _staff(staff)}
            written = correct_term(book, number, reads, now=surroundings.now(), **said)
        except ValueError as error:
            raise words.bad(str(error)) from None
    how = f"reads: {reads.seat}, {offices.sentence_of(reads)}" if reads else "is struck out"
    screen.say(f"Entry {number} {how}." if written else f"Entry {number} reads so already.")
    return Code.DONE


def _office_and_party(typed: str) -> tuple[str, str]:
    """An office alone stands for all its seats, and nothing for all offices."""
    if "/" in typed:
        seat = words.seat_of(typed)
        return seat.procedure.office, seat.party
    return words.procedure_of(typed).office if typed else "", ""


def _amended(stands: Term, cells: Cells) -> Cells:
    for column in cells:
        if column not in COLUMNS:
            raise words.bad(f"a term has no column {column}; its columns: {', '.join(COLUMNS)}")
    return cells_of(stands) | {column: words.text(cell) for column, cell in cells.items()}


def _staff(typed: str) -> str:
    return words.text(typed or settings.read().staff)


def _shown(register: RegisterOfTerms, seats: list[str], on: date, *, all_: bool) -> Iterator[Seat]:
    """Of that day, or all there are. What comes next follows the last term that is known."""
    upcoming = {each.term.seat: each for each in next_to_open(register, on)}
    for seat in seats:
        of_seat, next_ = register.of_seat(seat), upcoming.get(seat)
        acting = tuple(each for each in register.acting if each.seat == seat)
        if not all_:
            term, acts = register.held_on(seat, on), register.acting_on(seat, on)
            of_seat, acting = (term,) if term else (), (acts,) if acts else ()
            next_ = next_ if next_ and next_.term.starts.earliest <= on else None
        yield Seat(seat, of_seat, acting, next_)


def _answer(
    register: RegisterOfTerms,
    shown: tuple[Seat, ...],
    on: date,
    conflicts: tuple[str, ...],
    unread: tuple[str, ...],
) -> offices.Answer:
    return offices.Answer(
        on,
        tuple(offices.held(term, register) for seat in shown for term in seat.terms),
        tuple(offices.acted(each) for seat in shown for each in seat.acting),
        tuple(offices.next_(seat.next) for seat in shown if seat.next),
        conflicts,
        unread,
    )


def _lines(
    register: RegisterOfTerms, shown: tuple[Seat, ...], on: date, *, all_: bool
) -> Iterator[str]:
    for seat in shown:
        yield from offices.lines(seat, register, on, sources=all_)


def _nothing_known(seat: str) -> str:
    return (
        f"No term{f' of {seat}' if seat else ''} is known yet: an appointment that closes enters "
        "one, and `calends terms-import FILE` brings in those that none has filled."
    )
