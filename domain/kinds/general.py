"""What may come at any time: the opening, dates, tables, editions, candidates who fall away."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from itertools import chain, count

import msgspec

from domain.candidates import Cause, Name, must_be_names
from domain.kinds.judges import Composition
from domain.kinds.outcome import Outcome
from domain.parties import seat_of
from domain.reckoning import A_DAY, Span
from domain.sittings import PartSession, estimates


class VacancyCause(StrEnum):
    """REG 1.a, ECHR 23: why an office falls vacant before its term ends."""

    DEATH = "death"
    RESIGNATION = "resignation"
    DISMISSAL = "dismissal"  # of a judge, by the other judges


class Vacancy(msgspec.Struct, frozen=True):
    """The last day in office of a holder who dies, resigns or is dismissed."""

    on: date
    cause: VacancyCause


class Planned(msgspec.Struct, frozen=True):
    """A date that was fixed or moved for a stage."""

    stage: str
    on: Span


class Holder(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who holds the office, or has held it: for how many terms, until when.

    `until` is the last day of the term that was running when the appointment was opened.
    """

    name: Name
    terms: int = 1
    nationality: str = ""
    until: date | None = None

    def __post_init__(self) -> None:
        must_be_names(self.name, *((self.nationality,) if self.nationality else ()))


class Offset(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the twelve-month timetable: a step, and how far it lies from what.

    Months before the last day of the outgoing term, or months after the letter; weeks after the
    step before it. Negative is before.
    """

    step: str
    months_before_expiry: int = 0
    months_after_letter: int = 0
    weeks: int = 0


class Opened(Outcome, tag="opened/1", frozen=True):
    """An appointment is opened: by value, all that its days are reckoned from.

    As asked, the tables are empty: `decide` writes those in use on the day of opening, so that no
    later library or table can move a deadline. `plans` is filled by the fold alone.
    """

    office: str
    year: int
    edition: str = ""
    opened_on: date | None = None
    term_ends: date | None = None
    vacancy: Vacancy | None = None
    part_sessions: tuple[PartSession, ...] = ()
    days_off: tuple[date, ...] = ()
    plans: tuple[Planned, ...] = ()
    party: str = ""
    holders: tuple[Holder, ...] = ()
    court: tuple[Composition, ...] = ()
    twelve_months: tuple[Offset, ...] = ()

    def part_session(self, year: int, part: int) -> PartSession:
        """The part-session as it stands in this appointment's table."""
        return next(s for s in self.part_sessions if (s.year, s.part) == (year, part))

    def next_part_session(self, after: PartSession) -> PartSession:
        """The next part-session that is held after another, or after its place in the table."""
        return self.first_part_session(lambda s: (s.year, s.part) > (after.year, after.part))

    def part_session_opening_from(self, of: date) -> PartSession:
        """The first part-session that opens on a day or after it, for certain."""
        return self.first_part_session(lambda s: s.opens is not None and s.opens.earliest >= of)

    def first_part_session(self, suits: Callable[[PartSession], bool]) -> PartSession:
        """The first that is held and suits: in the table, or past its end by the house's estimates.

        Never by what was announced since: a later table moves no deadline of this appointment.
        """
        years = count(self.part_sessions[-1].year + 1)
        beyond = (session for year in years for session in estimates(year))
        return next(s for s in chain(self.part_sessions, beyond) if s.held and suits(s))

    def part_session_of(self, on: Span) -> PartSession | None:
        """The part-session in which a day lies, if it lies in one."""
        return next((s for s in self.part_sessions if s.includes(on.earliest)), None)

    def planned(self, stage: str) -> Span | None:
        """The day last fixed for a stage (with its occurrence), if any."""
        for plan in reversed(self.plans):
            if plan.stage == stage:
                return plan.on
        return None

    @property
    def last_day(self) -> date:
        """The last day of the outgoing term."""
        assert self.term_ends is not None
        return self.term_ends

    @property
    def known_on(self) -> date:
        """The day on which the procedure was set in motion; of a vacancy, its first at the latest.

        Reading 10: at once, and so from the day on which a resignation was announced.
        """
        opened = self.opened_on or self.last_day
        return min(opened, self.last_day + A_DAY) if self.vacancy else opened

    @property
    def seat(self) -> str:
        """The office, and the Party where each has one: judge/andorra."""
        return seat_of(self.office, self.party)

    def terms_of(self, name: Name) -> int:
        """For how many terms somebody has held the office, as far as is known."""
        return max((each.terms for each in self.holders if each.name == name), default=0)

    def court_on(self, of: date) -> Composition | None:
        """R1366 4: the composition of the Court on a day, where it was adopted."""
        known = [each for each in self.court if each.since <= of]
        return max(known, key=lambda each: each.since, default=None)

    @property
    def closed_days(self) -> frozenset[date]:
        """The holidays of Strasbourg in use."""
        return frozenset(self.days_off)


class DatePlanned(Outcome, tag="date-planned/1", frozen=True):
    """The date of a stage is fixed."""

    of: str
    on: Span


class DateMoved(Outcome, tag="date-moved/1", frozen=True):
    """The date of a stage is moved."""

    of: str
    to: Span


class PartSessionRevised(Outcome, tag="part-session-revised/1", frozen=True):
    """A part-session is announced, moved or cancelled: the table of this appointment changes."""

    year: int
    part: int
    opens: date | None = None
    closes: date | None = None


class EditionAdopted(Outcome, tag="edition-adopted/1", frozen=True):
    """The appointment goes on under another edition of the rules."""

    edition: str


class CandidateFellAway(Outcome, tag="candidate-fell-away/1", frozen=True):
    """A candidate withdraws or dies."""

    name: Name
    cause: Cause

    def __post_init__(self) -> None:
        must_be_names(self.name)
