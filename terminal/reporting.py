"""`audit`: the report on one appointment, as a text, as pages, or as records for programs."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from domain.acts import AppointmentId, Entry
from domain.replay import replay
from terminal import files, options, screen, surroundings, words
from terminal.faults import Code, Stop

if TYPE_CHECKING:
    from domain.audited import Audit
    from ledger.book import Book


def audit(
    id_: Annotated[
        str, typer.Argument(metavar="[ID]", help="As in secretary-general/2029, or --all.")
    ] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="The annual report, over all appointments.")
    ] = False,
    first: Annotated[
        str, typer.Option("--from", metavar="YEAR|DATE", help="Of the annual report.")
    ] = "",
    last: Annotated[
        str, typer.Option("--to", metavar="YEAR|DATE", help="Of the annual report.")
    ] = "",
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="What had happened by that day.")
    ] = "",
    known_on: Annotated[
        str, typer.Option("--known-on", metavar="DATE", help="What was on record on that day.")
    ] = "",
    lang: options.Lang = "en",
    out: Annotated[
        str, typer.Option("--out", metavar="FILE", help="Write it to a file that is not there yet.")
    ] = "",
    pdf: Annotated[
        str, typer.Option("--pdf", metavar="FILE", help="Typeset it there, as PDF/A.")
    ] = "",
    checkpoint: Annotated[
        str, typer.Option("--checkpoint", metavar="FILE", help="To be named on its first page.")
    ] = "",
    json: options.Json = False,
) -> Code:
    """The report on one appointment: the written windows beside what happened, and all the rest.

    The same ledger gives the same report, byte for byte. Of a closed appointment it is told as of
    the day of its last entry; of an open one as of today, since what is overdue, and which
    reminders are still to come, depends on the day. With a day given, as of that day.
    """
    language = words.language_of(lang)
    if everything:
        from terminal.annual import annual

        if id_ or as_of or checkpoint:
            raise words.bad("--all takes no appointment, no --as-of and no --checkpoint")
        return annual(first, last, known_on, language, pdf=pdf, out=out, json=json)
    if not id_ or first or last:
        raise words.bad("name an appointment; or all of them, with --all --from YEAR --to YEAR")
    if checkpoint and not pdf:
        raise words.bad("--checkpoint goes with --pdf: it is printed on the first page")
    days = [words.day_of(each) for each in (as_of, known_on) if each]
    with surroundings.ledger() as book:
        told = audited(
            book,
            id_,
            as_of=words.day_of(as_of) if as_of else None,
            known_on=words.day_of(known_on) if known_on else None,
        )
    if told is None:
        raise Stop(Code.NOT_FOUND, f"{id_} had not been opened on {min(days)}: ask for a later day")
    if pdf:
        from reports.pages import audit_pages

        note = _checkpoint(Path(checkpoint)) if checkpoint else ""
        files.write_new(Path(pdf), audit_pages(told, language, note))
    if json:
        _write(msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n", out)
    elif out or not pdf:
        from reports.text import text

        _write(text(told, language), out)
    return Code.DONE


def audited(
    book: "Book", id_: str, *, as_of: date | None = None, known_on: date | None = None
) -> "Audit | None":
    """The audit of an appointment, today or as of a day; None where it was not open by then.

    Stops where it is not in the ledger. Raises Misfit for a record that does not fit.
    """
    from domain.audit import audit as audit_of
    from domain.audit import day_of_audit

    entries: Sequence[Entry] = surroundings.entries_of(book, id_)
    days = [of for of in (as_of, known_on) if of]
    if days:
        then = replay(AppointmentId(id_), entries, as_of=as_of, known_on=known_on)
        if then is None:
            return None
        entries = then.entries
    told = audit_of(
        AppointmentId(id_),
        entries,
        on=min(days) if days else day_of_audit(entries, surroundings.today()),
        reminders_ahead=not days,
    )
    last = entries[-1].number
    head = next(sealed.digest for sealed in book.read(id_) if sealed.number == last)
    return msgspec.structs.replace(told, head=head)


def _write(report: str, out: str) -> None:
    """To the screen; or to a file, but never over one that is there."""
    if not out:
        screen.say(report.rstrip("\n"))
        return
    files.write_new(Path(out), report.encode())


def _checkpoint(file: Path) -> str:
    """A signed checkpoint, as it was handed over. Stops where it is none."""
    from ledger.notes import read_note

    try:
        note = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise words.bad(
            f"{file} is no checkpoint: name the file that `calends checkpoint` wrote"
        ) from None
    read_note(note)
    return note
