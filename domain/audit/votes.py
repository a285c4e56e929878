"""Ballots and votes with their arithmetic: what was counted, what was needed, and who has it."""

from collections.abc import Iterator

from domain.appointment import Appointment, Concluded
from domain.audit.records import Ballot, CommitteeBallot, Verdict, VotesFor
from domain.ballots import Count
from domain.clauses import R1366_3_BEFORE_2019
from domain.outcomes import (
    BallotHeld,
    ExceptionalCircumstancesVoted,
    RegisterClosed,
    RejectionVoted,
    Settled,
)

BESIDE_THE_BALLOT = frozenset(
    {
        "acting",
        "announcement",
        "nobody-to-act",
        "observer",
        "publication",
        "register",
        "register-shown",
        "sittings",
        "tellers",
        "tellers-by-lot",
    }
)
GO_ON = frozenset({"the ballots go on without the name", "a further ballot"})


def ballots(standing: Appointment) -> tuple[Ballot, ...]:
    """Every ballot of the Assembly, numbered within its election (RoP 41.1.c)."""
    return tuple(_ballots(standing))


def _ballots(standing: Appointment) -> Iterator[Ballot]:
    """A ballot is a further one where nothing but what surrounds it came since the last."""
    number, signatures = 0, None
    for done in standing.concluded:
        match done.outcome:
            case BallotHeld(count=count):
                number += 1
                yield _ballot(done, count, number, signatures)
                signatures = None
            case RegisterClosed(signatures=signed):
                signatures = signed
            case Settled(option=option) if option in GO_ON:
                pass
            case _ if done.stage.key not in BESIDE_THE_BALLOT:
                number = 0


def _ballot(done: Concluded, count: Count, number: int, signatures: int | None) -> Ballot:
    elected = count.elected(at_the_first_ballot=number == 1)
    known = not count.elects
    votes = {each.name: each.votes for each in count.votes}
    paper = done.stage.names or tuple(votes)
    return Ballot(
        entry=done.entry.number,
        occurrence=done.occurrence,
        on=done.on,
        provenance=done.entry.provenance,
        number=number,
        clauses=tuple(dict.fromkeys(clause.id for clause in done.stage.clauses)),
        votes=tuple(VotesFor(name, votes.get(name)) for name in paper),
        papers=count.papers,
        blank=count.blank,
        spoiled=count.spoiled,
        signatures=signatures if count.signatures is None else count.signatures,
        cast=count.cast if known else None,
        cast_as_told=count.votes_cast is not None,
        absolute_majority=count.absolute_majority if known else None,
        verdict=_verdict(count, elected is not None, number),
        elected=elected,
    )


def _verdict(count: Count, elected: bool, number: int) -> Verdict:
    if count.elects:
        return Verdict.FIGURES_NOT_ON_RECORD
    if elected:
        return Verdict.ABSOLUTE_MAJORITY if number == 1 else Verdict.RELATIVE_MAJORITY
    if not count.cast:
        return Verdict.NO_VOTE_CAST
    return Verdict.NOT_REACHED if number == 1 else Verdict.TIE


def committee_ballots(standing: Appointment) -> tuple[CommitteeBallot, ...]:
    """R1366 3, R1366 4: votes of a committee, with the majority that their clause asks for."""
    return tuple(
        _committee_ballot(done, done.outcome)
        for done in standing.concluded
        if isinstance(done.outcome, RejectionVoted | ExceptionalCircumstancesVoted)
    )


def _committee_ballot(
    done: Concluded, voted: RejectionVoted | ExceptionalCircumstancesVoted
) -> CommitteeBallot:
    vote, clauses = voted.vote, done.stage.clauses
    two_thirds = isinstance(voted, ExceptionalCircumstancesVoted) or R1366_3_BEFORE_2019 in clauses
    known = vote.in_favour is not None
    needed = -(-2 * vote.cast // 3) if two_thirds else vote.cast // 2 + 1
    return CommitteeBallot(
        entry=done.entry.number,
        occurrence=done.occurrence,
        on=done.on,
        provenance=done.entry.provenance,
        clauses=tuple(dict.fromkeys(clause.id for clause in clauses)),
        in_favour=vote.in_favour,
        against=vote.against,
        abstained=vote.abstained,
        voting=vote.voting,
        cast=vote.cast if known else None,
        needed=needed if known else None,
        two_thirds=two_thirds,
        carried=vote.has_two_thirds if two_thirds else vote.has_a_majority,
    )
