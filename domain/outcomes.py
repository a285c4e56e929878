"""What can be done at a stage, one class a kind: asked for in an act, written in an entry.

The tag of a kind is stored for ever: a better name is a new kind with a reader for the old one.
`stage` is the stage at which a kind is recorded; a general kind has none.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from itertools import chain, count
from typing import Annotated, ClassVar

import msgspec

from domain.ballots import Count
from domain.candidates import Cause, Name, must_be_names
from domain.reckoning import Span
from domain.sittings import PartSession, estimates
from domain.stages import Body

# A reference that a sentence ends in: nothing in it may look like a bracket or an arrow.
Quotable = Annotated[str, msgspec.Meta(pattern=r"^[^\[\]>\n]*$")]


class Outcome(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True):
    """The common root of all kinds."""

    stage: ClassVar[str] = ""


# -- Steps of the calendar -------------------------------------------------------------------


class DateConfirmed(Outcome, tag="date-confirmed/1", frozen=True):
    """JIS App.1: the Bureau confirms when the election is held."""

    stage: ClassVar[str] = "date"
    election: Span


class CallIssued(Outcome, tag="call-issued/1", frozen=True):
    """JIS App.1, REG 1: the timetable is fixed and candidatures are called for."""

    stage: ClassVar[str] = "call"
    closing: date


class CallRenewed(Outcome, tag="call-renewed/1", frozen=True):
    """JIS App.1: candidatures are called for anew, within at most six weeks."""

    stage: ClassVar[str] = "renewed-call"
    closing: date


class CandidatureProposed(Outcome, tag="candidature-proposed/1", frozen=True):
    """REG 1.a.i: one or more governments propose a candidate."""

    stage: ClassVar[str] = "candidature"
    name: Name
    nationality: str
    proposed_by: tuple[str, ...]

    def __post_init__(self) -> None:
        must_be_names(self.name, self.nationality, *self.proposed_by)
        if not self.proposed_by:
            raise ValueError(f"no government proposes {self.name}: name one or more")


class CandidatureMaintained(Outcome, tag="candidature-maintained/1", frozen=True):
    """A candidature of the lapsed call is maintained by the government (reading 4)."""

    stage: ClassVar[str] = "maintained"
    name: Name

    def __post_init__(self) -> None:
        must_be_names(self.name)


class CandidaturesClosed(Outcome, tag="candidatures-closed/1", frozen=True):
    """The receipt of candidatures is closed."""

    stage: ClassVar[str] = "closing"


class ThirtyDaysWaived(Outcome, tag="thirty-days-waived/1", frozen=True):
    """REG 4: the Joint Committee agrees to be consulted less than thirty days before."""

    stage: ClassVar[str] = "waiver"


class JointCommitteeConsulted(Outcome, tag="joint-committee-consulted/1", frozen=True):
    """REG 4, JIS 5, JIS 6: the Assembly is consulted on every candidature.

    `one_name_agreed`: the Joint Committee has there and then agreed to a list of one name.
    """

    stage: ClassVar[str] = "consultation"
    one_name_agreed: bool = False


class MinistersInterviewed(Outcome, tag="ministers-interviewed/1", frozen=True):
    """REG 3: the Committee of Ministers has interviewed the candidates."""

    stage: ClassVar[str] = "interviews"


class ListDrawnUp(Outcome, tag="list-drawn-up/1", frozen=True):
    """REG 5, JIS 7: the draft list; without names nobody was found suitable."""

    stage: ClassVar[str] = "list"
    names: tuple[Name, ...] = ()
    in_order_of_preference: bool = False

    def __post_init__(self) -> None:
        must_be_names(*self.names)

    @property
    def none_suitable(self) -> bool:
        return not self.names

    @property
    def of_one_name(self) -> bool:
        return len(self.names) == 1


class OneNameDiscussed(Outcome, tag="one-name-discussed/1", frozen=True):
    """REG 5.a: the Joint Committee has discussed the submission of one name."""

    stage: ClassVar[str] = "single-name"
    agreed: bool


class ListTransmitted(Outcome, tag="list-transmitted/1", frozen=True):
    """JIS 2: the Committee of Ministers transmits its list to the Assembly."""

    stage: ClassVar[str] = "transmission"
    names: tuple[Name, ...]

    def __post_init__(self) -> None:
        must_be_names(*self.names)


class BureauExamined(Outcome, tag="bureau-examined/1", frozen=True):
    """REG 6: the Bureau has examined the list and transmits it, with its own order if it likes."""

    stage: ClassVar[str] = "examination"
    own_order: tuple[Name, ...] = ()

    def __post_init__(self) -> None:
        must_be_names(*self.own_order)


class AssemblyHeard(Outcome, tag="assembly-heard/1", frozen=True):
    """JIS App.1: the Assembly has interviewed the candidates on the list."""

    stage: ClassVar[str] = "hearing"


class ComplementaryProcedure(Outcome, tag="complementary-procedure/1", frozen=True):
    """Resolution 2349 (2020): the Bureau decides on a remote or postal ballot."""

    stage: ClassVar[str] = "complementary-procedure"
    on: Span


class LeftOffAgenda(Outcome, tag="left-off-agenda/1", frozen=True):
    """The Assembly leaves the election off the agenda of its part-session."""

    stage: ClassVar[str] = "left-off-agenda"


class BallotHeld(Outcome, tag="ballot-held/1", frozen=True):
    """REG 7: a secret ballot, as counted."""

    stage: ClassVar[str] = "ballot"
    count: Count


class MandateStarted(Outcome, tag="mandate-started/1", frozen=True):
    """REG 8.a: the elected takes up office, for five years.

    `until` and `agreement`: the last day of another term, and the reference of the agreement of
    the Assembly and the Committee of Ministers in the Joint Committee (REG 8.b).
    """

    stage: ClassVar[str] = "start"
    until: date | None = None
    agreement: Quotable = ""


class ActingBegan(Outcome, tag="acting-began/1", frozen=True):
    """DSG A: from the end of the term, or a vacancy, until the start of the next mandate."""

    stage: ClassVar[str] = "acting"
    name: str = ""
    deputy_in_office: bool = True

    def __post_init__(self) -> None:
        if self.name:
            must_be_names(self.name)


class Settled(Outcome, tag="settled/1", frozen=True):
    """A question that the texts leave open, settled by the body that it falls to."""

    stage: ClassVar[str] = ""
    question: str
    option: str
    body: Body


# -- General kinds: they may come at any time ------------------------------------------------


class VacancyCause(StrEnum):
    """REG 1.a: why an office falls vacant before its term ends."""

    DEATH = "death"
    RESIGNATION = "resignation"


class Vacancy(msgspec.Struct, frozen=True):
    """The last day in office of a holder who dies or resigns."""

    on: date
    cause: VacancyCause


class Planned(msgspec.Struct, frozen=True):
    """A date that was fixed or moved for a stage."""

    stage: str
    on: Span


class Opened(Outcome, tag="opened/1", frozen=True):
    """An appointment is opened: by value, all that its days are reckoned from.

    As asked, the tables are empty: `decide` writes those in use on the day of opening, so that no
    later library or table can move a deadline. `plans` is filled by the fold alone.
    """

    office: str
    year: int
    edition: str = ""
    opened_on: date | None = None
    term_ends: date | None = None
    vacancy: Vacancy | None = None
    part_sessions: tuple[PartSession, ...] = ()
    days_off: tuple[date, ...] = ()
    plans: tuple[Planned, ...] = ()

    def part_session(self, year: int, part: int) -> PartSession:
        """The part-session as it stands in this appointment's table."""
        return next(s for s in self.part_sessions if (s.year, s.part) == (year, part))

    def next_part_session(self, after: PartSession) -> PartSession:
        """The next part-session that is held after another, or after its place in the table."""
        return self._first(lambda s: (s.year, s.part) > (after.year, after.part))

    def part_session_opening_from(self, of: date) -> PartSession:
        """The first part-session that opens on a day or after it, for certain."""
        return self._first(lambda s: s.opening().earliest >= of)

    def part_session_of(self, on: Span) -> PartSession | None:
        """The part-session in which a day lies, if it lies in one."""
        return next((s for s in self.part_sessions if s.includes(on.earliest)), None)

    def planned(self, stage: str) -> Span | None:
        """The day last fixed for a stage (with its occurrence), if any."""
        return next((plan.on for plan in reversed(self.plans) if plan.stage == stage), None)

    @property
    def last_day(self) -> date:
        """The last day of the outgoing term."""
        assert self.term_ends is not None
        return self.term_ends

    @property
    def closed_days(self) -> frozenset[date]:
        """The holidays of Strasbourg in use."""
        return frozenset(self.days_off)

    def _first(self, suits: Callable[[PartSession], bool]) -> PartSession:
        """In the table, or past its end by the estimates of the house.

        Never by what was announced since: a later table moves no deadline of this appointment.
        """
        years = count(self.part_sessions[-1].year + 1)
        beyond = (session for year in years for session in estimates(year))
        return next(s for s in chain(self.part_sessions, beyond) if s.held and suits(s))


class DatePlanned(Outcome, tag="date-planned/1", frozen=True):
    """The date of a stage is fixed."""

    of: str
    on: Span


class DateMoved(Outcome, tag="date-moved/1", frozen=True):
    """The date of a stage is moved."""

    of: str
    to: Span


class PartSessionRevised(Outcome, tag="part-session-revised/1", frozen=True):
    """A part-session is announced, moved or cancelled: the table of this appointment changes."""

    year: int
    part: int
    opens: date | None = None
    closes: date | None = None


class EditionAdopted(Outcome, tag="edition-adopted/1", frozen=True):
    """The appointment goes on under another edition of the rules."""

    edition: str


class CandidateFellAway(Outcome, tag="candidate-fell-away/1", frozen=True):
    """A candidate withdraws or dies."""

    name: Name
    cause: Cause

    def __post_init__(self) -> None:
        must_be_names(self.name)


class Amendment(msgspec.Struct, frozen=True, omit_defaults=True):
    """How an entry should read. Without an outcome and a day the entry is struck out."""

    entry: int
    happened: Span | None = None
    outcome: "Recordable | None" = None


class Corrected(Outcome, tag="corrected/1", frozen=True):
    """Entries that should read otherwise. They stay as they are; the fold reads the amendment."""

    amendments: tuple[Amendment, ...]

    def __post_init__(self) -> None:
        if not self.amendments:
            raise ValueError("a correction names the entries that should read otherwise")


class RefusedAct(Outcome, tag="refused/1", frozen=True):
    """A well-formed act that was refused; the fold passes over it."""

    asked: "Recordable"
    clause: str
    because: str
    cure: str


Step = (
    DateConfirmed
    | CallIssued
    | CallRenewed
    | CandidatureProposed
    | CandidatureMaintained
    | CandidaturesClosed
    | ThirtyDaysWaived
    | JointCommitteeConsulted
    | MinistersInterviewed
    | ListDrawnUp
    | OneNameDiscussed
    | ListTransmitted
    | BureauExamined
    | AssemblyHeard
    | ComplementaryProcedure
    | LeftOffAgenda
    | BallotHeld
    | MandateStarted
    | ActingBegan
    | Settled
)
General = (
    Opened
    | DatePlanned
    | DateMoved
    | PartSessionRevised
    | EditionAdopted
    | CandidateFellAway
    | Corrected
)
Recordable = Step | General
Written = Recordable | RefusedAct

STEPS: tuple[type[Outcome], ...] = Step.__args__
KINDS: tuple[type[Outcome], ...] = (*STEPS, *General.__args__, RefusedAct)
BY_STAGE: dict[str, type[Outcome]] = {kind.stage: kind for kind in STEPS if kind.stage}


def tag_of(kind: Outcome | type[Outcome]) -> str:
    """The stable, stored name of a kind, such as list-drawn-up/1."""
    tag = kind.__struct_config__.tag
    assert isinstance(tag, str)
    return tag
