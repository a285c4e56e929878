"""Papers: personal documents and values that go with an act, sealed before they leave the terminal.

What a paper says is never here: only whose it is, of what kind, and what nobody can read without
the key of that person. What a person did in public office stands in the act itself.
"""

import binascii
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from math import ceil
from typing import Annotated, Protocol

import msgspec

from domain.candidates import Name, must_be_names
from domain.fields import held_by

KIB = 1024
LARGEST_PAPER = 256 * KIB
"""Of one paper, before it is sealed."""

LARGEST_ACT = 512 * KIB
"""Of an act as it is sent, with its papers sealed: what an engine carries in one message."""

NONCE_AND_TAG = 28  # bytes that sealing adds
OpaqueKey = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-z-]{1,64}$")]


class PaperKind(StrEnum):
    """What a paper is."""

    CURRICULUM = "curriculum"  # a curriculum vitae, or fields of one
    CONTACT = "contact"  # how the person is reached
    DOCUMENT = "document"  # a certificate, a letter, a picture
    OPINION = "opinion"  # a confidential opinion on the person, as the Panel's


class Paper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sealed paper: whose, of what kind, and the id of the key that opens it.

    `sealed` is base64 of twelve bytes of nonce and what AES-256-GCM made of the paper, bound to
    the appointment, the person and the kind, so that it cannot be laid into another file unseen.
    """

    person: Name
    what: PaperKind
    key: OpaqueKey
    sealed: str

    def __post_init__(self) -> None:
        must_be_names(self.person)
        size = self.size  # which decodes the paper
        must_be_small_enough(size)
        if size < 0:
            raise ValueError(f"the {self.what} of {self.person} is not sealed")

    @property
    def sealed_bytes(self) -> bytes:
        """The nonce and the sealed text. Raises ValueError where it is no base64."""
        try:
            return binascii.a2b_base64(self.sealed, strict_mode=True)
        except (binascii.Error, ValueError):
            raise ValueError(f"the {self.what} of {self.person} is not sealed") from None

    @property
    def size(self) -> int:
        """How many bytes the paper had before it was sealed."""
        return len(self.sealed_bytes) - NONCE_AND_TAG


def bound_to(appointment: str, person: str, what: PaperKind) -> bytes:
    """What a paper is sealed for: it opens nowhere else."""
    return "\n".join((appointment, person, what)).encode()


def must_be_small_enough(size: int) -> None:
    """Raises ValueError, with the cure, for a paper that is too large to travel with an act."""
    if size > LARGEST_PAPER:
        raise ValueError(
            f"a paper has at most {LARGEST_PAPER // KIB} KiB, and this one has "
            f"{ceil(size / KIB)}: file an extract, or name in --reference where the whole lies"
        )


def sent_small_enough(size: int) -> None:
    """Raises ValueError, with the cure, for an act that is too large to be sent."""
    if size > LARGEST_ACT:
        raise ValueError(
            f"an act has at most {LARGEST_ACT // KIB} KiB with its papers sealed, and this one has "
            f"{ceil(size / KIB)}: file fewer papers with it, and the others with further acts"
        )


class Owned(Protocol):
    """Whatever belongs to a person."""

    @property
    def person(self) -> Name: ...


def strangers(papers: Iterable[Owned], known: Iterable[Name]) -> tuple[Name, ...]:
    """The persons of papers whom neither the act nor the appointment names."""
    known = frozenset(known)
    return tuple(dict.fromkeys(each.person for each in papers if each.person not in known))


def named_in(outcome: object) -> Iterator[Name]:
    """The persons that an outcome names, wherever in it."""
    if isinstance(outcome, tuple):
        for each in outcome:
            yield from named_in(each)
    elif isinstance(outcome, msgspec.Struct):
        of_names = _fields_of_names(type(outcome))
        for field in outcome.__struct_fields__:
            value = getattr(outcome, field)
            yield from _texts(value) if field in of_names else named_in(value)


def _texts(value: object) -> Iterator[Name]:
    if isinstance(value, str):
        yield Name(value)
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)


@cache
def _fields_of_names(kind: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(field for field, held in held_by(kind).items() if Name in held)
