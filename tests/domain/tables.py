"""An appointment as somebody with a spreadsheet would fill it in: a table written, not read."""

import csv
import io
from collections.abc import Iterable

from domain.acts import AppointmentId, Entry
from domain.forms import typed, typed_span
from domain.outcomes import Corrected, Holder, Opened, Settled
from domain.sittings import PartSession, part_sessions
from domain.tabular import COLUMNS, GENERAL, OPEN

Cells = dict[str, str]
WORDS = {kind: word for word, kind in GENERAL.items()}


def fits_a_table(entries: Iterable[Entry]) -> bool:
    """Whether all of it can stand in a table: no correction, and no part-session of which a day is
    uncertain.
    """
    for entry in entries:
        match entry.outcome:
            case Corrected():
                return False
            case Opened(part_sessions=sessions):
                if not all(_has_its_days(each) for each in _own(sessions)):
                    return False
    return True


def cells_of(appointment: AppointmentId, entry: Entry) -> Cells:
    """The row of an entry."""
    outcome = entry.outcome
    cells = {
        "appointment": appointment,
        "day": typed_span(entry.happened),
        "mark": "" if isinstance(outcome, Opened) else entry.provenance.value,
        "reason": entry.reason,
        "reference": entry.reference,
    }
    if isinstance(outcome, Opened):
        return cells | _opening(outcome)
    fields = typed(outcome)
    if isinstance(outcome, Settled):
        fields.pop("question")
    return cells | {"stage": WORDS.get(type(outcome), entry.stage), **fields}


def table(rows: Iterable[Cells], between: str = ",", newline: str = "\n") -> str:
    """A table with the columns that are used, in the order in which they are listed."""
    rows = list(rows)
    used = [column for column in COLUMNS if any(row.get(column) for row in rows)]
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, used, delimiter=between, lineterminator=newline, restval="")
    writer.writeheader()
    writer.writerows({key: cell for key, cell in row.items() if key in used} for row in rows)
    return sheet.getvalue()


def _opening(opened: Opened) -> Cells:
    vacancy = opened.vacancy
    return {
        "stage": OPEN,
        "edition": opened.edition,
        "term_ends": str(opened.term_ends) if opened.term_ends and not vacancy else "",
        "vacancy": str(vacancy.on) if vacancy else "",
        "cause": vacancy.cause.value if vacancy else "",
        "holders": "; ".join(map(_holder, opened.holders)),
        "part_sessions": "; ".join(map(_session, _own(opened.part_sessions))),
    }


def _own(sessions: Iterable[PartSession]) -> list[PartSession]:
    """Those that the opening names itself."""
    sessions = tuple(sessions)
    usual = part_sessions(sessions[0].year, sessions[-1].year)
    return [each for each in sessions if each not in usual]


def _has_its_days(session: PartSession) -> bool:
    opens, closes = session.opens, session.closes
    return not opens or not closes or (opens.is_day and closes.is_day and not session.estimated)


def _holder(of: Holder) -> str:
    told = [of.name, f"{of.terms} terms"]
    told += [f"until {of.until}"] if of.until else []
    told += [f"of {of.nationality}"] if of.nationality else []
    return ", ".join(told)


def _session(of: PartSession) -> str:
    days = f"{of.opens}..{of.closes}" if of.opens else "cancelled"
    return f"{of.key}={days}"
