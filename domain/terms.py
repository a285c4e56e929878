"""The register of terms: who holds which office, from when to when, and who may stand again.

It is drawn from what the appointments say and from what was imported, and is stored nowhere: a
correction of either is a correction of the register. Two sources may speak of one term; where they
contradict each other, or two people would hold one office at once, a conflict says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import msgspec

from domain.acts import AppointmentId, Provenance
from domain.candidates import Name, must_be_names
from domain.clauses import Clause
from domain.outcomes import Holder, Quotable
from domain.parties import seat_of
from domain.procedures import PROCEDURES
from domain.reckoning import A_DAY, Span


class Ending(StrEnum):
    """Why a term ended before its last day."""

    SUCCESSOR = "successor"  # somebody else took up office
    DEATH = "death"
    RESIGNATION = "resignation"
    DISMISSAL = "dismissal"  # ECHR 23: by the other judges


class Term(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody's time in an office.

    `last_day` is the one that the text gives it, `ended` the last in fact where that came earlier.
    `source` is the appointment that filled the office; `entry` is that of the import, 0 where
    there is none.
    """

    office: str
    holder: Name
    starts: Span
    last_day: Span
    party: str = ""
    nationality: str = ""
    ended: Span | None = None
    cause: Ending | None = None
    mark: Provenance = Provenance.SEEN
    reference: Quotable = ""
    source: str = ""
    entry: int = 0

    def __post_init__(self) -> None:
        must_be_names(self.holder, *filter(None, [self.nationality]))
        if self.last_day.latest < self.starts.earliest:
            raise ValueError(f"the last day {self.last_day} lies before the start {self.starts}")
        if self.cause and not self.ended:
            raise ValueError(f"{self.cause} ends a term on some day: give it in ended")
        if self.ended and self.ended.latest < self.starts.earliest:
            raise ValueError(f"it cannot have ended on {self.ended}, before {self.starts}")
        if self.ended and self.ended.earliest > self.last_day.latest:
            raise ValueError(
                f"it cannot have ended on {self.ended}, after its last day {self.last_day}"
            )

    @property
    def seat(self) -> str:
        """The office, and the Party where each has one: judge/andorra."""
        return seat_of(self.office, self.party)

    @property
    def until(self) -> Span:
        """The last day in office."""
        return self.ended or self.last_day

    @property
    def vacated(self) -> bool:
        """Whether the office fell vacant before the term was over."""
        return self.ended is not None and self.cause not in (None, Ending.SUCCESSOR)

    @property
    def where(self) -> str:
        """Where it is written down: an appointment, or an entry of the import."""
        return self.source or f"entry {self.entry} of the import"

    def runs_on(self, of: date) -> bool:
        """Whether its holder may be in office on a day."""
        return self.starts.earliest <= of <= self.until.latest

    def overlaps(self, later: "Term") -> bool:
        """Whether another that starts no earlier begins while it runs, for certain."""
        return later.starts.latest <= self.until.earliest


class Acting(msgspec.Struct, frozen=True, omit_defaults=True):
    """DSG A: somebody acts while the office stands empty. Without a name it is not on record."""

    seat: str
    begins: Span
    name: str = ""
    deputy: bool = True
    until: Span | None = None
    mark: Provenance = Provenance.SEEN
    source: str = ""


class Vacated(NamedTuple):
    """The last day of a holder who is gone, as the opening of an appointment has it."""

    on: date
    cause: Ending
    source: str


class Told(NamedTuple):
    """What one appointment says of its seat. `under_way`: nobody has taken office by it yet."""

    seat: str
    appointment: AppointmentId
    term: Term | None = None
    vacated: Vacated | None = None
    acting: tuple[Acting, ...] = ()
    under_way: bool = False


class Conflict(NamedTuple):
    """Two sources that cannot both be right, in one sentence."""

    seat: str
    because: str


class StandsAgain(NamedTuple):
    """Whether somebody may stand again after so many terms, and the clause that says so."""

    yes: bool
    clause: Clause | None
    terms: int


@dataclass(frozen=True)
class RegisterOfTerms:
    """All terms by seat and start, who acted meanwhile, and what does not fit together."""

    terms: tuple[Term, ...]
    acting: tuple[Acting, ...]
    conflicts: tuple[Conflict, ...]
    under_way: Mapping[str, AppointmentId]

    @property
    def seats(self) -> tuple[str, ...]:
        """Every seat that is known, in the order of the procedures."""
        known = {term.seat for term in self.terms} | {acting.seat for acting in self.acting}
        order = tuple(PROCEDURES)
        return tuple(sorted(known, key=lambda seat: (order.index(seat.partition("/")[0]), seat)))

    def of_seat(self, seat: str) -> tuple[Term, ...]:
        """The terms of a seat, the first one first."""
        return tuple(term for term in self.terms if term.seat == seat)

    def held_on(self, seat: str, of: date) -> Term | None:
        """The term that runs on a day; past its end where the office is kept until replaced."""
        begun = [term for term in self.of_seat(seat) if term.starts.earliest <= of]
        if not begun:
            return None
        last = begun[-1]
        stays = PROCEDURES[last.office].stays and last.ended is None
        return last if stays or last.runs_on(of) else None

    def acting_on(self, seat: str, of: date) -> Acting | None:
        """Who acts on a day."""
        return next(
            (
                each
                for each in reversed(self.acting)
                if each.seat == seat
                and each.begins.earliest <= of
                and (each.until is None or of <= each.until.latest)
            ),
            None,
        )

    def number_of_terms(self, office: str, name: Name, by: date) -> int:
        """For how many terms somebody has held an office by a day, whatever the seat."""
        return sum(
            1
            for term in self.terms
            if (term.office, term.holder) == (office, name) and term.starts.earliest <= by
        )

    def stands_again(self, office: str, name: Name, on: date) -> StandsAgain:
        """ECHR 23, COM 11, CPT 5.3, REG 8.b: whether somebody may stand again."""
        held, limit = self.number_of_terms(office, name, on), PROCEDURES[office].terms
        if limit is None:
            return StandsAgain(yes=True, clause=None, terms=held)
        return StandsAgain(not limit.bar(held), limit.clause, held)

    # -- For the opening of an appointment -----------------------------------------------------

    def last_day(self, office: str, party: str, year: int) -> date | None:
        """The last day of the term after which a mandate of that year begins.

        None where no term ends so, where its day is not certain, or where the office fell vacant.
        """
        days = [
            term.last_day.latest
            for term in self.of_seat(seat_of(office, party))
            if term.last_day.is_day and not term.vacated
        ]
        return next((of for of in reversed(days) if (of + A_DAY).year == year), None)

    def vacancy(self, office: str, party: str, year: int) -> Term | None:
        """The term after which a seat fell vacant in a year."""
        return next(
            (
                term
                for term in reversed(self.of_seat(seat_of(office, party)))
                if term.vacated and term.until.latest.year == year
            ),
            None,
        )

    def holders(
        self, office: str, party: str, on: date, *, vacant_after: date | None = None
    ) -> tuple[Holder, ...]:
        """Reading 19: who has held the office when an appointment is opened on a day.

        CPT 4.3: of the seats of other Parties those who are members on that day. `vacant_after`
        is the last day of a holder who is gone.
        """
        seat, shared = seat_of(office, party), PROCEDURES[office].one_nationality
        until: dict[Name, date] = {}
        nationalities: dict[Name, str] = {}
        for term in self.terms:
            own = term.seat == seat and term.starts.earliest <= on
            other = shared and term.office == office and term.runs_on(on)
            if not own and not other:
                continue
            last = term.until.latest
            until[term.holder] = min(last, vacant_after) if vacant_after and own else last
            nationalities[term.holder] = term.nationality or nationalities.get(term.holder, "")
        return tuple(
            Holder(name, self.number_of_terms(office, name, on), nationalities[name], last)
            for name, last in until.items()
        )
