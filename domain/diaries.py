"""Diaries: an appointment told a day and a sentence a line.

    secretary-general 2029, edition 2018
    # a comment
    4 September 2028   the Bureau confirms the date of the election: 26 June 2029
    in January 2029    the Joint Committee is consulted on all candidatures [from the calendar]
    30 March 2029      candidatures are closed [reason: "late"] -> refused under JIS App.1: ...

The same text is an import, a test, and the page of an audit; an appointment is written as one. The
envelope stands in brackets: `from the calendar`, `not on record`, `recorded on 5 March 2029`,
`reason: "…"`, `reference: "…"`. After an arrow stands what follows, where it matters: a refusal
with its clause, a status (open, unsettled, closed), or who is elected.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from domain.acts import NOT_ON_RECORD, Act, AppointmentId, Entry, Identity, Provenance
from domain.candidates import name
from domain.carrying_out import BadDiary, Line, at_noon, carry_out, in_order_of_recording
from domain.languages import ENGLISH
from domain.outcomes import Holder, Offset, Opened, Recordable, RefusedAct, Vacancy, VacancyCause
from domain.phrases import DAY, NAME, SPAN, NotUnderstood
from domain.procedures import PROCEDURES
from domain.reckoning import day, day_in_strasbourg
from domain.sittings import PartSession, part_sessions

__all__ = ["BadDiary", "Diary", "Line", "carry_out", "read_diary", "write_diary"]

PROVENANCE = {"from the calendar": Provenance.CALENDAR, NOT_ON_RECORD: Provenance.UNKNOWN}

HEADING = re.compile(
    rf"(?P<office>[a-z-]+)(?:/(?P<party>[a-z-]+))? (?P<year>\d{{4}})(?:, edition (?P<edition>\w+))?"
    rf"(?:, opened on (?P<opened>{DAY}))?(?:, term ends (?P<ends>{DAY}))?"
    rf"(?:, vacant after (?P<vacant>{DAY}) by (?P<cause>{'|'.join(VacancyCause)}))?"
)
SESSION = re.compile(
    rf"part-session (?P<year>\d{{4}})/(?P<part>[1-4]): "
    rf"(?:cancelled|opens (?P<opens>{SPAN}), closes (?P<closes>{SPAN})(?P<estimated>, estimated)?)"
)
HOLDER = re.compile(
    rf"holder (?P<name>{NAME})(?: \((?P<nationality>{NAME})\))?, (?P<terms>\d+) terms?"
    rf"(?:, until (?P<until>{DAY}))?"
)
OFFSET = re.compile(
    r"timetable (?P<step>\w+): (?P<before>\d+) months before, (?P<after>\d+) months after, "
    r"(?P<weeks>\d+) weeks"
)
TABLES = ("part-session ", "holder ", "timetable ")
LINE = re.compile(
    rf"(?P<on>{SPAN})\s\s+(?P<sentence>.+?)"
    r"(?:\s+\[(?P<envelope>(?:[^\"\[\]]|\"(?:[^\"\\]|\\.)*\")*)\])?(?:\s+->\s+(?P<expects>.+))?"
)
REMARK = re.compile(
    r"\s*(?:(?P<key>reason|reference): (?P<text>\"(?:[^\"\\]|\\.)*\")|(?P<flag>[^;]+))"
)


class Diary(msgspec.Struct, frozen=True):
    """An appointment as told. The first line opens it."""

    appointment: AppointmentId
    lines: tuple[Line, ...]


# -- Reading ---------------------------------------------------------------------------------


def read_diary(text: str) -> Diary:
    """The diary in a text. Raises BadDiary with every line that cannot be read."""
    told = [
        (number, line.rstrip())
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not told:
        raise BadDiary(1, "the diary is empty")
    (number, heading), rest = told[0], told[1:]
    with_tables = _read_heading(number, heading)
    tables = [(n, line) for n, line in rest if line.startswith(TABLES)]
    steps = [(n, line) for n, line in rest if not line.startswith(TABLES)]
    opening = _with_tables(with_tables, tables)
    appointment = Identity(opening.office, opening.party, opening.year).id
    lines = _read_lines(appointment, steps)
    opened = opening.opened_on or (lines[0].act.happened.earliest if lines else None)
    if opened is None:
        raise BadDiary(number, "say when it was opened, or tell at least one step")
    asked = msgspec.structs.replace(opening, opened_on=None)
    act = Act(_act_id(appointment, number, heading), asked, day(opened))
    first = Line(number, act, at_noon(opened))
    return Diary(appointment, tuple(in_order_of_recording([first, *lines])))


def _read_lines(appointment: AppointmentId, steps: Iterable[tuple[int, str]]) -> list[Line]:
    lines, bad = [], []
    for number, line in steps:
        try:
            lines.append(_read_line(appointment, number, line))
        except BadDiary as error:
            bad.append(error)
    if bad:
        raise BadDiary(bad[0].line, bad[0].because, *bad[1:])
    return lines


def _read_heading(number: int, heading: str) -> Opened:
    match = HEADING.fullmatch(heading)
    if match is None:
        raise BadDiary(
            number,
            f"{heading!r} does not open a diary: begin it as in secretary-general 2029, "
            "edition 2018",
        )
    try:
        vacancy = (
            Vacancy(ENGLISH.hear_day(match["vacant"]), VacancyCause(match["cause"]))
            if match["vacant"]
            else None
        )
        return Opened(
            match["office"],
            int(match["year"]),
            party=match["party"] or "",
            edition=match["edition"] or "",
            opened_on=ENGLISH.hear_day(match["opened"]) if match["opened"] else None,
            term_ends=ENGLISH.hear_day(match["ends"]) if match["ends"] else None,
            vacancy=vacancy,
        )
    except NotUnderstood as error:
        raise BadDiary(number, str(error)) from None


def _with_tables(opening: Opened, lines: list[tuple[int, str]]) -> Opened:
    """What the appointment is opened with: part-sessions, holders, the twelve months."""
    of = {word: [(n, line) for n, line in lines if line.startswith(word)] for word in TABLES}
    sessions, holders, months = of.values()
    return msgspec.structs.replace(
        opening,
        part_sessions=tuple(_read_session(n, line) for n, line in sessions),
        holders=tuple(_read_holder(n, line) for n, line in holders),
        twelve_months=tuple(_read_offset(n, line) for n, line in months),
    )


def _read_holder(number: int, line: str) -> Holder:
    match = HOLDER.fullmatch(line)
    if match is None:
        raise BadDiary(number, f"{line!r} does not say who held the office, and how many terms")
    try:
        return Holder(
            name(match["name"]),
            int(match["terms"]),
            name(match["nationality"]) if match["nationality"] else "",
            ENGLISH.hear_day(match["until"]) if match["until"] else None,
        )
    except ValueError as error:
        raise BadDiary(number, str(error)) from None


def _read_offset(number: int, line: str) -> Offset:
    match = OFFSET.fullmatch(line)
    if match is None:
        raise BadDiary(number, f"{line!r} is no line of the twelve-month timetable")
    return Offset(match["step"], int(match["before"]), int(match["after"]), int(match["weeks"]))


def _read_session(number: int, line: str) -> PartSession:
    match = SESSION.fullmatch(line)
    if match is None:
        raise BadDiary(number, f"{line!r} does not say when a part-session opens and closes")
    try:
        return PartSession(
            int(match["year"]),
            int(match["part"]),
            ENGLISH.hear_span(match["opens"]) if match["opens"] else None,
            ENGLISH.hear_span(match["closes"]) if match["closes"] else None,
            estimated=bool(match["estimated"]),
            source="as the diary has it",
        )
    except NotUnderstood as error:
        raise BadDiary(number, str(error)) from None


def _read_line(appointment: AppointmentId, number: int, line: str) -> Line:
    match = LINE.fullmatch(line)
    if match is None:
        raise BadDiary(
            number,
            f"{line!r} is not a day, two spaces and a sentence, as in "
            "4 September 2028  the Bureau confirms …",
        )
    try:
        happened = ENGLISH.hear_span(match["on"])
        outcome = ENGLISH.hear(match["sentence"])
        envelope = _read_envelope(match["envelope"] or "")
    except NotUnderstood as error:
        raise BadDiary(number, str(error)) from None
    recorded = envelope.pop("recorded", None) or at_noon(happened.latest)
    act = Act(_act_id(appointment, number, line), outcome, happened, **envelope)
    return Line(number, act, recorded, match["expects"] or "")


def _read_envelope(text: str) -> dict[str, Any]:
    envelope: dict[str, Any] = {}
    for remark in REMARK.finditer(text):
        flag = (remark["flag"] or "").strip()
        if remark["key"]:
            envelope[remark["key"]] = msgspec.json.decode(remark["text"], type=str)
        elif flag in PROVENANCE:
            envelope["provenance"] = PROVENANCE[flag]
        elif flag.startswith("recorded on "):
            envelope["recorded"] = at_noon(ENGLISH.hear_day(flag.removeprefix("recorded on ")))
        elif flag:
            raise NotUnderstood(
                f"[{flag}] is not understood: write from the calendar, not on record, "
                'recorded on DAY, reason: "…" or reference: "…"'
            )
    return envelope


def _act_id(appointment: AppointmentId, number: int, line: str) -> str:
    """From appointment, line and sentence: the same diary twice gives the same acts."""
    told = f"{appointment}\n{number}\n{line}".encode()
    return f"diary-{number}-{hashlib.sha256(told).hexdigest()[:16]}"


# -- Writing ---------------------------------------------------------------------------------


def write_diary(entries: Iterable[Entry]) -> str:
    """An appointment as a diary: carried out again, it gives the same entries."""
    lines: list[str] = []
    for entry in entries:
        if isinstance(entry.outcome, Opened):
            lines += _write_heading(entry.outcome, entry)
        else:
            lines.append(_write_line(entry))
        sealed = (f"the {paper.what} of {paper.person}" for paper in entry.papers)
        lines += (f"# sealed, and so not in a diary: {each}" for each in sealed)
    return "\n".join(lines) + "\n"


def _write_heading(opened: Opened, entry: Entry) -> Iterator[str]:
    heading = f"{opened.seat} {opened.year}, edition {opened.edition}"
    heading += f", opened on {ENGLISH.span(entry.happened)}"
    if opened.vacancy:
        heading += (
            f", vacant after {ENGLISH.day(opened.vacancy.on)} by {opened.vacancy.cause.value}"
        )
    elif opened.term_ends:
        heading += f", term ends {ENGLISH.day(opened.term_ends)}"
    yield heading
    usual = {session.key: session for session in part_sessions(opened.year - 1, opened.year + 1)}
    for session in opened.part_sessions:
        if session != usual.get(session.key):
            yield _write_session(session)
    for holder in opened.holders:
        yield _write_holder(holder)
    if opened.twelve_months != PROCEDURES[opened.office].months():
        for offset in opened.twelve_months:
            yield _write_offset(offset)


def _write_session(session: PartSession) -> str:
    if session.opens is None or session.closes is None:
        return f"part-session {session.key}: cancelled"
    opens, closes = ENGLISH.span(session.opens), ENGLISH.span(session.closes)
    estimated = ", estimated" if session.estimated else ""
    return f"part-session {session.key}: opens {opens}, closes {closes}{estimated}"


def _write_holder(holder: Holder) -> str:
    nationality = f" ({holder.nationality})" if holder.nationality else ""
    until = f", until {ENGLISH.day(holder.until)}" if holder.until else ""
    terms = "1 term" if holder.terms == 1 else f"{holder.terms} terms"
    return f"holder {holder.name}{nationality}, {terms}{until}"


def _write_offset(offset: Offset) -> str:
    return (
        f"timetable {offset.step}: {offset.months_before_expiry} months before, "
        f"{offset.months_after_letter} months after, {offset.weeks} weeks"
    )


def _write_line(entry: Entry) -> str:
    outcome = entry.outcome
    asked: Recordable = outcome.asked if isinstance(outcome, RefusedAct) else outcome
    on = ENGLISH.span(entry.happened)
    envelope = "; ".join(_write_envelope(entry))
    bracket = f" [{envelope}]" if envelope else ""
    arrow = f" -> {ENGLISH.refused(outcome)}" if isinstance(outcome, RefusedAct) else ""
    return f"{on:<19}  {ENGLISH.say(asked)}{bracket}{arrow}"


def _write_envelope(entry: Entry) -> Iterator[str]:
    yield from (said for said, mark in PROVENANCE.items() if mark is entry.provenance)
    recorded = day_in_strasbourg(entry.recorded_at)
    if recorded != entry.happened.latest:
        yield f"recorded on {ENGLISH.day(recorded)}"
    for key in ("reason", "reference"):
        if text := getattr(entry, key):
            yield f"{key}: {msgspec.json.encode(text).decode()}"
