"""The ledger on a real PostgreSQL: privileges, starts, and a server that does not answer."""

import re
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from ledger.backups import back_up, put_back
from ledger.book import Book
from ledger.checkpoints import Notary
from ledger.errors import Missing, NotOurs, Unreachable
from ledger.postgres import ServerRecorder
from tests.ledger import raw
from tests.postgres import in_database

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operators" / "postgresql.md"
SG = "secretary-general/2029"
OPENED = ("opened/1", b'{"edition":"2018"}')


def statements(address: str, *lines: str) -> None:
    with psycopg.connect(address, autocommit=True) as server:
        for line in lines:
            server.execute(line)


def database(address: str) -> str:
    return str(conninfo_to_dict(address)["dbname"])


@pytest.fixture
def documented(postgresql_server: str) -> Iterator[tuple[str, str]]:
    """The database and the two roles as the page for operators makes them: owner's, writer's."""
    # Roles are of the whole server, which other tests use at the same time.
    unique = f"calends_{uuid.uuid4().hex}"
    page = PAGE.read_text().replace("calends_", f"{unique}_")
    first, second = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    first = first.replace("DATABASE calends", f"DATABASE {unique}")
    owner, writer = (
        in_database(postgresql_server, unique, user=f"{unique}_{role}")
        for role in ("owner", "writer")
    )
    try:
        statements(postgresql_server, *filter(str.strip, first.split(";")))
        Book.open(owner).close()
        statements(owner, *filter(str.strip, second.split(";")))
        yield owner, writer
    finally:
        statements(
            postgresql_server,
            f"DROP DATABASE IF EXISTS {unique} WITH (FORCE)",
            f"DROP ROLE IF EXISTS {unique}_writer",
            f"DROP ROLE IF EXISTS {unique}_owner",
        )


def test_the_documented_writer_adds_and_reads_and_nothing_else(
    documented: tuple[str, str],
) -> None:
    """The page's own statements, on a real server."""
    owner, writer = documented
    with Book.open(writer) as book:
        book.append(SG, after=0, entries=[OPENED, OPENED])
        assert len(book.read(SG)) == 2
        assert book.appointments() == (SG,)
        assert book.verify() == ()

    for statement in (
        "UPDATE entries SET topic = 'x'",
        "DELETE FROM entries",
        "TRUNCATE entries",
        "DROP TRIGGER entries_are_not_changed ON entries",
        "ALTER TABLE entries DISABLE TRIGGER ALL",
        "DROP TABLE entries",
        "CREATE TABLE calends.more ()",
        "COMMENT ON SCHEMA calends IS 'Calends ledger, form 2'",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute(writer, statement)
    with pytest.raises(psycopg.errors.RestrictViolation, match="never changed or removed"):
        raw.execute(owner, "DELETE FROM entries")


@pytest.mark.usefixtures("postgresql_programs")
def test_the_documented_writer_makes_a_backup(documented: tuple[str, str], tmp_path: Path) -> None:
    """And the owner puts it back where the ledger is gone."""
    owner, writer = documented
    notary, now = Notary(tmp_path / "home", "calends"), datetime(2029, 1, 10, tzinfo=UTC)
    (tmp_path / "home").mkdir()
    with Book.open(writer, create=False) as book:
        book.append(SG, after=0, entries=[OPENED])
        back_up(book, writer, notary, tmp_path / "backup", now)
    statements(owner, "DROP SCHEMA calends CASCADE")

    assert put_back(tmp_path / "backup", owner, notary).entries == 1


def test_a_role_without_privileges_is_said(documented: tuple[str, str]) -> None:
    """It will not pass by asking again."""
    owner, writer = documented
    role = conninfo_to_dict(writer)["user"]
    statements(owner, f"REVOKE INSERT ON calends.entries FROM {role}")
    with Book.open(writer) as book:
        assert book.read(SG) == ()
        with pytest.raises(NotOurs, match=r"No permission.*docs/operators/postgresql.md"):
            book.append(SG, after=0, entries=[OPENED])


def test_a_role_that_may_not_make_the_schema_is_said(
    documented: tuple[str, str], postgresql_server: str
) -> None:
    """And nothing is made."""
    statements(documented[0], "DROP SCHEMA calends CASCADE")
    with pytest.raises(NotOurs, match="No permission"):
        Book.open(documented[1])
    with pytest.raises(Missing):
        Book.open(documented[1], create=False)


def test_a_schema_that_an_administrator_made_empty_is_taken(postgresql_url: str) -> None:
    """For owners who may not make one themselves."""
    statements(postgresql_url, "CREATE SCHEMA calends")
    with Book.open(postgresql_url) as book:
        assert len(book.append(SG, after=0, entries=[OPENED])) == 1


@pytest.mark.parametrize(
    ("statement", "because"),
    [
        ("CREATE SCHEMA calends; CREATE TABLE calends.entries (id int)", "is not a Calends ledger"),
        ("COMMENT ON SCHEMA calends IS 'Calends ledger, form 2'", r"newer Calends \(form 2"),
        ("ALTER TABLE calends.entries DISABLE TRIGGER ALL", "no longer has what keeps"),
        ("DROP TRIGGER entries_are_not_changed ON calends.entries", "no longer has what keeps"),
        ("DROP TABLE calends.entries", "no longer has what keeps"),
    ],
)
def test_a_database_that_is_no_ledger_of_ours_is_said(
    postgresql_url: str, statement: str, because: str
) -> None:
    """The name of the database stands in the sentence, with a cure."""
    if not statement.startswith("CREATE"):
        Book.open(postgresql_url).close()
    statements(postgresql_url, statement)

    with pytest.raises(NotOurs, match=because) as raised:
        Book.open(postgresql_url)
    assert database(postgresql_url) in str(raised.value)


def test_every_connection_is_durable_and_ordered(postgresql_url: str) -> None:
    """Also where the role's own defaults say otherwise."""
    name = database(postgresql_url)
    statements(
        postgresql_url,
        f"ALTER DATABASE {name} SET synchronous_commit = off",
        f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'",
    )
    with Book.open(postgresql_url) as book:
        recorder = book._recorder
        assert isinstance(recorder, ServerRecorder)
        assert not recorder.datastore.enable_db_functions
        assert recorder.datastore.originator_id_type == "text"
        with recorder.datastore.get_connection() as connection:
            for setting, value in [
                ("synchronous_commit", "on"),
                ("default_transaction_isolation", "read committed"),
                ("lock_timeout", "5s"),
                ("application_name", "calends"),
            ]:
                found = connection.execute("SELECT current_setting(%s) AS value", (setting,))
                assert found.fetchall() == [{"value": value}]


def test_no_function_of_the_library_writes_in_the_database(postgresql_url: str) -> None:
    """With them a reader that tails the ledger misses entries."""
    Book.open(postgresql_url).close()
    with psycopg.connect(postgresql_url) as server:
        found = server.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'calends'::regnamespace"
        )
        assert {name for (name,) in found} == {"never_changed", "added_at_the_end"}


def test_a_server_that_is_not_there_is_said_without_the_password() -> None:
    """Its host, port and database, and that it may pass."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable, match=f"127.0.0.1:{port}, database calends.*refused") as raised:
        Book.open(f"postgresql://someone:s3cret@127.0.0.1:{port}/calends")

    chain: BaseException | None = raised.value
    while chain:
        assert "s3cret" not in str(chain)
        assert "\n" not in str(raised.value)
        chain = chain.__cause__ or chain.__context__


def test_a_server_that_does_not_answer_is_given_up_after_three_seconds() -> None:
    """It takes the connection and says nothing, as behind a broken proxy."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(Unreachable, match="timeout"):
            Book.open(f"postgresql://someone@127.0.0.1:{silent.getsockname()[1]}/calends")


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (("/postgres?", "/nowhere?"), 'database "nowhere" does not exist'),
        (("//postgres:", "//nobody:"), 'role "nobody" does not exist'),
    ],
)
def test_an_address_that_is_wrong_is_said(
    postgresql_server: str, change: tuple[str, str], because: str
) -> None:
    """It will not pass by asking again."""
    with pytest.raises(NotOurs, match=f"Cannot connect to.*{because}.*correct the address"):
        Book.open(postgresql_server.replace(*change))


def test_an_address_that_cannot_be_read_is_not_repeated() -> None:
    """What libpq says of it quotes the password."""
    with pytest.raises(NotOurs, match="is written postgresql://") as raised:
        Book.open("postgresql://someone:s3cret@[::1/calends")
    assert "s3cret" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_connection_that_was_cut_is_replaced(postgresql_server: str, postgresql_url: str) -> None:
    """A server that was restarted is not noticed by those who write."""
    name = database(postgresql_url)
    with Book.open(postgresql_url) as book:
        book.append(SG, after=0, entries=[OPENED])
        statements(
            postgresql_server,
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
        )
        book.append(SG, after=1, entries=[OPENED])
        assert len(book.read(SG)) == 2


def test_a_database_that_went_away_is_said_at_once(
    postgresql_server: str, postgresql_url: str
) -> None:
    """The library would try ten times and hold its thread for half a minute."""
    name = database(postgresql_url)
    with Book.open(postgresql_url) as book:
        statements(
            postgresql_server,
            f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
        )
        with pytest.raises(Unreachable, match=f"Cannot reach.*{name}"):
            book.read(SG)
        statements(postgresql_server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_a_lock_that_another_program_keeps_is_said(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may pass, so that the same call is worth repeating."""
    monkeypatch.setattr("ledger.postgres.LOCK_SECONDS", 1)
    with Book.open(postgresql_url) as book, psycopg.connect(postgresql_url) as other:
        other.execute("LOCK TABLE calends.entries IN EXCLUSIVE MODE")
        with pytest.raises(Unreachable, match="is busy"):
            book.append(SG, after=0, entries=[OPENED])
        other.rollback()
        assert len(book.append(SG, after=0, entries=[OPENED])) == 1


def test_a_server_that_is_read_only_is_said(postgresql_url: str) -> None:
    """A standby can be read and verified; to write, another server has to be named."""
    Book.open(postgresql_url).close()
    name = database(postgresql_url)
    statements(postgresql_url, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with Book.open(postgresql_url) as book:
        assert book.read(SG) == ()
        assert book.verify() == ()
        with pytest.raises(NotOurs, match="is read-only"):
            book.append(SG, after=0, entries=[OPENED])


def test_without_its_driver_the_cure_is_said() -> None:
    """PostgreSQL is an extra; the ledger in a file works without it."""
    script = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from ledger.book import Book\n"
        "from ledger.errors import NotOurs\n"
        "Book.open(':memory:').close()\n"
        "try: Book.open('postgresql://localhost/calends')\n"
        "except NotOurs as error: print(error)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "pip install 'calends[postgres]'" in said.stdout
