"""The post office: who is told of what is due, by which letter, and what became of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from domain.appointment import Appointment
from domain.phrases import Language
from domain.reminders import Reminder, told_of
from domain.timetable import Expected
from domain.watching import TermWarning, beginning
from notices.calendars import event_of
from notices.directory_file import BadDirectory, load
from notices.letters import Envelope, Writer, envelopes
from notices.occasions import Almanac
from notices.post import Delivery, Fate, Post
from notices.rounds import Carried, Told, carry, told
from notices.stationery import BadTemplate
from notices.term_letters import term_envelopes, term_letters

Due = Sequence[tuple[Reminder, tuple[str, ...]]]


class PostOffice:
    """Sends the reminders of a round of an appointment, and the warnings of a scan of the terms.

    Safe to share between threads. The directory is read anew for each round, so that a change of
    staff needs no restart.
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
            left = tuple(each for one in everybody if (each := not_told(one, before)).of)
        except BadDirectory as fault:
            return {reminder.key: Told((), because=_in_a_line(fault)) for reminder, _ in due}
        carried: list[Carried] = []
        for envelope in left:
            letters = self._writer.letters((envelope,), expected, directory, now, event)
            try:
                carried += carry(self._post, letters)
            except BadTemplate as fault:  # of one language, it may be
                later = Delivery(Fate.LATER, _in_a_line(fault))
                carried.append(Carried(envelope.person.id, envelope.keys, "", later))
            alive()
        addressed = {key for each in everybody for key in each.keys}
        return {
            reminder.key: told(reminder.key, carried)
            if reminder.key in addressed
            else Told((), because=f"the directory has nobody for {reminder.body.value}")
            for reminder, _ in due
        }

    def opens_at(self) -> Mapping[str, int]:
        """How many months before a term ends an appointment is opened by itself, by office.

        Raises BadDirectory.
        """
        return {each.office: each.opens_at for each in load(self._directory).openings}

    def warn(
        self,
        due: Sequence[TermWarning],
        before: Mapping[str, Sequence[str]],
        now: datetime,
        alive: Callable[[], None],
    ) -> Mapping[str, Told]:
        """What became of each warning that a term ends, by its key; otherwise as `send`."""
        try:
            directory = load(self._directory)
        except BadDirectory as fault:
            return {warning.key: Told((), because=_in_a_line(fault)) for warning in due}
        carried: list[Carried] = []
        everybody = term_envelopes(due, directory, now)
        for envelope in everybody:
            letters = term_letters(self._writer, envelope.left(before), directory, now)
            try:
                carried += carry(self._post, letters)
            except BadTemplate as fault:  # of one language, it may be
                later = Delivery(Fate.LATER, _in_a_line(fault))
                carried.append(Carried(envelope.person.id, envelope.keys, "", later))
            alive()
        addressed = {key for each in everybody for key in each.keys}
        return {
            warning.key: told(warning.key, carried)
            if warning.key in addressed
            else Told((), because=f"the directory has nobody for {_begins(warning)}")
            for warning in due
        }


def not_told(envelope: Envelope, before: Mapping[str, Sequence[str]]) -> Envelope:
    """What somebody has not been told yet."""
    id_ = envelope.person.id
    left = tuple(each for each in envelope.of if id_ not in before.get(each[0].key, ()))
    return Envelope(envelope.person, left)


def _begins(warning: TermWarning) -> str:
    return beginning(warning.of.term.office).body.value


def _in_a_line(fault: Exception) -> str:
    return " ".join(str(fault).split())


def _event(almanac: Almanac, standing: Appointment, stage: str, language: Language) -> bytes:
    return event_of(standing.id, standing.entries, stage, language, almanac=almanac)
