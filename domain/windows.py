"""How a day lies to its window and its limits: inside, outside by so many days, past a cap."""

from collections.abc import Sequence
from typing import Any

from domain.acts import Stood
from domain.clauses import Refused
from domain.reckoning import Span
from domain.stages import Limit, Stage


def as_it_stood(stage: Stage[Any], on: Span) -> Stood:
    """A stage's window, and the limits that a day breaks, as an entry keeps them."""
    opens, closes = stage.window
    return Stood(
        opens.span,
        closes.span if closes else None,
        stage.clauses[0].id,
        stage.early,
        tuple(limit.clause.id for limit in stage.limits if limit.broken_by(on)),
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


def written(window: Stood) -> str:
    """A window as a sentence of refusal names it."""
    until = f" to {window.closes.latest}" if window.closes else ""
    broken = f" and the limit of {', '.join(window.broken)}" if window.broken else ""
    return f"its window {window.opens.earliest}{until}{broken}"


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
