"""The outsider's own tree and signature, held against ours and against another's."""

import ast
import sys
import tracemalloc
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import bundle, merkle
from ledger.book import Book
from ledger.checkpoints import Notary
from ledger.outsider import verify
from ledger.sqlite import MEMORY

SCRIPT = Path(verify.__file__)

# RFC 8032, 7.1: public key, message, signature.
VECTORS = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c"
        "f9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0"
        "f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f76098"
        "4dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)
DIGESTS = st.lists(st.binary(min_size=32, max_size=32), max_size=40)


def signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """What another library says."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_signatures_of_the_rfc_are_good(public: str, message: str, signature: str) -> None:
    told = [bytes.fromhex(each) for each in (public, message, signature)]

    assert signed(*told)
    assert verify.is_signed(*told)


@settings(max_examples=60)
@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200), data=st.data())
def test_signatures_are_judged_as_by_another_library(
    seed: bytes, message: bytes, data: st.DataObject
) -> None:
    """Good ones, and the same with a byte changed in the key, the message or the signature."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    told = [key.public_key().public_bytes_raw(), message, key.sign(message)]
    assert verify.is_signed(*told)

    which = data.draw(st.sampled_from([n for n, part in enumerate(told) if part]))
    at = data.draw(st.integers(0, len(told[which]) - 1))
    changed = bytearray(told[which])
    changed[at] ^= data.draw(st.integers(1, 255))
    told[which] = bytes(changed)

    assert verify.is_signed(*told) is signed(*told) is False


@pytest.mark.parametrize("length", [0, 31, 33, 63, 65])
def test_no_key_and_no_signature_of_another_length_is_taken(length: int) -> None:
    public, message, signature = (bytes.fromhex(each) for each in VECTORS[0])

    assert not verify.is_signed(public, message, (signature * 2)[:length])
    assert not verify.is_signed((public * 3)[:length], message, signature)


def test_a_signature_whose_number_is_not_the_smallest_is_not_taken() -> None:
    """RFC 8032 5.1.7: S is below the order, else there would be two signatures for one."""
    public, message, signature = (bytes.fromhex(each) for each in VECTORS[0])
    larger = int.from_bytes(signature[32:], "little") + verify.ORDER
    other = signature[:32] + larger.to_bytes(32, "little")

    assert not signed(public, message, other)
    assert not verify.is_signed(public, message, other)


@given(digests=DIGESTS, cuts=st.lists(st.integers(0, 40), max_size=5))
def test_roots_are_those_of_our_own_tree(digests: list[bytes], cuts: list[int]) -> None:
    """At the end, and at each size that was asked for, however the entries come in."""
    tree, theirs = merkle.Tree(map(merkle.leaf_hash, digests)), verify.Tree(range(41))
    sizes = sorted({0, len(digests), *(cut for cut in cuts if cut < len(digests))})
    for first, last in pairwise(sizes):
        theirs.add(digests[first:last])

    assert theirs.root() == tree.root()
    assert theirs.roots == {size: tree.root(size) for size in range(len(digests) + 1)}


@pytest.mark.parametrize("size", [511, 512, 513, 1024, 1536, 3000])
def test_roots_of_larger_trees_are_ours_too(size: int) -> None:
    digests = [number.to_bytes(32, "big") for number in range(size)]
    theirs = verify.Tree([size - 1])
    theirs.add(digests)
    ours = merkle.Tree(map(merkle.leaf_hash, digests))

    assert theirs.root() == ours.root()
    assert theirs.roots[size - 1] == ours.root(size - 1)


@given(digests=DIGESTS.filter(bool), data=st.data())
def test_proofs_of_our_tree_lead_to_its_root(digests: list[bytes], data: st.DataObject) -> None:
    tree = merkle.Tree(map(merkle.leaf_hash, digests))
    at = data.draw(st.integers(0, len(digests) - 1))
    leaf, path = merkle.leaf_hash(digests[at]), tree.inclusion(at)
    assert verify.root_from(leaf, at, tree.size, path) == tree.root()
    with pytest.raises(verify.Wrong, match="too long"):
        verify.root_from(leaf, at, tree.size, (*path, bytes(32)))
    if path:
        with pytest.raises(verify.Wrong, match="too short"):
            verify.root_from(leaf, at, tree.size, path[:-1])

    old = data.draw(st.integers(0, tree.size))
    between = tree.consistency(old)
    assert verify.grew(old, tree.size, tree.root(old), tree.root(), between)
    assert not verify.grew(old, tree.size, bytes(32), tree.root(), between)
    assert not verify.grew(old, tree.size, tree.root(old), tree.root(), (*between, bytes(32)))


def test_the_program_reads_as_python_3_9_and_imports_the_standard_library_only() -> None:
    parsed = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 9))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(parsed)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }

    assert imported <= sys.stdlib_module_names


def test_memory_does_not_grow_with_the_entries(tmp_path: Path) -> None:
    """Ten times as many in the same streams take no more than two blocks' worth."""
    peaks = []
    for rounds in (20, 200):
        home = tmp_path / str(rounds)
        with Book.open(MEMORY) as book:
            for after in range(0, rounds * 10, 10):
                for stream in range(5):
                    some = [("noted/1", b'"%s"' % (b"x" * 700))] * 10
                    book.append(f"secretary-general/{stream}", after=after, entries=some)
            notary = Notary(home, "calends")
            signed = notary.checkpoint(book, datetime(2026, 3, 2, tzinfo=UTC))
            bundle.write(book, home / "bundle.zip", notary, signed, lambda _: {})
        tracemalloc.start()
        report, _ = verify.verify(verify.Asked(home / "bundle.zip", None, {}, None))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert report.sound

    assert peaks[1] < peaks[0] + 2 * verify.BLOCK
