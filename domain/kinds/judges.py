"""A judge: from the letter that invites a list of three to what becomes of the list."""

from datetime import date
from typing import ClassVar

import msgspec

from domain.candidates import Name, must_be_names
from domain.kinds.outcome import Outcome, Quotable
from domain.majorities import CommitteeVote
from domain.nominees import Nominee, Sex


class ListRequested(Outcome, tag="list-requested/1", frozen=True):
    """R1366 2: a letter invites the Party to send a list, by a day that is also the age test's."""

    stage: ClassVar[str] = "letter"
    by: date


class NationalSelectionHeld(Outcome, tag="national-selection-held/1", frozen=True):
    """R1366 2, R1366 3 iv: a public call and a fair and transparent selection in the Party."""

    stage: ClassVar[str] = "selection"


class PanelConsulted(Outcome, tag="panel-consulted/1", frozen=True):
    """R1366 3 v: names and curricula have gone to the Advisory Panel. Whose, is confidential."""

    stage: ClassVar[str] = "panel"


class PanelOpinionGiven(Outcome, tag="panel-opinion-given/1", frozen=True):
    """The Advisory Panel has given its opinion to the Party. What it says is confidential."""

    stage: ClassVar[str] = "opinion"


class ListSubmitted(Outcome, tag="list-submitted/1", frozen=True):
    """ECHR 22, R1366 1: the Party's list of three, with curricula on the Assembly's model.

    `tested_on`: the day on which ages were tested (ECHR 21); None where they were not.
    """

    stage: ClassVar[str] = "submission"
    list: tuple[Nominee, ...]
    tested_on: date | None = None

    @property
    def names(self) -> tuple[Name, ...]:
        return tuple(nominee.name for nominee in self.list)

    @property
    def taking_part(self) -> tuple[Name, ...]:
        return self.names


class ListWithdrawn(Outcome, tag="list-withdrawn/1", frozen=True):
    """R1432 1: until the deadline the government may take its list back."""

    stage: ClassVar[str] = "list-withdrawal"


class ListModified(Outcome, tag="list-modified/1", frozen=True):
    """R1432 1: exceptionally, on the government's request, if the Assembly accepts it.

    `request` and `acceptance`: the references of the two.
    """

    stage: ClassVar[str] = "modification"
    list: tuple[Nominee, ...]
    request: Quotable = ""
    acceptance: Quotable = ""

    @property
    def taking_part(self) -> tuple[Name, ...]:
        return tuple(nominee.name for nominee in self.list)


class ListCompleted(Outcome, tag="list-completed/1", frozen=True):
    """R1432 2: the government completes the list after a withdrawal."""

    stage: ClassVar[str] = "completion"
    list: tuple[Nominee, ...]

    @property
    def taking_part(self) -> tuple[Name, ...]:
        return tuple(nominee.name for nominee in self.list)


class BriefingHeld(Outcome, tag="briefing-held/1", frozen=True):
    """R1366 6: the committee's briefing, to which the Panel's chair or another is invited."""

    stage: ClassVar[str] = "briefing"
    panel_invited: bool = True


class CommitteeInterviewed(Outcome, tag="committee-interviewed/1", frozen=True):
    """R1366 5: the interviews. `observed`: which of its points i to ix were seen to."""

    stage: ClassVar[str] = "committee-interviews"
    observed: tuple[str, ...] = ()


class ExceptionalCircumstancesVoted(Outcome, tag="exceptional-circumstances-voted/1", frozen=True):
    """R1366 4: whether the Party took every step to find both sexes. A judgement: by vote."""

    stage: ClassVar[str] = "single-sex"
    vote: CommitteeVote


class SingleSexListRejected(Outcome, tag="single-sex-list-rejected/1", frozen=True):
    """R1366 4: the committee must recommend that the list of one sex be rejected."""

    stage: ClassVar[str] = "single-sex-rejection"


class RejectionVoted(Outcome, tag="rejection-voted/1", frozen=True):
    """R1366 3: the committee votes on proposing that the list be rejected, on which grounds."""

    stage: ClassVar[str] = "rejection"
    vote: CommitteeVote
    grounds: tuple[str, ...] = ()


class CandidatesRecommended(Outcome, tag="candidates-recommended/1", frozen=True):
    """R1366 5 viii: the committee's recommendation, with its ranking where it gives one."""

    stage: ClassVar[str] = "recommendation"
    ranking: tuple[Name, ...] = ()

    def __post_init__(self) -> None:
        must_be_names(*self.ranking)


class RejectionDecided(Outcome, tag="rejection-decided/1", frozen=True):
    """R1366 3: the Assembly endorses the rejection in the progress report, or refuses to."""

    stage: ClassVar[str] = "endorsement"
    endorsed: bool


class CourtComposed(Outcome, tag="court-composed/1", frozen=True):
    """R1366 4: how many women and men sit on the Court, from the day of this entry."""

    women: int
    men: int


class Composition(msgspec.Struct, frozen=True):
    """The Court from a day on: how many women, how many men."""

    since: date
    women: int
    men: int

    def under_represented(self, sex: Sex) -> bool:
        """R1366 4: whether under 40 % of the judges are of that sex."""
        of_that_sex = self.women if sex is Sex.WOMAN else self.men
        return 100 * of_that_sex < 40 * (self.women + self.men)
