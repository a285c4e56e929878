"""What changed in one appointment between two audits of it: of two days, or of two states of it.

Records without a language, as the audits are. Nothing here looks at an entry: what two audits tell
alike has not changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from domain.audit.records import (
    Audit,
    AuditedStage,
    Bounds,
    CandidateOf,
    Correction,
    CourtAdopted,
    DateChanged,
    EditionChanged,
    MandateOf,
    RefusedAsk,
    State,
    TableChanged,
)
from domain.reckoning import Span
from domain.stages import Body

T = TypeVar("T")


class StatusChanged(msgspec.Struct, frozen=True):
    """How the appointment stands, under which edition, and who is elected; empty if nobody."""

    status: str
    edition: str
    elected: str
    mandate: MandateOf | None


class ReadOtherwise(msgspec.Struct, frozen=True):
    """A step that was done then and now, on another day or with another outcome."""

    before: AuditedStage
    after: AuditedStage


class WindowMoved(msgspec.Struct, frozen=True):
    """The days of a stage that is still to be done: its window, and the day fixed for it."""

    stage: str
    body: Body
    before: Bounds
    after: Bounds
    planned_before: Span | None
    planned_after: Span | None


class CandidateChanged(msgspec.Struct, frozen=True):
    """A candidate of whom it was told otherwise."""

    before: CandidateOf
    after: CandidateOf


class Differences(msgspec.Struct, frozen=True, kw_only=True):
    """What the later audit tells that the earlier did not.

    `done`: steps that were concluded since; `undone`: those that no longer are. `opened`: stages
    open now and not then; `shut`: those that were open, and are neither open nor done.
    `departed`: of the steps concluded since, or read otherwise, those that left the text.
    """

    before: StatusChanged
    after: StatusChanged
    done: tuple[AuditedStage, ...] = ()
    undone: tuple[AuditedStage, ...] = ()
    read_otherwise: tuple[ReadOtherwise, ...] = ()
    opened: tuple[AuditedStage, ...] = ()
    shut: tuple[AuditedStage, ...] = ()
    moved: tuple[WindowMoved, ...] = ()
    candidates: tuple[CandidateOf, ...] = ()
    candidates_gone: tuple[CandidateOf, ...] = ()
    candidates_changed: tuple[CandidateChanged, ...] = ()
    departed: tuple[AuditedStage, ...] = ()
    refusals: tuple[RefusedAsk, ...] = ()
    corrections: tuple[Correction, ...] = ()
    dates: tuple[DateChanged, ...] = ()
    part_sessions: tuple[TableChanged, ...] = ()
    editions: tuple[EditionChanged, ...] = ()
    court: tuple[CourtAdopted, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nothing changed."""
        return self == Differences(before=self.after, after=self.after)


def differences(before: Audit, after: Audit) -> Differences:
    """What changed from one audit of an appointment to a later one of the same."""
    was, is_now = _by_state(before), _by_state(after)
    done, done_now = was[State.DONE], is_now[State.DONE]
    open_, open_now = _open(was), _open(is_now)
    finished = {stage.occurrence for stage in done_now.values()}
    told, told_now = _by_name(before), _by_name(after)
    otherwise = tuple(
        ReadOtherwise(done[entry], stage)
        for entry, stage in done_now.items()
        if entry in done and _read(stage) != _read(done[entry])
    )
    fresh = _missing(done_now, done)
    return Differences(
        before=_status(before),
        after=_status(after),
        done=fresh,
        undone=_missing(done, done_now),
        read_otherwise=otherwise,
        opened=_missing(open_now, open_),
        shut=tuple(
            stage for stage in _missing(open_, open_now) if stage.occurrence not in finished
        ),
        moved=tuple(_moved({**was[State.AHEAD], **open_}, {**is_now[State.AHEAD], **open_now})),
        candidates=_missing(told_now, told),
        candidates_gone=_missing(told, told_now),
        candidates_changed=tuple(
            CandidateChanged(told[name], each)
            for name, each in told_now.items()
            if name in told and each != told[name]
        ),
        departed=tuple(
            stage
            for stage in (*fresh, *(each.after for each in otherwise))
            if stage.days or stage.broken
        ),
        refusals=_since(before.refusals, after.refusals),
        corrections=_since(before.corrections, after.corrections),
        dates=_since(before.dates, after.dates),
        part_sessions=_since(before.part_sessions, after.part_sessions),
        editions=_since(before.editions, after.editions),
        court=_since(before.court, after.court),
    )


def _by_state(of: Audit) -> dict[State, dict[Any, AuditedStage]]:
    """What was done by the number of its entry; what was not, by its occurrence."""
    found: dict[State, dict[Any, AuditedStage]] = {state: {} for state in State}
    for stage in of.stages:
        found[stage.state][stage.entry or stage.occurrence] = stage
    return found


def _open(stages: Mapping[State, dict[Any, AuditedStage]]) -> dict[Any, AuditedStage]:
    return {**stages[State.OPEN], **stages[State.MAY]}


def _by_name(of: Audit) -> dict[str, CandidateOf]:
    return {each.name: each for each in of.candidates}


def _status(of: Audit) -> StatusChanged:
    case = of.case
    edition = case.edition.name if case.edition else ""
    return StatusChanged(case.status.value, edition, case.elected, case.mandate)


def _read(of: AuditedStage) -> tuple[object, ...]:
    return of.occurrence, of.happened, of.outcome


def _missing(of: Mapping[Any, T], among: Mapping[Any, T]) -> tuple[T, ...]:
    return tuple(each for key, each in of.items() if key not in among)


def _moved(
    before: Mapping[Any, AuditedStage], after: Mapping[Any, AuditedStage]
) -> Iterator[WindowMoved]:
    """Of the stages that were to be done, and still are."""
    for key, now in after.items():
        was = before.get(key)
        if was and (was.written, was.planned) != (now.written, now.planned):
            yield WindowMoved(
                now.occurrence, now.body, was.written, now.written, was.planned, now.planned
            )


def _since(before: Iterable[T], after: Iterable[T]) -> tuple[T, ...]:
    """By their entries: what was told before may be told otherwise, and is not new."""
    known = {each.entry for each in before}  # type: ignore[attr-defined]
    return tuple(each for each in after if each.entry not in known)  # type: ignore[attr-defined]
