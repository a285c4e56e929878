"""How the pages of a report are laid out: each bar, head and line in its place."""

import re
from collections import Counter
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from domain.audit.records import Timing
from domain.languages import ENGLISH, LANGUAGES
from domain.phrases import Language
from reports.captions import captions_of
from reports.pages import audit_pages, sheet
from reports.pictures.timeline import IN_TIME, timeline
from reports.words import WORDS
from tests.reports.conftest import TESTS, Past, past

JUDGE_2016 = TESTS / "diaries" / "judge" / "azerbaijan-2016.diary"
ALL_WITHDRAW = TESTS / "diaries" / "secretary_general" / "all-withdraw-2029.diary"
TIE = TESTS / "diaries" / "secretary_general" / "tie-2029.diary"
BROKEN = re.compile(r"^(?:from|to) .*\b\d{1,2}(?: [A-Z][a-z]+)?$|\b(?:JIS|REG|RoP)$")
either_language = pytest.mark.parametrize("language", LANGUAGES.values(), ids=list(LANGUAGES))


def lines(path: Path, language: Language) -> list[list[str]]:
    """What a reader finds on each page, line by line."""
    with pypdfium2.PdfDocument(audit_pages(past(path).audited, language)) as document:
        return [page.get_textpage().get_text_range().splitlines() for page in document]


@either_language
def test_each_ballot_has_the_bars_of_its_own_entry(language: Language) -> None:
    """Entry 14 is not to be found in entry 140."""
    of = past(TIE).audited
    ballots = tuple(
        msgspec.structs.replace(ballot, entry=entry)
        for ballot, entry in zip(of.ballots, (14, 140, 1400), strict=True)
    )
    bars = sheet(of, language).bars

    assert len(set(bars)) == 3
    assert bars == sheet(msgspec.structs.replace(of, ballots=ballots), language).bars


def test_there_are_bars_for_every_ballot_with_figures_and_for_nothing_else(told: Past) -> None:
    drawn = [bars for bars in sheet(told.audited, ENGLISH).bars if bars]
    assert len([ballot for ballot in told.audited.ballots if ballot.cast]) == len(drawn)


@either_language
def test_the_figures_count_what_the_stages_say(told: Past, language: Language) -> None:
    of, words = sheet(told.audited, language), WORDS[language.code]
    figures = {figure.what: int(figure.number) for figure in of.figures}
    captions = captions_of(language)
    said = Counter(step.timing for step in of.report.steps)

    assert said[words.timings[Timing.INSIDE]] == figures.get(captions.shapes[IN_TIME], 0)
    assert said[words.stage.no_last_day] == figures.get(captions.no_last_day, 0)


@either_language
def test_what_lies_ahead_has_a_head_of_its_own(language: Language) -> None:
    """To be done, and how far it is; neither has it happened, nor was it early or late."""
    say = WORDS[language.code].stage
    done = (say.stage_and_body, *say.columns[1:])
    ahead = (say.stage_and_body, *say.ahead_columns, say.columns[-1])
    read = [line.rstrip() for page in lines(JUDGE_2016, language) for line in page]
    heads = [line for line in read if line.startswith(say.stage_and_body)]

    assert list(dict.fromkeys(heads)) == [" ".join(done), " ".join(ahead)]


def test_neither_a_day_nor_a_clause_is_broken_in_the_table_of_the_stages() -> None:
    read = [line for page in lines(ALL_WITHDRAW, ENGLISH) for line in page]
    assert "from 13 September 2029" in read
    assert [line for line in read if BROKEN.search(line)] == []


def test_the_end_of_a_report_stands_on_no_page_alone() -> None:
    """The last clauses go with it: of this report nothing else is left for the last page."""
    last = lines(ALL_WITHDRAW, ENGLISH)[-1]
    assert last[1].startswith("Reading 8 [R]")
    assert last[-2] == "End of the report."


def test_the_legend_explains_only_what_stands_in_the_picture() -> None:
    """No outside witness: none of these days was seen to lie inside its window."""
    picture = timeline(past(JUDGE_2016).audited, ENGLISH)
    assert picture is not None
    assert [sign.said for sign in picture.legend] == [
        "written window",
        "window without an end in the text",
        "not certain",
        "day from the calendar",
        "day not on record",
    ]
