"""The options and arguments that several commands share."""

from typing import Annotated

import typer

import settings
from domain.outcomes import VacancyCause


def _on_record_for_good(typed: str) -> str:
    """An id of the directory, where there is one. Stops for any other, typed or set."""
    asked = settings.read()
    if (staff := typed.strip() or asked.staff) and asked.directory.exists():
        from terminal.directory import must_be_known

        must_be_known(staff)
    return typed


Office = Annotated[
    str, typer.Argument(metavar="OFFICE", help="As in secretary-general, or judge/andorra.")
]
Year = Annotated[
    str,
    typer.Argument(metavar="YEAR", help="In which the mandate begins, or the office fell vacant."),
]
Id = Annotated[
    str,
    typer.Argument(metavar="ID", help="As in secretary-general/2029, or judge/andorra/2027."),
]
Stage = Annotated[
    str, typer.Argument(metavar="STAGE", help="With its occurrence if need be: list, list/2.")
]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]
Vacancy = Annotated[
    str,
    typer.Option("--vacancy", metavar="DATE", help="The last day of a holder who is gone."),
]
VacatedBy = Annotated[
    VacancyCause | None, typer.Option("--cause", help="Why the office fell vacant.")
]
TermEnds = Annotated[
    str, typer.Option("--term-ends", metavar="DATE", help="The last day of the outgoing term.")
]
Lang = Annotated[str, typer.Option("--lang", metavar="LANGUAGE", help="en or fr.")]
AsOf = Annotated[
    str, typer.Option("--as-of", metavar="DATE", help="What had happened by that day.")
]
KnownOn = Annotated[
    str, typer.Option("--known-on", metavar="DATE", help="What was on record on that day.")
]

On = Annotated[
    str, typer.Option("--on", metavar="DATE", help="When it happened: a day, or DATE..DATE.")
]
OnOrToday = Annotated[
    str,
    typer.Option("--on", metavar="DATE", help="When it was decided: a day, or DATE..DATE; today."),
]
Fields = Annotated[
    list[str] | None,
    typer.Argument(metavar="FIELD=VALUE", help='As in names="A; B" or closing=2029-01-10.'),
]
Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why: needed outside a window.")
]
Reference = Annotated[
    str, typer.Option("--reference", metavar="TEXT", help="Where it is written down.")
]
ActId = Annotated[
    str,
    typer.Option("--act-id", metavar="ACT", help="Of an act sent before, to ask for its answer."),
]
Staff = Annotated[
    str,
    typer.Option(
        "--staff",
        metavar="STAFF",
        help="Your id in the directory; or CALENDS_STAFF.",
        callback=_on_record_for_good,
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would come of it, and record nothing.")
]
