"""The crosscheck: what a clerk was asked and answered, against what the ledger holds.

Two records of the same acts, kept apart: Temporal's history, which keeps time and order and may be
thrown away, and the ledger, which is the record. What the one has and the other lacks is named;
what the history is too young to know is not held against the ledger.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from domain.acts import Act, BadAct, Entry, Receipt, Result, read_act
from domain.carrying_out import IMPORTED
from domain.outcomes import Outcome, ReminderNotSent, ReminderSent

LOST = "was answered by the clerk as {result}, and no entry of the ledger bears its id"
ANOTHER = "was answered by the clerk as {result}, and entry {number}, of the same id, says another"
TURNED = "was answered by the clerk as {result}, and entry {number} says the contrary"
SEND_AGAIN = (
    "have `calends resume` make the clerk forget its answer, then send the act again, with the "
    "same id"
)
LOOK = "see which of the two was put back from a copy, and correct what stands wrong"
UNASKED = "stands in the ledger, and nobody asked the clerk for it"
OTHERWISE_ASKED = "stands in the ledger, and the clerk was asked for another act of this id"
WHO = "verify the ledger, also against an older checkpoint, and ask who wrote it"


class Side(StrEnum):
    """Where something is missing."""

    LEDGER = "ledger"
    TEMPORAL = "temporal"


class Heard(msgspec.Struct, frozen=True):
    """An act as Temporal's history has it: its id, its bytes, and what it was answered, if it was.

    `failure`: it failed on the ledger's side, which was said to the person, and wrote nothing.
    """

    id: str
    at: datetime
    act: bytes
    receipt: bytes = b""
    failure: str = ""


class Past(msgspec.Struct, frozen=True):
    """What Temporal still knows of an appointment, and since when; nothing where `since` is None.

    `from_the_start`: the first run is not the continuation of one that is gone.
    """

    since: datetime | None = None
    from_the_start: bool = False
    heard: tuple[Heard, ...] = ()


class Lacking(msgspec.Struct, frozen=True):
    """Something that one side has and the other lacks. `entry` is 0 where there is none."""

    side: Side
    act: str
    at: datetime
    because: str
    cure: str
    entry: int = 0
    outcome: Outcome | None = None


class Waiting(msgspec.Struct, frozen=True):
    """An act that the clerk took and has not answered: it may still be carried out."""

    act: str
    at: datetime
    outcome: Outcome | None = None


class Crosscheck(msgspec.Struct, frozen=True):
    """What both sides have, and what one of them lacks.

    Of the entries, `both` have their act; `imported` and `own` (reminders of the clerk's rounds)
    need none; those `before` are older than Temporal's history. Of the acts, `failed` and
    `unstored` (malformed, or of an id that was spent) left no entry, by design.
    """

    entries: int = 0
    both: int = 0
    imported: int = 0
    own: int = 0
    before: int = 0
    failed: int = 0
    unstored: int = 0
    since: datetime | None = None
    from_the_start: bool = False
    waiting: tuple[Waiting, ...] = ()
    lacking: tuple[Lacking, ...] = ()


class _Asked(msgspec.Struct, frozen=True):
    """An act, read; `receipt` is the last that it got, in whichever run."""

    id: str
    at: datetime
    digest: str
    outcome: Outcome | None
    receipt: Receipt | None
    failed: bool

    @property
    def stored(self) -> bool:
        """Malformed acts leave no entry, nor do those of an id that was spent: no digest."""
        return self.receipt is not None and bool(self.receipt.digest)


def crosscheck(entries: Sequence[Entry], past: Past, *, settled: int) -> Crosscheck:
    """Compares, both ways.

    The histories of an engine at work and its ledger cannot be read in the same instant. So the
    ledger is read twice: `settled` is the number of its entries before the history was read, and
    `entries` are those after it. Only the settled ones must have their act by then.
    """
    asked = tuple(_asked(past.heard))
    by_act = {entry.act: entry for entry in entries}
    lacking = [found for each in asked if (found := _lacks_its_entry(each, by_act))]
    known: dict[str, list[_Asked]] = {}
    for each in asked:
        known.setdefault(each.id, []).append(each)
    how = {"both": 0, "imported": 0, "own": 0, "before": 0}
    for entry in entries[:settled]:
        if (stands := _stands(entry, known, past)) is None:
            lacking.append(_lacks_its_act(entry, known))
        else:
            how[stands] += 1
    return Crosscheck(
        settled,
        **how,
        failed=sum(each.failed for each in asked),
        unstored=sum(each.receipt is not None and not each.stored for each in asked),
        since=past.since,
        from_the_start=past.from_the_start,
        waiting=tuple(_waiting(asked, by_act)),
        lacking=tuple(sorted(lacking, key=lambda each: each.at)),
    )


def _asked(heard: Iterable[Heard]) -> Iterator[_Asked]:
    """Each act once, however often it was sent and in how many runs: by its id and its content."""
    together: dict[tuple[str, str], list[tuple[Heard, Act | None]]] = {}
    for each in heard:
        act = _readable(each.act)
        digest = act.digest if act else _receipt(each).digest if each.receipt else ""
        together.setdefault((each.id, digest), []).append((each, act))
    for (id_, digest), same in together.items():
        receipts = [_receipt(each) for each, _ in same if each.receipt]
        (first, act), *_ = same
        failed = not receipts and all(each.failure for each, _ in same)
        last = receipts[-1] if receipts else None
        yield _Asked(id_, first.at, digest, act.outcome if act else None, last, failed)


def _lacks_its_entry(asked: _Asked, by_act: Mapping[str, Entry]) -> Lacking | None:
    if asked.receipt is None or not asked.stored:
        return None
    entry, cure = by_act.get(asked.id), LOOK
    if entry is None:
        because, cure = LOST, SEND_AGAIN
    elif entry.digest != asked.digest:
        because = ANOTHER
    elif entry.refused is not (asked.receipt.result is Result.REFUSED):
        because = TURNED
    else:
        return None
    number = entry.number if entry else 0
    said = because.format(result=asked.receipt.result, number=number)
    return Lacking(Side.LEDGER, asked.id, asked.at, said, cure, number, asked.outcome)


def _lacks_its_act(entry: Entry, known: Mapping[str, Sequence[_Asked]]) -> Lacking:
    because = OTHERWISE_ASKED if entry.act in known else UNASKED
    assert isinstance(entry.outcome, Outcome)
    return Lacking(
        Side.TEMPORAL, entry.act, entry.recorded_at, because, WHO, entry.number, entry.outcome
    )


def _stands(entry: Entry, known: Mapping[str, Sequence[_Asked]], past: Past) -> str | None:
    """Why an entry may stand there; None where it should have its act, and has not."""
    if any(each.digest == entry.digest for each in known.get(entry.act, ())):
        return "both"
    if _is_of_a_round(entry):
        return "own"
    if IMPORTED.fullmatch(entry.act):
        return "imported"
    if past.since is None or entry.recorded_at < past.since:
        return "before"
    return None


def _is_of_a_round(entry: Entry) -> bool:
    """What the clerk writes when its alarm rings bears the key of its reminder."""
    match entry.outcome:
        case ReminderSent(key=key) | ReminderNotSent(key=key):
            return entry.act.partition("#")[0] == key
        case _:
            return False


def _waiting(asked: Iterable[_Asked], by_act: Mapping[str, Entry]) -> Iterator[Waiting]:
    """Not those that have their entry already: their answer alone is still on its way."""
    for each in asked:
        if each.receipt is None and not each.failed:
            entry = by_act.get(each.id)
            if entry is None or entry.digest != each.digest:
                yield Waiting(each.id, each.at, each.outcome)


def _readable(act: bytes) -> Act | None:
    try:
        return read_act(act)
    except BadAct:
        return None


def _receipt(heard: Heard) -> Receipt:
    return msgspec.json.decode(heard.receipt, type=Receipt)
