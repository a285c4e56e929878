"""The term watch on a real server, with a real ledger and letters in a folder."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Final, NamedTuple

import pytest
import pytest_asyncio
from temporalio.client import Client

from activities.watch import Scanned
from domain.acts import AppointmentId
from domain.imported_terms import COLUMNS, Row, term_of
from domain.outcomes import Opened
from domain.watched import TermNotWatched, TermWatched
from ledger.book import Book
from ledger.record import read as read_appointment
from ledger.terms import import_terms
from ledger.watch import read
from notices.letters import Writer
from notices.office import PostOffice
from notices.post import Outbox
from tests.notices.kinds import EXAMPLE
from tests.workflows.engines import serving
from tests.workflows.schedules import first_run, is_paused_and_begins_at, letters_in, run_once
from worker import worker
from workflows.messages import WatchCharge
from workflows.scheduling import TERM_WATCH, NoWatch, keep_term_watch, scan_now

FIRST: Final = datetime(2026, 2, 2, 5, tzinfo=UTC)  # a Monday
TERMS: Final = (
    "judge,andorra,Aina Prat,Andorra,2018-05-01,2027-04-30,,seen,",
    "judge,malta,Ninu Borg,Malta,2018-05-10,2027-05-09,,seen,",
    "commissioner,,Ada Bell,Malta,2024-04-01,2030-03-31,,seen,",
)


class House(NamedTuple):
    """An engine with a ledger and an outbox of its own."""

    client: Client
    book: Book
    outbox: Path
    directory: Path

    async def scan(self, on: datetime) -> Scanned:
        """One look at the terms, on a clock that stands at that instant."""
        return await run_once(self.client, "TermWatch", WatchCharge, on, Scanned)

    def letters(self) -> list[EmailMessage]:
        return letters_in(self.outbox)

    def steps(self) -> Sequence[TermWatched | TermNotWatched]:
        return [entry.step for entry in read(self.book)]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    async with serving(tmp_path_factory.mktemp("term-watch")) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def house(server: Client, tmp_path: Path) -> AsyncIterator[House]:
    directory, outbox = tmp_path / "directory.toml", tmp_path / "outbox"
    directory.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    office = PostOffice(directory, Writer("calends@example.org"), Outbox(outbox))
    with Book.open(str(tmp_path / "ledger.sqlite")) as book:
        rows = [
            Row(line, term_of(dict(zip(COLUMNS, of.split(","), strict=True))))
            for line, of in enumerate(TERMS, start=2)
        ]
        import_terms(book, rows, FIRST)
        async with worker(server, book, office):
            yield House(server, book, outbox, directory)


def text(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return " ".join(str(part.get_content()).replace("\u00a0", " ").split())


ANDORRA, MALTA = (f"watch:judge/{seat}" for seat in ("andorra:2027-04-30:", "malta:2027-05-09:"))


async def test_a_scan_tells_once_and_weeks_of_downtime_fold(house: House) -> None:
    """Andorra's 15 months were on 30 January 2026; the 18 of both in the autumn before."""
    first = await house.scan(FIRST)
    assert first == Scanned(warned=(f"{ANDORRA}15", f"{MALTA}18"))
    assert house.steps() == [
        TermWatched(f"{ANDORRA}15", ("s-1021",), (f"{ANDORRA}18",)),
        TermWatched(f"{MALTA}18", ("s-1021",)),
    ]
    [letter] = house.letters()
    assert (letter["To"], letter["Subject"]) == (
        "Nora Lind <nora.lind@example.org>",
        "2 terms, the first until 30 April 2027",
    )
    said = text(letter)
    assert "The term ends on Friday 30 April 2027, in 452 days" in said
    assert "Last day for setting the procedure in motion Thursday 30 April 2026 R1366 2:" in said
    assert "ASSUMED" in said
    assert "Not opened yet. To open it: calends open judge/andorra 2027" in said
    assert f"References: {ANDORRA}15 {MALTA}18" in said

    assert await house.scan(FIRST) == Scanned()
    assert (len(house.letters()), len(house.steps())) == (1, 2)

    # The engine stands still until the summer.
    assert (await house.scan(FIRST + timedelta(weeks=26))).warned == (f"{ANDORRA}12", f"{MALTA}12")
    assert house.steps()[2:] == [
        TermWatched(f"{ANDORRA}12", ("s-1021",)),
        TermWatched(f"{MALTA}12", ("s-1021",), (f"{MALTA}15",)),
    ]
    assert len(house.letters()) == 2
    assert (house.book.appointments(), house.book.verify()) == ((), ())


async def test_two_scans_at_once_are_one(house: House) -> None:
    both = await asyncio.gather(house.scan(FIRST), house.scan(FIRST))
    assert sorted(len(each.warned) for each in both) == [0, 2]
    assert (len(house.letters()), len(house.steps())) == (1, 2)


async def test_what_could_not_be_sent_is_written_once_and_sent_later(house: House) -> None:
    sound = house.directory.read_text(encoding="utf-8")
    house.directory.write_text("[[persons]]\nrole = 'ownr'", encoding="utf-8")
    for _ in range(2):
        scanned = await house.scan(FIRST)
        assert scanned.warned == ()
        assert "person 1 has no id" in scanned.faults[0]
    assert [type(step) for step in house.steps()] == [TermNotWatched, TermNotWatched]

    house.directory.write_text(sound, encoding="utf-8")
    assert (await house.scan(FIRST)).warned == (f"{ANDORRA}15", f"{MALTA}18")
    assert len(house.letters()) == 1


async def test_an_appointment_is_opened_by_itself_where_the_directory_says_so(
    house: House,
) -> None:
    """Andorra's lead of 15 months has passed, Malta's comes a week later; the letter says so."""
    with house.directory.open("a", encoding="utf-8") as file:
        file.write('\n[[openings]]\noffice = "judge"\nopens_at = 15\n')
    scanned = await house.scan(FIRST)
    assert (scanned.opened, scanned.faults) == (("judge/andorra/2027",), ())
    [entry] = read_appointment(house.book, AppointmentId("judge/andorra/2027"))
    assert isinstance(entry.outcome, Opened)
    assert (entry.act, entry.staff, str(entry.outcome.term_ends)) == (
        "open",
        "term-watch",
        "2027-04-30",
    )
    said = text(house.letters()[0])
    assert "The appointment is open already: calends agenda judge/andorra/2027" in said
    assert "Not opened yet. To open it: calends open judge/malta 2027" in said

    assert (await house.scan(FIRST)).opened == ()
    assert (await house.scan(FIRST + timedelta(weeks=1))).opened == ("judge/malta/2027",)
    assert len(read_appointment(house.book, AppointmentId("judge/andorra/2027"))) == 1
    for id_ in ("judge/andorra/2027", "judge/malta/2027"):
        await house.client.get_workflow_handle(id_).terminate()


async def test_the_schedule_is_every_morning_and_can_be_triggered(house: House) -> None:
    """06:00 Europe/Paris; made twice it is one, and whoever has paused it finds it paused."""
    with pytest.raises(NoWatch):
        await scan_now(house.client)
    await keep_term_watch(house.client)
    schedule = house.client.get_schedule_handle(TERM_WATCH)
    await schedule.pause(note="on holiday")
    await keep_term_watch(house.client)
    await is_paused_and_begins_at(schedule, 6)

    await scan_now(house.client)
    scanned = await first_run(house.client, schedule, Scanned)
    assert scanned.faults == ()
    assert len(house.steps()) == len(scanned.warned)
    await schedule.delete()
