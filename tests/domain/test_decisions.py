"""Decide: what is refused, under which clause, with which cure; and nothing else is touched."""

import pytest

from domain.acts import Act, AppointmentId, BadAct, Provenance, read_act
from domain.agenda import deviations
from domain.candidates import Cause, Name
from domain.clauses import Refused
from domain.decisions import decide
from domain.outcomes import (
    ActingBegan,
    Amendment,
    AssemblyHeard,
    BureauExamined,
    CallIssued,
    CallRenewed,
    CandidateFellAway,
    CandidatureMaintained,
    CandidaturesClosed,
    ComplementaryProcedure,
    Composition,
    Corrected,
    DateConfirmed,
    DateMoved,
    DatePlanned,
    EditionAdopted,
    JointCommitteeConsulted,
    LeftOffAgenda,
    ListDrawnUp,
    ListTransmitted,
    MandateStarted,
    MinistersInterviewed,
    Offset,
    OneNameDiscussed,
    Opened,
    PartSessionRevised,
    RefusedAct,
    Settled,
    TellersDrawn,
    ThirtyDaysWaived,
    Vacancy,
    VacancyCause,
)
from domain.reckoning import Span
from domain.sittings import PartSession
from domain.stages import Body
from tests.domain.acts_in_short import (
    SG,
    A,
    B,
    C,
    Case,
    D,
    d,
    day_of,
    everyone_for,
    noon,
    on,
    opened,
    proposed,
    votes,
)

LOTS = TellersDrawn((A, B, C, D), "a seed", 300, "digest")

# -- Order -----------------------------------------------------------------------------------


def test_jis_6_refuses_a_list_before_the_consultation() -> None:
    case = opened().to_the_closing(A, B)
    refused = case.is_refused(ListDrawnUp((A, B)), "2029-01-20")
    assert (refused.clause, refused.cure) == ("JIS 6", "record its consultation first")


def test_reg_4_refuses_a_transmission_before_the_consultation() -> None:
    case = opened().to_the_closing(A, B)
    assert case.is_refused(ListTransmitted((A, B)), "2029-01-20").clause == "REG 4"


def test_reg_4_refuses_it_in_the_older_editions_too() -> None:
    """2009: the list was drawn up in April, before the Joint Committee; never transmitted so."""
    case = opened(2009, "2008-10-02", edition="1962", term_ends="2009-08-31")
    case.does(CallIssued(d("2009-03-06")), "2008-10-08")
    case.does(proposed(A), "2008-10-09")
    case.does(proposed(B), "2008-10-09")
    case.does(CandidaturesClosed(), "2009-03-06")
    case.does(MinistersInterviewed(), "2009-04-15")
    case.does(ListDrawnUp((A, B)), "2009-04-22")
    refused = case.is_refused(ListTransmitted((A, B)), "2009-04-28")
    assert (refused.clause, refused.because) == (
        "REG 4",
        "the Assembly has not been consulted in the Joint Committee",
    )


def test_jis_2_refuses_a_transmission_before_the_list() -> None:
    case = opened().to_the_list(A, B)
    assert case.is_refused(ListTransmitted((A, B)), "2029-03-10").clause == "JIS 2"


def test_jis_2_refuses_a_start_before_the_election() -> None:
    case = opened().to_the_ballot(A, B)
    refused = case.is_refused(MandateStarted(), "2029-09-18")
    assert (refused.clause, refused.because) == ("JIS 2", "nobody has been elected")


def test_a_step_out_of_order_is_refused_and_says_which_is_open() -> None:
    case = opened()
    refused = case.is_refused(CallIssued(d("2029-01-10")), "2028-10-09")
    assert (refused.clause, refused.because, refused.cure) == (
        "JIS App.1",
        "the stage call is not open; open: date",
        "record date first",
    )


def test_what_is_behind_is_not_reached_by_the_next_step() -> None:
    case = opened().to_the_closing(A, B)
    again = case.is_refused(CallIssued(d("2029-01-20")), "2029-01-11")
    late = case.is_refused(proposed(C), "2029-01-11")
    assert again.because == late.because.replace("candidature is", "call is")
    assert again.cure == "it was recorded as entry 3: correct that entry if it is wrong"
    assert late.cure == "entry 6 (closing) has ended it: correct that entry if it is wrong"


def test_tellers_are_not_drawn_anew_nor_after_the_vote() -> None:
    """IDX 12: a second ballot has tellers of its own, and none is expected."""
    drawn, not_drawn = opened(2019).to_the_ballot(A, B), opened(2019).to_the_ballot(A, B)
    drawn.does(LOTS, "2019-06-26")
    again = drawn.is_refused(LOTS, "2019-06-26").cure
    not_drawn.does(everyone_for(A, A, B), "2019-06-26")
    after = not_drawn.is_refused(LOTS, "2019-06-26").cure
    assert again == "it was recorded as entry 13: correct that entry if it is wrong"
    assert after == "entry 13 (ballot) has ended it: correct that entry if it is wrong"


def test_what_is_not_expected_to_come_has_no_step_before_it() -> None:
    """Since practice has the groups name the tellers, none are drawn."""
    refused = opened().to_the_ballot(A, B).is_refused(LOTS, "2029-06-26")
    assert refused.cure == "it is not expected to come: record one that is open"


def test_a_ballot_before_the_hearing_is_out_of_order() -> None:
    """JIS App.1: the Assembly interviews before it elects."""
    case = opened().to_the_transmission(A, B)
    case.does(BureauExamined(), "2029-04-02")
    assert "not open" in case.is_refused(everyone_for(A, A, B), "2029-06-26").because


def test_a_closed_appointment_takes_no_step() -> None:
    case = opened().to_the_end(A, B)
    for outcome in (MandateStarted(), CandidateFellAway(A, Cause.DIED)):
        refused = case.is_refused(outcome, "2029-10-01")
        assert refused.because == "secretary-general/2029 is closed"


# -- Days ------------------------------------------------------------------------------------


def test_a_step_dated_in_the_future_is_refused() -> None:
    case = opened()
    refused = case.is_refused(DateConfirmed(on("2029-06-26")), "2028-09-05", now="2028-09-04")
    assert refused.because == "2028-09-05 lies in the future (today is 2028-09-04)"
    assert "plan" in refused.cure


def test_today_is_the_day_in_strasbourg() -> None:
    """Half past eleven at night in winter, UTC, is tomorrow in Strasbourg."""
    case = opened()
    act = case.act(DateConfirmed(on("2029-06-26")), "2028-11-15", reason="late")
    late, later = (noon("2028-11-14").replace(hour=hour, minute=30) for hour in (22, 23))
    assert decide(case.id, case.entries, act, late).entry.refused
    assert not decide(case.id, case.entries, act, later).entry.refused


def test_a_month_that_is_not_over_lies_in_the_future() -> None:
    """`in January 2029` may be recorded on 31 January, not before."""
    case = opened().to_the_closing(A, B)
    consulted = JointCommitteeConsulted()
    case.is_refused(consulted, "2029-01-01..2029-01-31", now="2029-01-30")
    case.does(consulted, "2029-01-01..2029-01-31", now="2029-01-31")


def test_no_step_precedes_the_one_that_it_rests_on() -> None:
    case = opened().to_the_transmission(A, B)
    refused = case.is_refused(BureauExamined(), "2029-03-20", reason="so it was")
    assert refused.because == (
        "examination cannot precede the step that it rests on, of 2029-03-21"
    )


def test_no_step_precedes_an_earlier_one_through_a_span_between_them() -> None:
    """Closing on the 10th; consultation some time in January; a list of the 5th rests on both."""
    case = opened().to_the_closing(A, B)
    case.does(JointCommitteeConsulted(), "2029-01-01..2029-01-31")
    assert (
        "2029-01-10"
        in case.is_refused(MinistersInterviewed(), "2029-01-05", reason="early").because
    )


def test_opening_a_file_late_hinders_no_step_that_came_before() -> None:
    """The tour: a past appointment is recorded late, with the days as they were."""
    case = opened(2024, "2026-11-21", edition="2018")
    case.does(DateConfirmed(on("2024-06-25")), "2023-09-04", now="2026-11-21")
    case.does(CallIssued(d("2024-01-10")), "2023-10-09", now="2026-11-21")
    assert not deviations(case.standing)


@pytest.mark.parametrize("reason", ["", "the Bureau met in October"])
def test_a_deviation_needs_a_reason(reason: str) -> None:
    """Windows bend: with a reason it is recorded, and shown."""
    case = opened()
    entry = case.tries(DateConfirmed(on("2029-06-26")), "2028-10-03", reason=reason)
    if not reason:
        assert isinstance(entry.outcome, RefusedAct)
        assert entry.outcome.because == (
            "2028-10-03 departs from its window 2028-09-01 to 2028-09-30"
        )
        assert entry.outcome.clause == "JIS App.1"
        return
    (deviation,) = deviations(case.standing)
    assert (deviation.entry, deviation.stage, deviation.days, deviation.reason) == (
        2,
        "date",
        3,
        reason,
    )


def test_a_step_that_may_have_fallen_inside_its_window_is_no_deviation() -> None:
    """A day not on record, between 25 August and 5 September: it may have been September."""
    case = opened()
    case.does(
        DateConfirmed(on("2029-06-26")),
        "2028-08-25..2028-09-05",
        provenance=Provenance.UNKNOWN,
    )
    assert not deviations(case.standing)


def test_a_reason_given_when_the_date_was_fixed_need_not_be_given_again() -> None:
    case = opened()
    case.does(DatePlanned("date", on("2028-10-03")), "2028-09-02", reason="a later meeting")
    case.does(DateConfirmed(on("2029-06-26")), "2028-10-03")
    (deviation,) = deviations(case.standing)
    assert deviation.reason == "a later meeting"


def test_a_date_fixed_inside_the_window_excuses_nothing_once_the_window_has_moved() -> None:
    """The ballot was fixed for 26 June; then the part-session was moved to July."""
    case = opened().to_the_ballot(A, B)
    case.does(DatePlanned("ballot", on("2029-06-26")), "2029-05-20")
    case.does(PartSessionRevised(2029, 3, d("2029-07-02"), d("2029-07-06")), "2029-05-25")
    assert "departs" in case.is_refused(everyone_for(A, A, B), "2029-06-26").because


# -- REG 8.b, REG 4, and the cap of six weeks ------------------------------------------------


def test_reg_8b_refuses_to_plan_the_call_later_than_six_months_before_the_term_ends() -> None:
    """Friday 16 March 2029: the 17th is a Saturday."""
    case = opened()
    refused = case.is_refused(DatePlanned("call", on("2029-03-17")), "2028-09-02", reason="late")
    assert (refused.clause, refused.cure) == ("REG 8.b", "fix a day not later than 2029-03-16")
    case.does(DatePlanned("call", on("2029-03-16")), "2028-09-02", reason="late")


def test_reg_8b_records_a_late_call_that_has_happened_with_a_reason() -> None:
    case = opened()
    case.does(DateConfirmed(on("2029-06-26")), "2028-09-04")
    case.is_refused(CallIssued(d("2029-04-20")), "2029-03-19")
    case.does(CallIssued(d("2029-04-20")), "2029-03-19", reason="no quorum before")
    (deviation,) = deviations(case.standing)
    assert deviation.broken == ("REG 8.b",)


def test_reg_4_refuses_to_plan_the_consultation_less_than_thirty_days_before() -> None:
    """Friday 25 May 2029 for a part-session that opens on 25 June (an estimate)."""
    case = opened().to_the_closing(A, B)
    plan = DatePlanned("consultation", on("2029-05-28"))
    refused = case.is_refused(plan, "2029-01-11", reason="later")
    assert (refused.clause, refused.cure) == ("REG 4", "fix a day not later than 2029-05-25")
    case.does(DatePlanned("consultation", on("2029-05-25")), "2029-01-11", reason="later")


def test_reg_4_takes_the_earliest_possible_opening_for_a_plan() -> None:
    """Autumn 2029 opens on 1 or 8 October: a plan keeps to 31 August."""
    case = opened().to_the_renewed_call(A)
    case.does(CallRenewed(d("2029-05-21")), "2029-04-09")
    case.does(CandidaturesClosed(), "2029-05-21")
    refused = case.is_refused(
        DatePlanned("consultation/2", on("2029-09-03")), "2029-05-22", reason="later"
    )
    assert refused.cure == "fix a day not later than 2029-08-31"


def test_reg_4_is_lifted_by_a_waiver_of_the_joint_committee_but_not_the_consultation() -> None:
    """Reading 3: it covers the days, on whichever day it is given, also after the limit."""
    case = opened().to_the_closing(A, B)
    case.is_refused(JointCommitteeConsulted(), "2029-06-05")
    case.does(ThirtyDaysWaived(), "2029-05-30")
    assert case.is_refused(ListDrawnUp((A, B)), "2029-06-04").clause == "JIS 6"
    case.does(JointCommitteeConsulted(), "2029-06-05", reason="sat late")
    (consulted,) = deviations(case.standing)
    assert (consulted.stage, consulted.broken) == ("consultation", ())


def test_reg_4_without_a_waiver_records_a_late_consultation_as_a_broken_limit() -> None:
    case = opened().to_the_closing(A, B)
    case.does(JointCommitteeConsulted(), "2029-06-05", reason="sat late")
    (deviation,) = deviations(case.standing)
    assert (deviation.broken, deviation.days) == (("REG 4",), 125)


def test_reg_4_refuses_to_move_the_ballot_to_where_the_consultation_came_too_late() -> None:
    """Reading 11: counted again from the new opening. A vacancy: no month protects it."""
    case = opened(2027, vacancy="2027-01-10")
    case.does(CallIssued(d("2027-02-20")), "2027-01-12")
    case.does(proposed(A), "2027-02-01")
    case.does(proposed(B), "2027-02-01")
    case.does(CandidaturesClosed(), "2027-02-20")
    case.does(MinistersInterviewed(), "2027-03-01")
    case.does(DatePlanned("ballot", on("2027-06-22")), "2027-03-02", reason="timetable")
    case.does(JointCommitteeConsulted(), "2027-03-20")
    sooner = DateMoved("ballot", on("2027-04-13"))
    assert case.is_refused(sooner, "2027-03-21", reason="sooner").clause == "REG 4"
    case.does(DateMoved("ballot", on("2027-06-23")), "2027-03-21", reason="a day later")


@pytest.mark.parametrize(("closing", "fine"), [("2029-05-21", True), ("2029-05-22", False)])
def test_jis_app_1_refuses_a_renewed_call_of_more_than_six_weeks(closing: str, fine: bool) -> None:
    """The same weekday six weeks later, Whit Monday or not: a cap never rolls."""
    case = opened().to_the_renewed_call(A)
    call = CallRenewed(d(closing))
    if fine:
        case.does(call, "2029-04-09")
    else:
        refused = case.is_refused(call, "2029-04-09", reason="more time")
        assert (refused.clause, refused.cure) == (
            "JIS App.1",
            "fix a closing not later than 2029-05-21",
        )


def test_jis_app_1_refuses_to_move_the_closing_beyond_six_weeks() -> None:
    case = opened().to_the_renewed_call(A)
    case.does(CallRenewed(d("2029-05-14")), "2029-04-09")
    moved = DateMoved("closing/2", on("2029-05-22"))
    assert case.is_refused(moved, "2029-05-01", reason="more time").clause == "JIS App.1"
    case.does(DateMoved("closing/2", on("2029-05-21")), "2029-05-01", reason="more time")
    fix = Corrected((Amendment(case.entries[-1].number, None, moved),))
    assert case.is_refused(fix, "2029-05-02", reason="more time").clause == "JIS App.1"


def test_jis_app_1_records_a_renewed_call_that_closed_late_with_a_reason() -> None:
    """An act that has in fact happened beyond a cap is a deviation."""
    case = opened().to_the_renewed_call(A)
    case.does(CallRenewed(d("2029-05-21")), "2029-04-09")
    case.is_refused(CandidaturesClosed(), "2029-05-23")
    case.does(CandidaturesClosed(), "2029-05-23", reason="a strike")
    assert deviations(case.standing)[-1].broken == ("JIS App.1",)


def test_reading_5_a_renewed_call_may_begin_as_soon_as_it_is_decided() -> None:
    """In March: no deviation. But not before the list without a name."""
    case = opened().to_the_renewed_call(A)
    assert "precede" in case.is_refused(CallRenewed(d("2029-04-20")), "2029-03-13").because
    case.does(CallRenewed(d("2029-04-25")), "2029-03-14")
    assert not deviations(case.standing)


def test_no_cap_of_six_weeks_binds_the_first_call() -> None:
    """Three months, from October to January: the cap is of the renewed call alone."""
    case = opened().to_the_call()
    case.does(DateMoved("closing", on("2029-01-24")), "2029-01-08", reason="more time")
    case.is_refused(CandidaturesClosed(), "2029-01-25")
    case.does(CandidaturesClosed(), "2029-01-24")
    (deviation,) = deviations(case.standing)
    assert (deviation.days, deviation.reason) == (14, "more time")


# -- REG 5.a ---------------------------------------------------------------------------------


def test_reg_5a_refuses_a_list_of_one_name_without_the_joint_committee() -> None:
    case = opened().to_the_list(A, B)
    case.does(ListDrawnUp((A,)), "2029-03-14")
    refused = case.is_refused(ListTransmitted((A,)), "2029-03-20")
    assert (refused.clause, refused.because) == ("REG 5.a", "one name of two")
    assert "record the Joint Committee's agreement" in refused.cure


def test_reg_5a_refuses_one_name_of_a_list_of_two() -> None:
    case = opened().to_the_list(A, B)
    case.does(ListDrawnUp((A, B)), "2029-03-14")
    refused = case.is_refused(ListTransmitted((A,)), "2029-03-20")
    assert (refused.clause, refused.because) == ("REG 5.a", "1 of 2 names")


@pytest.mark.parametrize("happened", ["2029-02-01", "2029-03-20", "2029-04-11"])
def test_reg_5a_takes_an_agreement_in_april_or_earlier(happened: str) -> None:
    """Reading 4: an earlier recorded agreement does as well, also one before the list."""
    case = opened().to_the_list(A, B)
    case.does(ListDrawnUp((A,)), "2029-03-14")
    case.does(OneNameDiscussed(agreed=True), happened)
    case.does(ListTransmitted((A,)), "2029-04-20")
    assert not deviations(case.standing)


def test_reg_5a_takes_an_agreement_given_at_the_consultation() -> None:
    case = opened().to_the_closing(A)
    case.does(JointCommitteeConsulted(one_name_agreed=True), "2029-01-25")
    case.does(MinistersInterviewed(), "2029-03-07")
    case.does(ListDrawnUp((A,)), "2029-03-14")
    case.does(ListTransmitted((A,)), "2029-03-21")


def test_an_early_agreement_lets_no_transmission_precede_the_list() -> None:
    case = opened().to_the_list(A, B)
    case.does(ListDrawnUp((A,)), "2029-03-14")
    case.does(OneNameDiscussed(agreed=True), "2029-02-01")
    assert "precede" in case.is_refused(ListTransmitted((A,)), "2029-03-01").because


@pytest.mark.parametrize("names", [(A, C), (A, B, C), (B, C)])
def test_jis_2_refuses_to_transmit_another_list_than_was_drawn_up(names: tuple[Name, ...]) -> None:
    case = opened().to_the_list(A, B, C)
    case.does(ListDrawnUp((A, B)), "2029-03-14")
    refused = case.is_refused(ListTransmitted(names), "2029-03-20")
    assert (refused.clause, refused.because) == (
        "JIS 2",
        "the list drawn up holds Ann Arbor; Bo Lund",
    )


def test_reg_1a_refuses_a_stranger_on_the_list_and_a_name_twice() -> None:
    case = opened().to_the_list(A, B)
    assert case.is_refused(ListDrawnUp((A, C)), "2029-03-14").clause == "REG 1.a"
    assert case.is_refused(ListDrawnUp((A, A)), "2029-03-14").clause == "REG 5.a"


def test_jis_2_refuses_a_name_that_fell_away_from_the_draft() -> None:
    """Three drawn up, one withdrew: the two who are left are transmitted."""
    case = opened().to_the_list(A, B, C)
    case.does(ListDrawnUp((A, B, C)), "2029-03-14")
    case.does(CandidateFellAway(C, Cause.WITHDREW), "2029-03-16")
    assert case.is_refused(ListTransmitted((A, B, C)), "2029-03-20").clause == "JIS 2"
    case.does(ListTransmitted((A, B)), "2029-03-20")


# -- Candidatures ----------------------------------------------------------------------------


def test_reg_1a_refuses_a_second_proposal_of_the_same_person() -> None:
    case = opened().to_the_call()
    case.does(proposed(A), "2028-12-01")
    assert case.is_refused(proposed(A, "Cyprus"), "2028-12-02").clause == "REG 1.a"


def test_reg_1a_takes_a_proposer_of_another_nationality() -> None:
    """2019: a Greek politician, proposed by Cyprus."""
    case = opened(2019, "2018-09-01").to_the_call()
    case.does(proposed(Name("Dora Bakoyannis"), "Greece", "Cyprus"), "2019-01-09")
    candidate = case.standing.roll.candidates[Name("Dora Bakoyannis")]
    assert (candidate.nationality, candidate.proposed_by) == ("Greece", ("Cyprus",))


@pytest.mark.parametrize(
    ("happened", "outcome"), [("2029-01-10", "recorded"), ("2029-01-11", "refused")]
)
def test_reading_1_the_tenth_of_january_is_inclusive(happened: str, outcome: str) -> None:
    """2019 and 2024: candidatures came on the 10th. On the 11th it is late: a reason is asked."""
    case = opened().to_the_call()
    entry = case.tries(proposed(A), happened)
    assert entry.refused is (outcome == "refused")


def test_a_candidature_after_the_closing_is_out_of_order() -> None:
    case = opened().to_the_closing(A, B)
    assert "not open" in case.is_refused(proposed(C), "2029-01-12", reason="late").because


def test_whoever_died_cannot_be_proposed_again_and_whoever_withdrew_can() -> None:
    case = opened().to_the_call()
    for name, cause in ((A, Cause.DIED), (B, Cause.WITHDREW)):
        case.does(proposed(name), "2028-11-02")
        case.does(CandidateFellAway(name, cause), "2028-11-03")
    assert case.is_refused(proposed(A), "2028-11-04").because == "Ann Arbor has died"
    case.does(proposed(B), "2028-11-04")


def test_only_a_lapsed_candidature_that_still_stands_is_maintained() -> None:
    """Reading 4: by an act of the government, after a renewed call."""
    case = opened().to_the_list(A, B)
    case.does(CandidateFellAway(B, Cause.WITHDREW), "2029-03-09")
    case.does(ListDrawnUp(), "2029-03-14")
    case.does(CallRenewed(d("2029-05-21")), "2029-04-09")
    for name in (B, C):
        assert case.is_refused(CandidatureMaintained(name), "2029-04-20").clause == "JIS App.1"
    case.does(CandidatureMaintained(A), "2029-04-20")
    case.is_refused(CandidatureMaintained(A), "2029-04-21")
    assert case.standing.roll.standing == (A,)


@pytest.mark.parametrize(
    ("name", "happened", "because"),
    [
        (C, "2028-12-20", "Cy Young is not a candidate"),
        (A, "2028-12-11", "was still a candidate on 2028-12-12 (candidature), after 2028-12-11"),
    ],
)
def test_only_a_candidate_falls_away_and_not_before_being_one(
    name: Name, happened: str, because: str
) -> None:
    case = opened().to_the_closing(A, B)
    assert because in case.is_refused(CandidateFellAway(name, Cause.WITHDREW), happened).because


def test_a_call_that_closes_before_it_is_issued_is_refused() -> None:
    case = opened()
    case.does(DateConfirmed(on("2029-06-26")), "2028-09-04")
    assert case.is_refused(CallIssued(d("2028-10-09")), "2028-10-09").clause == "JIS App.1"


# -- The Assembly ----------------------------------------------------------------------------


def test_idx_2_refuses_an_election_outside_the_part_session() -> None:
    """June 2024 was announced for 24 to 28 June."""
    case = opened(2024)
    for election in ("2024-06-29", "2024-06-28..2024-06-29", "2024-09-25"):
        assert case.is_refused(DateConfirmed(on(election)), "2023-09-04").clause == "IDX 2"
    case.does(DateConfirmed(on("2024-06-25")), "2023-09-04")


def test_jis_2_refuses_a_count_with_a_strangers_name() -> None:
    case = opened().to_the_ballot(A, B)
    refused = case.is_refused(votes((A, 92), (B, 79), (C, 3)), "2029-06-26")
    assert (refused.clause, refused.because) == ("JIS 2", "Cy Young is not on the ballot paper")


def test_rop_40_11_refuses_more_votes_than_papers() -> None:
    case = opened().to_the_ballot(A, B)
    assert case.is_refused(votes((A, 92), (B, 79), papers=170), "2029-06-26").clause == "RoP 40.11"


def test_a_candidate_who_is_not_on_the_list_is_a_stranger_to_the_ballot() -> None:
    """JIS 2: proposed, but not transmitted."""
    case = opened().to_the_list(A, B, C)
    case.does(ListDrawnUp((A, B)), "2029-03-14")
    case.does(ListTransmitted((A, B)), "2029-03-21")
    case.to_the_hearing()
    assert case.is_refused(votes((A, 92), (C, 79)), "2029-06-26").clause == "JIS 2"


def test_reg_6_refuses_an_order_of_other_names_than_those_on_the_list() -> None:
    case = opened().to_the_transmission(A, B, C)
    case.does(CandidateFellAway(C, Cause.DIED), "2029-04-01")
    for order in ((A,), (A, B, C), (A, B, B)):
        assert case.is_refused(BureauExamined(order), "2029-04-02").clause == "REG 6"
    case.does(BureauExamined((B, A)), "2029-04-02")


# -- The start -------------------------------------------------------------------------------


def after_a_renewed_call(elected: str = "2029-10-09") -> Case:
    case = opened().to_the_second_ballot_paper(A, B)
    case.does(everyone_for(A, A, B), elected)
    return case


@pytest.mark.parametrize("happened", ["2029-10-09", "2029-10-08", "2029-09-18"])
def test_jis_app_1_refuses_a_start_that_is_not_after_the_election(happened: str) -> None:
    """18 September is never open after a renewed call."""
    case = after_a_renewed_call()
    refused = case.is_refused(MandateStarted(), happened, reason="at once")
    assert refused.clause == "JIS App.1"


@pytest.mark.parametrize(("to", "fine"), [("2029-10-30", True), ("2029-10-31", False)])
def test_jis_app_1_refuses_to_plan_the_start_later_than_three_weeks(to: str, fine: bool) -> None:
    """Tuesday 9 October and three weeks: Tuesday 30 October, and no roll."""
    case = after_a_renewed_call()
    plan = DatePlanned("start", on(to))
    if fine:
        case.does(plan, "2029-10-10")
    else:
        assert case.is_refused(plan, "2029-10-10", reason="later").clause == "JIS App.1"


def test_jis_app_1_refuses_to_plan_the_start_on_the_day_of_the_election() -> None:
    case = after_a_renewed_call("2029-10-09")
    plan = DatePlanned("start", on("2029-10-09"))
    assert case.is_refused(plan, "2029-10-09", reason="at once").clause == "JIS App.1"


def test_jis_app_1_records_a_start_beyond_three_weeks_with_a_reason() -> None:
    case = after_a_renewed_call()
    case.is_refused(MandateStarted(), "2029-11-05")
    case.does(MandateStarted(), "2029-11-05", reason="illness")
    assert deviations(case.standing)[-1].broken == ("JIS App.1",)


def test_no_three_weeks_bind_the_ordinary_branch() -> None:
    """18 September is twelve weeks after a June election; another day is a deviation."""
    case = opened().to_the_start(A, B)
    case.does(DatePlanned("start", on("2029-09-20")), "2029-06-27", reason="by decision")
    case.does(ActingBegan(), "2029-09-18")
    case.does(MandateStarted(), "2029-09-20")
    (deviation,) = deviations(case.standing)
    assert (deviation.stage, deviation.days, deviation.reason) == ("start", 2, "by decision")


def test_dsg_a_refuses_a_late_start_while_nobody_is_recorded_as_acting() -> None:
    case = opened().to_the_start(A, B)
    assert case.is_refused(MandateStarted(), "2029-09-25", reason="ill").clause == "DSG A"
    case.does(CandidateFellAway(B, Cause.DIED), "2029-09-19")
    case.does(ActingBegan(), "2029-09-18")
    case.does(MandateStarted(), "2029-09-25", reason="ill")


def test_reg_8a_refuses_another_term_without_an_agreement_in_the_joint_committee() -> None:
    """REG 8.b, reading 9: five years, or a period fixed in advance."""
    case = opened().to_the_start(A, B)
    until = d("2032-09-17")
    assert case.is_refused(MandateStarted(until), "2029-09-18").clause == "REG 8.a"
    ends_at_once = MandateStarted(d("2029-09-18"), "JC 2029/4")
    assert "before it begins" in case.is_refused(ends_at_once, "2029-09-18").because
    case.does(MandateStarted(until, "JC 2029/4"), "2029-09-18")
    mandate = case.standing.mandate
    assert mandate is not None
    assert mandate.last_day.latest == until


# -- Questions -------------------------------------------------------------------------------


def one_name_left() -> Case:
    case = opened().to_the_transmission(A, B)
    case.does(CandidateFellAway(B, Cause.DIED), "2029-04-05")
    return case


@pytest.mark.parametrize(
    ("settled", "because"),
    [
        (Settled("one-name-left", "a lottery", Body.JOINT_COMMITTEE), "is no answer"),
        (
            Settled("one-name-left", "another call", Body.BUREAU),
            "is not for the body bureau",
        ),
    ],
)
def test_reading_7_a_question_is_settled_by_its_body_with_one_of_its_answers(
    settled: Settled, because: str
) -> None:
    case = one_name_left()
    assert because in case.is_refused(settled, "2029-04-08", reference="JC").because


def test_reading_7_a_decision_has_a_reference() -> None:
    case = one_name_left()
    settled = Settled("one-name-left", "another call", Body.JOINT_COMMITTEE)
    for reference in ("", "not on record"):
        assert "no reference" in case.is_refused(settled, "2029-04-08", reference=reference).because
    case.does(settled, "2029-04-08", reference="JC 2029/4")


def test_a_decision_is_about_the_question_that_is_open() -> None:
    case = one_name_left()
    other = Settled("no-name-left", "another call", Body.JOINT_COMMITTEE)
    with pytest.raises(BadAct, match="is not the question"):
        case.tries(other, "2029-04-08", stage="one-name-left", reference="JC")


# -- Plans -----------------------------------------------------------------------------------


def test_a_date_that_is_fixed_is_moved_and_not_fixed_again() -> None:
    case = opened()
    case.does(DatePlanned("call", on("2028-10-09")), "2028-09-05")
    plan = DatePlanned("call", on("2028-10-16"))
    assert case.is_refused(plan, "2028-09-06").cure == "move it instead"
    case.does(DateMoved("call", on("2028-10-16")), "2028-09-06")
    assert case.standing.opening.planned("call") == on("2028-10-16")


def test_a_date_outside_the_window_is_fixed_with_a_reason() -> None:
    case = opened()
    plan = DatePlanned("call", on("2028-11-06"))
    assert "departs" in case.is_refused(plan, "2028-09-05").because
    case.does(plan, "2028-09-05", reason="the Deputies meet in November")


def test_a_date_is_fixed_for_a_stage_that_lies_ahead() -> None:
    case = opened().to_the_list(A, B)
    assert (
        "no stage date lies ahead"
        in case.is_refused(DatePlanned("date", on("2029-09-04")), "2029-03-08").because
    )
    assert case.is_refused(DatePlanned("renewed-call", on("2029-04-09")), "2029-03-08").cure


def test_a_date_fixed_for_a_stage_without_its_number_is_for_the_one_that_lies_ahead() -> None:
    """`list` means list/2 once a list was drawn up: else it would be kept for nobody."""
    case = opened().to_the_renewed_call(A)
    entry = case.does(DatePlanned("list", on("2029-07-10")), "2029-03-15")
    assert entry.outcome == DatePlanned("list/2", on("2029-07-10"))


def test_a_date_is_not_fixed_for_a_day_that_is_over() -> None:
    case = opened()
    plan = DatePlanned("call", on("2028-09-03"))
    assert "before the decision" in case.is_refused(plan, "2028-09-05", reason="late").because


def test_nothing_lies_ahead_of_a_closed_appointment() -> None:
    case = opened().to_the_end(A, B)
    plan = DatePlanned("start", on("2029-12-01"))
    assert case.is_refused(plan, "2029-10-01", reason="x").cure == "nothing lies ahead"


# -- Corrections -----------------------------------------------------------------------------


def test_a_correction_that_makes_a_later_entry_misfit_is_refused_naming_it() -> None:
    case = opened().to_the_transmission(A, B)
    number, later = case.number_of("list"), case.number_of("transmission")
    fix = Corrected((Amendment(number, on("2029-03-14"), ListDrawnUp()),))
    refused = case.is_refused(fix, "2029-03-22")
    assert f"entry {later}" in refused.because
    assert refused.cure == "amend that entry in the same act"


def test_a_correction_may_amend_several_entries_at_once() -> None:
    case = opened().to_the_transmission(A, B)
    fix = Corrected(
        (
            Amendment(case.number_of("list"), on("2029-03-15")),
            Amendment(case.number_of("transmission"), None, ListTransmitted((B, A))),
        )
    )
    case.does(fix, "2029-03-22")
    concluded = {done.occurrence: done for done in case.standing.concluded}
    assert concluded["list"].on == on("2029-03-15")
    assert concluded["transmission"].outcome == ListTransmitted((B, A))


def test_a_correction_that_reverses_the_order_of_days_is_refused() -> None:
    case = opened().to_the_transmission(A, B)
    fix = Corrected((Amendment(case.number_of("list"), on("2029-03-25")),))
    refused = case.is_refused(fix, "2029-03-26")
    assert f"entry {case.number_of('transmission')}" in refused.because


def test_a_correction_obeys_the_clause_of_the_entry() -> None:
    case = opened().to_the_renewed_call(A)
    case.does(CallRenewed(d("2029-05-14")), "2029-04-09")
    number = case.number_of("renewed-call")
    fix = Corrected((Amendment(number, None, CallRenewed(d("2029-05-28"))),))
    assert case.is_refused(fix, "2029-04-10").clause == "JIS App.1"


def test_a_correction_to_a_day_outside_the_window_needs_a_reason_and_is_a_deviation() -> None:
    case = opened().to_the_closing(A, B)
    case.does(JointCommitteeConsulted(), "2029-01-25")
    fix = Corrected((Amendment(case.number_of("consultation"), on("2029-06-05")),))
    assert "departs" in case.is_refused(fix, "2029-06-06").because
    case.does(fix, "2029-06-06", reason="the minutes say so")
    (deviation,) = deviations(case.standing)
    assert (deviation.broken, deviation.reason) == (("REG 4",), "the minutes say so")


def test_a_correction_dates_nothing_in_the_future() -> None:
    case = opened().to_the_closing(A, B)
    fix = Corrected((Amendment(case.number_of("closing"), on("2029-01-12")),))
    assert "future" in case.is_refused(fix, "2029-01-11", reason="x", now="2029-01-11").because


def test_an_entry_that_is_struck_out_leaves_the_record_as_if_it_had_not_been() -> None:
    case = opened().to_the_closing(A, B)
    number = next(e.number for e in case.entries if e.outcome == proposed(B))
    case.does(Corrected((Amendment(number),)), "2029-01-11")
    assert case.standing.roll.standing == (A,)
    again = Corrected((Amendment(number, on("2028-12-13")),))
    assert "not one that can be corrected" in case.is_refused(again, "2029-01-12").because


@pytest.mark.parametrize("number", [0, 1, 99])
def test_an_opening_and_what_is_not_there_cannot_be_corrected(number: int) -> None:
    case = opened().to_the_closing(A, B)
    fix = Corrected((Amendment(number, on("2028-12-13")),))
    assert "not one that can be corrected" in case.is_refused(fix, "2029-01-12").because


def test_neither_a_refusal_nor_a_correction_can_be_corrected() -> None:
    case = opened().to_the_closing(A, B)
    case.is_refused(ListDrawnUp((A, B)), "2029-01-20")
    case.does(Corrected((Amendment(case.number_of("closing"), on("2029-01-10")),)), "2029-01-21")
    for number in (len(case.entries) - 1, len(case.entries)):
        case.is_refused(Corrected((Amendment(number, on("2028-12-13")),)), "2029-01-22")


def test_an_entry_is_corrected_to_its_own_kind() -> None:
    case = opened().to_the_closing(A, B)
    fix = Corrected((Amendment(case.number_of("closing"), None, AssemblyHeard()),))
    assert "of another kind" in case.is_refused(fix, "2029-01-12").because


def test_an_entry_is_not_corrected_twice_in_one_act() -> None:
    case = opened().to_the_closing(A, B)
    number = case.number_of("closing")
    twice = Corrected((Amendment(number, on("2029-01-10")), Amendment(number)))
    assert "twice" in case.is_refused(twice, "2029-01-12").because


def test_a_correction_of_what_is_no_step_obeys_its_rules_too() -> None:
    """A withdrawal of a stranger, an unknown edition, a part-session out of the table."""
    case = opened().to_the_closing(A, B, C)
    case.does(CandidateFellAway(C, Cause.WITHDREW), "2029-01-12")
    stranger = CandidateFellAway(Name("Nemo"), Cause.WITHDREW)
    fix = Corrected((Amendment(len(case.entries), None, stranger),))
    assert case.is_refused(fix, "2029-01-13").because == "Nemo is not a candidate"
    case.does(PartSessionRevised(2029, 3, d("2029-06-18"), d("2029-06-22")), "2029-01-14")
    fix = Corrected((Amendment(len(case.entries), None, PartSessionRevised(1999, 3)),))
    with pytest.raises(BadAct, match="1999/3 is not one of"):
        case.tries(fix, "2029-01-15")


def test_a_correction_of_an_edition_to_an_unknown_one_is_malformed() -> None:
    case = opened(edition="2010")
    case.does(EditionAdopted("2018"), "2028-09-02")
    with pytest.raises(BadAct, match="no edition 2030"):
        case.tries(Corrected((Amendment(2, None, EditionAdopted("2030")),)), "2028-09-03")


def test_the_edition_that_is_followed_is_not_adopted_again() -> None:
    case = opened(edition="2010")
    with pytest.raises(BadAct, match="follows edition 2010 already"):
        case.tries(EditionAdopted("2010"), "2028-09-02")


def test_corrections_that_break_an_entry_between_them_are_refused_and_do_not_crash() -> None:
    """One amendment makes entries misfit that stand before the other one."""
    case = opened().to_the_ballot(A, B)
    fix = Corrected(
        (
            Amendment(case.number_of("list"), None, ListDrawnUp((A,))),
            Amendment(case.number_of("hearing"), on("2029-05-16")),
        )
    )
    assert "would no longer fit" in case.is_refused(fix, "2029-05-20").because


def test_a_closed_appointment_can_still_be_corrected() -> None:
    case = opened().to_the_end(A, B)
    case.does(Corrected((Amendment(case.number_of("hearing"), on("2029-05-16")),)), "2029-12-01")
    assert case.standing.mandate is not None


# -- Editions and tables ---------------------------------------------------------------------


def test_an_edition_that_does_not_fit_the_record_is_refused_naming_the_entry() -> None:
    """The older editions know no confirmation of the date by the Bureau."""
    case = opened().to_the_closing(A, B)
    refused = case.is_refused(EditionAdopted("2010"), "2029-01-12")
    assert refused.because == (
        "entry 2 would no longer fit: its stage date is not open; open: call"
    )


def test_an_edition_that_is_unknown_is_malformed() -> None:
    with pytest.raises(BadAct, match="no edition 2030"):
        opened().tries(EditionAdopted("2030"), "2028-09-02")


@pytest.mark.parametrize(
    "revised",
    [
        PartSessionRevised(1999, 3, d("1999-06-21"), d("1999-06-25")),
        PartSessionRevised(2029, 3, d("2029-06-25"), d("2029-06-22")),
        PartSessionRevised(2029, 3, d("2029-06-25")),
        PartSessionRevised(2029, 3, None, d("2029-06-25")),
        PartSessionRevised(2029, 3, d("2049-06-25"), d("2049-06-28")),
        PartSessionRevised(2029, 5, d("2029-06-25"), d("2029-06-28")),
    ],
)
def test_a_part_session_that_cannot_be_is_malformed(revised: PartSessionRevised) -> None:
    case = opened()
    with pytest.raises(BadAct):
        case.tries(revised, "2028-09-02")
    assert len(case.entries) == 1


# -- Opening ---------------------------------------------------------------------------------


IN_2028 = day_of("2028-06-29")
TEA = (Offset("tea", 1),)
FAR = (Offset("list", 700),)


def test_an_appointment_is_opened_once() -> None:
    refused = opened().is_refused(Opened(SG, 2029), "2028-09-02")
    assert refused.because == "secretary-general/2029 is open already"


@pytest.mark.parametrize(
    ("appointment", "asked", "because"),
    [
        ("secretary-general/2029", Opened(SG, 2028), "is not the appointment of"),
        ("notary/2029", Opened("notary", 2029), "no office notary is known"),
        ("judge/2029", Opened("judge", 2029), "write judge/PARTY/YEAR"),
        (
            "judge/adnorra/2029",
            Opened("judge", 2029, party="adnorra"),
            "no Party 'adnorra' is known; the nearest is andorra",
        ),
        (
            "judge/andorra/2029",
            Opened("judge", 2029, party="malta"),
            "is not the appointment of judge/malta 2029",
        ),
        (
            "commissioner/andorra/2029",
            Opened("commissioner", 2029, party="andorra"),
            "has no seats by Party: write commissioner/YEAR",
        ),
        (
            "judge/andorra/2029",
            Opened("judge", 2029, party="andorra"),
            "no text says when a term of judge ends",
        ),
        ("judge/a/b/2029", Opened("judge", 2029, party="a"), "is not an appointment"),
        ("secretary-general", Opened(SG, 2029), "is not an appointment"),
        ("secretary-general/29", Opened(SG, 29), "is not an appointment"),
        ("secretary-general/٢٠٢٩", Opened(SG, 2029), "is not an appointment"),
        ("secretary-general/2029", Opened(SG, 2029, "2030"), "no edition 2030"),
        ("secretary-general/2099", Opened(SG, 2099), "choose a year inside it"),
        (
            "secretary-general/2029",
            Opened(SG, 2029, term_ends=d("1999-09-17")),
            "not for an election of 2029",
        ),
        (
            "secretary-general/2029",
            Opened(SG, 2029, court=(Composition(d("2028-01-01"), 15, 31),)),
            "names no composition of the Court",
        ),
        (
            "secretary-general/2029",
            Opened(SG, 2029, part_sessions=(PartSession(2029, 3, on("2029-06-25"), IN_2028),)),
            "a part-session cannot close before it opens",
        ),
        (
            "judge/andorra/2029",
            Opened("judge", 2029, party="andorra", term_ends=d("2029-03-31"), twelve_months=TEA),
            "tea is no step of the timetable: letter, selection",
        ),
        (
            "secretary-general/2029",
            Opened(SG, 2029, twelve_months=TEA),
            "there is none for this office",
        ),
        (
            "judge/andorra/2029",
            Opened("judge", 2029, party="andorra", term_ends=d("2029-03-31"), twelve_months=FAR),
            "list lies out of reach: write 0 to 60",
        ),
    ],
)
def test_an_opening_that_cannot_be_is_malformed(
    appointment: str, asked: Opened, because: str
) -> None:
    case = Case(AppointmentId(appointment))
    with pytest.raises(BadAct, match=because):
        case.tries(asked, "2028-09-01")


@pytest.mark.parametrize(
    ("on_", "happened", "because"),
    [
        ("2028-12-30", "2029-01-05", "does not fall in 2029"),
        ("2029-05-30", "2029-05-05", "still lies ahead"),
    ],
)
def test_reg_1a_refuses_a_vacancy_of_another_year_or_still_ahead(
    on_: str, happened: str, because: str
) -> None:
    case = Case(AppointmentId("secretary-general/2029"))
    asked = Opened(SG, 2029, vacancy=Vacancy(d(on_), VacancyCause.DEATH))
    entry = case.tries(asked, happened)
    assert isinstance(entry.outcome, RefusedAct)
    assert because in entry.outcome.because
    case.does(Opened(SG, 2029), "2029-06-01")


def test_before_it_is_opened_an_appointment_takes_nothing() -> None:
    with pytest.raises(BadAct, match="open it first"):
        Case(AppointmentId("secretary-general/2029")).tries(AssemblyHeard(), "2029-05-15")


# -- Malformed acts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "happened", "because"),
    [
        (DateConfirmed(on("1900-01-01")), "2028-09-04", "is not a day of any procedure"),
        (DateConfirmed(Span(d("2029-06-26"), d("9999-12-31"))), "2028-09-04", "not a day"),
        (DateConfirmed(on("2029-06-26")), "0001-01-01", "is not a day of any procedure"),
        (ListDrawnUp((), in_order_of_preference=True), "2029-03-14", "no sentence of ours"),
        (MandateStarted(None, "JC 2029/4"), "2029-09-18", "no sentence of ours"),
        (ActingBegan("Ann Arbor", deputy_in_office=False), "2029-09-18", "no sentence of ours"),
        (PartSessionRevised(2029, 9), "2028-09-04", "no sentence of ours"),
        (Settled("a b", "x", Body.BUREAU), "2028-09-04", "no sentence of ours"),
    ],
)
def test_what_no_sentence_says_is_malformed_and_not_stored(
    outcome: DateConfirmed, happened: str, because: str
) -> None:
    """The diary holds every act, refused ones too, and must give it again when it is heard."""
    case = opened()
    with pytest.raises(BadAct, match=because):
        case.tries(outcome, happened)
    assert len(case.entries) == 1


def test_an_act_without_an_id_is_malformed() -> None:
    case = opened()
    act = Act(" ", DateConfirmed(on("2029-06-26")), day_of("2028-09-04"))
    with pytest.raises(BadAct, match="no id"):
        decide(case.id, case.entries, act, noon("2028-09-05"))


def test_a_stage_that_is_unknown_is_malformed() -> None:
    with pytest.raises(BadAct, match="no stage coronation is known"):
        opened().tries(AssemblyHeard(), "2029-05-15", stage="coronation")


@pytest.mark.parametrize(
    ("raw", "because"),
    [
        (b"", "cannot be read"),
        (b"[]", "cannot be read"),
        (b'{"id": "a"}', "missing required field"),
        (b'{"id":"a","outcome":{"kind":"crowned/1"},"happened":{}}', "crowned/1"),
        (
            b'{"id":"a","outcome":{"kind":"assembly-heard/1"},'
            b'"happened":{"earliest":"2029-02-30","latest":"2029-02-30"}}',
            r"\$.happened.earliest",
        ),
        (
            b'{"id":"a","outcome":{"kind":"assembly-heard/1"},'
            b'"happened":{"earliest":"2029-02-03","latest":"2029-02-01"}}',
            "before it begins",
        ),
        (
            b'{"id":"a","outcome":{"kind":"candidature-maintained/1","name":" A;B"},'
            b'"happened":{"earliest":"2029-02-03","latest":"2029-02-03"}}',
            "a name cannot contain",
        ),
        (
            b'{"id":"a","outcome":{"kind":"candidature-proposed/1","name":"A",'
            b'"nationality":"Norway","proposed_by":[]},'
            b'"happened":{"earliest":"2029-02-03","latest":"2029-02-03"}}',
            "no government proposes A",
        ),
        (
            b'{"id":"a","outcome":{"kind":"assembly-heard/1"},"colour":"blue",'
            b'"happened":{"earliest":"2029-02-03","latest":"2029-02-03"}}',
            "colour",
        ),
    ],
)
def test_an_act_that_cannot_be_read_says_where(raw: bytes, because: str) -> None:
    with pytest.raises(BadAct, match=because):
        read_act(raw)


# -- Refusals themselves ---------------------------------------------------------------------


def test_a_refused_act_is_stored_with_what_was_asked_and_its_cure() -> None:
    case = opened().to_the_list(A, B)
    case.does(ListDrawnUp((A,)), "2029-03-14")
    asked = ListTransmitted((A,))
    case.is_refused(asked, "2029-03-20")
    entry = case.entries[-1]
    assert (entry.kind, entry.refused) == ("refused/1", True)
    assert isinstance(entry.outcome, RefusedAct)
    assert entry.outcome.asked == asked


def test_deciding_twice_on_the_same_entries_gives_the_same_entry() -> None:
    """`decide` has no memory: what keeps an id from being spent twice is the ledger's."""
    case = opened()
    for outcome in (DateConfirmed(on("2029-06-26")), CallIssued(d("2029-01-10"))):
        act = case.act(outcome, "2028-09-04")
        one, other = (
            decide(case.id, case.entries, act, noon("2028-09-05")).entry for _ in range(2)
        )
        assert one == other


def test_the_digest_of_an_act_is_of_all_its_content() -> None:
    """The same id with other content is another act."""
    case = opened()
    act = case.act(DateConfirmed(on("2029-06-26")), "2028-09-04")
    others = [
        case.act(DateConfirmed(on("2029-06-27")), "2028-09-04"),
        case.act(DateConfirmed(on("2029-06-26")), "2028-09-05"),
        case.act(DateConfirmed(on("2029-06-26")), "2028-09-04", reason="x"),
        case.act(DateConfirmed(on("2029-06-26")), "2028-09-04", reference="x"),
    ]
    assert act.digest == case.act(DateConfirmed(on("2029-06-26")), "2028-09-04").digest
    assert len({act.digest, *(other.digest for other in others)}) == 5


def test_a_step_that_the_script_does_not_offer_now_is_named_with_what_it_does() -> None:
    """Before the ballots nobody leaves an election off the agenda, nor votes by post."""
    case = opened().to_the_transmission(A, B)
    for outcome in (LeftOffAgenda(), ComplementaryProcedure(on("2029-06-26"))):
        assert "open: examination, hearing" in case.is_refused(outcome, "2029-04-01").because


def test_every_refusal_in_the_house_has_a_cure() -> None:
    with pytest.raises(TypeError):
        Refused(None, "because")  # type: ignore[call-arg]


def test_reading_10_a_resignation_may_be_announced_before_its_day() -> None:
    """Opened at once: the call need not wait for the last day in office."""
    case = Case(AppointmentId("secretary-general/2029"))
    case.does(
        Opened(SG, 2029, vacancy=Vacancy(d("2029-05-30"), VacancyCause.RESIGNATION)), "2029-05-05"
    )
    case.does(CallIssued(d("2029-06-20")), "2029-05-07")
    standing = case.standing
    assert standing.find("acting") is not None
    assert deviations(standing) == ()


def test_a_withdrawal_cannot_precede_a_ballot_in_which_the_name_took_part() -> None:
    """Otherwise the record would say withdrawn in May, elected in June."""
    case = opened().to_the_start(A, B)
    refused = case.is_refused(CandidateFellAway(A, Cause.WITHDREW), "2029-05-20")
    assert "was still a candidate on" in refused.because
    assert "(ballot)" in refused.because
