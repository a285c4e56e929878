"""What changed between two days, in what had happened and in what was known."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from domain.audit.of_an_appointment import audit
from domain.audit.records import Audit, Fate
from domain.differences import Differences, differences
from domain.outcomes import Corrected, PartSessionRevised
from domain.reckoning import day_in_strasbourg
from domain.replay import replay
from tests.conftest import DIARIES
from tests.domain.test_replay import days_of, every_diary, told

A_DAY = timedelta(days=1)


def audited(path: Path, *, as_of: date | None = None, known_on: date | None = None) -> Audit:
    appointment, entries = told(path)
    then = replay(appointment, entries, as_of=as_of, known_on=known_on)
    on = min(of for of in (as_of, known_on, date(2040, 1, 1)) if of)
    return audit(appointment, then.entries if then else (), on=on, reminders_ahead=False)


def sg(name: str) -> Path:
    return DIARIES / "secretary_general" / f"{name}.diary"


def between(path: Path, first: date, second: date) -> Differences:
    """In what had happened."""
    return differences(audited(path, as_of=first), audited(path, as_of=second))


def learned(path: Path, first: date, second: date) -> Differences:
    """In what was known."""
    return differences(audited(path, known_on=first), audited(path, known_on=second))


@every_diary
def test_from_before_its_opening_to_its_end_everything_is_new(path: Path) -> None:
    appointment, entries = told(path)
    days = days_of(entries)
    whole = audit(appointment, entries, on=date(2040, 1, 1), reminders_ahead=False)

    changes = between(path, days[0], date(2040, 1, 1))

    assert changes.before.status == "unopened"
    assert changes.after.status == whole.case.status
    assert changes.done == tuple(stage for stage in whole.stages if stage.entry)
    assert changes.refusals == whole.refusals
    assert changes.corrections == whole.corrections
    assert changes.candidates == whole.candidates
    assert (changes.undone, changes.read_otherwise, changes.moved) == ((), (), ())


@every_diary
def test_a_day_does_not_differ_from_itself(path: Path) -> None:
    _, entries = told(path)
    of = entries[len(entries) // 2].happened.latest

    assert between(path, of, of).nothing
    assert learned(path, of, of).nothing


@every_diary
def test_the_steps_of_all_days_are_those_of_the_whole(path: Path) -> None:
    """Day after day each step is told once, and none is taken back in what had happened."""
    _, entries = told(path)
    days = [*days_of(entries)[::2], date(2040, 1, 1)]
    audits = [audited(path, as_of=of) for of in days]

    found = [differences(*pair) for pair in pairwise(audits)]

    done = [stage.entry for each in found for stage in each.done]
    assert sorted(done) == [stage.entry for stage in audits[-1].stages if stage.entry]
    assert not any(each.undone for each in found)


def test_the_day_of_an_election_tells_the_ballots_the_elected_and_what_opened() -> None:
    """25 June 2024."""
    changes = between(sg("2024"), date(2024, 6, 24), date(2024, 6, 25))

    assert [stage.occurrence for stage in changes.done] == ["ballot", "ballot/2"]
    assert (changes.before.elected, changes.after.elected) == ("", "Alain Berset")
    assert "start" in [stage.occurrence for stage in changes.opened]
    fates = {str(each.after.name): each.after.fate for each in changes.candidates_changed}
    assert fates["Alain Berset"] is Fate.ELECTED
    assert fates["Indrek Saar"] is Fate.NOT_ELECTED


def test_a_correction_shows_in_what_was_known_and_not_in_what_had_happened() -> None:
    _, entries = told(sg("correction-2029"))
    corrected = next(e for e in entries if isinstance(e.outcome, Corrected))
    on = day_in_strasbourg(corrected.recorded_at)

    known = learned(sg("correction-2029"), on - A_DAY, on)
    happened = between(sg("correction-2029"), on - A_DAY, on)

    assert [each.entry for each in known.corrections] == [corrected.number]
    assert known.read_otherwise
    assert not happened.read_otherwise


def test_a_part_session_that_was_cancelled_moves_the_windows_that_rest_on_it() -> None:
    _, entries = told(sg("june-cancelled-2029"))
    revised = next(e for e in entries if isinstance(e.outcome, PartSessionRevised))
    on = day_in_strasbourg(revised.recorded_at)

    changes = learned(sg("june-cancelled-2029"), on - A_DAY, on)

    [table] = changes.part_sessions
    assert (table.year, table.part, table.opens) == (2029, 3, None)
    assert "ballot" in [each.stage for each in changes.moved]


def test_a_question_that_was_settled_is_a_step_and_was_open_before() -> None:
    """June 2009."""
    opened = between(sg("2009"), date(2009, 6, 21), date(2009, 6, 30))
    settled = between(sg("2009"), date(2009, 6, 30), date(2009, 9, 30))

    assert "election-left-off" in [stage.occurrence for stage in opened.opened]
    assert opened.after.status == "unsettled"
    assert "election-left-off" in [stage.occurrence for stage in settled.done]
    assert settled.shut == ()
