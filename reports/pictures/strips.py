"""A plot of punctuality: for each stage the days by which its steps lay before or after."""

from collections import Counter
from collections.abc import Callable, Sequence
from math import sqrt

import msgspec

from reports.pictures.timeline import EARLY, IN_TIME, LATE, signed

STOPS = (1, 7, 30, 90, 180, 365, 730, 1461, 3653)  # days that the axis may name


class Dot(msgspec.Struct, frozen=True):
    """All steps of a row with as many days: where, between 0 and 1; how many."""

    at: float
    number: int
    shape: str
    said: str


class Strip(msgspec.Struct, frozen=True):
    """A row of the plot."""

    title: str
    dots: tuple[Dot, ...]


class Stop(msgspec.Struct, frozen=True):
    """A number on the axis."""

    at: float
    said: str


class Strips(msgspec.Struct, frozen=True):
    """The plot, its axis and what it says to whoever cannot see it."""

    stops: tuple[Stop, ...]
    window: float
    rows: tuple[Strip, ...]
    alt: str
    continued: str
    note: str


def strips(
    rows: Sequence[tuple[str, Sequence[int]]], alt: str, row_alt: str, continued: str, note: str
) -> Strips | None:
    """The plot of titles and their days; None where nothing was measured."""
    measured = [(title, days) for title, days in rows if days]
    if not measured:
        return None
    every = [of for _, days in measured for of in days]
    before, after = _reach(-min(every)), _reach(max(every))

    def at(of: int) -> float:
        """The square root lets days near the window stand apart, and years stay on the page."""
        left, right = sqrt(before), sqrt(after)
        return round((left + (sqrt(of) if of >= 0 else -sqrt(-of))) / (left + right), 5)

    numbers = [-of for of in reversed(STOPS) if of <= before]
    numbers += [0, *(of for of in STOPS if of <= after)]
    told = [alt, *(row_alt.format(title, _told(days)) for title, days in measured)]
    return Strips(
        stops=tuple(Stop(at(of), signed(of) if of else "0") for of in numbers),
        window=at(0),
        rows=tuple(Strip(title, _dots(days, at)) for title, days in measured),
        alt=" ".join(told),
        continued=continued,
        note=note,
    )


def shape_of(days: int) -> str:
    """The mark of a step that lay so many days outside its window."""
    if days == 0:
        return IN_TIME
    return EARLY if days < 0 else LATE


def _reach(days: int) -> int:
    """The first stop that is not passed: a week at least."""
    return next(of for of in (*STOPS[1:], max(days, 1)) if of >= days)


def _dots(days: Sequence[int], at: Callable[[int], float]) -> tuple[Dot, ...]:
    return tuple(
        Dot(at(of), number, shape_of(of), str(number) if number > 1 else "")
        for of, number in sorted(Counter(days).items())
    )


def _told(days: Sequence[int]) -> str:
    return ", ".join(
        f"{number} × {signed(of) if of else 0}" for of, number in sorted(Counter(days).items())
    )
