"""What clerks of earlier releases have begun, the clerks of today carry on: stored histories.

`python -m tools.keep_histories RELEASE` keeps new ones. A history is replayed whole, and cut off
after each of its workflow tasks too, because a clerk is met in the middle far more often than at
its end. Replaying does not notice other activity results or timers; hence the acts in a history
are also recorded anew, and what the ledger answered then is compared with what it answers now.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory
from temporalio.converter import PayloadCodec
from temporalio.worker import Replayer

from domain.acts import Receipt
from ledger.book import Book
from ledger.record import Answer, record
from tests.workflows import keys
from worker import CLERKS
from workflows.codec import SealingCodec, is_sealed
from workflows.converter import plugin
from workflows.messages import AgendaView, AnswerView, RecordRequest

STORED: Final = sorted((Path(__file__).parents[1] / "histories").glob("*/*.json"))
SEALED: Final = [path for path in STORED if path.stem.startswith("sealed-")]
BY_THE_LAW: Final = ("waits", "judge-waits", "closed")


def each(paths: Sequence[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "path", paths, ids=[f"{path.parent.name}/{path.stem}" for path in paths]
    )


@cache
def stored(path: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(path.stem, path.read_text(encoding="utf-8"))


def kinds_in(history: WorkflowHistory) -> list[EventType.ValueType]:
    return [event.event_type for event in history.events]


async def beginnings(history: WorkflowHistory) -> AsyncIterator[WorkflowHistory]:
    """The history as it stood when each of its workflow tasks was handed to a worker."""
    for number, event in enumerate(history.events, start=1):
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
            yield WorkflowHistory(history.workflow_id, history.events[:number])
    yield history


@each(STORED)
async def test_a_stored_history_replays_from_whatever_point(path: Path) -> None:
    """With the keys, as the engine reads it: what was never sealed too."""
    assert await failures(path, SealingCodec(keys.STORED)) == []


@each([path for path in STORED if path not in SEALED])
async def test_what_was_never_sealed_replays_without_a_codec(path: Path) -> None:
    assert await failures(path, None) == []


@each(SEALED)
async def test_a_sealed_history_is_refused_without_its_key(path: Path) -> None:
    """In one sentence; and nothing in it but texts for the page can be read."""
    refusals = await failures(path, None)
    assert len(refusals) == len([each async for each in beginnings(stored(path))])
    assert all("sealed, and no vault was opened" in refusal for refusal in refusals)
    assert await failures(path, SealingCodec(keys.FixedKeys("another"))) != []

    scheduled = [
        event.activity_task_scheduled_event_attributes.input.payloads[0]
        for event in stored(path).events
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
    ]
    assert scheduled
    assert all(map(is_sealed, scheduled))


async def failures(path: Path, codec: PayloadCodec | None) -> list[str]:
    """What a replayer says, from whatever point of a history."""
    replayer = Replayer(workflows=CLERKS, plugins=[plugin(codec)])
    async with replayer.workflow_replay_iterator(beginnings(stored(path))) as results:
        return [str(each.replay_failure) async for each in results if each.replay_failure]


def test_the_stored_histories_show_what_clerks_do() -> None:
    """Above all the unfinished: a clerk that waits, one that was woken, one that began anew."""
    kinds = {kind for path in STORED for kind in kinds_in(stored(path))}
    last = {path.stem: stored(path).events[-1].event_type for path in STORED}

    assert kinds >= {
        EventType.EVENT_TYPE_TIMER_STARTED,
        EventType.EVENT_TYPE_TIMER_FIRED,
        EventType.EVENT_TYPE_TIMER_CANCELED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED,
        EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
    }
    assert last["closed"] == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED
    assert last["failed-act"] == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW
    unfinished_ones = ("waits", "judge-waits", "sealed-waits", "resumed-and-woken", "begun-anew")
    for unfinished in unfinished_ones:
        assert last[unfinished] == EventType.EVENT_TYPE_TIMER_STARTED


@each(STORED)
def test_a_stored_history_names_no_machine(path: Path) -> None:
    """Temporal writes the process and the host into each event, unless it is told a name."""
    for line in path.read_text(encoding="utf-8").split('"identity":"')[1:]:
        assert line.startswith('calends"')
    assert "stackTrace" not in path.read_text(encoding="utf-8")


@each([path for path in STORED if path.stem in BY_THE_LAW])
def test_acts_recorded_anew_get_the_answers_of_then(path: Path) -> None:
    """The receipt, and what the clerk reads of the agenda; words may change, days may not."""
    asked = list(requests_in(stored(path)))
    answered = list(answers_in(stored(path)))
    assert asked

    with Book.open(":memory:") as book:
        for (appointment, act, now), (receipt, agenda) in zip(asked, answered, strict=True):
            again = record(book, appointment, act, now)
            assert (again.receipt, *essence(again)) == (receipt, *agenda)


def requests_in(history: WorkflowHistory) -> Iterator[tuple[str, msgspec.Raw, datetime]]:
    for event in history.events:
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            payload = event.activity_task_scheduled_event_attributes.input.payloads[0]
            request = msgspec.json.decode(payload.data, type=RecordRequest)
            yield request.appointment, request.act, request.now


def answers_in(history: WorkflowHistory) -> Iterator[tuple[Receipt, tuple[object, ...]]]:
    for event in history.events:
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
            yield _answer(event)


def _answer(event: HistoryEvent) -> tuple[Receipt, tuple[object, ...]]:
    payload = event.activity_task_completed_event_attributes.result.payloads[0]
    answer = msgspec.json.decode(payload.data, type=AnswerView)
    agenda = msgspec.json.decode(answer.agenda, type=AgendaView)
    receipt = msgspec.json.decode(answer.receipt, type=Receipt)
    return receipt, (agenda.version, agenda.status, agenda.alarm)


def essence(answer: Answer) -> tuple[object, ...]:
    return answer.agenda.version, answer.agenda.status.value, answer.agenda.alarm
