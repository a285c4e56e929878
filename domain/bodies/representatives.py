"""Representatives to the Assembly, in groups (REG 1.a)."""

from domain.bodies.governments import may_be_proposed
from domain.candidates import Roll
from domain.clauses import REG_1A, REG_1B, Refused
from domain.outcomes import RepresentativesProposed
from domain.reckoning import Span
from domain.stages import Body, Stage, Window

FIVE, TEN = 5, 10


def propose_a_candidate(roll: Roll, during: Window) -> Stage[RepresentativesProposed]:
    """REG 1.a: for Secretary General of the Assembly, a group of five to ten."""

    def five_to_ten(proposed: RepresentativesProposed, _on: Span) -> None:
        may_be_proposed(roll, proposed.name, REG_1A)
        group = set(proposed.representatives)
        if not FIVE <= len(group) <= TEN or len(group) < len(proposed.representatives):
            raise Refused(
                REG_1A,
                f"a group of {len(group)} proposes, not of five to ten representatives",
                cure="name five to ten different representatives",
            )

    return Stage(
        "representatives-candidature",
        RepresentativesProposed,
        Body.REPRESENTATIVES,
        during,
        (REG_1A, REG_1B),
        check=five_to_ten,
        gathers=True,
    )
