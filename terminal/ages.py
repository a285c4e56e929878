"""`record --born`: ages of candidates for the Court are tested (ECHR 21), and no date is kept."""

import sys
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from domain import ages
from domain.acts import Entry
from domain.ages import Nomination
from domain.outcomes import Outcome
from domain.reckoning import Span
from terminal import screen, surroundings, words

STANDARD_INPUT = "-"


class Tested(NamedTuple):
    """A list as it goes on from here, and what the person is told of the ages on it."""

    listed: Outcome
    warnings: tuple[str, ...] = ()


def tested(id_: str, entries: tuple[Entry, ...], outcome: Outcome, born: str, on: Span) -> Tested:
    """An outcome with the ages on it tested, if it is a list of candidates for the Court."""
    if not isinstance(outcome, Nomination):
        if born:
            raise words.bad(
                "--born is for a list of candidates for the Court: for submission, completion and "
                "modification"
            )
        return Tested(outcome)
    standing = surroundings.standing(id_, entries)
    day = ages.day_of_the_test(standing, on.latest) if standing else None
    if day is None:
        if born:
            raise words.bad(
                "no age is tested before a letter has named its day, nor of a list that comes "
                "before 1 August 2021 (ECHR 21): leave --born out"
            )
        return Tested(outcome)
    if born:
        try:
            outcome = ages.with_ages_tested(outcome, ages.dates_of_birth(_asked_for(born)), day)
        except ValueError as error:
            raise words.bad(str(error)) from None
    return Tested(outcome, tuple(_warnings(outcome, day)))


def _asked_for(born: str) -> str:
    """As typed; or, so that the history of a shell keeps none, from the standard input."""
    if born != STANDARD_INPUT:
        return born
    if sys.stdin.isatty():
        screen.complain("Dates of birth, as in NAME=1970-05-04, a line for each; Ctrl-D ends:")
    return sys.stdin.read()


def _warnings(listed: Nomination, day: date) -> Iterator[str]:
    if old := ages.too_old(listed):
        are = "is" if len(old) == 1 else "are"
        yield (
            f"{'; '.join(old)} {are} 65 or over on {day}, the day named in the letter (ECHR 21). "
            "Age is no ground of R1366 3: the list can be recorded, and the committee is told."
        )
    if untested := ages.of_untested_age(listed):
        yield (
            f"The age of {'; '.join(untested)} is not tested (ECHR 21): --born tests it on {day}, "
            "the day named in the letter, and no date of birth is kept."
        )
