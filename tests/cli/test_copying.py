"""A drill at the terminal: backed up, lost, put back, and on it goes."""

import shutil
from pathlib import Path

from terminal.faults import Code
from tests.cli.conftest import ROOT, Calends

DIARY = str(ROOT / "tests" / "diaries" / "secretary_general" / "2024.diary")


def test_after_a_total_loss_everything_is_put_back(
    calends: Calends, home: Path, tmp_path: Path
) -> None:
    """Home and ledger are gone; what the two folders hold brings both back."""
    assert calends("import", DIARY).code == Code.DONE
    shown = calends("show", "secretary-general/2024", "--json").out
    answer = calends("backup", f"{tmp_path}/backup", "--keys", f"{tmp_path}/keys", "--json")
    assert answer.json == {
        "folder": f"{tmp_path}/backup",
        "keys": f"{tmp_path}/keys",
        "entries": 16,
        "streams": 1,
    }
    key = calends("checkpoint", "--public-key").out
    shutil.rmtree(home)

    back = calends("restore", f"{tmp_path}/backup", "--keys", f"{tmp_path}/keys")

    assert back.code == Code.DONE
    assert back.out.startswith("Back are 16 entries of 1 stream, as they were signed for on ")
    assert calends("show", "secretary-general/2024", "--json").out == shown
    assert calends("checkpoint", "--public-key").out == key
    assert calends("verify").code == Code.DONE
    # The signing key is back as well: the record goes on under the same name.
    calends("import", DIARY.replace("2024", "2019"))
    assert int(calends("checkpoint").out.splitlines()[1]) > 16


def test_bad_words_are_answered_with_the_cure(calends: Calends, tmp_path: Path) -> None:
    calends("import", DIARY)
    calends("backup", f"{tmp_path}/backup")

    again = calends("backup", f"{tmp_path}/backup")
    nowhere = calends("restore", f"{tmp_path}/nothing")
    over = calends("restore", f"{tmp_path}/backup")
    keys = calends("restore", f"{tmp_path}/backup", "--keys", f"{tmp_path}/backup")

    assert [each.code for each in (again, nowhere, over, keys)] == [Code.BAD_INPUT] * 4
    assert "is there already, and nothing is written over it: name a new folder" in again.err
    assert "is missing: name the folder of a whole backup" in nowhere.err
    assert "A ledger stands at" in over.err
    assert "There are no keys in" in keys.err


def test_a_backup_says_that_the_keys_are_not_in_it(calends: Calends, tmp_path: Path) -> None:
    calends("import", DIARY)

    said = calends("backup", f"{tmp_path}/backup")

    assert "The keys of persons and of the signature are not among it" in said.out
    assert {each.name for each in (tmp_path / "backup").iterdir()} == {
        "backup.json",
        "checkpoints",
        "ledger.sqlite",
        "verifier-key.txt",
    }
