"""The Advisory Panel of Experts on candidates for the Court. What it says is confidential."""

from domain.clauses import R1366_2
from domain.outcomes import PanelOpinionGiven
from domain.reckoning import Span, given, weeks_after
from domain.stages import Body, Stage, Window


def gives_its_opinion(names_sent: Span, weeks: int) -> Stage[PanelOpinionGiven]:
    """So many weeks after the names were sent; the entry holds that it was given, and when."""
    sent = given(names_sent, "the names were sent to the Panel")
    return Stage(
        "opinion",
        PanelOpinionGiven,
        Body.ADVISORY_PANEL,
        Window(sent, weeks_after(sent, weeks, R1366_2, reading=13)),
        (R1366_2,),
        expected=PanelOpinionGiven(),
        readings=(13,),
        assumed=True,
    )
