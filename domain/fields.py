"""What the fields of a record may hold, by what is declared of them."""

import typing
from collections.abc import Iterator, Mapping
from types import UnionType

import msgspec


def held_by(record: type[msgspec.Struct]) -> Mapping[str, tuple[object, ...]]:
    """By field, each type that a value of it may be or hold: containers and unions taken apart."""
    return {field.name: tuple(_parts(field.type)) for field in msgspec.structs.fields(record)}


def _parts(annotation: object) -> Iterator[object]:
    if isinstance(annotation, UnionType) or typing.get_args(annotation):
        for each in typing.get_args(annotation):
            yield from _parts(each)
    else:
        yield annotation
