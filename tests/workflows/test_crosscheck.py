"""Temporal's history read back from a real server, and held against a real ledger."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec
import pytest
from temporalio.client import Client

from domain.acts import Act, Receipt, Result
from domain.crosscheck import Crosscheck, Heard, Past, Side, crosscheck
from domain.diaries import Diary, Line
from ledger.book import Book
from ledger.record import read, record
from tests.conftest import told
from tests.workflows.engines import (
    at_last,
    engine,
    keep_ledger,
    put_ledger_back,
    throw_away_the_database_in,
)
from tests.workflows.paper import PaperActivities, paper_act
from vault.keys import Vault
from worker import CLERKS
from workflows.codec import SealingCodec
from workflows.failures import Pending, WorkerFault
from workflows.histories import Remembered, Taken, clerks, remembered
from workflows.sending import resume, send

ELECTION: Final = "SecretaryGeneralElection"


def from_a_terminal(diary: Diary) -> Diary:
    """As if each act came from one, under an id of its own."""
    lines = [
        msgspec.structs.replace(line, act=msgspec.structs.replace(line.act, id=f"act-{number}"))
        for number, line in enumerate(diary.lines, start=1)
    ]
    return msgspec.structs.replace(diary, lines=tuple(lines))


DIARY: Final = from_a_terminal(told("secretary_general/2024"))
APPOINTMENT: Final = DIARY.appointment


async def asked(client: Client, *lines: Line) -> list[Receipt]:
    return [await ask(client, line.act) for line in lines]


async def ask(client: Client, act: Act) -> Receipt:
    receipt = await send(client, APPOINTMENT, ELECTION, act.id, msgspec.json.encode(act))
    return msgspec.json.decode(receipt, type=Receipt)


def past(found: Remembered) -> Past:
    heard = [Heard(of.id, of.at, of.act, of.receipt, of.failure) for of in found.acts]
    return Past(found.since, found.from_the_start, tuple(heard))


async def compared(client: Client, book: Book) -> Crosscheck:
    settled = len(read(book, APPOINTMENT))
    of = past(await remembered(client, APPOINTMENT))
    return crosscheck(read(book, APPOINTMENT), of, settled=settled)


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    return str(tmp_path / "ledger.sqlite")


@pytest.fixture
def codec(tmp_path: Path) -> SealingCodec:
    return SealingCodec(Vault.open(tmp_path / "vault.sqlite", create=True))


async def test_all_runs_of_a_clerk_are_read_and_agree_with_the_ledger(
    tmp_path: Path, ledger: str, codec: SealingCodec
) -> None:
    """One that was begun anew, one that ended with the appointment, and one of a correction."""
    async with engine(tmp_path, ledger, codec) as (client, book):
        await asked(client, *DIARY.lines[:5])
        assert await resume(client, [(APPOINTMENT, ELECTION)], anew=True) == ()
        await asked(client, *DIARY.lines[4:])
        again = msgspec.structs.replace(DIARY.lines[2].act, id="act-x")
        assert (await ask(client, again)).result is Result.REFUSED
        malformed = await send(client, APPOINTMENT, ELECTION, "act-y", b'{"id": 1}')
        assert msgspec.json.decode(malformed)["result"] == "malformed"
        spent = msgspec.structs.replace(DIARY.lines[2].act, reason="another")
        assert "was used before" in (await ask(client, spent)).because

        found = await compared(client, book)
        history = await remembered(client, APPOINTMENT)
        assert await clerks(client, [clerk.__name__ for clerk in CLERKS]) == {APPOINTMENT}

    number = len(DIARY.lines)
    assert (found.entries, found.both, found.unstored, found.lacking) == (number + 1,) * 2 + (2, ())
    assert len({taken.run for taken in history.acts}) == history.runs >= 3
    assert history.from_the_start
    assert history.since is not None
    assert all(taken.receipt and taken.at >= history.since for taken in history.acts)


async def test_a_ledger_put_back_from_an_older_copy_is_told_and_mended(
    tmp_path: Path, ledger: str, codec: SealingCodec
) -> None:
    """Temporal answers the lost act out of its memory until the clerk begins anew; then the same
    act, sent again, is recorded, and nothing is missing any more.
    """
    copy = tmp_path / "copy"
    async with engine(tmp_path, ledger, codec) as (client, _):
        await asked(client, *DIARY.lines[:6])
    keep_ledger(tmp_path, copy)
    async with engine(tmp_path, ledger, codec) as (client, _):
        [answered] = await asked(client, DIARY.lines[6])
    put_ledger_back(copy, tmp_path)

    async with engine(tmp_path, ledger, codec) as (client, book):
        [lost] = (await compared(client, book)).lacking
        assert (lost.side, lost.act) == (Side.LEDGER, "act-7")

        # As many entries as before, so that no count tells; and the lost one is still lost.
        instead = msgspec.structs.replace(DIARY.lines[0].act, id="act-0")
        assert (await ask(client, instead)).result is Result.REFUSED
        assert await asked(client, DIARY.lines[6]) == [answered]
        assert [each.act for each in (await compared(client, book)).lacking] == ["act-7"]

        await resume(client, [(APPOINTMENT, ELECTION)], anew=True)
        [receipt] = await asked(client, DIARY.lines[6])
        assert (receipt.result, receipt.number, answered.number) == (Result.RECORDED, 8, 7)
        found = await compared(client, book)
        assert (found.entries, found.both, found.lacking) == (8, 8, ())


async def test_an_entry_written_beside_the_clerk_is_named(
    tmp_path: Path, ledger: str, codec: SealingCodec
) -> None:
    """By a program of somebody else's, with all that belongs to an entry, and in the chain."""
    async with engine(tmp_path, ledger, codec) as (client, book):
        await asked(client, *DIARY.lines[:4])
        record(book, APPOINTMENT, msgspec.json.encode(DIARY.lines[4].act), datetime.now(UTC))
        await resume(client, [(APPOINTMENT, ELECTION)])
        await asked(client, DIARY.lines[5])
        found = await compared(client, book)
        assert book.verify() == ()

    assert found.both == 5
    assert [(of.side, of.act, of.entry) for of in found.lacking] == [(Side.TEMPORAL, "act-5", 5)]


async def test_after_the_loss_of_the_history_what_was_before_is_left_alone(
    tmp_path: Path, ledger: str, codec: SealingCodec
) -> None:
    async with engine(tmp_path, ledger, codec) as (client, _):
        await asked(client, *DIARY.lines[:6])
    throw_away_the_database_in(tmp_path)

    async with engine(tmp_path, ledger, codec) as (client, book):
        gone = await compared(client, book)
        assert (gone.since, gone.before, gone.lacking) == (None, 6, ())
        await asked(client, *DIARY.lines[5:8])
        found = await compared(client, book)

    # The sixth act was asked again, and both sides have it.
    assert (found.before, found.both, found.lacking) == (5, 3, ())
    assert found.since is not None


async def test_an_act_on_its_way_and_one_that_failed_are_told_apart(
    client: Client, paper: PaperActivities, appointment: str
) -> None:
    """Of the histories alone: what the clerk took, and what it said or has not said yet."""
    await send(client, appointment, ELECTION, "a", paper_act("a"))
    paper.broken.add(appointment)
    with pytest.raises(WorkerFault):
        await send(client, appointment, ELECTION, "b", paper_act("b"))
    paper.broken.discard(appointment)
    paper.away[appointment] = 1_000
    soon = timedelta(seconds=1)
    with pytest.raises(Pending):
        await send(client, appointment, ELECTION, "c", paper_act("c"), timeout=soon)

    async def with_the_last() -> dict[str, Taken] | None:
        taken = {each.id: each for each in (await remembered(client, appointment)).acts}
        return taken if "c" in taken else None

    taken = await at_last(with_the_last)
    paper.away[appointment] = 0

    assert msgspec.json.decode(taken["a"].receipt)["result"] == "recorded"
    torn = "The paper is torn. Nothing was written."
    assert (taken["b"].receipt, taken["b"].failure) == (b"", torn)
    assert (taken["c"].receipt, taken["c"].failure) == (b"", "")
    assert msgspec.json.decode(taken["c"].act)["id"] == "c"


async def test_a_clerk_that_was_never_heard_of_has_no_history(client: Client) -> None:
    assert await remembered(client, "secretary-general/1999") == Remembered()
