"""One register of terms from many sources, and where they cannot all be right.

A term that an appointment has filled is its own witness; the import may add to it what nobody
records in a procedure: that a term ended early, and why.
"""

from collections.abc import Iterable, Sequence

import msgspec

from domain.reckoning import A_DAY, Span, day
from domain.terms import Acting, Conflict, Ending, RegisterOfTerms, Term, Told, Vacated

CORRECT = "correct one of them"


def merge(told: Iterable[Told], imported: Iterable[Term] = ()) -> RegisterOfTerms:
    """One register from what the appointments say and what was imported."""
    appointments = tuple(told)
    terms = [*(each.term for each in appointments if each.term), *imported]
    seats = dict.fromkeys([*(each.seat for each in appointments), *(each.seat for each in terms)])
    merged = [_Seat(seat, appointments, terms) for seat in seats]
    return RegisterOfTerms(
        tuple(term for seat in merged for term in seat.terms),
        tuple(each for seat in merged for each in seat.acting),
        tuple(Conflict(seat.seat, said) for seat in merged for said in seat.conflicts),
        {each.seat: each.appointment for each in appointments if each.under_way},
    )


class _Seat:
    """The terms of one seat, put in order; and what of them does not fit."""

    def __init__(self, seat: str, appointments: Iterable[Told], terms: Iterable[Term]) -> None:
        self.seat = seat
        self.conflicts: list[str] = []
        told = [each for each in appointments if each.seat == seat]
        own = (term for term in terms if term.seat == seat)
        self.terms = self._told_once(sorted(own, key=_by_start))
        for each in told:
            if each.vacated:
                self._vacate(each.vacated)
        self._end_by_successors()
        acting = sorted((a for each in told for a in each.acting), key=lambda a: a.begins)
        self.acting = [self._until_the_next_start(each) for each in acting]

    def _told_once(self, terms: Sequence[Term]) -> list[Term]:
        """Two sources of one term: the appointment's, with what the import adds to it."""
        found: list[Term] = []
        for term in terms:
            at = next((n for n, each in enumerate(found) if _is_the_same(each, term)), None)
            if at is None:
                found.append(term)
            else:
                found[at] = self._together(*sorted((found[at], term), key=lambda t: not t.source))
        return found

    def _together(self, one: Term, other: Term) -> Term:
        if _apart(one.last_day, other.last_day):
            said = f"has its last day on {one.last_day}"
            self._contradicted(one, said, other.where, f"on {other.last_day}")
            return one
        if one.ended and other.ended and _apart(one.ended, other.ended):
            self._contradicted(one, f"ended on {one.ended}", other.where, f"on {other.ended}")
            return one
        try:
            return msgspec.structs.replace(
                one,
                nationality=one.nationality or other.nationality,
                ended=one.ended or other.ended,
                cause=one.cause or other.cause,
                reference=one.reference or other.reference,
                entry=one.entry or other.entry,
            )
        except ValueError as error:
            self.conflicts.append(f"{one.where} and {other.where}: {error}: {CORRECT}")
            return one

    def _vacate(self, vacated: Vacated) -> None:
        """REG 1.a and its like: an appointment was opened because the holder is gone."""
        begun = [n for n, term in enumerate(self.terms) if term.starts.earliest <= vacated.on]
        if not begun:
            return
        at, on = begun[-1], day(vacated.on)
        term = self.terms[at]
        if term.ended and _apart(term.ended, on):
            self._contradicted(term, f"ended on {term.ended}", vacated.source, f"on {on}")
        elif vacated.on <= term.last_day.latest:
            self._end(at, on, term.cause or vacated.cause)

    def _end_by_successors(self) -> None:
        """The real start of a successor ends the term before it, whatever was computed.

        A term that was imported ends nobody's: whoever imports it knows both, and says so.
        """
        for later, new in enumerate(self.terms):
            for at, old in enumerate(self.terms[:later]):
                if not old.overlaps(new):
                    continue
                if new.source and not old.ended and old.starts.latest < new.starts.earliest:
                    self._end(at, _the_day_before(new.starts), Ending.SUCCESSOR)
                else:
                    self.conflicts.append(
                        f"{old.holder} is in office until {old.until} ({old.where}), and "
                        f"{new.holder} already from {new.starts} ({new.where}): say when the "
                        f"first one ended, or {CORRECT}"
                    )

    def _end(self, at: int, on: Span, cause: Ending) -> None:
        self.terms[at] = msgspec.structs.replace(self.terms[at], ended=on, cause=cause)

    def _until_the_next_start(self, acting: Acting) -> Acting:
        """DSG A: until somebody takes up office."""
        for term in self.terms:
            begun = term.starts.latest <= acting.begins.earliest
            if begun and acting.begins.latest <= term.until.earliest:
                self.conflicts.append(
                    f"somebody acts from {acting.begins} ({acting.source}), and {term.holder} is "
                    f"in office until {term.until} ({term.where}): {CORRECT}"
                )
        starts = (t.starts for t in self.terms if t.starts.earliest > acting.begins.earliest)
        next_ = next(starts, None)
        return msgspec.structs.replace(acting, until=_the_day_before(next_)) if next_ else acting

    def _contradicted(self, term: Term, said: str, where: str, otherwise: str) -> None:
        self.conflicts.append(
            f"the term of {term.holder} from {term.starts} {said} by {term.where}, and {otherwise} "
            f"by {where}: {CORRECT}"
        )


def _by_start(term: Term) -> tuple[Span, str, str, int]:
    return term.starts, term.holder, term.source, term.entry


def _is_the_same(one: Term, other: Term) -> bool:
    """The same holder, from what may be the same day."""
    return one.holder == other.holder and not _apart(one.starts, other.starts)


def _apart(one: Span, other: Span) -> bool:
    """Two days that cannot be the same."""
    return one.latest < other.earliest or other.latest < one.earliest


def _the_day_before(of: Span) -> Span:
    return Span(of.earliest - A_DAY, of.latest - A_DAY)
