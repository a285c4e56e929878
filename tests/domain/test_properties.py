"""Whatever is asked, in whatever order: an entry, a refusal, or a clear word, and never a dead end.

Walks at random from the opening. They found what no list of cases had: questions that nobody could
answer, ballots without candidates, an acting period that could no longer be recorded.
"""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from domain.acts import Act, BadAct, Entry, Provenance
from domain.agenda import agenda, deviations
from domain.appointment import Appointment, Status, fold
from domain.decisions import Decision, decide
from domain.languages import ENGLISH, FRENCH
from domain.outcomes import Opened, RefusedAct
from domain.reckoning import Span, day, start_of_day
from domain.stages import Window
from tests.domain.acts_in_short import Case, opened
from tests.domain.walks import Draw, any_outcome, general, likely, usual_spans

QUICK = settings(deadline=None, suppress_health_check=list(HealthCheck))
LATER_THAN_ALL = start_of_day(date(2090, 1, 1))
CASES = st.sampled_from(["2029", "vacancy", "2010", "1962"])


def begun(kind: str) -> Case:
    match kind:
        case "vacancy":
            return opened(2029, vacancy="2029-02-10")
        case "2029":
            return opened(2029)
        case _:
            return opened(2029, edition=kind)


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


def next_day(draw: Draw, standing: Appointment, stage: object) -> Span:
    """Mostly a day that the calendar allows, so that a walk gets somewhere."""
    chosen = draw(st.integers(0, 9))
    if chosen == 0 or stage is None:
        return draw(usual_spans)
    open_ = next(o for o in standing.open if o.stage is stage)
    opens, closes = open_.stage.window
    last = closes.latest if closes else opens.latest + timedelta(days=30)
    first = max(opens.earliest, open_.rests_on)
    return day(min(max(first, last - timedelta(days=chosen)), date(2150, 1, 1)))


def next_act(draw: Draw, standing: Appointment, number: int) -> Act:
    """An act for an open stage, or one of those that may come at any time."""
    chosen = draw(st.integers(0, 9))
    stage = None
    if standing.open and chosen < 8:
        chosen = draw(st.integers(0, len(standing.open) - 1))
        stage = standing.open[chosen].stage
        outcome = likely(draw, standing, stage)
    else:
        outcome = general(draw, standing)
    return Act(
        f"act-{number}" if draw(st.integers(0, 30)) else "",
        outcome,
        next_day(draw, standing, stage),
        draw(st.sampled_from([*[""] * 20, "ballot", "list/2", "no-such-stage"])),
        draw(st.sampled_from(Provenance)),
        draw(st.sampled_from(["because", "because", "because", ""])),
        draw(st.sampled_from(["CM/Del/Dec", "CM/Del/Dec", ""])),
    )


def walk(data: st.DataObject, steps: int) -> None:
    case = begun(data.draw(CASES))
    entries, standing = case.entries, case.standing
    for _ in range(steps):
        act = next_act(data.draw, standing, len(entries) + 1)
        before = tuple(entries)
        decision = decided(case, entries, act)
        assert entries == before
        if decision is None:
            continue
        entries = (*entries, decision.entry)
        assert decision.after is not None
        standing = fold(case.id, entries)
        assert picture(decision.after) == picture(standing)
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
    assert FRENCH.say(entry.outcome)
    asked = entry.outcome.asked if isinstance(entry.outcome, RefusedAct) else entry.outcome
    if not isinstance(asked, Opened):
        assert ENGLISH.hear(ENGLISH.say(asked)) == asked


def the_agenda_rings_on(case: Case, entries: tuple[Entry, ...]) -> None:
    deviations(fold(case.id, entries))
    seen = start_of_day(date(2029, 3, 14))
    for _ in range(3):
        at = agenda(fold(case.id, entries), case.id, len(entries), seen)
        for row in at.timetable:
            assert date.fromisoformat(row.opens)
            assert not row.closes or date.fromisoformat(row.closes)
        if at.alarm is None:
            break
        assert at.alarm > seen
        seen = at.alarm


@settings(QUICK, max_examples=20)
@given(st.data())
def test_from_any_state_any_act_gets_an_answer_and_something_stays_due(data: st.DataObject) -> None:
    """No outside witness: an invariant of the house."""
    walk(data, 25)


@pytest.mark.soak
@settings(QUICK, max_examples=3000)
@given(st.data())
def test_long_walks_get_answers_too(data: st.DataObject) -> None:
    """The same, deeper."""
    walk(data, 60)


@settings(QUICK, max_examples=60)
@given(any_outcome, usual_spans)
def test_before_the_opening_every_act_is_malformed_or_refused(outcome: object, on: Span) -> None:
    """Nothing can be recorded in an appointment that was not opened."""
    case = Case(begun("2029").id)
    act = Act("act-1", outcome, on)  # type: ignore[arg-type]
    decision = decided(case, (), act)
    if decision is not None:
        assert decision.entry.refused or decision.entry.kind == "opened/1"
        assert (decision.after is None) == decision.entry.refused
