"""Ballots and votes of committees, the arithmetic line by line."""

from collections.abc import Iterator

from domain.audit.records import Audit, Ballot, CommitteeBallot, State, Verdict
from domain.clauses import ROP_40_11, ROP_41_1C
from domain.outcomes import MinistersElected
from domain.phrases import Language
from reports.days import entered
from reports.sentences import capital
from reports.told.records import Block, Sum
from reports.words import Words


def votes(of: Audit, language: Language, words: Words) -> tuple[Block, ...]:
    """All of them, in the order of the record."""
    blocks = [
        *(_ballot(each, language, words) for each in of.ballots),
        *(_committee(each, language, words) for each in of.committee_ballots),
        *_by_the_ministers(of, language, words),
    ]
    return tuple(sorted(blocks, key=lambda block: block.entry))


def _ballot(of: Ballot, language: Language, words: Words) -> Block:
    say = words.ballot
    known = of.number <= len(words.ordinals)
    title = words.ordinals[of.number - 1] if known else say.further.format(of.number)
    return Block(
        f"{title}, {entered(of.on, of.provenance, of.entry, language, words)}",
        ", ".join(of.clauses),
        of.entry,
        sums=tuple(_sums(of, words)),
        lines=(_verdict(of, words),),
    )


def _sums(of: Ballot, words: Words) -> Iterator[Sum]:
    say = words.ballot
    if of.signatures is not None:
        yield Sum("", say.signatures, str(of.signatures))
    if of.cast is None:
        return
    if of.papers is not None:
        yield Sum("", say.papers, str(of.papers))
        yield Sum("−", say.blank, _figure(of.blank, words))
        yield Sum("−", say.spoiled, _figure(of.spoiled, words))
        yield Sum("=", say.cast, str(of.cast), f"({ROP_40_11})")
    for place, each in enumerate(of.votes):
        yield Sum("+" if place else "", each.name, _figure(each.votes, words))
    remark = say.cast_as_told if of.cast_as_told else f"{say.sum} ({ROP_40_11})"
    yield Sum("" if of.cast_as_told else "=", say.cast, str(of.cast), remark)
    if of.number == 1 and of.absolute_majority is not None:
        how = say.majority_counted.format(of.cast, of.absolute_majority - 1)
        yield Sum("", say.majority, str(of.absolute_majority), f"{how} ({ROP_41_1C})")
    else:
        yield Sum("", say.most, "", f"{say.most_counted} ({ROP_41_1C})")


def _figure(number: int | None, words: Words) -> str:
    return words.ballot.not_on_record if number is None else str(number)


def _verdict(of: Ballot, words: Words) -> str:
    most = max((each.votes or 0 for each in of.votes), default=0)
    said = words.ballot.verdicts[of.verdict].format(of.elected, most, of.absolute_majority)
    if of.papers is None and of.verdict is not Verdict.FIGURES_NOT_ON_RECORD:
        return f"{said} {words.ballot.no_papers}"
    return said


def _committee(of: CommitteeBallot, language: Language, words: Words) -> Block:
    on = entered(of.on, of.provenance, of.entry, language, words)
    return Block(
        f"{capital(language.title(of.occurrence))}, {on}",
        ", ".join(of.clauses),
        of.entry,
        lines=tuple(_counted(of, words)),
    )


def _counted(of: CommitteeBallot, words: Words) -> Iterator[str]:
    say = words.ballot
    if of.cast is None or of.needed is None or of.in_favour is None or of.against is None:
        yield say.carried_without_figures if of.carried else say.not_carried_without_figures
        return
    figures = [say.in_favour.format(of.in_favour, of.against)]
    figures += [say.abstained.format(of.abstained)] if of.abstained is not None else []
    figures += [say.voting.format(of.voting)] if of.voting is not None else []
    yield capital(", ".join(figures))
    yield capital(say.committee_cast.format(of.in_favour, of.against, of.cast))
    yield capital(
        say.by_two_thirds.format(of.cast, of.needed)
        if of.two_thirds
        else say.by_majority.format(of.cast, of.needed - 1, of.needed)
    )
    yield (say.carried if of.carried else say.not_carried).format(of.in_favour, of.needed)


def _by_the_ministers(of: Audit, language: Language, words: Words) -> Iterator[Block]:
    """CPT 5.1: a result, and no figures."""
    for stage in of.stages:
        if stage.state is State.DONE and isinstance(stage.outcome, MinistersElected):
            assert stage.happened is not None
            on = entered(stage.happened, stage.provenance, stage.entry, language, words)
            yield Block(
                f"{capital(language.title(stage.occurrence))}, {on}",
                ", ".join(stage.clauses),
                stage.entry,
                lines=(words.ballot.by_the_ministers.format(stage.outcome.name),),
            )
