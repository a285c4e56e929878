"""What passes between clerk and ledger: the same bytes on both sides, and faults in sentences."""

from datetime import UTC, datetime
from typing import Final

import msgspec
import pytest
from temporalio.exceptions import ApplicationError

from activities import requests
from activities.faults import told
from activities.record import Recording
from activities.review import Reviewing
from ledger.book import Book
from ledger.errors import Tampered, Unreachable
from workflows import messages

NOW: Final = datetime(2028, 9, 4, 7, tzinfo=UTC)
APPOINTMENT: Final = "secretary-general/2029"


def test_both_sides_write_a_request_in_the_same_way() -> None:
    act = msgspec.Raw(b'{"id":"a"}')
    sent = msgspec.json.encode(messages.RecordRequest(APPOINTMENT, act, NOW))
    asked = msgspec.json.encode(messages.ReviewRequest(APPOINTMENT, NOW))

    assert msgspec.json.encode(requests.RecordRequest(APPOINTMENT, act, NOW)) == sent
    assert msgspec.json.encode(requests.ReviewRequest(APPOINTMENT, NOW)) == asked
    assert msgspec.json.decode(sent, type=requests.RecordRequest).now == NOW
    assert msgspec.json.decode(asked, type=requests.ReviewRequest).now == NOW


def test_the_clerk_can_read_what_the_law_draws_up() -> None:
    with Book.open(":memory:") as book:
        agenda = Reviewing(book).review(requests.ReviewRequest(APPOINTMENT, NOW))
        request = requests.RecordRequest(APPOINTMENT, msgspec.Raw(b"{}"), NOW)
        answer = Recording(book).record(request)

    view = msgspec.json.decode(msgspec.json.encode(agenda), type=messages.AgendaView)
    both = msgspec.json.decode(msgspec.json.encode(answer), type=messages.AnswerView)
    assert (view.version, view.status, view.alarm) == (0, "unopened", None)
    assert msgspec.json.decode(both.agenda, type=messages.AgendaView) == view


@pytest.mark.parametrize(
    ("fault", "retried", "said"),
    [
        (Unreachable("The server is away."), True, "The server is away."),
        (Tampered("x/1", 3, "its digest differs"), False, "Entry 3 of x/1"),
        (ValueError("no such stage"), False, "ValueError: no such stage. Nothing was written."),
    ],
    ids=["out of reach", "not as written", "our own"],
)
def test_only_a_ledger_out_of_reach_is_tried_again(
    fault: Exception, retried: bool, said: str
) -> None:
    with pytest.raises(ApplicationError) as passed_on, told("Nothing was written."):
        raise fault

    assert passed_on.value.non_retryable is not retried
    assert passed_on.value.message.startswith(said)
    assert passed_on.value.message.endswith(".")
