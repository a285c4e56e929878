"""Courses of fifty entries, each a step of its script and really decided, for five offices.

Governments propose as many as are wanted, two ballots are held with all that surrounds them, and
the register is shown until the record is long enough.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from domain.acts import Act, AppointmentId, Entry
from domain.appointment import Appointment, OpenStage
from domain.ballots import Count, Votes
from domain.candidates import Name
from domain.decisions import Decision, decide
from domain.outcomes import (
    BallotHeld,
    CandidatureProposed,
    ListSubmitted,
    ObserverNamed,
    Opened,
    Recordable,
    RegisterClosed,
    RegisterShown,
    SittingsFixed,
    TellersDrawn,
    TellersNamed,
)
from domain.reckoning import day

LENGTH: Final = 50
CANDIDATES: Final = 12
GROUPS: Final = ("SOC", "EPP/CD", "ECPA", "ALDE", "UEL")
STATES: Final = ("Andorra", "Belgium", "Cyprus", "Denmark", "Estonia", "Finland")
PARTIES: Final = ("albania", "andorra", "austria", "belgium", "cyprus", "denmark", "estonia")
YEARS: Final = range(2018, 2027)
TELLERS: Final = tuple(Name(f"Teller {letter}") for letter in "ABCD")
LONG_AFTER: Final = datetime(2031, 1, 1, tzinfo=UTC)


class Course(NamedTuple):
    """An appointment as it was recorded, from its opening to the start of the mandate."""

    appointment: AppointmentId
    entries: tuple[Entry, ...]


def courses() -> Iterator[Course]:
    """Of every office that the Assembly fills, in past years; of judges for some of the Parties."""
    for year in YEARS:
        spring = date(year, 4, 30)
        yield _course(Opened("secretary-general", year), date(year - 1, 9, 1))
        yield _course(Opened("commissioner", year, term_ends=spring), date(year - 1, 6, 1))
        for office in ("deputy-secretary-general", "secretary-general-of-the-assembly"):
            yield _course(Opened(office, year, term_ends=spring), date(year - 1, 5, 2))
        for party in PARTIES:
            opened = Opened("judge", year, term_ends=spring, party=party)
            yield _course(opened, date(year - 1, 2, 2))


def _course(asked: Opened, on: date) -> Course:
    id_ = AppointmentId(f"{asked.seat}/{asked.year}")
    decided = _decided(id_, (), Act("act-1", asked, day(on)))
    entries: tuple[Entry, ...] = (decided.entry,)
    while decided.after is not None and decided.after.open:
        open_, outcome = _next(decided.after)
        act = Act(
            f"act-{len(entries) + 1}",
            outcome,
            day(max(_first_day(open_), open_.rests_on)),
            open_.occurrence,
            reason="as the record has it",
            reference=f"Doc. {len(entries)}",
        )
        decided = _decided(id_, entries, act)
        entries = (*entries, decided.entry)
    if len(entries) != LENGTH:
        raise RuntimeError(f"{id_} has {len(entries)} entries")
    return Course(id_, entries)


def _decided(id_: AppointmentId, entries: tuple[Entry, ...], act: Act) -> Decision:
    decided = decide(id_, entries, act, LONG_AFTER)
    if decided.entry.refused:
        raise RuntimeError(f"{id_}: {decided.entry.outcome}")
    return decided


def _next(standing: Appointment) -> tuple[OpenStage, Recordable]:
    """What is due; but first whatever surrounds it."""
    open_ = {each.stage.key: each for each in standing.open}
    done = [each.outcome for each in standing.concluded]
    proposed, shown = (
        sum(isinstance(each, kind) for each in done)
        for kind in (CandidatureProposed, RegisterShown)
    )
    if "candidature" in open_ and proposed < CANDIDATES:
        state = STATES[proposed % len(STATES)]
        who = Name(f"Candidate {chr(ord('A') + proposed)} of {standing.opening.year}")
        return open_["candidature"], CandidatureProposed(who, state, (state,))
    due = [each for each in standing.open if each.stage.due]
    if due == [open_.get("ballot")] and (step := _before_the_ballot(standing, open_)):
        return step
    if due == [open_.get("start")] and len(standing.entries) < LENGTH - 1:
        return open_["register-shown"], RegisterShown(Name(f"Member {chr(ord('A') + shown)}"))
    next_ = min(due, key=lambda each: each.stage.key in {"start", "ballot", "closing"})
    return next_, _outcome(standing, next_)


def _before_the_ballot(
    standing: Appointment, open_: dict[str, OpenStage]
) -> tuple[OpenStage, Recordable] | None:
    named = sum(isinstance(each.outcome, ObserverNamed) for each in standing.concluded)
    if "observer" in open_ and named < len(GROUPS):
        return open_["observer"], ObserverNamed(GROUPS[named], Name(f"Observer {GROUPS[named]}"))
    for key, outcome in (
        ("sittings", SittingsFixed("10 a.m. to 1 p.m.; 3.30 p.m. to 5 p.m.")),
        ("tellers-by-lot", TellersDrawn(TELLERS, "three dice: 6, 1, 4", 300, "9f86d081")),
        ("tellers", TellersNamed(TELLERS)),
        ("register", RegisterClosed(200, "60303ae22b998861bce3b28f33eec1be758a213c86c93c07")),
    ):
        if key in open_:
            return open_[key], outcome
    return None


def _first_day(open_: OpenStage) -> date:
    """ECHR 21: a list comes on its last day, after the one on which ages are tested."""
    opens, closes = open_.stage.window
    return (closes if closes and open_.stage.kind is ListSubmitted else opens).latest


def _outcome(standing: Appointment, open_: OpenStage) -> Recordable:
    """As expected; but only the second ballot elects."""
    expected: Recordable | None = open_.stage.expected
    assert expected is not None
    if open_.stage.kind is not BallotHeld:
        return expected
    second = any(isinstance(each.outcome, BallotHeld) for each in standing.concluded)
    votes = (Votes(name, 5 + second * (n == 0)) for n, name in enumerate(open_.stage.names))
    return BallotHeld(Count(tuple(votes)))
