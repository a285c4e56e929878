"""The High Contracting Party for which a judge is elected: its selection, its Panel, its list."""

from datetime import date
from functools import cache

from domain.candidates import PLACEHOLDERS, Cause, Roll
from domain.clauses import (
    ECHR_20,
    ECHR_21,
    ECHR_22,
    ECHR_23,
    R1366_1,
    R1366_2,
    R1366_3,
    R1432_1,
    R1432_2,
    Refused,
)
from domain.nominees import Nominee, Sex, day_of_the_age_test
from domain.outcomes import (
    ListCompleted,
    ListSubmitted,
    ListWithdrawn,
    NationalSelectionHeld,
    PanelConsulted,
)
from domain.reckoning import Span, given
from domain.stages import Body, Note, Stage, Window

THREE = 3


def selects_its_candidates(during: Window) -> Stage[NationalSelectionHeld]:
    """R1366 2, R1366 3 iv: a public call and a fair selection; it may begin before the letter."""
    return Stage(
        "selection",
        NationalSelectionHeld,
        Body.PARTY,
        during,
        (R1366_2, R1366_3),
        expected=NationalSelectionHeld(),
        readings=(13,),
        early=True,
        by_itself=True,
        assumed=True,
    )


def consults_the_panel(during: Window) -> Stage[PanelConsulted]:
    """R1366 3 v: names and curricula go to the Advisory Panel, three months before the list."""
    return Stage(
        "panel",
        PanelConsulted,
        Body.PARTY,
        during,
        (R1366_2, R1366_3),
        expected=PanelConsulted(),
        readings=(13,),
        early=True,
        assumed=True,
    )


def submits_its_list(roll: Roll, requested: date, during: Window) -> Stage[ListSubmitted]:
    """ECHR 22: three candidates, by the day for which the list was requested, or as extended."""
    assert during.closes is not None
    test_day = day_of_the_age_test(requested, during.closes.latest)

    def is_a_list_of_three(submitted: ListSubmitted, on: Span) -> None:
        must_be_three(submitted.list)
        for nominee in submitted.list:
            may_be_nominated(nominee, roll)
        _tested_on_the_right_day(submitted.tested_on, requested, on)

    return Stage(
        "submission",
        ListSubmitted,
        Body.PARTY,
        during,
        (R1366_2, ECHR_20, ECHR_22, R1366_1),
        expected=ListSubmitted(of_both_sexes(tested=test_day is not None), test_day),
        readings=(13,),
        check=is_a_list_of_three,
        assumed=True,
    )


def takes_its_list_back(during: Window) -> Stage[ListWithdrawn]:
    """R1432 1: until the deadline; after it only a name that falls away is replaced."""

    def before_the_deadline(_withdrawn: ListWithdrawn, on: Span) -> None:
        assert during.closes is not None
        if on.latest > during.closes.latest:
            raise Refused(
                R1432_1,
                f"the list is frozen since {during.closes.latest}",
                cure="record a modification, with the government's request and the Assembly's "
                "acceptance",
            )

    return Stage(
        "list-withdrawal",
        ListWithdrawn,
        Body.PARTY,
        during,
        (R1432_1,),
        check=before_the_deadline,
    )


def completes_its_list(
    left: tuple[Nominee, ...], roll: Roll, since: Span, notes: tuple[Note, ...]
) -> Stage[ListCompleted]:
    """R1432 2: the procedure is interrupted until the government has completed the list."""

    def makes_three(completed: ListCompleted, _on: Span) -> None:
        must_be_three((*left, *completed.list))
        for nominee in completed.list:
            may_be_nominated(nominee, roll)

    there = {nominee.name for nominee in left}
    others = tuple(each for each in of_both_sexes(tested=True) if each.name not in there)
    return Stage(
        "completion",
        ListCompleted,
        Body.PARTY,
        Window(given(since, "the procedure was interrupted", R1432_2)),
        (R1432_2,),
        expected=ListCompleted(others[len(left) - THREE :]),
        check=makes_three,
        interrupted=True,
        notes=notes,
    )


def must_be_three(nominees: tuple[Nominee, ...]) -> None:
    """ECHR 22: a list of three, each once."""
    names = [nominee.name for nominee in nominees]
    if len(set(names)) < len(names):
        raise Refused(ECHR_22, "a name stands twice on the list", cure="give each name once")
    if len(names) != THREE:
        raise Refused(
            ECHR_22,
            f"{len(names)} of {THREE} names",
            cure="ask the Party for a list of three, and record it then",
        )


def may_be_nominated(nominee: Nominee, roll: Roll) -> None:
    """ECHR 23: somebody who has not been a judge before, and has not fallen away from this list.

    Whoever has withdrawn from an earlier list may stand on a new one.
    """
    if nominee.name in roll.barred:
        raise Refused(
            ECHR_23,
            f"{nominee.name} has been a judge, and judges are not re-electable",
            cure="ask the Party for another name",
        )
    cause = roll.fallen.get(nominee.name)
    if cause is Cause.DIED or (cause and nominee.name in roll.candidates):
        raise Refused(
            R1432_2,
            f"{nominee.name} has fallen away",
            cure="give another name, or correct the entry of the withdrawal",
        )


@cache
def of_both_sexes(*, tested: bool) -> tuple[Nominee, ...]:
    """The list that a forecast expects."""
    sexes = (Sex.WOMAN, Sex.MAN, Sex.WOMAN)
    return tuple(
        Nominee(name, sex, under_65=True if tested else None)
        for name, sex in zip(PLACEHOLDERS, sexes, strict=True)
    )


def _tested_on_the_right_day(tested: date | None, requested: date, submitted: Span) -> None:
    """ECHR 21, Protocol 15: the day for which it was requested; an extension is no new one."""
    if tested is None:
        return
    if day_of_the_age_test(requested, submitted.latest) is None:
        raise Refused(
            ECHR_21,
            f"no age is tested for a list submitted on {submitted}, before Protocol 15",
            cure="leave the test out",
        )
    if tested != requested:
        raise Refused(
            ECHR_21,
            f"ages were tested on {tested}, not on {requested}, the day requested by letter",
            cure=f"test them on {requested}",
        )
