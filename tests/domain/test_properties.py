"""Whatever is asked, in whatever order: an entry, a refusal, or a clear word, and never a dead end.

Walks at random from the opening. They found what no list of cases had: questions that nobody could
answer, ballots without candidates, an acting period that could no longer be recorded.
"""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from domain.acts import Act, BadAct, Entry
from domain.agenda import agenda, deviations
from domain.appointment import Appointment, Status, fold
from domain.decisions import Decision, decide
from domain.languages import ENGLISH, FRENCH
from domain.outcomes import Opened, RefusedAct
from domain.procedures import PROCEDURES
from domain.reckoning import Span, start_of_day
from domain.stages import Window
from tests.domain.acts_in_short import Case
from tests.domain.openings import BY_NAME, COURSES, OPENINGS, at
from tests.domain.walks import any_outcome, any_spans, next_act

QUICK = settings(deadline=None, suppress_health_check=list(HealthCheck))
LATER_THAN_ALL = start_of_day(date(2190, 1, 1))
every_office = pytest.mark.parametrize("office", PROCEDURES)


def begun(data: st.DataObject, office: str) -> Case:
    """Somewhere in an expected course of the office: at its opening, or as far as its end."""
    courses = [each for each in COURSES if BY_NAME[each[0]].asked.office == office]
    what, branch = data.draw(st.sampled_from(courses))
    return at(what, branch, data.draw(st.integers(0, 22)))


def picture(standing: Appointment) -> tuple[object, ...]:
    """All that matters of where an appointment stands: stages by what they are, not by identity."""
    return (
        standing.status,
        standing.opening,
        standing.roll.standing,
        dict(standing.roll.lapsed),
        standing.mandate,
        standing.elected,
        tuple((o.occurrence, o.rests_on, o.planned, _days(o.stage.window)) for o in standing.open),
        tuple((d.occurrence, d.outcome, d.on, d.rests_on, d.entry) for d in standing.concluded),
    )


def _days(window: Window) -> tuple[Span, Span | None]:
    return window.opens.span, window.closes.span if window.closes else None


def walk(data: st.DataObject, office: str, steps: int) -> None:
    case = begun(data, office)
    entries, standing = case.entries, case.standing
    for _ in range(steps):
        act = next_act(data.draw, standing)
        before = tuple(entries)
        decision = decided(case, entries, act)
        assert entries == before
        if decision is None:
            continue
        entries = (*entries, decision.entry)
        assert decision.after is not None
        stood, standing = picture(standing), fold(case.id, entries)
        assert picture(decision.after) == picture(standing)
        assert stood == picture(standing) or not decision.entry.refused
        what_holds_everywhere(standing, decision.entry)
        if standing.status is Status.CLOSED and data.draw(st.booleans()):
            break
    the_agenda_rings_on(case, entries)


def decided(case: Case, entries: tuple[Entry, ...], act: Act) -> Decision | None:
    """None where the act is malformed: it says why, and leaves nothing behind."""
    try:
        return decide(case.id, entries, act, LATER_THAN_ALL)
    except BadAct as bad:
        note(f"bad: {bad}")
        return None


def what_holds_everywhere(standing: Appointment, entry: Entry) -> None:
    note(ENGLISH.say(entry.outcome))
    if standing.status is Status.CLOSED:
        assert standing.mandate is not None
        assert standing.open == ()
    else:
        assert any(open_.stage.due for open_ in standing.open), "it waits for nothing"
    nobody_who_may_not(standing)
    assert FRENCH.say(entry.outcome)
    asked = entry.outcome.asked if isinstance(entry.outcome, RefusedAct) else entry.outcome
    if not isinstance(asked, Opened):
        assert ENGLISH.hear(ENGLISH.say(asked)) == asked


def nobody_who_may_not(standing: Appointment) -> None:
    """Stands, is voted on or takes office: neither the barred, nor those who fell away."""
    roll = standing.roll
    assert not set(roll.standing) & set(roll.barred)
    assert standing.elected not in {*roll.fallen, *roll.barred}
    for open_ in standing.open:
        assert not set(open_.stage.names) & {*roll.fallen, *roll.barred}


def the_agenda_rings_on(case: Case, entries: tuple[Entry, ...]) -> None:
    deviations(fold(case.id, entries))
    seen = start_of_day(entries[0].happened.earliest)
    for _ in range(3):
        at = agenda(fold(case.id, entries), case.id, len(entries), seen)
        for row in at.timetable:
            assert date.fromisoformat(row.opens)
            assert not row.closes or date.fromisoformat(row.closes)
        if at.alarm is None:
            break
        assert at.alarm > seen
        seen = at.alarm


@every_office
@settings(QUICK, max_examples=50)
@given(st.data())
def test_from_any_state_any_act_gets_an_answer_and_something_stays_due(
    office: str, data: st.DataObject
) -> None:
    """No outside witness: an invariant of the house."""
    walk(data, office, 20)


@pytest.mark.soak
@every_office
@settings(QUICK, max_examples=600)
@given(st.data())
def test_long_walks_get_answers_too(office: str, data: st.DataObject) -> None:
    """The same, deeper."""
    walk(data, office, 50)


@settings(QUICK, max_examples=60)
@given(any_outcome, any_spans)
def test_before_the_opening_every_act_is_malformed_or_refused(outcome: object, on: Span) -> None:
    """Nothing can be recorded in an appointment that was not opened."""
    case = Case(OPENINGS[0].id)
    act = Act("act-1", outcome, on)  # type: ignore[arg-type]
    decision = decided(case, (), act)
    if decision is not None:
        assert decision.entry.refused or decision.entry.kind == "opened/1"
        assert (decision.after is None) == decision.entry.refused
