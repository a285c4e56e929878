"""Every office in every edition, opened on paper, and the courses that are expected of each."""

from datetime import date
from functools import cache
from typing import NamedTuple

from domain.acts import AppointmentId, Entry
from domain.appointment import Appointment, OpenStage, Status, fold
from domain.candidates import PLACEHOLDERS, Name
from domain.outcomes import (
    CallRenewed,
    CandidaturesClosed,
    CourtComposed,
    Holder,
    Opened,
    Recordable,
    Vacancy,
    VacancyCause,
)
from domain.procedure import Procedure
from domain.procedures import PROCEDURES
from domain.timetable import ahead
from tests.domain.acts_in_short import SG, Case, D, d, proposed

DSG, SGPA = "deputy-secretary-general", "secretary-general-of-the-assembly"
JUDGE, COMMISSIONER, CPT = "judge", "commissioner", "cpt-member"


class Opening(NamedTuple):
    """An appointment to be opened: in a test's name, as asked, and on which day."""

    what: str
    asked: Opened
    on: str

    @property
    def id(self) -> AppointmentId:
        return AppointmentId(f"{self.asked.seat}/{self.asked.year}")

    @property
    def procedure(self) -> Procedure:
        return PROCEDURES[self.asked.office]

    def case(self) -> Case:
        """It has just been opened, for a judge with the composition of the Court on that day."""
        case = Case(self.id)
        case.does(self.asked, self.on)
        if self.asked.office == JUDGE:
            case.does(CourtComposed(15, 31), self.on)
        return case


def dies(on: str) -> Vacancy:
    return Vacancy(d(on), VacancyCause.DEATH)


def resigns(on: str) -> Vacancy:
    return Vacancy(d(on), VacancyCause.RESIGNATION)


def regular(office: str, year: int, ends: str, on: str, edition: str, party: str = "") -> Opening:
    """The term expires. D has held the office as often as anybody may; a Dane stays on the CPT."""
    stays = (Holder(Name("Mads Dane"), 1, "Denmark", date(2060, 1, 1)),) if office == CPT else ()
    holders = (Holder(D, 3, "Norway", d(ends)), *stays)
    asked = Opened(office, year, edition, term_ends=d(ends), party=party, holders=holders)
    return Opening(f"{asked.seat}-{year}-{edition}", asked, on)


def vacant(office: str, vacancy: Vacancy, on: str, party: str = "") -> Opening:
    asked = Opened(office, vacancy.on.year, vacancy=vacancy, party=party)
    return Opening(f"{asked.seat}-{asked.year}-{vacancy.cause}", asked, on)


OPENINGS = (
    regular(SG, 2029, "2029-09-17", "2028-09-01", "2018"),
    regular(SG, 2014, "2014-09-30", "2013-09-01", "2010"),
    regular(SG, 2009, "2009-08-31", "2008-09-01", "1962"),
    vacant(SG, dies("2029-02-10"), "2029-02-12"),
    vacant(SG, resigns("2018-12-31"), "2018-10-08"),
    regular(DSG, 2027, "2027-08-31", "2026-09-01", "2012"),
    regular(DSG, 2012, "2012-08-31", "2011-09-01", "1962"),
    vacant(DSG, dies("2026-04-10"), "2026-04-12"),
    regular(SGPA, 2031, "2031-01-31", "2030-03-01", "1962"),
    regular(SGPA, 2011, "2011-01-31", "2010-03-01", "1962"),
    vacant(SGPA, resigns("2022-12-31"), "2022-05-02"),
    regular(JUDGE, 2027, "2027-04-30", "2026-01-12", "2019", "andorra"),
    regular(JUDGE, 2017, "2017-04-30", "2016-01-12", "2015", "andorra"),
    regular(JUDGE, 2013, "2013-01-31", "2011-12-12", "2005", "andorra"),
    vacant(JUDGE, dies("2026-03-10"), "2026-03-12", "andorra"),
    vacant(JUDGE, resigns("2014-12-31"), "2014-09-12", "andorra"),
    regular(COMMISSIONER, 2030, "2030-03-31", "2029-06-01", "2005"),
    regular(COMMISSIONER, 2018, "2018-03-31", "2017-06-01", "2005"),
    vacant(COMMISSIONER, dies("2027-03-10"), "2027-03-12"),
    regular(CPT, 2027, "2027-12-19", "2027-01-12", "2002", "andorra"),
    regular(CPT, 2027, "2027-12-19", "2027-01-12", "2002", "russia"),
    vacant(CPT, resigns("2027-03-31"), "2027-02-12", "andorra"),
)
BY_NAME = {opening.what: opening for opening in OPENINGS}
COURSES = tuple(
    (opening.what, branch) for opening in OPENINGS for branch in opening.procedure.branches
)


def expected(standing: Appointment, branch: str = "") -> tuple[OpenStage, Recordable]:
    """What comes next if all goes as expected, or as the branch has it."""
    standing = fold(standing.id, standing.entries)  # a forecast uses its script up
    differs = standing.procedure.branches.get(branch, {})
    of_the_branch = (o for o in standing.open if not o.stage.due and o.occurrence in differs)
    open_ = next(of_the_branch, None) or ahead(standing)[0].open
    outcome = differs.get(open_.occurrence, open_.stage.expected)
    assert outcome is not None
    return open_, outcome  # type: ignore[return-value]  # a stage expects what can be recorded


def first_day(open_: OpenStage) -> date:
    """The first day on which it may be done, for certain; a call is renewed on the last.

    The closing that a renewed call is expected to fix lies six weeks after that.
    """
    opens, closes = open_.stage.window
    if open_.stage.kind is CallRenewed and closes:
        opens = closes
    return max((open_.planned or opens).latest, open_.rests_on)


def goes_on(case: Case, branch: str = "", *, reason: str = "") -> None:
    """The next step on its first day; whoever has to be proposed is proposed before it."""
    open_, outcome = expected(case.standing, branch)
    happened = first_day(open_).isoformat()
    if open_.stage.kind is CandidaturesClosed and not case.standing.roll.standing:
        for name in PLACEHOLDERS:
            case.does(proposed(name), happened, reason=reason)
    case.does(outcome, happened, stage=open_.occurrence, reason=reason, reference="CM/Del/Dec")


@cache
def course(what: str, branch: str) -> tuple[tuple[Entry, ...], ...]:
    """The record of an expected course after each of its steps, the last one closed."""
    case = BY_NAME[what].case()
    records = [case.entries]
    while case.standing.status is not Status.CLOSED:
        goes_on(case, branch)
        records.append(case.entries)
    return tuple(records)


def at(what: str, branch: str, step: int) -> Case:
    """A case in the middle of its expected course."""
    records = course(what, branch)
    return Case(BY_NAME[what].id, records[min(step, len(records) - 1)])


def until(what: str, stage: str, branch: str = "ordinary") -> Case:
    """A case as far as its expected course goes before a stage is open."""
    cases = (Case(BY_NAME[what].id, entries) for entries in course(what, branch))
    return next(case for case in cases if stage in case.open)
