"""The call for candidatures, and who is proposed by whom."""

from datetime import date
from typing import ClassVar

from domain.candidates import Name, must_be_names
from domain.kinds.outcome import Outcome, Quotable
from domain.reckoning import Span


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
    """REG 1.a.i, COM 9.2: one or more governments propose a candidate.

    `family`: the part of the name under which it is listed, where that is not its last word.
    """

    stage: ClassVar[str] = "candidature"
    name: Name
    nationality: str
    proposed_by: tuple[str, ...]
    family: str = ""

    def __post_init__(self) -> None:
        must_be_names(self.name, self.nationality, *self.proposed_by)
        must_be_names(*((self.family,) if self.family else ()))
        if not self.proposed_by:
            raise ValueError(f"no government proposes {self.name}: name one or more")

    @property
    def taking_part(self) -> tuple[Name, ...]:
        return (self.name,)


class StaffProposed(Outcome, tag="staff-proposed/1", frozen=True):
    """REG 1.a: the Secretary General proposes a member of staff."""

    stage: ClassVar[str] = "staff-candidature"
    name: Name
    nationality: str

    def __post_init__(self) -> None:
        must_be_names(self.name, self.nationality)

    @property
    def taking_part(self) -> tuple[Name, ...]:
        return (self.name,)


class StaffSponsored(Outcome, tag="staff-sponsored/1", frozen=True):
    """REG 1.a: governments sponsor a member of staff, as the Secretary General has agreed.

    `assent`: the reference of that agreement, given when she or he was consulted.
    """

    stage: ClassVar[str] = "sponsored-candidature"
    name: Name
    nationality: str
    proposed_by: tuple[str, ...]
    assent: Quotable = ""

    def __post_init__(self) -> None:
        must_be_names(self.name, self.nationality, *self.proposed_by)

    @property
    def taking_part(self) -> tuple[Name, ...]:
        return (self.name,)


class RepresentativesProposed(Outcome, tag="representatives-proposed/1", frozen=True):
    """REG 1.a: a group of five to ten representatives proposes a candidate."""

    stage: ClassVar[str] = "representatives-candidature"
    name: Name
    nationality: str
    representatives: tuple[str, ...]

    def __post_init__(self) -> None:
        must_be_names(self.name, self.nationality, *self.representatives)

    @property
    def taking_part(self) -> tuple[Name, ...]:
        return (self.name,)


class CandidatureMaintained(Outcome, tag="candidature-maintained/1", frozen=True):
    """A candidature of the lapsed call is maintained by the government (reading 4)."""

    stage: ClassVar[str] = "maintained"
    name: Name

    def __post_init__(self) -> None:
        must_be_names(self.name)

    @property
    def taking_part(self) -> tuple[Name, ...]:
        return (self.name,)


class CandidaturesClosed(Outcome, tag="candidatures-closed/1", frozen=True):
    """The receipt of candidatures is closed."""

    stage: ClassVar[str] = "closing"
