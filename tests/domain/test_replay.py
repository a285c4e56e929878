"""Looking back at every diary: what was known, and what had happened, on each of its days."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.acts import AppointmentId, Entry
from domain.appointment import fold
from domain.diaries import carry_out, read_diary
from domain.outcomes import Corrected, DateMoved, DatePlanned
from domain.reckoning import day_in_strasbourg
from domain.replay import as_of, known_on
from tests.conftest import DIARIES

A_DAY = timedelta(days=1)
EVERY_DIARY = sorted(DIARIES.rglob("*.diary"))
every_diary = pytest.mark.parametrize(
    "path", EVERY_DIARY, ids=[f"{path.parent.name}/{path.stem}" for path in EVERY_DIARY]
)


def told(path: Path) -> tuple[AppointmentId, tuple[Entry, ...]]:
    diary = read_diary(path.read_text(encoding="utf-8"))
    return diary.appointment, carry_out(diary)


def diary(name: str) -> tuple[AppointmentId, tuple[Entry, ...]]:
    return told(DIARIES / "secretary_general" / f"{name}.diary")


@every_diary
def test_what_is_left_of_a_record_always_fits_its_script(path: Path) -> None:
    """On the day before, on and after each entry, known early, half-way and late: no Misfit."""
    appointment, entries = told(path)
    ends = {entry.happened.latest for entry in entries}
    days = sorted({of + n * A_DAY for of in ends for n in (-1, 0, 1)})
    known = sorted({day_in_strasbourg(entry.recorded_at) for entry in entries})
    for happened in days:
        for on in (known[0], known[len(known) // 2], known[-1]):
            left = as_of(appointment, known_on(entries, on), happened)
            if left:
                fold(appointment, left)
            shown = [e.number for e in left]
            assert shown == sorted(shown)


@every_diary
def test_at_the_end_of_all_days_nothing_is_left_out(path: Path) -> None:
    appointment, entries = told(path)

    assert as_of(appointment, entries, date(2100, 1, 1)) == entries
    assert known_on(entries, date(2100, 1, 1)) == entries


def test_before_its_opening_there_is_nothing() -> None:
    appointment, entries = diary("2024")

    assert as_of(appointment, entries, date(2023, 8, 31)) == ()
    assert known_on(entries, date(2023, 8, 31)) == ()


def test_in_june_2009_the_election_was_left_off_and_nothing_had_settled_it() -> None:
    appointment, entries = diary("2009")

    standing = fold(appointment, as_of(appointment, entries, date(2009, 6, 30)))

    assert standing.status == "unsettled"
    assert [open_.stage.key for open_ in standing.open if open_.stage.unsettled] == [
        "election-left-off"
    ]
    assert standing.elected is None


def test_between_the_two_ballots_of_a_day_none_is_left_out() -> None:
    """25 June 2024, morning and afternoon: a day ends in the evening."""
    appointment, entries = diary("2024")

    before = fold(appointment, as_of(appointment, entries, date(2024, 6, 24)))
    after = fold(appointment, as_of(appointment, entries, date(2024, 6, 25)))

    assert before.elected is None
    assert after.elected == "Alain Berset"


def test_a_date_that_was_moved_later_is_not_known_yet() -> None:
    appointment, entries = diary("moved-deadline-2029")
    moved = next(e for e in entries if isinstance(e.outcome, DateMoved | DatePlanned))

    before = as_of(appointment, entries, moved.happened.latest - A_DAY)
    then = as_of(appointment, entries, moved.happened.latest)

    assert moved not in before
    assert moved in then


def test_a_correction_tells_how_things_were_whenever_it_was_made() -> None:
    appointment, entries = diary("correction-2029")
    corrected = next(e for e in entries if isinstance(e.outcome, Corrected))
    assert isinstance(corrected.outcome, Corrected)
    number = corrected.outcome.amendments[0].entry
    amended = next(e for e in entries if e.number == number)

    left = as_of(appointment, entries, amended.happened.latest)
    before = as_of(appointment, entries, entries[0].happened.latest)

    assert corrected in left
    assert corrected not in before  # of an entry that is left out itself
    assert corrected not in known_on(entries, corrected.happened.latest - A_DAY)
