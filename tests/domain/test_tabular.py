"""Tables: what somebody fills in with a spreadsheet is what a diary would say."""

from pathlib import Path

import msgspec
import pytest

from domain.acts import NOT_ON_RECORD, Entry, Provenance
from domain.carrying_out import IMPORTED, BadDiary, Supposed, carry_out
from domain.diaries import read_diary
from domain.outcomes import BY_STAGE, CallIssued, DateConfirmed, Opened
from domain.tabular import (
    COLUMNS,
    ENVELOPE,
    FIELDS,
    GENERAL,
    OPEN,
    OPENING,
    Rows,
    columns,
    read_table,
)
from tests.conftest import DIARIES
from tests.domain.tables import cells_of, fits_a_table, table

EVERY = sorted(DIARIES.rglob("*.diary"))
PAST = DIARIES.parents[1] / "docs" / "clerks" / "past.csv"
HEAD = "appointment,day,stage,mark,supposed,reason,closing,name,nationality,proposed_by,names,votes"
SG = "secretary-general/2019"
OPENED = f"{SG},2018-09-03,open"
CONFIRMED = f"{SG},2018-09-03..2018-09-28,date,calendar,yes"
CALLED = f"{SG},2018-10-08,call,seen,,,2019-01-10"


def told(*rows: str, head: str = HEAD) -> str:
    return "\n".join((head, *rows)) + "\n"


def one(text: str) -> Rows:
    [rows] = read_table(text)
    return rows


def faults(text: str) -> list[str]:
    """Those of the first appointment that has any: in reading, or in carrying out."""
    with pytest.raises(BadDiary) as bad:
        list(map(carry_out, read_table(text)))
    return [str(each) for each in (bad.value, *bad.value.more)]


def without_its_act(entry: Entry) -> Entry:
    """An entry as it is told, whatever told it."""
    bare = msgspec.structs.replace(entry, number=0, act="", digest="")
    if isinstance(bare.outcome, Opened):
        sessions = tuple(msgspec.structs.replace(s, source="") for s in bare.outcome.part_sessions)
        opened = msgspec.structs.replace(bare.outcome, part_sessions=sessions)
        bare = msgspec.structs.replace(bare, outcome=opened)
    return msgspec.structs.replace(bare, recorded_at=None)


@pytest.mark.parametrize("path", EVERY, ids=[path.stem for path in EVERY])
def test_a_diary_told_as_a_table_gives_the_same_entries(path: Path) -> None:
    """All but its refusals, for a table tells what was done; no other kind is left out."""
    diary = read_diary(path.read_text(encoding="utf-8"))
    entries = carry_out(diary)
    if not fits_a_table(entries):
        assert path.stem == "correction-2029"
        return
    done = [entry for entry in entries if not entry.refused]
    rows = one(table(cells_of(diary.appointment, entry) for entry in done))
    assert list(map(without_its_act, done)) == list(map(without_its_act, carry_out(rows)))


def test_the_table_of_the_docs_is_what_the_diaries_say() -> None:
    """The elections of 2014 and 2024; three steps of it are supposed, and come out as they were."""
    for rows in read_table(PAST.read_text(encoding="utf-8")):
        year = rows.appointment.rpartition("/")[2]
        diary = read_diary((DIARIES / "secretary_general" / f"{year}.diary").read_text("utf-8"))
        supposed = {line.id for line in rows.lines if isinstance(line, Supposed)}
        entries = [
            msgspec.structs.replace(entry, reference="") if entry.act in supposed else entry
            for entry in carry_out(rows)
        ]
        assert list(map(without_its_act, carry_out(diary))) == list(map(without_its_act, entries))
        assert len(supposed) == (3 if year == "2024" else 0)


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_whatever_a_spreadsheet_saves_is_the_same_table(
    between: str, newline: str, mark: str
) -> None:
    """Byte order mark, line ends, separators, empty rows and columns, blanks from the web."""
    plain = told(OPENED, CONFIRMED, CALLED)
    cells = [line.split(",") for line in plain.splitlines()]
    cells = [[*line, *[""] * (14 - len(line))] for line in cells]
    cells[1][0] = f" \u00a0{SG} "
    cells.insert(2, [" "] * 14)
    cells[0] = [cell.capitalize().replace("_", " ") for cell in cells[0]]
    saved = mark + "".join(between.join(line) + newline for line in cells)
    assert [line.id for line in one(plain).lines] == [line.id for line in one(saved).lines]
    assert [1 + len(plain.splitlines())] == [one(saved).lines[-1].number]


def test_an_act_is_known_by_what_its_row_tells_wherever_it_stands() -> None:
    """Sorted otherwise, or with rows and columns between: a repeat is harmless."""
    ids = {line.id for line in one(told(OPENED, CONFIRMED, CALLED)).lines}
    head = f"follows,{HEAD}"
    moved = told("", f",{OPENED}", "", f",{CALLED}", f"open,{CONFIRMED}", head=head)
    assert ids == {line.id for line in one(moved).lines}
    assert all(IMPORTED.fullmatch(each) and each.startswith("table-") for each in ids)


def test_rows_of_several_appointments_may_stand_in_any_order() -> None:
    other = OPENED.replace("2019", "2024").replace("2018", "2023")
    both = read_table(told(OPENED, other, CONFIRMED))
    assert [(rows.appointment, [line.number for line in rows.lines]) for rows in both] == [
        (SG, [2, 4]),
        ("secretary-general/2024", [3]),
    ]


def test_a_step_that_is_not_on_record_takes_what_its_stage_expects_marked() -> None:
    """The election is in the June part-session, and the closing is that of JIS App.1."""
    called = f"{SG},2018-10-01..2018-10-31,call,unknown,yes"
    _, confirmed, call = carry_out(one(told(OPENED, CONFIRMED, called)))
    assert isinstance(confirmed.outcome, DateConfirmed)
    assert str(confirmed.outcome.election) == "2019-06-24 to 2019-06-28"
    assert isinstance(call.outcome, CallIssued)
    assert call.outcome.closing.isoformat() == "2019-01-10"
    assert [confirmed.provenance, call.provenance] == [Provenance.CALENDAR, Provenance.UNKNOWN]
    assert [confirmed.reference, call.reference] == [NOT_ON_RECORD] * 2


PROPOSED = f"{SG},2018-11-01,candidature,seen,,,,Anna Berg,Norway,Norway"
CLOSED = f"{SG},2019-01-10,closing,seen"
CONSULTED = f"{SG},2019-01-15,consultation,unknown"
INTERVIEWED = f"{SG},2019-03-15,interviews,seen"
BOTH = (PROPOSED, PROPOSED.replace("Berg", "Dahl"))
UNTIL_THE_LIST = (OPENED, CONFIRMED, CALLED, *BOTH, CLOSED, CONSULTED, INTERVIEWED)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (["x"], "line 2: 'x' is not an appointment"),
        ([f"{SG},,open"], "line 2: day is empty"),
        ([f"{SG},24/06/2019,open"], "line 2: day: 24/06/2019 is not a day: write the year first"),
        ([f"{SG},24.6.2019,open"], "write the year first, as in 2014-06-24"),
        ([f"{SG},2019-06-31,open"], "line 2: day: 2019-06-31 is not a day"),
        ([f"{SG},2019-06-30..2019-06-01,open"], "line 2: day: "),
        ([f"{SG},2018-09-03,"], "line 2: stage is empty"),
        ([CALLED], f"line 2: the first row of {SG} opens it: put one before it"),
        ([OPENED, OPENED], f"line 3: {SG} is opened by an earlier row: leave this one out"),
        ([OPENED, CONFIRMED, CONFIRMED], "line 4: it is the same as line 3: leave one of them out"),
        ([OPENED, CALLED.replace("seen", "")], "line 3: mark is empty"),
        ([OPENED, CALLED.replace("seen", "sure")], "line 3: mark: 'sure' is not one of seen, cal"),
        ([OPENED, CALLED.replace("call,", "calls,")], "line 3: no stage calls is known: did you"),
        ([OPENED, CALLED.replace("call,", "call/x,")], "line 3: no stage call/x is known"),
        ([OPENED, f"{SG},2018-10-08,call,seen"], 'line 3: call needs closing: write closing="2'),
        ([OPENED, f"{CALLED},Anna Berg"], "line 3: call has no field name; its fields: closing"),
        ([OPENED.replace("open", "open,,,,2019-01-10")], "line 2: an opening has no column clos"),
        ([OPENED, CALLED.replace("seen,,", "seen,,x,,,,,,,,,,,,,,y,")], "stands in no column"),
        ([OPENED, CALLED.replace("seen,,", "seen,,\x07")], "a character that cannot be shown"),
        ([OPENED, CONFIRMED.replace("yes", "perhaps")], "supposed: 'perhaps' is neither yes nor"),
        ([OPENED, CONFIRMED.replace("calendar", "seen")], "what was seen is not supposed"),
        ([OPENED.replace("open", "open,unknown,yes")], "line 2: open cannot be supposed"),
        ([OPENED, f"{CALLED.replace('seen,', 'unknown,yes')}"], "leave closing empty"),
        ([OPENED, f'{SG},2018-10-08,call,seen,,"not closed'], "line 3: unexpected end of data"),
        ([], "line 1: the table tells of no appointment"),
        # What only shows when it is carried out.
        ([OPENED, CALLED], "line 3: refused under JIS App.1: the stage call is not open"),
        ([OPENED, CONFIRMED.replace("date", "list")], "line 3: the stage list is not open; open:"),
        ([OPENED, CONFIRMED.replace("date", "acting")], "line 3: the stage acting is not open"),
        (
            [OPENED, CONFIRMED, CALLED, f"{SG},2018-11-01,candidature,unknown,yes"],
            "line 5: the stage candidature may happen, and nothing is expected of it",
        ),
        (
            [*UNTIL_THE_LIST, f"{SG},2019-03-20,list,unknown,yes"],
            "line 10: what was done at the stage list cannot be supposed: no name",
        ),
        ([OPENED.replace("secretary-general", "king")], "line 2: no office king is known; known:"),
    ],
)
def test_a_row_that_cannot_be_is_told_with_its_line_and_the_cure(
    rows: list[str], says: str
) -> None:
    [fault] = faults(told(*rows))
    assert says in fault


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("", "line 1: the first line names the columns, appointment, day, stage, mark among them"),
        (HEAD.replace(",day", ""), "line 1: the column day is missing: add it to the first line"),
        (HEAD.replace("votes", "vote"), "line 1: no column 'vote' is known: did you mean votes?"),
        (f"{HEAD},names", "line 1: the column names stands there twice: leave one of them out"),
        (f"{HEAD},colour", "line 1: no column 'colour' is known"),
    ],
)
def test_a_first_line_that_cannot_be_is_told(head: str, says: str) -> None:
    [fault] = faults(told(OPENED, head=head))
    assert says in fault


def test_every_row_that_cannot_be_read_is_told_at_once() -> None:
    """In the order of the lines, of whichever kind, so that a table is mended once."""
    text = told(OPENED, CALLED.replace("2018-10-08", "today"), "", CALLED, f"{OPENED}\x07", CALLED)
    assert [int(each.split(":")[0].removeprefix("line ")) for each in faults(text)] == [3, 6, 7]


def test_an_opening_may_say_all_that_a_diary_says() -> None:
    head = "appointment,day,stage,mark,edition,term_ends,vacancy,cause,holders,part_sessions"
    row = (
        'judge/andorra/2027,2026-03-02,open,,2019,,2027-02-01,resignation,"Pol Oriol, 1 term, '
        'until 2027-02-01, of Andorra; Aina Prat",'
        '"2027/1=2027-01-25..2027-01-29; 2027/2=cancelled"'
    )
    diary = read_diary(
        "judge/andorra 2027, edition 2019, opened on 2 March 2026, vacant after 1 February 2027 by "
        "resignation\nholder Pol Oriol (Andorra), 1 term, until 1 February 2027\n"
        "holder Aina Prat, 1 term\n"
        "part-session 2027/1: opens 25 January 2027, closes 29 January 2027\n"
        "part-session 2027/2: cancelled\n"
    )
    [by_table], [by_diary] = carry_out(one(told(row, head=head))), carry_out(diary)
    assert without_its_act(by_table) == without_its_act(by_diary)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (",2027-02-01,,,", "a vacancy needs its last day and its cause: death, resignation, dism"),
        (",2027-02-01,boredom,,", "cause: 'boredom' is not one of death, resignation, dismissal"),
        ("2027-01-01..2027-02-01,,,,", "term_ends: 2027-01-01..2027-02-01 is not one day"),
        (',,,"Pol Oriol, twice",', "holders: 'twice' does not tell of Pol Oriol"),
        (",,,,2027/5=cancelled", "part_sessions: '2027/5=cancelled' is no part-session: write"),
        (",,,,2027/1=2027-01-29..2027-01-25", "a part-session cannot close before it opens"),
    ],
)
def test_an_opening_that_cannot_be_is_told(cells: str, says: str) -> None:
    head = "appointment,day,stage,mark,term_ends,vacancy,cause,holders,part_sessions"
    [fault] = faults(told(f"judge/andorra/2027,2026-03-02,open,,{cells}", head=head))
    assert says in fault


def test_every_column_is_explained() -> None:
    """What it holds, or an example and the stages that have it."""
    assert sorted(COLUMNS) == sorted(column.name for column in columns())
    assert all(column.holds for column in columns())
    [closing] = [column for column in columns() if column.name == "closing"]
    assert closing.stages == ("call", "renewed-call")


def test_no_word_of_a_table_means_two_things() -> None:
    """A column is the envelope's or a field's, and a stage is no act that may come at any time."""
    assert not set(ENVELOPE) & {*FIELDS, *OPENING}
    assert not {*GENERAL, OPEN} & set(BY_STAGE)
