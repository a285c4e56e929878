"""Backups: the ledger as it was at one instant, in a folder of its own; and how it is put back.

A folder holds a copy of the ledger, made while others write on, every checkpoint up to one that was
taken just before, the list of copies that were made, and the digests of all its files. What is put
back was compared with all of them. The keys, of persons and of the signature, are copied to a place
apart or not at all.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from files.whole import drafted, drafted_folder, give_its_name
from ledger.book import SERVERS, Book
from ledger.checkpoints import Compared, Lodged, Notary, compare
from ledger.errors import NotOurs
from ledger.exports import LIST, Copied, note
from ledger.file import BESIDE
from ledger.notes import VERIFIER_KEY, BadNote, Checkpoint, put

FORM = "calends backup/1"
FILE, DUMP = "ledger.sqlite", "ledger.dump"
CONTENTS = "backup.json"
SET_ASIDE = ".lost"


class BadBackup(NotOurs):
    """A backup that cannot be put back as it lies there: one sentence, and the cure."""


class Contents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What lies in a backup: when it was made, and the digest of each of its files."""

    form: str
    made: datetime
    files: dict[str, str]


class Restored(msgspec.Struct, frozen=True):
    """A ledger that was put back: what it holds, and the checkpoint that it was compared with.

    `lost`: how many entries a later checkpoint in the home had signed for.
    """

    entries: int
    streams: int
    checkpoint: Checkpoint
    lost: int = 0


class Found(NamedTuple):
    """What the copy turned out to be, against the checkpoints of the backup and of the home."""

    compared: Compared
    lodged: tuple[Lodged, ...]
    later: tuple[Lodged, ...]


# -- Making ----------------------------------------------------------------------------------


def back_up(book: Book, location: str, notary: Notary, to: Path, now: datetime) -> Checkpoint:
    """Copy the ledger into a new folder: whole, or not at all; gives the checkpoint in it.

    Raises BadBackup where something stands there already, and what `Notary.checkpoint` raises: a
    ledger that does not verify is not a backup.
    """
    must_be_new(to)
    kept = notary.checkpoint(book, now)
    with _drafted(to) as draft:
        # Noted first, so that no copy is ever made that the list does not know.
        note(notary.folder.parent, Copied.BACKUP, to, now)
        book.copy(draft / (DUMP if location.startswith(SERVERS) else FILE))
        shutil.copytree(notary.folder, draft / notary.folder.name)
        put(draft / VERIFIER_KEY, f"{notary.verifier()}\n".encode())
        if (copies := notary.folder.parent / LIST).exists():
            put(draft / LIST, copies.read_bytes())
        files = {f"{each.relative_to(draft)}": _digest(each) for each in _files(draft)}
        put(draft / CONTENTS, msgspec.json.format(msgspec.json.encode(Contents(FORM, now, files))))
    return kept.checkpoint


@contextmanager
def _drafted(to: Path) -> Iterator[Path]:
    """A folder beside its place, moved there when it is whole. Raises BadBackup."""
    try:
        with drafted_folder(to) as draft:
            yield draft
    except OSError as error:
        raise BadBackup(
            f"{error.filename or to} cannot be written ({error.strerror}): name a folder in which "
            "the user who runs Calends may write."
        ) from error


# -- Putting back ----------------------------------------------------------------------------


def put_back(
    folder: Path,
    location: str,
    home: Notary,
    *,
    older: bool = False,
    look: Callable[[Book], object] = bool,
) -> Restored:
    """The ledger of a backup to a place where none stands: whole, or not at all.

    It is compared with every checkpoint of the backup and, where there are any, with those of the
    home. `older`: also where the home has a checkpoint of a later day, which is then set aside.
    `look` sees the copy before it gets its place; whatever it raises leaves none.

    Raises BadBackup, BadNote, and the ledger's own errors.
    """
    contents = _read(folder)
    source = Notary(folder, "")
    _must_be_of_one_ledger(source, home)

    def compared(book: Book) -> Found:
        found = _compared(book, source, home, older=older)
        look(book)
        return found

    if DUMP in contents.files:
        found = _into_a_server(folder / DUMP, location, compared)
    else:
        found = _into_a_file(folder / FILE, location, compared)
    _bring_the_rest(folder, home)
    lost = 0
    for each in found.later:
        lost = each.checkpoint.size - found.compared.size
        each.place.rename(each.place.with_suffix(f"{each.place.suffix}{SET_ASIDE}"))
    last = found.lodged[-1].checkpoint
    return Restored(found.compared.size, len(found.compared.heads), last, lost)


def _read(folder: Path) -> Contents:
    """What a backup says that it holds, after each of its files was looked at. Raises BadBackup."""
    try:
        contents = msgspec.json.decode((folder / CONTENTS).read_bytes(), type=Contents)
        if contents.form != FORM:
            raise BadBackup(f"{folder} is a backup of another release ({contents.form}): use that.")
        for name, digest in contents.files.items():
            if _digest(folder / name) != digest:
                raise BadBackup(
                    f"{folder / name} is not what was copied: take another copy of the backup."
                )
    except FileNotFoundError as missing:
        raise BadBackup(
            f"{missing.filename} is missing: name the folder of a whole backup."
        ) from None
    except (msgspec.MsgspecError, OSError) as error:
        raise BadBackup(
            f"{folder} cannot be read as a backup ({error}): name the folder that `calends backup` "
            "has made."
        ) from None
    if not {FILE, DUMP} & contents.files.keys():
        raise BadBackup(f"{folder} holds no ledger: name the folder of a whole backup.")
    return contents


def _must_be_of_one_ledger(source: Notary, home: Notary) -> None:
    """The home's own key decides, where there is one: a backup can bring any key with it."""
    try:
        ours = home.verifier()
    except BadNote:
        return
    if ours != source.verifier():
        raise BadBackup(
            f"The backup was signed by {source.verifier()}, and the home's key is {ours}: take a "
            "backup of this ledger, or set CALENDS_HOME to its own."
        )


def _into_a_file(copy: Path, location: str, compared: Callable[[Book], Found]) -> Found:
    place = _place(copy, location)
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with drafted(place, beside=BESIDE) as draft:
            shutil.copyfile(copy, draft)
            with Book.open(str(draft), create=False) as book:
                found = compared(book)
            give_its_name(draft, place)
    except FileExistsError:
        raise _stands_already(location) from None
    return found


def _place(copy: Path, location: str) -> Path:
    if location.startswith(SERVERS):
        raise BadBackup(
            f"{copy.name} is the copy of a file, and CALENDS_LEDGER names a server: set it to a "
            "path."
        )
    place = Path(location)
    if place.exists():
        raise _stands_already(location)
    return place


def _into_a_server(dump: Path, location: str, compared: Callable[[Book], Found]) -> Found:
    if not location.startswith(SERVERS):
        raise BadBackup(
            f"{dump.name} is of a PostgreSQL server: set CALENDS_LEDGER to the address of one."
        )
    from ledger import postgres

    postgres.put_back(location, dump)
    try:
        with Book.open(location, create=False) as book:
            return compared(book)
    except BaseException:
        postgres.take_away(location)
        raise


def _compared(book: Book, source: Notary, home: Notary, *, older: bool) -> Found:
    """Every chain and every checkpoint, in one pass over the copy."""
    size = book.count()
    lodged, ours = source.kept(), home.kept()
    later = tuple(each for each in ours if each.checkpoint.size > size)
    if later and not older:
        last = later[-1].checkpoint
        raise BadBackup(
            f"The backup holds {size} entries, and {last.size} were signed for on "
            f"{last.at:%-d %B %Y} ({later[-1].place}): take a later backup, or put this one back "
            "with --older."
        )
    found = compare(book, (*lodged, *(each for each in ours if each not in later)))
    if because := [str(each) for each in found.broken] + [
        each.because for each in found.departures
    ]:
        raise BadBackup(f"The backup does not verify: {because[0]}. Take another one.")
    return Found(found, lodged, later)


def _bring_the_rest(folder: Path, home: Notary) -> None:
    """What the home has lost of checkpoints, key and list of copies. What lies there stays."""
    source = Notary(folder, "")
    home.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    places = {each: home.folder / each.name for each in source.folder.iterdir()}
    for name in (VERIFIER_KEY, LIST):
        places[folder / name] = home.folder.parent / name
    for kept, own in places.items():
        if kept.exists() and not own.exists():
            put(own, kept.read_bytes())


# -- Files -----------------------------------------------------------------------------------


def copy_keys(files: Sequence[tuple[Path, Callable[[Path], object]]], to: Path) -> None:
    """Copy keys, each in its own way, into a folder of their own: all of them, or none."""
    must_be_new(to)
    with _drafted(to) as draft:
        for place, copied in files:
            copied(draft / place.name)


def must_be_new(to: Path) -> None:
    """A folder that can be made, because nothing stands there yet. Raises BadBackup."""
    try:
        there = to.exists()
    except OSError as error:
        raise BadBackup(f"{to} cannot be made ({error.strerror}): name another.") from None
    if there:
        raise BadBackup(
            f"{to} is there already, and nothing is written over it: name a new folder."
        )
    if not to.parent.is_dir():
        raise BadBackup(f"There is no folder {to.parent}: make it, or name another.")


def _stands_already(location: str) -> BadBackup:
    return BadBackup(
        f"A ledger stands at {location}, and nothing is written over it: move it away, or set "
        "CALENDS_LEDGER to another place."
    )


def _files(folder: Path) -> Iterator[Path]:
    return (each for each in sorted(folder.rglob("*")) if each.is_file())


def _digest(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
