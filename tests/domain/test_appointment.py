"""The fold: where an appointment stands, from its entries alone; and loud where they do not fit."""

import msgspec
import pytest

from domain.acts import Entry, read_entry
from domain.appointment import Misfit, Status, advance, as_they_read, fold
from domain.candidates import Cause
from domain.decisions import decide
from domain.outcomes import (
    Amendment,
    AssemblyHeard,
    CandidateFellAway,
    CandidaturesClosed,
    Corrected,
    DatePlanned,
    ListDrawnUp,
    ListTransmitted,
    PartSessionRevised,
    ReminderAcknowledged,
    Settled,
)
from domain.reckoning import Span
from domain.stages import Body
from tests.domain.acts_in_short import A, B, C, Case, d, day_of, keys, noon, on, opened
from tests.domain.test_properties import picture


def with_entry(case: Case, number: int, **changed: object) -> list[Entry]:
    """The entries, with one that was tampered with: as no act could have written it."""
    return [
        msgspec.structs.replace(entry, **changed) if entry.number == number else entry
        for entry in case.entries
    ]


@pytest.mark.parametrize(
    ("stage", "changed", "because"),
    [
        ("list", {"stage": "list/2"}, "its stage list/2 is not open; open: list"),
        ("list", {"outcome": AssemblyHeard()}, "does not take this kind"),
        ("closing", {"stage": "closing/2"}, "its stage closing/2 is not open"),
    ],
)
def test_an_entry_that_does_not_fit_is_loud(
    stage: str, changed: dict[str, object], because: str
) -> None:
    """Nothing is skipped: the fold stops, naming the entry."""
    case = opened().to_the_transmission(A, B)
    number = case.number_of(stage)
    with pytest.raises(Misfit, match=because) as misfit:
        fold(case.id, with_entry(case, number, **changed))
    assert misfit.value.entry.number == number
    assert f"entry {number}" in str(misfit.value)


def test_an_entry_that_is_missing_is_loud() -> None:
    case = opened().to_the_transmission(A, B)
    number = case.number_of("consultation")
    with pytest.raises(Misfit):
        fold(case.id, [entry for entry in case.entries if entry.number != number])


def test_an_answer_that_no_question_has_is_loud() -> None:
    case = opened().to_the_transmission(A, B)
    case.does(CandidateFellAway(B, Cause.DIED), "2029-04-05")
    case.settles("one-name-left", "another call", Body.JOINT_COMMITTEE, "2029-04-08")
    wrong = Settled("one-name-left", "a lottery", Body.JOINT_COMMITTEE)
    with pytest.raises(Misfit, match="does not answer one-name-left"):
        fold(case.id, with_entry(case, len(case.entries), outcome=wrong))


def test_refusals_are_passed_over() -> None:
    case = opened()
    case.is_refused(AssemblyHeard(), "2029-05-15")
    case.to_the_closing(A, B)
    assert case.due == ("consultation",)
    assert case.standing.version == len(case.entries)


def test_one_entry_at_a_time_is_the_same_as_all_at_once() -> None:
    """`advance` costs one entry where it can, and gives what the fold gives."""
    case = opened()
    case.does(DatePlanned("call", on("2028-10-09")), "2028-09-02")
    case.to_the_transmission(A, B, C)
    case.does(CandidateFellAway(C, Cause.WITHDREW), "2029-03-25")
    case.does(PartSessionRevised(2029, 3, d("2029-06-18"), d("2029-06-22")), "2029-03-26")
    case.is_refused(ListDrawnUp((A,)), "2029-03-27")
    standing = fold(case.id, case.entries[:1])
    for entry in case.entries[1:]:
        standing = advance(standing, entry)
        assert picture(standing) == picture(fold(case.id, case.entries[: entry.number]))


def test_taking_note_of_a_reminder_moves_nothing() -> None:
    """A look ahead enters candidates whom a forecast expects: none of them stands afterwards."""
    case = opened().to_the_closing()
    act = case.act(ReminderAcknowledged("list", d("2029-03-31"), "staff-7"), "2029-01-12")
    decision = decide(case.id, case.entries, act, noon("2029-01-12"))
    assert decision.after is not None
    assert picture(decision.after) == picture(fold(case.id, (*case.entries, decision.entry)))


def test_entries_survive_the_way_through_json() -> None:
    """What is stored is what was folded, byte for byte."""
    case = opened().to_the_end(A, B)
    stored = [msgspec.json.encode(entry) for entry in case.entries]
    read = [read_entry(raw) for raw in stored]
    assert tuple(read) == case.entries
    assert [msgspec.json.encode(entry) for entry in read] == stored
    assert picture(fold(case.id, read)) == picture(case.standing)


def test_occurrences_number_a_stage_that_comes_again() -> None:
    """Stable and stored: an entry names its stage with its occurrence."""
    case = opened().to_the_second_ballot_paper(A, B)
    stages = [stage for stage in keys(case.entries) if stage != "candidature"]
    assert stages == [
        "opened/1",
        *("date", "call", "candidature", "closing", "consultation", "interviews", "list"),
        *("renewed-call", "candidature/2", "candidature/2", "closing/2", "consultation/2"),
        *("interviews/2", "list/2", "transmission", "examination", "acting", "hearing"),
    ] or [s for s in stages if not s.startswith("candidature")] == [
        "opened/1",
        *("date", "call", "closing", "consultation", "interviews", "list", "renewed-call"),
        *("closing/2", "consultation/2", "interviews/2", "list/2", "transmission"),
        *("examination", "acting", "hearing"),
    ]


def test_a_plan_is_for_one_occurrence_and_void_once_its_day_lies_behind() -> None:
    case = opened()
    case.does(DatePlanned("transmission", on("2029-03-28")), "2028-09-02")
    case.to_the_second_list(A, B)
    case.does(ListDrawnUp((A, B)), "2029-07-10")
    transmission = case.standing.find("transmission")
    assert transmission is not None
    assert transmission.planned is None


def test_amendments_are_read_before_the_script_is_driven() -> None:
    """A correction counts wherever it stands; the entry itself stays as it was written."""
    case = opened().to_the_closing(A, B)
    number = case.number_of("closing")
    case.does(Corrected((Amendment(number, on("2029-01-09")),)), "2029-01-12", reason="a slip")
    assert case.entries[number - 1].happened == day_of("2029-01-10")
    assert as_they_read(case.entries)[number].happened == day_of("2029-01-09")
    assert case.standing.open[0].rests_on == d("2029-01-09")


def test_a_correction_corrects_what_an_earlier_one_made() -> None:
    case = opened().to_the_closing(A, B)
    number = case.number_of("closing")
    for happened in ("2029-01-09", "2029-01-08"):
        fix = Corrected((Amendment(number, on(happened)),))
        case.does(fix, "2029-01-12", reason="a slip")
    assert as_they_read(case.entries)[number].happened == day_of("2029-01-08")


def test_a_struck_out_step_is_done_anew() -> None:
    case = opened().to_the_list(A, B)
    case.does(ListDrawnUp((A,)), "2029-03-14")
    case.does(Corrected((Amendment(len(case.entries)),)), "2029-03-15")
    assert case.due == ("list",)
    case.does(ListDrawnUp((A, B)), "2029-03-15")
    case.does(ListTransmitted((A, B)), "2029-03-16")


def test_the_statuses_of_an_appointment() -> None:
    case = opened().to_the_transmission(A, B)
    seen = [case.standing.status]
    case.does(CandidateFellAway(B, Cause.DIED), "2029-04-05")
    seen.append(case.standing.status)
    seen.append(opened().to_the_end(A, B).standing.status)
    assert seen == [Status.OPEN, Status.UNSETTLED, Status.CLOSED]


def test_a_stage_is_found_with_or_without_its_number() -> None:
    case = opened().to_the_second_list(A, B)
    for key in ("list", "list/2"):
        found = case.standing.find(key)
        assert found is not None
        assert found.occurrence == "list/2"
    assert case.standing.find("list/3") is None


def test_the_window_as_it_stood_is_kept_in_the_entry() -> None:
    """A later table changes what lies ahead, and not how a step was judged."""
    case = opened().to_the_closing(A, B)
    window = case.entries[case.number_of("closing") - 1].window
    assert window is not None
    assert (window.opens, window.closes, window.clause) == (
        day_of("2029-01-10"),
        day_of("2029-01-10"),
        "JIS App.1",
    )
    assert isinstance(case.entries[-1].outcome, CandidaturesClosed)
    assert isinstance(window.opens, Span)
