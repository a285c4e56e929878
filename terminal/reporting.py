"""`audit`: the report on one appointment, as a text, as pages, or as records for programs."""

from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

import settings
from domain.acts import AppointmentId, Entry
from domain.replay import replay
from terminal import files, options, screen, surroundings, words
from terminal.faults import Code, Stop

if TYPE_CHECKING:
    from domain.audit.records import Audit
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
    as_of: options.AsOf = "",
    known_on: options.KnownOn = "",
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
    for each in filter(None, (pdf, out)):
        files.must_be_new(Path(each))
    with surroundings.ledger() as book:
        told = audited(
            book,
            id_,
            as_of=words.day_of(as_of) if as_of else None,
            known_on=words.day_of(known_on) if known_on else None,
        )
        if told is None:
            because = f"{id_} had not been opened on {min(days)}: ask for a later day"
            raise Stop(Code.NOT_FOUND, because)
        note = _checkpoint(book, told, Path(checkpoint)) if checkpoint else ""
    if pdf:
        from reports.pages import audit_pages

        files.write_report(Path(pdf), audit_pages(told, language, note), id_)
    if json:
        records = msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"
        _write(records, out, id_)
    elif out or not pdf:
        from reports.text import text

        _write(text(told, language), out, id_)
    return Code.DONE


def audited(
    book: "Book", id_: str, *, as_of: date | None = None, known_on: date | None = None
) -> "Audit | None":
    """The audit of an appointment, today or as of a day; None where it was not open by then.

    Stops where it is not in the ledger. Raises Misfit for a record that does not fit.
    """
    from domain.audit.of_an_appointment import audit as audit_of
    from domain.audit.of_an_appointment import day_of_audit

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


def _write(report: str, out: str, id_: str) -> None:
    """To the screen; or to a file, but never over one that is there."""
    if not out:
        screen.say(report.rstrip("\n"))
        return
    files.write_report(Path(out), report.encode(), id_)


def _checkpoint(book: "Book", told: "Audit", file: Path) -> str:
    """A checkpoint that vouches for all that is told. Stops where it does not.

    Raises BadNote for one that is not ours, Departed where the ledger is not what it signed for.
    """
    from ledger import chain
    from ledger.checkpoints import Notary, compare
    from ledger.errors import Departed

    asked = settings.read()
    lodged = Notary(asked.home, asked.origin).read(file)
    for departure in compare(book, (lodged,)).departures:
        raise Departed(f"{departure.because} ({file}): `calends verify --against` says more")
    signed = islice(chain.follow(book.log()), lodged.checkpoint.size)
    if not any(isinstance(each, chain.Sealed) and each.digest == told.head for each in signed):
        raise words.bad(
            f"{file} was signed before the last entry of {told.case.id} was written: take a new "
            "one, with `calends checkpoint`"
        )
    return file.read_text(encoding="utf-8")
