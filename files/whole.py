"""Files that are there whole or not at all, on the disk, and for their owner's eyes.

Each is made beside its place and gets its name when it is complete: whoever is killed on the way
leaves no half of it where somebody would look.
"""

import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

OWNERS_ONLY = 0o600
ANYBODYS = 0o666  # as far as whoever writes has it: what the umask leaves
LONGEST_NAME = 100  # of its place, in the name of a draft


def put(place: Path, content: bytes) -> None:
    """A file at its place, over the one that stands there. Raises OSError."""
    with drafted(place) as draft:
        draft.write_bytes(content)
        on_the_disk(draft)
        draft.replace(place)
        on_the_disk(place.parent)


def put_new(place: Path, content: bytes, mode: int = OWNERS_ONLY) -> None:
    """A file where none stands. Raises FileExistsError, OSError."""
    with drafted(place, mode) as draft:
        draft.write_bytes(content)
        give_its_name(draft, place)


def give_its_name(draft: Path, place: Path) -> None:
    """What was drafted for a place, if nothing stands there. Raises FileExistsError, OSError.

    Of two who do so at once the first has it, and both find it on the disk.
    """
    on_the_disk(draft)
    try:
        os.link(draft, place)
    finally:
        on_the_disk(place.parent)


@contextmanager
def drafted(place: Path, mode: int = OWNERS_ONLY, beside: Sequence[str] = ()) -> Iterator[Path]:
    """An empty file beside a place, to be filled and moved there; gone after the block.

    `beside`: the ends of the names of what a database keeps beside its file, gone with it.
    """
    draft = _beside(place)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
    try:
        yield draft
    finally:
        for end in ("", *beside):
            draft.with_name(draft.name + end).unlink(missing_ok=True)


@contextmanager
def drafted_folder(place: Path) -> Iterator[Path]:
    """A folder to be filled, moved to its place when the block ends well. Raises OSError."""
    draft = _beside(place)
    try:
        draft.mkdir(mode=0o700)
        yield draft
        for each in draft.rglob("*"):
            on_the_disk(each)
        on_the_disk(draft)
        draft.rename(place)
        on_the_disk(place.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def on_the_disk(place: Path) -> None:
    """The content of a file, or the names in a folder, survive a loss of power. Raises OSError."""
    opened = os.open(place, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _beside(place: Path) -> Path:
    return place.with_name(f".{place.name[:LONGEST_NAME]}.{secrets.token_hex(8)}")
