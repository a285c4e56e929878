"""The people in the crash tests: they send the acts of diaries, and ask again until answered."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from temporalio.client import Client

from domain.acts import Entry, Receipt, identity_of
from domain.diaries import Diary, Line
from domain.procedures import PROCEDURES
from ledger.book import Book
from ledger.record import read, record
from tests.conftest import told
from workflows.failures import EngineUnreachable, Pending
from workflows.sending import send

IMPATIENT: Final = timedelta(seconds=3)
"""Shorter than some recoveries, so that an act is asked for again while it is still under way."""

SOME_INSTANT: Final = datetime(1, 1, 1, tzinfo=UTC)


def past_elections() -> tuple[Diary, ...]:
    """Appointments of past years, so that each act may be recorded today; of two offices."""
    years = (2009, 2014, 2019, 2024)
    names = (*(f"secretary_general/{year}" for year in years), "judge/ireland-2014")
    return tuple(map(told, names))


class Secretariat:
    """Carries diaries out side by side, each act by act; no act is given up.

    `receipts` holds what was acknowledged, by appointment and act.
    """

    def __init__(self, diaries: Sequence[Diary], connect: Callable[[], Awaitable[Client]]) -> None:
        self._diaries = diaries
        self._connect = connect
        self._client: Client | None = None
        self._news = asyncio.Condition()
        self.receipts: dict[tuple[str, str], Receipt] = {}
        self.asked_again = 0

    async def work(self) -> None:
        """Ends when every act has its receipt."""
        async with asyncio.TaskGroup() as together:
            for diary in self._diaries:
                together.create_task(self._carry_out(diary))

    async def acknowledged(self, more: int, within: float) -> None:
        """Waits until so many more acts are acknowledged, or for so many seconds."""
        enough = len(self.receipts) + more
        try:
            async with asyncio.timeout(within), self._news:
                await self._news.wait_for(lambda: len(self.receipts) >= enough)
        except TimeoutError:
            return

    async def _carry_out(self, diary: Diary) -> None:
        for line in diary.lines:
            receipt = await self._receipt(diary, line)
            self.receipts[diary.appointment, line.act.id] = receipt
            async with self._news:
                self._news.notify_all()

    async def _receipt(self, diary: Diary, line: Line) -> Receipt:
        workflow_type = PROCEDURES[identity_of(diary.appointment).office].workflow
        act = msgspec.json.encode(line.act)
        while True:
            try:
                client = self._client = self._client or await self._connect()
                receipt = await send(
                    client, diary.appointment, workflow_type, line.act.id, act, timeout=IMPATIENT
                )
            except (Pending, EngineUnreachable):
                self._client = None
                self.asked_again += 1
                await asyncio.sleep(0.05)
            else:
                return msgspec.json.decode(receipt, type=Receipt)


def assert_nothing_was_lost(
    book: Book, diaries: Sequence[Diary], receipts: dict[tuple[str, str], Receipt]
) -> None:
    """Each acknowledged act stands once, where its receipt says; the ledger is the quiet one."""
    assert book.verify() == ()
    for diary in diaries:
        entries = read(book, diary.appointment)
        acts = [entry.act for entry in entries]
        assert len(acts) == len(set(acts)), f"an act of {diary.appointment} stands twice"
        for (appointment, act), receipt in receipts.items():
            if appointment == diary.appointment:
                entry = entries[receipt.number - 1]
                assert (entry.act, entry.digest) == (act, receipt.digest)
        assert _timeless(entries) == _timeless(_quiet(diary))


def _quiet(diary: Diary) -> tuple[Entry, ...]:
    """The same acts where nothing fails: no Temporal, no crash, a ledger in memory."""
    with Book.open(":memory:") as book:
        for line in diary.lines:
            act = msgspec.json.encode(line.act)
            record(book, diary.appointment, act, datetime.now(UTC))
        return read(book, diary.appointment)


def _timeless(entries: tuple[Entry, ...]) -> list[Entry]:
    return [msgspec.structs.replace(entry, recorded_at=SOME_INSTANT) for entry in entries]
