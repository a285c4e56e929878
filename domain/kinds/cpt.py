"""A member of the CPT: from the invitation of a delegation to the election by the Ministers."""

from datetime import date
from typing import ClassVar

from domain.candidates import Name, must_be_names
from domain.kinds.outcome import Outcome, Quotable
from domain.nominees import National


class DelegationInvited(Outcome, tag="delegation-invited/1", frozen=True):
    """CPT 5.1: the delegation, or the parliament, is invited to put forward three candidates."""

    stage: ClassVar[str] = "invitation"
    by: date


class CandidatesPutForward(Outcome, tag="candidates-put-forward/1", frozen=True):
    """CPT 5.1: three candidates, of whom at least two are nationals."""

    stage: ClassVar[str] = "delegation-list"
    candidates: tuple[National, ...]

    @property
    def names(self) -> tuple[Name, ...]:
        return tuple(each.name for each in self.candidates)

    @property
    def taking_part(self) -> tuple[Name, ...]:
        return self.names


class PartyConsulted(Outcome, tag="party-consulted/1", frozen=True):
    """CPT 5.1: a Party that is not a member State is consulted."""

    stage: ClassVar[str] = "party"


class SubCommitteeExamined(Outcome, tag="sub-committee-examined/1", frozen=True):
    """The Sub-Committee on Human Rights has examined the candidatures."""

    stage: ClassVar[str] = "sub-committee"


class LegalAffairsExamined(Outcome, tag="legal-affairs-examined/1", frozen=True):
    """The Committee on Legal Affairs and Human Rights has examined the candidatures."""

    stage: ClassVar[str] = "legal-affairs"


class NamesDrawnUp(Outcome, tag="names-drawn-up/1", frozen=True):
    """CPT 5.1: the Bureau draws up the list of names, in its order of preference."""

    stage: ClassVar[str] = "bureau-list"
    names: tuple[Name, ...]

    def __post_init__(self) -> None:
        must_be_names(*self.names)

    @property
    def taking_part(self) -> tuple[Name, ...]:
        return self.names


class TermsFixed(Outcome, tag="terms-fixed/1", frozen=True):
    """CPT 5.4: before an election the Ministers may fix other terms, of two to six years."""

    stage: ClassVar[str] = "terms"
    years: tuple[int, ...]


class MinistersElected(Outcome, tag="ministers-elected/1", frozen=True):
    """CPT 5.1: the Committee of Ministers has elected, by an absolute majority of votes.

    Of which votes is not said: the result is recorded, never computed.
    """

    stage: ClassVar[str] = "election"
    name: Name

    def __post_init__(self) -> None:
        must_be_names(self.name)

    @property
    def taking_part(self) -> tuple[Name, ...]:
        return (self.name,)


class TermDrawn(Outcome, tag="term-drawn/1", frozen=True):
    """CPT 5.5: where more than one length is used, the Secretary General draws lots."""

    stage: ClassVar[str] = "lots"
    years: int
    seed: Quotable
