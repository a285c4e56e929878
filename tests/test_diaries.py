"""Every diary, three ways: on paper, in the ledger, and with its clerk on a real server."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from domain.acts import Entry, Provenance
from domain.appointment import Appointment, Concluded, fold
from domain.ballots import Count, Votes
from domain.clauses import ECHR_22, Refused
from domain.diaries import BadDiary, Diary, carry_out, read_diary, write_diary
from domain.languages import ENGLISH, FRENCH
from domain.outcomes import Opened
from domain.reckoning import day
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
def test_an_earlier_release_may_have_refused_in_other_words(path: Path) -> None:
    """Under the same clause; under another, or where nothing is refused, it is another record."""
    entries = carry_out(told(path))
    written = write_diary(entries)
    reworded = re.sub(r"(-> refused[^:\n]*): .*", r"\1: because it was so", written)
    refused = sum(entry.refused for entry in entries)
    assert reworded.count("because it was so") == refused
    assert [e.outcome for e in carry_out(read_diary(reworded))] == [e.outcome for e in entries]
    elsewhere = re.sub(r"-> refused[^:\n]*:", "-> refused under JIS 99:", written)
    if refused:
        with pytest.raises(BadDiary, match="expected refused under JIS 99"):
            carry_out(read_diary(elsewhere))


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


PAST_OF_OTHER_OFFICES = (
    ("commissioner/2012", "Nils Muižnieks", (120, 239, 120), "2012-04-01", "2018-03-31"),
    ("commissioner/2024", "Michael O'Flaherty", (104, 211, 106), "2024-04-01", "2030-03-31"),
    (
        "secretary_general_of_the_assembly/2011",
        "Wojciech Sawicki",
        (151, 242, 122),
        "2011-02-01",
        "2016-01-31",
    ),
)


@pytest.mark.parametrize(
    ("diary", "elected", "figures", "starts", "ends"),
    PAST_OF_OTHER_OFFICES,
    ids=[diary for diary, *_ in PAST_OF_OTHER_OFFICES],
)
def test_a_past_election_to_another_office_ended_as_the_record_has_it(
    diary: str, elected: str, figures: tuple[int, int, int], starts: str, ends: str
) -> None:
    """The figures: votes of the elected, votes cast, absolute majority. In 2024 104 were enough."""
    past = told(FOLDER / f"{diary}.diary")
    standing = fold(past.appointment, carry_out(past))
    assert standing.mandate is not None
    count = [done for done in standing.concluded if done.stage.key == "ballot"][-1].outcome.count
    most = max(each.votes for each in count.votes)
    assert (elected, figures, starts, ends) == (
        standing.mandate.elected,
        (most, count.cast, count.absolute_majority),
        standing.mandate.starts.earliest.isoformat(),
        standing.mandate.last_day.latest.isoformat(),
    )


@pytest.mark.parametrize(
    ("diary", "seen"),
    [
        ("commissioner/2012", ["2012-01-24", "2012-04-01"]),
        (
            "commissioner/2024",
            ["2023-11-01 to 2023-11-30", "2024-01-23", "2024-01-24", "2024-04-01"],
        ),
        (
            "secretary_general_of_the_assembly/2011",
            [
                "2010-03-31",
                "2010-05-21",
                "2010-06-24",
                "2010-07-07",
                "2010-07-07",
                "2010-10-05",
                "2011-02-01",
            ],
        ),
        ("judge/ireland-2014", ["2015-04-21", "2015-07-02"]),
        ("judge/bosnia-and-herzegovina-2012", []),
        ("judge/slovakia-2014", ["2014-10-01 to 2014-10-31"]),
        ("judge/azerbaijan-2016", ["2016-01-01 to 2016-01-31"]),
        ("judge/poland-2024", ["2024-10-01"]),
    ],
)
def test_a_day_that_no_record_gives_is_not_told_as_one_that_was_seen(
    diary: str, seen: list[str]
) -> None:
    """All other days follow from the calendar or are not on record, and the diary says so."""
    entries = carry_out(told(FOLDER / f"{diary}.diary"))[1:]
    marked_seen = [each for each in entries if each.provenance is Provenance.SEEN]
    assert seen == [str(each.happened) for each in marked_seen]


def judge(diary: str) -> Appointment:
    past = told(FOLDER / "judge" / f"{diary}.diary")
    return fold(past.appointment, carry_out(past))


def done_at(standing: Appointment, stage: str) -> list[Concluded]:
    return [done for done in standing.concluded if done.stage.key == stage]


def test_bosnia_and_herzegovina_2012_was_interrupted_and_went_to_the_autumn() -> None:
    """R1432 2: completed after the part-session of June; 107 of 184 votes cast, threshold 93."""
    standing = judge("bosnia-and-herzegovina-2012")
    (completion,), (ballot,) = done_at(standing, "completion"), done_at(standing, "ballot")
    count = ballot.outcome.count
    assert completion.stage.window.opens.latest.isoformat() == "2012-06-29"
    assert ballot.stage.window.opens.span == day(date(2012, 10, 1))
    assert (count.cast, count.absolute_majority) == (184, 93)
    assert (standing.elected, max(each.votes for each in count.votes)) == ("Faris Vehabović", 107)


def test_ireland_2014_could_start_until_21_july_2015() -> None:
    """Rules of Court 2: the seat was vacant, so within three months of the election."""
    standing = judge("ireland-2014")
    (start,) = done_at(standing, "start")
    assert start.stage.window.closes is not None
    window = (start.stage.window.opens.earliest, start.stage.window.closes.latest)
    assert (date(2015, 4, 21), date(2015, 7, 21)) == window
    assert standing.mandate is not None
    assert ("Síofra O'Leary", day(date(2015, 7, 2))) == standing.mandate[:2]


@pytest.mark.parametrize("diary", ["slovakia-2014", "azerbaijan-2016"])
def test_a_list_was_rejected_by_two_thirds_before_the_reform(diary: str) -> None:
    """R1366 3: three of five were not enough then; they are in the edition of 2019."""
    assert [open_.occurrence for open_ in judge(diary).open if open_.stage.due] == [
        "letter/2",
        "selection",
    ]
    of_that_time = (FOLDER / "judge" / f"{diary}.diary").read_text(encoding="utf-8")
    unknown = "rejecting the list: carried, figures not on record"
    assert unknown in of_that_time
    by_three_of_five = of_that_time.replace(
        unknown, "rejecting the list under iv: 3 in favour, 2 against"
    )
    with pytest.raises(BadDiary, match="expected opens: endorsement"):
        carry_out(read_diary(by_three_of_five))
    assert carry_out(read_diary(re.sub("edition 20[01]5", "edition 2019", by_three_of_five)))


def test_poland_2024_was_elected_with_just_the_threshold_after_three_rejected_lists() -> None:
    """ECHR 22: 78 of 154 votes cast; counts of the others that do not add up are refused."""
    standing = judge("poland-2024")
    (ballot,) = done_at(standing, "ballot")
    count = ballot.outcome.count
    assert [done.outcome.endorsed for done in done_at(standing, "endorsement")] == [True] * 3
    assert (count.votes[0].votes, count.cast, count.absolute_majority) == (78, 154, 78)
    paper = ballot.stage.names
    too_many = tuple(Votes(name, votes) for name, votes in zip(paper, (78, 51, 29), strict=True))
    with pytest.raises(Refused, match="158 votes counted do not make 154 votes cast"):
        Count(too_many, votes_cast=154).must_add_up(paper, ECHR_22)
