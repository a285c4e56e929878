"""The term watch: which terms end soon, who is to be warned of it, and what is opened by itself.

    for warning in due(next_to_open(register, today), said, today):
        ...

How long before its end a term is spoken of is the house's own policy. By when the procedure after
it has to be set in motion is the law's (REG 8.b, R1366 2), and stands in `warning.of.by`.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from domain.acts import OPENING, Act, identity_of
from domain.expiries import Upcoming, next_to_open
from domain.outcomes import Opened
from domain.owners import VACANT, imagined
from domain.procedures import PROCEDURES
from domain.reckoning import A_DAY, day, earlier_working_day
from domain.sittings import days_off
from domain.stages import Body
from domain.terms import RegisterOfTerms
from domain.timetable import forecast

MONTHS_AHEAD = (18, 15, 12, 7)
BY_THE_WATCH = "term-watch"  # in the place of a member of staff, where nobody has asked for it


class TermWarning(NamedTuple):
    """That a term ends: said on a working day, so many months ahead.

    `also`: the keys of earlier warnings of the same term that were missed, folded into this one.
    """

    key: str
    of: Upcoming
    months: int
    on: date
    also: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Its own, and those folded into it."""
        return (self.key, *self.also)


class Beginning(NamedTuple):
    """The stage by which a procedure is set in motion, and the body that does it."""

    stage: str
    body: Body


def warnings(of: Upcoming) -> tuple[TermWarning, ...]:
    """All that is ever said of one term, the farthest first.

    A term whose end moves has other keys, so that whoever was warned of the old end hears of the
    new one.
    """
    return tuple(
        TermWarning(f"watch:{of.term.seat}:{of.ends}:{months}", of, months, ahead(of, months))
        for months in MONTHS_AHEAD
    )


def due(upcoming: Iterable[Upcoming], said: Collection[str], on: date) -> tuple[TermWarning, ...]:
    """What is to be said on a day, one warning for each term; what was `said` is not among it.

    Where several of one term have come due, after weeks without an engine for instance, the latest
    says all that the earlier ones would have said.
    """
    found = []
    for of in upcoming:
        missed = [each for each in warnings(of) if each.on <= on and each.key not in said]
        if missed and not _is_being_filled(of):
            *earlier, latest = missed
            found.append(latest._replace(also=tuple(each.key for each in earlier)))
    return tuple(found)


def ahead(of: Upcoming, months: int) -> date:
    """The day so many months before a term ends; on a day off the earlier working day."""
    return earlier_working_day(of.ahead(months=months), _closed_days(of.ends)).earliest


@lru_cache(maxsize=len(PROCEDURES))
def beginning(office: str) -> Beginning:
    """Reading 2: which body sets the procedure in motion: as it does at once on a vacancy.

    What may come before it in a calendar, as the date of the election does, sets nothing in motion.
    """
    procedure = PROCEDURES[office]
    opening = imagined(procedure, procedure.editions[-1], VACANT)
    first = forecast(opening, procedure, "ordinary")[0].open
    return Beginning(first.stage.key, first.stage.body)


# -- Opening by itself -----------------------------------------------------------------------


def to_be_opened(
    register: RegisterOfTerms, leads: Mapping[str, int], on: date
) -> tuple[Upcoming, ...]:
    """The terms after which an appointment is to be opened on a day without anybody asking.

    `leads`: by office, how many months ahead; an office that is not among them is opened by a
    person. So is a vacancy, a term that is over or whose last day is not certain, and a seat of
    which the record contradicts itself: there is something to be judged.
    """
    unclear = {conflict.seat for conflict in register.conflicts}
    return tuple(
        each
        for each in next_to_open(register, on)
        if each.opened is None
        and each.term.seat not in unclear
        and each.term.until.is_day
        and not each.term.vacated
        and each.term.office in leads
        and ahead(each, leads[each.term.office]) <= on <= each.ends
    )


def opening_act(register: RegisterOfTerms, of: Upcoming, on: date) -> Act:
    """The act that opens the appointment after a term, with what the register knows of the seat."""
    identity = identity_of(of.appointment)
    opened = Opened(
        identity.office,
        identity.year,
        party=identity.party,
        term_ends=of.ends,
        holders=register.holders(identity.office, identity.party, on),
    )
    return Act(OPENING, opened, day(on), staff=BY_THE_WATCH)


def command_to_open(of: Upcoming) -> str:
    """What a person types to open the appointment after a term."""
    identity, term = identity_of(of.appointment), of.term
    command = f"calends open {identity.seat} {identity.year}"
    if term.vacated:
        return f"{command} --vacancy {term.until.latest} --cause {term.cause}"
    return command if term.until.is_day else f"{command} --term-ends DATE"


def vacant_since(of: Upcoming) -> date | None:
    """The first day without a holder, where the office fell vacant; None where a term ends."""
    return of.term.until.latest + A_DAY if of.term.vacated else None


def _is_being_filled(of: Upcoming) -> bool:
    """Whether an office that fell vacant is known to be so: its appointment is under way."""
    return of.term.vacated and of.opened is not None


def _closed_days(ends: date) -> frozenset[date]:
    """Beyond the table of days off only Saturdays and Sundays are known."""
    try:
        return frozenset(days_off(ends.year - 2, ends.year))
    except ValueError:
        return frozenset()
