"""Tables: past appointments told a row a step, as a spreadsheet saves them.

    appointment,day,stage,mark,reference,closing,names
    secretary-general/2014,2013-09-02,open,,,,
    secretary-general/2014,2013-10-01..2013-10-31,call,calendar,,2014-01-10,

A row opens its appointment, or tells a step or a general act of it; what was done stands in columns
that are named after the fields of `calends record`. How a day is known stands in `mark`. A step
that is not on record takes what its stage expects where `supposed` says yes.
"""

import difflib
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final, TypeVar

import msgspec

from domain.acts import (
    NOT_ON_RECORD,
    Act,
    AppointmentId,
    Identity,
    Provenance,
    identity_of,
)
from domain.carrying_out import BadDiary, Line, Supposed, at_noon, in_order_of_recording
from domain.forms import fields_of, fill_in, one_of, read_cell, read_holder, read_span
from domain.outcomes import (
    BY_STAGE,
    CandidateFellAway,
    CourtComposed,
    DateMoved,
    DatePlanned,
    EditionAdopted,
    Opened,
    Outcome,
    PartSessionRevised,
    Recordable,
    Settled,
    Vacancy,
    VacancyCause,
)
from domain.reckoning import Span
from domain.sittings import PartSession
from domain.spreadsheet import BadRow, Row, rows_of

R = TypeVar("R")

OPEN: Final = "open"
GENERAL: Final[Mapping[str, type[Outcome]]] = {
    "plan": DatePlanned,
    "move": DateMoved,
    "withdraw": CandidateFellAway,
    "part-session": PartSessionRevised,
    "court": CourtComposed,
    "edition": EditionAdopted,
}
"""What may come at any time, by the word that stands in the column `stage`."""

NEEDED: Final = ("appointment", "day", "stage", "mark")
ENVELOPE: Final = (*NEEDED, "supposed", "reason", "reference", "follows")
OPENING: Final = ("edition", "term_ends", "vacancy", "cause", "holders", "part_sessions")
KINDS: Final = (*BY_STAGE.values(), *GENERAL.values())
FIELDS: Final = tuple(sorted({field.name for kind in KINDS for field in fields_of(kind)}))
COLUMNS: Final = (*ENVELOPE, *dict.fromkeys((*OPENING, "option", "body", *FIELDS)))
"""Every column that a table may have, in whichever order."""

SESSION: Final = re.compile(
    r"(?P<year>\d{4})/(?P<part>[1-4])=(?:cancelled|(?P<opens>\S+?)\.\.(?P<closes>\S+))"
)


class Column(msgspec.Struct, frozen=True):
    """A column: what it holds, or an example; `stages`: those where it is filled in, if not all."""

    name: str
    holds: str
    stages: tuple[str, ...] = ()


HOLDS: Final[Mapping[str, str]] = {
    "appointment": "its id, as in secretary-general/2014 or judge/andorra/2027",
    "day": "when it happened: 2014-06-24, or 2014-06-01..2014-06-30; the year first",
    "stage": "the stage, with its occurrence if need be, as in call, list or list/2; or "
    f"{OPEN}, {', '.join(GENERAL)}; or a question that was settled",
    "mark": "how the day is known: seen in a record, from the calendar, or unknown",
    "supposed": "yes, where the step is not on record and went as the stage expects",
    "reason": "why it departs from its window",
    "reference": "the decision or document",
    "follows": "what must follow, as after the arrow of a diary: closed, or elected: Anna Berg",
    "edition": "the edition of the rules",
    "term_ends": "the last day of the outgoing term",
    "vacancy": "the last day of a holder who was gone",
    "cause": f"why the office fell vacant, one of {', '.join(VacancyCause)}; or why a candidate "
    "fell away, withdrew or died",
    "holders": "Anna Berg, 2 terms, until 2027-04-30, of Andorra; the next after a semicolon",
    "part_sessions": "2027/1=2027-01-25..2027-01-29; 2020/2=cancelled: those that differ from ours",
    "option": "how a question was settled",
    "body": "who settled it",
}
"""Of the columns that are no fields of a stage."""


class Rows(msgspec.Struct, frozen=True):
    """An appointment as a table tells it. The first line opens it."""

    appointment: AppointmentId
    lines: tuple[Line | Supposed, ...]


def columns() -> tuple[Column, ...]:
    """Every column; of a field of a stage an example, and the stages that have it."""
    known = {**BY_STAGE, **GENERAL}
    found = [Column(name, HOLDS[name]) for name in COLUMNS if name in HOLDS]
    for name in COLUMNS:
        of = {
            word: field.example
            for word, kind in known.items()
            for field in fields_of(kind)
            if field.name == name and name not in HOLDS
        }
        if of:
            found.append(Column(name, next(iter(of.values())), tuple(sorted(of))))
    return tuple(found)


def read_table(text: str) -> tuple[Rows, ...]:
    """The appointments of a table. Raises BadDiary with every row that cannot be read."""
    bad: list[BadDiary] = []
    told: dict[AppointmentId, list[Line | Supposed]] = {}
    before: dict[str, int] = {}
    for row in rows_of(text, COLUMNS, NEEDED):
        try:
            if isinstance(row, BadRow):
                raise row
            appointment = identity_of(row["appointment"]).id
            first = appointment not in told
            lines = told.setdefault(appointment, [])
            line = _line(appointment, row, first=first)
            if line.id in before:
                raise ValueError(f"it is the same as line {before[line.id]}: leave one of them out")
        except ValueError as error:
            bad.append(BadDiary(row.line, str(error)))
            continue
        before[line.id] = row.line
        lines.append(line)
    if bad:
        raise BadDiary(bad[0].line, bad[0].because, *bad[1:])
    if not told:
        raise BadDiary(1, "the table tells of no appointment: put a row under its columns")
    return tuple(Rows(of, tuple(in_order_of_recording(lines))) for of, lines in told.items())


def _line(appointment: AppointmentId, row: Row, *, first: bool) -> Line | Supposed:
    """Raises ValueError with one sentence."""
    if not row["stage"]:
        raise ValueError("stage is empty: name the stage or the act, as in open, call or ballot")
    if first != (row["stage"] == OPEN):
        raise ValueError(
            f"the first row of {appointment} opens it: put one before it, with the stage {OPEN}"
            if first
            else f"{appointment} is opened by an earlier row: leave this one out"
        )
    happened = _read(row, "day", _read_day)
    recorded_on = at_noon(happened.latest)
    id_, mark, reference = _id(appointment, row), _mark(row), row["reference"]
    if _supposed(row):
        return Supposed(
            row.line,
            id_,
            row["stage"],
            happened,
            mark,
            recorded_on,
            reason=row["reason"],
            reference=reference or NOT_ON_RECORD,
            expects=row["follows"],
        )
    stage = row["stage"] if row["stage"].partition("/")[0] in BY_STAGE else ""
    act = Act(
        id_,
        _outcome(appointment, row),
        happened,
        stage=row["stage"] if row["option"] else stage,
        provenance=mark,
        reason=row["reason"],
        reference=reference,
    )
    return Line(row.line, act, recorded_on, row["follows"])


def _id(appointment: AppointmentId, row: Row) -> str:
    """From what the row tells, wherever it stands: sorted otherwise, it is the same act."""
    cells = sorted((key, cell) for key, cell in row.cells.items() if key != "follows")
    told = "\n".join((appointment, *(f"{key}={cell}" for key, cell in cells)))
    return f"table-{hashlib.sha256(told.encode()).hexdigest()[:20]}"


def _mark(row: Row) -> Provenance:
    """How the day is known is always said; opening a file here is no step that could be seen."""
    if row["stage"] == OPEN and not row["mark"]:
        return Provenance.SEEN
    return Provenance(_read(row, "mark", one_of(Provenance)))


def _supposed(row: Row) -> bool:
    """A step that is not on record: then nothing is said of it, and its day was not seen."""
    if row["supposed"] in ("", "no"):
        return False
    if row["supposed"] != "yes":
        raise ValueError(f"supposed: {row['supposed']!r} is neither yes nor no")
    if row["mark"] == Provenance.SEEN:
        raise ValueError("what was seen is not supposed: say what was done, or mark it unknown")
    if row["stage"] in (OPEN, *GENERAL):
        raise ValueError(f"{row['stage']} cannot be supposed: only a step of the procedure can")
    if filled := sorted(row.cells.keys() - set(ENVELOPE)):
        raise ValueError(
            f"what is supposed takes what its stage expects: leave {filled[0]} empty, or supposed"
        )
    return True


def _outcome(appointment: AppointmentId, row: Row) -> Recordable:
    identity, word = identity_of(appointment), row["stage"]
    fields = {key: cell for key, cell in row.cells.items() if key not in ENVELOPE}
    if word == OPEN:
        return _opening(identity, row, fields)
    if row["option"]:
        return _filled(Settled, {"question": word.partition("/")[0], **fields})
    key, slash, number = word.partition("/")
    known = (*BY_STAGE, *GENERAL, OPEN)
    if key not in known or (slash and not (key in BY_STAGE and number.isdecimal())):
        nearest = difflib.get_close_matches(key, known, n=1)
        meant = f"did you mean {nearest[0]}? " if nearest else ""
        raise ValueError(
            f"no stage {word} is known: {meant}`calends import --columns` lists them; for a "
            "question fill in option and body"
        )
    if word == "withdraw":
        fields.setdefault("cause", "withdrew")
    return _filled(BY_STAGE.get(key) or GENERAL[key], fields)


def _filled(kind: type[Outcome], fields: Mapping[str, str]) -> Recordable:
    return fill_in(kind, fields)  # type: ignore[return-value]  # every kind named here is recordable


def _opening(identity: Identity, row: Row, fields: Mapping[str, str]) -> Opened:
    if strange := sorted(fields.keys() - set(OPENING)):
        raise ValueError(
            f"an opening has no column {strange[0]}; its columns: {', '.join(OPENING)}"
        )
    if bool(row["vacancy"]) != bool(row["cause"]):
        raise ValueError(f"a vacancy needs its last day and its cause: {', '.join(VacancyCause)}")
    vacancy = _one_day(row, "vacancy")
    return Opened(
        identity.office,
        identity.year,
        party=identity.party,
        edition=row["edition"],
        term_ends=_one_day(row, "term_ends"),
        vacancy=Vacancy(vacancy, VacancyCause(_read(row, "cause", one_of(VacancyCause))))
        if vacancy
        else None,
        holders=tuple(_each(row, "holders", read_holder)),
        part_sessions=tuple(_each(row, "part_sessions", _read_session)),
    )


def _each(row: Row, column: str, grammar: Callable[[str], R]) -> Iterable[R]:
    for each in row[column].split(";"):
        if each.strip():
            yield _read(row, column, grammar, each.strip())


def _one_day(row: Row, column: str) -> date | None:
    if not row[column]:
        return None
    span = _read(row, column, _read_day)
    if not span.is_day:
        raise ValueError(f"{column}: {row[column]} is not one day")
    return span.earliest


def _read_day(text: str) -> Span:
    try:
        return read_span(text)
    except ValueError:
        if re.search(r"\d[/.]\d", text.replace("..", " ")):
            raise ValueError(
                f"{text} is not a day: write the year first, as in 2014-06-24, in cells that the "
                "spreadsheet keeps as text"
            ) from None
        raise


def _read_session(text: str) -> PartSession:
    match = SESSION.fullmatch(text)
    if match is None:
        raise ValueError(
            f"{text!r} is no part-session: write 2027/1=2027-01-25..2027-01-29, or 2020/2=cancelled"
        )
    return PartSession(
        int(match["year"]),
        int(match["part"]),
        read_span(match["opens"]) if match["opens"] else None,
        read_span(match["closes"]) if match["closes"] else None,
        source="as the table has it",
    )


def _read(row: Row, column: str, grammar: Callable[[str], R], text: str | None = None) -> R:
    return read_cell(column, grammar, row[column] if text is None else text)
