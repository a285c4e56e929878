"""The Committee on the Election of Judges: briefing, interviews, and what becomes of a list."""

from collections.abc import Callable
from typing import NamedTuple

from domain.candidates import Name
from domain.checklists import GROUNDS, OF_THE_INTERVIEWS, must_be_points
from domain.clauses import R1366_2, R1366_3, R1366_4, R1366_5, R1366_6, Clause, Refused
from domain.majorities import CommitteeVote
from domain.nominees import Sex
from domain.outcomes import (
    BriefingHeld,
    CandidatesRecommended,
    CommitteeInterviewed,
    Composition,
    ExceptionalCircumstancesVoted,
    RejectionVoted,
    SingleSexListRejected,
)
from domain.reckoning import Span
from domain.stages import Body, Hold, Note, Stage, Window

NOT_YET_CONSIDERED = {
    "recommendation": Hold(
        R1366_4,
        "the list is of one sex, and no exceptional circumstances have been found",
        "record the committee's vote on them first, or its recommendation to reject the list",
    )
}


class Rejection(NamedTuple):
    """By what a list is rejected: the clause, its grounds, and the majority that it asks for."""

    clause: Clause
    grounds: tuple[str, ...]
    carried: Callable[[CommitteeVote], bool]


BY_A_MAJORITY = Rejection(R1366_3, tuple(GROUNDS), lambda vote: vote.has_a_majority)


def is_briefed(during: Window, notes: tuple[Note, ...]) -> Stage[BriefingHeld]:
    """R1366 6: before each set of interviews; the Panel's chair or another is invited."""

    def without_the_panel(briefing: BriefingHeld) -> tuple[Clause, ...]:
        return () if briefing.panel_invited else (R1366_6,)

    return Stage(
        "briefing",
        BriefingHeld,
        Body.ELECTION_COMMITTEE,
        during,
        (R1366_2, R1366_6),
        expected=BriefingHeld(),
        readings=(13,),
        departs=without_the_panel,
        interrupted=True,
        notes=notes,
        assumed=True,
    )


def interviews_the_candidates(
    during: Window, notes: tuple[Note, ...]
) -> Stage[CommitteeInterviewed]:
    """R1366 5: a checklist of how they are held; what was seen to is recorded, never computed."""

    def by_its_points(interviewed: CommitteeInterviewed, _on: Span) -> None:
        must_be_points(interviewed.observed, OF_THE_INTERVIEWS, R1366_5)

    return Stage(
        "committee-interviews",
        CommitteeInterviewed,
        Body.ELECTION_COMMITTEE,
        during,
        (R1366_2, R1366_5),
        expected=CommitteeInterviewed(),
        readings=(13,),
        check=by_its_points,
        interrupted=True,
        notes=notes,
        assumed=True,
    )


def votes_on_exceptional_circumstances(
    during: Window, sex: Sex, court: Composition | None
) -> Stage[ExceptionalCircumstancesVoted]:
    """R1366 4: two thirds of the votes cast find that the Party took every step, or do not.

    `court`: its composition on that day. Where it is not on record nobody can tell whether the sex
    is under-represented.
    """

    def by_a_committee_that_knows(voted: ExceptionalCircumstancesVoted, _on: Span) -> None:
        if court is None:
            raise Refused(
                R1366_4,
                "how many women and men sit on the Court is not on record",
                cure="adopt its composition on that day first",
            )
        voted.vote.must_add_up(R1366_4)

    sits = (f"{court.women}", f"{court.men}") if court else ()
    return Stage(
        "single-sex",
        ExceptionalCircumstancesVoted,
        Body.ELECTION_COMMITTEE,
        during,
        (R1366_4,),
        expected=ExceptionalCircumstancesVoted(CommitteeVote(2, 1)),
        readings=(14,),
        check=by_a_committee_that_knows,
        holds=NOT_YET_CONSIDERED,
        interrupted=True,
        notes=(Note("one sex", of=(sex.value,)), Note("court" if court else "no court", of=sits)),
    )


def must_recommend_the_rejection(during: Window) -> Stage[SingleSexListRejected]:
    """R1366 4: without two thirds there is no choice."""
    return Stage(
        "single-sex-rejection",
        SingleSexListRejected,
        Body.ELECTION_COMMITTEE,
        during,
        (R1366_4,),
        expected=SingleSexListRejected(),
        holds=NOT_YET_CONSIDERED,
    )


def votes_on_a_rejection(during: Window, by: Rejection) -> Stage[RejectionVoted]:
    """R1366 3: on one or more of its grounds. The vote is a judgement, and nothing else rejects."""

    def on_a_ground(voted: RejectionVoted, _on: Span) -> None:
        if not voted.grounds and voted.vote.carried is None:
            raise Refused(
                by.clause, "no ground is given", cure=f"name one of {', '.join(by.grounds)}"
            )
        must_be_points(voted.grounds, dict.fromkeys(by.grounds), by.clause)
        voted.vote.must_add_up(by.clause)

    return Stage(
        "rejection",
        RejectionVoted,
        Body.ELECTION_COMMITTEE,
        during,
        (by.clause,),
        readings=(14,),
        check=on_a_ground,
    )


def recommends_candidates(
    names: tuple[Name, ...], during: Window, notes: tuple[Note, ...]
) -> Stage[CandidatesRecommended]:
    """R1366 5 viii: with its reasons, and a ranking where it gives one."""

    def of_the_list(recommended: CandidatesRecommended, _on: Span) -> None:
        strangers = [name for name in recommended.ranking if name not in names]
        if strangers or len(set(recommended.ranking)) < len(recommended.ranking):
            raise Refused(
                R1366_5,
                f"{strangers[0]} is not on the list" if strangers else "a name is ranked twice",
                cure=f"rank {'; '.join(names)}, each once at most",
            )

    return Stage(
        "recommendation",
        CandidatesRecommended,
        Body.ELECTION_COMMITTEE,
        during,
        (R1366_2, R1366_5),
        expected=CandidatesRecommended(),
        readings=(13,),
        check=of_the_list,
        interrupted=True,
        notes=notes,
        assumed=True,
    )
