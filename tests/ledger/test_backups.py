"""A backup is what was signed for, made while others write; what is not is never put back.

Every drill runs on a real file and on a real PostgreSQL, with PostgreSQL's own programs.
"""

import hashlib
import os
import shutil
import sqlite3
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from ledger import dumps
from ledger.backups import CONTENTS, DUMP, FILE, BadBackup, back_up, put_back
from ledger.book import Book, Recorder
from ledger.checkpoints import Notary, compare
from ledger.errors import Missing, NotOurs, Tampered
from tests.ledger import raw
from tests.ledger.faulty import FaultyRecorder
from tests.postgres import fresh_database

NOW = datetime(2029, 1, 10, 12, tzinfo=UTC)
ORIGIN = "calends.example.org/ledger"
PATIENCE = 60.0  # seconds
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a folder like this")
pytestmark = pytest.mark.usefixtures("postgresql_programs")


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, location: str, tmp_path: Path) -> Iterator[str]:
    """A place for another ledger in the same kind of store."""
    if not raw.is_server(location):
        yield str(tmp_path / "elsewhere" / "ledger.sqlite")
        return
    with fresh_database(request.getfixturevalue("postgresql_server")) as address:
        yield address


def write(book: Book, stream: str, numbers: range) -> None:
    for number in numbers:
        book.append(stream, after=number - 1, entries=[("told/1", b'{"n":%d}' % number)])


def content(location: str) -> list[tuple[object, ...]]:
    with Book.open(location, create=False) as book:
        return [(r.originator_id, r.originator_version, r.topic, r.state) for r in book.log()]


class Overtaken(FaultyRecorder):
    """A real recorder, whose copies somebody overtakes: an entry more before each, and one after.

    That before it waits until whoever writes side by side has written too.
    """

    def __init__(self, recorder: Recorder, wrote: threading.Event) -> None:
        super().__init__(recorder)
        self.wrote = wrote

    def copy(self, to: Path) -> None:
        write(Book(self.recorder), "judge/monaco/2030", range(1, 2))
        self.wrote.clear()
        assert self.wrote.wait(PATIENCE)
        self.recorder.copy(to)
        write(Book(self.recorder), "judge/monaco/2030", range(2, 3))


def test_a_backup_made_while_others_write_comes_back_whole_and_verifies(
    location: str, elsewhere: str, tmp_path: Path
) -> None:
    """The drill: every entry that was there at the checkpoint, and chains that end cleanly."""
    home, wrote, stop = Notary(tmp_path / "home", ORIGIN), threading.Event(), threading.Event()
    (tmp_path / "home").mkdir()
    with Book.open(location) as book:
        write(book, "judge/malta/2030", range(1, 40))

        def writes_on() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                write(book, "judge/andorra/2030", range(number, number + 1))
                wrote.set()

        writer = threading.Thread(target=writes_on)
        writer.start()
        try:
            overtaken = Book(Overtaken(book._recorder, wrote))
            signed = back_up(overtaken, location, home, tmp_path / "backup", NOW)
        finally:
            stop.set()
            writer.join()
        behind = book.count()
    restored = put_back(tmp_path / "backup", elsewhere, Notary(tmp_path / "another", ORIGIN))

    assert 39 <= signed.size < restored.entries < behind
    assert restored.checkpoint == signed
    assert content(elsewhere) == content(location)[: restored.entries]
    with Book.open(elsewhere, create=False) as book:
        found = compare(book, Notary(tmp_path / "another", ORIGIN).kept())
        assert (found.broken, found.departures) == ((), ())
        # And it is a ledger like any other: it grows, and its entries cannot be changed.
        write(book, "judge/malta/2030", range(40, 41))
    with pytest.raises((sqlite3.Error, psycopg.Error), match="never changed"):
        raw.execute(elsewhere, "UPDATE entries SET topic = 'another/1'")


@pytest.fixture
def backup(location: str, tmp_path: Path) -> Path:
    """A backup of five entries, of a ledger that has then gone on."""
    (tmp_path / "home").mkdir()
    with Book.open(location) as book:
        write(book, "judge/malta/2030", range(1, 6))
        back_up(book, location, Notary(tmp_path / "home", ORIGIN), tmp_path / "backup", NOW)
        write(book, "judge/malta/2030", range(6, 9))
    return tmp_path / "backup"


def nothing_stands(location: str) -> bool:
    try:
        Book.open(location, create=False).close()
    except Missing:
        return True
    return False


def test_a_backup_that_is_cut_short_is_not_put_back(
    backup: Path, elsewhere: str, tmp_path: Path
) -> None:
    copy = next(each for each in (backup / FILE, backup / DUMP) if each.exists())
    copy.write_bytes(copy.read_bytes()[:-100])

    with pytest.raises(BadBackup, match=f"{copy.name} is not what was copied"):
        put_back(backup, elsewhere, Notary(tmp_path / "another", ORIGIN))
    assert nothing_stands(elsewhere)


@pytest.mark.parametrize("missing", [CONTENTS, "verifier-key.txt"])
def test_a_backup_that_lacks_a_file_is_not_put_back(
    backup: Path, elsewhere: str, tmp_path: Path, missing: str
) -> None:
    (backup / missing).unlink()

    with pytest.raises(BadBackup, match=f"{missing} is missing"):
        put_back(backup, elsewhere, Notary(tmp_path / "another", ORIGIN))
    assert nothing_stands(elsewhere)


@pytest.mark.parametrize(
    ("was", "reads", "because"),
    [
        ("calends backup/1", "calends backup/9", "is a backup of another release"),
        ('"form"', "form", "cannot be read as a backup"),
        (f'"{FILE}"', '"other"', "other is missing"),
    ],
)
def test_a_list_of_contents_that_is_not_ours_is_said(
    tmp_path: Path, was: str, reads: str, because: str
) -> None:
    """On a file."""
    with Book.open(":memory:") as book:
        write(book, "judge/malta/2030", range(1, 3))
        (tmp_path / "home").mkdir()
        back_up(book, "", Notary(tmp_path / "home", ORIGIN), tmp_path / "backup", NOW)
    contents = tmp_path / "backup" / CONTENTS
    listed = contents.read_text(encoding="utf-8")
    assert was in listed
    contents.write_text(listed.replace(was, reads), encoding="utf-8")

    with pytest.raises(BadBackup, match=because):
        put_back(tmp_path / "backup", str(tmp_path / "other"), Notary(tmp_path / "home", ORIGIN))
    assert not (tmp_path / "other").exists()


def test_a_copy_goes_back_to_a_store_of_its_own_kind_alone(
    backup: Path, location: str, elsewhere: str, tmp_path: Path
) -> None:
    """A dump needs a server, and a file a place for it."""
    another = str(tmp_path / "file") if raw.is_server(location) else "postgresql://host/calends"
    says = "is of a PostgreSQL server" if raw.is_server(location) else "is the copy of a file"

    with pytest.raises(BadBackup, match=says):
        put_back(backup, another, Notary(tmp_path / "another", ORIGIN))
    assert not (tmp_path / "file").exists()


def test_a_backup_of_another_ledger_is_not_put_back(
    backup: Path, elsewhere: str, tmp_path: Path
) -> None:
    with Book.open(":memory:") as book:
        write(book, "judge/malta/2031", range(1, 3))
        (tmp_path / "stranger").mkdir()
        stranger = Notary(tmp_path / "stranger", ORIGIN)
        stranger.checkpoint(book, NOW)

    with pytest.raises(BadBackup, match="take a backup of this ledger"):
        put_back(backup, elsewhere, stranger)
    assert nothing_stands(elsewhere)


def test_an_older_backup_is_put_back_only_knowingly(
    backup: Path, location: str, elsewhere: str, tmp_path: Path
) -> None:
    home = Notary(tmp_path / "home", ORIGIN)
    with Book.open(location) as book:
        home.checkpoint(book, NOW + timedelta(days=1))

    with pytest.raises(BadBackup, match="holds 5 entries, and 8 were signed for on 11 January"):
        put_back(backup, elsewhere, home)
    assert nothing_stands(elsewhere)
    assert put_back(backup, elsewhere, home, older=True).lost == 3
    assert [each.checkpoint.size for each in home.kept()] == [5]
    assert [each.name for each in home.folder.glob("*.lost")] == ["000000000008.txt.lost"]
    with Book.open(elsewhere) as book:
        write(book, "judge/malta/2030", range(6, 7))
        assert home.checkpoint(book, NOW + timedelta(days=2)).checkpoint.size == 6


def test_nothing_is_written_over_a_ledger_that_stands(
    backup: Path, location: str, tmp_path: Path
) -> None:
    before = content(location)

    with pytest.raises(NotOurs, match="nothing is written over it"):
        put_back(backup, location, Notary(tmp_path / "home", ORIGIN))
    assert content(location) == before


def test_a_copy_that_was_rewritten_with_its_digests_is_found_by_its_checkpoint(
    tmp_path: Path,
) -> None:
    """Whoever rewrites the copy and its list cannot rewrite what was signed. On a file."""
    location, elsewhere = str(tmp_path / "ledger.sqlite"), str(tmp_path / "elsewhere.sqlite")
    (tmp_path / "home").mkdir()
    with Book.open(location) as book:
        write(book, "judge/malta/2030", range(1, 6))
        back_up(book, location, Notary(tmp_path / "home", ORIGIN), tmp_path / "backup", NOW)
    forged = tmp_path / "backup" / FILE
    forged.unlink()
    with Book.open(str(forged)) as book:
        for number in range(1, 6):
            entry = ("told/1", b'{"n":%d}' % (number + (number == 4)))
            book.append("judge/malta/2030", after=number - 1, entries=[entry])
        book.copy(tmp_path / "whole")
    (tmp_path / "whole").replace(forged)
    for suffix in ("-wal", "-shm"):
        forged.with_name(forged.name + suffix).unlink(missing_ok=True)
    contents = (tmp_path / "backup" / CONTENTS).read_text()
    before = next(line for line in contents.splitlines() if FILE in line)
    digest = hashlib.sha256(forged.read_bytes()).hexdigest()
    (tmp_path / "backup" / CONTENTS).write_text(
        contents.replace(before.split('"')[3], digest), encoding="utf-8"
    )

    with pytest.raises(BadBackup, match="entry 5 of judge/malta/2030 is not what was signed"):
        put_back(tmp_path / "backup", elsewhere, Notary(tmp_path / "another", ORIGIN))
    assert not Path(elsewhere).exists()


def test_a_ledger_that_does_not_verify_is_not_backed_up(location: str, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with Book.open(location) as book:
        write(book, "judge/malta/2030", range(1, 6))
        raw.tamper(location, "UPDATE entries SET topic = 'x' WHERE originator_version = ?", [3])

        with pytest.raises(Tampered, match="Entry 3 of judge/malta/2030"):
            back_up(book, location, Notary(tmp_path / "home", ORIGIN), tmp_path / "backup", NOW)
    assert not (tmp_path / "backup").exists()
    assert list(tmp_path.glob(".backup.*")) == []


def test_a_backup_is_not_written_over_another(backup: Path, location: str, tmp_path: Path) -> None:
    before = (backup / CONTENTS).read_bytes()

    with (
        Book.open(location) as book,
        pytest.raises(BadBackup, match="is there already"),
    ):
        back_up(book, location, Notary(tmp_path / "home", ORIGIN), backup, NOW)
    assert (backup / CONTENTS).read_bytes() == before


@pytest.mark.parametrize(
    ("to", "because"),
    [
        ("nowhere/backup", "There is no folder"),
        pytest.param("/proc/backup", "cannot be written", marks=LINUX),
    ],
)
def test_a_place_where_no_backup_can_be_made_is_said(tmp_path: Path, to: str, because: str) -> None:
    (tmp_path / "home").mkdir()
    with Book.open(":memory:") as book:
        write(book, "judge/malta/2030", range(1, 3))
        with pytest.raises(BadBackup, match=because):
            back_up(book, "", Notary(tmp_path / "home", ORIGIN), tmp_path / to, NOW)
    assert [each.name for each in tmp_path.iterdir()] == ["home"]


def test_a_password_never_stands_on_a_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody on a machine can read those. The file that it goes into instead is its owner's."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "pg_dump"
    program.write_text(
        "#!/bin/sh\n"
        f'echo "$@" > {tmp_path}/said\n'
        f'for each in "$@"; do case "$each" in --dbname=*) said="$each";; esac; done\n'
        f'file=$(echo "$said" | sed "s/.*passfile=\'\\([^\']*\\)\'.*/\\1/")\n'
        f'cat "$file" > {tmp_path}/password; stat -c %a "$file" > {tmp_path}/mode\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    address = {"host": "db.example.org", "user": "o'brien", "password": "s:e\\cret", "dbname": "c"}

    dumps.dump(address, "calends", tmp_path / "to", "the server")

    assert "cret" not in (tmp_path / "said").read_text()
    assert "user='o\\'brien'" in (tmp_path / "said").read_text()
    assert (tmp_path / "password").read_text() == "*:*:*:*:s\\:e\\\\cret"
    assert (tmp_path / "mode").read_text() == "600\n"


def test_without_the_programs_the_cure_is_said(
    backup: Path, location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("pg_dump") is None

    with Book.open(location) as book:
        home = Notary(tmp_path / "home", ORIGIN)
        if raw.is_server(location):
            with pytest.raises(NotOurs, match="install the client programs of PostgreSQL"):
                back_up(book, location, home, tmp_path / "second", NOW)
            assert not (tmp_path / "second").exists()
        else:
            assert back_up(book, location, home, tmp_path / "second", NOW).size == 8
