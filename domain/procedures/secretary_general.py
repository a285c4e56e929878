"""The election of the Secretary General of the Council of Europe, in the order of JIS App.1.

The calendar has three branches: the ordinary course, one name, a renewed call. A vacancy before
the term ends, and elections before the calendar was revised, follow the Regulations (reading 10).
"""

from datetime import date, timedelta
from functools import partial
from types import MappingProxyType

from domain.bodies import bureau, joint_committee, ministers
from domain.bodies.office import elected_takes_office
from domain.candidates import PLACEHOLDERS, Roll
from domain.clauses import JIS_2, JIS_APP_1, REG_5A, REG_8B
from domain.outcomes import ListDrawnUp, MandateStarted, Opened
from domain.procedure import Edition, Mandate, Procedure
from domain.procedures.in_the_assembly import Course
from domain.procedures.regulations import JOINT_STATEMENT, REGULATIONS_ALONE, ByTheRegulations
from domain.reckoning import Span, day, days_after, given, month_closes, weeks_after
from domain.sittings import APRIL, AUTUMN, JUNE, PartSession
from domain.stages import Limit, Script, Stage, Window, alongside, month

SINCE_18_SEPTEMBER = 2019  # the June 2019 part-session set the start at 18 September
THREE_WEEKS = 3
END_OF_SEPTEMBER = 21  # our reading of the words: its last ten days

in_january, in_march, in_april, in_june, in_july, in_september, in_october = (
    partial(month, number=number, clause=JIS_APP_1) for number in (1, 3, 4, 6, 7, 9, 10)
)

CALENDAR = JOINT_STATEMENT._replace(
    call=(JIS_APP_1, REG_8B),
    consultation=(JIS_APP_1, *JOINT_STATEMENT.consultation),
    interviews=(JIS_APP_1, *JOINT_STATEMENT.interviews),
    list=(JIS_APP_1, *JOINT_STATEMENT.list),
    hearing=(JIS_APP_1,),
    election=(JIS_APP_1, JIS_2),
    start=(JIS_APP_1,),
)


class ByTheCalendar(ByTheRegulations):
    """For a mandate beginning in the autumn of year n (JIS App.1)."""

    def ordinary_course(self) -> Script[Mandate]:
        """September n-1 to the start of the mandate, in the order of the Appendix."""
        n = self.opening.year
        june = self.on_the_agenda(self.opening.part_session(n, JUNE))

        yield from bureau.confirms_the_date(during=in_september(n - 1), of=june)

        call, called = yield from ministers.call_for_candidatures(
            during=in_october(n - 1),
            closing=date(n, 1, 10),
            limits=(self.six_months_before_expiry(),),
            clauses=self.texts.call,
        ).with_its_day()
        closed = yield from self.candidatures(call.closing, called)

        consulted = yield from self.consultation(during=in_january(n), session=june)

        yield from self.interviews(during=in_march(n))
        return (yield from self.from_the_list(self.list_of_march(june), consulted, closed))

    def renewed_call(self, decided: Span) -> Script[Mandate]:
        """Nobody is suitable, or one name is not agreed: April to October n, six weeks at most."""
        n = self.opening.year
        autumn = self.on_the_agenda(self.opening.part_session(n, AUTUMN), decided)
        self.roll.lapse()

        def from_april() -> Script[Mandate]:
            renewed, called = yield from ministers.renew_the_call(during=in_april(n)).with_its_day()
            closed = yield from self.candidatures(
                renewed.closing, called, limits=(self.six_weeks_after(called),)
            )

            consulted = yield from self.consultation(during=in_june(n), session=autumn)

            yield from self.interviews(during=in_july(n))
            return (yield from self.from_the_list(self.list_of_july(autumn), consulted, closed))

        return (yield from self.with_an_interim(autumn, from_april()))

    # -- The branches from the list on -------------------------------------------------------

    def list_of_march(self, june: PartSession) -> Course:
        """Two names: hearing by 31 May. One name: agreed in April, hearing in June (reading 8)."""
        n = self.opening.year
        april = self.opening.part_session(n, APRIL)
        before_june = month_closes(n, 5, JIS_APP_1)
        return Course(
            list=lambda _: in_march(n),
            one_name=lambda on: joint_committee.discusses_one_name(
                Window(april.opening(), april.closing()) if april.held else in_april(n),
                (JIS_APP_1, REG_5A),
                (4,),
            ),
            transmission=lambda on: Window(given(on, "the list"), before_june),
            part_session=june,
            hearing=lambda on, _: Window(given(on, "the transmission"), before_june),
            hearing_of_one_name=lambda _, session: Window(in_june(n).opens, session.closing()),
            start=self.start_in_september,
            if_nobody_suits=self.renewed_call,
            if_one_name_is_refused=self.renewed_call,
        )

    def list_of_july(self, autumn: PartSession) -> Course:
        """After a renewed call; one name is held until it is agreed, on any day (reading 7)."""
        n = self.opening.year
        july = in_july(n)
        end_of_september = given(date(n, 9, END_OF_SEPTEMBER), "the end of September", JIS_APP_1)
        return Course(
            list=lambda _: july,
            one_name=lambda on: joint_committee.discusses_one_name(
                Window(given(on, "the list")), (REG_5A,), (7,)
            ),
            transmission=lambda on: Window(given(on, "the list"), july.closes),
            part_session=autumn,
            hearing=lambda _, session: Window(end_of_september, session.closing()),
            start=self.start_after_a_renewed_call,
        )

    # -- The start of the mandate ------------------------------------------------------------

    def start_in_september(self, elected: Span, session: PartSession) -> Stage[MandateStarted]:
        """18 September, 1 October before 2019; by decision where the election is postponed."""
        if (session.year, session.part) != (self.opening.year, JUNE):
            return self.start_by_decision(elected, session)
        first = max(usual_start(self.opening.year), self.interim.first_day)
        start = given(first, "the start of the mandate", JIS_APP_1, reading=6)
        return elected_takes_office(
            Window(start, start), self.interim, clauses=self.texts.start, readings=(6, 9)
        )

    def start_after_a_renewed_call(
        self, elected: Span, session: PartSession
    ) -> Stage[MandateStarted]:
        """1 October, or at the latest three weeks after the election; always after it."""
        forecast = session.estimated and not elected.is_day
        election = given(elected, "the day of the election", estimated=forecast)
        after = days_after(election, 1, JIS_APP_1, reading=6)
        latest = weeks_after(election, THREE_WEEKS, JIS_APP_1, reading=6)
        first_of_october = date(self.opening.year, 10, 1)
        return elected_takes_office(
            Window(after, latest),
            self.interim,
            clauses=self.texts.start,
            readings=(6, 9),
            limits=(
                Limit(JIS_APP_1, not_before=after, cap=True),
                Limit(JIS_APP_1, not_after=latest, cap=True),
            ),
            fixed=day(first_of_october) if elected.latest < first_of_october else None,
        )

    def six_weeks_after(self, called: Span) -> Limit:
        """JIS App.1: the renewed call stays open six weeks at most; a cap, it never rolls."""
        call = given(called, "the renewed call")
        cap = weeks_after(call, ministers.SIX_WEEKS, JIS_APP_1, reading=5)
        return Limit(JIS_APP_1, not_after=cap, cap=True)


def usual_start(year: int) -> date:
    """The day on which the mandate of a year begins by the calendar (reading 6)."""
    return date(year, 9, 18) if year > SINCE_18_SEPTEMBER else date(year, 10, 1)


def usual_last_day(year: int) -> date:
    """The last day of the outgoing term of a year, where no earlier appointment says it."""
    return usual_start(year) - timedelta(days=1)


def since_2018(opening: Opened, roll: Roll) -> Script[Mandate]:
    """JIS App.1 as revised; a vacancy before the term ends follows the Regulations."""
    if opening.vacancy:
        return at_once(opening, roll)
    return ByTheCalendar(opening, roll, CALENDAR).ordinary_course()


def since_2010(opening: Opened, roll: Roll) -> Script[Mandate]:
    """REG and JIS 1 to 7. The calendar of those years is not known: stages of REG only."""
    if opening.vacancy:
        return at_once(opening, roll)
    return ByTheRegulations(opening, roll, JOINT_STATEMENT).course_of_the_regulations()


def since_1962(opening: Opened, roll: Roll) -> Script[Mandate]:
    """REG alone, with the timetable of the Committee of Ministers as recorded."""
    return ByTheRegulations(opening, roll, REGULATIONS_ALONE).course_of_the_regulations()


def at_once(opening: Opened, roll: Roll) -> Script[Mandate]:
    """Reading 10: death or resignation; the procedure begins at once, and somebody acts."""
    procedure = ByTheRegulations(opening, roll, JOINT_STATEMENT)
    return alongside(procedure.course_of_the_regulations(), procedure.interim.period())


PROCEDURE = Procedure(
    office="secretary-general",
    workflow="SecretaryGeneralElection",
    editions=(
        Edition("1962", date(1962, 3, 30), since_1962, "REG"),
        Edition("2010", date(2010, 3, 24), since_2010, "REG and JIS 1-7; calendar not known"),
        Edition("2018", date(2018, 1, 22), since_2018, "REG and JIS with App.1 as revised"),
    ),
    branches=MappingProxyType(
        {
            "ordinary": {},
            "single-name": {"list": ListDrawnUp(names=PLACEHOLDERS[:1])},
            "renewed-call": {"list": ListDrawnUp()},
        }
    ),
    term_ends=usual_last_day,
)
