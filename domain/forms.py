"""FIELD=VALUE: the small grammar in which a terminal fills in an outcome.

    names="A; B"            several names, or governments, between semicolons
    votes="A=92; B=79"      the votes of each candidate; also papers=, blank=, spoiled=, signatures=
    closing=2029-01-10      a day
    election=2029-06-26     a day, or two: 2029-06-25..2029-06-29
    agreed=yes              yes or no

Names are kept in NFC. An unknown field, or a value that cannot be read, is answered with the
fields that the stage has.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

import msgspec

from domain.acts import BadAct
from domain.ballots import Count, Votes
from domain.candidates import Name, name
from domain.outcomes import BallotHeld, Outcome
from domain.reckoning import Span, day
from domain.stages import Body


class Field(msgspec.Struct, frozen=True):
    """A field of a stage, as `calends stages` shows it."""

    name: str
    example: str
    required: bool


class _Grammar(NamedTuple):
    example: str
    read: Callable[[str], object]


def _read_names(text: str) -> tuple[Name, ...]:
    return tuple(name(each) for each in text.split(";") if each.strip())


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text} is not a day: write it as in 2029-06-26") from None


def read_span(text: str) -> Span:
    """A day, or two with .. between them. Raises ValueError with one sentence."""
    first, dots, last = text.partition("..")
    return Span(_read_day(first), _read_day(last)) if dots else day(_read_day(first))


def _read_bool(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(f"{text!r} is neither yes nor no")
    return text == "yes"


def _read_number(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"{text!r} is not a number")
    return int(text)


def _read_votes(text: str) -> tuple[Votes, ...]:
    votes = []
    for each in text.split(";"):
        who, equals, number = each.partition("=")
        if not equals:
            raise ValueError(f"{each.strip()!r} is not of the form NAME=VOTES")
        votes.append(Votes(name(who), _read_number(number.strip())))
    return tuple(votes)


def _read_text(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    return " ".join(text.split())


BY_TYPE: Mapping[Any, _Grammar] = {
    Name: _Grammar("NAME", name),
    tuple[Name, ...]: _Grammar("NAME; NAME", _read_names),
    tuple[str, ...]: _Grammar("STATE; STATE", _read_names),
    date: _Grammar("2029-01-10", _read_day),
    date | None: _Grammar("2029-01-10", _read_day),
    Span: _Grammar("2029-06-26", read_span),
    bool: _Grammar("yes", _read_bool),
    int: _Grammar("0", _read_number),
    int | None: _Grammar("0", _read_number),
    str: _Grammar("TEXT", _read_text),
    tuple[Votes, ...]: _Grammar("NAME=92; NAME=79", _read_votes),
}
UNFILLED = (Body,)


def fields_of(kind: type[Outcome]) -> tuple[Field, ...]:
    """The fields of a kind. Those of a count are given one by one."""
    return tuple(
        Field(each.name, BY_TYPE[each.type].example, each.required)
        for each in _fields(kind)
        if each.type in BY_TYPE
    )


def fill_in(kind: type[Outcome], values: Mapping[str, str]) -> Outcome:
    """An outcome from its fields. Raises BadAct with one sentence and the fields there are."""
    known = {each.name: each for each in _fields(kind)}
    for key in values:
        if key not in known:
            there_are = ", ".join(known) or "none"
            raise BadAct(f"{kind.stage} has no field {key}; its fields: {there_are}")
    missing = [each.name for each in known.values() if each.required and each.name not in values]
    if missing:
        example = BY_TYPE[known[missing[0]].type].example
        raise BadAct(f'{kind.stage} needs {missing[0]}: write {missing[0]}="{example}"')
    read: dict[str, Any] = {}
    for key, text in values.items():
        grammar = BY_TYPE[known[key].type]
        try:
            read[key] = grammar.read(text)
        except ValueError as error:
            raise BadAct(f'{key}: {error}; write {key}="{grammar.example}"') from None
    if kind is BallotHeld:
        return BallotHeld(Count(**read))
    return kind(**read)


def _fields(kind: type[Outcome]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(Count if kind is BallotHeld else kind)
