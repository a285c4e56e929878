"""FIELD=VALUE: the small grammar in which a terminal fills in an outcome.

    names="A; B"            several names, or governments, between semicolons
    votes="A=92; B=79"      the votes of each candidate; also papers=, blank=, spoiled=, signatures=
    closing=2029-01-10      a day
    election=2029-06-26     a day, or two: 2029-06-25..2029-06-29
    agreed=yes              yes or no

Names are kept in NFC. An unknown field, or a value that cannot be read, is answered with the
fields that the stage has.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

import msgspec

from domain.acts import BadAct
from domain.ballots import Count, Votes
from domain.candidates import Cause, Name, name
from domain.checklists import Finding, Judgement
from domain.majorities import CommitteeVote
from domain.nominees import National, Nominee, nominee, told_of
from domain.outcomes import Holder, Outcome, Quotable, tag_of
from domain.reckoning import Span, day
from domain.stages import Body

R = TypeVar("R")

ABOUT_A_HOLDER = re.compile(
    r"(?P<terms>[1-9][0-9]?) terms?|until (?P<until>\S+)|of (?P<nationality>.+)"
)


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
    return tuple(Votes(name(who), _read_number(number)) for who, number in _pairs(text))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for each in text.split(";"):
        who, equals, what = each.partition("=")
        if not equals:
            raise ValueError(f"{each.strip()!r} is not of the form NAME=…")
        yield who.strip(), what.strip()


def _read_nominees(text: str) -> tuple[Nominee, ...]:
    return tuple(nominee(who, told) for who, told in _pairs(text))


def _read_nationals(text: str) -> tuple[National, ...]:
    return tuple(National(name(who), name(state)) for who, state in _pairs(text))


def _read_findings(text: str) -> tuple[Finding, ...]:
    judged = one_of(Judgement)
    return tuple(Finding(point, Judgement(judged(said))) for point, said in _pairs(text))


def _read_numbers(text: str) -> tuple[int, ...]:
    return tuple(_read_number(each.strip()) for each in text.split(";"))


def _read_text(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    return " ".join(text.split())


def read_quotable(text: str) -> str:
    """A text that a sentence can end in. Raises ValueError."""
    if any(mark in text for mark in "[]>"):
        raise ValueError("it cannot contain [ ] or >")
    return _read_text(text)


def read_holder(text: str) -> Holder:
    """A holder: the name, then if need be so many terms, until a day, of a nationality."""
    who, *rest = (part.strip() for part in text.split(","))
    about: dict[str, str] = {}
    for each in rest:
        match = ABOUT_A_HOLDER.fullmatch(each)
        if match is None or match.lastgroup in about:
            raise ValueError(
                f"{each!r} does not tell of {who or 'a holder'}: write NAME, then if need be "
                "2 terms, until 2027-04-30, of Andorra, with a comma between"
            )
        about |= {key: said for key, said in match.groupdict().items() if said}
    return Holder(
        name(who),
        int(about.get("terms", 1)),
        name(about["nationality"]) if "nationality" in about else "",
        _read_day(about["until"]) if "until" in about else None,
    )


def one_of(words: type[StrEnum]) -> Callable[[str], StrEnum]:
    """Reads one of some words. What it gives raises ValueError for any other."""

    def read(text: str) -> StrEnum:
        if text not in tuple(words):
            raise ValueError(f"{text!r} is not one of {', '.join(words)}")
        return words(text)

    return read


def read_cell(column: str, grammar: Callable[[str], R], text: str) -> R:
    """What has to stand in a column of a table. Raises ValueError, which says in which."""
    if not text:
        raise ValueError(f"{column} is empty")
    try:
        return grammar(text)
    except ValueError as error:
        raise ValueError(f"{column}: {error}") from None


# Records whose fields are typed one by one.
FIGURES: tuple[type[msgspec.Struct], ...] = (Count, CommitteeVote)

BY_TYPE: Mapping[Any, _Grammar] = {
    Name: _Grammar("NAME", name),
    tuple[Name, ...]: _Grammar("NAME; NAME", _read_names),
    tuple[str, ...]: _Grammar("STATE; STATE", _read_names),
    date: _Grammar("2029-01-10", _read_day),
    date | None: _Grammar("2029-01-10", _read_day),
    Span: _Grammar("2029-06-26", read_span),
    bool: _Grammar("yes", _read_bool),
    bool | None: _Grammar("yes", _read_bool),
    int: _Grammar("0", _read_number),
    int | None: _Grammar("0", _read_number),
    str: _Grammar("TEXT", _read_text),
    Quotable: _Grammar("TEXT", read_quotable),
    tuple[Votes, ...]: _Grammar("NAME=92; NAME=79", _read_votes),
    tuple[Nominee, ...]: _Grammar("NAME=woman; NAME=man; NAME=woman", _read_nominees),
    tuple[National, ...]: _Grammar("NAME=Andorra; NAME=France; NAME=Andorra", _read_nationals),
    tuple[Finding, ...]: _Grammar("languages=met; leadership=partly met", _read_findings),
    tuple[int, ...]: _Grammar("2; 4", _read_numbers),
    Body: _Grammar(Body.BUREAU, one_of(Body)),
    Cause: _Grammar(Cause.WITHDREW, one_of(Cause)),
}


# Where a field is not as others of its type.
EXAMPLES: Mapping[str, str] = {
    "grounds": "i; iv",
    "observed": "i; ii; ix",
    "representatives": "NAME; NAME",
}


def fields_of(kind: type[Outcome]) -> tuple[Field, ...]:
    """The fields of a kind. Those of a count or a vote are given one by one."""
    return tuple(Field(each.name, _example(each), each.required) for each in _fields(kind).values())


def fill_in(kind: type[Outcome], values: Mapping[str, str]) -> Outcome:
    """An outcome from its fields. Raises BadAct with one sentence and the fields there are."""
    known = _fields(kind)
    _must_be_known(kind, values)
    missing = [each.name for each in known.values() if each.required and each.name not in values]
    if missing:
        example = _example(known[missing[0]])
        raise BadAct(f'{_called(kind)} needs {missing[0]}: write {missing[0]}="{example}"')
    read = _read(kind, values)
    try:
        return _gathered(kind, read)
    except ValueError as error:
        raise BadAct(str(error)) from None


def refill(outcome: Outcome, values: Mapping[str, str]) -> Outcome:
    """The same outcome with some of its fields filled in anew: how an entry should read."""
    kind = type(outcome)
    _must_be_known(kind, values)
    before = {key: _value(outcome, key) for key in _fields(kind)}
    try:
        return _gathered(kind, before | _read(kind, values))
    except ValueError as error:
        raise BadAct(str(error)) from None


def typed(outcome: Outcome) -> dict[str, str]:
    """An outcome's fields as one would type them, without those that are at their default."""
    return {
        each.name: _type(value)
        for each in _fields(type(outcome)).values()
        if (value := _value(outcome, each.name)) != each.default
    }


def typed_span(span: Span) -> str:
    """A day, or two with .. between them, as one would type them."""
    days = (span.earliest,) if span.is_day else (span.earliest, span.latest)
    return "..".join(each.isoformat() for each in days)


def _type(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Span():
            return typed_span(value)
        case date():
            return value.isoformat()
        case tuple():
            return "; ".join(map(_type_one, value))
        case _:
            return str(value)


def _type_one(value: object) -> str:
    match value:
        case Votes(name=who, votes=votes):
            return f"{who}={votes}"
        case Nominee(name=who):
            return f"{who}={', '.join(told_of(value))}"
        case National(name=who, nationality=state):
            return f"{who}={state}"
        case Finding(point=point, judgement=judgement):
            return f"{point}={judgement}"
        case _:
            return str(value)


def _read(kind: type[Outcome], values: Mapping[str, str]) -> dict[str, Any]:
    known = _fields(kind)
    read: dict[str, Any] = {}
    for key, text in values.items():
        grammar = BY_TYPE[known[key].type]
        try:
            read[key] = grammar.read(text)
        except ValueError as error:
            raise BadAct(f'{key}: {error}; write {key}="{_example(known[key])}"') from None
    return read


def _must_be_known(kind: type[Outcome], values: Mapping[str, str]) -> None:
    known = _fields(kind)
    for key in values:
        if key not in known:
            there_are = ", ".join(known) or "none"
            raise BadAct(f"{_called(kind)} has no field {key}; its fields: {there_are}")


def _example(of: msgspec.structs.FieldInfo) -> str:
    return EXAMPLES.get(of.name) or BY_TYPE[of.type].example


def _called(kind: type[Outcome]) -> str:
    return kind.stage or tag_of(kind)


def _fields(kind: type[Outcome]) -> dict[str, msgspec.structs.FieldInfo]:
    """By name, those that can be typed; the figures of a count or a vote among them."""
    found = {}
    for each in msgspec.structs.fields(kind):
        inner = msgspec.structs.fields(each.type) if each.type in FIGURES else (each,)
        found.update({field.name: field for field in inner if field.type in BY_TYPE})
    return found


def _gathered(kind: type[Outcome], values: Mapping[str, Any]) -> Outcome:
    """An outcome from the values of its fields, the figures put together again."""
    given = dict(values)
    for each in msgspec.structs.fields(kind):
        if each.type in FIGURES:
            names = [field.name for field in msgspec.structs.fields(each.type)]
            given[each.name] = each.type(**{n: given.pop(n) for n in names if n in given})
    return kind(**given)


def _value(outcome: Outcome, key: str) -> Any:
    """A field of an outcome, or of the figures in it."""
    if key in outcome.__struct_fields__:
        return getattr(outcome, key)
    figures = (getattr(outcome, field) for field in outcome.__struct_fields__)
    return next(getattr(each, key) for each in figures if type(each) in FIGURES)
