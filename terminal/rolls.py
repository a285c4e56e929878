"""A roll in a CSV file: who may sign the register, for which delegation, as what."""

from pathlib import Path

from domain.candidates import name as as_kept
from domain.register import Member, Role, Voter
from terminal import words
from terminal.sheets import Cells, read_sheet

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
    found = Rows()
    read_sheet(file, COLUMNS, lambda cells, line: found.add(_member(cells), line))
    if not found.members:
        raise words.bad(f"{file}: nobody is on the roll")
    return tuple(found.members)


def _member(cells: Cells) -> Member:
    role = cells["role"].casefold()
    if role not in tuple(Role):
        raise ValueError(f"{cells['role']!r} is neither {' nor '.join(Role)}")
    return Member(Voter(as_kept(cells["name"])), as_kept(cells["delegation"]), Role(role))
