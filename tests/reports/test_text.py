"""The report as text: complete in both languages, a hundred columns, the same bytes each time.

The golden files are read by a person when they change: `python -m tools.keep_reports` writes them.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest

from domain.languages import ENGLISH, FRENCH, LANGUAGES
from domain.languages.record_in_french import WORDS_IN_FRENCH
from domain.outcomes import RefusedAct
from domain.parties import parties
from domain.phrases import Language
from reports.text import WIDTH, text
from reports.told.report import told as said
from reports.words import SYMBOLS
from tests.reports.conftest import DIARIES, GOLDEN, Past, past
from tests.reports.reading import elsewhere
from tools.keep_reports import REPORTS, report

ENGLISH_WORDS = re.compile(
    r"\b(?:the|of|and|with|from|until|not|entry|entries|window|ballot|ballots|candidates|list|"
    r"refused|reason|reading|record|is|are|has|was|its|day|days|elected|withdraws|asked|before|"
    r"after|names|body|council|assembly|committee|bureau's|party|judge)\b",
    re.IGNORECASE,
)
IDS = re.compile(r"Rules of Court 2|CPT practice|[a-z-]+(?:/[a-z-]+)?/\d{4}")
either_language = pytest.mark.parametrize("language", LANGUAGES.values(), ids=list(LANGUAGES))


@either_language
def test_no_line_is_longer_than_the_page_and_none_ends_in_blanks(
    told: Past, language: Language
) -> None:
    for line in text(told.audited, language).splitlines():
        assert len(line) <= WIDTH
        assert line == line.rstrip()


def test_the_same_entries_give_the_same_reports_elsewhere(tmp_path: Path) -> None:
    there = elsewhere(tmp_path, "tests.reports.test_text", "digests()")

    assert digests() == there


def digests() -> bytes:
    """Of the report on every diary in both languages, a line each."""
    reports = (text(past(path).audited, of) for path in DIARIES for of in LANGUAGES.values())
    return "\n".join(sha256(each.encode()).hexdigest() for each in reports).encode()


@either_language
def test_every_day_of_a_step_bears_its_mark(told: Past, language: Language) -> None:
    for step in said(told.audited, language).steps:
        assert step.happened[-1] in SYMBOLS.values()


def test_french_says_nothing_in_english(told: Past) -> None:
    """Names, reasons and references are quoted as they were recorded; all else is said."""
    quoted = sorted(free_texts(told.entries), key=len, reverse=True)
    for line in strings(msgspec.to_builtins(said(told.audited, FRENCH))):
        rest = IDS.sub("", line)
        for free in quoted:
            rest = rest.replace(free, "").replace(free[:1].upper() + free[1:], "")
        assert not ENGLISH_WORDS.search(rest), line


def test_both_languages_say_the_same_number_of_things(told: Past) -> None:
    """No chapter, step or line is missing in one of them."""
    english, french = (said(told.audited, language) for language in (ENGLISH, FRENCH))
    assert len(english.facts) == len(french.facts)
    assert [len(step.remarks) for step in english.steps] == [
        len(step.remarks) for step in french.steps
    ]
    for one, other in zip(english.chapters, french.chapters, strict=True):
        assert [(len(b.facts), len(b.sums), len(b.lines)) for b in one.blocks] == [
            (len(b.facts), len(b.sums), len(b.lines)) for b in other.blocks
        ]


@pytest.mark.parametrize("name", REPORTS)
@either_language
def test_a_report_is_as_it_was_last_read(name: str, language: Language) -> None:
    """From public records, of one name with all that may go wrong, and of a judge."""
    golden = GOLDEN / f"{name}.{language.code}.txt"
    assert golden.read_text(encoding="utf-8") == report(name, language)


@pytest.mark.parametrize(
    ("language", "title", "lines"),
    [
        (
            ENGLISH,
            "Closing of candidatures",
            [
                "10 January 2029: sent, due on 17 January 2029, to s-1001; s-1002, entry 6",
                "16 January 2029: could not be sent, due on 17 January 2029, the server was away, "
                "entry 8",
                "16 January 2029: acknowledged, due on 17 January 2029, by s-1001, entry 9",
            ],
        ),
        (
            FRENCH,
            "Clôture des candidatures",
            [
                "10 janvier 2029 : envoyé, échéance le 17 janvier 2029, à s-1001; s-1002, "
                "écriture 6",
                "16 janvier 2029 : n’a pu être envoyé, échéance le 17 janvier 2029, the server was "
                "away, écriture 8",
                "16 janvier 2029 : pris en note, échéance le 17 janvier 2029, par s-1001, "
                "écriture 9",
            ],
        ),
    ],
    ids=list(LANGUAGES),
)
def test_reminders_are_told_stage_by_stage(
    language: Language, title: str, lines: list[str]
) -> None:
    chapter = said(past(REPORTS["single-name-2029"]).audited, language).chapters[7]
    (block,) = chapter.blocks
    assert (title, lines) == (block.heading, list(block.lines))


def free_texts(value: Any) -> Iterator[str]:
    """Every text in a record that is not a stored word, a key, or the name of a State."""
    states = {each.name_en for each in parties().values()}
    if isinstance(value, str):
        if len(value) > 2 and value not in WORDS_IN_FRENCH and value not in states:
            yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from free_texts(each)
    elif isinstance(value, msgspec.Struct):
        said_anew = {"because", "cure"} if isinstance(value, RefusedAct) else set()
        for field in value.__struct_fields__:
            if field not in {"stage", "of", "question", "clause"} | said_anew:
                yield from free_texts(getattr(value, field))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings(each)


def test_the_golden_files_are_those_of_the_reports() -> None:
    kept = {path.name for path in Path(GOLDEN).glob("*.txt")}
    assert kept == {f"{name}.{code}.txt" for name in REPORTS for code in LANGUAGES}
