"""FIELD=VALUE: the small grammar in which a terminal fills in an outcome."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.acts import BadAct
from domain.candidates import Cause, Name
from domain.forms import fields_of, fill_in, read_span, refill, typed
from domain.outcomes import (
    KINDS,
    ActingBegan,
    BallotHeld,
    CallIssued,
    CandidateFellAway,
    CandidatureProposed,
    CandidaturesClosed,
    Corrected,
    DateConfirmed,
    ListDrawnUp,
    MandateStarted,
    OneNameDiscussed,
    Opened,
    Outcome,
    PartSessionRevised,
    RefusedAct,
    ReminderSent,
    Settled,
)
from domain.reckoning import Span
from domain.stages import Body
from tests.domain.acts_in_short import A, B, on, votes
from tests.domain.sayable import SAYABLE


@pytest.mark.parametrize(
    ("kind", "values", "outcome"),
    [
        (CandidaturesClosed, {}, CandidaturesClosed()),
        (CallIssued, {"closing": "2029-01-10"}, CallIssued(date(2029, 1, 10))),
        (DateConfirmed, {"election": "2029-06-26"}, DateConfirmed(on("2029-06-26"))),
        (
            DateConfirmed,
            {"election": "2029-06-26..2029-06-28"},
            DateConfirmed(on("2029-06-26..2029-06-28")),
        ),
        (ListDrawnUp, {"names": "Ann Arbor; Bo  Lund"}, ListDrawnUp((A, B))),
        (ListDrawnUp, {"names": ""}, ListDrawnUp()),
        (
            ListDrawnUp,
            {"names": "Ann Arbor;", "in_order_of_preference": "yes"},
            ListDrawnUp((A,), in_order_of_preference=True),
        ),
        (OneNameDiscussed, {"agreed": "no"}, OneNameDiscussed(agreed=False)),
        (
            CandidatureProposed,
            {"name": "Zoe\u0308 Unal", "nationality": "Greece", "proposed_by": "Cyprus; Malta"},
            CandidatureProposed(Name("Zoë Unal"), "Greece", ("Cyprus", "Malta")),
        ),
        (
            BallotHeld,
            {"votes": "Ann Arbor=92; Bo Lund=79", "papers": "175", "spoiled": "4"},
            votes((A, 92), (B, 79), papers=175, spoiled=4),
        ),
        (
            MandateStarted,
            {"until": "2032-09-17", "agreement": " JC  2029/4 "},
            MandateStarted(date(2032, 9, 17), "JC 2029/4"),
        ),
        (ActingBegan, {"deputy_in_office": "no"}, ActingBegan(deputy_in_office=False)),
        (
            Settled,
            {"question": "one-name-left", "option": "another call", "body": "joint-committee"},
            Settled("one-name-left", "another call", Body.JOINT_COMMITTEE),
        ),
        (
            CandidateFellAway,
            {"name": "Ann Arbor", "cause": "died"},
            CandidateFellAway(A, Cause.DIED),
        ),
    ],
)
def test_a_form_is_filled_in(kind: type[Outcome], values: dict[str, str], outcome: Outcome) -> None:
    """Names in NFC with single spaces, days in ISO."""
    assert fill_in(kind, values) == outcome


@pytest.mark.parametrize(
    ("kind", "values", "because"),
    [
        (CallIssued, {}, 'call needs closing: write closing="2029-01-10"'),
        (CallIssued, {"closing": "2029-02-30"}, "2029-02-30 is not a day"),
        (CallIssued, {"closing": "tomorrow"}, "tomorrow is not a day: write it as in 2029-06-26"),
        (CallIssued, {"closes": "2029-01-10"}, "call has no field closes; its fields: closing"),
        (CandidaturesClosed, {"x": "1"}, "closing has no field x; its fields: none"),
        (DateConfirmed, {"election": "2029-06-28..2029-06-26"}, "before it begins"),
        (OneNameDiscussed, {"agreed": "perhaps"}, "'perhaps' is neither yes nor no"),
        (BallotHeld, {"votes": "Ann Arbor"}, "'Ann Arbor' is not of the form NAME=…"),
        (BallotHeld, {"votes": "Ann Arbor=many"}, "'many' is not a number"),
        (BallotHeld, {"votes": "Ann Arbor=-1"}, "'-1' is not a number"),
        (BallotHeld, {"votes": "A=1", "papers": "²"}, "'²' is not a number"),
        (ListDrawnUp, {"names": "Ann (Arbor)"}, "a name cannot contain"),
        (ListDrawnUp, {"names": "12"}, "'12' is not a name"),
        (MandateStarted, {"until": "2032-09-17", "agreement": " "}, "it is empty"),
        (MandateStarted, {"until": "2032-09-17", "agreement": "[x]"}, "it cannot contain"),
        (
            CandidatureProposed,
            {"name": "A", "nationality": "Greece", "proposed_by": ";"},
            "no government proposes A",
        ),
        (
            Settled,
            {"question": "one-name-left", "option": "another call", "body": "parliament"},
            "'parliament' is not one of assembly",
        ),
    ],
)
def test_a_form_that_cannot_be_read_says_what_to_write(
    kind: type[Outcome], values: dict[str, str], because: str
) -> None:
    with pytest.raises(BadAct) as bad:
        fill_in(kind, values)
    assert because in str(bad.value)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not RefusedAct])
def test_every_kind_tells_its_fields(kind: type[Outcome]) -> None:
    """With an example that can be read."""
    for field in fields_of(kind):
        assert field.example


def test_the_example_of_every_field_can_be_read() -> None:
    for kind in KINDS:
        if kind in (RefusedAct, Opened, Corrected):
            continue
        fields = fields_of(kind)
        assert isinstance(fill_in(kind, {each.name: each.example for each in fields}), kind)


# Nobody types that a reminder was sent.
NOT_TYPED = (RefusedAct, Opened, Corrected, PartSessionRevised, ReminderSent)
TYPABLE = [kind for kind in KINDS if kind not in NOT_TYPED]


@pytest.mark.parametrize("kind", TYPABLE)
def test_what_is_typed_is_read_again(kind: type[Outcome]) -> None:
    """typed() is the inverse of fill_in()."""

    @settings(max_examples=15)
    @given(SAYABLE[kind])
    def round_trip(outcome: Outcome) -> None:
        assert fill_in(kind, typed(outcome)) == outcome
        assert refill(outcome, typed(outcome)) == outcome

    round_trip()


def test_a_form_is_filled_in_anew_for_a_correction() -> None:
    ballot = votes((A, 92), (B, 79), papers=175)
    assert refill(ballot, {"papers": "176"}) == votes((A, 92), (B, 79), papers=176)
    with pytest.raises(BadAct, match="has no field colour"):
        refill(ballot, {"colour": "blue"})


@pytest.mark.parametrize("text", ["", "..", "2029-06-26..", "2029-6-26", "26 June 2029"])
def test_a_span_that_is_none_is_said_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day"):
        read_span(text)


@given(st.dates(), st.dates())
def test_a_span_is_read_as_it_is_typed(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert read_span(f"{first}..{last}") == Span(first, last)
    assert read_span(f"{first}") == Span(first, first)
