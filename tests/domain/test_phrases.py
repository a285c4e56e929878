"""One sentence for each kind: said in two languages, and what is said in English can be heard."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import outcomes as o
from domain.ballots import Count, Votes
from domain.candidates import Cause, Name, name
from domain.languages import ENGLISH, FRENCH
from domain.outcomes import KINDS, Amendment, Outcome, RefusedAct, tag_of
from domain.phrases import NotUnderstood, Phrase, Unsayable
from domain.procedures.secretary_general import PROCEDURE
from domain.reckoning import Span, day
from domain.stages import Body
from domain.timetable import forecast, opening_of
from tests.domain.acts_in_short import SG, A, B, on, proposed, votes

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
numbers = st.one_of(st.none(), st.integers(0, 999))
counts = st.builds(
    Count,
    st.lists(st.builds(Votes, names(), st.integers(0, 999)), min_size=1, max_size=4).map(tuple),
    numbers,
    numbers,
    numbers,
    numbers,
)
keys = st.sampled_from(["list", "list/2", "one-name-left", "closing/12"])
texts = st.sampled_from(["JC 2029/4", "CM/Del/Dec(2029)1430/2.1", "a letter: of 3 May", "d’accord"])

SAYABLE: dict[type[Outcome], st.SearchStrategy[Outcome]] = {
    o.DateConfirmed: st.builds(o.DateConfirmed, some_spans),
    o.CallIssued: st.builds(o.CallIssued, days),
    o.CallRenewed: st.builds(o.CallRenewed, days),
    o.CandidatureProposed: st.builds(o.CandidatureProposed, names(), names(), lists),
    o.CandidatureMaintained: st.builds(o.CandidatureMaintained, names()),
    o.CandidaturesClosed: st.just(o.CandidaturesClosed()),
    o.ThirtyDaysWaived: st.just(o.ThirtyDaysWaived()),
    o.JointCommitteeConsulted: st.builds(o.JointCommitteeConsulted, st.booleans()),
    o.MinistersInterviewed: st.just(o.MinistersInterviewed()),
    o.ListDrawnUp: st.one_of(
        st.just(o.ListDrawnUp()), st.builds(o.ListDrawnUp, lists, st.booleans())
    ),
    o.OneNameDiscussed: st.builds(o.OneNameDiscussed, st.booleans()),
    o.ListTransmitted: st.builds(o.ListTransmitted, lists),
    o.BureauExamined: st.one_of(st.just(o.BureauExamined()), st.builds(o.BureauExamined, lists)),
    o.AssemblyHeard: st.just(o.AssemblyHeard()),
    o.ComplementaryProcedure: st.builds(o.ComplementaryProcedure, some_spans),
    o.LeftOffAgenda: st.just(o.LeftOffAgenda()),
    o.BallotHeld: st.builds(o.BallotHeld, counts),
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


EXAMPLES: list[Outcome] = [
    o.DateConfirmed(on("2029-06-26")),
    o.DateConfirmed(on("2029-06-01..2029-06-30")),
    o.CallIssued(date(2029, 1, 10)),
    o.CallRenewed(date(2029, 5, 21)),
    proposed(A, "Greece", "Cyprus", "Norway"),
    o.CandidatureMaintained(A),
    o.CandidaturesClosed(),
    o.ThirtyDaysWaived(),
    o.JointCommitteeConsulted(),
    o.JointCommitteeConsulted(one_name_agreed=True),
    o.MinistersInterviewed(),
    o.ListDrawnUp(),
    o.ListDrawnUp((A, B)),
    o.ListDrawnUp((A, B), in_order_of_preference=True),
    o.OneNameDiscussed(agreed=True),
    o.OneNameDiscussed(agreed=False),
    o.ListTransmitted((A, B)),
    o.BureauExamined(),
    o.BureauExamined((B, A)),
    o.AssemblyHeard(),
    o.ComplementaryProcedure(on("2029-07-10")),
    o.LeftOffAgenda(),
    votes((A, 92), (B, 79), papers=175, blank=3, spoiled=1, signatures=180),
    votes((A, 92), (B, 79)),
    o.MandateStarted(),
    o.MandateStarted(date(2032, 9, 17), "JC 2029/4"),
    o.MandateStarted(date(2032, 9, 17)),
    o.ActingBegan(name="Bjørn Berge"),
    o.ActingBegan(deputy_in_office=False),
    *(o.Settled("one-name-left", "another call", body) for body in Body),
    o.Opened(SG, 2029),
    o.DatePlanned("list/2", on("2029-07-10")),
    o.DateMoved("closing", on("2029-01-17")),
    o.PartSessionRevised(2029, 3),
    o.PartSessionRevised(2029, 4, date(2029, 9, 24), date(2029, 9, 28)),
    o.EditionAdopted("2018"),
    o.CandidateFellAway(A, Cause.DIED),
    o.CandidateFellAway(A, Cause.WITHDREW),
    o.Corrected((Amendment(7),)),
    o.Corrected((Amendment(7, on("2029-03-15")),)),
    o.Corrected((Amendment(7, None, o.ListDrawnUp((A, B))),)),
    o.Corrected((Amendment(7, on("2029-03-15"), o.ListDrawnUp((A, B))), Amendment(9))),
]


@pytest.mark.parametrize("outcome", EXAMPLES, ids=ENGLISH.say)
def test_a_sentence_is_heard_by_exactly_one_phrase(outcome: Outcome) -> None:
    """No second phrase could take it for something else."""
    (phrase,) = who_say(ENGLISH.say(outcome))
    assert phrase.kind is type(outcome)


def test_the_deputy_is_heard_as_the_deputy() -> None:
    """Two phrases fit: the one that names the office comes first, so nobody is called so."""
    said = ENGLISH.say(o.ActingBegan())
    assert len(list(who_say(said))) == 2
    assert ENGLISH.hear(said) == o.ActingBegan()


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
