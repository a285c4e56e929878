"""The chapters behind the stages: where practice left the text, what was refused, settled,
corrected, moved; who stood, how it was voted, who was told; and the clauses cited.
"""

from collections.abc import Iterable, Iterator

from domain.acts import NOT_ON_RECORD
from domain.agenda import Deviation
from domain.audit.records import (
    Amended,
    Audit,
    CandidateOf,
    Correction,
    CourtAdopted,
    DateChanged,
    EditionChanged,
    LimitOf,
    Question,
    Read,
    RefusedAsk,
    ReminderKept,
    RemindersOf,
    TableChanged,
)
from domain.clauses import CLAUSES, R1366_4, READINGS, ROP_40_11, Clause, Reading
from domain.phrases import Language
from reports.days import entered, marked, outside, window
from reports.sentences import (
    capital,
    from_a_state,
    proposer,
    question,
    reference,
    said,
    sentence,
)
from reports.told.records import Block, Chapter, Fact
from reports.told.votes import votes
from reports.words import Words

CitedRule = Clause | Reading


def chapters(of: Audit, language: Language, words: Words) -> tuple[Chapter, ...]:
    """All of them, in a fixed order: an empty one says that there is nothing."""
    titles = words.chapters
    told: tuple[tuple[tuple[str, str], Iterable[Block]], ...] = (
        (titles.deviations, (_deviation(each, of, language, words) for each in of.deviations)),
        (titles.refusals, (_refusal(each, language, words) for each in of.refusals)),
        (titles.questions, (_question(each, language, words) for each in of.questions)),
        (titles.corrections, (_correction(each, language, words) for each in of.corrections)),
        (titles.changes, _changes(of, language, words)),
        (titles.candidates, (_candidate(each, language, words) for each in of.candidates)),
        (titles.ballots, votes(of, language, words)),
        (titles.reminders, (_reminders(each, language, words) for each in of.reminders)),
        (titles.papers, _papers(of, words)),
        (titles.clauses, _cited(of, language, words)),
    )
    return tuple(Chapter(title, nothing, tuple(blocks)) for (title, nothing), blocks in told)


# -- What left the text, and what was refused ------------------------------------------------


def _deviation(of: Deviation, audit: Audit, language: Language, words: Words) -> Block:
    step = next(stage for stage in audit.stages if stage.entry == of.entry)
    say, rest = words.stage, words.rest
    left = [outside(of.days, words)] if of.days else []
    left += [rest.beyond.format(", ".join(of.broken))] if of.broken else []
    on = entered(of.happened, step.provenance, of.entry, language, words)
    return Block(
        f"{capital(language.title(of.stage))}, {on}",
        of.clause,
        of.entry,
        (
            Fact(say.columns[1], (window(step.written, language, words),)),
            Fact(say.columns[3], (", ".join(left),)),
            *_why_and_where(of.reason or rest.no_reason, "", words),
        ),
    )


def _refusal(of: RefusedAsk, language: Language, words: Words) -> Block:
    rest = words.rest
    recorded = (
        f", {rest.recorded_on.format(language.day(of.recorded_on))}"
        if of.recorded_on != of.on.latest
        else ""
    )
    return Block(
        f"{entered(of.on, of.provenance, of.entry, language, words)}{recorded}",
        of.clause or rest.no_clause,
        of.entry,
        (
            Fact(rest.asked, (sentence(said(of.asked, language, words)),)),
            Fact(rest.because, (sentence(language.refusal(of.because)),)),
            Fact(rest.cure, (sentence(language.refusal(of.cure)),)),
        ),
    )


def _question(of: Question, language: Language, words: Words) -> Block:
    rest = words.rest
    bodies = tuple(language.bodies[body] for body in of.bodies)
    semicolon = language.joints[1]
    facts = [
        Fact(rest.options, (semicolon.join(language.word(each) for each in of.options),)),
        Fact(rest.for_one_of, (semicolon.join(bodies),)),
    ]
    entry = ""
    if of.on and of.settled_by:
        entry = f" ({rest.entry.format(of.entry)})"
        how = rest.settled_by.format(language.bodies[of.settled_by], language.word(of.option))
        facts += [
            Fact(rest.settled, (f"{marked(of.on, of.provenance, language)}, {how}",)),
            *_why_and_where("", of.reference or NOT_ON_RECORD, words),
        ]
    else:
        waits = rest.waits_since.format(language.day(of.since.earliest))
        facts.append(Fact(rest.settled, (waits,)))
    readings = tuple(rest.reading.format(number).lower() for number in of.readings)
    return Block(
        f"{question(of.occurrence, language)}{entry}",
        ", ".join((of.clause, *readings)),
        of.entry,
        tuple(facts),
    )


def _why_and_where(reason: str, written: str, words: Words) -> Iterator[Fact]:
    """The reason, and where it is written down, as far as the entry names them."""
    if reason:
        yield Fact(_label(words.stage.reason), (reason,))
    if written:
        yield Fact(_label(words.stage.reference), (reference(written, words),))


def _label(of: str) -> str:
    """The word before the colon."""
    return of.partition(":")[0].strip()


# -- Corrections, dates, tables, editions ----------------------------------------------------


def _correction(of: Correction, language: Language, words: Words) -> Block:
    facts = [fact for each in of.amended for fact in _amended(each, language, words)]
    return Block(
        entered(of.on, of.provenance, of.entry, language, words),
        ", ".join(words.rest.entry.format(each.entry) for each in of.amended),
        of.entry,
        (*facts, *_why_and_where(of.reason, of.reference, words)),
    )


def _amended(of: Amended, language: Language, words: Words) -> Iterator[Fact]:
    """Three readings of one entry; two where nothing had amended it before."""
    rest = words.rest
    yield Fact(capital(rest.entry.format(of.entry)), (capital(language.title(of.stage)),))
    yield Fact(rest.written, (_read(of.written, language, words),))
    if of.before != of.written:
        yield Fact(rest.read_until_then, (_read(of.before, language, words),))
    yield Fact(rest.reads, (_read(of.after, language, words) if of.after else rest.struck_out,))


def _read(of: Read, language: Language, words: Words) -> str:
    return f"{marked(of.on, of.provenance, language)}, {said(of.outcome, language, words)}"


def _changes(of: Audit, language: Language, words: Words) -> tuple[Block, ...]:
    """In the order of the record."""
    blocks = [
        *(_date(each, language, words) for each in of.dates),
        *(_table(each, language, words) for each in of.part_sessions),
        *(_edition(each, language, words) for each in of.editions),
        *(_court(each, language, words) for each in of.court),
    ]
    return tuple(sorted(blocks, key=lambda block: block.entry))


def _date(of: DateChanged, language: Language, words: Words) -> Block:
    rest = words.rest
    what = (rest.moved if of.moved else rest.fixed).format(language.title(of.stage))
    until = f" ({rest.until_then.format(language.span(of.was))})" if of.was else ""
    return _change(of, what, f"{language.span(of.is_now)}{until}", language, words)


def _table(of: TableChanged, language: Language, words: Words) -> Block:
    rest = words.rest
    what = rest.part_session.format(words.parts[of.part], of.year)
    held = (
        rest.held.format(language.day(of.opens), language.day(of.closes))
        if of.opens and of.closes
        else rest.cancelled
    )
    was = window(of.was, language, words) if of.was else rest.was_cancelled
    return _change(of, what, f"{held} ({rest.until_then.format(was)})", language, words)


def _edition(of: EditionChanged, language: Language, words: Words) -> Block:
    what = words.rest.edition.format(of.is_now, of.was)
    return _change(of, what, "", language, words)


def _court(of: CourtAdopted, language: Language, words: Words) -> Block:
    return Block(
        entered(of.since, of.provenance, of.entry, language, words),
        R1366_4.id,
        of.entry,
        lines=(words.rest.court.format(of.women, of.men),),
    )


def _change(
    of: DateChanged | TableChanged | EditionChanged,
    what: str,
    how: str,
    language: Language,
    words: Words,
) -> Block:
    return Block(
        entered(of.on, of.provenance, of.entry, language, words),
        "",
        of.entry,
        tuple(_why_and_where(of.reason, of.reference, words)),
        lines=(f"{what}{language.joints[0]}{how}" if how else what,),
    )


# -- Candidates, reminders, papers, clauses --------------------------------------------------


def _candidate(of: CandidateOf, language: Language, words: Words) -> Block:
    rest = words.rest
    by = rest.proposed_by.format(
        language.joints[1].join(proposer(each, language) for each in of.proposed_by)
    )
    proposed = capital(by)
    if of.proposed_on:
        proposed += f", {entered(of.proposed_on, of.provenance, of.entry, language, words)}"
    lines = [proposed]
    if of.fell_on and of.fell_as:
        fell = words.stage.fell[of.fell_as].format(of.name).rstrip(".")
        on = entered(of.fell_on, of.fell_provenance, of.fell_by, language, words)
        lines.append(f"{fell}, {on}")
    named = from_a_state(of.name, of.nationality, language)
    return Block(named, words.fates[of.fate], lines=tuple(lines))


def _reminders(of: RemindersOf, language: Language, words: Words) -> Block:
    lines = tuple(_reminder(each, language, words) for each in of.reminders)
    return Block(capital(language.title(of.stage)), lines=lines)


def _reminder(of: ReminderKept, language: Language, words: Words) -> str:
    rest = words.rest
    told = [f"{language.day(of.on)}{language.joints[0]}{words.rest.became[of.became]}"]
    told.append(rest.due.format(language.day(of.due)))
    if of.tone:
        told.append(words.tones[of.tone])
    if of.level:
        told.append(words.levels[of.level])
    if of.to:
        to = "; ".join(of.to)
        told.append((rest.to if of.key else rest.by).format(to))
    if of.because:
        told.append(of.because)
    if of.perhaps:
        told.append(rest.perhaps)
    if of.entry:
        told.append(rest.entry.format(of.entry))
    return ", ".join(told)


def _papers(of: Audit, words: Words) -> Iterator[Block]:
    """Whose, and what; never what they say."""
    for each in of.papers:
        kind = words.rest.kinds_of_paper.get(each.what, each.what)
        entry = words.rest.entry.format(each.entry)
        yield Block(words.rest.paper.format(each.person, kind), entry, each.entry)


def _cited(of: Audit, language: Language, words: Words) -> Iterator[Block]:
    """Every clause and reading that the report cites, with its mark and what it does."""
    ids = [clause for stage in of.stages for clause in (*stage.clauses, *_of_limits(stage.limits))]
    ids += [each.clause for each in of.deviations] + [b for d in of.deviations for b in d.broken]
    ids += [each.clause for each in of.refusals] + [each.clause for each in of.questions]
    ids += [clause for ballot in of.ballots for clause in ballot.clauses]
    ids += [ROP_40_11.id] if of.ballots else []
    ids += [R1366_4.id] if of.court else []
    cited: list[CitedRule] = [CLAUSES[each] for each in _in_order(ids)]
    numbers = {number for stage in of.stages for number in stage.readings}
    numbers |= {number for each in of.questions for number in each.readings}
    cited += [READINGS[number] for number in sorted(numbers)]
    if cited:
        yield Block("", facts=tuple(_rule(each, language, words) for each in cited))
        marks = (f"[{mark.value}] {said}" for mark, said in words.marks.items())
        yield Block("", lines=(words.firmness.format(language.joints[1].join(marks)),))


def _rule(of: CitedRule, language: Language, words: Words) -> Fact:
    if isinstance(of, Clause):
        return Fact(f"{of.id} [{of.mark.value}]", (sentence(language.about(of)),))
    named = words.rest.reading.format(of.number)
    return Fact(f"{named} [{of.mark.value}]", (language.reading(of),))


def _of_limits(limits: Iterable[LimitOf]) -> Iterator[str]:
    return (limit.clause for limit in limits)


def _in_order(ids: Iterable[str]) -> tuple[str, ...]:
    """Each once, as the texts stand in the table of clauses."""
    cited = set(ids)
    return tuple(clause for clause in CLAUSES if clause in cited)
