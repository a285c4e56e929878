"""`open`: where an appointment begins."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from domain.acts import Act, Entry
from domain.outcomes import Opened, Vacancy, VacancyCause
from domain.procedure import Procedure
from terminal import options, screen, surroundings, words
from terminal.asking import Envelope, answered, put, tried
from terminal.faults import Code, Stop

if TYPE_CHECKING:
    from ledger.book import Book

OPENING = "open"
"""The act by which an appointment is opened: once for all, so that a repeat is harmless."""


def open_(
    office: options.Office,
    year: options.Year,
    vacancy: Annotated[
        str,
        typer.Option("--vacancy", metavar="DATE", help="The last day of a holder who is gone."),
    ] = "",
    cause: Annotated[
        VacancyCause | None, typer.Option("--cause", help="Why the office fell vacant.")
    ] = None,
    term_ends: Annotated[
        str, typer.Option("--term-ends", metavar="DATE", help="The last day of the term.")
    ] = "",
    edition: Annotated[
        str,
        typer.Option("--edition", metavar="NAME", help="Of the rules; by default that in force."),
    ] = "",
    on: options.OnOrToday = "",
    staff: options.Staff = "",
) -> Code:
    """Open an appointment and print its id. A second time gives the same receipt."""
    procedure = words.procedure_of(office)
    if bool(vacancy) != bool(cause):
        raise words.bad("a vacancy needs both --vacancy DATE and --cause death or resignation")
    of = words.year(year)
    id_ = f"{office}/{of}"
    with surroundings.ledger() as book:
        entries = surroundings.read(book, id_)
        ends = words.day_of(term_ends) if term_ends else None
        if not (ends or vacancy or entries):
            ends = _as_recorded(book, procedure, of)
    asked = Opened(
        office,
        of,
        edition=words.text(edition),
        term_ends=ends,
        vacancy=Vacancy(words.day_of(vacancy), cause) if cause else None,
    )
    act = put(asked, Envelope(on=on, act_id=_opening_id(entries), staff=staff), entries)
    act = _as_asked_before(act, entries, on=bool(on), staff=bool(staff))
    answered(id_, tried(id_, act))
    if ends and not term_ends:
        screen.complain(f"The term ends on {ends}, as the appointment before it has it.")
    screen.say(id_)
    return Code.DONE


def _opening_id(entries: tuple[Entry, ...]) -> str:
    """After a refused opening the id is spent, and the next one counts on."""
    refused = sum(1 for entry in entries if entry.refused and entry.act.startswith(OPENING))
    return OPENING if not refused else f"{OPENING}/{refused + 1}"


def _as_recorded(book: "Book", procedure: Procedure, year: int) -> date | None:
    """The last day of the term, where the appointment before it is in the ledger and closed."""
    earlier = [
        id_
        for id_ in book.appointments()
        if id_.startswith(f"{procedure.office}/") and int(id_.rpartition("/")[2]) < year
    ]
    for id_ in sorted(earlier, reverse=True):
        standing = surroundings.standing(id_, surroundings.read(book, id_))
        if standing and standing.mandate:
            last = standing.mandate.last_day.span
            # Another appointment may lie between that is not in the ledger.
            return last.latest if last.is_day and last.latest.year == year else None
    return None


def _as_asked_before(act: Act, entries: tuple[Entry, ...], *, on: bool, staff: bool) -> Act:
    """What is left out the second time is as it was the first: the same act, the same receipt."""
    before = next((entry for entry in entries if entry.act == act.id), None)
    if before is None or not isinstance(before.outcome, Opened):
        return act
    act = msgspec.structs.replace(
        act,
        happened=act.happened if on else before.happened,
        staff=act.staff if staff else before.staff,
    )
    for each in _likely(act, before.outcome):
        if each.digest == before.digest:
            return each
    office, year = before.outcome.office, before.outcome.year
    raise Stop(
        Code.REFUSED,
        f"{office}/{year} is open already, and not as asked for now: `calends show {office}/{year}`"
        f" shows how; `calends adopt {office}/{year}` changes the edition or a part-session",
    )


def _likely(act: Act, opened: Opened) -> Iterator[Act]:
    """The record says more than what was asked: with each of its parts, or without."""
    asked = act.outcome
    assert isinstance(asked, Opened)
    for edition, ends in product(("", opened.edition), (None, opened.term_ends)):
        if asked.edition in ("", opened.edition) and asked.term_ends in (None, opened.term_ends):
            outcome = msgspec.structs.replace(
                asked,
                edition=edition,
                term_ends=ends,
                vacancy=asked.vacancy or opened.vacancy,
            )
            yield msgspec.structs.replace(act, outcome=outcome)
