"""Acts from a terminal, carried out by a real clerk on a real engine.

All appointments lie in the past, whatever the wall clock says: a step of the future is refused.
"""

import signal
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

import cli
from domain.languages import ENGLISH
from domain.sittings import part_sessions
from terminal import surroundings
from tests.cli.conftest import PATIENCE, Answer, Calends, started
from tests.conftest import DIARIES
from tests.ledger import raw

LATE = ("--reason", "recorded late")


def opened(desk: Calends, year: int) -> str:
    """An appointment under the calendar of today, opened in the September before its year."""
    words = ("secretary-general", str(year), "--edition", "2018", "--on", f"{year - 1}-09-01")
    answer = desk("open", *words)
    assert answer == (0, f"secretary-general/{year}\n", answer.err)
    return f"secretary-general/{year}"


def opened_early(desk: Calends, year: int) -> str:
    """One of a year to come, for what does not need its steps."""
    ok(desk("open", "secretary-general", str(year), "--on", "2023-09-01"))
    return f"secretary-general/{year}"


def called(desk: Calends, year: int) -> str:
    """Its call is issued, until 10 January."""
    id_ = opened(desk, year)
    on = f"{year - 1}-10-05"
    ok(desk("record", id_, "date", "--on", f"{year - 1}-09-05", f"election={in_june(year)}"))
    ok(desk("record", id_, "call", "--on", on, f"closing={year}-01-10"))
    return id_


def in_june(year: int) -> str:
    """A day of the June part-session, as announced or estimated."""
    june = part_sessions(year, year)[2]
    assert june.opens is not None
    return june.opens.latest.isoformat()


def listed(desk: Calends, year: int, names: str) -> str:
    """The Committee of Ministers has drawn up its list, among A, B and C."""
    id_ = called(desk, year)
    for name in ("A", "B", "C"):
        fields = (f"name={name}", "nationality=Malta", "proposed_by=Malta; Cyprus")
        ok(desk("record", id_, "candidature", "--on", f"{year}-01-05", *fields))
    ok(desk("record", id_, "closing", "--on", f"{year}-01-10"))
    ok(desk("record", id_, "consultation", "--on", f"{year}-01-20"))
    ok(desk("record", id_, "interviews", "--on", f"{year}-03-05"))
    ok(desk("record", id_, "list", "--on", f"{year}-03-06", f"names={names}"))
    return id_


def ok(answer: Answer) -> Answer:
    assert answer.code == 0, answer.err
    return answer


def numbers(desk: Calends, id_: str) -> int:
    return len(desk("show", id_, "--json").json["entries"])


# -- Opening ---------------------------------------------------------------------------------


def test_opening_prints_the_id_and_a_second_time_gives_the_same_receipt(
    desk: Calends, year: int
) -> None:
    id_ = opened(desk, year)

    for words in ((), ("--on", f"{year - 1}-09-01"), ("--edition", "2018")):
        assert desk("open", "secretary-general", str(year), *words) == (0, f"{id_}\n", "")
    assert numbers(desk, id_) == 1
    other = desk("open", "secretary-general", str(year), "--edition", "2010")
    assert other.code == 3
    assert "is open already, and not as asked for now" in other.err
    assert numbers(desk, id_) == 1


def test_the_term_ends_where_the_appointment_before_it_says_so(desk: Calends) -> None:
    """Reading 6: five years from the real start, and not from the calendar's."""
    ok(desk("import", str(DIARIES / "secretary_general" / "2009.diary")))

    answer = desk("open", "secretary-general", "2014", "--on", "2013-09-01")

    assert answer.out == "secretary-general/2014\n"
    assert "The term ends on 2014-09-30, as the register of terms has it." in answer.err
    assert "term ends 30 September 2014" in desk("diary", "secretary-general/2014").out
    again = desk("open", "secretary-general", "2014")
    assert (again.code, again.out) == (0, "secretary-general/2014\n")


def test_a_vacancy_opens_the_course_of_the_regulations(desk: Calends, year: int) -> None:
    """Reading 10."""
    id_ = f"secretary-general/{year}"
    words = ("--vacancy", f"{year}-02-10", "--cause", "death", "--on", f"{year}-02-11")
    answer = desk("open", "secretary-general", str(year), *words)

    assert answer == (0, f"{id_}\n", "")
    due = [stage["stage"] for stage in desk("stages", id_, "--json").json]
    assert due == ["call", "acting"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("2044", "--vacancy", "2017-02-10"), 2, "A vacancy needs both --vacancy DATE and --cause"),
        (("2044", "--cause", "death"), 2, "A vacancy needs both --vacancy DATE and --cause"),
        (("2044", "--cause", "boredom"), 2, "'boredom' is not one of 'death', 'resignation'"),
        (("2044", "--edition", "1999"), 2, "No edition 1999 of the rules is known"),
        (("2044", "--on", "2016-02-30"), 2, "2016-02-30 is not a day"),
        (("2044", "--on", "last week"), 2, "last week is not a day"),
        (("2044", "--term-ends", "2017-09-10..2017-09-12"), 2, "is not one day"),
        (("44",), 2, "44 is not a year between"),
    ],
)
def test_what_cannot_be_opened_leaves_nothing_behind(
    desk: Calends, words: tuple[str, ...], code: int, says: str
) -> None:
    answer = desk("open", "secretary-general", *words)

    assert (answer.code, answer.out) == (code, "")
    assert says.casefold() in answer.err.casefold()
    assert desk("show", "secretary-general/2044").code == 4


def test_com_11_a_commissioner_who_has_served_cannot_stand(desk: Calends) -> None:
    """As --holder says; nobody else has filled the office in this ledger."""
    id_ = "commissioner/2024"
    holder = ("--holder", "Ada Bell, 1 term, until 2024-03-31, of Malta")
    ok(desk("open", "commissioner", "2024", "--on", "2023-09-01", *holder))
    ok(desk("record", id_, "call", "--on", "2023-09-05", "closing=2023-10-31"))
    propose = ("record", id_, "candidature", "--on", "2023-10-05", "proposed_by=Malta")

    refused = desk(*propose, "name=Ada Bell", "nationality=Malta")

    assert refused.code == 3
    assert refused.err.startswith("Refused under COM 11: Ada Bell has held the office")
    ok(desk(*propose, "name=Bo Carl", "nationality=Malta"))


# -- Recording -------------------------------------------------------------------------------


def test_a_step_is_recorded_and_asked_twice_gives_the_same_receipt(
    desk: Calends, year: int
) -> None:
    id_ = opened(desk, year)
    words = ("date", "--on", f"{year - 1}-09-05", f"election={in_june(year)}", *LATE)

    first = desk("record", id_, *words, "--act-id", "the-date")
    second = desk("record", id_, *words, "--act-id", "the-date")

    assert first == second
    assert first.code == 0
    assert first.out == (
        f"{id_}, entry 2: the Bureau confirms the date of the election: "
        f"{ENGLISH.day(date.fromisoformat(in_june(year)))} (act the-date)\n"
    )
    assert numbers(desk, id_) == 2


def test_the_same_act_id_with_other_content_is_refused(desk: Calends, year: int) -> None:
    id_ = opened(desk, year)
    words = ("record", id_, "date", "--act-id", "one", f"election={in_june(year)}", *LATE)
    ok(desk(*words, "--on", f"{year - 1}-09-05"))

    answer = desk(*words, "--on", f"{year - 1}-09-06")

    assert answer.code == 3
    assert "the act id one was used before, with other content (entry 2)" in answer.err
    assert numbers(desk, id_) == 2


def test_refusals_name_clause_and_cure_and_stand_in_the_record(desk: Calends, year: int) -> None:
    id_ = listed(desk, year, "A")

    one_name = desk("record", id_, "transmission", "--on", f"{year}-03-07", "names=A")
    out_of_order = desk("record", id_, "examination", "--on", f"{year}-03-07")
    stranger = desk("record", id_, "list", "--on", f"{year}-03-07", "names=A; X")
    future = desk("record", id_, "list", "--on", "2099-03-07", "names=A; B")
    departs = desk("record", id_, "list", "--on", f"{year}-04-27", "names=A; B")

    assert one_name.err == (
        "Refused under REG 5.a: one name of two. Renew the call, or record the Joint Committee's "
        "agreement.\n"
    )
    assert "the stage examination is not open; open: single-name, list/2" in out_of_order.err
    assert "Refused under REG 1.a: X is not a candidate. Choose among A; B; C." in stranger.err
    assert "lies in the future" in future.err
    assert "departs from its window" in departs.err
    assert {a.code for a in (one_name, out_of_order, stranger, future, departs)} == {3}
    refused = [e for e in desk("show", id_, "--json").json["entries"] if e["refused"]]
    assert len(refused) == 5
    assert refused[0]["refused"] == {
        "clause": "REG 5.a",
        "because": "one name of two",
        "cure": "renew the call, or record the Joint Committee's agreement",
    }


def test_a_ballot_is_counted_and_what_does_not_add_up_is_refused(desk: Calends, year: int) -> None:
    id_ = listed(desk, year, "A; B")
    ok(desk("record", id_, "transmission", "--on", f"{year}-03-07", "names=B; A"))
    ok(desk("record", id_, "hearing", "--on", f"{year}-05-20"))
    ok(desk("record", id_, "examination", "--on", f"{year}-06-01"))
    on = ("--on", in_june(year), *LATE)

    stranger = desk("record", id_, "ballot", *on, "votes=A=92; X=79")
    papers = desk("record", id_, "ballot", *on, "votes=A=92; B=79", "papers=170")
    assert "Refused under JIS 2: X is not on the ballot paper" in stranger.err
    assert "do not make 170 papers" in papers.err

    ok(desk("record", id_, "ballot", *on, "votes=A=79; B=92", "spoiled=1", "--dry-run"))
    assert desk("show", id_, "--json").json["elected"] == ""
    ok(desk("record", id_, "ballot", *on, "votes=A=79; B=92", "spoiled=1"))
    assert desk("show", id_, "--json").json["elected"] == "B"
    started_on = desk("show", id_, "--json").json["next"][0]["opens"]
    ok(desk("record", id_, "start", "--on", started_on))
    closed = desk("show", id_, "--json").json
    assert (closed["status"], closed["mandate_starts"]) == ("closed", started_on)

    ballot = closed["entries"][-2]["number"]
    corrected = desk("correct", id_, str(ballot), "spoiled=2", "--reason", "misread")
    assert corrected.code == 0, corrected.err  # a closed appointment can still be corrected
    entries = desk("show", id_, "--json").json["entries"]
    assert entries[ballot - 1]["corrected_by"] == [len(entries)]
    assert "spoiled 2" in entries[ballot - 1]["reads"]
    assert "spoiled 1" in entries[ballot - 1]["sentence"]
    later = desk("record", id_, "start", "--on", started_on)
    assert f"{id_} is closed" in later.err


ELECTION = ("election=2010-06-20",)
BAD_WORDS = [
    (
        ("date", *ELECTION, "--on", "2010-02-30"),
        "2010-02-30 is not a day: write it as in 2029-06-26.",
    ),
    (("date", *ELECTION, "--on", "2010-03-05..2010-03-01"), "a span cannot end"),
    (("date", *ELECTION, "--on", "9999-12-31"), "9999-12-31 lies outside the years"),
    (("dat", "--on", "2010-02-10"), "No stage dat is known: did you mean date?"),
    (("date/0", "--on", "2010-02-10"), "No stage date/0 is known"),
    (("", "--on", "2010-02-10"), "No stage"),
    (("date", "--on", "2010-02-10"), 'Date needs election: write election="2029-06-26".'),
    (("date", "--on", "2010-02-10", "election"), "election is not a field: write FIELD=VALUE"),
    (("date", "--on", "2010-02-10", "election=x"), "election: x is not a day"),
    (("date", "--on", "2010-02-10", "day=2010-06-20"), "no field day; its fields: election"),
    (
        ("date", "--on", "2010-02-10", "election=2010-06-20", "election=2010-06-21"),
        "The field election is given twice",
    ),
    (("ballot", "--on", "2010-02-10", "votes=A:92"), "'A:92' is not of the form NAME=…"),
    (("ballot", "--on", "2010-02-10", "votes=A=many"), "'many' is not a number"),
    (("start", "--on", "2010-02-10", "agreement=[x]"), "it cannot contain [ ] or >"),
    (("single-name", "--on", "2010-02-10", "agreed=true"), "'true' is neither yes nor no"),
    (("date", "--on", "2010-02-10", "--provenance", "rumour"), "'rumour' is not one of 'seen'"),
    (
        ("date", "--on", "2010-02-10", "election=2010-06-20", "--reason", "\x1b[31m"),
        "contains a character that cannot be shown",
    ),
    (
        ("date", "--on", "2010-02-10", "election=2010-06-20", "--act-id", "x" * 300),
        "An act's id has at most 200 characters",
    ),
]


@pytest.mark.parametrize(("words", "says"), BAD_WORDS)
def test_bad_input_is_one_sentence_and_leaves_nothing_behind(
    desk: Calends, words: tuple[str, ...], says: str
) -> None:
    id_ = opened_early(desk, 2040)

    answer = desk("record", id_, *words)

    assert (answer.code, answer.out) == (2, "")
    assert says.casefold() in answer.err.casefold()
    assert answer.err.count("\n") == 1
    assert numbers(desk, id_) == 1


def test_names_are_kept_in_nfc(desk: Calends, year: int) -> None:
    id_ = called(desk, year)
    fields = ("name=Ma\u0301tya\u0301s  Eo\u0308rsi", "nationality=Hungary", "proposed_by=Hungary")

    ok(desk("record", id_, "candidature", "--on", f"{year}-01-05", *fields))

    [candidate] = desk("show", id_, "--json").json["candidates"]
    assert candidate["name"] == "M\u00e1ty\u00e1s E\u00f6rsi"


def test_an_act_bears_the_opaque_id_of_the_staff_and_nobodys_name(
    desk: Calends, year: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALENDS_STAFF", "S-17")
    monkeypatch.setenv("USER", "jane.doe")
    id_ = opened(desk, year)
    words = ("record", id_, "date", "--on", f"{year - 1}-09-05", f"election={in_june(year)}", *LATE)
    ok(desk(*words, "--staff", "S-18"))

    assert [e["staff"] for e in desk("show", id_, "--json").json["entries"]] == ["S-17", "S-18"]
    assert "jane.doe" not in desk("show", id_, "--json").out


# -- Dates, tables, editions -----------------------------------------------------------------


def test_a_date_is_fixed_and_moved_and_what_it_changes_is_shown_first(
    desk: Calends, year: int
) -> None:
    id_ = called(desk, year)
    on = ("--on", f"{year - 1}-11-01")
    before = numbers(desk, id_)

    dry = desk("move", id_, "closing", f"{year}-01-20", *on, "--reason", "asked for", "--dry-run")
    assert dry.code == 0
    assert f"fixed: 20 January {year}" in dry.out
    assert "It would be recorded: the date for closing is moved" in dry.out
    assert numbers(desk, id_) == before

    ok(desk("move", id_, "closing", f"{year}-01-20", *on, "--reason", "asked for"))
    assert numbers(desk, id_) == before + 1
    assert desk("plan", id_, "closing", f"{year}-01-21", *on, *LATE).code == 3
    assert "No stage clsing is known" in desk("plan", id_, "clsing", f"{year}-01-21").err
    assert desk("plan", id_, "ballot", "20 June").code == 2
    same = desk("plan", id_, "interviews", f"{year}-03-07", *on, "--dry-run")
    assert f"fixed: 7 March {year}" in same.out


def test_a_part_session_and_an_edition_are_adopted(desk: Calends, year: int) -> None:
    id_ = opened(desk, year)
    part = f"{year}/3"
    on = ("--on", f"{year - 1}-09-02", "--reference", "AS/Bur 1")

    refused = desk("adopt", id_, "--edition", "1999")
    assert (refused.code, "edition 1999" in refused.err) == (2, True)
    for words in ((part,), (part, f"{year}-06-18"), (part, "june", "july"), ("3", "cancelled"), ()):
        assert desk("adopt", id_, *words).code == 2
    moved = desk("adopt", id_, part, f"{year}-06-08", f"{year}-06-12", *on)
    assert moved.code == 0, moved.err
    assert f"from 8 June {year} to 12 June {year}" in " ".join(moved.out.split())
    cancelled = ok(desk("adopt", id_, part, "cancelled", *on, "--dry-run"))
    assert "acting period" in cancelled.out
    ok(desk("adopt", id_, "--edition", "2010", *on))
    assert desk("show", id_, "--json").json["edition"] == "2010"


# -- Withdrawals, questions, corrections -----------------------------------------------------


def test_a_withdrawal_leaves_a_question_which_a_body_settles(desk: Calends, year: int) -> None:
    """Reading 7: one name left is the Joint Committee's question."""
    id_ = listed(desk, year, "A; B")
    ok(desk("record", id_, "transmission", "--on", f"{year}-03-07", "names=A; B"))
    nobody = desk("settle", id_, "another", "--on", f"{year}-04-01", "--reference", "JC 1")
    assert nobody.code == 3
    assert "No question waits to be settled" in nobody.err

    assert "X is not a candidate" in desk("withdraw", id_, "X", "--on", f"{year}-03-20").err
    assert desk("withdraw", id_, ";", "--on", f"{year}-03-20").code == 2
    ok(desk("withdraw", id_, "B", "--on", f"{year}-03-20", "--died"))

    shown = desk("show", id_, "--json").json
    assert (shown["status"], shown["stage"]) == ("unsettled", "one-name-left")
    assert {c["name"]: c["fallen"] for c in shown["candidates"]} == {"A": "", "B": "died", "C": ""}
    [question] = [s for s in desk("stages", id_, "--json").json if s["options"]]
    assert question["command"].startswith(f'calends settle {id_} "the one name is put to')
    on = ("--on", f"{year}-03-25", "--reference", "JC 1")
    assert "is a question" in desk("record", id_, "one-name-left", "--on", f"{year}-03-25").err
    for words in (("maybe",), ("",), ("another call", "--question", "nobody-to-act")):
        assert desk("settle", id_, *words, *on).code == 2
    assert desk("settle", id_, "another call", *on, "--body", "the-press").code == 2
    assert "is not for the body" in desk("settle", id_, "another", *on, "--body", "bureau").err

    settled = ok(desk("settle", id_, "THE ONE NAME", *on, "--act-id", "settled"))
    assert "the one name is put to the Assembly" in settled.out
    assert desk("settle", id_, "the one name", *on, "--act-id", "settled") == settled
    assert desk("settle", id_, "another call", *on, "--act-id", "settled").code == 3
    assert desk("show", id_, "--json").json["status"] == "open"


def test_corrections_amend_several_entries_in_one_act(desk: Calends, year: int) -> None:
    id_ = called(desk, year)
    why = ("--reason", "misread")

    assert "needs its reason" in desk("correct", id_, "2", "--strike").err
    for words in (
        ("two", "--strike"),
        ("99", "--strike", "closing=2020-01-01"),
        ("99", "closing=2020-01-01"),
        ("1", "--on", f"{year - 1}-09-02"),
        ("3",),
        ("3", "closing=tomorrow"),
        ("3", "x.closing=2020-01-01"),
        ("3", "2.strike=perhaps"),
    ):
        answer = desk("correct", id_, *words, *why)
        assert (answer.code, answer.out) == (2, ""), words
    would_not_fit = desk("correct", id_, "2", "--strike", *why)
    assert would_not_fit.code == 3
    assert "entry 3 would no longer fit" in would_not_fit.err

    election = date.fromisoformat(in_june(year)) + timedelta(days=1)
    more = (f"2.on={year - 1}-09-06", f"2.election={election}")
    ok(desk("correct", id_, "3", f"closing={year}-01-12", *more, *why))

    entries = desk("show", id_, "--json").json["entries"]
    assert entries[1]["reads"] == (
        f"6 September {year - 1}: the Bureau confirms the date of the election: "
        f"{ENGLISH.day(election)}"
    )
    assert f"until 12 January {year}" in entries[2]["reads"]
    assert f"until 10 January {year}" in entries[2]["sentence"]


# -- The engine ------------------------------------------------------------------------------


def test_resume_says_which_clerks_are_at_work(desk: Calends) -> None:
    id_ = opened_early(desk, 2041)

    resumed = {each["id"]: each for each in desk("resume", "--json").json}

    assert resumed[id_]["started"] is False
    assert resumed[id_]["alarm"] == "2040-08-31T22:00:00+00:00"
    at = "1 September 2040, 00:00"  # by the clocks of Strasbourg
    assert f"{id_}: its clerk was at work, next alarm {at}: " in desk("resume").out


def test_a_record_that_cannot_be_read_is_said_once_and_the_others_have_their_clerks(
    tmp_path: Path, home: Path, calends: Calends
) -> None:
    """Where the engine starts, and where the clerks begin anew; there the exit code says it too."""
    broken, sound = imported_without_an_engine(calends, tmp_path), "secretary-general/2041"
    ledger = str(home / "ledger.sqlite")
    raw.tamper(ledger, "UPDATE entries SET topic = ?", ["x/1"])
    said = f"{broken} has no clerk: Entry 1 of {broken} is not what was written"

    with started(home):
        assert opened_early(calends, 2041) == sound
        answer = calends("resume")

    assert (answer.code, answer.err.count("\n"), answer.err[: len(said)]) == (1, 1, said)
    assert answer.out.startswith(f"{sound}: its clerk was at work, ")
    log = (home.parent / "engine.log").read_text()
    assert (log.count(said), "Open appointments: 0." in log) == (1, True)


def test_an_import_of_an_open_appointment_starts_its_clerk(desk: Calends, tmp_path: Path) -> None:
    id_ = "secretary-general/2042"
    diary = tmp_path / "open.diary"
    diary.write_text("secretary-general 2042, edition 2018, opened on 1 September 2024\n")

    assert desk("import", str(diary)).code == 0

    resumed = {each["id"]: each for each in desk("resume", "--json").json}
    assert resumed[id_]["started"] is False


def test_without_an_engine_an_act_is_not_sent_and_the_way_out_is_said(calends: Calends) -> None:
    answer = calends("open", "secretary-general", "2024", "--on", "2023-09-01")

    assert answer == (
        5,
        "",
        "The engine is not running: start it with `calends up`, or set TEMPORAL_ADDRESS.\n",
    )
    assert calends("resume").code == 5
    assert calends("list", "--json").json == []


def test_a_cluster_that_does_not_answer_is_not_reachable(
    calends: Calends, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:9")

    answer = calends("open", "secretary-general", "2024", "--on", "2023-09-01")

    assert answer.code == 5
    assert answer.err.startswith("No Temporal server answers at 127.0.0.1:9")


def test_a_tampered_record_takes_no_act(tmp_path: Path, home: Path, calends: Calends) -> None:
    """A clerk must not decide on what nobody wrote."""
    id_ = imported_without_an_engine(calends, tmp_path)
    connection = sqlite3.connect(home / "ledger.sqlite")
    [(trigger,)] = connection.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'entries_are_not_changed'"
    )
    connection.execute("DROP TRIGGER entries_are_not_changed")
    connection.execute("UPDATE entries SET state = CAST(replace(state, '2023', '2022') AS BLOB)")
    connection.execute(trigger)
    connection.commit()
    connection.close()

    answer = calends("record", id_, "date", "--on", "2023-09-05", "election=2024-06-25")

    assert answer.code == 1
    assert "Entry 1 of secretary-general/2024 is not what was written" in answer.err


def test_up_starts_the_clerks_of_open_appointments(
    tmp_path: Path, home: Path, calends: Calends
) -> None:
    """So that after any loss of Temporal's database the next `up` has every alarm again."""
    id_ = imported_without_an_engine(calends, tmp_path)

    with started(home) as engine:
        [resumed] = calends("resume", "--json").json
        assert (resumed["id"], resumed["started"]) == (id_, False)
        ok(calends("record", id_, "date", "--on", "2023-09-05", "election=2024-06-25"))
        assert numbers(calends, id_) == 2
        again = calends("up")
        assert (again.code, "An engine is already running" in again.err) == (5, True)
        engine.send_signal(signal.SIGINT)
        assert engine.wait(PATIENCE) == 0
    assert "Open appointments: 1." in (home.parent / "engine.log").read_text()


def imported_without_an_engine(calends: Calends, folder: Path) -> str:
    diary = folder / "open.diary"
    diary.write_text("secretary-general 2024, edition 2018, opened on 1 September 2023\n")
    assert calends("import", str(diary)).code == 5
    return "secretary-general/2024"


def test_the_day_is_that_of_strasbourg() -> None:
    assert surroundings.today() >= surroundings.now().date()
    assert cli.program().info.name == "calends"
