"""`calends audit --pdf` and `calends audit --all`: whole files or none, and whoever is left out."""

import sys
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.audit.punctuality import Punctuality
from ledger.exports import Copied, noted
from ledger.notes import verifier_of
from terminal.faults import Code
from tests.cli.conftest import ROOT, Calends
from tests.ledger.raw import tamper
from tests.reports.reading import first_page, squeezed

PASTS = ("secretary_general/2024", "secretary_general/2019", "commissioner/2024")
ID = "secretary-general/2024"
FOREIGN = Ed25519PrivateKey.from_private_bytes(bytes(32))


@pytest.fixture
def three(calends: Calends) -> Calends:
    """The program, with three appointments of the past in its ledger."""
    for each in PASTS:
        assert calends("import", str(ROOT / "tests" / "diaries" / f"{each}.diary")).code == 0
    return calends


def test_pages_are_written_whole_and_twice_alike(three: Calends, tmp_path: Path) -> None:
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    for file in (one, other):
        answer = three("audit", ID, "--pdf", str(file), "--lang", "fr")
        assert (answer.code, answer.out, answer.err) == (Code.DONE, "", "")
    assert one.read_bytes().startswith(b"%PDF-1.7")
    assert one.read_bytes() == other.read_bytes()
    assert {each.name for each in tmp_path.iterdir()} == {"home", "one.pdf", "other.pdf"}


def test_a_file_is_never_written_over(three: Calends, tmp_path: Path) -> None:
    taken = tmp_path / "taken.pdf"
    taken.write_bytes(b"mine")
    for options in (("audit", ID), ("audit", "--all", "--from", "2019", "--to", "2024")):
        for flag in ("--pdf", "--out"):
            answer = three(*options, flag, str(taken))
            assert answer.code == Code.BAD_INPUT
            assert "is there already" in answer.err
            assert three(*options, flag, "-").err.startswith("- names no file")
        both = three(*options, "--pdf", str(tmp_path / "free.pdf"), "--out", str(taken))
        assert both.code == Code.BAD_INPUT
    assert taken.read_bytes() == b"mine"
    assert {each.name for each in tmp_path.iterdir()} == {"home", "taken.pdf"}


def test_every_report_in_a_file_is_noted_so_that_an_erasure_looks_into_it(
    three: Calends, tmp_path: Path, home: Path
) -> None:
    three("audit", ID, "--pdf", str(tmp_path / "a.pdf"), "--out", str(tmp_path / "a.txt"))
    three("audit", "--all", "--from", "2019", "--to", "2024", "--out", str(tmp_path / "all.txt"))

    assert [(each.what, each.place.name, each.appointment) for each in noted(home).copies] == [
        (Copied.REPORT, "a.pdf", ID),
        (Copied.REPORT, "a.txt", ID),
        (Copied.REPORT, "all.txt", ""),
    ]


def test_a_folder_that_is_not_there_is_said(three: Calends, tmp_path: Path) -> None:
    answer = three("audit", ID, "--pdf", str(tmp_path / "nowhere" / "a.pdf"))
    assert answer.code == Code.BAD_INPUT
    assert "cannot be written: No such file or directory" in answer.err


def test_pages_and_records_in_one_go(three: Calends, tmp_path: Path) -> None:
    answer = three("audit", ID, "--pdf", str(tmp_path / "a.pdf"), "--json")
    assert answer.json["case"]["id"] == ID
    assert (tmp_path / "a.pdf").exists()


def test_a_checkpoint_goes_on_the_first_page(three: Calends, tmp_path: Path) -> None:
    note, pages = tmp_path / "note.txt", tmp_path / "a.pdf"
    note.write_text(three("checkpoint", "--json").json["note"], encoding="utf-8")
    assert three("audit", ID, "--pdf", str(pages), "--checkpoint", str(note)).code == Code.DONE
    page, lines = first_page(pages.read_bytes()), note.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if squeezed(line) not in page] == []


def test_a_checkpoint_that_does_not_vouch_for_the_report_is_not_printed_on_it(
    three: Calends, tmp_path: Path, home: Path
) -> None:
    """Signed before its last entry; by a foreign key; of entries that are gone, or rewritten."""
    note, pages = tmp_path / "note.txt", tmp_path / "a.pdf"
    note.write_text(three("checkpoint", "--json").json["note"], encoding="utf-8")
    words = ("--pdf", str(pages), "--checkpoint", str(note))
    later = "judge/ireland/2014"
    diary = ROOT / "tests" / "diaries" / "judge" / "ireland-2014.diary"
    assert three("import", str(diary)).code == Code.DONE

    early = three("audit", later, *words)
    key = (home / "verifier-key.txt").read_text()
    (home / "verifier-key.txt").write_text(str(verifier_of(FOREIGN, "calends")))
    foreign = three("audit", ID, *words)
    (home / "verifier-key.txt").write_text(key)
    tamper(str(home / "ledger.sqlite"), "DELETE FROM entries WHERE originator_id = ?", (ID,))
    gone = three("audit", "secretary-general/2019", *words)
    rewrite = "UPDATE entries SET state = CAST(state || ' ' AS BLOB)"
    where = "WHERE originator_id = 'commissioner/2024' AND originator_version = 2"
    tamper(str(home / "ledger.sqlite"), f"{rewrite} {where}")
    broken = three("audit", "secretary-general/2019", *words)

    assert [each.code for each in (early, foreign, gone, broken)] == [2, 2, 1, 1]
    assert f"was signed before the last entry of {later} was written" in early.err
    assert "signed by a foreign key" in foreign.err
    assert f"({note}): `calends verify --against` says more" in gone.err
    assert "Entry 2 of commissioner/2024 is not what was written" in broken.err
    assert not pages.exists()


@pytest.mark.parametrize("text", [None, "", "not a note\n", "a\n\n— b c\n"])
def test_what_is_no_checkpoint_is_refused(three: Calends, tmp_path: Path, text: str | None) -> None:
    note = tmp_path / "note.txt"
    if text is not None:
        note.write_text(text, encoding="utf-8")
    pages = tmp_path / "a.pdf"
    answer = three("audit", ID, "--pdf", str(pages), "--checkpoint", str(note))
    assert answer.code == Code.BAD_INPUT
    assert "checkpoint" in answer.err
    assert not pages.exists()


def test_without_the_typesetter_nothing_is_written(
    three: Calends, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    answer = three("audit", ID, "--pdf", str(tmp_path / "a.pdf"))
    assert answer.code == Code.BAD_INPUT
    assert "pip install 'calends[pdf]'" in answer.err
    assert list(tmp_path.iterdir()) == [tmp_path / "home"]


def test_the_annual_report_counts_what_happened_in_its_time(three: Calends) -> None:
    answer = three("audit", "--all", "--from", "2024", "--to", "2024", "--json")
    found = msgspec.json.decode(answer.out, type=Punctuality)
    assert {each.appointment for each in found.appointments} == {
        "commissioner/2024",
        "secretary-general/2024",
    }
    assert found.tally.measured == found.tally.early + found.tally.in_time + found.tally.late
    text = three("audit", "--all", "--from", "2024", "--to", "2024").out
    assert f"Appointments: 2. Steps: {found.tally.steps}." in text


def test_days_bound_the_time_as_years_do(three: Calends) -> None:
    years = three("audit", "--all", "--from", "2024", "--to", "2024").out
    days = three("audit", "--all", "--from", "2024-01-01", "--to", "2024-12-31").out
    assert years == days
    one_day = three("audit", "--all", "--from", "2024-06-25", "--to", "2024-06-25", "--json")
    assert [each["stage"] for each in one_day.json["stages"]] == ["ballot"]
    assert one_day.json["tally"]["steps"] == 2


def test_the_annual_report_as_pages_in_both_languages(three: Calends, tmp_path: Path) -> None:
    for lang in ("en", "fr"):
        file = tmp_path / f"{lang}.pdf"
        answer = three(
            "audit", "--all", "--from", "2018", "--to", "2024", "--lang", lang, "--pdf", str(file)
        )
        assert (answer.code, answer.out) == (Code.DONE, "")
    english, french = (first_page((tmp_path / f"{of}.pdf").read_bytes()) for of in ("en", "fr"))
    assert "Punctualityoftheappointmentprocedures" in english
    assert "Ponctualitédesprocéduresdenomination" in french


def test_what_was_recorded_later_is_left_out_as_known_then(three: Calends) -> None:
    """All three were imported today."""
    then = three("audit", "--all", "--from", "2024", "--to", "2024", "--known-on", "2024-12-31")
    assert then.code == Code.DONE
    assert "No appointment had a step in this time." in then.out


def test_an_appointment_that_cannot_be_read_is_named_and_left_out(
    three: Calends, home: Path, tmp_path: Path
) -> None:
    tamper(
        str(home / "ledger.sqlite"),
        "UPDATE entries SET state = replace(state, 'Berset', 'Bersat') WHERE originator_id = ?",
        (ID,),
    )
    answer = three("audit", "--all", "--from", "2019", "--to", "2024")
    assert answer.code == Code.BROKEN
    assert f"Left out: {ID} cannot be read." in answer.out
    assert f"{ID} is left out: " in answer.err
    assert "commissioner/2024" in answer.out
    pages = tmp_path / "a.pdf"
    answer = three("audit", "--all", "--from", "2019", "--to", "2024", "--pdf", str(pages))
    assert answer.code == Code.BROKEN
    assert pages.exists()


@pytest.mark.parametrize(
    ("words", "because"),
    [
        ((), "name an appointment"),
        (("--all",), "needs --from and --to"),
        (("--all", "--from", "2024"), "needs --from and --to"),
        (("--all", "--from", "2024", "--to", "2023"), "cannot end on 2023-12-31"),
        (("--all", "--from", "20x4", "--to", "2024"), "is not a year"),
        (("--all", "--from", "2024-13-01", "--to", "2024"), "2024-13-01"),
        (("--all", ID, "--from", "2024", "--to", "2024"), "--all takes no appointment"),
        (("--all", "--as-of", "2024-01-01", "--from", "2024", "--to", "2024"), "--all takes no"),
        ((ID, "--from", "2024"), "name an appointment"),
        ((ID, "--checkpoint", "note.txt"), "--checkpoint goes with --pdf"),
    ],
)
def test_what_does_not_go_together_is_said(
    three: Calends, words: tuple[str, ...], because: str
) -> None:
    answer = three("audit", *words)
    assert answer.code == Code.BAD_INPUT
    assert because.lower() in answer.err.lower()
