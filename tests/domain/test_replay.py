"""Looking back: what was known and what had happened on each day, and that neither ever changes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain import sittings
from domain.acts import Act, AppointmentId, BadAct, Entry
from domain.appointment import Appointment, Status, fold
from domain.carrying_out import carry_out
from domain.decisions import decide
from domain.diaries import read_diary
from domain.outcomes import (
    Corrected,
    DateMoved,
    DatePlanned,
    Opened,
    PartSessionRevised,
    Vacancy,
    VacancyCause,
)
from domain.procedure import Edition
from domain.procedures import PROCEDURES
from domain.reckoning import day, day_in_strasbourg, start_of_day
from domain.replay import replay, what_was_known
from tests.conftest import DIARIES, EVERY_DIARY
from tests.domain.test_properties import begun, every_office, picture
from tests.domain.walks import next_act

A_DAY = timedelta(days=1)
every_diary = pytest.mark.parametrize(
    "path", EVERY_DIARY, ids=[f"{path.parent.name}/{path.stem}" for path in EVERY_DIARY]
)
WALKS = settings(max_examples=15, suppress_health_check=list(HealthCheck))


def told(path: Path) -> tuple[AppointmentId, tuple[Entry, ...]]:
    diary = read_diary(path.read_text(encoding="utf-8"))
    return diary.appointment, carry_out(diary)


def diary(name: str) -> tuple[AppointmentId, tuple[Entry, ...]]:
    return told(DIARIES / "secretary_general" / f"{name}.diary")


def opened(standing: Appointment | None) -> Appointment:
    assert standing is not None
    return standing


def days_of(entries: tuple[Entry, ...]) -> list[date]:
    """The day before, on and after each entry."""
    ends = {entry.happened.latest for entry in entries}
    ends |= {day_in_strasbourg(entry.recorded_at) for entry in entries}
    return sorted({of + n * A_DAY for of in ends for n in (-1, 0, 1)})


def seen(standing: Appointment | None) -> object:
    """All that there is to see of where an appointment stood."""
    return standing and (picture(standing), standing.entries, standing.edition.name)


# -- What had happened -----------------------------------------------------------------------


@every_diary
def test_what_is_left_of_a_record_always_fits_its_script(path: Path) -> None:
    """On the day before, on and after each entry, known early, half-way and late: no Misfit."""
    appointment, entries = told(path)
    known = sorted({day_in_strasbourg(entry.recorded_at) for entry in entries})
    for happened in days_of(entries):
        for on in (known[0], known[len(known) // 2], known[-1]):
            then = replay(appointment, entries, as_of=happened, known_on=on)
            if then:
                shown = [e.number for e in then.entries]
                assert shown == sorted(shown)
                assert picture(fold(appointment, then.entries)) == picture(then)


@every_diary
def test_what_had_happened_by_a_day_is_the_same_from_every_later_day(path: Path) -> None:
    """Looked at from any day after it, with all that is known of that later day."""
    appointment, entries = told(path)
    days = days_of(entries)
    for earlier, later in pairwise(days):
        then = replay(appointment, entries, as_of=later)
        if then is not None:
            again = replay(appointment, then.entries, as_of=earlier)
            assert seen(again) == seen(replay(appointment, entries, as_of=earlier))


@every_diary
def test_at_the_end_of_all_days_nothing_is_left_out(path: Path) -> None:
    appointment, entries = told(path)

    assert opened(replay(appointment, entries, as_of=date(2100, 1, 1))).entries == entries
    assert what_was_known(entries, date(2100, 1, 1)) == entries
    assert seen(replay(appointment, entries)) == seen(fold(appointment, entries))


def test_before_its_opening_there_is_nothing() -> None:
    appointment, entries = diary("2024")

    assert replay(appointment, entries, as_of=date(2023, 8, 31)) is None
    assert replay(appointment, entries, known_on=date(2023, 8, 31)) is None
    assert replay(appointment, ()) is None


def test_what_was_asked_and_never_opened_is_not_there_on_any_day() -> None:
    """A death that lies ahead opens nothing: the record holds a refusal, and no appointment."""
    appointment = AppointmentId("secretary-general/2029")
    ahead = Vacancy(date(2029, 5, 1), VacancyCause.DEATH)
    asked = Opened("secretary-general", 2029, vacancy=ahead)
    now = start_of_day(date(2029, 4, 2))
    refused = decide(appointment, (), Act("act-1", asked, day(date(2029, 4, 1))), now).entry

    assert refused.refused
    assert replay(appointment, (refused,)) is None
    assert replay(appointment, (refused,), as_of=date(2029, 6, 1)) is None


def test_in_june_2009_the_election_was_left_off_and_nothing_had_settled_it() -> None:
    appointment, entries = diary("2009")

    standing = opened(replay(appointment, entries, as_of=date(2009, 6, 30)))

    assert standing.status is Status.UNSETTLED
    assert [open_.stage.key for open_ in standing.open if open_.stage.unsettled] == [
        "election-left-off"
    ]
    assert standing.elected is None


def test_between_the_two_ballots_of_a_day_none_is_left_out() -> None:
    """25 June 2024, morning and afternoon: a day ends in the evening."""
    appointment, entries = diary("2024")

    before = opened(replay(appointment, entries, as_of=date(2024, 6, 24)))
    after = opened(replay(appointment, entries, as_of=date(2024, 6, 25)))

    assert before.elected is None
    assert after.elected == "Alain Berset"


def test_a_date_that_was_moved_later_is_not_known_yet() -> None:
    appointment, entries = diary("moved-deadline-2029")
    moved = next(e for e in entries if isinstance(e.outcome, DateMoved | DatePlanned))

    before = opened(replay(appointment, entries, as_of=moved.happened.latest - A_DAY))
    then = opened(replay(appointment, entries, as_of=moved.happened.latest))

    assert moved not in before.entries
    assert moved in then.entries


def test_a_correction_tells_how_things_were_whenever_it_was_made() -> None:
    appointment, entries = diary("correction-2029")
    corrected = next(e for e in entries if isinstance(e.outcome, Corrected))
    assert isinstance(corrected.outcome, Corrected)
    number = corrected.outcome.amendments[0].entry
    amended = next(e for e in entries if e.number == number)

    left = opened(replay(appointment, entries, as_of=amended.happened.latest))
    before = opened(replay(appointment, entries, as_of=entries[0].happened.latest))

    assert corrected in left.entries
    assert corrected not in before.entries  # of an entry that is left out itself
    assert corrected not in what_was_known(entries, corrected.happened.latest - A_DAY)


# -- What was known --------------------------------------------------------------------------


@every_diary
def test_no_later_entry_changes_what_was_known_on_a_day(path: Path) -> None:
    """Every beginning of the record, on every day before the next entry was written."""
    appointment, entries = told(path)
    nothing_later_changes(appointment, entries)


def nothing_later_changes(appointment: AppointmentId, entries: tuple[Entry, ...]) -> None:
    for length in range(1, len(entries)):
        beginning = entries[:length]
        last, next_ = (day_in_strasbourg(e.recorded_at) for e in entries[length - 1 : length + 1])
        for on in {last, last + (next_ - last) / 2, next_ - A_DAY}:
            if last <= on < next_:
                assert seen(replay(appointment, beginning, known_on=on)) == seen(
                    replay(appointment, entries, known_on=on)
                )
                assert seen(replay(appointment, beginning, known_on=on, as_of=on)) == seen(
                    replay(appointment, entries, known_on=on, as_of=on)
                )


@every_office
@WALKS
@given(st.data())
def test_nor_does_any_walk_change_what_was_known_before_it(
    office: str, data: st.DataObject
) -> None:
    """Whatever is recorded later, corrections and revised tables among it. Also by any day."""
    case = begun(data, office)
    entries = tuple(written_day_by_day(case.entries, date(2150, 1, 1)))
    standing = fold(case.id, entries)
    now = entries[-1].recorded_at
    for _ in range(10):
        now += data.draw(st.timedeltas(timedelta(), timedelta(days=40)))
        act = next_act(data.draw, standing)
        try:
            entry = decide(case.id, entries, act, now).entry
        except BadAct:
            continue
        entries = (*entries, entry)
        standing = fold(case.id, entries)
    nothing_later_changes(case.id, entries)
    days = st.sampled_from(days_of(entries))
    earlier, later = sorted((data.draw(days), data.draw(days)))
    if then := replay(case.id, entries, as_of=later):
        assert picture(fold(case.id, then.entries)) == picture(then)
        again = replay(case.id, then.entries, as_of=earlier)
        assert seen(again) == seen(replay(case.id, entries, as_of=earlier))


def written_day_by_day(entries: tuple[Entry, ...], since: date) -> Iterator[Entry]:
    for number, entry in enumerate(entries):
        yield msgspec.structs.replace(entry, recorded_at=start_of_day(since + number * A_DAY))


@every_diary
def test_no_later_edition_and_no_later_table_changes_any_past_day(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An appointment is pinned to its edition, and holds its tables by value."""
    appointment, entries = told(path)
    days = days_of(entries)
    before = [seen(replay(appointment, entries, as_of=on)) for on in days]

    for office, procedure in PROCEDURES.items():
        later = Edition("2030", date(2030, 1, 1), _no_script, "texts to come")
        editions = (*procedure.editions, later)
        monkeypatch.setitem(PROCEDURES, office, replace(procedure, editions=editions))
    monkeypatch.setattr(sittings, "_announced", _no_table)
    monkeypatch.setattr(sittings, "_holidays", _no_table)

    assert [seen(replay(appointment, entries, as_of=on)) for on in days] == before


def _no_script(*_: object) -> Any:
    raise AssertionError("no appointment of the past is carried out under it")


def _no_table() -> Any:
    raise AssertionError("no appointment of the past looks into it")


def test_a_part_session_that_is_cancelled_later_stands_until_it_is() -> None:
    """June 2029: on the day before its cancellation is recorded the ballot is awaited in it."""
    appointment, entries = diary("june-cancelled-2029")
    revised = next(e for e in entries if isinstance(e.outcome, PartSessionRevised))
    on = day_in_strasbourg(revised.recorded_at)

    before = opened(replay(appointment, entries, known_on=on - A_DAY))
    after = opened(replay(appointment, entries, known_on=on))

    assert before.opening.part_session(2029, 3).held
    assert not after.opening.part_session(2029, 3).held
    beginning = [e for e in entries if e.number < revised.number]
    assert seen(before) == seen(replay(appointment, beginning))


@pytest.mark.parametrize(
    ("recorded_at", "on"),
    [
        # Clocks go forward on 25 March 2029: the day has 23 hours, and ends an hour earlier.
        ("2029-03-24T22:59:59Z", "2029-03-24"),
        ("2029-03-24T23:00:00Z", "2029-03-25"),
        ("2029-03-25T21:59:59Z", "2029-03-25"),
        ("2029-03-25T22:00:00Z", "2029-03-26"),
        # They go back on 28 October 2029: the day has 25.
        ("2029-10-27T22:00:00Z", "2029-10-28"),
        ("2029-10-28T22:59:59Z", "2029-10-28"),
        ("2029-10-28T23:00:00Z", "2029-10-29"),
    ],
)
def test_a_day_ends_at_midnight_in_strasbourg(recorded_at: str, on: str) -> None:
    """Whatever the clocks do on it."""
    instant = datetime.fromisoformat(recorded_at).astimezone(UTC)
    entry = msgspec.structs.replace(diary("2024")[1][0], recorded_at=instant)
    of = date.fromisoformat(on)

    assert what_was_known((entry,), of) == (entry,)
    assert what_was_known((entry,), of - A_DAY) == ()
