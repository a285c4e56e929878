"""What goes into a bundle beside the entries: derived from them, and from the law by value."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from domain.acts import AppointmentId, Entry, identity_of
from domain.appointment import Misfit, opening_entry
from domain.audit.of_an_appointment import audit, day_of_audit
from domain.audit.records import Audit
from domain.clauses import CLAUSES, READINGS, Clause, Reading
from domain.diaries import write_diary
from domain.languages import LANGUAGES
from domain.outcomes import CourtComposed, EditionAdopted, Opened, PartSessionRevised
from domain.procedures import PROCEDURES
from domain.reckoning import day_in_strasbourg
from ledger.errors import NotOurs
from reports.text import text
from terminal import surroundings
from terminal.faults import told

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.checkpoints import Head, Kept

CHANGED = (PartSessionRevised, CourtComposed)


class EditionUsed(msgspec.Struct, frozen=True):
    """An edition of the rules, and the appointments that were carried out under it."""

    office: str
    name: str
    since: date
    texts: str
    appointments: tuple[str, ...]


class Rules(msgspec.Struct, frozen=True):
    """The editions, and every clause and reading that a day or a refusal may name."""

    editions: tuple[EditionUsed, ...]
    clauses: tuple[Clause, ...]
    readings: tuple[Reading, ...]


class Tables(msgspec.Struct, frozen=True):
    """The tables that an appointment was opened with, by value, as its first entry holds them."""

    part_sessions: tuple[Any, ...]
    days_off: tuple[date, ...]
    twelve_months: tuple[Any, ...]
    court: tuple[Any, ...]


class CalendarUsed(msgspec.Struct, frozen=True):
    """Tables, and the appointments whose days were reckoned from them."""

    appointments: tuple[str, ...]
    tables: Tables


class Changed(msgspec.Struct, frozen=True):
    """An entry that changed a table of one appointment, from then on."""

    appointment: str
    entry: int
    outcome: PartSessionRevised | CourtComposed


class Calendars(msgspec.Struct, frozen=True):
    """Every calendar that was used, and what changed in it since."""

    calendars: tuple[CalendarUsed, ...]
    changed: tuple[Changed, ...]


class Enclosures:
    """What is derived of one appointment, or of the whole ledger; and what had to be left out."""

    def __init__(self, book: "Book", appointment: str, signed: "Kept", *, pdf: bool) -> None:
        self._book = book
        self._appointment = appointment
        self._signed = signed
        self._pdf = pdf
        self.left_out: list[str] = []

    def derive(self, heads: "Mapping[str, Head]") -> dict[str, bytes]:
        """The files, from the entries up to these last ones."""
        found = Found()
        files: dict[str, bytes] = {}
        for each in map(AppointmentId, self._book.appointments()):
            if each not in heads:
                continue
            try:
                entries = surroundings.read(self._book, each)[: heads[each].number]
                found.note(each, entries)
                if self._appointment:
                    told_of = self._audit(each, entries, heads[each].digest)
                    files |= self._reports(told_of)
                    files["appointment.diary"] = write_diary(entries).encode()
            except (Misfit, NotOurs) as broken:
                self.left_out.append(f"What is derived of {each} is left out: {told(broken)[1]}")
        return files | found.files()

    def _audit(self, id_: AppointmentId, entries: Sequence[Entry], head: str) -> Audit:
        """Of an open appointment as of the day of the checkpoint. Raises Misfit."""
        on = day_of_audit(entries, day_in_strasbourg(self._signed.checkpoint.at))
        return msgspec.structs.replace(audit(id_, entries, on=on), head=head)

    def _reports(self, told_of: Audit) -> dict[str, bytes]:
        files = {}
        for code, language in LANGUAGES.items():
            files[f"report.{code}.txt"] = text(told_of, language).encode()
            if self._pdf:
                from reports.pages import audit_pages

                pages = audit_pages(told_of, language, self._signed.note)
                files[f"report.{code}.pdf"] = pages
        return files


class Found:
    """The editions and calendars that are met on the way; what many share stands once."""

    def __init__(self) -> None:
        self._editions: dict[tuple[str, str], list[str]] = {}
        self._tables: dict[bytes, list[str]] = {}
        self._changed: list[Changed] = []

    def note(self, appointment: str, entries: Sequence[Entry]) -> None:
        opening = opening_entry(entries)
        if opening is None:
            return
        assert isinstance(opening.outcome, Opened)
        office = identity_of(appointment).office
        for edition in dict.fromkeys(_editions(opening.outcome, entries)):
            self._editions.setdefault((office, edition), []).append(appointment)
        self._tables.setdefault(_tables(opening.outcome), []).append(appointment)
        self._changed += [
            Changed(appointment, entry.number, entry.outcome)
            for entry in entries
            if isinstance(entry.outcome, CHANGED)
        ]

    def files(self) -> dict[str, bytes]:
        calendars = tuple(
            CalendarUsed(tuple(appointments), msgspec.json.decode(tables, type=Tables))
            for tables, appointments in self._tables.items()
        )
        rules = Rules(
            tuple(self._editions_used()), tuple(CLAUSES.values()), tuple(READINGS.values())
        )
        return {
            "editions.json": _json(rules),
            "calendars.json": _json(Calendars(calendars, tuple(self._changed))),
        }

    def _editions_used(self) -> Iterator[EditionUsed]:
        for (office, name), appointments in sorted(self._editions.items()):
            edition = PROCEDURES[office].edition(name)
            if edition:
                yield EditionUsed(office, name, edition.since, edition.texts, tuple(appointments))


def _editions(opened: Opened, entries: Sequence[Entry]) -> Iterator[str]:
    yield opened.edition
    for entry in entries:
        if isinstance(entry.outcome, EditionAdopted):
            yield entry.outcome.edition


def _tables(opened: Opened) -> bytes:
    tables = Tables(opened.part_sessions, opened.days_off, opened.twelve_months, opened.court)
    return msgspec.json.encode(tables)


def _json(found: msgspec.Struct) -> bytes:
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"
