"""The election of the Commissioner for Human Rights, as Temporal lists it."""

from temporalio import workflow

from workflows.clerk import Clerk
from workflows.messages import Charge


@workflow.defn
class CommissionerElection(Clerk):
    """The course of COM 9 to COM 11, with the months of practice, for a mandate of year n.

        September n-1     the Committee of Ministers calls for candidatures
        October n-1       the member States' candidatures close
        November n-1      the Committee of Ministers draws up a list of three
        before January n  the Committee on Legal Affairs and Human Rights hears the candidates
        January n         the Assembly elects; a withdrawal before the first ballot interrupts until
                          the Ministers have completed their list
        1 April n         the mandate begins, for six years, and is not renewable

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
