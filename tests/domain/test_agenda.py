"""The agenda: what comes next, for whom, and when the clerk must look again."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from domain.agenda import Agenda, agenda, deviations
from domain.appointment import Status
from domain.candidates import Cause
from domain.languages import FRENCH
from domain.outcomes import (
    Amendment,
    CandidateFellAway,
    CandidatureProposed,
    CandidaturesClosed,
    Corrected,
    DateConfirmed,
    DateMoved,
    DatePlanned,
    JointCommitteeConsulted,
    ListDrawnUp,
    MinistersInterviewed,
    Recordable,
)
from domain.reckoning import start_of_day
from domain.stages import Body
from tests.domain.acts_in_short import A, B, Case, d, noon, on, opened, proposed

YEAR = timedelta(days=400)


def alarms(case: Case, first: datetime, last: datetime) -> list[tuple[datetime, str]]:
    """Every alarm of a clerk to whom nothing is recorded."""
    rung: list[tuple[datetime, str]] = []
    now = first
    while True:
        at = agenda(case.standing, case.id, len(case.entries), now)
        if at.alarm is None or at.alarm > last:
            return rung
        assert at.alarm > now, "an alarm lies strictly after the instant"
        rung.append((at.alarm, at.alarm_summary))
        now = at.alarm


def test_before_the_opening_there_is_nothing_to_do() -> None:
    at = agenda(None, opened().id, 0, noon("2028-09-01"))
    assert (at.status, at.alarm, at.stages, at.attributes) == (Status.UNOPENED, None, (), {})


def test_it_rings_when_a_stage_opens_is_due_and_is_overdue() -> None:
    """The confirmation of September 2028: on the 1st, on the 30th, and the day after."""
    rung = alarms(opened(), noon("2028-08-01"), noon("2029-08-01"))
    assert rung == [
        (start_of_day(d(day)), "date of the election confirmed, 30 September 2028, JIS App.1")
        for day in ("2028-09-01", "2028-09-30", "2028-10-01")
    ]


def test_it_rings_at_midnight_in_strasbourg() -> None:
    """In summer at ten in the evening, UTC; in winter at eleven."""
    assert opened().agenda("2028-08-01").alarm == datetime(2028, 8, 31, 22, tzinfo=UTC)
    closing = opened().to_the_call().agenda("2029-01-09")
    assert closing.alarm == datetime(2029, 1, 9, 23, tzinfo=UTC)


def test_an_alarm_never_rings_twice_at_the_same_instant() -> None:
    at = start_of_day(d("2028-09-01"))
    case = opened()
    rings = agenda(case.standing, case.id, 1, at).alarm
    assert rings == start_of_day(d("2028-09-30"))
    earlier = agenda(case.standing, case.id, 1, at - timedelta(microseconds=1)).alarm
    assert earlier == at


def test_over_a_whole_year_every_window_is_visited() -> None:
    """A clerk to whom the steps are told on their last day misses no opening and no end."""
    case = opened()
    seen: set[str] = set()
    while case.standing.status is not Status.CLOSED:
        due = [open_ for open_ in case.standing.open if open_.stage.due]
        for open_ in due:
            first = start_of_day(open_.stage.window.opens.earliest) - timedelta(seconds=1)
            rung = {summary for _, summary in alarms(case, first, first + YEAR)}
            title = case.agenda("2028-09-01").stages[0].what
            assert rung
            assert title
            seen.add(open_.stage.key)
        stage = due[0].stage
        if stage.kind is CandidaturesClosed:
            case.does(proposed(A), "2028-12-12")
            case.does(proposed(B), "2028-12-12")
        closes = stage.window.closes or stage.window.opens
        happened = max(closes.latest, due[0].rests_on).isoformat()
        expected: Recordable = stage.expected  # type: ignore[assignment]  # a stage that is due
        case.does(expected, happened, reason="on its last day")
    assert seen == {
        *("date", "call", "closing", "consultation", "interviews", "list", "transmission"),
        *("examination", "hearing", "ballot", "announcement", "publication", "start"),
    }


def test_a_planned_day_is_what_is_due() -> None:
    case = opened()
    case.does(DatePlanned("date", on("2028-09-11")), "2028-09-02")
    at = case.agenda("2028-09-05")
    assert (at.stages[0].closes, at.alarm) == ("2028-09-11", start_of_day(d("2028-09-11")))
    assert "fixed: 11 September 2028" in at.stages[0].notes
    case.does(DateMoved("date", on("2028-09-18")), "2028-09-06")
    assert case.agenda("2028-09-06").stages[0].closes == "2028-09-18"


@pytest.mark.parametrize(
    ("at", "overdue"), [("2028-09-30", False), ("2028-10-01", True), ("2029-05-01", True)]
)
def test_a_stage_is_overdue_the_day_after(at: str, overdue: bool) -> None:
    assert opened().agenda(at).stages[0].overdue is overdue


def test_a_moved_closing_is_due_on_its_new_day() -> None:
    """Reading 1: moving a deadline is an event."""
    case = opened().to_the_call()
    case.does(DateMoved("closing", on("2029-01-17")), "2029-01-08", reason="more time")
    closing = next(s for s in case.agenda("2029-01-12").stages if s.stage == "closing")
    assert (closing.closes, closing.overdue) == ("2029-01-17", False)


def test_an_open_stage_says_its_body_its_fields_and_its_clause() -> None:
    (date_,) = opened().agenda("2028-09-01").stages
    assert (date_.stage, date_.body, date_.clause, date_.may) == (
        "date",
        Body.BUREAU,
        "JIS App.1",
        False,
    )
    assert [(f.name, f.example, f.required) for f in date_.fields] == [
        ("election", "2029-06-26", True)
    ]


def test_what_merely_may_happen_is_never_due_nor_overdue() -> None:
    case = opened().to_the_call()
    candidature = next(s for s in case.agenda("2029-03-01").stages if s.stage == "candidature")
    assert (candidature.may, candidature.overdue) == (True, False)


def test_a_question_shows_its_options_and_its_body() -> None:
    case = opened().to_the_transmission(A, B)
    case.does(CandidateFellAway(B, Cause.DIED), "2029-04-05")
    at = case.agenda("2029-04-06")
    (question,) = at.stages
    assert at.status is Status.UNSETTLED
    assert question.options == ("the one name is put to the Assembly", "another call")
    assert question.body is Body.JOINT_COMMITTEE


def test_the_attributes_are_ready_to_copy() -> None:
    """The clerk knows no law: strings, lists, and the instant of the next alarm, no names."""
    case = opened().to_the_second_list(A, B)
    at = case.agenda("2029-07-04")
    assert at.attributes == {
        "CalendsOffice": "secretary-general",
        "CalendsStatus": "open",
        "CalendsEdition": "2018",
        "CalendsStage": ("list/2", "acting"),
        "CalendsBody": ("committee-of-ministers", "deputy-secretary-general"),
        "CalendsDue": "2029-07-30T22:00:00+00:00",
    }
    assert not any(str(name) in str(at.attributes) for name in (A, B))


def test_a_closed_appointment_rings_no_more_and_shows_its_mandate() -> None:
    at = opened().to_the_end(A, B).agenda("2029-10-01")
    assert (at.status, at.alarm, at.stages, at.timetable) == (Status.CLOSED, None, (), ())
    assert "CalendsDue" not in at.attributes
    assert "Ann Arbor, 18 September 2029 to 17 September 2034" in at.details


def test_the_agenda_holds_the_timetable_of_what_lies_ahead() -> None:
    """From the record, not from the forecast: a list of one name is held in April."""
    case = opened().to_the_list(A, B)
    before = [row.stage for row in case.agenda("2029-03-08").timetable]
    case.does(ListDrawnUp((A,)), "2029-03-14")
    after = [row.stage for row in case.agenda("2029-03-15").timetable]
    assert "single-name" not in before
    assert after[0] == "single-name"
    assert after[-1] == "start"


def test_the_timetable_ahead_expects_the_candidates_there_are() -> None:
    """With one candidate the list has one name, unless somebody else is proposed."""
    case = opened().to_the_closing(A)
    assert "single-name" in [row.stage for row in case.agenda("2029-01-11").timetable]
    nobody = opened().to_the_closing()
    stages = [row.stage for row in nobody.agenda("2029-01-11").timetable]
    assert "renewed-call" in stages


def test_the_details_tell_what_was_done_and_what_lies_ahead() -> None:
    case = opened().to_the_closing(A, B)
    details = case.agenda("2029-01-11").details.splitlines()
    assert details[0].startswith("**secretary-general/2029**, edition 2018: open, next: consult")
    assert any("10 January 2029: closing of candidatures" in line for line in details)
    assert any("18 September 2029: start of the mandate" in line for line in details)


def test_the_agenda_is_said_in_french_too() -> None:
    case = opened()
    at = agenda(case.standing, case.id, 1, noon("2028-09-01"), FRENCH)
    assert at.stages[0].what == "confirmation de la date de l’élection"
    assert at.alarm_summary.startswith("confirmation de la date de l’élection, 30 septembre 2028")


def test_the_agenda_crosses_the_wire_as_json() -> None:
    at = opened().to_the_closing(A, B).agenda("2029-01-11")
    assert msgspec.json.decode(msgspec.json.encode(at), type=Agenda) == at


# -- Deviations ------------------------------------------------------------------------------


def test_a_year_by_the_book_has_no_deviation() -> None:
    assert deviations(opened().to_the_end(A, B).standing) == ()


@pytest.mark.parametrize(
    ("happened", "days"), [("2029-02-27", -2), ("2029-03-01", 0), ("2029-04-03", 3)]
)
def test_a_deviation_counts_days_before_and_after_the_window(happened: str, days: int) -> None:
    case = opened().to_the_closing(A, B)
    case.does(JointCommitteeConsulted(), "2029-01-25")
    case.does(MinistersInterviewed(), happened, reason="so it was")
    found = deviations(case.standing)
    assert [(each.stage, each.days) for each in found] == ([("interviews", days)] if days else [])


def test_a_late_candidature_is_a_deviation_of_its_own() -> None:
    """It gathers: each proposal is looked at by itself."""
    case = opened().to_the_call()
    case.does(proposed(A), "2029-01-10")
    case.does(proposed(B), "2029-01-11", reason="the courier was late")
    (deviation,) = deviations(case.standing)
    assert deviation.stage == "candidature"
    entry = case.entries[deviation.entry - 1]
    assert isinstance(entry.outcome, CandidatureProposed)
    assert (entry.outcome.name, deviation.days) == (B, 1)
    assert deviation.happened.earliest == date(2029, 1, 11)


@pytest.mark.parametrize(
    ("corrected", "days", "reason"),
    [
        (Amendment(2, outcome=DateConfirmed(on("2029-06-27"))), 4, "adopted late"),
        (Amendment(2, on("2028-10-04"), DateConfirmed(on("2029-06-27"))), 4, "adopted late"),
        (Amendment(2, on("2028-10-05")), 5, "misread"),
    ],
)
def test_a_deviation_keeps_its_reason_unless_its_day_is_corrected(
    corrected: Amendment, days: int, reason: str
) -> None:
    """Whoever corrects what was said may say the same day again."""
    case = opened()
    case.does(DateConfirmed(on("2029-06-26")), "2028-10-04", reason="adopted late")
    case.does(Corrected((corrected,)), "2028-11-06", reason="misread")
    (deviation,) = deviations(case.standing)
    assert (deviation.days, deviation.reason) == (days, reason)


def test_the_last_correction_of_the_day_says_why_it_departs() -> None:
    case = opened()
    case.does(DateConfirmed(on("2029-06-26")), "2028-10-04", reason="adopted late")
    case.does(Corrected((Amendment(2, on("2028-10-05")),)), "2028-11-06", reason="misread")
    same_day = Amendment(2, on("2028-10-05"), DateConfirmed(on("2029-06-27")))
    case.does(Corrected((same_day,)), "2028-11-07", reason="the 27th")
    (deviation,) = deviations(case.standing)
    assert (deviation.days, deviation.reason) == (5, "misread")
