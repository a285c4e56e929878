"""`backup`, `restore`: the ledger copied while it is in use, and put back as it was signed for."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

import settings
from domain.languages import ENGLISH
from settings import Settings
from terminal import options, screen, surroundings, words
from terminal.faults import Code

if TYPE_CHECKING:
    from ledger.backups import Restored

VAULT = "vault.sqlite"

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of the backup.")]


class BackedUp(msgspec.Struct, frozen=True):
    """What a backup holds at least: all that its checkpoint signs for."""

    folder: str
    keys: str
    entries: int
    streams: int


def backup(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder that is not there yet.")
    ],
    keys: Annotated[
        Path | None,
        typer.Option(
            "--keys", metavar="FOLDER", help="Copy the keys too, into another folder, kept apart."
        ),
    ] = None,
    json: options.Json = False,
) -> Code:
    """Copy the ledger and its checkpoints, while the engine works on."""
    from ledger.backups import back_up, copy_keys
    from ledger.checkpoints import Notary
    from ledger.exports import Copied, note

    asked, now = settings.read(), surroundings.now()
    folder, keys = folder.resolve(), keys.resolve() if keys else None
    notary = Notary(asked.home, asked.origin)
    with surroundings.ledger() as book:
        signed = back_up(book, asked.ledger, notary, folder, now)
    note(asked.home, Copied.BACKUP, folder, now)
    if keys:
        copy_keys(tuple(_keys(asked)), keys)
        note(asked.home, Copied.KEYS, keys, now)
    done = BackedUp(str(folder), str(keys or ""), signed.size, signed.streams)
    if json:
        screen.emit(done)
        return Code.DONE
    screen.say(f"{folder}: {_counted(signed.size, signed.streams)}, signed for.")
    screen.say(
        f"{keys}: the keys. Whoever has both folders can read everything: keep them apart."
        if keys
        else "The keys of persons and of the signature are not among it: --keys FOLDER copies them."
    )
    return Code.DONE


def restore(
    folder: Folder,
    keys: Annotated[
        Path | None,
        typer.Option("--keys", metavar="FOLDER", help="Where the keys were copied to."),
    ] = None,
    older: Annotated[
        bool,
        typer.Option("--older", help="Although the home has a checkpoint of a later day."),
    ] = False,
    json: options.Json = False,
) -> Code:
    """Put a ledger back where none stands, if it is what was signed for."""
    from embedded import claimed
    from ledger.backups import put_back
    from ledger.checkpoints import Notary

    asked = settings.read()
    with claimed(asked.home):
        if keys:
            _bring_keys(keys.resolve(), asked)
        home = Notary(asked.home, asked.origin)
        restored = put_back(folder.resolve(), asked.ledger, home, older=older)
    if json:
        screen.emit(restored)
    else:
        _say(restored)
    return Code.DONE


def _keys(asked: Settings) -> Iterator[tuple[Path, Callable[[Path], object]]]:
    """The files of keys that there are, each with the way in which it is copied."""
    from ledger.notes import SIGNING_KEY
    from vault.keys import Vault

    if asked.vault.exists():
        yield Path(VAULT), Vault.open(asked.vault).copy
    signing = asked.home / SIGNING_KEY
    yield Path(SIGNING_KEY), lambda to: shutil.copy2(signing, to)


def _bring_keys(folder: Path, asked: Settings) -> None:
    """The keys of a backup to the places where there are none."""
    from ledger.notes import SIGNING_KEY, put

    places = {folder / VAULT: asked.vault, folder / SIGNING_KEY: asked.home / SIGNING_KEY}
    there = {kept: own for kept, own in places.items() if kept.exists()}
    if not there:
        raise words.bad(f"there are no keys in {folder}: name the folder that --keys was given")
    for own in there.values():
        if own.exists():
            raise words.bad(f"{own} is there already, and is not written over: leave --keys out")
    for kept, own in there.items():
        own.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        put(own, kept.read_bytes())


def _say(restored: "Restored") -> None:
    signed = restored.checkpoint
    screen.say(
        f"Back are {_counted(restored.entries, restored.streams)}, as they were signed for on "
        f"{ENGLISH.day(signed.at.date())}, and they verify."
    )
    if restored.lost:
        screen.complain(
            f"Not among them: {screen.many(restored.lost, 'entry', 'entries')} that a later "
            "checkpoint signed for. It is set aside beside the others."
        )
    screen.say(
        "`calends up` starts the engine; `calends crosscheck` says which acts Temporal knows and "
        "the ledger lacks."
    )


def _counted(entries: int, streams: int) -> str:
    return f"{screen.many(entries, 'entry', 'entries')} of {screen.many(streams, 'stream')}"
