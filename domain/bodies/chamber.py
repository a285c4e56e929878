"""The Chamber: what surrounds a secret ballot (IDX 1 to IDX 15), in the order in which it is held.

Most of it *may* be recorded; the announcement and the list of voters are due. Who has voted is
never joined to what was chosen: the register and the count are kept apart, and meet as two numbers.
"""

from datetime import date
from typing import Any, NamedTuple

from domain.candidates import Roll
from domain.clauses import (
    IDX_2,
    IDX_9,
    IDX_11,
    IDX_12,
    IDX_13,
    IDX_14,
    IDX_15,
    Clause,
    Refused,
)
from domain.outcomes import (
    ObserverNamed,
    Outcome,
    RegisterClosed,
    RegisterShown,
    ResultAnnounced,
    SittingsFixed,
    TellersDrawn,
    TellersNamed,
    VotersPublished,
)
from domain.reckoning import A_DAY, Reckoned, Span, days_after, given
from domain.sittings import PartSession
from domain.stages import Body, Stage, Window

FOUR_TELLERS = 4
READING_OF_PRACTICE = 20


class BallotRules(NamedTuple):
    """How a ballot is held since a day. `known`: whether the text itself is."""

    since: date
    known: bool
    second_on_the_next_day: bool
    tellers_by_lot: bool


RULES = (
    BallotRules(date.min, known=False, second_on_the_next_day=True, tellers_by_lot=True),
    BallotRules(date(2016, 10, 10), known=True, second_on_the_next_day=True, tellers_by_lot=True),
    BallotRules(date(2024, 6, 24), known=True, second_on_the_next_day=False, tellers_by_lot=False),
)


def rules_on(of: date) -> BallotRules:
    """The rules of the ballot in force on a day."""
    return [rules for rules in RULES if rules.since <= of][-1]


class Chamber:
    """One election in the Chamber, over all its ballots."""

    def __init__(self, roll: Roll, session: PartSession) -> None:
        self._roll = roll
        self._observed_by: set[str] = set()
        self._recorded: set[str] = set()
        self._after: tuple[Stage[Any], ...] = ()
        self.signatures: int | None = None
        self.sits(session)

    def sits(self, session: PartSession) -> None:
        """IDX 2: the part-session on whose agenda the election stands, and with it the hours."""
        self._rules = rules_on(session.opening().latest)
        self._session = session
        self._before = self._around_the_ballot()
        self._recorded.discard("sittings")

    def _around_the_ballot(self) -> tuple[Stage[Any], ...]:
        if not self._rules.known:
            return ()
        during = Window(self._session.opening())
        tellers = _draws_the_tellers if self._rules.tellers_by_lot else _names_the_tellers
        return (
            _names_an_observer(during, self._observed_by),
            _fixes_the_sittings(during),
            tellers(during),
            _closes_the_register(during),
        )

    def before_the_ballot(self) -> tuple[Stage[Any], ...]:
        """IDX 2, IDX 9, IDX 11, IDX 12: hours, observers, tellers, and the register closed."""
        return tuple(stage for stage in self._before if stage.key not in self._recorded)

    def after_the_ballot(self) -> tuple[Stage[Any], ...]:
        """IDX 13 to IDX 15: the announcement, the list of voters, and who sees the register."""
        return tuple(stage for stage in self._after if stage.key not in self._recorded)

    def take(self, outcome: Outcome) -> None:
        """What was recorded of all this. Observers are named, and registers shown, ever again."""
        match outcome:
            case ObserverNamed(group=group):
                self._observed_by.add(group)
            case RegisterShown():
                pass
            case RegisterClosed(signatures=signatures):
                self._recorded.add(outcome.stage)
                self.signatures = signatures
            case _:
                self._recorded.add(outcome.stage)

    def counted(self, on: Span) -> None:
        """A ballot was held: its hours, its register and its tellers were for it alone."""
        self._recorded.clear()
        self.signatures = None
        if self._rules.known:
            estimated = self._session.estimated and not on.is_day
            counted = given(on, "the ballot", estimated=estimated)
            self._after = (
                _shows_the_register(Window(counted), self._roll),
                _announces_the_result(counted),
                _publishes_the_voters(counted),
            )

    def for_the_next_ballot(self, since: Span) -> Window:
        """Reading 20: the next ballot on the next day, or since June 2024 on the same."""
        opens = given(
            since,
            "the ballot before it, or the answer to its question",
            IDX_2,
            reading=READING_OF_PRACTICE,
        )
        days = 1 if self._rules.second_on_the_next_day else 0
        return Window(opens, days_after(opens, days, IDX_2, reading=READING_OF_PRACTICE))


def _fixes_the_sittings(during: Window) -> Stage[SittingsFixed]:
    """IDX 2: as a rule two successive sittings of one day."""
    return Stage("sittings", SittingsFixed, Body.ASSEMBLY, during, (IDX_2,), early=True)


def _names_an_observer(during: Window, groups: set[str]) -> Stage[ObserverNamed]:
    def one_for_each_group(named: ObserverNamed, _on: Span) -> None:
        if named.group in groups:
            raise Refused(
                IDX_9,
                f"the group {named.group} has named its observer",
                cure="correct that entry if another one goes",
            )

    return Stage(
        "observer",
        ObserverNamed,
        Body.PRESIDENT,
        during,
        (IDX_9,),
        check=one_for_each_group,
        gathers=True,
        early=True,
    )


def _draws_the_tellers(during: Window) -> Stage[TellersDrawn]:
    def four_by_a_lot(drawn: TellersDrawn, _on: Span) -> None:
        _four_different(drawn.tellers)
        if drawn.among < FOUR_TELLERS or not drawn.seed.strip():
            raise Refused(
                IDX_12,
                "the draw cannot be repeated",
                cure="give the seed, and among how many it was drawn",
            )

    return Stage(
        "tellers-by-lot",
        TellersDrawn,
        Body.PRESIDENT,
        during,
        (IDX_12,),
        check=four_by_a_lot,
        early=True,
    )


def _names_the_tellers(during: Window) -> Stage[TellersNamed]:
    def different(named: TellersNamed, _on: Span) -> None:
        _four_different(named.tellers)

    return Stage(
        "tellers",
        TellersNamed,
        Body.PRESIDENT,
        during,
        (IDX_12,),
        readings=(READING_OF_PRACTICE,),
        check=different,
        early=True,
    )


def _four_different(tellers: tuple[str, ...]) -> None:
    """IDX 12: four persons."""
    if len(set(tellers)) != FOUR_TELLERS or len(tellers) != FOUR_TELLERS:
        raise Refused(
            IDX_12, f"{len(set(tellers))} tellers, not four", cure="name four different persons"
        )


def _closes_the_register(during: Window) -> Stage[RegisterClosed]:
    """IDX 11: the President asks whether all have voted; the register says how many have."""
    return Stage("register", RegisterClosed, Body.PRESIDENT, during, (IDX_11,))


def _next_sitting(counted: Reckoned, clause: Clause) -> Reckoned:
    """On the day of the ballot, or on the next."""
    days = Span(counted.earliest, counted.latest + A_DAY)
    return given(days, "the next sitting", clause, estimated=counted.estimated)


def _announces_the_result(counted: Reckoned) -> Stage[ResultAnnounced]:
    """IDX 13: at the latest at the beginning of the next sitting."""
    return Stage(
        "announcement",
        ResultAnnounced,
        Body.PRESIDENT,
        Window(counted, _next_sitting(counted, IDX_13)),
        (IDX_13,),
        expected=ResultAnnounced(),
    )


def _publishes_the_voters(counted: Reckoned) -> Stage[VotersPublished]:
    """IDX 14: with the report of that sitting; who has voted, and nothing else."""
    return Stage(
        "publication",
        VotersPublished,
        Body.SECRETARY_GENERAL_OF_THE_ASSEMBLY,
        Window(_next_sitting(counted, IDX_14)),
        (IDX_14,),
        expected=VotersPublished(),
    )


def _shows_the_register(during: Window, roll: Roll) -> Stage[RegisterShown]:
    def a_copy_for_a_candidate(shown: RegisterShown, _on: Span) -> None:
        if shown.copy and shown.to not in roll.candidates:
            raise Refused(
                IDX_15,
                f"{shown.to} is not a candidate, and a copy is for candidates only",
                cure="show it to members; copy it for a candidate who asks",
            )

    return Stage(
        "register-shown",
        RegisterShown,
        Body.SECRETARY_GENERAL_OF_THE_ASSEMBLY,
        during,
        (IDX_15,),
        check=a_copy_for_a_candidate,
        gathers=True,
    )
