"""The Deputy Secretary General, and the Secretary General of the Assembly, by the Regulations.

Two offices with near-equal texts: REG 1 to REG 8 without months, on a timetable that the Committee
of Ministers adopts. The Secretary General may propose members of staff for both; a group of five to
ten representatives may propose for the Secretary General of the Assembly alone.
"""

from datetime import date
from types import MappingProxyType
from typing import Any

from domain.bodies import representatives, secretary_general
from domain.candidates import PLACEHOLDERS, Roll
from domain.checklists import OF_THE_DEPUTY
from domain.clauses import REG_1A
from domain.outcomes import ListDrawnUp, MandateStarted, Opened
from domain.procedure import Edition, Mandate, Procedure
from domain.procedures.in_the_assembly import Elected
from domain.procedures.regulations import (
    AGAIN_WITHOUT_LIMIT,
    FIVE_YEARS,
    REGULATIONS_ALONE,
    ByTheRegulations,
    six_months_before,
)
from domain.stages import Script, Stage, Window

OF_THE_TWO = REGULATIONS_ALONE._replace(hearing=(), somebody_acts=False)
OF_THE_DEPUTY_SINCE_2012 = OF_THE_TWO._replace(framework=OF_THE_DEPUTY)
OF_THE_ASSEMBLYS = OF_THE_TWO._replace(preference=False)


class DeputyElection(ByTheRegulations):
    """The Deputy Secretary General of the Council of Europe."""

    def other_proposals(self, during: Window) -> tuple[Stage[Any], ...]:
        """REG 1.a: staff, by the Secretary General, or sponsored with her or his assent."""
        return (
            secretary_general.proposes_staff(self.roll, during),
            secretary_general.agrees_that_staff_be_sponsored(self.roll, during),
        )

    def start_after(self, elected: Elected) -> Stage[MandateStarted]:
        """No rule says when: the day after the outgoing term, or a recorded decision."""
        return self.start_after_the_term(elected)


class AssemblySecretaryElection(DeputyElection):
    """The Secretary General of the Assembly, with the rank of Deputy Secretary General."""

    def other_proposals(self, during: Window) -> tuple[Stage[Any], ...]:
        """REG 1.a: besides, five to ten representatives."""
        return (
            *super().other_proposals(during),
            representatives.propose_a_candidate(self.roll, during),
        )


def deputy_since_1962(opening: Opened, roll: Roll) -> Script[Mandate]:
    """REG alone."""
    return DeputyElection(opening, roll, OF_THE_TWO).procedure()


def deputy_since_2012(opening: Opened, roll: Roll) -> Script[Mandate]:
    """REG with the competence framework (DSG A to DSG C)."""
    return DeputyElection(opening, roll, OF_THE_DEPUTY_SINCE_2012).procedure()


def of_the_assembly_since_1962(opening: Opened, roll: Roll) -> Script[Mandate]:
    """REG alone; the Ministers' order of preference is for the other two offices (REG 5.b)."""
    return AssemblySecretaryElection(opening, roll, OF_THE_ASSEMBLYS).procedure()


BRANCHES = MappingProxyType(
    {"ordinary": {}, "single-name": {"list": ListDrawnUp(names=PLACEHOLDERS[:1])}}
)

DEPUTY_SECRETARY_GENERAL = Procedure(
    office="deputy-secretary-general",
    workflow="DeputySecretaryGeneralElection",
    editions=(
        Edition("1962", date(1962, 3, 30), deputy_since_1962, "REG", calendar=False),
        Edition("2012", date(2012, 2, 1), deputy_since_2012, "REG and DSG A to C", calendar=False),
    ),
    branches=BRANCHES,
    vacancy=REG_1A,
    terms=AGAIN_WITHOUT_LIMIT,
    length=FIVE_YEARS,
    set_in_motion=six_months_before,
)
SECRETARY_GENERAL_OF_THE_ASSEMBLY = Procedure(
    office="secretary-general-of-the-assembly",
    workflow="SecretaryGeneralOfTheAssemblyElection",
    editions=(
        Edition("1962", date(1962, 3, 30), of_the_assembly_since_1962, "REG", calendar=False),
    ),
    branches=BRANCHES,
    vacancy=REG_1A,
    terms=AGAIN_WITHOUT_LIMIT,
    length=FIVE_YEARS,
    set_in_motion=six_months_before,
)
