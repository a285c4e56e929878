"""Letters with a checkpoint of the ledger: a few words, and the note as it was signed."""

from datetime import datetime

import msgspec

from domain.languages import LANGUAGES
from domain.reckoning import day_in_strasbourg
from notices.directory import Person
from notices.letters import Letter, Sheets, Writer, finished, name_of

OF_CHECKPOINTS = Sheets("checkpoint-subject.txt", "checkpoint.txt")
THREAD = "checkpoints"


class SignedNote(msgspec.Struct, frozen=True):
    """A checkpoint as the post office needs to know it: its note, and of how many entries."""

    note: str
    entries: int
    at: datetime

    @property
    def key(self) -> str:
        return f"checkpoint:{self.entries}"


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
