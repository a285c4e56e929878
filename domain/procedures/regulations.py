"""The course of the Regulations (REG 1 to REG 8), with no fixed months.

Where no calendar is laid over it the timetable is the Committee of Ministers': after a vacancy,
in older editions, and after another call. An office with a calendar subclasses it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from domain.bodies import assembly, bureau, joint_committee, ministers
from domain.bodies.office import Term
from domain.candidates import Name, Roll
from domain.clauses import (
    JIS_2,
    JIS_5,
    JIS_6,
    JIS_7,
    REG_1A,
    REG_1B,
    REG_3,
    REG_4,
    REG_5A,
    REG_7A,
    REG_7B,
    REG_7C,
    REG_8A,
    REG_8B,
    Clause,
)
from domain.outcomes import (
    CallIssued,
    CandidateAssessed,
    JointCommitteeConsulted,
    ListDrawnUp,
    ListTransmitted,
    MandateStarted,
    OneNameDiscussed,
    Opened,
)
from domain.procedure import Mandate, Terms
from domain.procedures.in_the_assembly import (
    ANOTHER_CALL,
    CalledAnew,
    Elected,
    ElectionTexts,
    InTheAssembly,
    Listed,
)
from domain.questions import unsettled
from domain.reckoning import (
    Reckoned,
    Span,
    day,
    days_before,
    earlier_working_day,
    given,
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
)

THIRTY_DAYS = 30
SIX_MONTHS = 6

NEW_LIST = "a new list"
SAME_LIST = "the same list again"
ONE_NAME_GOES_ON = "the one name is put to the Assembly"

TWO_NAMES = 2
FIVE_YEARS = Term(5, REG_8A, agreed=REG_8B)
AGAIN_WITHOUT_LIMIT = Terms(None, REG_8B)


class Texts(NamedTuple):
    """The clauses that stand behind a step, as an edition has them.

    Without clauses for a `hearing` the Assembly holds none. `framework`: the points on which the
    Committee of Ministers may assess the candidates.
    """

    call: tuple[Clause, ...]
    consultation: tuple[Clause, ...]
    interviews: tuple[Clause, ...]
    list: tuple[Clause, ...]
    transmission: Clause
    hearing: tuple[Clause, ...]
    election: tuple[Clause, ...]
    start: tuple[Clause, ...]
    framework: Mapping[str, Clause] = MappingProxyType({})
    somebody_acts: bool = True
    preference: bool = True  # REG 5.b: the Ministers may list names in order of preference


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


class Drafted(NamedTuple):
    """The list of the Committee of Ministers while it is a draft, and when it may be redrawn."""

    names: tuple[Name, ...]
    on: Span
    during: Window


class NoList(Exception):
    """The course ends here: nobody is suitable, or one name is not agreed."""

    def __init__(self, drafted: Drafted, decided: Span) -> None:
        super().__init__(drafted.names)
        self.drafted = drafted
        self.decided = decided


def free(since: Span) -> Window:
    """No month is fixed: from the step before, as the Committee of Ministers' timetable has it."""
    return Window(given(since, "the step before; the timetable is the Committee of Ministers'"))


def six_months_before(last_day: Reckoned, closed_days: frozenset[date]) -> Reckoned:
    """REG 8.b: counted back from the last day of the term; earlier working day."""
    return earlier_working_day(months_before(last_day, SIX_MONTHS, REG_8B, reading=2), closed_days)


class ByTheRegulations(InTheAssembly):
    """One appointment under the Regulations."""

    def __init__(self, opening: Opened, roll: Roll, texts: Texts) -> None:
        election = ElectionTexts(
            proposals=(REG_1A, REG_1B),
            closing=texts.call[0],
            ballot=(*texts.election, REG_7A, REG_7B, REG_7C),
            listed=texts.transmission,
            majority=REG_7C,
            proceeds=REG_7A,
            term=FIVE_YEARS,
            emptied=REG_1A,
            filled_by=Body.COMMITTEE_OF_MINISTERS,
            start=texts.start,
            somebody_acts=texts.somebody_acts,
        )
        super().__init__(opening, roll, election)
        self.texts = texts

    def procedure(self) -> Script[Mandate]:
        """Until somebody takes office; wherever the office stands empty somebody acts."""
        return self.interim.beside(self._until_somebody_takes_office())

    def _until_somebody_takes_office(self) -> Script[Mandate]:
        course = self.first_course()
        while True:
            try:
                return (yield from course)
            except CalledAnew as anew:
                course = self.another_call(anew.decided)

    def first_course(self) -> Script[Mandate]:
        """REG 1.a, REG 8.b: set in motion by a vacancy, or before the term expires."""
        known = self.opening.known_on
        if self.opening.vacancy:
            self.interim.is_due()
            return self.course_of_the_regulations(self.call(free(day(known))))
        six_months = self.six_months_before_expiry()
        during = Window(given(known, "the appointment was opened"), six_months.not_after)
        return self.course_of_the_regulations(self.call(during, limits=(six_months,)))

    def another_call(self, decided: Span) -> Script[Mandate]:
        """Reading 7: the same course over again, with an empty roll."""
        self.roll.lapse()
        self.next_part_session(decided)
        return self.course_of_the_regulations(self.call(free(decided)))

    def course_of_the_regulations(self, call: Stage[CallIssued]) -> Script[Mandate]:
        """REG 1 to REG 8: each step follows the one before it, and no text fixes a month."""
        issued, called = yield from call.with_its_day()
        closed = yield from self.candidatures(
            issued.closing, called, assumed=issued is call.expected
        )
        session = self.next_part_session(closed)

        drafted, consulted = yield from self.consultation_and_list(free(closed), session)
        listed = yield from self.transmission_or_question(drafted, consulted, until=None)

        hearing = Window(given(listed.on, "the list was transmitted"), session.closing())
        listed = yield from self.examination_and_hearing(listed, session, hearing)

        elected = yield from self.ballots(listed, session)
        return (yield from self.start(elected, self.start_after(elected)))

    def start_after(self, elected: Elected) -> Stage[MandateStarted]:
        """REG 8.a: no rule says on which day; a recorded decision does."""
        return self.start_by_decision(elected)

    def next_part_session(self, since: Span) -> PartSession:
        """The last one before the term expires, if there is time for the thirty days; or a later.

        No text chooses it: the Committee of Ministers' timetable does (plan the ballot).
        """

        def leaves_thirty_days(session: PartSession) -> bool:
            return self.thirty_days_before(session).earliest >= since.latest

        in_time = (
            session
            for session in reversed(self.opening.part_sessions)
            if session.closes is not None
            and session.closes.latest <= self.opening.last_day
            and leaves_thirty_days(session)
        )
        usual = next(in_time, None) or self.opening.first_part_session(leaves_thirty_days)
        return self.on_the_agenda(usual, since=since)

    # -- REG 1: the call and the candidatures ------------------------------------------------

    def call(self, during: Window, *, limits: tuple[Limit, ...] = ()) -> Stage[CallIssued]:
        """REG 1: without a calendar the closing is the call's; a forecast assumes six weeks."""
        closing = weeks_after(during.opens, ministers.SIX_WEEKS, REG_1A).latest
        clauses = self.texts.call if limits else (REG_1A,)
        return ministers.call_for_candidatures(during, closing, limits=limits, clauses=clauses)

    def six_months_before_expiry(self) -> Limit:
        """REG 8.b: the procedure is set in motion by then."""
        last_day = given(self.opening.last_day, "the last day of the term", REG_8B)
        limit = six_months_before(last_day, self.opening.closed_days)
        return Limit(REG_8B, not_after=limit, cap=True)

    # -- REG 3, REG 4: interviews and consultation -------------------------------------------

    def consultation(self, during: Window, session: PartSession) -> Script[JointCommitteeConsulted]:
        """REG 4, JIS 5, JIS 6: on every candidature, thirty days before the part-session."""
        return (
            yield from joint_committee.is_consulted_on_all_candidatures(
                during,
                thirty_days=self.thirty_days_before(session),
                clauses=self.texts.consultation,
            )
        )

    def thirty_days_before(self, session: PartSession) -> Reckoned:
        """REG 4: counted back from the day on which it opens; earlier working day."""
        counted = days_before(session.opening(), THIRTY_DAYS, REG_4, reading=3)
        return earlier_working_day(counted, self.opening.closed_days)

    def interviews(self, during: Window) -> Script[None]:
        """REG 3: of the candidates, if there are any."""
        while self.roll.standing:
            interviews = ministers.interview_the_candidates(
                during, self.texts.interviews, listed=self.texts.transmission
            )
            try:
                done = yield from first_of(interviews, *self.assessments(during))
            except Interrupted:
                continue  # perhaps nobody is left to be interviewed
            if not isinstance(done.outcome, CandidateAssessed):
                return

    def assessments(self, during: Window) -> tuple[Stage[Any], ...]:
        """JIS App.2, DSG B, DSG C: where there is a framework the Ministers may fill it in."""
        if not self.texts.framework:
            return ()
        return (ministers.assess_a_candidate(during, self.roll, self.texts.framework),)

    def consultation_and_list(
        self, during: Window, session: PartSession
    ) -> Script[tuple[Drafted, JointCommitteeConsulted]]:
        """JIS 6 wants the Joint Committee before the list; REG 4 alone, before the transmission.

        No text without months says whether interviews or the Joint Committee come first.
        """
        interviews, consultation = self.interviews(during), self.consultation(during, session)
        if JIS_6 in self.texts.consultation:
            _, consulted = yield from both(interviews, consultation)
            return (yield from self.list(during)), consulted
        yield from interviews
        return (yield from both(self.list(during), consultation))

    # -- REG 5: the list ---------------------------------------------------------------------

    def list(self, during: Window) -> Script[Drafted]:
        """REG 5: the Committee of Ministers draws up its list."""
        stage = ministers.draw_up_the_list(
            during,
            self.roll,
            self.texts.list,
            listed=self.texts.transmission,
            preference=self.texts.preference,
        )
        drawn_up, on = yield from stage.with_its_day()
        return Drafted(drawn_up.names, on, during)

    def transmission(
        self,
        drafted: Drafted,
        consulted: JointCommitteeConsulted,
        *,
        until: Reckoned | None,
        one_name: Callable[[Span], Stage[OneNameDiscussed]],
    ) -> Script[Listed]:
        """Reading 4: two names go on, one is held until it is agreed; none is `NoList`.

        Until it is transmitted the list may be drawn up again; a name that falls away leaves it.
        """
        agreed = consulted.one_name_agreed
        while True:
            names, on, redrawn = drafted
            names = self.roll.still(names)
            if not names:
                raise NoList(drafted, on)
            if len(names) == 1 and not agreed:
                ahead: Stage[Any] = one_name(on)
            else:
                during = Window(given(on, "the list"), until)
                clause = self.texts.transmission
                ahead = ministers.transmit_the_list(names, during, agreed=agreed, clause=clause)
            again = ministers.draw_up_the_list_again(
                redrawn, self.roll, self.texts.list, preference=self.texts.preference
            )
            try:
                done = yield from first_of(ahead, again)
            except Interrupted:
                continue
            on = max(on, done.on)  # the Joint Committee may have agreed before the list
            match done.outcome:
                case ListTransmitted(names=transmitted):
                    return Listed(transmitted, on)
                case ListDrawnUp(names=names):
                    drafted, agreed = Drafted(names, on, redrawn), consulted.one_name_agreed
                case OneNameDiscussed(agreed=agreed):
                    drafted = Drafted(names, on, redrawn)
                    if not agreed:
                        raise NoList(drafted, on)

    def transmission_or_question(
        self,
        drafted: Drafted,
        consulted: JointCommitteeConsulted,
        *,
        until: Reckoned | None,
    ) -> Script[Listed]:
        """Reading 7: one name is held on any day; without a list, what then is unsettled."""
        while True:
            try:
                return (
                    yield from self.transmission(
                        drafted,
                        consulted,
                        until=until,
                        one_name=lambda on: joint_committee.discusses_one_name(
                            free(on), (REG_5A,), (7,)
                        ),
                    )
                )
            except NoList as no_list:
                drafted = yield from self.list_after_all(no_list)

    # -- REG 6: the Bureau; JIS App.1: the hearing -------------------------------------------

    def examination_and_hearing(
        self, listed: Listed, session: PartSession, hearing: Window
    ) -> Script[Listed]:
        """REG 6 and the interviews by the Assembly, in either order."""
        during = Window(given(listed.on, "the list was transmitted"), session.opening())
        names, done = listed.names, set[str]()
        while True:
            steps: list[Stage[Any]] = [bureau.examines_the_list(names, during)]
            if self.texts.hearing:
                steps.append(assembly.hears_the_candidates(hearing, self.texts.hearing))
            ahead = [step for step in steps if step.key not in done]
            if not ahead:
                return Listed(names, listed.on)
            try:
                done.add((yield from first_of(*ahead)).stage.key)
            except Interrupted as interrupted:
                names = (yield from self.names_left(Listed(names, interrupted.on))).names

    # -- Reading 7: what the texts leave open ------------------------------------------------

    def names_left(self, listed: Listed) -> Script[Listed]:
        """A name falls away before a ballot: those left, since the day of `listed`.

        Two or more go on without it. One is the Joint Committee's question (REG 5.a), none the
        Committee of Ministers' (JIS 2: no list, nothing to elect).
        """
        left = self.roll.still(listed.names)
        if len(left) >= TWO_NAMES or left == listed.names:
            return Listed(left, listed.on)
        since = given(listed.on, "the day on which the name fell away")
        if not left:
            nothing = unsettled(
                "no-name-left",
                (Body.COMMITTEE_OF_MINISTERS,),
                self.texts.transmission,
                options=(ANOTHER_CALL,),
                since=since,
            )
            _, on = yield from nothing.with_its_day()
            raise CalledAnew(on)
        one = unsettled(
            "one-name-left",
            (Body.JOINT_COMMITTEE,),
            REG_5A,
            options=(ONE_NAME_GOES_ON, ANOTHER_CALL),
            since=since,
        )
        settled, on = yield from one.with_its_day()
        if settled.option == ANOTHER_CALL:
            raise CalledAnew(on)
        # The last name may have fallen away while the question was open.
        return (yield from self.names_left(Listed(left, on)))

    def list_after_all(self, no_list: NoList) -> Script[Drafted]:
        """No name again, or one name refused, where no renewed call is provided for: what then?"""
        names, on = no_list.drafted.names, no_list.decided
        refused = bool(self.roll.still(names))
        question = unsettled(
            "one-name-refused" if refused else "no-name-again",
            (Body.COMMITTEE_OF_MINISTERS, Body.JOINT_COMMITTEE),
            REG_5A,
            options=(ANOTHER_CALL, SAME_LIST if refused else NEW_LIST),
            since=given(on, "the discussion in the Joint Committee" if refused else "the list"),
        )
        settled, decided = yield from question.with_its_day()
        match settled.option:
            case "the same list again":
                return Drafted(names, decided, no_list.drafted.during)
            case "a new list":
                return (yield from self.list(no_list.drafted.during))
            case _:
                raise CalledAnew(decided)
