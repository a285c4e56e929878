"""What a letter says of a term that ends, in one language: facts in words, and no look."""

from datetime import date

import msgspec

from domain.clauses import READINGS, Mark
from domain.expiries import NO_TEXT
from domain.phrases import Language
from domain.telling import Ground, Tense, named
from domain.watching import TermWarning, beginning, command_to_open, vacant_since


class TermTelling(msgspec.Struct, frozen=True):
    """What is said of one term. `days` is how far its end lies, in either direction.

    `certain`: the end is one day, and not several on which it may lie.
    `vacant_since` is empty unless the office fell vacant. `by` is the last day for setting the
    procedure in motion, empty where no text sets one, where the office is vacant, or where it
    cannot be computed; `late`: it has passed. `opened`: the appointment that is under way.
    """

    key: str
    seat: str
    holder: str
    since: str
    ends: str
    certain: bool
    short_end: str
    tense: Tense
    days: int
    vacant_since: str
    who: str
    next: str
    by: str
    short_by: str
    late: bool
    no_text: bool
    clause: Ground | None
    working: tuple[str, ...]
    readings: tuple[str, ...]
    assumed: bool
    opened: str
    command: str


def term_telling(warning: TermWarning, language: Language, on: date) -> TermTelling:
    """What is said of one term on a day."""
    of, term, last = warning.of, warning.of.term, warning.of.term.until.latest
    vacant, clause, by = vacant_since(of), of.clause, of.by
    return TermTelling(
        key=warning.key,
        seat=named(of.appointment, language).rpartition(", ")[0],
        holder=term.holder,
        since=language.marked(term.starts, term.mark),
        ends=language.weekday(last) if term.until.is_day else language.span(term.until),
        certain=term.until.is_day,
        short_end=language.day(last),
        tense=Tense.of(last, on),
        days=abs((last - on).days),
        vacant_since=language.day(vacant) if vacant else "",
        who=language.bodies[beginning(term.office).body],
        next=named(of.appointment, language),
        by=language.weekday(by.earliest) if by else "",
        short_by=language.day(by.earliest) if by else "",
        late=by is not None and by.earliest < on,
        no_text=of.note == NO_TEXT,
        clause=Ground(clause.id, language.about(clause)) if clause else None,
        working=tuple(language.working(by)) if by else (),
        readings=_readings(warning, language),
        assumed=of.mark is Mark.ASSUMED,
        opened=of.opened or "",
        command=command_to_open(of),
    )


def _readings(warning: TermWarning, language: Language) -> tuple[str, ...]:
    lines = warning.of.by.working if warning.of.by else ()
    numbers = dict.fromkeys(line.reading for line in lines if line.reading)
    return tuple(language.reading(READINGS[number]) for number in numbers)
