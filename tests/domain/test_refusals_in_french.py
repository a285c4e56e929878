"""Every refusal of an act, and every cure, is said in French too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.languages import ENGLISH, FRENCH
from domain.languages.refusals_in_french import CURES_IN_FRENCH, REFUSALS_IN_FRENCH

DOMAIN = Path(__file__).parents[2] / "domain"
# What is signed at the desk is refused there and stands in no appointment.
ELSEWHERE = {"signing.py"}
SAID = [
    re.compile(re.escape(english).replace(r"\{\}", "(.+?)"))
    for english, _ in (*REFUSALS_IN_FRENCH, *CURES_IN_FRENCH)
]


def texts_of(node: ast.expr) -> Iterator[str]:
    """What an expression may say, with a letter in the place of what it fills in."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=values):
            filled = [""]
            for part in values:
                if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.IfExp):
                    choices = list(texts_of(part.value))
                elif isinstance(part, ast.FormattedValue):
                    choices = ["X"]
                else:
                    choices = list(texts_of(part))
                filled = [before + choice for before in filled for choice in choices]
            yield from filled
        case ast.IfExp(body=body, orelse=other):
            yield from texts_of(body)
            yield from texts_of(other)


def sentences() -> Iterator[tuple[str, str]]:
    """Where a refusal is raised, or a stage held back, and what is said there."""
    for path in sorted(DOMAIN.rglob("*.py")):
        if path.name in ELSEWHERE:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Refused", "Hold"}:
                for said in (*node.args[1:], *(word.value for word in node.keywords)):
                    yield from ((f"{path.name}:{said.lineno}", text) for text in texts_of(said))


@pytest.mark.parametrize(("where", "text"), [*sentences()])
def test_every_refusal_and_cure_in_the_law_has_its_french(where: str, text: str) -> None:
    assert any(pattern.fullmatch(text) for pattern in SAID), f"{where}: {text}"


def test_as_many_things_are_filled_in_as_in_english() -> None:
    for english, french in (*REFUSALS_IN_FRENCH, *CURES_IN_FRENCH):
        assert len(re.findall(r"\{\d?\}", french)) == english.count("{}"), english


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("record its consultation first", "enregistrer d’abord sa consultation"),
        ("record closing first", "enregistrer d’abord : clôture des candidatures"),
        (
            "the stage call is not open; open: closing, candidature",
            "l’étape « calendrier fixé, appel à candidatures » n’est pas en cours ; en cours : "
            "clôture des candidatures, présentation des candidatures",
        ),
        (
            "entry 6 (closing) has ended it: correct that entry if it is wrong",
            "l’écriture 6 (clôture des candidatures) y a mis fin : corriger cette écriture si elle "
            "est fausse",
        ),
        (
            "2029-04-03 departs from its window 2029-03-01 to 2029-03-31",
            "le jour (3 avril 2029) s’écarte de : sa période (en mars 2029)",
        ),
        (
            "2029-04-03 departs from its window 2029-03-01 to 2029-03-30 and the limit of REG 4",
            "le jour (3 avril 2029) s’écarte de : sa période (du 1er mars 2029 au 30 mars 2029) et "
            "la limite de REG 4",
        ),
        (
            "entry 12 would be refused: Eva Fischer is not a candidate",
            "l’écriture 12 serait refusée : Eva Fischer n’est pas candidat(e)",
        ),
        (
            "2029-06-01 does not lie in the June 2029 part-session",
            "1er juin 2029 : jour hors de la partie de session (juin 2029)",
        ),
        ("a sentence of another release", "a sentence of another release"),
    ],
)
def test_days_stages_and_what_stands_inside_are_said_too(english: str, french: str) -> None:
    assert french == FRENCH.refusal(english)


def test_english_says_the_days_as_one_says_them() -> None:
    assert (
        ENGLISH.refusal("fix a day not later than 2029-05-16")
        == "fix a day not later than 16 May 2029"
    )


def test_answers_points_and_texts_have_their_french() -> None:
    from domain.checklists import OF_THE_DEPUTY, OF_THE_SECRETARY_GENERAL
    from domain.procedures import PROCEDURES

    texts = [edition.texts for each in PROCEDURES.values() for edition in each.editions]
    for stored in (*OF_THE_DEPUTY, *OF_THE_SECRETARY_GENERAL, *texts):
        assert stored in FRENCH.stored
