"""How a day lies to its window and its limits: inside, outside by so many days, past a cap."""

from collections.abc import Sequence
from typing import Any

from domain.acts import Stood
from domain.clauses import Refused
from domain.reckoning import Span
from domain.stages import Limit, Stage


def as_it_stood(stage: Stage[Any], on: Span, outcome: object = None) -> Stood:
    """A stage's window, and what a day or an outcome breaks, as an entry keeps them."""
    opens, closes = stage.window
    broken = [limit.clause.id for limit in stage.limits if limit.broken_by(on)]
    if outcome is not None:
        broken += [clause.id for clause in stage.departs(outcome)]
    return Stood(
        opens.span, closes.span if closes else None, stage.clauses[0].id, stage.early, tuple(broken)
    )


def days_outside(window: Stood, on: Span) -> int:
    """How many days a step fell outside its window: before it negative, after it positive.

    0 where it may have fallen inside, whichever day of its span it was.
    """
    if on.latest < window.opens.earliest and not window.early_is_lawful:
        return (on.latest - window.opens.earliest).days
    if window.closes and on.earliest > window.closes.latest:
        return (on.earliest - window.closes.latest).days
    return 0


def departs(window: Stood, on: Span) -> bool:
    """Whether a day departs from the text for certain."""
    return bool(days_outside(window, on) or window.broken)


def written(window: Stood, on: Span) -> str:
    """What a day or an outcome departs from, as a sentence of refusal names it."""
    until = f" to {window.closes.latest}" if window.closes else ""
    outside = days_outside(window, on)
    return " and ".join(
        [f"its window {window.opens.earliest}{until}"] * bool(outside)
        + [f"the limit of {clause}" for clause in window.broken]
    )


def within_the_caps(limits: Sequence[Limit], on: Span) -> None:
    """A plan beyond a cap is refused under the clause that sets it."""
    for limit in limits:
        if limit.cap and (limit.may_be_broken_by(on.latest) or limit.may_be_broken_by(on.earliest)):
            bound = limit.not_after or limit.not_before
            assert bound is not None
            last = bound.earliest if limit.not_after else bound.latest
            raise Refused(
                limit.clause,
                f"{on} lies beyond the limit of {limit.clause}",
                cure=f"fix a day {'not later' if limit.not_after else 'not earlier'} than {last}",
            )
