"""Two records of the same acts compared: what one side has and the other lacks is named.

The acts are those of the ordinary course of 2029, recorded and refused; each case takes something
away from one side, or puts something in.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

import msgspec
import pytest

from domain.acts import Act, AppointmentId, Entry, Receipt, Result
from domain.crosscheck import Crosscheck, Heard, Past, Side, crosscheck
from domain.decisions import decide
from domain.diaries import carry_out
from domain.languages import ENGLISH
from domain.outcomes import ReminderNotSent, ReminderSent
from domain.reckoning import day
from tests.conftest import told

DIARY: Final = told("secretary_general/ordinary-2029")
APPOINTMENT: Final = AppointmentId(DIARY.appointment)
CALL: Final = 2
MOMENT: Final = timedelta(milliseconds=5)


def asked(act: Act, number: int) -> Act:
    """As from a terminal, under an id of its own."""
    return msgspec.structs.replace(act, id=f"act-{number}")


ACTS: Final = tuple(asked(line.act, n) for n, line in enumerate(DIARY.lines[:9], start=1))


def recorded(acts: Sequence[Act] = ACTS) -> tuple[Entry, ...]:
    entries: tuple[Entry, ...] = ()
    for act, line in zip(acts, DIARY.lines, strict=False):
        entry = decide(APPOINTMENT, entries, act, line.recorded_on).entry
        entries = (*entries, entry)
    return entries


ENTRIES: Final = recorded()


def heard(act: Act, entry: Entry) -> Heard:
    """As Temporal has it: asked a moment before it was recorded, and answered."""
    receipt = msgspec.json.encode(Receipt.of(APPOINTMENT, entry))
    return Heard(act.id, entry.recorded_at - MOMENT, msgspec.json.encode(act), receipt)


HEARD: Final = tuple(map(heard, ACTS, ENTRIES))


def past(*, without: str = "", more: Sequence[Heard] = ()) -> Past:
    left = tuple(each for each in HEARD if each.id != without)
    return Past(HEARD[0].at - MOMENT, True, (*left, *more))


def compared(
    entries: Sequence[Entry] = ENTRIES, of: Past | None = None, settled: int | None = None
) -> Crosscheck:
    number = len(entries) if settled is None else settled
    return crosscheck(entries, past() if of is None else of, settled=number)


def named(found: Crosscheck) -> list[tuple[Side, str, int]]:
    return [(each.side, each.act, each.entry) for each in found.lacking]


def test_every_act_has_its_entry_and_every_entry_its_act() -> None:
    """Recorded or refused, both are stored."""
    found = compared()

    assert any(entry.refused for entry in ENTRIES)
    assert (found.entries, found.both, found.lacking, found.waiting) == (9, 9, (), ())
    assert (found.since, found.from_the_start) == (HEARD[0].at - MOMENT, True)


def test_an_entry_that_the_ledger_lost_is_named_with_its_sentence_and_a_cure() -> None:
    [lost] = compared(ENTRIES[:-1]).lacking

    assert (lost.side, lost.act, lost.entry) == (Side.LEDGER, "act-9", 0)
    assert lost.outcome is not None
    assert ENGLISH.say(lost.outcome) == ENGLISH.say(ACTS[8].outcome)
    assert "no entry of the ledger bears its id" in lost.because
    assert "`calends resume`" in lost.cure


def test_an_entry_that_nobody_asked_for_is_named() -> None:
    [unasked] = compared(of=past(without="act-2")).lacking

    assert (unasked.side, unasked.act, unasked.entry) == (Side.TEMPORAL, "act-2", CALL)
    assert unasked.because == "stands in the ledger, and nobody asked the clerk for it"


def test_an_entry_that_says_another_thing_is_named_on_both_sides() -> None:
    acts = list(ACTS)
    acts[1] = msgspec.structs.replace(ACTS[1], reason="another")

    assert named(compared(recorded(acts))) == [
        (Side.LEDGER, "act-2", CALL),
        (Side.TEMPORAL, "act-2", CALL),
    ]


def test_an_entry_that_says_the_contrary_is_named() -> None:
    """Recorded, the person was told; and the ledger, put back, refuses what it recorded then."""
    refused = ENTRIES[3]
    assert refused.refused
    receipt = Receipt(APPOINTMENT, "act-4", 4, Result.RECORDED, digest=refused.digest)
    told = msgspec.structs.replace(HEARD[3], receipt=msgspec.json.encode(receipt))

    [contrary] = compared(of=past(without="act-4", more=[told])).lacking

    assert (contrary.side, contrary.entry) == (Side.LEDGER, 4)
    assert contrary.because.endswith("as recorded, and entry 4 says the contrary")


def test_an_act_asked_twice_and_in_two_runs_is_one() -> None:
    again = msgspec.structs.replace(HEARD[1], at=HEARD[1].at + timedelta(days=9))
    found = compared(of=past(more=[again, again]))

    assert (found.both, found.lacking, found.waiting) == (9, (), ())


def test_an_act_lost_by_the_ledger_and_sent_again_is_at_peace() -> None:
    """It has another number now, and the same content."""
    acts = (*ACTS[:6], ACTS[7], ACTS[8], ACTS[6])
    entries = tuple(
        msgspec.structs.replace(ENTRIES[ACTS.index(act)], number=number)
        for number, act in enumerate(acts, start=1)
    )

    assert compared(entries, past(more=[HEARD[6]])).lacking == ()


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        (Heard("x", HEARD[3].at, b'{"id": "x"}'), "waiting"),
        (Heard("x", HEARD[3].at, b"{}", failure="The paper is torn."), "failed"),
        (
            Heard("x", HEARD[3].at, b"{}", b'{"appointment":"a","act":"","number":0,'
                  b'"result":"malformed","because":"unreadable"}'),
            "unstored",
        ),
        (
            Heard("act-1", HEARD[3].at, msgspec.json.encode(asked(ACTS[3], 1)),
                  b'{"appointment":"a","act":"act-1","number":1,"result":"refused",'
                  b'"because":"the act id act-1 was used before, with other content (entry 1)"}'),
            "unstored",
        ),
    ],
    ids=["not answered", "failed", "malformed", "an id that is spent"],
)  # fmt: skip
def test_what_leaves_no_entry_by_design_is_counted_and_not_held_against_the_ledger(
    heard: Heard, said: str
) -> None:
    found = compared(of=past(more=[heard]))

    assert found.lacking == ()
    counted = {"waiting": len(found.waiting), "failed": found.failed, "unstored": found.unstored}
    assert counted == {"waiting": 0, "failed": 0, "unstored": 0} | {said: 1}


def test_an_act_recorded_and_not_answered_yet_is_not_waiting() -> None:
    unanswered = msgspec.structs.replace(HEARD[8], receipt=b"")

    found = compared(of=past(without="act-9", more=[unanswered]))

    assert (found.both, found.waiting, found.lacking) == (9, (), ())


def test_what_was_recorded_while_the_history_was_read_is_left_to_the_next_time() -> None:
    """The ledger is read before and after it."""
    assert compared(of=past(without="act-9"), settled=8).lacking == ()
    assert compared(settled=8).lacking == ()


def test_a_history_that_begins_later_does_not_speak_of_what_was_before() -> None:
    began = HEARD[4].at - MOMENT
    found = compared(of=Past(began, True, HEARD[4:]))

    assert (found.both, found.before, found.lacking) == (5, 4, ())
    assert compared(ENTRIES[:6], Past(began, True, HEARD[4:])).lacking != ()


def test_a_history_that_is_gone_speaks_of_nothing() -> None:
    found = compared(of=Past())

    assert (found.since, found.before, found.lacking) == (None, 9, ())


def test_an_import_needs_no_act_and_an_unknown_id_does() -> None:
    entries = carry_out(DIARY)
    later = Past(entries[0].recorded_at, True)

    found = crosscheck(entries, later, settled=len(entries))
    assert (found.imported, found.lacking) == (len(entries), ())

    forged = msgspec.structs.replace(entries[0], act="diary-1-forged")
    assert named(crosscheck((forged,), later, settled=1)) == [(Side.TEMPORAL, forged.act, 1)]


def notice(kind: Callable[..., ReminderSent | ReminderNotSent], act: str) -> Entry:
    key = "reminder:closing:2029-01-10:5"
    made = kind(key, "closing", date(2029, 1, 10), ("s-1",) if kind is ReminderSent else "no post")
    on = day(date(2029, 1, 3))
    now = datetime(2029, 1, 3, 8, tzinfo=UTC)
    return decide(APPOINTMENT, ENTRIES, Act(act, made, on), now).entry


@pytest.mark.parametrize("kind", [ReminderSent, ReminderNotSent])
@pytest.mark.parametrize("number", ["", "#2"])
def test_the_clerks_own_rounds_need_no_act(
    kind: Callable[..., ReminderSent | ReminderNotSent], number: str
) -> None:
    """By the key of the reminder, which is their id; another id is nobody's."""
    entries = (*ENTRIES, notice(kind, f"reminder:closing:2029-01-10:5{number}"))
    found = compared(entries)
    assert (found.own, found.lacking) == (1, ())

    strange = (*ENTRIES, notice(kind, "reminder:opening"))
    assert named(compared(strange)) == [(Side.TEMPORAL, "reminder:opening", 10)]


def test_a_ledger_that_lost_the_whole_appointment_is_told_of_every_act() -> None:
    assert [act for _, act, _ in named(compared(()))] == [act.id for act in ACTS]
