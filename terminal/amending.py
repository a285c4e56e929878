"""`plan`, `move`, `correct`, `adopt`: acts that change what others are read by."""

import re
from collections.abc import Mapping
from typing import Annotated

import typer

from domain.acts import Entry
from domain.appointment import as_they_read
from domain.forms import refill
from domain.outcomes import (
    BY_STAGE,
    Amendment,
    Corrected,
    CourtComposed,
    DateMoved,
    DatePlanned,
    EditionAdopted,
    Opened,
    PartSessionRevised,
    Recordable,
)
from terminal import options, screen, surroundings, words
from terminal.asking import Envelope, Trial, conclude, put, tried
from terminal.faults import Code

CANCELLED = "cancelled"
HAPPENED = "--on"
"""The day of an entry; a planned date has a field `on` beside it."""

To = Annotated[str, typer.Argument(metavar="DATE", help="A day, or DATE..DATE.")]


def plan(
    id_: options.Id,
    stage: options.Stage,
    date: To,
    on: options.OnOrToday = "",
    reason: options.Reason = "",
    reference: options.Reference = "",
    act_id: options.ActId = "",
    staff: options.Staff = "",
    dry_run: options.DryRun = False,
) -> Code:
    """Fix the date of a stage; shows what it changes first."""
    outcome = DatePlanned(_stage_ahead(stage), words.days(date))
    envelope = Envelope(on, reason, reference, act_id, staff)
    return _amend(id_, outcome, envelope, dry_run=dry_run)


def move(
    id_: options.Id,
    stage: options.Stage,
    date: To,
    on: options.OnOrToday = "",
    reason: options.Reason = "",
    reference: options.Reference = "",
    act_id: options.ActId = "",
    staff: options.Staff = "",
    dry_run: options.DryRun = False,
) -> Code:
    """Move the date of a stage, a deadline too; shows what it changes first."""
    outcome = DateMoved(_stage_ahead(stage), words.days(date))
    envelope = Envelope(on, reason, reference, act_id, staff)
    return _amend(id_, outcome, envelope, dry_run=dry_run)


def adopt(
    id_: options.Id,
    part: Annotated[
        str, typer.Argument(metavar="[PART]", help="A part-session, as in 2029/3.")
    ] = "",
    opens: Annotated[
        str, typer.Argument(metavar="[OPENS|cancelled]", help="The day on which it opens.")
    ] = "",
    closes: Annotated[
        str, typer.Argument(metavar="[CLOSES]", help="The day on which it closes.")
    ] = "",
    edition: Annotated[
        str, typer.Option("--edition", metavar="NAME", help="Go on under another edition.")
    ] = "",
    court: Annotated[
        str,
        typer.Option(
            "--court", metavar="WOMEN/MEN", help="How many sit on the Court since that day."
        ),
    ] = "",
    on: options.OnOrToday = "",
    reason: options.Reason = "",
    reference: options.Reference = "",
    act_id: options.ActId = "",
    staff: options.Staff = "",
    dry_run: options.DryRun = False,
) -> Code:
    """Adopt the days of a part-session, an edition of the rules, or how the Court is composed."""
    if sum(map(bool, (part, edition, court))) != 1:
        raise words.bad(
            "give a part-session with its days, as in 2029/3 2029-06-25 2029-06-29 or "
            "2029/3 cancelled, or else --edition NAME, or --court WOMEN/MEN"
        )
    outcome: Recordable
    if edition:
        outcome = EditionAdopted(words.text(edition))
    elif court:
        outcome = _composed(court)
    else:
        outcome = _revised(part, opens, closes)
    envelope = Envelope(on, reason, reference, act_id, staff)
    return _amend(id_, outcome, envelope, dry_run=dry_run)


def correct(
    id_: options.Id,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="The number of the entry.")],
    fields: options.Fields = None,
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="The day that the entry should have.")
    ] = "",
    strike: Annotated[
        bool, typer.Option("--strike", help="The entry should not stand at all.")
    ] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")] = "",
    reference: options.Reference = "",
    act_id: options.ActId = "",
    staff: options.Staff = "",
    dry_run: options.DryRun = False,
) -> Code:
    """Say how an entry should read, or strike it out. Entries stay as they were written.

    Further entries are amended in the same act: 7.closing=2029-01-15, 7.on=2028-10-09,
    7.strike=yes.
    """
    if not words.text(reason):
        raise words.bad("a correction needs its reason: give --reason TEXT")
    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, id_)
    first = words.number(entry, "the number of an entry: see `calends show`")
    asked: dict[int, dict[str, str]] = {first: {}}
    for key, value in words.fields_of(fields or ()).items():
        number, field = _numbered(key, first)
        asked.setdefault(number, {})[field] = value
    if on:
        asked[first][HAPPENED] = on
    if strike:
        asked[first]["strike"] = "yes"
    before = _before(entries, act_id)
    amendments = tuple(_amendment(number, values, before) for number, values in asked.items())
    envelope = Envelope("", reason, reference, act_id, staff)
    return _amend(id_, Corrected(amendments), envelope, dry_run=dry_run)


# -- What an amendment changes ---------------------------------------------------------------


def _amend(id_: str, outcome: Recordable, envelope: Envelope, *, dry_run: bool) -> Code:
    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, id_)
    trial = tried(id_, put(outcome, envelope, entries))
    _show_changes(trial)
    return conclude(id_, trial, dry_run=dry_run)


def _show_changes(trial: Trial) -> None:
    """Two timetables compared: as it stands, and as it would be."""
    if trial.before is None or trial.after is None or (trial.entry and trial.entry.refused):
        return
    from terminal import showing

    changes = showing.changes(trial.before.timetable, trial.after.timetable)
    if changes is None:
        screen.say("No day of the timetable changes.")
    else:
        screen.show(changes)


def _stage_ahead(stage: str) -> str:
    return words.stage_of(stage, BY_STAGE)


def _revised(part: str, opens: str, closes: str) -> PartSessionRevised:
    match = re.fullmatch(r"(\d{4})/([1-4])", part)
    if match is None:
        raise words.bad(
            f"{words.printable(part)} is not a part-session: write year/part, as in 2029/3 for June"
        )
    number = int(match[1]), int(match[2])
    if opens == CANCELLED and not closes:
        return PartSessionRevised(*number)
    if not opens or not closes:
        raise words.bad(f"give both days of {part}, or the word {CANCELLED}")
    return PartSessionRevised(*number, opens=words.day_of(opens), closes=words.day_of(closes))


def _composed(court: str) -> CourtComposed:
    match = re.fullmatch(r"(\d{1,3})/(\d{1,3})", court, re.ASCII)
    if match is None:
        raise words.bad(
            f"{words.printable(court)} does not say how the Court is composed: write women/men, "
            "as in 16/30"
        )
    return CourtComposed(int(match[1]), int(match[2]))


def _numbered(key: str, entry: int) -> tuple[int, str]:
    """7.closing is a field of entry 7; closing alone one of the entry that is corrected."""
    number, dot, field = key.partition(".")
    if not dot:
        return entry, key
    if field == "on":
        field = HAPPENED
    if not number.isdecimal() or not field:
        raise words.bad(f"{key} is not a field of an entry: write it as in 7.closing=2029-01-15")
    return int(number), field


def _before(entries: tuple[Entry, ...], act_id: str) -> Mapping[int, Entry]:
    """How the entries read when the correction is made, or was made if it is asked for again."""
    known = next((e.number for e in entries if act_id and e.act == act_id.strip()), None)
    return as_they_read(entries if known is None else entries[: known - 1])


def _amendment(number: int, asked: Mapping[str, str], reads: Mapping[int, Entry]) -> Amendment:
    """The whole entry as it should read, so that the correction can be said in a sentence."""
    values = dict(asked)
    if strike := values.pop("strike", ""):
        if strike != "yes" or values:
            raise words.bad(f"entry {number} is either struck out (strike=yes) or given fields")
        return Amendment(number)
    entry = reads.get(number)
    if entry is None or isinstance(entry.outcome, Opened | Corrected):
        raise words.bad(f"there is no entry {number} that can be corrected: see `calends show`")
    if not values:
        raise words.bad(f"say how entry {number} should read: FIELD=VALUE, --on DATE or --strike")
    on = values.pop(HAPPENED, "")
    outcome = refill(entry.outcome, values)
    happened = words.days(on) if on else entry.happened
    return Amendment(number, happened, outcome)  # type: ignore[arg-type]
