"""A report on one appointment, said in a language and not yet laid out.

From the records of an audit: a title, the facts, the stages one by one, then the chapters. The text
and the typeset pages are laid out from the same words, so that neither can say what the other does
not.
"""

import msgspec

from domain.audit.records import Audit
from domain.phrases import Language
from reports.sentences import appointment
from reports.told.chapters import chapters
from reports.told.facts import facts
from reports.told.records import Chapter, Fact, Step
from reports.told.stages import ahead, steps
from reports.words import SYMBOLS, WORDS


class Report(msgspec.Struct, frozen=True):
    """All that is said of one appointment.

    `columns` and `stage_and_body` stand over the stages.
    `stages_title` and `nothing_done`: the heading of the steps, and what stands there without any.
    """

    title: str
    subject: str
    facts: tuple[Fact, ...]
    legend: str
    columns: tuple[str, ...]
    stage_and_body: str
    stages_title: str
    nothing_done: str
    steps: tuple[Step, ...]
    ahead_title: str
    ahead_columns: tuple[str, ...]
    nothing_ahead: str
    ahead: tuple[Step, ...]
    may: str
    chapters: tuple[Chapter, ...]
    closing: str


def told(of: Audit, language: Language) -> Report:
    """The report in a language."""
    words = WORDS[language.code]
    marks = language.joints[1].join(
        f"{symbol} {words.provenance[mark]}" for mark, symbol in SYMBOLS.items()
    )
    still_to_come, may = ahead(of, language, words)
    return Report(
        title=words.title,
        subject=appointment(of.case.id, language),
        facts=facts(of, language, words),
        legend=words.legend.format(marks),
        columns=words.stage.columns,
        stage_and_body=words.stage.stage_and_body,
        stages_title=words.chapters.stages[0],
        nothing_done=words.chapters.stages[1],
        steps=steps(of, language, words),
        ahead_title=words.chapters.ahead[0],
        ahead_columns=words.stage.ahead_columns,
        nothing_ahead=words.chapters.ahead[1],
        ahead=still_to_come,
        may=may,
        chapters=chapters(of, language, words),
        closing=words.closing,
    )
