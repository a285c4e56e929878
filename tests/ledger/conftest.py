"""A book for each test: in a file, and on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.book import Book


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new ledger can be made."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.sqlite")
    address: str = request.getfixturevalue("postgresql_url")
    return address


@pytest.fixture
def book(location: str) -> Iterator[Book]:
    with Book.open(location) as opened:
        yield opened
