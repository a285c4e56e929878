"""Import: past appointments enter the ledger as they are told, all of them or none.

Everything is read and carried out on paper first, and every fault is gathered. Only then is it
written, in one transaction over all appointments. Whatever day a step happened on, it is recorded
at the instant in which it is written.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from domain.acts import Entry, Provenance
from domain.appointment import Appointment, Status
from domain.carrying_out import BadDiary, Told, carry_on
from domain.forms import typed_span
from domain.mandates import start_of
from ledger.book import Addition, Book
from ledger.errors import Conflict
from ledger.record import read
from ledger.staging import Decided, Ends, Staging
from ledger.streams import packed


class Source(NamedTuple):
    """An appointment as it is told, and where: the name of a file, and its first line."""

    name: str
    told: Told

    @property
    def line(self) -> int:
        return self.told.lines[0].number


class Fault(msgspec.Struct, frozen=True):
    """What cannot be imported: in which file, on which line (0: the file itself), and why."""

    file: str
    line: int
    because: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}: " if self.line else f"{self.file} "
        return f"{where}{self.because}"


class BadImport(Exception):
    """Something cannot be imported, and nothing was: every fault, in the order of the files."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


class Imported(msgspec.Struct, frozen=True):
    """What came of an appointment: how many entries are new, of how many, and where it stands.

    `mark`: how the day is known on which the mandate starts.
    """

    id: str
    file: str
    new: int
    entries: int
    status: Status
    stage: str
    elected: str
    mandate_starts: str
    mark: Provenance


def import_all(
    book: Book,
    sources: Sequence[Source],
    clock: Callable[[], datetime],
    staging: Staging,
    *,
    faults: Sequence[Fault] = (),
    heard: Callable[[int], object] = lambda number: None,
) -> tuple[Imported, ...]:
    """Write down every line that the ledger does not know yet; a repeat changes nothing.

    `faults`: what was found while the files were read; then nothing is written either. `heard` is
    told how many appointments have been decided. Raises BadImport with all faults.
    """
    first = _first_to_tell(sources)
    while True:
        decided, found = [], list(faults)
        for number, source in enumerate(sources, start=1):
            try:
                _told_once(source, first[source.told.appointment])
                decided.append(_decided(book, source.told, clock(), staging))
            except BadDiary as bad:
                found += faults_of(source.name, bad)
            heard(number)
        if found:
            staging.forget()
            raise BadImport(found)
        now = clock()
        try:
            book.append_all([_addition(each, now) for each in decided])
        except Conflict:
            continue  # somebody else was quicker: decide again on what now stands
        return tuple(map(_imported, sources, decided))


def import_diary(book: Book, diary: Told, now: datetime) -> tuple[Entry, ...]:
    """One appointment, as by `import_all`; gives all its entries. Raises BadDiary."""
    while True:
        decided = _decided(book, diary, now, None)
        try:
            book.append_all([_addition(decided, now)])
        except Conflict:
            continue
        return read(book, diary.appointment)


def faults_of(name: str, bad: BadDiary) -> Iterator[Fault]:
    """Every line of a file that cannot be read or carried out."""
    for each in (bad, *bad.more):
        yield Fault(name, each.line, each.because)


def _decided(book: Book, told: Told, now: datetime, staging: Staging | None) -> Decided:
    """What an appointment becomes: as it was staged, or decided now. Raises BadDiary."""
    before = read(book, told.appointment)
    stood = hashlib.sha256(msgspec.json.encode(before)).hexdigest()
    if staging and (staged := staging.find(told.appointment, len(before), stood)):
        return staged
    entries, after = carry_on(told, before, clock=lambda _: now)
    decided = Decided(told.appointment, len(before), stood, entries[len(before) :], _ends(after))
    if staging:
        staging.keep(decided)
    return decided


def _first_to_tell(sources: Sequence[Source]) -> dict[str, Source]:
    """By appointment."""
    return {source.told.appointment: source for source in reversed(sources)}


def _told_once(source: Source, first: Source) -> None:
    """An appointment is told in one place, for its lines are carried out in their order."""
    if first is not source:
        raise BadDiary(
            source.line,
            f"{source.told.appointment} is told by {first.name}, line {first.line}, too: leave "
            "one of the two out",
        )


def _addition(decided: Decided, now: datetime) -> Addition:
    entries = (msgspec.structs.replace(entry, recorded_at=now) for entry in decided.entries)
    return Addition(decided.appointment, decided.after, packed(entries))


def _ends(after: Appointment | None) -> Ends:
    if after is None:
        return Ends(Status.UNOPENED)
    due = [open_ for open_ in after.open if open_.stage.due]
    waiting = [open_ for open_ in due if open_.stage.unsettled] or due
    return Ends(
        after.status,
        waiting[0].occurrence if waiting else "",
        after.elected or "",
        typed_span(after.mandate.starts) if after.mandate else "",
        start_of(after).entry.provenance if after.mandate else Provenance.SEEN,
    )


def _imported(source: Source, decided: Decided) -> Imported:
    ends = decided.ends
    return Imported(
        decided.appointment,
        source.name,
        len(decided.entries),
        decided.after + len(decided.entries),
        ends.status,
        ends.stage,
        ends.elected,
        ends.mandate_starts,
        ends.mark,
    )
