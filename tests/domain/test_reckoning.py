"""Counting days: the worked examples of the house convention, its properties, its working."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import reckoning
from domain.clauses import ETS_76, JIS_APP_1, REG_4, REG_8A, REG_8B
from domain.reckoning import (
    Reckoned,
    Rounding,
    Rule,
    Span,
    day,
    day_in_strasbourg,
    days_after,
    days_before,
    earlier_working_day,
    is_working_day,
    later_working_day,
    mondays,
    month_closes,
    month_opens,
    months_after,
    months_before,
    start_of_day,
    weeks_after,
    working_days_before,
    years_after,
)
from domain.sittings import days_off

anchored = reckoning.given  # hypothesis has a `given` too
OFF = frozenset(days_off(2009, 2045))
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def on(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> Reckoned:
    return anchored(on(text), "the day from which one counts")


def six_months_before(of: Reckoned) -> Reckoned:
    return earlier_working_day(months_before(of, 6, REG_8B), OFF)


def thirty_days_before(of: Reckoned) -> Reckoned:
    return earlier_working_day(days_before(of, 30, REG_4), OFF)


def six_weeks_after(of: Reckoned) -> Reckoned:
    return weeks_after(of, 6, JIS_APP_1)


def three_weeks_after(of: Reckoned) -> Reckoned:
    return weeks_after(of, 3, JIS_APP_1)


def five_years_after(of: Reckoned) -> Reckoned:
    return years_after(of, 5, REG_8A)


@pytest.mark.parametrize(
    ("count", "anchor", "gives", "why"),
    [
        (six_months_before, "2012-08-31", "2012-02-29", "no 31 February: the last day"),
        (six_months_before, "2011-01-31", "2010-07-30", "31 July 2010 is a Saturday"),
        (six_months_before, "2029-09-17", "2029-03-16", "17 March 2029 is a Saturday"),
        (six_months_before, "2024-09-17", "2024-03-15", "17 March 2024 is a Sunday"),
        (six_months_before, "2019-09-30", "2019-03-29", "30 March 2019 is a Saturday"),
        (six_months_before, "2009-08-31", "2009-02-27", "28 February 2009 is a Saturday"),
        (thirty_days_before, "2024-06-24", "2024-05-24", "25 May 2024 is a Saturday"),
        (thirty_days_before, "2019-06-24", "2019-05-24", "25 May 2019 is a Saturday"),
        (thirty_days_before, "2029-06-25", "2029-05-25", "26 May 2029 is a Saturday"),
        (thirty_days_before, "2009-06-22", "2009-05-22", "23 May 2009 is a Saturday"),
        (thirty_days_before, "2027-06-21", "2027-05-21", "22 May 2027 is a Saturday"),
        (six_weeks_after, "2024-04-18", "2024-05-30", "the same weekday"),
        (six_weeks_after, "2029-04-09", "2029-05-21", "Whit Monday, and a cap never rolls"),
        (three_weeks_after, "2009-09-29", "2009-10-20", "the same weekday"),
        (three_weeks_after, "2029-10-11", "2029-11-01", "All Saints, and a cap never rolls"),
        (five_years_after, "2019-09-17", "2024-09-17", "the mandate of 2019"),
        (five_years_after, "2024-02-29", "2029-02-28", "no 29 February in 2029"),
    ],
)
def test_a_limit_is_counted_as_the_house_convention_has_it(
    count: Callable[[Reckoned], Reckoned], anchor: str, gives: str, why: str
) -> None:
    """Every worked example, and the days of the elections of 2009, 2019, 2024 and 2029."""
    assert count(at(anchor)).span == day(on(gives)), why


@pytest.mark.parametrize(
    ("year", "month", "closes"),
    [
        (2028, 9, "2028-09-30"),
        (2029, 3, "2029-03-31"),
        (2028, 2, "2028-02-29"),
        (2029, 12, "2029-12-31"),
    ],
)
def test_a_window_of_a_month_closes_on_its_last_calendar_day(
    year: int, month: int, closes: str
) -> None:
    """30 September 2028 and 31 March 2029 are Saturdays, and are not rolled."""
    assert month_closes(year, month, JIS_APP_1).span == day(on(closes))
    assert month_opens(year, month, JIS_APP_1).span == day(on(closes[:8] + "01"))


def test_months_there_and_back_do_not_meet_at_the_end_of_a_month() -> None:
    """31 March 2027 less 13 months and 13 months on is 28 March 2027: clipped, and said so."""
    back = months_before(at("2027-03-31"), 13, ETS_76)
    assert back.span == day(on("2026-02-28"))
    assert back.rounding_matters
    assert months_after(back, 13, ETS_76).span == day(on("2027-03-28"))


@pytest.mark.parametrize(
    ("anchor", "down", "up"),
    [
        ("2012-08-31", "2012-02-29", "2012-03-01"),
        ("2011-08-31", "2011-02-28", "2011-03-01"),
        ("2029-03-30", "2028-09-30", "2028-09-30"),
        ("2029-05-31", "2028-11-30", "2028-12-01"),
    ],
)
def test_rounding_is_declared_and_flagged_where_it_matters(anchor: str, down: str, up: str) -> None:
    """ETS 76 rounds down; where up would give another day, the working holds that too."""
    rounded = months_before(at(anchor), 6, ETS_76)
    other = months_before(at(anchor), 6, ETS_76, rounding=Rounding.UP)
    assert (rounded.span, other.span) == (day(on(down)), day(on(up)))
    assert rounded.rounding_matters == other.rounding_matters == (down != up)
    assert rounded.working[-1].otherwise == (None if down == up else day(on(up)))
    assert other.working[-1].otherwise == (None if down == up else day(on(down)))


def test_a_later_working_day_is_for_a_limit_on_a_party() -> None:
    """10 January 2027 is a Sunday: a forward limit on a party would end on the Monday."""
    assert later_working_day(at("2027-01-10"), OFF).span == day(on("2027-01-11"))


@pytest.mark.parametrize(
    ("of", "why"),
    [
        ("2029-03-30", "Good Friday, in Alsace"),
        ("2028-12-26", "Saint Stephen, in Alsace"),
        ("2029-05-01", "Labour Day"),
        ("2029-03-17", "a Saturday"),
        ("2029-03-18", "a Sunday"),
    ],
)
def test_a_day_off_in_strasbourg_is_no_working_day(of: str, why: str) -> None:
    """Alsace-Moselle has two holidays that the rest of France has not."""
    assert not is_working_day(on(of), OFF), why


def test_the_working_says_each_rule_and_the_days_off_that_it_met() -> None:
    """16 March 2029: the last day of the term, six months back, a Saturday."""
    working = six_months_before(anchored(on("2029-09-17"), "the last day of the term")).working
    assert [line.rule for line in working] == [
        Rule.GIVEN,
        Rule.MONTHS_BEFORE,
        Rule.EARLIER_WORKING_DAY,
    ]
    assert [line.gives for line in working] == [
        day(on("2029-09-17")),
        day(on("2029-03-17")),
        day(on("2029-03-16")),
    ]
    assert working[-1].met == (on("2029-03-17"),)
    assert working[1].clause == "REG 8.b"


def test_a_span_is_carried_through_with_both_ends() -> None:
    """The autumn part-session of 2029 opens on 1 or 8 October: so does all that rests on it."""
    opening = anchored(Span(on("2029-10-01"), on("2029-10-08")), "it opens", estimated=True)
    limit = thirty_days_before(opening)
    assert limit.span == Span(on("2029-08-31"), on("2029-09-07"))
    assert limit.estimated
    assert limit.working[-1].met == (on("2029-09-01"), on("2029-09-08"))


def test_a_span_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Span(on("2029-06-26"), on("2029-06-25"))


def test_working_days_before_steps_over_days_off() -> None:
    """Two working days before Tuesday 3 April 2029: over Easter Monday and Good Friday."""
    assert working_days_before(on("2029-04-03"), 2, OFF) == on("2029-03-28")


@pytest.mark.parametrize(
    ("instant", "in_strasbourg"),
    [
        ("2029-01-10T22:59:59+00:00", "2029-01-10"),
        ("2029-01-10T23:00:00+00:00", "2029-01-11"),
        ("2029-06-26T21:59:59+00:00", "2029-06-26"),
        ("2029-06-26T22:00:00+00:00", "2029-06-27"),
        ("2029-03-24T23:00:00+00:00", "2029-03-25"),
        ("2029-03-25T21:59:59+00:00", "2029-03-25"),
        ("2029-03-25T22:00:00+00:00", "2029-03-26"),
        ("2028-10-28T22:00:00+00:00", "2028-10-29"),
        ("2028-10-29T22:59:59+00:00", "2028-10-29"),
        ("2028-10-29T23:00:00+00:00", "2028-10-30"),
        ("2029-01-10T23:30:00-05:00", "2029-01-11"),
    ],
)
def test_a_day_ends_at_midnight_in_strasbourg(instant: str, in_strasbourg: str) -> None:
    """Reading 1, in winter, in summer, and on the days on which the clocks change."""
    assert day_in_strasbourg(datetime.fromisoformat(instant)) == on(in_strasbourg)


@pytest.mark.parametrize(
    ("of", "hours"), [("2029-03-25", 23), ("2028-10-29", 25), ("2029-06-26", 24)]
)
def test_the_days_of_the_change_of_clocks_are_shorter_and_longer(of: str, hours: int) -> None:
    """25 March 2029 has 23 hours in Strasbourg, 29 October 2028 has 25."""
    begins, ends = start_of_day(on(of)), start_of_day(on(of) + timedelta(days=1))
    assert ends - begins == timedelta(hours=hours)
    assert begins.tzinfo is UTC


@given(days)
def test_a_day_begins_on_that_day_and_a_moment_earlier_is_the_day_before(of: date) -> None:
    begins = start_of_day(of)
    assert day_in_strasbourg(begins) == of
    assert day_in_strasbourg(begins - timedelta(microseconds=1)) == of - timedelta(days=1)


@given(days, st.integers(0, 400))
def test_days_and_weeks_after_undo_days_before(of: date, amount: int) -> None:
    anchor = anchored(of, "")
    assert days_after(days_before(anchor, amount, ETS_76), amount, ETS_76).span == day(of)
    weeks = weeks_after(anchor, amount, ETS_76)
    assert weeks.earliest.weekday() == of.weekday()
    assert (weeks.earliest - of).days == 7 * amount


@given(days, st.integers(1, 120), st.sampled_from(Rounding))
def test_months_keep_the_date_or_end_on_the_border_of_the_month(
    of: date, months: int, rounding: Rounding
) -> None:
    """The same date; or the last day of the month, or the first of the next; flagged if so."""
    back = months_before(anchored(of, ""), months, ETS_76, rounding=rounding)
    got = back.earliest
    if got.day == of.day:
        assert not back.rounding_matters
        assert (of.year * 12 + of.month) - (got.year * 12 + got.month) == months
    else:
        assert back.rounding_matters
        border = got + timedelta(days=1) if rounding is Rounding.DOWN else got
        assert border.day == 1


@given(days, days, st.integers(1, 60), st.sampled_from(Rounding))
def test_counting_keeps_the_order_of_days(
    one: date, other: date, months: int, rounding: Rounding
) -> None:
    """So a span stays a span, whatever is counted from it."""
    span = Span(*sorted((one, other)))
    for counted in (
        months_before(anchored(span, ""), months, ETS_76, rounding=rounding),
        months_after(anchored(span, ""), months, ETS_76, rounding=rounding),
        earlier_working_day(anchored(span, ""), OFF),
        later_working_day(anchored(span, ""), OFF),
    ):
        assert counted.earliest <= counted.latest


@given(st.dates(date(2009, 6, 1), date(2045, 6, 1)))
def test_the_earlier_and_the_later_working_day_enclose_the_day(of: date) -> None:
    earlier = earlier_working_day(anchored(of, ""), OFF)
    later = later_working_day(anchored(of, ""), OFF)
    assert earlier.latest <= of <= later.earliest
    assert is_working_day(earlier.latest, OFF)
    assert is_working_day(later.latest, OFF)
    if is_working_day(of, OFF):
        assert earlier.span == later.span == day(of)
        assert len(earlier.working) == 1


@given(days, st.integers(0, 60))
def test_mondays_are_all_mondays_between_both_ends_included(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    found = mondays(first, last)
    assert all(each.weekday() == 0 and first <= each <= last for each in found)
    assert len(found) == sum((first + timedelta(days=n)).weekday() == 0 for n in range(length + 1))
