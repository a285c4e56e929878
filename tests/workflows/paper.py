"""A stand-in for ledger and law in the tests of the clerk: it counts, and knows no calendar."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import msgspec
from temporalio import activity
from temporalio.exceptions import ApplicationError

from workflows.messages import AnswerView, RecordRequest, ReviewRequest


class PaperAct(msgspec.Struct, frozen=True):
    """`what` is note, close or "due in", which asks for an alarm after so many days."""

    id: str
    what: str = "note"
    days: float = 0


def paper_act(name: str, what: str = "note", days: float = 0) -> bytes:
    """An act as the wire carries it."""
    return msgspec.json.encode(PaperAct(name, what, days))


class PaperReceipt(msgspec.Struct, frozen=True):
    """What the paper ledger answers: the number says how many entries stand."""

    appointment: str
    act: str
    number: int
    result: str
    recorded_at: datetime


class PaperActivities:
    """A ledger in memory, one list of acts for each appointment, kept apart from Temporal.

    It answers an id it knows with the receipt that it gave then. It is not a mock: nothing in it
    is prepared for one test, and it is thrown away with the process.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._receipts: dict[tuple[str, str], PaperReceipt] = {}
        self._due: dict[str, datetime] = {}
        self._status: dict[str, str] = {}
        self._numbers: Counter[str] = Counter()
        self.broken: set[str] = set()
        self.away: Counter[str] = Counter()
        self._reviews: dict[str, list[datetime]] = {}
        self._at_work: Counter[str] = Counter()
        self._most_at_work: Counter[str] = Counter()

    def hands(self) -> Sequence[Callable[..., Any]]:
        """For a worker."""
        return (self.record, self.review)

    @activity.defn(name="record")
    def record(self, request: RecordRequest) -> AnswerView:
        """Adds an entry, or answers again."""
        act = msgspec.json.decode(request.act, type=PaperAct)
        with self._counted(request.appointment), self._lock:
            if self.away[request.appointment] > 0:
                self.away[request.appointment] -= 1
                raise ApplicationError("The paper is in another room.", type="Unreachable")
            if request.appointment in self.broken:
                raise ApplicationError(
                    "The paper is torn. Nothing was written.", type="Torn", non_retryable=True
                )
            receipt = self._receipts.get((request.appointment, act.id))
            if receipt is None:
                receipt = self._write(request, act)
            return AnswerView(
                msgspec.Raw(msgspec.json.encode(receipt)),
                self._agenda(request.appointment, request.now),
            )

    @activity.defn(name="review")
    def review(self, request: ReviewRequest) -> msgspec.Raw:
        """Counts that it was asked, and says where the appointment stands."""
        with self._lock:
            self._reviews.setdefault(request.appointment, []).append(request.now)
            if request.appointment in self.broken:
                raise ApplicationError("The paper is torn.", type="Torn", non_retryable=True)
            return self._agenda(request.appointment, request.now)

    def lose_the_last(self, appointment: str) -> None:
        """As when a ledger is put back from an older copy."""
        self._numbers[appointment] -= 1

    def together(self, appointment: str) -> int:
        """How many acts of one appointment were ever in hand at the same time."""
        return self._most_at_work[appointment]

    def reviews(self, appointment: str) -> tuple[datetime, ...]:
        """The instants for which reviews were asked."""
        return tuple(self._reviews.get(appointment, ()))

    def due(self, appointment: str) -> datetime | None:
        """When the alarm is to ring."""
        return self._due.get(appointment)

    def when(self, appointment: str, act: str) -> datetime:
        """When an act was recorded."""
        return self._receipts[appointment, act].recorded_at

    def number(self, appointment: str) -> int:
        """How many entries stand."""
        return self._numbers[appointment]

    @contextmanager
    def _counted(self, appointment: str) -> Iterator[None]:
        with self._lock:
            self._at_work[appointment] += 1
            self._most_at_work[appointment] = max(
                self._most_at_work[appointment], self._at_work[appointment]
            )
        # Long enough for a second act to be seen beside the first, were it let in.
        time.sleep(0.005)
        try:
            yield
        finally:
            with self._lock:
                self._at_work[appointment] -= 1

    def _write(self, request: RecordRequest, act: PaperAct) -> PaperReceipt:
        name = request.appointment
        self._numbers[name] += 1
        self._status[name] = "closed" if act.what == "close" else "open"
        if act.what == "due in":
            self._due[name] = request.now + timedelta(days=act.days)
        receipt = PaperReceipt(name, act.id, self._numbers[name], "recorded", request.now)
        self._receipts[name, act.id] = receipt
        return receipt

    def _agenda(self, name: str, now: datetime) -> msgspec.Raw:
        status = self._status.get(name, "unopened")
        due = self._due.get(name)
        alarm = due if due is not None and due > now and status == "open" else None
        attributes: dict[str, object] = {
            "CalendsOffice": name.partition("/")[0],
            "CalendsStatus": status,
            "CalendsStage": ["paper", "pencil"],
            "CalendsUnheardOf": "passed over",
        }
        if alarm is not None:
            attributes["CalendsDue"] = alarm
        return msgspec.Raw(
            msgspec.json.encode(
                {
                    "version": self._numbers[name],
                    "status": status,
                    "alarm": alarm,
                    "alarm_summary": f"the paper of {name} falls due",
                    "details": f"# {name}\n\n{self._numbers[name]} entries",
                    "timetable": [{"stage": "closing"}],
                    "attributes": attributes,
                    "known_to_the_law_only": True,
                }
            )
        )
