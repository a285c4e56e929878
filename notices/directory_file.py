"""The directory's file: TOML, read with one sentence for each fault, and all of them at once."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from domain.in_camera import in_camera
from domain.languages import LANGUAGES
from domain.procedures import PROCEDURES
from domain.stages import Body
from notices.accounts import is_address
from notices.directory import Absence, Circle, Directory, Person, Role, SelfOpening, Unit

TABLES = ("units", "persons", "circles", "openings", "checkpoints")
# As the sentence of a reminder hears it, and without the sign that makes an address.
OPAQUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
FARTHEST = 24  # months before the end of a term: farther ahead the procedure's year is not known


class BadDirectory(Exception):
    """The file cannot be used. `faults` has one sentence for each fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        more = f" ({len(faults) - 1} more faults)" if len(faults) > 1 else ""
        super().__init__(f"{faults[0]}{more}")
        self.faults = tuple(faults)


class Field(NamedTuple):
    """A field of a table: how it is read, and what it is where it may be left out."""

    read: Callable[[Any], Any]
    otherwise: Any = ...


def load(path: Path) -> Directory:
    """The directory in a file. Raises BadDirectory with every fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadDirectory([f"the directory {path} cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError:
        raise BadDirectory([f"{path} is not in UTF-8: save it so"]) from None
    return read(text)


def read(text: str) -> Directory:
    """The directory that a text holds. Raises BadDirectory with every fault."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDirectory([f"this is not TOML: {error}"]) from None
    reading = Reading()
    directory = reading.directory(tables)
    if reading.faults:
        raise BadDirectory(reading.faults)
    return directory


class Reading:
    """One reading of a file: what was found, and what was wrong with it."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def directory(self, tables: Mapping[str, Any]) -> Directory:
        for name in (each for each in tables if each not in TABLES):
            self.faults.append(f"there is no table {name}{_nearest(name, TABLES)}")
        units = [Unit(**row) for _, row in self._rows(tables, "units", UNIT, by="key")]
        persons = [self._person(row) for _, row in self._rows(tables, "persons", PERSON, by="id")]
        circles = [Circle(**row) for _, row in self._rows(tables, "circles", CIRCLE)]
        openings = [
            SelfOpening(**row) for _, row in self._rows(tables, "openings", OPENING, by="office")
        ]
        directory = Directory(
            tuple(units),
            tuple(persons),
            tuple(circles),
            tuple(openings),
            self._mailed_checkpoints(tables),
        )
        self.faults += _of_units(tables, directory)
        self.faults += _of_persons(tables, directory)
        self.faults += _of_circles(tables, directory)
        self.faults += _of_openings(tables)
        self.faults += _of_checkpoints(tables, directory)
        return directory

    def _mailed_checkpoints(self, tables: Mapping[str, Any]) -> tuple[str, ...]:
        table = tables.get("checkpoints", {})
        if not isinstance(table, dict):
            self.faults.append("checkpoints is one table: begin it with [checkpoints]")
            return ()
        row = self._row("checkpoints", table, CHECKPOINTS) if table else None
        return row["mail"] if row else ()

    def _person(self, row: dict[str, Any]) -> Person:
        of = f"the absence of person {row['id']}"
        away = [self._row(of, each, ABSENCE) for each in row.pop("absent")]
        absent = tuple(Absence(a["from"], a["until"], a["stands_in"]) for a in away if a)
        return Person(**row, absent=absent)

    def _rows(
        self, tables: Mapping[str, Any], name: str, fields: Mapping[str, Field], by: str = ""
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """The rows of a table that can be read, each with how a person finds it."""
        rows = tables.get(name, [])
        if not _is_table(rows):
            self.faults.append(f"{name} is not a list of tables: begin each with [[{name}]]")
            return
        for number, raw in enumerate(rows, 1):
            own = raw.get(by)
            of = f"{name[:-1]} {own}" if isinstance(own, str) and own else f"{name[:-1]} {number}"
            if (row := self._row(of, raw, fields)) is not None:
                yield of, row

    def _row(
        self, of: str, raw: Mapping[str, Any], fields: Mapping[str, Field]
    ) -> dict[str, Any] | None:
        """One row; nothing where it has a fault, after every fault of it was written down."""
        before = len(self.faults)
        for name in (each for each in raw if each not in fields):
            self.faults.append(f"{of} has a field {name} that there is not{_nearest(name, fields)}")
        row = {}
        for name, field in fields.items():
            if name not in raw:
                if field.otherwise is ...:
                    self.faults.append(f"{of} has no {name}")
                row[name] = field.otherwise
                continue
            try:
                row[name] = field.read(raw[name])
            except ValueError as fault:
                self.faults.append(f"{of}: {name} {fault}")
        return row if len(self.faults) == before else None


# -- Fields ----------------------------------------------------------------------------------


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("is not a text")
    if not value.isprintable():
        raise ValueError(f"{value!a} holds a character that cannot be shown")
    return " ".join(value.split())


def _key(value: Any) -> str:
    text = _text(value)
    if not OPAQUE.fullmatch(text):
        raise ValueError(
            f"{text} may hold letters, digits, dots, hyphens and underscores, and no blanks"
        )
    return text


def _address(value: Any) -> str:
    text = _text(value)
    if not is_address(text):
        raise ValueError(f"{text} is not one: write it as in name@example.org")
    return text


def _one_of(known: Collection[str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        text = _text(value)
        if text not in known:
            raise ValueError(f"{text} is unknown{_nearest(text, known)}")
        return text

    return read


def _several(read_one: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ValueError('is not a list: write it as in ["a", "b"]')
        return tuple(read_one(each) for each in value)

    return read


def _day(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("is not a day: write it as in 2027-08-02, without quotation marks")
    return value


def _months(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= FARTHEST:
        raise ValueError(f"is not a number of months from 1 to {FARTHEST}")
    return value


def _tables(value: Any) -> list[Any]:
    if not _is_table(value):
        raise ValueError("is not a list of days: write [{ from = 2027-08-02, until = 2027-08-20 }]")
    return list(value)


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _nearest(word: str, known: Collection[str]) -> str:
    known = tuple(dict.fromkeys(known))
    close = get_close_matches(word, known, n=1)
    return f": did you mean {close[0]}?" if close else f"; known: {', '.join(known)}"


UNIT = {
    "key": Field(_key),
    "name_en": Field(_text),
    "name_fr": Field(_text),
    "owns": Field(_several(lambda value: Body(_one_of(tuple(Body))(value))), ()),
    "observes": Field(_several(_one_of(tuple(PROCEDURES))), ()),
}
PERSON = {
    "id": Field(_key),
    "unit": Field(_text),
    "name": Field(_text),
    "address": Field(_address),
    "language": Field(_one_of(tuple(LANGUAGES))),
    "role": Field(lambda value: Role(_one_of(tuple(Role))(value))),
    "absent": Field(_tables, ()),
}
ABSENCE = {"from": Field(_day), "until": Field(_day), "stands_in": Field(_text, "")}
CIRCLE = {
    "stages": Field(_several(_one_of(tuple(in_camera())))),
    "persons": Field(_several(_text)),
}

OPENING = {"office": Field(_one_of(tuple(PROCEDURES))), "opens_at": Field(_months)}
CHECKPOINTS = {"mail": Field(_several(_text))}


# -- What one row alone cannot know ----------------------------------------------------------


def _named(tables: Mapping[str, Any], name: str, by: str) -> list[str]:
    """The keys of a table as written, those of rows with faults too."""
    rows = tables.get(name, [])
    found = [row.get(by) for row in rows] if _is_table(rows) else []
    return [each for each in found if isinstance(each, str)]


def _twice(names: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if names.count(name) > 1]


def _of_units(tables: Mapping[str, Any], directory: Directory) -> Iterator[str]:
    known = _named(tables, "units", "key")
    for key in _twice(known):
        yield f"unit {key} stands there twice: give each a key of its own"
    inhabited = set(_named(tables, "persons", "unit"))
    for unit in directory.units:
        if unit.key not in inhabited:
            yield f"unit {unit.key} has no persons: add one, or leave the unit out"
        if not unit.owns and not unit.observes:
            yield f"unit {unit.key} neither owns a body nor observes an office: say which"


def _of_persons(tables: Mapping[str, Any], directory: Directory) -> Iterator[str]:
    units, ids = _named(tables, "units", "key"), _named(tables, "persons", "id")
    for id_ in _twice(ids):
        yield f"person {id_} stands there twice: an id is one person's for ever"
    for person in directory.persons:
        of = f"person {person.id}"
        if person.unit not in units:
            yield f"{of} is of unit {person.unit}, which is not there{_nearest(person.unit, units)}"
        elif person.role is not Role.OBSERVER and not _acts(directory, person):
            yield (
                f"{of} is {person.role.value} in unit {person.unit}, which owns no body: "
                "make her or him an observer, or say what the unit owns"
            )
        yield from _of_absences(directory, person, ids)


def _acts(directory: Directory, person: Person) -> bool:
    """Whether the unit of somebody acts for a body; so do units that have a fault of their own."""
    units = [unit for unit in directory.units if unit.key == person.unit]
    return not units or any(unit.owns for unit in units)


def _of_absences(directory: Directory, person: Person, ids: Sequence[str]) -> Iterator[str]:
    of = f"person {person.id}"
    for absence in person.absent:
        if absence.last < absence.first:
            yield f"{of} is absent until {absence.last}, before {absence.first}"
        if absence.stands_in == person.id:
            yield f"{of} stands in for herself or himself from {absence.first}: name somebody else"
        elif absence.stands_in and absence.stands_in not in ids:
            near = _nearest(absence.stands_in, ids)
            yield f"{of}: who stands in, {absence.stands_in}, is not there{near}"
        elif around := _circle_of_stand_ins(directory, person, absence.first):
            yield f"{of} is absent on {absence.first}, and so are all who stand in: {around}"


def _circle_of_stand_ins(directory: Directory, person: Person, on: date) -> str:
    """The ids of some who all stand in for one another; empty where somebody is there."""
    met = [person.id]
    while absence := person.absence_on(on):
        next_ = directory.find(absence.stands_in)
        if next_ is None:
            return ""
        if next_.id in met:
            return ", ".join(met[1:])
        met.append(next_.id)
        person = next_
    return ""


def _of_circles(tables: Mapping[str, Any], directory: Directory) -> Iterator[str]:
    ids = _named(tables, "persons", "id")
    for number, circle in enumerate(directory.circles, 1):
        for id_ in circle.persons:
            if id_ not in ids:
                yield f"circle {number}: person {id_} is not there{_nearest(id_, ids)}"


def _of_openings(tables: Mapping[str, Any]) -> Iterator[str]:
    for office in _twice(_named(tables, "openings", "office")):
        yield f"opening {office} stands there twice: an office has one lead"


def _of_checkpoints(tables: Mapping[str, Any], directory: Directory) -> Iterator[str]:
    ids = _named(tables, "persons", "id")
    for id_ in directory.checkpoints:
        if id_ not in ids:
            yield f"checkpoints: person {id_} is not there{_nearest(id_, ids)}"
