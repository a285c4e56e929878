"""The office itself: who takes it up, and who acts while it is vacant."""

from datetime import date
from typing import NamedTuple, TypeVar, cast

from domain.clauses import DSG_A, Clause, Refused
from domain.outcomes import ActingBegan, MandateStarted, Settled
from domain.questions import unsettled
from domain.reckoning import A_DAY, Reckoned, Span, given, years_after
from domain.stages import Body, Interrupted, Limit, Note, Offer, Part, Script, Stage, Window

R = TypeVar("R")


class Term(NamedTuple):
    """How long an office is held, and under which clause another length may be agreed."""

    years: int
    clause: Clause
    agreed: Clause | None = None


class Vacant:
    """An office of which no text says that somebody acts while it stands empty."""

    def __init__(self, last_day: date) -> None:
        self.first_day = last_day + A_DAY

    def is_due(self) -> None:
        """The office will stand empty."""

    def may_be_needed(self) -> None:
        """The office will stand empty if the elected takes it up late."""

    def beside(self, main: Script[R]) -> Script[R]:
        """The main part alone."""
        return main

    def must_have_begun(self, on: Span) -> None:
        """Nobody need have acted."""


class Interim(Vacant):
    """DSG A: the time between the last day of one holder and the first of the next.

    It runs beside the whole procedure. The script says when the office will stand empty; from then
    on it is open, and due on the first day without a holder.
    """

    def __init__(self, last_day: date) -> None:
        super().__init__(last_day)
        self.recorded = False
        self._due: bool | None = None
        self._nobody = False

    def is_due(self) -> None:
        """The office will stand empty: somebody must act."""
        self._due = True

    def may_be_needed(self) -> None:
        """The office will stand empty if the elected takes it up late."""
        self._due = bool(self._due)

    def beside(self, main: Script[R]) -> Script[R]:
        """The main part, and somebody who acts while the office stands empty."""
        part = Part(main)
        while not part.ended:
            acting = self._offer()
            try:
                done = yield part.offer + acting
            except Interrupted as interrupted:
                part.interrupt(interrupted)
            else:
                if part.offered(done.stage):
                    part.send(done)
                else:
                    self._take(done.outcome)
        return cast(R, part.result)

    def must_have_begun(self, on: Span) -> None:
        """DSG A: the office is not left without a holder unnoticed."""
        if on.earliest > self.first_day and not self.recorded:
            raise Refused(
                DSG_A,
                f"nobody is recorded as acting from {self.first_day}",
                cure="record who acts first (stage acting)",
            )

    def _offer(self) -> Offer:
        if self.recorded or self._due is None:
            return ()
        return (self._who_acts(),) if self._nobody else (self._deputy_acts(self._due),)

    def _take(self, outcome: object) -> None:
        self._nobody = isinstance(outcome, ActingBegan) and not outcome.deputy_in_office
        self.recorded = not self._nobody

    def _deputy_acts(self, due: bool) -> Stage[ActingBegan]:
        """DSG A: it replaces the Secretary General; that a vacancy counts is our reading."""
        first = given(self.first_day, "the day after the last day in office", DSG_A)
        return Stage(
            "acting",
            ActingBegan,
            Body.DEPUTY,
            Window(first, first),
            (DSG_A,),
            expected=ActingBegan() if due else None,
            readings=(6,),
            by_itself=True,
        )

    def _who_acts(self) -> Stage[Settled]:
        """No Deputy Secretary General is in office: who acts then is nowhere said."""
        return unsettled(
            "nobody-to-act",
            (Body.COMMITTEE_OF_MINISTERS,),
            DSG_A,
            options=("a person named by the Committee of Ministers acts",),
            since=given(self.first_day, "the first day without a holder"),
        )


def elected_takes_office(
    window: Window,
    vacant: Vacant,
    term: Term,
    *,
    clauses: tuple[Clause, ...],
    readings: tuple[int, ...],
    limits: tuple[Limit, ...] = (),
    fixed: Span | None = None,
    notes: tuple[Note, ...] = (),
) -> Stage[MandateStarted]:
    """REG 8.a and its like: the start of the mandate, with the last day of its term."""

    def is_lawful(started: MandateStarted, on: Span) -> None:
        _after_the_election(limits, on)
        _another_term_was_agreed(started, on, term)
        vacant.must_have_begun(on)

    return Stage(
        "start",
        MandateStarted,
        Body.ELECTED,
        window,
        (*clauses, term.clause),
        expected=MandateStarted(),
        readings=readings,
        limits=limits,
        check=is_lawful,
        fixed=fixed,
        notes=notes,
        interrupted=True,
    )


def last_day_of_the_term(started: MandateStarted, on: Span, term: Term) -> Reckoned:
    """REG 8.a: so many years from the start, less a day; or the day agreed under REG 8.b."""
    if started.until is not None:
        return given(started.until, "agreed in the Joint Committee", term.agreed)
    start = given(Span(on.earliest - A_DAY, on.latest - A_DAY), "the day before the start")
    return years_after(start, term.years, term.clause)


def _another_term_was_agreed(started: MandateStarted, on: Span, term: Term) -> None:
    """REG 8.a, REG 8.b: the years of the text, or a period agreed in advance."""
    if started.until is None:
        return
    if term.agreed is None:
        raise Refused(
            term.clause,
            f"the term is {term.years} years, and no text lets it be another",
            cure="leave the last day out: it is computed",
        )
    if not started.agreement:
        raise Refused(
            term.clause,
            f"a term other than {term.years} years needs the agreement of both organs",
            cure=f"give the reference of the agreement in the Joint Committee ({term.agreed})",
        )
    if started.until <= on.latest:
        raise Refused(term.clause, "the term would end before it begins", cure="give a later day")


def _after_the_election(limits: tuple[Limit, ...], on: Span) -> None:
    """JIS App.1 and its like: a mandate does not start before a day that the text sets."""
    for limit in limits:
        if limit.not_before and on.earliest < limit.not_before.earliest:
            raise Refused(
                limit.clause,
                "the mandate would not start after the election",
                cure=f"start it on {limit.not_before.earliest} or later",
            )
