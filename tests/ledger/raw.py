"""A hand in the store that does not ask the book: for tests of what happens then."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

import psycopg


def is_server(location: str) -> bool:
    return location.startswith("postgresql:")


def execute(location: str, statement: str, parameters: Sequence[object] = ()) -> None:
    """One statement on the table `entries`, with `?` for each parameter."""
    if is_server(location):
        with psycopg.connect(location, options="-c search_path=calends") as server:
            server.execute(statement.replace("?", "%s"), parameters)
        return
    with closing(sqlite3.connect(location)) as file, file:
        file.execute(statement, parameters)


def tamper(location: str, statement: str, parameters: Sequence[object] = ()) -> None:
    """The same by someone who first removes what keeps entries from being changed."""
    if is_server(location):
        with psycopg.connect(location, options="-c search_path=calends") as server:
            server.execute("ALTER TABLE entries DISABLE TRIGGER ALL")
            server.execute(statement.replace("?", "%s"), parameters)
            server.execute("ALTER TABLE entries ENABLE ALWAYS TRIGGER entries_are_not_changed")
            server.execute("ALTER TABLE entries ENABLE ALWAYS TRIGGER entries_are_added_at_the_end")
        return
    with closing(sqlite3.connect(location)) as file, file:
        triggers = file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        kept = triggers.fetchall()
        for name, _ in kept:
            file.execute(f"DROP TRIGGER {name}")
        file.execute("PRAGMA ignore_check_constraints = ON")
        file.execute(statement, parameters)
        for _, sql in kept:
            file.execute(sql)
