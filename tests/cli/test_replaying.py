"""Looking back at the terminal: as of a day, as known on a day, between two, under other rules."""

from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import msgspec
import pytest

from domain.acts import AppointmentId
from domain.diaries import carry_out
from domain.outcomes import CallIssued
from ledger.book import Book
from ledger.record import append
from terminal import surroundings
from tests.cli.conftest import Calends
from tests.conftest import DIARIES, told

OF_2009, OF_2024, OF_2014 = (f"secretary-general/{year}" for year in (2009, 2024, 2014))


@pytest.fixture
def past(calends: Calends, home: Path) -> Calends:
    """2009, 2014 and 2024, each entry recorded on the day of its act, and not when imported."""
    home.mkdir()
    with Book.open(str(home / "ledger.sqlite")) as book:
        for year in (2009, 2014, 2024):
            diary = told(f"secretary_general/{year}")
            append(book, diary.appointment, 0, carry_out(diary))
    return calends


# -- One day ---------------------------------------------------------------------------------


def test_as_of_a_day_nothing_is_known_of_what_happened_later(past: Calends) -> None:
    """June 2009: the election was left off the agenda, and nothing had settled it yet."""
    then = past("replay", OF_2009, "--as-of", "2009-06-30", "--json").json

    assert (then["as_of"], then["status"]) == ("2009-06-30", "unsettled")
    assert (then["stage"], then["elected"]) == ("election-left-off", "")
    assert then["entries"][-1]["kind"] == "left-off-agenda/1"


def test_every_step_stands_with_its_window_its_body_its_clause_and_its_edition(
    past: Calends,
) -> None:
    course = past("replay", OF_2024, "--as-of", "2024-03-31", "--json").json["course"]

    call = next(stage for stage in course if stage["occurrence"] == "call")
    assert call["written"]["opens"] == {"earliest": "2023-10-01", "latest": "2023-10-01"}
    assert (call["state"], call["body"]) == ("done", "committee-of-ministers")
    assert (call["clauses"], call["edition"]) == (["JIS App.1", "REG 8.b"], "2018")
    assert {stage["state"] for stage in course} >= {"done", "open", "ahead"}
    out = " ".join(past("replay", OF_2024, "--as-of", "2024-03-31").out.split())
    assert (
        "window: in October 2023; Committee of Ministers; JIS App.1, REG 8.b; edition 2018" in out
    )
    seen = " ".join(past("replay", OF_2009, "--as-of", "2009-06-30").out.split())
    assert "window: 6 March 2009; member States; REG 1.a; edition 1962; in time" in seen
    assert "1 September 2009 Deputy Secretary General acting period, DSG A (acting) open" in seen
    assert "What was open, and what lay ahead" in out
    assert "from 24 June 2024 to 28 Assembly election by secret ballot, not open yet" in out


def test_of_today_it_says_what_show_says(past: Calends) -> None:
    """And the stages beside it."""
    shown = past("show", OF_2024, "--json").json
    replayed = past("replay", OF_2024, "--json").json

    assert {key: replayed[key] for key in shown} == shown


def test_the_clock_stands_at_the_end_of_that_day(calends: Calends, home: Path) -> None:
    """What is overdue today was not, on the last day on which it could be done."""
    home.mkdir()
    diary = told("secretary_general/2024")
    entries = carry_out(diary)
    until_the_call = next(e.number for e in entries if isinstance(e.outcome, CallIssued))
    with Book.open(str(home / "ledger.sqlite")) as book:
        append(book, diary.appointment, 0, entries[:until_the_call])

    def overdue(on: str) -> dict[str, bool]:
        due = calends("replay", OF_2024, "--as-of", on, "--json").json["next"]
        return {each["stage"]: each["overdue"] for each in due}

    assert overdue("2024-01-10")["closing"] is False
    assert overdue("2024-01-11")["closing"] is True


@pytest.mark.parametrize("flag", ["--as-of", "--known-on"])
def test_before_its_first_entry_it_had_not_been_opened(past: Calends, flag: str) -> None:
    answer = past("replay", OF_2024, flag, "2023-08-31")

    assert (answer.code, answer.out.splitlines()[-1]) == (0, f"{OF_2024} had not been opened.")
    told = past("replay", OF_2024, flag, "2023-08-31", "--json").json
    assert (told["status"], told["entries"], told["course"]) == ("unopened", [], [])


@pytest.mark.parametrize(
    "flags",
    [("--as-of",), ("--known-on",), ("--diff", "2024-01-01"), ("--known", "--diff", "2024-01-01")],
)
def test_a_day_that_lies_ahead_is_bad_input(past: Calends, flags: tuple[str, ...]) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()

    answer = past("replay", OF_2024, *flags, tomorrow)

    assert (answer.code, answer.out) == (2, "")
    assert f"{tomorrow} lies in the future" in answer.err
    assert "`calends show` tells what is ahead" in answer.err


@pytest.mark.parametrize("of", ["2024-02-30", "yesterday", "2024-01-01..2024-02-01", "0001-01-01"])
def test_a_day_that_does_not_exist_is_bad_input(past: Calends, of: str) -> None:
    assert past("replay", OF_2024, "--as-of", of).code == 2


def test_a_record_that_does_not_fit_is_said_as_show_says_it(past: Calends, home: Path) -> None:
    with Book.open(str(home / "ledger.sqlite")) as book:
        opened, *others = carry_out(told("secretary_general/2019"))
        wrong = [
            msgspec.structs.replace(each, number=number)
            for number, each in enumerate(others[1:], start=2)
        ]
        append(book, AppointmentId("secretary-general/2019"), 0, (opened, *wrong))

    answer = past("replay", "secretary-general/2019", "--json")

    assert answer.code == 1
    assert "does not fit" in answer.json["misfit"]
    assert "does not fit its procedure" in past("replay", "secretary-general/2019").out


# -- Two days --------------------------------------------------------------------------------


def test_what_changed_between_two_days_is_told_in_sentences(past: Calends) -> None:
    answer = past("replay", OF_2009, "--diff", "2009-06-01", "2009-09-30")

    out = " ".join(answer.out.split())
    assert answer.code == 0
    assert "what had happened, from 1 June 2009 to 30 September 2009, as known on" in out
    assert "22 June 2009, the Assembly leaves the election off its agenda (entry 16)." in out
    assert "Thorbjørn Jagland is elected; before, nobody was." in out
    assert "Start of the mandate (start) opened: from 30 September 2009 on" in out


def test_the_same_as_records_for_programs(past: Calends) -> None:
    told = past("replay", OF_2009, "--diff", "2009-06-01", "2009-09-30", "--json").json

    assert (told["axis"], told["days"]) == ("happened", ["2009-06-01", "2009-09-30"])
    assert [stage["entry"] for stage in told["changes"]["done"]] == [14, 15, 16, 17, 18, 19]
    assert told["changes"]["after"]["elected"] == "Thorbjørn Jagland"
    assert len(told["said"]) > len(told["changes"]["done"])


def test_in_what_was_known_the_other_axis_stands_still(past: Calends) -> None:
    known = past("replay", OF_2024, "--diff", "2024-06-24", "2024-06-26", "--known", "--json").json
    none = past(
        *("replay", OF_2024, "--diff", "2024-06-24", "2024-06-26", "--known"),
        *("--as-of", "2024-01-01", "--json"),
    ).json

    assert known["axis"] == "known"
    assert [stage["occurrence"] for stage in known["changes"]["done"]] == ["ballot", "ballot/2"]
    assert none["said"] == []


def test_from_before_its_opening_it_was_opened(past: Calends) -> None:
    out = past("replay", OF_2024, "--diff", "2020-01-01", "2023-09-30").out

    assert "The appointment was unopened, and is open, under edition 2018." in out
    same = past("replay", OF_2024, "--diff", "2020-01-01", "2020-01-02").out
    assert same.splitlines()[-1].strip() == "Nothing changed."


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (("--known",), "--known says in what --diff compares two days"),
        (("--diff", "2024-06-25", "2024-06-24"), "give the earlier day first"),
        (
            ("--diff", "2024-06-24", "2024-06-25", "--as-of", "2024-06-24"),
            "--diff gives the days itself: leave --as-of out",
        ),
        (
            ("--diff", "2024-06-24", "2024-06-25", "--known", "--known-on", "2024-06-24"),
            "leave --known-on out",
        ),
        (("--diff", "2024-06-24"), "requires 2 arguments"),
    ],
)
def test_days_that_cannot_be_compared_are_bad_input(
    past: Calends, flags: tuple[str, ...], says: str
) -> None:
    answer = past("replay", OF_2024, *flags)

    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err


# -- Under other rules -----------------------------------------------------------------------


def test_another_edition_says_where_the_record_has_no_place_in_it(past: Calends) -> None:
    """In 2009 no text had a month; by the calendar the Bureau would have confirmed the date."""
    answer = past("replay", OF_2009, "--under", "2018", "--as-of", "2009-12-31")

    out = " ".join(answer.out.split())
    assert answer.code == 0
    assert "under edition 2018" in out
    assert "From entry 2 on the record does not fit it: it has no place there for this step" in out
    assert "Committee of Ministers timetable fixed, candidatures not open yet" in out
    told = past("replay", OF_2009, "--under", "2018", "--json").json
    assert (told["edition"], told["no_place"]["entry"]) == ("2018", 2)
    assert [entry["number"] for entry in told["entries"]] == [1]


@pytest.mark.parametrize(
    ("name", "edition", "says"),
    [
        (
            "judge/committee-warned-2027",
            "2015",
            "Entry 7 (rejection) would have been refused under R1366 3 (2005): 'v' is no point",
        ),
        ("secretary_general/2019", "2018", "Outside what it writes: entries 17."),
    ],
)
def test_what_an_edition_would_have_refused_and_what_lies_outside_it_is_said(
    calends: Calends, monkeypatch: pytest.MonkeyPatch, name: str, edition: str, says: str
) -> None:
    """Somebody looks back in 2040."""
    monkeypatch.setattr(surroundings, "now", lambda: datetime(2040, 1, 2, 12, tzinfo=UTC))
    calends("import", str(DIARIES / f"{name}.diary"))

    answer = calends("replay", told(name).appointment, "--under", edition)

    assert answer.code == 0
    assert says in " ".join(answer.out.split())
    assert "Nothing would have been refused" not in answer.out


def test_its_own_edition_finds_nothing_to_say(past: Calends) -> None:
    own = past("replay", OF_2024, "--under", "2018", "--json").json
    plain = past("replay", OF_2024, "--json").json

    assert (own["would_refuse"], own["no_place"], own["under"]) == ([], None, "2018")
    assert own["course"] == plain["course"]
    assert (
        "Nothing would have been refused, or late, or early."
        in past("replay", OF_2024, "--under", "2018").out
    )


@pytest.mark.parametrize("diff", [(), ("--diff", "2009-01-01", "2009-02-01")])
def test_an_unknown_edition_is_bad_input(past: Calends, diff: tuple[str, ...]) -> None:
    answer = past("replay", OF_2009, "--under", "1999", *diff)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "No edition 1999 of the rules of secretary-general is known; known: 1962, 2010, 2018.\n"
    )


@pytest.mark.parametrize(
    ("days", "edition", "json"),
    tuple(
        product(
            [
                ("--as-of", "2014-06-01", "--known-on", "2014-07-01"),
                ("--diff", "2014-01-01", "2014-07-01", "--known-on", "2014-08-01"),
                ("--diff", "2014-01-01", "2014-07-01", "--known", "--as-of", "2014-06-01"),
            ],
            ["", "1962", "2010", "2018"],
            [False, True],
        )
    ),
)
def test_all_of_it_together_is_answered(
    past: Calends, days: tuple[str, ...], edition: str, *, json: bool
) -> None:
    under = ("--under", edition) if edition else ()

    answer = past("replay", OF_2014, *days, *under, *(["--json"] if json else []))

    assert (answer.code, answer.err) == (0, "")
    assert (
        f"edition {edition}" in answer.out or f'"under": "{edition}"' in answer.out or not edition
    )
