"""The ballot: how it is held, counted and made known."""

from typing import ClassVar

from domain.ballots import Count
from domain.candidates import Name, must_be_names
from domain.kinds.outcome import Outcome, Quotable
from domain.reckoning import Span


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

    @property
    def taking_part(self) -> tuple[Name, ...]:
        return tuple(each.name for each in self.count.votes)


class SittingsFixed(Outcome, tag="sittings-fixed/1", frozen=True):
    """IDX 2: the agenda of the part-session sets the hours of a ballot, as a rule two sittings."""

    stage: ClassVar[str] = "sittings"
    hours: Quotable


class ObserverNamed(Outcome, tag="observer-named/1", frozen=True):
    """IDX 9, IDX 10: a political group has told the President whom it sends to observe."""

    stage: ClassVar[str] = "observer"
    group: str
    name: Name

    def __post_init__(self) -> None:
        must_be_names(self.group, self.name)


class RegisterClosed(Outcome, tag="register-closed/1", frozen=True):
    """IDX 11: the voting register is closed: how many have signed, and the digest of it all.

    The register is a stream of its own. It knows who has voted, and nobody's choice.
    """

    stage: ClassVar[str] = "register"
    signatures: int
    digest: str


class TellersDrawn(Outcome, tag="tellers-drawn/1", frozen=True):
    """IDX 12: four tellers by lot. `among`: the representatives on the roll of that `digest`.

    Whoever has the roll and the `seed` can repeat the draw.
    """

    stage: ClassVar[str] = "tellers-by-lot"
    tellers: tuple[Name, ...]
    seed: Quotable
    among: int
    digest: str

    def __post_init__(self) -> None:
        must_be_names(*self.tellers)


class TellersNamed(Outcome, tag="tellers-named/1", frozen=True):
    """IDX 12 as practised since 2024: the political groups name the tellers."""

    stage: ClassVar[str] = "tellers"
    tellers: tuple[Name, ...]

    def __post_init__(self) -> None:
        must_be_names(*self.tellers)


class ResultAnnounced(Outcome, tag="result-announced/1", frozen=True):
    """IDX 13: the President announces the result of a ballot."""

    stage: ClassVar[str] = "announcement"


class VotersPublished(Outcome, tag="voters-published/1", frozen=True):
    """IDX 14: the list of those who have voted is published. Not what they chose."""

    stage: ClassVar[str] = "publication"


class RegisterShown(Outcome, tag="register-shown/1", frozen=True):
    """IDX 15: the register is shown to a member, or copied for a candidate."""

    stage: ClassVar[str] = "register-shown"
    to: Name
    copy: bool = False

    def __post_init__(self) -> None:
        must_be_names(self.to)
