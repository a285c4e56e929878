"""What an appointment says of the terms of its seat: who took office, who was gone, who acted."""

from collections.abc import Iterator

from domain.appointment import Appointment, Concluded
from domain.candidates import Name, Roll
from domain.outcomes import ActingBegan, MandateStarted, Settled
from domain.procedure import Mandate
from domain.terms import Acting, Ending, Term, Told, Vacated

NOBODY_TO_ACT = "nobody-to-act"


def told_by(standing: Appointment) -> Told:
    """The term that it filled, the one that it cut short, and who acted meanwhile."""
    opening, vacancy = standing.opening, standing.opening.vacancy
    return Told(
        opening.seat,
        standing.id,
        _term(standing, standing.mandate) if standing.mandate else None,
        Vacated(vacancy.on, Ending(vacancy.cause.value), standing.id) if vacancy else None,
        tuple(_acting(standing)),
        under_way=standing.mandate is None,
    )


def start_of(standing: Appointment) -> Concluded:
    """The step by which the elected took office, in an appointment that is closed."""
    return next(d for d in reversed(standing.concluded) if isinstance(d.outcome, MandateStarted))


def _term(standing: Appointment, mandate: Mandate) -> Term:
    started = start_of(standing)
    return Term(
        standing.opening.office,
        mandate.elected,
        mandate.starts,
        mandate.last_day.span,
        party=standing.opening.party,
        nationality=_nationality(standing.roll, mandate.elected),
        mark=started.entry.provenance,
        reference=started.entry.reference,
        source=standing.id,
    )


def _nationality(roll: Roll, name: Name) -> str:
    candidate = roll.candidates.get(name) or roll.lapsed.get(name)
    return candidate.nationality if candidate else ""


def _acting(standing: Appointment) -> Iterator[Acting]:
    """DSG A: the Deputy Secretary General, or whom the Ministers have named."""
    for done in standing.concluded:
        match done.outcome:
            case ActingBegan(name=name, deputy_in_office=True):
                yield _period(standing, done, name, deputy=True)
            case Settled() if done.stage.key == NOBODY_TO_ACT:
                yield _period(standing, done, "", deputy=False)


def _period(standing: Appointment, done: Concluded, name: str, *, deputy: bool) -> Acting:
    return Acting(
        standing.opening.seat,
        done.on,
        name,
        deputy,
        mark=done.entry.provenance,
        source=standing.id,
    )
