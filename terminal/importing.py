"""`import`: past appointments brought in, from diaries and from tables; all of them, or none."""

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

import settings
from domain.acts import AppointmentId, identity_of
from domain.appointment import Status
from domain.procedures import PROCEDURES
from terminal import options, screen, surroundings, words
from terminal.faults import Code, Stop, whole
from workflows.failures import EngineError

if TYPE_CHECKING:
    from domain.diaries import Diary
    from ledger.importing import BadImport, Fault, Imported, Source

File = Annotated[Path, typer.Argument(metavar="FILE", help="A diary.")]

TABLE = ".csv"
DIARY = ".diary"
SHOWN = 100  # faults, and appointments; more are counted
EVERY = 3.0  # seconds between two words of progress


class Answer(msgspec.Struct, frozen=True):
    """What was imported, or every fault for which nothing was."""

    new: int
    entries: int
    appointments: tuple["Imported", ...]
    faults: tuple["Fault", ...]


def import_(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", help="Diaries, tables (.csv), and folders of them."),
    ] = None,
    columns: Annotated[
        bool, typer.Option("--columns", help="Only say which columns a table may have.")
    ] = False,
    json: options.Json = False,
) -> Code:
    """Bring past appointments into the ledger, from diaries and tables: all of it, or nothing."""
    if columns:
        return _show_columns(json=json)
    files = tuple(_files(paths or ()))
    if not files:
        raise words.bad("name the diaries and tables to be imported, or folders of them")
    from ledger.importing import BadImport

    try:
        imported = _import(files)
    except BadImport as bad:
        return _complain(bad, json=json)
    if json:
        total = sum(each.entries for each in imported)
        screen.emit(Answer(sum(each.new for each in imported), total, imported, ()))
    else:
        _say(imported, len(files))
    _start_clerks([AppointmentId(e.id) for e in imported if e.status is not Status.CLOSED])
    return Code.DONE


def read_file(file: Path) -> "Diary":
    """The diary in a file. Stops with the line that cannot be read."""
    from domain.diaries import BadDiary, read_diary

    try:
        return read_diary(_text_of(file))
    except BadDiary as bad:
        raise words.bad(f"{file}, {bad}") from None
    except ValueError as error:
        raise words.bad(f"{file} {error}") from None


# -- The files ---------------------------------------------------------------------------------


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Each file once: those named, and those in folders, in the order of their names."""
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise Stop(Code.NOT_FOUND, f"there is no file {path}")
        inside = tuple(_in_folder(path)) if path.is_dir() else (path,)
        if not inside:
            raise words.bad(f"no diary ({DIARY}) and no table ({TABLE}) lies in {path}")
        for file in inside:
            found.setdefault(file.resolve(), file)
    return iter(found.values())


def _in_folder(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if not hidden and file.suffix.casefold() in (DIARY, TABLE) and file.is_file():
            yield file


def _text_of(file: Path) -> str:
    """Raises ValueError where it is none."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise Stop(Code.NOT_FOUND, f"there is no file {file}") from None
    except UnicodeDecodeError:
        raise ValueError("is not a text in UTF-8: save it so") from None
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from None


def _told(file: Path, text: str) -> Iterator["Source"]:
    """The appointments of a file. Raises BadDiary with every line that cannot be read."""
    from domain.diaries import read_diary
    from domain.tabular import read_table
    from ledger.importing import Source

    table = file.suffix.casefold() == TABLE
    for told in read_table(text) if table else (read_diary(text),):
        yield Source(str(file), told)


# -- Importing ---------------------------------------------------------------------------------


def _import(files: Sequence[Path]) -> tuple["Imported", ...]:
    """Raises BadImport."""
    from domain.diaries import BadDiary
    from embedded import private
    from ledger.book import Book
    from ledger.importing import Fault, faults_of, import_all
    from ledger.staging import staging

    asked = settings.read()
    sources: list[Source] = []
    faults: list[Fault] = []
    content = hashlib.sha256()
    for file in files:
        try:
            text = _text_of(file)
            content.update(hashlib.sha256(text.encode()).digest())
            sources += _told(file, text)
        except BadDiary as bad:
            faults += faults_of(str(file), bad)
        except ValueError as error:
            faults.append(Fault(str(file), 0, str(error)))
    with Book.open(asked.ledger) as book:
        private(asked.home)
        staged = asked.home / f"import-{_name(files, asked.ledger)}.staged"
        with staging(staged, _bound(content.hexdigest())) as kept:
            return import_all(
                book,
                sources,
                surroundings.now,
                kept,
                faults=faults,
                heard=_progress(len(sources)),
            )


def _name(files: Sequence[Path], ledger: str) -> str:
    """The same for the same files and the same ledger, whatever is in them."""
    named = "\n".join((ledger, *(str(file.resolve()) for file in files)))
    return hashlib.sha256(named.encode(errors="surrogateescape")).hexdigest()[:16]


def _bound(content: str) -> str:
    """What was staged counts for this telling, by this release, on this day alone."""
    from importlib.metadata import version

    told = f"{version('calends')}\n{surroundings.today()}\n{content}"
    return hashlib.sha256(told.encode()).hexdigest()


def _progress(total: int) -> Callable[[int], None]:
    """A word every few seconds, for somebody who sits at a terminal."""
    said = monotonic()

    def heard(number: int) -> None:
        nonlocal said
        if sys.stderr.isatty() and monotonic() - said > EVERY:
            said = monotonic()
            screen.complain(f"{number} of {total} appointments are decided; none is written yet.")

    return heard


def _start_clerks(ids: Sequence[AppointmentId]) -> None:
    """The clerks of those that are still open. Their entries stand, whatever becomes of this."""
    if not ids:
        return
    import engine

    async def starting() -> None:
        client = await engine.connect(settings.read())
        from workflows.sending import resume

        await resume(client, [(id_, PROCEDURES[identity_of(id_).office].workflow) for id_ in ids])

    try:
        engine.run_briefly(starting())
    except EngineError as away:
        which = (
            f"{ids[0]} is in the ledger, but its clerk was not started"
            if len(ids) == 1
            else f"{len(ids)} open appointments are in the ledger, but not all clerks were started"
        )
        raise Stop(
            Code.PENDING, f"{which}. {away} `calends up` and `calends resume` start what is missing"
        ) from away


# -- Answers -----------------------------------------------------------------------------------


def _say(imported: Sequence["Imported"], files: int) -> None:
    for each in imported[:SHOWN]:
        screen.say(f"{each.id}: {each.new} new entries, {each.entries} in all; {_ends(each)}")
    if len(imported) > 1:
        more = f" (the first {SHOWN} are shown)" if len(imported) > SHOWN else ""
        screen.say(
            f"{len(imported)} appointments from {screen.many(files, 'file')}{more}: "
            f"{sum(each.new for each in imported)} new entries, "
            f"{sum(each.entries for each in imported)} in all."
        )


def _ends(of: "Imported") -> str:
    if of.elected and of.mandate_starts:
        return f"{of.elected} in office from {of.mandate_starts}{_marked(of)}"
    return f"{of.status.value}, next: {of.stage}"


def _marked(of: "Imported") -> str:
    from domain.languages import ENGLISH

    mark = ENGLISH.mark(of.mark)
    return f" ({mark})" if mark else ""


def _complain(bad: "BadImport", *, json: bool) -> Code:
    """Every fault in a line of its own, and that nothing was written."""
    faults = bad.faults
    if json:
        screen.emit(Answer(0, 0, (), faults))
    for fault in faults[:SHOWN]:
        screen.complain(whole(str(fault)))
    more = f", of which the first {SHOWN} are shown" if len(faults) > SHOWN else ""
    raise words.bad(f"Nothing was imported: {screen.many(len(faults), 'fault')}{more}")


def _show_columns(*, json: bool) -> Code:
    from domain.tabular import columns

    known = columns()
    if json:
        screen.emit(known)
        return Code.DONE
    for column in known:
        where = f" ({', '.join(column.stages)})" if column.stages else ""
        screen.say(f"{column.name}: {column.holds}{where}")
    return Code.DONE
