"""What people type, understood: offices, years, days, stages, fields. Bad words stop the command.

The days of Calends lie between 1950 and 2100: beyond them its tables end, and so do its sums.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from domain.acts import AppointmentId, Identity
from domain.candidates import Name, name
from domain.forms import read_holder, read_span
from domain.languages import LANGUAGES
from domain.outcomes import BY_STAGE, Holder, Vacancy, VacancyCause
from domain.phrases import Language
from domain.procedure import Procedure
from domain.procedures import PROCEDURES
from domain.reckoning import Span
from terminal.faults import Code, Stop, nearest

FIRST_YEAR, LAST_YEAR = 1950, 2100
LONGEST_NUMBER = 10  # digits
GRAMMAR = 'write FIELD=VALUE, as in names="A; B", votes="A=92; B=79" or closing=2029-01-10'


class Seat(NamedTuple):
    """An office, and the Party whose seat it is where each has one: judge/andorra."""

    procedure: Procedure
    party: str

    def in_the_year(self, year: int) -> AppointmentId:
        """The appointment to it."""
        return Identity(self.procedure.office, self.party, year).id


def bad(sentence: str) -> Stop:
    """Bad input, in one sentence."""
    return Stop(Code.BAD_INPUT, sentence)


def procedure_of(office: str) -> Procedure:
    """The procedure of an office."""
    procedure = PROCEDURES.get(office)
    if procedure is None:
        raise bad(f"No office {printable(office)} is known{nearest(office, PROCEDURES)}")
    return procedure


def seat_of(typed: str) -> Seat:
    """A seat: an office, with its Party where each has one. Raises BadAct for no Party of ours."""
    office, slash, party = typed.partition("/")
    procedure = procedure_of(office)
    if slash and not procedure.by_party:
        raise bad(f"{office} has no seats by Party: write {office}")
    if procedure.by_party and not party:
        raise bad(f"{office} has a seat for each Party: write it as in {office}/andorra")
    procedure.must_have_a_party(party)
    return Seat(procedure, party)


def vacancy_of(on: str, cause: VacancyCause | None) -> Vacancy | None:
    """A vacancy from its two options, which are given together."""
    if bool(on) != bool(cause):
        causes = ", ".join(VacancyCause)
        raise bad(f"a vacancy needs both --vacancy DATE and --cause, one of {causes}")
    return Vacancy(day_of(on), cause) if cause else None


def must_say_when_it_ends(seat: Seat, ends: date | None, vacancy: Vacancy | None) -> None:
    """No text says when a term of some offices ends: then the person must."""
    if seat.procedure.term_ends is None and not (ends or vacancy):
        raise bad(
            f"no text says when a term of {seat.procedure.office} ends: give its last day with "
            "--term-ends DATE, or a vacancy with --vacancy DATE --cause CAUSE"
        )


def holder_of(text: str) -> Holder:
    """A holder: the name, then if need be so many terms, until a day, of a nationality."""
    try:
        holder = read_holder(printable(text))
    except ValueError as error:
        raise bad(str(error)) from None
    if holder.until:
        days(holder.until.isoformat())
    return holder


def person(typed: str) -> Name:
    """The name of a person, as the record writes it."""
    try:
        return name(printable(typed))
    except ValueError as error:
        raise bad(str(error)) from None


def year(typed: str) -> int:
    """A year that Calends can reckon with."""
    of = number(typed, "a year, as in 2029")
    if not FIRST_YEAR <= of <= LAST_YEAR:
        raise bad(f"{of} is not a year between {FIRST_YEAR} and {LAST_YEAR}")
    return of


def number(typed: str, what: str) -> int:
    """A whole number; `what` says of what kind."""
    if not (typed.isascii() and typed.isdecimal() and len(typed) < LONGEST_NUMBER):
        raise bad(f"{typed!a} is not {what}")
    return int(typed)


def branch_of(procedure: Procedure, name: str) -> str:
    """A branch of a procedure."""
    if name not in procedure.branches:
        raise bad(
            f"{procedure.office} has no branch {printable(name)}{nearest(name, procedure.branches)}"
        )
    return name


def language_of(code: str) -> Language:
    """One of the languages."""
    if code not in LANGUAGES:
        raise bad(f"{printable(code)} is not a language of ours{nearest(code, LANGUAGES)}")
    return LANGUAGES[code]


def days(text: str) -> Span:
    """A day, or two with .. between them."""
    try:
        span = read_span(text.strip())
    except ValueError as error:
        raise bad(str(error)) from None
    for end in (span.earliest, span.latest):
        if not FIRST_YEAR <= end.year <= LAST_YEAR:
            raise bad(f"{end} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return span


def day_of(text: str) -> date:
    """One day."""
    span = days(text)
    if not span.is_day:
        raise bad(f"{text} is not one day: write it as in 2029-06-26")
    return span.earliest


def past_day_of(text: str, today: date) -> date:
    """One day that has come."""
    of = day_of(text)
    if of > today:
        raise bad(f"{of} lies in the future (today is {today}): `calends show` tells what is ahead")
    return of


def stage_of(text: str, known: Iterable[str] = tuple(BY_STAGE)) -> str:
    """A stage with or without its occurrence: list, list/2."""
    known = tuple(known)
    key, slash, number = text.strip().partition("/")
    if key not in known or (slash and not (number.isdecimal() and int(number) > 0)):
        raise bad(f"No stage {printable(text)} is known{nearest(key, known)}")
    return text.strip() if slash and number != "1" else key


def fields_of(texts: Sequence[str]) -> Mapping[str, str]:
    """FIELD=VALUE words, each field once."""
    values: dict[str, str] = {}
    for text in texts:
        key, equals, value = printable(text).partition("=")
        key = key.strip()
        if not equals or not key:
            raise bad(f"{text} is not a field: {GRAMMAR}")
        if key in values:
            raise bad(f"the field {key} is given twice: {GRAMMAR}")
        values[key] = value.strip()
    return values


def text(typed: str) -> str:
    """A text on one line."""
    return printable(" ".join(typed.split()))


def printable(text: str) -> str:
    """A text of letters and signs. What a terminal would obey or could not show is bad input."""
    if not text.isprintable():
        raise bad(f"{text!a} contains a character that cannot be shown: leave it out")
    return text
