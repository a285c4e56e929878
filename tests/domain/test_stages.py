"""The vocabulary of a script: how stages are offered, joined, and interrupted."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from domain.candidates import Name
from domain.clauses import DSG_A, JIS_APP_1, REG_8B, ROP_41_1C, Mark
from domain.outcomes import AssemblyHeard, BureauExamined, MinistersInterviewed
from domain.reckoning import Span, day, given
from domain.stages import (
    Body,
    Done,
    Interrupted,
    Limit,
    Script,
    Stage,
    Window,
    both,
    first_of,
    month,
    occurrence,
)

TODAY = day(date(2029, 3, 14))


def stage(key: str, **more: Any) -> Stage[Any]:
    kind = {"one": AssemblyHeard, "two": BureauExamined}.get(key, MinistersInterviewed)
    window = Window(given(date(2029, 3, 1), ""), given(date(2029, 3, 31), ""))
    more.setdefault("expected", kind())
    return Stage(key, kind, Body.ASSEMBLY, window, (JIS_APP_1,), **more)


def drive(script: Script[Any], *keys: str | Exception) -> Iterator[tuple[str, ...]]:
    """What is offered at first, and after each of those stages; an exception is thrown."""
    offer = next(script)
    yield tuple(each.key for each in offer)
    for key in keys:
        try:
            if isinstance(key, Exception):
                offer = script.throw(key)
            else:
                at = next(each for each in offer if each.key == key)
                offer = script.send(Done(at, at.kind(), TODAY))
        except StopIteration as end:
            yield ("end", repr(end.value))
            return
        yield tuple(each.key for each in offer)


def one_after(*keys: str) -> Script[str]:
    for key in keys:
        yield from stage(key)
    return keys[-1]


def test_a_stage_gives_its_outcome_and_its_day() -> None:
    script = stage("one").with_its_day()
    (offered,) = next(script)
    with pytest.raises(StopIteration) as end:
        script.send(Done(offered, AssemblyHeard(), TODAY))
    assert end.value.value == (AssemblyHeard(), TODAY)


def test_first_of_takes_whichever_comes() -> None:
    assert next(drive(first_of(stage("one"), stage("two")), "two")) == ("one", "two")


@pytest.mark.parametrize(
    ("order", "offers"),
    [
        (
            ("one", "x", "two"),
            [("one", "x"), ("two", "x"), ("two",), ("end", "('two', 'x')")],
        ),
        (
            ("one", "two", "x"),
            [("one", "x"), ("two", "x"), ("x",), ("end", "('two', 'x')")],
        ),
    ],
)
def test_both_runs_two_parts_in_whichever_order(
    order: tuple[str, ...], offers: list[tuple[str, ...]]
) -> None:
    """It ends when both have ended, and gives both results."""
    assert list(drive(both(one_after("one", "two"), one_after("x")), *order)) == offers


def nothing() -> Script[str]:
    return "nothing to do"
    yield ()


def test_both_takes_a_part_that_has_nothing_to_do() -> None:
    """Interviews, where nobody was proposed."""
    assert list(drive(both(nothing(), one_after("x")), "x")) == [
        ("x",),
        ("end", "('nothing to do', 'x')"),
    ]


def until_interrupted(key: str) -> Script[str]:
    try:
        yield from stage(key, interrupted=True)
    except Interrupted as interrupted:
        yield from stage("two")
        return f"without {interrupted.name} of {interrupted.on.earliest}"
    return "undisturbed"


def test_an_interruption_reaches_the_part_that_declares_it_and_leaves_the_other() -> None:
    thrown = Interrupted(Name("Ann Arbor"), TODAY)
    script = both(until_interrupted("one"), one_after("x"))
    assert list(drive(script, thrown, "two", "x")) == [
        ("one", "x"),
        ("two", "x"),
        ("x",),
        ("end", "('without Ann Arbor of 2029-03-14', 'x')"),
    ]


@pytest.mark.parametrize(("number", "name"), [(1, "list"), (2, "list/2"), (3, "list/3")])
def test_an_occurrence_is_numbered_from_the_second(number: int, name: str) -> None:
    assert occurrence("list", number) == name


def test_a_window_of_a_month_has_its_first_and_last_day() -> None:
    opens, closes = month(2028, 9, JIS_APP_1)
    assert closes is not None
    assert (opens.span, closes.span) == (day(date(2028, 9, 1)), day(date(2028, 9, 30)))


APRIL = Span(date(2029, 4, 9), date(2029, 4, 23))


@pytest.mark.parametrize(
    ("on", "broken", "may_be"),
    [
        (date(2029, 4, 9), False, False),
        (date(2029, 4, 10), False, True),
        (date(2029, 4, 23), False, True),
        (date(2029, 4, 24), True, True),
    ],
)
def test_a_limit_that_is_a_span_binds_a_plan_early_and_a_deed_late(
    on: date, broken: bool, may_be: bool
) -> None:
    """A limit on an estimate: a plan keeps to the earliest day; a deed must be late for certain."""
    limit = Limit(REG_8B, not_after=given(APRIL, "", estimated=True))
    assert (limit.broken_by(day(on)), limit.may_be_broken_by(on)) == (broken, may_be)


@pytest.mark.parametrize(
    ("on", "broken", "may_be"),
    [
        (date(2029, 4, 8), True, True),
        (date(2029, 4, 9), False, True),
        (date(2029, 4, 22), False, True),
        (date(2029, 4, 23), False, False),
    ],
)
def test_a_limit_from_below_is_its_mirror(on: date, broken: bool, may_be: bool) -> None:
    limit = Limit(REG_8B, not_before=given(APRIL, "", estimated=True))
    assert (limit.broken_by(day(on)), limit.may_be_broken_by(on)) == (broken, may_be)


def test_a_stage_without_an_expectation_may_happen_and_is_never_due() -> None:
    assert stage("one").due
    assert not stage("one", expected=None).due


def test_the_mark_of_a_stage_is_that_of_its_weakest_ground() -> None:
    assert stage("one").mark is Mark.STATED
    assert stage("one", readings=(3,)).mark is Mark.PRACTICE
    assert stage("one", readings=(6,)).mark is Mark.READING
    assert stage("one", assumed=True).mark is Mark.ASSUMED
    window = stage("one").window
    practice = Stage("one", AssemblyHeard, Body.ASSEMBLY, window, (DSG_A, ROP_41_1C))
    assert practice.mark is Mark.PRACTICE
