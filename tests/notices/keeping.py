"""Appointments kept without a clerk: the real ledger, the real post, and a clock that is moved."""

import email
import email.policy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from random import Random
from typing import NamedTuple

import msgspec

from activities.reminding import remind
from domain.acts import Act, AppointmentId, Entry
from domain.appointment import Appointment, Status
from domain.outcomes import DateMoved, DatePlanned, Recordable, ReminderSent
from domain.reckoning import A_DAY, day, start_of_day
from ledger.book import Book
from ledger.record import read, record, review, try_out
from notices.accounts import Security, SmtpAccount
from notices.directory import Directory
from notices.office import PostOffice
from tests.domain.acts_in_short import Case, on
from tests.domain.openings import expected, goes_on
from tests.notices.servers import LOOPBACK

KEY = re.compile(r"reminder:\S+")


class Heard(NamedTuple):
    """What somebody was told in one letter: when, at which address, by which reminders."""

    at: datetime
    address: str
    keys: frozenset[str]


def account(port: int) -> SmtpAccount:
    return SmtpAccount(LOOPBACK, port, Security.NONE, patience=5.0)


def opened_letter(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def heard(taken: Iterable[tuple[str, bytes]]) -> Iterator[Heard]:
    """From letters alone, as a server took them."""
    for address, raw in taken:
        message = opened_letter(raw)
        plain = message.get_body(("plain",))
        assert plain is not None
        last = plain.get_content().rstrip().rpartition("\n")[2]
        yield Heard(parsedate_to_datetime(message["Date"]), address, frozenset(KEY.findall(last)))


def told_on_record(entries: Sequence[Entry], directory: Directory) -> Iterator[Heard]:
    """From the ledger alone: whoever is named again for a reminder was told before."""
    met: set[tuple[str, str]] = set()
    rounds: dict[tuple[datetime, str], set[str]] = {}
    for entry in entries:
        sent = entry.outcome
        if isinstance(sent, ReminderSent):
            for person in sent.to:
                if (person, sent.key) not in met:
                    met.add((person, sent.key))
                    rounds.setdefault((entry.recorded_at, person), set()).add(sent.key)
    addresses = {person.id: person.address for person in directory.persons}
    for (at, id_), keys in rounds.items():
        yield Heard(at, addresses[id_], frozenset(keys))


class Kept(Case):
    """An appointment in a real ledger, of which staff are reminded as its clock goes on."""

    def __init__(self, id_: AppointmentId, book: Book, office: PostOffice, now: datetime) -> None:
        super().__init__(id_)
        self.book, self.office, self.now = book, office, now
        self.rounds = 0

    @property
    def alarm(self) -> datetime | None:
        return review(self.book, self.id, self.now, reminding=True).alarm

    def goes_to(self, instant: datetime) -> None:
        """Every alarm on the way rings, as it does for a clerk."""
        while (alarm := self.alarm) and alarm <= instant:
            assert alarm > self.now
            self.now = alarm
            self.rings()
        self.now = max(self.now, instant)

    def rings(self, *, again: bool = False) -> None:
        self.rounds += 1
        try:
            remind(self.book, self.office, self.id, self.now, again=again, alive=lambda: None)
        finally:
            self.entries = read(self.book, self.id)

    def records(self, act: Act) -> Entry:
        record(self.book, self.id, msgspec.json.encode(act), self.now)
        self.entries = read(self.book, self.id)
        return self.entries[-1]


class Delayed(Kept):
    """The same with people in it: steps come late, are written down later, and days are moved.

    `waits`: nothing more is recorded, and the appointment stands still.
    """

    def __init__(
        self,
        id_: AppointmentId,
        book: Book,
        office: PostOffice,
        now: datetime,
        chance: Random,
    ) -> None:
        super().__init__(id_, book, office, now)
        self.chance = chance
        self.waits = False

    def lives(self) -> None:
        """To its end, or for some months beyond the step at which it stands still."""
        while not (self.waits or self.standing.status is Status.CLOSED):
            self.waits = self.chance.random() < 0.01
            if self.chance.random() < 0.3:
                self._moves_a_day()
            goes_on(self, reason="a delay")
        self.goes_to(self.now + timedelta(weeks=20))

    def does(self, outcome: Recordable, happened: str, now: str = "", **envelope: str) -> Entry:
        """On that day, or on a later one where the law lets it be."""
        if self.waits:
            return self.entries[-1]
        usual = self.chance.choice([0, 0, 0, 1, 2, 5, 12, 25])
        for delay in dict.fromkeys((usual, 0, 7, 30, 90)):
            late = date.fromisoformat(happened) + delay * A_DAY
            act = self.act(outcome, late.isoformat(), **envelope)  # type: ignore[arg-type]
            at = self._written_down(late)
            if not self.entries or not try_out(self.book, self.id, act, at)[0].refused:
                self.goes_to(at)
                return self.records(act)
        self.waits = True
        return self.entries[-1]

    def _written_down(self, happened: date) -> datetime:
        later = self.chance.choice([0, 0, 0, 0, 1, 4]) * A_DAY
        minutes = timedelta(minutes=self.chance.randint(0, 9 * 60))
        at = start_of_day(happened) + later + timedelta(hours=9) + minutes
        return max(at, self.now + timedelta(minutes=1))

    def _moves_a_day(self) -> None:
        """Of the next step: fixed where no body has fixed it, else moved."""
        open_, _ = expected(self.standing)
        today = self.now.date()
        to = day(max(today, open_.rests_on) + self.chance.randint(8, 50) * A_DAY)
        planned = self.standing.opening.planned(open_.occurrence)
        outcome = DateMoved(open_.occurrence, to) if planned else DatePlanned(open_.occurrence, to)
        act = Act(f"day-{len(self.entries)}", outcome, on(f"{today}"), reason="the room")
        if not try_out(self.book, self.id, act, self.now)[0].refused:
            self.records(act)


def concluded_by(standing: Appointment) -> Mapping[str, int]:
    """The number of the entry that concluded each stage."""
    return {done.occurrence: done.entry.number for done in standing.concluded}
