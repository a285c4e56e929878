"""`checkpoint` and `verify`: what the ledger was is signed, and later it is held against that."""

import shutil
import sqlite3
from base64 import b64decode
from contextlib import closing
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.merkle import consistent
from ledger.notes import check, read_note, read_verifier_key
from terminal.faults import Code
from tests.cli.conftest import ROOT, Calends
from tests.ledger import raw

PAST = ROOT / "tests" / "diaries" / "secretary_general"
FIRST, SECOND = "secretary-general/2024", "secretary-general/2019"
CURE = (
    "Keep this ledger as it is for the auditors, and go on with a copy that verifies: "
    "`calends restore` puts one back."
)
NONE_YET = "there is no checkpoint yet to compare them with"


def bring(calends: Calends, year: int) -> None:
    assert calends("import", str(PAST / f"{year}.diary")).code == 0


@pytest.fixture
def signed(calends: Calends, home: Path) -> Path:
    """A ledger with one appointment, its checkpoint, and a second appointment after it."""
    bring(calends, 2024)
    assert calends("checkpoint").code == 0
    bring(calends, 2019)
    return home


def first_note(home: Path) -> Path:
    return home / "checkpoints" / "000000000016.txt"


def test_a_checkpoint_is_the_note_and_nothing_else(calends: Calends, home: Path) -> None:
    """On the standard output, so that it can be piped to a printer or a mail; the place beside."""
    assert calends("checkpoint", "--public-key").code == Code.NOT_FOUND
    empty = calends("checkpoint")
    assert (empty.code, empty.out) == (Code.BAD_INPUT, "")
    assert "nothing in the ledger to sign yet" in empty.err
    assert not home.exists()
    bring(calends, 2024)

    answer = calends("checkpoint")
    again = calends("checkpoint")

    place = first_note(home)
    assert answer.out == place.read_text(encoding="utf-8") == again.out
    assert answer.err == f"Kept in {place}.\n"
    assert again.err == f"Nothing was written since the last one: {place}.\n"
    key = calends("checkpoint", "--public-key").out
    assert key == (home / "verifier-key.txt").read_text(encoding="utf-8")
    said = check(read_note(answer.out), read_verifier_key(key))
    assert (said.origin, said.size, said.streams) == ("calends", 16, 1)
    asked = calends("checkpoint", "--json").json
    assert (asked["note"], asked["place"], asked["size"]) == (answer.out, str(place), 16)
    assert (asked["new"], asked["verifier_key"], asked["proof"]) == (False, key.strip(), None)
    assert calends("checkpoint", "--public-key", "--json").json == {"verifier_key": key.strip()}


def test_since_proves_that_an_older_one_still_holds(calends: Calends, signed: Path) -> None:
    """In the form in which a witness of C2SP is told: the old size, the proof, the new note."""
    answer = calends("checkpoint", "--since", str(first_note(signed)))
    asked = calends("checkpoint", "--since", str(first_note(signed)), "--json").json

    assert answer.code == 0
    told, _, note = answer.out.partition("\n\n")
    old, *path = told.split("\n")
    assert (old, path) == ("old 16", asked["proof"]["path"])
    assert note == asked["note"]
    key = read_verifier_key(asked["verifier_key"])
    before = check(read_note(first_note(signed).read_text(encoding="utf-8")), key)
    now = check(read_note(note), key)
    assert (asked["proof"]["since"], now.size) == (16, asked["size"])
    steps = [b64decode(step) for step in path]
    assert consistent(before.size, now.size, before.root, now.root, steps)
    wrong = calends("checkpoint", "--since", str(first_note(signed)), "--public-key")
    assert (wrong.code, wrong.out) == (Code.BAD_INPUT, "")


def test_the_ledger_has_a_name_of_its_own(
    calends: Calends, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CALENDS_ORIGIN; under another name the same key signs nothing."""
    monkeypatch.setenv("CALENDS_ORIGIN", "calends.example.org/ledger")
    bring(calends, 2024)
    assert calends("checkpoint").out.startswith("calends.example.org/ledger\n16\n")
    monkeypatch.setenv("CALENDS_ORIGIN", "another")
    answer = calends("checkpoint")
    assert (answer.code, answer.out) == (Code.BAD_INPUT, "")
    assert "set CALENDS_ORIGIN as it was" in answer.err
    monkeypatch.setenv("CALENDS_ORIGIN", "our ledger")
    assert "CALENDS_ORIGIN is 'our ledger', and must be a name" in calends("checkpoint").err


# -- verify ----------------------------------------------------------------------------------


def test_verify_says_against_how_many_checkpoints_since_when(
    calends: Calends, home: Path, tmp_path: Path
) -> None:
    """None yet is no fault; one that was lodged elsewhere counts like those that were kept."""
    bring(calends, 2024)
    assert NONE_YET in calends("verify").out
    assert calends("verify", "--json").json["since"] is None
    assert calends("checkpoint").code == 0
    assert calends("verify").out.startswith(
        "Sound: 16 entries of 1 appointment are what was written, and fit their procedures; "
        "the checkpoint of "
    )
    bring(calends, 2019)
    assert calends("checkpoint").code == 0
    lodged = shutil.copy(first_note(home), tmp_path / "lodged.txt")

    found = calends("verify", "--against", str(lodged), "--json").json
    assert (found["sound"], found["checkpoints"], found["unlike"]) == (True, 2, [])
    assert found["since"].endswith("Z")
    assert calends("verify", FIRST, "--json").json["checkpoints"] == 2
    assert "; 2 checkpoints agree, the first of " in calends("verify", FIRST).out
    assert calends("verify", SECOND, "--json").json["checkpoints"] == 1


def test_verify_finds_what_the_chain_cannot(calends: Calends, signed: Path) -> None:
    """A tail that was cut off; a whole appointment removed; a ledger written anew."""
    ledger = str(signed / "ledger.sqlite")
    raw.tamper(
        ledger,
        "DELETE FROM entries WHERE originator_id = ? AND originator_version > 14",
        [FIRST],
    )
    answer = calends("verify")
    assert (answer.code, answer.out, answer.err.count("\n")) == (Code.BROKEN, "", 2)
    assert answer.err.startswith(f"{FIRST} ends with entry 14, and had 16 when it was signed on ")
    assert answer.err.endswith(f"UTC (checkpoint {first_note(signed)}).\n{CURE}\n")
    [unlike] = calends("verify", FIRST, "--json").json["unlike"]
    assert (unlike["appointment"], unlike["number"]) == (FIRST, 15)
    assert calends("verify", SECOND).code == 0
    refused = calends("checkpoint")
    assert (refused.code, refused.out) == (Code.BROKEN, "")
    assert "nothing is signed until the ledger is what was signed before" in refused.err

    raw.tamper(ledger, "DELETE FROM entries WHERE originator_id = ?", [FIRST])
    assert f"{FIRST} is gone, and had 16 entries when" in calends("verify").err

    raw.tamper(ledger, "DELETE FROM entries")
    bring(calends, 2024)  # written anew, later: other instants, another digest, a right chain
    with Book.open(ledger) as book:
        assert book.verify() == ()
    assert f"Entry 16 of {FIRST} is not what was signed on" in calends("verify").err


def test_verify_says_that_a_list_is_not_what_was_signed_for(calends: Calends, signed: Path) -> None:
    """The record is proved without it; only an entry could not be named."""
    heads = first_note(signed).with_suffix(".heads")
    whole = heads.read_text(encoding="utf-8")
    for spoil in (heads.unlink, lambda: heads.write_text(whole.replace("16", "15", 1))):
        spoil()

        answer = calends("verify")

        assert (answer.code, answer.out[:6]) == (0, "Sound:")
        assert f"The list of last entries beside {first_note(signed)} is gone" in answer.err
        assert calends("verify", "--json").json["unlisted"] == [str(first_note(signed))]
    assert "; the checkpoint of " in calends("verify", FIRST).out
    delete = "DELETE FROM entries WHERE originator_id = ? AND originator_version > 14"
    raw.tamper(str(signed / "ledger.sqlite"), delete, [FIRST])
    cut = calends("verify", FIRST)
    assert (cut.code, cut.out) == (Code.BROKEN, "")
    assert cut.err.startswith(
        "Entries 1 to 16 in the order of writing are not all what was signed "
    )
    heads.write_text(whole, encoding="utf-8")
    answer = calends("verify", FIRST)
    assert answer.err.startswith(f"{FIRST} ends with entry 14, and had 16 when it was signed on ")
    assert answer.err.endswith(f"\n{CURE}\n")


def test_verify_names_the_checkpoint_that_is_not_ours(
    calends: Calends, signed: Path, tmp_path: Path
) -> None:
    """Forged, by a foreign key, of another ledger, cut short, not there: each in one sentence."""
    note = first_note(signed).read_text(encoding="utf-8")
    lodged = tmp_path / "lodged.txt"
    key = signed / "verifier-key.txt"
    ours = key.read_text(encoding="utf-8")
    for text, verifier, says in (
        (note.replace("\n16\n", "\n15\n"), ours, "was changed or forged"),
        (note.replace("calends", "elsewhere"), ours, "is of the ledger elsewhere"),
        (note[:90], ours, "is no signed checkpoint"),
        (note, FOREIGN, "signed by a foreign key"),
        (note, "", "is no verifier key"),
    ):
        lodged.write_text(text, encoding="utf-8")
        key.write_text(verifier, encoding="utf-8")
        answer = calends("verify", "--against", str(lodged))
        assert (answer.code, answer.out) == (Code.BROKEN, "")
        assert says in answer.err
        [*_, unlike] = calends("verify", FIRST, "--against", str(lodged), "--json").json["unlike"]
        assert unlike["checkpoint"] == str(lodged)
        assert says in unlike["because"]
        assert calends("checkpoint", "--since", str(lodged)).code == Code.BAD_INPUT
    key.write_text(ours, encoding="utf-8")
    missing = calends("verify", "--against", str(tmp_path / "nothing.txt"))
    assert (missing.code, missing.out) == (Code.BAD_INPUT, "")
    assert "nothing.txt is not there: say where the checkpoint is" in missing.err


FOREIGN = "calends+b3ec4b6a+Af+aZSArJzkqXhtKCGa8P46Es6Y4sOcotgwQlCbBQZW4"


def test_a_broken_chain_is_never_signed(calends: Calends, signed: Path) -> None:
    raw.tamper(
        str(signed / "ledger.sqlite"),
        "UPDATE entries SET topic = 'x/1' WHERE originator_version = 3",
    )
    refused = calends("checkpoint")
    assert (refused.code, refused.out) == (Code.BROKEN, "")
    assert refused.err.startswith(f"Entry 3 of {FIRST} is not what was written: its digest")
    answer = calends("verify")
    assert answer.code == Code.BROKEN
    assert [line.partition(" is not")[0] for line in answer.err.splitlines()][:2] == [
        f"Entry 3 of {FIRST}",
        f"Entry 3 of {SECOND}",
    ]


def test_an_appointment_that_is_gone_is_missed_where_it_was_signed_for(
    calends: Calends, home: Path
) -> None:
    """Asked for alone, it is not taken for one that was never opened."""
    bring(calends, 2024)
    bring(calends, 2019)
    calends("checkpoint")
    ledger = str(home / "ledger.sqlite")
    raw.tamper(ledger, "DELETE FROM entries WHERE originator_id = ?", [SECOND])

    answer = calends("verify", SECOND)

    assert answer.code == Code.BROKEN
    assert f"{SECOND} is gone, and had " in answer.err
    assert calends("verify", "secretary-general/2014").code == Code.NOT_FOUND


def test_a_ledger_without_its_guards_is_not_sound(calends: Calends, home: Path) -> None:
    bring(calends, 2024)
    with closing(sqlite3.connect(home / "ledger.sqlite")) as file, file:
        file.execute("DROP TRIGGER entries_are_not_changed")

    answer = calends("verify")

    assert (answer.code, answer.out) == (Code.BROKEN, "")
    assert "no longer what keeps its entries from being changed" in answer.err
