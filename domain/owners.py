"""Who may be reminded of what: the stages of every procedure that somebody must act on, with their
bodies. Read from the scripts: each is driven through every branch of every edition, for a term that
ends and for a vacancy. A question that the texts leave open is met on no such way.
"""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from domain.in_camera import key_of
from domain.outcomes import Opened, Vacancy, VacancyCause
from domain.parties import parties
from domain.procedure import Edition, Procedure
from domain.procedures import PROCEDURES
from domain.stages import Body
from domain.timetable import forecast, opening_of

ANY_YEAR = 2028
BEFORE = date(ANY_YEAR - 1, 1, 10)
LAST_DAY = date(ANY_YEAR, 4, 30)
VACANT = Vacancy(LAST_DAY, VacancyCause.RESIGNATION)


class Owned(NamedTuple):
    """A stage, without its occurrence, and the body that must act."""

    stage: str
    body: Body


@lru_cache(maxsize=1)
def owned() -> frozenset[Owned]:
    """Every stage that may fall due, with its body."""
    return frozenset(
        Owned(key_of(each.open.occurrence), each.open.stage.body)
        for procedure in PROCEDURES.values()
        for edition in procedure.editions
        for vacancy in (None, VACANT)
        for branch in procedure.branches
        for each in forecast(imagined(procedure, edition, vacancy), procedure, branch)
    )


def imagined(procedure: Procedure, edition: Edition, vacancy: Vacancy | None) -> Opened:
    """An opening in any year, of a term that ends or a vacancy: to see what a script offers."""
    asked = Opened(
        procedure.office,
        ANY_YEAR,
        edition=edition.name,
        party=next(iter(parties())) if procedure.by_party else "",
        term_ends=None if vacancy or procedure.term_ends else LAST_DAY,
        vacancy=vacancy,
    )
    return opening_of(procedure, ANY_YEAR, BEFORE, asked=asked)
