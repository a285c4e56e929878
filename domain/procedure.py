"""What a procedure is to the drivers: an office, its dated editions, its branches, its workflow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from domain.acts import BadAct
from domain.bodies.office import Term
from domain.candidates import Name, Roll
from domain.clauses import Clause
from domain.outcomes import Offset, Opened, Outcome
from domain.parties import Party, parties
from domain.reckoning import Reckoned, Span
from domain.stages import Script


class Terms(NamedTuple):
    """How many terms somebody may hold an office, and the clause that says so.

    None where the clause lets the holder stand again without limit.
    """

    most: int | None
    clause: Clause

    def bar(self, held: int) -> bool:
        """Whether somebody who has held the office for so many terms may not stand again."""
        return self.most is not None and held >= self.most


class Mandate(NamedTuple):
    """How a procedure ends: who takes office, from when, until when."""

    elected: Name
    starts: Span
    last_day: Reckoned


@dataclass(frozen=True)
class Edition:
    """A procedure as the texts in force since a day have it. It stays for ever.

    `calendar`: whether months are known for its steps, from a text, from practice, or assumed.
    """

    name: str
    since: date
    script: Callable[[Opened, Roll], Script[Mandate]]
    texts: str
    calendar: bool = True


@dataclass(frozen=True)
class Procedure:
    """A kind of appointment.

    `branches` name, for each branch, the outcomes that differ from the expected ones, by stage
    with its occurrence. `vacancy` is the clause by which the office falls vacant before its term
    ends. `term_ends` gives the last day of the outgoing term of a year where no earlier appointment
    says it; None where it must be asked for. `names` is how many a forecast puts on the list.
    `by_party`: there is one seat for each Party. `terms` is how often somebody may hold the office;
    None where no text speaks of it. `months` is the timetable that is laid over it, if it is data.
    `length` is that of a term. `set_in_motion` gives the last day for setting the procedure in
    motion, from the last day of a term and the days off; None where no text sets one. `stays` is
    the clause that keeps the holder in office until replaced, `one_nationality` that by which no
    two members are of one nationality. `bound_until` gives the last day on which a Party that has
    left had a seat.
    """

    office: str
    workflow: str
    editions: tuple[Edition, ...]
    branches: Mapping[str, Mapping[str, Outcome]]
    vacancy: Clause
    term_ends: Callable[[int], date] | None = None
    names: int = 2
    by_party: bool = False
    terms: Terms | None = None
    months: Callable[[], tuple[Offset, ...]] = tuple
    length: Term | None = None
    set_in_motion: Callable[[Reckoned, frozenset[date]], Reckoned] | None = None
    stays: Clause | None = None
    one_nationality: Clause | None = None
    bound_until: Callable[[Party], date | None] | None = None

    def must_have_a_party(self, party: str) -> None:
        """Raises BadAct where a seat is not named by its Party, or by one that there is not."""
        if not self.by_party:
            if party:
                raise BadAct(f"{self.office} has no seats by Party: write {self.office}/YEAR")
        elif not party:
            raise BadAct(f"{self.office} has a seat for each Party: write {self.office}/PARTY/YEAR")
        elif party not in parties():
            near = get_close_matches(party, parties(), n=1, cutoff=0.0)[0]
            raise BadAct(f"no Party {party!r} is known; the nearest is {near}")

    def edition_on(self, of: date) -> Edition | None:
        """The edition in force on a day."""
        in_force = [edition for edition in self.editions if edition.since <= of]
        return in_force[-1] if in_force else None

    def edition(self, name: str) -> Edition | None:
        """The edition of a name."""
        return next((edition for edition in self.editions if edition.name == name), None)
