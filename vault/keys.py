"""The keys: one for each person, those of Temporal's payloads, and who has read what with them."""

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Self

import msgspec

from vault import file
from vault.errors import Another, KeyGone, VaultError
from vault.sealing import KEY_BYTES

OF_A_PERSON = "SELECT id, secret FROM keys_of_persons WHERE person = ?"
NEWEST_OF_PAYLOADS = "SELECT id, secret FROM keys_of_payloads ORDER BY number DESC LIMIT 1"


class Key(NamedTuple):
    """A key, and the opaque id by which it is called outside the vault."""

    id: str
    secret: bytes

    def __repr__(self) -> str:
        return f"Key({self.id})"


class Read(msgspec.Struct, frozen=True):
    """That somebody has read a paper: who, whose by its key, where it stands, and why."""

    at: datetime
    staff: str
    key: str
    appointment: str
    entry: int
    paper: str
    why: str


class Erasure(msgspec.Struct, frozen=True):
    """That the key of a person was removed."""

    key: str
    person: str
    at: datetime
    staff: str
    reason: str


# A system that closes any descriptor of a file lets go of all locks that the process holds on it.
# So within a process one at a time touches a vault, be it through SQLite or as plain bytes.
_one_at_a_time = threading.RLock()


class Vault:
    """The keys in one file. Safe to share between threads, and between processes.

    Each call opens the file anew, so that none holds it while another erases. Every method raises
    Busy where the same call may succeed later, and VaultError where it will not.
    """

    def __init__(self, path: Path, id_: str) -> None:
        self.path = path
        self.id = id_
        self._payload_keys: dict[str, Key] = {}

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Self:
        """The vault at a path. Where there is none it is made, or, without `create`, Missing."""
        with _one_at_a_time:
            if create and not path.exists():
                file.make(path)
            file.require(path)
            with file.in_our_words(path), file.connected(path) as connection:
                rows = connection.execute("SELECT id FROM vault").fetchall()
        if len(rows) != 1:
            raise VaultError(f"The vault {path} is damaged: put it back from its backup")
        return cls(path, rows[0][0])

    def key_of(self, person: str) -> Key | None:
        """The key of a person, by the name as it is kept; None where nothing was sealed yet."""
        with self._at_work() as connection:
            return _key(connection, OF_A_PERSON, person)

    def key_for(self, person: str, now: datetime) -> Key:
        """The key of a person, made where there is none."""

        with self._at_work() as connection, file.writing(connection):
            found = _key(connection, OF_A_PERSON, person)
            if found is None:
                found = _new_key()
                row = (found.id, person, found.secret, now.isoformat())
                connection.execute("INSERT INTO keys_of_persons VALUES (?, ?, ?, ?)", row)
        return found

    def key_called(self, id_: str) -> Key:
        """The key of a person by its id. Raises KeyGone where it was erased, or is of elsewhere."""
        with self._at_work() as connection:
            found = _key(connection, "SELECT id, secret FROM keys_of_persons WHERE id = ?", id_)
            erased = connection.execute("SELECT at FROM erasures WHERE key = ?", (id_,)).fetchone()
        if found is not None:
            return found
        if erased is not None:
            day = datetime.fromisoformat(erased[0]).date()
            raise KeyGone(f"The key {id_} was erased on {day}: nobody can read what it sealed")
        raise KeyGone(
            f"The key {id_} is not in the vault {self.path}: if it was made after the vault's "
            "backup, restore a later one; without it nobody can read what it sealed"
        )

    def payload_key(self) -> Key:
        """The key under which Temporal's payloads are sealed now: the newest, made if need be."""

        with self._at_work() as connection, file.writing(connection):
            found = _key(connection, NEWEST_OF_PAYLOADS)
            if found is None:
                found = _new_key()
                connection.execute("INSERT INTO keys_of_payloads (id, secret) VALUES (?, ?)", found)
        return found

    def payload_key_of(self, id_: str) -> Key:
        """The key of payloads by its id: what a payload says of itself. Raises KeyGone."""
        if id_ not in self._payload_keys:
            with self._at_work() as connection:
                found = _key(
                    connection, "SELECT id, secret FROM keys_of_payloads WHERE id = ?", id_
                )
            if found is None:
                raise KeyGone(
                    f"The key {id_} of Temporal's payloads is not in the vault {self.path}: they "
                    "were sealed with another vault; put that one back, or set Temporal's database "
                    "aside"
                )
            self._payload_keys[id_] = found
        return self._payload_keys[id_]

    def note_read(self, read: Read) -> None:
        """Write down that a paper is read: before it is, and on the disk when this returns."""
        row = (
            read.at.isoformat(),
            read.staff,
            read.key,
            read.appointment,
            read.entry,
            read.paper,
            read.why,
        )
        with self._at_work() as connection, file.writing(connection):
            connection.execute(
                "INSERT INTO reads (at, staff, key, appointment, entry, paper, why) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )

    def reads(self, person: str = "") -> tuple[Read, ...]:
        """Who has read what, in order; of one person, by the keys that were ever hers or his."""
        with self._at_work() as connection:
            rows = connection.execute(
                "SELECT at, staff, key, appointment, entry, paper, why FROM reads "
                "WHERE ? = '' OR key IN (SELECT id FROM keys_of_persons WHERE person = ? "
                "UNION SELECT key FROM erasures WHERE person = ?) ORDER BY number",
                (person, person, person),
            ).fetchall()
        return tuple(Read(datetime.fromisoformat(at), *rest) for at, *rest in rows)

    def persons(self) -> dict[str, str]:
        """Whose each key is or was, by its id."""
        with self._at_work() as connection:
            return dict(
                connection.execute(
                    "SELECT key, person FROM erasures UNION SELECT id, person FROM keys_of_persons"
                )
            )

    def living(self) -> dict[str, str]:
        """Whose each key is that can still be used, by its id."""
        with self._at_work() as connection:
            return dict(connection.execute("SELECT id, person FROM keys_of_persons"))

    def erasures(self) -> tuple[Erasure, ...]:
        """The keys that were removed, in the order of their removal."""
        with self._at_work() as connection:
            rows = connection.execute(
                "SELECT key, person, at, staff, reason FROM erasures ORDER BY at, key"
            ).fetchall()
        return tuple(
            Erasure(key, person, datetime.fromisoformat(at), staff, reason)
            for key, person, at, staff, reason in rows
        )

    def remove(self, person: str, *, now: datetime, staff: str, reason: str) -> Key | None:
        """Remove the key of a person for good, and note it; None where there is none.

        Afterwards no byte of it stands in the file or its journal: that is looked for. Asked again
        after a crash it writes over what the crash left of the journal.
        """
        with self._at_work() as connection:
            # Held until the connection ends, so that nobody writes while the journal is blanked.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            with file.writing(connection):
                key = _key(connection, OF_A_PERSON, person)
                if key is not None:
                    connection.execute("DELETE FROM keys_of_persons WHERE id = ?", (key.id,))
                    connection.execute(
                        "INSERT OR IGNORE INTO erasures VALUES (?, ?, ?, ?, ?)",
                        (key.id, person, now.isoformat(), staff, reason),
                    )
            # Pages that were split long ago may keep a copy in the room between their rows.
            connection.execute("VACUUM")
            file.write_over(file.journal_of(self.path))
        if key is not None:
            self._require_gone(key)
        return key

    def copy(self, to: Path) -> None:
        """Write the whole vault, as it is at one instant, into a new file for its owner's eyes."""
        with self._at_work() as connection, file.in_our_words(to):
            to.touch(mode=0o600, exist_ok=False)
            with file.connected(to) as copied:
                connection.backup(copied)
            file.journal_of(to).unlink(missing_ok=True)

    def _require_gone(self, key: Key) -> None:
        with _one_at_a_time, file.in_our_words(self.path):
            for place in (self.path, file.journal_of(self.path)):
                if file.holds(place, key.secret):
                    raise VaultError(
                        f"The key {key.id} was removed, and its bytes still stand in {place}: "
                        "erase again, and tell whoever looks after the machine"
                    )

    @contextmanager
    def _at_work(self) -> Iterator[sqlite3.Connection]:
        """The file, if it is still the vault that was opened."""
        with _one_at_a_time, file.in_our_words(self.path):
            if not self.path.exists():
                file.require(self.path)
            with file.connected(self.path) as connection:
                if connection.execute("SELECT id FROM vault").fetchall() != [(self.id,)]:
                    raise Another(
                        f"The vault {self.path} was replaced while it was in use: start again, "
                        "with the ledger's own vault"
                    )
                yield connection


def _key(connection: sqlite3.Connection, asked: str, *about: str) -> Key | None:
    row = connection.execute(asked, about).fetchone()
    return Key(*row) if row is not None else None


def _new_key() -> Key:
    return Key(secrets.token_hex(8), secrets.token_bytes(KEY_BYTES))
