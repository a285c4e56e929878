"""From the transmitted list to the mandate: the Bureau, the Assembly, the start (REG 6 to REG 8).

Shared by every office that the Assembly fills from a list. Each step gives what the next one
needs. Where the course cannot go on, `CalledAnew` leaves it: candidatures are called for again.
"""

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
    Opened,
)
from domain.procedure import Mandate
from domain.questions import unsettled
from domain.reckoning import A_DAY, Span, days_after, given
from domain.sittings import PartSession
from domain.stages import Body, Interrupted, Script, Stage, Window, first_of

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
    """The course ends here: candidatures are called for again, by a decision of that day."""

    def __init__(self, decided: Span) -> None:
        super().__init__(decided)
        self.decided = decided


class InTheAssembly:
    """One appointment by the Assembly, from the list to the mandate."""

    def __init__(self, opening: Opened, roll: Roll, texts: Texts) -> None:
        self.opening = opening
        self.roll = roll
        self.texts = texts
        self.interim = Interim(opening.last_day)
        self.confirmed: Span | None = None  # the day that the Bureau has confirmed, if one

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

    # -- REG 6: the Bureau; JIS App.1: the hearing -------------------------------------------

    def examination_and_hearing(
        self, listed: Listed, session: PartSession, hearing: Window
    ) -> Script[Listed]:
        """REG 6 and the interviews by the Assembly, in either order."""
        during = Window(given(listed.on, "the list was transmitted"), session.opening())
        names, done = listed.names, set[str]()
        while True:
            steps: tuple[Stage[Any], ...] = (
                bureau.examines_the_list(names, during),
                assembly.hears_the_candidates(hearing, self.texts.hearing),
            )
            ahead = [step for step in steps if step.key not in done]
            if not ahead:
                return Listed(names, listed.on)
            try:
                done.add((yield from first_of(*ahead)).stage.key)
            except Interrupted as interrupted:
                names = (yield from self.names_left(Listed(names, interrupted.on))).names

    # -- REG 7: the ballots ------------------------------------------------------------------

    def ballots(self, listed: Listed, session: PartSession) -> Script[Elected]:
        """REG 7.c, RoP 41.1.c: absolute majority first, then relative; a tie is voted on again.

        A name may fall away at any time, even while a question is unsettled: who is left is looked
        at before each ballot.
        """
        ballot, during = 1, Window(session.opening(), session.closing())
        while True:
            if self.roll.still(listed.names) != listed.names:
                if ballot == 1:
                    listed = yield from self.names_left(listed)
                else:
                    listed, ballot = yield from self.names_left_between_ballots(listed, ballot)
                continue
            first = ballot == 1
            vote = assembly.votes(
                listed.names,
                during,
                clauses=self.texts.election,
                fixed=self._confirmed_in(session) if first else None,
            )
            try:
                done = yield from first_of(vote, *(self._exceptions(during) if first else ()))
            except Interrupted as interrupted:
                listed = Listed(listed.names, interrupted.on)
                continue
            listed = Listed(listed.names, done.on)
            match done.outcome:
                case BallotHeld(count=count):
                    elected = count.elected(at_the_first_ballot=first)
                    if elected is not None:
                        return Elected(elected, done.on, session)
                    if not first and not count.cast:
                        yield from self.nobody_is_elected(done.on)
                    ballot += 1
                case ComplementaryProcedure(on=on):
                    decided = given(on, "the remote or postal ballot decided by the Bureau")
                    during = Window(decided, decided)
                case LeftOffAgenda():
                    session, settled = yield from self.left_off_the_agenda(done.on)
                    during = Window(session.opening(), session.closing())
                    listed = Listed(listed.names, settled)

    def _confirmed_in(self, session: PartSession) -> Span | None:
        """The day confirmed for the election, where it is held in that part-session."""
        day = self.confirmed
        return day if day and day.is_day and session.includes(day.earliest) else None

    def _exceptions(self, during: Window) -> tuple[Stage[Any], ...]:
        return (
            assembly.leaves_the_election_off_its_agenda(during),
            bureau.decides_on_a_complementary_procedure(during),
        )

    # -- REG 8: the mandate ------------------------------------------------------------------

    def start(self, elected: Elected, taking_office: Stage[MandateStarted]) -> Script[Mandate]:
        """REG 8.a: the elected takes office, unless she or he falls away before.

        Whoever else falls away after the election changes nothing.
        """
        closes = taking_office.window.closes
        if closes is None or closes.latest > self.interim.first_day:
            self.interim.is_due()
        else:
            self.interim.may_be_needed()
        while True:
            try:
                started, on = yield from taking_office.with_its_day()
            except Interrupted as interrupted:
                if interrupted.name == elected.name:
                    yield from self.elected_falls_away(interrupted.on)
            else:
                return Mandate(elected.name, on, last_day_of_the_term(started, on))

    def start_by_decision(self, elected: Elected) -> Stage[MandateStarted]:
        """Reading 6: no rule says when; the day is a recorded decision, after the election."""
        after = days_after(given(elected.on, "the day of the election"), 1, REG_8B)
        return elected_takes_office(
            Window(after), self.interim, clauses=self.texts.start, readings=(6, 9)
        )

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

    def names_left_between_ballots(self, listed: Listed, ballot: int) -> Script[tuple[Listed, int]]:
        """No text speaks of a name that falls away between ballots: who goes on, from where?"""
        left = self.roll.still(listed.names)
        question = unsettled(
            "withdrawn-between-ballots",
            (Body.PRESIDENT, Body.BUREAU),
            REG_7C,
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
            REG_7A,
            options=(LATER_PART_SESSION,),
            since=given(on, "the election was left off the agenda"),
        )
        _, settled = yield from question.with_its_day()
        return later, settled

    def nobody_is_elected(self, on: Span) -> Script[Any]:
        """Reading 12: no vote was cast, in a second ballot either."""
        yield from unsettled(
            "nobody-elected",
            (Body.PRESIDENT, Body.BUREAU),
            REG_7C,
            options=(FURTHER_BALLOT,),
            since=given(on, "the ballot"),
        )

    def elected_falls_away(self, fell: Span) -> Script[None]:
        """The elected declines or dies before the start: as a vacancy, and somebody acts."""
        self.interim.is_due()
        question = unsettled(
            "elected-fell-away",
            (Body.COMMITTEE_OF_MINISTERS,),
            REG_1A,
            options=(AS_A_VACANCY,),
            since=given(fell, "the day on which the elected fell away"),
        )
        _, on = yield from question.with_its_day()
        raise CalledAnew(on)
