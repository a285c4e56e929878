"""How a list of reminders reads, in English and in French."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from domain.phrases import Language
from domain.reckoning import STRASBOURG
from domain.reminders import Level, Tone, first_of_each_level
from notices.directory import Directory
from terminal.reminded import Coming, Noted, NotSent, Reminders, Sent

MOST_KEYS = 3


class Words(NamedTuple):
    """What a list of reminders says, in one language."""

    sent: str
    not_sent: str
    acknowledged: str
    due: str
    planned: str
    nothing: str
    at: str
    due_on: str
    to: str
    instead: str
    twice: str
    since: str
    waits: str
    given_up: str
    perhaps: str
    noted: str
    weekly: str
    tones: Mapping[Tone, str]
    levels: Mapping[Level, str]


WORDS: Mapping[str, Words] = {
    "en": Words(
        sent="Sent",
        not_sent="Could not be sent",
        acknowledged="Taken note of",
        due="Due now",
        planned="Planned, as long as nothing else is recorded",
        nothing="No reminder was sent, and none is planned.",
        at="{:%H:%M}",
        due_on="{}, due on {}",
        to="to {}",
        instead="instead of {}",
        twice="perhaps twice",
        since="since {}",
        waits="is tried again",
        given_up="is not tried again",
        perhaps="perhaps sent",
        noted="by {}",
        weekly="then every week",
        tones={
            Tone.AHEAD: "ahead of the day",
            Tone.TODAY: "on the day",
            Tone.AFTER: "the day has passed",
            Tone.OVERDUE: "overdue",
            Tone.MOVED: "moved from {}",
        },
        levels={
            Level.OWNER: "whoever is in charge",
            Level.DEPUTY: "the deputy too",
            Level.HEAD: "the head too",
        },
    ),
    "fr": Words(
        sent="Envoyés",
        not_sent="N’ont pu être envoyés",
        acknowledged="Pris en note",
        due="À envoyer maintenant",
        planned="Prévus, tant que rien d’autre n’est enregistré",
        nothing="Aucun rappel n’a été envoyé, et aucun n’est prévu.",
        at="{:%H h %M}",
        due_on="{}, échéance le {}",
        to="à {}",
        instead="au lieu de {}",
        twice="peut-être deux fois",
        since="depuis le {}",
        waits="sera essayé de nouveau",
        given_up="n’est plus essayé",
        perhaps="peut-être envoyé",
        noted="par {}",
        weekly="puis chaque semaine",
        tones={
            Tone.AHEAD: "avant l’échéance",
            Tone.TODAY: "le jour même",
            Tone.AFTER: "l’échéance est passée",
            Tone.OVERDUE: "en retard",
            Tone.MOVED: "auparavant le {}",
        },
        levels={
            Level.OWNER: "responsable",
            Level.DEPUTY: "et la suppléance",
            Level.HEAD: "et la direction",
        },
    ),
}


def lines(of: Reminders, language: Language, directory: Directory | None) -> Iterator[str]:
    """The same for people, with names where the directory knows them."""
    say = WORDS[language.code]
    sections = (
        (say.sent, [_said_of_sent(each, language, directory) for each in of.sent]),
        (say.not_sent, [_said_of_not_sent(each, language) for each in of.not_sent]),
        (say.acknowledged, [_said_of_note(each, language, directory) for each in of.acknowledged]),
        (say.due, [_said_of_coming(each, language, directory) for each in of.due]),
        (say.planned, list(_said_of_plan(of.planned, language, directory))),
    )
    yield of.id
    for title, found in sections:
        if found:
            yield ""
            yield title
        for first, *others in found:
            yield f"  {first}"
            for other in others:
                yield f"    {other}"
    if not any(found for _, found in sections):
        yield say.nothing


def named(id_: str, directory: Directory | None) -> str:
    """Ada Bell (s-1001), where the directory knows her; else the id alone."""
    person = directory.find(id_) if directory else None
    return f"{person.name} ({id_})" if person else id_


def _said_of_sent(of: Sent, language: Language, directory: Directory | None) -> tuple[str, ...]:
    say = WORDS[language.code]
    remarks = [say.twice] if of.perhaps_twice else []
    remarks += [say.instead.format(keys(of.folded))] if of.folded else []
    to = say.to.format("; ".join(named(id_, directory) for id_ in of.to))
    return (
        f"{_instant(of.at, language)}  {_what(of.stage, of.due, language)}",
        f"{to}  [{of.key}]",
        *remarks,
    )


def _said_of_not_sent(of: NotSent, language: Language) -> tuple[str, ...]:
    say = WORDS[language.code]
    since, (colon, _) = say.since.format(_instant(of.since, language)), language.joints
    return (
        f"{since}  {_what(of.stage, of.due, language)}",
        f"{say.waits if of.waits else say.given_up}{colon}{of.because}  [{of.key}]",
        *([say.perhaps] if of.perhaps_sent else []),
    )


def _said_of_note(of: Noted, language: Language, directory: Directory | None) -> tuple[str, ...]:
    by = WORDS[language.code].noted.format(named(of.by, directory))
    return (f"{_instant(of.at, language)}  {_what(of.stage, of.due, language)}, {by}",)


def _said_of_plan(
    plan: Iterable[Coming], language: Language, directory: Directory | None
) -> Iterator[tuple[str, ...]]:
    for each in first_of_each_level(plan):
        weekly = [WORDS[language.code].weekly] if each.tone is Tone.OVERDUE else []
        yield (*_said_of_coming(each, language, directory), *weekly)


def _said_of_coming(of: Coming, language: Language, directory: Directory | None) -> tuple[str, ...]:
    say = WORDS[language.code]
    to = "; ".join(named(id_, directory) for id_ in of.to) or language.bodies[of.body]
    colon, stop = language.joints
    return (
        f"{_instant(of.at, language)}  {_what(of.stage, of.due, language)}",
        f"{_tone(of, language)}{stop}{say.levels[of.level]}{colon}{to}  [{of.key}]",
        *([say.instead.format(keys(of.folded))] if of.folded else []),
    )


def _tone(of: Coming, language: Language) -> str:
    """What a reminder says of its day; of one that was moved, from when."""
    said = WORDS[language.code].tones[of.tone]
    return said.format(language.day(date.fromisoformat(of.was_due))) if of.was_due else said


def _what(stage: str, due: date, language: Language) -> str:
    what = f"{language.title(stage)} ({stage})"
    return WORDS[language.code].due_on.format(what, language.day(due))


def _instant(at: datetime, language: Language) -> str:
    there = at.astimezone(STRASBOURG)
    return f"{language.day(there.date())}, {WORDS[language.code].at.format(there)}"


def keys(of: Sequence[str]) -> str:
    """One after the other; of many the first and the last."""
    return "; ".join(of if len(of) <= MOST_KEYS else (of[0], "…", of[-1]))
