"""How a ballot is held, counted and made known (IDX 1 to IDX 15), by the rules of its day."""

import pytest

from domain.agenda import deviations
from domain.candidates import PLACEHOLDERS, Name
from domain.clauses import READINGS, Mark
from domain.lots import draw
from domain.outcomes import (
    BallotHeld,
    LeftOffAgenda,
    MandateStarted,
    ObserverNamed,
    Recordable,
    RegisterClosed,
    RegisterShown,
    ResultAnnounced,
    SittingsFixed,
    TellersDrawn,
    TellersNamed,
    VotersPublished,
)
from domain.reckoning import day
from domain.stages import Body
from tests.domain.acts_in_short import A, B, C, Case, D, d, everyone_for, on, opened, votes
from tests.domain.openings import COMMISSIONER, DSG, dies, goes_on, until, vacant

FOUR = (A, B, C, D)
CLOSED = RegisterClosed(250, "9f86d081")
NOBODY_ELECTED = votes((A, 92), (B, 92))
AROUND = {"sittings", "observer", "tellers", "register"}


def before_the_ballot(year: int = 2029) -> Case:
    """A and B on the paper, in June of that year."""
    return opened(year, f"{year - 1}-09-01").to_the_ballot(A, B)


def open_around(case: Case) -> set[str]:
    return {each.partition("/")[0] for each in case.open} - {"ballot", *case.course}


# -- Which rules ------------------------------------------------------------------------------


def test_before_october_2016_the_rules_of_the_ballot_are_not_known() -> None:
    """IDX was ratified on 10 October 2016: nothing is asked for around a ballot of 2014."""
    case = until("secretary-general-2014-2010", "ballot")
    assert open_around(case) == set()
    case.does(everyone_for(*PLACEHOLDERS[:1], *PLACEHOLDERS), "2014-06-24")
    assert case.due == ("start", "acting")


def test_idx_12_from_2016_to_2024_the_tellers_were_drawn_by_lot() -> None:
    case = before_the_ballot(2019)
    assert open_around(case) == {"sittings", "observer", "tellers-by-lot", "register"}


def test_reading_20_since_june_2024_the_groups_name_the_tellers() -> None:
    assert open_around(before_the_ballot()) == AROUND
    assert READINGS[20].mark is Mark.PRACTICE


@pytest.mark.parametrize(
    ("year", "last"), [(2019, "2019-06-27"), (2024, "2024-06-26"), (2029, "2029-06-26")]
)
def test_reading_20_the_second_ballot_is_on_the_next_day_or_on_the_same(
    year: int, last: str
) -> None:
    """Commissioner, January 2024: on the next day. Secretary General, June 2024: on the same."""
    case = before_the_ballot(year)
    case.does(NOBODY_ELECTED, f"{year}-06-26")
    assert case.window("ballot") == (day(d(f"{year}-06-26")), day(d(last)))
    refused = case.is_refused(everyone_for(A, A, B), f"{year}-06-28")
    assert "departs from its window" in refused.because
    case.does(everyone_for(A, A, B), f"{year}-06-28", reason="so it was")
    assert [each.stage for each in deviations(case.standing)] == ["ballot/2"]


def test_an_election_that_is_put_off_follows_the_rules_of_its_later_part_session() -> None:
    """Left off in April 2024 it comes in June, when the groups name the tellers."""
    opening = vacant(COMMISSIONER, dies("2024-01-30"), "2024-02-01")
    case = opening.case()
    while "ballot" not in case.open:
        goes_on(case)
    assert case.window("ballot")[0] == day(d("2024-04-15"))
    assert "tellers-by-lot" in open_around(case)
    case.does(LeftOffAgenda(), "2024-04-15")
    case.settles("election-left-off", "a later part-session", Body.BUREAU, "2024-05-13")
    assert case.window("ballot")[0] == day(d("2024-06-24"))
    assert "tellers" in open_around(case)


# -- IDX 2, IDX 9: hours and observers ---------------------------------------------------------


def test_idx_2_the_hours_are_fixed_for_each_ballot() -> None:
    """They may be fixed before the part-session opens, and are data."""
    case = before_the_ballot()
    case.does(SittingsFixed("10 to 13 h and 15.30 to 17 h"), "2029-06-18")
    assert "sittings" not in open_around(case)
    case.does(NOBODY_ELECTED, "2029-06-26")
    case.does(SittingsFixed("17 to 18 h"), "2029-06-26")
    assert not deviations(case.standing)


def test_idx_9_each_group_names_one_observer() -> None:
    """For the election: a second ballot is watched by the same."""
    case = before_the_ballot()
    case.does(ObserverNamed("EPP/CD", C), "2029-06-22")
    assert case.is_refused(ObserverNamed("EPP/CD", D), "2029-06-25").clause == "IDX 9"
    case.does(ObserverNamed("SOC", D), "2029-06-25")
    case.does(NOBODY_ELECTED, "2029-06-26")
    assert case.is_refused(ObserverNamed("SOC", C), "2029-06-26").clause == "IDX 9"


# -- IDX 11, IDX 12: the register and the tellers ----------------------------------------------


ROLL = tuple(Name(f"Member {chr(65 + n)}") for n in range(26))


def test_idx_12_a_draw_of_four_tellers_can_be_repeated() -> None:
    """From the seed, among those on the roll whose digest is recorded."""
    seed = "three dice: 6, 1, 4"
    numbers = draw(seed, len(ROLL), 4)
    drawn = TellersDrawn(tuple(ROLL[n - 1] for n in numbers), seed, len(ROLL), "9f86d081")
    case = before_the_ballot(2019)
    case.does(drawn, "2019-06-26")
    assert [ROLL[n - 1] for n in draw(drawn.seed, drawn.among, 4)] == [*drawn.tellers]
    assert "tellers-by-lot" not in open_around(case)


@pytest.mark.parametrize(
    ("year", "tellers", "because"),
    [
        (2029, TellersNamed(FOUR[:3]), "3 tellers, not four"),
        (2029, TellersNamed((A, B, C, A)), "3 tellers, not four"),
        (2019, TellersDrawn((*FOUR, A), "dice", 300, "9f86"), "4 tellers, not four"),
        (2019, TellersDrawn(FOUR, " ", 300, "9f86"), "the draw cannot be repeated"),
        (2019, TellersDrawn(FOUR, "dice", 3, "9f86"), "the draw cannot be repeated"),
    ],
)
def test_idx_12_asks_for_four_persons_and_a_draw_that_can_be_repeated(
    year: int, tellers: Recordable, because: str
) -> None:
    refused = before_the_ballot(year).is_refused(tellers, f"{year}-06-26")
    assert refused.clause == "IDX 12"
    assert refused.because == because


def test_idx_11_a_register_is_for_one_ballot() -> None:
    """IDX 6: nobody votes twice in one ballot; at the next everybody may sign again."""
    case = before_the_ballot()
    case.does(TellersNamed(FOUR), "2029-06-26")
    case.does(RegisterClosed(184, "9f86d081"), "2029-06-26")
    assert open_around(case) == {"sittings", "observer"}
    case.does(NOBODY_ELECTED, "2029-06-26")
    assert open_around(case) >= AROUND
    case.does(RegisterClosed(2, "60303ae2"), "2029-06-26")
    assert case.is_refused(everyone_for(A, A, B), "2029-06-26").clause == "IDX 7"


@pytest.mark.parametrize(
    ("count", "because"),
    [
        (votes((A, 130), (B, 121)), "251 papers, but only 250 signatures in the register"),
        (votes((A, 130), (B, 100), papers=251), "251 papers, but only 250 signatures"),
        (votes((A, 130), (B, 100), signatures=249), "the register was closed with 250"),
        (votes((A, 130), (B, 100), blank=15, spoiled=6), "251 papers, but only 250"),
    ],
)
def test_idx_7_a_count_must_agree_with_the_register(count: BallotHeld, because: str) -> None:
    """Two numbers meet, and nothing else: who has voted is never joined to what was chosen."""
    case = before_the_ballot()
    case.does(CLOSED, "2029-06-26")
    refused = case.is_refused(count, "2029-06-26")
    assert refused.clause == "IDX 7"
    assert because in refused.because
    case.does(votes((A, 130), (B, 100), papers=250, blank=20, spoiled=0), "2029-06-26")


# -- IDX 13 to IDX 15: what becomes known -------------------------------------------------------


def test_idx_13_the_result_is_announced_at_the_next_sitting_at_the_latest() -> None:
    """On the day of the ballot or on the next; who voted is published when it is."""
    case = before_the_ballot()
    case.does(everyone_for(A, A, B), "2029-06-26")
    assert case.due == ("announcement", "publication", "start")
    assert case.window("announcement") == (on("2029-06-26"), on("2029-06-26..2029-06-27"))
    assert [s.stage for s in case.agenda("2029-06-28").stages if s.overdue] == ["announcement"]
    assert case.is_refused(ResultAnnounced(), "2029-06-28").clause == "IDX 13"
    case.does(ResultAnnounced(), "2029-06-28", reason="the sitting was suspended")
    case.does(VotersPublished(), "2029-07-02")
    assert [(each.stage, each.days) for each in deviations(case.standing)] == [("announcement", 1)]


def test_idx_14_in_any_order_and_for_each_ballot() -> None:
    case = before_the_ballot()
    case.does(NOBODY_ELECTED, "2029-06-26")
    case.does(VotersPublished(), "2029-06-26")
    assert case.due == ("ballot/2", "announcement")
    case.does(everyone_for(A, A, B), "2029-06-26")
    assert [*case.due] == ["announcement", "publication/2", "start"]


def test_idx_15_members_see_the_register_and_candidates_may_have_a_copy() -> None:
    case = before_the_ballot()
    assert "register-shown" not in open_around(case)
    case.does(everyone_for(A, A, B), "2029-06-26")
    case.does(RegisterShown(C), "2029-06-27")
    assert case.is_refused(RegisterShown(C, copy=True), "2029-06-27").clause == "IDX 15"
    case.does(RegisterShown(B, copy=True), "2029-06-28")
    assert "register-shown" in open_around(case)


def test_nothing_of_this_holds_up_the_mandate() -> None:
    """Somebody was elected when the votes were counted."""
    case = until(f"{DSG}-2027-2012", "start")
    assert case.due == ("announcement", "publication", "start")
    case.does(MandateStarted(), "2027-09-01")
    assert not deviations(case.standing)
