"""How answers look on a screen: headings, timetables, steps as sentences."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from domain.agenda import Deviation, Due
from domain.appointment import Status
from domain.forms import read_span
from domain.languages import ENGLISH
from domain.outcomes import NOTICES, ReminderNotSent, ReminderSent, tag_of
from domain.parties import parties
from domain.phrases import Language
from domain.reckoning import Span
from domain.stages import Body
from domain.timetable import Row
from reports.words import WORDS
from terminal.offices import between
from terminal.pages import Line, Listed, Page, Person, Task
from terminal.screen import many, visible

NARROW = 26  # characters of a column, so that the last one can tell a sentence
NOTICES_BY_NAME = {tag_of(kind) for kind in NOTICES}
STYLES = {Status.OPEN: "green", Status.UNSETTLED: "yellow", Status.CLOSED: "bold"}


def text(of: str, style: str = "") -> Text:
    return Text(visible(of), style=style)


def heading(of: str, beside: str = "") -> RenderableType:
    title = text(of, "bold")
    if beside:
        title.append(visible(f"  {beside}"), style="dim")
    return Group(Rule(style="dim"), title)


def section(of: str) -> RenderableType:
    return Group("", text(of, "bold cyan"))


def lines(of: Iterable[str]) -> RenderableType:
    return Group(*(Padding(text(line), (0, 0, 0, 2)) for line in of))


def timetable(rows: Sequence[Row], language: Language = ENGLISH) -> RenderableType:
    """The calendar laid on days: when, who, what; under which clause, and what to mind."""
    table = _table(*(language.note[head] for head in ("when", "who", "what")))
    for row in rows:
        what = text(row.what)
        behind = [f"{row.clause} [{row.mark}]", *_worth_a_line(row.notes, language)]
        what.append(visible(f"\n{language.joints[1].join(behind)}"), style="dim")
        table.add_row(
            text(f"{'≈ ' if row.estimated else ''}{when(row.opens, row.closes, language)}"),
            text(body_name(row.body, language)),
            what,
        )
    marks, meanings = {row.mark for row in rows}, WORDS[language.code].marks
    legend = [f"[{mark}] {meaning}" for mark, meaning in meanings.items() if mark in marks]
    if any(row.estimated for row in rows):
        legend.insert(0, language.note["estimates"])
    return Group(table, text(language.joints[1].join(legend), "dim"))


def _worth_a_line(notes: Iterable[str], language: Language) -> Iterator[str]:
    """The legend says of estimates what there is to say."""
    return (note for note in _no_readings(notes, language) if note != language.note["estimated"])


def _no_readings(notes: Iterable[str], language: Language) -> Iterator[str]:
    """`explain` tells the readings."""
    readings = language.note["readings"].partition("{")[0]
    return (note for note in notes if not note.startswith(readings))


def page(of: Page, beside: Mapping[int, str] = {}) -> Iterator[RenderableType]:
    """An appointment: where it stands, its candidates, its record, what comes next.

    `beside`: what more there is to say of an entry.
    """
    yield heading(of.id, f"edition {of.edition}" if of.edition else "")
    yield _status(of)
    if of.candidates:
        yield section("Candidates")
        yield from (_person(each) for each in of.candidates)
    yield section("Record")
    yield steps((line for line in of.entries if line.kind not in NOTICES_BY_NAME), beside)
    yield from _reminders(of)
    if of.deviations:
        yield section("Where practice left the text")
        yield from (_deviation(each) for each in of.deviations)
    if of.misfit:
        yield section("Misfit")
        yield text(f"The record does not fit its procedure: {of.misfit}", "red")
    elif of.status is not Status.CLOSED and of.next:
        yield section("What comes next")
        yield next_steps(of)


def steps(lines: Iterable[Line], beside: Mapping[int, str] = {}) -> RenderableType:
    """The record as sentences with their days."""
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(max_width=24)
    table.add_column()
    for line in lines:
        said = text(_capital(line.sentence), "strike" if line.refused else "")
        for remark, style in _remarks(line):
            said.append(visible(f"\n{remark}"), style=style)
        if more := beside.get(line.number):
            said.append(visible(f"\n{more}"), style="dim")
        table.add_row(str(line.number), text(ENGLISH.span(line.happened)), said)
    return table


def next_steps(of: Page) -> RenderableType:
    """What may be recorded now, and what the calendar expects after it."""
    table = Table.grid(padding=(0, 2))
    for due in of.next:
        if not due.may:
            table.add_row(*_next_row(due))
            if due.overdue:
                table.add_row("", "", text("overdue", "bold red"), "")
            if said := _not_sent(due):
                table.add_row("", "", text(said, "bold red"), "")
            if due.names:
                table.add_row("", "", text(_paper(due)), "")
            for option in due.options:
                table.add_row("", "", text(f"either: {option}", "yellow"), "")
    for row in of.timetable:
        if row.stage not in of.stages:
            table.add_row(*_next_row(row, "dim"))
    return _with_what_is_assumed(table, (*of.next, *of.timetable))


def listing(appointments: Sequence[Listed]) -> RenderableType:
    table = _table("appointment", "edition", "status", "next, or the elected", "due")
    for each in appointments:
        stands = text(each.status.value, STYLES.get(each.status, ""))
        after = ENGLISH.title(each.stage) if each.stage else each.elected
        if each.misfit:
            stands, after = text("misfit", "bold red"), each.misfit
        due = text(f"{each.closes}{' overdue' if each.overdue else ''}", "red" * each.overdue)
        table.add_row(text(each.id, "bold"), text(each.edition), stands, text(after), due)
    return table


def agenda(tasks: Sequence[Task], today: date) -> RenderableType:
    table = _table("due", "appointment", "who", "what")
    for task in tasks:
        due = text(when(task.opens, task.closes))
        if task.overdue:
            due.append("\noverdue", style="bold red")
        elif task.closes and not task.expected:
            left = (date.fromisoformat(task.closes) - today).days
            due.append(f"\n{many(left, 'day')} left", style="dim")
        what = text(task.what)
        what.append(visible(f" ({task.stage})"), style="dim")
        what.append(_assumed(task), style="yellow")
        if said := _not_sent(task):
            what.append(f"\n{said}", style="bold red")
        style = "dim" if task.expected else ""
        table.add_row(due, text(task.id), text(body_name(task.body)), what, style=style)
    return _with_what_is_assumed(table, tasks)


def stage(due: Due) -> Iterator[RenderableType]:
    """What can be recorded at a stage, with its fields or options."""
    title = text(due.stage, "bold")
    title.append(visible(f"  {due.what}"))
    title.append(visible(f"  {body_name(due.body)}, {due.clause}"), style="dim")
    yield Padding(title, (1, 0, 0, 0))
    may = "may happen, nobody must act; " if due.may else ""
    yield Padding(text(may + when(due.opens, due.closes), "red" if due.overdue else ""), (0, 2))
    for note in _no_readings(due.notes, ENGLISH):
        yield Padding(text(note, "dim"), (0, 2))
    if due.names:
        yield Padding(text(_paper(due)), (0, 2))
    for option in due.options:
        yield Padding(text(f"either: {option}", "yellow"), (0, 2))
    for field in () if due.options else due.fields:
        needed = "" if field.required else "  (may be left out)"
        yield Padding(text(f'{field.name}="{field.example}"{needed}', "cyan"), (0, 2))


def changes(before: Sequence[Row], after: Sequence[Row]) -> RenderableType | None:
    """The stages whose days differ between two timetables; None where none does."""
    old, new = ({row.stage: row for row in rows} for rows in (before, after))
    table = _table("stage", "before", "after")
    for key in dict.fromkeys((*old, *new)):
        was, is_now = (_days_and_limits(rows.get(key)) for rows in (old, new))
        if was != is_now:
            table.add_row(text(f"{key}: {ENGLISH.title(key)}"), text(was), text(is_now, "bold"))
    return table if table.row_count else None


def when(opens: str, closes: str, language: Language = ENGLISH) -> str:
    """The days of a window as one says them."""
    first = date.fromisoformat(opens)
    if not closes:
        return f"{language.day(first)} –"
    last = max(first, date.fromisoformat(closes))
    return language.span(Span(first, last))


def _days_and_limits(row: Row | None) -> str:
    if row is None:
        return "not expected"
    limits = [note for note in row.notes if note.startswith(("not before", "not later", "fixed"))]
    return "\n".join((when(row.opens, row.closes), *limits))


def _next_row(step: Due | Row, style: str = "") -> tuple[Text, ...]:
    what = text(step.what, style)
    what.append(_assumed(step), style="yellow")
    return (
        text(when(step.opens, step.closes), style),
        text(_capital(body_name(step.body)), style),
        what,
        text(step.stage, "cyan dim" if style else "cyan"),
    )


def _paper(due: Due) -> str:
    """R1432 3, R1432 4: the names in the order in which they stand on it."""
    return f"ballot paper: {'; '.join(due.names)}"


def _assumed(step: Due | Row | Task) -> str:
    """The mark A, beside every day that rests on no source."""
    return " [A]" if ENGLISH.note["assumed"] in step.notes else ""


def _not_sent(step: Due | Task) -> str:
    """The note that a reminder could not be sent, and since when."""
    begins = ENGLISH.note["could not be sent"].partition("{")[0]
    return next((note for note in step.notes if note.startswith(begins)), "")


def _with_what_is_assumed(table: Table, steps: Iterable[Due | Row | Task]) -> RenderableType:
    if not any(map(_assumed, steps)):
        return table
    return Group(table, text(f"[A] {ENGLISH.note['assumed']}", "dim"))


def _reminders(of: Page) -> Iterator[RenderableType]:
    """In one line, so that the steps stand out; `calends reminders` lists them."""
    sent, failed = (
        [line for line in of.entries if line.kind == tag_of(kind)]
        for kind in (ReminderSent, ReminderNotSent)
    )
    if not sent and not failed:
        return
    said = [f"{len(sent)} sent"]
    if sent:
        said.append(f"last on {ENGLISH.span(sent[-1].happened)}")
    if failed:
        said.append(f"{len(failed)} could not be sent at once")
    yield text(f"Reminders: {', '.join(said)} (calends reminders {of.id})", "dim")


def _status(of: Page) -> Text:
    line = text(of.status.value, STYLES.get(of.status, ""))
    if of.elected:
        line.append(visible(f": {of.elected}"), style="bold")
    if of.mandate_starts:
        starts, ends = read_span(of.mandate_starts), read_span(of.mandate_ends)
        line.append(f", in office: {between(starts, ends, of.mandate_mark or '')}")
    return line


def _person(of: Person) -> RenderableType:
    by = "; ".join(
        parties()[each].name_en if each in parties() else each for each in of.proposed_by
    )
    nationality = f" ({of.nationality})" if of.nationality else ""
    line = text(f"{of.name}{nationality}, proposed by {by}")
    gone = of.fallen or ("lapsed with the first call" if of.lapsed else "")
    if gone:
        line.append(f": {gone}", style="yellow")
    return Padding(line, (0, 2))


def _remarks(line: Line) -> Iterator[tuple[str, str]]:
    if line.refused:
        under = f" under {line.refused.clause}" if line.refused.clause else ""
        yield f"refused{under}: {line.refused.because}", "red"
    if line.counted:
        yield line.counted, "dim"
    if line.corrected_by:
        by = ", ".join(str(number) for number in line.corrected_by)
        yield f"corrected by entry {by}; now reads: {line.reads}", "yellow"
    if mark := ENGLISH.mark(line.provenance):
        yield mark, "dim italic"
    for what in ("reason", "reference"):
        if said := getattr(line, what):
            yield f"{what}: {said}", "dim"
    if line.papers:
        yield f"sealed with it: {', '.join(line.papers)}", "dim"


def _deviation(of: Deviation) -> RenderableType:
    if of.days:
        side = "before it opens" if of.days < 0 else "after it closes"
        left = f"{many(abs(of.days), 'day')} {side}"
    else:
        left = f"beyond the limit of {', '.join(of.broken)}"
    line = text(f"entry {of.entry}, {of.stage}: {left} ({of.clause})", "yellow")
    if mark := ENGLISH.mark(of.provenance):
        line.append(f", {mark}", style="dim italic")
    if of.reason:
        line.append(visible(f": {of.reason}"), style="dim")
    return Padding(line, (0, 2))


def _table(*columns: str) -> Table:
    from rich import box

    table = Table(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False)
    *narrow, _last = columns
    for column in columns:
        table.add_column(
            column,
            max_width=NARROW if column in narrow and column != "appointment" else None,
            no_wrap=column == "appointment",  # an id is to be copied, and never cut short
            overflow="fold",
        )
    return table


def body_name(body: Body | str, language: Language = ENGLISH) -> str:
    said = language.bodies[Body(body)]
    article = "the " if language is ENGLISH and body != Body.ELECTED else ""
    return said.removeprefix(article)


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
