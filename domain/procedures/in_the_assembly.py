"""From a list of names to the mandate: the ballots in the Assembly, and the start.

Shared by every office that the Assembly fills from a list. Each step gives what the next one
needs. Where the course cannot go on, `CalledAnew` leaves it: another list is asked for.
"""

from abc import ABC, abstractmethod
from datetime import date
from typing import Any, NamedTuple

from domain.bodies import assembly, bureau, governments
from domain.bodies.chamber import Chamber
from domain.bodies.office import (
    Interim,
    Term,
    Vacant,
    elected_takes_office,
    last_day_of_the_term,
)
from domain.candidates import Name, Roll
from domain.clauses import Clause
from domain.outcomes import (
    BallotHeld,
    ComplementaryProcedure,
    LeftOffAgenda,
    MandateStarted,
    Opened,
    Outcome,
)
from domain.procedure import Mandate
from domain.questions import unsettled
from domain.reckoning import A_DAY, Span, days_after, given, is_working_day
from domain.sittings import PartSession
from domain.stages import (
    Body,
    Done,
    Interrupted,
    Limit,
    Note,
    Script,
    Stage,
    Window,
    first_of,
    occurrence,
)

SIX_WEEKS_ASSUMED = Note("six weeks assumed")

ANOTHER_CALL = "another call"
LATER_PART_SESSION = "a later part-session"
WITHOUT_THE_NAME = "the ballots go on without the name"
FROM_THE_FIRST_BALLOT = "the ballots begin again"
FURTHER_BALLOT = "a further ballot"
AS_A_VACANCY = "a new procedure as for a vacancy"


class ElectionTexts(NamedTuple):
    """What the texts say of one office that the Assembly fills, each part by its clauses.

    `proposals`, `closing`: who may propose, and until when. `listed`: whose names stand on the
    paper. `majority`: what is asked of a ballot. `proceeds`: that the Assembly elects at all.
    `emptied`, `filled_by`: what holds where the elected does not take office, and who decides then.
    `somebody_acts`: whether a text says who acts meanwhile. `nationals`: that candidates are those
    of member States.
    """

    proposals: tuple[Clause, ...]
    closing: Clause
    ballot: tuple[Clause, ...]
    listed: Clause
    majority: Clause
    proceeds: Clause
    term: Term
    emptied: Clause
    filled_by: Body
    start: tuple[Clause, ...] = ()
    somebody_acts: bool = False
    nationals: Clause | None = None


class Listed(NamedTuple):
    """The names before the Assembly, and the day of the last step that they rest on."""

    names: tuple[Name, ...]
    on: Span

    @property
    def is_one_name(self) -> bool:
        return len(self.names) == 1


class Elected(NamedTuple):
    """Who was elected, on which day, in which part-session."""

    name: Name
    on: Span
    session: PartSession


class CalledAnew(Exception):
    """The course ends here: another list is asked for, by a decision of that day."""

    def __init__(self, decided: Span) -> None:
        super().__init__(decided)
        self.decided = decided


class InTheAssembly(ABC):
    """One appointment by the Assembly, from the list to the mandate."""

    def __init__(self, opening: Opened, roll: Roll, election: ElectionTexts) -> None:
        self.opening = opening
        self.roll = roll
        self.election = election
        vacant = Interim if election.somebody_acts else Vacant
        self.interim = vacant(opening.last_day)
        self.chamber: Chamber | None = None
        self.calls = 0
        self.confirmed: Span | None = None  # the day that the Bureau has confirmed, if one

    # -- The candidatures --------------------------------------------------------------------

    def candidatures(
        self,
        closing: date,
        called: Span,
        *,
        limits: tuple[Limit, ...] = (),
        assumed: bool = False,
        six_weeks: bool = True,
    ) -> Script[Span]:
        """REG 1, COM 9.2: from the call until the closing, as fixed or moved; gives its day.

        `assumed`: a forecast without a calendar, in which no text says when that is; six weeks
        after the call, or a day of practice.
        """
        self.calls += 1
        clause = self.election.closing
        fixed = given(closing, "the closing in the call of the Committee of Ministers", clause)
        moved = self.opening.planned(occurrence("closing", self.calls))
        until = given(moved, "the closing as moved", clause) if moved else fixed
        warnings = self.day_off(until.latest)
        deadline = governments.deadline(
            fixed,
            clause,
            readings=(1, 9),
            limits=limits,
            notes=(*warnings, SIX_WEEKS_ASSUMED) if assumed and six_weeks else warnings,
            assumed=assumed,
        )
        during = Window(given(called, "the call for candidatures"), until)
        return (
            yield from governments.send_their_candidatures(
                self.roll,
                deadline,
                during,
                others=self.other_proposals(during),
                clauses=self.election.proposals,
                nationals=self.election.nationals,
            )
        )

    def other_proposals(self, _during: Window) -> tuple[Stage[Any], ...]:
        """REG 1.a.i, COM 9.2: governments alone propose, unless an office's text has others."""
        return ()

    def day_off(self, deadline: date) -> tuple[Note, ...]:
        """Reading 1: a closing on a day off is not rolled, and not passed over silently."""
        if is_working_day(deadline, self.opening.closed_days):
            return ()
        return (Note("day off", deadline),)

    # -- The part-session --------------------------------------------------------------------

    def on_the_agenda(
        self, usual: PartSession, *, since: Span | None = None, earlier: bool = True
    ) -> PartSession:
        """Reading 11: as planned; a part-session that is cancelled gives way to the next one.

        A date that was fixed for a day before `since`, or for a part-session before the usual one
        where no `earlier` one can be meant, belongs to an earlier course of things. Where the term
        ends before it opens, somebody acts meanwhile.
        """
        planned = self.opening.planned("ballot")
        if planned and since and planned.latest < since.earliest:
            planned = None
        session = self.opening.part_session_of(planned) if planned else None
        if session is None or not (earlier or session.place >= usual.place):
            session = usual if usual.held else self.opening.next_part_session(usual)
        if session.opening().latest > self.opening.last_day:
            self.interim.is_due()
        return session

    # -- The ballots -------------------------------------------------------------------------

    def ballots(self, listed: Listed, session: PartSession) -> Script[Elected]:
        """RoP 41.1.c: absolute majority first, then relative; a tie is voted on again.

        A name may fall away at any time, even while a question is unsettled: who is left is looked
        at before each ballot.
        """
        chamber = self.chamber = Chamber(self.roll, session)
        ballot, during = 1, Window(session.opening(), session.closing())
        while True:
            if self.roll.still(listed.names) != listed.names:
                if ballot == 1:
                    listed = yield from self.names_left(listed)
                else:
                    listed, ballot = yield from self.names_left_between_ballots(listed, ballot)
                    during = Window(given(listed.on, "the question was settled"))
                continue
            first = ballot == 1
            vote = assembly.votes(
                listed.names,
                during,
                clauses=self.election.ballot,
                listed=self.election.listed,
                families=self.roll.families,
                signed=lambda: chamber.signatures,
                fixed=self._confirmed_in(session) if first else None,
            )
            instead = self.instead_of_a_ballot(during) if first else ()
            try:
                done = yield from self.in_the_chamber(chamber, vote, *instead)
            except Interrupted as interrupted:
                listed = Listed(listed.names, interrupted.on)
                continue
            match done.outcome:
                case BallotHeld(count=count):
                    listed = Listed(listed.names, done.on)
                    chamber.counted(done.on)
                    elected = count.elected(at_the_first_ballot=first)
                    if elected is not None:
                        return Elected(elected, done.on, session)
                    since = done.on
                    if not first and not count.cast:
                        since = yield from self.nobody_is_elected(done.on)
                    ballot, during = ballot + 1, chamber.for_the_next_ballot(since)
                case ComplementaryProcedure(on=on):
                    decided = given(on, "the remote or postal ballot decided by the Bureau")
                    during = Window(decided, decided)
                case LeftOffAgenda():
                    session, settled = yield from self.left_off_the_agenda(done.on)
                    chamber.sits(session)
                    during = Window(session.opening(), session.closing())
                    listed = Listed(listed.names, settled)
                case other:
                    self.came_instead(other, done.on)

    def in_the_chamber(
        self, chamber: Chamber, vote: Stage[BallotHeld], *instead: Stage[Any]
    ) -> Script[Done]:
        """IDX: the vote, or what comes instead; until then, what surrounds it is recorded."""
        while True:
            around = (*chamber.before_the_ballot(), *chamber.after_the_ballot())
            done = yield from first_of(vote, *around, *instead)
            if not any(done.stage is each for each in around):
                return done
            chamber.take(done.outcome)

    def _confirmed_in(self, session: PartSession) -> Span | None:
        """The day confirmed for the election, where it is held in that part-session."""
        day = self.confirmed
        return day if day and day.is_day and session.includes(day.earliest) else None

    def instead_of_a_ballot(self, during: Window) -> tuple[Stage[Any], ...]:
        """What may come before the first ballot and change how it is held, or whether."""
        return (
            assembly.leaves_the_election_off_its_agenda(during, self.election.proceeds),
            bureau.decides_on_a_complementary_procedure(during),
        )

    def came_instead(self, outcome: Outcome, on: Span) -> None:
        """What an office's own text lets come before the first ballot."""
        raise AssertionError(f"{outcome} of {on} does not come instead of a ballot")

    # -- The mandate -------------------------------------------------------------------------

    def start(self, elected: Elected, taking_office: Stage[MandateStarted]) -> Script[Mandate]:
        """REG 8.a and its like: the elected takes office, unless she or he falls away before.

        Whoever else falls away after the election changes nothing.
        """
        assert self.chamber is not None
        closes = taking_office.window.closes
        if closes is None or closes.latest > self.interim.first_day:
            self.interim.is_due()
        else:
            self.interim.may_be_needed()
        while True:
            try:
                done = yield from first_of(*self.chamber.after_the_ballot(), taking_office)
            except Interrupted as interrupted:
                if interrupted.name == elected.name:
                    yield from self.elected_falls_away(interrupted.on)
                continue
            match done.outcome:
                case MandateStarted() as started:
                    last_day = last_day_of_the_term(started, done.on, self.election.term)
                    return Mandate(elected.name, done.on, last_day)
                case other:
                    self.chamber.take(other)

    def start_by_decision(
        self, elected: Elected, readings: tuple[int, ...] = (6, 9)
    ) -> Stage[MandateStarted]:
        """Reading 6: no rule says when; the day is a recorded decision, after the election."""
        on, forecast = elected.on, elected.session.estimated and not elected.on.is_day
        election = given(on, "the day of the election", estimated=forecast)
        after = days_after(election, 1, self.election.term.clause)
        return self.takes_office(Window(after), readings=readings)

    def start_after_the_term(self, elected: Elected) -> Stage[MandateStarted]:
        """Reading 22: the day after the outgoing term, if the election is over; or a decision."""
        vacant = given(self.interim.first_day, "the day after the last day of the term")
        if elected.on.latest >= self.interim.first_day:
            return self.start_by_decision(elected, readings=(22,))
        return self.takes_office(Window(vacant, vacant), readings=(22,))

    def takes_office(
        self, window: Window, *, readings: tuple[int, ...], **days: Any
    ) -> Stage[MandateStarted]:
        """The start of the mandate, for the term of this office."""
        return elected_takes_office(
            window,
            self.interim,
            self.election.term,
            clauses=self.election.start,
            readings=readings,
            **days,
        )

    # -- What the texts leave open (reading 7) -------------------------------------------------

    def first_fallen(self, listed: Listed) -> Name:
        """Of those listed, the first who has fallen away."""
        return next(name for name in listed.names if name in self.roll.fallen)

    @abstractmethod
    def names_left(self, listed: Listed) -> Script[Listed]:
        """A name falls away before the first ballot: what then, as the office's own text has it."""

    def names_left_between_ballots(self, listed: Listed, ballot: int) -> Script[tuple[Listed, int]]:
        """No text speaks of a name that falls away between ballots: who goes on, from where?"""
        left = self.roll.still(listed.names)
        question = unsettled(
            "withdrawn-between-ballots",
            (Body.PRESIDENT, Body.BUREAU),
            self.election.majority,
            options=(WITHOUT_THE_NAME, FROM_THE_FIRST_BALLOT, ANOTHER_CALL)
            if left
            else (ANOTHER_CALL,),
            since=given(listed.on, "the day on which the name fell away"),
        )
        settled, on = yield from question.with_its_day()
        if settled.option == ANOTHER_CALL:
            raise CalledAnew(on)
        return Listed(left, on), 1 if settled.option == FROM_THE_FIRST_BALLOT else ballot

    def left_off_the_agenda(self, on: Span) -> Script[tuple[PartSession, Span]]:
        """REG 7.a: it *shall* appoint; what if it does not (June 2009)? The later part-session."""
        usual = self.opening.part_session_opening_from(on.latest + A_DAY)
        later = self.on_the_agenda(usual, earlier=False)
        question = unsettled(
            "election-left-off",
            (Body.BUREAU,),
            self.election.proceeds,
            options=(LATER_PART_SESSION,),
            since=given(on, "the election was left off the agenda"),
        )
        _, settled = yield from question.with_its_day()
        return later, settled

    def nobody_is_elected(self, on: Span) -> Script[Span]:
        """Reading 12: no vote was cast, in a second ballot either. The day it was settled."""
        question = unsettled(
            "nobody-elected",
            (Body.PRESIDENT, Body.BUREAU),
            self.election.majority,
            options=(FURTHER_BALLOT,),
            since=given(on, "the ballot"),
        )
        _, settled = yield from question.with_its_day()
        return settled

    def elected_falls_away(self, fell: Span) -> Script[None]:
        """The elected declines or dies before the start: as a vacancy, and somebody acts."""
        self.interim.is_due()
        question = unsettled(
            "elected-fell-away",
            (self.election.filled_by,),
            self.election.emptied,
            options=(AS_A_VACANCY,),
            since=given(fell, "the day on which the elected fell away"),
        )
        _, on = yield from question.with_its_day()
        raise CalledAnew(on)
