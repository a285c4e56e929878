"""What the sheets of all reports say, for the look that their templates share."""

import msgspec


class Figure(msgspec.Struct, frozen=True):
    """A number, and what it counts."""

    number: str
    what: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """How the pages of a report begin, and what stands at the foot of each."""

    language: str
    region: str
    kind: str
    title: str
    subtitle: str
    subject: str
    keywords: tuple[str, ...]
    running: str
    id: str
    foot: str
    page: str
    day: tuple[int, int, int]
    figures: tuple[Figure, ...]
