"""What an audit tells of one appointment: records without a language.

Stages stand by their keys, days as spans, clauses by their ids, what was recorded by value. Reports
say it in words; programs read it as JSON.
"""

from datetime import date
from enum import StrEnum

import msgspec

from domain.acts import AppointmentId, Provenance
from domain.agenda import Deviation
from domain.appointment import Status
from domain.candidates import Cause, Name
from domain.clauses import Mark
from domain.outcomes import Holder, Recordable, Vacancy
from domain.reckoning import Span
from domain.reminders import Level, Tone
from domain.stages import Body


class State(StrEnum):
    """How far a stage is."""

    DONE = "done"
    OPEN = "open"  # somebody must act
    MAY = "may"  # it is open, and nobody must act
    AHEAD = "ahead"  # expected by the calendar


class Bounds(msgspec.Struct, frozen=True):
    """A window: from when until when; without a closing where no text sets one."""

    opens: Span
    closes: Span | None


class Timing(StrEnum):
    """How a step lies to its written window."""

    INSIDE = "inside"
    EARLY = "early"
    EARLY_LAWFULLY = "early, lawfully"
    LATE = "late"
    UNCERTAIN = "uncertain"  # of its possible days some lie inside, some outside


class Keeping(StrEnum):
    """Whether a limit was kept."""

    KEPT = "kept"
    BROKEN = "broken"
    UNCERTAIN = "uncertain"
    AHEAD = "ahead"  # the step has not happened
    PASSED = "passed"  # nor has it, and the day lies behind


class LimitOf(msgspec.Struct, frozen=True):
    """A day that a clause sets beside the window. `cap`: no plan may lie beyond it."""

    clause: str
    not_before: Span | None
    not_after: Span | None
    cap: bool
    keeping: Keeping


class AuditedStage(msgspec.Struct, frozen=True, kw_only=True):
    """One stage: the written window, and what happened.

    `written` is the window as it stood when the step was recorded, `moved_to` as it stands now
    where that differs. `days` is negative before it and positive after it, 0 inside, and 0 where
    it may have been inside. `edition`: the one under which it was recorded. `by`: of a stage that
    lies ahead, the day by which it must be done. What has not happened has neither day nor entry.
    """

    occurrence: str
    state: State
    body: Body
    clauses: tuple[str, ...]
    readings: tuple[int, ...]
    mark: Mark
    edition: str
    written: Bounds
    moved_to: Bounds | None
    estimated: bool
    early_is_lawful: bool
    limits: tuple[LimitOf, ...]
    planned: Span | None
    in_camera: bool
    by: date | None = None
    overdue: bool = False
    entry: int = 0
    happened: Span | None = None
    provenance: Provenance | None = None
    recorded_on: date | None = None
    timing: Timing | None = None
    days: int = 0
    broken: tuple[str, ...] = ()
    reason: str = ""
    reference: str = ""
    outcome: Recordable | None = None
    corrected_by: tuple[int, ...] = ()


class RefusedAsk(msgspec.Struct, frozen=True):
    """What was asked and refused: under which clause, why, and what would have cured it."""

    entry: int
    on: Span
    provenance: Provenance
    recorded_on: date
    stage: str
    asked: Recordable
    clause: str
    because: str
    cure: str


class Question(msgspec.Struct, frozen=True):
    """What the texts leave open. Without an answer it still waits for one of `bodies`."""

    occurrence: str
    clause: str
    readings: tuple[int, ...]
    options: tuple[str, ...]
    bodies: tuple[Body, ...]
    since: Span
    entry: int = 0
    option: str = ""
    settled_by: Body | None = None
    on: Span | None = None
    provenance: Provenance | None = None
    reference: str = ""


class Read(msgspec.Struct, frozen=True):
    """How an entry reads: its day, how that is known, and its outcome."""

    on: Span
    provenance: Provenance
    outcome: Recordable


class Amended(msgspec.Struct, frozen=True):
    """One entry that a correction names: as written, as it read before, as it reads since.

    Struck out, it reads no more.
    """

    entry: int
    stage: str
    written: Read
    before: Read
    after: Read | None


class Correction(msgspec.Struct, frozen=True):
    """An entry that says how others should read."""

    entry: int
    on: Span
    provenance: Provenance
    recorded_on: date
    reason: str
    reference: str
    amended: tuple[Amended, ...]


class DateChanged(msgspec.Struct, frozen=True):
    """A date that was fixed or moved. `was`: the day that stood before, by plan or by the text."""

    entry: int
    on: Span
    provenance: Provenance
    stage: str
    was: Span | None
    is_now: Span
    moved: bool
    reason: str
    reference: str


class TableChanged(msgspec.Struct, frozen=True):
    """A part-session revised: its days before and since; without days it is cancelled."""

    entry: int
    on: Span
    provenance: Provenance
    year: int
    part: int
    was: Bounds | None
    opens: date | None
    closes: date | None
    reason: str
    reference: str


class CourtAdopted(msgspec.Struct, frozen=True):
    """R1366 4: how many women and men sit on the Court since a day, as adopted."""

    entry: int
    since: Span
    provenance: Provenance
    women: int
    men: int
    reference: str


class EditionChanged(msgspec.Struct, frozen=True):
    """Another edition was adopted."""

    entry: int
    on: Span
    provenance: Provenance
    was: str
    is_now: str
    reason: str
    reference: str


class Became(StrEnum):
    """What became of a reminder."""

    PLANNED = "planned"
    SENT = "sent"
    NOT_SENT = "not sent"
    ACKNOWLEDGED = "acknowledged"


class ReminderKept(msgspec.Struct, frozen=True):
    """One reminder of a stage, or one note taken. `became` says which."""

    became: Became
    on: date
    due: date
    entry: int = 0
    key: str = ""
    to: tuple[str, ...] = ()
    because: str = ""
    perhaps: bool = False
    tone: Tone | None = None
    level: Level | None = None


class RemindersOf(msgspec.Struct, frozen=True):
    """What staff were told of one stage, in order."""

    stage: str
    reminders: tuple[ReminderKept, ...]


class Verdict(StrEnum):
    """Why a ballot has elected somebody, or nobody."""

    ABSOLUTE_MAJORITY = "absolute majority"
    RELATIVE_MAJORITY = "relative majority"
    NOT_REACHED = "absolute majority not reached"
    TIE = "tie for first place"
    NO_VOTE_CAST = "no vote cast"
    FIGURES_NOT_ON_RECORD = "figures not on record"


class VotesFor(msgspec.Struct, frozen=True):
    """The votes for one name; None where they are not on record."""

    name: Name
    votes: int | None


class Ballot(msgspec.Struct, frozen=True, kw_only=True):
    """One ballot with its arithmetic. What is not on record is None, never guessed.

    `number` counts the ballots of one election: 1 asks for `absolute_majority`. `cast_as_told`: the
    record gives the votes cast itself, and not the votes of every candidate.
    """

    entry: int
    occurrence: str
    on: Span
    provenance: Provenance
    number: int
    clauses: tuple[str, ...]
    votes: tuple[VotesFor, ...]
    papers: int | None
    blank: int | None
    spoiled: int | None
    signatures: int | None
    cast: int | None
    cast_as_told: bool
    absolute_majority: int | None
    verdict: Verdict
    elected: Name | None


class CommitteeBallot(msgspec.Struct, frozen=True, kw_only=True):
    """A vote in a committee. `needed`: of the votes cast, a majority or two thirds."""

    entry: int
    occurrence: str
    on: Span
    provenance: Provenance
    clauses: tuple[str, ...]
    in_favour: int | None
    against: int | None
    abstained: int | None
    voting: int | None
    cast: int | None
    needed: int | None
    two_thirds: bool
    carried: bool


class Fate(StrEnum):
    """What became of a candidate."""

    STANDS = "stands"
    ELECTED = "elected"
    NOT_ELECTED = "not elected"
    NOT_LISTED = "not listed"
    WITHDREW = "withdrew"
    DIED = "died"
    LAPSED = "lapsed"  # with the call


class CandidateOf(msgspec.Struct, frozen=True):
    """A candidate: by whom proposed, when, and what became of her or him.

    `fell_on` is the day on which she or he fell away, `fell_by` the entry that says so.
    """

    name: Name
    nationality: str
    proposed_by: tuple[str, ...]
    proposed_on: Span | None
    provenance: Provenance | None
    entry: int
    fate: Fate
    fell_on: Span | None = None
    fell_provenance: Provenance | None = None
    fell_as: Cause | None = None
    fell_by: int = 0


class SealedPaper(msgspec.Struct, frozen=True):
    """A paper that goes with an entry: of whom, and what. What it says is sealed."""

    entry: int
    person: str
    what: str


class EditionOf(msgspec.Struct, frozen=True):
    """The edition of the rules to which an appointment is pinned."""

    name: str
    since: date
    texts: str
    calendar_known: bool


class MandateOf(msgspec.Struct, frozen=True):
    """Who takes office, from when, how that day is known, and the last day."""

    elected: Name
    starts: Span
    mark: Provenance
    ends: Span


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """The appointment: what it is, when it was opened, for which term, how it stands."""

    id: AppointmentId
    office: str
    party: str
    year: int
    status: Status
    edition: EditionOf | None = None
    opened_on: Span | None = None
    opening_recorded_on: date | None = None
    term_ends: date | None = None
    vacancy: Vacancy | None = None
    holders: tuple[Holder, ...] = ()
    elected: str = ""
    mandate: MandateOf | None = None


class Marks(msgspec.Struct, frozen=True):
    """How the days of the steps are known, counted."""

    seen: int
    calendar: int
    unknown: int


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """All that there is to tell of one appointment on a day.

    `head` is the digest of its last entry in the ledger: whoever has read it there fills it in.
    """

    case: Case
    on: date
    stages: tuple[AuditedStage, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    refusals: tuple[RefusedAsk, ...] = ()
    questions: tuple[Question, ...] = ()
    corrections: tuple[Correction, ...] = ()
    dates: tuple[DateChanged, ...] = ()
    part_sessions: tuple[TableChanged, ...] = ()
    editions: tuple[EditionChanged, ...] = ()
    court: tuple[CourtAdopted, ...] = ()
    candidates: tuple[CandidateOf, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    committee_ballots: tuple[CommitteeBallot, ...] = ()
    reminders: tuple[RemindersOf, ...] = ()
    papers: tuple[SealedPaper, ...] = ()
    marks: Marks = Marks(0, 0, 0)
    entries: int = 0
    last_recorded_on: date
    head: str = ""

    @property
    def recorded_at_once(self) -> bool:
        """Whether all of it was written down on one day, as a past is that was imported."""
        return self.case.opening_recorded_on == self.last_recorded_on
