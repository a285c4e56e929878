"""`import` at the terminal: files and folders, whole or not at all, and marks that stay visible."""

import os
from pathlib import Path

import pytest

from terminal import importing
from tests.cli.conftest import ROOT, Calends
from tests.conftest import DIARIES

PAST = DIARIES / "secretary_general"
TABLE = ROOT / "docs" / "clerks" / "past.csv"
YEARS = ("2009", "2014", "2019", "2024")
OF_2024 = (PAST / "2024.diary").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Diaries in folders, and what else lies about in such places."""
    folder = tmp_path / "past"
    for year in YEARS:
        (folder / year[:3]).mkdir(parents=True, exist_ok=True)
        text = (PAST / f"{year}.diary").read_text(encoding="utf-8")
        (folder / year[:3] / f"{year}.diary").write_text(text, encoding="utf-8")
    (folder / "README.txt").write_text("Not for you.")
    (folder / ".past.csv").write_text("What an editor left behind.")
    (folder / ".git").mkdir()
    (folder / ".git" / "old.diary").write_text("nonsense")
    return folder


def listed(calends: Calends) -> list[str]:
    return [each["id"] for each in calends("list", "--json").json]


def left_in(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir() if "import" in path.name)


def test_a_folder_is_imported_as_one_in_the_order_of_its_names(
    calends: Calends, folder: Path, home: Path
) -> None:
    answer = calends("import", str(folder))

    assert (answer.code, answer.err) == (0, "")
    first, *_, last = answer.out.splitlines()
    assert first == (
        "secretary-general/2009: 20 new entries, 20 in all; Thorbjørn Jagland in office from "
        "2009-10-01"
    )
    assert last == "4 appointments from 4 files: 66 new entries, 66 in all."
    assert listed(calends) == [f"secretary-general/{year}" for year in YEARS]
    assert calends("verify").code == 0
    assert left_in(home) == []


def test_a_repeat_says_that_nothing_is_new(calends: Calends, folder: Path) -> None:
    calends("import", str(folder))
    again = calends("import", str(folder), "--json").json

    assert (again["new"], again["entries"], again["faults"]) == (0, 66, [])
    assert [each["new"] for each in again["appointments"]] == [0] * 4
    assert again["appointments"][0] == {
        "id": "secretary-general/2009",
        "file": str(folder / "200" / "2009.diary"),
        "new": 0,
        "entries": 20,
        "status": "closed",
        "stage": "",
        "elected": "Thorbjørn Jagland",
        "mandate_starts": "2009-10-01",
        "mark": "seen",
    }


def test_files_and_folders_may_be_named_together_and_each_counts_once(
    calends: Calends, folder: Path, tmp_path: Path
) -> None:
    os.symlink(folder / "201", tmp_path / "again")
    answer = calends("import", str(folder / "201" / "2014.diary"), str(tmp_path / "again"))

    assert answer.code == 0
    assert "2 appointments from 2 files" in answer.out


def test_a_table_is_imported_beside_diaries(calends: Calends, folder: Path) -> None:
    for year in ("2014", "2024"):
        (folder / year[:3] / f"{year}.diary").unlink()
    (folder / "PAST.CSV").write_bytes(b"\xef\xbb\xbf" + TABLE.read_bytes().replace(b"\n", b"\r\n"))

    assert calends("import", str(folder)).code == 0
    assert sorted(listed(calends)) == [f"secretary-general/{year}" for year in YEARS]
    acts = [
        each["act"] for each in calends("show", "secretary-general/2014", "--json").json["entries"]
    ]
    assert all(act.startswith("table-") for act in acts)


def test_every_fault_of_every_file_is_told_and_nothing_is_written(
    calends: Calends, folder: Path, home: Path
) -> None:
    """Of what cannot be read each line; of what cannot be carried out the first."""
    (folder / "201" / "2014.diary").write_bytes(b"\xff\xfe")
    broken = (PAST / "2019.diary").read_text(encoding="utf-8").replace("are closed", "are shut")
    broken = broken.replace("CM/Res(2019)2", "CM/Res[2019]2").replace(
        "is proposed by Belgium", "runs"
    )
    (folder / "201" / "2019.diary").write_text(broken, encoding="utf-8")
    uneven = OF_2024.replace("Reynders 70", "Reynders 70 (papers 241, blank 0, spoiled 9)")
    (folder / "202" / "2024.diary").write_text(uneven, encoding="utf-8")
    (folder / "z.csv").write_text("appointment;day;stage;mark\nking/2024;2024-01-01;open;\n")

    answer = calends("import", str(folder))

    assert (answer.code, answer.out) == (2, "")
    *faults, last = answer.err.splitlines()
    where = [line.removeprefix(f"{folder}{os.sep}").partition(":")[0] for line in faults]
    assert where[0].startswith("201/2014.diary is not a text in UTF-8")
    assert where[1:-2] == ["201/2019.diary, line 5", "201/2019.diary, line 10"]
    assert where[-2:] == ["202/2024.diary, line 16", "z.csv, line 2"]
    assert last == "Nothing was imported: 5 faults."
    assert listed(calends) == []
    assert left_in(home) == []
    assert [fault["line"] for fault in calends("import", str(folder), "--json").json["faults"]] == [
        0, 5, 10, 16, 2,
    ]  # fmt: skip


def test_only_the_first_hundred_faults_are_shown(calends: Calends, tmp_path: Path) -> None:
    rows = [f"secretary-general/{year},today,open," for year in range(1800, 1950)]
    table = tmp_path / "past.csv"
    table.write_text("\n".join(("appointment,day,stage,mark", *rows)))

    answer = calends("import", str(table))

    assert answer.code == 2
    assert answer.err.count("is not a day") == importing.SHOWN
    assert answer.err.splitlines()[-1] == (
        "Nothing was imported: 150 faults, of which the first 100 are shown."
    )
    assert len(calends("import", str(table), "--json").json["faults"]) == 150


@pytest.mark.parametrize(
    ("paths", "code", "says"),
    [
        ((), 2, "Name the diaries and tables to be imported, or folders of them."),
        (("nowhere",), 4, "There is no file nowhere."),
        (("empty",), 2, "No diary (.diary) and no table (.csv) lies in empty."),
    ],
)
def test_what_is_not_there_is_said(
    calends: Calends,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    paths: tuple[str, ...],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert calends("import", *paths) == (code, "", f"{says}\n")


def test_the_columns_of_a_table_are_listed(calends: Calends) -> None:
    out = calends("import", "--columns").out

    assert out.startswith("appointment: its id, as in secretary-general/2014 or judge/andorra/2027")
    assert "closing: 2029-01-10 (call, renewed-call)\n" in out
    known = {each["name"] for each in calends("import", "--columns", "--json").json}
    assert known >= set(TABLE.read_text(encoding="utf-8").splitlines()[0].split(","))


def test_open_appointments_wait_for_their_clerks_in_one_sentence(
    calends: Calends, tmp_path: Path
) -> None:
    table = tmp_path / "open.csv"
    rows = [f"secretary-general/{year},2024-09-02,open,,2018" for year in (2028, 2029)]
    table.write_text("\n".join(("appointment,day,stage,mark,edition", *rows)))

    answer = calends("import", str(table))

    assert answer.code == 5
    assert answer.err.count("\n") == 1
    assert "2 open appointments are in the ledger, but not all clerks were started" in answer.err
    assert len(listed(calends)) == 2


def test_open_appointments_are_given_their_clerks(desk: Calends, year: int, tmp_path: Path) -> None:
    """A row of the past that has not ended goes on with the engine."""
    id_ = f"secretary-general/{year}"
    table = tmp_path / "open.csv"
    table.write_text(f"appointment,day,stage,mark\n{id_},{year - 1}-09-02,open,\n")

    assert desk("import", str(table)).code == 0
    [clerk] = [each for each in desk("resume", "--json").json if each["id"] == id_]
    assert clerk["started"] is False


def test_somebody_at_a_terminal_hears_how_far_it_is(
    calends: Calends, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nobody else does: a script reads answers only."""
    monkeypatch.setattr(importing, "EVERY", 0.0)
    assert calends("import", str(folder)).err == ""

    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    said = calends("import", str(folder)).err.splitlines()

    assert said[1] == "2 of 4 appointments are decided; none is written yet."
    assert len(said) == 4


# -- A diary that contradicts itself ---------------------------------------------------------


CALLED = "the Committee of Ministers calls for candidatures until 10 January 2024"


@pytest.mark.parametrize(
    ("was", "reads", "line", "says"),
    [
        # A step before the one that it rests on.
        ("in March 2024        the Committee of Ministers i", "in December 2023     the Committee "
         "of Ministers i", 10,
         "interviews cannot precede the step that it rests on, of 2024-01-10"),
        ("18 September 2024    the elected", "1 June 2024          the elected", 19,
         "start cannot precede the step that it rests on, of 2024-06-25"),
        # A count that does not add up.
        ("Reynders 70", "Reynders 70 (papers 245, blank 1, spoiled 1)", 16, "RoP 40"),
        ("Reynders 46", "Reynders 46 (cast 300)", 18, "do not make 300 votes cast"),
        # The same line twice, with other content.
        (f"{CALLED} [from the calendar]\n", f"{CALLED} [from the calendar]\nin October 2023      "
         f"{CALLED.replace('10 J', '12 J')}\n", 5, "the stage call is not open"),
        ("Didier Reynders (Belgium) is", "Indrek Saar (Estonia) is", 6, "Indrek Saar"),
        # An arrow that does not come true.
        ("-> opens: ballot/2", "-> elected: Alain Berset", 16, "expected elected: Alain Berset"),
        ("-> closed", "-> open", 19, "expected open; it is closed"),
        ("25 June 2024         the Assembly votes: Alain Berset 114",
         "25 June 2024         the Assembly votes: Alain Berset 85", 18, "expected elected"),
        # Somebody who is not a candidate, or a vote for nobody on the list.
        ("until 10 January 2024", "until 10 January 2022", 4, "2022-01-10"),
        ("Saar 79", "Sara 79", 16, "Sara"),
        # Days that cannot be.
        ("25 June 2024  ", "31 June 2024  ", 16, "31 June 2024 is not a day"),
        ("from 1 October 2023 to 10", "from 1 February 2024 to 10", 5, "ends before it begins"),
        ("18 September 2024", "18 September 2094", 19, "lies in the future"),
        # Rules and offices that nobody knows.
        ("edition 2018", "edition 1789", 1, "no edition 1789 of the rules is known"),
        ("secretary-general 2024", "king 2024", 1, "no office king is known"),
        ("secretary-general 2024", "secretary-general 2044", 3, "departs from its window 2043-09"),
    ],
)  # fmt: skip
def test_a_diary_that_contradicts_itself_is_told_with_its_line_and_nothing_is_written(
    calends: Calends, tmp_path: Path, was: str, reads: str, line: int, says: str
) -> None:
    assert OF_2024.count(was) >= 1
    diary = tmp_path / "bad.diary"
    diary.write_text(OF_2024.replace(was, reads, 1), encoding="utf-8")

    answer = calends("import", str(diary))

    assert (answer.code, answer.out) == (2, "")
    assert f"{diary}, line {line}: " in answer.err
    assert says in answer.err
    assert answer.err.endswith("Nothing was imported: 1 fault.\n")
    assert listed(calends) == []


# -- Marks -----------------------------------------------------------------------------------


UNSEEN = OF_2024.replace("takes up office -> closed", "takes up office [not on record] -> closed")


@pytest.fixture
def with_marks(calends: Calends, tmp_path: Path) -> Calends:
    """The election of 2024, as if the day of the start were not on record either."""
    diary = tmp_path / "marked.diary"
    diary.write_text(UNSEEN, encoding="utf-8")
    assert "in office from 2024-09-18 (day not on record)" in calends("import", str(diary)).out
    return calends


SG = "secretary-general/2024"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("show", SG), "in office: 18 September 2024 (day not on record) to 17 September 2029"),
        (("show", SG), "is consulted on all candidatures day not on record"),
        (("show", SG), "confirms the date of the election: from 24 June 2024 to 28 June 2024 from "
         "the calendar"),
        (("list", "--json"), '"mandate_mark": "unknown"'),
        (("show", SG, "--json"), '"mandate_mark": "unknown"'),
        (("diary", SG), "18 September 2024 the elected takes up office [not on record; recorded"),
        (("replay", SG), "is consulted on all candidatures day not on record"),
        (("replay", SG, "--diff", "2023-12-31", "2024-01-31"),
         "In January 2024 (day not on record), the Joint Committee is consulted"),
        (("replay", SG, "--diff", "2024-06-30", "2024-09-30"),
         "Alain Berset is in office: 18 September 2024 (day not on record) to"),
        (("terms", "secretary-general", "--all"), "Alain Berset (Switzerland); day not on record"),
        (("feed", SG), "Done: in January 2024 (day not on record)"),
        (("feed", SG, "--lang", "fr"), "Fait : en janvier 2024 (jour non consigné)"),
        (("feed", SG), "Done: in October 2023 (from the calendar)"),
        (("feed", SG, "--lang", "fr"), "Fait : en octobre 2023 (jour déduit du calendrier)"),
    ],
)  # fmt: skip
def test_a_day_that_was_not_seen_bears_its_mark_wherever_it_is_told(
    with_marks: Calends, words: tuple[str, ...], says: str
) -> None:
    answer = with_marks(*words)

    assert answer.code == 0, answer.err
    assert says in " ".join(answer.out.replace("\r\n ", "").replace("\n ", "\n").split())
