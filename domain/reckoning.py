"""Counting days: before and after, months, weeks, working days; each result shows its working.

The house convention follows ETS 76 (rules of our own are marked so): the day from which one
counts is not counted; weeks end on the same weekday; months and years on the same date, or on the
last day of a month that has no such date. This is the only module that does arithmetic on months,
and the only importer of pendulum, which clips month ends without saying so.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

import msgspec
import pendulum

from domain.clauses import Clause

STRASBOURG = pendulum.timezone("Europe/Paris")
A_DAY = timedelta(days=1)


class Span(msgspec.Struct, frozen=True, order=True):
    """A day, or the days between which it lies, both included."""

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError(f"a span cannot end on {self.latest}, before it begins")

    @property
    def is_day(self) -> bool:
        return self.earliest == self.latest

    def __str__(self) -> str:
        return f"{self.earliest}" if self.is_day else f"{self.earliest} to {self.latest}"


def day(of: date) -> Span:
    """A span of one day."""
    return Span(of, of)


class Rounding(StrEnum):
    """Which way a month is rounded that has no such date."""

    DOWN = "down"  # to the last day of the month: the rule of ETS 76
    UP = "up"  # to the first day of the month that follows


class Rule(StrEnum):
    """What one line of a working does."""

    GIVEN = "given"
    PART_SESSION = "part-session"
    MONTH_OPENS = "month opens"
    MONTH_CLOSES = "month closes"
    DAYS_BEFORE = "days before"
    DAYS_AFTER = "days after"
    WEEKS_AFTER = "weeks after"
    MONTHS_BEFORE = "months before"
    MONTHS_AFTER = "months after"
    YEARS_AFTER = "years after"
    EARLIER_WORKING_DAY = "earlier working day"
    LATER_WORKING_DAY = "later working day"


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a working: a rule, what it was applied to, and what it gives.

    `met` are the days off that it stepped over; `otherwise` is the day that rounding the other way
    would have given, present only where the two differ.
    """

    rule: Rule
    gives: Span
    amount: int = 0
    why: str = ""
    clause: str = ""
    reading: int = 0
    met: tuple[date, ...] = ()
    rounding: Rounding | None = None
    otherwise: Span | None = None


class Reckoned(msgspec.Struct, frozen=True):
    """A day of the law with its working; a span where it rests on something not yet known."""

    span: Span
    working: tuple[Line, ...]
    estimated: bool = False

    @property
    def earliest(self) -> date:
        return self.span.earliest

    @property
    def latest(self) -> date:
        return self.span.latest

    @property
    def rounding_matters(self) -> bool:
        """Whether rounding down and rounding up give different days somewhere in the working."""
        return any(line.otherwise is not None for line in self.working)

    def then(self, line: Line) -> "Reckoned":
        return Reckoned(line.gives, (*self.working, line), self.estimated)


def given(
    of: date | Span,
    why: str,
    clause: Clause | None = None,
    *,
    reading: int = 0,
    estimated: bool = False,
) -> Reckoned:
    """A day that nothing is counted for: named in a text, recorded, decided, or estimated."""
    span = of if isinstance(of, Span) else day(of)
    line = Line(Rule.GIVEN, span, why=why, clause=_id(clause), reading=reading)
    return Reckoned(span, (line,), estimated)


def month_opens(year: int, month: int, clause: Clause) -> Reckoned:
    """The first day of a calendar month."""
    span = day(date(year, month, 1))
    return Reckoned(span, (Line(Rule.MONTH_OPENS, span, clause=clause.id),))


def month_closes(year: int, month: int, clause: Clause) -> Reckoned:
    """The last calendar day of a month; a window of a month is never rolled."""
    span = day(_months_on(date(year, month, 1), 1) - timedelta(days=1))
    return Reckoned(span, (Line(Rule.MONTH_CLOSES, span, clause=clause.id),))


def days_before(anchor: Reckoned, days: int, clause: Clause, *, reading: int = 0) -> Reckoned:
    """So many days counted back; the day from which one counts is not counted."""
    return _shift(anchor, Rule.DAYS_BEFORE, days, lambda d: d - timedelta(days), clause, reading)


def days_after(anchor: Reckoned, days: int, clause: Clause, *, reading: int = 0) -> Reckoned:
    """So many days counted forward; the day from which one counts is not counted."""
    return _shift(anchor, Rule.DAYS_AFTER, days, lambda d: d + timedelta(days), clause, reading)


def weeks_after(anchor: Reckoned, weeks: int, clause: Clause, *, reading: int = 0) -> Reckoned:
    """The same weekday so many weeks later. A cap on an authority: it is never rolled."""
    return _shift(
        anchor, Rule.WEEKS_AFTER, weeks, lambda d: d + timedelta(weeks=weeks), clause, reading
    )


def months_before(
    anchor: Reckoned,
    months: int,
    clause: Clause,
    *,
    rounding: Rounding = Rounding.DOWN,
    reading: int = 0,
) -> Reckoned:
    """The same date so many months earlier, rounded as declared where there is none."""
    return _shift_months(anchor, Rule.MONTHS_BEFORE, months, -months, clause, rounding, reading)


def months_after(
    anchor: Reckoned,
    months: int,
    clause: Clause,
    *,
    rounding: Rounding = Rounding.DOWN,
    reading: int = 0,
) -> Reckoned:
    """The same date so many months later, rounded as declared where there is none."""
    return _shift_months(anchor, Rule.MONTHS_AFTER, months, months, clause, rounding, reading)


def years_after(anchor: Reckoned, years: int, clause: Clause, *, reading: int = 0) -> Reckoned:
    """The same date so many years later, or 28 February where there is no 29th."""
    return _shift_months(
        anchor, Rule.YEARS_AFTER, years, 12 * years, clause, Rounding.DOWN, reading
    )


def earlier_working_day(anchor: Reckoned, days_off: frozenset[date]) -> Reckoned:
    """The day itself, or the nearest working day before it: for limits counted back."""
    return _roll(anchor, Rule.EARLIER_WORKING_DAY, -1, days_off)


def later_working_day(anchor: Reckoned, days_off: frozenset[date]) -> Reckoned:
    """The day itself, or the nearest working day after it: for forward limits on a party."""
    return _roll(anchor, Rule.LATER_WORKING_DAY, 1, days_off)


def is_working_day(of: date, days_off: frozenset[date]) -> bool:
    """Whether offices in Strasbourg are open: not a Saturday, Sunday or holiday."""
    return of.weekday() < 5 and of not in days_off


def working_days_before(of: date, days: int, days_off: frozenset[date]) -> date:
    """The working day that lies so many working days before a day."""
    while days > 0:
        of -= timedelta(days=1)
        days -= is_working_day(of, days_off)
    return of


def mondays(first: date, last: date) -> tuple[date, ...]:
    """The Mondays from one day to another, both included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(d for d in days if d.weekday() == 0)


def day_in_strasbourg(instant: datetime) -> date:
    """The calendar day that it is in Strasbourg at an instant (which must bear its zone)."""
    return instant.astimezone(STRASBOURG).date()


def start_of_day(of: date) -> datetime:
    """The instant, in UTC, at which a day begins in Strasbourg."""
    return datetime(of.year, of.month, of.day, tzinfo=STRASBOURG).astimezone(UTC)


@lru_cache(maxsize=4096)
def _months_on(of: date, months: int) -> date:
    """The same date some months on or back; pendulum clips to the end of a shorter month."""
    moved = pendulum.date(of.year, of.month, of.day).add(months=months)
    return date(moved.year, moved.month, moved.day)


def _months_rounded(of: date, months: int, rounding: Rounding) -> date:
    clipped = _months_on(of, months)
    if clipped.day == of.day or rounding is Rounding.DOWN:
        return clipped
    return clipped + timedelta(days=1)


def _shift(
    anchor: Reckoned,
    rule: Rule,
    amount: int,
    move: Callable[[date], date],
    clause: Clause,
    reading: int,
) -> Reckoned:
    span = _each_end(anchor.span, move)
    return anchor.then(Line(rule, span, amount=amount, clause=clause.id, reading=reading))


def _shift_months(
    anchor: Reckoned,
    rule: Rule,
    amount: int,
    months: int,
    clause: Clause,
    rounding: Rounding,
    reading: int,
) -> Reckoned:
    def moved(way: Rounding) -> Span:
        return _each_end(anchor.span, lambda end: _months_rounded(end, months, way))

    other = Rounding.UP if rounding is Rounding.DOWN else Rounding.DOWN
    span, otherwise = moved(rounding), moved(other)
    return anchor.then(
        Line(
            rule,
            span,
            amount=amount,
            clause=clause.id,
            reading=reading,
            rounding=rounding,
            otherwise=None if span == otherwise else otherwise,
        )
    )


def _roll(anchor: Reckoned, rule: Rule, step: int, days_off: frozenset[date]) -> Reckoned:
    met: set[date] = set()

    def rolled(of: date) -> date:
        while not is_working_day(of, days_off):
            met.add(of)
            of += timedelta(days=step)
        return of

    span = _each_end(anchor.span, rolled)
    if not met:
        return anchor
    return anchor.then(Line(rule, span, met=_sorted(met)))


def _each_end(of: Span, move: Callable[[date], date]) -> Span:
    return day(move(of.earliest)) if of.is_day else Span(move(of.earliest), move(of.latest))


def _sorted(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(days))


def _id(clause: Clause | None) -> str:
    return clause.id if clause else ""
