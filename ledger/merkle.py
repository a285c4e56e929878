"""The tree over the ledger: one root stands for every entry, in the order of writing.

RFC 6962, section 2.1, to the letter; RFC 9162 spells out how its proofs are checked. Pure functions
over bytes, as the chain is: whoever has the leaves needs nothing of ours to find the same root.
"""

import hashlib
from collections.abc import Iterable, Sequence

LEAF, NODE = b"\x00", b"\x01"
WIDTH = hashlib.sha256().digest_size
EMPTY = hashlib.sha256().digest()
"""The root of a tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """RFC 6962 2.1: a leaf begins with a zero, so that no node can stand for it."""
    return hashlib.sha256(LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 2.1: a node begins with a one."""
    return hashlib.sha256(NODE + left + right).digest()


class Frontier:
    """A tree that only grows: it keeps one hash for each complete part, and forgets the leaves."""

    def __init__(self) -> None:
        self.size = 0
        self._parts: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """One more leaf, by its leaf hash."""
        parts, complete = self._parts, self.size
        while complete & 1:
            leaf = node_hash(parts.pop(), leaf)
            complete >>= 1
        parts.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """RFC 6962 2.1: the hash of all leaves so far."""
        if not self._parts:
            return EMPTY
        *others, root = self._parts
        for part in reversed(others):
            root = node_hash(part, root)
        return root


class Tree:
    """A tree that can prove: each of its levels in one row of bytes, 64 bytes for each leaf."""

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        self._levels = [bytearray()]
        for leaf in leaf_hashes:
            self.append(leaf)

    @property
    def size(self) -> int:
        return len(self._levels[0]) // WIDTH

    def append(self, leaf: bytes) -> None:
        """One more leaf, by its leaf hash; and every node that it completes."""
        for height in range(len(self._levels) + 1):
            if height == len(self._levels):
                self._levels.append(bytearray())
            level = self._levels[height]
            level += leaf
            if len(level) // WIDTH % 2:
                return
            leaf = node_hash(bytes(level[-2 * WIDTH : -WIDTH]), bytes(level[-WIDTH:]))

    def root(self, size: int | None = None) -> bytes:
        """RFC 6962 2.1: the root, or the one that it was when there were `size` leaves."""
        size = self._within(size)
        return self._hash(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """RFC 6962 2.1.1: the path from a leaf, counted from 0, to the root; lowest first."""
        first, last = 0, self._within(size)
        if not 0 <= index < last:
            raise ValueError(f"there is no leaf {index} among {last}")
        path = []
        while last - first > 1:
            middle = first + _left_of(last - first)
            if index < middle:
                path.append(self._hash(middle, last))
                last = middle
            else:
                path.append(self._hash(first, middle))
                first = middle
        return tuple(reversed(path))

    def consistency(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """RFC 6962 2.1.2: the path from the root of `old` leaves to that of `new`; lowest first.

        Every tree follows from the empty one, by an empty path.
        """
        first, last = 0, self._within(new)
        if not 0 <= old <= last:
            raise ValueError(f"a tree of {last} leaves does not follow one of {old}")
        if not old:
            return ()
        path = []
        while old != last:
            middle = first + _left_of(last - first)
            if old <= middle:
                path.append(self._hash(middle, last))
                last = middle
            else:
                path.append(self._hash(first, middle))
                first = middle
        if first:
            # What is left is not the old tree itself, whose root the other side has.
            path.append(self._hash(first, last))
        return tuple(reversed(path))

    def _hash(self, first: int, last: int) -> bytes:
        """The hash of the leaves from `first` to before `last`, a part that the RFC's cuts make."""
        height = (last - first).bit_length() - 1
        if last - first == 1 << height:
            at = (first >> height) * WIDTH
            return bytes(self._levels[height][at : at + WIDTH])
        middle = first + (1 << height)
        return node_hash(self._hash(first, middle), self._hash(middle, last))

    def _within(self, size: int | None) -> int:
        if size is None:
            return self.size
        if not 0 <= size <= self.size:
            raise ValueError(f"there are {self.size} leaves, and not {size}")
        return size


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """RFC 9162 2.1.3.2: the root that a leaf hash and its path lead to.

    Raises ValueError where a path of this length leads from no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} among {size}")
    place, last, root = index, size - 1, leaf
    for step in path:
        if not last:
            raise ValueError("the path is too long")
        if place & 1 or place == last:
            root = node_hash(step, root)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            root = node_hash(root, step)
        place, last = place >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return root


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """RFC 9162 2.1.4.2: whether the tree of `new` leaves begins with that of `old`."""
    if not 0 <= old <= new:
        return False
    if old in (0, new):
        return not path and old_root == (new_root if old else EMPTY)
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if not last:
            return False
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return not last and (before, after) == (old_root, new_root)


def _left_of(width: int) -> int:
    """RFC 6962 2.1: the largest power of two smaller than the number of leaves."""
    return 1 << (width - 1).bit_length() - 1
