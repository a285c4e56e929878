"""The annual report: the same numbers as a text and as pages, in both languages."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
import pytest

from domain.acts import Provenance
from domain.audit.punctuality import LeftOut, Punctuality, punctuality
from domain.audit.records import Audit, Timing
from domain.languages import ENGLISH, FRENCH, LANGUAGES
from domain.phrases import Language
from reports.annual import report as annual
from reports.pictures.strips import strips
from reports.typesetting import typeset
from tests.reports.conftest import DIARIES, past
from tests.reports.reading import elsewhere, pictures, squeezed, words_of

FIRST, LAST = date(2000, 1, 1), date(2035, 12, 31)
LATE = {"closing": 12, "list": 3, "consultation": -20}
IDS = re.compile(r"[a-z-]+(?:/[a-z-]+)?/\d{4}")
either_language = pytest.mark.parametrize("language", LANGUAGES.values(), ids=list(LANGUAGES))


def moved(of: Audit) -> Audit:
    """With three stages outside their windows."""
    stages = tuple(
        msgspec.structs.replace(
            stage,
            days=LATE[stage.occurrence],
            timing=Timing.LATE if LATE[stage.occurrence] > 0 else Timing.EARLY,
            provenance=Provenance.SEEN,
        )
        if stage.happened and stage.occurrence in LATE
        else stage
        for stage in of.stages
    )
    return msgspec.structs.replace(of, stages=stages)


@cache
def found() -> Punctuality:
    """Over one of each appointment that the diaries tell, two of which came late."""
    told = {past(path).id: past(path).audited for path in DIARIES}
    late = {id_: moved(of) if id_.endswith("/2024") else of for id_, of in told.items()}
    return punctuality(late.values(), FIRST, LAST, [LeftOut("judge/andorra/2099", "broken")])


def typeset_pages(of: Punctuality, language: Language) -> bytes:
    return typeset("annual", annual.sheet(of, language), of.last)


@either_language
def test_the_text_is_a_hundred_columns_wide(language: Language) -> None:
    for line in annual.text(found(), language).splitlines():
        assert len(line) <= annual.WIDTH, line
        assert line == line.rstrip()


def test_a_row_of_the_text_tells_the_numbers_of_its_stage() -> None:
    said = annual.text(found(), ENGLISH)
    closing = next(each.tally for each in found().stages if each.stage == "closing")
    row = next(line for line in said.splitlines() if line.startswith("Closing of candidatures"))
    numbers = [closing.steps, closing.measured, 0, closing.in_time, closing.late]
    told = " ".join(str(number or "–") for number in numbers)
    assert re.sub(r" +", " ", row).startswith(f"Closing of candidatures {told} +12 +12 ●")
    assert row.endswith("▶")
    assert "  Closing of candidatures: +12, commissioner/2024." in said


def test_the_french_text_is_french() -> None:
    said = annual.text(found(), FRENCH)
    assert said.startswith("Ponctualité des procédures de nomination\n1er janvier 2000 au 31")
    assert not re.search(
        r"\b(?:the|of|steps|late|closed|settled)\b", IDS.sub("", said).partition("Non compr")[0]
    )


@pytest.mark.parametrize(
    ("days", "bar"),
    [
        ((), ""),
        ((0,), "●"),
        ((-3, 0, 0, 5), "◀●●▶"),
        ((*(0,) * 96, 1, 2, 3, -1), "◀●●●●●●●●●●▶"),
    ],
)
def test_a_bar_has_a_sign_for_each_step_and_shares_out_many(
    days: tuple[int, ...], bar: str
) -> None:
    """None is so rare that it loses its last sign."""
    assert annual.bar(days) == bar


@either_language
def test_the_pages_say_what_the_text_says(language: Language) -> None:
    """Every title, number, appointment, clause and question."""
    said, words = annual.sheet(found(), language), words_of(typeset_pages(found(), language))
    told = [said.kind.upper(), said.title, said.subtitle, said.how, *said.sentences, *said.columns]
    told += [part for figure in said.figures for part in (figure.number, figure.what)]
    for row in (*said.stages, *said.bodies):
        told += [row.title, *row.cells, row.worst, row.worst_in]
    for table in (said.appointments, said.refusals, said.questions):
        told += [table.heading, *table.columns, *(cell for row in table.rows for cell in row)]
    told += said.left_out
    assert [each for each in told if squeezed(each) not in words] == []


def test_the_foot_says_up_to_which_day_steps_are_told() -> None:
    """It is not the day on which anything was recorded."""
    last = found().last
    assert annual.sheet(found(), ENGLISH).foot == f"Calends, steps up to {ENGLISH.day(last)}"
    assert annual.sheet(found(), FRENCH).foot == f"Calends, étapes jusqu’au {FRENCH.day(last)}"


@either_language
def test_the_plot_says_what_it_shows(language: Language) -> None:
    plot = annual.sheet(found(), language).plot
    assert plot is not None
    assert plot.alt in pictures(typeset_pages(found(), language))
    assert "+12" in plot.alt


def in_french() -> bytes:
    """The text, and the pages."""
    return annual.text(found(), FRENCH).encode() + typeset_pages(found(), FRENCH)


def test_the_same_audits_give_the_same_bytes_elsewhere(tmp_path: Path) -> None:
    assert in_french() == elsewhere(tmp_path, "tests.reports.test_annual", "in_french()")


@either_language
def test_a_time_in_which_nothing_happened_says_so(language: Language) -> None:
    nothing = punctuality((), FIRST, LAST)
    said = annual.sheet(nothing, language)
    assert said.plot is None
    assert squeezed(said.sentences[0]) in words_of(typeset_pages(nothing, language))
    assert said.sentences[0] in annual.text(nothing, language)


def test_a_share_is_a_hundred_only_where_all_were_in_time() -> None:
    nearly = msgspec.structs.replace(found().tally, measured=1000, in_time=999, early=0, late=1)
    of = msgspec.structs.replace(found(), tally=nearly)
    assert annual.sheet(of, ENGLISH).figures[3].number == "99\N{NO-BREAK SPACE}%"


def test_a_plot_reaches_as_far_as_its_furthest_step() -> None:
    plot = strips([("a", (-4000, 0, 0, 2)), ("b", ())], "alt.", "{0}: {1}.", "on", "note")
    assert plot is not None
    assert [row.title for row in plot.rows] == ["a"]
    dots = plot.rows[0].dots
    assert [(dot.number, dot.said, dot.shape) for dot in dots] == [
        (1, "", "early"),
        (2, "2", "in-time"),
        (1, "", "late"),
    ]
    assert dots[0].at == 0.0
    assert dots[1].at == plot.window
    assert all(0 <= stop.at <= 1 for stop in plot.stops)
    assert plot.alt == "alt. a: 1 × −4000, 2 × 0, 1 × +2."
    assert strips([("b", ())], "", "", "", "") is None
