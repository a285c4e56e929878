"""What is acknowledged is in the ledger, also where Temporal remembers more than it holds."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
import pytest
from temporalio.client import Client

from domain.acts import Act, Receipt, Result
from ledger.book import Book
from ledger.record import read, record, stands
from tests.conftest import told
from tests.workflows.engines import at_last, engine, keep_ledger, put_ledger_back
from worker import CLERKS
from workflows.failures import EngineFailed
from workflows.histories import at_work
from workflows.sending import resume, send

ELECTION: Final = "SecretaryGeneralElection"
DIARY: Final = told("secretary_general/2024")
APPOINTMENT: Final = DIARY.appointment
OPENED, DATED, CALLED = (line.act for line in DIARY.lines[:3])
TYPES: Final = [clerk.__name__ for clerk in CLERKS]


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    return str(tmp_path / "ledger.sqlite")


async def ask(client: Client, book: Book, act: Act) -> Receipt:
    def holds(receipt: bytes) -> bool:
        return stands(book, msgspec.json.decode(receipt, type=Receipt))

    raw = msgspec.json.encode(act)
    receipt = await send(client, APPOINTMENT, ELECTION, act.id, raw, stands=holds)
    return msgspec.json.decode(receipt, type=Receipt)


@pytest.mark.parametrize("number", [1, len(DIARY.lines)])
async def test_an_act_that_the_ledger_lost_is_carried_out_anew(
    tmp_path: Path, ledger: str, number: int
) -> None:
    """The opening, whose clerk is still at work; and the last act, whose clerk has ended by it."""
    *before, lost = [line.act for line in DIARY.lines[:number]]
    copy = tmp_path / "copy"
    async with engine(tmp_path, ledger) as (client, book):
        for act in before:
            await ask(client, book, act)
    keep_ledger(tmp_path, copy)
    async with engine(tmp_path, ledger) as (client, book):
        receipt = await ask(client, book, lost)
    put_ledger_back(copy, tmp_path)

    async with engine(tmp_path, ledger) as (client, book):
        assert await ask(client, book, lost) == receipt
        assert read(book, receipt.appointment)[-1].act == lost.id
        assert (receipt.result, receipt.number) == (Result.RECORDED, number)


async def test_a_lost_act_may_be_asked_for_with_other_content(tmp_path: Path, ledger: str) -> None:
    copy = tmp_path / "copy"
    other = msgspec.structs.replace(DATED, reference="another")
    async with engine(tmp_path, ledger) as (client, book):
        await ask(client, book, OPENED)
    keep_ledger(tmp_path, copy)
    async with engine(tmp_path, ledger) as (client, book):
        await ask(client, book, DATED)
    put_ledger_back(copy, tmp_path)

    async with engine(tmp_path, ledger) as (client, book):
        assert (await ask(client, book, other)).digest == other.digest
        assert (await ask(client, book, CALLED)).number == 3


async def test_a_worker_with_another_ledger_is_found_out(tmp_path: Path, ledger: str) -> None:
    with Book.open(str(tmp_path / "another.sqlite")) as another:
        async with engine(tmp_path, ledger) as (client, _):
            with pytest.raises(EngineFailed, match="the ledger lacks it: see that its worker and"):
                await ask(client, another, OPENED)


async def test_the_clerk_of_an_appointment_that_the_ledger_lost_ends(
    tmp_path: Path, ledger: str
) -> None:
    """Otherwise it would ring for what never was, and answer out of its memory."""
    copy = tmp_path / "copy"
    async with engine(tmp_path, ledger):
        pass
    keep_ledger(tmp_path, copy)
    async with engine(tmp_path, ledger) as (client, book):
        await ask(client, book, OPENED)
        assert await at_work(client, TYPES) == ((APPOINTMENT, ELECTION),)
    put_ledger_back(copy, tmp_path)

    async with engine(tmp_path, ledger) as (client, book):
        working = await at_work(client, TYPES)
        assert await resume(client, working, anew=True) == ()

        async def nobody() -> bool:
            return not await at_work(client, TYPES)

        await at_last(nobody)
        assert book.count() == 0


def test_only_what_the_ledger_holds_stands() -> None:
    """By its number, its id and its content; a receipt that names no entry claims none."""
    with Book.open(":memory:") as book:
        of = record(book, APPOINTMENT, msgspec.json.encode(OPENED), datetime.now(UTC)).receipt
        spent = Receipt(of.appointment, of.act, 1, Result.REFUSED, because="was used before")

        assert [stands(book, each) for each in (of, spent)] == [True, True]
        for claimed in ({"number": 2}, {"act": "another"}, {"digest": "0"}, {"number": -1}):
            assert not stands(book, msgspec.structs.replace(of, **claimed)), claimed
        assert stands(book, Receipt(of.appointment, "", 0, Result.MALFORMED, because="unreadable"))
