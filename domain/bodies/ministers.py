"""The Committee of Ministers."""

from collections.abc import Mapping
from datetime import date

from domain.candidates import Name, Roll
from domain.checklists import must_be_points
from domain.clauses import (
    COM_9_1,
    COM_9_2,
    JIS_APP_1,
    R1432_2,
    R1432_4,
    REG_1A,
    REG_5A,
    REG_5B,
    Clause,
    Refused,
)
from domain.outcomes import (
    CallIssued,
    CallRenewed,
    CandidateAssessed,
    ListDrawnUp,
    ListTransmitted,
    MinistersInterviewed,
)
from domain.reckoning import Span, given, weeks_after
from domain.stages import Body, Hold, Limit, Stage, Window

TWO, THREE = 2, 3
SIX_WEEKS = 6

NO_LIST_OF_THREE = {"ballot": Hold(COM_9_1, "there is no list of three", "record the list first")}


def call_for_candidatures(
    during: Window,
    closing: date,
    *,
    limits: tuple[Limit, ...],
    clauses: tuple[Clause, ...],
    readings: tuple[int, ...] = (2, 9),
) -> Stage[CallIssued]:
    """JIS App.1, REG 8.b: it fixes the timetable and calls, which sets the procedure in motion."""

    def leaves_time(call: CallIssued, on: Span) -> None:
        _closes_after_the_call(call, on, clauses[0])

    return Stage(
        "call",
        CallIssued,
        Body.COMMITTEE_OF_MINISTERS,
        during,
        clauses,
        expected=CallIssued(closing),
        readings=readings,
        limits=limits,
        check=leaves_time,
    )


def renew_the_call(during: Window) -> Stage[CallRenewed]:
    """JIS App.1: candidatures anew, within at most six weeks. A cap: it never rolls."""

    def within_six_weeks(renewed: CallRenewed, on: Span) -> None:
        """JIS App.1: a closing planned later than six weeks after the call is refused."""
        _closes_after_the_call(renewed, on, JIS_APP_1)
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
    during: Window, clauses: tuple[Clause, ...], listed: Clause
) -> Stage[MinistersInterviewed]:
    """REG 3: by itself or by a sub-committee. `listed`: the clause by which a list goes on."""
    return Stage(
        "interviews",
        MinistersInterviewed,
        Body.COMMITTEE_OF_MINISTERS,
        during,
        clauses,
        expected=MinistersInterviewed(),
        holds=_no_list_yet(listed),
        interrupted=True,
    )


def assess_a_candidate(
    during: Window, roll: Roll, framework: Mapping[str, Clause]
) -> Stage[CandidateAssessed]:
    """JIS App.2, DSG B, DSG C: a judgement on each point, recorded as it was given."""
    clause = next(iter(framework.values()))

    def on_points_of_the_framework(assessed: CandidateAssessed, _on: Span) -> None:
        _is_a_candidate(assessed.name, roll)
        points = tuple(finding.point for finding in assessed.findings)
        must_be_points(points, framework, clause)

    return Stage(
        "assessment",
        CandidateAssessed,
        Body.COMMITTEE_OF_MINISTERS,
        during,
        tuple(dict.fromkeys(framework.values())),
        check=on_points_of_the_framework,
        gathers=True,
    )


def draw_up_the_list(
    during: Window, roll: Roll, clauses: tuple[Clause, ...], *, listed: Clause, preference: bool
) -> Stage[ListDrawnUp]:
    """JIS 7, REG 5: decided after the consultation, by vote if need be; the result is recorded.

    `listed`: the clause by which it goes on. `preference`: whether REG 5.b lets it be in order of
    preference.
    """
    expected, holds = ListDrawnUp(roll.standing), _no_list_yet(listed)
    return _list(during, roll, clauses, preference, expected, holds)


def draw_up_the_list_again(
    during: Window, roll: Roll, clauses: tuple[Clause, ...], *, preference: bool
) -> Stage[ListDrawnUp]:
    """Until it is transmitted the list is a draft, and may be drawn up again."""
    return _list(during, roll, clauses, preference, expected=None, holds={})


def draw_up_a_list_of_three(
    during: Window, roll: Roll, left: tuple[Name, ...] = (), readings: tuple[int, ...] = ()
) -> Stage[ListDrawnUp]:
    """COM 9.1, R1432 2: three names; those still standing on an interrupted list stay on it.

    Without names nobody, or not enough, was found: no list is drawn up.
    """

    def three_of_the_candidates(drawn_up: ListDrawnUp, _on: Span) -> None:
        for name in drawn_up.names:
            if name not in roll.standing:
                raise Refused(
                    COM_9_2,
                    f"{name} is not a candidate",
                    cure=f"choose among {'; '.join(roll.standing) or 'no candidates'}",
                )
        if drawn_up.names and len(set(drawn_up.names)) != THREE:
            raise Refused(
                COM_9_1,
                f"{len(set(drawn_up.names))} of {THREE} names",
                cure="draw up a list of three, or record that none could be drawn up",
            )
        if drawn_up.names and (dropped := [name for name in left if name not in drawn_up.names]):
            raise Refused(
                R1432_2,
                f"{dropped[0]} stands on the list, which is completed and not drawn up anew",
                cure=f"keep {'; '.join(left)}",
            )

    def in_an_order(drawn_up: ListDrawnUp) -> tuple[Clause, ...]:
        """R1432 4: the paper is alphabetical; a preference has no place."""
        return (R1432_4,) if drawn_up.in_order_of_preference else ()

    others = tuple(name for name in roll.standing if name not in left)
    return Stage(
        "list",
        ListDrawnUp,
        Body.COMMITTEE_OF_MINISTERS,
        during,
        (R1432_2,) if left else (COM_9_1,),
        expected=ListDrawnUp((*left, *others)[:THREE]),
        readings=readings,
        check=three_of_the_candidates,
        departs=in_an_order,
        holds=NO_LIST_OF_THREE,
        interrupted=True,
    )


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
    during: Window,
    roll: Roll,
    clauses: tuple[Clause, ...],
    preference: bool,
    expected: ListDrawnUp | None,
    holds: Mapping[str, Hold],
) -> Stage[ListDrawnUp]:
    def in_an_order_not_provided_for(drawn_up: ListDrawnUp) -> tuple[Clause, ...]:
        """REG 5.b: an order of preference, for the Secretary General and the Deputy alone."""
        return (REG_5B,) if drawn_up.in_order_of_preference and not preference else ()

    def of_candidates(drawn_up: ListDrawnUp, _on: Span) -> None:
        """REG 1.a: a list holds names that were proposed and still stand, each once."""
        for name in drawn_up.names:
            _is_a_candidate(name, roll)
        if len(set(drawn_up.names)) < len(drawn_up.names):
            raise Refused(REG_5A, "a name stands twice on the list", cure="give each name once")

    return Stage(
        "list",
        ListDrawnUp,
        Body.COMMITTEE_OF_MINISTERS,
        during,
        (*clauses, REG_5A, *((REG_5B,) if preference else ())),
        expected=expected,
        readings=(4,),
        check=of_candidates,
        departs=in_an_order_not_provided_for,
        holds=holds,
    )


def _no_list_yet(listed: Clause) -> Mapping[str, Hold]:
    """JIS 2, REG 5.a: what goes to the Assembly is a list."""
    cure = "record the list of the Committee of Ministers first"
    return {"transmission": Hold(listed, "no list has been drawn up", cure)}


def _is_a_candidate(name: Name, roll: Roll) -> None:
    """REG 1.a: somebody who was proposed and still stands."""
    if name not in roll.standing:
        raise Refused(
            REG_1A,
            f"{name} is not a candidate",
            cure=f"choose among {'; '.join(roll.standing) or 'no candidates'}",
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


def _closes_after_the_call(call: CallIssued | CallRenewed, on: Span, clause: Clause) -> None:
    """JIS App.1, REG 1.a, COM 9.2: governments need time; a closing lies after its call."""
    if call.closing <= on.latest:
        raise Refused(
            clause,
            f"the closing on {call.closing} does not lie after the call",
            cure="fix a later closing",
        )
