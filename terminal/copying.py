"""`backup`, `restore`: the ledger copied while it is in use, and put back as it was signed for."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    from ledger.book import Book

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
    from ledger.backups import back_up, copy_keys, must_be_new
    from ledger.checkpoints import Notary
    from ledger.exports import Copied, note

    asked, now = settings.read(), surroundings.now()
    folder, keys = folder.resolve(), keys.resolve() if keys else None
    notary = Notary(asked.home, asked.origin)
    with surroundings.ledger() as book:
        _must_lie_apart(folder, keys)
        for each in filter(None, (folder, keys)):
            must_be_new(each)
        files = _keys(book, asked) if keys else ()
        signed = back_up(book, asked.ledger, notary, folder, now)
    if keys:
        # Noted first, so that no copy of a key is ever made that the list does not know.
        note(asked.home, Copied.KEYS, keys, now)
        copy_keys(files, keys)
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
    from embedded import claimed, put_database_aside
    from ledger.backups import put_back
    from ledger.checkpoints import Notary

    asked = settings.read()
    folder, keys = folder.resolve(), keys.resolve() if keys else None
    home = Notary(asked.home, asked.origin)
    with claimed(asked.home), _brought(keys, folder, asked) as look:
        restored = put_back(folder, asked.ledger, home, older=older, look=look)
        aside = None if asked.cluster else put_database_aside(asked.home, "before-restore")
    if json:
        name = aside.name if aside else ""
        screen.emit({**msgspec.structs.asdict(restored), "set_aside": name})
    else:
        _say(restored)
        screen.say(_what_follows(aside, cluster=asked.cluster))
    return Code.DONE


def _must_lie_apart(folder: Path, keys: Path | None) -> None:
    if keys and (keys.is_relative_to(folder) or folder.is_relative_to(keys)):
        raise words.bad("the keys would lie with the ledger: give --keys a folder that lies apart")


def _keys(book: "Book", asked: Settings) -> tuple[tuple[Path, Callable[[Path], object]], ...]:
    """The files of keys, each with the way in which it is copied.

    Raises Missing, Another, where the ledger's own vault is not there.
    """
    from ledger.erasures import kept
    from ledger.notes import SIGNING_KEY

    signing = asked.home / SIGNING_KEY
    found: list[tuple[Path, Callable[[Path], object]]] = [
        (Path(SIGNING_KEY), lambda to: shutil.copy2(signing, to))
    ]
    if kept(book).vault:
        vault = surroundings.vault_of(book, surroundings.now())
        found.append((Path(VAULT), vault.copy))
    return tuple(found)


@contextmanager
def _brought(
    keys: Path | None, backup: Path, asked: Settings
) -> Iterator[Callable[["Book"], object]]:
    """The keys of a backup in their places; gone again where the ledger does not come back.

    Gives what has to be asked of the ledger: whether its own vault is the one among them.
    """
    from ledger.notes import put

    brought = _places(keys, backup, asked) if keys else {}
    try:
        for own, kept in brought.items():
            put(own, kept.read_bytes())
        if keys:
            _must_have_signed(keys, backup, asked)
        yield lambda book: _must_be_its_vault(book, asked.vault if asked.vault in brought else None)
    except BaseException:
        for own in brought:
            own.unlink(missing_ok=True)
        raise


def _places(keys: Path, backup: Path, asked: Settings) -> dict[Path, Path]:
    """Where each key goes to, and where it lies. Stops where there is none, or one stands there."""
    from ledger.notes import SIGNING_KEY, VERIFIER_KEY

    places = {asked.vault: keys / VAULT, asked.home / SIGNING_KEY: keys / SIGNING_KEY}
    found = {own: kept for own, kept in places.items() if kept.exists()}
    if not found:
        raise words.bad(f"there are no keys in {keys}: name the folder that --keys was given")
    for own in found:
        if own.exists():
            raise words.bad(f"{own} is there already, and is not written over: leave --keys out")
    verifier = asked.home / VERIFIER_KEY
    if (backup / VERIFIER_KEY).exists() and not verifier.exists():
        found[verifier] = backup / VERIFIER_KEY
    return found


def _must_have_signed(keys: Path, backup: Path, asked: Settings) -> None:
    """The signing key is the one whose signatures the home knows."""
    from ledger.notes import SIGNING_KEY, VERIFIER_KEY, BadNote, key_of, verifier_key_in

    if not (keys / SIGNING_KEY).exists() or not (asked.home / VERIFIER_KEY).exists():
        return
    try:
        key_of(asked.home, verifier_key_in(asked.home).name)
    except BadNote as because:
        raise words.bad(
            f"{keys / SIGNING_KEY} did not sign what is in {backup}: name the folder of the keys "
            "that were copied with it"
        ) from because


def _must_be_its_vault(book: "Book", brought: Path | None) -> None:
    from ledger.erasures import kept
    from vault.keys import Vault

    named = kept(book).vault
    if brought and named and Vault.open(brought).id != named:
        raise words.bad(
            "the vault among these keys is not the one with which the ledger was sealed: name the "
            "folder of the keys that were copied with this backup"
        )


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


def _what_follows(aside: Path | None, *, cluster: bool) -> str:
    """A clerk must not answer out of what Temporal remembers and the ledger has lost."""
    if cluster:
        return (
            "`calends up` starts the worker; `calends crosscheck` says which acts Temporal knows "
            "and the ledger lacks; `calends resume` has all clerks begin anew from the ledger."
        )
    if aside is None:
        return "`calends up` starts the engine."
    return (
        f"Temporal's database is set aside as {aside.name}, since it may remember acts that the "
        "ledger lacks: with `calends up` all clerks begin anew from the ledger."
    )


def _counted(entries: int, streams: int) -> str:
    return f"{screen.many(entries, 'entry', 'entries')} of {screen.many(streams, 'stream')}"
