"""The ledger in a file: private, durable, and recognised before it is touched."""

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.errors import LedgerError, Missing, NotOurs, Tampered, Unreachable
from ledger.sqlite import FileRecorder, Pool
from tests.ledger import raw

SG = "secretary-general/2029"
OPENED = ("opened/1", b'{"edition":"2018"}')
NOBODY = 65534


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of one entry, closed."""
    path = tmp_path / "ledger.sqlite"
    with Book.open(str(path)) as book:
        book.append(SG, after=0, entries=[OPENED])
    return path


@pytest.fixture
def public_directory() -> Iterator[Path]:
    """A directory that another user reaches too; pytest's own are closed to them."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the superuser's privileges, which no permission stops."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_the_file_is_readable_by_its_owner_alone(tmp_path: Path, umask: int) -> None:
    """With its log and its index, and the directories that we made, whatever the umask."""
    before = os.umask(umask)
    try:
        with Book.open(str(tmp_path / "made" / "here" / "ledger.sqlite")) as book:
            book.append(SG, after=0, entries=[OPENED])
            modes = {path.name: mode(path) for path in (tmp_path / "made" / "here").iterdir()}
    finally:
        os.umask(before)

    names = {"ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"}
    assert dict.fromkeys(names, 0o600) == modes
    assert mode(tmp_path / "made") == mode(tmp_path / "made" / "here") == 0o700


def test_every_connection_syncs_at_each_commit(ledger: Path) -> None:
    """On all connections of the pool, and not on the first alone."""
    with Book.open(str(ledger)) as book:
        recorder = book._recorder
        assert isinstance(recorder, FileRecorder)
        assert recorder.datastore.originator_id_type == "text"
        pool = recorder.datastore.pool
        connections = [pool.get_connection() for _ in range(3)]
        for connection in connections:
            for pragma, value in [
                ("journal_mode", "wal"),
                ("synchronous", 2),
                ("busy_timeout", 5000),
            ]:
                cursor = connection.cursor()
                cursor.execute(f"PRAGMA {pragma}")
                assert value == cursor.fetchone()[0]
            pool.put_connection(connection)


def of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE moz_places (id INTEGER)")


def form_of(number: int) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        Book.open(str(path)).close()
        with closing(sqlite3.connect(path)) as file:
            file.execute(f"PRAGMA user_version = {number}")

    return change


def without_a_trigger(path: Path) -> None:
    Book.open(str(path)).close()
    raw.execute(str(path), "DROP TRIGGER entries_are_not_changed")


def read_only(path: Path) -> None:
    Book.open(str(path)).close()
    path.chmod(0o400)


def torn(path: Path) -> None:
    """The first page is there, the rest is not."""
    Book.open(str(path)).close()
    os.truncate(path, 4096)


def garbled(path: Path) -> None:
    Book.open(str(path)).close()
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 3000)


@pytest.mark.parametrize(
    ("make", "because"),
    [
        (lambda path: path.mkdir(), "is a directory: name a file in it"),
        (lambda path: path.touch(), "is empty, and so not a Calends ledger"),
        (lambda path: path.write_text("Dear colleagues,\n"), "is not a Calends ledger: say where"),
        (lambda path: path.write_bytes(b"SQLite format 3\x00"), "is not a Calends ledger"),
        (of_another_program, "a database of another program"),
        (os.mkfifo, "is not a file"),
        (lambda path: path.symlink_to(path.with_name("gone")), "leads to no file"),
        (form_of(2), r"newer Calends \(form 2, and this one knows form 1\): update"),
        (form_of(0), "does not have the form of a Calends ledger"),
        (without_a_trigger, "no longer what keeps its entries from being changed"),
        (read_only, r"is read-only.*chmod u\+w"),
        (torn, "is damaged"),
        (garbled, "is damaged"),
    ],
)
@pytest.mark.parametrize("create", [True, False])
def test_a_file_that_is_no_ledger_of_ours_is_said_and_left_alone(
    tmp_path: Path, make: Callable[[Path], object], because: str, create: bool
) -> None:
    """One sentence with the path and a cure; not a byte of it changed, and nothing beside it."""
    path = tmp_path / "ledger.sqlite"
    make(path)
    before = path.read_bytes() if path.is_file() else b""

    with pytest.raises(NotOurs, match=because) as raised:
        Book.open(str(path), create=create)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)
    assert before == (path.read_bytes() if path.is_file() else b"")
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("location", "because"),
    [
        ("", "path is empty"),
        ("note/ledger.sqlite", "note is not a directory"),
        ("note/deeper/ledger.sqlite", "Not a directory"),
        ("x" * 300, "name too long"),
    ],
)
def test_a_path_where_no_ledger_can_be_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, location: str, because: str
) -> None:
    """Not retried, because it will not pass."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note").touch()

    with pytest.raises(NotOurs, match=because):
        Book.open(location)


def test_a_directory_without_permission_is_said(public_directory: Path) -> None:
    """For whoever is not the superuser: in a new place, and around a ledger that is there."""
    if not os.geteuid():
        os.chown(public_directory, NOBODY, -1)
    with as_nobody():
        path = public_directory / "ledger.sqlite"
        Book.open(str(path)).close()
        public_directory.chmod(0o555)
        with pytest.raises(NotOurs, match="No permission to write in"):
            Book.open(str(public_directory / "new.sqlite"))
        with pytest.raises(NotOurs, match="is read-only"):
            Book.open(str(path))
        public_directory.chmod(0o000)
        with pytest.raises(NotOurs, match="No permission for"):
            Book.open(str(path), create=False)
        public_directory.chmod(0o755)


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can give a file away")
def test_a_ledger_of_another_user_is_said(public_directory: Path) -> None:
    """Its mode is 0600, so that nobody else may even read it."""
    path = public_directory / "ledger.sqlite"
    Book.open(str(path)).close()
    os.chown(public_directory, NOBODY, -1)

    with as_nobody(), pytest.raises(NotOurs, match=r"No permission for.*belong to the user"):
        Book.open(str(path))


def test_a_missing_ledger_is_not_made_by_reading(tmp_path: Path) -> None:
    """Nor its directory."""
    path = tmp_path / "calends" / "ledger.sqlite"

    with pytest.raises(Missing, match=f"There is no ledger at {path}. Open an appointment first"):
        Book.open(str(path), create=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["ledger of 2029?.sqlite", "file:x", ":memory:x", "é%20#.db"])
def test_any_name_of_a_file_is_only_a_name(tmp_path: Path, name: str) -> None:
    """SQLite reads some names as addresses."""
    with Book.open(str(tmp_path / name)) as book:
        book.append(SG, after=0, entries=[OPENED])
    with Book.open(str(tmp_path / name), create=False) as book:
        assert len(book.read(SG)) == 1
    assert [name] == [path.name for path in tmp_path.iterdir()]


def test_a_ledger_that_was_removed_in_use_is_said(ledger: Path) -> None:
    """A file without a name still takes entries, and nobody would ever find them."""
    with Book.open(str(ledger)) as book:
        ledger.rename(ledger.with_name("old.sqlite"))
        with pytest.raises(NotOurs, match="removed or replaced while it was in use"):
            book.append(SG, after=1, entries=[OPENED])
        shutil.copy(ledger.with_name("old.sqlite"), ledger)
        with pytest.raises(NotOurs, match="removed or replaced"):
            book.read(SG)


def test_a_connection_that_fails_does_not_block_the_next_write(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library's pool would keep its writer's lock for ever."""
    recorder = FileRecorder(ledger)
    with Book(recorder) as book:
        monkeypatch.setattr(recorder.datastore.pool, "db_name", "file:/nowhere/ledger?mode=rw")
        for _ in range(2):
            with (
                pytest.raises(Unreachable, match="unable to open"),
                recorder.datastore.transaction(commit=True),
            ):
                pass
        monkeypatch.undo()
        assert isinstance(recorder.datastore.pool, Pool)
        assert len(book.append(SG, after=1, entries=[OPENED])) == 1


def test_a_ledger_that_another_program_keeps_locked_is_said(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may pass, so that the same call is worth repeating."""
    monkeypatch.setattr("ledger.file.BUSY_SECONDS", 0.1)
    with Book.open(str(ledger)) as book, closing(sqlite3.connect(ledger)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unreachable, match="is busy"):
            book.append(SG, after=1, entries=[OPENED])
        other.rollback()
        assert len(book.append(SG, after=1, entries=[OPENED])) == 1


def test_a_full_disk_is_said_and_passes(ledger: Path) -> None:
    """Nothing is half-written, and once there is room the same call succeeds."""
    large = ("said/1", b'"' + b"x" * 100_000 + b'"')
    recorder = FileRecorder(ledger)
    with Book(recorder) as book:
        with recorder.datastore.transaction(commit=False) as cursor:
            cursor.execute("PRAGMA max_page_count = 8")
        with pytest.raises(Unreachable, match="is full: make room"):
            book.append(SG, after=1, entries=[large])
        assert len(book.read(SG)) == 1
        with recorder.datastore.transaction(commit=False) as cursor:
            cursor.execute("PRAGMA max_page_count = 1000")
        assert len(book.append(SG, after=1, entries=[large])) == 1


def test_a_text_that_is_none_is_found(ledger: Path) -> None:
    """A byte changed in the kind may leave no text at all: a finding, and not a failure."""
    raw.tamper(str(ledger), "UPDATE entries SET topic = CAST(x'ff61' AS TEXT)")

    with Book.open(str(ledger)) as book:
        assert [(found.appointment, found.number) for found in book.verify()] == [(SG, 1)]
        with pytest.raises(NotOurs, match="is damaged"):
            book.read(SG)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET state = CAST(state AS TEXT)",
        "UPDATE entries SET originator_version = 'one'",
        "UPDATE entries SET originator_version = 1.5",
        "UPDATE entries SET originator_id = CAST(originator_id AS BLOB) || x'00'",
        "UPDATE entries SET topic = CAST(topic AS BLOB)",
    ],
)
def test_a_changed_type_is_found(ledger: Path, statement: str) -> None:
    """SQLite keeps whatever type it is given."""
    raw.tamper(str(ledger), statement)

    with Book.open(str(ledger)) as book:
        assert len(book.verify()) == 1
        with suppress(Tampered):
            assert book.read(SG) == ()


def test_verifying_holds_one_entry_at_a_time(ledger: Path) -> None:
    """And writers are not kept waiting meanwhile."""
    recorder = FileRecorder(ledger)
    with Book(recorder) as book:
        book.append(SG, after=1, entries=[OPENED] * 50)
        rows = recorder.rows(None)
        assert next(rows).originator_version == 1
        with ThreadPoolExecutor(1) as thread:
            assert thread.submit(book.append, SG, after=51, entries=[OPENED]).result(5)
        assert len(list(rows)) == 50


def test_every_sentence_is_of_the_ledger(tmp_path: Path) -> None:
    """Whoever catches LedgerError has caught what a file can do."""
    with pytest.raises(LedgerError):
        Book.open(str(tmp_path))
