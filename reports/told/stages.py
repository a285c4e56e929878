"""The stages one by one: the written window, the day, how the two lie, and what was recorded."""

from collections.abc import Iterator

from domain.audit.records import Audit, AuditedStage, CandidateOf, LimitOf, State
from domain.clauses import Mark
from domain.phrases import Language
from reports.days import marked, timing, window
from reports.sentences import capital, reference, said, sentence
from reports.told.records import Step
from reports.words import Words


def steps(of: Audit, language: Language, words: Words) -> tuple[Step, ...]:
    """What was done, in the order of the record, and who fell away between."""
    done = [
        (stage.entry, _step(stage, of, language, words))
        for stage in of.stages
        if stage.state is State.DONE
    ]
    fell = [(each.fell_by, _fell(each, language, words)) for each in of.candidates if each.fell_by]
    return tuple(step for _, step in sorted((*done, *fell), key=lambda each: each[0]))


def ahead(of: Audit, language: Language, words: Words) -> tuple[tuple[Step, ...], str]:
    """What is open and what lies ahead; and in one sentence what merely may happen."""
    waiting = tuple(
        _waiting(stage, of, language, words)
        for stage in of.stages
        if stage.state in {State.OPEN, State.AHEAD}
    )
    may = [language.title(stage.occurrence) for stage in of.stages if stage.state is State.MAY]
    if not may:
        return waiting, ""
    return waiting, words.stage.may.format(language.joints[1].join(may))


def _step(of: AuditedStage, audit: Audit, language: Language, words: Words) -> Step:
    assert of.happened is not None
    assert of.outcome is not None
    return Step(
        str(of.entry),
        capital(language.title(of.occurrence)),
        language.bodies[of.body],
        window(of.written, language, words),
        marked(of.happened, of.provenance, language),
        timing(of, words),
        ", ".join(of.clauses),
        sentence(said(of.outcome, language, words)),
        tuple(_remarks(of, audit, language, words)),
        outside=bool(of.days or of.broken),
    )


def _waiting(of: AuditedStage, audit: Audit, language: Language, words: Words) -> Step:
    by = words.stage.by.format(language.day(of.by)) if of.by else ""
    state = words.stage.overdue if of.overdue else words.states[of.state]
    return Step(
        "",
        capital(language.title(of.occurrence)),
        language.bodies[of.body],
        window(of.written, language, words),
        by,
        state,
        ", ".join(of.clauses),
        "",
        tuple(_remarks(of, audit, language, words)),
        outside=of.overdue,
    )


def _fell(of: CandidateOf, language: Language, words: Words) -> Step:
    assert of.fell_on is not None
    assert of.fell_as is not None
    return Step(
        str(of.fell_by),
        words.stage.fell[of.fell_as].format(of.name),
        "",
        "",
        marked(of.fell_on, of.fell_provenance, language),
        "",
        "",
        "",
        (),
    )


def _remarks(of: AuditedStage, audit: Audit, language: Language, words: Words) -> Iterator[str]:
    say = words.stage
    if of.planned:
        yield say.planned.format(language.span(of.planned))
    if of.moved_to:
        yield say.moved_to.format(window(of.moved_to, language, words))
    for limit in of.limits:
        yield from _limit(limit, language, words)
    if of.reason:
        yield say.reason.format(of.reason)
    if of.reference:
        yield say.reference.format(reference(of.reference, words))
    recorded_later = of.happened is not None and of.recorded_on != of.happened.latest
    if of.recorded_on and recorded_later and not audit.recorded_at_once:
        yield say.recorded_on.format(language.day(of.recorded_on))
    if of.corrected_by:
        by = ", ".join(words.rest.entry.format(number) for number in of.corrected_by)
        yield say.corrected_by.format(by)
    pinned = audit.case.edition
    if of.happened and pinned and of.edition != pinned.name:
        yield say.edition.format(of.edition)
    yield from _grounds(of, words)


def _grounds(of: AuditedStage, words: Words) -> Iterator[str]:
    """How firmly its window stands, and who may know of it."""
    if of.mark is Mark.ASSUMED:
        yield words.stage.assumed
    if of.estimated:
        yield words.stage.estimated
    if of.in_camera:
        yield words.stage.in_camera


def _limit(of: LimitOf, language: Language, words: Words) -> Iterator[str]:
    keeping = words.keepings[of.keeping]
    sides = ((words.stage.not_before, of.not_before), (words.stage.not_after, of.not_after))
    for said_of, span in sides:
        if span:
            yield said_of.format(of.clause, language.span(span), keeping)
