"""Names, and rolls of candidates."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.candidates import Candidate, Cause, Name, Roll, must_be_names, name
from tests.domain.acts_in_short import A, B, C


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Alain Berset", "Alain Berset"),
        ("  Alain \t Berset ", "Alain Berset"),
        (
            "Marija Pejcˇinovic´ Burić".replace("cˇ", "c\u030c").replace("c´", "c\u0301"),
            "Marija Pejčinović Burić",
        ),
        ("Síofra O’Leary", "Síofra O’Leary"),
        ("Thorbjørn Jagland", "Thorbjørn Jagland"),
        ("王毅", "王毅"),
    ],
)
def test_a_name_is_kept_in_nfc_with_single_spaces(typed: str, kept: str) -> None:
    """Two people may type the same name in two ways: it is one name."""
    assert name(typed) == kept


@pytest.mark.parametrize("text", ["", "  ", "12", "--", "A; B", "A (B)", "A=1", 'A "B"', "A: B"])
def test_what_would_confuse_a_list_or_a_sentence_is_no_name(text: str) -> None:
    with pytest.raises(ValueError, match="name"):
        name(text)


@pytest.mark.parametrize("text", ["A  B", " A", "A\nB", "e\u0301"])
def test_what_reaches_the_record_is_in_the_form_in_which_names_are_kept(text: str) -> None:
    with pytest.raises(ValueError, match=r"form in which names are kept|cannot contain"):
        must_be_names(text)


@given(st.text(max_size=30))
def test_a_name_that_is_kept_stays_as_it_is(text: str) -> None:
    try:
        kept = name(text)
    except ValueError:
        return
    assert name(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)


def roll(*names: Name) -> Roll:
    made = Roll()
    for each in names:
        made.enter(Candidate(each, "Norway", ("Norway",)))
    return made


def test_whoever_falls_away_stands_no_more() -> None:
    of = roll(A, B, C)
    of.strike(B, Cause.WITHDREW)
    assert of.standing == (A, C)
    assert of.still((B, C)) == (C,)


def test_whoever_withdrew_may_be_proposed_again() -> None:
    of = roll(A)
    of.strike(A, Cause.WITHDREW)
    of.enter(Candidate(A, "Norway", ("Norway",)))
    assert of.standing == (A,)


def test_a_renewed_call_begins_with_an_empty_roll_and_may_be_maintained() -> None:
    """Reading 4."""
    of = roll(A, B)
    of.lapse()
    assert not of.standing
    of.maintain(B)
    assert of.standing == (B,)
    of.lapse()
    assert set(of.lapsed) == {A, B}
