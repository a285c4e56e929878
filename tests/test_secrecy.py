"""REG 7.b, IDX 6: no record can say who chose whom. Shown of every schema that is stored or sent.

What is looked at: all that an appointment writes (`Entry`) and is asked (`Act`), all that a voting
register writes and is asked, all that crosses Temporal, the agenda, and the tables themselves. Of
each *record*, which is one row or one payload with all that hangs on it:

1. None reaches both a voter (a field of type `Voter`) and a candidate (a field of type `Name`).
   Of what crosses Temporal, none reaches a voter at all.
2. What a register keeps is listed here, field by field, and nothing else is in it: whoever adds a
   field comes by here. So are the structs that hold the count of a ballot, and those that lead to
   it.
3. Nothing outside a register is named as a voter, a badge, a numbered paper or somebody's choice.
4. A signature and its envelope hold no instant.
5. The tables have no columns but those of the chain, so that no row says more than its JSON.

Not shown, because no schema can: what people write into a free text.
"""

import importlib
import pkgutil
import re
import sqlite3
import typing
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import UnionType

import msgspec
import psycopg
import pytest

import activities
import workflows
from domain import acts, register
from domain.agenda import Agenda
from domain.ballots import Count
from domain.candidates import Name
from domain.diaries import read_diary
from domain.kinds.outcome import Outcome
from domain.papers import Paper, PaperKind
from domain.register import RegisterAct, RegisterEntry, Signed, Voter
from domain.timetable import Row
from ledger.book import Book
from ledger.importing import import_diary
from ledger.register import LaidOut
from tests.conftest import DIARIES

Struct = type[msgspec.Struct]
Fields = dict[str, tuple[object, ...]]


# -- How a schema is walked ------------------------------------------------------------------


def parts(annotation: object) -> Iterator[object]:
    """What a field may hold, containers and unions taken apart; a NewType stays what it is."""
    if isinstance(annotation, typing.NewType):
        yield annotation
    elif typing.get_origin(annotation) is typing.Annotated:
        yield from parts(typing.get_args(annotation)[0])
    elif isinstance(annotation, UnionType) or typing.get_args(annotation):
        for each in typing.get_args(annotation):
            yield from parts(each)
    elif annotation is not Ellipsis and annotation is not type(None):
        yield annotation


def is_struct(part: object) -> typing.TypeGuard[Struct]:
    return isinstance(part, type) and issubclass(part, msgspec.Struct)


# What stands behind the bytes that the clerk passes on unread, and behind digests.
BEHIND_RAW: dict[tuple[str, str], tuple[object, ...]] = {
    ("Taken", "act"): (acts.Act,),
    ("Taken", "receipt"): (acts.Receipt,),
    ("Checkpoint", "root"): (str,),
    ("Checkpoint", "heads"): (str,),
    ("RecordRequest", "act"): (acts.Act,),
    ("AnswerView", "receipt"): (acts.Receipt,),
    ("AnswerView", "agenda"): (Agenda,),
    ("AgendaView", "timetable"): (Row,),
}


def fields(of: Struct) -> Fields:
    """The fields of a struct, with what each may hold. Fails at one that may hold anything."""
    found = {}
    for name, annotation in typing.get_type_hints(of, include_extras=True).items():
        if name not in of.__struct_fields__:
            continue
        held = tuple(parts(annotation))
        if {msgspec.Raw, bytes} & set(held):
            held = BEHIND_RAW.get((of.__name__, name), held)
        assert not {typing.Any, object, dict, bytes, msgspec.Raw} & set(held), (
            f"{of.__name__}.{name}"
        )
        found[name] = held
    return found


def reached(*records: Struct) -> dict[Struct, Fields]:
    """Every struct that hangs on a record, the record itself included."""
    found: dict[Struct, Fields] = {}
    waiting = list(records)
    while waiting:
        struct = waiting.pop()
        if struct not in found:
            found[struct] = fields(struct)
            waiting += (part for held in found[struct].values() for part in held if is_struct(part))
    return found


def held_by(*records: Struct) -> set[object]:
    """All that a record may hold, on whatever level."""
    return {part for of in reached(*records).values() for held in of.values() for part in held}


def named_by(record: Struct) -> set[str]:
    return {f"{of.__name__}.{name}" for of, found in reached(record).items() for name in found}


# -- The records -----------------------------------------------------------------------------


def payloads() -> tuple[Struct, ...]:
    """Every struct of the rooms between which Temporal carries."""
    found: list[Struct] = []
    for package in (workflows, activities):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            values = vars(importlib.import_module(module.name)).values()
            found += (each for each in values if is_struct(each) and each not in found)
    return tuple(found)


OF_APPOINTMENTS: tuple[Struct, ...] = (acts.Entry, acts.Act, acts.Receipt, Agenda)
OF_REGISTERS: tuple[Struct, ...] = (RegisterEntry, RegisterAct)
SENT = payloads()
RECORDS = tuple(dict.fromkeys((*OF_APPOINTMENTS, *OF_REGISTERS, *SENT)))


# -- 1. No voter beside a candidate ----------------------------------------------------------


def links(record: Struct) -> bool:
    """Whether a record could say of a voter whom of the candidates she or he chose."""
    return {Voter, Name} <= held_by(record)


def test_no_record_holds_a_voter_and_a_candidate() -> None:
    assert [record for record in RECORDS if links(record)] == []
    # The walk sees what it has to see.
    assert [record for record in RECORDS if Voter in held_by(record)] == list(OF_REGISTERS)
    assert {acts.Entry, acts.Act} <= {record for record in RECORDS if Name in held_by(record)}
    assert {"Votes.votes", "Corrected.amendments", "RefusedAct.asked"} <= named_by(acts.Entry)


def test_nothing_that_crosses_temporal_knows_a_voter() -> None:
    """A register has no clerk: Temporal, which keeps the instant of everything, never sees it."""
    assert {each.__name__ for each in SENT} >= {"RecordRequest", "ReviewRequest", "AgendaView"}
    assert [each for each in SENT if Voter in held_by(each)] == []


# -- 2. What is listed -----------------------------------------------------------------------

KEPT_IN_A_REGISTER = {
    "Member": {"name", "delegation", "role"},
    "RegisterAct": {"id", "step"},
    "RegisterEntry": {"number", "act", "digest", "step"},
    "RegisterOpened": {"roll", "staff", "at"},
    "RegisterRefused": {"asked", "clause", "because", "cure"},
    "Ruled": {
        "name", "may_vote", "reference", "delegation", "role", "corrects", "staff",
    },
    "Signed": {"name", "instead_of"},
    "ClosedOff": {"staff", "signatures", "at"},
}  # fmt: skip
LEADS_TO_A_COUNT = {
    "Votes": {"name", "votes"},
    "Count": {
        "votes", "papers", "blank", "spoiled", "signatures", "votes_cast", "elects",
    },
    "BallotHeld": {"count"},
    "Amendment": {"entry", "happened", "outcome"},
    "Corrected": {"amendments"},
    "RefusedAct": {"asked", "clause", "because", "cure"},
    "Act": {
        "id", "outcome", "happened", "stage", "provenance", "reason", "reference", "staff",
        "papers",
    },
    "Entry": {
        "number", "act", "digest", "outcome", "happened", "recorded_at", "stage", "body",
        "provenance", "reason", "reference", "staff", "window", "papers",
    },
    "RecordRequest": {"appointment", "act", "now"},
    # What is read back from Temporal's histories, to be compared with the ledger.
    "Taken": {"id", "run", "at", "act", "receipt", "failure"},
    "Remembered": {"since", "from_the_start", "runs", "acts"},
    "_Run": {"begins", "goes_on", "acts"},
}  # fmt: skip


def unlisted(found: dict[Struct, Fields], listed: dict[str, set[str]]) -> set[str]:
    """The fields that are not listed, and those that are listed and not there."""
    there = {f"{of.__name__}.{name}" for of, names in found.items() for name in names}
    return there ^ {f"{of}.{name}" for of, names in listed.items() for name in names}


def on_the_way_to_a_count(*records: Struct) -> dict[Struct, Fields]:
    """The structs that hold a count of votes, on whatever level, and those that it holds."""
    found = reached(*records)
    leading = {of: names for of, names in found.items() if Count in held_by(of)}
    return leading | reached(Count)


def test_what_a_register_keeps_is_listed_field_by_field() -> None:
    assert unlisted(reached(*OF_REGISTERS), KEPT_IN_A_REGISTER) == set()


def test_what_leads_to_a_count_is_listed_field_by_field() -> None:
    assert unlisted(on_the_way_to_a_count(*RECORDS), LEADS_TO_A_COUNT) == set()


# -- 3. What is named ------------------------------------------------------------------------

AS_A_VOTER = re.compile(
    r"\.(.*_)?(voters?|voted|elector|signator\w+|signed(_by)?|badge\w*|chose|choices?|chosen"
    r"|for_whom|paper_(number|id|no)|(ballot|envelope)_(number|id|no))(_.*)?$"
)


def named_as_a_voter(record: Struct) -> set[str]:
    return {name for name in named_by(record) if AS_A_VOTER.search(name)}


def test_nothing_outside_a_register_is_named_as_a_voter_or_a_choice() -> None:
    found = [named_as_a_voter(record) for record in RECORDS if record not in OF_REGISTERS]
    assert set().union(*found) == set()


# -- 4. No instant ---------------------------------------------------------------------------

INSTANTS = {datetime, date, time, float}


def envelope_of(*records: Struct) -> set[object]:
    """What the envelopes themselves hold, without the steps in them."""
    held = (part for record in records for each in fields(record).values() for part in each)
    return {part for part in held if not is_struct(part)}


def test_a_signature_and_its_envelope_hold_no_instant() -> None:
    assert (held_by(Signed) | envelope_of(*OF_REGISTERS)) & INSTANTS == set()
    assert datetime in held_by(register.RegisterOpened)


# -- Seeds: what would be found --------------------------------------------------------------


class SignedForSomebody(register.Step, tag="signed-badly/1", frozen=True):
    name: Voter
    choice: Name


class SignedAndTold(register.Step, tag="signed-badly/2", frozen=True):
    name: Voter
    instead_of: Voter | None
    remark: str
    at: datetime


class EnteredBadly(msgspec.Struct, frozen=True):
    number: int
    step: Signed | SignedForSomebody


class EnteredWithMore(msgspec.Struct, frozen=True):
    step: SignedAndTold


class VotesByName(msgspec.Struct, frozen=True):
    name: Name
    by: tuple[Voter, ...]


class BallotByName(Outcome, tag="ballot-held/9", frozen=True):
    votes: tuple[VotesByName, ...]


class PaperRead(Outcome, tag="paper-read/1", frozen=True):
    badge: int
    candidate: str


class CountWithWords(Outcome, tag="ballot-held/8", frozen=True):
    count: Count
    remark: str


class EntryBadly(msgspec.Struct, frozen=True):
    outcome: BallotByName | PaperRead | CountWithWords


class AnythingGoes(msgspec.Struct, frozen=True):
    more: typing.Any


def test_a_choice_beside_a_voter_would_be_found() -> None:
    """In the register, and in the appointment."""
    assert links(EnteredBadly)
    assert links(EntryBadly)
    assert not links(EnteredWithMore)


def test_a_text_a_number_or_an_instant_beside_a_voter_would_be_found() -> None:
    found = unlisted(reached(*OF_REGISTERS, EnteredWithMore), KEPT_IN_A_REGISTER)
    assert "SignedAndTold.remark" in found
    assert held_by(EnteredWithMore) & INSTANTS == {datetime}


def test_a_paper_beside_a_candidate_is_sealed_and_says_no_more_than_whose_it_is() -> None:
    """No personal value of a person crosses Temporal or stands in the ledger in plain."""
    assert Paper in reached(acts.Act)
    assert set(fields(Paper)) == {"person", "what", "key", "sealed"}
    assert {part for held in fields(Paper).values() for part in held} == {Name, PaperKind, str}


def test_a_new_kind_that_leads_to_a_count_would_be_found() -> None:
    found = unlisted(on_the_way_to_a_count(*RECORDS, EntryBadly), LEADS_TO_A_COUNT)
    assert {"CountWithWords.count", "CountWithWords.remark"} <= found
    fewer = LEADS_TO_A_COUNT | {"Count": {"votes", "papers"}}
    assert "Count.signatures" in unlisted(on_the_way_to_a_count(*RECORDS), fewer)


def test_a_paper_told_by_the_badge_would_be_found() -> None:
    assert named_as_a_voter(EntryBadly) == {"PaperRead.badge"}


def test_a_field_that_may_hold_anything_would_be_found() -> None:
    with pytest.raises(AssertionError, match=r"AnythingGoes\.more"):
        reached(AnythingGoes)


# -- 5. The tables ---------------------------------------------------------------------------

OF_THE_CHAIN = {"originator_id", "originator_version", "topic", "state"}


def columns(location: str) -> set[tuple[str, str]]:
    """Every column of every table that is not the store's own."""
    if location.startswith("postgresql:"):
        with psycopg.connect(location) as server:
            return set(
                server.execute(
                    "SELECT table_name, column_name FROM information_schema.columns "
                    "WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
                )
            )
    with closing(sqlite3.connect(location)) as file:
        tables = file.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        return {
            (table, column)
            for (table,) in tables.fetchall()
            for _, column, *_ in file.execute(f"PRAGMA table_info({table})")
        }


def test_the_file_has_no_columns_but_those_of_the_chain(tmp_path: Path) -> None:
    location = str(tmp_path / "ledger.sqlite")
    Book.open(location).close()
    assert columns(location) == {("entries", name) for name in OF_THE_CHAIN}


def test_the_server_has_no_columns_but_those_of_the_chain(postgresql_url: str) -> None:
    """And one that gives the order in which all entries were added, as the file's rowid does."""
    Book.open(postgresql_url).close()
    kept = {*OF_THE_CHAIN, "notification_id"}
    assert columns(postgresql_url) == {("entries", name) for name in kept}


# -- What is really written ------------------------------------------------------------------


def texts(value: object) -> Iterator[str]:
    """Every text in a JSON value."""
    match value:
        case str():
            yield value
        case dict():
            yield from texts(list(value.values()))
        case list():
            for each in value:
                yield from texts(each)


def rows_with(book: Book, streams: Iterable[str], names: set[str]) -> int:
    bodies = [sealed.body for stream in streams for sealed in book.read(stream)]
    told = [" ".join(texts(msgspec.json.decode(body))) for body in bodies]
    return sum(any(name in text for name in names) for text in told)


def test_no_row_of_an_election_with_its_register_names_both() -> None:
    """The election of 2024, and a register of its ballot with signatures, rulings and refusals."""
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    diary = (DIARIES / "secretary_general" / "2024.diary").read_text(encoding="utf-8")
    candidates = {"Alain Berset", "Didier Reynders", "Indrek Saar"}
    maria, ninu, gorg = voters = (Voter("Maria Zammit"), Voter("Ninu Borg"), Voter("Ġorġ Vella"))
    roll = [register.Member(name, "Malta", register.Role.REPRESENTATIVE) for name in voters]
    with Book.open(":memory:") as book:
        import_diary(book, read_diary(diary), now)
        [appointment] = book.appointments()
        table = LaidOut(book, register.register_id(appointment, "ballot"))
        steps: tuple[register.Askable, ...] = (
            register.RegisterOpened(tuple(roll)),
            Signed(maria),
            Signed(maria, ninu),
            Signed(gorg, ninu),
            register.Ruled(ninu, False, "AS (2024) CR 20"),
            register.ClosedOff(),
        )
        for number, step in enumerate(steps):
            table.ask(RegisterAct(f"act-{number}", step), now)

        assert rows_with(book, book.appointments(), candidates) > 0
        assert rows_with(book, book.registers(), {*voters}) == 5
        assert rows_with(book, book.appointments(), {*voters}) == 0
        assert rows_with(book, book.registers(), candidates) == 0
