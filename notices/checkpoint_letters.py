"""Letters with a checkpoint of the ledger, or that none could be signed: words, and then a text."""

from datetime import date, datetime

import msgspec

from domain.languages import LANGUAGES
from domain.reckoning import day_in_strasbourg
from notices.directory import Person
from notices.letters import Letter, Sheets, Writer, finished, name_of

OF_CHECKPOINTS = Sheets("checkpoint-subject.txt", "checkpoint.txt")
OF_ALARMS = Sheets("alarm-subject.txt", "alarm.txt")
THREAD = "checkpoints"


class SignedNote(msgspec.Struct, frozen=True):
    """A checkpoint as the post office needs to know it: its note, and of how many entries."""

    note: str
    entries: int
    at: datetime

    @property
    def key(self) -> str:
        return f"checkpoint:{self.entries}"


class Alarm(msgspec.Struct, frozen=True):
    """That the ledger was not signed on a day, because it is not what was written or signed."""

    because: str
    on: date

    @property
    def key(self) -> str:
        return f"alarm:{self.on}"


def alarm_letter(writer: Writer, of: Alarm, person: Person, now: datetime) -> Letter:
    """The letter to one person: the first place that fails, as it was found. Raises BadTemplate."""
    fields: dict[str, object] = {"subject": "", "today": LANGUAGES[person.language].weekday(of.on)}
    name = name_of("alarm", person.id, of.key, of.because)
    message = writer.written(OF_ALARMS, fields, THREAD, name, person, now, f"\n{of.because}\n")
    return finished(message, name, person, (of.key,))


def checkpoint_letter(writer: Writer, of: SignedNote, person: Person, now: datetime) -> Letter:
    """The letter to one person. Raises BadTemplate."""
    language = LANGUAGES[person.language]
    fields: dict[str, object] = {
        "subject": "",
        "today": language.weekday(day_in_strasbourg(now)),
        "day": language.weekday(day_in_strasbourg(of.at)),
        "entries": of.entries,
    }
    name = name_of("checkpoint", person.id, of.note)
    message = writer.written(OF_CHECKPOINTS, fields, THREAD, name, person, now, f"\n{of.note}")
    return finished(message, name, person, (of.key,))
