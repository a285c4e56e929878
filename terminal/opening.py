"""`open`: where an appointment begins."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec
import typer

from domain.acts import OPENING, Act, Entry
from domain.appointment import opening_entry
from domain.outcomes import Holder, Opened, Vacancy
from domain.parties import seat_of
from domain.terms import Term
from terminal import options, screen, surroundings, words
from terminal.asking import Envelope, answered, put, tried
from terminal.faults import Code, Stop, told, whole
from terminal.words import Seat

if TYPE_CHECKING:
    from ledger.book import Book


class Recorded(NamedTuple):
    """What the record knows of a seat: the last day of its term, who has held it, a vacancy."""

    term_ends: date | None = None
    holders: tuple[Holder, ...] = ()
    vacated: Term | None = None


def open_(
    office: options.Office,
    year: options.Year,
    vacancy: options.Vacancy = "",
    cause: options.VacatedBy = None,
    term_ends: options.TermEnds = "",
    holder: Annotated[
        list[str] | None,
        typer.Option(
            "--holder",
            metavar="HOLDER",
            help='Who holds or held it: "NAME, 2 terms, until DATE, of STATE"; once for each.',
        ),
    ] = None,
    edition: Annotated[
        str,
        typer.Option("--edition", metavar="NAME", help="Of the rules; by default that in force."),
    ] = "",
    on: options.OnOrToday = "",
    staff: options.Staff = "",
) -> Code:
    """Open an appointment and print its id. A second time gives the same receipt."""
    seat, of = words.seat_of(office), words.year(year)
    id_ = seat.in_the_year(of)
    vacant = words.vacancy_of(vacancy, cause)
    ends = words.day_of(term_ends) if term_ends else None
    holders = tuple(words.holder_of(each) for each in holder or ())
    with surroundings.ledger() as book:
        entries = surroundings.read(book, id_)
        begins = opening_entry(entries) is None
        day = words.days(on).earliest if on else surroundings.today()
        known = _as_recorded(book, seat, of, day, vacant) if begins else Recorded()
    from_the_record = known.term_ends if not (ends or vacant) else None
    if begins:
        if not (ends or vacant):
            _must_be_opened_as_vacant(known)
        words.must_say_when_it_ends(seat, ends or from_the_record, vacant)
    asked = Opened(
        seat.procedure.office,
        of,
        edition=words.text(edition),
        term_ends=ends or from_the_record,
        vacancy=vacant,
        party=seat.party,
        holders=holders or known.holders,
    )
    act = put(asked, Envelope(on=on, act_id=_opening_id(entries), staff=staff), entries)
    act = _as_asked_before(act, entries, on=bool(on), staff=bool(staff))
    answered(id_, tried(id_, act))
    if from_the_record:
        screen.complain(f"The term ends on {from_the_record}, as the register of terms has it.")
    screen.say(id_)
    return Code.DONE


def _opening_id(entries: tuple[Entry, ...]) -> str:
    """After a refused opening the id is spent, and the next one counts on."""
    refused = sum(1 for entry in entries if entry.refused and entry.act.startswith(OPENING))
    return OPENING if not refused else f"{OPENING}/{refused + 1}"


def _as_recorded(book: "Book", seat: Seat, year: int, on: date, vacant: Vacancy | None) -> Recorded:
    """What the register of terms says of a seat on a day; and where it contradicts itself."""
    from ledger.terms import register_of_terms

    office, party = seat.procedure.office, seat.party
    register, left_out = register_of_terms(book, office)
    for id_, broken in left_out.items():
        screen.complain(f"{id_} is left out of the register of terms: {told(broken)[1]}")
    for conflict in register.conflicts:
        if conflict.seat == seat_of(office, party):
            screen.complain(whole(f"{conflict.seat}: {conflict.because}"))
    last_day = vacant.on if vacant else None
    return Recorded(
        register.last_day(office, party, year),
        register.holders(office, party, on, vacant_after=last_day),
        register.vacancy(office, party, year),
    )


def _must_be_opened_as_vacant(known: Recorded) -> None:
    """A seat that fell vacant is not filled by the calendar of a term that ran out."""
    if term := known.vacated:
        raise words.bad(
            f"the term of {term.holder} ended on {term.until} by {term.cause} ({term.where}): open "
            f"it with --vacancy {term.until.latest} --cause {term.cause}, or give --term-ends"
        )


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
    seat, year = before.outcome.seat, before.outcome.year
    raise Stop(
        Code.REFUSED,
        f"{seat}/{year} is open already, and not as asked for now: `calends show {seat}/{year}`"
        f" shows how; `calends adopt {seat}/{year}` changes the edition or a part-session",
    )


def _likely(act: Act, opened: Opened) -> Iterator[Act]:
    """The record says more than what was asked: with each of its parts, or without."""
    asked = act.outcome
    assert isinstance(asked, Opened)
    parts = {
        "edition": ("", opened.edition),
        "term_ends": (None, opened.term_ends),
        "holders": ((), opened.holders),
    }
    if any(getattr(asked, part) not in known for part, known in parts.items()):
        return
    for said in product(*parts.values()):
        outcome = msgspec.structs.replace(
            asked,
            vacancy=asked.vacancy or opened.vacancy,
            **dict(zip(parts, said, strict=True)),
        )
        yield msgspec.structs.replace(act, outcome=outcome)
