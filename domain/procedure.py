"""What a procedure is to the drivers: an office, its dated editions, its branches, its workflow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from domain.candidates import Name, Roll
from domain.outcomes import Opened, Outcome
from domain.reckoning import Reckoned, Span
from domain.stages import Script


class Mandate(NamedTuple):
    """How a procedure ends: who takes office, from when, until when."""

    elected: Name
    starts: Span
    last_day: Reckoned


@dataclass(frozen=True)
class Edition:
    """A procedure as the texts in force since a day have it. It stays for ever."""

    name: str
    since: date
    script: Callable[[Opened, Roll], Script[Mandate]]
    texts: str


@dataclass(frozen=True)
class Procedure:
    """A kind of appointment.

    `branches` name, for each branch, the outcomes that differ from the expected ones, by stage
    with its occurrence. `term_ends` gives the last day of the outgoing term of a year where no
    earlier appointment says it.
    """

    office: str
    workflow: str
    editions: tuple[Edition, ...]
    branches: Mapping[str, Mapping[str, Outcome]]
    term_ends: Callable[[int], date]

    def edition_on(self, of: date) -> Edition | None:
        """The edition in force on a day."""
        in_force = [edition for edition in self.editions if edition.since <= of]
        return in_force[-1] if in_force else None

    def edition(self, name: str) -> Edition | None:
        """The edition of a name."""
        return next((edition for edition in self.editions if edition.name == name), None)
