"""`calends`: the same acts and the same record from a terminal."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Final

import typer
from typer.main import get_command

from terminal import screen
from terminal.faults import Code, told, write_down

THE_CALENDAR = "The calendar"
THE_RECORD = "The record"
ACTS = "Acts"
REMINDERS = "Reminders"
THE_CHAMBER = "The Chamber"
AUDIT_AND_PROOF = "Audit and proof"
PERSONS = "Persons"
THE_ENGINE = "The engine"

COMMANDS: Final = (
    ("timetable", "forecasting.timetable", THE_CALENDAR),
    ("explain", "forecasting.explain", THE_CALENDAR),
    ("list", "reading.list_", THE_RECORD),
    ("show", "reading.show", THE_RECORD),
    ("agenda", "reading.agenda", THE_RECORD),
    ("stages", "reading.stages", THE_RECORD),
    ("feed", "feeds.feed", THE_RECORD),
    ("diary", "retelling.diary", THE_RECORD),
    ("import", "importing.import_", THE_RECORD),
    ("terms", "terms.terms", THE_RECORD),
    ("terms-import", "terms.import_", THE_RECORD),
    ("terms-correct", "terms.correct", THE_RECORD),
    ("watch", "watching.watch", THE_RECORD),
    ("open", "opening.open_", ACTS),
    ("record", "acting.record", ACTS),
    ("plan", "amending.plan", ACTS),
    ("move", "amending.move", ACTS),
    ("withdraw", "acting.withdraw", ACTS),
    ("settle", "acting.settle", ACTS),
    ("correct", "amending.correct", ACTS),
    ("adopt", "amending.adopt", ACTS),
    ("reminders", "reminding.reminders", REMINDERS),
    ("remind", "reminding.remind", REMINDERS),
    ("acknowledge", "reminding.acknowledge", REMINDERS),
    ("draw", "drawing.draw", THE_CHAMBER),
    ("audit", "reporting.audit", AUDIT_AND_PROOF),
    ("replay", "replaying.replay", AUDIT_AND_PROOF),
    ("verify", "verifying.verify", AUDIT_AND_PROOF),
    ("checkpoint", "proving.checkpoint", AUDIT_AND_PROOF),
    ("crosscheck", "crosschecking.crosscheck_", AUDIT_AND_PROOF),
    ("export", "exporting.export", AUDIT_AND_PROOF),
    ("papers", "papers.papers", PERSONS),
    ("paper", "papers.paper", PERSONS),
    ("reads", "papers.reads", PERSONS),
    ("erase", "erasing.erase", PERSONS),
    ("up", "running.up", THE_ENGINE),
    ("resume", "running.resume", THE_ENGINE),
    ("rehearse", "running.rehearse", THE_ENGINE),
    ("backup", "copying.backup", THE_ENGINE),
    ("restore", "copying.restore", THE_ENGINE),
    ("new-vault", "papers.new_vault", THE_ENGINE),
    ("register", "registers.group", THE_CHAMBER),
    ("directory", "directory.group", THE_ENGINE),
)
"""In the order of the help: a name, and what carries it out in terminal/. A group of commands is a
`typer.Typer` there, and stands after all others, as the help has it."""


def _say_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        screen.say(f"calends {version('calends')}")
        raise typer.Exit


def calends(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Say which release."),
    ] = False,
) -> None:
    """Appointment procedures of the Council of Europe: their calendar, acts and record."""


def program(typed: Sequence[str] = ()) -> typer.Typer:
    """The command that the first word names; all of them if it names none, as for the help.

    Every part of the terminal takes its time to load, so that a command brings its own only.
    """
    app = typer.Typer(name="calends", add_completion=False, rich_markup_mode=None)
    app.callback()(calends)
    named = [command for command in COMMANDS if command[0] in typed[:1]]
    for name, where, panel in named or COMMANDS:
        module, _, part = where.partition(".")
        found = getattr(import_module(f"terminal.{module}"), part)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name, rich_help_panel=panel)
        else:
            app.command(name, rich_help_panel=panel)(found)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code. A fault is one sentence, never a traceback."""
    typed = sys.argv[1:] if arguments is None else arguments
    try:
        code = get_command(program(typed)).main(
            args=list(typed) or ["--help"],
            prog_name="calends",
            standalone_mode=False,
        )
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever was reading has seen enough. Python would complain once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Code.DONE
    except KeyboardInterrupt:
        return Code.INTERRUPTED
    except Exception as error:
        code, sentence = told(error)
        where = write_down(error) if code is Code.OUR_FAULT else ""
        screen.complain(f"{sentence}{where}")
    return int(code or Code.DONE)


if __name__ == "__main__":
    raise SystemExit(main())
