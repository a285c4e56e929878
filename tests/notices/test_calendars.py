"""Calendars: one event a stage for life, read by a parser that did not write them."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.acts import AppointmentId, Entry
from domain.appointment import fold
from domain.decisions import decide
from domain.diaries import carry_out, read_diary
from domain.in_camera import in_camera
from domain.languages import ENGLISH, FRENCH, LANGUAGES
from domain.outcomes import (
    Amendment,
    Corrected,
    DateMoved,
    DatePlanned,
    PartSessionRevised,
    ReminderSent,
)
from domain.phrases import Language
from domain.reckoning import A_DAY, day
from domain.reminders import IN_THE_MORNING, planned
from domain.stages import Body
from domain.timetable import ahead
from notices.calendars import event_of, feed
from notices.occasions import Almanac, Certainty, Occasion
from tests.conftest import DIARIES
from tests.domain.acts_in_short import Case
from tests.domain.openings import OPENINGS, Opening
from tests.domain.test_properties import LATER_THAN_ALL, QUICK, begun, decided
from tests.domain.walks import next_act

ROOT = Path(__file__).parents[2]
SECRETARY_GENERAL = DIARIES / "secretary_general"
ORDINARY = SECRETARY_GENERAL / "ordinary-2029.diary"
JUDGE = DIARIES / "judge" / "ordinary-2027.diary"
EVERY_DIARY = sorted(DIARIES.rglob("*.diary"))
LONGEST_LINE = 75  # octets, RFC 5545 3.1

every_diary = pytest.mark.parametrize(
    "path", EVERY_DIARY, ids=[path.relative_to(DIARIES).as_posix() for path in EVERY_DIARY]
)
both_languages = pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda each: each.code)


@cache
def told(path: Path) -> tuple[AppointmentId, tuple[Entry, ...]]:
    diary = read_diary(path.read_text(encoding="utf-8"))
    return diary.appointment, carry_out(diary)


def until(path: Path, number: int) -> tuple[AppointmentId, tuple[Entry, ...]]:
    """A record as it stood after an entry."""
    appointment, entries = told(path)
    return appointment, entries[:number]


class Seen(NamedTuple):
    """An event as a reader's program has it. `last` is its last day, and not the day after."""

    uid: str
    sequence: int
    status: str
    first: date
    last: date
    stamp: datetime
    summary: str
    description: str
    categories: tuple[str, ...]
    alarms: tuple[timedelta, ...]


def seen(calendar: bytes) -> tuple[Seen, ...]:
    """The events in a calendar that keeps to RFC 5545."""
    parsed = vobject.readOne(calendar.decode(), validate=True)
    assert parsed.validate(raiseException=True)
    return tuple(_seen(event) for event in parsed.contents.get("vevent", ()))


def _seen(event: Any) -> Seen:
    first, after = event.dtstart.value, event.dtend.value
    assert type(first) is type(after) is date
    assert first < after
    assert event.status.value in {"TENTATIVE", "CONFIRMED", "CANCELLED"}
    assert event.dtstamp.value == event.last_modified.value
    assert event.dtstamp.value.utcoffset() == timedelta()
    for alarm in event.contents.get("valarm", ()):
        assert alarm.action.value == "DISPLAY"
        assert alarm.description.value == event.summary.value
    return Seen(
        event.uid.value,
        int(event.sequence.value),
        event.status.value,
        first,
        after - A_DAY,
        event.dtstamp.value,
        event.summary.value,
        event.description.value,
        tuple(event.categories.value),
        tuple(alarm.trigger.value for alarm in event.contents.get("valarm", ())),
    )


def the_event(
    record: tuple[AppointmentId, tuple[Entry, ...]], stage: str, language: Language = ENGLISH
) -> Seen:
    [event] = seen(event_of(*record, stage, language))
    return event


def unfolded(calendar: bytes) -> str:
    return calendar.decode().replace("\r\n ", "")


# -- What a parser reads -----------------------------------------------------------------------


@every_diary
@both_languages
def test_every_diary_at_its_end_is_a_calendar_that_another_parser_reads(
    path: Path, language: Language
) -> None:
    """RFC 5545: an event has its own uid, whole days, a status; lines end and fold as they must."""
    appointment, entries = told(path)
    written = feed({appointment: entries}, language, named=appointment)
    events = seen(written)
    assert len({event.uid for event in events}) == len(events) > 5
    assert all(event.uid.startswith(f"{appointment}/") for event in events)
    lines = written.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= LONGEST_LINE and b"\n" not in line for line in lines)
    assert all(line.decode() for line in lines)  # no sign is cut in two


def test_commas_semicolons_and_signs_of_every_language_are_read_as_they_were_meant() -> None:
    """RFC 5545 3.3.11."""
    ballot = the_event(until(ORDINARY, 3), "call", FRENCH)
    assert ballot.summary == "✓ Calendrier fixé, appel à candidatures, secretary-general/2029"
    session = the_event(until(ORDINARY, 3), "examination")
    assert "estimated, not announced" in session.description
    publication = the_event(until(ORDINARY, 3), "publication", FRENCH)
    assert "aucun texte ne fixe de jour ; le calendrier de l’organe le fait" in (
        publication.description
    )
    assert "; " in the_event(until(JUDGE, 3), "submission").description


def test_days_have_no_time_and_no_zone() -> None:
    """A day in Strasbourg is that day in every calendar, wherever its reader travels."""
    appointment, entries = told(ORDINARY)
    written = unfolded(feed({appointment: entries}))
    assert "TZID" not in written
    assert "VTIMEZONE" not in written
    days = [line for line in written.split("\r\n") if line.startswith(("DTSTART", "DTEND"))]
    assert days
    assert all(line.partition(":")[0].endswith(";VALUE=DATE") for line in days)


def test_a_calendar_has_a_name_and_asks_to_be_read_again() -> None:
    appointment, entries = until(ORDINARY, 3)
    for written, name in (
        (feed({appointment: entries}, named=appointment), appointment),
        (feed({appointment: entries}, body=Body.BUREAU), "Bureau"),
        (feed({appointment: entries}), "every appointment"),
        (feed({appointment: entries}, FRENCH), "toutes les procédures"),
    ):
        assert f"\r\nX-WR-CALNAME:Calends: {name}\r\n" in written.decode()
        assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in written


def test_nothing_in_the_ledger_is_a_calendar_without_events() -> None:
    assert seen(feed({})) == ()


# -- The same ledger, the same bytes ------------------------------------------------------------


@every_diary
def test_the_same_ledger_gives_the_same_bytes_however_it_was_followed(path: Path) -> None:
    """At once, or entry by entry as it grew, or by whoever had followed another record before."""
    appointment, entries = told(path)
    almanac = Almanac()
    for number in range(1, len(entries) + 1):
        almanac.of(appointment, entries[:number])
    at_once = feed({appointment: entries})
    assert feed({appointment: entries}, almanac=almanac) == at_once
    earlier = entries[: len(entries) // 2]
    assert feed({appointment: earlier}, almanac=almanac) == feed({appointment: earlier})


def test_the_same_ledger_gives_the_same_bytes_in_every_process() -> None:
    """No order of a set, no clock and no chance is in them."""
    program = (
        "import sys; from pathlib import Path; from domain.diaries import *; "
        "from notices.calendars import feed; "
        "d = read_diary(Path(sys.argv[1]).read_text(encoding='utf-8')); "
        "sys.stdout.buffer.write(feed({d.appointment: carry_out(d)}))"
    )
    appointment, entries = told(JUDGE)
    for seed in ("1", "2"):
        ran = subprocess.run(
            [sys.executable, "-c", program, JUDGE],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Auckland"},
            capture_output=True,
            check=True,
        )
        assert ran.stdout == feed({appointment: entries})


# -- A moved day is one event ---------------------------------------------------------------------


def test_a_moved_date_is_the_same_event_with_a_higher_sequence() -> None:
    """The closing, moved on 8 January by a week."""
    path = SECRETARY_GENERAL / "moved-deadline-2029.diary"
    _, entries = told(path)
    moved = next(each.number for each in entries if isinstance(each.outcome, DateMoved))
    before, after = (
        the_event(until(path, moved - 1), "closing"),
        the_event(until(path, moved), "closing"),
    )
    assert (before.first, before.last) == (date(2029, 1, 10), date(2029, 1, 10))
    assert (after.first, after.last) == (date(2029, 1, 17), date(2029, 1, 17))
    assert after.uid == before.uid
    assert (before.sequence, after.sequence) == (0, 1)
    assert after.stamp == entries[moved - 1].recorded_at
    assert after.status == "CONFIRMED"
    everything = seen(feed(dict([until(path, moved)])))
    assert [event.uid for event in everything].count(before.uid) == 1


def test_a_part_session_that_is_cancelled_moves_the_election_of_the_same_event() -> None:
    """Reading 11: to the autumn, and there to the day that is fixed for it."""
    path = SECRETARY_GENERAL / "june-cancelled-2029.diary"
    _, entries = told(path)
    [cancelled] = [e.number for e in entries if isinstance(e.outcome, PartSessionRevised)]
    [planned] = [
        e.number for e in entries if isinstance(e.outcome, DatePlanned) and e.outcome.of == "ballot"
    ]
    at = [the_event(until(path, n), "ballot") for n in (cancelled - 1, cancelled, planned)]
    assert len({event.uid for event in at}) == 1
    assert [event.sequence - at[0].sequence for event in at] == [0, 1, 2]
    assert [event.first.month for event in at] == [6, 10, 10]
    assert [event.status for event in at] == ["CONFIRMED", "TENTATIVE", "CONFIRMED"]
    assert (at[2].first, at[2].last) == (date(2029, 10, 9), date(2029, 10, 9))


def test_a_day_that_was_done_and_is_corrected_moves_and_struck_out_it_is_due_again() -> None:
    """No outside witness: an invariant of the house."""
    case = Case(AppointmentId("secretary-general/2029"), until(ORDINARY, 3)[1])
    done = the_event((case.id, case.entries), "call")
    case.does(Corrected((Amendment(3, day(date(2028, 10, 10))),)), "2028-10-12", reason="misread")
    corrected = the_event((case.id, case.entries), "call")
    assert (corrected.first, corrected.sequence) == (date(2028, 10, 10), done.sequence + 1)
    case.does(Corrected((Amendment(3),)), "2028-10-13", reason="never sent")
    again = the_event((case.id, case.entries), "call")
    assert (again.first, again.status) == (date(2028, 10, 31), "CONFIRMED")
    assert (again.uid, again.sequence) == (done.uid, done.sequence + 2)


def test_what_is_no_longer_expected_is_cancelled_and_may_come_back() -> None:
    """One name on the draft list is discussed in April; with two nobody expects it."""
    text = (SECRETARY_GENERAL / "single-name-2029.diary").read_text(encoding="utf-8")
    held = (
        "30 March 2029        the Committee of Ministers transmits the list: Anna Berg -> refused"
    )
    drawn_up = "the Committee of Ministers draws up the list: Anna Berg"
    twice = f"29 March 2029  {drawn_up}; Eva Fischer\n29 March 2029  {drawn_up}\n"
    assert held in text
    diary = read_diary(text.replace(held, twice + held))
    appointment, entries = diary.appointment, carry_out(diary)
    almanac, at = Almanac(), []
    for number in range(1, len(entries) + 1):
        at += [
            (each.shown.certainty, each.moves)
            for each in almanac.of(appointment, entries[:number])
            if each.stage == "single-name"
        ]
    certainties = [certainty for certainty, _ in at]
    assert Certainty.MOOT in certainties
    assert certainties[-1] is Certainty.DONE
    gone = certainties.index(Certainty.MOOT)
    back = next(n for n in range(gone, len(at)) if certainties[n] is not Certainty.MOOT)
    assert at[gone][1] == at[gone - 1][1] + 1
    assert at[back][1] > at[back - 1][1]


def test_what_is_moot_at_the_end_stays_in_the_calendar_as_cancelled() -> None:
    """Otherwise whoever has imported it would keep it for ever."""
    record = until(DIARIES / "judge" / "list-taken-back-2027.diary", -1)
    event = the_event(record, "selection")
    assert event.status == "CANCELLED"
    assert event.summary.startswith("No longer expected: Public call and national selection")
    assert event.alarms == ()
    assert the_event(record, "selection", FRENCH).summary.startswith("N’est plus attendu : ")


def grows_as_it_must(before: dict[str, Occasion], after: dict[str, Occasion]) -> Iterator[str]:
    """What is wrong in a calendar after an entry was added, if anything is."""
    for stage, was in before.items():
        now = after.get(stage)
        if now is None or now.uid != was.uid:
            yield f"{stage} has lost its event"
            continue
        moot = [each.shown.certainty is Certainty.MOOT for each in (was, now)]
        moved = now.shown.on != was.shown.on or moot[0] != moot[1]
        if now.moves != was.moves + moved:
            yield f"{stage} has moved {moved}, and its sequence from {was.moves} to {now.moves}"
        if now.touched < was.touched or (now.shown == was.shown and now.touched > was.touched):
            yield f"{stage} was touched, it says, on {now.touched} after {was.touched}"


@every_diary
def test_the_sequence_rises_with_each_move_and_never_falls(path: Path) -> None:
    """Through corrections, moved part-sessions and branches that are left, entry by entry."""
    appointment, entries = told(path)
    almanac, before = Almanac(), dict[str, Occasion]()
    for number in range(1, len(entries) + 1):
        after = {each.stage: each for each in almanac.of(appointment, entries[:number])}
        assert list(grows_as_it_must(before, after)) == []
        before = after
    assert len({each.uid for each in before.values()}) == len(before)


@pytest.mark.parametrize("office", ["secretary-general", "judge", "cpt-member"])
@settings(QUICK, max_examples=10, derandomize=True)
@given(st.data())
def test_the_sequence_never_falls_on_any_walk(office: str, data: st.DataObject) -> None:
    """From any state, whatever is recorded next: the same invariant, and the same bytes."""
    case = begun(data, office)
    almanac, entries = Almanac(), case.entries
    before = {each.stage: each for each in almanac.of(case.id, entries)}
    for _ in range(8):
        act = next_act(data.draw, fold(case.id, entries))
        decision = decided(case, entries, act)
        if decision is None:
            continue
        entries = (*entries, decision.entry)
        after = {each.stage: each for each in almanac.of(case.id, entries)}
        assert list(grows_as_it_must(before, after)) == []
        before = after
    assert feed({case.id: entries}, almanac=almanac) == feed({case.id: entries})


# -- What an event says ---------------------------------------------------------------------------


def test_the_window_the_clause_and_the_working_stand_in_the_text() -> None:
    event = the_event(until(ORDINARY, 2), "call")
    assert (event.first, event.last) == (date(2028, 10, 31), date(2028, 10, 31))
    assert event.summary == "Timetable fixed, candidatures called for, secretary-general/2029"
    assert event.description.split("\n") == [
        "Who: the Committee of Ministers",
        "Window: in October 2028",
        "Clauses: JIS App.1, REG 8.b",
        "How the last day is computed:",
        "- the last day of the month, never rolled: 31 October 2028 [JIS App.1]",
        "Notes:",
        "- not later than: 16 March 2029 (REG 8.b)",
        "- readings: 2, 9",
        "More: calends show secretary-general/2029",
    ]
    assert event.categories == ("Committee of Ministers",)


def test_the_same_event_is_said_in_french() -> None:
    event = the_event(until(ORDINARY, 2), "call", FRENCH)
    assert event.uid == the_event(until(ORDINARY, 2), "call").uid
    assert event.description.split("\n")[:3] == [
        "Qui : le Comité des Ministres",
        "Fenêtre : en octobre 2028",
        "Clauses : JIS App.1, REG 8.b",
    ]
    assert event.categories == ("Comité des Ministres",)


def test_a_forecast_is_tentative_and_a_day_that_is_fixed_open_or_done_is_confirmed() -> None:
    at = until(ORDINARY, 2)
    assert the_event(at, "date").status == "CONFIRMED"  # done
    assert the_event(at, "ballot").status == "CONFIRMED"  # fixed by the Bureau
    assert the_event(at, "call").status == "CONFIRMED"  # open, and its last day is known
    assert the_event(at, "consultation").status == "TENTATIVE"  # a forecast
    assert the_event(at, "transmission").status == "TENTATIVE"


def test_an_estimate_is_shown_on_all_its_days_and_says_so() -> None:
    """No part-session of 2029 is announced: the last day of its window is one of several."""
    before_the_bureau = until(ORDINARY, 1)
    event = the_event(before_the_bureau, "ballot")
    assert event.last > event.first
    assert event.status == "TENTATIVE"
    assert event.summary == "Election by secret ballot (an estimate), secretary-general/2029"
    assert "part-session that is not announced" in event.description


def test_what_rests_on_a_step_ahead_is_shown_from_the_day_of_which_its_letter_speaks() -> None:
    """The announcement follows the ballot, on whichever day of the part-session that is held."""
    appointment, entries = until(JUDGE, 8)
    standing = fold(appointment, entries)
    [announced] = {
        each.due for each in planned(standing, ahead(standing)) if each.stage == "announcement"
    }
    event = the_event((appointment, entries), "announcement")
    assert event.first == announced
    assert event.last > the_event((appointment, entries), "ballot").last


def test_days_that_are_assumed_are_labelled() -> None:
    """R1366 2: the text of the twelve-month timetable is not known."""
    event = the_event(until(JUDGE, 1), "letter")
    assert ENGLISH.note["assumed"] in event.description
    assert FRENCH.note["assumed"] in the_event(until(JUDGE, 1), "letter", FRENCH).description


def test_a_step_that_is_done_stands_on_its_day_without_an_alarm() -> None:
    event = the_event(told(ORDINARY), "ballot")
    assert (event.first, event.status) == (date(2029, 6, 26), "CONFIRMED")
    assert event.summary.startswith("✓ Election by secret ballot")
    assert "Done: 26 June 2029" in event.description
    assert event.alarms == ()


def test_a_step_of_which_the_day_is_not_known_stands_on_the_last_it_may_have_had() -> None:
    """2014: the hearing is not on record."""
    event = the_event(told(SECRETARY_GENERAL / "2014.diary"), "hearing")
    assert event.first == event.last
    assert "Done: from " in event.description


def test_alarms_ring_on_the_mornings_of_the_letters() -> None:
    """Ten, three and one working days before the closing of 10 January, at half past eight.

    The first day of the year is none, nor are the holidays around Christmas.
    """
    alarms = the_event(until(ORDINARY, 3), "closing").alarms
    midnight = datetime(2029, 1, 10)  # noqa: DTZ001  whose clock it is the reader's program says
    assert [midnight + each - IN_THE_MORNING for each in alarms] == [
        datetime(2028, 12, 22),  # noqa: DTZ001
        datetime(2029, 1, 5),  # noqa: DTZ001
        datetime(2029, 1, 9),  # noqa: DTZ001
    ]


# -- For whom -----------------------------------------------------------------------------------


def test_the_calendar_of_a_body_holds_what_that_body_must_do() -> None:
    records = dict([told(ORDINARY), told(JUDGE)])
    every = {event.uid: event for event in seen(feed(records))}
    ours = seen(feed(records, body=Body.ASSEMBLY))
    assert {event.uid for event in ours} == {
        uid for uid, event in every.items() if "Assembly" in event.categories
    }
    assert {event.uid.rpartition("/")[0] for event in ours} == {*records}


def test_a_question_stands_in_the_calendars_of_all_who_may_settle_it() -> None:
    """Reading 7: the Committee of Ministers and the Joint Committee, of another call."""
    appointment, entries = told(SECRETARY_GENERAL / "renewed-call-no-name-2029.diary")
    for number in range(1, len(entries) + 1):
        standing = fold(appointment, entries[:number])
        for open_ in standing.open:
            if len(open_.stage.bodies) > 1:
                in_each = [
                    {event.uid for event in seen(feed({appointment: entries[:number]}, body=body))}
                    for body in open_.stage.bodies
                ]
                assert the_event((appointment, entries[:number]), open_.occurrence).uid in (
                    set.intersection(*in_each)
                )
                return
    pytest.fail("the diary has no question for two bodies")


def test_the_event_of_a_letter_is_the_event_of_every_feed() -> None:
    appointment, entries = until(ORDINARY, 5)
    of_the_feed = {event.uid: event for event in seen(feed({appointment: entries}))}
    for each in Almanac().of(appointment, entries):
        event = the_event((appointment, entries), each.stage)
        assert of_the_feed[event.uid] == event


def test_a_letter_cannot_bring_an_event_that_nobody_expects() -> None:
    with pytest.raises(KeyError):
        event_of(*until(ORDINARY, 5), "list/7")


@every_diary
def test_no_calendar_names_a_candidate_or_tells_what_is_done_in_camera(path: Path) -> None:
    """After every entry, in both languages."""
    appointment, entries = told(path)
    names = {str(name) for name in fold(appointment, entries).roll.candidates}
    almanac = Almanac()
    for number in range(1, len(entries) + 1):
        followed = almanac.of(appointment, entries[:number])
        if number % 5 and number < len(entries):
            continue
        for language in LANGUAGES.values():
            written = unfolded(feed({appointment: entries[:number]}, language, almanac=almanac))
            assert [name for name in names if name in written] == []
            closed = {each.uid for each in followed if each.in_camera}
            for event in seen(written.encode()):
                if event.uid in closed:
                    assert_tells_only_that_a_body_meets(event, language)


def assert_tells_only_that_a_body_meets(event: Seen, language: Language) -> None:
    meeting = {"en": "Meeting in camera: ", "fr": "Réunion à huis clos : "}[language.code]
    assert meeting in event.summary
    assert len(event.description.split("\n")) == 2
    for stage in in_camera():
        assert language.title(stage).lower() not in event.summary.lower()
        assert stage not in event.uid.split("/")


def test_a_meeting_in_camera_is_marked_as_such() -> None:
    appointment, entries = until(JUDGE, 6)
    written = unfolded(event_of(appointment, entries, "briefing"))
    assert "\r\nCLASS:CONFIDENTIAL\r\n" in written
    assert "\r\nSUMMARY:Meeting in camera: the Committee on the Election of Judges\\, " in written
    assert "briefing" not in written


# -- What does not touch it -----------------------------------------------------------------------


def test_letters_that_were_sent_and_acts_that_were_refused_change_no_byte() -> None:
    """They move nothing: no event is touched by them."""
    case = Case(AppointmentId("secretary-general/2029"), until(ORDINARY, 3)[1])
    before = feed({case.id: case.entries})
    case.does(
        ReminderSent("reminder:closing:2029-01-10:10", "closing", date(2029, 1, 10), ("tab-1",)),
        "2028-12-22",
    )
    assert feed({case.id: case.entries}) == before
    nothing = case.act(DatePlanned("nothing", day(date(2029, 1, 1))), "2028-12-22")
    refused = decide(case.id, case.entries, nothing, LATER_THAN_ALL)
    assert refused.entry.refused
    assert feed({case.id: (*case.entries, refused.entry)}) == before


# -- Size -----------------------------------------------------------------------------------------


def test_two_hundred_appointments_are_written_in_seconds() -> None:
    """Each is followed once; asked again, nothing is followed anew."""
    courses: list[tuple[Opening, tuple[Entry, ...]]] = [
        (opening, opening.case().entries) for opening in OPENINGS
    ]
    records = dict(told(path) for path in EVERY_DIARY)
    records |= {opening.id: entries for opening, entries in courses}
    many = {
        AppointmentId(f"{appointment}#{copy}"): entries
        for copy in range(200 // len(records) + 1)
        for appointment, entries in records.items()
    }
    many = dict(list(many.items())[:200])
    almanac, began = Almanac(), time.perf_counter()
    written = feed(many, almanac=almanac)
    followed = time.perf_counter()
    assert feed(many, almanac=almanac) == written
    assert written.count(b"BEGIN:VEVENT") > 1500
    assert followed - began < 60  # some five seconds where nothing else runs
    assert time.perf_counter() - followed < 30
