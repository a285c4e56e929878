"""A roll in a CSV file: who may sign the register, for which delegation, as what."""

from datetime import date
from difflib import get_close_matches
from pathlib import Path

from domain.candidates import name as as_kept
from domain.parties import is_a_member_state, parties
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


def read_roll(file: Path, on: date | None = None) -> tuple[Member, ...]:
    """The roll in a file, of delegations that there are on a day. Stops with the first bad line."""
    found = Rows()
    read_sheet(file, COLUMNS, lambda cells, line: found.add(_member(cells, on), line))
    if not found.members:
        raise words.bad(f"{file}: nobody is on the roll")
    return tuple(found.members)


def delegation_of(typed: str, on: date) -> str:
    """A member State, as the table of the Parties names it. Raises ValueError for none."""
    named = as_kept(typed)
    if is_a_member_state(named, on):
        return named
    known = {p.name_en.casefold(): p.name_en for p in parties().values() if p.is_a_member_on(on)}
    close = get_close_matches(named.casefold(), known, n=1, cutoff=0.8)
    meant = f": did you mean {known[close[0]]}?" if close else ": name it in English, as in Norway"
    raise ValueError(f"{named} is no member State{meant}")


def _member(cells: Cells, on: date | None) -> Member:
    role = cells["role"].casefold()
    if role not in tuple(Role):
        raise ValueError(f"{cells['role']!r} is neither {' nor '.join(Role)}")
    delegation = as_kept(cells["delegation"])
    member = Member(Voter(as_kept(cells["name"])), delegation, Role(role))
    if on:
        delegation_of(delegation, on)
    return member
