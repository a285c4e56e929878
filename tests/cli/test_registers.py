"""The voting register from a terminal: several tables at once, and no engine."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from domain.register import Signed, Voter, register_id
from ledger.book import Book
from ledger.register import LaidOut, closing_of
from ledger.sqlite import MEMORY
from terminal import registers
from terminal.faults import Code, Stop
from tests.cli.conftest import ROOT, Answer, Calends, environment
from tests.conftest import DIARIES
from tests.ledger.faulty import FaultyRecorder

ID = "secretary-general/2024"
BALLOT = (ID, "ballot")
REGISTER = register_id(*BALLOT)
NAMES = ("Anna Berg", "Bo Dahl", "Dag Foss", "Émile Gås")
ROLL = """\
name,delegation,role
Anna Berg,Norway,representative
Bo Dahl,Norway,representative
Cai Eng,Norway,representative
Siv Moe,Norway,substitute

 Dag  Foss ,Malta,Representative
Émile Gås,Türkiye,representative
Finn Hø,Türkiye,representative
"""


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    file = tmp_path / "roll.csv"
    file.write_text(ROLL, encoding="utf-8")
    return file


OF_2024 = (DIARIES / "secretary_general" / "2024.diary").read_text(encoding="utf-8")
BEFORE, FIRST, SECOND = re.split(r"(?m)^(?=.*the Assembly votes: )", OF_2024)


@pytest.fixture
def election(calends: Calends, tmp_path: Path) -> Calends:
    """The program, with the appointment of 2024 in its ledger, on the eve of the ballot."""
    brought(calends, tmp_path, BEFORE)
    return calends


def brought(calends: Calends, folder: Path, *told: str) -> None:
    """The appointment as far as it is told; its clerk waits for an engine."""
    diary = folder / "2024.diary"
    diary.write_text("".join(told), encoding="utf-8")
    assert calends("import", str(diary)).code in {Code.DONE, Code.PENDING}


@pytest.fixture
def table(election: Calends, roll: Path) -> Calends:
    """The program, with an open register."""
    ok(election("register", "open", *BALLOT, "--roll", str(roll)))
    return election


def ok(answer: Answer) -> Answer:
    assert answer.code == Code.DONE, answer.err
    return answer


def sign(calends: Calends, *words: str) -> Answer:
    return calends("register", "sign", *BALLOT, *words)


def shown(calends: Calends, *words: str) -> Answer:
    return ok(calends("register", "show", *BALLOT, *words))


def test_a_ballot_from_the_roll_to_the_digest(table: Calends, home: Path) -> None:
    """As the page for clerks has it; the engine rests, and the record learns of it later."""
    assert sign(table, "Anna Berg").out == (
        "Anna Berg (Norway) has signed: give a paper and an envelope.\n"
    )
    assert sign(table, "Siv Moe", "--instead-of", "Bo Dahl").out == (
        "Siv Moe (Norway) has signed in the place of Bo Dahl: give a paper and an envelope.\n"
    )
    assert shown(table, "--voters").out == "Norway\n  Anna Berg\n  Siv Moe\n"
    assert shown(table, "--copy").out == (
        "Norway\n  Anna Berg\n  Siv Moe, in the place of Bo Dahl\n"
    )

    closed = table("register", "close", *BALLOT)

    assert closed.code == Code.PENDING
    assert f"The register is closed, and {ID} does not say so yet" in closed.err
    with Book.open(str(home / "ledger.sqlite"), create=False) as book:
        closing = closing_of(book, REGISTER)
    assert closing is not None
    assert closed.out == (
        f"The register of ballot of {ID} is closed with 2 signatures.\ndigest {closing.digest}\n"
    )
    assert table("register", "close", *BALLOT) == closed
    late = sign(table, "Cai Eng")
    assert (late.code, late.err.startswith("Refused under IDX 11: the voting is closed.")) == (3, 1)
    answer = shown(table, "--json").json
    assert (answer["signatures"], answer["refused"]) == (2, 1)
    assert (answer["digest"], bool(answer["closed_at"])) == (closing.digest, True)


def test_opening_says_who_is_on_the_roll_and_twice_changes_nothing(
    election: Calends, roll: Path
) -> None:
    first = ok(election("register", "open", *BALLOT, "--roll", str(roll)))
    assert first.out == (
        f"The register of ballot of {ID} is open: 6 representatives and 1 substitute of 3 "
        "delegations.\n"
    )
    assert election("register", "open", *BALLOT, "--roll", str(roll)) == first
    roll.write_text(ROLL.replace("Siv Moe", "Siv Lie"), encoding="utf-8")
    other = election("register", "open", *BALLOT, "--roll", str(roll))
    assert (other.code, "was opened before" in other.err) == (Code.REFUSED, True)


def test_a_refusal_names_clause_and_cure_and_is_kept(table: Calends) -> None:
    """And guesses at a name that was mistyped."""
    assert sign(table, "Ana Berg").err == (
        "Refused under IDX 5: Ana Berg is neither a representative nor an authorised substitute "
        "on the roll. Spell the name as on the roll, or refer it to the President (IDX 8). Did "
        "you mean Anna Berg?\n"
    )
    assert "Did you mean" not in sign(table, "Q. X.").err
    substitute = sign(table, "Siv Moe")
    elsewhere = sign(table, "Siv Moe", "--instead-of", "Dag Foss")
    assert "say in the place of which representative of Norway".casefold() in (
        substitute.err.casefold()
    )
    assert "Dag Foss is not a representative of Norway" in elsewhere.err
    assert {substitute.code, elsewhere.code} == {Code.REFUSED}
    assert "4 refused" in shown(table).out
    assert "0 signatures" in shown(table).out


def test_a_ruling_is_entered_and_a_signature_before_it_stays(table: Calends) -> None:
    rule = ("register", "rule", *BALLOT)
    reference = ("--reference", "AS (2024) CR 20")
    sign(table, "Anna Berg")
    assert ok(table(*rule, "Anna Berg", "--may-not-vote", *reference)).out == (
        "Entry 3: the President has decided that Anna Berg (representative, Norway) may not vote. "
        "The signature made before the decision stays.\n"
    )
    admitted = ("--delegation", "Malta", "--role", "substitute")
    assert ok(table(*rule, "Eve New", "--may-vote", *reference, *admitted)).out == (
        "Entry 4: the President has decided that Eve New (substitute, Malta) may vote.\n"
    )
    assert "final" in table(*rule, "Eve New", "--may-not-vote", *reference).err
    ok(table(*rule, "Eve New", "--may-not-vote", *reference, "--corrects", "4"))
    assert sign(table, "Eve New", "--instead-of", "Dag Foss").code == Code.REFUSED
    lines = shown(table).out
    assert "entry 3: Anna Berg may not vote (AS (2024) CR 20; IDX 8)\n" in lines
    assert "1 signature\n" in lines


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("sign", ID, "list", "Anna Berg"), 2, "'list' is not a ballot"),
        (("sign", "nowhere", "ballot", "Anna Berg"), 2, "is not an appointment"),
        (("sign", *BALLOT, "A; B"), 2, "A name cannot contain ;: A; B."),
        (("sign", *BALLOT, "Anna\x1b[1m"), 2, "contains a character that cannot be shown"),
        (("sign", *BALLOT, "Anna Berg", "--instead-of", "Anna Berg"), 2, "needs nobody's place"),
        (("sign", *BALLOT, "Anna Berg", "--act-id", "x" * 201), 2, "at most 200 characters"),
        (("sign", ID, "ballot/2", "Anna Berg"), 3, "no register of this ballot has been opened"),
        (("close", ID, "ballot/2"), 3, "no register of this ballot has been opened"),
        (("show", ID, "ballot/2"), 4, f"`calends register open {ID} ballot/2 --roll FILE`"),
        (("rule", *BALLOT, "Bo Dahl", "--reference", "x"), 2, "--may-vote"),
        (
            (
                "rule",
                *BALLOT,
                "Bo Dahl",
                "--may-vote",
                "--reference",
                "x",
                "--delegation",
                "Norwey",
                "--role",
                "substitute",
            ),
            2,
            "did you mean Norway?",
        ),
        (("rule", *BALLOT, "Bo Dahl", "--may-vote", "--reference", " "), 2, "bears a reference"),
        (("open", *BALLOT, "--roll", "nowhere.csv"), 4, "There is no file nowhere.csv"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_leaves_nothing(
    table: Calends, words: tuple[str, ...], code: int, says: str
) -> None:
    answer = table("register", *words)
    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)
    assert says in answer.err
    assert "refused" not in shown(table).out


def test_a_register_belongs_to_an_appointment_in_the_ledger(election: Calends, roll: Path) -> None:
    answer = election("register", "open", "secretary-general/2029", "ballot", "--roll", str(roll))
    assert answer.code == Code.NOT_FOUND
    assert "secretary-general/2029 is not in the ledger" in answer.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: the first line names the columns: name,delegation,role"),
        ("name,state\nA,B\n", "line 1: the first line names the columns"),
        ("name;delegation;role\nA;B\n", "line 2: it has 2 cells, not 3"),
        ("name,delegation,role\n\nA,Malta,deputy\n", "line 3: 'deputy' is neither"),
        ("name,delegation,role\n7,Malta,substitute\n", "line 2: '7' is not a name"),
        ("name,delegation,role\nA,(B),substitute\n", "line 2: a name cannot contain ( )"),
        ("name,delegation,role\nA\x07,Malta,substitute\n", "line 2: 'A\\x07' contains a character"),
        (
            "name,delegation,role\nA,Malta,substitute\na,Norway,substitute\n",
            "line 3: a stands on line 2 too",
        ),
        (
            "name,delegation,role\nA,Malta,substitute\nC,Norwey,substitute\n",
            "line 3: Norwey is no member State: did you mean Norway?",
        ),
        (
            "name,delegation,role\nA,Malta,substitute\nC,MALTA,substitute\n",
            "line 3: MALTA is no member State: did you mean Malta?",
        ),
        (
            "name,delegation,role\nA,Russia,substitute\n",
            "line 2: Russia is no member State: name it in English, as in Norway",
        ),
        ('name,delegation,role\n"A,B,substitute\n', "line 2: unexpected end of data"),
        ("name,delegation,role\n", "nobody is on the roll"),
    ],
)
def test_a_roll_that_cannot_be_read_is_named_with_its_line(
    election: Calends, roll: Path, text: str, says: str
) -> None:
    """And nothing is opened."""
    roll.write_text(text, encoding="utf-8")
    answer = election("register", "open", *BALLOT, "--roll", str(roll))
    assert (answer.code, answer.out) == (Code.BAD_INPUT, "")
    assert says in answer.err
    assert election("register", "show", *BALLOT).code == Code.NOT_FOUND


@pytest.mark.parametrize(
    ("ballot", "told", "says"),
    [
        ("ballot/99", (BEFORE,), f"The next ballot of {ID} is ballot, and not ballot/99: open"),
        ("ballot/2", (BEFORE,), f"The next ballot of {ID} is ballot, and not ballot/2: open the "
         "register of ballot, or close it and record its count first."),
        ("ballot", (BEFORE, FIRST), f"The next ballot of {ID} is ballot/2, and not ballot: open"),
        ("ballot", (BEFORE, FIRST, SECOND), f"No ballot lies ahead of {ID}: a register is opened "
         "for a ballot that is to be held."),
    ],
)  # fmt: skip
def test_idx_4_a_register_is_opened_for_the_ballot_that_comes_next(
    calends: Calends, roll: Path, tmp_path: Path, ballot: str, told: tuple[str, ...], says: str
) -> None:
    """Or it would be signed and closed, and used up when that ballot comes."""
    brought(calends, tmp_path, *told)
    answer = calends("register", "open", ID, ballot, "--roll", str(roll))
    assert (answer.code, answer.out, answer.err.count("\n")) == (Code.REFUSED, "", 1)
    assert says in answer.err
    assert calends("register", "show", ID, ballot).code == Code.NOT_FOUND


def test_a_second_ballot_has_its_register_once_that_of_the_first_is_closed(
    calends: Calends, roll: Path, tmp_path: Path
) -> None:
    """The engine may rest on the day: then the count comes on record later."""
    brought(calends, tmp_path, BEFORE)
    ok(calends("register", "open", *BALLOT, "--roll", str(roll)))
    second = ("register", "open", ID, "ballot/2", "--roll", str(roll))
    assert calends(*second).code == Code.REFUSED
    assert calends("register", "close", *BALLOT).code == Code.PENDING
    ok(calends(*second))
    brought(calends, tmp_path, BEFORE, FIRST)
    ok(calends(*second))


def test_a_second_ballot_has_its_register_once_the_first_is_counted(
    calends: Calends, roll: Path, tmp_path: Path
) -> None:
    brought(calends, tmp_path, BEFORE, FIRST)
    ok(calends("register", "open", ID, "ballot/2", "--roll", str(roll)))


def test_a_roll_from_a_spreadsheet_is_read(election: Calends, roll: Path) -> None:
    """Semicolons, a mark at the beginning, columns in another order, and letters in two parts."""
    text = "Role;Name;Delegation\r\nrepresentative;E\u0301mile\u00a0Gås;Türkiye\r\n"
    roll.write_bytes(b"\xef\xbb\xbf" + text.encode())
    ok(election("register", "open", *BALLOT, "--roll", str(roll)))
    assert sign(election, "Émile Gås").code == Code.DONE
    roll.write_bytes(text.encode("latin-1", errors="replace"))
    answer = election("register", "open", *BALLOT, "--roll", str(roll))
    assert "is not a text in UTF-8: save it as CSV in UTF-8" in answer.err


def test_a_signature_asked_for_again_by_its_id_is_the_same(table: Calends) -> None:
    """Where no answer came; with an id of its own it is a second signature."""
    again = ("Anna Berg", "--act-id", "of-anna")
    assert sign(table, *again) == sign(table, *again) == ok(sign(table, *again))
    assert sign(table, "Anna Berg").code == Code.REFUSED
    other = sign(table, "Bo Dahl", "--act-id", "of-anna")
    assert "the act id of-anna was used before, with other content" in other.err
    assert shown(table, "--json").json["signatures"] == 1


def test_where_no_answer_comes_the_person_is_told_how_to_learn_it() -> None:
    with Book.open(MEMORY) as book:
        away = LaidOut(Book(FaultyRecorder(book._recorder, reads=1)), REGISTER)
        with pytest.raises(
            Stop, match=r"To learn .* repeat the command with --act-id [\w-]+\.$"
        ) as told:
            registers.asked(away, Signed(Voter("Anna Berg")), "")
    assert told.value.code is Code.PENDING


def test_tables_sign_at_once_from_processes_of_their_own(table: Calends, home: Path) -> None:
    """Everybody comes to two tables: one gives a paper, the other does not."""
    tables = [
        subprocess.Popen(
            [sys.executable, "-m", "cli", "register", "sign", *BALLOT, name],
            cwd=ROOT,
            env=environment(home),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for name in (*NAMES, *NAMES)
    ]
    ended = [process.wait(60) for process in tables]

    one, other = ended[: len(NAMES)], ended[len(NAMES) :]
    assert [sorted(pair) for pair in zip(one, other, strict=True)] == [[0, 3]] * len(NAMES)
    answer = shown(table, "--json").json
    assert (answer["signatures"], answer["refused"]) == (len(NAMES), len(NAMES))


def test_other_commands_know_a_register_from_an_appointment(table: Calends) -> None:
    sign(table, "Anna Berg")
    assert [each["id"] for each in ok(table("list", "--json")).json] == [ID]
    assert {each["id"] for each in ok(table("agenda", "--json")).json} == {ID}
    verified = ok(table("verify", "--json")).json
    assert (verified["appointments"], verified["registers"], verified["entries"]) == (1, 1, 15)
    assert "of 1 appointment and 1 voting register are what was written" in table("verify").out
    assert ok(table("verify", ID, "--json")).json == verified


def test_a_register_that_does_not_add_up_is_said(table: Calends, home: Path) -> None:
    with Book.open(str(home / "ledger.sqlite"), create=False) as book:
        [register] = book.registers()
        again = book.read(register)[0].body.replace(b'"number":1', b'"number":2')
        again = again.replace(b'"act":"', b'"act":"x')
        book.append(register, after=1, entries=[("register-opened/1", again)])
    answer = sign(table, "Anna Berg")
    assert answer.code == Code.BROKEN
    assert "The register does not add up: entry 2 (register-opened/1) does not fit" in answer.err
    assert table("verify").code == Code.BROKEN
