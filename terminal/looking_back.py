"""How the past looks on a screen: a page with its windows, and what changed, in sentences."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from domain.agenda import Deviation
from domain.audit.records import AuditedStage, State
from domain.languages import ENGLISH
from reports.days import timing, window
from terminal import showing
from terminal.changes import SAID, beyond, days
from terminal.replays import Compared, Replayed

AXES = {"happened": "what had happened", "known": "what was known"}


def page(of: Replayed) -> Iterator[RenderableType]:
    """The page of then, each step with its window, and what was then due or ahead."""
    rules = f", under edition {of.under}" if of.under else ""
    then, known = _said(of.as_of), _said(of.known_on)
    yield showing.text(f"As of {then}, as known on {known}{rules}", "italic")
    if not of.edition and not of.misfit:
        yield showing.text(f"{of.id} had not been opened.")
        return
    beside = {stage.entry: _beside(stage) for stage in of.course if stage.entry}
    yield from showing.page(msgspec.structs.replace(of, next=()), beside)
    if of.under:
        yield from _otherwise(of)
    waiting = [stage for stage in of.course if not stage.entry]
    if waiting:
        yield showing.section("What was open, and what lay ahead")
        yield _waiting(waiting)


def _beside(of: AuditedStage) -> str:
    """The window as it was written, who acts, under which clause and edition, and how it lies."""
    return "; ".join(
        (
            f"window: {window(of.written, ENGLISH, SAID)}",
            showing.body_name(of.body),
            ", ".join(of.clauses),
            f"edition {of.edition}",
            timing(of, SAID),
        )
    )


def _waiting(stages: Iterable[AuditedStage]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    for stage in sorted(stages, key=lambda each: each.state is State.MAY):
        what = showing.text(f"{ENGLISH.title(stage.occurrence)}, {', '.join(stage.clauses)}")
        what.append(f" ({stage.occurrence})", style="dim")
        state = SAID.stage.overdue if stage.overdue else SAID.states[stage.state]
        table.add_row(
            showing.text(days(stage.written, stage.planned)),
            showing.text(showing.body_name(stage.body)),
            what,
            showing.text(state, "bold red" if stage.overdue else "dim"),
        )
    return table


def _otherwise(of: Replayed) -> Iterator[RenderableType]:
    yield showing.section(f"What edition {of.under} would have said")
    if of.would_refuse or of.no_place or of.deviations:
        yield Group(*(Padding(showing.text(line, "yellow"), (0, 2)) for line in _said_under(of)))
    else:
        yield Padding(showing.text("Nothing would have been refused, or late, or early."), (0, 2))


def _said_under(of: Replayed) -> Iterator[str]:
    if of.deviations:
        yield f"Outside what it writes: entries {_entries(of.deviations)}."
    for each in of.would_refuse:
        under = f" under {each.clause}" if each.clause else ""
        yield f"Entry {each.entry} ({each.stage}) would have been refused{under}: {each.because}."
    if of.no_place:
        yield beyond(of.no_place)


def _entries(deviations: Iterable[Deviation]) -> str:
    return ", ".join(str(each.entry) for each in deviations)


def compared(of: Compared) -> Iterator[RenderableType]:
    """What changed, a sentence a line."""
    first, second = of.days
    rules = f", under edition {of.under}" if of.under else ""
    other = f"as {'known on' if of.axis == 'happened' else 'of'} {_said(of.other)}"
    between = f"from {_said(first)} to {_said(second)}"
    yield showing.text(f"{of.id}: {AXES[of.axis]}, {between}, {other}{rules}", "italic")
    yield showing.lines(of.said or ("Nothing changed.",))
    if of.no_place:
        yield showing.section(f"What edition {of.under} would have said")
        yield showing.lines((beyond(of.no_place),))


def _said(day: str) -> str:
    return ENGLISH.day(date.fromisoformat(day))
