"""The clerk on a real server, with a ledger on paper: no law is needed to see that it keeps order.

The number of an entry on paper counts what was written, so that an act written twice would show.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowHandle,
)
from temporalio.worker import Replayer

from skipping import Skipping
from tests.workflows.engines import PATIENCE, SOON, at_last
from tests.workflows.paper import PaperActivities, PaperReceipt, paper_act
from worker import CLERKS
from workflows.converter import plugin
from workflows.failures import WorkerFault
from workflows.messages import AgendaView
from workflows.sending import resume, send

ELECTION: Final = "SecretaryGeneralElection"
FIRST_DAY: Final = datetime(2023, 9, 4, 7, tzinfo=UTC)


async def recorded(
    client: Client, appointment: str, name: str, what: str = "note", days: float = 0
) -> PaperReceipt:
    receipt = await send(client, appointment, ELECTION, name, paper_act(name, what, days))
    return msgspec.json.decode(receipt, type=PaperReceipt)


async def ended(clerk: WorkflowHandle[object, object]) -> WorkflowExecutionStatus | None:
    return (await clerk.describe()).status


async def test_an_act_returns_the_receipt_of_the_ledger(client: Client, appointment: str) -> None:
    receipt = await recorded(client, appointment, "a")

    assert receipt.appointment == appointment
    assert (receipt.act, receipt.number, receipt.result) == ("a", 1, "recorded")


async def test_the_same_act_returns_the_same_receipt_and_is_written_once(
    client: Client, paper: PaperActivities, appointment: str
) -> None:
    first = await recorded(client, appointment, "a")
    again = await recorded(client, appointment, "a")

    assert first == again
    assert paper.number(appointment) == 1


async def test_acts_sent_at_once_are_recorded_one_by_one(
    client: Client, paper: PaperActivities, appointment: str
) -> None:
    receipts = await asyncio.gather(*(recorded(client, appointment, f"a{n}") for n in range(8)))

    assert sorted(receipt.number for receipt in receipts) == list(range(1, 9))
    assert paper.together(appointment) == 1


async def test_the_agenda_and_the_timetable_can_be_asked_for(
    client: Client, appointment: str
) -> None:
    await recorded(client, appointment, "a")
    clerk = client.get_workflow_handle(appointment)

    agenda = await clerk.query("agenda", result_type=AgendaView)

    assert (agenda.version, agenda.status) == (1, "open")
    assert await clerk.query("timetable") == [{"stage": "closing"}]


async def shown(clerk: WorkflowHandle[object, object]) -> dict[str, Any]:
    """The search attributes as the server lists them."""
    attributes = (await clerk.describe()).typed_search_attributes
    return {pair.key.name: pair.value for pair in attributes}


async def test_search_attributes_follow_the_agenda(client: Client, appointment: str) -> None:
    await recorded(client, appointment, "a", "due in", 30)
    clerk = client.get_workflow_handle(appointment)
    waiting = {
        pair.key.name: pair.value for pair in (await clerk.describe()).typed_search_attributes
    }
    await recorded(client, appointment, "b", "close")
    closed = {
        pair.key.name: pair.value for pair in (await clerk.describe()).typed_search_attributes
    }

    assert waiting["CalendsOffice"] == "secretary-general"
    assert waiting["CalendsStage"] == ["paper", "pencil"]
    assert waiting["CalendsDue"] > datetime.now(UTC) + timedelta(days=29)
    assert closed["CalendsStatus"] == "closed"
    assert "CalendsDue" not in closed
    assert "CalendsUnheardOf" not in closed


async def test_an_unchanged_attribute_is_not_written_again(
    client: Client, appointment: str
) -> None:
    for name in "abc":
        await recorded(client, appointment, name)

    history = await client.get_workflow_handle(appointment).fetch_history()

    kinds = [event.event_type for event in history.events]
    assert kinds.count(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES) == 1


async def test_a_closed_clerk_ends_and_can_still_be_corrected(
    client: Client, appointment: str
) -> None:
    await recorded(client, appointment, "a")
    await recorded(client, appointment, "b", "close")
    clerk = client.get_workflow_handle(appointment)
    assert await ended(clerk) == WorkflowExecutionStatus.COMPLETED

    corrections = await asyncio.gather(
        *(recorded(client, appointment, f"c{n}", "close") for n in range(6))
    )

    assert sorted(receipt.number for receipt in corrections) == list(range(3, 9))
    assert await ended(clerk) == WorkflowExecutionStatus.COMPLETED


async def test_a_clerk_without_an_opening_does_not_stay(client: Client, appointment: str) -> None:
    assert await resume(client, [(appointment, ELECTION)]) == (appointment,)

    await asyncio.wait_for(client.get_workflow_handle(appointment).result(), PATIENCE)


async def test_resume_starts_only_the_clerks_that_are_missing(
    client: Client, paper: PaperActivities, appointment: str
) -> None:
    """As after a loss of Temporal's database: the ledger has the opening, the server no clerk."""
    other = f"{appointment}-b"
    await recorded(client, appointment, "a")
    await recorded(client, other, "a", "due in", 10)
    await client.get_workflow_handle(other).terminate()

    assert await resume(client, [(appointment, ELECTION), (other, ELECTION)]) == (other,)

    agenda = await reviewed(client, other)
    assert agenda.alarm == paper.due(other)


async def reviewed(client: Client, appointment: str) -> AgendaView:
    """The agenda, as soon as the clerk has one."""
    clerk = client.get_workflow_handle(appointment)

    async def held() -> AgendaView | None:
        agenda = await clerk.query("agenda", result_type=msgspec.Raw)
        return msgspec.json.decode(agenda, type=AgendaView | None)

    return await at_last(held)


async def test_long_histories_go_on_in_a_new_run(
    client: Client, paper: PaperActivities, appointment: str
) -> None:
    clerk = client.get_workflow_handle(appointment)
    await recorded(client, appointment, "first")
    run = (await clerk.describe()).run_id

    for n in range(10):
        await recorded(client, appointment, f"a{n}")
    assert (await clerk.describe()).run_id != run

    assert await recorded(client, appointment, "first") == PaperReceipt(
        appointment, "first", 1, "recorded", paper.when(appointment, "first")
    )
    assert paper.number(appointment) == 11


async def test_a_fault_reaches_the_person_and_the_clerk_lives_on(
    client: Client, paper: PaperActivities, appointment: str
) -> None:
    await recorded(client, appointment, "a")
    paper.broken.add(appointment)
    with pytest.raises(WorkerFault, match=r"The paper is torn\. Nothing was written\."):
        await recorded(client, appointment, "b")
    paper.broken.discard(appointment)

    # The same id again: Temporal must not answer it out of its memory of the failure.
    receipt = await recorded(client, appointment, "b")

    assert (receipt.act, receipt.number) == ("b", 2)


async def test_a_ledger_out_of_reach_is_tried_again(
    client: Client, paper: PaperActivities, appointment: str
) -> None:
    paper.away[appointment] = 2

    assert (await recorded(client, appointment, "a")).number == 1
    assert paper.away[appointment] == 0


async def test_a_clerk_that_is_cancelled_ends_and_the_next_act_starts_another(
    client: Client, appointment: str
) -> None:
    await recorded(client, appointment, "a")
    clerk = client.get_workflow_handle(appointment)
    await clerk.cancel()
    with pytest.raises(WorkflowFailureError):
        await asyncio.wait_for(clerk.result(), PATIENCE)

    assert (await recorded(client, appointment, "b")).number == 2


@pytest.mark.parametrize("garbage", [b"", b"{", b"[1, 2] 3"])
async def test_what_is_not_json_is_never_sent(
    client: Client, appointment: str, garbage: bytes
) -> None:
    with pytest.raises(msgspec.DecodeError):
        await send(client, appointment, ELECTION, "a", garbage)


async def test_a_clerk_that_cannot_review_shows_why_and_waits(
    client: Client, paper: PaperActivities, appointment: str
) -> None:
    paper.broken.add(appointment)
    await resume(client, [(appointment, ELECTION)])
    clerk = client.get_workflow_handle(appointment)

    async def is_torn() -> bool:
        return "The paper is torn" in await details(clerk)

    await at_last(is_torn)
    assert "The clerk stands still" in await details(clerk)
    paper.broken.discard(appointment)

    await recorded(client, appointment, "a")

    assert await details(clerk) == f"# {appointment}\n\n1 entries"
    assert await ended(clerk) == WorkflowExecutionStatus.RUNNING


async def details(clerk: WorkflowHandle[object, object]) -> str:
    """The current details, as Temporal's own page asks for them."""
    from temporalio.api.sdk.v1 import WorkflowMetadata

    said = await clerk.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    assert isinstance(said, WorkflowMetadata)
    return said.current_details


async def test_an_unfinished_history_replays(client: Client, appointment: str) -> None:
    await recorded(client, appointment, "a", "due in", 30)
    await recorded(client, appointment, "b")
    history = await client.get_workflow_handle(appointment).fetch_history()

    replayer = Replayer(workflows=CLERKS, plugins=[plugin()])

    assert (await replayer.replay_workflow(history)).replay_failure is None


async def test_an_alarm_rings_and_the_clerk_reviews(
    skipped: Skipping, paper: PaperActivities, appointment: str
) -> None:
    shift = await skipped.bring(appointment, FIRST_DAY)
    act = paper_act("a", "due in", 10)
    await send(skipped.client, appointment, ELECTION, "a", act, shift=shift)

    await skipped.bring(appointment, FIRST_DAY + timedelta(days=9))
    before = paper.reviews(appointment)
    await skipped.bring(appointment, FIRST_DAY + timedelta(days=11))

    assert before == ()
    (rang,) = paper.reviews(appointment)
    due = paper.due(appointment)
    assert due is not None
    assert timedelta(0) <= rang - due < SOON


async def test_an_alarm_bears_the_summary_of_the_agenda(
    skipped: Skipping, appointment: str
) -> None:
    shift = await skipped.bring(appointment, FIRST_DAY)
    act = paper_act("a", "due in", 10)
    await send(skipped.client, appointment, ELECTION, "a", act, shift=shift)

    history = await skipped.client.get_workflow_handle(appointment).fetch_history()

    (timer,) = (
        event for event in history.events if event.event_type == EventType.EVENT_TYPE_TIMER_STARTED
    )
    said = msgspec.json.decode(timer.user_metadata.summary.data)
    assert said.startswith(f"the paper of {appointment} falls due")


async def test_skipped_time_reaches_the_ledger_and_outlives_a_closing(
    skipped: Skipping, appointment: str
) -> None:
    days = [FIRST_DAY + timedelta(days=n) for n in (0, 40, 40, 400)]
    seen = []
    for n, (day, what) in enumerate(zip(days, ("note", "note", "close", "note"), strict=True)):
        shift = await skipped.bring(appointment, day)
        act = paper_act(f"a{n}", what)
        receipt = await send(skipped.client, appointment, ELECTION, f"a{n}", act, shift=shift)
        seen.append(msgspec.json.decode(receipt, type=PaperReceipt).recorded_at)

    for day, recorded_at in zip(days, seen, strict=True):
        assert timedelta(0) <= recorded_at - day < SOON


async def test_a_ledger_put_back_from_an_older_copy_is_believed(
    skipped: Skipping, paper: PaperActivities, appointment: str
) -> None:
    shift = await skipped.bring(appointment, FIRST_DAY)
    for name in "ab":
        act = paper_act(name, "due in", 10)
        await send(skipped.client, appointment, ELECTION, name, act, shift=shift)
    paper.lose_the_last(appointment)

    await skipped.bring(appointment, FIRST_DAY + timedelta(days=11))

    assert (await reviewed(skipped.client, appointment)).version == 1
    assert len(paper.reviews(appointment)) == 2


async def test_a_clerk_at_fault_looks_again_every_hour(
    skipped: Skipping, paper: PaperActivities, appointment: str
) -> None:
    shift = await skipped.bring(appointment, FIRST_DAY)
    paper.broken.add(appointment)
    with pytest.raises(WorkerFault):
        await send(skipped.client, appointment, ELECTION, "a", paper_act("a"), shift=shift)

    await skipped.bring(appointment, FIRST_DAY + timedelta(hours=2, minutes=30))
    paper.broken.discard(appointment)

    assert len(paper.reviews(appointment)) == 3
