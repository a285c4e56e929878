"""The election of a member of the CPT, by the Committee of Ministers (CPT 4.3, CPT 5.1 to CPT 5.5).

The delegation puts forward three candidates. They are examined, the Bureau draws up its names, and
the Ministers elect one. No text fixes a month; the election should be over when the term ends.
"""

from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from domain.bodies import cpt, legal_affairs
from domain.bodies.office import Term, Vacant, elected_takes_office, last_day_of_the_term
from domain.candidates import Candidate, Name, Roll
from domain.clauses import CPT_4_3, CPT_5_1, CPT_5_2, CPT_5_3, CPT_5_4
from domain.nominees import National
from domain.outcomes import (
    Holder,
    MinistersElected,
    Opened,
    PartyConsulted,
    TermDrawn,
    TermsFixed,
)
from domain.parties import parties
from domain.procedure import Edition, Mandate, Procedure, Terms
from domain.questions import unsettled
from domain.reckoning import Reckoned, Span, day, given
from domain.stages import Body, Interrupted, Script, Stage, Window, both, first_of

FOUR_YEARS = Term(4, CPT_5_3)
SIX_WEEKS = timedelta(weeks=6)

ANOTHER_INVITATION = "another invitation"
AS_A_VACANCY = "a new procedure as for a vacancy"


class InvitedAnew(Exception):
    """The course ends here: the delegation is invited once more, by a decision of that day."""

    def __init__(self, decided: Span) -> None:
        super().__init__(decided)
        self.decided = decided


class CptElection:
    """The seat of one Party."""

    def __init__(self, opening: Opened, roll: Roll) -> None:
        self.opening = opening
        self.roll = roll
        self.vacant = Vacant(opening.last_day)
        self.party = parties()[opening.party]
        self.nationalities: dict[Name, str] = {}

    def procedure(self) -> Script[Mandate]:
        """CPT 5.1; a casual vacancy is filled in the same way (CPT 5.2)."""
        since = day(self.opening.known_on)
        while True:
            try:
                return (yield from self.from_the_invitation(since))
            except InvitedAnew as anew:
                self.roll.lapse()
                since = anew.decided

    def from_the_invitation(self, since: Span) -> Script[Mandate]:
        """Delegation, Sub-Committee, Legal Affairs, Bureau, Committee of Ministers."""
        opens = given(since, "the seat is to be filled", CPT_5_2 if self.opening.vacancy else None)
        inviting = cpt.invites_the_delegation(Window(opens), since.latest + SIX_WEEKS)
        invited, on = yield from inviting.with_its_day()
        by = given(invited.by, "the day in the invitation", CPT_5_1)
        put, on = yield from cpt.puts_candidates_forward(
            self.roll,
            self.party.name_en,
            Window(given(on, "the invitation"), by),
            assumed=invited is inviting.expected,
        ).with_its_day()
        self.enter(put.candidates)

        examined = self.examination(put.names, on)
        if self.party.is_a_member_on(on.latest):
            names, on = yield from examined
        else:
            (names, on), _ = yield from both(examined, self.consultation(on))

        elected, on, lengths = yield from self.election(names, on)
        term = yield from self.length_of_the_term(lengths, on)
        return (yield from self.start(elected, on, term))

    def enter(self, candidates: tuple[National, ...]) -> None:
        """They stand, each with a nationality."""
        for each in candidates:
            self.nationalities[each.name] = each.nationality
            self.roll.enter(Candidate(each.name, each.nationality, (self.opening.party,)))

    def examination(
        self, names: tuple[Name, ...], on: Span
    ) -> Script[tuple[tuple[Name, ...], Span]]:
        """By practice two committees, then the Bureau in its order of preference."""
        after = Window(given(on, "the candidates were put forward"))
        _, on = yield from legal_affairs.examines_in_sub_committee(after).with_its_day()
        after = Window(given(on, "the Sub-Committee"))
        _, on = yield from legal_affairs.examines_in_committee(after).with_its_day()
        during = Window(given(on, "the committee"))
        while True:
            left = self.roll.still(names)
            if not left:
                yield from self.nobody_left(on)
            try:
                drawn_up, on = yield from cpt.draws_up_the_names(left, during).with_its_day()
            except Interrupted as interrupted:
                on = interrupted.on
                continue
            return drawn_up.names, on

    def consultation(self, on: Span) -> Script[PartyConsulted]:
        """CPT 5.1: of a Party that is not a member State."""
        during = Window(given(on, "the candidates were put forward"))
        return (yield from cpt.consults_the_party(during))

    def election(
        self, names: tuple[Name, ...], on: Span
    ) -> Script[tuple[Name, Span, tuple[int, ...]]]:
        """CPT 5.1, CPT 5.4: the Ministers may fix other terms before they elect."""
        lengths: tuple[int, ...] = ()
        during = Window(given(on, "the Bureau's list"), self.end_of_the_term(on))
        while True:
            left = self.roll.still(names)
            if not left:
                yield from self.nobody_left(on)
            electing = cpt.elect_a_member(left, self.nationalities, self.members(), during)
            fixing: tuple[Stage[Any], ...] = () if lengths else (cpt.fix_other_terms(during),)
            try:
                done = yield from first_of(electing, *fixing)
            except Interrupted as interrupted:
                on = interrupted.on
                continue
            match done.outcome:
                case TermsFixed(years=years):
                    lengths = years
                case MinistersElected(name=name):
                    return name, done.on, lengths

    def end_of_the_term(self, on: Span) -> Reckoned | None:
        """Reading 21: before the outgoing term ends, where there is time for that."""
        if self.opening.vacancy or on.latest > self.opening.last_day:
            return None
        return given(
            self.opening.last_day, "the last day of the outgoing term", CPT_5_3, reading=21
        )

    def members(self) -> tuple[Holder, ...]:
        """CPT 4.3: those whose terms go on after the seat falls vacant."""
        last_day = self.opening.last_day
        return tuple(each for each in self.opening.holders if each.until and each.until > last_day)

    def length_of_the_term(self, lengths: tuple[int, ...], on: Span) -> Script[Term]:
        """CPT 5.3 to CPT 5.5: four years, or as fixed; by lot where several were."""
        if not lengths:
            return FOUR_YEARS
        if len(lengths) == 1:
            return Term(lengths[0], CPT_5_4)
        drawn: TermDrawn = yield from cpt.draws_lots(lengths, on)
        return Term(drawn.years, CPT_5_4)

    def start(self, elected: Name, on: Span, term: Term) -> Script[Mandate]:
        """The day after the outgoing term; after a vacancy from the election on."""
        late = on.latest >= self.vacant.first_day
        vacant = given(self.vacant.first_day, "the day after the last day of the term")
        window = Window(given(on, "the election")) if late else Window(vacant, vacant)
        starting = elected_takes_office(window, self.vacant, term, clauses=(), readings=(22,))
        while True:
            if elected in self.roll.fallen:  # perhaps while lots were drawn
                yield from self.invited_anew(
                    "elected-fell-away", Body.COMMITTEE_OF_MINISTERS, AS_A_VACANCY, on
                )
            try:
                started, starts = yield from starting.with_its_day()
            except Interrupted as interrupted:
                on = interrupted.on
            else:
                return Mandate(elected, starts, last_day_of_the_term(started, starts, term))

    def nobody_left(self, on: Span) -> Script[None]:
        """No candidate is left: the delegation is invited again."""
        yield from self.invited_anew("no-candidate-left", Body.BUREAU, ANOTHER_INVITATION, on)

    def invited_anew(self, question: str, body: Body, option: str, since: Span) -> Script[None]:
        """Reading 7: no text says what then; the body that draws up, or elects, decides."""
        _, on = yield from unsettled(
            question,
            (body,),
            CPT_5_1,
            options=(option,),
            since=given(since, "the day on which the name fell away"),
        ).with_its_day()
        raise InvitedAnew(on)


def since_2002(opening: Opened, roll: Roll) -> Script[Mandate]:
    """CPT 4 and 5 as amended: two re-elections, and the seats of non-member States."""
    return CptElection(opening, roll).procedure()


PROCEDURE = Procedure(
    office="cpt-member",
    workflow="CptMemberElection",
    editions=(
        Edition("2002", date(2002, 3, 1), since_2002, "CPT 4 and 5; no months", calendar=False),
    ),
    branches=MappingProxyType({"ordinary": {}, "lots": {"terms": TermsFixed((2, 4))}}),
    vacancy=CPT_5_2,
    names=3,
    by_party=True,
    terms=Terms(3, CPT_5_3),
    length=FOUR_YEARS,
    one_nationality=CPT_4_3,
)
