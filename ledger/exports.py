"""Copies that were made of the record: where they were put, so that they can be looked into again.

A list in the home, a line each. It says nothing of copies that others have made since.
"""

import os
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

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
    before = "" if _ends_a_line(home / LIST) else "\n"
    with os.fdopen(os.open(home / LIST, flags, 0o600), "ab") as file:
        file.write(f"{before}{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())


class Noted(NamedTuple):
    """Every copy that was noted, in order, wherever it is now; and the lines that tell of none.

    A line is torn where a machine stopped in the middle of writing it.
    """

    copies: tuple[Export, ...]
    unreadable: tuple[int, ...]


def noted(home: Path) -> Noted:
    """What the list of a home says. Raises OSError."""
    place, copies, unreadable = home / LIST, list[Export](), list[int]()
    lines = place.read_bytes().splitlines() if place.exists() else []
    for number, line in enumerate(lines, start=1):
        try:
            copies.append(_read(line.decode()))
        except (ValueError, msgspec.MsgspecError):
            unreadable.append(number)
    return Noted(tuple(copies), tuple(unreadable))


def _read(line: str) -> Export:
    at, what, appointment, place = line.split("\t")
    path = Path(msgspec.json.decode(place, type=str))
    return Export(datetime.fromisoformat(at), Copied(what), path, appointment)


def _ends_a_line(place: Path) -> bool:
    return not place.exists() or place.read_bytes()[-1:] in (b"", b"\n")
