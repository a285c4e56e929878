"""Letters: what falls due together goes to one person in one letter, in her or his language.

The same reminders to the same person are the same letter, with the same Message-ID, whoever writes
it and however often; all letters of an appointment stand in one thread.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple

import msgspec

from domain.acts import AppointmentId
from domain.languages import LANGUAGES
from domain.phrases import Language
from domain.reckoning import STRASBOURG, day_in_strasbourg
from domain.reminders import WEEKS_TO_THE_DEPUTY, WEEKS_TO_THE_HEAD, Due, Reminder
from domain.telling import Telling, named, telling
from domain.timetable import Expected
from notices.directory import Directory, Person, Recipient, Role, recipients
from notices.stationery import Stationery, capital

Event = Callable[[str, Language], bytes]
"""The calendar of one stage, with its occurrence, in a language."""


class Headers(HeaderRegistry):
    """Makes the class of a header once for each name, and not once for each header."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, type] = {}

    def __getitem__(self, name: str) -> type:
        if name not in self._made:
            self._made[name] = super().__getitem__(name)
        return self._made[name]


POLICY = SMTP.clone(header_factory=Headers())
LONGEST_NAME = 32  # of the characters of a digest: enough for every letter that will ever be sent
NO_BREAK = re.compile("[\u00a0\u202f]")


class Sheets(NamedTuple):
    """The templates of one kind of letter."""

    subject: str
    text: str
    html: str = ""


OF_STEPS = Sheets("subject.txt", "letter.txt", "letter.html")


class Capacity(msgspec.Struct, frozen=True):
    """Why somebody is written to: as what, in which unit, in whose place."""

    role: Role
    unit: str
    instead_of: str = ""


class Letter(msgspec.Struct, frozen=True):
    """One letter, ready to be handed over. `keys` are those of the reminders that it brings."""

    name: str
    message_id: str
    person: Person
    keys: tuple[str, ...]
    subject: str
    raw: bytes

    @property
    def address(self) -> str:
        return self.person.address


class Envelope(msgspec.Struct, frozen=True):
    """One person, and what she or he is to be told, as what."""

    person: Person
    of: tuple[tuple[Reminder, Recipient], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(reminder.key for reminder, _ in self.of)

    def left(self, told: Mapping[str, Sequence[str]]) -> "Envelope":
        """What she or he has not been told of yet. `told`: ids, by key."""
        of = tuple(each for each in self.of if self.person.id not in told.get(each[0].key, ()))
        return Envelope(self.person, of)


def envelopes(
    due: Sequence[Due],
    directory: Directory,
    now: datetime,
    told: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Envelope, ...]:
    """Who is told of what. `told`: by stage, the ids of those who were told of it before.

    A reminder that stands in none has no recipient: the directory is at fault, and must be told of.
    """
    on = day_in_strasbourg(now)
    found: dict[str, list[tuple[Reminder, Recipient]]] = {}
    persons: dict[str, Person] = {}
    for reminder, _ in sorted(due, key=lambda each: (each[0].due, each[0].key)):
        for each in recipients(directory, reminder, on, (told or {}).get(reminder.stage, ())):
            found.setdefault(each.person.id, []).append((reminder, each))
            persons[each.person.id] = each.person
    return tuple(Envelope(persons[id_], tuple(of)) for id_, of in found.items())


class Writer:
    """Writes letters: on which stationery, from whom, with a link to which desk."""

    def __init__(self, sender: str, desk: str = "", stationery: Stationery | None = None) -> None:
        self._sender = sender
        self._desk = desk.rstrip("/")
        self._stationery = stationery or Stationery()
        self._domain = f"calends.{sender.rpartition('@')[2]}"

    def letters(
        self,
        to: Sequence[Envelope],
        expected: Sequence[Expected],
        directory: Directory,
        now: datetime,
        event: Event | None = None,
    ) -> Iterator[Letter]:
        """A letter for each envelope, one at a time. `expected` is what lies ahead.

        Raises BadTemplate.
        """
        for envelope in to:
            yield self._letter(envelope, expected, directory, now, event)

    def _letter(
        self,
        envelope: Envelope,
        expected: Sequence[Expected],
        directory: Directory,
        now: datetime,
        event: Event | None,
    ) -> Letter:
        person, on = envelope.person, day_in_strasbourg(now)
        language, appointment = LANGUAGES[person.language], envelope.of[0][0].appointment
        told = tuple(
            (
                telling(
                    reminder,
                    expected,
                    language,
                    on,
                    lambda stage: directory.may_know_of(person, stage),
                ),
                capacity(directory, recipient, language),
            )
            for reminder, recipient in envelope.of
        )
        fields = self._fields(appointment, told, language, now)
        name = name_of(appointment, person.id, *sorted(envelope.keys))
        message = self.written(OF_STEPS, fields, appointment, name, person, now)
        if fields["in_camera"]:
            message["Sensitivity"] = "Company-Confidential"
        for reminder, _ in envelope.of if event else ():
            _attach(message, reminder.stage, event(reminder.stage, language))  # type: ignore[misc]
        if event:
            message.set_boundary(f"all-{name}")
        return finished(message, name, person, envelope.keys)

    def written(
        self,
        sheets: Sheets,
        fields: dict[str, object],
        thread: str,
        name: str,
        person: Person,
        now: datetime,
        verbatim: str = "",
    ) -> EmailMessage:
        """A letter as text, and as HTML where there is a sheet for it, from templates.

        Its text ends with what is `verbatim`, to the byte. Raises BadTemplate.
        """
        write, code = self._stationery.write, person.language
        fields["subject"] = one_line(write(sheets.subject, code, fields))
        message = self._message(thread, name, person, str(fields["subject"]), now)
        text = write(sheets.text, code, fields) + verbatim
        message.set_content(text, cte="quoted-printable")
        if sheets.html:
            message.add_alternative(
                write(sheets.html, code, fields), subtype="html", cte="quoted-printable"
            )
            message.set_boundary(f"text-{name}")
        return message

    def at_the_desk(self, appointment: AppointmentId) -> str:
        """Where the desk shows an appointment; empty where there is no desk."""
        return f"{self._desk}/{appointment}" if self._desk else ""

    def _fields(
        self,
        appointment: AppointmentId,
        told: Sequence[tuple[Telling, Capacity]],
        language: Language,
        now: datetime,
    ) -> dict[str, object]:
        """All that a template may ask for."""
        first = told[0][0]
        return {
            "subject": "",
            "id": appointment,
            "appointment": named(appointment, language),
            "today": language.weekday(day_in_strasbourg(now)),
            "told": told,
            "overview": [(of.short_day, capital(of.what), of.who) for of, _ in told],
            "first_day": first.short_day,
            "in_camera": any(of.in_camera for of, _ in told),
            "asked": any(you.role is not Role.OBSERVER for _, you in told),
            "uncertain": len(told) == 1
            and any(step.about for step in (*first.before, *first.behind)),
            "assumed": language.note["assumed"].partition(":")[2].strip(),
            "acknowledge": f"{appointment} {first.stage if len(told) == 1 else 'STAGE'}",
            "weeks_to_the_deputy": WEEKS_TO_THE_DEPUTY,
            "weeks_to_the_head": WEEKS_TO_THE_HEAD,
            "desk": self.at_the_desk(appointment),
            "keys": [of.key for of, _ in told],
        }

    def _message(
        self, thread: str, name: str, person: Person, subject: str, now: datetime
    ) -> EmailMessage:
        message = EmailMessage(policy=POLICY)
        message["From"] = Address("Calends", addr_spec=self._sender)
        message["To"] = Address(one_line(person.name), addr_spec=one_line(person.address))
        message["Subject"] = subject
        message["Date"] = format_datetime(now.astimezone(STRASBOURG))
        message["Message-ID"] = self._id(name)
        first = self._id(name_of("thread", thread))
        message["In-Reply-To"] = first
        message["References"] = first
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        return message

    def _id(self, name: str) -> str:
        return f"<{name}@{self._domain}>"


def finished(message: EmailMessage, name: str, person: Person, keys: tuple[str, ...]) -> Letter:
    """A letter to which nothing is added any more."""
    # Before, it would be taken for that of the first part.
    message["Content-Language"] = person.language
    subject, id_ = str(message["Subject"]), str(message["Message-ID"])
    return Letter(name, id_, person, keys, subject, message.as_bytes())


def one_line(text: str) -> str:
    """A text as a header may hold it: no line ends in it, nor anything that cannot be seen."""
    line = " ".join(NO_BREAK.sub(" ", text).split())
    return "".join(c for c in line if c.isprintable())


def capacity(directory: Directory, recipient: Recipient, language: Language) -> Capacity:
    person, absent = recipient.person, directory.find(recipient.instead_of)
    unit = directory.unit_of(absent or person)
    name = unit.name_fr if language.code == "fr" else unit.name_en
    return Capacity(recipient.role, name, absent.name if absent else "")


def _attach(message: EmailMessage, stage: str, calendar: bytes) -> None:
    """The event of a stage: its file bears the name of the stage."""
    method = re.search(rb"^METHOD:([A-Z]+)", calendar, re.MULTILINE)
    params = {"charset": "utf-8"} | ({"method": method[1].decode()} if method else {})
    message.add_attachment(
        calendar,
        maintype="text",
        subtype="calendar",
        params=params,
        filename=f"{stage.replace('/', '-')}.ics",
    )


def name_of(*parts: str) -> str:
    """The same parts, the same name; of no use to anybody who would guess at them."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:LONGEST_NAME]
