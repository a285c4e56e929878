"""The post office: who is told of what is due, by which letter, and what became of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from domain.appointment import Appointment
from domain.phrases import Language
from domain.reminders import Reminder, told_of
from domain.timetable import Expected
from notices.calendars import event_of
from notices.directory_file import BadDirectory, load
from notices.letters import Envelope, Writer, envelopes
from notices.occasions import Almanac
from notices.post import Post
from notices.rounds import Told, carry, told
from notices.stationery import BadTemplate

Due = Sequence[tuple[Reminder, tuple[str, ...]]]


class PostOffice:
    """Sends the reminders of one round of one appointment. Safe to share between threads.

    The directory is read anew for each round, so that a change of staff needs no restart.
    """

    def __init__(self, directory: Path, writer: Writer, post: Post) -> None:
        self._directory = directory
        self._writer = writer
        self._post = post
        self._almanac = Almanac()

    def send(
        self,
        due: Due,
        standing: Appointment,
        expected: Sequence[Expected],
        now: datetime,
        alive: Callable[[], None],
    ) -> Mapping[str, Told]:
        """What became of each reminder, by its key. Nothing is raised for what cannot be sent.

        Whoever was told of a reminder in an earlier round, that reached others not yet, is not told
        again. `alive` is called between any two letters.
        """
        before = told_of(standing)
        event = partial(_event, self._almanac, standing)
        try:
            directory = load(self._directory)
            everybody = envelopes(due, directory, now, before)
            left = tuple(each for one in everybody if (each := _not_told(one, before)).of)
            written = self._writer.letters(left, expected, directory, now, event)
            carried = []
            for letter in carry(self._post, written):
                carried.append(letter)
                alive()
        except (BadDirectory, BadTemplate) as fault:
            because = " ".join(str(fault).split())
            return {reminder.key: Told((), because=because) for reminder, _ in due}
        addressed = {key for each in everybody for key in each.keys}
        return {
            reminder.key: told(reminder.key, carried)
            if reminder.key in addressed
            else Told((), because=f"the directory has nobody for {reminder.body.value}")
            for reminder, _ in due
        }


def _not_told(envelope: Envelope, before: Mapping[str, Sequence[str]]) -> Envelope:
    """What somebody has not been told yet."""
    id_ = envelope.person.id
    left = tuple(each for each in envelope.of if id_ not in before.get(each[0].key, ()))
    return Envelope(envelope.person, left)


def _event(almanac: Almanac, standing: Appointment, stage: str, language: Language) -> bytes:
    return event_of(standing.id, standing.entries, stage, language, almanac=almanac)
