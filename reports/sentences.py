"""Sentences of what was recorded, said for readers: titles in the place of keys, States by their
names in the language, stored words translated.
"""

import re
from typing import Any

import msgspec

from domain.acts import NOT_ON_RECORD, identity_of
from domain.audit.records import MandateOf
from domain.outcomes import (
    CandidateAssessed,
    CandidatesPutForward,
    CandidatureProposed,
    Corrected,
    DateMoved,
    DatePlanned,
    Opened,
    Outcome,
    RepresentativesProposed,
    Settled,
    StaffProposed,
    StaffSponsored,
)
from domain.parties import Party, parties
from domain.phrases import Language
from domain.telling import ARTICLE
from reports.words import Words

BY_OFFICE = {"Secretary General": "secretary-general"}
"""Who proposes without being a government, as the roll of candidates names it."""


def capital(text: str) -> str:
    """A sentence begins with a capital, a name as it is."""
    return text[:1].title() + text[1:]  # a Georgian letter has capitals, but no name uses them


def sentence(text: str) -> str:
    """A whole sentence: capital and full stop."""
    return capital(text) if text.endswith((".", "!", "?")) else f"{capital(text)}."


def state(name: str, language: Language) -> str:
    """A State or Party, by its key or its English name, in the language; else as it is."""
    known = parties().get(name) or _in_english(name)
    return _name_of(known, language) if known else name


def from_a_state(what: str, name: str, language: Language) -> str:
    """A person or an office with the State in brackets, if there is one."""
    return f"{what} ({state(name, language)})" if name else what


def proposer(name: str, language: Language) -> str:
    """Who has proposed a candidate: a government, the Secretary General, a representative."""
    if name in BY_OFFICE:
        return language.offices[BY_OFFICE[name]].partition(" du ")[0].partition(" of ")[0]
    return state(name, language)


def said(outcome: Outcome, language: Language, words: Words) -> str:
    """What was recorded, in a sentence without its full stop."""
    match outcome:
        case Opened() as opened:
            named = _appointment(opened.office, opened.party, opened.year, language)
            return f"{words.rest.opening}{language.joints[0]}{named}"
        case Settled(option=option, body=body):
            return words.rest.question.format(language.bodies[body], language.word(option))
        case DatePlanned(of=stage, on=on):
            fixed = words.rest.fixed.format(language.title(stage))
            return f"{fixed}{language.joints[0]}{language.span(on)}"
        case DateMoved(of=stage, to=on):
            moved = words.rest.moved.format(language.title(stage))
            return f"{moved}{language.joints[0]}{language.span(on)}"
        case Corrected(amendments=amendments):
            return language.joints[1].join(
                _amendment(each.entry, each.happened, each.outcome, language, words)
                for each in amendments
            )
        case _:
            return _spaced(language.say(_in_the_language(outcome, language)), language)


def reference(of: str, words: Words) -> str:
    """Where it is written down, or that this is not on record."""
    return words.rest.no_reference if of in {"", NOT_ON_RECORD} else of


def appointment(id_: str, language: Language) -> str:
    """An appointment as a heading: its office, the Party if it has one, its year."""
    of = identity_of(id_)
    return _appointment(of.office, of.party, of.year, language)


def in_office(of: MandateOf, language: Language, words: Words) -> str:
    """Who takes office, from when and until when."""
    by_the_day = of.starts.is_day and of.ends.is_day
    said = words.facts.in_office if by_the_day else words.facts.in_office_about
    starts = language.marked(of.starts, of.mark)
    return f"{of.elected}, {said.format(starts, language.span(of.ends))}"


def question(occurrence: str, language: Language) -> str:
    """What a question is about, as a heading."""
    title = language.title(occurrence)
    return capital(title.partition(language.joints[0])[2] or title)


def _spaced(text: str, language: Language) -> str:
    """Names in a row stand between semicolons, and each language sets them its own way."""
    return re.sub("(?<! ); ", language.joints[1], text)


def _appointment(office: str, party: str, year: int, language: Language) -> str:
    return f"{from_a_state(language.offices[office], party, language)}, {year}"


def _amendment(
    entry: int, on: Any, outcome: Outcome | None, language: Language, words: Words
) -> str:
    reads, of_a_day, says, struck = language.correction
    day = language.span(on) if on else ""
    if outcome is None:
        return (of_a_day if on else struck).format(entry, day)
    text = said(outcome, language, words)
    return reads.format(entry, day, text) if on else says.format(entry, text)


def _in_the_language(outcome: Outcome, language: Language) -> Outcome:
    """The same outcome with States and points of checklists as the language has them."""
    match outcome:
        case CandidatureProposed() | StaffSponsored():
            return msgspec.structs.replace(
                outcome,
                nationality=state(outcome.nationality, language),
                proposed_by=tuple(_with_article(each, language) for each in outcome.proposed_by),
            )
        case StaffProposed() | RepresentativesProposed():
            return msgspec.structs.replace(
                outcome, nationality=state(outcome.nationality, language)
            )
        case CandidatesPutForward(candidates=candidates):
            named = (
                msgspec.structs.replace(each, nationality=state(each.nationality, language))
                for each in candidates
            )
            return msgspec.structs.replace(outcome, candidates=tuple(named))
        case CandidateAssessed(findings=findings):
            points = (
                msgspec.structs.replace(each, point=language.word(each.point)) for each in findings
            )
            return msgspec.structs.replace(outcome, findings=tuple(points))
        case _:
            return outcome


def _with_article(name: str, language: Language) -> str:
    """By the Netherlands: par les Pays-Bas."""
    known = _in_english(name)
    return known.name_fr if known and language.code == "fr" else name


def _in_english(name: str) -> Party | None:
    return next((party for party in parties().values() if party.name_en == name), None)


def _name_of(party: Party, language: Language) -> str:
    """Without its article, as it stands in a list."""
    if language.code != "fr":
        return party.name_en
    return re.sub(ARTICLE, "", party.name_fr)
