"""Who stands on a list that a Party puts forward, with what must be known of each of them.

A date of birth is asked for, tested and not kept: what is kept is on which side of 65 somebody
stands on the day of the test.
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from domain.candidates import Name, must_be_names, name
from domain.clauses import ECHR_21
from domain.reckoning import given, years_after

SIXTY_FIVE = 65
PROTOCOL_15_IN_FORCE = date(2021, 8, 1)


class Sex(StrEnum):
    """R1366 4 asks for it of each candidate."""

    WOMAN = "woman"
    MAN = "man"


class Nominee(msgspec.Struct, frozen=True, omit_defaults=True):
    """A candidate on a list of three for the Court.

    `sex` is None where it is not on record, `under_65` where the age was not tested. `cv`: the
    curriculum vitae on the Assembly's model has come (R1366 1). `family`: the part of the name
    under which it is listed.
    """

    name: Name
    sex: Sex | None
    under_65: bool | None = None
    cv: bool = True
    family: str = ""

    def __post_init__(self) -> None:
        must_be_names(self.name, *((self.family,) if self.family else ()))


class National(msgspec.Struct, frozen=True, omit_defaults=True):
    """A candidate whom a delegation puts forward for the CPT, and of which nationality."""

    name: Name
    nationality: str

    def __post_init__(self) -> None:
        must_be_names(self.name, self.nationality)


def under_65(born: date, on: date) -> bool:
    """ECHR 21: whether the sixty-fifth birthday lies after the day of the test."""
    return on < years_after(given(born, "the date of birth"), SIXTY_FIVE, ECHR_21).earliest


def day_of_the_age_test(requested: date, submitted: date) -> date | None:
    """ECHR 21: the day by which the list was requested, an extension aside.

    None where the list was submitted before Protocol 15 was in force: no age is tested then.
    """
    return requested if submitted >= PROTOCOL_15_IN_FORCE else None


def the_one_sex(nominees: Iterable[Nominee]) -> Sex | None:
    """R1366 4: the sex of a single-sex list; None where both stand on it."""
    sexes = {nominee.sex for nominee in nominees}
    return sexes.pop() if len(sexes) == 1 else None


# How a nominee is told, in English: woman, under 65, no CV, listed under Van den Brande.
TOLD = re.compile(
    r"(?P<sex>woman|man|sex not on record)(?:, (?P<age>under 65|65 or over))?(?P<bare>, no CV)?"
    r"(?:, listed under (?P<family>.+))?"
)
NOT_ON_RECORD = "sex not on record"
AGES = {"under 65": True, "65 or over": False}


def nominee(who: str, told: str) -> Nominee:
    """A nominee from a name and what is told of her or him. Raises ValueError with one sentence."""
    match = TOLD.fullmatch(told.strip())
    if match is None:
        raise ValueError(
            f"{told.strip()!r} does not tell of {who.strip()}: write woman, man or sex not on "
            "record, then if need be under 65 or 65 or over, no CV, listed under FAMILY NAME"
        )
    family = match["family"]
    return Nominee(
        name(who),
        None if match["sex"] == NOT_ON_RECORD else Sex(match["sex"]),
        AGES.get(match["age"] or ""),
        match["bare"] is None,
        name(family) if family else "",
    )


def told_of(nominee: Nominee) -> tuple[str, ...]:
    """What is told of a nominee, word by word, the family name last."""
    return tuple(
        filter(
            None,
            (
                nominee.sex.value if nominee.sex else NOT_ON_RECORD,
                next((said for said, under in AGES.items() if under is nominee.under_65), ""),
                "" if nominee.cv else "no CV",
                f"listed under {nominee.family}" if nominee.family else "",
            ),
        )
    )
