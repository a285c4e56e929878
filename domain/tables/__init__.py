"""Dated tables that come with Calends: part-sessions, days off, Parties, the twelve months."""

import csv
from pkgutil import get_data


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table, by the names of its columns; lines that begin with # are remarks."""
    raw = get_data(__name__, table)
    assert raw is not None
    lines = raw.decode().splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))
