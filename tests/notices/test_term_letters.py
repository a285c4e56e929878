"""Letters of the term watch: what they say in both languages, to whom, and that they are kept."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from domain.acts import AppointmentId
from domain.expiries import next_to_open
from domain.imported_terms import COLUMNS, term_of
from domain.languages import LANGUAGES
from domain.merging import merge
from domain.terms import Told
from domain.watching import due
from notices.directory import Directory, SelfOpening
from notices.directory_file import BadDirectory, load
from notices.directory_file import read as read_directory
from notices.letters import Letter
from notices.term_letters import term_envelopes, term_letters
from tests.notices.kinds import (
    DESK,
    DIRECTORY,
    EXAMPLE,
    WRITERS,
    body,
    in_language,
    is_as_it_was_read,
    noon,
    read,
)

GOLDEN = Path(__file__).with_name("term-letters")
SG = "secretary-general,,Alain Berset,Switzerland,2024-09-18,2029-09-17,,seen,"
ANDORRA = "judge,andorra,Aina Prat,Andorra,2018-05-01,2027-04-30,,seen,"
MALTA = "judge,malta,Ninu Borg,Malta,2019-05-01..2019-05-31,,2026-01-15 resignation,unknown,"
MONACO = "judge,monaco,Luc Rey,Monaco,2018-05-01,2027-05-31,,seen,"
MEMBER = "cpt-member,andorra,Pol Oriol,Andorra,2023-12-20,2027-12-19,,seen,"
CASES = {
    "ahead": (date(2028, 9, 15), (SG,), ""),
    "open-already": (date(2028, 9, 15), (SG,), "secretary-general/2029"),
    "assumed": (date(2026, 5, 4), (ANDORRA,), ""),
    "no-text": (date(2026, 12, 18), (MEMBER,), ""),
    "vacant": (date(2026, 2, 2), (MALTA,), ""),
    "over": (date(2029, 10, 1), (SG,), ""),
    "several": (date(2026, 5, 4), (ANDORRA, MALTA, MONACO), ""),
}
KEPT = [(case, code) for case in CASES for code in LANGUAGES]


def letters(case: str, directory: Directory, desk: str = "") -> tuple[Letter, ...]:
    on, lines, opened = CASES[case]
    terms = [term_of(dict(zip(COLUMNS, line.split(","), strict=True))) for line in lines]
    told = [Told(opened.rpartition("/")[0], AppointmentId(opened), under_way=True)] * bool(opened)
    warnings = due(next_to_open(merge(told, terms), on), (), on)
    return tuple(
        letter
        for each in term_envelopes(warnings, directory, noon(on))
        for letter in term_letters(WRITERS[desk], each, directory, noon(on))
    )


@pytest.mark.parametrize("suffix", ["txt", "html"])
@pytest.mark.parametrize(("case", "code"), KEPT)
def test_each_letter_is_the_one_that_was_read(case: str, code: str, suffix: str) -> None:
    desk = DESK if case == "open-already" else ""
    letter = letters(case, in_language(DIRECTORY, code), desk)[0]
    now = f"{letter.subject}\n\n{body(letter)}" if suffix == "txt" else body(letter, "html")
    is_as_it_was_read(GOLDEN / f"{case}.{code}.{suffix}", now)


def test_no_letter_is_kept_that_is_of_no_case() -> None:
    named = {f"{case}.{code}.{suffix}" for case, code in KEPT for suffix in ("txt", "html")}
    assert {each.name for each in GOLDEN.iterdir()} == named


def test_owners_and_heads_of_whoever_begins_are_told() -> None:
    """The Committee of Ministers calls for candidatures; its deputy is not written to."""
    assert [each.person.id for each in letters("ahead", DIRECTORY)] == ["s-2001", "s-2003"]
    assert [each.person.id for each in letters("assumed", DIRECTORY)] == ["s-1021"]
    assert [each.person.id for each in letters("no-text", DIRECTORY)] == ["s-1011", "s-1012"]


def test_one_letter_for_several_terms_and_one_thread_for_one() -> None:
    [several] = letters("several", DIRECTORY)
    assert len(several.keys) == 3
    [alone] = letters("assumed", DIRECTORY)
    assert read(alone)["References"] != read(several)["References"]
    assert letters("assumed", DIRECTORY) == (alone,)


def test_a_body_without_anybody_is_in_no_envelope() -> None:
    nobody = msgspec.structs.replace(DIRECTORY, persons=())
    assert letters("ahead", nobody) == ()


def test_the_directory_says_which_offices_open_by_themselves() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert load(EXAMPLE).openings == ()
    asked = '\n[[openings]]\noffice = "judge"\nopens_at = 15\n'
    assert read_directory(text + asked).openings == (SelfOpening("judge", 15),)
    with pytest.raises(BadDirectory) as bad:
        read_directory(
            text
            + asked * 2
            + '\n[[openings]]\noffice = "jugde"\nopens_at = 15\n'
            + '\n[[openings]]\noffice = "commissioner"\nopens_at = "soon"\n'
        )
    assert bad.value.faults == (
        "opening jugde: office jugde is unknown: did you mean judge?",
        "opening commissioner: opens_at is not a number of months from 1 to 24",
        "opening judge stands there twice: an office has one lead",
    )
