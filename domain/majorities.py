"""Votes taken in a committee: counts of hands, never of persons."""

import msgspec

from domain.clauses import Clause, Refused

TWO_THIRDS = (2, 3)


class CommitteeVote(msgspec.Struct, frozen=True, omit_defaults=True):
    """A vote in a committee. Votes cast are those in favour and against (reading 14).

    `abstained` and `voting`: how many abstained, and how many took part with them. What is not on
    record is left out; where no figures are, `carried` says how the vote ended.
    """

    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None
    voting: int | None = None
    carried: bool | None = None

    @property
    def cast(self) -> int:
        return (self.in_favour or 0) + (self.against or 0)

    @property
    def has_a_majority(self) -> bool:
        """R1366 3: more than half of the votes cast."""
        if self.in_favour is None:
            return bool(self.carried)
        return self.in_favour >= self.cast // 2 + 1

    @property
    def has_two_thirds(self) -> bool:
        """R1366 4: two thirds of the votes cast, rounded up; of no votes nothing follows."""
        if self.in_favour is None:
            return bool(self.carried)
        part, whole = TWO_THIRDS
        return self.cast > 0 and self.in_favour >= -(-self.cast * part // whole)

    def must_add_up(self, clause: Clause) -> None:
        """Figures that cannot be right are refused, whatever was announced."""
        figures = self.in_favour is not None and self.against is not None
        if figures == (self.carried is not None):
            raise Refused(
                clause,
                "the figures say whether it was carried" if figures else "the figures are missing",
                cure="give those in favour and against; or, where they are not on record, whether "
                "it was carried",
            )
        numbers = (self.in_favour, self.against, self.abstained, self.voting)
        if any(number is not None and number < 0 for number in numbers):
            raise Refused(clause, "a vote cannot be negative", cure="look at the figures again")
        counted = self.cast + (self.abstained or 0)
        complete = self.abstained is not None
        if self.voting is not None and (
            counted > self.voting or (complete and counted != self.voting)
        ):
            raise Refused(
                clause,
                f"{self.in_favour} in favour, {self.against} against and {self.abstained or 0} "
                f"abstentions do not make {self.voting} voting",
                cure="look at the figures again",
            )
