"""A judge from a terminal: what a list, a committee and a ballot may be, by a real clerk.

Each test has the seat of a Party of its own, and all of it lies in the past.
"""

import io
import itertools
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from domain.acts import Act, Result
from domain.outcomes import RegisterClosed
from domain.reckoning import day
from ledger.book import Book
from ledger.record import record
from tests.cli.conftest import Answer, Calends

PARTIES: Iterator[str] = iter(
    (
        "andorra",
        "albania",
        "cyprus",
        "france",
        "iceland",
        "latvia",
        "malta",
        "monaco",
        "norway",
        "serbia",
        "sweden",
    )
)
OPENED = ("--on", "2023-10-02", "--term-ends", "2024-10-31")
HOLDER = ("--holder", "Pere Pastor, 1 term, until 2024-10-31, of Andorra")
LETTER = "25 October 2023  the Party is invited to submit a list by 30 April 2024\n"
PANEL = "22 January 2024  the Party sends names and curricula to the Advisory Panel\n"
LIST = (
    "25 April 2024  the Party submits the list, ages tested on 30 April 2024: "
    "Ada Bell (woman, under 65); Bo Carl (man, under 65); Cy Dahl (woman, under 65)\n"
)
INTERVIEWED = """\
5 June 2024  the committee is briefed, the Advisory Panel being invited
12 June 2024  the committee interviews the candidates
"""
RECOMMENDED = "12 June 2024  the committee gives its recommendation\n"
THREE = "Ada Bell=woman; Bo Carl=man; Cy Dahl=woman"
ON_TIME = ("--on", "2024-04-25")
IN_COMMITTEE = ("--on", "2024-06-12")
ELECTION_DAY = ("--on", "2024-06-25")


@pytest.fixture
def party() -> str:
    """A Party whose seat no other test of this process fills."""
    party = next(PARTIES, None)
    assert party is not None, "there are more tests than Parties named above"
    return party


def ok(answer: Answer) -> Answer:
    assert answer.code == 0, answer.err
    return answer


def imported(calends: Calends, folder: Path, party: str, *steps: str, code: int = 0) -> str:
    """A seat whose procedure is under way; without an engine its clerk waits for one (code 5)."""
    diary = folder / "under-way.diary"
    heading = f"judge/{party} 2024, edition 2019, opened on 2 October 2023"
    holder = "holder Pere Pastor (Andorra), 1 term, until 31 October 2024"
    diary.write_text(f"{heading}, term ends 31 October 2024\n{holder}\n{''.join(steps)}")
    assert calends("import", str(diary)).code == code
    return f"judge/{party}/2024"


def kinds(calends: Calends, id_: str) -> list[str]:
    return [each["kind"] for each in ok(calends("show", id_, "--json")).json["entries"]]


# -- Opening ---------------------------------------------------------------------------------


def test_a_seat_is_opened_with_its_holder_and_the_end_of_the_term(
    desk: Calends, party: str
) -> None:
    words = ("open", f"judge/{party}", "2024", *OPENED)

    assert desk(*words, *HOLDER) == (0, f"judge/{party}/2024\n", "")

    diary = desk("diary", f"judge/{party}/2024").out
    assert "term ends 31 October 2024" in diary
    assert "holder Pere Pastor (Andorra), 1 term, until 31 October 2024\n" in diary
    assert desk(*words, *HOLDER) == desk(*words) == desk(*words[:3])
    other = desk(*words, "--holder", "Somebody Else")
    assert (other.code, "not as asked for now" in other.err) == (3, True)
    assert [e["id"] for e in desk("list", "--json").json if e["party"] == party] == [
        f"judge/{party}/2024"
    ]


def test_a_vacancy_gives_the_seat_its_year(desk: Calends, party: str) -> None:
    words = (f"judge/{party}", "2024", "--cause", "resignation", "--on", "2024-02-01")

    assert "does not fall in 2024" in desk("open", *words, "--vacancy", "2023-12-31").err
    assert ok(desk("open", *words, "--vacancy", "2024-02-29")).out == f"judge/{party}/2024\n"
    stages = ok(desk("stages", f"judge/{party}/2024", "--json")).json
    assert stages[0]["stage"] == "letter"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("judge", "2044"), "judge has a seat for each Party: write it as in judge/andorra."),
        (("judge/", "2044"), "judge has a seat for each Party: write it as in judge/andorra."),
        (("judge/andora", "2044"), "No Party 'andora' is known; the nearest is andorra."),
        (("jugde/andorra", "2044"), "No office jugde is known: did you mean judge?"),
        (("commissioner/andorra", "2044"), "commissioner has no seats by Party"),
        (("judge/andorra", "2044"), "No text says when a term of judge ends: give its last day"),
        (("deputy-secretary-general", "2044"), "give its last day with --term-ends DATE, or"),
        (
            ("judge/andorra", "2044", "--term-ends", "2024-10-31"),
            "A term that ends on 2024-10-31 is not for an election of 2044.",
        ),
        (("judge/andorra", "2044", "--holder", "A, 2 trems"), "'2 trems' does not tell of A"),
        (("judge/andorra", "2044", "--holder", "A, 1 term, 2 terms"), "'2 terms' does not tell"),
        (("judge/andorra", "2044", "--holder", "A, until noon"), "noon is not a day"),
        (("judge/andorra", "2044", "--holder", ", 2 terms"), "'' is not a name"),
    ],
)
def test_what_is_no_seat_is_one_sentence_and_leaves_nothing(
    calends: Calends, home: Path, words: tuple[str, ...], says: str
) -> None:
    answer = calends("open", *words)

    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert says in answer.err
    assert not home.exists()


@pytest.mark.parametrize(
    ("id_", "says"),
    [
        ("judge/2044", "has a seat for each Party"),
        ("judge/andora/2044", "the nearest is andorra"),
        ("judge/andorra/2044", "`calends open judge/andorra 2044` opens it"),
        ("secretary-general/andorra/2044", "has no seats by Party"),
    ],
)
def test_an_id_that_names_no_seat_says_what_is_missing(
    calends: Calends, id_: str, says: str
) -> None:
    assert says in calends("show", id_).err


# -- The list --------------------------------------------------------------------------------


def test_echr_22_two_names_are_not_three_and_echr_23_nobody_is_elected_twice(
    desk: Calends, tmp_path: Path, party: str
) -> None:
    id_ = imported(desk, tmp_path, party, LETTER, PANEL)
    submit = ("record", id_, "submission", *ON_TIME)

    two = desk(*submit, "list=Ada Bell=woman; Bo Carl=man")
    again = desk(*submit, "list=Ada Bell=woman; Bo Carl=man; Pere Pastor=man")
    unreadable = desk(*submit, "list=Ada Bell; Bo Carl; Cy Dahl")

    assert two.err == (
        "Refused under ECHR 22: 2 of 3 names. Ask the Party for a list of three, and record it "
        "then.\n"
    )
    assert again.err.startswith("Refused under ECHR 23: Pere Pastor has been a judge")
    assert (two.code, again.code, unreadable.code) == (3, 3, 2)
    assert kinds(desk, id_)[-2:] == ["refused/1", "refused/1"]


BORN = {"Ada Bell": "1971-03-07", "Bo Carl": "1955-08-19", "Cy Dahl": "1980-02-29"}


def test_echr_21_ages_are_tested_on_the_day_of_the_letter_and_no_date_is_kept(
    desk: Calends, engine_home: Path, tmp_path: Path, party: str
) -> None:
    """Not in the ledger, not in Temporal's database, not in a log: nowhere under the home."""
    id_ = imported(desk, tmp_path, party, LETTER, PANEL)
    born = "; ".join(f"{name}={day}" for name, day in BORN.items())
    submit = ("record", id_, "submission", *ON_TIME, f"list={THREE}", "--born", born)

    foretold, recorded = desk(*submit, "--dry-run"), ok(desk(*submit))

    assert foretold.err == recorded.err
    assert recorded.err == (
        "Bo Carl is 65 or over on 2024-04-30, the day named in the letter (ECHR 21). Age is no "
        "ground of R1366 3: the list can be recorded, and the committee is told.\n"
    )
    assert (
        "ages tested on 30 April 2024: Ada Bell (woman, under 65); Bo Carl (man, 65 or over); "
        "Cy Dahl (woman, under 65)"
    ) in recorded.out
    shown = desk("show", id_, "--json").out + desk("stages", id_).out
    assert "65 or over on the day of the test, which is no ground of R1366 3: Bo Carl" in shown
    kept = b"".join(file.read_bytes() for file in engine_home.parent.rglob("*") if file.is_file())
    assert [day for day in BORN.values() if day.encode() in kept or day in shown] == []
    assert b"Bo Carl" in kept


def test_echr_21_a_list_without_dates_of_birth_is_recorded_as_not_tested(
    desk: Calends, tmp_path: Path, party: str
) -> None:
    id_ = imported(desk, tmp_path, party, LETTER, PANEL)

    recorded = ok(desk("record", id_, "submission", *ON_TIME, f"list={THREE}, under 65"))

    assert recorded.err == (
        "The age of Ada Bell; Bo Carl is not tested (ECHR 21): --born tests it on 2024-04-30, the "
        "day named in the letter, and no date of birth is kept.\n"
    )
    notes = desk("stages", id_, "--json").json[0]["notes"]
    assert "the age was not tested: Ada Bell, Bo Carl" in notes


def test_echr_21_dates_of_birth_are_read_from_the_standard_input(
    desk: Calends, tmp_path: Path, party: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that no history of a shell holds them; and the same act again is the same act."""
    id_ = imported(desk, tmp_path, party, LETTER, PANEL)
    submit = ("record", id_, "submission", *ON_TIME, f"list={THREE}", "--act-id", "the-list")
    lines = "".join(f"{name}={day}\n" for name, day in BORN.items())
    answers = []
    for _ in range(2):
        monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
        answers.append(ok(desk(*submit, "--born", "-")))

    assert answers[0] == answers[1]
    assert kinds(desk, id_).count("list-submitted/1") == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("submission", f"list={THREE}", "--born", "1971-03-07"), "are written NAME=YYYY-MM-DD"),
        (("submission", f"list={THREE}", "--born", "Eve=1971-03-07"), "Eve is not on the list"),
        (("letter", "by=2024-04-30", "--born", "A=1971-03-07"), "--born is for a list of"),
        (("submission", f"list={THREE}", "born=A=1971-03-07"), "no field born; its fields: list"),
    ],
)
def test_a_date_of_birth_stands_in_no_sentence(
    calends: Calends, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    id_ = imported(calends, tmp_path, "andorra", LETTER, code=5)

    answer = calends("record", id_, *words, *ON_TIME)

    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert "1971" not in answer.err


def test_echr_21_no_age_is_tested_before_a_letter(calends: Calends, tmp_path: Path) -> None:
    id_ = imported(calends, tmp_path, "andorra", code=5)

    answer = calends(
        "record", id_, "submission", *ON_TIME, f"list={THREE}", "--born", "A=1971-03-07"
    )

    assert (answer.code, "leave --born out" in answer.err) == (2, True)


def test_r1432_a_list_is_modified_exceptionally_and_completed_after_a_withdrawal(
    desk: Calends, tmp_path: Path, party: str
) -> None:
    id_ = imported(desk, tmp_path, party, LETTER, PANEL, LIST)
    on = ("--on", "2024-05-06")
    modify = ("record", id_, "modification", *on, "list=Ada Bell=woman; Bo Carl=man; Eve Fox=woman")

    alone = desk(*modify, "request=Note 12")
    assert alone.err.startswith("Refused under R1432 1: a list that was submitted is modified on")
    both = (
        *modify,
        "request=Note 12",
        "acceptance=AS (2024) CR 12",
        "--born",
        "Eve Fox=1990-01-02",
    )
    assert "The age of Ada Bell; Bo Carl is not tested" in ok(desk(*both)).err

    ok(desk("withdraw", id_, "Bo Carl", "--on", "2024-05-10"))
    stages = [each["stage"] for each in desk("stages", id_, "--json").json]
    assert stages == ["completion"]
    words = ("list=Gus Hall=man", "--born", "Gus Hall=1980-05-05")
    completed = ok(desk("record", id_, "completion", "--on", "2024-05-15", *words))
    assert (completed.err, "Gus Hall (man, under 65)" in completed.out) == ("", True)


# -- The committee ---------------------------------------------------------------------------


def test_r1366_votes_that_do_not_add_up_and_a_list_of_one_sex(
    desk: Calends, tmp_path: Path, party: str
) -> None:
    men = LIST.replace("woman", "man")
    id_ = imported(desk, tmp_path, party, LETTER, PANEL, men, INTERVIEWED)
    find = ("record", id_, "single-sex", *IN_COMMITTEE, "in_favour=10", "against=5")

    unknown = desk(*find)
    assert unknown.err.startswith(
        "Refused under R1366 4: how many women and men sit on the Court is not on record."
    )
    court = ("adopt", id_, "--court", "16/30", "--on", "2024-01-01")
    assert "women on the Court: 16, men: 30" not in desk("stages", id_).out
    ok(desk(*court))
    assert "women on the Court: 16, men: 30" in desk("stages", id_).out
    assert desk(*find, "abstained=3", "voting=17").err == (
        "Refused under R1366 4: 10 in favour, 5 against and 3 abstentions do not make 17 voting. "
        "Look at the figures again.\n"
    )
    ok(desk(*find, "abstained=3", "voting=18"))

    reject = ("record", id_, "rejection", *IN_COMMITTEE)
    adds_up_to_less = desk(*reject, "grounds=i", "in_favour=10", "against=5", "voting=12")
    assert adds_up_to_less.err.startswith("Refused under R1366 3: 10 in favour, 5 against")
    groundless = desk(*reject, "in_favour=10", "against=5")
    assert groundless.err.endswith("no ground is given. Name one of i, ii, iii, iv, v.\n")
    [rejection] = [s for s in desk("stages", id_, "--json").json if s["stage"] == "rejection"]
    assert {f["name"]: f["example"] for f in rejection["fields"]}["grounds"] == "i; iv"
    assert kinds(desk, id_).count("refused/1") == 4


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--court", "16"), "write women/men, as in 16/30"),
        (("--court", "-1/30"), "write women/men, as in 16/30"),
        (("--court", "0/0"), "A court has judges"),
        (("--court", "16/30", "--edition", "2019"), "or --court WOMEN/MEN"),
    ],
)
def test_what_is_no_composition_of_the_court_is_bad_input(
    calends: Calends, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    id_ = imported(calends, tmp_path, "andorra", code=5)

    answer = calends("adopt", id_, *words, "--on", "2024-01-01")

    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert says in answer.err


# -- The ballot ------------------------------------------------------------------------------

ROLL = """\
name,delegation,role
Anna Berg,Norway,representative
Bo Dahl,Norway,representative
Cai Eng,Norway,representative
Siv Moe,Norway,substitute
"""


def test_idx_a_ballot_from_the_register_to_the_count(
    desk: Calends, engine_home: Path, tmp_path: Path, party: str
) -> None:
    """The register's closing goes to the clerk; the count must agree with it."""
    id_ = imported(desk, tmp_path, party, LETTER, PANEL, LIST, INTERVIEWED, RECOMMENDED)
    [paper] = [each for each in desk("stages", id_, "--json").json if each["stage"] == "ballot"]
    assert paper["names"] == ["Ada Bell", "Bo Carl", "Cy Dahl"]
    for words in ("stages", "show"):
        assert "ballot paper: Ada Bell; Bo Carl; Cy Dahl" in " ".join(desk(words, id_).out.split())
    roll = tmp_path / "roll.csv"
    roll.write_text(ROLL)
    ok(desk("register", "open", id_, "ballot", "--roll", str(roll)))
    ok(desk("register", "sign", id_, "ballot", "Anna Berg"))
    ok(desk("register", "sign", id_, "ballot", "Siv Moe", "--instead-of", "Bo Dahl"))
    for who, clause in (("Anna Berg", "IDX 6"), ("Bo Dahl", "IDX 6"), ("Jo Roe", "IDX 5")):
        refused = desk("register", "sign", id_, "ballot", who)
        assert refused.err.startswith(f"Refused under {clause}"), refused.err

    closed = ok(desk("register", "close", id_, "ballot"))

    number = len(kinds(desk, id_))
    digest = closed.out.splitlines()[1].removeprefix("digest ")
    assert closed.out.splitlines()[2] == (
        f"{id_}, entry {number}: the voting register is closed with signatures: 2, digest {digest} "
        f"(act closing-of:register/{id_}/ballot)"
    )
    again = ok(desk("register", "close", id_, "ballot"))
    assert again.out.splitlines()[2] == f"{id_}, entry {number}, says so."
    assert len(kinds(desk, id_)) == number

    count = ("record", id_, "ballot", *ELECTION_DAY, "votes=Ada Bell=2; Bo Carl=1; Cy Dahl=0")
    assert desk(*count).err == (
        "Refused under IDX 7: 3 papers, but only 2 signatures in the register. Look at the count "
        "and at the register again.\n"
    )
    ok(desk(*count[:-1], "votes=Ada Bell=2; Bo Carl=0; Cy Dahl=0"))
    assert desk("show", id_, "--json").json["elected"] == "Ada Bell"
    late = desk("register", "close", id_, "ballot")
    assert late.out.splitlines()[2] == f"{id_}, entry {number}, says so."
    ok(desk("verify", id_))


def test_a_register_of_a_ballot_that_is_not_to_be_counted_is_not_lodged(
    desk: Calends, tmp_path: Path, party: str
) -> None:
    id_ = imported(desk, tmp_path, party, LETTER, PANEL, LIST, INTERVIEWED, RECOMMENDED)
    roll = tmp_path / "roll.csv"
    roll.write_text(ROLL)
    ok(desk("record", id_, "register", *ELECTION_DAY, "signatures=250", "digest=kept-on-paper"))
    ok(desk("register", "open", id_, "ballot", "--roll", str(roll)))
    other = desk("register", "close", id_, "ballot")
    assert (other.code, "it has another closing for ballot" in other.err) == (3, True)

    ok(desk("register", "open", id_, "ballot/2", "--roll", str(roll)))
    later = desk("register", "close", id_, "ballot/2")

    assert later.code == 3
    assert "no ballot/2 is to be counted there (open: ballot)" in later.err
    assert kinds(desk, id_).count("register-closed/1") == 1
    assert desk("verify", id_).code == 1


def test_without_an_engine_a_register_is_closed_and_its_closing_sent_later(
    calends: Calends, tmp_path: Path
) -> None:
    steps = (LETTER, PANEL, LIST, INTERVIEWED, RECOMMENDED)
    id_ = imported(calends, tmp_path, "andorra", *steps, code=5)
    roll = tmp_path / "roll.csv"
    roll.write_text(ROLL)
    ok(calends("register", "open", id_, "ballot", "--roll", str(roll)))

    first, second = (calends("register", "close", id_, "ballot") for _ in range(2))

    assert first == second
    assert (first.code, first.out.count("\n")) == (5, 2)
    assert first.err == (
        f"The register is closed, and {id_} does not say so yet: The engine is not running: start "
        "it with `calends up`, or set TEMPORAL_ADDRESS. Then repeat the command, which changes "
        "nothing in the register.\n"
    )
    assert "register-closed/1" not in kinds(calends, id_)


@pytest.mark.parametrize(
    ("ballot", "signatures", "sound"),
    [("ballot", 1, True), ("ballot", 2, False), (None, 1, True)],
    ids=["as the register says", "not as it says", "no register in this ledger"],
)
def test_verify_compares_what_is_said_of_a_register_with_the_register(
    calends: Calends, tmp_path: Path, ballot: str | None, signatures: int, sound: bool
) -> None:
    """An import brings no registers; where there is one it must say the same."""
    steps = (LETTER, PANEL, LIST, INTERVIEWED, RECOMMENDED)
    id_, digest = "judge/andorra/2024", "9f86d081"
    if ballot:
        imported(calends, tmp_path, "andorra", *steps, code=5)
        roll = tmp_path / "roll.csv"
        roll.write_text(ROLL)
        ok(calends("register", "open", id_, ballot, "--roll", str(roll)))
        ok(calends("register", "sign", id_, ballot, "Anna Berg"))
        closed = calends("register", "close", id_, ballot).out
        digest = closed.splitlines()[1].removeprefix("digest ")
    says = f"25 June 2024  the voting register is closed with signatures: {signatures}, digest "
    imported(calends, tmp_path, "andorra", *steps, f"{says}{digest}\n", code=5)

    answer = calends("verify", "--json")

    assert (answer.code, answer.json["sound"]) == (0 if sound else 1, sound)
    if not sound:
        [fault] = answer.json["misfits"]
        assert (fault["appointment"], fault["number"]) == (id_, 8)
        assert "entry 8 does not say what its register says" in fault["because"]


def test_verify_misses_a_register_that_was_removed(
    calends: Calends, home: Path, tmp_path: Path
) -> None:
    """Its closing was lodged from it, as the name of the act says."""
    steps = (LETTER, PANEL, LIST, INTERVIEWED, RECOMMENDED)
    id_ = imported(calends, tmp_path, "andorra", *steps, code=5)
    closed, on = RegisterClosed(250, "9f86d081"), day(date(2024, 6, 25))
    act = msgspec.json.encode(Act(f"closing-of:register/{id_}/ballot", closed, on))
    with Book.open(str(home / "ledger.sqlite")) as book:
        assert record(book, id_, act, datetime.now(UTC)).receipt.result is Result.RECORDED

    answer = calends("verify")

    assert answer.code == 1
    assert answer.err == f"{id_}: Entry 8 does not say what its register says.\n"


# -- Tellers ---------------------------------------------------------------------------------


def test_idx_12_tellers_are_drawn_and_recorded(desk: Calends, tmp_path: Path) -> None:
    """By lot, as it was until June 2024."""
    diary = tmp_path / "at-the-ballot.diary"
    diary.write_text(
        "judge/andorra 2023, edition 2019, opened on 2 October 2022, term ends 31 October 2023\n"
        "25 October 2022  the Party is invited to submit a list by 28 April 2023\n"
        "25 April 2023  the Party submits the list: A (woman); B (man); C (woman)\n"
        "1 June 2023  the committee is briefed, the Advisory Panel being invited\n"
        "1 June 2023  the committee interviews the candidates\n"
        "1 June 2023  the committee gives its recommendation\n"
    )
    ok(desk("import", str(diary)))
    roll = tmp_path / "roll.csv"
    roll.write_text(f"{ROLL}Dag Foss,Malta,representative\nFinn Hø,Türkiye,representative\n")
    words = ("draw", "dice 4 2 6", "--roll", str(roll))

    told = ok(desk(*words)).out.splitlines()
    recorded = ok(desk(*words, "--record", "judge/andorra/2023", "--on", "2023-06-20"))

    tellers = [line.partition(": ")[2] for line in told[:4]]
    assert all(line.partition(" of ")[2].startswith("5: ") for line in told[:4])
    assert told[5].startswith("calends record ID tellers-by-lot --on ")
    assert f'tellers="{"; ".join(tellers)}" seed="dice 4 2 6" among="5"' in told[5]
    assert told[4].removeprefix("roll ") in told[5]
    assert recorded.out.splitlines()[:5] == told[:5]
    assert (
        f"four tellers are drawn by lot among 5 of the roll {told[4].removeprefix('roll ')}: "
        f"{'; '.join(tellers)}, from the seed dice 4 2 6"
    ) in recorded.out


@pytest.mark.parametrize(
    ("seed", "rows", "says"),
    [
        ("", 5, "The seed: it is empty."),
        ("[1]", 5, "The seed: it cannot contain [ ] or >."),
        ("1", 3, "roll.csv: 3 representatives are on the roll, and four tellers are drawn."),
        ("1", 0, "nobody is on the roll"),
    ],
)
def test_what_cannot_be_drawn_is_bad_input(
    calends: Calends, tmp_path: Path, seed: str, rows: int, says: str
) -> None:
    roll = tmp_path / "roll.csv"
    roll.write_text("".join(itertools.islice(ROLL.splitlines(keepends=True), rows + 1)))

    answer = calends("draw", seed, "--roll", str(roll))

    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err


def test_a_roll_to_draw_from_spells_each_delegation_one_way(
    calends: Calends, tmp_path: Path
) -> None:
    roll = tmp_path / "roll.csv"
    roll.write_text(ROLL.replace("Bo Dahl,Norway", "Bo Dahl,NORWAY"))
    answer = calends("draw", "1", "--roll", str(roll))
    assert "line 3: NORWAY is spelt Norway above: spell it one way" in answer.err


# -- What is assumed -------------------------------------------------------------------------

ASSUMED = "assumed: no source was found"


def test_r1366_2_whatever_rests_on_the_assumed_timetable_says_so_everywhere(
    calends: Calends, tmp_path: Path
) -> None:
    id_ = imported(calends, tmp_path, "andorra", LETTER, code=5)
    asked = ("judge", "2027", "--term-ends", "2027-04-30")
    rows = ok(calends("timetable", *asked, "--json")).json
    assumed = [row["stage"] for row in rows if row["mark"] == "A"]
    assert assumed[:5] == ["letter", "selection", "panel", "opinion", "submission"]
    shown = ok(calends("show", id_, "--json")).json
    for found in (
        rows,
        shown["next"],
        shown["timetable"],
        ok(calends("stages", id_, "--json")).json,
        ok(calends("agenda", "--days", "1000", "--json")).json,
    ):
        for row in found:
            labelled = any(note.startswith(ASSUMED) for note in row["notes"])
            assert labelled is (row["stage"] in assumed), row["stage"]
    explained = ok(calends("explain", "judge", "2027", "panel", *asked[2:], "--json")).json
    assert explained["mark"] == "A"
    for words in (
        ("timetable", *asked),
        ("explain", "judge", "2027", "panel", *asked[2:]),
        ("show", id_),
        ("stages", id_),
        ("agenda", "--days", "1000"),
    ):
        out = " ".join(ok(calends(*words)).out.split())
        assert ASSUMED in out, words
        assert "[A]" in out or words[0] == "stages", words
