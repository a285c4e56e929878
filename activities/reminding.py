"""A round of reminders: what is due is computed, sent, and written down, in this order.

Sent at least once, written down once: the id of the entry's act is the key of its reminder. A hand
that falls between the two sends the same letter again, with the same Message-ID, and says so.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from domain.acts import Act, AppointmentId
from domain.appointment import Appointment, fold, opening_entry
from domain.decisions import decide
from domain.outcomes import Notice, ReminderNotSent, ReminderSent
from domain.reckoning import day, day_in_strasbourg
from domain.reminders import Due, Reminder, notices_of, planned, to_be_sent, told_of
from domain.timetable import ahead
from ledger.book import Book
from ledger.errors import Conflict
from ledger.record import append, read
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
    if due:
        became = office.send(due, standing, expected, now, alive)
        _write_down(book, standing, due, became, now, again=again)


def _write_down(
    book: Book,
    standing: Appointment,
    due: Sequence[Due],
    became: Mapping[str, Told],
    now: datetime,
    *,
    again: bool,
) -> None:
    """All of a round, or none of it: what were left of a half would be sent by other letters.

    Where another attempt at the same round was quicker, the letters of both have gone out.
    """
    while True:
        entries = written = read(book, standing.id)
        stands = fold(standing.id, entries)
        for reminder, folded in due:
            key = reminder.key
            known = len(notices_of(stands, key))
            twice = again or known > len(notices_of(standing, key))
            outcomes = _notices(stands, reminder, folded, became[key], again=twice)
            for number, outcome in enumerate(outcomes, known + 1):
                act_id = key if number == 1 else f"{key}#{number}"
                act = Act(act_id, outcome, day(day_in_strasbourg(now)))
                written = (*written, decide(standing.id, written, act, now).entry)
        try:
            append(book, standing.id, len(entries), written[len(entries) :])
        except Conflict:
            continue  # something was recorded meanwhile: write behind it
        return


def _notices(
    standing: Appointment, reminder: Reminder, folded: tuple[str, ...], told: Told, *, again: bool
) -> Iterator[Notice]:
    """What the ledger keeps: who was told; and, once, that somebody could not be.

    Whoever is refused for good is not asked again for the same reminder if others were told.
    """
    key, stage, due = reminder.key, reminder.stage, reminder.due
    before = notices_of(standing, key)
    because = " ".join((told.because or "nobody could be told").translate(NOT_QUOTABLE).split())
    not_sent = ReminderNotSent(key, stage, due, because, perhaps_sent=told.perhaps_twice)
    perhaps = any(isinstance(each, ReminderNotSent) and each.perhaps_sent for each in before)
    to = told.to or _told_before(standing, key, told)
    if to:
        sent = ReminderSent(key, stage, due, to, folded, perhaps_twice=again or perhaps)
        if told.later:
            yield from (sent, not_sent)
        elif told.refused:
            yield from (not_sent, sent)
        else:
            yield sent
    elif not before or isinstance(before[-1], ReminderSent) or (told.perhaps_twice > perhaps):
        yield not_sent


def _told_before(standing: Appointment, key: str, told: Told) -> tuple[str, ...]:
    """Who was told in an earlier round, where nobody is left who may be told later."""
    if told.later or (told.because and not told.refused):
        return ()
    return told_of(standing).get(key, ())
