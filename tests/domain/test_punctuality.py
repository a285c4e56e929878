"""Punctuality: what is measured, what is counted apart, and that nothing is counted twice."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.acts import AppointmentId, Provenance
from domain.appointment import Status
from domain.audit.of_an_appointment import audit
from domain.audit.punctuality import LeftOut, Step, punctuality, tally
from domain.audit.records import Audit, AuditedStage, Timing
from domain.diaries import carry_out, read_diary
from domain.reckoning import day
from domain.stages import Body
from tests.conftest import EVERY_DIARY
from tests.domain.test_replay import every_diary

FIRST, LAST = date(1990, 1, 1), date(2060, 12, 31)
SEEN, CALENDAR, UNKNOWN = Provenance
ID = AppointmentId("secretary-general/2029")


@cache
def audited(path: Path) -> Audit:
    diary = read_diary(path.read_text(encoding="utf-8"))
    return audit(diary.appointment, carry_out(diary), on=LAST)


@cache
def audits() -> tuple[Audit, ...]:
    """One of each appointment that the diaries tell."""
    return tuple({of.case.id: of for of in map(audited, EVERY_DIARY)}.values())


def step(days: int, provenance: Provenance = SEEN, timing: Timing | None = None) -> Step:
    lay = Timing.LATE if days > 0 else Timing.EARLY if days < 0 else Timing.INSIDE
    on = day(date(2029, 1, 10) + timedelta(days=days))
    return Step(ID, "closing", Body.MEMBER_STATES, on, provenance, timing or lay, days, ())


def moved(of: Audit, stage: str, days: int) -> Audit:
    """The same audit with a step as many days outside its window."""
    lay = Timing.LATE if days > 0 else Timing.EARLY
    stages = tuple(
        msgspec.structs.replace(each, days=days, timing=lay, provenance=SEEN)
        if each.occurrence == stage
        else each
        for each in of.stages
    )
    return msgspec.structs.replace(of, stages=stages)


def test_only_what_was_seen_and_is_certain_is_measured() -> None:
    counted = tally(
        [
            step(-3),
            step(0),
            step(0, timing=Timing.EARLY_LAWFULLY),
            step(2),
            step(9),
            step(100, CALENDAR),
            step(100, UNKNOWN),
            step(0, timing=Timing.UNCERTAIN),
        ]
    )
    assert (counted.steps, counted.measured) == (8, 5)
    assert (counted.early, counted.in_time, counted.late) == (1, 2, 2)
    assert (counted.from_the_calendar, counted.not_on_record, counted.uncertain) == (1, 1, 1)
    assert counted.median_late == 5.5
    assert counted.worst == step(9)


def test_a_limit_that_was_not_kept_is_counted_beside_the_window() -> None:
    broken = msgspec.structs.replace(step(0), broken=("REG 4",))
    counted = tally([broken, step(0)])
    assert (counted.in_time, counted.past_a_limit) == (2, 1)


def test_where_nothing_was_late_there_is_no_median_and_no_worst() -> None:
    assert tally([step(0), step(-4)]).median_late is None
    assert tally([]).worst is None


@given(st.lists(st.tuples(st.integers(-400, 400), st.sampled_from(Provenance)), max_size=30))
def test_every_step_is_counted_once(steps: list[tuple[int, Provenance]]) -> None:
    counted = tally([step(days, provenance) for days, provenance in steps])
    assert counted.measured == counted.early + counted.in_time + counted.late
    apart = counted.from_the_calendar + counted.not_on_record + counted.uncertain
    assert counted.steps == counted.measured + apart


def test_stages_bodies_and_appointments_count_the_same_steps() -> None:
    found = punctuality(audits(), FIRST, LAST)
    assert found.tally.steps > 200
    for tallies in (
        [each.tally for each in found.stages],
        [each.tally for each in found.bodies],
        [each.tally for each in found.appointments],
    ):
        assert sum(each.steps for each in tallies) == found.tally.steps
        assert sum(each.measured for each in tallies) == found.tally.measured
    assert all(len(each.days) == each.tally.measured for each in found.stages)
    assert all(len(each.days) == each.tally.measured for each in found.bodies)


@given(st.dates(FIRST, LAST - timedelta(days=1)))
def test_two_reports_side_by_side_count_every_step_once(last: date) -> None:
    """A step whose day is not known is told in one of them, and not in both."""
    before = punctuality(audits(), FIRST, last)
    after = punctuality(audits(), last + timedelta(days=1), LAST)
    whole = punctuality(audits(), FIRST, LAST)
    assert before.tally.steps + after.tally.steps == whole.tally.steps
    assert len(before.questions) + len(after.questions) == len(whole.questions)
    refused = [sum(each.times for each in of.refusals) for of in (before, after, whole)]
    assert refused[0] + refused[1] == refused[2]


def test_the_latest_step_is_named_with_its_appointment() -> None:
    late = [
        moved(of, "closing", 12) if of.case.id == "secretary-general/2024" else of
        for of in audits()
    ]
    found = punctuality(late, FIRST, LAST)
    closing = next(each for each in found.stages if each.stage == "closing")
    assert closing.tally.worst is not None
    assert closing.tally.worst.appointment == "secretary-general/2024"
    assert (closing.tally.worst.days, max(closing.days)) == (12, 12)
    states = next(each for each in found.bodies if each.body is Body.MEMBER_STATES)
    assert states.tally.worst == closing.tally.worst


def test_further_ballots_are_counted_with_the_first() -> None:
    ballots = next(
        each for each in punctuality(audits(), FIRST, LAST).stages if each.stage == "ballot"
    )
    kept: list[AuditedStage] = [
        stage
        for of in audits()
        for stage in of.stages
        if stage.happened and stage.occurrence.partition("/")[0] == "ballot"
    ]
    assert ballots.tally.steps == len(kept)
    assert {"ballot", "ballot/2"} <= {stage.occurrence for stage in kept}


def test_stages_stand_in_the_order_of_the_courses() -> None:
    stages = [each.stage for each in punctuality(audits(), FIRST, LAST).stages]
    assert stages.index("call") < stages.index("closing") < stages.index("ballot")
    assert stages[-1] == "start"


def test_only_appointments_with_a_step_in_the_time_are_counted() -> None:
    found = punctuality(audits(), date(2024, 1, 1), date(2024, 12, 31))
    assert "secretary-general/2024" in {each.appointment for each in found.appointments}
    assert "secretary-general/2009" not in {each.appointment for each in found.appointments}
    assert found.statuses[Status.CLOSED] >= 1


def test_refusals_are_counted_under_their_clauses() -> None:
    found = punctuality(audits(), FIRST, LAST)
    times = [each.times for each in found.refusals]
    assert times == sorted(times, reverse=True)
    asked = sum(len(of.refusals) for of in audits())
    assert sum(times) == asked


def test_what_could_not_be_read_is_named() -> None:
    left_out = (LeftOut("judge/andorra/2027", "it is broken"),)
    assert punctuality((), FIRST, LAST, left_out).left_out == left_out


@every_diary
def test_one_audit_alone_counts_its_own_steps(path: Path) -> None:
    found = punctuality((audited(path),), FIRST, LAST)
    assert found.tally.steps == sum(stage.happened is not None for stage in audited(path).stages)
