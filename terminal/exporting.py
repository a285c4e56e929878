"""`export`: the record for an outsider, with the proofs and the program that checks them."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer

import settings
from terminal import files, options, screen, surroundings, words
from terminal.faults import Code


class Exported(msgspec.Struct, frozen=True):
    """A bundle: what it holds, and by which checkpoint and key it is checked.

    `appointment` is empty where it holds the whole ledger. `left_out`: what could not be derived.
    """

    out: str
    sha256: str
    appointment: str
    entries: int
    streams: int
    at: datetime
    size: int
    verifier_key: str
    left_out: tuple[str, ...]


def export(
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where to put it; a new file.")
    ],
    id_: Annotated[str, typer.Argument(metavar="[ID]", help="One appointment.")] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="The whole ledger instead of one appointment.")
    ] = False,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Put the typeset reports into it too.")
    ] = False,
    json: options.Json = False,
) -> Code:
    """Everything that an outsider needs to check the record, without us, in one zip."""
    from ledger.checkpoints import Notary
    from ledger.exports import Copied, note

    _must_be_clear(id_, out, everything=everything, pdf=pdf)
    asked, now = settings.read(), surroundings.now()
    notary, out = Notary(asked.home, asked.origin), out.resolve()
    with surroundings.ledger() as book:
        if id_:
            surroundings.entries_of(book, id_)
        from ledger import bundle
        from terminal.enclosures import Enclosures

        signed = notary.checkpoint(book, now)
        enclosures = Enclosures(book, id_, signed, pdf=pdf)
        try:
            # Noted first, so that no copy is ever made that the list does not know.
            note(asked.home, Copied.BUNDLE, out, now, id_)
            written = bundle.write(book, out, notary, signed, enclosures.derive, id_)
        except OSError as error:
            raise files.unwritten(out, error) from None
    answer = Exported(
        str(out),
        written.sha256,
        id_,
        written.entries,
        written.streams,
        signed.checkpoint.at,
        signed.checkpoint.size,
        str(notary.verifier()),
        tuple(enclosures.left_out),
    )
    _say(answer, json=json)
    return Code.BROKEN if enclosures.left_out else Code.DONE


def _must_be_clear(id_: str, out: Path, *, everything: bool, pdf: bool) -> None:
    if bool(id_) == everything:
        raise words.bad("give the id of an appointment, or --all for the whole ledger")
    if everything and pdf:
        raise words.bad("--pdf goes with one appointment: the whole ledger has no report")
    if out.exists():
        raise files.is_there(out)
    if not out.resolve().parent.is_dir():
        raise words.bad(f"there is no folder {out.resolve().parent}: make it, or name another")


def _say(answer: Exported, *, json: bool) -> None:
    if json:
        screen.emit(answer)
    else:
        entries = screen.many(answer.entries, "entry", "entries")
        screen.say(f"{answer.out}: {entries} of {answer.appointment or 'the whole ledger'}.")
        screen.say(f"SHA-256 {answer.sha256}")
        screen.say(f"Checked with the key {answer.verifier_key}")
        screen.say("by `python3 verify.py`, which is in it; README.txt says how.")
    for each in answer.left_out:
        screen.complain(each)
