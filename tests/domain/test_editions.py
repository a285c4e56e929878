"""Which rules held when: a gap between two editions, or an overlap of them, would show here.

From January 2010 to December 2040, for every office: on each first of a month one edition is in
force, an appointment can be opened, and its calendar computes in every branch; or the edition says
which text is not known.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from domain.bodies.chamber import RULES, rules_on
from domain.outcomes import Opened, Vacancy, VacancyCause
from domain.procedure import Edition, Procedure
from domain.procedures import PROCEDURES
from domain.timetable import Expected, forecast, opening_of
from tests.domain.acts_in_short import SG
from tests.domain.openings import COMMISSIONER, CPT, DSG, JUDGE, SGPA

YEARS = range(2010, 2041)
MONTHS = tuple(date(year, month, 1) for year in YEARS for month in range(1, 13))
A_DAY = timedelta(days=1)
OFFICES = tuple(PROCEDURES)
every_office = pytest.mark.parametrize("office", OFFICES)

# What has been known of each edition since it came into force.
IN_FORCE = [
    (SG, "1962", "1962-03-30"),
    (SG, "2010", "2010-03-24"),
    (SG, "2018", "2018-01-22"),
    (DSG, "1962", "1962-03-30"),
    (DSG, "2012", "2012-02-01"),
    (SGPA, "1962", "1962-03-30"),
    (JUDGE, "2005", "2005-03-18"),
    (JUDGE, "2015", "2015-01-26"),
    (JUDGE, "2019", "2019-01-01"),
    (COMMISSIONER, "2005", "2005-03-18"),
    (CPT, "2002", "2002-03-01"),
]
# Months are known from a text (SG), from practice (the Commissioner), or assumed (judges).
WITH_A_CALENDAR = {
    (SG, "2018"),
    *((JUDGE, name) for name in ("2005", "2015", "2019")),
    (COMMISSIONER, "2005"),
}


def test_every_edition_has_its_day() -> None:
    """A new edition is a new row; those that there are never move."""
    assert [
        (office, edition.name, edition.since.isoformat())
        for office, procedure in PROCEDURES.items()
        for edition in procedure.editions
    ] == IN_FORCE


@every_office
def test_on_every_day_one_edition_is_in_force(office: str) -> None:
    """From the day on which one begins to the day before the next; names are given once."""
    editions = PROCEDURES[office].editions
    names = [edition.name for edition in editions]
    assert len(set(names)) == len(names)
    assert [edition.since for edition in editions] == sorted({e.since for e in editions})
    for on in MONTHS:
        in_force = [each for each in editions if each.since <= on < end_of(each, editions)]
        assert [PROCEDURES[office].edition_on(on)] == in_force, on
    assert PROCEDURES[office].edition_on(editions[0].since - A_DAY) is None


def end_of(edition: Edition, editions: tuple[Edition, ...]) -> date:
    later = [other.since for other in editions if other.since > edition.since]
    return min(later, default=date.max)


@every_office
def test_an_edition_says_on_which_texts_it_rests_and_whether_months_are_known(office: str) -> None:
    for edition in PROCEDURES[office].editions:
        assert edition.texts
        assert edition.calendar is ((office, edition.name) in WITH_A_CALENDAR)


# -- The calendar of every month ------------------------------------------------------------


class Trigger(NamedTuple):
    """What an appointment is opened for."""

    asked: Opened
    on: date


def triggers(procedure: Procedure, on: date) -> Iterator[Trigger]:
    """A term that expires a year and a half after a day, and a death the day before it."""
    party = "andorra" if procedure.by_party else ""
    ends = on + timedelta(days=540)
    if procedure.term_ends:
        ends = procedure.term_ends(on.year + 1)
    yield Trigger(Opened(procedure.office, ends.year, term_ends=ends, party=party), on)
    death = Vacancy(on - A_DAY, VacancyCause.DEATH)
    yield Trigger(Opened(procedure.office, death.on.year, vacancy=death, party=party), on)


def computes(expected: tuple[Expected, ...]) -> bool:
    """It ends with somebody in office, every step has its days, and they go forward."""
    assert expected[-1].open.stage.key == "start"
    for each in expected:
        opens = each.window.opens
        assert opens.earliest <= each.by
        assert date(2008, 1, 1) <= opens.earliest
        assert each.by <= date(2048, 12, 31)
    return True


@every_office
@pytest.mark.parametrize("year", YEARS)
def test_the_calendar_of_every_month_computes_in_every_branch(office: str, year: int) -> None:
    """Between the editions and within them, for an expiry and for a vacancy.

    Every branch is computed in January; the ordinary one in each month of the year.
    """
    procedure = PROCEDURES[office]
    for month in range(1, 13):
        for asked, on in triggers(procedure, date(year, month, 1)):
            opening = opening_of(procedure, asked.year, on, asked=asked)
            assert procedure.edition_on(on) == procedure.edition(opening.edition)
            branches = procedure.branches if month == 1 else ["ordinary"]
            assert all(computes(forecast(opening, procedure, branch)) for branch in branches)


# -- The rules of the ballot ------------------------------------------------------------------


def test_on_every_day_one_set_of_rules_governs_the_ballot() -> None:
    """Before 10 October 2016 they are not known, and that is said."""
    assert [rules.since for rules in RULES] == sorted({rules.since for rules in RULES})
    for on in MONTHS:
        assert rules_on(on).since <= on
        assert rules_on(on).known is (on >= date(2016, 10, 10))
        assert rules_on(on).tellers_by_lot is (on < date(2024, 6, 24))
