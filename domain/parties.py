"""The Parties that have a seat: a dated table, by the word that stands in an appointment's id."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from domain.tables import rows


class Party(NamedTuple):
    """A Party, its names, and until when it was a member State, or bound by the Convention."""

    key: str
    name_en: str
    name_fr: str
    member_until: date | None
    convention_until: date | None

    def is_a_member_on(self, of: date) -> bool:
        """Whether it is a member State of the Council of Europe on a day."""
        return self.member_until is None or of <= self.member_until


def seat_of(office: str, party: str = "") -> str:
    """The office, and the Party where each has one: judge/andorra."""
    return f"{office}/{party}" if party else office


@lru_cache(maxsize=1)
def parties() -> Mapping[str, Party]:
    """All of them, by key."""
    return {
        row["party"]: Party(
            row["party"],
            row["name_en"],
            row["name_fr"],
            _day(row["member_until"]),
            _day(row["convention_until"]),
        )
        for row in rows("parties.csv")
    }


def is_a_member_state(name: str, of: date) -> bool:
    """Whether a State, by its English name, is a member of the Council of Europe on a day."""
    return any(each.name_en == name and each.is_a_member_on(of) for each in parties().values())


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
