"""What was asked in vain, corrected, moved, revised or adopted in one appointment."""

from collections.abc import Iterator, Sequence

from domain.acts import Entry
from domain.appointment import Appointment, Misfit, as_they_read, fold, opening_entry
from domain.audit.records import (
    Amended,
    Bounds,
    Correction,
    CourtAdopted,
    DateChanged,
    EditionChanged,
    Read,
    RefusedAsk,
    SealedPaper,
    TableChanged,
)
from domain.outcomes import (
    Amendment,
    Corrected,
    CourtComposed,
    DateMoved,
    DatePlanned,
    EditionAdopted,
    Opened,
    PartSessionRevised,
    RefusedAct,
)
from domain.reckoning import Span, day, day_in_strasbourg
from domain.timetable import ahead


def refusals(entries: Sequence[Entry]) -> tuple[RefusedAsk, ...]:
    """What was asked and refused, in order."""
    return tuple(
        RefusedAsk(
            entry.number,
            entry.happened,
            entry.provenance,
            day_in_strasbourg(entry.recorded_at),
            entry.stage,
            entry.outcome.asked,
            entry.outcome.clause,
            entry.outcome.because,
            entry.outcome.cure,
        )
        for entry in entries
        if isinstance(entry.outcome, RefusedAct)
    )


# -- Corrections -----------------------------------------------------------------------------


def corrections(entries: Sequence[Entry]) -> tuple[Correction, ...]:
    """Each with the entries that it names: as written, as they read until then, as they read."""
    return tuple(
        Correction(
            entry.number,
            entry.happened,
            entry.provenance,
            day_in_strasbourg(entry.recorded_at),
            entry.reason,
            entry.reference,
            tuple(_amended(entry, entry.outcome.amendments, entries)),
        )
        for entry in entries
        if isinstance(entry.outcome, Corrected)
    )


def corrections_of(number: int, entries: Sequence[Entry]) -> tuple[int, ...]:
    """The entries that correct an entry."""
    return tuple(
        entry.number
        for entry in entries
        if isinstance(entry.outcome, Corrected)
        and any(amendment.entry == number for amendment in entry.outcome.amendments)
    )


def _amended(
    correction: Entry, amendments: Sequence[Amendment], entries: Sequence[Entry]
) -> Iterator[Amended]:
    """An entry that was left out of a record as of a day is passed over."""
    written = {entry.number: entry for entry in entries}
    until = as_they_read(e for e in entries if e.number < correction.number)
    since = as_they_read(e for e in entries if e.number <= correction.number)
    for number in (amendment.entry for amendment in amendments):
        if number in until:
            after = since.get(number)
            yield Amended(
                number,
                written[number].stage,
                _read(written[number]),
                _read(until[number]),
                _read(after) if after else None,
            )


def _read(entry: Entry) -> Read:
    assert not isinstance(entry.outcome, RefusedAct)
    return Read(entry.happened, entry.provenance, entry.outcome)


# -- Dates, tables, editions -----------------------------------------------------------------


def dates_changed(standing: Appointment) -> tuple[DateChanged, ...]:
    """Dates fixed and moved, each with the day that stood before."""
    return tuple(_dates_changed(standing))


def _dates_changed(standing: Appointment) -> Iterator[DateChanged]:
    for entry in as_they_read(standing.entries).values():
        match entry.outcome:
            case DatePlanned(of=stage, on=on):
                moved = False
            case DateMoved(of=stage, to=on):
                moved = True
            case _:
                continue
        was = _day_before(entry.number, stage, standing) if moved else None
        yield DateChanged(
            entry.number,
            entry.happened,
            entry.provenance,
            stage,
            was,
            on,
            moved,
            entry.reason,
            entry.reference,
        )


def _day_before(number: int, stage: str, standing: Appointment) -> Span | None:
    """The day that a stage had until an entry: as planned, else the last one of its window."""
    try:
        then = fold(standing.id, [e for e in standing.entries if e.number < number])
    except Misfit:
        return None  # of a record as of a day, whose beginning did not stand alone
    if planned := then.opening.planned(stage):
        return planned
    for each in ahead(then):
        if each.open.occurrence == stage:
            closes = each.window.closes
            return each.open.planned or (closes.span if closes else day(each.by))
    return None


def tables_changed(standing: Appointment) -> tuple[TableChanged, ...]:
    """Part-sessions announced, moved or cancelled, each with its days until then."""
    return tuple(_tables_changed(standing))


def _tables_changed(standing: Appointment) -> Iterator[TableChanged]:
    known = {session.key: session for session in _opened(standing).part_sessions}
    days: dict[str, Bounds | None] = {
        key: Bounds(session.opens, session.closes) if session.opens else None
        for key, session in known.items()
    }
    for entry in as_they_read(standing.entries).values():
        if isinstance(revised := entry.outcome, PartSessionRevised):
            key = f"{revised.year}/{revised.part}"
            opens, closes = revised.opens, revised.closes
            yield TableChanged(
                entry.number,
                entry.happened,
                entry.provenance,
                revised.year,
                revised.part,
                days.get(key),
                opens,
                closes,
                entry.reason,
                entry.reference,
            )
            days[key] = Bounds(day(opens), day(closes) if closes else None) if opens else None


def editions_changed(standing: Appointment) -> tuple[EditionChanged, ...]:
    """Other editions adopted."""
    found: list[EditionChanged] = []
    was = _opened(standing).edition
    for entry in as_they_read(standing.entries).values():
        if isinstance(entry.outcome, EditionAdopted):
            is_now = entry.outcome.edition
            found.append(
                EditionChanged(
                    entry.number,
                    entry.happened,
                    entry.provenance,
                    was,
                    is_now,
                    entry.reason,
                    entry.reference,
                )
            )
            was = is_now
    return tuple(found)


def court_adopted(standing: Appointment) -> tuple[CourtAdopted, ...]:
    """R1366 4: each composition of the Court that was adopted."""
    return tuple(
        CourtAdopted(
            entry.number,
            entry.happened,
            entry.provenance,
            entry.outcome.women,
            entry.outcome.men,
            entry.reference,
        )
        for entry in as_they_read(standing.entries).values()
        if isinstance(entry.outcome, CourtComposed)
    )


def _opened(standing: Appointment) -> Opened:
    entry = opening_entry(standing.entries)
    assert entry is not None
    assert isinstance(entry.outcome, Opened)
    return entry.outcome


# -- Papers ----------------------------------------------------------------------------------


def sealed_papers(entries: Sequence[Entry]) -> tuple[SealedPaper, ...]:
    """The papers that go with entries: whose, and what; never what they say."""
    return tuple(
        SealedPaper(entry.number, paper.person, paper.what.value)
        for entry in entries
        for paper in entry.papers
    )
