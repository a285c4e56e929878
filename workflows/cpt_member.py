"""The election of a member of the CPT, as Temporal lists it."""

from temporalio import workflow

from workflows.clerk import Clerk
from workflows.messages import Charge


@workflow.defn
class CptMemberElection(Clerk):
    """The course of CPT 5, in which no text fixes a month.

        invitation        the national delegation is invited to put forward three candidates
        the three         two of them at least are nationals of the Party
        examination       by the Sub-Committee on Human Rights, and by Legal Affairs
        names             the Bureau draws them up in its order
        election          the Committee of Ministers elects, no two members of one nationality
        lots              where it has fixed terms of several lengths
        start             the day after the outgoing term, for four years or as fixed

    This text is for the reader. The dates of a real appointment come from the law by way of the
    agenda, and the clerk only waits for them.
    """

    @workflow.init
    def __init__(self, charge: Charge) -> None:
        super().__init__(charge)

    @workflow.run
    async def run(self, charge: Charge) -> None:
        """Ends when the appointment is closed; a correction starts another run."""
        await self.attend()
