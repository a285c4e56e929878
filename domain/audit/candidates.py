"""Candidates: who proposed whom, on which day, and what became of them."""

from collections.abc import Mapping

from domain.acts import Entry
from domain.appointment import Appointment, as_they_read
from domain.audit.records import CandidateOf, Fate
from domain.candidates import Candidate, Cause, Name
from domain.outcomes import (
    BallotHeld,
    CallRenewed,
    CandidateFellAway,
    DelegationInvited,
    ListCompleted,
    ListDrawnUp,
    ListModified,
    ListRequested,
    ListSubmitted,
    ListTransmitted,
    MinistersElected,
    NamesDrawnUp,
)

FELL = {Cause.WITHDREW: Fate.WITHDREW, Cause.DIED: Fate.DIED}


def candidates_of(standing: Appointment) -> tuple[CandidateOf, ...]:
    """Everybody who was ever proposed, in the order of the record."""
    roll = standing.roll
    everybody = {**roll.lapsed, **roll.candidates}
    proposed = _proposed(standing)
    fell = _fell(standing.entries)
    told = (
        _told(each, proposed.get(each.name), _fate(each.name, standing), fell.get(each.name))
        for each in everybody.values()
    )
    return tuple(sorted(told, key=lambda each: each.entry))


def _told(of: Candidate, proposal: Entry | None, fate: Fate, fell: Entry | None) -> CandidateOf:
    return CandidateOf(
        of.name,
        of.nationality,
        of.proposed_by,
        proposal.happened if proposal else None,
        proposal.provenance if proposal else None,
        proposal.number if proposal else 0,
        fate,
        fell.happened if fell else None,
        fell.provenance if fell else None,
        fell.outcome.cause if fell and isinstance(fell.outcome, CandidateFellAway) else None,
        fell.number if fell else 0,
    )


def _proposed(standing: Appointment) -> Mapping[Name, Entry]:
    """The first entry in which each takes part: nobody is listed before they are proposed."""
    found: dict[Name, Entry] = {}
    for done in standing.concluded:
        for name in done.outcome.taking_part:
            found.setdefault(name, done.entry)
    return found


def _fell(entries: tuple[Entry, ...]) -> Mapping[Name, Entry]:
    return {
        entry.outcome.name: entry
        for entry in as_they_read(entries).values()
        if isinstance(entry.outcome, CandidateFellAway)
    }


def _fate(name: Name, standing: Appointment) -> Fate:
    roll, listed = standing.roll, _listed(standing)
    if name == standing.elected:
        return Fate.ELECTED
    if cause := roll.fallen.get(name):
        return FELL[cause]
    if name not in roll.candidates:
        return Fate.LAPSED
    if listed is not None and name not in listed:
        return Fate.NOT_LISTED
    return Fate.NOT_ELECTED if standing.elected else Fate.STANDS


def _listed(standing: Appointment) -> tuple[Name, ...] | None:
    """The names on the last ballot paper, else on the last list; None where none was drawn up.

    A list ends with the call to which it belongs.
    """
    listed: tuple[Name, ...] | None = None
    for done in standing.concluded:
        match done.outcome:
            case BallotHeld():
                listed = done.stage.names
            case (
                ListDrawnUp(names=names) | ListTransmitted(names=names) | NamesDrawnUp(names=names)
            ):
                listed = names
            case ListSubmitted() | ListModified() | ListCompleted() | MinistersElected():
                pass
            case CallRenewed() | ListRequested() | DelegationInvited():
                listed = None
    return listed
