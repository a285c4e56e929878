"""Four tellers by lot (IDX 12), so that anybody who has the roll and the seed can repeat the draw.

The roll is brought into one form, whatever the order of the lines in its file: a line for each
member in the alphabetical order of the names, with name, delegation and role between semicolons.
Of that text the digest is taken; the representatives in it are numbered from 1.
"""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from domain.alphabet import alphabetical
from domain.candidates import Name
from domain.lots import draw
from domain.register import Member, Role

FOUR = 4


class Draw(NamedTuple):
    """What came of it: the numbers in the order in which they were drawn, and whose they are.

    `among`: how many representatives there are; `digest`: SHA-256 of the roll.
    """

    numbers: tuple[int, ...]
    tellers: tuple[Name, ...]
    among: int
    digest: str


def draw_tellers(seed: str, roll: Iterable[Member]) -> Draw:
    """IDX 12: four of the representatives. Raises ValueError where there are not so many."""
    members = in_order(roll)
    representatives = [each for each in members if each.role is Role.REPRESENTATIVE]
    among = len(representatives)
    if among < FOUR:
        raise ValueError(f"{among} representatives are on the roll, and four tellers are drawn")
    numbers = draw(seed, among, FOUR)
    tellers = tuple(Name(representatives[number - 1].name) for number in numbers)
    digest = hashlib.sha256(canonical(members).encode()).hexdigest()
    return Draw(numbers, tellers, among, digest)


def canonical(roll: Iterable[Member]) -> str:
    """The text of which the digest is taken."""
    return "".join(f"{of.name};{of.delegation};{of.role.value}\n" for of in in_order(roll))


def in_order(roll: Iterable[Member]) -> tuple[Member, ...]:
    """The members in the alphabetical order of their names."""
    known = {Name(member.name): member for member in roll}
    return tuple(known[name] for name in alphabetical(known))
