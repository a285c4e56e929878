"""`calends export`: a bundle that an outsider can check, and never half of one."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.exports import Copied, noted
from terminal import surroundings
from tests.cli.conftest import Calends, loaded
from tests.conftest import DIARIES
from tests.ledger.bundles import Told, outsider

ID = "secretary-general/2014"
DIARY = DIARIES / "secretary_general" / "2014.diary"


@pytest.fixture
def ledger(calends: Calends) -> Calends:
    """A ledger with one closed appointment and another."""
    for year in ("2009", "2014"):
        assert calends("import", str(DIARY.with_name(f"{year}.diary"))).code == 0
    return calends


def check(bundle: Path, *words: str) -> Told:
    """What the program in the bundle says of it."""
    folder = bundle.with_suffix("")
    with zipfile.ZipFile(bundle) as packed:
        packed.extract("verify.py", folder)
    return outsider(bundle, *words, program=folder / "verify.py")


def test_an_appointment_is_exported_with_all_that_is_derived_from_it(
    ledger: Calends, tmp_path: Path
) -> None:
    out = tmp_path / "bundle.zip"

    said = ledger("export", ID, "--out", str(out))

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"{out}: 13 entries of {ID}.\n")
    with zipfile.ZipFile(out) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    assert files["appointment.diary"].decode() == ledger("diary", ID).out
    for code in ("en", "fr"):
        assert files[f"report.{code}.txt"].decode() == ledger("audit", ID, "--lang", code).out
    [edition] = json.loads(files["editions.json"])["editions"]
    assert (edition["office"], edition["appointments"]) == ("secretary-general", [ID])
    clauses = {each["id"]: each["about"] for each in json.loads(files["editions.json"])["clauses"]}
    assert clauses["REG 7.b"] == "the vote is secret"
    [calendar] = json.loads(files["calendars.json"])["calendars"]
    assert calendar["appointments"] == [ID]
    assert calendar["tables"]["part_sessions"]
    assert calendar["tables"]["days_off"]
    checked = check(out)
    assert (checked.code, checked.err) == (0, "")
    assert f"Sound. Proven of {ID}" in checked.out


def test_the_whole_ledger_is_exported_with_every_calendar_that_was_used(
    ledger: Calends, tmp_path: Path
) -> None:
    out = tmp_path / "all.zip"

    answer = ledger("export", "--all", "--out", str(out), "--json").json

    assert (answer["appointment"], answer["streams"], answer["left_out"]) == ("", 2, [])
    assert answer["entries"] == answer["size"] == 33
    checked = check(out, "--key", answer["verifier_key"])
    assert (checked.code, checked.err) == (0, "")
    with zipfile.ZipFile(out) as packed:
        calendars = json.loads(packed.read("calendars.json"))["calendars"]
    used = [each for calendar in calendars for each in calendar["appointments"]]
    assert sorted(used) == ["secretary-general/2009", ID]


def test_what_was_changed_in_a_calendar_since_is_told_beside_it(
    calends: Calends, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The June part-session of 2029 is cancelled. Somebody looks back in 2040."""
    monkeypatch.setattr(surroundings, "now", lambda: datetime(2040, 1, 2, 12, tzinfo=UTC))
    calends("import", str(DIARY.with_name("june-cancelled-2029.diary")))
    out, id_ = tmp_path / "bundle.zip", "secretary-general/2029"

    assert calends("export", id_, "--out", str(out)).code == 0

    with zipfile.ZipFile(out) as packed:
        [changed] = json.loads(packed.read("calendars.json"))["changed"]
    revised = changed["outcome"]
    assert (changed["appointment"], revised["kind"]) == (id_, "part-session-revised/1")
    assert (revised["year"], revised["part"], revised.get("opens")) == (2029, 3, None)


def test_the_same_ledger_gives_the_same_bytes_and_a_checkpoint_only_where_it_grew(
    ledger: Calends, home: Path, tmp_path: Path
) -> None:
    first = ledger("export", ID, "--out", str(tmp_path / "1.zip"), "--json").json
    second = ledger("export", ID, "--out", str(tmp_path / "2.zip"), "--json").json
    assert first["sha256"] == second["sha256"]
    assert len(list((home / "checkpoints").glob("*.txt"))) == 1

    assert ledger("import", str(DIARY.with_name("2024.diary"))).code == 0
    third = ledger("export", ID, "--out", str(tmp_path / "3.zip"), "--json").json
    assert third["size"] > first["size"]
    assert (
        "since each of 1 earlier checkpoint the ledger only grew" in check(tmp_path / "3.zip").out
    )


def test_a_checkpoint_that_was_mailed_agrees_with_a_later_bundle(
    ledger: Calends, tmp_path: Path
) -> None:
    lodged = tmp_path / "lodged.txt"
    lodged.write_text(ledger("checkpoint").out, encoding="utf-8")
    assert ledger("import", str(DIARY.with_name("2024.diary"))).code == 0
    assert ledger("export", ID, "--out", str(tmp_path / "later.zip")).code == 0

    checked = check(tmp_path / "later.zip", "--checkpoint", str(lodged))

    assert checked.code == 0
    assert "Lodged checkpoints: it agrees with the bundle." in checked.out


def test_typeset_reports_go_with_it_if_they_are_asked_for(ledger: Calends, tmp_path: Path) -> None:
    out = tmp_path / "bundle.zip"

    assert ledger("export", ID, "--out", str(out), "--pdf").code == 0

    with zipfile.ZipFile(out) as packed:
        pages = [packed.read(f"report.{code}.pdf") for code in ("en", "fr")]
    assert [each[:5] for each in pages] == [b"%PDF-", b"%PDF-"]
    assert check(out).code == 0


def test_every_export_is_noted_in_the_home(ledger: Calends, home: Path, tmp_path: Path) -> None:
    ledger("export", ID, "--out", str(tmp_path / "one.zip"))
    ledger("export", "--all", "--out", str(tmp_path / "all.zip"))

    assert [(each.what, each.place, each.appointment) for each in noted(home).copies] == [
        (Copied.BUNDLE, tmp_path / "one.zip", ID),
        (Copied.BUNDLE, tmp_path / "all.zip", ""),
    ]


def test_a_file_that_is_there_is_left_as_it_is(ledger: Calends, tmp_path: Path) -> None:
    out = tmp_path / "mine"
    out.write_text("mine")

    said = ledger("export", ID, "--out", str(out))

    assert (said.code, said.out) == (2, "")
    assert said.err == f"{out} is there already, and is not written over: name another.\n"
    assert out.read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), 2, "Give the id of an appointment, or --all"),
        ((ID, "--all"), 2, "Give the id of an appointment, or --all"),
        (("--all", "--pdf"), 2, "--pdf goes with one appointment"),
        (("secretary-general/2031",), 4, "secretary-general/2031 is not in the ledger"),
        (("nonsense",), 2, "'nonsense' is not an appointment"),
    ],
)
def test_what_cannot_be_exported_is_said_and_nothing_is_written(
    ledger: Calends, tmp_path: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    out = tmp_path / "bundle.zip"

    said = ledger("export", *words, "--out", str(out))

    assert (said.code, said.out) == (code, "")
    assert says in said.err
    assert not out.exists()


def test_a_folder_that_is_not_there_is_named(ledger: Calends, tmp_path: Path) -> None:
    said = ledger("export", ID, "--out", str(tmp_path / "nowhere" / "bundle.zip"))

    assert said.code == 2
    assert f"There is no folder {tmp_path / 'nowhere'}" in said.err


def test_an_empty_ledger_has_nothing_to_export(calends: Calends, tmp_path: Path) -> None:
    said = calends("export", "--all", "--out", str(tmp_path / "bundle.zip"))

    assert said.code == 2
    assert "nothing in the ledger to sign yet" in said.err
    assert not (tmp_path / "bundle.zip").exists()


def test_a_record_that_does_not_fit_its_procedure_is_exported_without_its_reports(
    ledger: Calends, home: Path, tmp_path: Path
) -> None:
    """An auditor wants that one most: its entries and proofs are there all the same."""
    with Book.open(str(home / "ledger.sqlite")) as book:
        last = book.read(ID)[-1]
        again = [(last.kind, last.body.replace(b'"number":13', b'"number":14'))]
        book.append(ID, after=last.number, entries=again)
    out = tmp_path / "bundle.zip"

    said = ledger("export", ID, "--out", str(out))

    assert said.code == 1
    assert f"What is derived of {ID} is left out: " in said.err
    assert check(out).code == 0
    with zipfile.ZipFile(out) as packed:
        assert not [name for name in packed.namelist() if name.startswith("report")]


@pytest.mark.usefixtures("ledger")
def test_it_imports_no_engine(home: Path, tmp_path: Path) -> None:
    """As every command that only reads."""
    modules = loaded(home, "export", ID, "--out", str(tmp_path / "bundle.zip"))

    assert (tmp_path / "bundle.zip").exists()
    assert "temporalio" not in modules
