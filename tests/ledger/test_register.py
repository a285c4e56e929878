"""Many tables sign one register: none lost, none twice, on a file and on a real server."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from threading import Barrier

import msgspec
import pytest

from domain.acts import Receipt, Result
from domain.register import (
    Askable,
    ClosedOff,
    Closing,
    Member,
    RegisterAct,
    RegisterEntry,
    RegisterOpened,
    Role,
    Ruled,
    Signed,
    Voter,
    register_id,
)
from domain.streams import StreamMisfit
from ledger import chain
from ledger.book import Book
from ledger.errors import NotOurs, Tampered, Unreachable
from ledger.register import LaidOut, closing_of
from ledger.sqlite import MEMORY
from tests.ledger import raw
from tests.ledger.faulty import FaultyRecorder

ROOT = Path(__file__).parents[2]
NOW = datetime(2027, 1, 26, 9, tzinfo=UTC)
ID = register_id("judge/andorra/2027", "ballot")
STATE = "Ruritania"
FIVE_HUNDRED = tuple(
    Member(Voter(f"Member {chr(97 + n // 26)}{chr(97 + n % 26)}"), STATE, Role.REPRESENTATIVE)
    for n in range(500)
)
ANNA, BO = FIVE_HUNDRED[:2]
OPENING = RegisterAct("opening", RegisterOpened(FIVE_HUNDRED))


@pytest.fixture
def table(book: Book) -> LaidOut:
    return opened(book)


@pytest.fixture
def one_book() -> Iterator[Book]:
    """A book in memory, where it does not matter how it is stored."""
    with Book.open(MEMORY) as opened:
        yield opened


def opened(book: Book) -> LaidOut:
    """A table at an open register."""
    laid_out = LaidOut(book, ID)
    laid_out.ask(OPENING, NOW)
    return laid_out


def sign(table: LaidOut, member: Member, act: str = "") -> Receipt:
    return table.ask(RegisterAct(act or f"of {member.name}", Signed(member.name)), NOW)


def at_once(
    table: LaidOut, members: Sequence[Member], name: str, start: Barrier | None = None
) -> Counter[str]:
    """Everybody signs at the same moment, at tables of this name; counts what became of it."""
    start = start or Barrier(len(members))

    def one(member: Member) -> str:
        start.wait(30)
        return sign(table, member, f"{name}: {member.name}").result.value

    with ThreadPoolExecutor(len(members)) as threads:
        return Counter(threads.map(one, members))


def signed(book: Book) -> list[str]:
    """Who has signed, straight from the book."""
    entries = [msgspec.json.decode(sealed.body)["step"] for sealed in book.read(ID)]
    return [step["name"] for step in entries if step["kind"] == "signed/1"]


def everybody_once(book: Book) -> None:
    assert sorted(signed(book)) == sorted(member.name for member in FIVE_HUNDRED)
    assert book.verify() == ()


# -- Many at once ----------------------------------------------------------------------------


def test_five_hundred_sign_at_once_and_none_is_lost_and_none_twice(
    book: Book, table: LaidOut
) -> None:
    """Threads of one process; then everybody once more, with the same ids and with others."""
    assert at_once(table, FIVE_HUNDRED, "first") == {"recorded": 500}
    everybody_once(book)

    assert at_once(table, FIVE_HUNDRED, "first") == {"recorded": 500}
    assert len(book.read(ID)) == 501
    assert at_once(table, FIVE_HUNDRED, "second") == {"refused": 500}
    assert len(book.read(ID)) == 1001
    everybody_once(book)


def sign_in_a_process(location: str, name: str, seed: str) -> None:
    """What a table does that has a process of its own: two thirds of all come to it."""
    members = Random(f"{seed} {name}").sample(FIVE_HUNDRED, 334)
    with Book.open(location) as book:
        came = at_once(LaidOut(book, ID), members, name)
    sys.stdout.buffer.write(msgspec.json.encode([dict(came), [m.name for m in members]]))


def test_several_processes_sign_at_once_and_none_is_lost_and_none_twice(
    book: Book, location: str, table: LaidOut
) -> None:
    """Most come to two or three tables, each of which asks for itself: one of them says yes."""
    script = (
        "import sys; from tests.ledger.test_register import sign_in_a_process\n"
        "sign_in_a_process(*sys.argv[1:])"
    )
    tables = [
        subprocess.Popen(
            [sys.executable, "-c", script, location, name, "2027"], cwd=ROOT, stdout=subprocess.PIPE
        )
        for name in ("one", "two", "three")
    ]
    said = [msgspec.json.decode(process.communicate(timeout=60)[0]) for process in tables]

    came = {name for _, names in said for name in names}
    assert sorted(signed(book)) == sorted(came)
    assert sum(counts.get("recorded", 0) for counts, _ in said) == len(came)
    assert sum(counts.get("refused", 0) for counts, _ in said) == 3 * 334 - len(came)
    assert len(book.read(ID)) == 1 + 3 * 334
    assert book.verify() == ()
    assert len(table.standing().signatures) == len(came)


def test_a_closing_among_signatures_counts_those_before_it(book: Book, table: LaidOut) -> None:
    """Whoever comes after it is refused; nobody is told yes and not counted."""
    start = Barrier(61)

    def close() -> Receipt:
        start.wait(30)
        return table.ask(RegisterAct("closing", ClosedOff()), NOW)

    with ThreadPoolExecutor(1) as other:
        closed = other.submit(close)
        came = at_once(table, FIVE_HUNDRED[:60], "first", start)

    closing = closing_of(book, ID)
    assert closed.result().result is Result.RECORDED
    assert closing is not None
    assert (closing.signatures, came["recorded"]) == (len(signed(book)), len(signed(book)))
    assert came.total() == 60


# -- One at a time ---------------------------------------------------------------------------


def test_the_same_signature_twice_gets_the_same_answer(one_book: Book) -> None:
    """Also from another process, and after another has been refused in between."""
    table = opened(one_book)
    first = sign(table, ANNA)
    refused = sign(table, ANNA, "another table")
    assert (first.result, refused.result, refused.clause) == ("recorded", "refused", "IDX 6")
    assert sign(table, ANNA) == first == sign(LaidOut(one_book, ID), ANNA)
    assert sign(LaidOut(one_book, ID), ANNA, "another table") == refused
    assert len(one_book.read(ID)) == 3


def test_a_spent_id_with_other_content_is_refused_and_not_stored(one_book: Book) -> None:
    table = opened(one_book)
    sign(table, ANNA, "one id")
    receipt = sign(table, BO, "one id")
    assert (receipt.result, receipt.number) == (Result.REFUSED, 2)
    assert "used before, with other content (entry 2)" in receipt.because
    assert signed(one_book) == [ANNA.name]


@pytest.mark.parametrize(
    "step", [Signed(ANNA.name), Ruled(ANNA.name, False, "AS (2027) CR 4"), ClosedOff()]
)
def test_before_the_opening_all_is_refused_and_nothing_is_stored(
    one_book: Book, step: Askable
) -> None:
    """A mistyped ballot leaves no register behind."""
    receipt = LaidOut(one_book, ID).ask(RegisterAct("early", step), NOW)
    assert (receipt.result, receipt.clause, receipt.number) == (Result.REFUSED, "IDX 4", 0)
    assert (one_book.read(ID), one_book.registers()) == ((), ())


def test_a_register_is_no_appointment(book: Book, table: LaidOut) -> None:
    book.append("judge/andorra/2027", after=0, entries=[("opened/1", b"{}")])
    second = register_id("judge/andorra/2027", "ballot/2")
    LaidOut(book, second).ask(OPENING, NOW)
    assert book.appointments() == ("judge/andorra/2027",)
    assert book.registers() == (ID, second)
    assert table.standing().opening == LaidOut(book, second).standing().opening


def test_tables_see_what_other_tables_have_written(book: Book, location: str) -> None:
    """Each has read all that stood before; only what is new is read."""
    with Book.open(location) as other:
        here, there = LaidOut(book, ID), LaidOut(other, ID)
        here.ask(OPENING, NOW)
        for turn, member in enumerate(FIVE_HUNDRED[:6]):
            assert sign((here, there)[turn % 2], member).result is Result.RECORDED
            assert sign((there, here)[turn % 2], member, f"again {turn}").clause == "IDX 6"
        assert here.standing().signatures == there.standing().signatures


# -- The closing -----------------------------------------------------------------------------


def test_the_closing_is_the_digest_of_its_entry_in_the_chain(one_book: Book) -> None:
    """Whoever has the rows can work it out; what is refused later does not change it."""
    table = opened(one_book)
    sign(table, ANNA)
    sign(table, ANNA, "again")
    assert closing_of(one_book, ID) is None
    table.ask(RegisterAct("closing", ClosedOff()), NOW)
    closing = closing_of(one_book, ID)

    digest = chain.origin(ID)
    for number, sealed in enumerate(one_book.read(ID), start=1):
        digest = chain.digest(digest, ID, number, sealed.kind, sealed.body)
    assert closing == Closing(1, digest)
    assert sign(table, BO).clause == "IDX 11"
    assert table.ask(RegisterAct("closing again", ClosedOff()), NOW).clause == "IDX 11"
    assert closing_of(one_book, ID) == table.closing() == closing


# -- When something fails --------------------------------------------------------------------


def test_a_lost_answer_is_asked_for_again(book: Book, table: LaidOut) -> None:
    """Written and not said, or not written: the same act settles it, and nobody signs twice."""
    for number, recorder in enumerate(
        (FaultyRecorder(book._recorder, before=1), FaultyRecorder(book._recorder, after=1, reads=1))
    ):
        faulty, member = LaidOut(Book(recorder), ID), FIVE_HUNDRED[number]
        with pytest.raises(Unreachable):
            sign(faulty, member)
        assert sign(faulty, member).result is Result.RECORDED
    assert signed(book) == [ANNA.name, BO.name]


def test_those_who_wait_together_fail_together_and_may_all_ask_again(
    book: Book, table: LaidOut
) -> None:
    """A store that is away is asked once for all who wait, and not for each in turn."""
    faulty = LaidOut(Book(FaultyRecorder(book._recorder, before=1)), ID)

    def one(member: Member) -> str:
        try:
            return sign(faulty, member).result.value
        except Unreachable:
            return "not known"

    members = FIVE_HUNDRED[:40]
    with ThreadPoolExecutor(40) as threads:
        first = Counter(threads.map(one, members))
        again = Counter(threads.map(one, members))
    assert first["not known"] >= 1
    assert first.total() == 40
    assert again == {"recorded": 40}
    assert sorted(signed(book)) == sorted(member.name for member in members)


def test_nothing_is_entered_after_what_was_tampered_with(
    book: Book, location: str, table: LaidOut
) -> None:
    """Also by a table that had read the entry while it was sound."""
    sign(table, ANNA)
    sign(table, BO)
    raw.tamper(
        location,
        f"UPDATE entries SET topic = 'x/1' WHERE originator_version = 3 AND originator_id = '{ID}'",
    )
    for one in (table, LaidOut(book, ID)):
        with pytest.raises(Tampered, match=f"Entry 3 of {ID}"):
            sign(one, FIVE_HUNDRED[2])


def test_what_is_read_on_is_chained_to_what_was_read_before(one_book: Book) -> None:
    """An entry rewritten with all that follows fits itself, and not what we have seen."""
    first = one_book.append(ID, after=0, entries=[("said/1", b"1"), ("said/1", b"2")])
    assert one_book.read_on(first[0]) == first[1:]
    assert one_book.read_on(first[1]) == ()
    later = one_book.append(ID, after=2, entries=[("said/1", b"3")])
    assert one_book.read_on(first[1]) == later
    forged = msgspec.structs.replace(first[1], digest="0" * 64)
    with pytest.raises(Tampered, match="does not follow the entry before it"):
        one_book.read_on(forged)


def test_an_entry_that_does_not_fit_stops_the_register(one_book: Book) -> None:
    """Nothing is decided on a register that does not add up; nor on half of one."""
    table = opened(one_book)
    twice = RegisterEntry(2, "x", "00", RegisterOpened(FIVE_HUNDRED))
    one_book.append(ID, after=1, entries=[(twice.kind, msgspec.json.encode(twice))])
    for _ in range(2):
        with pytest.raises(StreamMisfit, match="entry 2"):
            sign(table, ANNA)
    other = register_id("judge/andorra/2027", "ballot/2")
    one_book.append(other, after=0, entries=[("register-opened/9", b'{"number":1}')])
    with pytest.raises(NotOurs, match=r"Entry 1 of .*ballot/2 \(register-opened/9\) cannot be"):
        LaidOut(one_book, other).standing()
