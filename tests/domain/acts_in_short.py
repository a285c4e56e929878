"""Acts in short: an appointment under way on paper, told in few words.

    sg = opened(2029)
    sg.to_the_list("Ann Arbor", "Bo Lund")
    sg.does(ListTransmitted((A, B)), "2029-03-30")
    refused = sg.is_refused(count(A=92, B=79), "2029-06-26")

Every act goes through `decide` as it would in the ledger. Nothing here stands in for the law.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from domain.acts import Act, AppointmentId, Entry, Provenance
from domain.agenda import Agenda, agenda
from domain.appointment import Appointment, fold
from domain.ballots import Count, Votes
from domain.candidates import Name
from domain.decisions import decide
from domain.outcomes import (
    ActingBegan,
    AssemblyHeard,
    BallotHeld,
    BureauExamined,
    CallIssued,
    CallRenewed,
    CandidatureProposed,
    CandidaturesClosed,
    DateConfirmed,
    JointCommitteeConsulted,
    ListDrawnUp,
    ListTransmitted,
    MandateStarted,
    MinistersInterviewed,
    ObserverNamed,
    Opened,
    Recordable,
    RefusedAct,
    RegisterClosed,
    RegisterShown,
    ResultAnnounced,
    Settled,
    SittingsFixed,
    TellersDrawn,
    TellersNamed,
    Vacancy,
    VacancyCause,
    VotersPublished,
)
from domain.reckoning import Span, day, start_of_day
from domain.stages import Body

AROUND_A_BALLOT = (
    SittingsFixed,
    ObserverNamed,
    TellersDrawn,
    TellersNamed,
    RegisterClosed,
    ResultAnnounced,
    VotersPublished,
    RegisterShown,
)
A, B, C, D = Name("Ann Arbor"), Name("Bo Lund"), Name("Cy Young"), Name("Dag Öberg")
SG = "secretary-general"


def on(text: str) -> Span:
    """2029-06-26, or 2029-06-01..2029-06-30."""
    first, dots, last = text.partition("..")
    return Span(date.fromisoformat(first), date.fromisoformat(last)) if dots else day_of(first)


def d(text: str) -> date:
    return date.fromisoformat(text)


def day_of(text: str) -> Span:
    return day(date.fromisoformat(text))


def noon(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC).replace(hour=12)


def votes(
    *each: tuple[Name, int],
    papers: int | None = None,
    blank: int | None = None,
    spoiled: int | None = None,
    signatures: int | None = None,
) -> BallotHeld:
    counted = tuple(Votes(name, number) for name, number in each)
    return BallotHeld(Count(counted, papers, blank, spoiled, signatures))


def proposed(name: Name, nationality: str = "Norway", *by: str) -> CandidatureProposed:
    return CandidatureProposed(name, nationality, by or (nationality,))


@dataclass
class Case:
    """An appointment, its entries, and how to add to them."""

    id: AppointmentId
    entries: tuple[Entry, ...] = ()
    refusals: list[RefusedAct] = field(default_factory=list)

    def act(
        self,
        outcome: Recordable,
        happened: str,
        *,
        stage: str = "",
        reason: str = "",
        reference: str = "",
        id_: str = "",
        provenance: Provenance = Provenance.SEEN,
    ) -> Act:
        name = id_ or f"act-{len(self.entries) + 1}"
        return Act(name, outcome, on(happened), stage, provenance, reason, reference, "staff-7")

    def tries(self, outcome: Recordable, happened: str, now: str = "", **envelope: str) -> Entry:
        """Whatever becomes of it: the entry, which stands from now on."""
        act = self.act(outcome, happened, **envelope)  # type: ignore[arg-type]
        instant = noon(now) if now else start_of_day(act.happened.latest + timedelta(days=1))
        entry = decide(self.id, self.entries, act, instant).entry
        self.entries = (*self.entries, entry)
        return entry

    def does(self, outcome: Recordable, happened: str, now: str = "", **envelope: str) -> Entry:
        """It must be recorded; the entry."""
        entry = self.tries(outcome, happened, now, **envelope)
        assert not isinstance(entry.outcome, RefusedAct), (
            f"refused under {entry.outcome.clause}: {entry.outcome.because}"
        )
        return entry

    def is_refused(
        self, outcome: Recordable, happened: str, now: str = "", **envelope: str
    ) -> RefusedAct:
        """It must be refused, and nothing else may change; the refusal."""
        before = self.shape
        entry = self.tries(outcome, happened, now, **envelope)
        assert isinstance(entry.outcome, RefusedAct), f"recorded as entry {entry.number}"
        assert self.shape == before
        assert entry.outcome.cure
        return entry.outcome

    def settles(self, question: str, option: str, body: Body, happened: str, **env: str) -> Entry:
        env.setdefault("reference", "CM/Del/Dec")
        return self.does(Settled(question, option, body), happened, **env)

    # -- Where it stands ---------------------------------------------------------------------

    @property
    def standing(self) -> Appointment:
        return fold(self.id, self.entries)

    @property
    def open(self) -> tuple[str, ...]:
        """The occurrences of the stages that are open."""
        return tuple(each.occurrence for each in self.standing.open)

    @property
    def course(self) -> tuple[str, ...]:
        """Those that are open, but for what surrounds a ballot (IDX 2 to IDX 15)."""
        around = AROUND_A_BALLOT
        return tuple(o.occurrence for o in self.standing.open if o.stage.kind not in around)

    @property
    def due(self) -> tuple[str, ...]:
        return tuple(each.occurrence for each in self.standing.open if each.stage.due)

    @property
    def shape(self) -> tuple[object, ...]:
        standing = self.standing
        return (standing.status, self.open, standing.roll.standing, standing.opening)

    def agenda(self, at: str) -> Agenda:
        return agenda(self.standing, self.id, len(self.entries), noon(at))

    def window(self, stage: str) -> tuple[Span, Span | None]:
        found = self.standing.find(stage)
        assert found is not None, f"{stage} is not open; open: {self.open}"
        opens, closes = found.stage.window
        return opens.span, closes.span if closes else None

    def number_of(self, stage: str) -> int:
        """The number of the entry that concluded a stage."""
        return next(d.entry.number for d in self.standing.concluded if d.occurrence == stage)

    # -- Stretches of the calendar -----------------------------------------------------------

    def to_the_call(self) -> "Case":
        """September and October n-1."""
        n = self.standing.opening.year
        june = self.standing.opening.part_session(n, 3).opening().latest + timedelta(days=1)
        self.does(DateConfirmed(day(june)), f"{n - 1}-09-04")
        self.does(CallIssued(date(n, 1, 10)), f"{n - 1}-10-09")
        return self

    def to_the_closing(self, *names: Name) -> "Case":
        self.to_the_call()
        n = self.standing.opening.year
        for each in names:
            self.does(proposed(each), f"{n - 1}-12-12")
        self.does(CandidaturesClosed(), f"{n}-01-10")
        return self

    def to_the_list(self, *names: Name) -> "Case":
        """Up to where the list is due, with those candidates."""
        self.to_the_closing(*names)
        n = self.standing.opening.year
        self.does(JointCommitteeConsulted(), f"{n}-01-25")
        if names:
            self.does(MinistersInterviewed(), f"{n}-03-07")
        return self

    def to_the_transmission(self, *names: Name) -> "Case":
        """Up to where a list of all of them is transmitted."""
        self.to_the_list(*names)
        n = self.standing.opening.year
        self.does(ListDrawnUp(names), f"{n}-03-14")
        self.does(ListTransmitted(names), f"{n}-03-21")
        return self

    def to_the_ballot(self, *names: Name) -> "Case":
        self.to_the_transmission(*names)
        return self.to_the_hearing()

    def to_the_hearing(self) -> "Case":
        n = self.standing.opening.year
        self.does(BureauExamined(), f"{n}-04-02")
        self.does(AssemblyHeard(), f"{n}-05-15")
        return self

    def to_the_start(self, *names: Name) -> "Case":
        """The first of them is elected at the first ballot."""
        self.to_the_ballot(*names)
        self.does(everyone_for(names[0], *names), "2029-06-26")
        return self

    def to_the_renewed_call(self, *names: Name) -> "Case":
        """Nobody was found suitable in March."""
        self.to_the_list(*names)
        self.does(ListDrawnUp(), "2029-03-14")
        return self

    def to_the_second_list(self, *names: Name) -> "Case":
        """After a renewed call of 9 April 2029, up to where its list is due."""
        self.to_the_renewed_call(A)
        self.does(CallRenewed(date(2029, 5, 21)), "2029-04-09")
        for each in names:
            self.does(proposed(each), "2029-05-02")
        self.does(CandidaturesClosed(), "2029-05-21")
        self.does(JointCommitteeConsulted(), "2029-06-20")
        if names:
            self.does(MinistersInterviewed(), "2029-07-03")
        return self

    def to_the_second_ballot_paper(self, *names: Name) -> "Case":
        """After a renewed call, up to the ballot of the autumn part-session."""
        self.to_the_second_list(*names)
        self.does(ListDrawnUp(names), "2029-07-10")
        self.does(ListTransmitted(names), "2029-07-11")
        self.does(BureauExamined(), "2029-09-10")
        self.does(ActingBegan(), "2029-09-18")
        self.does(AssemblyHeard(), "2029-09-27")
        return self

    def to_the_end(self, *names: Name) -> "Case":
        self.to_the_start(*names)
        self.makes_the_result_known("2029-06-26")
        self.does(MandateStarted(), "2029-09-18")
        return self

    def makes_the_result_known(self, happened: str) -> None:
        """IDX 13, IDX 14: of the last ballot."""
        self.does(ResultAnnounced(), happened)
        self.does(VotersPublished(), happened)


def everyone_for(elected: Name, *names: Name) -> BallotHeld:
    return votes(*((each, 130 if each == elected else 20) for each in names))


def opened(
    year: int = 2029,
    happened: str = "",
    *,
    vacancy: str = "",
    cause: VacancyCause = VacancyCause.DEATH,
    edition: str = "",
    term_ends: str = "",
) -> Case:
    """An appointment that has just been opened."""
    case = Case(AppointmentId(f"{SG}/{year}"))
    asked = Opened(
        SG,
        year,
        edition,
        term_ends=date.fromisoformat(term_ends) if term_ends else None,
        vacancy=Vacancy(date.fromisoformat(vacancy), cause) if vacancy else None,
    )
    case.does(asked, happened or vacancy or f"{year - 1}-09-01")
    return case


def keys(entries: Sequence[Entry]) -> tuple[str, ...]:
    """What was recorded, in order: the stages, or the kinds where there is none."""
    return tuple(entry.stage or entry.kind for entry in entries)
