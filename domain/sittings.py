"""Part-sessions of the Assembly and days off in Strasbourg: dated tables, and labelled estimates.

A part-session is never computed by a formula once it is announced: it stands in a table with its
source, and a revision is a further row. Where a year is not announced, the estimate is a span of
possible opening Mondays, and every day that rests on it carries both ends.
"""

from datetime import date, timedelta
from functools import lru_cache

import msgspec

from domain.reckoning import Line, Reckoned, Rule, Span, day, mondays
from domain.tables import rows

JANUARY, APRIL, JUNE, AUTUMN = PARTS = (1, 2, 3, 4)
NAMES = {JANUARY: "January", APRIL: "April", JUNE: "June", AUTUMN: "autumn"}
OPENS_ON_MONDAY_CLOSES_ON = (3, 4)  # Thursday or Friday: days after the opening Monday


class PartSession(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part-session: when it opens and closes, and how we know.

    Without days it is cancelled, or was not held normally. `estimated` says that it has not been
    announced, and that the spans hold every day on which it may open or close.
    """

    year: int
    part: int
    opens: Span | None = None
    closes: Span | None = None
    estimated: bool = False
    source: str = ""

    @property
    def key(self) -> str:
        return f"{self.year}/{self.part}"

    @property
    def name(self) -> str:
        return f"{NAMES[self.part]} {self.year} part-session"

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands among all: its year and part."""
        return self.year, self.part

    @property
    def held(self) -> bool:
        return self.opens is not None

    def opening(self) -> Reckoned:
        """The day on which it opens; only asked of a part-session that is held."""
        assert self.opens is not None
        return self._reckoned(self.opens, "opens")

    def closing(self) -> Reckoned:
        """The day on which it closes; only asked of a part-session that is held."""
        assert self.closes is not None
        return self._reckoned(self.closes, "closes")

    def includes(self, of: date) -> bool:
        """Whether a day may lie in it."""
        return (
            self.opens is not None
            and self.closes is not None
            and self.opens.earliest <= of <= self.closes.latest
        )

    def _reckoned(self, span: Span, what: str) -> Reckoned:
        why = f"the {self.name} {what}: {self.source}"
        return Reckoned(span, (Line(Rule.PART_SESSION, span, why=why),), self.estimated)


def part_sessions(first: int, last: int) -> tuple[PartSession, ...]:
    """The part-sessions of some years, both included: announced ones, or estimates."""
    known = _announced()
    return tuple(
        known.get((year, part)) or _estimate(year, part)
        for year in range(first, last + 1)
        for part in PARTS
    )


def estimates(year: int) -> tuple[PartSession, ...]:
    """The part-sessions of a year as the house estimates them, whatever has been announced."""
    return tuple(_estimate(year, part) for part in PARTS)


def days_off(first: int, last: int) -> tuple[date, ...]:
    """The holidays of Strasbourg in some years, both included.

    Raises ValueError with one sentence for a year that the frozen table does not reach.
    """
    years = {of.year for of in _holidays()}
    for year in (first, last):
        if year not in years:
            raise ValueError(
                f"the table of days off reaches from {min(years)} to {max(years)}, not to {year}: "
                "choose a year inside it, or freeze a longer table"
            )
    return tuple(of for of in _holidays() if first <= of.year <= last)


def name_of_day_off(of: date) -> str:
    """The holiday's name, or the weekday where the day is a Saturday or Sunday."""
    return holiday(of, "en") or of.strftime("%A")


def holiday(of: date, language: str) -> str:
    """The name of the holiday in a language, en or fr; empty where the day is none."""
    return _holidays()[of][language] if of in _holidays() else ""


@lru_cache(maxsize=1024)
def _estimate(year: int, part: int) -> PartSession:
    """What past part-sessions have in common (rules of the house, section 8 of the readings)."""
    easter, in_april = _easter_sunday(year), mondays(date(year, 4, 7), date(year, 4, 25))
    around_easter = {easter + timedelta(days=offset) for offset in (-13, 8, 15, 22)}
    possible = {
        JANUARY: mondays(date(year, 1, 21), date(year, 1, 27)),
        # An Easter of 18 April, as in 2049, leaves none of the usual distances: then any of them.
        APRIL: tuple(around_easter.intersection(in_april)) or in_april,
        JUNE: mondays(date(year, 6, 19), date(year, 6, 26)),
        AUTUMN: mondays(date(year, 9, 27), date(year, 10, 10)),
    }[part]
    opens = Span(min(possible), max(possible))
    soonest, latest = OPENS_ON_MONDAY_CLOSES_ON
    closes = Span(opens.earliest + timedelta(soonest), opens.latest + timedelta(latest))
    return PartSession(year, part, opens, closes, estimated=True, source="estimated, not announced")


@lru_cache(maxsize=1)
def _announced() -> dict[tuple[int, int], PartSession]:
    sessions = {}
    for row in rows("part_sessions.csv"):
        year, part = int(row["year"]), int(row["part"])
        held = bool(row["opens"])
        sessions[year, part] = PartSession(
            year,
            part,
            day(date.fromisoformat(row["opens"])) if held else None,
            day(date.fromisoformat(row["closes"])) if held else None,
            source={"seen": "seen in a public record", "unconfirmed": "to be confirmed"}[
                row["mark"]
            ],
        )
    return sessions


@lru_cache(maxsize=1)
def _holidays() -> dict[date, dict[str, str]]:
    return {
        date.fromisoformat(row["day"]): {"en": row["name_en"], "fr": row["name_fr"]}
        for row in rows("days_off.csv")
    }


def _easter_sunday(year: int) -> date:
    """By the rule of the Gregorian calendar: an estimate reaches further than any table."""
    century = year // 100
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    full_moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + full_moon + 2 - century + century // 4) % 7
    return date(year, 3, 28) + timedelta(days=full_moon - weekday)
