"""Calendars: the days of appointments as iCalendar (RFC 5545), for whoever subscribes or imports.

Every stage is one event for life, whatever becomes of its day: the uid stays, SEQUENCE rises with
each move, and what is no longer expected is cancelled and not left out. Events take whole days and
have no time zone. No event names a candidate, and of what is done in camera it says only that a
body meets. Nothing here reads a clock: the same ledger gives the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from icalendar import Alarm, Calendar, Event, vDuration

from domain.acts import AppointmentId, Entry
from domain.languages import ENGLISH
from domain.phrases import Language, clause_ids
from domain.reckoning import A_DAY, Span
from domain.stages import Body
from notices.occasions import Almanac, Certainty, Occasion

HOW_OFTEN = timedelta(hours=6)  # what clients are asked for; most of them come when they like

STATUS = {
    Certainty.FORECAST: "TENTATIVE",
    Certainty.FIXED: "CONFIRMED",
    Certainty.DONE: "CONFIRMED",
    Certainty.MOOT: "CANCELLED",
}


class Words(NamedTuple):
    """The few words of a calendar that no sentence of the record has."""

    everything: str
    articles: tuple[str, ...]  # a category begins with its noun
    who: str
    window: str
    opens: str
    done: str
    clauses: str
    computed: str
    notes: str
    moot: str
    was: str
    meeting: str
    in_camera: str
    more: str


WORDS = {
    "en": Words(
        everything="every appointment",
        articles=("the ",),
        who="Who: {}",
        window="Window: {}",
        opens="Opens: {}",
        done="Done: {}",
        clauses="Clauses: {}",
        computed="How the last day is computed:",
        notes="Notes:",
        moot="No longer expected.",
        was="No longer expected: {}",
        meeting="Meeting in camera: {}",
        in_camera="In camera: whoever belongs to its circle is written to.",
        more="More: {}",
    ),
    "fr": Words(
        everything="toutes les procédures",
        articles=("le ", "la ", "les ", "l’"),
        who="Qui : {}",
        window="Fenêtre : {}",
        opens="Ouverture : {}",
        done="Fait : {}",
        clauses="Clauses : {}",
        computed="Calcul du dernier jour :",
        notes="Notes :",
        moot="N’est plus attendu.",
        was="N’est plus attendu : {}",
        meeting="Réunion à huis clos : {}",
        in_camera="À huis clos : une lettre est adressée aux personnes concernées.",
        more="Plus : {}",
    ),
}


def feed(
    records: Mapping[AppointmentId, Sequence[Entry]],
    language: Language = ENGLISH,
    *,
    body: Body | None = None,
    named: str = "",
    almanac: Almanac | None = None,
) -> bytes:
    """A calendar of one appointment, of several, or of what one body must do in them.

    `named` is how a reader finds it among others; by itself it is named after the body, or as the
    calendar of everything. Raises Misfit for a record that does not fit its script.
    """
    almanac = almanac or Almanac()
    occasions = (each for id_, entries in records.items() for each in almanac.of(id_, entries))
    found = [each for each in occasions if body is None or body in each.bodies]
    named = named or (_category(body, language) if body else WORDS[language.code].everything)
    calendar = _calendar(language)
    calendar.add("x-wr-calname", f"Calends: {named}")
    calendar.add("refresh-interval", HOW_OFTEN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(HOW_OFTEN))
    for each in sorted(found, key=lambda each: (each.shown.on, each.uid)):
        calendar.add_component(_event(each, language))
    return _written(calendar)


def event_of(
    appointment: AppointmentId,
    entries: Sequence[Entry],
    stage: str,
    language: Language = ENGLISH,
    *,
    almanac: Almanac | None = None,
) -> bytes:
    """A calendar of one event, to go with a letter: the same event as in every feed.

    `stage` with its occurrence, as a reminder names it. Raises KeyError where none was expected.
    """
    occasions = (almanac or Almanac()).of(appointment, entries)
    calendar = _calendar(language)
    calendar.add_component(_event({each.stage: each for each in occasions}[stage], language))
    return _written(calendar)


def _written(calendar: Calendar) -> bytes:
    written: bytes = calendar.to_ical()
    return written


def _calendar(language: Language) -> Calendar:
    """Without a METHOD: this is a view of the ledger, and invites nobody."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Calends//Appointments//{language.code.upper()}")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(occasion: Occasion, language: Language) -> Event:
    shown, event = occasion.shown, Event()
    summary = _summary(occasion, language)
    event.add("uid", occasion.uid)
    event.add("sequence", occasion.moves)
    event.add("dtstamp", occasion.touched)
    event.add("last-modified", occasion.touched)
    event.add("dtstart", shown.on.earliest)
    event.add("dtend", shown.on.latest + A_DAY)  # RFC 5545 3.6.1: the day after the last
    event.add("status", STATUS[shown.certainty])
    event.add("summary", summary)
    event.add("description", "\n".join(_description(occasion, language)))
    event.add("categories", [_category(body, language) for body in occasion.bodies])
    event.add("transp", "TRANSPARENT")  # a deadline keeps nobody busy
    event.add("class", "CONFIDENTIAL" if occasion.in_camera else "PUBLIC")
    for before in shown.alarms:
        event.add_component(_alarm(summary, before))
    return event


def _alarm(summary: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", before)
    return alarm


def _summary(occasion: Occasion, language: Language) -> str:
    """What the stage is, of which appointment, and whether its day is a guess."""
    words, shown = WORDS[language.code], occasion.shown
    what = _capital(language.title(occasion.stage))
    if occasion.in_camera:
        what = words.meeting.format(_who(occasion, language))
    match shown.certainty:
        case Certainty.DONE:
            what = f"✓ {what}"
        case Certainty.MOOT:
            what = words.was.format(what)
        case _ if _estimated(occasion):
            what = f"{what} ({language.note['estimate']})"
    return f"{what}, {occasion.appointment}"


def _description(occasion: Occasion, language: Language) -> Iterator[str]:
    """Who, when, under which clause, how the day was computed, and what is to be known of it."""
    words, shown = WORDS[language.code], occasion.shown
    stage, more = shown.stage, words.more.format(f"calends show {occasion.appointment}")
    if occasion.in_camera:
        yield from (words.in_camera, more)
        return
    if shown.happened:
        yield words.done.format(language.marked(shown.happened, shown.mark))
    elif shown.certainty is Certainty.MOOT:
        yield words.moot
    yield words.who.format(_who(occasion, language))
    yield _window(occasion, language)
    yield words.clauses.format(clause_ids(stage.clauses))
    if shown.certainty in (Certainty.FORECAST, Certainty.FIXED):
        if closes := stage.window.closes:
            yield from _list(words.computed, language.working(closes))
        yield from _list(words.notes, language.notes(stage, shown.planned))
    yield more


def _who(occasion: Occasion, language: Language) -> str:
    return ", ".join(language.bodies[body] for body in occasion.bodies)


def _list(heading: str, lines: Iterable[str]) -> Iterator[str]:
    lines = [f"- {line}" for line in lines]
    if lines:
        yield heading
        yield from lines


def _window(occasion: Occasion, language: Language) -> str:
    words, (opens, closes) = WORDS[language.code], occasion.shown.stage.window
    if closes is None:
        return words.opens.format(language.span(opens.span))
    # What is counted from an estimate may seem to close before it opens.
    window = Span(opens.earliest, max(opens.earliest, closes.latest))
    return words.window.format(language.span(window))


def _estimated(occasion: Occasion) -> bool:
    closes = occasion.shown.stage.window.closes
    return not occasion.shown.planned and bool(closes and closes.estimated)


def _category(body: Body, language: Language) -> str:
    """A body as one looks it up: without its article."""
    said = language.bodies[body]
    for article in WORDS[language.code].articles:
        said = said.removeprefix(article)
    return _capital(said)


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
