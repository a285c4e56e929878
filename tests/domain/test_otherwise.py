"""The same steps under another edition: what it would have said, and where it has no place."""

from datetime import date
from pathlib import Path

import pytest

from domain.agenda import deviations
from domain.appointment import Appointment, fold
from domain.audit.of_an_appointment import audit
from domain.otherwise import Otherwise, under
from domain.outcomes import Corrected, EditionAdopted
from domain.timetable import ahead
from tests.conftest import DIARIES
from tests.domain.test_replay import every_diary, told

LATER = date(2032, 1, 1)


def standing(path: Path) -> Appointment:
    return fold(*told(path))


def told_under(diary: str, edition: str) -> Otherwise:
    of = standing(DIARIES / f"{diary}.diary")
    known = of.procedure.edition(edition)
    assert known is not None
    return under(known, of)


@every_diary
def test_its_own_edition_says_what_the_record_says(path: Path) -> None:
    """Every window as it was written down, every deviation, nothing refused, nothing left over."""
    of = standing(path)
    own = under(of.edition, of)

    assert (own.refused, own.stop) == ((), None)
    if not any(isinstance(entry.outcome, EditionAdopted) for entry in of.entries):
        assert own.standing.entries == of.entries
        assert audit(of.id, own.standing.entries, on=LATER) == audit(of.id, of.entries, on=LATER)


@every_diary
def test_every_edition_gives_an_answer_as_far_as_the_record_fits(path: Path) -> None:
    """All before the entry that has no place in its script, and its calendar from there."""
    of = standing(path)
    for edition in of.procedure.editions:
        told_, _, stop = under(edition, of)
        assert told_.edition is edition
        left = [entry.number for entry in of.entries if stop is None or entry.number < stop.entry]
        shown = [entry.number for entry in told_.entries]
        corrections = [e.number for e in of.entries if isinstance(e.outcome, Corrected)]
        adopted = [e.number for e in of.entries if isinstance(e.outcome, EditionAdopted)]
        assert {*left} - {*adopted} <= {*shown} <= {*left, *corrections}
        assert bool(ahead(told_)) is (told_.mandate is None)


@pytest.mark.parametrize(
    ("diary", "edition", "entry", "stage", "because"),
    [
        # The month in which the Bureau confirms the date came with the calendar.
        ("secretary_general/2009", "2018", 2, "call", "open: date"),
        ("secretary_general/2024", "1962", 2, "date", "open: call"),
        # JIS 6: the consultation comes before the list.
        ("secretary_general/2009", "2010", 11, "list", "open: consultation, waiver"),
        # The framework of the Deputy is of 2012.
        ("deputy_secretary_general/ordinary-2027", "1962", 8, "assessment", "open: interviews"),
        # Before 2019 a rejection needed two thirds, which this one had not.
        ("judge/sent-back-2027", "2015", 8, "endorsement", "open: recommendation, rejection/2"),
    ],
)
def test_where_the_record_has_no_place_the_entry_is_named(
    diary: str, edition: str, entry: int, stage: str, because: str
) -> None:
    stop = told_under(diary, edition).stop

    assert stop is not None
    assert (stop.entry, stop.stage) == (entry, stage)
    assert because in stop.because


def test_what_a_clause_of_the_edition_forbids_is_said_and_told_all_the_same() -> None:
    """R1366 3: ground v came in 2019."""
    told_, refused, stop = told_under("judge/committee-warned-2027", "2015")

    assert [(each.entry, each.clause) for each in refused] == [(7, "R1366 3 (2005)")]
    assert stop is None
    assert told_.concluded[-1].occurrence == "start"


def test_windows_are_those_of_the_edition() -> None:
    """Of a vacancy both editions follow the Regulations; the text of 2010 knows no other window.

    The step that left the one leaves the other by the same days.
    """
    of = standing(DIARIES / "secretary_general/vacancy-2027.diary")
    told_ = told_under("secretary_general/vacancy-2027", "2010").standing

    assert [each.days for each in deviations(told_)] == [each.days for each in deviations(of)]
    assert {each.entry.window for each in told_.concluded} == {
        each.entry.window for each in of.concluded
    }
