"""What is sealed: read with its key alone, in its own place alone, and never changed unseen."""

from random import Random

import pytest

from vault.errors import CannotBeOpened
from vault.sealing import OVERHEAD, seal, unseal

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
HERE = b"judge/malta/2029\nMaria Zammit\ncurriculum"


@pytest.mark.parametrize("text", [b"", b"x", b"Triq il-Kbira 12", bytes(256 * 1024)])
def test_what_is_sealed_opens_with_its_key(text: bytes) -> None:
    sealed = seal(KEY, text, bound_to=HERE, occasion=b"act-1")

    assert unseal(KEY, sealed, bound_to=HERE) == text
    assert len(sealed) == len(text) + OVERHEAD
    assert len(text) < 2 or text not in sealed


def test_the_same_act_sealed_twice_is_the_same_bytes_and_another_is_not() -> None:
    """So an act asked twice gets the same receipt, and no nonce serves two texts."""
    first = seal(KEY, b"text", bound_to=HERE, occasion=b"act-1")

    assert seal(KEY, b"text", bound_to=HERE, occasion=b"act-1") == first
    others = {
        seal(KEY, b"text", bound_to=HERE, occasion=b"act-2"),
        seal(KEY, b"Text", bound_to=HERE, occasion=b"act-1"),
        seal(KEY, b"text", bound_to=HERE + b"!", occasion=b"act-1"),
        seal(OTHER, b"text", bound_to=HERE, occasion=b"act-1"),
    }
    assert len({each[:12] for each in {first, *others}}) == 5


def test_no_byte_can_move_from_one_field_into_the_next() -> None:
    one = seal(KEY, b"text", bound_to=HERE + b"a", occasion=b"ct-1")
    other = seal(KEY, b"text", bound_to=HERE, occasion=b"act-1")

    assert one[:12] != other[:12]


def test_another_key_or_another_place_does_not_open_it() -> None:
    sealed = seal(KEY, b"text", bound_to=HERE, occasion=b"act-1")

    with pytest.raises(CannotBeOpened, match="does not fit its key, or was changed"):
        unseal(OTHER, sealed, bound_to=HERE)
    with pytest.raises(CannotBeOpened):
        unseal(KEY, sealed, bound_to=HERE.replace(b"malta", b"italy"))


def test_any_changed_byte_is_found() -> None:
    sealed = seal(KEY, b"Triq il-Kbira 12, Naxxar", bound_to=HERE, occasion=b"act-1")
    chance = Random(7)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= chance.randrange(1, 256)
        with pytest.raises(CannotBeOpened):
            unseal(KEY, bytes(changed), bound_to=HERE)


@pytest.mark.parametrize("length", [0, 11, 27])
def test_what_is_cut_short_is_said_to_be(length: int) -> None:
    with pytest.raises(CannotBeOpened, match="cut short"):
        unseal(KEY, bytes(length), bound_to=HERE)
