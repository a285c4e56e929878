"""One sentence for each kind of entry: said in English and in French, heard in English.

A phrase is a template for one kind: `{field:slot}` stands for a field, `fixed` fields choose among
the phrases of a kind, and every other field must be at its default. So what is said can be heard:
`hear(say(x)) == x`.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from domain.ballots import Count, Votes
from domain.candidates import Name, name
from domain.checklists import Finding, Judgement
from domain.clauses import Clause, Mark, Reading
from domain.majorities import CommitteeVote
from domain.nominees import National, Nominee, nominee, told_of
from domain.outcomes import Amendment, Opened, Outcome, Recordable, RefusedAct
from domain.reckoning import Line, Reckoned, Rounding, Rule, Span, day
from domain.sittings import holiday
from domain.stages import Body, Stage

AND_ALSO = " // "  # between the amendments of one correction


class NotUnderstood(ValueError):
    """A sentence that no phrase says, or a day that does not exist; names the nearest phrase."""


class Unsayable(ValueError):
    """An outcome that no phrase expresses as a whole."""


class Phrase:
    """A sentence for one kind, in one language."""

    def __init__(self, kind: type[Outcome], template: str, **fixed: object) -> None:
        self.kind = kind
        self.template = template
        self.fixed = fixed

    @cached_property
    def slots(self) -> dict[str, str]:
        """By field, what is written there."""
        return dict(re.findall(r"\{(\w+):(\w+)\}", self.template))

    def says(self, outcome: Outcome) -> bool:
        """Whether it expresses the whole of an outcome."""
        if type(outcome) is not self.kind:
            return False
        if isinstance(outcome, Opened):
            # Its tables are too long to be said; a diary's heading says the rest.
            return all(getattr(outcome, key) for key in self.slots)
        rest = (self._defaults | self.fixed).items()
        return all(getattr(outcome, key) == value for key, value in rest) and all(
            getattr(outcome, key) not in (None, "", ()) for key in self.slots
        )

    @cached_property
    def _defaults(self) -> dict[str, object]:
        return {
            each.name: each.default
            for each in msgspec.structs.fields(self.kind)
            if each.name not in self.slots and each.name not in self.fixed
        }

    @property
    def shown(self) -> str:
        """The template as a person reads it: the slots in capitals."""
        return re.sub(r"\{(\w+):(\w+)\}", lambda slot: slot[1].upper(), self.template)


class Slot(NamedTuple):
    """How a field is written in a sentence: its pattern, and its two directions."""

    pattern: str
    write: Callable[["Language", Any], str]
    read: Callable[["Language", str], object]


@dataclass(frozen=True)
class Language:
    """The words of a language: months, bodies, titles of stages, phrases, notes, workings."""

    code: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    first: str  # how the first of a month is written
    bodies: Mapping[Body, str]
    parts: Mapping[int, str]
    titles: Mapping[str, str]
    spans: tuple[str, str]  # "from {0} to {1}", "in {0}"
    phrases: tuple[Phrase, ...]
    note: Mapping[str, str]
    rules: Mapping[Rule, str]
    correction: tuple[str, str, str, str]  # how it reads, its day, its sentence, or struck out
    offices: Mapping[str, str]
    follows: Mapping[str, str]  # what a day brings if it passes: by stage, or (in brackets) for any
    clauses: Mapping[str, str] = field(default_factory=dict)  # what each does, if not as kept
    readings: Mapping[int, str] = field(default_factory=dict)
    reason: Callable[[str], str] = str  # what a day was counted from, said
    stored: Mapping[str, str] = field(default_factory=dict)  # words that are stored, if not as kept
    answer: Callable[["Language", str], str] | None = None  # why it was refused, or the cure
    joints: tuple[str, str] = (": ", "; ")
    _by_kind: dict[type[Outcome], list[Phrase]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for phrase in self.phrases:
            self._by_kind.setdefault(phrase.kind, []).append(phrase)

    # -- Saying ------------------------------------------------------------------------------

    def say(self, outcome: Outcome) -> str:
        """The sentence of an outcome. Raises Unsayable for fields that no phrase has together."""
        if isinstance(outcome, RefusedAct):
            return f"{self.say(outcome.asked)} -> {self.refused(outcome)}"
        phrase = next((p for p in self._by_kind[type(outcome)] if p.says(outcome)), None)
        if phrase is None:
            raise Unsayable(f"no sentence of ours says {outcome}")
        return re.sub(
            r"\{(\w+):(\w+)\}",
            lambda slot: SLOTS[slot[2]].write(self, getattr(outcome, slot[1])),
            phrase.template,
        )

    def refused(self, refusal: RefusedAct) -> str:
        """What follows the arrow of a refused line."""
        under = f" {self.note['under']} {refusal.clause}" if refusal.clause else ""
        return f"{self.note['refused']}{under}: {refusal.because}"

    def title(self, stage: str) -> str:
        """What a stage is, as a heading; an occurrence keeps its number."""
        key, _, number = stage.partition("/")
        title = self.titles.get(key, key)
        return f"{title} ({number})" if number else title

    def day(self, of: date) -> str:
        number = self.first if of.day == 1 else str(of.day)
        return f"{number} {self.months[of.month - 1]} {of.year}"

    def weekday(self, of: date) -> str:
        """A day with the name of its weekday."""
        return f"{self.weekdays[of.weekday()]} {self.day(of)}"

    def day_off(self, of: date) -> str:
        """Why offices are closed: the holiday, or the weekday."""
        return holiday(of, self.code) or self.weekdays[of.weekday()]

    def about(self, clause: Clause) -> str:
        """What a clause does."""
        return self.clauses.get(clause.id, clause.about)

    def reading(self, reading: Reading) -> str:
        """How we read a text."""
        return self.readings.get(reading.number, reading.text)

    def word(self, stored: str) -> str:
        """A word that the record keeps: the answer to a question, a point of a checklist."""
        return self.stored.get(stored, stored)

    def refusal(self, text: str) -> str:
        """Why something was refused, or what would cure it, from the sentence that was kept."""
        if self.answer:
            return self.answer(self, text)
        return re.sub(ISO_DAY, lambda found: self.day(date.fromisoformat(found[0])), text)

    def span(self, span: Span) -> str:
        """A day, a whole month, or from a day to a day."""
        if span.is_day:
            return self.day(span.earliest)
        first, last = span.earliest, span.latest
        if span == _month(first.year, first.month):
            return self.spans[1].format(f"{self.months[first.month - 1]} {first.year}")
        return self.spans[0].format(self.day(first), self.day(last))

    def mark(self, provenance: str) -> str:
        """How a day is known that was not seen in a record; empty for one that was."""
        return self.note.get(f"day {provenance}", "")

    def marked(self, span: Span, provenance: str) -> str:
        """A day or span that bears its mark: in January 2024 (from the calendar)."""
        mark = self.mark(provenance)
        return f"{self.span(span)} ({mark})" if mark else self.span(span)

    def notes(self, stage: Stage[Any], planned: Span | None = None) -> Iterable[str]:
        """What a reader of a timetable must know about a stage's days."""
        opens, closes = stage.window
        if planned:
            yield self.note["planned"].format(self.span(planned))
        if stage.window.estimated:
            yield self.note["estimated"]
        if opens.estimated and not opens.span.is_day:
            yield self.note["opens"].format(self.span(opens.span))
        if closes is None:
            yield self.note["no closing"]
        elif closes.estimated and not closes.span.is_day:
            yield self.note["closes"].format(self.span(closes.span))
        for limit in stage.limits:
            for side, reckoned in (
                ("not before", limit.not_before),
                ("not after", limit.not_after),
            ):
                if reckoned:
                    yield self.note[side].format(self.span(reckoned.span), limit.clause.id) + (
                        f" ({self.note['estimate']})" if reckoned.estimated else ""
                    )
        if opens.rounding_matters or (closes and closes.rounding_matters):
            yield self.note["rounding"]
        for note in stage.notes:
            weekday = self.weekday(note.on) if note.on else ""
            of = [self.note.get(each, each) for each in note.of]
            yield self.note[note.key].format(weekday, *of, names=", ".join(of))
        if stage.mark is Mark.ASSUMED:
            yield self.note["assumed"]
        if stage.readings:
            yield self.note["readings"].format(", ".join(str(n) for n in stage.readings))

    def working(self, reckoned: Reckoned) -> Iterable[str]:
        """How a day was computed, a line for each rule."""
        for line in reckoned.working:
            yield self._line(line)

    def _line(self, line: Line) -> str:
        colon, semicolon = self.joints
        said = self.rules[line.rule].format(amount=line.amount, why=self.reason(line.why))
        off = ", ".join(f"{self.day(of)} ({self.day_off(of)})" for of in line.met)
        extras = [
            line.clause,
            self.note["reading"].format(line.reading) if line.reading else "",
            self._rounded(line.rounding) if line.rounding else "",
            self.note["otherwise"].format(self.span(line.otherwise)) if line.otherwise else "",
            self.note["days off"].format(off) if off else "",
        ]
        behind = semicolon.join(extra for extra in extras if extra)
        return f"{said}{colon}{self.span(line.gives)}" + (f" [{behind}]" if behind else "")

    def _rounded(self, rounding: Rounding) -> str:
        return self.note["rounded"].format(self.note.get(rounding.value, rounding.value))

    # -- Hearing -----------------------------------------------------------------------------

    def hear(self, sentence: str) -> Recordable:
        """The outcome that a sentence says. Raises NotUnderstood, naming the nearest phrase."""
        for pattern, phrase in self._patterns:
            if match := pattern.fullmatch(sentence):
                fields = {
                    key: SLOTS[slot].read(self, match[key]) for key, slot in phrase.slots.items()
                }
                return phrase.kind(**phrase.fixed, **fields)  # type: ignore[return-value]
        shown = {phrase.shown: phrase for phrase in self.phrases}
        nearest = difflib.get_close_matches(sentence, shown, n=1, cutoff=0.0)
        raise NotUnderstood(f"no sentence of ours says {sentence!r}; the nearest is: {nearest[0]}")

    def hear_day(self, text: str) -> date:
        """A day such as 26 June 2029. Raises NotUnderstood for one that does not exist."""
        match = re.fullmatch(DAY, text)
        try:
            assert match is not None
            number, month, year = text.split()
            return date(int(year), self.months.index(month) + 1, int(number))
        except (AssertionError, ValueError):
            raise NotUnderstood(f"{text} is not a day: write it as in 26 June 2029") from None

    def hear_span(self, text: str) -> Span:
        """A day, `in June 2029`, or `from 26 June 2029 to 28 June 2029`."""
        if match := re.fullmatch(rf"from ({DAY}) to ({DAY})", text):
            first, last = self.hear_day(match[1]), self.hear_day(match[2])
            if last < first:
                raise NotUnderstood(f"{text} ends before it begins")
            return Span(first, last)
        if match := re.fullmatch(r"in ([A-Z]\w+) (\d{4})", text):
            if match[1] not in self.months:
                raise NotUnderstood(f"{match[1]} is not a month")
            if not MINYEAR <= int(match[2]) < MAXYEAR:
                raise NotUnderstood(f"{match[2]} is not a year")
            return _month(int(match[2]), self.months.index(match[1]) + 1)
        return day(self.hear_day(text))

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], Phrase], ...]:
        return tuple((self._pattern(phrase), phrase) for phrase in self.phrases)

    def _pattern(self, phrase: Phrase) -> re.Pattern[str]:
        pieces = re.split(r"(\{\w+:\w+\})", phrase.template)
        for n, piece in enumerate(pieces):
            if slot := re.fullmatch(r"\{(\w+):(\w+)\}", piece):
                pieces[n] = f"(?P<{slot[1]}>{SLOTS[slot[2]].pattern})"
            else:
                pieces[n] = re.escape(piece)
        return re.compile("".join(pieces))


# -- Slots -----------------------------------------------------------------------------------

ISO_DAY = r"\d{4}-\d\d-\d\d"
DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
SPAN = rf"(?:{DAY}|in [A-Z]\w+ \d{{4}}|from {DAY} to {DAY})"
NAME = r"[^;:=()\[\]\"]+?"
PAPERS = {
    "papers": "papers",
    "blank": "blank",
    "spoiled": "spoiled",
    "signatures": "signatures",
    "cast": "votes_cast",
}
NO_FIGURES = "figures not on record"
CARRIED = {"carried": True, "not carried": False}
JUDGEMENT = "|".join(Judgement)
FINDING = rf"[A-Za-z ]+? (?:{JUDGEMENT})"
FINDING_PARTS = rf"([A-Za-z ]+?) ({JUDGEMENT})"
MARK = r"[\w./:@+-]+"
PAPER = rf"(?:(?:{'|'.join(PAPERS)}) \d+|elects {NAME})"


def _month(year: int, month: int) -> Span:
    last = date(year + month // 12, month % 12 + 1, 1).toordinal() - 1
    return Span(date(year, month, 1), date.fromordinal(last))


def _names(text: str) -> tuple[Name, ...]:
    return tuple(_name(each) for each in text.split(";"))


def _name(text: str) -> Name:
    try:
        return name(text)
    except ValueError as error:
        raise NotUnderstood(str(error)) from None


def _write_count(language: Language, count: Count) -> str:
    votes = "; ".join(f"{each.name} {each.votes}" for each in count.votes)
    votes = votes or language.note[NO_FIGURES]
    papers = [
        f"{language.note[key]} {number}"
        for key, field in PAPERS.items()
        if (number := getattr(count, field)) is not None
    ]
    if count.elects:
        papers.append(f"{language.note['elects']} {count.elects}")
    return f"{votes} ({', '.join(papers)})" if papers else votes


def _read_count(_: Language, text: str) -> Count:
    votes, _bracket, papers = text.rstrip(")").partition(" (")
    figures, _elects, elected = papers.partition("elects ")
    told = [] if votes == NO_FIGURES else [each.rsplit(" ", 1) for each in votes.split(";")]
    numbers = {PAPERS[key]: int(number) for key, number in re.findall(r"(\w+) (\d+)", figures)}
    count = Count(tuple(Votes(_name(who), int(number)) for who, number in told), **numbers)  # type: ignore[arg-type]
    return msgspec.structs.replace(count, elects=_name(elected)) if elected else count


def _write_amendments(language: Language, amendments: tuple[Amendment, ...]) -> str:
    return AND_ALSO.join(_write_amendment(language, each) for each in amendments)


def _write_amendment(language: Language, amendment: Amendment) -> str:
    reads, of_a_day, says, struck = language.correction
    on = "" if amendment.happened is None else language.span(amendment.happened)
    if amendment.outcome is None:
        return (of_a_day if on else struck).format(amendment.entry, on)
    said = language.say(amendment.outcome)
    if not on:
        return says.format(amendment.entry, said)
    return reads.format(amendment.entry, on, said)


def _read_amendments(language: Language, text: str) -> tuple[Amendment, ...]:
    return tuple(_read_amendment(language, each) for each in text.split(AND_ALSO))


def _read_amendment(language: Language, text: str) -> Amendment:
    if struck := re.fullmatch(r"entry (\d+) is struck out", text):
        return Amendment(int(struck[1]))
    if of_a_day := re.fullmatch(rf"entry (\d+) should be of: ({SPAN})", text):
        return Amendment(int(of_a_day[1]), happened=language.hear_span(of_a_day[2]))
    if says := re.fullmatch(r"entry (\d+) should say: (.+)", text):
        return Amendment(int(says[1]), outcome=language.hear(says[2]))
    reads = re.fullmatch(rf"entry (\d+) should read: ({SPAN}), (.+)", text)
    if reads is None:
        raise NotUnderstood(f"no correction of ours says {text!r}")
    return Amendment(int(reads[1]), language.hear_span(reads[2]), language.hear(reads[3]))


def _write_target(language: Language, span: Span) -> str:
    said = language.span(span)
    if span.is_day:
        return said
    is_a_month = span == _month(span.earliest.year, span.earliest.month)
    return language.note["a day of" if is_a_month else "the days of"].format(said)


def _read_target(language: Language, text: str) -> Span:
    return language.hear_span(text.removeprefix("the days ").removeprefix("a day "))


def _read_body(language: Language, text: str) -> Body:
    for body, said in language.bodies.items():
        if said == text:
            return body
    raise NotUnderstood(f"{text} is no body of a procedure: {', '.join(language.bodies.values())}")


def _write_part(language: Language, part: int) -> str:
    if part not in language.parts:
        raise Unsayable(f"{part} is no part-session of a year")
    return language.parts[part]


def _read_part(language: Language, text: str) -> int:
    return next(part for part, said in language.parts.items() if said == text)


def _write_nominees(language: Language, nominees: tuple[Nominee, ...]) -> str:
    def told(nominee: Nominee) -> str:
        *words, last = told_of(nominee)
        last = last.replace("listed under", language.note["listed under"])
        return ", ".join([*(language.note.get(w, w) for w in words), language.note.get(last, last)])

    return "; ".join(f"{nominee.name} ({told(nominee)})" for nominee in nominees)


def _read_nominees(_: Language, text: str) -> tuple[Nominee, ...]:
    try:
        return tuple(nominee(who, told) for who, told in _with_brackets(text))
    except ValueError as error:
        raise NotUnderstood(str(error)) from None


def _write_nationals(_: Language, nationals: tuple[National, ...]) -> str:
    return "; ".join(f"{each.name} ({each.nationality})" for each in nationals)


def _read_nationals(_: Language, text: str) -> tuple[National, ...]:
    return tuple(National(_name(who), _name(state)) for who, state in _with_brackets(text))


def _with_brackets(text: str) -> list[tuple[str, str]]:
    """A (x); B (y) as pairs."""
    return re.findall(r"([^;()]+?) \(([^()]+)\)", text)


def _write_vote(language: Language, vote: CommitteeVote) -> str:
    figures = (
        ("in favour", vote.in_favour),
        ("against", vote.against),
        ("abstaining", vote.abstained),
        ("voting", vote.voting),
    )
    if vote.carried is not None:
        said = next(word for word, carried in CARRIED.items() if carried is vote.carried)
        return f"{language.note[said]}, {language.note[NO_FIGURES]}"
    return ", ".join(
        f"{number} {language.note[key]}" for key, number in figures if number is not None
    )


def _read_vote(_: Language, text: str) -> CommitteeVote:
    if text.endswith(NO_FIGURES):
        return CommitteeVote(carried=CARRIED[text.partition(",")[0]])
    figures = {
        key: int(number) for number, key in (each.split(" ", 1) for each in text.split(", "))
    }
    return CommitteeVote(
        figures["in favour"], figures["against"], figures.get("abstaining"), figures.get("voting")
    )


def _write_findings(language: Language, findings: tuple[Finding, ...]) -> str:
    return "; ".join(f"{each.point} {language.note[each.judgement.value]}" for each in findings)


def _read_findings(_: Language, text: str) -> tuple[Finding, ...]:
    found = (re.fullmatch(FINDING_PARTS, each) for each in text.split("; "))
    return tuple(Finding(each[1], Judgement(each[2])) for each in found if each)


SLOTS: dict[str, Slot] = {
    "day": Slot(DAY, Language.day, Language.hear_day),
    "span": Slot(SPAN, Language.span, Language.hear_span),
    # To where a date is moved: to a day, or to several.
    "target": Slot(rf"(?:the days |a day )?{SPAN}", _write_target, _read_target),
    "name": Slot(NAME, lambda _, value: value, lambda _, text: _name(text)),
    "names": Slot(
        rf"{NAME}(?:; {NAME})*", lambda _, value: "; ".join(value), lambda _, text: _names(text)
    ),
    "count": Slot(
        rf"(?:{NAME} \d+(?:; {NAME} \d+)*|{NO_FIGURES})(?: \({PAPER}(?:, {PAPER})*\))?",
        _write_count,
        _read_count,
    ),
    "body": Slot(r"the [\w -]+?", lambda lang, body: lang.bodies[body], _read_body),
    "part": Slot("January|April|June|autumn", _write_part, _read_part),
    "year": Slot(r"\d{4}", lambda _, value: str(value), lambda _, text: int(text)),
    "key": Slot(r"[\w/-]+", lambda _, value: value, lambda _, text: text),
    "text": Slot(r".+", lambda _, value: value, lambda _, text: text),
    "amendments": Slot(
        r"entry \d+ (?:should read|should be of|should say|is struck out).*",
        _write_amendments,
        _read_amendments,
    ),
}


SLOTS |= {
    "nominees": Slot(
        rf"{NAME} \([^()]+\)(?:; {NAME} \([^()]+\))*", _write_nominees, _read_nominees
    ),
    "nationals": Slot(
        rf"{NAME} \([^()]+\)(?:; {NAME} \([^()]+\))*", _write_nationals, _read_nationals
    ),
    "vote": Slot(
        rf"\d+ in favour, \d+ against(?:, \d+ abstaining)?(?:, \d+ voting)?"
        rf"|(?:{'|'.join(CARRIED)}), {NO_FIGURES}",
        _write_vote,
        _read_vote,
    ),
    "points": Slot(
        r"[a-z]+(?:; [a-z]+)*",
        lambda _, value: "; ".join(value),
        lambda _, text: tuple(text.split("; ")),
    ),
    "findings": Slot(rf"{FINDING}(?:; {FINDING})*", _write_findings, _read_findings),
    "years": Slot(
        r"\d+(?:; \d+)*",
        lambda _, value: "; ".join(map(str, value)),
        lambda _, text: tuple(int(each) for each in text.split("; ")),
    ),
    # As a text, but another one may follow it in the sentence.
    "ref": Slot(r".+?", lambda _, value: value, lambda _, text: text),
    # Keys of reminders, and ids of the directory: without blanks.
    "mark": Slot(MARK, lambda _, value: value, lambda _, text: text),
    "marks": Slot(
        rf"{MARK}(?:; {MARK})*",
        lambda _, value: "; ".join(value),
        lambda _, text: tuple(text.split("; ")),
    ),
    "number": Slot(r"\d+", lambda _, value: str(value), lambda _, text: int(text)),
}


def clause_ids(clauses: Iterable[Clause]) -> str:
    """The clauses of a stage as a reader cites them, each once."""
    return ", ".join(dict.fromkeys(clause.id for clause in clauses))
