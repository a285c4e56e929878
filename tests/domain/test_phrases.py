"""One sentence for each kind: said in two languages, and what is said in English can be heard."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import outcomes as o
from domain.ballots import Count, Votes
from domain.candidates import Cause
from domain.checklists import Finding, Judgement
from domain.languages import ENGLISH, FRENCH
from domain.majorities import CommitteeVote
from domain.nominees import National, Nominee, Sex
from domain.outcomes import KINDS, Amendment, Outcome, RefusedAct, tag_of
from domain.phrases import NotUnderstood, Phrase, Unsayable
from domain.procedures.secretary_general import PROCEDURE
from domain.reckoning import Span
from domain.stages import Body
from domain.timetable import forecast, opening_of
from tests.domain.acts_in_short import SG, A, B, C, on, proposed, votes
from tests.domain.sayable import SAYABLE, anything, some_spans


def test_every_kind_is_generated_here() -> None:
    """A new kind without a sentence would not be noticed otherwise."""
    assert set(SAYABLE) | {RefusedAct} == set(KINDS)


@pytest.mark.parametrize("kind", SAYABLE, ids=tag_of)
def test_what_is_said_can_be_heard(kind: type[Outcome]) -> None:
    """hear(say(x)) == x, with whatever is in it; and French says it too."""

    @settings(max_examples=25)
    @given(SAYABLE[kind])
    def round_trip(outcome: Outcome) -> None:
        said = ENGLISH.say(outcome)
        if isinstance(outcome, o.ActingBegan) and outcome.name == "the Deputy Secretary General":
            return
        assert ENGLISH.hear(said) == outcome
        assert FRENCH.say(outcome) != said

    round_trip()


@pytest.mark.parametrize(
    ("to", "says", "as_it_was_said"),
    [
        ("2024-06-27", "27 June 2024", "27 June 2024"),
        (
            "2024-06-27..2024-06-28",
            "the days from 27 June 2024 to 28 June 2024",
            "from 27 June 2024 to 28 June 2024",
        ),
        ("2024-06-01..2024-06-30", "a day in June 2024", "in June 2024"),
    ],
)
def test_a_date_is_moved_to_a_day_or_to_days(to: str, says: str, as_it_was_said: str) -> None:
    """Diaries that were written before are read as ever."""
    moved = o.DateMoved("ballot", on(to))

    assert ENGLISH.say(moved) == f"the date for ballot is moved to {says}"
    for said in (says, as_it_was_said):
        assert ENGLISH.hear(f"the date for ballot is moved to {said}") == moved


@pytest.mark.soak
@settings(max_examples=5_000)
@given(anything)
def test_whatever_is_said_can_be_heard(outcome: Outcome) -> None:
    """The same, deeper, over all kinds at once."""
    assert ENGLISH.hear(ENGLISH.say(outcome)) == outcome


def who_say(sentence: str) -> Iterator[Phrase]:
    for phrase in ENGLISH.phrases:
        if ENGLISH._pattern(phrase).fullmatch(sentence):
            yield phrase


THREE = (
    Nominee(A, Sex.WOMAN, under_65=True),
    Nominee(B, Sex.MAN, under_65=False, cv=False),
    Nominee(C, Sex.WOMAN, family="Young"),
)
EXAMPLES: list[Outcome] = [
    o.DateConfirmed(on("2029-06-26")),
    o.DateConfirmed(on("2029-06-01..2029-06-30")),
    o.CallIssued(date(2029, 1, 10)),
    o.CallRenewed(date(2029, 5, 21)),
    proposed(A, "Greece", "Cyprus", "Norway"),
    o.CandidatureProposed(A, "Greece", ("Cyprus",), "Arbor"),
    o.StaffProposed(A, "Greece"),
    o.StaffSponsored(A, "Greece", ("Cyprus", "Norway")),
    o.StaffSponsored(A, "Greece", ("Cyprus",), "letter of 3 May"),
    o.RepresentativesProposed(A, "Greece", ("R. One", "R. Two")),
    o.CandidatureMaintained(A),
    o.CandidaturesClosed(),
    o.ThirtyDaysWaived(),
    o.JointCommitteeConsulted(),
    o.JointCommitteeConsulted(one_name_agreed=True),
    o.MinistersInterviewed(),
    o.CandidateAssessed(A, tuple(Finding("languages", each) for each in Judgement)),
    o.ListDrawnUp(),
    o.ListDrawnUp((A, B)),
    o.ListDrawnUp((A, B), in_order_of_preference=True),
    o.OneNameDiscussed(agreed=True),
    o.OneNameDiscussed(agreed=False),
    o.ListTransmitted((A, B)),
    o.BureauExamined(),
    o.BureauExamined((B, A)),
    o.AssemblyHeard(),
    o.CommitteeHeard(),
    o.ListRequested(date(2029, 5, 4)),
    o.NationalSelectionHeld(),
    o.PanelConsulted(),
    o.PanelOpinionGiven(),
    o.ListSubmitted(THREE),
    o.ListSubmitted(THREE, date(2029, 5, 4)),
    o.ListWithdrawn(),
    *(o.ListModified(THREE, one, other) for one in ("", "letter 7") for other in ("", "AS 12")),
    o.ListCompleted(THREE[:1]),
    o.BriefingHeld(),
    o.BriefingHeld(panel_invited=False),
    o.CommitteeInterviewed(),
    o.CommitteeInterviewed(("i", "viii")),
    o.ExceptionalCircumstancesVoted(CommitteeVote(12, 4, 1, 17)),
    o.SingleSexListRejected(),
    o.RejectionVoted(CommitteeVote(9, 8), ("ii", "iv")),
    o.RejectionVoted(CommitteeVote(carried=True)),
    o.CandidatesRecommended(),
    o.CandidatesRecommended((B, A)),
    o.RejectionDecided(endorsed=True),
    o.RejectionDecided(endorsed=False),
    o.DelegationInvited(date(2029, 5, 4)),
    o.CandidatesPutForward((National(A, "Andorra"), National(B, "France"))),
    o.PartyConsulted(),
    o.SubCommitteeExamined(),
    o.LegalAffairsExamined(),
    o.NamesDrawnUp((B, A)),
    o.TermsFixed((2, 4)),
    o.MinistersElected(A),
    o.TermDrawn(4, "three dice: 6, 1, 4"),
    o.ComplementaryProcedure(on("2029-07-10")),
    o.LeftOffAgenda(),
    o.SittingsFixed("10 to 13 h and 15.30 to 17 h"),
    o.ObserverNamed("EPP/CD", A),
    o.TellersDrawn((A, B), "three dice: 6, 1, 4", 301, "9f86d081"),
    o.TellersNamed((A, B)),
    o.RegisterClosed(248, "9f86d081"),
    o.ResultAnnounced(),
    o.VotersPublished(),
    o.RegisterShown(A),
    o.RegisterShown(A, copy=True),
    votes((A, 92), (B, 79), papers=175, blank=3, spoiled=1, signatures=180),
    votes((A, 92), (B, 79)),
    o.BallotHeld(Count((Votes(A, 92),), votes_cast=180)),
    o.BallotHeld(Count(elects=A)),
    o.MandateStarted(),
    o.MandateStarted(date(2032, 9, 17), "JC 2029/4"),
    o.MandateStarted(date(2032, 9, 17)),
    o.ActingBegan(),
    o.ActingBegan(name="Bjørn Berge"),
    o.ActingBegan(deputy_in_office=False),
    *(o.Settled("one-name-left", "another call", body) for body in Body),
    o.Opened(SG, 2029),
    o.Opened("judge", 2027, party="andorra"),
    o.DatePlanned("list/2", on("2029-07-10")),
    o.DateMoved("closing", on("2029-01-17")),
    o.PartSessionRevised(2029, 3),
    o.PartSessionRevised(2029, 4, date(2029, 9, 24), date(2029, 9, 28)),
    *(
        o.ReminderSent("reminder:list:2029-03-31:5", "list", date(2029, 3, 31), to, also, twice)
        for to in [("staff-7", "staff-8")]
        for also in [(), ("reminder:list:2029-03-31:10",)]
        for twice in (True, False)
    ),
    *(
        o.ReminderNotSent("reminder:list:2029-03-31:5", "list", date(2029, 3, 31), "no route", sent)
        for sent in (True, False)
    ),
    o.ReminderAcknowledged("list", date(2029, 3, 31), "staff-7"),
    o.EditionAdopted("2018"),
    o.CourtComposed(15, 31),
    o.CandidateFellAway(A, Cause.DIED),
    o.CandidateFellAway(A, Cause.WITHDREW),
    o.Corrected((Amendment(7),)),
    o.Corrected((Amendment(7, on("2029-03-15")),)),
    o.Corrected((Amendment(7, None, o.ListDrawnUp((A, B))),)),
    o.Corrected((Amendment(7, on("2029-03-15"), o.ListDrawnUp((A, B))), Amendment(9))),
]


@pytest.mark.parametrize("outcome", EXAMPLES, ids=ENGLISH.say)
def test_a_sentence_is_heard_as_what_was_said(outcome: Outcome) -> None:
    """Where a second phrase fits, the fuller one comes first; none takes it for another kind."""
    said = ENGLISH.say(outcome)
    assert ENGLISH.hear(said) == outcome
    assert {phrase.kind for phrase in who_say(said)} == {type(outcome)}


@pytest.mark.parametrize(
    ("outcome", "english", "french"),
    [
        (
            o.DateConfirmed(on("2029-06-26")),
            "the Bureau confirms the date of the election: 26 June 2029",
            "le Bureau confirme la date de l’élection : 26 juin 2029",
        ),
        (
            o.CallIssued(date(2029, 1, 1)),
            "the Committee of Ministers calls for candidatures until 1 January 2029",
            "le Comité des Ministres lance un appel à candidatures, clôture le 1er janvier 2029",
        ),
        (
            o.CandidateFellAway(A, Cause.WITHDREW),
            "Ann Arbor withdraws",
            "Ann Arbor se retire",
        ),
        (
            votes((A, 92), (B, 79), papers=175, blank=3),
            "the Assembly votes: Ann Arbor 92; Bo Lund 79 (papers 175, blank 3)",
            "l’Assemblée vote : Ann Arbor 92; Bo Lund 79 (bulletins 175, blancs 3)",
        ),
        (
            o.Corrected((Amendment(7, on("2029-03-15")),)),
            "entry 7 should be of: 15 March 2029",
            "l’écriture 7 doit être datée : 15 mars 2029",
        ),
    ],
)
def test_a_kind_is_said_in_both_languages(outcome: Outcome, english: str, french: str) -> None:
    assert (ENGLISH.say(outcome), FRENCH.say(outcome)) == (english, french)


@pytest.mark.parametrize("outcome", EXAMPLES, ids=ENGLISH.say)
def test_every_kind_is_said_in_french(outcome: Outcome) -> None:
    assert FRENCH.say(outcome) != ENGLISH.say(outcome)


def test_every_phrase_has_its_example() -> None:
    said = {phrase.template for each in EXAMPLES for phrase in who_say(ENGLISH.say(each))}
    assert said == {phrase.template for phrase in ENGLISH.phrases}


def test_the_two_languages_have_the_same_words_to_fill() -> None:
    """Titles, bodies, notes, workings, and as many phrases for each kind."""
    for field in ("titles", "bodies", "parts", "note", "rules"):
        assert set(getattr(ENGLISH, field)) == set(getattr(FRENCH, field)), field
    assert [(p.kind, p.fixed, p.slots) for p in ENGLISH.phrases] == [
        (p.kind, p.fixed, p.slots) for p in FRENCH.phrases
    ]


def test_a_refusal_is_said_behind_its_sentence() -> None:
    refused = RefusedAct(o.ListTransmitted((A,)), "REG 5.a", "1 of 2 names", "renew the call")
    assert ENGLISH.say(refused) == (
        "the Committee of Ministers transmits the list: Ann Arbor"
        " -> refused under REG 5.a: 1 of 2 names"
    )
    assert FRENCH.say(refused).startswith("le Comité des Ministres transmet la liste : Ann Arbor")


# -- Misheard --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "nearest"),
    [
        ("candidatures are close", "candidatures are closed"),
        ("the Asembly interviews the candidates", "the Assembly interviews the candidates"),
        ("the Committee of Ministers transmit the list: A; B", "transmits the list: NAMES"),
        ("Ann Arbor withdrew", "NAME withdraws"),
        ("the Bureau confirms the date of the election 26 June 2029", "the election: ELECTION"),
        ("", "no sentence of ours says ''"),
    ],
)
def test_a_misspelt_sentence_names_the_nearest(sentence: str, nearest: str) -> None:
    with pytest.raises(NotUnderstood) as misheard:
        ENGLISH.hear(sentence)
    assert nearest in str(misheard.value)


@pytest.mark.parametrize(
    "sentence",
    [
        "the Committee of Ministers calls for candidatures until 30 February 2029",
        "the Committee of Ministers calls for candidatures until 31 June 2029",
        "the Committee of Ministers calls for candidatures until 10 Janvier 2029",
        "the Bureau confirms the date of the election: in Juin 2029",
        "the Bureau confirms the date of the election: in June 0000",
        "the Bureau confirms the date of the election: in December 9999",
        "the Bureau confirms the date of the election: from 3 May 2029 to 2 May 2029",
        "the Foo settles the question one-name-left: another call",
        "the committee of ministers settles the question one-name-left: another call",
        "the Assembly votes: A 5 (papers 5blank 6)",
        "the Assembly votes: A five",
        "the Committee of Ministers transmits the list: A; 12",
        "entry 7 should read: 30 February 2029, candidatures are closed",
        "entry 7 should read: 3 May 2029, candidatures are close",
        "entry 7 should read otherwise",
        "the spring 2029 part-session is cancelled",
    ],
)
def test_what_cannot_be_is_not_understood_and_never_crashes(sentence: str) -> None:
    with pytest.raises(NotUnderstood):
        ENGLISH.hear(sentence)


@settings(max_examples=150)
@given(st.data())
def test_a_sentence_that_was_spoilt_is_heard_or_not_understood(data: st.DataObject) -> None:
    """Cut, doubled, or with a stray mark: another sentence, or NotUnderstood; nothing else."""
    said = ENGLISH.say(data.draw(st.sampled_from(EXAMPLES)))
    at = data.draw(st.integers(0, len(said)))
    until = data.draw(st.integers(at, len(said)))
    stray = data.draw(st.text(max_size=3))
    try:
        heard = ENGLISH.hear(said[:at] + stray + said[until:])
    except NotUnderstood as misheard:
        assert "\n" in stray or str(misheard)  # noqa: PT017
    else:
        assert ENGLISH.say(heard)


@pytest.mark.parametrize(
    "outcome",
    [
        o.ListDrawnUp((), in_order_of_preference=True),
        o.MandateStarted(None, "JC 2029/4"),
        o.ActingBegan("Ann Arbor", deputy_in_office=False),
        o.PartSessionRevised(2029, 9),
    ],
)
def test_what_no_phrase_has_together_is_unsayable(outcome: Outcome) -> None:
    with pytest.raises(Unsayable):
        ENGLISH.say(outcome)


# -- Days, notes, workings -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "english", "french"),
    [
        ("2029-06-26", "26 June 2029", "26 juin 2029"),
        ("2029-05-01", "1 May 2029", "1er mai 2029"),
        ("2029-01-01..2029-01-31", "in January 2029", "en janvier 2029"),
        ("2028-02-01..2028-02-29", "in February 2028", "en février 2028"),
        ("2029-12-01..2029-12-31", "in December 2029", "en décembre 2029"),
        (
            "2029-06-26..2029-06-28",
            "from 26 June 2029 to 28 June 2029",
            "du 26 juin 2029 au 28 juin 2029",
        ),
    ],
)
def test_a_span_is_said_as_people_say_it(span: str, english: str, french: str) -> None:
    assert (ENGLISH.span(on(span)), FRENCH.span(on(span))) == (english, french)
    assert ENGLISH.hear_span(english) == on(span)


@given(some_spans)
def test_a_span_that_is_said_is_heard(span: Span) -> None:
    assert ENGLISH.hear_span(ENGLISH.span(span)) == span


def test_the_working_of_a_day_can_be_read_aloud() -> None:
    """What `explain` shows: anchor, period, direction, days off met, rounding, clause, reading."""
    opening = opening_of(PROCEDURE, 2029, date(2028, 9, 1))
    call = next(e for e in forecast(opening, PROCEDURE) if e.open.occurrence == "call")
    (limit,) = call.open.stage.limits
    assert limit.not_after is not None
    assert list(ENGLISH.working(limit.not_after)) == [
        "the last day of the term: 17 September 2029 [REG 8.b]",
        "6 months before, the same date: 17 March 2029 [REG 8.b; reading 2; rounded down]",
        "a day off: the earlier working day: 16 March 2029 "
        "[days off met: 17 March 2029 (Saturday)]",
    ]
    assert all(FRENCH.working(limit.not_after))


def test_an_occurrence_keeps_its_number_in_its_title() -> None:
    assert ENGLISH.title("list/2") == "list of candidates drawn up (2)"
    assert FRENCH.title("list/2") == "établissement de la liste des candidats (2)"
