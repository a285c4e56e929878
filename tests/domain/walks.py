"""Acts at random for every office: likely ones for an open stage, and others nobody should send."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

import msgspec
from hypothesis import strategies as st

from domain import outcomes as o
from domain.acts import Act, Provenance
from domain.appointment import Appointment, OpenStage
from domain.ballots import Count, Votes
from domain.candidates import PLACEHOLDERS, Cause, Name
from domain.checklists import GROUNDS, OF_THE_DEPUTY, OF_THE_SECRETARY_GENERAL, Finding, Judgement
from domain.lots import draw as draw_lots
from domain.majorities import CommitteeVote
from domain.nominees import National, Nominee, Sex
from domain.outcomes import Amendment, Corrected, Outcome, Recordable, Settled
from domain.procedures import PROCEDURES
from domain.reckoning import Span, day
from domain.stages import Stage
from tests.domain.acts_in_short import A, B, C, D
from tests.domain.openings import expected, first_day
from tests.domain.sayable import SAYABLE

T = TypeVar("T")
FAR = date(2150, 1, 1)  # beyond it no walk leads: a term from there still ends in reach


class Draw(Protocol):
    """`data.draw`, or the `draw` of a composite strategy."""

    def __call__(self, strategy: st.SearchStrategy[T], label: Any = None) -> T: ...


PEOPLE = (A, B, C, D, Name("Eva Éclair"), Name("Finn Frost"), *PLACEHOLDERS)
STATES = ("Norway", "Andorra", "Denmark", "Côte d’Azur")
GROUPS = ("EPP/CD", "SOC", "ALDE")

people = st.sampled_from(PEOPLE)
states = st.sampled_from(STATES)
any_days = st.dates(date(1, 1, 1), date(9999, 12, 31))
numbers = st.one_of(st.none(), st.integers(-1, 300))
some_people = st.lists(people, unique=True, max_size=3).map(tuple)
four_people = st.one_of(
    st.lists(people, unique=True, min_size=4, max_size=4), st.lists(people, min_size=3, max_size=4)
).map(tuple)
texts = st.sampled_from(["", "a later part-session", "another call", "CM/Del/Dec(2029)1", "x // y"])
seeds = st.sampled_from(["three dice: 6, 1, 4", "a sealed word", "7", ""])
digests = st.sampled_from(["9f86d081", "60303ae2", "0" * 64, ""])
committee_votes = st.one_of(
    st.builds(CommitteeVote, st.integers(0, 17), st.integers(0, 9)),
    st.builds(CommitteeVote, st.integers(-1, 17), st.integers(0, 9), numbers, numbers),
    st.builds(CommitteeVote, carried=st.booleans()),
)
nominees = st.builds(
    Nominee,
    people,
    st.sampled_from([Sex.MAN, Sex.MAN, Sex.WOMAN]),
    st.sampled_from([None, True, False]),
    st.booleans(),
)
nationals = st.builds(National, people, st.sampled_from(["Andorra", "Andorra", "Russia", *STATES]))


def usual_days(standing: Appointment) -> st.SearchStrategy[date]:
    """The years in which an appointment may move about."""
    n = standing.opening.year
    return st.dates(date(n - 1, 6, 1), date(n + 2, 12, 31))


def usual_spans(standing: Appointment) -> st.SearchStrategy[Span]:
    days = usual_days(standing)
    ends = st.tuples(days, st.integers(0, 40))
    return st.one_of(days.map(day), ends.map(lambda p: Span(p[0], p[0] + timedelta(p[1]))))


any_spans = st.one_of(
    any_days.map(day), st.tuples(any_days, any_days).map(lambda ends: Span(*sorted(ends)))
)


# -- For a stage that is open ----------------------------------------------------------------


def likely(draw: Draw, standing: Appointment, stage: Stage[Any]) -> Recordable:
    """What a stage that is open may be told; sometimes what is expected of it."""
    if stage.options:
        option, body = st.sampled_from(stage.options), st.sampled_from(stage.bodies)
        return Settled(stage.key, draw(option), draw(body))
    if stage.expected is not None and stage.kind not in NEVER_AS_EXPECTED and draw(st.booleans()):
        return stage.expected  # type: ignore[no-any-return]
    return of_kind(draw, standing, stage)


def of_kind(draw: Draw, standing: Appointment, stage: Stage[Any]) -> Recordable:
    """An outcome of the stage's kind: from the list below, or without fields."""
    kind = stage.kind
    if kind in SIMPLE:
        return draw(SIMPLE[kind])  # type: ignore[no-any-return]
    if kind in BY_STANDING:
        return BY_STANDING[kind](draw, standing, stage)
    return kind()  # type: ignore[no-any-return]


NEVER_AS_EXPECTED = (o.BallotHeld,)
SIMPLE: dict[type, st.SearchStrategy[Any]] = {
    o.CandidatureProposed: st.builds(
        o.CandidatureProposed, people, states, st.lists(states, min_size=1, max_size=2).map(tuple)
    ),
    o.CandidatureMaintained: st.builds(o.CandidatureMaintained, people),
    o.StaffProposed: st.builds(o.StaffProposed, people, states),
    o.StaffSponsored: st.builds(o.StaffSponsored, people, states, st.just(("Malta",)), texts),
    o.RepresentativesProposed: st.builds(
        o.RepresentativesProposed,
        people,
        states,
        st.integers(4, 11).map(lambda n: tuple(f"Member {chr(64 + k)}" for k in range(1, n + 1))),
    ),
    o.OneNameDiscussed: st.builds(o.OneNameDiscussed, st.booleans()),
    o.JointCommitteeConsulted: st.builds(o.JointCommitteeConsulted, st.booleans()),
    o.ActingBegan: st.builds(o.ActingBegan, st.sampled_from(["", *PEOPLE]), st.booleans()),
    o.ListModified: st.builds(
        o.ListModified, st.lists(nominees, min_size=2, max_size=3).map(tuple), texts, texts
    ),
    o.BriefingHeld: st.builds(o.BriefingHeld, st.booleans()),
    o.CommitteeInterviewed: st.builds(
        o.CommitteeInterviewed, st.sampled_from([(), ("i", "ix"), ("x",), ("i", "i")])
    ),
    o.ExceptionalCircumstancesVoted: st.builds(o.ExceptionalCircumstancesVoted, committee_votes),
    o.RejectionVoted: st.builds(
        o.RejectionVoted,
        committee_votes,
        st.lists(st.sampled_from([*GROUNDS, "vi"]), max_size=2).map(tuple),
    ),
    o.CandidatesRecommended: st.builds(o.CandidatesRecommended, some_people),
    o.RejectionDecided: st.builds(o.RejectionDecided, st.booleans()),
    o.CandidatesPutForward: st.builds(
        o.CandidatesPutForward, st.lists(nationals, min_size=2, max_size=3).map(tuple)
    ),
    o.NamesDrawnUp: st.builds(o.NamesDrawnUp, some_people),
    o.MinistersElected: st.builds(o.MinistersElected, people),
    o.TermsFixed: st.builds(
        o.TermsFixed, st.lists(st.integers(1, 7), min_size=1, max_size=3).map(tuple)
    ),
    o.SittingsFixed: st.builds(o.SittingsFixed, seeds),
    o.ObserverNamed: st.builds(o.ObserverNamed, st.sampled_from(GROUPS), people),
    o.TellersDrawn: st.builds(o.TellersDrawn, four_people, seeds, st.integers(0, 300), digests),
    o.TellersNamed: st.builds(o.TellersNamed, four_people),
    o.RegisterClosed: st.builds(o.RegisterClosed, st.integers(-1, 12), digests),
    o.RegisterShown: st.builds(o.RegisterShown, people, st.booleans()),
}


def _ballot(draw: Draw, _standing: Appointment, stage: Stage[Any]) -> Recordable:
    return o.BallotHeld(draw(counts(stage.names)))


@st.composite
def counts(draw: st.DrawFn, names: tuple[Name, ...]) -> Count:
    """Mostly counts that add up."""
    each = tuple(Votes(name, draw(st.integers(0, 3))) for name in names)
    if draw(st.integers(0, 4)):
        return Count(each)
    elects = draw(st.sampled_from(["", *names]))
    some = each[: draw(st.integers(0, len(each)))]
    if draw(st.booleans()):
        return Count(some, votes_cast=draw(numbers), elects=elects)
    return Count(each, draw(numbers), draw(numbers), draw(numbers), draw(numbers))


def _names(draw: Draw, standing: Appointment, stage: Stage[Any]) -> Recordable:
    there_are = st.sampled_from(standing.roll.standing or PEOPLE)
    names = tuple(draw(st.lists(there_are, unique=True, max_size=3)))
    if stage.kind is o.ListDrawnUp:
        return o.ListDrawnUp(names, in_order_of_preference=draw(st.booleans()))
    return stage.kind(names)  # type: ignore[no-any-return]


def _day_in_it(draw: Draw, standing: Appointment, stage: Stage[Any]) -> Recordable:
    return stage.kind(draw(usual_days(standing)))  # type: ignore[no-any-return]


def _span_in_it(draw: Draw, standing: Appointment, stage: Stage[Any]) -> Recordable:
    return stage.kind(draw(usual_spans(standing)))  # type: ignore[no-any-return]


def _start(draw: Draw, standing: Appointment, _stage: Stage[Any]) -> Recordable:
    until = st.one_of(st.none(), usual_days(standing))
    return o.MandateStarted(draw(until), draw(texts))


def _list_of_three(draw: Draw, _standing: Appointment, stage: Stage[Any]) -> Recordable:
    assert stage.expected is not None
    several = st.lists(nominees, min_size=3, max_size=3, unique_by=lambda each: each.name)
    tested = draw(st.sampled_from([stage.expected.tested_on, None, date(2026, 10, 30)]))
    return o.ListSubmitted(tuple(draw(several)), tested)


def _missing_names(draw: Draw, standing: Appointment, stage: Stage[Any]) -> Recordable:
    """Mostly people who have nothing to do with the list so far."""
    assert stage.expected is not None
    others = [name for name in PEOPLE if name not in standing.roll.candidates]
    found = tuple(draw(nominees) for _ in stage.expected.list)
    if draw(st.booleans()) and len(found) <= len(others):
        named = zip(found, draw(st.permutations(others)), strict=False)
        found = tuple(msgspec.structs.replace(each, name=name) for each, name in named)
    return o.ListCompleted(found)


def _assessment(draw: Draw, standing: Appointment, _stage: Stage[Any]) -> Recordable:
    """Mostly by points of the framework of the office."""
    frameworks = {"secretary-general": OF_THE_SECRETARY_GENERAL}
    own = frameworks.get(standing.opening.office, OF_THE_DEPUTY)
    points = st.sampled_from([*own, "languages", "charm"])
    findings = st.lists(
        st.builds(Finding, points, st.sampled_from(Judgement)), min_size=1, max_size=2
    )
    who = st.sampled_from(standing.roll.standing or PEOPLE)
    return o.CandidateAssessed(draw(who), tuple(draw(findings)))


def _lot(draw: Draw, standing: Appointment, _stage: Stage[Any]) -> Recordable:
    """Mostly what the seed gives."""
    fixed = [d.outcome.years for d in standing.concluded if isinstance(d.outcome, o.TermsFixed)]
    seed = draw(seeds)
    drawn = fixed[-1][draw_lots(seed, len(fixed[-1]), 1)[0] - 1]
    return o.TermDrawn(draw(st.sampled_from([drawn, drawn, 3])), seed)


Make = Callable[[Draw, Appointment, Stage[Any]], Recordable]
BY_STANDING: dict[type, Make] = {
    o.BallotHeld: _ballot,
    o.ListDrawnUp: _names,
    o.ListTransmitted: _names,
    o.BureauExamined: _names,
    o.CallIssued: _day_in_it,
    o.CallRenewed: _day_in_it,
    o.ListRequested: _day_in_it,
    o.DelegationInvited: _day_in_it,
    o.DateConfirmed: _span_in_it,
    o.ComplementaryProcedure: _span_in_it,
    o.MandateStarted: _start,
    o.ListSubmitted: _list_of_three,
    o.ListCompleted: _missing_names,
    o.CandidateAssessed: _assessment,
    o.TermDrawn: _lot,
}


# -- At any time -----------------------------------------------------------------------------


def general(draw: Draw, standing: Appointment) -> Recordable:
    """What may be asked at any time: amendments, falls, and kinds that do not belong here."""
    chosen = draw(st.integers(0, 5))
    if chosen == 0:
        return corrections(draw, standing)
    if chosen == 1:
        return draw(any_outcome)
    if chosen == 2:
        return draw(tables(standing))
    if chosen == 3:
        return plan(draw, standing)
    return falls(draw, standing)


def falls(draw: Draw, standing: Appointment) -> Recordable:
    """Mostly somebody who stands."""
    who = st.one_of(st.sampled_from(standing.roll.standing or PEOPLE), people)
    return o.CandidateFellAway(draw(who), draw(st.sampled_from(Cause)))


def plan(draw: Draw, standing: Appointment) -> Recordable:
    there_are = [open_.occurrence for open_ in standing.open] or ["start"]
    others = ["ballot", "start", "list", "closing/2", "submission/2", "nothing"]
    stage = draw(st.sampled_from([*there_are, *others]))
    on = draw(st.one_of(usual_spans(standing), any_spans))
    return o.DatePlanned(stage, on) if draw(st.booleans()) else o.DateMoved(stage, on)


def tables(standing: Appointment) -> st.SearchStrategy[Recordable]:
    """Part-sessions, compositions of the Court, editions; some of them of nowhere."""
    n = standing.opening.year
    some_day = st.one_of(st.none(), usual_days(standing), any_days)
    editions = [edition.name for edition in PROCEDURES[standing.opening.office].editions]
    return st.one_of(
        st.builds(
            o.PartSessionRevised, st.integers(n - 1, n + 2), st.integers(0, 5), some_day, some_day
        ),
        st.builds(o.CourtComposed, st.integers(0, 30), st.integers(0, 30)),
        st.builds(o.EditionAdopted, st.sampled_from([*editions, "2030"])),
    )


# Kinds that may not belong where they are sent, with whatever in them.
any_outcome: st.SearchStrategy[Recordable] = st.sampled_from([*SAYABLE]).flatmap(
    lambda kind: SAYABLE[kind]  # type: ignore[arg-type, return-value]
)


def corrections(draw: Draw, standing: Appointment) -> Corrected:
    """Of entries there are: another day, another outcome of the same kind, or struck out."""
    amendments = []
    for _ in range(draw(st.integers(1, 2))):
        number = draw(st.integers(0, len(standing.entries) + 1))
        entry = next((e for e in standing.entries if e.number == number), None)
        outcome: Outcome | None = None
        if entry is not None and entry.stage and not entry.refused and draw(st.booleans()):
            done = next((d for d in standing.concluded if d.entry.number == number), None)
            outcome = likely(draw, standing, done.stage) if done else None
        elif draw(st.integers(0, 3)) == 0:
            outcome = draw(any_outcome)
        happened = draw(st.one_of(st.none(), usual_spans(standing)))
        amendments.append(Amendment(number, happened, outcome))  # type: ignore[arg-type]
    return Corrected(tuple(amendments))


# -- The next act ----------------------------------------------------------------------------


def next_act(draw: Draw, standing: Appointment) -> Act:
    """Mostly for a stage that is open, what is due before all; else what may come at any time."""
    chosen = draw(st.integers(0, 9))
    open_: OpenStage | None = None
    if not standing.open or chosen > 7:
        outcome = general(draw, standing)
    elif chosen < 2:
        open_, outcome = expected(standing)
    else:
        due = [each for each in standing.open if each.stage.due]
        open_ = draw(st.sampled_from([*due, *due, *standing.open]))
        outcome = likely(draw, standing, open_.stage)
    return Act(
        f"act-{standing.version}" if draw(st.integers(0, 30)) else "",
        outcome,
        next_day(draw, standing, open_),
        draw(st.sampled_from([*[""] * 20, "ballot", "list/2", "no-such-stage"])),
        draw(st.sampled_from(Provenance)),
        draw(st.sampled_from(["because", "because", "because", ""])),
        draw(st.sampled_from(["CM/Del/Dec", "CM/Del/Dec", ""])),
    )


def next_day(draw: Draw, standing: Appointment, open_: OpenStage | None) -> Span:
    """Mostly a day that the calendar allows, so that a walk gets somewhere."""
    chosen = draw(st.integers(0, 9))
    if chosen == 0 or open_ is None:
        return draw(usual_spans(standing))
    of = first_day(open_) if chosen > 5 else _towards_its_end(open_, chosen)
    return day(min(of, FAR))


def _towards_its_end(open_: OpenStage, days: int) -> date:
    opens, closes = open_.stage.window
    last = closes.latest if closes else opens.latest + timedelta(days=30)
    return max(opens.earliest, open_.rests_on, last - timedelta(days=days))
