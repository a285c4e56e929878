"""Temporal's database is lost wholly in the middle of a year; the rest goes the same way.

Two years of each diary, on skipped time, with letters: one that is left in peace, and one in which
server and database are gone several times. What the ledger holds in the end is the same, entry by
entry: the same dates, the same reminders at the same instants, the same end.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from domain.acts import Entry, identity_of
from domain.appointment import Status, fold
from domain.diaries import Diary, Line
from domain.outcomes import NOTICES
from domain.procedures import PROCEDURES
from ledger.book import Book
from ledger.record import read
from notices.letters import Writer
from notices.office import PostOffice
from notices.post import Outbox
from rehearsal import SAME_INSTANT
from skipping import Skipping
from tests.conftest import told
from tests.notices.kinds import EXAMPLE, SENDER
from tests.workflows.engines import SOON, moved, throw_away_the_database_in
from vault.keys import Vault
from worker import worker
from workflows.codec import SealingCodec
from workflows.sending import resume, send


class House:
    """A home with a ledger, a vault and an outbox; its server comes and goes."""

    def __init__(self, home: Path) -> None:
        home.mkdir()
        self.home = home
        self.outbox = home / "outbox"
        self.ledger = str(home / "ledger.sqlite")
        self.vault = Vault.open(home / "vault.sqlite", create=True)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Skipping]:
        """A server with its database in the home, and a worker that sends letters."""
        office = PostOffice(EXAMPLE, Writer(SENDER), Outbox(self.outbox))
        database, codec = self.home / "temporal.sqlite", SealingCodec(self.vault)
        with Book.open(self.ledger) as book:
            async with (
                moved(codec=codec, database=database) as skip,
                worker(skip.client, book, office),
            ):
                yield skip

    def entries(self, of: Diary) -> tuple[Entry, ...]:
        with Book.open(self.ledger) as book:
            assert book.verify() == ()
            return read(book, of.appointment)

    def letters(self) -> int:
        return len(list(self.outbox.glob("*.eml")))


def workflow_of(diary: Diary) -> str:
    return PROCEDURES[identity_of(diary.appointment).office].workflow


async def carry_out(skip: Skipping, diary: Diary, *lines: Line) -> None:
    for line in lines:
        shift = await skip.bring(diary.appointment, line.recorded_on)
        act = msgspec.json.encode(line.act)
        await send(
            skip.client, diary.appointment, workflow_of(diary), line.act.id, act, shift=shift
        )


async def carry_out_with_losses(house: House, diary: Diary, *lost_after: int) -> None:
    """After each of these lines server and database go; `resume` alone brings the clerk back."""
    begins = (0, *lost_after)
    for begin, end in zip(begins, (*lost_after, len(diary.lines)), strict=True):
        async with house.at_work() as skip:
            if begin:
                shift = await skip.bring(diary.appointment, diary.lines[begin - 1].recorded_on)
                one = [(diary.appointment, workflow_of(diary))]
                assert await resume(skip.client, one, shift=shift) == (diary.appointment,)
            await carry_out(skip, diary, *diary.lines[begin:end])
        throw_away_the_database_in(house.home)


def timeless(entry: Entry) -> Entry:
    return msgspec.structs.replace(entry, recorded_at=SAME_INSTANT)


@pytest.mark.parametrize(
    ("name", "lost_after"),
    [
        ("secretary_general/ordinary-2029", (3, 11, 18)),
        ("judge/ordinary-2027", (2, 6)),
    ],
    ids=["the Secretary General", "a judge"],
)
async def test_after_a_total_loss_the_rest_of_the_year_goes_the_same_way(
    tmp_path: Path, name: str, lost_after: tuple[int, ...]
) -> None:
    diary = told(name)
    peace, loss = House(tmp_path / "peace"), House(tmp_path / "loss")
    async with peace.at_work() as skip:
        await carry_out(skip, diary, *diary.lines)
    await carry_out_with_losses(loss, diary, *lost_after)

    left_alone, lost = peace.entries(diary), loss.entries(diary)
    assert [timeless(each) for each in lost] == [timeless(each) for each in left_alone]
    for one, other in zip(left_alone, lost, strict=True):
        assert abs(one.recorded_at - other.recorded_at) < SOON
    assert sum(isinstance(each.outcome, NOTICES) for each in lost) > 5
    assert loss.letters() == peace.letters() > 5
    assert fold(diary.appointment, lost).status is Status.CLOSED
