"""`audit`: the report on one appointment, as a text, as pages, or as records for programs."""

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import settings
from terminal import files, options, screen, surroundings, words
from terminal.audits import audited
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
    today = surroundings.today()
    then, known = (words.past_day_of(each, today) if each else None for each in (as_of, known_on))
    for each in filter(None, (pdf, out)):
        files.must_be_new(Path(each))
    with surroundings.ledger() as book:
        told = audited(book, id_, as_of=then, known_on=known)
        if told is None:
            day = min(filter(None, (then, known)))
            raise Stop(Code.NOT_FOUND, f"{id_} had not been opened on {day}: ask for a later day")
        note = _checkpoint(book, told, Path(checkpoint)) if checkpoint else ""
    if pdf:
        from reports.pages import audit_pages

        files.write_report(Path(pdf), audit_pages(told, language, note), id_)
    if json:
        files.tell(screen.as_json(told), out, id_)
    elif out or not pdf:
        from reports.text import text

        files.tell(text(told, language), out, id_)
    return Code.DONE


def _checkpoint(book: "Book", told: "Audit", file: Path) -> str:
    """A checkpoint that vouches for all that is told. Stops where it does not.

    Raises BadNote for one that is not ours, Departed where the ledger is not what it signed for,
    Tampered where that is broken.
    """
    from ledger.checkpoints import Notary, compare
    from ledger.errors import Departed

    asked = settings.read()
    lodged = Notary(asked.home, asked.origin).read(file)
    found = compare(book, (lodged,))
    found.must_be_unbroken()
    for departure in found.departures:
        raise Departed(f"{departure.because} ({file}): `calends verify --against` says more")
    signed = islice(book.entries(), lodged.checkpoint.size)
    if not any(each.digest == told.head for each in signed):
        raise words.bad(
            f"{file} was signed before the last entry of {told.case.id} was written: take a new "
            "one, with `calends checkpoint`"
        )
    return file.read_text(encoding="utf-8")
