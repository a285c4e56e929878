"""Which term ends next in each seat, and the last day for setting its procedure in motion.

    for each in next_to_open(register, today):
        if not each.opened and each.ahead(months=18).earliest <= today:
            ...

`each.appointment` is the one to be opened.
"""

from datetime import date
from typing import NamedTuple

from domain.acts import AppointmentId, Identity
from domain.clauses import CLAUSES, ETS_76, READINGS, Clause, Mark, weakest
from domain.parties import parties
from domain.procedures import PROCEDURES
from domain.reckoning import A_DAY, Reckoned, given, months_before
from domain.sittings import days_off
from domain.terms import RegisterOfTerms, Term

NO_TEXT = "no text sets a day"
AT_ONCE = "at once: the office is vacant"


class Upcoming(NamedTuple):
    """A term after which somebody must be elected, and by which appointment.

    `by` is the last day for setting the procedure in motion; where there is none the note says
    why. `opened`: an appointment to the seat that is under way.
    """

    term: Term
    appointment: AppointmentId
    by: Reckoned | None = None
    note: str = ""
    opened: AppointmentId | None = None

    @property
    def ends(self) -> date:
        """The last day of the term; the earliest, where it is not certain."""
        return self.term.until.earliest

    @property
    def clause(self) -> Clause | None:
        """The clause by which the last day is counted."""
        counted = (line.clause for line in self.by.working if line.amount) if self.by else ()
        return next((CLAUSES[clause] for clause in counted), None)

    @property
    def mark(self) -> Mark | None:
        """How firm that day is: the weakest of what it was counted by."""
        if self.by is None:
            return None
        clauses = [CLAUSES[line.clause].mark for line in self.by.working if line.clause]
        readings = [READINGS[line.reading].mark for line in self.by.working if line.reading]
        return weakest([*clauses, *readings])

    def ahead(self, *, months: int) -> Reckoned:
        """The day that lies so many months before the term ends."""
        return months_before(given(self.ends, "the last day of the term"), months, ETS_76)


def next_to_open(register: RegisterOfTerms, on: date) -> tuple[Upcoming, ...]:
    """For each seat the last term that is known; the one that ends first, first.

    A seat that is vacant, or whose term is over, is among them until somebody takes it up; that of
    a Party that has none any more on that day is not.
    """
    last = {term.seat: term for term in register.terms}
    upcoming = (_upcoming(term, register) for term in last.values() if _has_a_seat(term, on))
    return tuple(sorted(upcoming, key=lambda each: (each.ends, each.term.seat)))


def set_in_motion_by(term: Term) -> tuple[Reckoned | None, str]:
    """REG 8.b, R1366 2: by when the procedure after a term is set in motion, or why by no day.

    A term that ended early without a vacancy is over on the day on which it ended.
    """
    if term.vacated:
        return None, AT_ONCE
    counted = PROCEDURES[term.office].set_in_motion
    if counted is None:
        return None, NO_TEXT
    year = term.until.earliest.year
    try:
        closed_days = frozenset(days_off(year - 1, year))
    except ValueError as error:
        return None, str(error)
    return counted(given(term.until, "the last day of the term"), closed_days), ""


def appointment_after(term: Term) -> AppointmentId:
    """The appointment that fills the seat: by the year in which it fell vacant, or begins anew."""
    last = term.until.latest
    year = last.year if term.vacated else (last + A_DAY).year
    return Identity(term.office, term.party, year).id


def _upcoming(term: Term, register: RegisterOfTerms) -> Upcoming:
    opened = register.under_way.get(term.seat)
    return Upcoming(term, appointment_after(term), *set_in_motion_by(term), opened)


def _has_a_seat(term: Term, on: date) -> bool:
    bound_until = PROCEDURES[term.office].bound_until
    last = bound_until(parties()[term.party]) if bound_until else None
    return last is None or on <= last
