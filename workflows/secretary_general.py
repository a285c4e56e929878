"""The election of the Secretary General of the Council of Europe, as Temporal lists it."""

from temporalio import workflow

from workflows.clerk import Clerk
from workflows.messages import Charge


@workflow.defn
class SecretaryGeneralElection(Clerk):
    """The calendar of an election whose mandate begins in the autumn of year n (JIS App.1).

    ordinary course
        September n-1     the Bureau confirms the date of the election
        October n-1       the Committee of Ministers fixes the timetable and calls for candidatures
        10 January n      the governments' proposals close
        January n         the Joint Committee is consulted on every candidature
        March n           the Committee of Ministers holds its interviews and draws up the list
        then              the list goes to the Assembly
        before June n     the Bureau examines it; the Assembly hears the candidates
        June n            the Assembly elects, in its part-session
        18 September n    the mandate begins (1 October n before the note of 2019)

    one name on the list
        April n           the Joint Committee discusses, in the part-session, whether one will do;
                          if so the list goes to the Assembly, which hears and elects in June

    nobody suitable, or no agreement on one name
        April n           the call is renewed and closes within six weeks
        June n            the Joint Committee is consulted anew
        July n            interviews, list and transmission by the Committee of Ministers
        end of September or October n
                          the Assembly hears the candidates and elects
        1 October n       the mandate begins, or up to three weeks after the election

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
