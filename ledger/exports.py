"""Copies that were made of the record: where they were put, so that they can be looked into again.

A list in the home, a line each. It says nothing of copies that others have made since.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

LIST = "exports.tsv"


class Copied(StrEnum):
    """What a copy is."""

    BUNDLE = "bundle"
    REPORT = "report"
    BACKUP = "backup"
    KEYS = "keys"


class Export(msgspec.Struct, frozen=True):
    """One copy: of an appointment, or, where that is empty, of the whole ledger."""

    at: datetime
    what: Copied
    place: Path
    appointment: str = ""


def note(home: Path, what: Copied, place: Path, now: datetime, appointment: str = "") -> None:
    """Write down that a copy was made; on the disk when this returns. Raises OSError."""
    line = "\t".join((now.isoformat(), what, appointment, msgspec.json.encode(str(place)).decode()))
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    with os.fdopen(os.open(home / LIST, flags, 0o600), "ab") as file:
        file.write(f"{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())


def noted(home: Path) -> tuple[Export, ...]:
    """Every copy that was noted, in order, wherever it is now."""
    place = home / LIST
    return tuple(_read(place.read_text(encoding="utf-8"))) if place.exists() else ()


def _read(text: str) -> Iterator[Export]:
    for line in text.splitlines():
        at, what, appointment, place = line.split("\t")
        path = Path(msgspec.json.decode(place, type=str))
        yield Export(datetime.fromisoformat(at), Copied(what), path, appointment)
