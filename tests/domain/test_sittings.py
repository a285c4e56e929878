"""Part-sessions: the table, and estimates that fit every row of it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from domain.outcomes import Opened
from domain.reckoning import Span, day
from domain.sittings import (
    APRIL,
    AUTUMN,
    JANUARY,
    JUNE,
    PARTS,
    PartSession,
    days_off,
    estimates,
    name_of_day_off,
    part_sessions,
)
from tests.domain.acts_in_short import opened

ALL = part_sessions(2009, 2026)
HELD = [session for session in ALL if session.held and not session.estimated]


def estimate(year: int, part: int) -> PartSession:
    return estimates(year)[part - 1]


@pytest.mark.parametrize(("part", "rows"), [(JANUARY, 13), (APRIL, 12), (JUNE, 12), (AUTUMN, 11)])
def test_the_estimate_fits_all_rows_of_a_part(part: int, rows: int) -> None:
    """January fits 13 of 13, April 12 of 12, June 12 of 12, autumn 11 of 11.

    Known misfits are named below: a row that fits no estimate is kept with its reason.
    """
    known = [session for session in HELD if session.part == part]
    fitting = [
        session
        for session in known
        if estimate(session.year, part).opening().earliest
        <= session.opening().earliest
        <= estimate(session.year, part).opening().latest
    ]
    misfits = [session.key for session in known if session not in fitting]
    assert misfits == MISFITS.get(part, [])
    assert len(fitting) >= rows


# The span of April holds 7 to 25 April; in 2009 it opened on the 27th.
MISFITS = {APRIL: ["2009/2"]}


@pytest.mark.parametrize("session", HELD, ids=lambda session: session.key)
def test_a_part_session_opens_on_a_monday_and_closes_in_that_week(session: PartSession) -> None:
    """As every row of the table does, on a Thursday or Friday."""
    opens, closes = session.opening().earliest, session.closing().earliest
    assert opens.weekday() == 0
    assert closes - opens in (timedelta(days=3), timedelta(days=4))
    assert session.source in ("seen in a public record", "to be confirmed")


@pytest.mark.parametrize(
    ("part", "opens", "closes"),
    [
        (JANUARY, "2029-01-22..2029-01-22", "2029-01-25..2029-01-26"),
        (APRIL, "2029-04-09..2029-04-23", "2029-04-12..2029-04-27"),
        (JUNE, "2029-06-25..2029-06-25", "2029-06-28..2029-06-29"),
        (AUTUMN, "2029-10-01..2029-10-08", "2029-10-04..2029-10-12"),
    ],
)
def test_the_year_2029_is_estimated_as_spans(part: int, opens: str, closes: str) -> None:
    """Not announced: the autumn part-session opens on 1 or 8 October, and both are carried."""
    session = estimate(2029, part)
    assert session.estimated
    assert session.source == "estimated, not announced"
    assert session.opens == Span(*map(date.fromisoformat, opens.split("..")))
    assert session.closes == Span(*map(date.fromisoformat, closes.split("..")))
    assert session.opening().estimated


def test_what_is_announced_stands_before_what_is_estimated() -> None:
    """June 2024 was announced; the autumn of 2026 is not."""
    june, autumn = part_sessions(2024, 2024)[2], part_sessions(2026, 2026)[3]
    assert (june.estimated, june.opens) == (False, day(date(2024, 6, 24)))
    assert autumn.estimated


def test_a_part_session_that_was_not_held_has_no_days() -> None:
    """2020: April, June and autumn were not held normally."""
    january, *rest = part_sessions(2020, 2020)
    assert january.held
    assert not any(session.held for session in rest)
    assert not any(session.includes(date(2020, 6, 24)) for session in rest)


def test_every_year_has_an_estimate_for_each_part() -> None:
    """Also April, which hangs on Easter, and far beyond the table of days off."""
    for year in range(1950, 2200):
        sessions = estimates(year)
        assert [session.part for session in sessions] == list(PARTS)
        openings = [session.opening() for session in sessions]
        assert all(each.earliest.weekday() == each.latest.weekday() == 0 for each in openings)
        assert all(one.latest < other.earliest for one, other in pairwise(openings))


def test_an_easter_of_18_april_leaves_every_monday_of_april_possible() -> None:
    """2049: none of the usual distances from Easter fits. No outside witness."""
    assert estimate(2049, APRIL).opens == Span(date(2049, 4, 12), date(2049, 4, 19))


@pytest.mark.parametrize("year", range(2008, 2046))
def test_april_is_estimated_from_the_easter_of_the_calendar(year: int) -> None:
    """Easter Monday by the rule is Easter Monday in the table of days off."""
    easter_monday = next(d for d in days_off(year, year) if name_of_day_off(d) == "Easter Monday")
    offsets = {(estimate(year, APRIL).opening().earliest - easter_monday).days}
    assert offsets <= {-14, 7, 14, 21}


def test_days_off_reach_as_far_as_the_table_and_say_so() -> None:
    with pytest.raises(ValueError, match="reaches from 2008 to 2045, not to 2046"):
        days_off(2044, 2046)


def test_a_day_off_is_named() -> None:
    assert name_of_day_off(date(2029, 3, 30)) == "Good Friday"
    assert name_of_day_off(date(2029, 3, 17)) == "Saturday"


def table(year: int) -> Opened:
    return opened(year).standing.opening


def test_the_next_part_session_passes_over_what_was_not_held() -> None:
    """After January 2020 came January 2021."""
    opening = table(2020)
    assert opening.next_part_session(opening.part_session(2020, JANUARY)).key == "2021/1"


def test_beyond_the_table_of_an_appointment_stand_the_estimates_only() -> None:
    """What is announced after the opening moves no deadline: it must be adopted by an act."""
    opening = table(2019)
    beyond = opening.next_part_session(opening.part_session(2020, AUTUMN))
    assert beyond.key == "2021/1"
    assert beyond.estimated
    far = opening.part_session_opening_from(date(2150, 1, 1))
    assert far.key == "2150/1"


def test_the_part_session_of_a_day_is_found_by_its_days() -> None:
    opening = table(2024)
    found = opening.part_session_of(day(date(2024, 6, 25)))
    assert found is not None
    assert found.key == "2024/3"
    assert opening.part_session_of(day(date(2024, 8, 25))) is None
