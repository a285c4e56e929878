"""The expected course of every office, in every edition and branch; and candidates who leave it.

No outside witness but the texts: what a forecast expects can be recorded, and departs from nothing.
"""

import pytest

from domain.agenda import deviations
from domain.appointment import Status
from domain.candidates import Cause, Name
from domain.outcomes import CandidateFellAway
from domain.timetable import ahead
from tests.domain.acts_in_short import Case
from tests.domain.openings import BY_NAME, COURSES, at, course

every_course = pytest.mark.parametrize(
    ("what", "branch"), COURSES, ids=[f"{what}-{branch}" for what, branch in COURSES]
)


@every_course
def test_an_expected_course_can_be_recorded_and_departs_from_nothing(
    what: str, branch: str
) -> None:
    """Each step as the forecast expects it, on a day that nobody needs to explain."""
    closed = Case(BY_NAME[what].id, course(what, branch)[-1]).standing
    assert closed.status is Status.CLOSED
    assert closed.mandate is not None
    assert closed.mandate.elected == closed.elected
    assert deviations(closed) == ()


def falls_away(case: Case, name: Name, cause: Cause) -> None:
    """On the day of the last step."""
    case.does(CandidateFellAway(name, cause), f"{case.entries[-1].happened.latest}")


def leads_to_a_start(case: Case) -> bool:
    """Whether somebody takes office in the end, if all goes as expected from here."""
    return ahead(case.standing)[-1].open.stage.key == "start"


@pytest.mark.soak
@every_course
def test_wherever_a_candidate_falls_away_the_course_leads_to_a_start(
    what: str, branch: str
) -> None:
    """R1432 2, readings 7 and 15: at each step, each of those who stand."""
    for step in range(len(course(what, branch)) - 1):
        for name in at(what, branch, step).standing.roll.standing:
            case = at(what, branch, step)
            falls_away(case, name, Cause.WITHDREW)
            assert leads_to_a_start(case), (step, name)


@every_course
def test_wherever_they_all_die_the_course_leads_to_a_start(what: str, branch: str) -> None:
    """At each step, one after the other."""
    for step in range(len(course(what, branch)) - 1):
        case = at(what, branch, step)
        while standing := case.standing.roll.standing:
            falls_away(case, standing[0], Cause.DIED)
            assert leads_to_a_start(case), (step, standing)
