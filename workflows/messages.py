"""The clerk's own small view of what passes through its hands.

Acts, receipts and agendas cross the clerk as raw JSON. It reads the few fields that it needs in
order to wait and to show itself, and ignores the rest, so that the law may add to them freely.
"""

from datetime import datetime
from typing import Literal

import msgspec


class Charge(msgspec.Struct, frozen=True):
    """What a clerk is started with.

    `shift_seconds` moves the clerk's clock: zero in earnest; in a rehearsal the way to the diary's
    first day, because Temporal cannot start in the past.
    """

    appointment: str
    shift_seconds: float = 0


class RecordRequest(msgspec.Struct, frozen=True):
    """Asks the activity `record` to carry out one act."""

    appointment: str
    act: msgspec.Raw
    now: datetime


class ReviewRequest(msgspec.Struct, frozen=True):
    """Asks the activity `review` where the appointment stands.

    `rung`: the alarm has rung, and who is to be reminded is reminded first.
    """

    appointment: str
    now: datetime
    rung: bool = False


class AnswerView(msgspec.Struct, frozen=True):
    """What `record` answers: the receipt for the person, the agenda for the clerk."""

    receipt: msgspec.Raw
    agenda: msgspec.Raw


class AgendaView(msgspec.Struct, frozen=True):
    """The fields of an agenda by which the clerk waits and shows itself.

    `alarm` is an instant strictly after the one at which the agenda was drawn up; none means that
    only an act can bring the appointment on. Instants among `attributes` stay text here, because
    their names alone say which of them are instants.
    """

    version: int
    status: Literal["unopened", "open", "unsettled", "closed"]
    alarm: datetime | None = None
    alarm_summary: str = ""
    details: str = ""
    timetable: msgspec.Raw = msgspec.Raw(b"[]")
    attributes: dict[str, str | list[str]] = {}


class WatchCharge(msgspec.Struct, frozen=True):
    """What a scan of the terms is started with. `shift_seconds` moves its clock, in a rehearsal."""

    shift_seconds: float = 0


class CheckpointCharge(msgspec.Struct, frozen=True):
    """What a daily checkpoint is started with. `shift_seconds` moves its clock, in a rehearsal."""

    shift_seconds: float = 0


class CheckpointRequest(msgspec.Struct, frozen=True):
    """Asks the activity `checkpoint` to sign what the ledger is at this instant."""

    now: datetime


class WatchRequest(msgspec.Struct, frozen=True):
    """Asks the activity `watch` to look at the register of terms."""

    now: datetime
    shift_seconds: float = 0
