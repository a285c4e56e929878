"""The annual report: punctuality over all appointments, as a text and as a sheet to be typeset."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

import msgspec

from domain.audit.punctuality import Punctuality, Tally
from domain.phrases import Language
from domain.stages import Body
from reports.annual.words import AnnualWords, annual_words
from reports.captions import captions_of
from reports.pictures.strips import Strips, shape_of, strips
from reports.pictures.timeline import EARLY, IN_TIME, LATE, signed
from reports.sentences import capital, question
from reports.sheets import Figure, Sheet
from reports.words import WORDS

WIDTH = 100
TITLE = 34  # characters of a title in a table of numbers
LONGEST_BAR = 10  # signs; more steps than that share them out
SIGNS = {EARLY: "◀", IN_TIME: "●", LATE: "▶"}


class TalliedRow(msgspec.Struct, frozen=True):
    """A line of a table of punctuality: its title, its numbers, the worst step."""

    title: str
    cells: tuple[str, ...]
    worst: str
    worst_in: str


class Table(msgspec.Struct, frozen=True):
    """A table with a heading; where it has no rows, `empty` says so."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = ""


class AnnualSheet(Sheet, frozen=True, kw_only=True):
    """All that the annual report says, for its template."""

    sentences: tuple[str, ...]
    how: str
    columns: tuple[str, ...]
    stages_heading: str
    stages_column: str
    stages: tuple[TalliedRow, ...]
    bodies_heading: str
    bodies_column: str
    bodies: tuple[TalliedRow, ...]
    plot_heading: str
    plot: Strips | None
    appointments: Table
    refusals: Table
    questions: Table
    left_out: tuple[str, ...]


def sheet(found: Punctuality, language: Language) -> AnnualSheet:
    """The annual report for its template."""
    words, captions = annual_words(language), captions_of(language)
    span = words.span.format(language.day(found.first), language.day(found.last))
    return AnnualSheet(
        language=language.code,
        region=captions.region,
        kind=words.kind,
        title=words.title,
        subtitle=capital(span),
        subject=f"{words.kind}, {span}",
        keywords=("Calends", words.kind, str(found.last.year)),
        running=words.title,
        id=span,
        foot=words.foot.format(language.day(found.last)),
        page=captions.page,
        day=(found.last.year, found.last.month, found.last.day),
        figures=_figures(found, words),
        sentences=tuple(_overview(found, language, words)),
        how=words.how,
        columns=words.columns,
        stages_heading=words.by_stage,
        stages_column=words.stage,
        stages=tuple(_row(*each, words) for each in _stages(found, language)),
        bodies_heading=words.by_body,
        bodies_column=words.body,
        bodies=tuple(_row(*each, words) for each in _bodies(found, language)),
        plot_heading=words.plot,
        plot=strips(
            [(title, days) for title, _, days in _stages(found, language)],
            words.plot_alt,
            words.row_alt,
            words.plot_continued,
            words.plot_note,
        ),
        appointments=_appointments(found, language, words),
        refusals=_refusals(found, words),
        questions=_questions(found, language, words),
        left_out=_left_out(found, words),
    )


def text(found: Punctuality, language: Language) -> str:
    """The annual report as a plain text, with a bar of signs for each stage and body."""
    return "\n".join(_lines(found, language, annual_words(language))) + "\n"


def _lines(found: Punctuality, language: Language, words: AnnualWords) -> Iterator[str]:
    yield words.title
    yield capital(words.span.format(language.day(found.first), language.day(found.last)))
    yield ""
    for sentence in (*_overview(found, language, words), *((words.how,) * bool(found.tally.steps))):
        yield from wrap(sentence, WIDTH)
    if found.tally.steps:
        for heading, column, rows in (
            (words.by_stage, words.stage, tuple(_stages(found, language))),
            (words.by_body, words.body, tuple(_bodies(found, language))),
        ):
            yield from ("", heading.upper(), "")
            yield from _grid(
                (column, *words.short_columns, ""),
                [_text_row(*each, words) for each in rows],
                numbers=frozenset(range(1, len(words.short_columns) + 1)),
            )
        yield from ("", words.bar_legend.format(LONGEST_BAR))
        yield from _worst_of(found, language, words)
    for table in (
        _appointments(found, language, words),
        _refusals(found, words),
        _questions(found, language, words),
    ):
        yield from ("", table.heading.upper(), "")
        if table.rows:
            yield from _grid(table.columns, table.rows)
        else:
            yield table.empty
    left_out = _left_out(found, words)
    yield from ("", *left_out) if left_out else ()


def _overview(found: Punctuality, language: Language, words: AnnualWords) -> Iterator[str]:
    tally = found.tally
    if not tally.steps:
        yield words.nothing
        return
    statuses = ", ".join(
        f"{WORDS[language.code].statuses[status]}{language.joints[0]}{number}"
        for status, number in found.statuses.items()
    )
    yield f"{words.steps.format(tally.steps, len(found.appointments))} {capital(statuses)}."
    yield words.of_those.format(
        tally.measured, tally.in_time, tally.early, tally.late, tally.past_a_limit
    )
    yield words.not_measured.format(tally.from_the_calendar, tally.not_on_record, tally.uncertain)


def _figures(found: Punctuality, words: AnnualWords) -> tuple[Figure, ...]:
    tally = found.tally
    numbers = (len(found.appointments), tally.steps, tally.measured, _share(tally))
    return tuple(
        Figure(str(number), what) for number, what in zip(numbers, words.overview, strict=True)
    )


def _share(of: Tally) -> str:
    """How many of a hundred were in time: a hundred only where all were."""
    if not of.measured:
        return "–"
    share = round(100 * of.in_time / of.measured)
    return f"{share if of.in_time == of.measured else min(share, 99)}\N{NO-BREAK SPACE}%"


def _stages(found: Punctuality, language: Language) -> Iterator[tuple[str, Tally, Sequence[int]]]:
    for each in found.stages:
        yield capital(language.title(each.stage)), each.tally, each.days


def _bodies(found: Punctuality, language: Language) -> Iterator[tuple[str, Tally, Sequence[int]]]:
    for each in found.bodies:
        yield _body(each.body, language), each.tally, each.days


def _body(body: Body, language: Language) -> str:
    article = "the " if language.code == "en" else ""
    return capital(language.bodies[body].removeprefix(article))


def _row(title: str, tally: Tally, _days: Sequence[int], words: AnnualWords) -> TalliedRow:
    worst = tally.worst
    return TalliedRow(
        title,
        (*_numbers(tally), _median(tally, words)),
        signed(worst.days) if worst else "",
        worst.appointment if worst else "",
    )


def _numbers(tally: Tally) -> tuple[str, ...]:
    counts = (tally.steps, tally.measured, tally.early, tally.in_time, tally.late)
    return tuple(str(number) if number else "–" for number in counts)


def _median(tally: Tally, words: AnnualWords) -> str:
    if tally.median_late is None:
        return "–"
    return f"+{tally.median_late:.1f}".removesuffix(".0").replace(".", words.decimal)


def _text_row(title: str, tally: Tally, days: Sequence[int], words: AnnualWords) -> tuple[str, ...]:
    worst = signed(tally.worst.days) if tally.worst else "–"
    return (title, *_numbers(tally), _median(tally, words), worst, bar(days))


def _worst_of(found: Punctuality, language: Language, words: AnnualWords) -> Iterator[str]:
    """Where each stage was latest, in a line of its own: it names an appointment."""
    late = [each.tally.worst for each in found.stages if each.tally.worst]
    if late:
        yield from ("", words.worst_of)
    for step in late:
        title = capital(language.title(step.stage))
        yield "  " + words.row_alt.format(title, f"{signed(step.days)}, {step.appointment}")


def bar(days: Sequence[int]) -> str:
    """A sign for each step: early, in time, late. Many share out the signs; none loses its last."""
    found = [(shape, sum(shape_of(of) == shape for of in days)) for shape in (EARLY, IN_TIME, LATE)]
    many = len(days) > LONGEST_BAR
    return "".join(
        SIGNS[shape] * (max(1, round(number * LONGEST_BAR / len(days))) if many else number)
        for shape, number in found
        if number
    )


def _grid(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: frozenset[int] = frozenset()
) -> Iterator[str]:
    """Columns as wide as what stands in them, or as there is room; numbers to the right."""
    table = [columns, *rows]
    widths = _widths(table, TITLE if numbers else WIDTH)
    for row in table:
        cells = [
            wrap(cell, width, break_on_hyphens=False, break_long_words=False) or [""]
            for cell, width in zip(row, widths, strict=True)
        ]
        for parts in zip_longest(*cells, fillvalue=""):
            line = (
                part.rjust(width) if at in numbers else part.ljust(width)
                for at, (part, width) in enumerate(zip(parts, widths, strict=True))
            )
            yield "  ".join(line).rstrip()


def _widths(table: Sequence[Sequence[str]], first: int) -> list[int]:
    """The widest column gives way first, and none so far that an id would have to be broken."""
    columns = list(zip(*table, strict=True))
    widths = [max(map(len, column)) for column in columns]
    least = [
        max(len(word) for cell in column for word in ["", *cell.split()]) for column in columns
    ]
    widths[0] = max(least[0], min(widths[0], first))
    while sum(widths) + 2 * (len(widths) - 1) > WIDTH:
        may_give_way = [at for at, width in enumerate(widths) if width > least[at]]
        if not may_give_way:
            break
        widths[max(may_give_way, key=lambda at: widths[at])] -= 1
    return widths


def _appointments(found: Punctuality, language: Language, words: AnnualWords) -> Table:
    rows = (
        (
            each.appointment,
            WORDS[language.code].statuses[each.status],
            each.elected or "–",
            str(each.tally.steps),
            str(each.tally.late or "–"),
            signed(each.tally.worst.days) if each.tally.worst else "–",
        )
        for each in found.appointments
    )
    return Table(words.appointments, words.of_appointments, tuple(rows), words.nothing)


def _refusals(found: Punctuality, words: AnnualWords) -> Table:
    rows = (
        (each.clause or words.no_clause, str(each.times), ", ".join(each.appointments))
        for each in found.refusals
    )
    return Table(words.refusals, words.of_refusals, tuple(rows), words.no_refusals)


def _questions(found: Punctuality, language: Language, words: AnnualWords) -> Table:
    rows = (
        (
            each.appointment,
            question(each.question.occurrence, language),
            _body(each.question.settled_by, language) if each.question.settled_by else "–",
            language.span(each.question.on) if each.question.on else "–",
        )
        for each in found.questions
    )
    return Table(words.questions, words.of_questions, tuple(rows), words.no_questions)


def _left_out(found: Punctuality, words: AnnualWords) -> tuple[str, ...]:
    return tuple(words.left_out.format(each.appointment, each.because) for each in found.left_out)
