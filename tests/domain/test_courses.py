"""The expected course of every office, in every edition and branch; and candidates who leave it.

No outside witness but the texts: what a forecast expects can be recorded, and departs from nothing.
"""

from datetime import date, timedelta

import pytest

from domain.agenda import deviations
from domain.appointment import Status
from domain.candidates import Cause, Name
from domain.lots import draw
from domain.majorities import CommitteeVote
from domain.nominees import National, Nominee, Sex
from domain.outcomes import (
    Amendment,
    CandidateFellAway,
    CandidatesPutForward,
    CandidatureProposed,
    Corrected,
    ListCompleted,
    ListModified,
    ListSubmitted,
    ListWithdrawn,
    MandateStarted,
    Recordable,
    RejectionDecided,
    RejectionVoted,
    TermDrawn,
    TermsFixed,
)
from domain.timetable import ahead
from tests.domain.acts_in_short import A, B, C, Case, D
from tests.domain.openings import (
    BY_NAME,
    COURSES,
    JUDGE,
    OPENINGS,
    at,
    course,
    first_day,
    goes_on,
    until,
)

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


# -- The list of three ------------------------------------------------------------------------

JUDGES = tuple(opening.what for opening in OPENINGS if opening.asked.office == JUDGE)
every_judge = pytest.mark.parametrize("what", JUDGES)
UNANIMOUS = CommitteeVote(9, 0)


def to(stage: str, case: Case) -> Case:
    """As expected, until a stage is open."""
    while case.standing.find(stage) is None:
        goes_on(case)
    return case


def rejected(case: Case) -> None:
    """R1366 3: proposed by everybody in the committee, endorsed by the Assembly."""
    open_ = case.standing.find("rejection")
    assert open_ is not None
    on = f"{first_day(open_)}"
    case.does(RejectionVoted(UNANIMOUS, ("i",)), on)
    case.does(RejectionDecided(endorsed=True), on)


@every_judge
def test_r1366_3_a_list_may_be_rejected_three_times(what: str) -> None:
    """Poland: three lists before one was voted on. Each time a letter goes out at once."""
    case = BY_NAME[what].case()
    for number in (1, 2, 3):
        to("recommendation", case)
        rejected(case)
        assert case.due[0] == f"letter/{number + 1}"
        assert not case.standing.roll.standing
    to("start", case)
    assert case.standing.elected
    assert leads_to_a_start(case)


NEW = tuple(
    Nominee(Name(f"Judge {letter}"), sex)
    for letter, sex in zip("XYZ", (Sex.WOMAN, Sex.MAN, Sex.WOMAN), strict=True)
)


@every_judge
def test_r1432_1_wherever_a_list_is_modified_the_committee_takes_it_up_anew(what: str) -> None:
    """From the submission to the recommendation; the ballot is held on the modified list."""
    for stage in ("briefing", "committee-interviews", "recommendation"):
        case = to(stage, BY_NAME[what].case())
        modification = case.standing.find("modification")
        assert modification is not None
        on = f"{first_day(modification)}"
        assert case.is_refused(ListModified(NEW), on).clause == "R1432 1"
        case.does(ListModified(NEW, "letter 7", "AS (2027) CR 3"), on)
        assert case.due[0].partition("/")[0] == "briefing"
        ballot = to("ballot", case).standing.find("ballot")
        assert ballot is not None
        assert set(ballot.stage.names) == {nominee.name for nominee in NEW}
        assert leads_to_a_start(case)


@every_judge
def test_r1432_1_a_list_is_taken_back_until_its_deadline_and_another_is_sent(what: str) -> None:
    """European Court, opinion of 22 January 2010: after that it is frozen."""
    case = to("briefing", BY_NAME[what].case())
    back = case.standing.find("list-withdrawal")
    assert back is not None
    assert back.stage.window.closes is not None
    deadline = back.stage.window.closes.latest
    late = f"{deadline + timedelta(days=1)}"
    assert case.is_refused(ListWithdrawn(), late, reason="changed its mind").clause == "R1432 1"
    case.does(ListWithdrawn(), f"{deadline}")
    assert case.due[0] == "submission/2"
    case.does(ListSubmitted(NEW), f"{deadline}")
    assert leads_to_a_start(case)


@every_judge
def test_r1432_2_wherever_a_name_falls_away_the_list_is_completed(what: str) -> None:
    """With one new name, two or three; a name that has gone is not given again."""
    for stage in ("briefing", "committee-interviews", "recommendation", "ballot"):
        for gone in (1, 2, 3):
            case = to(stage, BY_NAME[what].case())
            names = case.standing.roll.standing
            for name in names[:gone]:
                falls_away(case, name, Cause.WITHDREW)
            assert case.due[0] == "completion"
            on = f"{case.entries[-1].happened.latest}"
            again = ListCompleted(tuple(Nominee(name, Sex.MAN) for name in names[:gone]))
            assert case.is_refused(again, on).clause == "R1432 2"
            assert case.is_refused(ListCompleted(NEW[: gone % 3 + 1]), on).clause == "ECHR 22"
            case.does(ListCompleted(NEW[:gone]), on)
            assert leads_to_a_start(case)


# -- Who may not stand ------------------------------------------------------------------------

THE_HOLDER = CandidatureProposed(D, "Norway", ("Norway",))
WITH_THE_HOLDER = ListSubmitted((Nominee(D, Sex.MAN), *NEW[:2]))


@pytest.mark.parametrize(
    ("what", "stage", "outcome", "clause"),
    [
        ("judge/andorra-2027-2019", "submission", WITH_THE_HOLDER, "ECHR 23"),
        ("judge/andorra-2013-2005", "submission", WITH_THE_HOLDER, "ECHR 23"),
        ("commissioner-2030-2005", "candidature", THE_HOLDER, "COM 11"),
        (
            "cpt-member/andorra-2027-2002",
            "delegation-list",
            CandidatesPutForward(tuple(National(name, "Andorra") for name in (A, B, D))),
            "CPT 5.3",
        ),
    ],
)
def test_whoever_has_held_an_office_as_often_as_its_text_allows_cannot_stand(
    what: str, stage: str, outcome: Recordable, clause: str
) -> None:
    """ECHR 23: once; COM 11: once; CPT 5.3: three times. The opening says who has (reading 19)."""
    case = until(what, stage)
    open_ = case.standing.find(stage)
    assert open_ is not None
    assert case.is_refused(outcome, f"{first_day(open_)}").clause == clause


@pytest.mark.parametrize(
    "what", ["secretary-general-2029-2018", "deputy-secretary-general-2027-2012"]
)
def test_reg_8b_the_holder_of_these_offices_may_stand_again(what: str) -> None:
    """Without limit of times."""
    case = until(what, "candidature")
    case.does(THE_HOLDER, f"{case.standing.open[0].rests_on}")
    assert D in case.standing.roll.standing


def test_a_member_elect_who_dies_while_lots_are_drawn_does_not_take_office() -> None:
    """As a vacancy: the seat is to be filled anew."""
    case = until("cpt-member/andorra-2027-2002", "lots", "lots")
    (election,) = (each for each in case.standing.concluded if each.stage.key == "election")
    falls_away(case, election.outcome.name, Cause.DIED)
    goes_on(case)
    assert case.open == ("elected-fell-away",)
    assert leads_to_a_start(case)


# -- Corrections ------------------------------------------------------------------------------


def test_a_delegations_list_cannot_be_corrected_so_that_the_elected_is_not_on_it() -> None:
    """CPT 5.1: whoever the Ministers elected was put forward."""
    case = until("cpt-member/andorra-2027-2002", "start")
    others = CandidatesPutForward(tuple(National(name, "Andorra") for name in (A, B, C)))
    amended = Corrected((Amendment(case.number_of("delegation-list"), outcome=others),))
    on = f"{case.entries[-1].happened.latest}"
    assert case.is_refused(amended, on, reason="misread").clause == "CPT 5.1"


# -- Lots -------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", ["three dice: 6, 1, 4", "three dice: 1, 1, 2", "a sealed word"])
def test_cpt_5_5_the_term_is_what_the_seed_gives_and_nothing_else(seed: str) -> None:
    """CPT 5.4: two to six years, fixed before the election; whoever has the seed can repeat it."""
    lengths = (2, 4, 6)
    case = until("cpt-member/andorra-2027-2002", "election")
    on = f"{case.entries[-1].happened.latest}"
    case.does(TermsFixed(lengths), on)
    assert "terms" not in case.open
    goes_on(case)
    drawn = lengths[draw(seed, len(lengths), 1)[0] - 1]
    for years in lengths:
        if years != drawn:
            assert case.is_refused(TermDrawn(years, seed), on).clause == "CPT 5.5"
    assert case.is_refused(MandateStarted(), "2027-12-20").clause == "CPT 5.5"
    case.does(TermDrawn(drawn, seed), on)
    case.does(MandateStarted(), "2027-12-20")
    mandate = case.standing.mandate
    assert mandate is not None
    assert mandate.last_day.latest == date(2027 + drawn, 12, 19)
