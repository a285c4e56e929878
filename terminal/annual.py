"""`audit --all`: the annual report, over all appointments that had a step in a time."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from domain.appointment import Misfit
from domain.phrases import Language
from ledger.errors import NotOurs
from terminal import files, screen, surroundings, words
from terminal.audits import audited
from terminal.faults import Code, told

if TYPE_CHECKING:
    from domain.audit.punctuality import LeftOut, Punctuality
    from domain.audit.records import Audit
    from ledger.book import Book

YEAR = 4  # digits


def annual(
    first: str, last: str, known_on: str, language: Language, *, pdf: str, out: str, json: bool
) -> Code:
    """Punctuality by stage and by body. Whoever cannot be read is named, and left out."""
    for file in filter(None, (pdf, out)):
        files.must_be_new(Path(file))
    known = words.past_day_of(known_on, surroundings.today()) if known_on else None
    found = _found(*_time(first, last), known)
    if pdf:
        from reports.annual.report import sheet
        from reports.typesetting import typeset

        files.write_report(Path(pdf), typeset("annual", sheet(found, language), found.last))
    if json:
        files.tell(screen.as_json(found), out)
    elif out or not pdf:
        from reports.annual.report import text

        files.tell(text(found, language), out)
    for each in found.left_out:
        screen.complain(f"{each.appointment} is left out: {each.because}")
    return Code.BROKEN if found.left_out else Code.DONE


def _time(first: str, last: str) -> tuple[date, date]:
    """From the first day to the last, of years or as given."""
    if not (first and last):
        raise words.bad("a report on all appointments needs --from and --to: a year, or a day")
    since = date(words.year(first), 1, 1) if len(first) == YEAR else words.day_of(first)
    until = date(words.year(last), 12, 31) if len(last) == YEAR else words.day_of(last)
    if until < since:
        raise words.bad(f"a time cannot end on {until}, before it begins on {since}")
    return since, until


def _found(first: date, last: date, known_on: date | None) -> "Punctuality":
    from domain.audit.punctuality import LeftOut, punctuality

    left_out: list[LeftOut] = []
    with surroundings.ledger() as book:
        audits = tuple(_audits(book, last, known_on, left_out))
    return punctuality(audits, first, last, left_out)


def _audits(
    book: "Book", last: date, known_on: date | None, left_out: "list[LeftOut]"
) -> Iterator["Audit"]:
    """All of them as they stood at the end of the time, by what is known today or was then."""
    from domain.audit.punctuality import LeftOut

    as_of = last if last < surroundings.today() else None
    for each in book.appointments():
        try:
            found = audited(book, each, as_of=as_of, known_on=known_on)
        except (Misfit, NotOurs) as error:
            left_out.append(LeftOut(each, told(error)[1]))
        else:
            if found:
                yield found
