"""What is asked, what is written, and what is answered: acts, entries, receipts.

An act names what was done; its entry is the same outcome with its envelope. Both are frozen
records that cross Temporal and the ledger as JSON.
"""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, NewType

import msgspec

from domain.outcomes import Outcome, Recordable, RefusedAct, Written, tag_of
from domain.papers import Paper, sent_small_enough
from domain.parties import seat_of
from domain.reckoning import Span
from domain.stages import Body

AppointmentId = NewType("AppointmentId", str)


class Provenance(StrEnum):
    """How the day of a step is known."""

    SEEN = "seen"  # seen in a record, or recorded as it happened
    CALENDAR = "calendar"  # follows from the calendar; no record of the day was seen
    UNKNOWN = "unknown"  # the day is not on record


OPENING = "open"  # the id of the act by which an appointment is opened: once, whoever asks for it
NOT_ON_RECORD = "not on record"  # said of a day, or of the reference of a decision


class BadAct(ValueError):
    """An act that cannot be read: malformed, so it is answered and not stored."""


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What somebody asks to have recorded.

    `id` is made by the client before sending; within an appointment it is used once. `stage` may
    name an occurrence (list/2); empty means the one that is open. `staff` is an opaque id.
    `papers` are personal and come sealed; `reason` and `reference` are read by everybody.
    """

    id: str
    outcome: Recordable
    happened: Span
    stage: str = ""
    provenance: Provenance = Provenance.SEEN
    reason: str = ""
    reference: str = ""
    staff: str = ""
    papers: tuple[Paper, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over the content: the same id with another content is another act."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()


class Stood(msgspec.Struct, frozen=True, omit_defaults=True):
    """A window, and the limits that were broken, as they stood when an entry was recorded."""

    opens: Span
    closes: Span | None = None
    clause: str = ""
    early_is_lawful: bool = False
    broken: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was written: an outcome and its envelope. Never edited.

    A refused act keeps no papers, because nothing rests on them; its digest still covers them.
    """

    number: int
    act: str
    digest: str
    outcome: Written
    happened: Span
    recorded_at: datetime
    stage: str = ""
    body: Body | None = None
    provenance: Provenance = Provenance.SEEN
    reason: str = ""
    reference: str = ""
    staff: str = ""
    window: Stood | None = None
    papers: tuple[Paper, ...] = ()

    @property
    def kind(self) -> str:
        """The stored name of its outcome's kind."""
        assert isinstance(self.outcome, Outcome)
        return tag_of(self.outcome)

    @property
    def refused(self) -> bool:
        return isinstance(self.outcome, RefusedAct)


class Result(StrEnum):
    """What became of an act."""

    RECORDED = "recorded"
    REFUSED = "refused"
    MALFORMED = "malformed"  # not understood, and therefore not stored


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer to an act. Asked twice, the same receipt."""

    appointment: AppointmentId
    act: str
    number: int
    result: Result
    clause: str = ""
    because: str = ""
    cure: str = ""
    digest: str = ""  # of the act: whether a later one with the same id is the same

    @classmethod
    def of(cls, appointment: AppointmentId, entry: Entry) -> "Receipt":
        """The receipt that an entry stands for."""
        if isinstance(entry.outcome, RefusedAct):
            refusal = entry.outcome
            return cls(
                appointment,
                entry.act,
                entry.number,
                Result.REFUSED,
                clause=refusal.clause,
                because=refusal.because,
                cure=refusal.cure,
                digest=entry.digest,
            )
        return cls(appointment, entry.act, entry.number, Result.RECORDED, digest=entry.digest)


_ACT = msgspec.json.Decoder(Act)
_ENTRY = msgspec.json.Decoder(Entry)


def read_act(raw: bytes) -> Act:
    """An act from its JSON. Raises BadAct, saying where it cannot be read."""
    try:
        sent_small_enough(len(raw))
    except ValueError as error:
        raise BadAct(str(error)) from None
    try:
        return _ACT.decode(raw)
    except (msgspec.ValidationError, msgspec.DecodeError, ValueError) as error:
        raise BadAct(f"the act cannot be read: {error}") from error


def read_entry(raw: bytes) -> Entry:
    """An entry from its stored JSON."""
    return _ENTRY.decode(raw)


class Identity(NamedTuple):
    """What the id of an appointment says: secretary-general/2029, judge/andorra/2027."""

    office: str
    party: str
    year: int

    @property
    def seat(self) -> str:
        """The office, and the Party where each has one: judge/andorra."""
        return seat_of(self.office, self.party)

    @property
    def id(self) -> AppointmentId:
        return AppointmentId(f"{self.seat}/{self.year}")


def identity_of(appointment: str) -> Identity:
    """An appointment's id taken apart. Raises BadAct for what is not one."""
    office, *party, year = appointment.split("/") if "/" in appointment else ("", "")
    known_year = year.isascii() and year.isdecimal() and len(year) == len("2029")
    if not office or not known_year or len(party) > 1 or "" in party:
        raise BadAct(
            f"{appointment!r} is not an appointment: write office/year, as in {EXAMPLE}, or "
            f"office/party/year, as in {EXAMPLE_OF_A_PARTY}"
        )
    return Identity(office, "".join(party), int(year))


EXAMPLE = "secretary-general/2029"
EXAMPLE_OF_A_PARTY = "judge/andorra/2027"
