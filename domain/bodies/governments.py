"""The governments of the member States."""

from domain.candidates import Candidate, Cause, Roll
from domain.clauses import JIS_APP_1, REG_1A, REG_1B, Clause, Refused
from domain.outcomes import CandidatureMaintained, CandidatureProposed, CandidaturesClosed
from domain.reckoning import Reckoned, Span
from domain.stages import Body, Limit, Note, Script, Stage, Window, first_of


def propose_candidates(roll: Roll, during: Window) -> Stage[CandidatureProposed]:
    """REG 1.a.i, REG 1.b: one or more governments, through the Secretary General."""

    def is_new(proposed: CandidatureProposed, _on: Span) -> None:
        """REG 1.a: a person is a candidate once, whoever else joins the proposal."""
        if roll.fallen.get(proposed.name) is Cause.DIED:
            raise Refused(
                REG_1A,
                f"{proposed.name} has died",
                cure="correct the entry of the death if it is wrong",
            )
        if proposed.name in roll.standing:
            raise Refused(
                REG_1A,
                f"{proposed.name} is a candidate already",
                cure="correct the first entry if another government joins the proposal",
            )

    return Stage(
        "candidature",
        CandidatureProposed,
        Body.MEMBER_STATES,
        during,
        (REG_1A, REG_1B),
        check=is_new,
        gathers=True,
    )


def maintain_a_candidature(roll: Roll, during: Window) -> Stage[CandidatureMaintained]:
    """Reading 4: a candidature of the first call lapses unless the government maintains it."""

    def has_lapsed(maintained: CandidatureMaintained, _on: Span) -> None:
        gone = maintained.name in roll.standing or maintained.name in roll.fallen
        if maintained.name not in roll.lapsed or gone:
            raise Refused(
                JIS_APP_1,
                f"{maintained.name} has no lapsed candidature to maintain",
                cure="record a new proposal",
            )

    return Stage(
        "maintained",
        CandidatureMaintained,
        Body.MEMBER_STATES,
        during,
        (JIS_APP_1,),
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
) -> Stage[CandidaturesClosed]:
    """The last day on which candidatures are received, until midnight in Strasbourg."""
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
    )


def send_their_candidatures(
    roll: Roll, closing: Stage[CandidaturesClosed], during: Window
) -> Script[Span]:
    """Candidatures are gathered until they are closed; gives the day of the closing."""
    proposing = propose_candidates(roll, during)
    maintaining = (maintain_a_candidature(roll, during),) if roll.lapsed else ()
    while True:
        done = yield from first_of(closing, proposing, *maintaining)
        match done.outcome:
            case CandidatureProposed() as proposed:
                roll.enter(Candidate(proposed.name, proposed.nationality, proposed.proposed_by))
            case CandidatureMaintained() as maintained:
                roll.maintain(maintained.name)
            case _:
                return done.on
