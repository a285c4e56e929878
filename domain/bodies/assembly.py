"""The Assembly, in its part-session."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from domain.alphabet import alphabetical
from domain.ballots import Count, Votes
from domain.bodies.party import may_be_nominated, must_be_three
from domain.candidates import Name, Roll
from domain.clauses import ECHR_21, R1366_2, R1432_1, ROP_41_1C, Clause, Refused
from domain.outcomes import (
    AssemblyHeard,
    BallotHeld,
    LeftOffAgenda,
    ListModified,
    ListRequested,
    RejectionDecided,
)
from domain.reckoning import Span, given
from domain.stages import Body, Hold, Stage, Window


def hears_the_candidates(during: Window, clauses: tuple[Clause, ...]) -> Stage[AssemblyHeard]:
    """JIS App.1: interviews of the candidates on the list."""
    return Stage(
        "hearing",
        AssemblyHeard,
        Body.ASSEMBLY,
        during,
        clauses,
        expected=AssemblyHeard(),
        readings=(8,),
        interrupted=True,
    )


def votes(
    names: tuple[Name, ...],
    during: Window,
    *,
    clauses: tuple[Clause, ...],
    listed: Clause,
    families: Mapping[Name, str],
    signed: Callable[[], int | None],
    fixed: Span | None = None,
) -> Stage[BallotHeld]:
    """REG 7.b, REG 7.c, ECHR 22, COM 9.1: a secret ballot among the names on the list.

    `listed`: the clause that says whose names stand on the paper. `signed`: how many have signed
    the register of this ballot, once it is closed.
    """
    paper = alphabetical(names, families)

    def adds_up(ballot: BallotHeld, _on: Span) -> None:
        ballot.count.must_add_up(paper, listed)
        ballot.count.must_agree_with(signed())

    return Stage(
        "ballot",
        BallotHeld,
        Body.ASSEMBLY,
        during,
        (*clauses, ROP_41_1C),
        expected=everyone_for_the_first(paper),
        check=adds_up,
        fixed=fixed,
        holds={"start": Hold(listed, "nobody has been elected", "record the ballot first")},
        interrupted=True,
        names=paper,
    )


@lru_cache
def everyone_for_the_first(paper: tuple[Name, ...]) -> BallotHeld:
    """What a forecast expects: that somebody is elected."""
    return BallotHeld(Count(tuple(Votes(name, int(name == paper[0])) for name in paper)))


def leaves_the_election_off_its_agenda(during: Window, clause: Clause) -> Stage[LeftOffAgenda]:
    """REG 7.a: it *shall* appoint; yet in June 2009 it did not (reading 7)."""
    return Stage("left-off-agenda", LeftOffAgenda, Body.ASSEMBLY, during, (clause,), readings=(7,))


def requests_a_list(during: Window, by: date) -> Stage[ListRequested]:
    """R1366 2: its Secretary General writes to the Party, and names the day of the age test."""

    def leaves_time(requested: ListRequested, on: Span) -> None:
        if requested.by <= on.latest:
            raise Refused(
                R1366_2,
                f"the list would be requested by {requested.by}, which is not after the letter",
                cure="name a later day",
            )

    return Stage(
        "letter",
        ListRequested,
        Body.SECRETARY_GENERAL_OF_THE_ASSEMBLY,
        during,
        (R1366_2, ECHR_21),
        expected=ListRequested(by),
        readings=(13,),
        check=leaves_time,
        early=True,
        assumed=True,
    )


def decides_on_a_rejection(during: Window, clause: Clause) -> Stage[RejectionDecided]:
    """R1366 3, R1366 4: endorsed in the progress report it is definitive; if not, back it goes."""
    return Stage(
        "endorsement",
        RejectionDecided,
        Body.ASSEMBLY,
        during,
        (clause,),
        expected=RejectionDecided(endorsed=True),
        readings=(16,),
    )


def accepts_a_modification(roll: Roll, since: Span) -> Stage[ListModified]:
    """R1432 1: the list is frozen; only on the government's request, and if it is exceptional."""

    def was_asked_for_and_accepted(modified: ListModified, _on: Span) -> None:
        if not (modified.request.strip() and modified.acceptance.strip()):
            raise Refused(
                R1432_1,
                "a list that was submitted is modified on the government's request alone, and if "
                "the Assembly accepts it as exceptional",
                cure="give the reference of the request, and that of the acceptance",
            )
        must_be_three(modified.list)
        for nominee in modified.list:
            may_be_nominated(nominee, roll)

    return Stage(
        "modification",
        ListModified,
        Body.ASSEMBLY,
        Window(given(since, "the list was submitted")),
        (R1432_1,),
        readings=(15,),
        check=was_asked_for_and_accepted,
    )
