"""Outcomes of every kind at random, with whatever a sentence can say in them."""

from datetime import date, timedelta

from hypothesis import strategies as st

from domain import outcomes as o
from domain.ballots import Count, Votes
from domain.candidates import Cause, Name, name
from domain.checklists import OF_THE_DEPUTY, Finding, Judgement
from domain.majorities import CommitteeVote
from domain.nominees import National, Nominee, Sex
from domain.outcomes import Amendment, Outcome
from domain.reckoning import Span, day
from domain.stages import Body
from tests.domain.acts_in_short import SG, A, B, on

days = st.dates(date(1949, 5, 5), date(2199, 12, 31))
spans = st.tuples(days, st.integers(0, 400)).map(
    lambda pair: Span(pair[0], min(pair[0] + timedelta(days=pair[1]), date(2199, 12, 31)))
)
whole_months = st.sampled_from(
    [on("2029-01-01..2029-01-31"), on("2028-02-01..2028-02-29"), on("2029-12-01..2029-12-31")]
)
some_spans = st.one_of(days.map(day), spans, whole_months)


@st.composite
def names(draw: st.DrawFn) -> Name:
    """Whatever can be kept as a name: letters of any script, digits, commas, quotes, dashes."""
    text = draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20))
    try:
        return name(text)
    except ValueError:
        return draw(st.sampled_from([A, B, Name("Zoë d’Azur-Ünal 2"), Name("王毅"), Name("7, Bo")]))


lists = st.lists(names(), min_size=1, max_size=4).map(tuple)
number = st.integers(0, 999)
perhaps = st.one_of(st.none(), number)
counts = st.builds(
    Count,
    st.lists(st.builds(Votes, names(), number), max_size=4).map(tuple),
    perhaps,
    perhaps,
    perhaps,
    perhaps,
    perhaps,
    st.one_of(st.just(""), names()),
)
committee_votes = st.one_of(
    st.builds(CommitteeVote, number, number, perhaps, perhaps),
    st.builds(CommitteeVote, carried=st.booleans()),
)
keys = st.sampled_from(["list", "list/2", "one-name-left", "closing/12"])
texts = st.sampled_from(["JC 2029/4", "CM/Del/Dec(2029)1430/2.1", "a letter: of 3 May", "d’accord"])
families = st.one_of(st.just(""), names())
nominees = st.lists(
    st.builds(
        Nominee,
        names(),
        st.sampled_from(Sex),
        st.sampled_from([None, True, False]),
        st.booleans(),
        families,
    ),
    min_size=1,
    max_size=3,
).map(tuple)
nationals = st.lists(st.builds(National, names(), names()), min_size=1, max_size=3).map(tuple)
points = st.lists(st.sampled_from(["i", "iv", "viii"]), min_size=1, unique=True).map(tuple)
findings = st.lists(
    st.builds(Finding, st.sampled_from([*OF_THE_DEPUTY]), st.sampled_from(Judgement)),
    min_size=1,
    max_size=4,
).map(tuple)
reminders = st.sampled_from(["reminder:list:2029-03-31:10", "reminder:list/2:2029-07-31:week-2"])
staff = st.lists(st.sampled_from(["staff-7", "staff-8"]), min_size=1, unique=True).map(tuple)
digests = st.sampled_from(["9f86d081", "0" * 64])

SAYABLE: dict[type[Outcome], st.SearchStrategy[Outcome]] = {
    o.DateConfirmed: st.builds(o.DateConfirmed, some_spans),
    o.CallIssued: st.builds(o.CallIssued, days),
    o.CallRenewed: st.builds(o.CallRenewed, days),
    o.CandidatureProposed: st.builds(o.CandidatureProposed, names(), names(), lists, families),
    o.StaffProposed: st.builds(o.StaffProposed, names(), names()),
    o.StaffSponsored: st.builds(
        o.StaffSponsored, names(), names(), lists, st.one_of(st.just(""), texts)
    ),
    o.RepresentativesProposed: st.builds(o.RepresentativesProposed, names(), names(), lists),
    o.CandidatureMaintained: st.builds(o.CandidatureMaintained, names()),
    o.CandidaturesClosed: st.just(o.CandidaturesClosed()),
    o.ThirtyDaysWaived: st.just(o.ThirtyDaysWaived()),
    o.JointCommitteeConsulted: st.builds(o.JointCommitteeConsulted, st.booleans()),
    o.MinistersInterviewed: st.just(o.MinistersInterviewed()),
    o.CandidateAssessed: st.builds(o.CandidateAssessed, names(), findings),
    o.ListDrawnUp: st.one_of(
        st.just(o.ListDrawnUp()), st.builds(o.ListDrawnUp, lists, st.booleans())
    ),
    o.OneNameDiscussed: st.builds(o.OneNameDiscussed, st.booleans()),
    o.ListTransmitted: st.builds(o.ListTransmitted, lists),
    o.BureauExamined: st.one_of(st.just(o.BureauExamined()), st.builds(o.BureauExamined, lists)),
    o.CommitteeHeard: st.just(o.CommitteeHeard()),
    o.AssemblyHeard: st.just(o.AssemblyHeard()),
    o.ListRequested: st.builds(o.ListRequested, days),
    o.NationalSelectionHeld: st.just(o.NationalSelectionHeld()),
    o.PanelConsulted: st.just(o.PanelConsulted()),
    o.PanelOpinionGiven: st.just(o.PanelOpinionGiven()),
    o.ListSubmitted: st.builds(o.ListSubmitted, nominees, st.one_of(st.none(), days)),
    o.ListWithdrawn: st.just(o.ListWithdrawn()),
    o.ListModified: st.builds(
        o.ListModified, nominees, st.sampled_from(["", "letter 7"]), st.sampled_from(["", "AS 12"])
    ),
    o.ListCompleted: st.builds(o.ListCompleted, nominees),
    o.BriefingHeld: st.builds(o.BriefingHeld, st.booleans()),
    o.CommitteeInterviewed: st.one_of(
        st.just(o.CommitteeInterviewed()), st.builds(o.CommitteeInterviewed, points)
    ),
    o.ExceptionalCircumstancesVoted: st.builds(o.ExceptionalCircumstancesVoted, committee_votes),
    o.SingleSexListRejected: st.just(o.SingleSexListRejected()),
    o.RejectionVoted: st.builds(o.RejectionVoted, committee_votes, st.one_of(st.just(()), points)),
    o.CandidatesRecommended: st.one_of(
        st.just(o.CandidatesRecommended()), st.builds(o.CandidatesRecommended, lists)
    ),
    o.RejectionDecided: st.builds(o.RejectionDecided, st.booleans()),
    o.DelegationInvited: st.builds(o.DelegationInvited, days),
    o.CandidatesPutForward: st.builds(o.CandidatesPutForward, nationals),
    o.PartyConsulted: st.just(o.PartyConsulted()),
    o.SubCommitteeExamined: st.just(o.SubCommitteeExamined()),
    o.LegalAffairsExamined: st.just(o.LegalAffairsExamined()),
    o.NamesDrawnUp: st.builds(o.NamesDrawnUp, lists),
    o.TermsFixed: st.builds(o.TermsFixed, st.lists(number, min_size=1, max_size=3).map(tuple)),
    o.MinistersElected: st.builds(o.MinistersElected, names()),
    o.TermDrawn: st.builds(o.TermDrawn, number, texts),
    o.SittingsFixed: st.builds(o.SittingsFixed, texts),
    o.ObserverNamed: st.builds(o.ObserverNamed, names(), names()),
    o.TellersDrawn: st.builds(o.TellersDrawn, lists, texts, number, digests),
    o.TellersNamed: st.builds(o.TellersNamed, lists),
    o.RegisterClosed: st.builds(o.RegisterClosed, number, digests),
    o.ComplementaryProcedure: st.builds(o.ComplementaryProcedure, some_spans),
    o.LeftOffAgenda: st.just(o.LeftOffAgenda()),
    o.BallotHeld: st.builds(o.BallotHeld, counts),
    o.ResultAnnounced: st.just(o.ResultAnnounced()),
    o.VotersPublished: st.just(o.VotersPublished()),
    o.RegisterShown: st.builds(o.RegisterShown, names(), st.booleans()),
    o.MandateStarted: st.one_of(
        st.just(o.MandateStarted()),
        st.builds(o.MandateStarted, days),
        st.builds(o.MandateStarted, days, texts),
    ),
    o.ActingBegan: st.one_of(
        st.just(o.ActingBegan()),
        st.builds(o.ActingBegan, names()),
        st.just(o.ActingBegan(deputy_in_office=False)),
    ),
    o.Settled: st.builds(o.Settled, keys, texts, st.sampled_from(Body)),
    o.Opened: st.builds(o.Opened, st.just(SG), st.integers(1000, 9999)),
    o.DatePlanned: st.builds(o.DatePlanned, keys, some_spans),
    o.DateMoved: st.builds(o.DateMoved, keys, some_spans),
    o.PartSessionRevised: st.one_of(
        st.builds(o.PartSessionRevised, st.integers(1949, 2199), st.integers(1, 4)),
        st.builds(o.PartSessionRevised, st.integers(1949, 2199), st.integers(1, 4), days, days),
    ),
    o.CourtComposed: st.builds(o.CourtComposed, number, number),
    o.ReminderSent: st.builds(
        o.ReminderSent,
        reminders,
        keys,
        days,
        staff,
        st.lists(reminders, max_size=2).map(tuple),
        st.booleans(),
    ),
    o.ReminderNotSent: st.builds(o.ReminderNotSent, reminders, keys, days, texts, st.booleans()),
    o.ReminderAcknowledged: st.builds(o.ReminderAcknowledged, keys, days, st.just("staff-7")),
    o.EditionAdopted: st.builds(o.EditionAdopted, st.sampled_from(["1962", "2010", "2018"])),
    o.CandidateFellAway: st.builds(o.CandidateFellAway, names(), st.sampled_from(Cause)),
}


def amendments() -> st.SearchStrategy[Amendment]:
    """A day, a sentence, both, or neither: an entry that is struck out."""
    of = st.one_of(*(each for kind, each in SAYABLE.items() if kind is not o.Opened))
    return st.builds(
        Amendment, st.integers(1, 99), st.one_of(st.none(), some_spans), st.one_of(st.none(), of)
    )


SAYABLE[o.Corrected] = st.builds(
    o.Corrected, st.lists(amendments(), min_size=1, max_size=3).map(tuple)
)
anything = st.one_of(*SAYABLE.values())
