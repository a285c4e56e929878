"""Lots: a draw that anyone can repeat from its recorded seed.

The seed is said aloud before the draw (a throw of dice, a sealed word); nobody who chose it may
gain by it. What is drawn is computed from it alone: SHA-256 over the seed and a running number,
taken as a whole number; values that would favour the first ones are passed over.
"""

import hashlib
from collections.abc import Iterator
from itertools import count

DIGEST = 2**256


def draw(seed: str, among: int, how_many: int) -> tuple[int, ...]:
    """So many different numbers from 1 to `among`, in the order in which they are drawn.

    Raises ValueError where more are to be drawn than there are.
    """
    if not 0 <= how_many <= among:
        raise ValueError(f"{how_many} of {among} cannot be drawn")
    left = list(range(1, among + 1))
    numbers = _numbers(seed)
    return tuple(left.pop(_below(len(left), numbers)) for _ in range(how_many))


def _below(bound: int, numbers: Iterator[int]) -> int:
    fair = DIGEST - DIGEST % bound
    return next(number for number in numbers if number < fair) % bound


def _numbers(seed: str) -> Iterator[int]:
    for turn in count():
        digest = hashlib.sha256(f"calends lot/1\n{turn}\n{seed}".encode()).digest()
        yield int.from_bytes(digest)
