"""Clauses, readings and marks."""

import re
from pathlib import Path

import pytest

import domain
from domain.clauses import CLAUSES, READINGS, REG_5A, Mark, Refused, weakest

SOURCES = sorted(Path(domain.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize(
    ("marks", "mark"),
    [
        ([], Mark.STATED),
        ([Mark.STATED], Mark.STATED),
        ([Mark.STATED, Mark.PRACTICE], Mark.PRACTICE),
        ([Mark.READING, Mark.PRACTICE], Mark.READING),
        ([Mark.ASSUMED, Mark.READING], Mark.ASSUMED),
    ],
)
def test_ground_is_as_firm_as_its_weakest_rule(marks: list[Mark], mark: Mark) -> None:
    assert weakest(marks) is mark


def test_every_clause_says_in_our_words_what_it_does() -> None:
    for id_, clause in CLAUSES.items():
        assert str(clause) == id_
        assert clause.about
    assert REG_5A in CLAUSES.values()


def test_the_readings_are_there_with_their_marks() -> None:
    assert sorted(READINGS) == list(range(1, 23))
    marked = {number: reading.mark for number, reading in READINGS.items()}
    assert {number for number, mark in marked.items() if mark is Mark.PRACTICE} == {3, 18, 20}
    assert {number for number, mark in marked.items() if mark is Mark.ASSUMED} == {13}
    assert all(reading.text.endswith(".") for reading in READINGS.values())


CITED = re.compile(
    r"\b(?:REG|JIS|IDX|DSG|COM|CPT|ECHR|R1366|R1432|RoP) (?:App\.)?(?:\d|[A-C]\b)[\w.]*\b"
)
NO_STEP_RESTS_ON = {"JIS 1", "IDX 10"}  # named in passing


def test_no_docstring_names_a_clause_that_is_not_known() -> None:
    """REG 5.a is, and REG 5 as a whole, and REG 1.a.i as a part; REG 9.z would be a slip."""
    for source in SOURCES:
        cited = set(CITED.findall(source.read_text(encoding="utf-8"))) - NO_STEP_RESTS_ON
        strange = {
            each
            for each in cited
            if not any(
                f"{known}.".startswith(f"{each}.") or f"{each}.".startswith(f"{known}.")
                for known in CLAUSES
            )
        }
        assert not strange, f"{source.name}: {strange}"


def test_a_refusal_says_what_under_which_clause_and_what_can_be_done() -> None:
    refused = Refused(REG_5A, "1 of 2 names", cure="renew the call")
    assert (str(refused), refused.clause, refused.cure) == (
        "1 of 2 names",
        REG_5A,
        "renew the call",
    )
