"""The office itself: who takes it up, who acts meanwhile, and what was settled."""

from datetime import date
from typing import ClassVar

from domain.candidates import must_be_names
from domain.kinds.outcome import Outcome, Quotable
from domain.stages import Body


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
