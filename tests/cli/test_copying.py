"""A drill at the terminal: backed up, lost, put back, and on it goes."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from ledger.book import Book
from ledger.exports import noted
from ledger.notes import key_of
from safekeeping import of_the_ledger
from terminal.faults import Code
from tests.cli.conftest import ROOT, Calends
from vault.keys import Vault

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
    shutil.rmtree(tmp_path / "backup")
    calends("backup", f"{tmp_path}/backup")
    shutil.rmtree(home)

    back = calends("restore", f"{tmp_path}/backup", "--keys", f"{tmp_path}/keys")

    assert back.code == Code.DONE
    assert back.out.startswith("Back are 16 entries of 1 stream, as they were signed for on ")
    assert calends("show", "secretary-general/2024", "--json").out == shown
    assert calends("checkpoint", "--public-key").out == key
    assert calends("verify").code == Code.DONE
    # An erasure still knows where the copies went.
    assert [each.place.name for each in noted(home).copies] == ["backup", "keys", "backup"]
    # The signing key is back as well: the record goes on under the same name.
    calends("import", DIARY.replace("2024", "2019"))
    assert int(calends("checkpoint").out.splitlines()[1]) > 16


def lost(home: Path) -> None:
    """The ledger alone, as by a disk that broke."""
    for part in home.glob("ledger.sqlite*"):
        part.unlink()


def test_a_ledger_comes_back_to_a_home_that_has_its_keys(
    calends: Calends, home: Path, tmp_path: Path
) -> None:
    calends("import", DIARY)
    calends("backup", f"{tmp_path}/backup", "--keys", f"{tmp_path}/keys")
    key = (home / "signing-key.pem").read_bytes()
    lost(home)

    over = calends("restore", f"{tmp_path}/backup", "--keys", f"{tmp_path}/keys")
    back = calends("restore", f"{tmp_path}/backup", "--json").json

    assert over.code == Code.BAD_INPUT
    assert "signing-key.pem is there already, and is not written over: leave --keys out" in over.err
    assert (back["entries"], back["streams"], back["lost"]) == (16, 1, 0)
    assert (home / "signing-key.pem").read_bytes() == key
    assert calends("verify").code == Code.DONE


def test_an_older_backup_is_put_back_knowingly_and_what_is_lost_is_said(
    calends: Calends, home: Path, tmp_path: Path
) -> None:
    calends("import", DIARY)
    calends("backup", f"{tmp_path}/backup")
    calends("import", DIARY.replace("2024", "2019"))
    entries = calends("checkpoint", "--json").json["size"]
    lost(home)

    refused = calends("restore", f"{tmp_path}/backup")
    back = calends("restore", f"{tmp_path}/backup", "--older")

    assert refused.code == Code.BAD_INPUT
    assert f"holds 16 entries, and {entries} were signed for on " in refused.err
    assert (back.code, back.err) == (
        Code.DONE,
        f"Not among them: {entries - 16} entries that a later checkpoint signed for. It is set "
        "aside beside the others.\n",
    )
    assert calends("verify").code == Code.DONE
    assert calends("checkpoint", "--json").json["size"] == 16


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


def test_keys_and_ledger_are_never_copied_into_one_folder(calends: Calends, tmp_path: Path) -> None:
    calends("import", DIARY)
    folder = tmp_path / "backup"
    for keys in (folder, folder / "keys", tmp_path):
        said = calends("backup", str(folder), "--keys", str(keys))
        assert (said.code, folder.exists()) == (Code.BAD_INPUT, False)
        assert "the keys would lie with the ledger" in said.err.lower()


def test_a_backup_with_keys_is_made_whole_or_not_at_all(
    calends: Calends, home: Path, tmp_path: Path
) -> None:
    """Nobody finds out only at the loss of a vault that no copy of it was made."""
    calends("import", DIARY)
    _with_a_vault(home)
    folder, keys = tmp_path / "backup", tmp_path / "keys"
    keys.mkdir()
    there = calends("backup", str(folder), "--keys", str(keys))
    keys.rmdir()
    (home / "vault.sqlite").rename(tmp_path / "away")
    lost = calends("backup", str(folder), "--keys", str(keys))

    assert (there.code, lost.code) == (Code.BAD_INPUT, Code.NOT_FOUND)
    assert "vault.sqlite is missing: put it back from its backup" in lost.err
    assert {each.name for each in tmp_path.iterdir()} == {home.name, "away"}
    assert noted(home).copies == ()


def test_keys_come_back_with_their_own_ledger_or_not_at_all(
    calends: Calends, home: Path, tmp_path: Path
) -> None:
    calends("import", DIARY)
    _with_a_vault(home)
    calends("backup", f"{tmp_path}/backup", "--keys", f"{tmp_path}/keys")
    (tmp_path / "others").mkdir()
    Vault.open(tmp_path / "others" / "vault.sqlite", create=True)
    shutil.rmtree(home)
    (tmp_path / "foreign").mkdir()
    key_of(tmp_path / "foreign", "calends")
    (tmp_path / "damaged").mkdir()

    for keys, because in (
        ("others", "the vault among these keys is not the one"),
        ("foreign", "did not sign what is in"),
    ):
        said = calends("restore", f"{tmp_path}/backup", "--keys", f"{tmp_path}/{keys}")
        assert (said.code, because in said.err.lower()) == (Code.BAD_INPUT, True)
        assert {each.name for each in home.iterdir()} <= {"engine.lock", "checkpoints"}
    failed = calends("restore", f"{tmp_path}/damaged", "--keys", f"{tmp_path}/keys")
    assert failed.code == Code.BAD_INPUT
    assert not (home / "signing-key.pem").exists()
    assert calends("restore", f"{tmp_path}/backup", "--keys", f"{tmp_path}/keys").code == Code.DONE


def _with_a_vault(home: Path) -> None:
    """As the engine makes one when it first starts."""
    with Book.open(str(home / "ledger.sqlite")) as book:
        of_the_ledger(book, home / "vault.sqlite", now=datetime.now(UTC), create=True)


def test_a_backup_says_that_the_keys_are_not_in_it(calends: Calends, tmp_path: Path) -> None:
    calends("import", DIARY)

    said = calends("backup", f"{tmp_path}/backup")

    assert "The keys of persons and of the signature are not among it" in said.out
    assert {each.name for each in (tmp_path / "backup").iterdir()} == {
        "backup.json",
        "checkpoints",
        "exports.tsv",
        "ledger.sqlite",
        "verifier-key.txt",
    }
