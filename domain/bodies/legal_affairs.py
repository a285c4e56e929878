"""The Committee on Legal Affairs and Human Rights, and its Sub-Committee on Human Rights."""

from domain.clauses import CPT_5_1, CPT_ROUND, ORDER_547
from domain.outcomes import CommitteeHeard, LegalAffairsExamined, SubCommitteeExamined
from domain.stages import Body, Stage, Window


def hears_the_candidates(during: Window) -> Stage[CommitteeHeard]:
    """Order 547: a hearing of the candidates for Commissioner."""
    return Stage(
        "committee-hearing",
        CommitteeHeard,
        Body.LEGAL_AFFAIRS,
        during,
        (ORDER_547,),
        expected=CommitteeHeard(),
        interrupted=True,
    )


def examines_in_sub_committee(during: Window) -> Stage[SubCommitteeExamined]:
    """By practice the Sub-Committee on Human Rights looks at the delegation's candidates first."""
    return Stage(
        "sub-committee",
        SubCommitteeExamined,
        Body.SUB_COMMITTEE,
        during,
        (CPT_ROUND, CPT_5_1),
        expected=SubCommitteeExamined(),
    )


def examines_in_committee(during: Window) -> Stage[LegalAffairsExamined]:
    """By practice the committee itself, before the Bureau."""
    return Stage(
        "legal-affairs",
        LegalAffairsExamined,
        Body.LEGAL_AFFAIRS,
        during,
        (CPT_ROUND, CPT_5_1),
        expected=LegalAffairsExamined(),
    )
