"""From counts to a result: who is elected, and which counts cannot be right."""

from collections.abc import Collection

import msgspec

from domain.candidates import Name, must_be_names
from domain.clauses import IDX_7, ROP_40_11, Clause, Refused


class Votes(msgspec.Struct, frozen=True):
    """The votes cast for one candidate."""

    name: Name
    votes: int

    def __post_init__(self) -> None:
        must_be_names(self.name)


class Count(msgspec.Struct, frozen=True, omit_defaults=True):
    """One ballot as counted. What is not on record is left out, never guessed.

    `papers` are those found in the box, `blank` and `spoiled` those among them that bear no name
    of a duly entered candidate, `signatures` those in the voting register. Where the record gives
    the votes of some candidates only, `votes_cast` says how many there were; where it gives no
    figures, `elects` says who was elected. It never says who voted for whom.
    """

    votes: tuple[Votes, ...] = ()
    papers: int | None = None
    blank: int | None = None
    spoiled: int | None = None
    signatures: int | None = None
    votes_cast: int | None = None
    elects: str = ""

    def __post_init__(self) -> None:
        must_be_names(*((self.elects,) if self.elects else ()))

    @property
    def counted(self) -> int:
        """The votes of the candidates whose votes are known."""
        return sum(each.votes for each in self.votes)

    @property
    def cast(self) -> int:
        """RoP 40.11: only papers with the name of a duly entered candidate are votes cast."""
        return self.counted if self.votes_cast is None else self.votes_cast

    @property
    def absolute_majority(self) -> int:
        """REG 7.c, RoP 41.1.c: more than half of the votes cast."""
        return self.cast // 2 + 1

    def elected(self, *, at_the_first_ballot: bool) -> Name | None:
        """REG 7.c, RoP 41.1.c: absolute majority at the first ballot, then whoever alone leads.

        Nobody without votes, and nobody on a tie for first place: a further ballot is held. Where
        not all votes are known, whoever has more than half of them leads for certain.
        """
        if self.elects:
            return Name(self.elects)
        most = max((each.votes for each in self.votes), default=0)
        leaders = [each.name for each in self.votes if each.votes == most]
        known = self.counted == self.cast
        needed = self.absolute_majority if at_the_first_ballot or not known else 1
        return leaders[0] if most >= needed and len(leaders) == 1 else None

    def must_add_up(self, paper: Collection[Name], clause: Clause) -> None:
        """RoP 40.11: counts that cannot be right are refused, whatever was announced.

        `clause`: the one that says whose names stand on the paper.
        """
        names = [each.name for each in self.votes]
        if strangers := [name for name in names if name not in paper]:
            raise Refused(
                clause,
                f"{strangers[0]} is not on the ballot paper",
                cure=f"count the votes of {'; '.join(paper)}",
            )
        if len(set(names)) < len(names):
            raise Refused(ROP_40_11, "a candidate is counted twice", cure="give each name once")
        missing = [name for name in paper if name not in names]
        if missing and self.votes_cast is None and not self.elects:
            raise Refused(
                ROP_40_11,
                f"the votes of {missing[0]} are missing",
                cure="give 0 if there are none, or the votes cast if they are not on record",
            )
        if self.elects and (self.elects not in paper or not missing):
            raise Refused(
                clause,
                f"{self.elects} cannot be elected without figures",
                cure="give the figures, or a name on the paper where they are not on record",
            )
        numbers = (*(each.votes for each in self.votes), self.papers, self.blank, self.spoiled)
        further = (self.signatures, self.votes_cast)
        if any(number is not None and number < 0 for number in (*numbers, *further)):
            raise Refused(ROP_40_11, "a count cannot be negative", cure="look at the count again")
        if self.counted > self.cast or (not missing and self.counted != self.cast):
            raise Refused(
                ROP_40_11,
                f"{self.counted} votes counted do not make {self.cast} votes cast",
                cure="look at the count again",
            )
        self._papers_must_suffice()

    def _papers_must_suffice(self) -> None:
        without_a_name = (self.blank or 0) + (self.spoiled or 0)
        needed = self.cast + without_a_name
        if self.papers is not None:
            complete = self.blank is not None and self.spoiled is not None
            if needed > self.papers or (complete and needed != self.papers):
                raise Refused(
                    ROP_40_11,
                    f"{self.cast} votes cast and {without_a_name} papers without a name "
                    f"do not make {self.papers} papers",
                    cure="look at the count again",
                )
        self._papers_must_be_signed_for(self.signatures)

    def must_agree_with(self, register: int | None) -> None:
        """IDX 7: the signatures of the count are those of the register that was closed."""
        if register is not None and self.signatures not in (None, register):
            raise Refused(
                IDX_7,
                f"{self.signatures} {'signature' if self.signatures == 1 else 'signatures'}, "
                f"but the register was closed with {register}",
                cure="leave them out, or give those of the register",
            )
        self._papers_must_be_signed_for(register)

    def _papers_must_be_signed_for(self, signatures: int | None) -> None:
        """IDX 7: whoever puts a paper into the box has signed the register."""
        found = self.cast + (self.blank or 0) + (self.spoiled or 0)
        found = found if self.papers is None else self.papers
        if signatures is not None and found > signatures:
            raise Refused(
                IDX_7,
                f"{found} {'paper' if found == 1 else 'papers'}, but only {signatures} "
                f"{'signature' if signatures == 1 else 'signatures'} in the register",
                cure="look at the count and at the register again",
            )
