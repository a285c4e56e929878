"""The election of the Secretary General of the Council of Europe, in the order of JIS App.1.

The calendar has three branches: the ordinary course, one name, a renewed call. A vacancy before
the term ends, and elections before the calendar was revised, follow the Regulations (reading 10).
"""

from datetime import date, timedelta
from functools import partial
from types import MappingProxyType

from domain.bodies import bureau, joint_committee, ministers
from domain.candidates import PLACEHOLDERS, Roll
from domain.checklists import OF_THE_SECRETARY_GENERAL
from domain.clauses import JIS_2, JIS_APP_1, REG_1A, REG_5A, REG_8B
from domain.outcomes import ListDrawnUp, MandateStarted, OneNameDiscussed, Opened
from domain.procedure import Edition, Mandate, Procedure
from domain.procedures.in_the_assembly import Elected, Listed
from domain.procedures.regulations import (
    AGAIN_WITHOUT_LIMIT,
    FIVE_YEARS,
    JOINT_STATEMENT,
    REGULATIONS_ALONE,
    ByTheRegulations,
    NoList,
    six_months_before,
)
from domain.reckoning import Span, day, days_after, given, month_closes, weeks_after
from domain.sittings import APRIL, AUTUMN, JUNE, PartSession
from domain.stages import Limit, Script, Stage, Window, month

SINCE_18_SEPTEMBER = 2019  # the June 2019 part-session set the start at 18 September
THREE_WEEKS = 3
END_OF_SEPTEMBER = 21  # our reading of the words: its last ten days

in_january, in_march, in_april, in_june, in_july, in_september, in_october = (
    partial(month, number=number, clause=JIS_APP_1) for number in (1, 3, 4, 6, 7, 9, 10)
)

JOINT_STATEMENT_OF_2010 = JOINT_STATEMENT._replace(framework=OF_THE_SECRETARY_GENERAL)
CALENDAR = JOINT_STATEMENT_OF_2010._replace(
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

    def first_course(self) -> Script[Mandate]:
        """The ordinary course; a renewed call where nobody suits, or one name is not agreed."""
        try:
            return (yield from self.ordinary_course())
        except NoList as no_list:
            return (yield from self.renewed_call(no_list.decided))

    def ordinary_course(self) -> Script[Mandate]:
        """September n-1 to the start of the mandate, in the order of the Appendix."""
        n = self.opening.year
        june = self.on_the_agenda(self.opening.part_session(n, JUNE))
        before_june = month_closes(n, 5, JIS_APP_1)

        confirmed = yield from bureau.confirms_the_date(during=in_september(n - 1), of=june)
        self.confirmed = confirmed.election

        call, called = yield from ministers.call_for_candidatures(
            during=in_october(n - 1),
            closing=date(n, 1, 10),
            limits=(self.six_months_before_expiry(),),
            clauses=self.texts.call,
        ).with_its_day()
        yield from self.candidatures(call.closing, called)

        consulted = yield from self.consultation(during=in_january(n), session=june)

        yield from self.interviews(during=in_march(n))
        drafted = yield from self.list(during=in_march(n))
        listed = yield from self.transmission(
            drafted, consulted, until=before_june, one_name=self.discussion_of_one_name
        )

        listed = yield from self.examination_and_hearing(
            listed, june, hearing=self.hearing_before_june(listed, june)
        )
        elected = yield from self.ballots(listed, june)

        return (yield from self.start(elected, self.start_in_september(elected)))

    def renewed_call(self, decided: Span) -> Script[Mandate]:
        """April to October n, after a call of six weeks at most."""
        n = self.opening.year
        autumn = self.on_the_agenda(
            self.opening.part_session(n, AUTUMN), since=decided, earlier=False
        )
        end_of_september = given(date(n, 9, END_OF_SEPTEMBER), "the end of September", JIS_APP_1)
        self.roll.lapse()

        renewed, called = yield from ministers.renew_the_call(during=in_april(n)).with_its_day()
        yield from self.candidatures(
            renewed.closing, called, limits=(self.six_weeks_after(called),)
        )

        consulted = yield from self.consultation(during=in_june(n), session=autumn)

        yield from self.interviews(during=in_july(n))
        drafted = yield from self.list(during=in_july(n))
        listed = yield from self.transmission_or_question(
            drafted, consulted, until=in_july(n).closes
        )

        listed = yield from self.examination_and_hearing(
            listed, autumn, hearing=Window(end_of_september, autumn.closing())
        )
        elected = yield from self.ballots(listed, autumn)

        return (yield from self.start(elected, self.start_after_a_renewed_call(elected)))

    # -- One name on the list ----------------------------------------------------------------

    def discussion_of_one_name(self, _: Span) -> Stage[OneNameDiscussed]:
        """In the Joint Committee, during the April part-session; an earlier agreement does too."""
        april = self.opening.part_session(self.opening.year, APRIL)
        during = Window(april.opening(), april.closing()) if april.held else None
        return joint_committee.discusses_one_name(
            during or in_april(self.opening.year), (JIS_APP_1, REG_5A), (4,)
        )

    def hearing_before_june(self, listed: Listed, session: PartSession) -> Window:
        """Reading 8: by 31 May; with one name in June, before the first ballot."""
        n = self.opening.year
        if listed.is_one_name:
            return Window(in_june(n).opens, session.closing())
        return Window(given(listed.on, "the list was transmitted"), month_closes(n, 5, JIS_APP_1))

    # -- The start of the mandate ------------------------------------------------------------

    def start_in_september(self, elected: Elected) -> Stage[MandateStarted]:
        """18 September, 1 October before 2019; by decision where the election is postponed."""
        if elected.session.place != (self.opening.year, JUNE):
            return self.start_by_decision(elected)
        first = max(usual_start(self.opening.year), self.interim.first_day)
        start = given(first, "the start of the mandate", JIS_APP_1, reading=6)
        return self.takes_office(Window(start, start), readings=(6, 9))

    def start_after_a_renewed_call(self, elected: Elected) -> Stage[MandateStarted]:
        """1 October, or at the latest three weeks after the election; always after it."""
        on, forecast = elected.on, elected.session.estimated and not elected.on.is_day
        election = given(on, "the day of the election", estimated=forecast)
        after = days_after(election, 1, JIS_APP_1, reading=6)
        latest = weeks_after(election, THREE_WEEKS, JIS_APP_1, reading=6)
        first_of_october = date(self.opening.year, 10, 1)
        return self.takes_office(
            Window(after, latest),
            readings=(6, 9),
            limits=(
                Limit(JIS_APP_1, not_before=after, cap=True),
                Limit(JIS_APP_1, not_after=latest, cap=True),
            ),
            fixed=day(first_of_october) if on.latest < first_of_october else None,
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
    """JIS App.1 as revised; a vacancy before the term ends follows REG and JIS (reading 10)."""
    if opening.vacancy:
        return ByTheRegulations(opening, roll, JOINT_STATEMENT_OF_2010).procedure()
    return ByTheCalendar(opening, roll, CALENDAR).procedure()


def since_2010(opening: Opened, roll: Roll) -> Script[Mandate]:
    """REG and JIS 1 to 7. The calendar of those years is not known: stages of REG only."""
    return ByTheRegulations(opening, roll, JOINT_STATEMENT_OF_2010).procedure()


def since_1962(opening: Opened, roll: Roll) -> Script[Mandate]:
    """REG alone, with the timetable of the Committee of Ministers as recorded."""
    return ByTheRegulations(opening, roll, REGULATIONS_ALONE).procedure()


PROCEDURE = Procedure(
    office="secretary-general",
    workflow="SecretaryGeneralElection",
    editions=(
        Edition("1962", date(1962, 3, 30), since_1962, "REG", calendar=False),
        Edition("2010", date(2010, 3, 24), since_2010, "REG and JIS 1-7", calendar=False),
        Edition("2018", date(2018, 1, 22), since_2018, "REG and JIS with App.1 as revised"),
    ),
    branches=MappingProxyType(
        {
            "ordinary": {},
            "single-name": {"list": ListDrawnUp(names=PLACEHOLDERS[:1])},
            "renewed-call": {"list": ListDrawnUp()},
        }
    ),
    vacancy=REG_1A,
    term_ends=usual_last_day,
    terms=AGAIN_WITHOUT_LIMIT,
    length=FIVE_YEARS,
    set_in_motion=six_months_before,
)
