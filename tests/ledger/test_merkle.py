"""The tree: the same roots and proofs as everybody else's, and no other ones accepted."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.merkle import EMPTY, Frontier, Tree, consistent, leaf_hash, root_from_inclusion

# The vectors of the reference implementation of Certificate Transparency.
LEAVES = tuple(
    leaf_hash(bytes.fromhex(each))
    for each in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)  # fmt: skip
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
SECOND = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
THIRD_AND_FOURTH = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
LAST_FOUR = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
FIFTH = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
LAST_TWO = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
FIFTH_AND_SIXTH = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"

leaves = st.lists(st.binary(max_size=4).map(leaf_hash), max_size=40)


def hexed(path: Sequence[bytes]) -> list[str]:
    return [each.hex() for each in path]


def rfc_hash(of: Sequence[bytes]) -> bytes:
    """RFC 6962 2.1, as it is written there, over leaf hashes."""
    if not of:
        return hashlib.sha256().digest()
    if len(of) == 1:
        return of[0]
    k = 1
    while k * 2 < len(of):
        k *= 2
    return hashlib.sha256(b"\x01" + rfc_hash(of[:k]) + rfc_hash(of[k:])).digest()


def test_the_roots_are_those_of_the_reference() -> None:
    """RFC 6962 2.1: the same root, whether the leaves are kept or forgotten, at every size."""
    tree, frontier = Tree(LEAVES), Frontier()
    for size, root in enumerate(ROOTS):
        assert root == tree.root(size).hex() == frontier.root().hex()
        if size < len(LEAVES):
            frontier.append(LEAVES[size])
    assert (tree.size, frontier.size) == (8, 8)


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, []),
        (0, 8, [SECOND, THIRD_AND_FOURTH, LAST_FOUR]),
        (5, 8, [FIFTH, LAST_TWO, ROOTS[4]]),
        (2, 3, [ROOTS[2]]),
        (1, 5, [ROOTS[1], THIRD_AND_FOURTH, FIFTH]),
    ],
)
def test_inclusion_is_that_of_the_reference(index: int, size: int, path: list[str]) -> None:
    """RFC 6962 2.1.1."""
    assert hexed(Tree(LEAVES).inclusion(index, size)) == path


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        (1, 1, []),
        (1, 8, [SECOND, THIRD_AND_FOURTH, LAST_FOUR]),
        (6, 8, [FIFTH_AND_SIXTH, LAST_TWO, ROOTS[4]]),
        (2, 5, [THIRD_AND_FOURTH, FIFTH]),
    ],
)
def test_consistency_is_that_of_the_reference(old: int, new: int, path: list[str]) -> None:
    """RFC 6962 2.1.2."""
    assert hexed(Tree(LEAVES).consistency(old, new)) == path


def test_the_example_of_the_rfc() -> None:
    """RFC 6962 2.1.3: the tree of seven leaves, its audit paths and its consistency proofs."""
    a, b, c, d, e, f, j = LEAVES[:7]
    tree = Tree(LEAVES[:7])
    g, h, i = rfc_hash([a, b]), rfc_hash([c, d]), rfc_hash([e, f])
    k, m = rfc_hash([a, b, c, d]), rfc_hash([e, f, j])

    assert tree.inclusion(0) == (b, h, m)
    assert tree.inclusion(3) == (c, g, m)
    assert tree.inclusion(4) == (f, j, k)
    assert tree.inclusion(6) == (i, k)
    assert tree.consistency(3) == (c, d, g, m)
    assert tree.consistency(4) == (m,)
    assert tree.consistency(6) == (i, j, k)


@given(leaves)
def test_the_root_is_that_of_the_definition(of: list[bytes]) -> None:
    """Both ways of growing a tree, against the recursive words of the RFC."""
    frontier = Frontier()
    for leaf in of:
        frontier.append(leaf)

    assert rfc_hash(of) == frontier.root() == Tree(of).root()


@given(leaves.filter(bool), st.data())
def test_every_leaf_is_proved_and_no_other(of: list[bytes], data: st.DataObject) -> None:
    """Another leaf, another place or a changed path leads to another root, or to none."""
    tree, size = Tree(of), data.draw(st.integers(1, len(of)))
    index = data.draw(st.integers(0, size - 1))
    path = tree.inclusion(index, size)
    other = leaf_hash(b"another leaf")

    assert root_from_inclusion(of[index], index, size, path) == tree.root(size)
    assert root_from_inclusion(other, index, size, path) != tree.root(size)
    for wrong in (path[:-1], (*path, other)):
        if wrong != path:
            with pytest.raises(ValueError, match=r"too (long|short)"):
                root_from_inclusion(of[index], index, size, wrong)
    for place in range(len(path)):
        changed = (*path[:place], other, *path[place + 1 :])
        assert root_from_inclusion(of[index], index, size, changed) != tree.root(size)


@given(leaves, st.data())
def test_every_growth_is_proved_and_nothing_else(of: list[bytes], data: st.DataObject) -> None:
    """A tree follows from each of its beginnings, and from no other tree."""
    new = data.draw(st.integers(0, len(of)))
    old = data.draw(st.integers(0, new))
    tree, other = Tree(of), leaf_hash(b"another leaf")
    path = tree.consistency(old, new)
    roots = tree.root(old), tree.root(new)

    assert consistent(old, new, *roots, path)
    assert not consistent(old, new, other, roots[1], path)
    assert not consistent(old, new, *roots, (*path, other))
    if old:
        assert not consistent(old, new, roots[0], other, path)
        assert not consistent(new + 1, new, *roots, path)
    for place in range(len(path)):
        assert not consistent(old, new, *roots, (*path[:place], other, *path[place + 1 :]))
        assert not consistent(old, new, *roots, (*path[:place], *path[place + 1 :]))


@given(leaves.filter(lambda of: len(of) > 1), st.data())
def test_a_rewritten_beginning_has_no_proof(of: list[bytes], data: st.DataObject) -> None:
    """One leaf among the old ones is another: no path of the new tree leads to the old root."""
    old = data.draw(st.integers(1, len(of) - 1))
    place = data.draw(st.integers(0, old - 1))
    rewritten = Tree([*of[:place], leaf_hash(b"another leaf"), *of[place + 1 :]])

    path = rewritten.consistency(old)
    assert not consistent(old, len(of), Tree(of).root(old), rewritten.root(), path)


def test_what_is_not_there_is_not_proved() -> None:
    """Whoever asks for it has miscounted."""
    tree = Tree(LEAVES)
    for index, size in ((8, 8), (-1, 8), (0, 0)):
        with pytest.raises(ValueError, match="there is no leaf"):
            tree.inclusion(index, size)
        with pytest.raises(ValueError, match="there is no leaf"):
            root_from_inclusion(LEAVES[0], index, size, ())
    for wrong in (9, -1):
        with pytest.raises(ValueError, match="there are 8 leaves"):
            tree.root(wrong)
        with pytest.raises(ValueError, match="does not follow"):
            tree.consistency(wrong)
    assert Tree().root() == Frontier().root() == EMPTY
    assert not consistent(3, 8, Tree(LEAVES).root(3), Tree(LEAVES).root(), ())


def test_a_frontier_forgets_its_leaves() -> None:
    """Ten thousand leaves are kept in no more than fourteen hashes."""
    frontier = Frontier()
    for number in range(10_000):
        frontier.append(leaf_hash(number.to_bytes(4)))
        assert len(frontier._parts) <= 14
