"""The clerk and its letters: a real server with skipped time, a real ledger, and an outbox."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from domain.acts import AppointmentId, Entry, identity_of
from domain.appointment import fold
from domain.diaries import Diary, Line, carry_out
from domain.outcomes import NOTICES, Opened, ReminderNotSent, ReminderSent
from domain.procedures import PROCEDURES
from domain.reckoning import day_in_strasbourg, is_working_day, start_of_day
from domain.reminders import IN_THE_MORNING, planned
from domain.timetable import ahead
from engine import reach
from ledger.book import Book
from ledger.record import read
from notices.letters import Writer
from notices.office import PostOffice
from notices.post import Outbox
from skipping import Skipping, skipping
from tests.conftest import told
from tests.notices.keeping import Heard, heard, opened_letter, told_on_record
from tests.notices.kinds import DIRECTORY, EXAMPLE, SENDER
from tests.workflows.engines import SOON, begin_anew_after, moved
from worker import worker
from workflows.sending import send

A_DAY = timedelta(days=1)


def post_office(folder: Path) -> PostOffice:
    return PostOffice(EXAMPLE, Writer(SENDER), Outbox(folder))


def in_the(outbox: Path) -> list[Heard]:
    """Everything that lies there. The address is that of the letter itself."""
    raws = [path.read_bytes() for path in sorted(outbox.glob("*.eml"))]
    return list(heard((address_in(raw), raw) for raw in raws))


def address_in(raw: bytes) -> str:
    message = opened_letter(raw)
    return str(message["To"].addresses[0].addr_spec)


async def act(skip: Skipping, of: Diary, line: Line) -> None:
    shift = await skip.bring(of.appointment, line.recorded_on)
    await send(
        skip.client,
        of.appointment,
        PROCEDURES[identity_of(of.appointment).office].workflow,
        line.act.id,
        msgspec.json.encode(line.act),
        shift=shift,
    )


async def carry_out_with(skip: Skipping, of: Diary) -> None:
    for line in of.lines:
        await act(skip, of, line)


def steps_of(entries: Sequence[Entry]) -> list[str]:
    """What is on record beside reminders."""
    return [each.act for each in entries if not isinstance(each.outcome, NOTICES)]


def first_letters(entries: tuple[Entry, ...]) -> datetime:
    """The instant of the first ones, as an appointment that was just opened plans them."""
    opening = entries[0].outcome
    assert isinstance(opening, Opened)
    standing = fold(AppointmentId(f"{opening.seat}/{opening.year}"), entries)
    return planned(standing, ahead(standing))[0].at


def not_sent(entries: Sequence[Entry]) -> list[Entry]:
    return [each for each in entries if isinstance(each.outcome, ReminderNotSent)]


def told_once(entries: Sequence[Entry], outbox: Path) -> bool:
    """Whether the letters that lie there are those on record."""
    on_record = Counter((of.address, of.keys) for of in told_on_record(entries, DIRECTORY))
    return on_record == Counter((of.address, of.keys) for of in in_the(outbox))


def letters_came_at_their_instants(entries: Sequence[Entry], outbox: Path) -> None:
    """Once each, a moment after half past eight of a working day; and all of them on record."""
    closed_days = next(
        each.outcome.closed_days for each in entries if isinstance(each.outcome, Opened)
    )
    keys = []
    for entry in entries:
        if isinstance(sent := entry.outcome, ReminderSent):
            on = day_in_strasbourg(entry.recorded_at)
            late = entry.recorded_at - start_of_day(on) - IN_THE_MORNING
            assert timedelta(0) <= late < SOON
            assert is_working_day(on, closed_days)
            assert not sent.perhaps_twice
            keys.append((sent.key, sent.to))
    assert len(keys) == len(set(keys)) > 5
    assert told_once(entries, outbox)


async def test_letters_come_at_their_instants_and_are_all_on_record(tmp_path: Path) -> None:
    """A year of an election by its clerk."""
    year, outbox = told("secretary_general/ordinary-2029"), tmp_path / "outbox"
    with Book.open(str(tmp_path / "ledger.sqlite")) as book:
        async with skipping() as skip, worker(skip.client, book, post_office(outbox)):
            for line in year.lines:
                await act(skip, year, line)
        entries = read(book, year.appointment)
    assert steps_of(entries) == steps_of(carry_out(year))
    letters_came_at_their_instants(entries, outbox)


async def test_two_clerks_with_two_workers_tell_everybody_once(tmp_path: Path) -> None:
    """Two years side by side, by whichever worker comes first; one outbox."""
    outbox = tmp_path / "outbox"
    both = (told("judge/ordinary-2027"), told("cpt_member/ordinary-2027"))
    ledger = str(tmp_path / "ledger.sqlite")
    with Book.open(ledger) as book, Book.open(ledger) as other:
        async with skipping() as skip:
            again = await reach(skip.client.service_client.config.target_host)
            async with (
                worker(skip.client, book, post_office(outbox)),
                worker(again, other, post_office(outbox)),
            ):
                await asyncio.gather(*(carry_out_with(skip, each) for each in both))
        records = [read(book, each.appointment) for each in both]
    for each, entries in zip(both, records, strict=True):
        assert steps_of(entries) == steps_of(carry_out(each))
    letters_came_at_their_instants([e for entries in records for e in entries], outbox)


async def test_a_clerk_that_begins_a_new_run_says_nothing_twice(tmp_path: Path) -> None:
    """As it does when its history has grown long."""
    year, outbox = told("deputy_secretary_general/ordinary-2027"), tmp_path / "outbox"
    with Book.open(str(tmp_path / "ledger.sqlite")) as book:
        async with (
            moved(*begin_anew_after(60)) as skip,
            worker(skip.client, book, post_office(outbox)),
        ):
            await act(skip, year, year.lines[0])
            clerk = skip.client.get_workflow_handle(year.appointment)
            first = (await clerk.describe()).run_id
            for line in year.lines[1:-1]:
                await act(skip, year, line)
            assert (await clerk.describe()).run_id != first
            await act(skip, year, year.lines[-1])
        entries = read(book, year.appointment)
    assert steps_of(entries) == steps_of(carry_out(year))
    letters_came_at_their_instants(entries, outbox)


async def test_a_clerk_whose_post_is_away_goes_on_and_tells_later(tmp_path: Path) -> None:
    """The outbox cannot be written: the year goes its way, and nothing is said twice."""
    year, outbox = told("deputy_secretary_general/ordinary-2027"), tmp_path / "outbox"
    outbox.write_text("in the way")
    with Book.open(str(tmp_path / "ledger.sqlite")) as book:
        async with skipping() as skip, worker(skip.client, book, post_office(outbox)):
            await act(skip, year, year.lines[0])
            await skip.bring(year.appointment, first_letters(read(book, year.appointment)) + A_DAY)
            failed = not_sent(read(book, year.appointment))
            outbox.unlink()
            for line in year.lines[1:]:
                await act(skip, year, line)
        entries = read(book, year.appointment)
    assert failed
    assert failed == not_sent(entries)
    assert steps_of(entries) == steps_of(carry_out(year))
    assert told_once(entries, outbox)
