"""Who holds which office, as it is answered: the same for people and, as JSON, for programs.

The names of fields are promises to scripts. Days are as one types them; an empty text stands where
there is no day, no name, no clause.
"""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from domain.acts import Provenance
from domain.clauses import Mark
from domain.expiries import Upcoming
from domain.forms import typed_span
from domain.languages import ENGLISH
from domain.procedures import PROCEDURES
from domain.reckoning import Span
from domain.terms import Acting, Ending, RegisterOfTerms, Term
from terminal.screen import many


class Held(msgspec.Struct, frozen=True):
    """Somebody's term. `terms`: how many she or he has then held; `entry`: of the import, or 0."""

    seat: str
    office: str
    party: str
    holder: str
    nationality: str
    starts: str
    last_day: str
    ended: str
    cause: str
    terms: int
    may_stand_again: bool
    clause: str
    mark: Provenance
    source: str
    reference: str
    entry: int


class Acted(msgspec.Struct, frozen=True):
    """Somebody acts while the office stands empty; `deputy`: the Deputy Secretary General."""

    seat: str
    name: str
    deputy: bool
    starts: str
    until: str
    mark: Provenance
    source: str


class Next(msgspec.Struct, frozen=True):
    """What follows the last term of a seat. `note` says why there is no day to be kept."""

    seat: str
    holder: str
    ends: str
    appointment: str
    set_in_motion_by: str
    clause: str
    mark: str
    note: str
    opened: str


class Answer(msgspec.Struct, frozen=True):
    """The part of the register that was asked for."""

    on: date
    terms: tuple[Held, ...]
    acting: tuple[Acted, ...]
    next: tuple[Next, ...]
    conflicts: tuple[str, ...]
    left_out: tuple[str, ...]


class Seat(msgspec.Struct, frozen=True):
    """What is shown of a seat: the terms and acting periods, and what comes next."""

    name: str
    terms: tuple[Term, ...]
    acting: tuple[Acting, ...]
    next: Upcoming | None


def held(term: Term, register: RegisterOfTerms) -> Held:
    """A term as JSON."""
    again = register.stands_again(term.office, term.holder, term.starts.latest)
    return Held(
        term.seat,
        term.office,
        term.party,
        term.holder,
        term.nationality,
        typed_span(term.starts),
        typed_span(term.last_day),
        typed_span(term.ended) if term.ended else "",
        term.cause or "",
        again.terms,
        again.yes,
        again.clause.id if again.clause else "",
        term.mark,
        term.source or "import",
        term.reference,
        term.entry,
    )


def acted(acting: Acting) -> Acted:
    """An acting period as JSON."""
    return Acted(
        acting.seat,
        acting.name,
        acting.deputy,
        typed_span(acting.begins),
        typed_span(acting.until) if acting.until else "",
        acting.mark,
        acting.source,
    )


def next_(upcoming: Upcoming) -> Next:
    """What follows, as JSON."""
    return Next(
        upcoming.term.seat,
        upcoming.term.holder,
        typed_span(upcoming.term.until),
        upcoming.appointment,
        typed_span(upcoming.by.span) if upcoming.by else "",
        upcoming.clause.id if upcoming.clause else "",
        upcoming.mark or "",
        upcoming.note,
        upcoming.opened or "",
    )


def lines(seat: Seat, register: RegisterOfTerms, on: date, *, sources: bool) -> Iterator[str]:
    """A seat for people: a line for each term, and what may and must follow."""
    yield seat.name
    periods: list[Term | Acting] = sorted((*seat.terms, *seat.acting), key=_begins)
    for each in periods:
        remarks = [*_remarks(each, on), *(_where(each) if sources else ())]
        said = "; ".join((_sentence(each), *remarks))
        yield f"  {said}"
    if not periods:
        begun = any(term.starts.earliest <= on for term in register.of_seat(seat.name))
        yield "  vacant" if begun else "  nobody is known"
    for term in seat.terms[-1:]:
        again = register.stands_again(term.office, term.holder, on)
        number = many(again.terms, "term")
        clause = f" ({again.clause})" if again.clause else ""
        yield f"  {number}: may {'' if again.yes else 'not '}stand again{clause}"
    if seat.next:
        yield f"  next: {what_follows(seat.next, on)}"


def sentence_of(term: Term) -> str:
    """A term as one says it."""
    return "; ".join((_sentence(term), *_ended(term)))


def _begins(of: Term | Acting) -> date:
    return of.starts.earliest if isinstance(of, Term) else of.begins.earliest


def _sentence(of: Term | Acting) -> str:
    if isinstance(of, Term):
        nationality = f" ({of.nationality})" if of.nationality else ""
        return f"{between(of.starts, of.until)}: {of.holder}{nationality}"
    title = "the Deputy Secretary General" if of.deputy else "whom the Ministers have named"
    who = f"{of.name}, {title}," if of.name else title
    days = between(of.begins, of.until) if of.until else f"{ENGLISH.span(of.begins)} on"
    return f"{days}: {who} acts (DSG A)"


def between(first: Span, last: Span, mark: str = "") -> str:
    """1 October 2009 to 30 September 2014; where one of them is not known to the day, a dash."""
    to = "to" if first.is_day and last.is_day else "–"
    return f"{ENGLISH.marked(first, mark)} {to} {ENGLISH.span(last)}"


def _remarks(of: Term | Acting, on: date) -> Iterator[str]:
    if isinstance(of, Term):
        yield from _ended(of)
        stays = PROCEDURES[of.office].stays
        if stays and of.ended is None and of.until.latest < on:
            yield f"in office until replaced ({stays})"
    if mark := ENGLISH.mark(of.mark):
        yield mark


def _ended(term: Term) -> Iterator[str]:
    if term.ended:
        by = {None: "early", Ending.SUCCESSOR: "by the start of a successor"}
        how = by.get(term.cause) or f"by {term.cause}"
        to = "to" if term.last_day.is_day else "to a day"
        yield f"ended {how}, computed {to} {ENGLISH.span(term.last_day)}"


def _where(of: Term | Acting) -> Iterable[str]:
    if isinstance(of, Acting):
        return (of.source,)
    entry = f"entry {of.entry}" if of.source and of.entry else ""
    return filter(None, (of.where, entry, of.reference))


def what_follows(upcoming: Upcoming, on: date) -> str:
    if upcoming.opened:
        return f"{upcoming.opened}, under way"
    if upcoming.by is None:
        return f"{upcoming.appointment} ({upcoming.note})"
    firm = f"{upcoming.clause} [{upcoming.mark}]"
    assumed = ", assumed" if upcoming.mark is Mark.ASSUMED else ""
    late = "; overdue" if upcoming.by.latest < on else ""
    by = "by" if upcoming.by.span.is_day else "by a day"
    day = ENGLISH.span(upcoming.by.span)
    return f"{upcoming.appointment}, to be set in motion {by} {day} ({firm}{assumed}){late}"
