"""Days, windows and distances as reports say them."""

from domain.acts import Provenance
from domain.audit.records import AuditedStage, Bounds, Timing
from domain.phrases import Language
from domain.reckoning import Span
from reports.words import SYMBOLS, Words


def marked(on: Span, provenance: Provenance | None, language: Language) -> str:
    """A day with the mark of how it is known: 25 June 2024 ●."""
    return f"{language.span(on)} {SYMBOLS[provenance]}" if provenance else language.span(on)


def entered(
    on: Span, provenance: Provenance | None, entry: int, language: Language, words: Words
) -> str:
    """A day with its mark, and the entry that tells of it: 25 June 2024 ● (entry 14)."""
    return f"{marked(on, provenance, language)} ({words.rest.entry.format(entry)})"


def window(of: Bounds, language: Language, words: Words) -> str:
    """From the first day that it may open to the last that it may close.

    A step that was held back may open after the day by which it was to be done.
    """
    if of.closes is None:
        if of.opens.is_day:
            return words.stage.open_ended.format(language.day(of.opens.earliest))
        return f"{language.span(of.opens)}, {words.stage.any_day}"
    first, last = of.opens.earliest, of.closes.latest
    if last < first:
        return words.stage.closed_before.format(language.day(last), language.day(first))
    return language.span(Span(first, last))


def outside(days: int, words: Words) -> str:
    """3 days early, 12 days late."""
    say, amount = words.stage, abs(days)
    length = say.one_day if amount == 1 else say.days.format(amount)
    return (say.early if days < 0 else say.late).format(length)


def timing(of: AuditedStage, words: Words) -> str:
    """Inside, 3 days early, 12 days late; and the limits that were not kept."""
    if of.timing is None:
        return ""
    said = words.timings[of.timing]
    if of.timing is Timing.INSIDE:
        said = _inside(of, words)
    if of.days:
        said = outside(of.days, words)
    if not of.broken:
        return said
    beyond = words.stage.beyond.format(", ".join(of.broken))
    return beyond if of.timing is Timing.INSIDE else f"{said}, {beyond}"


def _inside(of: AuditedStage, words: Words) -> str:
    """In time, if its day was seen in a record: else nobody can say so."""
    if of.provenance in words.not_measured:
        return words.not_measured[of.provenance]
    return words.timings[Timing.INSIDE] if of.written.closes else words.stage.no_last_day
