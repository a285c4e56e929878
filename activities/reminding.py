"""A round of reminders: what is due is computed, sent, and written down, in this order.

Sent at least once, written down once: the id of the entry's act is the key of its reminder. A hand
that falls between the two sends the same letter again, with the same Message-ID, and says so.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec

from domain.acts import Act, AppointmentId
from domain.appointment import Appointment, fold, opening_entry
from domain.outcomes import Notice, ReminderNotSent, ReminderSent
from domain.reckoning import day, day_in_strasbourg
from domain.reminders import Reminder, notices_of, planned, to_be_sent, told_of
from domain.timetable import ahead
from ledger.book import Book
from ledger.record import read, record
from notices.office import PostOffice
from notices.rounds import Told

NOT_QUOTABLE = str.maketrans({"[": "(", "]": ")", ">": " ", "\n": " "})


def remind(
    book: Book,
    office: PostOffice,
    appointment: str,
    now: datetime,
    *,
    again: bool,
    alive: Callable[[], None],
) -> None:
    """Send whatever is to be sent at an instant, and write down who was told, or why not.

    `again`: an earlier attempt at this round broke off, and may have sent letters.
    """
    id_ = AppointmentId(appointment)
    entries = read(book, id_)
    if opening_entry(entries) is None:
        return
    standing = fold(id_, entries)
    expected = ahead(standing)
    due = to_be_sent(standing, planned(standing, expected), now)
    became = office.send(due, standing, expected, now, alive) if due else {}
    for reminder, folded in due:
        known = len(notices_of(standing, reminder.key))
        for number, outcome in enumerate(
            _written(standing, reminder, folded, became[reminder.key], again=again), known + 1
        ):
            act_id = reminder.key if number == 1 else f"{reminder.key}#{number}"
            act = Act(act_id, outcome, day(day_in_strasbourg(now)))
            record(book, id_, msgspec.json.encode(act), now)


def _written(
    standing: Appointment, reminder: Reminder, folded: tuple[str, ...], told: Told, *, again: bool
) -> Iterator[Notice]:
    """What the ledger keeps: who was told; and, once, that somebody could not be."""
    key, stage, due = reminder.key, reminder.stage, reminder.due
    nobody_left = not (told.later or told.refused or told.because)
    to = told.to or (told_of(standing).get(key, ()) if nobody_left else ())
    if to:
        twice = again or told.perhaps_twice
        yield ReminderSent(key, stage, due, to, folded, perhaps_twice=twice)
    if told.later or not to:
        before = notices_of(standing, key)
        if to or not before or isinstance(before[-1], ReminderSent):
            because = told.because or "nobody could be told"
            yield ReminderNotSent(
                key, stage, due, " ".join(because.translate(NOT_QUOTABLE).split())
            )
