"""The post office: who is told of what is due, by which letter, and what became of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from domain.appointment import Appointment
from domain.phrases import Language
from domain.reminders import Due, told_of
from domain.stages import Body
from domain.timetable import Expected
from domain.watching import TermWarning, beginning
from notices.calendars import event_of
from notices.checkpoint_letters import Alarm, SignedNote, alarm_letter, checkpoint_letter
from notices.directory import Person
from notices.directory_file import BadDirectory, load
from notices.letters import Envelope, Letter, Writer, envelopes
from notices.occasions import Almanac
from notices.post import Delivery, Fate, Post
from notices.rounds import Carried, Told, carry, told
from notices.stationery import BadTemplate
from notices.term_letters import TermEnvelope, term_envelopes, term_letters


class Addressee(NamedTuple):
    """One person, and the key of what she or he is mailed."""

    person: Person
    keys: tuple[str, ...]


Addressed = TypeVar("Addressed", Envelope, TermEnvelope, Addressee)


class PostOffice:
    """Sends reminders of a round, warnings of a scan of the terms, and checkpoints.

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
        due: Sequence[Due],
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
        bodies = {reminder.key: reminder.body for reminder, _ in due}
        try:
            directory = load(self._directory)
            everybody = envelopes(due, directory, now, before)
            left = [each for one in everybody if (each := one.left(before)).of]
        except BadDirectory as fault:
            return _nobody(bodies, fault)

        def letters(to: Envelope) -> Iterable[Letter]:
            return self._writer.letters((to,), expected, directory, now, event)

        return _became(bodies, everybody, self._carried(left, letters, alive))

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
        bodies = {each.key: beginning(each.of.term.office).body for each in due}
        try:
            directory = load(self._directory)
        except BadDirectory as fault:
            return _nobody(bodies, fault)
        everybody = term_envelopes(due, directory, now)

        def letters(to: TermEnvelope) -> Iterable[Letter]:
            return term_letters(self._writer, to.left(before), directory, now)

        return _became(bodies, everybody, self._carried(everybody, letters, alive))

    def mails_checkpoints_to(self) -> Sequence[str]:
        """The ids of those to whom every checkpoint is mailed. Raises BadDirectory."""
        return load(self._directory).checkpoints

    def mail(
        self, of: SignedNote | Alarm, to: Sequence[str], now: datetime, alive: Callable[[], None]
    ) -> Told:
        """What became of a checkpoint, or of the alarm that there is none; nothing is raised."""
        try:
            directory = load(self._directory)
        except BadDirectory as fault:
            return Told((), because=_in_a_line(fault))
        everybody = [Addressee(each, (of.key,)) for each in directory.persons if each.id in to]

        def letters(to: Addressee) -> Iterable[Letter]:
            match of:
                case SignedNote():
                    return (checkpoint_letter(self._writer, of, to.person, now),)
                case Alarm():
                    return (alarm_letter(self._writer, of, to.person, now),)

        return told(of.key, self._carried(everybody, letters, alive))

    def _carried(
        self,
        to: Iterable[Addressed],
        letters: Callable[[Addressed], Iterable[Letter]],
        alive: Callable[[], None],
    ) -> list[Carried]:
        """Letters one after another. A template may be bad in one language, and not in the next."""
        carried: list[Carried] = []
        for envelope in to:
            try:
                carried += carry(self._post, letters(envelope))
            except BadTemplate as fault:
                later = Delivery(Fate.LATER, _in_a_line(fault))
                carried.append(Carried(envelope.person.id, envelope.keys, "", later))
            alive()
        return carried


def _became(
    bodies: Mapping[str, Body],
    everybody: Iterable[Envelope | TermEnvelope],
    carried: Sequence[Carried],
) -> Mapping[str, Told]:
    """What became of each reminder or warning, by its key. `bodies`: who has to act."""
    addressed = {key for each in everybody for key in each.keys}
    return {
        key: told(key, carried)
        if key in addressed
        else Told((), because=f"the directory has nobody for {body.value}")
        for key, body in bodies.items()
    }


def _nobody(keys: Iterable[str], fault: BadDirectory) -> Mapping[str, Told]:
    return {key: Told((), because=_in_a_line(fault)) for key in keys}


def _in_a_line(fault: Exception) -> str:
    return " ".join(str(fault).split())


def _event(almanac: Almanac, standing: Appointment, stage: str, language: Language) -> bytes:
    return event_of(standing.id, standing.entries, stage, language, almanac=almanac)
