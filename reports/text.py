"""The report as plain text: a hundred columns, the same bytes from the same entries."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

from domain.audit.records import Audit
from domain.clauses import CLAUSES
from domain.phrases import Language
from reports.told.records import Block, Chapter, Fact, Step, Sum
from reports.told.report import Report, told

WIDTH = 100
LABEL = 20  # columns of the labels in the head
COLUMNS = (39, 41, 14)  # window, day, early or late
NUMBER = 6  # columns of the number of an entry
INDENT = " " * NUMBER
GAP = " "
FACT = 12  # columns of the labels in a block, at least
NO_BREAK = "\u00a0"
TOGETHER = re.compile(
    r"\d{1,2}(?:er)? [^\W\d]+ \d{4}(?: [●◐○])?"  # a day, with its mark
    r"| [●◐○:;?!»]|« |\(\w+ \d+\)"
    f"|{'|'.join(re.escape(clause) for clause in sorted(CLAUSES, key=len, reverse=True))}"
)
"""What is broken over two lines only where there is no other way."""


def text(of: Audit, language: Language) -> str:
    """The whole report, its lines ended."""
    report = told(of, language)
    lines = [line.rstrip() for line in _report(report)]
    return "\n".join(lines) + "\n"


def _report(of: Report) -> Iterator[str]:
    yield of.title.upper()
    yield of.subject
    yield "═" * WIDTH
    yield ""
    for fact in of.facts:
        yield from _fact(fact, LABEL, 0)
    yield ""
    yield from _wrapped(of.legend, 0)
    yield from _heading(1, of.stages_title)
    yield from _steps(of)
    yield from _heading(2, of.ahead_title)
    yield from _waiting(of)
    for number, chapter in enumerate(of.chapters, start=3):
        yield from _chapter(number, chapter)
    yield ""
    yield of.closing


def _heading(number: int, title: str) -> Iterator[str]:
    yield from ("", "", f"{number}. {title}", "─" * WIDTH)


# -- Stages ----------------------------------------------------------------------------------


def _steps(of: Report) -> Iterator[str]:
    if not of.steps:
        yield of.nothing_done
        return
    entry, *columns, clauses = of.columns
    yield from _columns(entry, of.stage_and_body, clauses, columns)
    for step in of.steps:
        yield ""
        yield from _step(step)


def _waiting(of: Report) -> Iterator[str]:
    if of.ahead:
        yield from _columns("", of.stage_and_body, of.columns[-1], of.ahead_columns)
    else:
        yield of.nothing_ahead
    for step in of.ahead:
        yield ""
        yield from _step(step)
    if of.may:
        yield ""
        yield from _wrapped(of.may, 0)


def _columns(entry: str, stage: str, clauses: str, columns: Sequence[str]) -> Iterator[str]:
    yield from _beside(f"{entry:>{NUMBER - 2}}  {stage}", clauses)
    yield from (f"{INDENT}{line}" for line in _row(columns))


def _step(of: Step) -> Iterator[str]:
    if not of.window:
        yield from _beside(f"{of.entry:>{NUMBER - 2}}  {of.title}", of.happened)
        return
    yield from _beside(f"{of.entry:>{NUMBER - 2}}  {of.title} — {of.body}", of.clauses)
    yield from (f"{INDENT}{line}" for line in _row((of.window, of.happened, of.timing)) if line)
    for said in (of.sentence, *of.remarks):
        yield from _wrapped(said, NUMBER)


def _row(cells: Sequence[str]) -> tuple[str, ...]:
    """Cells beside each other, each broken within its column."""
    broken = [_broken(cell, width - 1) for cell, width in zip(cells, COLUMNS, strict=True)]
    return tuple(
        "".join(f"{part:<{width}}" for part, width in zip(parts, COLUMNS, strict=True)).rstrip()
        for parts in zip_longest(*broken, fillvalue="")
    )


# -- Chapters --------------------------------------------------------------------------------


def _chapter(number: int, of: Chapter) -> Iterator[str]:
    yield from _heading(number, of.title)
    if not of.blocks:
        yield of.nothing
    for place, block in enumerate(of.blocks):
        yield from [""] * bool(place)
        yield from _block(block)


def _block(of: Block) -> Iterator[str]:
    if of.heading:
        yield from _beside(of.heading, of.beside)
    indent = NUMBER if of.heading else 0
    label = max((FACT, *(len(fact.label) + 2 for fact in of.facts)))
    for fact in of.facts:
        yield from _fact(fact, label, indent)
    yield from _sums(of.sums)
    for line in of.lines:
        yield from _wrapped(line, indent)


def _beside(left: str, right: str) -> Iterator[str]:
    """A heading, and at the right edge what stands beside it; below it where there is no room."""
    if len(left) + len(right) + 2 <= WIDTH:
        yield f"{left}{right:>{WIDTH - len(left)}}" if right else left
        return
    first, *others = _broken(left.strip(), WIDTH - NUMBER)
    margin = len(left) - len(left.lstrip())
    yield f"{' ' * margin}{first}"
    yield from (f"{INDENT}{line}" for line in others)
    yield from (f"{line:>{WIDTH}}" for line in _broken(right, WIDTH - NUMBER))


def _sums(sums: Sequence[Sum]) -> Iterator[str]:
    """Numbers under each other."""
    what = max((len(each.what) for each in sums), default=0)
    number = max((len(each.number) for each in sums), default=0)
    for each in sums:
        counted = f"{INDENT}{each.sign or ' '} {each.what:<{what}}  {each.number:>{number}}  "
        first, *others = _broken(each.remark, WIDTH - len(counted)) or [""]
        yield f"{counted}{first}"
        yield from (f"{' ' * len(counted)}{line}" for line in others)


def _fact(of: Fact, label: int, indent: int) -> Iterator[str]:
    """A label once, and its lines beside it."""
    margin = " " * indent
    lines = [part for line in of.lines for part in _broken(line, WIDTH - label - indent)]
    for place, line in enumerate(lines):
        yield f"{margin}{'' if place else of.label:<{label}}{line}"


def _wrapped(said: str, indent: int) -> Iterable[str]:
    margin = " " * indent
    return (f"{margin}{line}" for line in _broken(said, WIDTH - indent))


def _broken(said: str, width: int) -> list[str]:
    """Lines of a width; a day or a clause is broken only where there is no other way."""
    together = TOGETHER.sub(lambda found: found[0].replace(" ", NO_BREAK), said)
    fits = all(len(word) <= width for word in together.split(" "))
    return [line.replace(NO_BREAK, " ") for line in wrap(together if fits else said, width)]
