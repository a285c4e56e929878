"""The book on a PostgreSQL server: eventsourcing's recorder, with what we pin of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eventsourcing.persistence import (
    IntegrityError,
    PersistenceError,
    StoredEvent,
)

from ledger import dumps
from ledger.errors import LedgerError, Missing, NotOurs, Unguarded, Unreachable

try:
    import psycopg
    import psycopg_pool
    from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
    from psycopg.conninfo import conninfo_to_dict
    from psycopg.rows import DictRow, dict_row, scalar_row
except ImportError as error:
    raise NotOurs(
        "A ledger on PostgreSQL needs what Calends does not install by itself: "
        "pip install 'calends[postgres]'."
    ) from error

SCHEMA = "calends"
TABLE = "entries"
FORM = 1
# A comment is read without any privilege, and kept by pg_dump.
MARK = "Calends ledger, form "
CONNECT_SECONDS = 3
LOCK_SECONDS = 5
SENT_AT_ONCE = 8_000  # bytes, which are twice as many on their way: any system takes them at once
# One number for making the schema and one for writing, in the key space of our database.
MAKING, WRITING = 0x43616C656E647301, 0x43616C656E647302
# What a server says of itself that does not pass by asking again. psycopg gives no code for a
# connection that failed, so that the words are all there is; an administrator of a server that
# speaks another language gets Unreachable with the server's own words.
NOT_PASSING = ("authentication failed", "does not exist", "no pg_hba.conf entry", "no password")

CLOSE_THE_TABLE = f"""
CREATE FUNCTION {SCHEMA}.never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an entry of the ledger is never changed or removed'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION {SCHEMA}.added_at_the_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.originator_version <> 1 AND NOT EXISTS (
        SELECT FROM {SCHEMA}.{TABLE} WHERE originator_id = NEW.originator_id
            AND originator_version = NEW.originator_version - 1)
    THEN
        RAISE EXCEPTION 'an entry of the ledger follows the one before it'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entries_are_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON {SCHEMA}.{TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION {SCHEMA}.never_changed();
CREATE TRIGGER entries_are_added_at_the_end BEFORE INSERT ON {SCHEMA}.{TABLE}
    FOR EACH ROW EXECUTE FUNCTION {SCHEMA}.added_at_the_end();
-- Always: also in a session that calls itself a replica.
ALTER TABLE {SCHEMA}.{TABLE}
    ALTER COLUMN topic SET NOT NULL,
    ALTER COLUMN state SET NOT NULL,
    ENABLE ALWAYS TRIGGER entries_are_not_changed,
    ENABLE ALWAYS TRIGGER entries_are_added_at_the_end;
COMMENT ON SCHEMA {SCHEMA} IS '{MARK}{FORM}';
"""
TRIGGERS = {"entries_are_not_changed", "entries_are_added_at_the_end"}


class Datastore(PostgresDatastore):
    """The library's datastore, keeping the whole address and saying its errors as ours."""

    def __init__(self, address: Mapping[str, Any]) -> None:
        super().__init__(
            # The address itself is put in below, whole.
            dbname="",
            host="",
            port="",
            user="",
            password="",
            connect_timeout=CONNECT_SECONDS,
            idle_in_transaction_session_timeout=60,
            pool_size=1,
            max_overflow=19,
            # A server that was restarted is not noticed by those who write.
            pre_ping=True,
            lock_timeout=LOCK_SECONDS,
            schema=SCHEMA,
            originator_id_type="text",
            # With the library's functions in the database a reader that tails the ledger misses
            # entries, because they leave the order of commits open. They are not even created.
            enable_db_functions=False,
        )
        # The library passes five parts of an address on and drops the rest, such as sslmode.
        self.pool.kwargs = {
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "calends",
            **address,
            "row_factory": dict_row,
        }
        self.place = place(address)
        self.address = address

    def after_connect_func(self) -> Callable[[psycopg.Connection[Any]], None]:
        set_by_library = super().after_connect_func()

        def configure(connection: psycopg.Connection[Any]) -> None:
            set_by_library(connection)
            # remote_apply waits for more than the disk, hence it may stay; all others for less.
            connection.execute(
                f"SELECT set_config('lock_timeout', '{LOCK_SECONDS}s', false), "
                "set_config('default_transaction_isolation', 'read committed', false), "
                "set_config('synchronous_commit', CASE current_setting('synchronous_commit') "
                "WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false)"
            )

        return configure

    @contextmanager
    def get_connection(self) -> Iterator[psycopg.Connection[DictRow]]:
        # Raising our own error also ends the library's ten attempts, which hold a thread for
        # half a minute: whoever calls us asks again, and may be asked to stop in between.
        with in_our_words(self.place), super().get_connection() as connection:
            yield connection


class ServerRecorder(PostgresApplicationRecorder):
    """The recorder of a ledger on a PostgreSQL server."""

    datastore: Datastore

    def __init__(self, datastore: Datastore) -> None:
        super().__init__(datastore, events_table_name=TABLE)
        # The library locks the table, so that the order of numbers is the order of commits. We
        # keep the order, by a lock that needs no privilege: LOCK TABLE asks for one with which
        # the writer could also change and remove entries.
        self.lock_table_statements = [
            f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'",
            f"SELECT pg_advisory_xact_lock({WRITING})",
        ]

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """In one transaction: what is short as the library does it, and what is long at our pace.

        The library sends everything at once (pipeline mode). Where the system does not take it all
        at once, psycopg waits for an answer to what it has not sent: psycopg/psycopg#685.
        """
        if sum(len(event.state) for event in stored_events) <= SENT_AT_ONCE:
            numbers: Sequence[int] | None = super().insert_events(stored_events, **kwargs)
            return numbers
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_stored_events(cursor, stored_events)
            return [int(row["notification_id"]) for row in cursor.fetchall()]

    def make(self) -> None:
        """Make the schema, once and whole, however many ask for it at the same time."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock({MAKING})")
            if form(cursor.connection):
                return
            cursor.execute(
                "SELECT to_regnamespace(%(it)s) IS NOT NULL AS stands, EXISTS ("
                "SELECT FROM pg_class WHERE relnamespace = to_regnamespace(%(it)s)) AS used",
                {"it": SCHEMA},
            )
            [schema] = cursor.fetchall()
            if schema["used"]:
                raise NotOurs(
                    f"The schema {SCHEMA} of {self.datastore.place} is not a Calends ledger: name "
                    "another database."
                )
            # An administrator may have made it, empty, for an owner who may not.
            if not schema["stands"]:
                cursor.execute(f"CREATE SCHEMA {SCHEMA}")
            for number, statement in enumerate(self.sql_create_statements):
                if number != self.create_insert_function_statement_index:
                    cursor.execute(statement, prepare=False)
            cursor.execute(CLOSE_THE_TABLE, prepare=False)

    def rows(self, appointment: str | None) -> Iterator[StoredEvent]:
        """Every row, or those of one appointment, by appointment and number, as they come."""
        where, parameters = (
            ("", ()) if appointment is None else ("WHERE originator_id = %s", (appointment,))
        )
        return self._found(f"{where} ORDER BY originator_id, originator_version", parameters)

    def log(self) -> Iterator[StoredEvent]:
        """Every row in the order in which they were written, as they come."""
        return self._found("ORDER BY notification_id", ())

    def count(self) -> int:
        """How many rows there are."""
        with self.datastore.get_connection() as connection:
            [row] = connection.execute(f"SELECT COUNT(*) AS rows FROM {SCHEMA}.{TABLE}")
            return int(row["rows"])

    def streams(self) -> tuple[str, ...]:
        """The ids of all appointments and registers, in the order of their first entries."""
        with self.datastore.get_connection() as connection:
            found = connection.execute(
                f"SELECT originator_id FROM {SCHEMA}.{TABLE} "
                "GROUP BY originator_id ORDER BY MIN(notification_id)"
            )
            return tuple(row["originator_id"] for row in found)

    def copy(self, to: Path) -> None:
        """A dump of the whole ledger as it is at one instant, while others write on."""
        dumps.dump(self.datastore.address, SCHEMA, to, self.datastore.place)

    def close(self) -> None:
        self.datastore.close()

    def _found(self, which: str, parameters: tuple[str, ...]) -> Iterator[StoredEvent]:
        with (
            self.datastore.get_connection() as connection,
            connection.transaction(),
            connection.cursor("verify") as cursor,
        ):
            cursor.itersize = 500
            cursor.execute(
                "SELECT originator_id, originator_version, topic, state "
                f"FROM {SCHEMA}.{TABLE} {which}",
                parameters,
            )
            for row in cursor:
                yield StoredEvent(
                    row["originator_id"], row["originator_version"], row["topic"], row["state"]
                )


def open_server(location: str, *, create: bool) -> ServerRecorder:
    """The recorder of the ledger at that address, whose schema is made where `create` allows it.

    Raises Missing, NotOurs and Unreachable as the one for a file does, with the server's place
    in the sentence and never its password.
    """
    try:
        address = conninfo_to_dict(location)
    except psycopg.Error:
        # The original quotes the address, and with it the password.
        raise NotOurs(
            "The address of the PostgreSQL server cannot be read: it is written "
            "postgresql://user:password@host:port/database."
        ) from None
    found = _look(address)
    if not found and not create:
        raise Missing(
            f"There is no ledger on {place(address)}. Open an appointment first, or say where the "
            "ledger is."
        )
    datastore = Datastore(address)
    try:
        recorder = ServerRecorder(datastore)
        if not found:
            recorder.make()
            _look(address)
        # The type in which rows are sent was not there before.
        datastore.register_type_adapters()
    except BaseException:
        datastore.close()
        raise
    return recorder


def put_back(location: str, dump: Path) -> None:
    """A dump into a database that holds no ledger: the whole of it, or nothing. Raises NotOurs."""
    address = conninfo_to_dict(location)
    where = place(address)
    with in_our_words(where), psycopg.connect(location, autocommit=True) as seen:
        [(stands,)] = seen.execute("SELECT to_regnamespace(%s) IS NOT NULL", (SCHEMA,))
    if stands:
        raise NotOurs(
            f"A schema {SCHEMA} stands on {where}, and nothing is written over it: name an empty "
            "database."
        )
    dumps.put_back(address, dump, where)


def take_away(location: str) -> None:
    """Remove what was put back a moment ago, and does not verify."""
    with in_our_words(place(conninfo_to_dict(location))), psycopg.connect(location) as server:
        server.execute(f"DROP SCHEMA {SCHEMA} CASCADE")


def place(address: Mapping[str, Any]) -> str:
    """Where a server is, in words that can be shown to anyone."""
    host = address.get("host") or address.get("hostaddr") or "localhost"
    return (
        f"the PostgreSQL server {host}:{address.get('port') or 5432}, "
        f"database {address.get('dbname') or 'of the user'}"
    )


def form(connection: psycopg.Connection[Any]) -> int:
    """The form of the ledger that a database holds, or 0 where there is none."""
    with connection.cursor(row_factory=scalar_row) as cursor:
        mark = cursor.execute(
            "SELECT obj_description(to_regnamespace(%s), 'pg_namespace')", (SCHEMA,)
        ).fetchone()
    if not isinstance(mark, str) or not mark.startswith(MARK):
        return 0
    return int(mark.removeprefix(MARK)) if mark.removeprefix(MARK).isdecimal() else 0


def _look(address: Mapping[str, Any]) -> bool:
    """Look at the server once, by a connection of our own, and say whether a ledger is there.

    The library's pool connects in the background and keeps the reason of a failure to itself.
    """
    where = place(address)
    with (
        in_our_words(where),
        psycopg.connect(**{"connect_timeout": CONNECT_SECONDS, **address}, autocommit=True) as seen,
    ):
        [(synced,)] = seen.execute("SELECT current_setting('fsync')")
        if synced != "on":
            raise NotOurs(
                f"On {where} fsync is off, so that entries could be lost after they were "
                "acknowledged: turn it on in postgresql.conf."
            )
        known = form(seen)
        if known > FORM:
            raise NotOurs(
                f"The ledger on {where} was written by a newer Calends (form {known}, and this "
                f"one knows form {FORM}): update Calends."
            )
        if not known:
            return False
        standing = seen.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled = 'A'",
            (f"{SCHEMA}.{TABLE}",),
        )
        if not {name for (name,) in standing} >= TRIGGERS:
            raise Unguarded(
                f"The ledger on {where} no longer has what keeps its entries from being changed: "
                "restore a copy that verifies."
            )
        return True


@contextmanager
def in_our_words(where: str) -> Iterator[None]:
    """Say the errors of PostgreSQL and of the library as ours.

    An IntegrityError passes: the book alone can tell a conflict from an answer that was lost.
    """
    try:
        yield
    except (LedgerError, IntegrityError):
        raise
    except (PersistenceError, psycopg.Error) as error:
        cause = error if isinstance(error, psycopg.Error) else error.__cause__
        raise _said(cause, " ".join(str(error).split()), where) from error


def _said(cause: BaseException | None, text: str, where: str) -> LedgerError:
    match cause:
        case psycopg.errors.InsufficientPrivilege():
            return NotOurs(
                f"No permission on {where} ({text}): see the privileges in "
                "docs/operators/postgresql.md."
            )
        case psycopg.errors.ReadOnlySqlTransaction():
            return NotOurs(f"The ledger on {where} is read-only: name the server that is written.")
        case psycopg.errors.UndefinedTable() | psycopg.errors.UndefinedObject():
            return NotOurs(f"The ledger on {where} is damaged ({text}): restore a copy.")
        case psycopg_pool.PoolClosed():
            return Unreachable(f"The ledger on {where} is closed: Calends is stopping.")
        case psycopg.OperationalError(sqlstate=None) if any(part in text for part in NOT_PASSING):
            return NotOurs(f"Cannot connect to {where} ({text}): correct the address or the role.")
        case psycopg.errors.LockNotAvailable():
            return Unreachable(f"The ledger on {where} is busy: another program writes to it.")
        case psycopg.OperationalError() | psycopg.InterfaceError():
            return Unreachable(f"Cannot reach {where} ({text}).")
    return LedgerError(f"The ledger on {where} refused: {text}.")
