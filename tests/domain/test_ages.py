"""ECHR 21: ages are tested on the day named in the letter, and no date of birth goes further."""

from datetime import date

import msgspec
import pytest

from domain.ages import (
    dates_of_birth,
    day_of_the_test,
    of_untested_age,
    too_old,
    with_ages_tested,
)
from domain.appointment import Appointment, fold
from domain.candidates import Name
from domain.diaries import carry_out, read_diary
from domain.nominees import Nominee, Sex
from domain.outcomes import ListCompleted, ListModified, ListSubmitted

ADA, BO, CY = Name("Ada Bell"), Name("Bo Carl"), Name("Cy Dahl")
THREE = (Nominee(ADA, Sex.WOMAN), Nominee(BO, Sex.MAN), Nominee(CY, Sex.WOMAN))
TEST_DAY = date(2024, 4, 30)
HEADING = "judge/andorra 2024, edition 2019, opened on 2 October 2023, term ends 31 October 2024\n"
LETTER = "25 October 2023  the Party is invited to submit a list by 30 April 2024\n"
REJECTED = """\
25 April 2024  the Party submits the list: A (woman); B (man); C (woman)
5 June 2024  the committee is briefed, the Advisory Panel being invited
5 June 2024  the committee interviews the candidates
5 June 2024  the committee votes on rejecting the list under i: 9 in favour, 4 against
25 June 2024  the Assembly endorses the rejection of the list
1 July 2024  the Party is invited to submit a list by 2 December 2024
"""


def standing(text: str) -> Appointment:
    diary = read_diary(text)
    return fold(diary.appointment, carry_out(diary))


@pytest.mark.parametrize(
    ("steps", "submitted", "tested_on"),
    [
        ("", date(2024, 4, 25), None),
        (LETTER, date(2024, 4, 25), date(2024, 4, 30)),
        (LETTER, date(2024, 9, 1), date(2024, 4, 30)),  # an extension is no new day
        (LETTER + REJECTED, date(2024, 11, 30), date(2024, 12, 2)),  # a new letter is
        (LETTER, date(2021, 7, 31), None),  # before Protocol 15
    ],
    ids=["no letter", "in time", "extended", "a new letter", "before Protocol 15"],
)
def test_echr_21_the_day_is_that_of_the_last_letter(
    steps: str, submitted: date, tested_on: date | None
) -> None:
    assert day_of_the_test(standing(HEADING + steps), submitted) == tested_on


@pytest.mark.parametrize(
    ("born", "young"),
    [
        ("1959-04-30", False),  # 65 on that very day
        ("1959-05-01", True),
        ("1941-01-01", False),
        ("1990-12-31", True),
    ],
)
def test_echr_21_whoever_is_65_on_the_day_is_not_under_65(born: str, young: bool) -> None:
    listed = with_ages_tested(ListSubmitted(THREE), dates_of_birth(f"Ada Bell={born}"), TEST_DAY)

    assert [each.under_65 for each in listed.list] == [young, None, None]
    assert of_untested_age(listed) == (BO, CY)
    assert too_old(listed) == (() if young else (ADA,))


@pytest.mark.parametrize("kind", [ListSubmitted, ListCompleted, ListModified])
def test_no_date_of_birth_goes_into_an_outcome(
    kind: type[ListSubmitted | ListCompleted | ListModified],
) -> None:
    """Of a submitted list the day of the test is kept too; of the others the letter says it."""
    born = {ADA: date(1971, 3, 7), BO: date(1955, 8, 19), CY: date(1980, 2, 29)}
    written = msgspec.json.encode(with_ages_tested(kind(THREE), born, TEST_DAY)).decode()

    assert [day for day in born.values() if f"{day}" in written or f"{day.year}" in written] == []
    assert ("2024-04-30" in written) is (kind is ListSubmitted)


def test_dates_of_birth_are_read_from_one_line_or_from_several() -> None:
    expected = {ADA: date(1971, 3, 7), BO: date(1955, 8, 19)}

    assert dates_of_birth("Ada  Bell=1971-03-07; Bo Carl = 1955-08-19") == expected
    assert dates_of_birth("Ada Bell=1971-03-07\n\nBo Carl=1955-08-19\n") == expected
    assert dates_of_birth("") == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1971-03-07", "are written NAME=YYYY-MM-DD"),
        ("1971-03-07=Ada Bell", "are written NAME=YYYY-MM-DD"),
        ("Ada Bell", "the date of birth of Ada Bell is not a day"),
        ("Ada Bell=7 March 1971", "the date of birth of Ada Bell is not a day"),
        ("Ada Bell=1971-03-07; Ada Bell=1971-03-08", "two dates of birth are given for Ada Bell"),
        ("Eve Fox=1971-03-07", "Eve Fox is not on the list"),
        ("Ada Bell=1871-03-07", "the date of birth of Ada Bell cannot be right"),
        ("Ada Bell=2031-03-07", "the date of birth of Ada Bell cannot be right"),
        ("Bo Carl=1971-03-07", "Bo Carl is said to be 65 or over, and by the date of birth is not"),
    ],
)
def test_what_cannot_be_a_date_of_birth_is_said_without_saying_it(text: str, says: str) -> None:
    listed = ListSubmitted((Nominee(ADA, Sex.WOMAN), Nominee(BO, Sex.MAN, under_65=False)))

    with pytest.raises(ValueError, match=says) as told:
        with_ages_tested(listed, dates_of_birth(text), TEST_DAY)

    assert "71" not in str(told.value)
