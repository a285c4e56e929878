"""What a clerk asks of an activity, as it arrives: the same JSON that the clerk's side writes."""

from datetime import datetime

import msgspec


class RecordRequest(msgspec.Struct, frozen=True):
    """One act, and the clerk's clock: an activity never reads one of its own."""

    appointment: str
    act: msgspec.Raw
    now: datetime


class ReviewRequest(msgspec.Struct, frozen=True):
    """Where does the appointment stand at this instant?

    `rung`: the alarm has rung, and who is to be reminded is reminded first.
    """

    appointment: str
    now: datetime
    rung: bool = False


class WatchRequest(msgspec.Struct, frozen=True):
    """Which terms end soon? `shift_seconds`: how far that instant lies from the wall clock's."""

    now: datetime
    shift_seconds: float = 0


class CheckpointRequest(msgspec.Struct, frozen=True):
    """Sign what the ledger is now."""

    now: datetime
