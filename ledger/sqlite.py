"""The book in one file: SQLite behind eventsourcing's recorder, with what we pin of it."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
from eventsourcing.persistence import PersistenceError
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
)

from ledger.errors import LedgerError, Missing, NotOurs, Unguarded
from ledger.file import (
    CREATE_TABLE,
    FORM,
    TABLE,
    TRIGGERS,
    claim,
    connect,
    identity,
    in_our_words,
    make,
    release,
    stands,
)

MEMORY = ":memory:"
WAIT_SECONDS = 15


class Pool(SQLiteConnectionPool):
    """Connections to one file that exists, or to one database in memory."""

    def __init__(self, path: Path | None) -> None:
        super().__init__(
            db_name=f"{path.as_uri()}?mode=rw" if path else MEMORY,
            # In memory each connection would be a database of its own, so there is only one. To a
            # file there are as many as threads that ask at once: the pool would keep its writer's
            # lock for ever where it runs out of them.
            pool_size=5 if path else 1,
            max_overflow=10_000 if path else 0,
            pool_timeout=WAIT_SECONDS,
        )
        self.path = path
        self.file = identity(path) if path else None

    def get_connection(
        self, timeout: float | None = None, *, is_writer: bool | None = None
    ) -> SQLiteConnection:
        # A file removed or replaced under us would take our entries along, and still say yes.
        if self.path and identity(self.path) != self.file:
            raise NotOurs(
                f"The ledger {self.path} was removed or replaced while it was in use, so that "
                "nothing more is written to it. Start Calends again."
            )
        try:
            return super().get_connection(timeout, is_writer=is_writer)
        except (CannotConnect, LedgerError):
            # So would it where a connection cannot be made.
            if is_writer:
                self._writer_lock.release()
                self._num_writers -= 1
            raise

    def _create_connection(self) -> SQLiteConnection:
        # A private method of the library: the only place where pragmas can be set on each
        # connection. The exact version is bounded in pyproject.toml.
        try:
            return SQLiteConnection(connect(self.db_name), max_age=self.max_age)
        except sqlite3.Error as error:
            raise CannotConnect(error) from error


class CannotConnect(PersistenceError):
    """SQLite did not open the file."""


class Datastore(SQLiteDatastore):
    """The library's datastore, saying its errors as ours."""

    def __init__(self, path: Path | None) -> None:
        super().__init__(MEMORY, originator_id_type="text")
        self.pool = Pool(path)
        self.path = path

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        with in_our_words(self.path), super().transaction(commit=commit) as cursor:
            yield cursor


class Found(msgspec.Struct, frozen=True):
    """A row as it stands in the file, of whatever types; in the library's words, as `chain.Row`."""

    originator_id: object
    originator_version: object
    topic: object
    state: object


class FileRecorder(SQLiteApplicationRecorder):
    """The recorder of a ledger in a file, or in memory for tests."""

    datastore: Datastore

    def __init__(self, path: Path | None, claimed: tuple[int, int] | None = None) -> None:
        super().__init__(Datastore(path), events_table_name=TABLE)
        self._claimed = claimed

    def construct_create_table_statements(self) -> list[str]:
        return [CREATE_TABLE, *TRIGGERS.values()]

    def select_events(  # type: ignore[override]
        self, originator_id: str, *, gt: int | None = None, lte: int | None = None
    ) -> Sequence[Found]:
        """As the library's, which makes a dataclass of each row, in two thirds of the time."""
        bounds = {"originator_version > ?": gt, "originator_version <= ?": lte}
        asked = {bound: of for bound, of in bounds.items() if of is not None}
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(
                f"SELECT originator_id, originator_version, topic, state FROM {TABLE} "
                f"WHERE {' AND '.join(('originator_id = ?', *asked))} ORDER BY originator_version",
                (originator_id, *asked.values()),
            )
            return [Found(*row) for row in cursor.fetchall()]

    def rows(self, appointment: str | None) -> Iterator[Found]:
        """Every row, or those of one appointment, by appointment and number, as they come.

        Texts are fetched as bytes: a text that is no longer UTF-8 is a finding, not a failure.
        What is not stored as a text is fetched as None.
        """
        where, parameters = (
            ("", ()) if appointment is None else ("WHERE originator_id = ?", (appointment,))
        )
        return self._found(f"{where} ORDER BY originator_id, originator_version", parameters)

    def log(self) -> Iterator[Found]:
        """Every row in the order in which they were written, as they come; lenient as `rows`."""
        return self._found("ORDER BY rowid", ())

    def count(self) -> int:
        """How many rows there are."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM {TABLE}")
            return int(cursor.fetchone()[0])

    def streams(self) -> tuple[str, ...]:
        """The ids of all appointments and registers, in the order of their first entries."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(
                f"SELECT CAST(originator_id AS BLOB) FROM {TABLE} "
                "GROUP BY originator_id ORDER BY MIN(rowid)"
            )
            return tuple(str(_lenient(row[0])) for row in cursor.fetchall())

    def _found(self, which: str, parameters: tuple[str, ...]) -> Iterator[Found]:
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(
                f"SELECT {_text_of('originator_id')}, originator_version, {_text_of('topic')}, "
                f"state FROM {TABLE} {which}",
                parameters,
            )
            while (row := cursor.fetchone()) is not None:
                yield Found(_lenient(row[0]), row[1], _lenient(row[2]), row[3])

    def copy(self, to: Path) -> None:
        """A copy of the whole ledger as it is at this instant, while others write on."""
        to.touch(mode=0o600, exist_ok=False)
        with (
            self.datastore.get_connection(commit=False) as ours,
            in_our_words(to),
            closing(sqlite3.connect(to)) as copied,
        ):
            ours._sqlite_conn.backup(copied)

    def close(self) -> None:
        try:
            self.datastore.close()
        finally:
            claimed, self._claimed = self._claimed, None
            if claimed is not None:
                release(claimed)


def open_file(location: str, *, create: bool) -> FileRecorder:
    """The recorder of the ledger at that path, which is made first where `create` allows it.

    Raises Missing where there is none and none may be made, NotOurs where what is there cannot be
    used, Unreachable where the same may succeed later.
    """
    if location == MEMORY:
        recorder = FileRecorder(None)
        recorder.create_table()
        return recorder
    if not location.strip():
        raise NotOurs("The ledger's path is empty: name a file, or leave the setting out.")
    path = Path(location).expanduser().absolute()
    with in_our_words(path):
        if not stands(path):
            if not create:
                raise Missing(
                    f"There is no ledger at {path}. Open an appointment first, or say where the "
                    "ledger is."
                )
            make(path)
        claimed = claim(path)
        path = path.resolve()
        recorder = FileRecorder(path, claimed)
        try:
            _require_form(recorder)
        except BaseException:
            recorder.close()
            raise
    return recorder


def _text_of(column: str) -> str:
    return f"CASE typeof({column}) WHEN 'text' THEN CAST({column} AS BLOB) END"


def _require_form(recorder: FileRecorder) -> None:
    """Require the form of this version, triggers included: they are half of append-only."""
    path = recorder.datastore.path
    with recorder.datastore.transaction(commit=False) as cursor:
        cursor.execute("PRAGMA user_version")
        form = cursor.fetchone()[0]
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        found = {row["name"]: row["sql"] for row in cursor.fetchall()}
    if form > FORM:
        raise NotOurs(
            f"The ledger {path} was written by a newer Calends (form {form}, and this one knows "
            f"form {FORM}): update Calends."
        )
    if form != FORM or not ({TABLE: CREATE_TABLE} | TRIGGERS).items() <= found.items():
        raise Unguarded(
            f"The ledger {path} does not have the form of a Calends ledger, or no longer what "
            "keeps its entries from being changed: restore a copy that verifies."
        )


def _lenient(value: object) -> object:
    """A text of the store, with a byte that is none shown as such, so that no digest fits it."""
    return value.decode(errors="backslashreplace") if isinstance(value, bytes) else value
