"""What of the record is public, what is the house's own, and what is personal and sealed: a policy.

The table `personal.csv` has one row for every field that is stored, and no test passes while one is
missing. Public record is what stays when a person is erased.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec

from domain.fields import held_by
from domain.tables import rows


class Standing(StrEnum):
    """How a field of the record stands towards the persons in it."""

    PUBLIC = "public record"  # who did or decided what in a public procedure
    OFFICE = "office"  # how the house works: no personal value belongs there
    SEALED = "sealed"  # personal: unreadable without the key of the person


class Rule(NamedTuple):
    """How a field stands, and why, in our own words."""

    standing: Standing
    why: str


@lru_cache(maxsize=1)
def policy() -> Mapping[tuple[str, str], Rule]:
    """The table: by the kind of an entry, or the record within one, and the field."""
    return {
        (row["of"], row["field"]): Rule(Standing(row["class"]), row["why"])
        for row in rows("personal.csv")
    }


def called(of: type[msgspec.Struct]) -> str:
    """How the table calls a record: by its stored kind, or else by its name."""
    tag = of.__struct_config__.tag
    return tag if isinstance(tag, str) else of.__name__


def records(*roots: type[msgspec.Struct]) -> dict[type[msgspec.Struct], tuple[str, ...]]:
    """Every record that may hang on some, themselves included, with its fields."""
    found: dict[type[msgspec.Struct], tuple[str, ...]] = {}
    waiting = list(roots)
    while waiting:
        record = waiting.pop()
        if record not in found:
            found[record] = record.__struct_fields__
            waiting += _records_in(record)
    return found


def public_texts(value: object) -> Iterator[str]:
    """The texts of a record that are public: names, nationalities, who proposed whom."""
    if isinstance(value, tuple):
        for each in value:
            yield from public_texts(each)
    elif isinstance(value, str):
        yield str(value)
    elif isinstance(value, msgspec.Struct):
        of = called(type(value))
        for field in value.__struct_fields__:
            if policy()[of, field].standing is Standing.PUBLIC:
                yield from public_texts(getattr(value, field))


@cache
def _records_in(record: type[msgspec.Struct]) -> tuple[type[msgspec.Struct], ...]:
    held = (each for types in held_by(record).values() for each in types)
    return tuple(t for t in held if isinstance(t, type) and issubclass(t, msgspec.Struct))
