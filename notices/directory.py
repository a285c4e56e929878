"""The directory: which unit acts for which body, who works there, and who is told of what.

Names and addresses of staff live here and in letters, never in the ledger: an entry knows a person
by an opaque id. What is held in camera is told to its circle alone, whatever the unit.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import msgspec

from domain.acts import identity_of
from domain.in_camera import in_camera, is_in_camera, key_of
from domain.owners import owned
from domain.reminders import Level, Reminder, Tone
from domain.stages import Body
from domain.watching import Beginning


class Role(StrEnum):
    """What somebody is in a unit. An observer is told for information, before a day and no more."""

    OWNER = "owner"
    DEPUTY = "deputy"
    HEAD = "head"
    OBSERVER = "observer"


ABOVE_AND_BELOW = {
    Level.OWNER: (Role.OWNER,),
    Level.DEPUTY: (Role.OWNER, Role.DEPUTY),
    Level.HEAD: (Role.OWNER, Role.DEPUTY, Role.HEAD),
}
WHO_STEPS_IN = (Role.DEPUTY, Role.HEAD)
OBSERVED = (Tone.AHEAD, Tone.TODAY)


class Absence(msgspec.Struct, frozen=True):
    """Days on which somebody is away, both included, and the id of who stands in, if anybody."""

    first: date
    last: date
    stands_in: str = ""


class Unit(msgspec.Struct, frozen=True):
    """A secretariat. It acts for the bodies that it `owns`; it `observes` offices."""

    key: str
    name_en: str
    name_fr: str
    owns: tuple[Body, ...] = ()
    observes: tuple[str, ...] = ()


class Person(msgspec.Struct, frozen=True):
    """A member of staff. `id` is opaque, and stands in the ledger for ever."""

    id: str
    unit: str
    name: str
    address: str
    language: str
    role: Role
    absent: tuple[Absence, ...] = ()

    def absence_on(self, of: date) -> Absence | None:
        return next((each for each in self.absent if each.first <= of <= each.last), None)


class Circle(msgspec.Struct, frozen=True):
    """Those who may know of stages that are held in camera."""

    stages: tuple[str, ...]
    persons: tuple[str, ...]


class SelfOpening(msgspec.Struct, frozen=True):
    """That appointments of an office are opened by themselves, so many months before a term ends.

    Without one nothing is opened but by a person.
    """

    office: str
    opens_at: int


class Recipient(NamedTuple):
    """Who is written to, as what, and the id of whoever she or he stands in for."""

    person: Person
    role: Role
    instead_of: str = ""


class Directory(msgspec.Struct, frozen=True):
    """Everybody who may be written to, in the order of the file."""

    units: tuple[Unit, ...]
    persons: tuple[Person, ...]
    circles: tuple[Circle, ...] = ()
    openings: tuple[SelfOpening, ...] = ()
    checkpoints: tuple[str, ...] = ()
    """The ids of those to whom each checkpoint of the ledger is mailed."""

    def find(self, id_: str) -> Person | None:
        return next((each for each in self.persons if each.id == id_), None)

    def unit_of(self, person: Person) -> Unit:
        return next(each for each in self.units if each.key == person.unit)

    def acting_for(self, body: Body, *roles: Role) -> tuple[Person, ...]:
        """Those of some roles in the units of a body."""
        units = {unit.key for unit in self.units if body in unit.owns}
        return tuple(each for each in self.persons if each.unit in units and each.role in roles)

    def observing(self, office: str, body: Body) -> tuple[Person, ...]:
        """Observers in the units of a body, and in those that follow an office."""
        units = {u.key for u in self.units if body in u.owns or office in u.observes}
        observers = (each for each in self.persons if each.role is Role.OBSERVER)
        return tuple(each for each in observers if each.unit in units)

    def may_know_of(self, person: Person, stage: str) -> bool:
        """Whether a stage is open to all, or held in camera in a circle of which she or he is."""
        return not is_in_camera(stage) or any(
            key_of(stage) in circle.stages and person.id in circle.persons
            for circle in self.circles
        )


def recipients(
    directory: Directory, reminder: Reminder, on: date, told: Collection[str] = ()
) -> tuple[Recipient, ...]:
    """Who is written to of a reminder on a day; nobody only where the directory has nobody.

    `told`: the ids of those who were told of this stage before. A moved day goes to them alone.
    """
    wanted = _wanted(directory, reminder, told) or _whoever_can(directory, reminder)
    return _each_once(directory, wanted, reminder.body, reminder.stage, on)


def who_begins(directory: Directory, of: Beginning, on: date) -> tuple[Recipient, ...]:
    """Who is warned on a day that a term ends: those in charge of the body that begins, and heads.

    Nobody only where the directory has nobody.
    """
    wanted = directory.acting_for(of.body, Role.OWNER, Role.HEAD) or directory.acting_for(
        of.body, Role.DEPUTY
    )
    return _each_once(directory, wanted, of.body, of.stage, on)


def missing(directory: Directory) -> tuple[str, ...]:
    """A sentence for each stage that nobody would be told of, or only who may not know of it."""
    bodies = {each.body for each in owned()}
    orphans = [body for body in Body if body in bodies and not _owners(directory, body)]
    return (
        *(
            f"nobody is told for {body.value}: give a person the role owner in a unit that owns it"
            for body in orphans
        ),
        *_outside_their_circle(directory, orphans),
    )


def _wanted(directory: Directory, reminder: Reminder, told: Collection[str]) -> tuple[Person, ...]:
    if reminder.tone is Tone.MOVED:
        wanted = tuple(each for each in directory.persons if each.id in told)
    else:
        wanted = directory.acting_for(reminder.body, *ABOVE_AND_BELOW[reminder.level])
        if reminder.level is Level.OWNER and reminder.tone in OBSERVED:
            office = identity_of(reminder.appointment).office
            wanted += directory.observing(office, reminder.body)
    known = tuple(each for each in wanted if directory.may_know_of(each, reminder.stage))
    return known if any(each.role is not Role.OBSERVER for each in known) else ()


def _whoever_can(directory: Directory, reminder: Reminder) -> tuple[Person, ...]:
    """Where those who should be told are not there any more: the owners, or those above them."""
    for role in (Role.OWNER, *WHO_STEPS_IN):
        able = directory.acting_for(reminder.body, role)
        if found := tuple(each for each in able if directory.may_know_of(each, reminder.stage)):
            return found
    return ()


def _each_once(
    directory: Directory, wanted: Sequence[Person], body: Body, stage: str, on: date
) -> tuple[Recipient, ...]:
    found: dict[str, Recipient] = {}
    for person in sorted(wanted, key=lambda each: each.absence_on(on) is not None):
        recipient = _present(directory, person, body, stage, on)
        found.setdefault(recipient.person.id, recipient)
    return tuple(found.values())


def _present(directory: Directory, person: Person, body: Body, stage: str, on: date) -> Recipient:
    """She or he, or who stands in; else those above; a letter to somebody away is the last resort.

    Whoever stands in must be of the circle too.
    """
    if person.absence_on(on) is None:
        return Recipient(person, person.role)
    above = directory.acting_for(body, *WHO_STEPS_IN)
    for instead in (*_stand_ins(directory, person, on), *above):
        if instead.absence_on(on) is None and directory.may_know_of(instead, stage):
            return Recipient(instead, person.role, instead_of=person.id)
    return Recipient(person, person.role)


def _stand_ins(directory: Directory, person: Person, on: date) -> Iterator[Person]:
    """Who stands in; who stands in for them where they are away too; and so on."""
    met = {person.id}
    while (absence := person.absence_on(on)) and absence.stands_in not in met:
        next_ = directory.find(absence.stands_in)
        if next_ is None:
            return
        met.add(next_.id)
        person = next_
        yield person


def _owners(directory: Directory, body: Body) -> tuple[Person, ...]:
    return directory.acting_for(body, Role.OWNER)


def _outside_their_circle(directory: Directory, orphans: Sequence[Body]) -> Iterator[str]:
    for stage, body in sorted(owned()):
        if body in orphans or not is_in_camera(stage):
            continue
        if not any(directory.may_know_of(each, stage) for each in _owners(directory, body)):
            yield (
                f"{stage} is held in camera and no owner of {body.value} is in a circle of it: "
                "put one there"
            )
    of_questions = in_camera().keys() - {each.stage for each in owned()}
    for stage in sorted(of_questions):
        if not any(stage in circle.stages for circle in directory.circles):
            yield f"{stage} is held in camera and has no circle: put it in one"
