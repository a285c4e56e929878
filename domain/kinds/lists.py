"""Consultation, interviews, and the list that goes to the Assembly."""

from typing import ClassVar

from domain.candidates import Name, must_be_names
from domain.checklists import Finding
from domain.kinds.outcome import Outcome


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


class CandidateAssessed(Outcome, tag="candidate-assessed/1", frozen=True):
    """JIS App.2, DSG B, DSG C: what the interviewing body finds of a candidate, point by point.

    A person's judgement: it is recorded, and nothing is ever computed from it.
    """

    stage: ClassVar[str] = "assessment"
    name: Name
    findings: tuple[Finding, ...]

    def __post_init__(self) -> None:
        must_be_names(self.name)


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

    @property
    def taking_part(self) -> tuple[Name, ...]:
        return self.names


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

    @property
    def taking_part(self) -> tuple[Name, ...]:
        return self.names


class BureauExamined(Outcome, tag="bureau-examined/1", frozen=True):
    """REG 6: the Bureau has examined the list and transmits it, with its own order if it likes."""

    stage: ClassVar[str] = "examination"
    own_order: tuple[Name, ...] = ()

    def __post_init__(self) -> None:
        must_be_names(*self.own_order)


class CommitteeHeard(Outcome, tag="committee-heard/1", frozen=True):
    """Order 547: the Committee on Legal Affairs and Human Rights has heard the candidates."""

    stage: ClassVar[str] = "committee-hearing"


class AssemblyHeard(Outcome, tag="assembly-heard/1", frozen=True):
    """JIS App.1: the Assembly has interviewed the candidates on the list."""

    stage: ClassVar[str] = "hearing"
