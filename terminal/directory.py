"""`directory check`, `directory show`: who is reminded of what, and whether nobody is left out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec
import typer

import settings
from domain.languages import ENGLISH
from domain.stages import Body
from notices.directory import Circle, Directory, Person, Role, missing
from notices.directory_file import BadDirectory, load
from terminal import options, screen, surroundings, words
from terminal.faults import Code, Stop, whole

group = typer.Typer(
    help="The directory: who is reminded of what.",
    rich_markup_mode=None,
)

EXAMPLE = "docs/operators/directory.toml"


class Away(msgspec.Struct, frozen=True):
    """Somebody who is absent, until when, and who stands in."""

    person: str
    until: date
    stands_in: str


class Acting(msgspec.Struct, frozen=True):
    """Who is told for a body: ids, by role."""

    body: Body
    units: tuple[str, ...]
    owners: tuple[str, ...]
    deputies: tuple[str, ...]
    heads: tuple[str, ...]


class Shown(msgspec.Struct, frozen=True):
    """The directory on a day."""

    bodies: tuple[Acting, ...]
    observers: tuple[str, ...]
    circles: tuple[Circle, ...]
    absent: tuple[Away, ...]


@group.command()
def check(
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="By default the one in use.")] = "",
    json: options.Json = False,
) -> Code:
    """Name every fault of the directory, and every step that nobody would be told of."""
    path = _path(file)
    try:
        directory = _load(path)
    except BadDirectory as bad:
        faults = bad.faults
    else:
        faults = missing(directory)
    if json:
        screen.emit({"file": str(path), "faults": faults})
    elif faults:
        for fault in faults:
            screen.complain(whole(fault))
    else:
        screen.say(
            f"{len(directory.persons)} persons in {len(directory.units)} units: every body that "
            "must act has a recipient."
        )
    return Code.BAD_INPUT if faults else Code.DONE


@group.command()
def show(
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Who is away then; today.")] = "",
    json: options.Json = False,
) -> Code:
    """Who is told for which body, who is away, and who may know of what is held in camera."""
    directory = in_use()
    shown = _shown(directory, words.day_of(on) if on else surroundings.today())
    if json:
        screen.emit(shown)
        return Code.DONE
    for line in _said(shown, directory):
        screen.say(line)
    return Code.DONE


def in_use() -> Directory:
    """The directory that letters go by. Stops where there is none, or where it has a fault."""
    try:
        return _load(_path(""))
    except BadDirectory as bad:
        raise words.bad(f"{bad}: `calends directory check` names every fault") from None


def must_be_known(staff: str) -> None:
    """Stops for an id that is not in the directory in use: in the ledger it stands for ever."""
    if in_use().find(staff) is None:
        raise words.bad(f"{staff} is not in the directory: `calends directory show` says who is")


def _path(file: str) -> Path:
    return Path(file) if file else settings.read().directory


def _load(path: Path) -> Directory:
    """Raises BadDirectory. Stops where there is no such file."""
    if not path.exists():
        raise Stop(
            Code.NOT_FOUND, f"there is no directory at {path}: {EXAMPLE} is one to begin with"
        )
    return load(path)


def _shown(directory: Directory, on: date) -> Shown:
    return Shown(
        tuple(
            Acting(
                body,
                tuple(unit.key for unit in directory.units if body in unit.owns),
                _ids(directory, body, Role.OWNER),
                _ids(directory, body, Role.DEPUTY),
                _ids(directory, body, Role.HEAD),
            )
            for body in Body
        ),
        tuple(each.id for each in directory.persons if each.role is Role.OBSERVER),
        directory.circles,
        tuple(
            Away(person.id, away.last, away.stands_in)
            for person in directory.persons
            if (away := person.absence_on(on))
        ),
    )


def _ids(directory: Directory, body: Body, role: Role) -> tuple[str, ...]:
    return tuple(each.id for each in directory.acting_for(body, role))


def _said(shown: Shown, directory: Directory) -> Iterator[str]:
    persons = {each.id: each for each in directory.persons}
    for acting in shown.bodies:
        if not acting.units:
            continue
        yield f"{ENGLISH.bodies[acting.body]} ({', '.join(acting.units)})"
        for role, ids in (
            ("told first", acting.owners),
            ("deputy", acting.deputies),
            ("head", acting.heads),
        ):
            for id_ in ids:
                yield f"  {role}: {_named(persons[id_])}"
    if shown.observers:
        yield "observers"
        for id_ in shown.observers:
            person = persons[id_]
            observed = ", ".join(directory.unit_of(person).observes)
            yield f"  {_named(person)}{f': {observed}' if observed else ''}"
    for circle in shown.circles:
        yield f"in camera: {', '.join(circle.stages)}"
        yield f"  {', '.join(circle.persons)}"
    for away in shown.absent:
        instead = f"; {away.stands_in} stands in" if away.stands_in else ""
        yield f"away until {away.until}: {_named(persons[away.person])}{instead}"


def _named(person: Person) -> str:
    return f"{person.name} <{person.address}>, {person.id}, {person.language}"
