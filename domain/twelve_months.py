"""The twelve-month timetable of an election of a judge (R1366 2), laid on days.

Its text is not known. What stands in `tables/twelve_months.csv` is ASSUMED (mark A), and every
stage that rests on it says so. An appointment keeps the table that was in use when it was opened.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from domain.clauses import R1366_2
from domain.outcomes import Offset
from domain.reckoning import (
    Reckoned,
    earlier_working_day,
    later_working_day,
    months_after,
    months_before,
)
from domain.tables import rows

READING = 13
FARTHEST = 60  # months or weeks: no step of a timetable of twelve months lies so far away


@lru_cache(maxsize=1)
def assumed() -> tuple[Offset, ...]:
    """The table as it comes with Calends."""
    return tuple(
        Offset(
            row["step"],
            int(row["months_before_expiry"]),
            int(row["months_after_letter"]),
            int(row["weeks"]),
        )
        for row in rows("twelve_months.csv")
    )


def with_own_lines(own: tuple[Offset, ...], table: tuple[Offset, ...]) -> tuple[Offset, ...]:
    """The timetable of a procedure, with the lines that an opening names itself in their places.

    Raises ValueError with one sentence for a step that it does not have, or that lies out of reach.
    """
    steps = [line.step for line in table]
    for line in own:
        if line.step not in steps:
            there_are = ", ".join(steps) or "there is none for this office"
            raise ValueError(f"{line.step} is no step of the timetable: {there_are}")
        distances = (line.months_before_expiry, line.months_after_letter, line.weeks)
        if not all(0 <= distance <= FARTHEST for distance in distances):
            raise ValueError(f"{line.step} lies out of reach: write 0 to {FARTHEST}")
    named = {line.step: line for line in own}
    return tuple(named.get(line.step, line) for line in table)


class TwelveMonths:
    """The timetable of one list: back from the last day of the term, or on from a letter."""

    def __init__(self, offsets: tuple[Offset, ...], closed_days: frozenset[date]) -> None:
        self._offsets: Mapping[str, Offset] = {each.step: each for each in offsets}
        self._closed_days = closed_days

    def before_expiry(self, step: str, last_day: Reckoned) -> Reckoned:
        """Counted back from the last day, never from another step; earlier working day."""
        months = self._offsets[step].months_before_expiry
        counted = months_before(last_day, months, R1366_2, reading=READING)
        return earlier_working_day(counted, self._closed_days)

    def after_the_letter(self, step: str, letter: Reckoned) -> Reckoned:
        """Forward from the letter; a limit on an act of the Party: next working day."""
        months = self._offsets[step].months_after_letter
        counted = months_after(letter, months, R1366_2, reading=READING)
        return later_working_day(counted, self._closed_days)

    def weeks(self, step: str) -> int:
        """So many weeks after the step before it, or before the part-session."""
        return self._offsets[step].weeks
