"""The head of a report: what appointment it is, under which rules, how it stands."""

from collections.abc import Iterator

from domain.acts import Provenance
from domain.audit.records import Audit, Case
from domain.outcomes import Holder
from domain.phrases import Language
from reports.sentences import capital, from_a_state, in_office
from reports.told.records import Fact
from reports.words import SYMBOLS, Words


def facts(of: Audit, language: Language, words: Words) -> tuple[Fact, ...]:
    """The facts in the order in which a reader asks for them."""
    return tuple(fact for fact in _facts(of, language, words) if fact.lines)


def _facts(of: Audit, language: Language, words: Words) -> Iterator[Fact]:
    case, say = of.case, words.facts
    yield Fact(say.appointment, (case.id,))
    yield Fact(say.rules, tuple(_rules(case, language, words)))
    yield Fact(say.opened, tuple(_opened(case, language, words)))
    yield Fact(say.term, tuple(_term(case, language, words)))
    yield Fact(say.holders, tuple(_holder(each, language, words) for each in case.holders))
    yield Fact(say.status, (words.statuses[case.status],))
    yield Fact(say.elected, tuple(_elected(case, language, words)))
    yield Fact(say.record, tuple(_record(of, language, words)))
    yield Fact(say.days, (_marks(of, words),) if case.edition else ())
    yield Fact(say.head, (of.head,) if of.head else ())
    yield Fact(say.as_of, (language.day(of.on),))


def _rules(case: Case, language: Language, words: Words) -> Iterator[str]:
    if edition := case.edition:
        yield capital(
            words.facts.rules_since.format(
                edition.name, language.day(edition.since), language.word(edition.texts)
            )
        )
        if not edition.calendar_known:
            yield words.facts.rules_without_months


def _opened(case: Case, language: Language, words: Words) -> Iterator[str]:
    if case.opened_on and case.opening_recorded_on:
        recorded = words.facts.recorded_on.format(language.day(case.opening_recorded_on))
        again = case.opened_on.latest != case.opening_recorded_on
        yield f"{language.span(case.opened_on)}{f', {recorded}' if again else ''}"


def _term(case: Case, language: Language, words: Words) -> Iterator[str]:
    if vacancy := case.vacancy:
        yield words.facts.vacant.format(language.day(vacancy.on), words.causes[vacancy.cause])
    elif case.term_ends:
        yield words.facts.term_ends.format(language.day(case.term_ends))


def _holder(of: Holder, language: Language, words: Words) -> str:
    say = words.facts
    named = from_a_state(of.name, of.nationality, language)
    until = f", {say.holder_until.format(language.day(of.until))}" if of.until else ""
    return f"{named}, {say.holder_terms.format(of.terms)}{until}"


def _elected(case: Case, language: Language, words: Words) -> Iterator[str]:
    if mandate := case.mandate:
        yield in_office(mandate, language, words)
    elif case.elected:
        yield case.elected


def _record(of: Audit, language: Language, words: Words) -> Iterator[str]:
    on_reminders = sum(each.entry > 0 for kept in of.reminders for each in kept.reminders)
    yield words.facts.entries.format(
        of.entries, len(of.refusals), len(of.corrections), on_reminders
    )
    last = words.facts.all_entries if of.recorded_at_once else words.facts.last_entry
    yield last.format(language.day(of.last_recorded_on))


def _marks(of: Audit, words: Words) -> str:
    counts = {
        Provenance.SEEN: of.marks.seen,
        Provenance.CALENDAR: of.marks.calendar,
        Provenance.UNKNOWN: of.marks.unknown,
    }
    return "   ".join(
        f"{SYMBOLS[mark]} {words.counted[mark].format(number)}" for mark, number in counts.items()
    )
