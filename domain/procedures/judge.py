"""The election of a judge of the European Court of Human Rights, in the order of R1366 and ECHR 22.

The Party is written to a year before the seat falls vacant. It selects three candidates, asks the
Advisory Panel, and sends its list. The committee considers the list: it may propose that it be
rejected, and the letter begins again. The Assembly elects one of the three.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from domain.bodies import advisory_panel, assembly, election_committee, party
from domain.bodies.election_committee import BY_A_MAJORITY, Rejection
from domain.bodies.office import Term
from domain.candidates import PLACEHOLDERS, Candidate, Name, Roll
from domain.checklists import GROUNDS
from domain.clauses import (
    COURT_2,
    ECHR_22,
    ECHR_23,
    R1366_2,
    R1366_3_BEFORE_2019,
    R1366_4,
    R1432_3,
    Clause,
)
from domain.majorities import CommitteeVote
from domain.nominees import Nominee, Sex, day_of_the_age_test, the_one_sex
from domain.outcomes import (
    CandidatesRecommended,
    ExceptionalCircumstancesVoted,
    ListModified,
    ListRequested,
    ListSubmitted,
    ListWithdrawn,
    MandateStarted,
    NationalSelectionHeld,
    Opened,
    Outcome,
    PanelConsulted,
    PanelOpinionGiven,
    RejectionVoted,
)
from domain.procedure import Edition, Mandate, Procedure, Terms
from domain.procedures.in_the_assembly import (
    CalledAnew,
    Elected,
    ElectionTexts,
    InTheAssembly,
    Listed,
)
from domain.reckoning import Reckoned, Span, day, days_before, given, months_after
from domain.sittings import PartSession
from domain.stages import Body, Done, Interrupted, Note, Script, Stage, Window, first_of, occurrence
from domain.twelve_months import TwelveMonths, assumed

THREE_MONTHS = 3

ELECTION = ElectionTexts(
    proposals=(ECHR_22,),
    closing=R1366_2,
    ballot=(ECHR_22, R1432_3, R1366_2),
    listed=ECHR_22,
    majority=ECHR_22,
    proceeds=ECHR_22,
    term=Term(9, ECHR_23),
    emptied=ECHR_23,
    filled_by=Body.BUREAU,
    start=(COURT_2,),
)
BY_TWO_THIRDS = Rejection(
    R1366_3_BEFORE_2019, tuple(GROUNDS)[:-1], lambda vote: vote.has_two_thirds
)

STAYS = (Note("outgoing judge stays"),)


class TakenBack(Exception):
    """R1432 1: before the deadline the government has taken its list back."""


class Changed(Exception):
    """R1432 1, R1432 2: the list is no longer what the committee has considered."""


class SentBack(Exception):
    """R1366 3: the Assembly refuses to reject the list, and sends it back to the committee."""

    def __init__(self, decided: Span) -> None:
        super().__init__(decided)
        self.decided = decided


@dataclass
class ListOfThree:
    """One list, from the letter that asks for it until it is rejected or somebody is elected.

    `since`: the day on which it was wanted; `forward`: time runs on from the letter, and not back
    from the last day of the term. `stands_since`: the day of the list as it now stands;
    `sent_back`: the day on which the Assembly has sent that list back to the committee.
    """

    since: Span
    forward: bool
    sent: Span | None = None
    requested: date | None = None
    selected: bool = False
    consulted: Span | None = None
    opinion: bool = False
    nominees: tuple[Nominee, ...] = ()
    stands_since: Span | None = None
    sent_back: Span | None = None
    deadline: Reckoned | None = None

    @property
    def names(self) -> tuple[Name, ...]:
        return tuple(nominee.name for nominee in self.nominees)

    @property
    def warnings(self) -> tuple[Note, ...]:
        """What the committee must know. None of it rejects a list by itself."""
        old = [each.name for each in self.nominees if each.under_65 is False]
        bare = [each.name for each in self.nominees if not each.cv]
        wanted = (
            self.requested
            and self.stands_since
            and day_of_the_age_test(self.requested, self.stands_since.latest)
        )
        untested = [each.name for each in self.nominees if wanted and each.under_65 is None]
        notes = (
            Note("not under 65", of=tuple(old)) if old else None,
            Note("age not tested", of=tuple(untested)) if untested else None,
            Note("no curriculum", of=tuple(bare)) if bare else None,
            None if self.consulted else Note("panel not consulted"),
        )
        return tuple(note for note in notes if note)


class JudgeElection(InTheAssembly):
    """The seat of one Party."""

    def __init__(self, opening: Opened, roll: Roll, rejection: Rejection) -> None:
        super().__init__(opening, roll, ELECTION)
        self.rejection = rejection
        self.months = TwelveMonths(opening.twelve_months, opening.closed_days)
        self.last_day = given(opening.last_day, "the last day of the outgoing term", ECHR_23)
        self.a_year_before = self.months.before_expiry("letter", self.last_day)
        self.submissions = 0
        self.wanted: ListOfThree | None = None

    def procedure(self) -> Script[Mandate]:
        """R1366 2: twelve months; after a vacancy, or a rejected list, on from a letter at once."""
        wanted = ListOfThree(self.opened, forward=not self.was_foreseen)
        while True:
            try:
                yield from self.letter_and_list(wanted)
                elected = yield from self.scrutiny_and_ballots(wanted)
                return (yield from self.start(elected, self.start_of_the_term(elected)))
            except TakenBack:
                continue
            except CalledAnew as anew:
                self.roll.lapse()
                wanted = ListOfThree(anew.decided, forward=True)

    @property
    def opened(self) -> Span:
        """The day on which it was known that the seat would fall vacant."""
        return day(self.opening.known_on)

    @property
    def was_foreseen(self) -> bool:
        """Whether a whole year is left: a term that ends, or a resignation told so early."""
        return self.opening.vacancy is None or self.opened.latest <= self.a_year_before.latest

    # -- R1366 2: the letter, the national selection, the Panel, the list ----------------------

    def letter_and_list(self, wanted: ListOfThree) -> Script[None]:
        """The selection may begin before the letter; the list may come without the Panel."""
        while True:
            done = yield from first_of(*self.ahead_of_the_list(wanted))
            match done.outcome:
                case ListRequested(by=by):
                    wanted.requested, wanted.sent = by, done.on
                case ListSubmitted(list=nominees):
                    self.submissions += 1
                    self.nominate(wanted, nominees, done.on)
                    return
                case other:
                    self.take(other, done.on, wanted)

    def ahead_of_the_list(self, wanted: ListOfThree) -> tuple[Stage[Any], ...]:
        """What may be done until the list is there."""
        steps: list[Stage[Any]] = []
        if not wanted.selected:
            steps.append(party.selects_its_candidates(self.until("selection", wanted)))
        if wanted.sent is None or wanted.requested is None:
            return (self.letter(wanted), *steps)
        if wanted.consulted is None:
            steps.append(party.consults_the_panel(self.until("panel", wanted)))
        steps.extend(self.opinion_of_the_panel(wanted))
        return (*steps, self.submission(wanted, wanted.requested, wanted.sent))

    def letter(self, wanted: ListOfThree) -> Stage[ListRequested]:
        """A year before the term ends; or at once, and the list some months after it."""
        if wanted.forward:
            at_once = given(
                wanted.since, "at once: a vacancy, or a list that was rejected", R1366_2
            )
            by = self.months.after_the_letter("list", at_once)
            return assembly.requests_a_list(Window(at_once), by.latest)
        opens = given(min(self.opened.earliest, self.a_year_before.earliest), "the file is opened")
        by = self.months.before_expiry("list", self.last_day)
        return assembly.requests_a_list(Window(opens, self.a_year_before), by.latest)

    def until(self, step: str, wanted: ListOfThree) -> Window:
        """From the letter, or a year before the term ends, to the day of the timetable."""
        if wanted.forward:
            letter = given(wanted.sent or wanted.since, "the letter", R1366_2)
            return Window(letter, self.months.after_the_letter(step, letter))
        return Window(self.a_year_before, self.months.before_expiry(step, self.last_day))

    def opinion_of_the_panel(self, wanted: ListOfThree) -> tuple[Stage[PanelOpinionGiven], ...]:
        """Some weeks after the names were sent; it may come late."""
        if wanted.consulted is None or wanted.opinion:
            return ()
        return (advisory_panel.gives_its_opinion(wanted.consulted, self.months.weeks("opinion")),)

    def submission(self, wanted: ListOfThree, requested: date, sent: Span) -> Stage[ListSubmitted]:
        """By the day in the letter, or as extended: an extension is no new day for the age test.

        It holds for another list too, where one was taken back.
        """
        named = given(requested, "the day named in the letter", R1366_2)
        extended = self.opening.planned(occurrence("submission", self.submissions + 1))
        wanted.deadline = (
            given(extended, "the deadline as extended", R1366_2)
            if extended
            else wanted.deadline or named
        )
        during = Window(given(sent, "the letter"), wanted.deadline)
        return party.submits_its_list(self.roll, requested, during)

    def nominate(self, wanted: ListOfThree, nominees: tuple[Nominee, ...], on: Span) -> None:
        """The list as it now stands; its candidates stand on the roll."""
        wanted.nominees, wanted.stands_since, wanted.sent_back = nominees, on, None
        for nominee in nominees:
            self.roll.enter(Candidate(nominee.name, "", (self.opening.party,), nominee.family))

    # -- R1366 3 to R1366 6: the committee -----------------------------------------------------

    def scrutiny_and_ballots(self, wanted: ListOfThree) -> Script[Elected]:
        """R1432 2: a withdrawal before the first ballot interrupts, until the list is completed."""
        self.wanted = wanted
        while True:
            session = self.part_session_for(wanted)
            try:
                recommended = yield from self.scrutiny(wanted, session)
                return (yield from self.ballots(Listed(wanted.names, recommended), session))
            except Interrupted as interrupted:
                yield from self.completion(wanted, interrupted.on)
            except SentBack as back:
                wanted.sent_back = back.decided
            except Changed:
                continue  # the committee takes the list up anew

    def part_session_for(self, wanted: ListOfThree) -> PartSession:
        """The first that opens three weeks after the deadline, and after the list as it stands.

        Of a list that the Assembly has sent back, three weeks after that.
        """
        since = wanted.sent_back or wanted.stands_since
        assert since is not None
        assert wanted.deadline is not None
        ready = max(since.latest, wanted.deadline.latest)
        soonest = ready + timedelta(weeks=self.months.weeks("committee"))
        usual = self.opening.part_session_opening_from(soonest)
        return self.on_the_agenda(usual, since=since)

    def scrutiny(self, wanted: ListOfThree, session: PartSession) -> Script[Span]:
        """Briefing, interviews, and the recommendation; or a list that is rejected."""
        weeks = self.months.weeks("committee")
        opens = days_before(session.opening(), 7 * weeks, R1366_2, reading=13)
        during = Window(opens, session.opening())
        notes = (*wanted.warnings, *self.later_than_the_aim(wanted, session))

        if wanted.sent_back is None:
            yield from self.in_committee(wanted, election_committee.is_briefed(during, notes))
            interviewed = yield from self.in_committee(
                wanted, election_committee.interviews_the_candidates(during, notes)
            )
            yield from self.single_sex_list(wanted, session, during, interviewed.on)

        while True:
            concluded = yield from self.in_committee(
                wanted,
                election_committee.recommends_candidates(wanted.names, during, notes),
                election_committee.votes_on_a_rejection(during, self.rejection),
            )
            match concluded.outcome:
                case CandidatesRecommended():
                    return concluded.on
                case RejectionVoted(vote=vote) if self.rejection.carried(vote):
                    yield from self.rejection_by_the_assembly(
                        session, concluded.on, self.rejection.clause
                    )

    def single_sex_list(
        self, wanted: ListOfThree, session: PartSession, during: Window, on: Span
    ) -> Script[None]:
        """R1366 4: of the under-represented sex, or exceptional; else rejection is recommended."""
        sex, court = the_one_sex(wanted.nominees), self.opening.court_on(on.latest)
        if sex is None or (court and court.under_represented(sex)):
            return
        voted = yield from self.in_committee(
            wanted, election_committee.votes_on_exceptional_circumstances(during, sex, court)
        )
        if not voted.outcome.vote.has_two_thirds:
            rejected = yield from self.in_committee(
                wanted, election_committee.must_recommend_the_rejection(during)
            )
            yield from self.rejection_by_the_assembly(session, rejected.on, R1366_4)

    def rejection_by_the_assembly(
        self, session: PartSession, proposed: Span, clause: Clause
    ) -> Script[None]:
        """R1366 3: endorsed it is definitive, and a new list is asked for; or back it goes."""
        during = Window(given(proposed, "the committee's proposal"), session.closing())
        decided, on = yield from assembly.decides_on_a_rejection(during, clause).with_its_day()
        if decided.endorsed:
            raise CalledAnew(on)
        raise SentBack(on)

    def in_committee(self, wanted: ListOfThree, *stages: Stage[Any]) -> Script[Done]:
        """A step of the committee; the list may change meanwhile, and a late opinion come."""
        while True:
            if self.roll.still(wanted.names) != wanted.names:
                assert wanted.stands_since is not None
                yield from self.completion(wanted, wanted.stands_since)
                raise Changed
            beside = (*self.changes_of_the_list(wanted), *self.opinion_of_the_panel(wanted))
            done = yield from first_of(*stages, *beside)
            if done.stage in stages:
                return done
            self.take(done.outcome, done.on, wanted)

    def changes_of_the_list(self, wanted: ListOfThree) -> tuple[Stage[Any], ...]:
        """R1432 1: taken back before the deadline; afterwards modified only exceptionally."""
        assert wanted.stands_since is not None
        since = given(wanted.stands_since, "the list was submitted")
        back = party.takes_its_list_back(Window(since, wanted.deadline))
        return back, assembly.accepts_a_modification(self.roll, wanted.stands_since)

    def take(self, outcome: Outcome, on: Span, wanted: ListOfThree) -> None:
        """What may come at its own time, beside the step that is awaited."""
        match outcome:
            case NationalSelectionHeld():
                wanted.selected = True
            case PanelConsulted():
                wanted.consulted = on
            case PanelOpinionGiven():
                wanted.opinion = True
            case ListModified(list=nominees):
                self.nominate(wanted, nominees, on)
                raise Changed
            case ListWithdrawn():
                self.roll.lapse()
                raise TakenBack

    def completion(self, wanted: ListOfThree, since: Span) -> Script[None]:
        """R1432 2: the government completes the list; others may fall away meanwhile."""
        while True:
            still = self.roll.still(wanted.names)
            left = tuple(each for each in wanted.nominees if each.name in still)
            completing = party.completes_its_list(left, self.roll, since, wanted.warnings)
            try:
                completed, on = yield from completing.with_its_day()
            except Interrupted:
                continue
            self.nominate(wanted, (*left, *completed.list), on)
            return

    def instead_of_a_ballot(self, during: Window) -> tuple[Stage[Any], ...]:
        """R1432 1: until the first ballot the list may be modified, and is then taken up anew."""
        assert self.wanted is not None
        return (*super().instead_of_a_ballot(during), *self.changes_of_the_list(self.wanted))

    def came_instead(self, outcome: Outcome, on: Span) -> None:
        """R1432 1: the list is modified or taken back, and the committee takes it up anew."""
        assert self.wanted is not None
        self.take(outcome, on, self.wanted)

    def names_left(self, listed: Listed) -> Script[Listed]:
        """R1432 2: before the first ballot a name that falls away interrupts the procedure."""
        raise Interrupted(self.first_fallen(listed), listed.on)

    # -- Rules of Court 2: the start of the term -----------------------------------------------

    def start_of_the_term(self, elected: Elected) -> Stage[MandateStarted]:
        """On the day on which the seat falls vacant; if that is near, within three months."""
        election = given(elected.on, "the day of the election", estimated=elected.session.estimated)
        latest = months_after(election, THREE_MONTHS, COURT_2, reading=17)
        vacant = given(
            self.interim.first_day, "the day on which the seat falls vacant", COURT_2, reading=17
        )
        if latest.latest <= self.interim.first_day:
            return self.takes_office(Window(vacant, vacant), readings=(17,), notes=STAYS)
        opens = vacant if elected.on.latest < self.interim.first_day else election
        return self.takes_office(Window(opens, latest), readings=(17,), notes=STAYS)

    def later_than_the_aim(self, wanted: ListOfThree, session: PartSession) -> tuple[Note, ...]:
        """R1366 2: the election should be over three months before the term ends."""
        if wanted.forward:
            return ()
        aim = self.months.before_expiry("aim", self.last_day).latest
        return (Note("later than the aim", aim),) if session.closing().latest > aim else ()


def since_2005(opening: Opened, roll: Roll) -> Script[Mandate]:
    """R1366 and R1432 before the reform: two thirds to reject, and the Panel is no ground."""
    return JudgeElection(opening, roll, BY_TWO_THIRDS).procedure()


def since_2019(opening: Opened, roll: Roll) -> Script[Mandate]:
    """R1366 as modified in 2019: a majority of the votes cast, and the Panel is a ground."""
    return JudgeElection(opening, roll, BY_A_MAJORITY).procedure()


def a_year_before(last_day: Reckoned, closed_days: frozenset[date]) -> Reckoned:
    """R1366 2: the letter goes out by then, as the timetable assumes."""
    return TwelveMonths(assumed(), closed_days).before_expiry("letter", last_day)


THREE_MEN = ListSubmitted(tuple(Nominee(name, Sex.MAN, under_65=True) for name in PLACEHOLDERS))
NOT_EXCEPTIONAL = ExceptionalCircumstancesVoted(CommitteeVote(1, 2))

PROCEDURE = Procedure(
    office="judge",
    workflow="JudgeElection",
    editions=(
        Edition("2005", date(2005, 3, 18), since_2005, "R1366, R1432; a sub-committee"),
        Edition("2015", date(2015, 1, 26), since_2005, "R1366, R1432; the Election Committee"),
        Edition("2019", date(2019, 1, 1), since_2019, "R1366 as modified in 2019, R1432"),
    ),
    branches=MappingProxyType(
        {
            "ordinary": {},
            "rejected": {
                "rejection": RejectionVoted(CommitteeVote(2, 1), ("i",)),
            },
            "single-sex": {"submission": THREE_MEN},
            "single-sex-rejected": {"submission": THREE_MEN, "single-sex": NOT_EXCEPTIONAL},
        }
    ),
    vacancy=ECHR_23,
    names=3,
    by_party=True,
    terms=Terms(1, ECHR_23),
    months=assumed,
    length=ELECTION.term,
    set_in_motion=a_year_before,
    stays=ECHR_23,
    bound_until=lambda party: party.convention_until,
)
