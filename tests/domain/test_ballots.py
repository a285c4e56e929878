"""From counts to results: the ballots on record, the press's errors, and counts that cannot be."""

from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ballots import Count, Votes
from domain.candidates import Name
from domain.clauses import JIS_2, Refused
from tests.domain.acts_in_short import A, B, C


class Ballot(NamedTuple):
    """A ballot on record: its counts, and what followed from them."""

    what: str
    counts: dict[str, int]
    first: bool
    cast: int
    majority: int
    elected: str | None


ON_RECORD = [
    Ballot(
        "Secretary General 2024, first ballot",
        {"Alain Berset": 92, "Indrek Saar": 79, "Didier Reynders": 70},
        True,
        241,
        121,
        None,
    ),
    Ballot(
        "Secretary General 2024, second ballot: 114 of 245 is no absolute majority, and elects",
        {"Alain Berset": 114, "Indrek Saar": 85, "Didier Reynders": 46},
        False,
        245,
        123,
        "Alain Berset",
    ),
    Ballot(
        "Secretary General 2019",
        {"Marija Pejčinović Burić": 159, "Didier Reynders": 105},
        True,
        264,
        133,
        "Marija Pejčinović Burić",
    ),
    Ballot(
        "Secretary General 2014",
        {"Thorbjørn Jagland": 156, "Sabine Leutheusser-Schnarrenberger": 93},
        True,
        249,
        125,
        "Thorbjørn Jagland",
    ),
    Ballot(
        "Secretary General 2009",
        {"Thorbjørn Jagland": 165, "Włodzimierz Cimoszewicz": 80},
        True,
        245,
        123,
        "Thorbjørn Jagland",
    ),
    Ballot(
        "Commissioner 2012: the absolute majority exactly reached",
        {"Nils Muižnieks": 120, "Frans Timmermans": 92, "Pierre-Yves Monette": 27},
        True,
        239,
        120,
        "Nils Muižnieks",
    ),
    Ballot(
        "Commissioner 2024, first ballot",
        {"Michael O'Flaherty": 97, "Meglena Kuneva": 78, "Manfred Nowak": 75},
        True,
        250,
        126,
        None,
    ),
    Ballot(
        "Commissioner 2024, second ballot: 104 of 211",
        {"Michael O'Flaherty": 104, "Meglena Kuneva": 70, "Manfred Nowak": 37},
        False,
        211,
        106,
        "Michael O'Flaherty",
    ),
    Ballot(
        "Secretary General of the Assembly 2010",
        {"Wojciech Sawicki": 151, "Jan Kleijssen": 91},
        True,
        242,
        122,
        "Wojciech Sawicki",
    ),
    Ballot("no paper bears a name", {A: 0, B: 0}, True, 0, 1, None),
    Ballot("no paper again", {A: 0, B: 0}, False, 0, 1, None),
    Ballot("no paper, one candidate", {A: 0}, True, 0, 1, None),
    Ballot("one candidate, one paper", {A: 1}, True, 1, 1, A),
    Ballot("half of the votes is no majority", {A: 100, B: 60, C: 40}, True, 200, 101, None),
    Ballot("one more than half is", {A: 101, B: 60, C: 39}, True, 200, 101, A),
    Ballot("a tie at the first ballot", {A: 100, B: 100}, True, 200, 101, None),
    Ballot("a tie at the second: a further one", {A: 100, B: 100, C: 3}, False, 203, 102, None),
    Ballot("a tie for the second place does not matter", {A: 4, B: 3, C: 3}, False, 10, 6, A),
]


def count(counts: dict[str, int], **papers: Any) -> Count:
    votes = tuple(Votes(Name(name), votes) for name, votes in counts.items())
    return Count(votes, **papers)


@pytest.mark.parametrize("ballot", ON_RECORD, ids=lambda ballot: ballot.what)
def test_reg_7c_a_ballot_on_record_gives_its_result(ballot: Ballot) -> None:
    """REG 7.c, RoP 40.11, RoP 41.1.c: votes cast, threshold and result as the records have them."""
    counted = count(ballot.counts)
    counted.must_add_up([Name(name) for name in ballot.counts], JIS_2)
    assert (counted.cast, counted.absolute_majority) == (ballot.cast, ballot.majority)
    assert counted.elected(at_the_first_ballot=ballot.first) == ballot.elected


def test_the_threshold_of_the_first_ballot_is_not_carried_over() -> None:
    """The press wrote in 2024 that Berset "gained the minimum required 121": that was ballot 1."""
    second = count({"Alain Berset": 114, "Indrek Saar": 85, "Didier Reynders": 46})
    assert second.absolute_majority != 121
    assert second.elected(at_the_first_ballot=True) is None


def test_a_misprinted_figure_changes_the_votes_cast() -> None:
    """Also printed of 2024: 117 for 114. The announced 245 votes cast would then be 248."""
    assert count({"Alain Berset": 117, "Indrek Saar": 85, "Didier Reynders": 46}).cast == 248


class Wrong(NamedTuple):
    what: str
    counts: dict[str, int]
    papers: dict[str, int]
    clause: str
    because: str


WRONG = [
    Wrong("a stranger", {A: 1, B: 1, C: 1}, {}, "JIS 2", "Cy Young is not on the ballot paper"),
    Wrong("one missing", {A: 1}, {}, "RoP 40.11", "the votes of Bo Lund are missing"),
    Wrong("less than none", {A: -1, B: 2}, {}, "RoP 40.11", "cannot be negative"),
    Wrong("less than no paper", {A: 1, B: 2}, {"spoiled": -1}, "RoP 40.11", "cannot be negative"),
    Wrong(
        "more votes than papers", {A: 92, B: 79}, {"papers": 170}, "RoP 40.11", "do not make 170"
    ),
    Wrong(
        "papers do not add up",
        {A: 92, B: 79},
        {"papers": 180, "blank": 3, "spoiled": 2},
        "RoP 40.11",
        "171 votes cast and 5 papers without a name do not make 180 papers",
    ),
    Wrong(
        "more papers than signatures",
        {A: 92, B: 79},
        {"papers": 175, "signatures": 174},
        "IDX 7",
        "175 papers, but only 174 signatures",
    ),
    Wrong(
        "more votes than signatures",
        {A: 92, B: 79},
        {"blank": 4, "signatures": 174},
        "IDX 7",
        "175 papers, but only 174 signatures",
    ),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.what)
def test_rop_40_11_refuses_a_count_that_cannot_be_right(wrong: Wrong) -> None:
    """Whatever was announced."""
    with pytest.raises(Refused, match=wrong.because) as refused:
        count(wrong.counts, **wrong.papers).must_add_up((A, B), JIS_2)
    assert refused.value.clause is not None
    assert (refused.value.clause.id, bool(refused.value.cure)) == (wrong.clause, True)


def test_rop_40_11_refuses_a_candidate_who_is_counted_twice() -> None:
    twice = Count((Votes(A, 3), Votes(B, 2), Votes(A, 1)))
    with pytest.raises(Refused, match="counted twice"):
        twice.must_add_up((A, B), JIS_2)


def test_rop_40_11_refuses_counts_on_record_that_do_not_add_up() -> None:
    """Poland 2024: 78 of 154 elects, but the others' counts on record do not make the rest.

    The figures of the others stand here for any that do not: 40 and 40 are not 76.
    """
    counted = count({A: 78, B: 40, C: 40}, papers=154, blank=0, spoiled=0)
    with pytest.raises(Refused, match="158 votes cast"):
        counted.must_add_up((A, B, C), JIS_2)


@pytest.mark.parametrize(
    ("votes", "signatures", "says"),
    [
        (2, 1, "2 papers, but only 1 signature in the register"),
        (1, 0, "1 paper, but only 0 signatures in the register"),
    ],
)
def test_idx_7_one_paper_or_one_signature_is_said_as_one(
    votes: int, signatures: int, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        count({A: votes}, signatures=signatures).must_add_up((A,), JIS_2)
    with pytest.raises(Refused, match=r"^1 signature, but the register was closed with 2$"):
        count({A: 1}, signatures=1).must_agree_with(2)


@pytest.mark.parametrize(
    "papers",
    [
        {},
        {"papers": 175, "blank": 3, "spoiled": 1},
        {"papers": 175, "blank": 3},
        {"papers": 171},
        {"papers": 175, "blank": 3, "spoiled": 1, "signatures": 175},
        {"signatures": 171},
        {"spoiled": 1, "signatures": 180},
    ],
)
def test_what_is_not_on_record_is_left_out_and_never_guessed(papers: dict[str, int]) -> None:
    """RoP 40.11: a count that may be right is taken, with whatever is known of the papers."""
    count({A: 92, B: 79}, **papers).must_add_up((A, B), JIS_2)


numbers = st.lists(st.integers(0, 400), min_size=1, max_size=6)


@given(numbers)
def test_an_absolute_majority_is_the_least_number_that_two_cannot_both_have(
    counts: list[int],
) -> None:
    """floor(votes / 2) + 1, however many votes are cast."""
    counted = count({f"Candidate {n}": votes for n, votes in enumerate(counts)})
    needed = counted.absolute_majority
    assert 2 * needed > counted.cast >= 2 * (needed - 1)


@given(numbers)
def test_whoever_is_elected_leads_alone_and_the_second_ballot_asks_no_more(
    counts: list[int],
) -> None:
    """Elected at a first ballot, one would be elected at a second; ties and zeros elect nobody."""
    counted = count({f"Candidate {n}": votes for n, votes in enumerate(counts)})
    first = counted.elected(at_the_first_ballot=True)
    second = counted.elected(at_the_first_ballot=False)
    assert first in (None, second)
    most = max(counts)
    if second is None:
        assert most == 0 or counts.count(most) > 1
    else:
        assert counts[int(second.rsplit(" ", 1)[1])] == most


@given(numbers, st.permutations(range(6)))
def test_the_order_of_the_count_elects_nobody(counts: list[int], order: list[int]) -> None:
    """The same votes in another order give the same result."""
    each = {f"Candidate {n}": votes for n, votes in enumerate(counts)}
    mixed = {f"Candidate {n}": counts[n] for n in order if n < len(counts)}
    for first in (True, False):
        assert count(each).elected(at_the_first_ballot=first) == count(mixed).elected(
            at_the_first_ballot=first
        )
