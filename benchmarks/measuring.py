"""Pairs of times, taken in turn, and what is told of them.

A machine is never as quiet as one would like, and what disturbs one side soon disturbs the other:
hence both sides are measured alternately in one run, and ratios count more than milliseconds.
"""

import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import msgspec

P99: Final = 99


class Pair(msgspec.Struct, frozen=True):
    """What ours took and what the plain way took, one right after the other, in seconds."""

    ours: float
    plain: float


class Result(msgspec.Struct, frozen=True):
    """One line of the table. `target` is a limit on the ratio of the medians; none: for the record.

    `p50` and `p99` of a ratio are those of each pair's own ratio.
    """

    what: str
    beside: str
    pairs: tuple[Pair, ...]
    target: float | None = None

    @property
    def of_medians(self) -> float:
        """The figure that is held against the target."""
        return percentile(self.ours, 50) / percentile(self.plain, 50)

    @property
    def ours(self) -> list[float]:
        return [pair.ours for pair in self.pairs]

    @property
    def plain(self) -> list[float]:
        return [pair.plain for pair in self.pairs]

    @property
    def ratios(self) -> list[float]:
        return [pair.ours / pair.plain for pair in self.pairs]

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return f"≤ {self.target:g}: {'met' if self.of_medians <= self.target else 'not met'}"

    def row(self) -> tuple[str, ...]:
        """The cells of the table."""
        return (
            self.what,
            self.beside,
            str(len(self.pairs)),
            _milliseconds(self.ours),
            _milliseconds(self.plain),
            f"{self.of_medians:.2f}",
            f"{percentile(self.ours, P99) / percentile(self.plain, P99):.2f}",
            f"{percentile(self.ratios, 50):.2f} / {percentile(self.ratios, P99):.2f}",
            self.verdict,
        )


HEADINGS: Final = (
    "what",
    "beside",
    "pairs",
    "ours, ms (p50 / p99)",
    "plain, ms (p50 / p99)",
    "ratio of p50",
    "ratio of p99",
    "each pair's ratio (p50 / p99)",
    "target for the ratio of p50",
)


def percentile(values: Sequence[float], percent: int) -> float:
    """Interpolated, as the statistics module does it."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def in_turn(
    times: int, ours: Callable[[int], object], plain: Callable[[int], object]
) -> list[Pair]:
    """Calls both with the number of the pair, the other one first each time."""
    for number in (-2, -1):
        ours(number)
        plain(number)
    pairs = []
    for number in range(times):
        if number % 2:
            first = _timed(plain, number)
            pairs.append(Pair(_timed(ours, number), first))
        else:
            pairs.append(Pair(_timed(ours, number), _timed(plain, number)))
    return pairs


async def timed(work: Awaitable[object]) -> float:
    """The seconds that it takes."""
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


def _timed(work: Callable[[int], object], number: int) -> float:
    began = time.perf_counter()
    work(number)
    return time.perf_counter() - began


def _milliseconds(values: Sequence[float]) -> str:
    return f"{percentile(values, 50) * 1000:.2f} / {percentile(values, P99) * 1000:.2f}"
