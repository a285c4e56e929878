"""The daily checkpoint on a real server, with a real ledger and letters in a folder."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Final, NamedTuple

import pytest
import pytest_asyncio
from temporalio.client import Client, WorkflowFailureError

from activities.checkpoint import Signed
from ledger.book import Book
from ledger.checkpoints import Notary
from ledger.notes import check, read_note
from notices.letters import Writer
from notices.office import PostOffice
from notices.post import Outbox
from tests.ledger import raw
from tests.notices.kinds import EXAMPLE
from tests.workflows.engines import serving
from tests.workflows.schedules import first_run, is_paused_and_begins_at, letters_in, run_once
from worker import worker
from workflows.messages import CheckpointCharge
from workflows.scheduling import CHECKPOINTS, keep_checkpoints

NIGHT: Final = datetime(2029, 6, 26, 0, 0, tzinfo=UTC)  # 02:00 in Strasbourg
MAIL: Final = '\n[checkpoints]\nmail = ["s-1001", "s-1002"]\n'
SG: Final = "secretary-general/2029"


class House(NamedTuple):
    """An engine with a ledger, a home and an outbox of its own."""

    client: Client
    book: Book
    notary: Notary
    outbox: Path
    directory: Path
    ledger: str

    async def sign(self, on: datetime) -> Signed:
        """One night's checkpoint, on a clock that stands at that instant."""
        return await run_once(self.client, "DailyCheckpoint", CheckpointCharge, on, Signed)

    def letters(self) -> dict[str, EmailMessage]:
        return {str(letter["To"]): letter for letter in letters_in(self.outbox)}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    async with serving(tmp_path_factory.mktemp("checkpoints")) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def house(server: Client, tmp_path: Path) -> AsyncIterator[House]:
    directory, outbox = tmp_path / "directory.toml", tmp_path / "outbox"
    directory.write_text(EXAMPLE.read_text(encoding="utf-8") + MAIL, encoding="utf-8")
    office = PostOffice(directory, Writer("calends@example.org"), Outbox(outbox))
    notary = Notary(tmp_path / "home", "calends.example.org")
    ledger = str(tmp_path / "ledger.sqlite")
    with Book.open(ledger) as book:
        async with worker(server, book, office, notary):
            yield House(server, book, notary, outbox, directory, ledger)


def say(book: Book, *words: str) -> None:
    entries = [("said/1", f'"{word}"'.encode()) for word in words]
    book.append(SG, after=len(book.read(SG)), entries=entries)


async def test_each_night_the_ledger_is_signed_kept_and_mailed(house: House) -> None:
    """In each person's language, the note as it was signed; and nothing where nothing is new."""
    assert await house.sign(NIGHT) == Signed()
    say(house.book, "one", "two")

    assert await house.sign(NIGHT) == Signed(2, new=True, mailed=("s-1001", "s-1002"))
    [kept] = house.notary.kept()
    assert (kept.checkpoint.size, kept.checkpoint.at) == (2, NIGHT)
    letters = house.letters()
    assert sorted(letters) == [
        "Ida Falk <ida.falk@example.org>",
        "Paul Renaud <paul.renaud@example.org>",
    ]
    for letter in letters.values():
        text = str(letter.get_content()).replace("\r\n", "\n")
        assert letter.get_content_type() == "text/plain"
        note = text[text.index("\ncalends.example.org\n") + 1 :]
        assert note == kept.place.read_text(encoding="utf-8")
        assert check(read_note(note), house.notary.verifier()) == kept.checkpoint

    assert await house.sign(NIGHT + timedelta(days=1)) == Signed(2)
    say(house.book, "three")
    assert await house.sign(NIGHT + timedelta(days=2)) == Signed(
        3, new=True, mailed=("s-1001", "s-1002")
    )
    assert len(house.notary.places()) == 2
    assert len(list(house.outbox.glob("*.eml"))) == 4


async def test_whoever_could_not_be_written_to_gets_it_the_next_night(house: House) -> None:
    """A directory that cannot be read does not keep the ledger from being signed."""
    say(house.book, "one")
    sound = house.directory.read_text(encoding="utf-8")
    house.directory.write_text("[checkpoints]\nmail = 3", encoding="utf-8")
    signed = await house.sign(NIGHT)
    assert (signed.entries, signed.new, signed.mailed) == (1, True, ())
    assert "checkpoints: mail is not a list" in signed.faults[0]

    house.directory.write_text(sound.replace(', "s-1002"]', "]"), encoding="utf-8")
    assert await house.sign(NIGHT) == Signed(1, mailed=("s-1001",))
    house.directory.write_text(sound, encoding="utf-8")
    away = house.outbox.rename(house.outbox.with_name("away"))
    house.outbox.write_text("in the way")
    signed = await house.sign(NIGHT)
    assert (signed.mailed, len(signed.faults)) == ((), 1)
    house.outbox.unlink()
    away.rename(house.outbox)
    assert await house.sign(NIGHT) == Signed(1, mailed=("s-1002",))


async def test_two_nights_at_once_are_one(house: House) -> None:
    say(house.book, "one")
    both = await asyncio.gather(house.sign(NIGHT), house.sign(NIGHT))
    assert sorted(each.new for each in both) == [False, True]
    assert len(list(house.outbox.glob("*.eml"))) == 2


async def test_what_is_broken_is_not_signed_and_the_night_says_so(house: House) -> None:
    """The workflow fails, visibly, with the entry; whoever gets checkpoints is told of it."""
    say(house.book, "one", "two")
    raw.tamper(house.ledger, "UPDATE entries SET topic = 'x/1' WHERE originator_version = 2")

    with pytest.raises(WorkflowFailureError) as failed:
        await house.sign(NIGHT)
    assert f"Entry 2 of {SG} is not what was written" in str(failed.value.cause.__cause__)
    assert house.notary.places() == ()
    subjects = {to: letter["Subject"] for to, letter in house.letters().items()}
    assert sorted(subjects.values()) == [
        "Calends : le registre n’est plus conforme",
        "Calends: the ledger does not verify",
    ]
    for letter in house.letters().values():
        assert f"Entry 2 of {SG} is not what was written" in str(letter.get_content())


async def test_the_schedule_is_every_night_at_two(house: House) -> None:
    """02:00 Europe/Paris; made twice it is one, and whoever has paused it finds it paused."""
    say(house.book, "one")
    await keep_checkpoints(house.client)
    schedule = house.client.get_schedule_handle(CHECKPOINTS)
    await schedule.pause(note="on holiday")
    await keep_checkpoints(house.client)
    await is_paused_and_begins_at(schedule, 2)

    await schedule.trigger()
    assert (await first_run(house.client, schedule, Signed)).new
    await schedule.delete()
