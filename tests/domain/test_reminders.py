"""Reminders: in time, once, on working days; computed from the ledger and the clock alone."""

from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.acts import Act, AppointmentId, Entry
from domain.appointment import Appointment, fold
from domain.decisions import decide
from domain.diaries import carry_out, read_diary
from domain.outcomes import (
    DateMoved,
    Recordable,
    ReminderAcknowledged,
    ReminderNotSent,
    ReminderSent,
)
from domain.reckoning import day, day_in_strasbourg, is_working_day, start_of_day
from domain.reminders import (
    IN_THE_MORNING,
    Level,
    Reminder,
    Tone,
    first_of_each_level,
    letters,
    next_round,
    not_sent_since,
    planned,
    policies,
    to_be_sent,
    unsent,
)
from domain.timetable import ahead
from tests.conftest import DIARIES

ORDINARY = DIARIES / "secretary_general" / "ordinary-2029.diary"
EVERY_DIARY = sorted(DIARIES.rglob("*.diary"))
A_DAY = timedelta(days=1)


def told(path: Path) -> tuple[AppointmentId, tuple[Entry, ...]]:
    diary = read_diary(path.read_text(encoding="utf-8"))
    return diary.appointment, carry_out(diary)


def standing(appointment: AppointmentId, entries: tuple[Entry, ...]) -> Appointment:
    return fold(appointment, entries)


def plan(of: Appointment) -> tuple[Reminder, ...]:
    return planned(of, ahead(of))


def morning(on: str) -> datetime:
    return start_of_day(date.fromisoformat(on)) + IN_THE_MORNING


class Desk:
    """An appointment under way, to whose ledger reminders are added as they are sent."""

    def __init__(self, path: Path, upto: int) -> None:
        self.id, entries = told(path)
        self.entries = entries[:upto]

    @property
    def now(self) -> Appointment:
        return fold(self.id, self.entries)

    def waiting(self, on: str) -> list[tuple[Reminder, tuple[str, ...]]]:
        there = self.now
        return list(to_be_sent(there, plan(there), morning(on)))

    def keys(self, on: str) -> list[str]:
        return [reminder.key for reminder, _ in self.waiting(on)]

    def does(self, outcome: Recordable, on: str) -> None:
        act = Act(f"act-{len(self.entries)}", outcome, day(date.fromisoformat(on)), reason="moved")
        entry = decide(self.id, self.entries, act, morning(on)).entry
        assert not entry.refused, entry
        self.entries = (*self.entries, entry)

    def sends(self, on: str) -> list[str]:
        sent = self.waiting(on)
        for reminder, also in sent:
            self.does(ReminderSent(reminder.key, reminder.stage, reminder.due, ("p1",), also), on)
        return [reminder.key for reminder, _ in sent]


@pytest.mark.parametrize("path", EVERY_DIARY, ids=[path.stem for path in EVERY_DIARY])
def test_letters_are_planned_for_working_mornings_before_their_day(path: Path) -> None:
    """On days off nobody is written to; what is ahead of a day is never sent after it."""
    appointment, entries = told(path)
    opened = next(n for n, entry in enumerate(entries, start=1) if not entry.refused)
    for upto in range(opened, len(entries) + 1, 4):
        there = fold(appointment, entries[:upto])
        last = max(entry.recorded_at for entry in entries[:upto])
        for reminder in plan(there):
            on = day_in_strasbourg(reminder.at)
            assert is_working_day(on, there.opening.closed_days)
            assert reminder.at == start_of_day(on) + IN_THE_MORNING
            if reminder.tone in (Tone.AHEAD, Tone.TODAY):
                assert on <= reminder.due or reminder.at > last
            if reminder.tone in (Tone.AFTER, Tone.OVERDUE):
                assert on > reminder.due


@pytest.mark.parametrize("path", EVERY_DIARY, ids=[path.stem for path in EVERY_DIARY])
def test_a_key_names_one_reminder(path: Path) -> None:
    appointment, entries = told(path)
    keys = [reminder.key for reminder in plan(fold(appointment, entries[:3]))]
    assert len(set(keys)) == len(keys)


def test_a_closing_is_announced_ten_three_and_one_working_days_before() -> None:
    """10 January 2029 is a Wednesday; Christmas and New Year do not count."""
    desk = Desk(ORDINARY, upto=3)
    of_the_closing = [
        (day_in_strasbourg(each.at).isoformat(), each.tone)
        for each in plan(desk.now)
        if each.stage == "closing"
    ]
    assert of_the_closing[:3] == [
        ("2028-12-22", Tone.AHEAD),
        ("2029-01-05", Tone.AHEAD),
        ("2029-01-09", Tone.AHEAD),
    ]


def test_a_reminder_is_sent_once() -> None:
    desk = Desk(ORDINARY, upto=4)
    first = desk.sends("2028-12-22")
    assert "reminder:closing:2029-01-10:10" in first
    assert desk.sends("2028-12-22") == []
    assert desk.keys("2028-12-28") == []


def test_days_without_post_fold_older_reminders_into_the_latest() -> None:
    """What the older ones would have said the latest says; none is lost."""
    desk = Desk(ORDINARY, upto=4)
    waiting = {reminder.stage: (reminder, also) for reminder, also in desk.waiting("2029-01-09")}
    latest, folded = waiting["closing"]
    assert latest.key == "reminder:closing:2029-01-10:1"
    assert folded == ("reminder:closing:2029-01-10:10", "reminder:closing:2029-01-10:3")
    desk.sends("2029-01-09")
    left = {reminder.key for reminder in unsent(desk.now, plan(desk.now))}
    assert not left & {latest.key, *folded}


def test_a_step_recorded_late_is_told_once_of_what_follows_and_not_ahead_of_a_day_gone_by() -> None:
    """What is foretold is what will be sent on that morning."""
    desk = Desk(ORDINARY, upto=4)
    late = tuple(
        msgspec.structs.replace(each, recorded_at=morning("2029-03-20")) for each in desk.entries
    )
    there = fold(desk.id, late)
    every = plan(there)

    foretold = letters(every)

    first = {each.stage: (each.tone, folded) for each, folded in reversed(foretold)}
    assert first["closing"][0] is Tone.OVERDUE
    assert "reminder:closing:2029-01-10:3" in first["closing"][1]
    [on] = {each.at for each, _ in foretold if each.stage == "closing"} & {foretold[0][0].at}
    sent = {each.stage: each.key for each, _ in to_be_sent(there, every, on)}
    assert sent == {each.stage: each.key for each, _ in foretold if each.at == on}


def test_nothing_is_said_of_a_step_that_is_done() -> None:
    appointment, entries = told(ORDINARY)
    closed = next(n for n, entry in enumerate(entries, start=1) if entry.stage == "closing")
    stages = {reminder.stage for reminder in plan(fold(appointment, entries[:closed]))}
    assert "closing" not in stages
    assert "list" in stages


def test_an_overdue_stage_goes_to_the_deputy_and_then_to_the_head() -> None:
    desk = Desk(ORDINARY, upto=1)
    levels = [each.level for each in plan(desk.now) if each.tone is Tone.OVERDUE][:4]
    assert levels == [Level.OWNER, Level.DEPUTY, Level.HEAD, Level.HEAD]


def test_of_what_comes_every_week_the_first_at_each_level_is_enough() -> None:
    """By stage; what is not overdue stays, each time."""
    every = plan(Desk(ORDINARY, upto=4).now)
    overdue = [each for each in every if each.tone is Tone.OVERDUE]

    kept = list(first_of_each_level(every))

    assert [e for e in kept if e.tone is not Tone.OVERDUE] == [e for e in every if e not in overdue]
    firsts = {(each.stage, each.level): each for each in reversed(overdue)}
    assert {e.key for e in kept if e.tone is Tone.OVERDUE} == {e.key for e in firsts.values()}
    assert {level for _, level in firsts} == set(Level)


def test_whoever_takes_note_stops_the_escalation() -> None:
    desk = Desk(ORDINARY, upto=1)
    due = next(each.due for each in plan(desk.now) if each.stage == "date")
    desk.does(ReminderAcknowledged("date", due, "p1"), "2028-10-09")
    overdue = [
        each for each in plan(desk.now) if each.stage == "date" and each.tone is Tone.OVERDUE
    ]
    assert {each.level for each in overdue} == {Level.OWNER}


def test_a_moved_day_is_told_to_those_alone_who_were_told_of_another() -> None:
    desk = Desk(ORDINARY, upto=4)
    desk.does(DateMoved("closing", day(date(2029, 1, 17))), "2028-12-11")
    assert not [each for each in plan(desk.now) if each.tone is Tone.MOVED]
    desk.sends("2029-01-03")
    desk.does(DateMoved("closing", day(date(2029, 1, 24))), "2029-01-04")
    (moved,) = [each for each in plan(desk.now) if each.tone is Tone.MOVED]
    assert (moved.was_due, moved.due) == (date(2029, 1, 17), date(2029, 1, 24))
    assert desk.sends("2029-01-05") == [moved.key]
    assert not [each for each in unsent(desk.now, plan(desk.now)) if each.tone is Tone.MOVED]


def test_what_could_not_be_sent_is_tried_again_and_shown() -> None:
    """Longer and longer, and never given up; the agenda says since when."""
    desk = Desk(ORDINARY, upto=4)
    reminder = desk.waiting("2028-12-22")[0][0]
    because = "no mail server answers"
    desk.does(ReminderNotSent(reminder.key, reminder.stage, reminder.due, because), "2028-12-22")
    assert not_sent_since(desk.now) == {reminder.stage: date(2028, 12, 22)}
    at = morning("2028-12-22")
    rounds = []
    for _ in range(20):
        there = desk.now
        following = next_round(there, plan(there), at)
        assert following is not None
        assert following > at
        rounds.append(following - at)
        at = following
    assert rounds[0] == timedelta(minutes=15)
    at_work = [each for each in rounds if each < A_DAY]  # the others wait for a working morning
    assert timedelta(hours=4) < max(at_work) <= timedelta(hours=12)
    desk.sends("2028-12-27")
    assert not_sent_since(desk.now) == {}


@given(st.sampled_from(EVERY_DIARY), st.integers(1, 9))
@settings(deadline=None, max_examples=30)
def test_whoever_looks_in_now_and_then_says_nothing_of_what_is_done(path: Path, every: int) -> None:
    """Over a year of a diary as it was recorded, however seldom somebody looks."""
    appointment, entries = told(path)
    now, known, keys = entries[0].recorded_at, 0, list[str]()
    for _ in range(366 // every):
        while known < len(entries) and entries[known].recorded_at <= now:
            known += 1
        record = entries[:known]
        if any(not entry.refused for entry in record):
            there = fold(appointment, record)
            done = {each.occurrence for each in there.concluded}
            ahead_of_us = [each for each in plan(there) if each.key not in keys]
            for reminder, also in to_be_sent(there, ahead_of_us, now):
                assert reminder.stage not in done
                assert reminder.at <= now
                keys += [reminder.key, *also]
        now += every * A_DAY
    assert len(set(keys)) == len(keys)


def test_every_line_of_the_policy_names_something() -> None:
    for leads, after in policies().values():
        assert list(leads) == sorted(leads, reverse=True)
        assert all(days > 0 for days in after)
