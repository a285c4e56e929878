"""`checkpoint`: what the ledger is now, signed, to be printed or mailed."""

from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

import settings
from terminal import options, screen, surroundings, words
from terminal.faults import Code, Stop

if TYPE_CHECKING:
    from ledger.checkpoints import Kept, Lodged, Notary


class Proof(msgspec.Struct, frozen=True):
    """That the ledger of an older checkpoint is the beginning of this one: RFC 6962 2.1.2."""

    since: int
    path: tuple[str, ...]


class Signed(msgspec.Struct, frozen=True):
    """A checkpoint. `new`: whether anything was written since the last one."""

    note: str
    place: str
    size: int
    new: bool
    verifier_key: str
    proof: Proof | None = None


def checkpoint(
    since: Annotated[
        Path | None,
        typer.Option("--since", metavar="FILE", help="Prove that an older one still holds."),
    ] = None,
    public_key: Annotated[
        bool, typer.Option("--public-key", help="Say the key with which others check it.")
    ] = False,
    json: options.Json = False,
) -> Code:
    """Sign what the ledger is now, in a few lines to be printed, mailed, and lodged elsewhere."""
    from ledger.checkpoints import Notary

    asked = settings.read()
    notary = Notary(asked.home, asked.origin)
    if public_key:
        if since:
            raise words.bad("give --public-key or --since, not both")
        return _say_key(notary, json)
    with surroundings.ledger() as book:
        older = notary.read(since) if since else None
        kept = notary.checkpoint(book, surroundings.now(), (older,) if older else ())
        proof = notary.proof(book, older, kept) if older else None
    _say(notary, kept, older, proof, json)
    return Code.DONE


def _say_key(notary: "Notary", json: bool) -> Code:
    from ledger.notes import BadNote

    try:
        key = str(notary.verifier())
    except BadNote as none:
        raise Stop(
            Code.NOT_FOUND, "no key was made yet: the first `calends checkpoint` makes it"
        ) from none
    if json:
        screen.emit({"verifier_key": key})
    else:
        screen.say(key)
    return Code.DONE


def _say(
    notary: "Notary",
    kept: "Kept",
    older: "Lodged | None",
    path: tuple[bytes, ...] | None,
    json: bool,
) -> None:
    proof = None
    if older and path is not None:
        steps = tuple(b64encode(step).decode() for step in path)
        proof = Proof(older.checkpoint.size, steps)
    if json:
        where, key = str(kept.place), str(notary.verifier())
        screen.emit(Signed(kept.note, where, kept.checkpoint.size, kept.new, key, proof))
        return
    if proof:
        # As a witness of C2SP is told of it: https://c2sp.org/tlog-witness.
        screen.say("\n".join((f"old {proof.since}", *proof.path, "")))
    screen.say(kept.note.removesuffix("\n"))
    made = "Kept in" if kept.new else "Nothing was written since the last one:"
    screen.complain(f"{made} {kept.place}.")
