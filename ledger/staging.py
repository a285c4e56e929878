"""Staging: what an import has decided, kept in a file of its own until all of it is written.

Deciding is the slow part of an import. One that was killed is taken up where it was: what is in
the file is used again if it was made of the same telling, on the same day, for an appointment that
stands as it stood. Nothing in it counts as recorded, and it is removed when the import ends.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from domain.acts import AppointmentId, Entry, Provenance
from domain.appointment import Status
from ledger.errors import NotOurs, Unreachable

FORM = "calends import/1"


class Ends(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where an appointment stands after all that was told of it; `mark`: how its start is known."""

    status: Status
    stage: str = ""
    elected: str = ""
    mandate_starts: str = ""
    mark: Provenance = Provenance.SEEN


class Decided(msgspec.Struct, frozen=True):
    """What an appointment becomes: new entries after the one numbered `after`.

    `stood` is a digest of those that there were.
    """

    appointment: AppointmentId
    after: int
    stood: str
    entries: tuple[Entry, ...]
    ends: Ends


class _Header(msgspec.Struct, frozen=True):
    form: str
    bound: str


class Staging:
    """The file of one import, which nobody else writes to meanwhile."""

    def __init__(self, file: IO[bytes], bound: str) -> None:
        self._file = file
        self._kept: dict[str, Decided] = {}
        self.forgotten = False
        header = _line(_Header(FORM, bound))
        if file.readline() == header:
            self._take_up()
        else:
            file.seek(0)
            file.truncate()
            file.write(header)
            file.flush()

    def find(self, appointment: str, after: int, stood: str) -> Decided | None:
        """What was decided of an appointment, if that still stands as it stood then."""
        known = self._kept.get(appointment)
        return known if known and (known.after, known.stood) == (after, stood) else None

    def keep(self, decided: Decided) -> None:
        """Note what was decided: whoever kills us from now on has not undone it."""
        self._file.write(_line(decided))
        self._file.flush()

    def forget(self) -> None:
        """Nothing of it will be needed again: all is written, or none of it can be."""
        self.forgotten = True

    def _take_up(self) -> None:
        """Every line that is whole. The first that is not was being written when we were killed."""
        sound = self._file.tell()
        for line in self._file:
            decided = _read(line)
            if decided is None:
                break
            self._kept[decided.appointment] = decided
            sound += len(line)
        self._file.seek(sound)
        self._file.truncate()


@contextmanager
def staging(path: Path, bound: str) -> Iterator[Staging]:
    """The staging at a path, for its owner's eyes; `bound` is a digest of all that is told.

    It is removed when the import ends, well or not, and kept where the same import may go on: where
    it is broken off, or the ledger does not answer. Raises Unreachable where another import is
    using it.
    """
    try:
        place = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise NotOurs(
            f"{path} cannot be used to stage the import: {error.strerror}; make room for it"
        ) from error
    with open(place, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unreachable(
                "The same is being imported already: wait until it is done."
            ) from None
        kept = Staging(file, bound)
        try:
            yield kept
            kept.forget()
        except Unreachable:
            raise
        except Exception:
            kept.forget()
            raise
        finally:
            if kept.forgotten:
                path.unlink(missing_ok=True)


def _line(of: msgspec.Struct) -> bytes:
    body = msgspec.json.encode(of)
    return hashlib.sha256(body).hexdigest().encode() + b" " + body + b"\n"


def _read(line: bytes) -> Decided | None:
    digest, _, body = line.removesuffix(b"\n").partition(b" ")
    if not line.endswith(b"\n") or hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    try:
        return msgspec.json.decode(body, type=Decided)
    except msgspec.MsgspecError:
        return None
