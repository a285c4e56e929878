"""The Secretary General, who may propose members of staff (REG 1.a)."""

from domain.bodies.governments import may_be_proposed
from domain.candidates import Roll
from domain.clauses import REG_1A, REG_1B, Refused
from domain.outcomes import StaffProposed, StaffSponsored
from domain.reckoning import Span
from domain.stages import Body, Stage, Window


def proposes_staff(roll: Roll, during: Window) -> Stage[StaffProposed]:
    """REG 1.a: for Deputy Secretary General and Secretary General of the Assembly, staff only."""

    def is_new(proposed: StaffProposed, _on: Span) -> None:
        may_be_proposed(roll, proposed.name, REG_1A)

    return Stage(
        "staff-candidature",
        StaffProposed,
        Body.SECRETARY_GENERAL,
        during,
        (REG_1A, REG_1B),
        check=is_new,
        gathers=True,
    )


def agrees_that_staff_be_sponsored(roll: Roll, during: Window) -> Stage[StaffSponsored]:
    """REG 1.a: a government may sponsor staff once the Secretary General was asked and agreed."""

    def with_assent(sponsored: StaffSponsored, _on: Span) -> None:
        may_be_proposed(roll, sponsored.name, REG_1A)
        if not sponsored.assent.strip():
            raise Refused(
                REG_1A,
                f"{sponsored.name} is a member of staff, and the Secretary General's agreement is "
                "not on record",
                cure="give its reference (assent)",
            )

    return Stage(
        "sponsored-candidature",
        StaffSponsored,
        Body.MEMBER_STATES,
        during,
        (REG_1A, REG_1B),
        check=with_assent,
        gathers=True,
    )
