"""The file that a vault is: SQLite, for its owner's eyes, in a form in which a key can be erased.

There is no write-ahead log. Such a log keeps what was removed from the file until it happens to be
written over, and a copy of the file taken with its log brings it back. Instead there is a rollback
journal that always stays in its place: before a change SQLite copies into it what stood there, and
after an erasure it is written over with zeros from end to end. With `secure_delete` SQLite writes
zeros over what it removes from the file itself.
"""

import errno
import os
import secrets
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from files.whole import drafted, give_its_name
from vault.errors import Busy, Missing, VaultError

# "Cldv" in the header of the file: what makes it ours, before anything in it is read.
APPLICATION_ID = int.from_bytes(b"Cldv")
FORM = 1
SIGNATURE = b"SQLite format 3\x00"
HEADER_BYTES = 100
BUSY_SECONDS = 15
OTHERS = stat.S_IRWXG | stat.S_IRWXO
A_PIECE = 1 << 20
JOURNAL = "-journal"

TABLES = (
    "CREATE TABLE vault (id TEXT NOT NULL)",
    """\
CREATE TABLE keys_of_persons (
    id TEXT PRIMARY KEY NOT NULL, person TEXT NOT NULL UNIQUE,
    secret BLOB NOT NULL CHECK (length(secret) = 32), made_at TEXT NOT NULL)""",
    """\
CREATE TABLE keys_of_payloads (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    secret BLOB NOT NULL CHECK (length(secret) = 32))""",
    """\
CREATE TABLE reads (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, staff TEXT NOT NULL, key TEXT NOT NULL,
    appointment TEXT NOT NULL, entry INTEGER NOT NULL, paper TEXT NOT NULL, why TEXT NOT NULL)""",
    """\
CREATE TABLE erasures (
    key TEXT PRIMARY KEY NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
    staff TEXT NOT NULL, reason TEXT NOT NULL)""",
    *(
        f"""\
CREATE TRIGGER {table}_are_not_{done} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'what was noted in the vault is never {done}'); END"""
        for table in ("reads", "erasures")
        for verb, done in (("UPDATE", "changed"), ("DELETE", "removed"))
    ),
)


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what stood in the file before a change."""
    return path.with_name(path.name + JOURNAL)


def make(path: Path) -> None:
    """Make a new vault, complete or not at all; one that was made meanwhile stays.

    It is built beside its place and linked to it when it is whole, so that two starts at once
    cannot spoil it and one that is killed leaves no half of it.
    """
    with in_our_words(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with drafted(path, beside=(JOURNAL,)) as draft:
            with connected(draft) as connection, writing(connection):
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {FORM}")
                for statement in TABLES:
                    connection.execute(statement)
                connection.execute("INSERT INTO vault VALUES (?)", (secrets.token_hex(16),))
            with suppress(FileExistsError):
                give_its_name(draft, path)


def require(path: Path) -> None:
    """Require a vault there, of this form, and closed to everybody but its owner."""
    with in_our_words(path):
        try:
            found = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            raise Missing(path) from None
        if not stat.S_ISREG(found.st_mode):
            raise VaultError(f"{path} is not a file: say with CALENDS_VAULT where the vault is")
        if found.st_mode & OTHERS:
            raise VaultError(
                f"Others than its owner may use the vault {path}: close it with chmod 600, and ask "
                "who may have copied its keys"
            )
        with connected(path) as connection:
            [(mine,)] = connection.execute("PRAGMA application_id")
            [(form,)] = connection.execute("PRAGMA user_version")
    if mine != APPLICATION_ID:
        raise VaultError(f"{path} is not a vault: say with CALENDS_VAULT where the vault is")
    if form != FORM:
        raise VaultError(
            f"The vault {path} was made by another release (form {form}, and this one knows form "
            f"{FORM}): use the release that made it, or a later one"
        )


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for the length of the block, with all that erasing rests on said aloud."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )
    try:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA trusted_schema = OFF")
        [(mode,)] = connection.execute("PRAGMA journal_mode = PERSIST")
        if mode != "persist":
            raise VaultError(
                f"The vault {path} was put into the journal mode {mode} by another program, in "
                "which keys cannot be erased: restore it from its backup"
            )
        yield connection
    finally:
        connection.close()


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that nobody else's comes between."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def write_over(journal: Path) -> None:
    """Zeros over a journal, to its end and on to the disk. Only while nobody else may write."""
    with suppress(FileNotFoundError), journal.open("r+b") as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(left, A_PIECE)))
        file.flush()
        os.fsync(file.fileno())


def holds(path: Path, secret: bytes) -> bool:
    """Whether a file has these bytes anywhere in it."""
    overlap = b""
    with suppress(FileNotFoundError), path.open("rb") as file:
        while piece := file.read(A_PIECE):
            if secret in overlap + piece:
                return True
            overlap = piece[-len(secret) :]
    return False


@contextmanager
def in_our_words(path: Path) -> Iterator[None]:
    """Say the errors of SQLite and of the system as ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise _said(getattr(error, "sqlite_errorname", ""), error, path) from error
    except PermissionError as error:
        raise VaultError(
            f"No permission for {error.filename or path}: the vault and its directory have to "
            "belong to the user who runs Calends"
        ) from error
    except OSError as error:
        because = error.strerror or str(error)
        if error.errno == errno.ENOSPC:
            raise Busy(f"The disk of the vault {path} is full: make room on it") from error
        raise VaultError(f"The vault {path} cannot be used ({because})") from error


def _said(name: str, error: sqlite3.Error, path: Path) -> VaultError:
    match "_".join(name.split("_")[:2]):
        case "SQLITE_BUSY" | "SQLITE_LOCKED":
            return Busy(f"The vault {path} is busy: another program is writing to it; try again")
        case "SQLITE_FULL":
            return Busy(f"The disk of the vault {path} is full: make room on it")
        case "SQLITE_READONLY" | "SQLITE_PERM" | "SQLITE_CANTOPEN":
            return VaultError(
                f"The vault {path} cannot be written to: make the file and its directory writable "
                "for the user who runs Calends"
            )
        case "SQLITE_NOTADB":
            return VaultError(f"{path} is not a vault: say with CALENDS_VAULT where the vault is")
    return VaultError(f"The vault {path} is damaged ({error}): put it back from its backup")
