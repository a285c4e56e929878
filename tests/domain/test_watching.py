"""The term watch: who is warned that a term ends, on which day, once; and what opens by itself."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.acts import AppointmentId
from domain.candidates import Name
from domain.expiries import NO_TEXT, Upcoming, next_to_open
from domain.languages import ENGLISH, FRENCH
from domain.merging import merge
from domain.outcomes import Opened
from domain.procedures import PROCEDURES
from domain.reckoning import Span, day
from domain.streams import StreamMisfit
from domain.term_telling import term_telling
from domain.terms import Ending, RegisterOfTerms, Term, Told
from domain.watched import (
    TermNotWatched,
    TermWatched,
    WatchEntry,
    as_watched,
    read_watch_entry,
    still_to_be_written,
)
from domain.watching import (
    BY_THE_WATCH,
    MONTHS_AHEAD,
    beginning,
    command_to_open,
    due,
    opening_act,
    to_be_opened,
    warnings,
)
from tests.domain.acts_in_short import d

NOW = datetime(2027, 5, 4, 4, tzinfo=UTC)


def term(seat: str, last_day: str, ended: str = "", cause: Ending | None = None) -> Term:
    """Somebody's term of some years until a day."""
    office, _, party = seat.partition("/")
    last = d(last_day)
    return Term(
        office,
        Name("Ann Arbor"),
        day(last.replace(year=last.year - 4, day=min(last.day, 28))),
        day(last),
        party=party,
        ended=day(d(ended)) if ended else None,
        cause=cause,
    )


def upcoming(*terms: Term, told: Sequence[Told] = (), on: str = "2026-01-01") -> Sequence[Upcoming]:
    return next_to_open(merge(told, terms), d(on))


def days(of: Upcoming) -> list[str]:
    return [str(each.on) for each in warnings(of)]


# -- On which days ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seat", "last_day", "expected", "by", "body"),
    [
        # The Saturdays and Sundays among them are brought forward.
        (
            "secretary-general",
            "2029-09-17",
            ["2028-03-17", "2028-06-16", "2028-09-15", "2029-02-16"],
            "2029-03-16 REG 8.b",
            "committee-of-ministers",
        ),
        (
            "deputy-secretary-general",
            "2027-08-31",
            ["2026-02-27", "2026-05-29", "2026-08-31", "2027-01-29"],
            "2027-02-26 REG 8.b",
            "committee-of-ministers",
        ),
        (
            "secretary-general-of-the-assembly",
            "2031-01-31",
            ["2029-07-31", "2029-10-31", "2030-01-31", "2030-06-28"],
            "2030-07-31 REG 8.b",
            "committee-of-ministers",
        ),
        (
            "judge/andorra",
            "2027-04-30",
            ["2025-10-30", "2026-01-30", "2026-04-30", "2026-09-30"],
            "2026-04-30 R1366 2",
            "secretary-general-of-the-assembly",
        ),
        (
            "commissioner",
            "2030-03-31",
            ["2028-09-29", "2028-12-29", "2029-03-29", "2029-08-31"],
            NO_TEXT,
            "committee-of-ministers",
        ),
        (
            "cpt-member/andorra",
            "2027-12-19",
            ["2026-06-19", "2026-09-18", "2026-12-18", "2027-05-19"],
            NO_TEXT,
            "bureau",
        ),
    ],
)
def test_every_office_is_warned_of_and_told_by_when(
    seat: str, last_day: str, expected: list[str], by: str, body: str
) -> None:
    """18, 15, 12 and 7 months; REG 8.b and R1366 2 set a day, no other text does."""
    [of] = upcoming(term(seat, last_day))
    assert days(of) == expected
    assert (f"{of.by.earliest} {of.clause}" if of.by else of.note) == by
    assert beginning(of.term.office).body.value == body


def test_every_office_has_a_body_that_begins() -> None:
    stages = {office: beginning(office).stage for office in PROCEDURES}
    assert set(stages.values()) == {"call", "letter", "invitation"}


def test_months_end_where_a_month_has_no_such_date() -> None:
    """31 August less 18 months is 28 February 2026, a Saturday: the Friday before."""
    [of] = upcoming(term("deputy-secretary-general", "2027-08-31"))
    assert days(of)[0] == "2026-02-27"
    # 31 December 2028 less 18 months is 30 June 2027, less 7 months 31 May 2028.
    [of] = upcoming(term("deputy-secretary-general", "2028-12-31"))
    assert days(of) == ["2027-06-30", "2027-09-30", "2027-12-31", "2028-05-31"]


def test_an_uncertain_end_counts_from_its_earliest_day() -> None:
    about = msgspec.structs.replace(
        term("judge/malta", "2028-05-31"), last_day=Span(d("2028-05-01"), d("2028-05-31"))
    )
    [of] = upcoming(about)
    assert warnings(of)[0].key == "watch:judge/malta:2028-05-01:18"
    assert command_to_open(of).endswith("--term-ends DATE")


def test_beyond_the_table_of_days_off_weekends_alone_are_stepped_over() -> None:
    [of] = upcoming(term("judge/malta", "2060-05-31"))
    assert (of.by, days(of)[0]) == (None, "2058-11-29")


# -- What is said on a day -------------------------------------------------------------------


def said_on(on: str, of: Iterable[Upcoming], said: set[str]) -> list[tuple[str, tuple[str, ...]]]:
    """What is due on a day; it is said."""
    found = due(of, said, d(on))
    said.update(key for each in found for key in each.keys)
    return [(each.key.rpartition(":")[2], each.also) for each in found]


def test_missed_warnings_fold_into_the_latest_and_nothing_doubles() -> None:
    of, said = upcoming(term("judge/andorra", "2027-04-30")), set[str]()
    assert said_on("2025-10-29", of, said) == []
    assert said_on("2025-10-30", of, said) == [("18", ())]
    assert said_on("2025-10-30", of, said) == []
    missed = "watch:judge/andorra:2027-04-30:15"
    assert said_on("2026-06-01", of, said) == [("12", (missed,))]
    assert said_on("2026-06-02", of, said) == []
    assert said_on("2027-06-01", of, said) == [("7", ())]


def test_a_term_whose_end_moved_is_said_anew() -> None:
    said = set[str]()
    assert said_on("2025-10-30", upcoming(term("judge/andorra", "2027-04-30")), said)
    moved = upcoming(term("judge/andorra", "2027-05-31"))
    assert said_on("2025-11-20", moved, said) == []
    assert said_on("2025-11-28", moved, said) == [("18", ())]


def test_a_vacancy_is_said_at_once_unless_it_is_being_filled() -> None:
    gone = term("judge/malta", "2028-05-31", "2026-01-15", Ending.RESIGNATION)
    [of] = upcoming(gone)
    assert [each.of.note for each in due([of], (), d("2026-01-20"))] == [
        "at once: the office is vacant"
    ]
    assert command_to_open(of) == (
        "calends open judge/malta 2026 --vacancy 2026-01-15 --cause resignation"
    )
    filled = Told("judge/malta", AppointmentId("judge/malta/2026"), under_way=True)
    assert due(upcoming(gone, told=[filled]), (), d("2026-01-20")) == ()


def test_a_term_with_an_open_appointment_is_warned_of_and_says_so() -> None:
    open_ = Told("judge/andorra", AppointmentId("judge/andorra/2027"), under_way=True)
    [warning] = due(
        upcoming(term("judge/andorra", "2027-04-30"), told=[open_]), (), d("2026-05-01")
    )
    said = [term_telling(warning, language, d("2026-05-01")) for language in (ENGLISH, FRENCH)]
    assert [each.opened for each in said] == ["judge/andorra/2027"] * 2
    assert [(each.late, each.assumed, each.days) for each in said] == [(True, True, 364)] * 2
    assert [each.seat for each in said] == [
        "Judge of the European Court of Human Rights (Andorra)",
        "Juge à la Cour européenne des droits de l’homme (Andorre)",
    ]


seats = st.sampled_from(["secretary-general", "commissioner", "judge/andorra", "judge/malta"])
some_days = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@given(
    st.dictionaries(seats, some_days, min_size=1),
    st.lists(some_days, min_size=1, max_size=30),
    st.dictionaries(seats, some_days),
)
def test_over_any_scans_every_key_is_said_once_and_none_is_lost(
    ends: dict[str, date], scans: list[date], moved: dict[str, date]
) -> None:
    """Whatever the days and their order; with ends that move half-way through."""
    said: list[str] = []
    half = len(scans) // 2
    for on in (scans[:half], ends), (scans[half:], ends | moved):
        of = upcoming(*(term(seat, str(last)) for seat, last in on[1].items()))
        for each in on[0]:
            found = due(of, said, each)
            assert len({warning.of.term.seat for warning in found}) == len(found)
            said += [key for warning in found for key in warning.keys]
        last = max(on[0], default=date.min)
        expected = {w.key for each in of for w in warnings(each) if w.on <= last}
        assert expected <= set(said)
    assert len(said) == len(set(said))


# -- What stands in the record ---------------------------------------------------------------

KEY = f"watch:judge/andorra:2027-04-30:{MONTHS_AHEAD[0]}"


def written(*steps: TermWatched | TermNotWatched) -> tuple[WatchEntry, ...]:
    return tuple(WatchEntry(number, step, NOW) for number, step in enumerate(steps, start=1))


def test_what_reached_some_is_said_when_it_has_reached_the_rest() -> None:
    entries = written(
        TermNotWatched(KEY, "no server"),
        TermWatched(KEY, ("s-1",), ("older",)),
        TermNotWatched(KEY, "greylisted"),
        TermWatched(KEY, ("s-2",)),
    )
    after = [as_watched(entries[:number]) for number in range(5)]
    assert [KEY in each.said for each in after] == [False, False, True, False, True]
    assert [bool(each.failing) for each in after] == [False, True, False, True, False]
    assert after[-1].told[KEY] == ("s-1", "s-2")
    assert after[-1].said == {KEY, "older"}


def test_nothing_is_written_that_stands_there_already() -> None:
    sent, failed = TermWatched(KEY, ("s-1",)), TermNotWatched(KEY, "no server")
    watched = as_watched(written(sent))
    assert not still_to_be_written(watched, sent)
    assert still_to_be_written(watched, TermWatched(KEY, ("s-1", "s-2")))
    assert not still_to_be_written(as_watched(written(failed)), failed)
    assert still_to_be_written(as_watched(written(failed)), sent)


def test_an_entry_is_read_as_it_was_written_and_none_out_of_its_place() -> None:
    """The stored form is a promise."""
    [entry] = written(TermWatched(KEY, ("s-1",), perhaps_twice=True))
    raw = msgspec.json.encode(entry)
    assert read_watch_entry(raw) == entry
    assert raw == (
        b'{"number":1,"step":{"kind":"term-watched/1","key":"watch:judge/andorra:2027-04-30:18",'
        b'"to":["s-1"],"perhaps_twice":true},"recorded_at":"2027-05-04T04:00:00Z"}'
    )
    assert written(TermNotWatched(KEY, "x"))[0].kind == "term-not-watched/1"
    with pytest.raises(StreamMisfit, match="does not stand after entry 1"):
        as_watched((entry, entry))


# -- Opening by itself -----------------------------------------------------------------------


def opens(register: RegisterOfTerms, on: str, months: int = 15) -> list[str]:
    leads = {"judge": months}
    return [each.appointment for each in to_be_opened(register, leads, d(on))]


def test_an_appointment_is_opened_from_its_lead_on_until_the_term_ends() -> None:
    register = merge([], [term("judge/andorra", "2027-04-30"), term("commissioner", "2027-04-30")])
    assert opens(register, "2026-01-29") == []
    assert opens(register, "2026-01-30") == ["judge/andorra/2027"]
    assert opens(register, "2027-04-30") == ["judge/andorra/2027"]
    assert opens(register, "2027-05-01") == []
    assert to_be_opened(register, {}, d("2027-04-01")) == ()


def test_what_has_to_be_judged_is_opened_by_a_person() -> None:
    vacant = term("judge/malta", "2028-05-31", "2026-01-15", Ending.RESIGNATION)
    about = msgspec.structs.replace(
        term("judge/monaco", "2027-05-31"), last_day=Span(d("2027-05-01"), d("2027-05-31"))
    )
    open_ = Told("judge/norway", AppointmentId("judge/norway/2027"), under_way=True)
    register = merge([open_], [vacant, about, term("judge/norway", "2027-04-30")])
    assert opens(register, "2027-01-04") == []


def test_the_act_is_the_one_that_a_person_would_send() -> None:
    register = merge([], [term("judge/andorra", "2027-04-30")])
    [of] = to_be_opened(register, {"judge": 15}, d("2026-02-02"))
    act = opening_act(register, of, d("2026-02-02"))
    assert (act.id, act.staff, act.happened) == ("open", BY_THE_WATCH, day(d("2026-02-02")))
    assert isinstance(act.outcome, Opened)
    assert (act.outcome.term_ends, [h.name for h in act.outcome.holders]) == (
        d("2027-04-30"),
        ["Ann Arbor"],
    )
    assert opening_act(register, of, d("2026-02-02")).digest == act.digest
