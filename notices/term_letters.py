"""Letters of the term watch: all terms of which somebody is to be warned, in one letter."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from domain.languages import LANGUAGES
from domain.reckoning import day_in_strasbourg
from domain.term_telling import term_telling
from domain.watching import MONTHS_AHEAD, TermWarning, beginning
from notices.directory import Directory, Person, Recipient, who_begins
from notices.letters import Letter, Sheets, Writer, capacity, finished, name_of

OF_TERMS = Sheets("term-subject.txt", "term.txt", "term.html")
OF_SEVERAL = "watch"  # the thread of letters that speak of more than one appointment


class TermEnvelope(msgspec.Struct, frozen=True):
    """One person, and the terms of which she or he is to be warned, as what."""

    person: Person
    of: tuple[tuple[TermWarning, Recipient], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(warning.key for warning, _ in self.of)

    def left(self, told: Mapping[str, Sequence[str]]) -> "TermEnvelope":
        """What she or he has not been warned of yet. `told`: ids, by key."""
        of = tuple(each for each in self.of if self.person.id not in told.get(each[0].key, ()))
        return TermEnvelope(self.person, of)


def term_envelopes(
    due: Sequence[TermWarning], directory: Directory, now: datetime
) -> tuple[TermEnvelope, ...]:
    """Who is warned of what. A warning that stands in no envelope has no recipient."""
    on = day_in_strasbourg(now)
    found: dict[str, list[tuple[TermWarning, Recipient]]] = {}
    persons: dict[str, Person] = {}
    for warning in sorted(due, key=lambda each: (each.of.ends, each.key)):
        for each in who_begins(directory, beginning(warning.of.term.office), on):
            persons[each.person.id] = each.person
            found.setdefault(each.person.id, []).append((warning, each))
    return tuple(TermEnvelope(persons[id_], tuple(of)) for id_, of in found.items())


def term_letters(
    writer: Writer, to: TermEnvelope, directory: Directory, now: datetime
) -> Iterator[Letter]:
    """The letter for an envelope; none where it is empty. Raises BadTemplate."""
    if to.of:
        yield _letter(writer, to, directory, now)


def _letter(writer: Writer, envelope: TermEnvelope, directory: Directory, now: datetime) -> Letter:
    person, on, first = envelope.person, day_in_strasbourg(now), envelope.of[0][0]
    language = LANGUAGES[person.language]
    terms = [
        (term_telling(warning, language, on), capacity(directory, recipient, language))
        for warning, recipient in envelope.of
    ]
    alone = len(terms) == 1
    fields: dict[str, object] = {
        "subject": "",
        "today": language.weekday(on),
        "terms": terms,
        "overview": [(of.short_end, of.seat, of.holder) for of, _ in terms],
        "assumed": language.note["assumed"].partition(":")[2].strip(),
        "months": MONTHS_AHEAD,
        "desk": writer.at_the_desk(first.of.appointment) if alone and first.of.opened else "",
        "keys": envelope.keys,
    }
    name = name_of("watch", person.id, *sorted(envelope.keys))
    thread = first.of.appointment if alone else OF_SEVERAL
    message = writer.written(OF_TERMS, fields, thread, name, person, now)
    return finished(message, name, person, envelope.keys)
