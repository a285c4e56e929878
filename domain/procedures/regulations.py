"""The course of the Regulations up to the list (REG 1 to REG 5), with no fixed months.

Where no calendar is laid over it the timetable is the Committee of Ministers': after a vacancy,
in older editions, and after another call. An office with a calendar subclasses it.
"""

from datetime import date, timedelta
from typing import Any

from domain.bodies import governments, joint_committee, ministers
from domain.candidates import Roll
from domain.clauses import (
    JIS_2,
    JIS_5,
    JIS_6,
    JIS_7,
    REG_1A,
    REG_3,
    REG_4,
    REG_5A,
    REG_7A,
    REG_8B,
)
from domain.outcomes import (
    CallIssued,
    JointCommitteeConsulted,
    ListDrawnUp,
    ListTransmitted,
    OneNameDiscussed,
    Opened,
    Settled,
)
from domain.procedure import Mandate
from domain.procedures.in_the_assembly import ANOTHER_CALL, Course, InTheAssembly, Texts
from domain.questions import unsettled
from domain.reckoning import (
    Span,
    day,
    days_before,
    earlier_working_day,
    given,
    is_working_day,
    months_before,
    weeks_after,
)
from domain.sittings import PartSession
from domain.stages import (
    Body,
    Interrupted,
    Limit,
    Script,
    Stage,
    Window,
    both,
    first_of,
    occurrence,
)

THIRTY_DAYS = 30
SIX_MONTHS = 6

NEW_LIST = "a new list"
SAME_LIST = "the same list again"

REGULATIONS_ALONE = Texts(
    call=(REG_1A, REG_8B),
    consultation=(),
    interviews=(REG_3,),
    list=(),
    transmission=REG_5A,
    hearing=(REG_3,),
    election=(REG_7A,),
    start=(),
)
JOINT_STATEMENT = REGULATIONS_ALONE._replace(
    consultation=(JIS_5, JIS_6), list=(JIS_7,), transmission=JIS_2, election=(JIS_2,)
)


def free(since: Span) -> Window:
    """No month is fixed: from the step before, as the Committee of Ministers' timetable has it."""
    return Window(given(since, "the step before; the timetable is the Committee of Ministers'"))


class ByTheRegulations(InTheAssembly):
    """One appointment under the Regulations."""

    def __init__(self, opening: Opened, roll: Roll, texts: Texts) -> None:
        super().__init__(opening, roll, texts)
        self.calls = 0

    # -- REG 1: the call and the candidatures ------------------------------------------------

    def course_of_the_regulations(self) -> Script[Mandate]:
        """REG 1 to REG 8 with the timetable of the Committee of Ministers."""
        vacant = self.opening.vacancy is not None
        call, called = yield from ministers.call_for_candidatures(
            self.when_to_set_in_motion(),
            closing=self.closing_assumed(),
            limits=() if vacant else (self.six_months_before_expiry(),),
            clauses=(REG_1A,) if vacant else self.texts.call,
        ).with_its_day()
        return (yield from self.from_the_call(call, called))

    def another_call(self, since: Span) -> Script[Mandate]:
        """Reading 7: the same course over again, with an empty roll; somebody acts meanwhile."""
        self.roll.lapse()
        call = ministers.call_for_candidatures(
            free(since),
            closing=weeks_after(given(since, "the decision"), ministers.SIX_WEEKS, REG_1A).latest,
            limits=(),
            clauses=(REG_1A,),
        )

        def anew() -> Script[Mandate]:
            issued, called = yield from call.with_its_day()
            return (yield from self.from_the_call(issued, called))

        return (yield from self.with_an_interim(self.next_part_session(since), anew()))

    def from_the_call(self, call: CallIssued, called: Span) -> Script[Mandate]:
        """REG 1 to REG 5: candidatures, interviews, consultation and list, one after the other.

        JIS 6 wants the Joint Committee before the list; the Regulations alone want it before the
        transmission.
        """
        closed = yield from self.candidatures(call.closing, called)
        course = self.without_months(closed)
        during = free(closed)
        if JIS_6 in self.texts.consultation:
            consulted = yield from self.consultation(during, course.part_session)
            yield from self.interviews(during)
            return (yield from self.from_the_list(course, consulted, closed))
        yield from self.interviews(during)
        (drafted, on), consulted = yield from both(
            self.list(course, closed), self.consultation(during, course.part_session)
        )
        return (yield from self.from_a_draft(course, drafted, on, consulted))

    def when_to_set_in_motion(self) -> Window:
        """REG 1.a, REG 8.b: at once on a vacancy; else six months before the term expires."""
        if self.opening.vacancy:
            return free(day(self.interim.first_day))
        opened = self.opening.opened_on or self.opening.last_day
        return Window(
            given(opened, "the day on which the appointment was opened"),
            self.six_months_before_expiry().not_after,
        )

    def six_months_before_expiry(self) -> Limit:
        """REG 8.b: counted back from the last day of the term; earlier working day."""
        last_day = given(self.opening.last_day, "the last day of the term", REG_8B)
        counted = months_before(last_day, SIX_MONTHS, REG_8B, reading=2)
        limit = earlier_working_day(counted, self.opening.closed_days)
        return Limit(REG_8B, not_after=limit, cap=True)

    def closing_assumed(self) -> date:
        """Only for a forecast: six weeks after the call, as after a renewed one."""
        opens = self.when_to_set_in_motion().opens
        return weeks_after(opens, ministers.SIX_WEEKS, REG_1A).latest

    def candidatures(
        self, closing: date, called: Span, *, limits: tuple[Limit, ...] = ()
    ) -> Script[Span]:
        """REG 1: from the call until the closing, as fixed or moved; gives the day it closed."""
        self.calls += 1
        clause = self.texts.call[0]
        fixed = given(closing, "the closing in the call of the Committee of Ministers", clause)
        moved = self.opening.planned(occurrence("closing", self.calls))
        until = given(moved, "the closing as moved", clause) if moved else fixed
        deadline = governments.deadline(
            fixed, clause, readings=(1, 9), limits=limits, notes=self.warnings(until.latest)
        )
        during = Window(given(called, "the call for candidatures"), until)
        return (yield from governments.send_their_candidatures(self.roll, deadline, during))

    def warnings(self, deadline: date) -> tuple[str, ...]:
        """Reading 1: a closing on a day off is not rolled, and not passed over silently."""
        if is_working_day(deadline, self.opening.closed_days):
            return ()
        return (f"{deadline:%A} {deadline} is a day off in Strasbourg and is not rolled",)

    # -- REG 3, REG 4: interviews and consultation -------------------------------------------

    def consultation(self, during: Window, session: PartSession) -> Script[JointCommitteeConsulted]:
        """REG 4: thirty days before the part-session opens, counted back; earlier working day."""
        counted = days_before(session.opening(), THIRTY_DAYS, REG_4, reading=3)
        return (
            yield from joint_committee.is_consulted_on_all_candidatures(
                during,
                thirty_days=earlier_working_day(counted, self.opening.closed_days),
                clauses=self.texts.consultation,
            )
        )

    def interviews(self, during: Window) -> Script[None]:
        """REG 3: of the candidates, if there are any."""
        if self.roll.standing:
            yield from ministers.interview_the_candidates(during, self.texts.interviews)

    # -- REG 5: the list ---------------------------------------------------------------------

    def from_the_list(
        self, course: Course, consulted: JointCommitteeConsulted, since: Span
    ) -> Script[Mandate]:
        """JIS 7: the list is drawn up after the consultation."""
        drafted, on = yield from self.list(course, since)
        return (yield from self.from_a_draft(course, drafted, on, consulted))

    def list(self, course: Course, since: Span) -> Script[tuple[ListDrawnUp, Span]]:
        """REG 5: the Committee of Ministers draws up its list."""
        stage = ministers.draw_up_the_list(course.list(since), self.roll, self.texts.list)
        return (yield from stage.with_its_day())

    def from_a_draft(
        self,
        course: Course,
        drafted: ListDrawnUp,
        on: Span,
        consulted: JointCommitteeConsulted,
    ) -> Script[Mandate]:
        """Reading 4: two names go on, one is held until it is agreed, none leads elsewhere.

        Until it is transmitted the list may be drawn up again; a name that falls away leaves it.
        """
        agreed = consulted.one_name_agreed
        while True:
            names = self.roll.still(drafted.names)
            if not names:
                if course.if_nobody_suits:
                    return (yield from course.if_nobody_suits(on))
                if (yield from self.nobody_suits_again(on)).option == ANOTHER_CALL:
                    return (yield from self.another_call(on))
                drafted, on = yield from self.list(course, on)
                continue
            again = ministers.draw_up_the_list_again(course.list(on), self.roll, self.texts.list)
            if len(names) == 1 and not agreed:
                ahead: Stage[Any] = course.one_name(on)
            else:
                ahead = ministers.transmit_the_list(
                    names, course.transmission(on), agreed=agreed, clause=self.texts.transmission
                )
            try:
                done = yield from first_of(ahead, again)
            except Interrupted:
                continue
            on = done.on
            match done.outcome:
                case ListDrawnUp():
                    drafted, agreed = done.outcome, consulted.one_name_agreed
                case OneNameDiscussed(agreed=True):
                    agreed = True
                case OneNameDiscussed():
                    if course.if_one_name_is_refused:
                        return (yield from course.if_one_name_is_refused(on))
                    if (yield from self.one_name_is_refused(on)).option == ANOTHER_CALL:
                        return (yield from self.another_call(on))
                case ListTransmitted(names=transmitted):
                    return (yield from self.before_the_assembly(course, transmitted, on))

    # -- Reading 7: what the texts leave open ------------------------------------------------

    def nobody_suits_again(self, on: Span) -> Stage[Settled]:
        """No name on the list, where no renewed call is provided for: what then, and when?"""
        return unsettled(
            "no-name-again",
            (Body.COMMITTEE_OF_MINISTERS, Body.JOINT_COMMITTEE),
            REG_5A,
            options=(ANOTHER_CALL, NEW_LIST),
            since=given(on, "the list without a name"),
        )

    def one_name_is_refused(self, on: Span) -> Stage[Settled]:
        """The Joint Committee does not agree to one name, where no renewed call is provided for."""
        return unsettled(
            "one-name-refused",
            (Body.COMMITTEE_OF_MINISTERS, Body.JOINT_COMMITTEE),
            REG_5A,
            options=(ANOTHER_CALL, SAME_LIST),
            since=given(on, "the discussion in the Joint Committee"),
        )

    # -- How the steps are laid --------------------------------------------------------------

    def without_months(self, since: Span) -> Course:
        """REG alone: each step from the one before it; the election where the timetable puts it."""
        return Course(
            list=free,
            one_name=lambda on: joint_committee.discusses_one_name(free(on), (REG_5A,), (7,)),
            transmission=free,
            part_session=self.next_part_session(since),
            hearing=lambda on, session: Window(given(on, "the transmission"), session.closing()),
            start=self.start_by_decision,
        )

    def next_part_session(self, since: Span) -> PartSession:
        """The last one before the term expires, if there is time for the thirty days; or a later.

        No text chooses it: the Committee of Ministers' timetable does (plan the ballot).
        """
        soonest = since.latest + timedelta(days=THIRTY_DAYS)
        in_time = [
            session
            for session in self.opening.part_sessions
            if session.held
            and session.closing().latest <= self.opening.last_day
            and session.opening().earliest >= soonest
        ]
        usual = in_time[-1] if in_time else self.opening.part_session_opening_from(soonest)
        return self.on_the_agenda(usual, since)
