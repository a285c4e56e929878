"""The timeline of an audit, measured: bars and marks in days from its left edge.

Nothing here says where on a page a day stands; the template `timeline.typ` draws it.
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import msgspec

from domain.acts import Provenance
from domain.audit.records import Audit, AuditedStage, State, Timing
from domain.phrases import Language
from domain.reckoning import A_DAY
from reports.captions import Captions, captions_of
from reports.sentences import capital

FEW_MONTHS = 15  # are named; more than that by their first letter
MANY_MONTHS = 40  # give way to quarters, which are not named
EARLY, IN_TIME, LATE, UNCERTAIN = SHAPES = ("early", "in-time", "late", "uncertain")
NOT_MEASURED = "not-measured"
NO_LAST_DAY = "no-last-day"  # and so it was not late
NUMBER = re.compile(r" \((?=\d+\)$)")  # of an occurrence: it does not stand alone on a line
FAR = timedelta(days=366)  # beyond the last day told, the line of the day of the audit is left out


class Mark(msgspec.Struct, frozen=True):
    """A step: between which days it lies. Its shape says how, its filling how its day is known."""

    first: int
    last: int
    shape: str
    filling: str
    said: str

    @property
    def is_placed(self) -> bool:
        """Whether its shape counts: a day that nobody has seen lies inside by itself."""
        return self.filling == Provenance.SEEN or self.shape != IN_TIME


class Edge(msgspec.Struct, frozen=True):
    """A limit beside a window: the last day to keep it, or the first."""

    at: int
    is_last: bool


class Bar(msgspec.Struct, frozen=True):
    """A stage: its written window, without an end where no text sets one, and its steps."""

    title: str
    opens: int
    closes: int | None
    estimated: bool
    limits: tuple[Edge, ...]
    steps: tuple[Mark, ...]


class Tick(msgspec.Struct, frozen=True):
    """A month or a year on the axis."""

    at: int
    days: int
    said: str


class Sign(msgspec.Struct, frozen=True):
    """A line of the legend."""

    shape: str
    filling: str
    said: str


class Timeline(msgspec.Struct, frozen=True):
    """The picture; `alt` says it to whoever cannot see it, `continued` its further parts."""

    days: int
    months: tuple[Tick, ...]
    years: tuple[Tick, ...]
    rows: tuple[Bar, ...]
    today: int | None
    today_said: str
    alt: str
    continued: str
    legend: tuple[Sign, ...]


def timeline(audit: Audit, language: Language) -> Timeline | None:
    """The stages of an audit along the months; None where there is none to draw."""
    rows = tuple(_rows(audit.stages))
    if not rows:
        return None
    first, last = _reach(rows, audit.on)
    words = captions_of(language)
    months = tuple(_months(first, last))
    is_inside = first <= audit.on <= last
    bars = tuple(_bar(stages, first, language) for stages in rows)
    return Timeline(
        days=(last - first).days + 1,
        months=tuple(_ticks(months, first, words)),
        years=tuple(_years(months, first)),
        rows=bars,
        today=(audit.on - first).days if is_inside else None,
        today_said=language.day(audit.on),
        alt=_alt(bars, months, language, words),
        continued=words.picture_continued,
        legend=tuple(_legend(bars, words)),
    )


def shape(stage: AuditedStage) -> str:
    """How a step lay to its window, in one of four shapes. Past a limit beside it, it was late."""
    match stage.timing:
        case Timing.EARLY | Timing.EARLY_LAWFULLY:
            return EARLY
        case Timing.LATE:
            return LATE
        case Timing.UNCERTAIN:
            return LATE if stage.broken else UNCERTAIN
        case _:
            return LATE if stage.broken else IN_TIME


def counted(bars: Iterable[Bar]) -> Counter[str]:
    """How many steps lie in each shape; of how many this is not measured, or cannot be late."""
    return Counter(_counted_as(step, bar) for bar in bars for step in bar.steps)


def _counted_as(step: Mark, of: Bar) -> str:
    if not step.is_placed:
        return NOT_MEASURED
    return NO_LAST_DAY if step.shape == IN_TIME and of.closes is None else step.shape


def signed(days: int) -> str:
    """+12, −3: with the sign of a printed text."""
    sign = "+" if days > 0 else "\N{MINUS SIGN}"
    return f"{sign}{abs(days)}"


def _rows(stages: Iterable[AuditedStage]) -> Iterator[tuple[AuditedStage, ...]]:
    """The steps of a stage that gathers stand in one row. What merely may happen has none."""
    rows: dict[str, list[AuditedStage]] = {}
    for stage in stages:
        if stage.state is not State.MAY:
            rows.setdefault(stage.occurrence, []).append(stage)
    return map(tuple, rows.values())


def _reach(rows: Sequence[Sequence[AuditedStage]], on: date) -> tuple[date, date]:
    """From the first of a month to the last of another: all windows, all steps."""
    days: list[date] = []
    for stage in (stage for row in rows for stage in row):
        written, happened = stage.written, stage.happened
        days.append(written.opens.earliest)
        days += [written.closes.latest] if written.closes else []
        days += [happened.earliest, happened.latest] if happened else []
        for limit in stage.limits:
            days += [each.latest for each in (limit.not_before, limit.not_after) if each]
    first, last = min(days), max(days)
    if first - FAR < on < last + FAR:
        first, last = min(first, on), max(last, on)
    return first.replace(day=1), _end_of_month(last)


def _bar(stages: Sequence[AuditedStage], first: date, language: Language) -> Bar:
    of = stages[0]
    opens, closes = of.written.opens.earliest, of.written.closes
    last = closes.latest if closes else None
    if last and last < opens:
        opens = last  # it had passed when the stage opened
    return Bar(
        title=NUMBER.sub("\N{NO-BREAK SPACE}(", capital(language.title(of.occurrence))),
        opens=(opens - first).days,
        closes=(last - first).days if last else None,
        estimated=of.estimated,
        limits=tuple(_edges(of, first)),
        steps=tuple(_mark(each, first) for each in stages if each.happened),
    )


def _edges(of: AuditedStage, first: date) -> Iterator[Edge]:
    for limit in of.limits:
        if limit.not_before:
            yield Edge((limit.not_before.latest - first).days, is_last=False)
        if limit.not_after:
            yield Edge((limit.not_after.latest - first).days, is_last=True)


def _mark(of: AuditedStage, first: date) -> Mark:
    assert of.happened is not None
    return Mark(
        (of.happened.earliest - first).days,
        (of.happened.latest - first).days,
        shape(of),
        (of.provenance or Provenance.SEEN).value,
        signed(of.days) if of.days else ", ".join(of.broken),
    )


def _months(first: date, last: date) -> Iterator[date]:
    """The first days of the months from one day to another."""
    while first <= last:
        yield first
        first = _end_of_month(first) + A_DAY


def _end_of_month(of: date) -> date:
    return of.replace(day=monthrange(of.year, of.month)[1])


def _length(month: date) -> int:
    return _end_of_month(month).day


def _ticks(months: Sequence[date], first: date, words: Captions) -> Iterator[Tick]:
    for of in months:
        name = words.months[of.month - 1]
        if len(months) > MANY_MONTHS:
            if of.month % 3 == 1:
                yield Tick((of - first).days, _length(of), "")
        else:
            said = name if len(months) <= FEW_MONTHS else name[0].upper()
            yield Tick((of - first).days, _length(of), said)


def _years(months: Sequence[date], first: date) -> Iterator[Tick]:
    for year in dict.fromkeys(month.year for month in months):
        own = [month for month in months if month.year == year]
        yield Tick((own[0] - first).days, sum(map(_length, own)), str(year))


def _alt(bars: Sequence[Bar], months: Sequence[date], language: Language, words: Captions) -> str:
    """The picture in sentences: how many stages, how they lie, and each that is early or late."""
    steps = counted(bars)
    outside = [
        words.outside.format(bar.title, step.said)
        for bar in bars
        for step in bar.steps
        if step.said
    ]
    said = words.picture.format(
        len(bars),
        _month_and_year(months[0], language),
        _month_and_year(months[-1], language),
        *(steps[each] for each in (*SHAPES, NO_LAST_DAY, NOT_MEASURED)),
    )
    return " ".join([said, *outside])


def _month_and_year(of: date, language: Language) -> str:
    return f"{language.months[of.month - 1]} {of.year}"


def _legend(bars: Sequence[Bar], words: Captions) -> Iterator[Sign]:
    """Only of what stands in the picture."""
    steps = [step for bar in bars for step in bar.steps]
    if any(bar.closes is not None for bar in bars):
        yield Sign("window", "", words.window)
    if any(bar.closes is None for bar in bars):
        yield Sign("no-end", "", words.no_end)
    if any(bar.limits for bar in bars):
        yield Sign("limit", "", words.limit)
    for each in SHAPES:
        if any(step.shape == each and step.is_placed for step in steps):
            yield Sign(each, Provenance.SEEN.value, words.shapes[each])
    for provenance in (Provenance.CALENDAR, Provenance.UNKNOWN):
        if any(step.filling == provenance.value for step in steps):
            yield Sign(IN_TIME, provenance.value, words.fillings[provenance])
