"""Every kind of entry: what can be done at a stage, asked for in an act, written in an entry.

The tag of a kind is stored for ever: a better name is a new kind with a reader for the old one.
`stage` is the stage at which a kind is recorded; a general kind has none.
"""

import msgspec

from domain.kinds.candidatures import (
    CallIssued,
    CallRenewed,
    CandidatureMaintained,
    CandidatureProposed,
    CandidaturesClosed,
    DateConfirmed,
    RepresentativesProposed,
    StaffProposed,
    StaffSponsored,
)
from domain.kinds.cpt import (
    CandidatesPutForward,
    DelegationInvited,
    LegalAffairsExamined,
    MinistersElected,
    NamesDrawnUp,
    PartyConsulted,
    SubCommitteeExamined,
    TermDrawn,
    TermsFixed,
)
from domain.kinds.general import (
    CandidateFellAway,
    DateMoved,
    DatePlanned,
    EditionAdopted,
    Holder,
    Offset,
    Opened,
    PartSessionRevised,
    Planned,
    Vacancy,
    VacancyCause,
)
from domain.kinds.in_the_chamber import (
    BallotHeld,
    ComplementaryProcedure,
    LeftOffAgenda,
    ObserverNamed,
    RegisterClosed,
    RegisterShown,
    ResultAnnounced,
    SittingsFixed,
    TellersDrawn,
    TellersNamed,
    VotersPublished,
)
from domain.kinds.judges import (
    BriefingHeld,
    CandidatesRecommended,
    CommitteeInterviewed,
    Composition,
    CourtComposed,
    ExceptionalCircumstancesVoted,
    ListCompleted,
    ListModified,
    ListRequested,
    ListSubmitted,
    ListWithdrawn,
    NationalSelectionHeld,
    PanelConsulted,
    PanelOpinionGiven,
    RejectionDecided,
    RejectionVoted,
    SingleSexListRejected,
)
from domain.kinds.lists import (
    AssemblyHeard,
    BureauExamined,
    CandidateAssessed,
    CommitteeHeard,
    JointCommitteeConsulted,
    ListDrawnUp,
    ListTransmitted,
    MinistersInterviewed,
    OneNameDiscussed,
    ThirtyDaysWaived,
)
from domain.kinds.notices import ReminderAcknowledged, ReminderNotSent, ReminderSent
from domain.kinds.office import (
    ActingBegan,
    MandateStarted,
    Settled,
)
from domain.kinds.outcome import Outcome, Quotable
from domain.reckoning import Span

__all__ = [
    "BY_STAGE",
    "KINDS",
    "NOTICES",
    "STEPS",
    "ActingBegan",
    "Amendment",
    "AssemblyHeard",
    "BallotHeld",
    "BriefingHeld",
    "BureauExamined",
    "CallIssued",
    "CallRenewed",
    "CandidateAssessed",
    "CandidateFellAway",
    "CandidatesPutForward",
    "CandidatesRecommended",
    "CandidatureMaintained",
    "CandidatureProposed",
    "CandidaturesClosed",
    "CommitteeHeard",
    "CommitteeInterviewed",
    "ComplementaryProcedure",
    "Composition",
    "Corrected",
    "CourtComposed",
    "DateConfirmed",
    "DateMoved",
    "DatePlanned",
    "DelegationInvited",
    "EditionAdopted",
    "ExceptionalCircumstancesVoted",
    "General",
    "Holder",
    "JointCommitteeConsulted",
    "LeftOffAgenda",
    "LegalAffairsExamined",
    "ListCompleted",
    "ListDrawnUp",
    "ListModified",
    "ListRequested",
    "ListSubmitted",
    "ListTransmitted",
    "ListWithdrawn",
    "MandateStarted",
    "MinistersElected",
    "MinistersInterviewed",
    "NamesDrawnUp",
    "NationalSelectionHeld",
    "Notice",
    "ObserverNamed",
    "Offset",
    "OneNameDiscussed",
    "Opened",
    "Outcome",
    "PanelConsulted",
    "PanelOpinionGiven",
    "PartSessionRevised",
    "PartyConsulted",
    "Planned",
    "Quotable",
    "Recordable",
    "RefusedAct",
    "RegisterClosed",
    "RegisterShown",
    "RejectionDecided",
    "RejectionVoted",
    "ReminderAcknowledged",
    "ReminderNotSent",
    "ReminderSent",
    "RepresentativesProposed",
    "ResultAnnounced",
    "Settled",
    "SingleSexListRejected",
    "SittingsFixed",
    "StaffProposed",
    "StaffSponsored",
    "Step",
    "SubCommitteeExamined",
    "TellersDrawn",
    "TellersNamed",
    "TermDrawn",
    "TermsFixed",
    "ThirtyDaysWaived",
    "Vacancy",
    "VacancyCause",
    "VotersPublished",
    "Written",
    "tag_of",
]


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
    | StaffProposed
    | StaffSponsored
    | RepresentativesProposed
    | CandidatureMaintained
    | CandidaturesClosed
    | ThirtyDaysWaived
    | JointCommitteeConsulted
    | MinistersInterviewed
    | CandidateAssessed
    | ListDrawnUp
    | OneNameDiscussed
    | ListTransmitted
    | BureauExamined
    | CommitteeHeard
    | AssemblyHeard
    | ListRequested
    | NationalSelectionHeld
    | PanelConsulted
    | PanelOpinionGiven
    | ListSubmitted
    | ListWithdrawn
    | ListModified
    | ListCompleted
    | BriefingHeld
    | CommitteeInterviewed
    | ExceptionalCircumstancesVoted
    | SingleSexListRejected
    | RejectionVoted
    | CandidatesRecommended
    | RejectionDecided
    | DelegationInvited
    | CandidatesPutForward
    | PartyConsulted
    | SubCommitteeExamined
    | LegalAffairsExamined
    | NamesDrawnUp
    | TermsFixed
    | MinistersElected
    | TermDrawn
    | SittingsFixed
    | ObserverNamed
    | TellersDrawn
    | TellersNamed
    | RegisterClosed
    | ComplementaryProcedure
    | LeftOffAgenda
    | BallotHeld
    | ResultAnnounced
    | VotersPublished
    | RegisterShown
    | MandateStarted
    | ActingBegan
    | Settled
)
Notice = ReminderSent | ReminderNotSent | ReminderAcknowledged
General = (
    Opened
    | DatePlanned
    | DateMoved
    | PartSessionRevised
    | CourtComposed
    | EditionAdopted
    | CandidateFellAway
    | Corrected
    | Notice
)
Recordable = Step | General
Written = Recordable | RefusedAct

STEPS: tuple[type[Outcome], ...] = Step.__args__
NOTICES: tuple[type[Outcome], ...] = Notice.__args__
KINDS: tuple[type[Outcome], ...] = (*STEPS, *General.__args__, RefusedAct)
BY_STAGE: dict[str, type[Outcome]] = {kind.stage: kind for kind in STEPS if kind.stage}


def tag_of(kind: msgspec.Struct | type[msgspec.Struct]) -> str:
    """The stable, stored name of a kind, such as list-drawn-up/1."""
    tag = kind.__struct_config__.tag
    assert isinstance(tag, str)
    return tag
