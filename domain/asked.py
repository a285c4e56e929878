"""What is asked, while it is decided: the act, the number its entry would bear, and the instant."""

from datetime import date, datetime
from typing import Any, NamedTuple

from domain.acts import Act, Entry, Stood
from domain.clauses import Refused
from domain.outcomes import RefusedAct
from domain.reckoning import Span, day_in_strasbourg
from domain.stages import Body


class Asked(NamedTuple):
    """An act on its way to become an entry."""

    act: Act
    number: int
    now: datetime

    @property
    def today(self) -> date:
        """The day that it is in Strasbourg."""
        return day_in_strasbourg(self.now)

    def entry(
        self,
        outcome: Any,
        *,
        stage: str = "",
        body: Body | None = None,
        window: Stood | None = None,
    ) -> Entry:
        """The entry with an outcome and the act's envelope."""
        act = self.act
        return Entry(
            self.number,
            act.id,
            act.digest,
            outcome,
            act.happened,
            self.now,
            stage=stage,
            body=body,
            provenance=act.provenance,
            reason=act.reason,
            reference=act.reference,
            staff=act.staff,
            window=window,
            papers=() if isinstance(outcome, RefusedAct) else act.papers,
        )

    def not_from_the_future(self, on: Span | None = None) -> None:
        """What has not happened cannot be recorded; it can be planned."""
        happened = on or self.act.happened
        if happened.latest > self.today:
            raise Refused(
                None,
                f"{happened} lies in the future (today is {self.today})",
                cure="record it once it has happened, or plan its date",
            )
