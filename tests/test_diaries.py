"""Every diary, three ways: on paper, in the ledger, and with its clerk on a real server."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from domain.acts import Entry
from domain.appointment import fold
from domain.diaries import Diary, carry_out, read_diary, write_diary
from domain.languages import ENGLISH, FRENCH
from domain.outcomes import Opened
from ledger.book import Book
from ledger.record import read, record
from rehearsal import rehearse

FOLDER = Path(__file__).parent / "diaries"
DIARIES = sorted(FOLDER.rglob("*.diary"))
SOME_INSTANT = datetime(1, 1, 1, tzinfo=UTC)

every_diary = pytest.mark.parametrize(
    "path", DIARIES, ids=[path.relative_to(FOLDER).with_suffix("").as_posix() for path in DIARIES]
)


def told(path: Path) -> Diary:
    return read_diary(path.read_text(encoding="utf-8"))


def timeless(entries: tuple[Entry, ...]) -> list[Entry]:
    """All but the instant of recording, in which a clerk is some moments late."""
    return [msgspec.structs.replace(entry, recorded_at=SOME_INSTANT) for entry in entries]


@every_diary
def test_a_diary_on_paper_leads_where_it_says(path: Path) -> None:
    """Each line is recorded, or refused as its arrow says; said in both languages."""
    entries = carry_out(told(path))
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    for entry in entries:
        assert ENGLISH.say(entry.outcome)
        assert FRENCH.say(entry.outcome)


@every_diary
def test_a_diary_written_again_gives_the_same_entries(path: Path) -> None:
    """An appointment exports as a diary and becomes a test."""
    entries = carry_out(told(path))
    again = carry_out(read_diary(write_diary(entries)))
    acts_aside = [
        [msgspec.structs.replace(entry, act="", digest="") for entry in timeless(each)]
        for each in (entries, again)
    ]
    assert acts_aside[0] == acts_aside[1]


@every_diary
def test_a_diary_in_the_ledger_is_the_diary_on_paper(path: Path, tmp_path: Path) -> None:
    """Act by act through `record`, on a real file that is opened anew before each line."""
    diary, location = told(path), str(tmp_path / "ledger.sqlite")
    for line in diary.lines:
        with Book.open(location) as book:
            record(book, diary.appointment, msgspec.json.encode(line.act), line.recorded_on)
    with Book.open(location, create=False) as book:
        assert read(book, diary.appointment) == carry_out(diary)
        assert book.verify() == ()


@every_diary
async def test_a_diary_with_the_clerk_is_the_diary_on_paper(path: Path) -> None:
    """Through Temporal, with skipped and shifted time: the same entries.

    Each on a server of its own: a server remembers the acts of a clerk that has ended, and two
    diaries of one appointment may begin alike; and a clock moves more slowly there with every
    earlier clerk of the appointment.
    """
    rehearsed = await rehearse(told(path))
    assert rehearsed.differences == ()
    assert timeless(rehearsed.entries) == timeless(carry_out(told(path)))


@pytest.mark.parametrize("year", [2009, 2014, 2019, 2024])
def test_a_past_election_ended_as_the_record_has_it(year: int) -> None:
    """Precedents: who was elected, with which votes of how many, and from when to when."""
    entries = carry_out(told(FOLDER / "secretary_general" / f"{year}.diary"))
    standing = fold(told(FOLDER / "secretary_general" / f"{year}.diary").appointment, entries)
    assert standing.mandate is not None
    ballot = [done for done in standing.concluded if done.stage.key == "ballot"][-1].outcome
    most = max(each.votes for each in ballot.count.votes)
    assert isinstance(entries[0].outcome, Opened)
    assert {
        2009: ("Thorbjørn Jagland", 165, 245, "2009-10-01", "2014-09-30"),
        2014: ("Thorbjørn Jagland", 156, 249, "2014-10-01", "2019-09-30"),
        2019: ("Marija Pejčinović Burić", 159, 264, "2019-09-18", "2024-09-17"),
        2024: ("Alain Berset", 114, 245, "2024-09-18", "2029-09-17"),
    }[year] == (
        standing.mandate.elected,
        most,
        ballot.count.cast,
        standing.mandate.starts.earliest.isoformat(),
        standing.mandate.last_day.latest.isoformat(),
    )
