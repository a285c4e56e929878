"""The script of the Secretary General, walked along every branch and into every open question."""

import pytest

from domain.agenda import deviations
from domain.appointment import Status
from domain.candidates import Cause, Name
from domain.outcomes import (
    ActingBegan,
    AssemblyHeard,
    BureauExamined,
    CallIssued,
    CallRenewed,
    CandidateFellAway,
    CandidatureMaintained,
    CandidaturesClosed,
    ComplementaryProcedure,
    DateConfirmed,
    DateMoved,
    DatePlanned,
    JointCommitteeConsulted,
    LeftOffAgenda,
    ListDrawnUp,
    ListTransmitted,
    MandateStarted,
    MinistersInterviewed,
    OneNameDiscussed,
    PartSessionRevised,
    Recordable,
    VacancyCause,
)
from domain.reckoning import Span, day
from domain.stages import Body
from tests.domain.acts_in_short import A, B, C, Case, d, everyone_for, on, opened, proposed, votes

JC, CM, BUREAU = Body.JOINT_COMMITTEE, Body.COMMITTEE_OF_MINISTERS, Body.BUREAU
WITHDREW, DIED = Cause.WITHDREW, Cause.DIED


def falls(name: Name, cause: Cause = WITHDREW) -> CandidateFellAway:
    return CandidateFellAway(name, cause)


def mandate(case: Case) -> tuple[str, str, str]:
    closed = case.standing.mandate
    assert closed is not None
    starts, ends = closed.starts, closed.last_day
    return closed.elected, starts.earliest.isoformat(), ends.latest.isoformat()


# -- The three branches ----------------------------------------------------------------------


def test_jis_app_1_the_ordinary_course() -> None:
    """Two names, two ballots, 18 September, five years. As in 2024."""
    case = opened().to_the_ballot(A, B, C)
    case.does(votes((A, 92), (B, 79), (C, 70)), "2029-06-26")
    assert case.course == ("ballot/2",)
    case.does(votes((A, 114), (B, 85), (C, 46)), "2029-06-26")
    case.makes_the_result_known("2029-06-26")
    case.does(MandateStarted(), "2029-09-18")
    assert mandate(case) == (A, "2029-09-18", "2034-09-17")
    assert not deviations(case.standing)
    assert case.standing.status is Status.CLOSED


def test_jis_app_1_one_name() -> None:
    """Held until the Joint Committee agrees in April; heard in June; elected by one paper."""
    case = opened().to_the_list(A, B)
    case.does(ListDrawnUp((A,)), "2029-03-14")
    assert case.open == ("single-name", "list/2")
    assert case.window("single-name") == (
        on("2029-04-09..2029-04-23"),
        on("2029-04-12..2029-04-27"),
    )
    case.does(OneNameDiscussed(agreed=True), "2029-04-11")
    case.does(ListTransmitted((A,)), "2029-04-18")
    case.does(BureauExamined(), "2029-05-25")
    assert case.window("hearing") == (day(d("2029-06-01")), on("2029-06-28..2029-06-29"))
    case.does(AssemblyHeard(), "2029-06-25")
    case.does(votes((A, 1)), "2029-06-26")
    case.does(MandateStarted(), "2029-09-18")
    assert not deviations(case.standing)


def test_jis_app_1_a_renewed_call() -> None:
    """Nobody suits in March: April, six weeks, June, July, the autumn part-session."""
    case = opened().to_the_second_ballot_paper(A, B)
    case.does(everyone_for(A, A, B), "2029-10-09")
    assert case.window("start") == (day(d("2029-10-10")), day(d("2029-10-30")))
    case.does(MandateStarted(), "2029-10-15")
    assert mandate(case) == (A, "2029-10-15", "2034-10-14")
    assert not deviations(case.standing)


def test_reading_6_the_default_start_after_a_renewed_call_is_1_october() -> None:
    """Where the part-session opens before it, as on 24 September here."""
    case = opened()
    case.does(PartSessionRevised(2029, 4, d("2029-09-24"), d("2029-09-28")), "2028-09-02")
    case.to_the_second_ballot_paper(A, B)
    case.does(everyone_for(A, A, B), "2029-09-27")
    start = case.standing.find("start")
    assert start is not None
    assert start.planned == day(d("2029-10-01"))
    case.does(MandateStarted(), "2029-10-01")


def test_reading_4_one_name_refused_in_april_leads_to_a_renewed_call() -> None:
    case = opened().to_the_list(A, B)
    case.does(ListDrawnUp((A,)), "2029-03-14")
    case.does(OneNameDiscussed(agreed=False), "2029-04-11")
    assert case.due == ("renewed-call", "acting")
    assert not case.standing.roll.standing
    case.does(CallRenewed(d("2029-05-23")), "2029-04-12")
    case.does(CandidatureMaintained(A), "2029-04-20")
    assert case.standing.roll.standing == (A,)


@pytest.mark.parametrize("names", [(), (A,)])
def test_reading_4_too_few_candidatures_are_no_branch_of_their_own(names: tuple[Name, ...]) -> None:
    """The consultation is held on what there is, and the list decides."""
    case = opened().to_the_closing(*names)
    assert case.due == ("consultation",)
    case.does(JointCommitteeConsulted(), "2029-01-25")
    assert case.due == (("interviews",) if names else ("list",))


def test_a_draft_may_be_drawn_up_again_until_it_is_transmitted() -> None:
    """Reading 4: held one name in March, two in April."""
    case = opened().to_the_list(A, B)
    case.does(ListDrawnUp((A,)), "2029-03-14")
    case.does(ListDrawnUp((A, B)), "2029-03-28")
    case.does(ListTransmitted((A, B)), "2029-04-04")
    assert not case.standing.find("list")


def test_an_agreement_is_for_the_list_that_was_discussed() -> None:
    """REG 5.a: another single name is another agreement."""
    case = opened().to_the_list(A, B)
    case.does(ListDrawnUp((A,)), "2029-03-14")
    case.does(OneNameDiscussed(agreed=True), "2029-04-11")
    case.does(ListDrawnUp((B,)), "2029-04-12", reason="another")
    assert case.due == ("single-name/2",)


# -- After a renewed call: reading 7 ---------------------------------------------------------


def test_reading_7_one_name_after_a_renewed_call_is_held_on_any_day() -> None:
    case = opened().to_the_second_list(A)
    case.does(ListDrawnUp((A,)), "2029-07-10")
    assert case.due == ("single-name", "acting")
    assert case.window("single-name")[1] is None
    case.does(OneNameDiscussed(agreed=True), "2029-08-20")
    case.does(ListTransmitted((A,)), "2029-08-21", reason="the agreement came in August")


@pytest.mark.parametrize(
    ("option", "due"), [("another call", "call/2"), ("the same list again", "single-name/2")]
)
def test_reading_7_one_name_refused_after_a_renewed_call_is_unsettled(
    option: str, due: str
) -> None:
    case = opened().to_the_second_list(A)
    case.does(ListDrawnUp((A,)), "2029-07-10")
    case.does(OneNameDiscussed(agreed=False), "2029-08-20")
    assert case.standing.status is Status.UNSETTLED
    case.settles("one-name-refused", option, JC, "2029-08-22")
    assert (case.standing.status, case.due[0]) == (Status.OPEN, due)


@pytest.mark.parametrize(("option", "due"), [("another call", "call/2"), ("a new list", "list/3")])
def test_reading_7_no_name_again_is_unsettled(option: str, due: str) -> None:
    case = opened().to_the_second_list(A)
    case.does(ListDrawnUp(), "2029-07-10")
    assert "no-name-again" in case.open
    case.settles("no-name-again", option, CM, "2029-07-12")
    assert due in case.due


def test_reading_7_another_call_may_fail_again_and_again() -> None:
    """Each starts with an empty roll, follows the Regulations, and somebody acts meanwhile."""
    case = opened().to_the_second_list(A)
    case.does(ListDrawnUp(), "2029-07-10")
    case.settles("no-name-again", "another call", CM, "2029-07-12")
    for call, closing, list_, settled in (
        ("2029-07-20", "2029-09-14", "2029-10-01", "2029-10-02"),
        ("2029-10-10", "2029-11-14", "2029-12-01", "2029-12-02"),
    ):
        case.does(CallIssued(d(closing)), call)
        case.does(proposed(B), closing)
        case.does(CandidaturesClosed(), closing)
        case.does(JointCommitteeConsulted(), closing)
        case.does(MinistersInterviewed(), closing)
        case.does(ListDrawnUp(), list_)
        case.settles("no-name-again", "another call", CM, settled)
        assert "acting" in case.due
        assert not case.standing.roll.standing
    assert "call/4" in case.due


# -- A candidate falls away, at every stage --------------------------------------------------


def test_before_the_list_a_candidate_just_leaves_the_roll() -> None:
    case = opened().to_the_closing(A, B, C)
    case.does(falls(A), "2029-01-15")
    assert (case.open, case.standing.roll.standing) == (("consultation", "waiver"), (B, C))


def test_nobody_left_to_be_interviewed_leaves_the_list_to_be_drawn_up() -> None:
    case = opened().to_the_closing(A)
    case.does(JointCommitteeConsulted(), "2029-01-25")
    case.does(falls(A), "2029-02-15")
    assert case.due == ("list",)


def test_from_a_draft_of_two_one_is_left_and_held_for_the_joint_committee() -> None:
    case = opened().to_the_list(A, B)
    case.does(ListDrawnUp((A, B)), "2029-03-14")
    case.does(falls(B), "2029-03-16")
    assert "single-name" in case.due
    case.does(OneNameDiscussed(agreed=True), "2029-04-11")
    case.does(falls(A, DIED), "2029-04-12")
    assert case.due == ("renewed-call", "acting")


def test_while_the_joint_committee_discusses_the_one_name_falls_away() -> None:
    case = opened().to_the_list(A, B)
    case.does(ListDrawnUp((A,)), "2029-03-14")
    case.does(falls(A, DIED), "2029-04-02")
    assert case.due == ("renewed-call", "acting")


def test_reading_7_two_names_left_after_the_transmission_go_on() -> None:
    case = opened().to_the_transmission(A, B, C)
    case.does(falls(C), "2029-03-25")
    assert case.open == ("examination", "hearing")
    case.to_the_hearing()
    case.is_refused(votes((A, 3), (B, 2), (C, 1)), "2029-06-26")
    case.does(votes((A, 3), (B, 2)), "2029-06-26")


@pytest.mark.parametrize(
    ("option", "due"),
    [
        ("the one name is put to the Assembly", ("examination", "hearing")),
        ("another call", ("call/2",)),
    ],
)
def test_reading_7_one_name_left_after_the_transmission_is_the_joint_committees(
    option: str, due: tuple[str, ...]
) -> None:
    """REG 5.a. The question opens on the day of the withdrawal, and can be settled at once."""
    case = opened().to_the_transmission(A, B)
    case.does(falls(B), "2029-03-25")
    assert (case.standing.status, case.open) == (Status.UNSETTLED, ("one-name-left",))
    case.settles("one-name-left", option, JC, "2029-03-26")
    assert case.due == due
    assert not deviations(case.standing)


def test_reading_7_no_name_left_is_the_committee_of_ministers() -> None:
    """JIS 2: no list, nothing to elect."""
    case = opened().to_the_transmission(A, B)
    case.does(falls(B), "2029-03-25")
    case.settles("one-name-left", "the one name is put to the Assembly", JC, "2029-03-26")
    case.does(falls(A), "2029-03-27")
    assert case.open == ("no-name-left",)
    case.settles("no-name-left", "another call", CM, "2029-04-02")
    assert case.due == ("call/2",)
    case.does(CallIssued(d("2029-05-10")), "2029-04-09")
    assert not deviations(case.standing)


def test_the_last_name_may_fall_away_while_the_question_is_open() -> None:
    """Whatever the Joint Committee then settles, there is nobody to put to the Assembly."""
    case = opened().to_the_transmission(A, B)
    case.does(falls(B), "2029-03-25")
    case.does(falls(A), "2029-03-26")
    case.settles("one-name-left", "the one name is put to the Assembly", JC, "2029-03-27")
    assert case.open == ("no-name-left",)


def test_a_name_that_falls_away_while_the_election_is_left_off_is_not_on_the_paper() -> None:
    case = opened().to_the_ballot(A, B)
    case.does(LeftOffAgenda(), "2029-06-25")
    case.does(falls(B), "2029-07-05")
    case.settles("election-left-off", "a later part-session", BUREAU, "2029-07-10")
    assert case.open[0] == "one-name-left"


def test_a_candidate_who_is_not_on_the_list_disturbs_no_ballot() -> None:
    case = opened().to_the_list(A, B, C)
    case.does(ListDrawnUp((A, B)), "2029-03-14")
    case.does(ListTransmitted((A, B)), "2029-03-21")
    case.to_the_hearing()
    case.does(votes((A, 92), (B, 92)), "2029-06-26")
    case.does(falls(C), "2029-06-26")
    assert case.course == ("ballot/2",)


@pytest.mark.parametrize(
    ("option", "offers"),
    [
        ("the ballots go on without the name", ("ballot/2",)),
        (
            "the ballots begin again",
            ("ballot/2", "left-off-agenda", "complementary-procedure"),
        ),
        ("another call", ("call/2", "acting")),
    ],
)
def test_reading_7_a_name_falls_away_between_ballots(option: str, offers: tuple[str, ...]) -> None:
    """For every office: no text speaks of it. For the President or the Bureau."""
    case = opened().to_the_ballot(A, B, C)
    case.does(votes((A, 92), (B, 79), (C, 70)), "2029-06-26")
    case.does(falls(C), "2029-06-26")
    assert case.open == ("withdrawn-between-ballots",)
    case.settles("withdrawn-between-ballots", option, Body.PRESIDENT, "2029-06-26")
    assert case.course == offers


def test_begun_again_a_ballot_asks_for_an_absolute_majority_again() -> None:
    case = opened().to_the_ballot(A, B, C)
    case.does(votes((A, 92), (B, 79), (C, 70)), "2029-06-26")
    case.does(falls(C), "2029-06-26")
    case.settles(
        "withdrawn-between-ballots", "the ballots begin again", Body.PRESIDENT, "2029-06-26"
    )
    case.does(votes((A, 0), (B, 0)), "2029-06-27")
    assert case.course == ("ballot/3",)


def test_everybody_falls_away_between_ballots() -> None:
    case = opened().to_the_ballot(A, B)
    case.does(votes((A, 92), (B, 92)), "2029-06-26")
    case.does(falls(A), "2029-06-26")
    case.does(falls(B), "2029-06-26")
    case.settles(
        "withdrawn-between-ballots", "the ballots go on without the name", BUREAU, "2029-06-26"
    )
    question = case.standing.find("withdrawn-between-ballots")
    assert question is not None
    assert question.stage.options == ("another call",)


def test_the_elected_declines_or_dies_before_the_start() -> None:
    """Reading 7: as a vacancy. Somebody acts from the end of the term; a new call follows."""
    case = opened().to_the_start(A, B)
    assert case.standing.elected == A
    case.does(falls(A, DIED), "2029-07-20")
    assert case.standing.elected is None
    assert case.open == ("elected-fell-away", "acting")
    case.settles("elected-fell-away", "a new procedure as for a vacancy", CM, "2029-07-25")
    assert case.due == ("call/2", "acting")
    case.does(CallIssued(d("2029-09-05")), "2029-07-26")
    case.does(proposed(B), "2029-09-01")
    case.does(proposed(C), "2029-09-01")
    case.does(CandidaturesClosed(), "2029-09-05")
    case.does(ActingBegan(), "2029-09-18")
    case.does(JointCommitteeConsulted(), "2029-10-01")
    case.does(MinistersInterviewed(), "2029-10-02")
    case.does(ListDrawnUp((B, C)), "2029-10-10")
    case.does(ListTransmitted((B, C)), "2029-10-11")
    case.does(BureauExamined(), "2029-11-10")
    case.does(AssemblyHeard(), "2029-12-01")
    assert case.window("ballot")[0] == day(d("2030-01-21"))
    case.does(everyone_for(C, B, C), "2030-01-22")
    case.does(MandateStarted(), "2030-02-01")
    assert mandate(case) == (C, "2030-02-01", "2035-01-31")
    assert not deviations(case.standing)


def test_another_candidate_who_dies_after_the_election_changes_nothing() -> None:
    case = opened().to_the_start(A, B)
    before = case.open
    case.does(falls(B, DIED), "2029-08-01")
    assert (case.open, case.standing.elected) == (before, A)
    case.does(MandateStarted(), "2029-09-18")


# -- The ballots -----------------------------------------------------------------------------


def test_rop_41_1c_a_tie_is_voted_on_again_until_one_leads() -> None:
    case = opened().to_the_ballot(A, B)
    for number in (2, 3, 4):
        case.does(votes((A, 92), (B, 92)), "2029-06-26")
        assert case.course == (f"ballot/{number}",)
    case.does(votes((A, 92), (B, 93)), "2029-06-26")
    assert case.standing.elected == B


def test_reading_12_no_vote_cast_twice_is_unsettled() -> None:
    """Also with one candidate: second ballot, then the President or the Bureau."""
    case = opened().to_the_ballot(A, B)
    case.does(votes((A, 0), (B, 0), papers=40, blank=40, spoiled=0), "2029-06-26")
    assert case.course == ("ballot/2",)
    case.does(votes((A, 0), (B, 0)), "2029-06-26")
    assert case.open == ("nobody-elected",)
    case.settles("nobody-elected", "a further ballot", Body.PRESIDENT, "2029-06-27")
    case.does(votes((A, 1), (B, 0)), "2029-06-27")
    assert case.standing.elected == A


def test_the_leader_of_the_first_ballot_may_lose_the_second() -> None:
    """All candidates stand again."""
    case = opened().to_the_ballot(A, B, C)
    case.does(votes((A, 92), (B, 79), (C, 70)), "2029-06-26")
    case.does(votes((A, 80), (B, 120), (C, 20)), "2029-06-26")
    assert case.standing.elected == B


def test_the_day_that_the_bureau_confirmed_is_the_day_that_is_due() -> None:
    """JIS App.1: 26 June 2029, inside an estimated part-session."""
    case = opened().to_the_ballot(A, B)
    ballot = case.standing.find("ballot")
    assert ballot is not None
    assert ballot.planned == day(d("2029-06-26"))
    case.does(everyone_for(A, A, B), "2029-06-27")
    assert not deviations(case.standing)


# -- Part-sessions: reading 11, June 2009 ----------------------------------------------------


def test_reg_7a_left_off_the_agenda_is_unsettled_and_somebody_acts() -> None:
    """June 2009: from the end of the term on, also while the question is open."""
    case = opened().to_the_ballot(A, B)
    case.does(LeftOffAgenda(), "2029-06-25")
    assert case.open == ("election-left-off", "acting")
    case.does(ActingBegan(), "2029-09-18")
    case.settles("election-left-off", "a later part-session", BUREAU, "2029-09-20")
    assert case.window("ballot") == (on("2029-10-01..2029-10-08"), on("2029-10-04..2029-10-12"))
    case.does(everyone_for(A, A, B), "2029-10-09")
    assert case.window("start") == (day(d("2029-10-10")), None)
    case.does(MandateStarted(), "2029-10-22")
    assert not deviations(case.standing)


def test_reg_7a_left_off_again_and_again_goes_to_the_next_part_session_each_time() -> None:
    """Beyond the appointment's table by the estimates of the house, and never to an end."""
    case = opened().to_the_ballot(A, B)
    for _ in range(12):
        ballot = case.window("ballot")[0]
        case.does(LeftOffAgenda(), ballot.latest.isoformat())
        case.settles("election-left-off", "a later part-session", BUREAU, ballot.latest.isoformat())
    assert case.window("ballot")[0].earliest.year == 2032


def test_a_ballot_planned_after_it_was_left_off_moves_the_later_part_session_only() -> None:
    """The fold applies plans first: the one of September must not become the one left off."""
    case = opened().to_the_ballot(A, B)
    case.does(LeftOffAgenda(), "2029-06-25")
    case.settles("election-left-off", "a later part-session", BUREAU, "2029-07-10")
    case.does(DatePlanned("ballot", on("2029-10-09")), "2029-07-11")
    assert case.window("ballot")[0] == on("2029-10-01..2029-10-08")
    case.does(DateMoved("ballot", on("2030-01-23")), "2029-07-12", reason="a longer delay")
    assert case.window("ballot")[0].earliest == d("2030-01-21")


def test_a_ballot_planned_before_it_was_left_off_holds_back_nothing() -> None:
    case = opened().to_the_ballot(A, B)
    case.does(DatePlanned("ballot", on("2029-06-27")), "2029-05-20")
    case.does(LeftOffAgenda(), "2029-06-25")
    case.settles("election-left-off", "a later part-session", BUREAU, "2029-07-10")
    assert case.window("ballot")[0] == on("2029-10-01..2029-10-08")


def test_a_ballot_planned_in_june_does_not_follow_into_a_renewed_call() -> None:
    """The autumn part-session is meant; REG 4 counts from it, and the plan is void."""
    case = opened()
    case.does(DatePlanned("ballot", on("2029-06-26")), "2028-09-03")
    case.to_the_renewed_call(A)
    case.does(CallRenewed(d("2029-05-21")), "2029-04-09")
    case.does(proposed(A), "2029-05-02")
    case.does(proposed(B), "2029-05-02")
    case.does(CandidaturesClosed(), "2029-05-21")
    case.does(JointCommitteeConsulted(), "2029-06-20")
    assert not deviations(case.standing)
    case.does(MinistersInterviewed(), "2029-07-03")
    case.does(ListDrawnUp((A, B)), "2029-07-10")
    case.does(ListTransmitted((A, B)), "2029-07-11")
    case.does(BureauExamined(), "2029-09-10")
    case.does(AssemblyHeard(), "2029-09-27")
    ballot = case.standing.find("ballot")
    assert ballot is not None
    assert (ballot.planned, case.window("ballot")[0]) == (None, on("2029-10-01..2029-10-08"))


CANCELLED = PartSessionRevised(2029, 3)


@pytest.mark.parametrize("when", ["before the date", "before the list", "before the ballot"])
def test_reading_11_a_cancelled_part_session_gives_way_to_the_next(when: str) -> None:
    """Before or after the Bureau's confirmation, before or after the transmission."""
    case = opened()
    if when == "before the date":
        case.does(CANCELLED, "2028-09-02")
        case.does(DateConfirmed(on("2029-10-09")), "2028-09-04")
        case.does(CallIssued(d("2029-01-10")), "2028-10-09")
    else:
        case.to_the_call()
    case.does(proposed(A), "2028-12-12")
    case.does(proposed(B), "2028-12-12")
    case.does(CandidaturesClosed(), "2029-01-10")
    case.does(JointCommitteeConsulted(), "2029-01-25")
    case.does(MinistersInterviewed(), "2029-03-07")
    if when == "before the list":
        case.does(CANCELLED, "2029-03-08")
    case.does(ListDrawnUp((A, B)), "2029-03-14")
    case.does(ListTransmitted((A, B)), "2029-03-21")
    case.to_the_hearing()
    if when == "before the ballot":
        case.does(CANCELLED, "2029-06-01")
    assert case.window("ballot")[0] == on("2029-10-01..2029-10-08")
    assert "acting" in case.due
    case.does(ActingBegan(), "2029-09-18")
    case.does(everyone_for(B, A, B), "2029-10-09")
    # Reading 6: a postponed ordinary election has no start rule.
    assert case.window("start")[1] is None
    case.does(MandateStarted(), "2029-11-15")
    assert not deviations(case.standing)


def test_res_2349_the_bureau_may_decide_on_a_remote_or_postal_ballot() -> None:
    """2020: instead of a part-session that cannot be held; also before it would have opened."""
    case = opened().to_the_ballot(A, B)
    case.does(CANCELLED, "2029-06-01")
    case.does(ComplementaryProcedure(on("2029-07-10")), "2029-06-05")
    assert case.window("ballot") == (day(d("2029-07-10")), day(d("2029-07-10")))
    case.does(everyone_for(A, A, B), "2029-07-10")
    case.does(MandateStarted(), "2029-09-18")
    assert not deviations(case.standing)


def test_a_moved_part_session_moves_all_that_rests_on_it() -> None:
    case = opened().to_the_closing(A, B)
    before = case.standing.open[0].stage.limits[0].not_after
    case.does(PartSessionRevised(2029, 3, d("2029-06-18"), d("2029-06-22")), "2029-01-12")
    after = case.standing.open[0].stage.limits[0].not_after
    assert before is not None
    assert after is not None
    assert (before.latest, after.latest) == (d("2029-05-25"), d("2029-05-18"))
    assert not after.estimated


# -- Acting ----------------------------------------------------------------------------------


def test_dsg_a_without_a_deputy_somebody_settles_who_acts() -> None:
    case = opened(2027, "2027-03-15", vacancy="2027-03-10")
    case.does(ActingBegan(deputy_in_office=False), "2027-03-11")
    assert case.standing.status is Status.UNSETTLED
    case.settles(
        "nobody-to-act", "a person named by the Committee of Ministers acts", CM, "2027-03-20"
    )
    assert case.due == ("call",)


def test_dsg_a_acts_from_the_day_after_the_vacancy_though_the_file_was_opened_later() -> None:
    case = opened(2027, "2027-03-15", vacancy="2027-03-10")
    case.does(ActingBegan(), "2027-03-11")
    assert not deviations(case.standing)


def test_dsg_a_after_a_renewed_call_somebody_has_acted_before_the_start() -> None:
    """Due from 18 September on; recorded late it keeps its day, and the start follows."""
    case = opened().to_the_second_list(A, B)
    case.does(ListDrawnUp((A, B)), "2029-07-10")
    case.does(ListTransmitted((A, B)), "2029-07-11")
    case.does(BureauExamined(), "2029-09-10")
    case.does(AssemblyHeard(), "2029-09-27")
    case.does(everyone_for(A, A, B), "2029-10-09")
    assert case.due == ("announcement", "publication", "start", "acting")
    case.makes_the_result_known("2029-10-09")
    assert case.is_refused(MandateStarted(), "2029-10-15").clause == "DSG A"
    case.does(ActingBegan("Bjørn Berge"), "2029-09-18")
    case.does(MandateStarted(), "2029-10-15")
    assert not deviations(case.standing)


def test_no_acting_period_is_asked_for_where_the_start_meets_the_end() -> None:
    case = opened().to_the_start(A, B)
    case.makes_the_result_known("2029-06-26")
    assert case.due == ("start",)


# -- Vacancies: reading 10 -------------------------------------------------------------------


@pytest.mark.parametrize("interviews_first", [True, False])
def test_reading_10_a_vacancy_takes_its_course(interviews_first: bool) -> None:
    """No text orders interviews and consultation; both come before the list (JIS 6)."""
    case = opened(2027, "2027-03-12", vacancy="2027-03-10", cause=VacancyCause.RESIGNATION)
    assert case.due == ("call", "acting")
    case.does(ActingBegan(), "2027-03-11")
    case.does(CallIssued(d("2027-04-20")), "2027-03-15")
    case.does(proposed(A), "2027-04-01")
    case.does(proposed(B), "2027-04-01")
    case.does(CandidaturesClosed(), "2027-04-20")
    steps: list[Recordable] = [MinistersInterviewed(), JointCommitteeConsulted()]
    case.does(steps[not interviews_first], "2027-04-26")
    assert case.is_refused(ListDrawnUp((A, B)), "2027-04-27").clause
    case.does(steps[interviews_first], "2027-04-28")
    case.does(ListDrawnUp((A, B)), "2027-05-04")
    case.does(ListTransmitted((A, B)), "2027-05-05")
    case.does(BureauExamined(), "2027-05-20")
    case.does(AssemblyHeard(), "2027-06-01")
    assert case.window("ballot")[0] == day(d("2027-06-21"))
    case.does(everyone_for(A, A, B), "2027-06-22")
    case.does(MandateStarted(), "2027-07-01")
    assert mandate(case) == (A, "2027-07-01", "2032-06-30")
    assert not deviations(case.standing)


def test_reading_10_a_resignation_on_the_last_day_of_a_year() -> None:
    """The id bears the year of the vacancy; the office is empty from 1 January."""
    case = opened(2027, "2027-12-31", vacancy="2027-12-31", cause=VacancyCause.RESIGNATION)
    acting = case.standing.find("acting")
    assert acting is not None
    assert acting.stage.window.opens.latest == d("2028-01-01")
    case.does(CallIssued(d("2028-02-15")), "2028-01-03")
    case.does(CandidaturesClosed(), "2028-02-15")


def test_reading_10_holds_for_a_vacancy_under_the_oldest_edition_too() -> None:
    case = opened(2009, "2009-03-12", vacancy="2009-03-10", edition="1962")
    assert set(case.due) == {"call", "acting"}
    case.does(ActingBegan(), "2009-03-11")


# -- Older editions --------------------------------------------------------------------------


def test_the_edition_of_2010_knows_stages_of_the_regulations_only() -> None:
    """App. 1 of those years is unknown; JIS 6 wants the consultation before the list."""
    case = opened(2014, "2013-09-01")
    assert (case.standing.edition.name, case.due) == ("2010", ("call",))
    case.does(CallIssued(d("2014-01-10")), "2013-10-09")
    case.does(proposed(A), "2013-12-01")
    case.does(proposed(B), "2013-12-01")
    case.does(CandidaturesClosed(), "2014-01-10")
    assert case.is_refused(ListDrawnUp((A, B)), "2014-01-20").clause == "JIS 6"


def test_2019_started_on_18_september_while_the_calendar_printed_1_october() -> None:
    """A deviation decided at that part-session; the term of five years runs from the real start."""
    case = opened(2019, "2018-09-01").to_the_ballot(A, B)
    case.does(everyone_for(A, A, B), "2019-06-26")
    assert case.standing.opening.last_day == d("2019-09-30")
    assert case.window("start") == (day(d("2019-10-01")), day(d("2019-10-01")))
    case.does(DatePlanned("start", on("2019-09-18")), "2019-06-27", reason="decided in June")
    case.does(MandateStarted(), "2019-09-18")
    assert mandate(case) == (A, "2019-09-18", "2024-09-17")
    (deviation,) = deviations(case.standing)
    assert (deviation.stage, deviation.days) == ("start", -13)


def test_reading_6_the_next_procedure_opens_from_the_recorded_last_day() -> None:
    """A mandate that began on 15 October ends on 14 October: no 17 September any more."""
    case = opened(2034, "2033-09-01", term_ends="2034-10-14").to_the_call()
    limits = [
        limit.not_after.latest
        for done in case.standing.concluded
        for limit in done.stage.limits
        if limit.not_after
    ]
    assert limits == [d("2034-04-14")]


def test_reading_9_the_holder_stands_again_under_the_same_stages() -> None:
    """Without limit of times, and not without a ballot: 2014."""
    case = opened().to_the_end(A, B)
    again = opened(2034, "2033-09-01").to_the_call()
    again.does(proposed(A), "2033-12-12")
    assert again.standing.roll.standing == (A,)
    assert case.standing.mandate is not None


def test_a_day_not_on_record_is_carried_as_a_span() -> None:
    case = opened().to_the_closing(A, B)
    case.does(JointCommitteeConsulted(), "2029-01-01..2029-01-31")
    consulted = case.standing.concluded[-1]
    assert consulted.on == Span(d("2029-01-01"), d("2029-01-31"))
    assert case.standing.open[0].rests_on == d("2029-01-10")
