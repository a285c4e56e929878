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
