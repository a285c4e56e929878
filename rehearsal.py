"""Rehearsals: a diary carried out by its clerk, on a real Temporal server with skipped time.

What the clerk's ledger then holds is compared, entry by entry, with the same diary on paper.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from domain.acts import Entry, Receipt, identity_of
from domain.diaries import Diary, carry_out
from domain.languages import ENGLISH
from domain.outcomes import Opened
from domain.procedures import PROCEDURES
from domain.timetable import Row, forecast, row
from ledger.book import Book
from ledger.record import read

if TYPE_CHECKING:
    from skipping import Skipping

SAME_INSTANT = datetime(1, 1, 1, tzinfo=UTC)


class Rehearsal(msgspec.Struct, frozen=True):
    """How a rehearsal went: the timetable of the year, what was recorded, where paper differs."""

    appointment: str
    timetable: tuple[Row, ...]
    entries: tuple[Entry, ...]
    differences: tuple[str, ...]

    @property
    def agreed(self) -> bool:
        return not self.differences


async def rehearse(diary: Diary) -> Rehearsal:
    """Carry a diary out on a server and a ledger of its own, both gone afterwards.

    Raises BadDiary where the diary does not lead where it says, before anything is started.
    """
    from skipping import skipping
    from worker import worker

    on_paper = carry_out(diary)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="calends-"))
        book = stack.enter_context(Book.open(str(Path(folder) / "ledger.sqlite")))
        async with skipping() as skip, worker(skip.client, book):
            entries = await carry_out_with_the_clerk(diary, skip, book)
    return Rehearsal(
        diary.appointment,
        _timetable(on_paper[0]),
        entries,
        tuple(_differences(on_paper, entries)),
    )


async def carry_out_with_the_clerk(diary: Diary, skip: Skipping, book: Book) -> tuple[Entry, ...]:
    """Each line on its day, by the clerk's own clock; gives what the ledger then holds."""
    from workflows.sending import send

    office = identity_of(diary.appointment).office
    for line in diary.lines:
        shift = await skip.bring(diary.appointment, line.recorded_on)
        receipt = await send(
            skip.client,
            diary.appointment,
            PROCEDURES[office].workflow,
            line.act.id,
            msgspec.json.encode(line.act),
            shift=shift,
        )
        msgspec.json.decode(receipt, type=Receipt)
    return read(book, diary.appointment)


def _timetable(opening: Entry) -> tuple[Row, ...]:
    assert isinstance(opening.outcome, Opened)
    procedure = PROCEDURES[opening.outcome.office]
    return tuple(row(each) for each in forecast(opening.outcome, procedure))


def _differences(paper: tuple[Entry, ...], clerk: tuple[Entry, ...]) -> list[str]:
    found = [
        f"entry {one.number}: on paper {ENGLISH.say(one.outcome)}; "
        f"with the clerk {ENGLISH.say(other.outcome)}"
        for one, other in zip(paper, clerk, strict=False)
        if _timeless(one) != _timeless(other)
    ]
    if len(paper) != len(clerk):
        found.append(f"{len(paper)} entries on paper, {len(clerk)} with the clerk")
    return found


def _timeless(entry: Entry) -> Entry:
    """All but the instant: a clerk records some moments after it was asked."""
    return msgspec.structs.replace(entry, recorded_at=SAME_INSTANT)
