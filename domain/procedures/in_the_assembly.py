"""From the transmitted list to the mandate: the Bureau, the Assembly, the start (REG 6 to REG 8).

Shared by every office that the Assembly fills from a list. A `Course` says how one branch lays
these steps: its windows, its part-session, its start.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from domain.bodies import assembly, bureau
from domain.bodies.office import Interim, elected_takes_office, last_day_of_the_term
from domain.candidates import Name, Roll
from domain.clauses import REG_1A, REG_5A, REG_7A, REG_7C, REG_8B, Clause
from domain.outcomes import (
    BallotHeld,
    ComplementaryProcedure,
    LeftOffAgenda,
    MandateStarted,
    OneNameDiscussed,
    Opened,
    Settled,
)
from domain.procedure import Mandate
from domain.questions import unsettled
from domain.reckoning import Reckoned, Span, days_after, given
from domain.sittings import PartSession
from domain.stages import Body, Interrupted, Script, Stage, Window, alongside, first_of

TWO_NAMES = 2

ANOTHER_CALL = "another call"
ONE_NAME_GOES_ON = "the one name is put to the Assembly"
LATER_PART_SESSION = "a later part-session"
WITHOUT_THE_NAME = "the ballots go on without the name"
FROM_THE_FIRST_BALLOT = "the ballots begin again"
FURTHER_BALLOT = "a further ballot"
AS_A_VACANCY = "a new procedure as for a vacancy"


class Texts(NamedTuple):
    """The clauses that stand behind a step, as an edition has them."""

    call: tuple[Clause, ...]
    consultation: tuple[Clause, ...]
    interviews: tuple[Clause, ...]
    list: tuple[Clause, ...]
    transmission: Clause
    hearing: tuple[Clause, ...]
    election: tuple[Clause, ...]
    start: tuple[Clause, ...]


@dataclass(frozen=True)
class Course:
    """How one branch goes on from the list: its windows, its part-session, its start.

    Each window is laid from the day of the step before it.
    """

    list: Callable[[Span], Window]
    one_name: Callable[[Span], Stage[OneNameDiscussed]]
    transmission: Callable[[Span], Window]
    part_session: PartSession
    hearing: Callable[[Span, PartSession], Window]
    start: Callable[[Span, PartSession], Stage[MandateStarted]]
    if_nobody_suits: Callable[[Span], Script[Mandate]] | None = None
    if_one_name_is_refused: Callable[[Span], Script[Mandate]] | None = None
    hearing_of_one_name: Callable[[Span, PartSession], Window] | None = None


class InTheAssembly(ABC):
    """One appointment by the Assembly, from the list to the mandate."""

    def __init__(self, opening: Opened, roll: Roll, texts: Texts) -> None:
        self.opening = opening
        self.roll = roll
        self.texts = texts
        self.interim = Interim(opening.last_day)

    @abstractmethod
    def another_call(self, since: Span) -> Script[Mandate]:
        """The candidates are gone, or nobody can be appointed: candidatures are called for anew."""

    # -- REG 6, REG 7: the Bureau and the Assembly -------------------------------------------

    def before_the_assembly(
        self, course: Course, names: tuple[Name, ...], transmitted: Span
    ) -> Script[Mandate]:
        """REG 6 and the hearing, in either order; then the ballots."""
        session = self.on_the_agenda(course.part_session, transmitted)
        since = given(transmitted, "the list was transmitted")
        hearing = course.hearing
        if len(names) == 1 and course.hearing_of_one_name:
            hearing = course.hearing_of_one_name
        ahead: dict[str, Stage[Any]] = {
            "examination": bureau.examines_the_list(names, Window(since, session.opening())),
            "hearing": assembly.hears_the_candidates(
                hearing(transmitted, session), self.texts.hearing
            ),
        }
        while ahead:
            try:
                done = yield from first_of(*ahead.values())
                del ahead[done.stage.key]
            except Interrupted:
                left = yield from self.names_left(names, since)
                if left is None:
                    return (yield from self.another_call(transmitted))
                names = left
        ballots = self.ballots(course, names, session)
        return (yield from self.with_an_interim(session, ballots))

    def on_the_agenda(self, usual: PartSession, since: Span | None = None) -> PartSession:
        """Reading 11: as planned; a part-session that is cancelled gives way to the next one.

        `since`: a date that was fixed for an earlier day belongs to an earlier course of things.
        """
        planned = self.opening.planned("ballot")
        if planned and since and planned.latest < since.earliest:
            planned = None
        session = self.opening.part_session_of(planned) if planned else None
        if session is None:
            session = usual if usual.held else self.opening.next_part_session(usual)
        return session

    def ballots(
        self, course: Course, names: tuple[Name, ...], session: PartSession
    ) -> Script[Mandate]:
        """REG 7.c, RoP 41.1.c: absolute majority first, then relative; a tie is voted on again."""
        ballot = 1
        since = session.opening()
        during = Window(since, session.closing())
        while True:
            vote = assembly.votes(self.roll.still(names), during, clauses=self.texts.election)
            try:
                done = yield from first_of(vote, *(self._exceptions(during) if ballot == 1 else ()))
            except Interrupted:
                if ballot == 1:
                    left = yield from self.names_left(names, since)
                else:
                    left, ballot = yield from self.names_left_between_ballots(names, ballot, since)
                if left is None:
                    return (yield from self.another_call(since.span))
                names = left
                continue
            match done.outcome:
                case ComplementaryProcedure(on=on):
                    decided = given(on, "the remote or postal ballot decided by the Bureau")
                    during = Window(decided, decided)
                case LeftOffAgenda():
                    return (yield from self.left_off_the_agenda(course, names, session, done.on))
                case BallotHeld(count=count):
                    first = ballot == 1
                    elected = count.elected(at_the_first_ballot=first)
                    if elected is not None:
                        return (yield from self.start(course, elected, session, done.on))
                    if not first and not count.cast:
                        yield from self.nobody_is_elected(done.on)
                    ballot += 1

    def _exceptions(self, during: Window) -> tuple[Stage[Any], ...]:
        return (
            assembly.leaves_the_election_off_its_agenda(during),
            bureau.decides_on_a_complementary_procedure(during),
        )

    # -- REG 8: the mandate ------------------------------------------------------------------

    def start(
        self, course: Course, elected: Name, session: PartSession, on: Span
    ) -> Script[Mandate]:
        """REG 8.a: the elected takes office, unless she or he falls away before."""
        stage = course.start(on, session)
        closes = stage.window.closes
        vacant = closes is None or closes.latest > self.interim.first_day
        while True:
            try:
                started, day = yield from alongside(
                    stage.with_its_day(), self.interim.period(due=vacant)
                )
            except Interrupted as interrupted:
                if interrupted.name == elected:
                    return (yield from self.elected_falls_away(on))
            else:
                return Mandate(elected, day, last_day_of_the_term(started, day))

    def start_by_decision(self, elected: Span, _session: PartSession) -> Stage[MandateStarted]:
        """Reading 6: no rule says when; the day is a recorded decision, after the election."""
        after = days_after(given(elected, "the day of the election"), 1, REG_8B)
        return elected_takes_office(
            Window(after), self.interim, clauses=self.texts.start, readings=(6, 9)
        )

    def with_an_interim(self, session: PartSession, script: Script[Mandate]) -> Script[Mandate]:
        """DSG A: where the part-session opens after the term has ended, somebody acts meanwhile."""
        if session.opening().latest <= self.opening.last_day:
            return (yield from script)
        return (yield from alongside(script, self.interim.period()))

    # -- Reading 7: what the texts leave open ------------------------------------------------

    def names_left(
        self, names: tuple[Name, ...], since: Reckoned
    ) -> Script[tuple[Name, ...] | None]:
        """A name falls away before a ballot: those left, or None for another call.

        Two or more go on without it. One is the Joint Committee's question (REG 5.a), none the
        Committee of Ministers' (JIS 2: no list, nothing to elect).
        """
        left = self.roll.still(names)
        if len(left) >= TWO_NAMES or left == names:
            return left
        if not left:
            yield from unsettled(
                "no-name-left",
                (Body.COMMITTEE_OF_MINISTERS,),
                self.texts.transmission,
                options=(ANOTHER_CALL,),
                since=since,
            )
            return None
        settled = yield from unsettled(
            "one-name-left",
            (Body.JOINT_COMMITTEE,),
            REG_5A,
            options=(ONE_NAME_GOES_ON, ANOTHER_CALL),
            since=since,
        )
        return left if settled.option == ONE_NAME_GOES_ON else None

    def names_left_between_ballots(
        self, names: tuple[Name, ...], ballot: int, since: Reckoned
    ) -> Script[tuple[tuple[Name, ...] | None, int]]:
        """No text speaks of a name that falls away between ballots: who goes on, from where?"""
        left = self.roll.still(names)
        settled = yield from unsettled(
            "withdrawn-between-ballots",
            (Body.PRESIDENT, Body.BUREAU),
            REG_7C,
            options=(WITHOUT_THE_NAME, FROM_THE_FIRST_BALLOT, ANOTHER_CALL)
            if left
            else (ANOTHER_CALL,),
            since=since,
        )
        if settled.option == ANOTHER_CALL:
            return None, ballot
        return left, 1 if settled.option == FROM_THE_FIRST_BALLOT else ballot

    def left_off_the_agenda(
        self, course: Course, names: tuple[Name, ...], session: PartSession, on: Span
    ) -> Script[Mandate]:
        """REG 7.a: it *shall* appoint; what if it does not? (June 2009)"""
        yield from unsettled(
            "election-left-off",
            (Body.BUREAU,),
            REG_7A,
            options=(LATER_PART_SESSION,),
            since=given(on, "the election was left off the agenda"),
        )
        later = self.opening.next_part_session(session)
        postponed = replace(course, start=self.start_by_decision)
        return (yield from self.with_an_interim(later, self.ballots(postponed, names, later)))

    def nobody_is_elected(self, on: Span) -> Stage[Settled]:
        """Reading 12: no vote was cast, in a second ballot either."""
        return unsettled(
            "nobody-elected",
            (Body.PRESIDENT, Body.BUREAU),
            REG_7C,
            options=(FURTHER_BALLOT,),
            since=given(on, "the ballot"),
        )

    def elected_falls_away(self, on: Span) -> Script[Mandate]:
        """The elected declines or dies before the start: as a vacancy."""
        yield from unsettled(
            "elected-fell-away",
            (Body.COMMITTEE_OF_MINISTERS,),
            REG_1A,
            options=(AS_A_VACANCY,),
            since=given(on, "the election"),
        )
        return (yield from self.another_call(on))
