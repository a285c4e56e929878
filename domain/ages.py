"""The ages of candidates for the Court on the day of the test (ECHR 21, Protocol 15).

Dates of birth are asked for, tested, and not kept: what goes on from here is on which side of 65
somebody stands. No outcome holds a date of birth, and no message says one.
"""

import re
from collections.abc import Mapping
from datetime import date

import msgspec

from domain.appointment import Appointment
from domain.candidates import Name, name
from domain.nominees import Nominee, day_of_the_age_test, under_65
from domain.outcomes import ListCompleted, ListModified, ListRequested, ListSubmitted

OLDEST = 120  # years: whoever was born before is a slip of the pen

Nomination = ListSubmitted | ListCompleted | ListModified


def day_of_the_test(standing: Appointment, submitted: date) -> date | None:
    """The day by which the last letter requested the list, for one that comes on a day.

    None where no letter has gone, or no age is tested yet.
    """
    letters = [
        done.outcome.by for done in standing.concluded if isinstance(done.outcome, ListRequested)
    ]
    return day_of_the_age_test(letters[-1], submitted) if letters else None


def dates_of_birth(text: str) -> dict[Name, date]:
    """Dates of birth, as in A=1970-05-04; B=1981-11-30. Raises ValueError, saying none."""
    born: dict[Name, date] = {}
    for each in re.split(r"[;\n]", text):
        if not each.strip():
            continue
        who, _, of = each.partition("=")
        try:
            known = name(who)
        except ValueError:
            raise ValueError(
                "dates of birth are written NAME=YYYY-MM-DD, with a semicolon between them"
            ) from None
        if known in born:
            raise ValueError(f"two dates of birth are given for {known}: give one")
        try:
            born[known] = date.fromisoformat(of.strip())
        except ValueError:
            raise ValueError(
                f"the date of birth of {known} is not a day: write it as {known}=YYYY-MM-DD"
            ) from None
    return born


def with_ages_tested(listed: Nomination, born: Mapping[Name, date], on: date) -> Nomination:
    """The same list, with the side of 65 on which each stands whose date of birth is given.

    Raises ValueError where one cannot be right, or contradicts what is said of a candidate.
    """
    on_it = {nominee.name for nominee in listed.list}
    for stranger in sorted(born.keys() - on_it):
        raise ValueError(f"{stranger} is not on the list: spell the names alike")
    nominees = tuple(_tested(nominee, born.get(nominee.name), on) for nominee in listed.list)
    if isinstance(listed, ListSubmitted):
        return msgspec.structs.replace(listed, list=nominees, tested_on=on)
    return msgspec.structs.replace(listed, list=nominees)


def of_untested_age(listed: Nomination) -> tuple[Name, ...]:
    """Those of whom nobody has said on which side of 65 they stand."""
    return tuple(nominee.name for nominee in listed.list if nominee.under_65 is None)


def too_old(listed: Nomination) -> tuple[Name, ...]:
    """Those who are 65 or over on the day of the test: recorded, for it is no ground of R1366 3."""
    return tuple(nominee.name for nominee in listed.list if nominee.under_65 is False)


def _tested(nominee: Nominee, born: date | None, on: date) -> Nominee:
    if born is None:
        return nominee
    if not on.year - OLDEST <= born.year or born >= on:
        raise ValueError(f"the date of birth of {nominee.name} cannot be right: look at it again")
    young = under_65(born, on)
    if nominee.under_65 not in (None, young):
        raise ValueError(
            f"{nominee.name} is said to be {'under 65' if nominee.under_65 else '65 or over'}, and "
            "by the date of birth is not: leave out one of the two"
        )
    return msgspec.structs.replace(nominee, under_65=young)
