"""Outcomes at random: likely ones for an open stage, and others that nobody should send."""

from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st

from domain.appointment import Appointment
from domain.ballots import Count, Votes
from domain.candidates import Cause, Name
from domain.outcomes import (
    ActingBegan,
    Amendment,
    BallotHeld,
    BureauExamined,
    CallIssued,
    CallRenewed,
    CandidateFellAway,
    CandidatureMaintained,
    CandidatureProposed,
    ComplementaryProcedure,
    Corrected,
    DateConfirmed,
    DateMoved,
    DatePlanned,
    EditionAdopted,
    JointCommitteeConsulted,
    ListDrawnUp,
    ListTransmitted,
    MandateStarted,
    OneNameDiscussed,
    Opened,
    PartSessionRevised,
    Recordable,
    Settled,
)
from domain.reckoning import Span, day
from domain.stages import Body
from tests.domain.acts_in_short import SG, A, B, C

T = TypeVar("T")


class Draw(Protocol):
    """`data.draw`, or the `draw` of a composite strategy."""

    def __call__(self, strategy: st.SearchStrategy[T], label: Any = None) -> T: ...


D = Name("Dag Öberg")
PEOPLE = (A, B, C, D)
STATES = ("Norway", "Cyprus", "Côte d’Azur", "Poland")

people = st.sampled_from(PEOPLE)
states = st.sampled_from(STATES)
# Years in which an appointment of 2029 may move about, and a few in which it may not.
days = st.one_of(
    st.dates(date(2028, 6, 1), date(2031, 12, 31)),
    st.dates(date(2028, 6, 1), date(2031, 12, 31)),
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
)
usual_days = st.dates(date(2028, 6, 1), date(2031, 12, 31))
spans = st.one_of(days.map(day), st.tuples(days, days).map(lambda ends: Span(*sorted(ends))))
usual_spans = st.one_of(
    usual_days.map(day),
    st.tuples(usual_days, st.integers(0, 40)).map(lambda p: Span(p[0], p[0] + timedelta(p[1]))),
)
numbers = st.one_of(st.none(), st.integers(-1, 300))
papers = st.lists(people, unique=True, max_size=3).map(tuple)
texts = st.sampled_from(["", "a later part-session", "another call", "CM/Del/Dec(2029)1", "x // y"])


@st.composite
def counts(draw: st.DrawFn, names: tuple[Name, ...]) -> Count:
    """Mostly counts that add up."""
    each = tuple(Votes(name, draw(st.integers(0, 3))) for name in names)
    if draw(st.integers(0, 4)):
        return Count(each)
    return Count(each, draw(numbers), draw(numbers), draw(numbers), draw(numbers))


def likely(draw: Draw, standing: Appointment, stage: Any) -> Recordable:
    """What a stage that is open may be told."""
    n = standing.opening.year
    kind = stage.kind
    if stage.options:
        option, body = st.sampled_from(stage.options), st.sampled_from(stage.bodies)
        return Settled(stage.key, draw(option), draw(body))
    if kind is BallotHeld:
        paper = tuple(each.name for each in stage.expected.count.votes)
        return BallotHeld(draw(counts(paper)))
    if kind is CallIssued or kind is CallRenewed:
        closing = draw(st.dates(date(n - 1, 9, 1), date(n + 1, 12, 31)))
        return CallIssued(closing) if kind is CallIssued else CallRenewed(closing)
    if kind in (ListDrawnUp, ListTransmitted, BureauExamined):
        if stage.expected is not None and draw(st.booleans()):
            return stage.expected  # type: ignore[no-any-return]
        some = st.lists(st.sampled_from(standing.roll.standing or PEOPLE), unique=True, max_size=3)
        names = tuple(draw(some))
        return kind(names) if names or kind is not ListTransmitted else stage.expected  # type: ignore[no-any-return]
    return draw(SIMPLE[kind]) if kind in SIMPLE else kind()  # type: ignore[no-any-return]


SIMPLE: dict[type, st.SearchStrategy[Any]] = {
    DateConfirmed: st.builds(DateConfirmed, usual_spans),
    CandidatureProposed: st.builds(
        CandidatureProposed, people, states, st.lists(states, min_size=1, max_size=2).map(tuple)
    ),
    CandidatureMaintained: st.builds(CandidatureMaintained, people),
    OneNameDiscussed: st.builds(OneNameDiscussed, st.booleans()),
    JointCommitteeConsulted: st.builds(JointCommitteeConsulted, st.booleans()),
    ComplementaryProcedure: st.builds(ComplementaryProcedure, usual_spans),
    MandateStarted: st.one_of(
        st.just(MandateStarted()),
        st.builds(MandateStarted, st.one_of(st.none(), usual_days), texts),
    ),
    ActingBegan: st.builds(ActingBegan, st.sampled_from(["", *PEOPLE]), st.booleans()),
}


def general(draw: Draw, standing: Appointment) -> Recordable:
    """What may be asked at any time."""
    chosen = draw(st.integers(0, 4))
    if chosen == 0:
        return corrections(draw, standing)
    if chosen == 1:
        return draw(any_outcome)
    if chosen == 2:
        return CandidateFellAway(draw(people), draw(st.sampled_from(Cause)))
    if chosen == 3:
        return draw(tables)
    there_are = [open_.occurrence for open_ in standing.open] or ["start"]
    stage = draw(st.sampled_from([*there_are, "ballot", "start", "list", "closing/2", "nothing"]))
    on = draw(st.one_of(usual_spans, spans))
    return DatePlanned(stage, on) if draw(st.booleans()) else DateMoved(stage, on)


tables: st.SearchStrategy[Recordable] = st.one_of(
    st.builds(
        PartSessionRevised,
        st.integers(2028, 2031),
        st.integers(0, 5),
        st.one_of(st.none(), days),
        st.one_of(st.none(), days),
    ),
    st.builds(EditionAdopted, st.sampled_from(["1962", "2010", "2018", "2030"])),
)
# Kinds that may not belong where they are sent, with whatever in them.
any_outcome: st.SearchStrategy[Recordable] = st.one_of(
    st.builds(Opened, st.just(SG), st.integers(2028, 2030)),
    st.builds(ListTransmitted, papers),
    st.builds(ListDrawnUp, papers, st.booleans()),
    st.builds(BallotHeld, st.one_of(*(counts(PEOPLE[:n]) for n in range(4)))),
    st.builds(Settled, st.sampled_from(["one-name-left", "no"]), texts, st.sampled_from(Body)),
    st.builds(MandateStarted, st.one_of(st.none(), days), texts),
    st.builds(CallRenewed, days),
    st.builds(DateConfirmed, spans),
)


def corrections(draw: Draw, standing: Appointment) -> Corrected:
    """Of entries there are: another day, another outcome of the same kind, or struck out."""
    amendments = []
    for _ in range(draw(st.integers(1, 2))):
        number = draw(st.integers(0, len(standing.entries) + 1))
        entry = next((e for e in standing.entries if e.number == number), None)
        outcome = None
        if entry is not None and entry.stage and not entry.refused and draw(st.booleans()):
            done = next((d for d in standing.concluded if d.entry.number == number), None)
            outcome = likely(draw, standing, done.stage) if done else None
        elif draw(st.integers(0, 3)) == 0:
            outcome = draw(any_outcome)
        happened = draw(st.one_of(st.none(), usual_spans))
        amendments.append(Amendment(number, happened, outcome))
    return Corrected(tuple(amendments))
