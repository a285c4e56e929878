"""Appointments of every office through their years: each reminder once, in time, and on record."""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from domain.appointment import Status, fold
from domain.outcomes import NOTICES, Opened, ReminderNotSent, ReminderSent
from domain.parties import parties
from domain.procedures import PROCEDURES
from domain.reckoning import day_in_strasbourg, is_working_day, start_of_day
from domain.reminders import IN_THE_MORNING, Tone, planned
from domain.timetable import ahead, usual_opening
from ledger.book import Book
from notices.letters import Writer
from notices.office import PostOffice
from notices.post import SmtpPost
from tests.domain.acts_in_short import SG, d
from tests.domain.openings import COMMISSIONER, CPT, DSG, JUDGE, SGPA, Opening, regular
from tests.notices.keeping import (
    Delayed,
    Kept,
    account,
    concluded_by,
    heard,
    told_on_record,
)
from tests.notices.kinds import DIRECTORY, EXAMPLE, SENDER
from tests.notices.servers import Polite, serving

SINGLE = {SG: "09-17", DSG: "08-31", SGPA: "01-31", COMMISSIONER: "03-31"}
BY_PARTY = {JUDGE: "04-30", CPT: "12-19"}
ENDS = SINGLE | BY_PARTY
YEARS = range(2027, 2037)
PARTIES = tuple(sorted(each for each, of in parties().items() if of.convention_until is None))


def openings(number: int, chance: Random) -> Iterator[Opening]:
    """Of every office once, and then by lot; no appointment twice."""
    every = [(office, year, "") for office in SINGLE for year in YEARS]
    every += [(of, year, party) for of in BY_PARTY for year in YEARS for party in PARTIES]
    chance.shuffle(every)
    first = [next(each for each in every if each[0] == office) for office in PROCEDURES]
    for office, year, party in [*dict.fromkeys((*first, *every))][:number]:
        ends = f"{year}-{ENDS[office]}"
        asked = Opened(office, year, term_ends=d(ends), party=party)
        on = usual_opening(PROCEDURES[office], asked)
        yield regular(office, year, ends, on.isoformat(), "", party)


class Count(Counter[str]):
    """What a year came to, for whoever reads the figures."""

    def line(self, seconds: float) -> str:
        said = ", ".join(f"{number} {what}" for what, number in self.items())
        return f"{said}, in {seconds:.0f} seconds\n"


def a_year_of(number: int, ledger: str, seed: int) -> None:
    """One after the other: what one appointment does the others do not feel."""
    began, chance, count, server = time.monotonic(), Random(seed), Count(), Polite()
    with (
        serving(server) as port,
        SmtpPost(account(port), SENDER) as post,
        Book.open(ledger) as book,
    ):
        office = PostOffice(EXAMPLE, Writer(SENDER), post)
        for opening in openings(number, chance):
            lived = Delayed(
                opening.id, book, office, start_of_day(d(opening.on)) + IN_THE_MORNING, chance
            )
            lived.does(opening.asked, opening.on)
            lived.lives()
            taken, server.taken = server.taken, []
            the_letters_are_those_on_record(lived, taken, count)
            each_is_sent_once_in_time_and_not_in_vain(lived, count)
            every_one_that_was_due_was_sent(lived)
            count["appointments"] += 1
            count["closed"] += lived.standing.status is Status.CLOSED
            count["rounds"] += lived.rounds
        assert len(book.appointments()) == number
        assert book.verify() == ()
    sys.stdout.write(count.line(time.monotonic() - began))
    assert count["letters"] > 10 * number
    assert count["moved"] >= number // 10
    assert count["closed"] > number // 2


def the_letters_are_those_on_record(
    kept: Kept, taken: list[tuple[str, bytes]], count: Count
) -> None:
    """Who was told what and when, from the ledger alone, is what the server took."""
    letters = list(heard(taken))
    assert Counter(told_on_record(kept.entries, DIRECTORY)) == Counter(letters)
    of_a_person = Counter((each.address, key) for each in letters for key in each.keys)
    assert set(of_a_person.values()) == {1}
    count["letters"] += len(letters)


def each_is_sent_once_in_time_and_not_in_vain(kept: Kept, count: Count) -> None:
    """At half past eight of a working day, and not of a step that is done."""
    standing, keys = kept.standing, list[str]()
    done = concluded_by(standing)
    for entry in kept.entries:
        assert not isinstance(entry.outcome, ReminderNotSent)
        if isinstance(sent := entry.outcome, ReminderSent):
            on = day_in_strasbourg(entry.recorded_at)
            assert entry.recorded_at == start_of_day(on) + IN_THE_MORNING
            assert is_working_day(on, standing.opening.closed_days)
            assert entry.number < done.get(sent.of, len(kept.entries) + 1)
            assert not sent.perhaps_twice
            keys += [sent.key, *sent.also]
            count["reminders"] += 1
            count["moved"] += ":moved" in sent.key
    assert len(keys) == len(set(keys))


def every_one_that_was_due_was_sent(kept: Kept) -> None:
    """Whatever was planned for an instant, and nothing was recorded before it, left then."""
    went = {
        key: entry.recorded_at
        for entry in kept.entries
        if isinstance(sent := entry.outcome, ReminderSent)
        for key in (sent.key, *sent.also)
    }
    steps = [e.number for e in kept.entries if not isinstance(e.outcome, NOTICES)]
    ends = [kept.entries[number - 1].recorded_at for number in steps[1:]] + [kept.now]
    for number, end in zip(steps, ends, strict=True):
        standing = fold(kept.id, kept.entries[:number])
        for reminder in planned(standing, ahead(standing)):
            if standing.entries[-1].recorded_at < reminder.at < end:
                assert reminder.key in went, reminder
                assert went[reminder.key] <= reminder.at or reminder.tone is Tone.MOVED, reminder


def test_ten_appointments_through_their_years(tmp_path: Path) -> None:
    a_year_of(10, str(tmp_path / "ledger.sqlite"), seed=2029)


@pytest.mark.soak
def test_two_hundred_appointments_through_their_years(tmp_path: Path) -> None:
    """No outside witness: an invariant of the house."""
    a_year_of(200, str(tmp_path / "ledger.sqlite"), seed=1949)


def test_an_appointment_in_postgresql_through_its_year(postgresql_url: str) -> None:
    a_year_of(1, postgresql_url, seed=6)
