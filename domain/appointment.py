"""The fold: where an appointment stands, from its entries alone.

Two passes. First the amendments (corrections, dates, tables, another edition) are applied to what
they name; then the script is driven over the record as it now stands. The fold decides nothing and
refuses nothing: an entry that does not fit is a `Misfit`, loud.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from domain.acts import AppointmentId, Entry
from domain.candidates import Name, Roll
from domain.clauses import Refused
from domain.outcomes import (
    NOTICES,
    Amendment,
    BallotHeld,
    CandidateFellAway,
    Composition,
    Corrected,
    CourtComposed,
    DateMoved,
    DatePlanned,
    EditionAdopted,
    MinistersElected,
    Opened,
    PartSessionRevised,
    Planned,
    RefusedAct,
    Settled,
)
from domain.procedure import Edition, Mandate, Procedure
from domain.procedures import PROCEDURES
from domain.reckoning import Span, day
from domain.sittings import PartSession
from domain.stages import Done, Interrupted, Offer, Script, Stage, occurrence


class Misfit(Exception):
    """An entry that its script has no place for. Nothing is skipped, and no act is accepted."""

    def __init__(self, entry: Entry, because: str) -> None:
        super().__init__(f"entry {entry.number} ({entry.kind}) does not fit: {because}")
        self.entry = entry
        self.because = because


class Status(StrEnum):
    """How an appointment stands: unsettled where a question waits for a body."""

    UNOPENED = "unopened"
    OPEN = "open"
    UNSETTLED = "unsettled"
    CLOSED = "closed"


class OpenStage(msgspec.Struct, frozen=True):
    """A stage that is open: its occurrence, the day it rests on, and the day planned for it."""

    stage: Stage[Any]
    occurrence: str
    rests_on: date
    planned: Span | None


class Concluded(msgspec.Struct, frozen=True):
    """A stage that was done, with the entry as it now reads."""

    stage: Stage[Any]
    occurrence: str
    outcome: Any
    on: Span
    rests_on: date
    entry: Entry


@dataclass
class Drive:
    """A script under way: what it offers, under which occurrences, and how it ended."""

    script: Script[Mandate]
    roll: Roll
    opening: Opened
    offer: Offer = ()
    mandate: Mandate | None = None
    _done: dict[str, int] = field(default_factory=dict)
    _open: dict[str, OpenStage] = field(default_factory=dict)

    def begin(self) -> None:
        """The first stages rest on nothing: opening a file here is no step of the procedure."""
        self._advance(lambda: next(self.script), date.min, concluded="")

    def send(self, stage: Stage[Any], outcome: object, on: Span) -> None:
        """The outcome of an open stage; a stage that gathers stays open after it."""
        concluded = "" if stage.gathers else stage.key
        rests_on = max(on.earliest, self._open[stage.key].rests_on)
        self._advance(lambda: self.script.send(Done(stage, outcome, on)), rests_on, concluded)

    def strike(self, fell_away: CandidateFellAway, on: Span) -> None:
        """A candidate falls away: thrown into the script where a stage declares it."""
        self.roll.strike(fell_away.name, fell_away.cause)
        if any(stage.interrupted for stage in self.offer):
            thrown = Interrupted(fell_away.name, on)
            self._advance(lambda: self.script.throw(thrown), on.earliest, concluded="")

    @property
    def open(self) -> tuple[OpenStage, ...]:
        return tuple(self._open.values())

    def find(self, occurrence: str) -> OpenStage | None:
        """The open stage of an occurrence: list, list/2."""
        for open_ in self._open.values():
            if open_.occurrence == occurrence:
                return open_
        return None

    def offers(self, key: str) -> bool:
        """Whether a stage is open, named with its occurrence or without."""
        return any(key in (key_, open_.occurrence) for key_, open_ in self._open.items())

    def _advance(self, step: Callable[[], Offer], on: date, concluded: str) -> None:
        before = self._open
        if concluded:
            del before[concluded]
            self._done[concluded] = self._done.get(concluded, 0) + 1
        try:
            self.offer = step()
        except StopIteration as end:
            self.offer, self.mandate = (), end.value
        self._open = {
            stage.key: self._opened(stage, before.get(stage.key), on) for stage in self.offer
        }

    def _opened(self, stage: Stage[Any], before: OpenStage | None, on: date) -> OpenStage:
        """A stage that is offered. One that was open before rests on what it rested on."""
        if before and before.stage is stage:
            return before
        if before:
            name, rests_on = before.occurrence, before.rests_on
        else:
            if stage.gathers:
                # What gathers is not concluded by an outcome: it counts how often it was opened.
                self._done[stage.key] = self._done.get(stage.key, -1) + 1
            name, rests_on = occurrence(stage.key, self._done.get(stage.key, 0) + 1), on
        planned = self.opening.planned(name)
        if planned and planned.latest < rests_on:
            planned = None  # fixed for an earlier course of things
        return OpenStage(stage, name, rests_on, planned or stage.fixed)


@dataclass(frozen=True)
class Appointment:
    """Where an appointment stands. `opening` is the opening as amended since.

    It holds its script under way: `advance` and a forecast use it up, so that a new act costs one
    fold and not three.
    """

    id: AppointmentId
    entries: tuple[Entry, ...]
    procedure: Procedure
    edition: Edition
    opening: Opened
    drive: Drive
    concluded: tuple[Concluded, ...]
    open: tuple[OpenStage, ...]
    mandate: Mandate | None

    @property
    def roll(self) -> Roll:
        return self.drive.roll

    @property
    def version(self) -> int:
        return len(self.entries)

    @property
    def status(self) -> Status:
        if self.mandate:
            return Status.CLOSED
        return Status.UNSETTLED if any(o.stage.unsettled for o in self.open) else Status.OPEN

    @property
    def elected(self) -> Name | None:
        """Whoever the last ballot elected, once it has elected somebody."""
        if self.mandate:
            return self.mandate.elected
        if not any(open_.stage.key == "start" for open_ in self.open):
            return None
        for done in reversed(self.concluded):
            match done.outcome:
                case BallotHeld(count=count):
                    return count.elected(at_the_first_ballot=False)
                case MinistersElected(name=name):
                    return name
        return None

    def find(self, key: str) -> OpenStage | None:
        """The open stage of a key, with or without its occurrence."""
        return next((o for o in self.open if key in (o.stage.key, o.occurrence)), None)


def fold(appointment: AppointmentId, entries: Sequence[Entry]) -> Appointment:
    """Where an appointment stands after its entries. Raises Misfit; never refuses."""
    return driven(appointment, entries, *amend(entries))


def driven(
    appointment: AppointmentId, entries: Sequence[Entry], opening: Opened, standing: Sequence[Entry]
) -> Appointment:
    """The second pass: the script of an opening over its entries as they now read."""
    drive = begin(opening)
    concluded = tuple(done for entry in standing[1:] if (done := _drive_one(drive, entry)))
    procedure, edition = _edition(opening)
    return Appointment(
        appointment,
        tuple(entries),
        procedure,
        edition,
        opening,
        drive,
        concluded,
        drive.open,
        drive.mandate,
    )


def begin(opening: Opened) -> Drive:
    """The script of an opening, in its edition, at its first stages."""
    procedure, edition = _edition(opening)
    roll = Roll()
    if terms := procedure.terms:
        roll.barred = {h.name: terms.clause for h in opening.holders if terms.bar(h.terms)}
    drive = Drive(edition.script(opening, roll), roll, opening)
    drive.begin()
    return drive


def _edition(opening: Opened) -> tuple[Procedure, Edition]:
    procedure = PROCEDURES[opening.office]
    edition = procedure.edition(opening.edition)
    assert edition is not None
    return procedure, edition


def breaches(entries: Sequence[Entry]) -> dict[int, Refused]:
    """The entries that, as they now read, a clause of today would refuse: number and refusal.

    Asked before an amendment and after it, so that one which makes a later entry unlawful is
    refused. The fold itself does not ask: what was recorded stays recorded.
    """
    opening, standing = amend(entries)
    drive = begin(opening)
    found: dict[int, Refused] = {}
    for entry in standing[1:]:
        open_ = drive.find(entry.stage)
        if open_ and type(entry.outcome) is open_.stage.kind:
            try:
                open_.stage.check(entry.outcome, entry.happened)
            except Refused as refused:
                found[entry.number] = refused
        _drive_one(drive, entry)
    return found


def ended_by(appointment: Appointment, key: str) -> Entry | None:
    """The entry that last ended a stage, its own or another; none where it never was open."""
    opening, standing = amend(appointment.entries)
    drive = begin(opening)
    found: Entry | None = None
    for entry in standing[1:]:
        was_open = drive.offers(key)
        _drive_one(drive, entry)
        if was_open and not drive.offers(key):
            found = entry
    return found


def advance(appointment: Appointment, entry: Entry) -> Appointment:
    """The same as folding once more with one entry, at the cost of that entry where it can be."""
    entries = (*appointment.entries, entry)
    match entry.outcome:
        case RefusedAct():
            return replace(appointment, entries=entries)
        case notice if isinstance(notice, NOTICES):
            return replace(appointment, entries=entries)
        case (
            DatePlanned()
            | DateMoved()
            | PartSessionRevised()
            | CourtComposed()
            | EditionAdopted()
            | Corrected()
        ):
            return fold(appointment.id, entries)
        case _:
            drive = appointment.drive
            done = _drive_one(drive, entry)
            concluded = appointment.concluded + ((done,) if done else ())
            return replace(
                appointment,
                entries=entries,
                concluded=concluded,
                open=drive.open,
                mandate=drive.mandate,
            )


def _drive_one(drive: Drive, entry: Entry) -> Concluded | None:
    """Send one entry into the script. A candidate who falls away concludes no stage."""
    outcome = entry.outcome
    if isinstance(outcome, CandidateFellAway):
        drive.strike(outcome, entry.happened)
        return None
    open_ = drive.find(entry.stage)
    if open_ is None:
        names = ", ".join(o.occurrence for o in drive.open) or "none"
        raise Misfit(entry, f"its stage {entry.stage} is not open; open: {names}")
    if type(outcome) is not open_.stage.kind:
        raise Misfit(entry, f"the stage {entry.stage} does not take this kind")
    if isinstance(outcome, Settled) and outcome.option not in open_.stage.options:
        raise Misfit(entry, f"{outcome.option!r} does not answer {entry.stage}")
    drive.send(open_.stage, outcome, entry.happened)
    return Concluded(open_.stage, open_.occurrence, outcome, entry.happened, open_.rests_on, entry)


def amend(entries: Iterable[Entry]) -> tuple[Opened, list[Entry]]:
    """The first pass: the opening as amended, and the entries to drive, as they now read.

    The first of those is the opening's own. Plans, tables and editions live on in the opening.
    """
    return standing_of(as_they_read(entries))


def standing_of(read: Mapping[int, Entry]) -> tuple[Opened, list[Entry]]:
    """The same from the entries as they now read."""
    opening: Opened | None = None
    standing: list[Entry] = []
    plans: list[Planned] = []
    for entry in read.values():
        if entry.stage:
            standing.append(entry)
            continue
        match entry.outcome:
            case Opened():
                opening = entry.outcome
                standing.append(entry)
            case DatePlanned(of=stage, on=on) | DateMoved(of=stage, to=on):
                plans.append(Planned(stage, on))
            case PartSessionRevised() as revised:
                assert opening is not None
                opening = _with_part_session(opening, revised, entry.reference)
            case CourtComposed(women=women, men=men):
                assert opening is not None
                since = Composition(entry.happened.earliest, women, men)
                opening = msgspec.structs.replace(opening, court=(*opening.court, since))
            case EditionAdopted(edition=edition):
                assert opening is not None
                opening = msgspec.structs.replace(opening, edition=edition)
            case Corrected() | RefusedAct():
                pass
            case notice if isinstance(notice, NOTICES):
                pass  # what staff were told moves nothing
            case _:
                standing.append(entry)
    assert opening is not None
    return msgspec.structs.replace(opening, plans=tuple(plans)), standing


def opening_entry(entries: Iterable[Entry]) -> Entry | None:
    """The entry that opened an appointment; none where it was asked for and refused, or never."""
    return next((entry for entry in entries if isinstance(entry.outcome, Opened)), None)


def as_they_read(entries: Iterable[Entry]) -> dict[int, Entry]:
    """The entries by number as they now read, without those refused or struck out."""
    by_number = {entry.number: entry for entry in entries if not entry.refused}
    for entry in tuple(by_number.values()):
        if isinstance(entry.outcome, Corrected):
            for amendment in entry.outcome.amendments:
                _apply(amendment, entry, by_number)
    return by_number


def _apply(amendment: Amendment, by: Entry, by_number: dict[int, Entry]) -> None:
    """A day that was corrected is known as the correction says."""
    number, outcome, happened = amendment.entry, amendment.outcome, amendment.happened
    if outcome is None and happened is None:
        by_number.pop(number, None)
    elif number in by_number:
        entry = by_number[number]
        by_number[number] = msgspec.structs.replace(
            entry,
            outcome=outcome or entry.outcome,
            happened=happened or entry.happened,
            provenance=by.provenance if happened else entry.provenance,
        )


def _with_part_session(opening: Opened, revised: PartSessionRevised, reference: str) -> Opened:
    session = PartSession(
        revised.year,
        revised.part,
        day(revised.opens) if revised.opens else None,
        day(revised.closes) if revised.closes else None,
        source=f"as revised{f' ({reference})' if reference else ''}",
    )
    table = tuple(session if known.key == session.key else known for known in opening.part_sessions)
    return msgspec.structs.replace(opening, part_sessions=table)
