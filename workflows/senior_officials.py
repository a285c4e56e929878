"""The elections of two senior officials by the Regulations, as Temporal lists them."""

from temporalio import workflow

from workflows.clerk import Clerk
from workflows.messages import Charge


@workflow.defn
class DeputySecretaryGeneralElection(Clerk):
    """The course of REG 1 to REG 8 for the Deputy Secretary General; no text fixes a month.

        call              the Committee of Ministers fixes the timetable and calls for
                          candidatures, six months at least before the term expires
        closing           governments propose; the Secretary General proposes staff
        examination       the Committee of Ministers interviews the candidates
        Joint Committee   the Assembly is consulted, thirty days before the part-session
        list              two names, or one that the Joint Committee agrees to
        Bureau            it examines the list and transmits it
        election          two ballots at most, unless there is a tie
        start             the day after the outgoing term, for five years

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


@workflow.defn
class SecretaryGeneralOfTheAssemblyElection(Clerk):
    """The course of REG 1 to REG 8 for the Secretary General of the Assembly.

        call              the Committee of Ministers fixes the timetable and calls for
                          candidatures, six months at least before the term expires
        closing           governments, the Secretary General (staff), five to ten representatives
        examination       the Committee of Ministers interviews the candidates
        Joint Committee   the Assembly is consulted, thirty days before the part-session
        list              two names, or one that the Joint Committee agrees to
        Bureau            it examines the list and transmits it
        election          two ballots at most, unless there is a tie
        start             the day after the outgoing term, for five years

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
