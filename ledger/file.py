"""The file that a ledger is: what makes it ours, how it is made, and what can be wrong with it."""

import errno
import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eventsourcing.persistence import ConnectionPoolClosedError, IntegrityError, PersistenceError

from files.whole import drafted, give_its_name
from ledger.errors import LedgerError, Missing, NotOurs, Unreachable

TABLE = "entries"
# "Clds" in the header of the file: what makes it ours, before anything in it is read.
APPLICATION_ID = int.from_bytes(b"Clds")
FORM = 1
SIGNATURE = b"SQLite format 3\x00"
HEADER_BYTES = 100
BESIDE = ("-wal", "-shm")
"""The ends of the names of what SQLite keeps beside the file."""

# Errors of the system that do not pass by themselves, as a full disk or an unplugged one may.
NOT_PASSING = {errno.ENOTDIR, errno.EEXIST, errno.EROFS, errno.ENAMETOOLONG, errno.ELOOP}
BUSY_SECONDS = 5

# The table is eventsourcing's, column for column, with what it leaves open closed.
CREATE_TABLE = f"""\
CREATE TABLE {TABLE} (
    originator_id TEXT NOT NULL CHECK (typeof(originator_id) = 'text'),
    originator_version INTEGER NOT NULL CHECK (typeof(originator_version) = 'integer'),
    topic TEXT NOT NULL CHECK (typeof(topic) = 'text'),
    state BLOB NOT NULL CHECK (typeof(state) = 'blob'),
    PRIMARY KEY (originator_id, originator_version))"""
# INSERT OR REPLACE removes rows without asking the DELETE trigger, by key or by rowid. Hence a
# trigger before each insert, which also keeps an entry from standing without the one before it.
TRIGGERS = {
    "entries_are_not_changed": f"""\
CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON {TABLE}
BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never changed'); END""",
    "entries_are_not_removed": f"""\
CREATE TRIGGER entries_are_not_removed BEFORE DELETE ON {TABLE}
BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never removed'); END""",
    "entries_are_added_at_the_end": f"""\
CREATE TRIGGER entries_are_added_at_the_end BEFORE INSERT ON {TABLE}
BEGIN
    SELECT RAISE(ABORT, 'an entry of the ledger is never replaced') WHERE EXISTS (
        SELECT 1 FROM {TABLE} WHERE rowid = NEW.rowid
            OR (originator_id = NEW.originator_id
                AND originator_version = NEW.originator_version));
    SELECT RAISE(ABORT, 'an entry of the ledger follows the one before it')
        WHERE NEW.originator_version <> 1 AND NOT EXISTS (
            SELECT 1 FROM {TABLE} WHERE originator_id = NEW.originator_id
                AND originator_version = NEW.originator_version - 1);
END""",
}


def connect(name: str) -> sqlite3.Connection:
    """A connection with all that durability and waiting rest on said aloud."""
    connection = sqlite3.connect(
        name, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=True
    )
    try:
        connection.row_factory = sqlite3.Row
        # Defaults of SQLite can be changed when it is built, so that none is relied upon. With
        # FULL, WAL is synced at each commit: what we say is written survives a loss of power.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA recursive_triggers = ON")
        [(mode,)] = connection.execute("PRAGMA journal_mode")
        if mode not in {"wal", "memory"}:
            [(mode,)] = connection.execute("PRAGMA journal_mode = WAL")
        if mode not in {"wal", "memory"}:
            raise NotOurs(
                "The ledger's file system cannot hold a write-ahead log: put the ledger on a "
                "local disk."
            )
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def in_our_words(path: Path | None) -> Iterator[None]:
    """Say the errors of SQLite, of the library and of the system as ours.

    An IntegrityError passes: the book alone can tell a conflict from an answer that was lost.
    """
    try:
        yield
    except (LedgerError, IntegrityError):
        raise
    except ConnectionPoolClosedError as error:
        raise Unreachable(f"The ledger {path} is closed: Calends is stopping.") from error
    except (PersistenceError, sqlite3.Error) as error:
        cause = error if isinstance(error, sqlite3.Error) else error.__cause__
        raise _said(getattr(cause, "sqlite_errorname", ""), str(error), path) from error
    except PermissionError as error:
        raise NotOurs(
            f"No permission for {error.filename or path}: the ledger and its directory have to "
            "belong to the user who runs Calends."
        ) from error
    except OSError as error:
        said = f"The ledger {path} cannot be reached: {error.strerror or error}"
        if error.errno in NOT_PASSING:
            raise NotOurs(f"{said}; say where else it is.") from error
        raise Unreachable(f"{said}.") from error


def _said(name: str, text: str, path: Path | None) -> LedgerError:
    code = "_".join(name.split("_")[:2])
    match code:
        case "SQLITE_BUSY" | "SQLITE_LOCKED":
            return Unreachable(f"The ledger {path} is busy: another program is writing to it.")
        case "SQLITE_FULL":
            return Unreachable(f"The disk of the ledger {path} is full: make room on it.")
        case "SQLITE_READONLY" | "SQLITE_PERM" | "SQLITE_AUTH":
            return _read_only(path)
        case "SQLITE_NOTADB":
            return NotOurs(f"{path} is not a Calends ledger: say where the ledger is.")
        case "SQLITE_CORRUPT" | "SQLITE_ERROR" | "SQLITE_SCHEMA" | "SQLITE_MISMATCH":
            return _damaged(path, text)
    if "UTF-8" in text:
        # Python itself says this of a text that it cannot decode, without a code of SQLite.
        return _damaged(path, text)
    return Unreachable(f"The ledger {path} cannot be reached: {text}.")


def _damaged(path: Path | None, text: str) -> NotOurs:
    return NotOurs(
        f"The ledger {path} is damaged ({text}): keep it as it is for the auditors, and restore a "
        "copy that verifies."
    )


def _read_only(path: Path | None) -> NotOurs:
    return NotOurs(
        f"The ledger {path} is read-only, and even reading needs to write beside it: make the file "
        "and its directory writable (chmod u+w), or work on a copy."
    )


def make(path: Path) -> None:
    """Make a new ledger, complete or not at all.

    It is built beside its place and linked to it when it is whole: two starts at once cannot
    spoil it, one that is killed leaves no half of it, and an empty file is never taken for a new
    ledger when it may be the rest of an old one.
    """
    _make_directories(path.parent)
    if not _writable(path.parent):
        raise NotOurs(
            f"No permission to write in {path.parent}: make it writable, or say where else the "
            "ledger is to be."
        )
    # SQLite gives its log and its index the mode of the file itself.
    with drafted(path, beside=BESIDE) as draft:
        connection = connect(f"{draft.as_uri()}?mode=rw")
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {FORM}")
            for statement in (CREATE_TABLE, *TRIGGERS.values()):
                connection.execute(statement)
            connection.execute("COMMIT")
        finally:
            connection.close()
        try:
            give_its_name(draft, path)
        except FileExistsError:
            # Another start was faster, and its ledger is as good as ours.
            pass
        except OSError as error:
            raise NotOurs(
                f"The file system of {path.parent} cannot hold a ledger ({error.strerror}): put "
                "the ledger on a local disk."
            ) from error


def _make_directories(directory: Path) -> None:
    missing = [place for place in (directory, *directory.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=0o700, exist_ok=True)
    if not directory.is_dir():
        raise NotOurs(f"{directory} is not a directory: say where else the ledger is to be.")


_in_use: dict[tuple[int, int], int] = {}
_counting = threading.Lock()


def claim(path: Path) -> tuple[int, int]:
    """Require that the file is a ledger, and note that this process has it open until `release`.

    A system that closes any descriptor of a file lets go of all locks that the process holds on
    it, those of SQLite too. Another program would then take the ledger for unused, and remove the
    log that is still written to, with all that it holds. So a file that is open here already is
    never opened a second time only to be looked at.
    """
    with _counting:
        known = identity(path)
        _require_file(path, look=known not in _in_use)
        found = identity(path)
        assert found is not None
        _in_use[found] = _in_use.get(found, 0) + 1
        return found


def release(claimed: tuple[int, int]) -> None:
    """This process has closed the file once more."""
    with _counting:
        _in_use[claimed] -= 1
        if not _in_use[claimed]:
            del _in_use[claimed]


def _require_file(path: Path, *, look: bool) -> None:
    """Look at the file without SQLite, which could leave its own files beside one not ours."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise Missing(f"{path} leads to no file: say where the ledger is.") from None
    if stat.S_ISDIR(found.st_mode):
        raise NotOurs(f"{path} is a directory: name a file in it as the ledger.")
    if not stat.S_ISREG(found.st_mode):
        raise NotOurs(f"{path} is not a file: name a file as the ledger.")
    if not found.st_size:
        raise NotOurs(
            f"{path} is empty, and so not a Calends ledger: restore the ledger, or remove the "
            "empty file if there never was one."
        )
    if look:
        _look_into(path, found.st_mode)
    # The superuser may write to any file, so that the mode is asked too: whoever made the file
    # read-only meant it.
    if not found.st_mode & stat.S_IWUSR or not _writable(path.parent):
        raise _read_only(path)


def _look_into(path: Path, mode: int) -> None:
    with path.open("r+b" if mode & stat.S_IWUSR else "rb") as file:
        header = file.read(HEADER_BYTES)
    if not header.startswith(SIGNATURE) or len(header) < HEADER_BYTES:
        raise NotOurs(f"{path} is not a Calends ledger: say where the ledger is.")
    if int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise NotOurs(
            f"{path} is not a Calends ledger but a database of another program: say where the "
            "ledger is."
        )


def stands(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _writable(directory: Path) -> bool:
    effective = os.access in os.supports_effective_ids
    return os.access(directory, os.W_OK | os.X_OK, effective_ids=effective)


def identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
