"""The vault, in a real file: what it keeps, who may share it, and what is gone for good."""

import os
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vault import file
from vault.errors import Another, Busy, KeyGone, Missing, VaultError
from vault.file import journal_of
from vault.keys import Key, Read, Vault

NOW = datetime(2029, 3, 1, 12, tzinfo=UTC)
MARIA, NINU = "Maria Zammit", "Ninu Borg"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vault.sqlite"


@pytest.fixture
def vault(path: Path) -> Vault:
    return Vault.open(path, create=True)


def removed(vault: Vault, person: str = MARIA) -> Key | None:
    return vault.remove(person, now=NOW, staff="s-7", reason="on her request")


def stands_in(path: Path, secret: bytes) -> list[str]:
    """The files of the vault, whatever they are, in which a key stands."""
    files = sorted(path.parent.glob(f"*{path.name}*"))
    return [each.name for each in files if secret in each.read_bytes()]


# -- Keys ------------------------------------------------------------------------------------


def test_a_person_has_one_key_and_each_person_another(vault: Vault, path: Path) -> None:
    key = vault.key_for(MARIA, NOW)

    assert vault.key_for(MARIA, NOW + timedelta(days=1)) == key
    assert vault.key_of(MARIA) == key
    assert vault.key_called(key.id) == key
    assert vault.key_of(NINU) is None
    assert vault.key_for(NINU, NOW).secret != key.secret
    assert Vault.open(path).key_of(MARIA) == key
    assert len(key.secret) == 32
    assert MARIA not in key.id


def test_the_key_of_payloads_is_made_once_and_found_by_its_id(vault: Vault, path: Path) -> None:
    id_, secret = vault.payload_key()

    assert vault.payload_key() == (id_, secret)
    assert Vault.open(path).payload_key_of(id_) == (id_, secret)
    with pytest.raises(KeyGone, match=r"not in the vault .* put that one back"):
        vault.payload_key_of("0123456789abcdef")


def test_a_key_is_not_shown_where_it_is_named(vault: Vault) -> None:
    key = vault.key_for(MARIA, NOW)

    assert repr(key) == f"Key({key.id})"
    assert str(key) == f"Key({key.id})"


def test_threads_that_ask_for_one_person_at_once_get_one_key(path: Path, vault: Vault) -> None:
    vaults = [Vault.open(path) for _ in range(8)]
    with ThreadPoolExecutor(8) as hands:
        keys = set(hands.map(lambda each: each.key_for(MARIA, NOW), vaults))

    assert keys == {vault.key_of(MARIA)}


PROCESS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from vault.keys import Vault
print("ready", flush=True)
sys.stdin.read(1)
vault = Vault.open(Path(sys.argv[1]), create=True)
keys = [vault.key_for(f"Person {n}", datetime.now(UTC)).id for n in range(20)]
print(vault.id, vault.payload_key().id, *keys)
"""


def processes(path: Path) -> list[subprocess.Popen[str]]:
    """Some that have loaded what they need, and are let go at once."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, str(path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for each in running:
        assert each.stdout
        assert each.stdout.readline() == "ready\n"
    for each in running:
        assert each.stdin
        each.stdin.write("x")
        each.stdin.flush()
    return running


def agreed(running: list[subprocess.Popen[str]]) -> list[str]:
    """The ids of vault and keys that all of them have."""
    answers = {each.communicate()[0] for each in running}
    assert [each.returncode for each in running] == [0, 0, 0]
    assert len(answers) == 1
    return answers.pop().split()


def test_processes_that_make_a_vault_and_its_keys_at_once_have_the_same(path: Path) -> None:
    assert len(agreed(processes(path))) == 22


def test_processes_that_have_looked_before_any_of_them_may_write_have_the_same(
    vault: Vault, path: Path
) -> None:
    """Somebody else is writing meanwhile."""
    with closing(sqlite3.connect(path, isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        running = processes(path)
        time.sleep(0.5)  # they look; were it too short, it would only be less of a test
        somebody.execute("ROLLBACK")

    assert agreed(running)[0] == vault.id


# -- Erasing ---------------------------------------------------------------------------------


def test_after_an_erasure_no_byte_of_the_key_stands_in_any_file_of_the_vault(
    vault: Vault, path: Path
) -> None:
    """Also among so many keys that pages were split, and copies of rows left behind in them."""
    key = vault.key_for(MARIA, NOW)
    for number in range(400):
        vault.key_for(f"Person {number}", NOW)
    assert stands_in(path, key.secret) != []

    assert removed(vault) == key

    assert stands_in(path, key.secret) == []
    assert stands_in(path, key.secret[:12]) == []
    assert not any(journal_of(path).read_bytes())
    assert vault.key_of(MARIA) is None
    assert vault.key_of("Person 399") is not None


def test_an_erased_key_is_missed_by_its_id_and_on_record(vault: Vault) -> None:
    key = vault.key_for(MARIA, NOW)
    removed(vault)

    with pytest.raises(KeyGone, match=f"key {key.id} was erased on 2029-03-01"):
        vault.key_called(key.id)
    [erasure] = vault.erasures()
    assert (erasure.key, erasure.person, erasure.staff) == (key.id, MARIA, "s-7")
    assert (erasure.at, erasure.reason) == (NOW, "on her request")
    assert vault.persons() == {key.id: MARIA}
    assert vault.living() == {}


def test_erased_twice_there_is_nothing_more_to_erase(vault: Vault, path: Path) -> None:
    """And what a crash had left in the journal is written over."""
    key = vault.key_for(MARIA, NOW)
    removed(vault)
    with journal_of(path).open("r+b") as journal:
        journal.seek(1024)
        journal.write(key.secret)

    assert removed(vault) is None
    assert stands_in(path, key.secret) == []
    assert len(vault.erasures()) == 1


def test_who_was_erased_gets_another_key_afterwards(vault: Vault) -> None:
    before = vault.key_for(MARIA, NOW)
    removed(vault)
    after = vault.key_for(MARIA, NOW)

    assert after.id != before.id
    assert after.secret != before.secret
    with pytest.raises(KeyGone):
        vault.key_called(before.id)


def test_bytes_of_a_key_that_are_still_there_would_be_noticed(
    vault: Vault, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system that gives back what stood in the journal before it was written over."""
    key = vault.key_for(MARIA, NOW)
    monkeypatch.setattr(file, "write_over", lambda journal: journal.write_bytes(key.secret))

    with pytest.raises(VaultError, match=f"key {key.id} was removed, and its bytes still stand"):
        removed(vault)


# -- Reads -----------------------------------------------------------------------------------


def test_reads_are_kept_in_order_and_told_by_person_also_after_an_erasure(vault: Vault) -> None:
    maria, ninu = vault.key_for(MARIA, NOW), vault.key_for(NINU, NOW)
    of_maria = Read(NOW, "s-7", maria.id, "judge/malta/2029", 3, "curriculum", "interviews")
    of_ninu = Read(NOW, "s-8", ninu.id, "judge/malta/2029", 4, "opinion", "the Panel's meeting")
    for read in (of_maria, of_ninu, of_maria):
        vault.note_read(read)

    assert vault.reads() == (of_maria, of_ninu, of_maria)
    assert vault.reads(NINU) == (of_ninu,)
    removed(vault)
    assert vault.reads(MARIA) == (of_maria, of_maria)


@pytest.mark.parametrize("table", ["reads", "erasures"])
@pytest.mark.parametrize("done", ["DELETE FROM {}", "UPDATE {} SET staff = 'nobody'"])
def test_what_was_noted_is_never_changed(vault: Vault, path: Path, table: str, done: str) -> None:
    key = vault.key_for(MARIA, NOW)
    vault.note_read(Read(NOW, "s-7", key.id, "judge/malta/2029", 3, "curriculum", "interviews"))
    removed(vault)

    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        connection.execute(done.format(table))
    connection.close()


# -- The file --------------------------------------------------------------------------------


def test_the_file_and_its_journal_are_for_their_owner_alone(vault: Vault, path: Path) -> None:
    vault.key_for(MARIA, NOW)

    files = sorted(path.parent.iterdir())
    assert [each.name for each in files] == [path.name, journal_of(path).name]
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}


def test_there_is_no_write_ahead_log(vault: Vault, path: Path) -> None:
    """It would keep an erased key until it happens to be written over."""
    vault.key_for(MARIA, NOW)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() != ("wal",)
    connection.close()


def test_a_write_ahead_log_that_somebody_switched_on_is_taken_in_and_removed(
    vault: Vault, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Busy while the other program has the vault; then nothing is lost, and there is no log."""
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.1)
    key, log = vault.key_for(MARIA, NOW), path.with_name(f"{path.name}-wal")
    with closing(sqlite3.connect(path)) as somebody:
        assert somebody.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        somebody.execute("UPDATE keys_of_persons SET person = person")
        somebody.commit()
        assert log.exists()
        with pytest.raises(Busy, match="is busy"):
            Vault.open(path)

    assert Vault.open(path).key_of(MARIA) == key
    removed(vault)
    assert not log.exists()
    assert stands_in(path, key.secret) == []


def test_a_missing_vault_is_one_clear_sentence_and_none_is_made(path: Path) -> None:
    with pytest.raises(Missing) as missing:
        Vault.open(path)

    assert str(missing.value) == (
        f"The vault {path} is missing: put it back from its backup; without it nobody can read "
        "what was sealed"
    )
    assert list(path.parent.iterdir()) == []


def closed_to_nobody(path: Path) -> None:
    path.chmod(0o644)


def of_another_program(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE vault (id TEXT)")
    connection.close()
    path.chmod(0o600)


def no_database(path: Path) -> None:
    path.write_bytes(b"not a database at all, and long enough to be looked at" * 30)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def of_a_later_release(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def damaged(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))


def without_its_name(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("DELETE FROM vault")
    connection.close()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (closed_to_nobody, "chmod 600"),
        (of_another_program, "is not a vault"),
        (no_database, "is not a vault"),
        (empty, "is not a vault"),
        (of_a_later_release, "another release"),
        (damaged, "is damaged"),
        (without_its_name, "is damaged"),
        (a_folder, "is not a file"),
    ],
)
def test_what_is_no_vault_of_ours_is_not_opened(
    vault: Vault, path: Path, spoil: Callable[[Path], None], says: str
) -> None:
    spoil(path)

    with pytest.raises(VaultError, match=says):
        Vault.open(path)


def test_a_vault_that_is_removed_or_replaced_while_in_use_is_noticed(
    vault: Vault, path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.sqlite"
    Vault.open(other, create=True)
    path.unlink()
    with pytest.raises(Missing):
        vault.key_for(MARIA, NOW)

    other.rename(path)
    with pytest.raises(Another, match="was replaced while it was in use"):
        vault.key_for(MARIA, NOW)


def test_a_vault_that_others_are_writing_to_is_busy_and_not_broken(
    vault: Vault, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same call may succeed later; and nothing of it was written."""
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="is busy: another program is writing to it; try again"):
            vault.key_for(MARIA, NOW)
        somebody.execute("ROLLBACK")

    assert vault.key_of(MARIA) is None
    assert vault.key_for(MARIA, NOW) == vault.key_of(MARIA)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_is_closed_to_us_is_said(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(VaultError, match="No permission"):
        Vault.open(closed / "vault.sqlite", create=True)
