"""Files that a command writes for a person: there whole, or not at all; never over another."""

from pathlib import Path

import settings
from files.whole import ANYBODYS, put_new
from terminal import screen, surroundings, words
from terminal.faults import Stop


def tell(report: str, out: str, appointment: str = "") -> None:
    """A report: on the screen, or in the file that was asked for."""
    if out:
        write_report(Path(out), report.encode(), appointment)
    else:
        screen.say(report.rstrip("\n"))


def write_report(path: Path, content: bytes, appointment: str = "") -> None:
    """A new file that tells what is on record: noted first, so that an erasure looks into it."""
    must_be_new(path)
    if path.resolve().parent.is_dir():
        _note(path.resolve(), appointment)
    try:
        put_new(path, content, mode=ANYBODYS)
    except OSError as error:
        raise unwritten(path, error) from None


def must_be_new(path: Path) -> None:
    """Stops where a file stands already, before the work for another is done."""
    if str(path) == "-":
        raise words.bad("- names no file: without one the report goes to the screen")
    if path.exists():
        raise is_there(path)


def is_there(path: Path) -> Stop:
    """Nothing is written over what stands there."""
    return words.bad(f"{path} is there already, and is not written over: name another")


def unwritten(path: Path, error: OSError) -> Stop:
    """Why a file is not written."""
    if isinstance(error, FileExistsError):
        return is_there(path)
    return words.bad(f"{path} cannot be written: {error.strerror}")


def _note(path: Path, appointment: str) -> None:
    """Whoever may only read the record can have a report all the same, and is told."""
    from ledger.exports import Copied, note

    home = settings.read().home
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        note(home, Copied.REPORT, path, surroundings.now(), appointment)
    except OSError as error:
        screen.complain(
            f"{path} is not noted in {home} ({error.strerror}), and no erasure will look into it."
        )
