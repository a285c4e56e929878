"""The Committee of Ministers."""

from datetime import date

from domain.candidates import Name, Roll
from domain.clauses import (
    JIS_2,
    JIS_APP_1,
    REG_1A,
    REG_5A,
    REG_5B,
    Clause,
    Refused,
)
from domain.outcomes import (
    CallIssued,
    CallRenewed,
    ListDrawnUp,
    ListTransmitted,
    MinistersInterviewed,
)
from domain.reckoning import Span, given, weeks_after
from domain.stages import Body, Hold, Limit, Stage, Window

TWO = 2
SIX_WEEKS = 6

NO_LIST_YET = {
    "transmission": Hold(
        JIS_2, "no list has been drawn up", "record the list of the Committee of Ministers first"
    )
}


def call_for_candidatures(
    during: Window, closing: date, *, limits: tuple[Limit, ...], clauses: tuple[Clause, ...]
) -> Stage[CallIssued]:
    """JIS App.1, REG 8.b: it fixes the timetable and calls, which sets the procedure in motion."""
    return Stage(
        "call",
        CallIssued,
        Body.COMMITTEE_OF_MINISTERS,
        during,
        clauses,
        expected=CallIssued(closing),
        readings=(2, 9),
        limits=limits,
        check=_closes_after_the_call,
    )


def renew_the_call(during: Window) -> Stage[CallRenewed]:
    """JIS App.1: candidatures anew, within at most six weeks. A cap: it never rolls."""

    def within_six_weeks(renewed: CallRenewed, on: Span) -> None:
        """JIS App.1: a closing planned later than six weeks after the call is refused."""
        _closes_after_the_call(renewed, on)
        last = weeks_after(given(on, "the renewed call"), SIX_WEEKS, JIS_APP_1).latest
        if renewed.closing > last:
            raise Refused(
                JIS_APP_1,
                f"the renewed call would stay open until {renewed.closing}, more than six weeks",
                cure=f"fix a closing not later than {last}",
            )

    six_weeks = weeks_after(during.closes or during.opens, SIX_WEEKS, JIS_APP_1, reading=5)
    return Stage(
        "renewed-call",
        CallRenewed,
        Body.COMMITTEE_OF_MINISTERS,
        during,
        (JIS_APP_1,),
        expected=CallRenewed(six_weeks.latest),
        readings=(5,),
        check=within_six_weeks,
        early=True,
    )


def interview_the_candidates(
    during: Window, clauses: tuple[Clause, ...]
) -> Stage[MinistersInterviewed]:
    """REG 3: by itself or by a sub-committee."""
    return Stage(
        "interviews",
        MinistersInterviewed,
        Body.COMMITTEE_OF_MINISTERS,
        during,
        clauses,
        expected=MinistersInterviewed(),
        holds=NO_LIST_YET,
        interrupted=True,
    )


def draw_up_the_list(during: Window, roll: Roll, clauses: tuple[Clause, ...]) -> Stage[ListDrawnUp]:
    """JIS 7, REG 5: decided after the consultation, by vote if need be; the result is recorded."""
    return _list(during, roll, clauses, expected=ListDrawnUp(roll.standing))


def draw_up_the_list_again(
    during: Window, roll: Roll, clauses: tuple[Clause, ...]
) -> Stage[ListDrawnUp]:
    """Until it is transmitted the list is a draft, and may be drawn up again."""
    return _list(during, roll, clauses, expected=None)


def transmit_the_list(
    names: tuple[Name, ...], during: Window, *, agreed: bool, clause: Clause
) -> Stage[ListTransmitted]:
    """JIS 2, REG 5.a: the list as drawn up goes to the Assembly."""

    def as_drawn_up(transmitted: ListTransmitted, _on: Span) -> None:
        _at_least_two_names(transmitted.names, agreed)
        _the_names_drawn_up(transmitted.names, names, clause)

    return Stage(
        "transmission",
        ListTransmitted,
        Body.COMMITTEE_OF_MINISTERS,
        during,
        (clause, REG_5A),
        expected=ListTransmitted(names),
        readings=(4,),
        check=as_drawn_up,
        interrupted=True,
    )


def _list(
    during: Window, roll: Roll, clauses: tuple[Clause, ...], expected: ListDrawnUp | None
) -> Stage[ListDrawnUp]:
    def of_candidates(drawn_up: ListDrawnUp, _on: Span) -> None:
        """REG 1.a: a list holds names that were proposed and still stand, each once."""
        for name in drawn_up.names:
            if name not in roll.standing:
                raise Refused(
                    REG_1A,
                    f"{name} is not a candidate",
                    cure=f"choose among {'; '.join(roll.standing) or 'no candidates'}",
                )
        if len(set(drawn_up.names)) < len(drawn_up.names):
            raise Refused(REG_5A, "a name stands twice on the list", cure="give each name once")

    return Stage(
        "list",
        ListDrawnUp,
        Body.COMMITTEE_OF_MINISTERS,
        during,
        (*clauses, REG_5A, REG_5B),
        expected=expected,
        readings=(4,),
        check=of_candidates,
        holds=NO_LIST_YET if expected else {},
    )


def _at_least_two_names(names: tuple[Name, ...], agreed: bool) -> None:
    """REG 5.a: at least two names, unless otherwise agreed in the Joint Committee."""
    if len(names) < TWO and not agreed:
        raise Refused(
            REG_5A,
            f"{len(names)} of {TWO} names",
            cure="draw up another list, or record the Joint Committee's agreement",
        )


def _the_names_drawn_up(
    names: tuple[Name, ...], drawn_up: tuple[Name, ...], clause: Clause
) -> None:
    """JIS 2: what goes to the Assembly is the list that was drawn up, less who fell away."""
    if sorted(names) != sorted(drawn_up):
        raise Refused(
            clause,
            f"the list drawn up holds {'; '.join(drawn_up)}",
            cure="transmit that list, or record a new one first",
        )


def _closes_after_the_call(call: CallIssued | CallRenewed, on: Span) -> None:
    """JIS App.1: governments need time to propose; a closing lies after its call."""
    if call.closing <= on.latest:
        raise Refused(
            JIS_APP_1,
            f"the closing on {call.closing} does not lie after the call",
            cure="fix a later closing",
        )
