"""What is kept in English is said in French: every clause, every reading, every reason of a day."""

import ast
import re
from datetime import date

import pytest

from domain.clauses import CLAUSES, READINGS
from domain.languages import ENGLISH, FRENCH
from domain.languages.law_in_french import (
    CLAUSES_IN_FRENCH,
    READINGS_IN_FRENCH,
    REASONS_IN_FRENCH,
    reason_in_french,
)
from domain.outcomes import BY_STAGE
from domain.procedures import PROCEDURES
from domain.reckoning import Span, day, earlier_working_day, given, months_before
from domain.sittings import PartSession, part_sessions
from domain.telling import named
from tests.cli.conftest import ROOT


def test_every_clause_and_every_reading_is_said_in_french() -> None:
    assert set(CLAUSES_IN_FRENCH) == set(CLAUSES)
    assert set(READINGS_IN_FRENCH) == set(READINGS)


def test_every_reason_of_a_day_is_said_in_french_and_no_other() -> None:
    """Read from the law itself: the second argument of `given`."""
    found = {
        text.value
        for module in (ROOT / "domain").rglob("*.py")
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "given"
        for text in ast.walk(call.args[1])
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }

    assert found == set(REASONS_IN_FRENCH)


@pytest.mark.parametrize("language", [ENGLISH, FRENCH])
def test_every_office_has_a_name(language: object) -> None:
    assert isinstance(language, type(ENGLISH))
    assert set(language.offices) == set(PROCEDURES)


def test_what_follows_is_said_of_the_same_stages_in_both_languages() -> None:
    assert set(ENGLISH.follows) == set(FRENCH.follows)
    stages = {key.partition("@")[0] for key in ENGLISH.follows if not key.startswith("(")}
    assert stages <= set(BY_STAGE)
    for key in ENGLISH.follows:
        for language in (ENGLISH, FRENCH):
            said = language.follows[key]
            assert set(re.findall(r"\{\d\}", said)) == set(
                re.findall(r"\{\d\}", ENGLISH.follows[key])
            )


def test_a_part_session_is_said_in_french_whatever_its_source() -> None:
    of = {each.key: each for each in part_sessions(2024, 2030)}
    revised = PartSession(2029, 4, day(date(2029, 10, 1)), None, source="as revised (AS/Bur 1)")

    assert reason_in_french(of["2024/3"].opening().working[0].why) == (
        "ouverture de la partie de session de juin 2024 : vue dans un document public"
    )
    assert reason_in_french(of["2030/2"].closing().working[0].why) == (
        "clôture de la partie de session d’avril 2030 : estimation, non annoncée"
    )
    assert reason_in_french(revised.opening().working[0].why) == (
        "ouverture de la partie de session d’automne 2029 : telle que révisée (AS/Bur 1)"
    )
    assert reason_in_french("a source of somebody's own") == "a source of somebody's own"


def test_a_working_is_french_to_its_last_word() -> None:
    last_day = given(date(2012, 8, 31), "the last day of the term")
    counted = months_before(last_day, 6, CLAUSES["REG 8.b"], reading=2)
    rolled = earlier_working_day(
        months_before(
            given(Span(date(2013, 9, 30), date(2013, 9, 30)), "the letter"), 6, CLAUSES["REG 8.b"]
        ),
        frozenset({date(2013, 3, 29)}),
    )

    assert list(FRENCH.working(counted)) == [
        "le dernier jour du mandat : 31 août 2012",
        "6 mois avant, même quantième : 29 février 2012 [REG 8.b ; lecture 2 ; arrondi vers le bas "
        "; dans l’autre sens : 1er mars 2012]",
    ]
    assert list(FRENCH.working(rolled))[-1] == (
        "jour chômé : le jour ouvrable précédent : 28 mars 2013 [jours chômés rencontrés : "
        "29 mars 2013 (Vendredi saint), 30 mars 2013 (samedi)]"
    )


@pytest.mark.parametrize(
    ("appointment", "english", "french"),
    [
        (
            "secretary-general/2029",
            "Secretary General of the Council of Europe, 2029",
            "Secrétaire Général du Conseil de l’Europe, 2029",
        ),
        (
            "judge/united-kingdom/2027",
            "Judge of the European Court of Human Rights (United Kingdom), 2027",
            "Juge à la Cour européenne des droits de l’homme (Royaume-Uni), 2027",
        ),
        (
            "cpt-member/cyprus/2027",
            "Member of the European Committee for the Prevention of Torture (Cyprus), 2027",
            "Membre du Comité européen pour la prévention de la torture (Chypre), 2027",
        ),
    ],
)
def test_an_appointment_has_a_name_in_each_language(
    appointment: str, english: str, french: str
) -> None:
    assert named(appointment, ENGLISH) == english
    assert named(appointment, FRENCH) == french
