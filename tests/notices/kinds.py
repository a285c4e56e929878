"""One of each kind of letter, in each language: what a person should have read once."""

import email
import email.policy
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import msgspec
import pytest

from domain.acts import Act, AppointmentId, Entry, identity_of
from domain.appointment import fold
from domain.decisions import decide
from domain.languages import LANGUAGES
from domain.outcomes import (
    CallIssued,
    DateConfirmed,
    DateMoved,
    DatePlanned,
    Opened,
    Recordable,
)
from domain.reckoning import day
from domain.reminders import Reminder, Tone, planned
from domain.timetable import Expected, ahead
from notices.directory import Directory, Person
from notices.directory_file import load
from notices.letters import Letter, Writer, envelopes

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "operators" / "directory.toml"
DIRECTORY = load(EXAMPLE)
SG = "secretary-general/2029"
JUDGE = "judge/andorra/2027"
SENDER = "calends@example.org"
DESK = "https://desk.example.org"
WRITERS = {desk: Writer(SENDER, desk) for desk in ("", DESK)}


def opened(appointment: str, on: date, term_ends: date | None = None) -> tuple[Entry, ...]:
    of = identity_of(appointment)
    asked = Opened(of.office, of.year, party=of.party, term_ends=term_ends)
    return with_act((), appointment, asked, on)


def with_act(
    entries: tuple[Entry, ...], appointment: str, outcome: Recordable, on: date, **envelope: str
) -> tuple[Entry, ...]:
    """One more act, decided as in earnest."""
    act = Act(f"act-{len(entries)}", outcome, day(on), **envelope)  # type: ignore[arg-type]
    entry = decide(AppointmentId(appointment), entries, act, noon(on)).entry
    assert not entry.refused, entry
    return (*entries, entry)


def noon(of: date) -> datetime:
    return datetime(of.year, of.month, of.day, 12, tzinfo=UTC)


def lying_ahead(entries: Sequence[Entry]) -> tuple[tuple[Expected, ...], tuple[Reminder, ...]]:
    """What is expected, and every reminder of it."""
    opening = entries[0].outcome
    assert isinstance(opening, Opened)
    id_ = AppointmentId(f"{opening.seat}/{opening.year}")
    expected = ahead(fold(id_, entries))
    return expected, planned(fold(id_, entries), expected)


def read(letter: Letter) -> EmailMessage:
    """As a mail program reads it, which finds no defect."""
    message = email.message_from_bytes(letter.raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def body(letter: Letter, kind: str = "plain") -> str:
    part = read(letter).get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def is_as_it_was_read(kept: Path, now: str) -> None:
    """To keep a change, delete the file, run this twice, and read what was written."""
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(now, encoding="utf-8")
        pytest.fail(f"{kept.name} was written: read it")
    assert now == kept.read_text(encoding="utf-8")


def in_language(directory: Directory, code: str) -> Directory:
    """The same directory, in which everybody reads one language."""

    def reads(person: Person) -> Person:
        return msgspec.structs.replace(person, language=code)

    return msgspec.structs.replace(directory, persons=tuple(map(reads, directory.persons)))


SECRETARY_GENERAL = opened(SG, date(2028, 9, 1))
THE_JUDGE = opened(JUDGE, date(2026, 1, 1), date(2027, 4, 30))
CALLED = with_act(
    with_act(SECRETARY_GENERAL, SG, DateConfirmed(day(date(2029, 6, 26))), date(2028, 9, 4)),
    SG,
    CallIssued(date(2029, 1, 10)),
    date(2028, 10, 9),
)
MOVED = with_act(
    with_act(
        SECRETARY_GENERAL,
        SG,
        DatePlanned("consultation", day(date(2029, 1, 24))),
        date(2028, 12, 1),
    ),
    SG,
    DateMoved("consultation", day(date(2029, 1, 31))),
    date(2029, 1, 8),
    reason="the room",
)


class Kind(msgspec.Struct, frozen=True):
    """A kind of letter: of which reminders it speaks, to whom, read when."""

    entries: tuple[Entry, ...]
    of: Callable[[Reminder], bool]
    to: str
    at: datetime | None = None
    desk: str = ""
    was_due: date | None = None
    calendar: bool = False

    def letter(self, code: str) -> Letter:
        expected, reminders = lying_ahead(self.entries)
        due = [(self._reminder(each), ()) for each in reminders if self.of(each)]
        assert due
        now = self.at or max(reminder.at for reminder, _ in due)
        directory = in_language(DIRECTORY, code)
        told = {reminder.stage: (self.to,) for reminder, _ in due}
        to = [e for e in envelopes(due, directory, now, told) if e.person.id == self.to]
        assert to, [reminder.key for reminder, _ in due]
        (letter,) = WRITERS[self.desk].letters(to, expected, directory, now, self._event)
        return letter

    def _reminder(self, of: Reminder) -> Reminder:
        if self.was_due is None:
            return of
        return msgspec.structs.replace(of, tone=Tone.MOVED, was_due=self.was_due)

    @property
    def _event(self) -> Callable[[str, object], bytes] | None:
        return (lambda stage, _: EVENT % stage.encode()) if self.calendar else None


EVENT = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test\r\nBEGIN:VEVENT\r\nUID:%s\r\n"
    b"DTSTAMP:20290101T000000Z\r\nDTSTART;VALUE=DATE:20290110\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)

CLOSING = "reminder:closing:2029-01-10:10"
KINDS = {
    "ahead": Kind(SECRETARY_GENERAL, lambda r: r.key == CLOSING, "s-2001", desk=DESK),
    "tomorrow": Kind(
        SECRETARY_GENERAL, lambda r: r.key == "reminder:closing:2029-01-10:1", "s-2001"
    ),
    "today": Kind(
        SECRETARY_GENERAL,
        lambda r: r.key == "reminder:date:2028-09-30:5",
        "s-1011",
        at=noon(date(2028, 9, 30)),
    ),
    "after": Kind(CALLED, lambda r: r.key == "reminder:closing:2029-01-10:+1", "s-2001"),
    "overdue": Kind(
        SECRETARY_GENERAL, lambda r: r.key == "reminder:date:2028-09-30:week-1", "s-1011"
    ),
    "head": Kind(SECRETARY_GENERAL, lambda r: r.key == "reminder:date:2028-09-30:week-3", "s-1012"),
    "moved": Kind(
        MOVED,
        lambda r: r.key == "reminder:consultation:2029-01-31:3",
        "s-2011",
        at=noon(date(2029, 1, 9)),
        was_due=date(2029, 1, 24),
    ),
    "digest": Kind(
        SECRETARY_GENERAL,
        lambda r: r.key in (CLOSING, "reminder:call:2028-10-31:40"),
        "s-2001",
        at=noon(date(2028, 10, 30)),
    ),
    "in-camera": Kind(
        THE_JUDGE, lambda r: r.key == "reminder:committee-interviews:2027-01-25:15", "s-1031"
    ),
    "assumed": Kind(THE_JUDGE, lambda r: r.key == "reminder:letter:2026-04-30:20", "s-1021"),
    "observer": Kind(THE_JUDGE, lambda r: r.key == "reminder:submission:2026-10-30:20", "s-4001"),
    "standing-in": Kind(
        SECRETARY_GENERAL, lambda r: r.key == "reminder:hearing:2029-05-31:5", "s-1002"
    ),
}
LETTERS = [(kind, code) for kind in KINDS for code in LANGUAGES]
