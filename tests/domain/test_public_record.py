"""The policy on persons covers every field that is stored, and nothing that is not."""

from datetime import UTC, datetime

import pytest

from domain.acts import Act, Entry
from domain.erasures import VaultEntry
from domain.imported_terms import TermEntry
from domain.outcomes import CandidatureProposed
from domain.papers import Paper
from domain.public_record import Standing, called, policy, public_texts, records
from domain.reckoning import day
from domain.register import RegisterAct, RegisterEntry
from domain.tables import rows
from domain.watched import WatchEntry

STORED = (Act, Entry, RegisterAct, RegisterEntry, TermEntry, WatchEntry, VaultEntry)


def test_every_stored_field_has_one_row_and_no_row_is_idle() -> None:
    found = records(*STORED)
    fields = sorted((called(of), field) for of, names in found.items() for field in names)

    assert len(fields) == len(set(fields))
    assert sorted(policy()) == fields


def test_every_row_stands_once_and_says_why() -> None:
    assert len(rows("personal.csv")) == len(policy())
    assert [key for key, rule in policy().items() if not rule.why.strip()] == []


def test_the_walk_sees_what_it_has_to_see() -> None:
    """The kinds of every union, what hangs on a refusal, and what hangs on a paper."""
    names = {called(of) for of in records(*STORED)}

    assert {"opened/1", "corrected/1", "refused/1", "Votes", "Paper", "person-erased/1"} <= names


def test_a_field_without_a_row_would_be_found() -> None:
    class Stray(CandidatureProposed, tag="stray/1", frozen=True):
        born: str = ""

    fields = {(called(of), field) for of, names in records(Stray).items() for field in names}
    assert ("stray/1", "born") in fields - set(policy())


@pytest.mark.parametrize("of", ["Entry", "Act"])
def test_papers_are_sealed_and_free_texts_are_no_place_for_a_person(of: str) -> None:
    assert policy()[of, "papers"].standing is Standing.SEALED
    for field in ("reason", "reference", "staff"):
        assert policy()[of, field].standing is Standing.OFFICE


def test_only_what_a_paper_says_is_sealed() -> None:
    sealed = {key for key, rule in policy().items() if rule.standing is Standing.SEALED}

    assert sealed == {("Act", "papers"), ("Entry", "papers"), ("Paper", "sealed")}
    assert called(Paper) == "Paper"


def test_public_texts_are_those_of_the_public_fields_alone() -> None:
    outcome = CandidatureProposed("Maria Zammit", "Malta", ("Malta", "Cyprus"))  # type: ignore[arg-type]
    now = datetime(2029, 1, 1, tzinfo=UTC)
    entry = Entry(
        1, "act-1", "0" * 64, outcome, day(now.date()), now, reason="a telephone call", staff="s-7"
    )

    told = set(public_texts(entry))
    assert {"Maria Zammit", "Malta", "Cyprus"} <= told
    assert told.isdisjoint({"a telephone call", "s-7", "act-1"})
