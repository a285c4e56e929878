"""Signed notes: what a checkpoint says, who has signed it, and whether that is so.

The form is C2SP's: a signed note (https://c2sp.org/signed-note) whose text is a checkpoint
(https://c2sp.org/tlog-checkpoint) with two lines more. Others can check it with their own tools.
"""

import base64
import binascii
import hashlib
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from files import whole
from ledger.errors import NotOurs

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ED25519 = b"\x01"  # C2SP's sign for the way of signing
ID_BYTES = 4
ROOT_BYTES = 32
MOST_SIGNATURES = 100
LONGEST_NOTE = 100_000
INSTANT = "%Y-%m-%dT%H:%M:%SZ"
# A name of C2SP's without what a letter or a shell could change.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:-]*")
NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")

SIGNING_KEY = "signing-key.pem"
VERIFIER_KEY = "verifier-key.txt"


class BadNote(NotOurs):
    """A checkpoint, or a key, that cannot be relied upon: one sentence, and the cure."""


class Checkpoint(msgspec.Struct, frozen=True):
    """What the ledger was at an instant: its entries under one root, its streams under another."""

    origin: str
    size: int
    root: bytes
    streams: int
    heads: bytes
    at: datetime

    @property
    def text(self) -> str:
        """The text that is signed, its last line end included."""
        return (
            f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"
            f"heads {self.streams} {_base64(self.heads)}\n"
            f"at {self.at.astimezone(UTC).strftime(INSTANT)}\n"
        )


class Signature(NamedTuple):
    """By which key something was signed, named as C2SP names it, and the signature itself."""

    name: str
    id: bytes
    signature: bytes


class Note(msgspec.Struct, frozen=True):
    """A checkpoint with its signatures, which are not checked by reading it."""

    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]


class VerifierKey(msgspec.Struct, frozen=True):
    """The public half of a key, in a form to be handed out: `name+id+key`."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The first bytes of a digest over the name and the key: a sign of which, and no proof."""
        named = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(named).digest()[:ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_base64(ED25519 + self.public)}"


# -- Signing ---------------------------------------------------------------------------------


def sign(checkpoint: Checkpoint, key: "Ed25519PrivateKey") -> str:
    """The signed note, ready to be printed or mailed."""
    by = verifier_of(key, checkpoint.origin)
    signature = by.id + key.sign(checkpoint.text.encode())
    return f"{checkpoint.text}\n— {by.name} {_base64(signature)}\n"


def verifier_of(key: "Ed25519PrivateKey", name: str) -> VerifierKey:
    """The public half of a key, under the name of the ledger that it signs for."""
    return VerifierKey(name, key.public_key().public_bytes_raw())


# -- Reading and checking --------------------------------------------------------------------


def read_note(text: str) -> Note:
    """A note as it was handed over; whoever relies on it has it checked. Raises BadNote."""
    if len(text) > LONGEST_NOTE:
        raise _bad("it is too long", "give the file of one checkpoint")
    if any(character < " " and character != "\n" for character in text):
        raise _bad("it holds control characters", "save it as plain text with plain line ends")
    said, blank, signed = text.rpartition("\n\n")
    if not blank:
        raise _bad("no empty line stands before its signature", "take it whole, to its last line")
    lines = signed.split("\n")
    if lines.pop() or not lines:
        raise _bad("its last line is cut short", "take it whole, with its last line end")
    if len(lines) > MOST_SIGNATURES:
        raise _bad("it has too many signatures", "give it as it was issued")
    return Note(_checkpoint(f"{said}\n"), tuple(map(_signature, lines)))


def read_verifier_key(text: str) -> VerifierKey:
    """A public key in C2SP's form. Raises BadNote."""
    name, _, rest = text.strip().partition("+")
    id_, _, key = rest.partition("+")
    decoded = _decoded(key)
    if not decoded.startswith(ED25519) or len(decoded) != 1 + ROOT_BYTES or not name:
        raise BadNote(
            "This is no verifier key for Ed25519, which is written name+id+key: take the line as "
            "it was handed out."
        )
    found = VerifierKey(name, decoded[1:])
    if found.id.hex() != id_:
        raise BadNote(
            f"The verifier key of {name} does not fit its own id: take the line as it was handed "
            "out."
        )
    return found


def check(note: Note, key: VerifierKey) -> Checkpoint:
    """What a note says, if this key has signed it. Raises BadNote.

    Signatures of other keys are passed over, as C2SP demands: witnesses may add theirs.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    said = note.checkpoint
    if said.origin != key.name:
        raise BadNote(
            f"The checkpoint is of the ledger {said.origin}, and the key of {key.name}: give the "
            "checkpoint of this ledger, or set CALENDS_ORIGIN as it was."
        )
    ours = [each for each in note.signatures if (each.name, each.id) == (key.name, key.id)]
    if not ours:
        by = ", ".join(f"{each.name}+{each.id.hex()}" for each in note.signatures)
        raise BadNote(
            f"The checkpoint is signed by a foreign key ({by}, and not {key.name}+{key.id.hex()}): "
            f"give one that this ledger has signed, or put the right {VERIFIER_KEY} in its place."
        )
    try:
        for each in ours:
            Ed25519PublicKey.from_public_bytes(key.public).verify(
                each.signature, said.text.encode()
            )
    except (InvalidSignature, ValueError):
        raise BadNote(
            "The signature does not fit the text of the checkpoint, which was changed or forged: "
            "take the copy that was lodged."
        ) from None
    return said


# -- Keys ------------------------------------------------------------------------------------


def is_name(text: str) -> bool:
    """Whether a text can name a ledger and its key."""
    return bool(NAME.fullmatch(text))


def key_of(home: Path, origin: str) -> "Ed25519PrivateKey":
    """The key in a home; at the first checkpoint it is made, and the verifier key beside it.

    Raises BadNote where the home holds a key that cannot be used, or the key of another ledger.
    """
    if not is_name(origin):
        raise BadNote(f"{origin!r} cannot name a ledger: see CALENDS_ORIGIN.")
    place, beside = home / SIGNING_KEY, home / VERIFIER_KEY
    try:
        if not place.exists():
            if beside.exists():
                raise BadNote(
                    f"{beside} is there and {place} is not: bring the key back, or move the "
                    "verifier key and the checkpoints away, and a new key is made."
                )
            _make_key(place)
        key = _read_key(place)
        verifier = verifier_of(key, origin)
        if not beside.exists():
            put(beside, f"{verifier}\n".encode())
    except OSError as error:
        raise _unreachable(error, place) from error
    if (known := verifier_key_in(home)) != verifier:
        raise BadNote(
            f"{beside} is of {known}, and not of the key beside it under the name {origin}: set "
            "CALENDS_ORIGIN as it was when the key was made, or bring back the right key."
        )
    return key


def verifier_key_in(home: Path) -> VerifierKey:
    """The public key that lies in a home. Raises BadNote where there is none."""
    place = home / VERIFIER_KEY
    try:
        return read_verifier_key(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadNote(
            f"There is no {place} to check signatures with: put it there as it was handed out."
        ) from None
    except UnicodeDecodeError:
        raise BadNote(f"{place} is not a text: put it there as it was handed out.") from None
    except OSError as error:
        raise _unreachable(error, place) from error


def put(place: Path, content: bytes) -> None:
    """A file for its owner's eyes: whole, on the disk, or not at all. Raises BadNote."""
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole.put(place, content)
    except OSError as error:
        raise _unreachable(error, place) from error


def _make_key(place: Path) -> None:
    """A new key. Of two that are made at once the first stands."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        whole.put_new(place, pem)


def _read_key(place: Path) -> "Ed25519PrivateKey":
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if place.stat().st_mode & 0o077:
        raise BadNote(f"{place} can be read by others than its owner: chmod 600 it.")
    try:
        key = load_pem_private_key(place.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BadNote(f"{place} holds no key that can be read: bring back the right one.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadNote(f"{place} holds a key that is not of Ed25519: bring back the right one.")
    return key


def _unreachable(error: OSError, place: Path) -> BadNote:
    return BadNote(
        f"{error.filename or place} cannot be used ({error.strerror}): it has to belong to the "
        "user who runs Calends."
    )


# -- Lines -----------------------------------------------------------------------------------


def _checkpoint(text: str) -> Checkpoint:
    """What the text of a note says, which has to be said in just these bytes."""
    try:
        origin, size, root, heads, at = text.removesuffix("\n").split("\n")
        streams, of_heads = heads.removeprefix("heads ").split(" ")
        found = Checkpoint(
            origin,
            _number(size),
            _decoded(root),
            _number(streams),
            _decoded(of_heads),
            datetime.strptime(at.removeprefix("at "), INSTANT).replace(tzinfo=UTC),
        )
    except ValueError:
        raise _not_a_checkpoint() from None
    whole = len(found.root) == len(found.heads) == ROOT_BYTES and is_name(origin)
    if not whole or found.text != text:
        raise _not_a_checkpoint()
    return found


def _signature(line: str) -> Signature:
    mark, _, rest = line.partition(" ")
    name, _, said = rest.partition(" ")
    decoded = _decoded(said)
    if mark != "—" or not name or "+" in name or len(decoded) <= ID_BYTES:
        raise _bad("a line of its signatures cannot be read", "take it as it was issued")
    return Signature(name, decoded[:ID_BYTES], decoded[ID_BYTES:])


def _number(text: str) -> int:
    if not NUMBER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _decoded(text: str) -> bytes:
    """What a text in base 64 holds; nothing where it is none, or written otherwise than ours."""
    try:
        decoded = base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError):
        return b""
    return decoded if _base64(decoded) == text else b""


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bad(because: str, cure: str) -> BadNote:
    return BadNote(f"This is no signed checkpoint, because {because}: {cure}.")


def _not_a_checkpoint() -> BadNote:
    return _bad(
        "its lines do not say what a checkpoint of Calends says", "give it as it was issued"
    )
