"""Temporal's database thrown away: the ledger is the record, and clerks come back from it.

With the real law and a real ledger; the clerks' clocks are shifted to fixed days, so that the dates
are the same whenever the test runs.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec
import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowExecutionStatus

from domain.acts import Act, Receipt, Result
from domain.diaries import Diary, Line
from domain.languages import ENGLISH
from domain.reckoning import day
from ledger.record import read
from tests.conftest import told
from tests.workflows.engines import (
    PATIENCE,
    SOON,
    at_last,
    engine,
    shift_to,
    throw_away_the_database_in,
)
from workflows.messages import AgendaView
from workflows.sending import resume, send

ELECTION: Final = "SecretaryGeneralElection"
CALLED: Final = datetime(2028, 10, 9, 12, tzinfo=UTC)
"""The day on which the call of the ordinary course of 2029 is recorded."""


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    return str(tmp_path / "ledger.sqlite")


async def asked(
    client: Client, diary: Diary, lines: Sequence[Line], instant: datetime | None = None
) -> list[Receipt]:
    """Has the acts of some lines recorded; on that day, or today."""
    shift = timedelta(0) if instant is None else shift_to(instant)
    receipts = []
    for line in lines:
        act = msgspec.json.encode(line.act)
        receipt = await send(client, diary.appointment, ELECTION, line.act.id, act, shift=shift)
        receipts.append(msgspec.json.decode(receipt, type=Receipt))
        refused = line.expects.startswith("refused")
        assert receipts[-1].result is (Result.REFUSED if refused else Result.RECORDED)
    return receipts


async def agenda(client: Client, appointment: str) -> AgendaView:
    """As soon as the clerk has reviewed."""
    clerk = client.get_workflow_handle(appointment)

    async def held() -> AgendaView | None:
        raw = await clerk.query("agenda", result_type=msgspec.Raw)
        return msgspec.json.decode(raw, type=AgendaView | None)

    return await at_last(held)


async def rings(client: Client, appointment: str, shift: timedelta) -> datetime:
    """When the timer that Temporal now holds for the clerk fires, by the clerk's own clock."""

    async def timers() -> Sequence[HistoryEvent]:
        history = await client.get_workflow_handle(appointment).fetch_history()
        return [e for e in history.events if e.event_type == EventType.EVENT_TYPE_TIMER_STARTED]

    last = (await at_last(timers))[-1]
    duration = last.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta()
    return last.event_time.ToDatetime(UTC) + duration + shift


async def test_the_next_act_carries_on_by_itself(tmp_path: Path, ledger: str) -> None:
    diary = told("secretary_general/2024")
    async with engine(tmp_path, ledger) as (client, _):
        await asked(client, diary, diary.lines[:8])
    throw_away_the_database_in(tmp_path)

    async with engine(tmp_path, ledger) as (client, book):
        await asked(client, diary, diary.lines[8:])

        entries = read(book, diary.appointment)
        assert [entry.act for entry in entries] == [line.act.id for line in diary.lines]
        assert book.verify() == ()


async def test_an_act_asked_again_after_the_loss_gets_its_receipt(
    tmp_path: Path, ledger: str
) -> None:
    """Temporal has forgotten the act's id; the ledger has not."""
    diary = told("secretary_general/2024")
    async with engine(tmp_path, ledger) as (client, _):
        before = await asked(client, diary, diary.lines[:3])
    throw_away_the_database_in(tmp_path)

    async with engine(tmp_path, ledger) as (client, book):
        assert await asked(client, diary, diary.lines[:3]) == before
        assert len(read(book, diary.appointment)) == 3


async def test_resume_sets_the_alarms_of_all_open_appointments_again(
    tmp_path: Path, ledger: str
) -> None:
    """From the ledger alone, and for the same dates."""
    ordinary, vacant = (
        told("secretary_general/ordinary-2029"),
        told("secretary_general/vacancy-2027"),
    )
    called = [line for line in ordinary.lines if line.recorded_on <= CALLED]
    both = ((ordinary, called, CALLED), (vacant, vacant.lines[:4], vacant.lines[3].recorded_on))
    async with engine(tmp_path, ledger) as (client, _):
        for diary, lines, on in both:
            await asked(client, diary, lines, on)
        before = [await agenda(client, diary.appointment) for diary, _, _ in both]
    throw_away_the_database_in(tmp_path)

    async with engine(tmp_path, ledger) as (client, _):
        for (diary, _, on), agreed in zip(both, before, strict=True):
            shift = shift_to(on)
            one = [(diary.appointment, ELECTION)]
            assert await resume(client, one, shift=shift) == (diary.appointment,)
            assert await resume(client, one, shift=shift) == ()

            assert await agenda(client, diary.appointment) == agreed
            assert agreed.alarm is not None
            late = await rings(client, diary.appointment, shift) - agreed.alarm
            assert abs(late) < SOON


async def test_a_closed_appointment_can_be_corrected_after_the_loss(
    tmp_path: Path, ledger: str
) -> None:
    diary = told("secretary_general/2024")
    async with engine(tmp_path, ledger) as (client, _):
        await asked(client, diary, diary.lines)
    throw_away_the_database_in(tmp_path)
    # Nobody has published that the transmission was on this day: it serves the test only.
    sentence = "entry 11 should read: 26 March 2024, the Committee of Ministers transmits the list"
    correction = Act(
        "correction",
        ENGLISH.hear(f"{sentence}: Alain Berset; Didier Reynders; Indrek Saar"),
        day(datetime(2024, 11, 5, tzinfo=UTC).date()),
        reason="found in the minutes",
    )

    async with engine(tmp_path, ledger) as (client, book):
        [receipt] = await asked(client, diary, [Line(0, correction, CALLED)])
        clerk = client.get_workflow_handle(diary.appointment)
        await asyncio.wait_for(clerk.result(), PATIENCE)

        assert receipt.number == len(diary.lines) + 1
        assert (await clerk.describe()).status == WorkflowExecutionStatus.COMPLETED
        assert read(book, diary.appointment)[-1].act == "correction"
        assert book.verify() == ()
