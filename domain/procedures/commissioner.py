"""The election of the Commissioner for Human Rights (COM 9 to COM 11, R1432 2 and R1432 4).

The text fixes no months; those of the ordinary course follow practice. After a vacancy, or where
candidatures are called for again, each step follows the one before it.
"""

from datetime import date
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from domain.bodies import governments, legal_affairs, ministers
from domain.bodies.office import Term
from domain.candidates import Roll
from domain.clauses import COM_9_1, COM_9_2, COM_11, R1432_2, R1432_4
from domain.outcomes import CandidatureProposed, ListDrawnUp, Opened
from domain.procedure import Edition, Mandate, Procedure, Terms
from domain.procedures.in_the_assembly import (
    ANOTHER_CALL,
    CalledAnew,
    Elected,
    ElectionTexts,
    InTheAssembly,
    Listed,
)
from domain.questions import unsettled
from domain.reckoning import A_DAY, Span, given, weeks_after
from domain.sittings import JANUARY, PartSession
from domain.stages import Body, Interrupted, Script, Window, first_of, month

READING = 18

in_september, in_october, in_november = (
    partial(month, number=number, clause=COM_9_1) for number in (9, 10, 11)
)

ELECTION = ElectionTexts(
    proposals=(COM_9_2,),
    closing=COM_9_2,
    ballot=(COM_9_1, R1432_4),
    listed=COM_9_1,
    majority=COM_9_1,
    proceeds=COM_9_1,
    term=Term(6, COM_11),
    emptied=COM_9_1,
    filled_by=Body.COMMITTEE_OF_MINISTERS,
    nationals=COM_9_2,
)


class Course(NamedTuple):
    """When the Committee of Ministers calls, and draws up its list; the part-session of the ballot.

    Without a closing no text or practice says when; six weeks are assumed.
    """

    call: Window
    closing: date | None = None
    list: Window | None = None
    session: PartSession | None = None


class CommissionerElection(InTheAssembly):
    """For a mandate beginning in year n, by practice on 1 April."""

    def __init__(self, opening: Opened, roll: Roll) -> None:
        super().__init__(opening, roll, ELECTION)

    def procedure(self) -> Script[Mandate]:
        """By the months of practice; after a vacancy, or another call, step after step."""
        course = self.by_practice()
        while True:
            try:
                return (yield from self.from_the_call(course))
            except CalledAnew as anew:
                self.roll.lapse()
                course = Course(call=Window(given(anew.decided, "another call was decided")))

    def by_practice(self) -> Course:
        """Candidatures in autumn n-1, the list in November n-1, the ballot in January n."""
        n = self.opening.year
        if self.opening.vacancy:
            return Course(call=Window(given(self.opening.known_on, "the vacancy was known")))
        return Course(
            call=in_september(n - 1),
            closing=date(n - 1, 10, 31),
            list=in_november(n - 1),
            session=self.opening.part_session(n, JANUARY),
        )

    def from_the_call(self, course: Course) -> Script[Mandate]:
        """COM 9.2, COM 9.1, COM 11: candidatures, list of three, hearing, ballots, start."""
        closed = yield from self.call_and_candidatures(course)
        drawing_up = course.list or Window(given(closed, "the closing"))
        listed = yield from self.list_of_three(drawing_up)
        elected = yield from self.hearing_and_ballots(listed, course.session)
        return (yield from self.start(elected, self.start_after_the_term(elected)))

    # -- COM 9.2: candidatures -----------------------------------------------------------------

    def call_and_candidatures(self, course: Course) -> Script[Span]:
        """COM 9.2: member States submit them by letter to the Secretary General."""
        closing = (
            course.closing or weeks_after(course.call.opens, ministers.SIX_WEEKS, COM_9_2).latest
        )
        call = ministers.call_for_candidatures(
            course.call, closing, limits=(), clauses=(COM_9_2,), readings=(READING,)
        )
        issued, called = yield from call.with_its_day()
        expected = issued is call.expected
        return (
            yield from self.candidatures(
                issued.closing, called, assumed=expected, six_weeks=not course.closing
            )
        )

    # -- COM 9.1: the list of three ------------------------------------------------------------

    def list_of_three(self, during: Window) -> Script[Listed]:
        """COM 9.1: three names; where there are not three to choose, another call is needed."""
        by_practice = (READING,) if during.closes else ()
        while True:
            drawing_up = ministers.draw_up_a_list_of_three(during, self.roll, readings=by_practice)
            try:
                drawn_up, on = yield from drawing_up.with_its_day()
            except Interrupted:
                continue  # one candidate fewer to choose from
            if not drawn_up.names:
                yield from self.no_list_of_three(on)
            return Listed(drawn_up.names, on)

    def completion(self, listed: Listed, since: Span) -> Script[Listed]:
        """R1432 2: the Ministers complete the list, with a new candidate if need be."""
        during = Window(given(since, "the procedure was interrupted", R1432_2))
        while True:
            left = self.roll.still(listed.names)
            completing = ministers.draw_up_a_list_of_three(during, self.roll, left)
            proposing = governments.propose_candidates(
                self.roll, during, (COM_9_2,), nationals=COM_9_2
            )
            try:
                done = yield from first_of(completing, proposing)
            except Interrupted:
                continue  # another name has fallen away
            match done.outcome:
                case CandidatureProposed() as proposed:
                    governments.enter(proposed, self.roll)
                case ListDrawnUp(names=()):
                    yield from self.no_list_of_three(done.on)
                case ListDrawnUp(names=names):
                    return Listed(names, done.on)

    def no_list_of_three(self, on: Span) -> Script[None]:
        """COM 9.1 wants three names; no text says what then: the Committee of Ministers decides."""
        question = unsettled(
            "no-list-of-three",
            (Body.COMMITTEE_OF_MINISTERS,),
            COM_9_1,
            options=(ANOTHER_CALL,),
            since=given(on, "no list of three was drawn up"),
        )
        _, decided = yield from question.with_its_day()
        raise CalledAnew(decided)

    # -- Order 547, R1432 2: hearing and ballots -----------------------------------------------

    def hearing_and_ballots(self, listed: Listed, usual: PartSession | None) -> Script[Elected]:
        """A withdrawal before the first ballot interrupts; a completed list is heard anew."""
        while True:
            session = self.part_session_after(listed, usual)
            during = Window(given(listed.on, "the list"), session.closing())
            try:
                yield from legal_affairs.hears_the_candidates(during)
                return (yield from self.ballots(listed, session))
            except Interrupted as interrupted:
                if interrupted.name in listed.names:
                    listed = yield from self.completion(listed, interrupted.on)

    def part_session_after(self, listed: Listed, usual: PartSession | None) -> PartSession:
        """The usual one, or where it has begun the next; as planned."""
        begun = usual is None or not usual.held or usual.opening().latest <= listed.on.latest
        if usual is None or begun:
            usual = self.opening.part_session_opening_from(listed.on.latest + A_DAY)
        return self.on_the_agenda(usual, since=listed.on)

    def names_left(self, listed: Listed) -> Script[Listed]:
        """R1432 2: before the first ballot a name that falls away interrupts the procedure."""
        raise Interrupted(self.first_fallen(listed), listed.on)


def last_of_march(year: int) -> date:
    """By practice a Commissioner's term ends on 31 March."""
    return date(year, 3, 31)


def since_2005(opening: Opened, roll: Roll) -> Script[Mandate]:
    """COM 9 to COM 11 with R1432."""
    return CommissionerElection(opening, roll).procedure()


PROCEDURE = Procedure(
    office="commissioner",
    workflow="CommissionerElection",
    editions=(Edition("2005", date(2005, 3, 18), since_2005, "COM and R1432; no months"),),
    branches=MappingProxyType({"ordinary": {}, "no-list": {"list": ListDrawnUp()}}),
    vacancy=COM_9_1,
    term_ends=last_of_march,
    names=3,
    terms=Terms(1, COM_11),
    length=ELECTION.term,
)
