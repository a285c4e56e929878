"""The audit of every diary says what its entries say, each once."""

from base64 import b64encode
from collections import Counter
from datetime import date, timedelta

import msgspec
import pytest

from domain.acts import Entry, Provenance
from domain.agenda import deviations
from domain.appointment import as_they_read, fold
from domain.audit.of_an_appointment import audit, day_of_audit
from domain.audit.records import Audit, Fate, Keeping, SealedPaper, State, Timing, Verdict
from domain.candidates import Name
from domain.diaries import carry_out, read_diary
from domain.languages import ENGLISH, FRENCH
from domain.outcomes import (
    BallotHeld,
    CandidatesPutForward,
    CandidatureProposed,
    Corrected,
    ListCompleted,
    ListModified,
    ListSubmitted,
    Opened,
    RefusedAct,
    RepresentativesProposed,
    Settled,
    StaffProposed,
    StaffSponsored,
)
from domain.papers import Paper, PaperKind
from domain.reckoning import day_in_strasbourg
from domain.replay import replay, what_was_known
from reports.text import text
from reports.told.report import told as report
from tests.reports.conftest import TESTS, Past, past

PROPOSALS = (
    CandidatureProposed,
    StaffProposed,
    StaffSponsored,
    RepresentativesProposed,
    ListSubmitted,
    ListModified,
    ListCompleted,
    CandidatesPutForward,
)


def diary(name: str) -> Past:
    return past(TESTS / "diaries" / f"{name}.diary")


def single_name() -> Past:
    return past(TESTS / "reports" / "golden" / "single-name-2029.diary")


# -- Of every diary --------------------------------------------------------------------------


def test_each_concluded_stage_stands_once_in_the_order_of_the_record(told: Past) -> None:
    done = [(stage.occurrence, stage.entry) for stage in told.audited.stages if stage.entry]
    standing = fold(told.id, told.entries)

    assert done == [(each.occurrence, each.entry.number) for each in standing.concluded]
    assert sorted(Counter(done).values()) == [1] * len(done)


def test_early_and_late_agree_with_the_deviations(told: Past) -> None:
    """A step is outside its window where the agenda's deviations say so, and nowhere else."""
    found = {each.entry: each for each in deviations(fold(told.id, told.entries))}
    for stage in told.audited.stages:
        deviation = found.get(stage.entry)
        assert stage.days == (deviation.days if deviation else 0)
        assert stage.broken == (deviation.broken if deviation else ())
        assert bool(stage.days) == (stage.timing in {Timing.EARLY, Timing.LATE})
    assert told.audited.deviations == tuple(found.values())


def test_refusals_corrections_and_questions_are_those_of_the_entries(told: Past) -> None:
    entries, of = told.entries, told.audited
    numbers = {
        kind: [entry.number for entry in entries if isinstance(entry.outcome, kind)]
        for kind in (RefusedAct, Corrected)
    }
    assert numbers[RefusedAct] == [each.entry for each in of.refusals]
    assert numbers[Corrected] == [each.entry for each in of.corrections]
    settled = [each.entry for each in of.questions if each.entry]
    assert settled == [s.entry for s in of.stages if isinstance(s.outcome, Settled)]


def test_the_last_ballot_elects_whom_the_procedure_took_for_elected(told: Past) -> None:
    """RoP 41.1.c: whether a ballot is the first of its election is told as the script has it."""
    of = told.audited
    counts = [s.outcome.count for s in of.stages if isinstance(s.outcome, BallotHeld)]
    for ballot, count in zip(of.ballots, counts, strict=True):
        assert ballot.elected == count.elected(at_the_first_ballot=ballot.number == 1)
        known = [each.votes for each in ballot.votes if each.votes is not None]
        assert ballot.cast is None or sum(known) <= ballot.cast
        assert (ballot.elected is None) == (
            ballot.verdict in {Verdict.NOT_REACHED, Verdict.TIE, Verdict.NO_VOTE_CAST}
        )
    if of.ballots and of.case.mandate:
        assert of.ballots[-1].elected == of.case.mandate.elected


def test_each_candidate_is_told_with_the_entry_that_proposes_them(told: Past) -> None:
    read = as_they_read(told.entries)
    for each in told.audited.candidates:
        proposal = read[each.entry].outcome
        assert isinstance(proposal, PROPOSALS)
        assert each.name in proposal.taking_part


def test_whoever_takes_office_is_the_only_one_elected(told: Past) -> None:
    of = told.audited
    elected = [each.name for each in of.candidates if each.fate is Fate.ELECTED]
    assert elected == ([of.case.elected] if of.case.elected else [])


def test_every_step_has_a_mark_and_all_are_counted(told: Past) -> None:
    marks = told.audited.marks
    fell = sum(bool(each.fell_by) for each in told.audited.candidates)
    steps = [stage for stage in told.audited.stages if stage.state is State.DONE]

    assert all(isinstance(stage.provenance, Provenance) for stage in steps)
    assert marks.seen + marks.calendar + marks.unknown == len(steps) + fell


def test_a_program_reads_what_was_written(told: Past) -> None:
    """Outcomes are among the records by value, each under its stable name."""
    assert msgspec.json.decode(msgspec.json.encode(told.audited), type=Audit) == told.audited


def test_later_entries_change_nothing_of_what_was_known_on_a_day(told: Past) -> None:
    for on in {day_in_strasbourg(entry.recorded_at) for entry in told.entries}:
        then = what_was_known(told.entries, on)
        now, at_that_time = (
            replay(told.id, entries, known_on=on) for entries in (told.entries, then)
        )
        assert now is not None
        assert at_that_time is not None
        assert audit(told.id, now.entries, on=on, reminders_ahead=False) == audit(
            told.id, at_that_time.entries, on=on, reminders_ahead=False
        )


def test_every_day_of_every_diary_can_be_audited(told: Past) -> None:
    """As of a day, what was left out leaves a record that can be told."""
    for on in {entry.happened.latest for entry in told.entries}:
        then = replay(told.id, told.entries, as_of=on)
        if then:
            assert audit(told.id, then.entries, on=on, reminders_ahead=False).on == on


# -- Of some of them -------------------------------------------------------------------------


def test_a_closed_appointment_is_audited_on_the_day_of_its_last_entry() -> None:
    """So that its report never changes; one that is open is audited today."""
    closed, still_open = diary("secretary_general/2024"), diary("judge/azerbaijan-2016")
    today = date(2031, 5, 5)

    assert date(2024, 9, 18) == day_of_audit(closed.entries, today)
    assert today == day_of_audit(still_open.entries, today)


def test_a_correction_shows_what_was_written_what_was_read_and_what_is_read() -> None:
    first, second = single_name().audited.corrections
    (before,), (again,) = first.amended, second.amended

    assert (before.written, before.before.on.earliest.day) == (before.before, 14)
    assert again.written == before.written
    assert again.before == before.after
    assert again.after is not None
    assert date(2028, 11, 12) == again.after.on.earliest


def test_a_moved_date_is_told_with_the_day_that_stood_before() -> None:
    (moved,) = single_name().audited.dates
    assert (moved.moved, str(moved.was), str(moved.is_now)) == (True, "2029-01-10", "2029-01-17")


def test_a_window_that_has_moved_since_is_told_both_ways() -> None:
    """The candidature was recorded before the closing was moved."""
    stage = next(each for each in single_name().audited.stages if each.entry == 4)
    assert stage.moved_to is not None
    assert stage.written.closes is not None
    assert stage.moved_to.closes is not None
    assert date(2029, 1, 10) == stage.written.closes.latest
    assert date(2029, 1, 17) == stage.moved_to.closes.latest


def test_the_arithmetic_of_a_ballot_is_laid_open() -> None:
    (ballot,) = single_name().audited.ballots
    assert (ballot.papers, ballot.blank, ballot.spoiled, ballot.cast) == (250, 35, 5, 210)
    assert (ballot.absolute_majority, ballot.signatures) == (106, 252)


def test_a_tie_is_told_as_one() -> None:
    """RoP 41.1.c: nobody leads in the second ballot, so a third one is held."""
    verdicts = [each.verdict for each in diary("secretary_general/tie-2029").audited.ballots]
    assert verdicts == [Verdict.NOT_REACHED, Verdict.TIE, Verdict.RELATIVE_MAJORITY]


def test_a_new_election_of_the_same_appointment_begins_with_a_first_ballot() -> None:
    numbers = [each.number for each in diary("judge/elected-declines-2027").audited.ballots]
    assert numbers == [1, 1]


def test_a_vote_on_a_single_sex_list_needs_two_thirds() -> None:
    """R1366 4: 14 of 21 votes cast; before 2019 a rejection needed two thirds too."""
    exceptional = diary("judge/single-sex-exceptional-2027").audited.committee_ballots
    before = diary("judge/azerbaijan-2016").audited.committee_ballots
    assert [(v.two_thirds, v.needed, v.carried) for v in exceptional] == [(True, 14, True)]
    assert [(v.two_thirds, v.needed, v.carried) for v in before] == [(True, None, True)]


def test_a_question_that_waits_is_told_with_whoever_may_settle_it() -> None:
    told = diary("secretary_general/renewed-call-one-name-2029")
    refused = next(each for each in told.audited.questions if each.entry)
    then = [entry for entry in told.entries if entry.number < refused.entry]
    (waits,) = audit(told.id, then, on=date(2029, 7, 20)).questions

    assert (waits.entry, waits.option, waits.settled_by) == (0, "", None)
    assert (waits.options, waits.bodies) == (refused.options, refused.bodies)


def test_of_an_open_appointment_what_lies_ahead_and_what_is_overdue_is_told() -> None:
    told = diary("secretary_general/2024")
    started: list[Entry] = list(told.entries[:3])
    of = audit(told.id, started, on=date(2024, 1, 11))
    late = [stage.occurrence for stage in of.stages if stage.overdue]
    ahead = [stage.occurrence for stage in of.stages if stage.state is State.AHEAD]

    assert late == ["closing"]
    assert ahead[:3] == ["consultation", "interviews", "list"]


@pytest.mark.parametrize(
    ("on", "keeping", "in_english", "in_french"),
    [
        (date(2024, 5, 24), Keeping.AHEAD, "still ahead", "à venir"),
        (date(2024, 5, 25), Keeping.PASSED, "the day has passed", "le jour est passé"),
    ],
)
def test_of_a_step_not_yet_taken_it_is_told_whether_the_day_of_its_limit_has_passed(
    on: date, keeping: Keeping, in_english: str, in_french: str
) -> None:
    """REG 4: thirty days before the part-session of 24 June 2024."""
    told = diary("secretary_general/2024")
    of = audit(told.id, told.entries[:3], on=on)
    consultation = next(stage for stage in of.stages if stage.occurrence == "consultation")

    assert [limit.keeping for limit in consultation.limits] == [keeping]
    for language, said, state in (
        (ENGLISH, in_english, "not open yet"),
        (FRENCH, in_french, "non ouverte"),
    ):
        step = next(each for each in report(of, language).ahead if "REG 4" in each.clauses)
        assert step.remarks[0].endswith(f" — {said}.")
        assert step.timing == state


def test_reminders_still_to_come_are_left_out_of_the_past() -> None:
    told = diary("secretary_general/2024")
    started, on = told.entries[:3], date(2023, 11, 1)

    assert audit(told.id, started, on=on).reminders
    assert not audit(told.id, started, on=on, reminders_ahead=False).reminders


def test_an_appointment_that_was_refused_and_never_opened_is_told_as_one() -> None:
    told = diary("secretary_general/2024")
    opened = told.entries[0]
    assert isinstance(opened.outcome, Opened)
    refused = msgspec.structs.replace(
        opened, outcome=RefusedAct(opened.outcome, "REG 1.a", "lies ahead", "wait")
    )
    of = audit(told.id, (refused,), on=date(2024, 1, 1) + timedelta(days=1))

    assert (of.case.status.value, of.stages, len(of.refusals)) == ("unopened", (), 1)


def test_another_edition_is_told_and_each_stage_with_the_one_of_its_recording() -> None:
    told = read_diary(
        "secretary-general 2019, edition 2010, opened on 4 September 2017\n"
        '2 February 2018  the appointment goes on under edition 2018 [reference: "CM 1305"]\n'
        "4 September 2018  the Bureau confirms the date of the election: 26 June 2019\n"
    )
    entries = carry_out(told)
    of = audit(told.appointment, entries, on=date(2018, 9, 5))
    (adopted,) = of.editions

    assert (adopted.was, adopted.is_now, adopted.reference) == ("2010", "2018", "CM 1305")
    assert [stage.edition for stage in of.stages if stage.state is State.DONE] == ["2018"]
    assert "Edition 2018 adopted in the place of edition 2010" in text(of, ENGLISH)


def test_a_sealed_paper_is_told_by_whose_and_what_it_is_alone() -> None:
    told = diary("secretary_general/2024")
    sealed = b64encode(b"no one can read this, not even here").decode()
    paper = Paper(Name("Alain Berset"), PaperKind.CURRICULUM, "key-1", sealed)
    entries = [
        msgspec.structs.replace(entry, papers=(paper,)) if entry.number == 6 else entry
        for entry in told.entries
    ]
    of = audit(told.id, entries, on=date(2024, 9, 18))

    assert [SealedPaper(6, "Alain Berset", "curriculum")] == list(of.papers)
    assert "Alain Berset: curriculum vitae" in text(of, ENGLISH)
    assert sealed not in text(of, ENGLISH) + msgspec.json.encode(of).decode()
