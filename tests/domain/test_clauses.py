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


def test_the_twelve_readings_are_there_with_their_marks() -> None:
    assert sorted(READINGS) == list(range(1, 13))
    assert {number for number, r in READINGS.items() if r.mark is Mark.PRACTICE} == {3}
    assert all(reading.text.endswith(".") for reading in READINGS.values())


def test_no_docstring_names_a_clause_that_is_not_known() -> None:
    """REG 5.a is; REG 9.z would be a slip of the pen."""
    cited = re.compile(r"\b(?:REG|JIS|IDX) (?:App\.)?\d+(?:\.[a-z])?")
    known = {*CLAUSES, *(id_.rpartition(".")[0] for id_ in CLAUSES)}
    beyond = {"REG 1.a.i", "REG 2", "REG 5", "REG 6", "REG 7", "REG 8", "JIS 3", "JIS 4"}
    for source in SOURCES:
        text = source.read_text(encoding="utf-8")
        strange = set(cited.findall(text)) - known - beyond - {"JIS 1", "JIS 1-7"}
        assert not strange, f"{source.name}: {strange}"


def test_a_refusal_says_what_under_which_clause_and_what_can_be_done() -> None:
    refused = Refused(REG_5A, "1 of 2 names", cure="renew the call")
    assert (str(refused), refused.clause, refused.cure) == (
        "1 of 2 names",
        REG_5A,
        "renew the call",
    )
