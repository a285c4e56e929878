"""The governments of the member States."""

from typing import Any

from domain.candidates import Candidate, Cause, Name, Roll
from domain.clauses import Clause, Refused
from domain.outcomes import (
    CandidatureMaintained,
    CandidatureProposed,
    CandidaturesClosed,
    RepresentativesProposed,
    StaffProposed,
    StaffSponsored,
)
from domain.parties import is_a_member_state
from domain.reckoning import Reckoned, Span
from domain.stages import Body, Limit, Note, Script, Stage, Window, first_of

BY_THE_SECRETARY_GENERAL = "Secretary General"


def propose_candidates(
    roll: Roll, during: Window, clauses: tuple[Clause, ...], nationals: Clause | None = None
) -> Stage[CandidatureProposed]:
    """REG 1.a.i, REG 1.b, COM 9.2: one or more governments, through the Secretary General.

    `nationals`: the clause by which candidates are nationals of a member State, if there is one.
    """

    def is_new(proposed: CandidatureProposed, on: Span) -> None:
        may_be_proposed(roll, proposed.name, clauses[0])
        if nationals and not is_a_member_state(proposed.nationality, on.latest):
            raise Refused(
                nationals,
                f"{proposed.nationality} is no member State",
                cure="name the member State as in North Macedonia or Türkiye, or another candidate",
            )

    return Stage(
        "candidature",
        CandidatureProposed,
        Body.MEMBER_STATES,
        during,
        clauses,
        check=is_new,
        gathers=True,
    )


def may_be_proposed(roll: Roll, name: Name, clause: Clause) -> None:
    """REG 1.a: a person is a candidate once, whoever else joins the proposal."""
    if roll.fallen.get(name) is Cause.DIED:
        raise Refused(
            clause, f"{name} has died", cure="correct the entry of the death if it is wrong"
        )
    if name in roll.standing:
        raise Refused(
            clause,
            f"{name} is a candidate already",
            cure="correct the first entry if another joins the proposal",
        )
    if name in roll.barred:
        raise Refused(
            roll.barred[name],
            f"{name} has held the office, and its term is not renewable",
            cure="propose somebody else, or correct the register of terms and open anew",
        )


def maintain_a_candidature(
    roll: Roll, during: Window, clause: Clause
) -> Stage[CandidatureMaintained]:
    """Reading 4: a candidature of an earlier call lapses unless the government maintains it."""

    def has_lapsed(maintained: CandidatureMaintained, _on: Span) -> None:
        gone = maintained.name in roll.standing or maintained.name in roll.fallen
        if maintained.name not in roll.lapsed or gone:
            raise Refused(
                clause,
                f"{maintained.name} has no lapsed candidature to maintain",
                cure="record a new proposal",
            )

    return Stage(
        "maintained",
        CandidatureMaintained,
        Body.MEMBER_STATES,
        during,
        (clause,),
        readings=(4,),
        check=has_lapsed,
        gathers=True,
    )


def deadline(
    on: Reckoned,
    clause: Clause,
    *,
    readings: tuple[int, ...],
    limits: tuple[Limit, ...] = (),
    notes: tuple[Note, ...] = (),
    assumed: bool,
) -> Stage[CandidaturesClosed]:
    """The last day on which candidatures are received, until midnight in Strasbourg.

    `assumed`: a forecast without a calendar, in which no text says when that is.
    """
    return Stage(
        "closing",
        CandidaturesClosed,
        Body.MEMBER_STATES,
        Window(on, on),
        (clause,),
        expected=CandidaturesClosed(),
        readings=readings,
        limits=limits,
        notes=notes,
        assumed=assumed,
    )


def send_their_candidatures(
    roll: Roll,
    closing: Stage[CandidaturesClosed],
    during: Window,
    *,
    others: tuple[Stage[Any], ...],
    clauses: tuple[Clause, ...],
    nationals: Clause | None = None,
) -> Script[Span]:
    """Candidatures are gathered until they are closed; gives the day of the closing.

    `others`: what those may do who may propose beside the governments.
    """
    proposing = propose_candidates(roll, during, clauses, nationals)
    maintaining: tuple[Stage[Any], ...] = ()
    if roll.lapsed:
        maintaining = (maintain_a_candidature(roll, during, closing.clauses[0]),)
    while True:
        done = yield from first_of(closing, proposing, *maintaining, *others)
        match done.outcome:
            case CandidaturesClosed():
                return done.on
            case CandidatureMaintained() as maintained:
                roll.maintain(maintained.name)
            case proposed:
                enter(proposed, roll)


def enter(proposed: object, roll: Roll) -> None:
    """Whoever was proposed stands on the roll."""
    match proposed:
        case CandidatureProposed(
            name=name, nationality=nationality, proposed_by=states, family=family
        ):
            roll.enter(Candidate(name, nationality, states, family))
        case StaffProposed(name=name, nationality=nationality):
            roll.enter(Candidate(name, nationality, (BY_THE_SECRETARY_GENERAL,)))
        case StaffSponsored(name=name, nationality=nationality, proposed_by=states):
            roll.enter(Candidate(name, nationality, states))
        case RepresentativesProposed(name=name, nationality=nationality, representatives=group):
            roll.enter(Candidate(name, nationality, group))
