"""A roll in a CSV file: who may sign the register, for which delegation, as what."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from domain.candidates import name as as_kept
from domain.register import Member, Role, Voter
from terminal import words
from terminal.faults import Code, Stop

COLUMNS = ("name", "delegation", "role")


class Rows:
    """The members read so far: no name twice, and each delegation spelt one way."""

    def __init__(self) -> None:
        self.members: list[Member] = []
        self._lines: dict[str, int] = {}
        self._delegations: dict[str, str] = {}

    def add(self, member: Member, line: int) -> None:
        """Raises ValueError with what is wrong."""
        before = self._lines.setdefault(member.name.casefold(), line)
        if before != line:
            raise ValueError(
                f"{member.name} stands on line {before} too: if there are two, tell their names "
                "apart"
            )
        known = self._delegations.setdefault(member.delegation.casefold(), member.delegation)
        if known != member.delegation:
            raise ValueError(f"{member.delegation} is spelt {known} above: spell it one way")
        self.members.append(member)


def read_roll(file: Path) -> tuple[Member, ...]:
    """The roll in a file. Stops with the line that cannot be read."""
    text = _text_of(file)
    # A spreadsheet set to French or German writes semicolons.
    between = ";" if ";" in text.partition("\n")[0] else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    found = Rows()
    try:
        header = [cell.strip().casefold() for cell in next(rows, [])]
        if sorted(header) != sorted(COLUMNS):
            raise ValueError(f"the first line names the columns: {between.join(COLUMNS)}")
        for row in rows:
            if any(map(str.strip, row)):
                found.add(_member(header, row), rows.line_num)
    except (ValueError, csv.Error) as error:
        raise words.bad(f"{file}, line {max(rows.line_num, 1)}: {error}") from None
    if not found.members:
        raise words.bad(f"{file}: nobody is on the roll")
    return tuple(found.members)


def _member(header: Sequence[str], row: Sequence[str]) -> Member:
    if len(row) != len(header):
        raise ValueError(f"it has {len(row)} cells, not {len(header)}: {', '.join(header)}")
    cells = dict(zip(header, (" ".join(cell.split()) for cell in row), strict=True))
    for cell in cells.values():
        if not cell.isprintable():
            raise ValueError(f"{cell!a} contains a character that cannot be shown")
    role = cells["role"].casefold()
    if role not in tuple(Role):
        raise ValueError(f"{cells['role']!r} is neither {' nor '.join(Role)}")
    return Member(Voter(as_kept(cells["name"])), as_kept(cells["delegation"]), Role(role))


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Stop(Code.NOT_FOUND, f"there is no file {file}") from None
    except UnicodeDecodeError:
        raise words.bad(f"{file} is not a text in UTF-8: save it as CSV in UTF-8") from None
    except OSError as error:
        raise words.bad(f"{file} cannot be read: {error.strerror}") from None
