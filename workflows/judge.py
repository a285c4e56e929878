"""The election of a judge of the European Court of Human Rights, as Temporal lists it."""

from temporalio import workflow

from workflows.clerk import Clerk
from workflows.messages import Charge


@workflow.defn
class JudgeElection(Clerk):
    """The twelve months before a seat falls vacant (R1366, ECHR 20 to ECHR 23). Months are assumed.

    the list
        12 months before  the Party is invited to send a list of three, by a day in the letter
        9 months before   it has selected its candidates, and asks the Advisory Panel
        4 weeks later     the Panel gives its opinion, in confidence
        6 months before   the list is submitted, with curricula, and is frozen

    the committee
        three weeks before the part-session
                          briefing, interviews, recommendation
        a list of one sex is considered if the sex is under-represented, or in exceptional
                          circumstances found by two thirds of the votes
        a list may be proposed for rejection; the Assembly endorses it, and a new list is asked
                          for at once, or refuses, and the committee takes it up again

    the Assembly
        part-session      ballots; a withdrawal before the first of them interrupts until the Party
                          has completed its list
        start             when the seat falls vacant; if that is near, within three months of the
                          election; for nine years

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
