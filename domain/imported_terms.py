"""Terms that no appointment of ours has filled: a table of them, and how it stands in the ledger.

The rows stand in a stream of their own. A row that turns out to be wrong, or out of date, is
followed by a correction that says how it should read; nothing is edited.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from domain.acts import Provenance
from domain.bodies.office import last_day_of_the_term
from domain.candidates import name
from domain.forms import one_of, read_cell, read_quotable, read_span, typed_span
from domain.merging import merge
from domain.outcomes import MandateStarted, Quotable
from domain.procedure import Procedure
from domain.procedures import PROCEDURES
from domain.reckoning import Span
from domain.streams import StreamEntry, StreamMisfit, in_order
from domain.terms import Conflict, Ending, Term, Told
from domain.wording import must_lie_in_reach

COLUMNS = (
    "office",
    "party",
    "holder",
    "nationality",
    "starts",
    "last_day",
    "ended",
    "mark",
    "source",
)


class TermStep(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True):
    """The common root of all that stands in the stream. The tags are stored for ever."""


class TermImported(TermStep, tag="term-imported/1", frozen=True):
    """A row of the table."""

    term: Term


class TermCorrected(TermStep, tag="term-corrected/1", frozen=True):
    """How a row should read; without a term it should not stand at all."""

    corrects: int
    reason: Quotable
    term: Term | None = None

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("a correction has a reason: say why")


class TermEntry(StreamEntry[TermImported | TermCorrected], frozen=True, omit_defaults=True):
    """What was written in the stream. Never edited."""

    staff: str = ""


class Row(NamedTuple):
    """A term, and the line of the table on which it stands."""

    line: int
    term: Term


class BadRow(ValueError):
    """A row that cannot be entered: which line, and why. Nothing was entered."""

    def __init__(self, line: int, because: str) -> None:
        super().__init__(f"line {line}: {because}")
        self.line = line


_ENTRY = msgspec.json.Decoder(TermEntry)


def read_term_entry(raw: bytes) -> TermEntry:
    """An entry from its stored JSON."""
    return _ENTRY.decode(raw)


def as_they_stand(entries: Iterable[TermEntry]) -> dict[int, Term]:
    """The rows by the numbers of their entries, as they now read. Raises StreamMisfit."""
    terms: dict[int, Term] = {}
    rows: set[int] = set()
    for entry in in_order(entries):
        number = entry.number
        match entry.step:
            case TermImported(term=term):
                rows.add(number)
                terms[number] = msgspec.structs.replace(term, entry=number)
            case TermCorrected(corrects=corrects) if corrects not in rows:
                raise StreamMisfit(entry, f"entry {corrects} is no row of a table")
            case TermCorrected(corrects=corrects, term=None):
                terms.pop(corrects, None)
            case TermCorrected(corrects=corrects, term=term):
                assert term is not None
                terms[corrects] = msgspec.structs.replace(term, entry=corrects)
    return terms


# -- A row as it is typed ----------------------------------------------------------------------


def term_of(cells: Mapping[str, str]) -> Term:
    """A term from the cells of its row. Raises ValueError with one sentence."""
    procedure = _procedure(cells["office"])
    _must_be_a_seat(procedure, cells["party"])
    starts, last_day = read_cell("starts", read_span, cells["starts"]), cells["last_day"]
    ended, _, cause = cells["ended"].partition(" ")
    if ended and not cause:
        raise ValueError(f"ended: say after {ended} why, one of {', '.join(Ending)}")
    nationality, source = cells["nationality"], cells["source"]
    term = Term(
        procedure.office,
        read_cell("holder", name, cells["holder"]),
        starts,
        read_cell("last_day", read_span, last_day) if last_day else _computed(procedure, starts),
        party=cells["party"],
        nationality=read_cell("nationality", name, nationality) if nationality else "",
        ended=read_cell("ended", read_span, ended) if ended else None,
        cause=Ending(read_cell("ended", one_of(Ending), cause)) if cause else None,
        mark=Provenance(read_cell("mark", one_of(Provenance), cells["mark"])),
        reference=read_cell("source", read_quotable, source) if source else "",
    )
    must_lie_in_reach(term)
    return term


def cells_of(term: Term) -> dict[str, str]:
    """A term as it is typed."""
    ended = f"{typed_span(term.ended)} {term.cause or ''}".rstrip() if term.ended else ""
    return {
        "office": term.office,
        "party": term.party,
        "holder": term.holder,
        "nationality": term.nationality,
        "starts": typed_span(term.starts),
        "last_day": typed_span(term.last_day),
        "ended": ended,
        "mark": term.mark.value,
        "source": term.reference,
    }


def _procedure(office: str) -> Procedure:
    if office not in PROCEDURES:
        raise ValueError(f"no office {office!r} is known; known: {', '.join(PROCEDURES)}")
    return PROCEDURES[office]


def _must_be_a_seat(procedure: Procedure, party: str) -> None:
    if procedure.by_party and not party:
        raise ValueError(f"{procedure.office} has a seat for each Party: name it in party")
    if party and not procedure.by_party:
        raise ValueError(f"{procedure.office} has no seats by Party: leave party empty")
    procedure.must_have_a_party(party)


def _computed(procedure: Procedure, starts: Span) -> Span:
    """REG 8.a, ECHR 23, COM 11, CPT 5.3: so many years from the start, less a day."""
    if procedure.length is None:
        raise ValueError(f"no text says how long a term of {procedure.office} is: give last_day")
    return last_day_of_the_term(MandateStarted(), starts, procedure.length).span


# -- What may be entered -----------------------------------------------------------------------


def imported(
    entries: Sequence[TermEntry],
    rows: Sequence[Row],
    told: Sequence[Told],
    *,
    now: datetime,
    staff: str = "",
) -> tuple[TermEntry, ...]:
    """The new entries for the rows of a table; none for a row that stands already.

    Raises BadRow at the first that contradicts what is known: all of them are entered, or none.
    """
    standing = as_they_stand(entries)
    lines: dict[int, int] = {}
    new: list[TermEntry] = []
    for row in rows:
        if _stands(standing, row, lines):
            continue
        number = len(entries) + len(new) + 1
        standing[number] = msgspec.structs.replace(row.term, entry=number)
        lines[number] = row.line
        if conflict := _first_conflict(told, standing, without=number):
            raise BadRow(row.line, _by_lines(conflict.because, lines))
        new.append(TermEntry(number, TermImported(row.term), now, staff))
    return tuple(new)


def corrected(
    entries: Sequence[TermEntry],
    number: int,
    term: Term | None,
    told: Sequence[Told],
    *,
    reason: str,
    now: datetime,
    staff: str = "",
) -> TermEntry | None:
    """The entry by which a row that stands reads otherwise, or is struck out.

    None where it reads so already.
    Raises ValueError where what is known would then contradict itself.
    """
    before = as_they_stand(entries)
    if msgspec.structs.replace(before[number], entry=0) == term:
        return None
    after = {n: each for n, each in before.items() if n != number}
    if term:
        after[number] = msgspec.structs.replace(term, entry=number)
        if conflict := _first_conflict(told, after, without=number):
            raise ValueError(conflict.because)
    return TermEntry(len(entries) + 1, TermCorrected(number, reason, term), now, staff)


def _stands(standing: Mapping[int, Term], row: Row, lines: Mapping[int, int]) -> bool:
    """Whether the same row was entered before. Raises BadRow where it was, and otherwise."""
    for number, term in standing.items():
        if (term.seat, term.holder, term.starts) == (
            row.term.seat,
            row.term.holder,
            row.term.starts,
        ):
            if number in lines:
                raise BadRow(row.line, f"this term stands on line {lines[number]} too")
            if msgspec.structs.replace(term, entry=0) != row.term:
                raise BadRow(
                    row.line,
                    f"entry {number} has this term otherwise: `calends terms-correct {number}` "
                    "says how it should read",
                )
            return True
    return False


def _first_conflict(
    told: Sequence[Told], terms: Mapping[int, Term], *, without: int
) -> Conflict | None:
    """The first conflict of a seat that there would not be without one of its rows."""
    seat = terms[without].seat
    appointments = [each for each in told if each.seat == seat]
    own = {number: term for number, term in terms.items() if term.seat == seat}
    others = [term for number, term in own.items() if number != without]
    known = merge(appointments, others).conflicts
    found = merge(appointments, own.values()).conflicts
    return next((each for each in found if each not in known), None)


def _by_lines(because: str, lines: Mapping[int, int]) -> str:
    """Rows that are only being entered are known by their lines."""
    for number, line in lines.items():
        because = because.replace(f"entry {number} of the import", f"line {line}")
    return because
