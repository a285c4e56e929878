"""The Assembly, in its part-session."""

from domain.ballots import Count, Votes
from domain.candidates import Name, alphabetical
from domain.clauses import JIS_2, REG_7A, REG_7B, REG_7C, ROP_41_1C, Clause
from domain.outcomes import AssemblyHeard, BallotHeld, LeftOffAgenda
from domain.reckoning import Span
from domain.stages import Body, Hold, Stage, Window


def hears_the_candidates(during: Window, clauses: tuple[Clause, ...]) -> Stage[AssemblyHeard]:
    """JIS App.1: interviews of the candidates on the list."""
    return Stage(
        "hearing",
        AssemblyHeard,
        Body.ASSEMBLY,
        during,
        clauses,
        expected=AssemblyHeard(),
        readings=(8,),
        interrupted=True,
    )


def votes(
    names: tuple[Name, ...],
    during: Window,
    *,
    clauses: tuple[Clause, ...],
    fixed: Span | None = None,
) -> Stage[BallotHeld]:
    """REG 7.b, REG 7.c: a secret ballot among the names on the list."""
    paper = alphabetical(names)

    def adds_up(ballot: BallotHeld, _on: Span) -> None:
        ballot.count.must_add_up(paper)

    everyone_for_the_first = tuple(Votes(name, int(name == paper[0])) for name in paper)
    return Stage(
        "ballot",
        BallotHeld,
        Body.ASSEMBLY,
        during,
        (*clauses, REG_7A, REG_7B, REG_7C, ROP_41_1C),
        expected=BallotHeld(Count(everyone_for_the_first)),
        check=adds_up,
        fixed=fixed,
        holds={"start": Hold(JIS_2, "nobody has been elected", "record the ballot first")},
        interrupted=True,
    )


def leaves_the_election_off_its_agenda(during: Window) -> Stage[LeftOffAgenda]:
    """REG 7.a: it *shall* appoint; yet in June 2009 it did not (reading 7)."""
    return Stage("left-off-agenda", LeftOffAgenda, Body.ASSEMBLY, during, (REG_7A,), readings=(7,))
