"""The book, on a file and on a real server: added to at the end, and never changed."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from eventsourcing.persistence import IntegrityError

from ledger.book import Book
from ledger.errors import Conflict, LedgerError, Missing, Tampered, Unreachable
from ledger.sqlite import MEMORY
from tests.ledger import raw
from tests.ledger.faulty import FaultyRecorder

ROOT = Path(__file__).parents[2]
SG = "secretary-general/2029"
JUDGE = "judge/andorra/2027"
OPENED = ("opened/1", b'{"edition":"2018"}')
CALLED = ("called/1", b'{"closing":"2029-01-10"}')
LISTED = ("list-drawn-up/1", '{"names":["Ångström","Ó Briain"]}'.encode())


def written(book: Book, appointment: str = SG) -> list[tuple[str, bytes]]:
    return [(entry.kind, entry.body) for entry in book.read(appointment)]


def test_entries_are_read_as_they_were_written(book: Book, location: str) -> None:
    """In order, byte for byte, also by another who opens the same ledger."""
    first = book.append(SG, after=0, entries=[OPENED])
    others = book.append(SG, after=1, entries=[CALLED, LISTED])

    with Book.open(location, create=False) as again:
        assert first + others == book.read(SG) == again.read(SG)
    assert written(book) == [OPENED, CALLED, LISTED]
    assert [entry.number for entry in book.read(SG)] == [1, 2, 3]
    assert book.read(JUDGE) == ()
    assert book.verify() == ()


def test_appointments_come_in_the_order_of_their_first_entries(book: Book) -> None:
    """Neither by name nor by their latest entry."""
    assert book.appointments() == ()
    book.append(SG, after=0, entries=[OPENED])
    book.append(JUDGE, after=0, entries=[OPENED])
    book.append(SG, after=1, entries=[CALLED])

    assert book.appointments() == (SG, JUDGE)


@pytest.mark.parametrize("after", [0, 2, 7])
def test_an_entry_in_a_place_taken_or_too_far_is_a_conflict(book: Book, after: int) -> None:
    """Whoever decided on another state of the appointment decides again."""
    book.append(SG, after=0, entries=[OPENED])

    with pytest.raises(Conflict, match=f"of {SG}.*decide again"):
        book.append(SG, after=after, entries=[CALLED])
    assert written(book) == [OPENED]


def test_several_entries_stand_together_or_not_at_all(book: Book) -> None:
    """One of them cannot stand where it should: none is written."""
    book.append(SG, after=0, entries=[OPENED, CALLED])

    with pytest.raises(Conflict):
        book.append(SG, after=1, entries=[LISTED, CALLED])
    with pytest.raises(ValueError, match="not one JSON value"):
        book.append(SG, after=2, entries=[LISTED, ("called/1", b"{")])
    assert written(book) == [OPENED, CALLED]


def test_no_entries_are_no_write(book: Book) -> None:
    """And a negative place is our own mistake."""
    assert book.append(SG, after=4, entries=[]) == ()
    with pytest.raises(ValueError, match="numbered from 1"):
        book.append(SG, after=-1, entries=[OPENED])


def test_the_same_append_twice_is_written_once(book: Book) -> None:
    """Also when others have written after it meanwhile: the first answer was lost."""
    first = book.append(SG, after=0, entries=[OPENED, CALLED])
    book.append(SG, after=2, entries=[LISTED])

    assert first == book.append(SG, after=0, entries=[OPENED, CALLED])
    assert written(book) == [OPENED, CALLED, LISTED]


@pytest.mark.parametrize("error", [lambda: Unreachable("gone"), lambda: IntegrityError("twice")])
def test_an_answer_lost_after_the_write_is_found_again(
    location: str, error: Callable[[], Exception]
) -> None:
    """The store wrote and did not say so, or a second try inside it met the first."""
    with Book.open(location) as book:
        faulty = Book(FaultyRecorder(book._recorder, after=1, error=error))

        assert faulty.append(SG, after=0, entries=[OPENED, CALLED]) == book.read(SG)
        assert written(book) == [OPENED, CALLED]


def test_a_write_that_failed_is_said_and_can_be_asked_again(location: str) -> None:
    """Before the write, or after it and with no way of looking: the second call settles it."""
    with Book.open(location) as book:
        for recorder in (
            FaultyRecorder(book._recorder, before=1),
            FaultyRecorder(book._recorder, after=1, reads=1),
        ):
            faulty = Book(recorder)
            after = len(book.read(SG))
            with pytest.raises(Unreachable):
                faulty.append(SG, after=after, entries=[CALLED])
            assert faulty.append(SG, after=after, entries=[CALLED]) == book.read(SG)[after:]
        assert written(book) == [CALLED, CALLED]


def test_an_integrity_error_with_nothing_of_ours_is_a_conflict(location: str) -> None:
    """The race that the primary key decides: the loser reads again."""
    with Book.open(location) as book:
        recorder = FaultyRecorder(book._recorder, before=1, error=lambda: IntegrityError("twice"))

        with pytest.raises(Conflict):
            Book(recorder).append(SG, after=0, entries=[OPENED])


CHANGES = [
    "UPDATE entries SET topic = 'x'",
    "UPDATE entries SET state = state WHERE originator_version = 2",
    "DELETE FROM entries",
    "DELETE FROM entries WHERE originator_version = 3",
    "INSERT INTO entries SELECT * FROM entries WHERE originator_version = 1 "
    "ON CONFLICT (originator_id, originator_version) DO UPDATE SET topic = 'x'",
    "INSERT INTO entries (originator_id, originator_version, topic, state) "
    "VALUES ('secretary-general/2029', 5, 'x', '')",
]
SQLITE_CHANGES = [
    "REPLACE INTO entries SELECT * FROM entries WHERE originator_version = 1",
    "UPDATE OR IGNORE entries SET originator_version = 9",
    "INSERT OR REPLACE INTO entries (rowid, originator_id, originator_version, topic, state) "
    "VALUES (1, 'other', 1, 'x', x'00')",
    "INSERT OR REPLACE INTO entries VALUES ('secretary-general/2029', 1, 'x', x'00')",
]
POSTGRESQL_CHANGES = [
    "TRUNCATE entries",
    "MERGE INTO entries e USING (VALUES (1)) v(n) ON e.originator_version = v.n "
    "WHEN MATCHED THEN DELETE",
    "WITH gone AS (DELETE FROM entries RETURNING *) SELECT * FROM gone",
]


def test_the_store_itself_refuses_every_change(book: Book, location: str) -> None:
    """By any program, not only by ours, and also in a session that says it is a replica."""
    book.append(SG, after=0, entries=[OPENED, CALLED, LISTED])
    before = book.read(SG)
    statements = CHANGES + SQLITE_CHANGES
    if raw.is_server(location):
        statements = CHANGES + POSTGRESQL_CHANGES
        statements += [f"SET session_replication_role = replica; {each}" for each in statements]

    for statement in statements:
        with pytest.raises(Exception, match="an entry of the ledger"):
            raw.execute(location, statement)
    assert book.read(SG) == before


@pytest.mark.parametrize(
    ("statement", "parameters", "number", "because"),
    [
        ("UPDATE entries SET state = ? WHERE originator_version = 2", [b"{}"], 2, "cannot be read"),
        ("UPDATE entries SET topic = 'x/1' WHERE originator_version = 3", [], 3, "its digest"),
        ("UPDATE entries SET originator_version = 4 WHERE originator_version = 3", [], 4, "its di"),
        ("DELETE FROM entries WHERE originator_version = 1", [], 2, "stands after entry 0"),
        ("DELETE FROM entries WHERE originator_version = 2", [], 3, "stands after entry 1"),
    ],
)
def test_what_was_tampered_with_is_named_and_never_used(
    book: Book,
    location: str,
    statement: str,
    parameters: list[object],
    number: int,
    because: str,
) -> None:
    """By someone who removed the triggers first: the chain is the second wall."""
    book.append(JUDGE, after=0, entries=[OPENED])
    book.append(SG, after=0, entries=[OPENED, CALLED, LISTED])
    raw.tamper(location, f"{statement} {'AND' if 'WHERE' in statement else 'WHERE'} "
               "originator_id = 'secretary-general/2029'", parameters)  # fmt: skip

    [found] = book.verify()
    assert (SG, number) == (found.appointment, found.number)
    assert because in found.because
    assert f"entry {number} of {SG}: {found.because}" == str(found)
    assert (found,) == book.verify(SG)
    assert book.verify(JUDGE) == ()
    with pytest.raises(Tampered, match=f"Entry {number} of {SG}"):
        book.read(SG)
    assert written(book, JUDGE) == [OPENED]


def test_nothing_is_chained_to_an_entry_that_was_tampered_with(book: Book, location: str) -> None:
    """The last entry is the one that no later one vouches for."""
    book.append(SG, after=0, entries=[OPENED, CALLED])
    raw.tamper(location, "UPDATE entries SET topic = 'x/1' WHERE originator_version = 2")

    with pytest.raises(Tampered, match=f"Entry 2 of {SG}"):
        book.append(SG, after=2, entries=[LISTED])


def test_a_change_that_mends_its_own_digest_breaks_the_next_entry(
    book: Book, location: str
) -> None:
    """Whoever knows the recipe has to rewrite all that follows."""
    book.append(SG, after=0, entries=[OPENED, CALLED, LISTED])
    with Book.open(MEMORY) as forged:
        forged.append(SG, after=0, entries=[OPENED, ("called/1", b'{"closing":"2029-02-10"}')])
        [state] = [row.state for row in forged._recorder.select_events(SG, gt=1)]
    raw.tamper(location, "UPDATE entries SET state = ? WHERE originator_version = 2", [state])

    assert [(found.number, found.because) for found in book.verify()] == [
        (3, "it does not follow the entry before it")
    ]


def add_one_each(book: Book, name: str, times: int) -> None:
    """What a clerk does: read, decide, append, and on a conflict all of it again."""
    for turn in range(times):
        while True:
            try:
                standing = len(book.read(SG))
                book.append(SG, after=standing, entries=[("said/1", f'"{name} {turn}"'.encode())])
                break
            except Conflict:
                continue


def test_eight_threads_write_each_entry_exactly_once(book: Book) -> None:
    """One book, shared, as the threads of a worker share it."""
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda name: add_one_each(book, f"thread {name}", 6), range(8)))

    expected = {f'"thread {name} {turn}"'.encode() for name in range(8) for turn in range(6)}
    assert expected == {body for _, body in written(book)}
    assert len(expected) == len(written(book))
    assert book.verify() == ()


def test_two_processes_write_each_entry_exactly_once(location: str) -> None:
    """Both also make the ledger, at the same moment."""
    script = (
        "import sys; from ledger.book import Book\n"
        "from tests.ledger.test_book import add_one_each\n"
        "with Book.open(sys.argv[1]) as book: add_one_each(book, sys.argv[2], 20)"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", script, location, name], cwd=ROOT)
        for name in ("one", "two")
    ]

    assert [writer.wait(60) for writer in writers] == [0, 0]
    with Book.open(location, create=False) as book:
        bodies = [body for _, body in written(book)]
        assert {f'"{name} {n}"'.encode() for name in ("one", "two") for n in range(20)} == set(
            bodies
        )
        assert len(bodies) == 40
        assert book.verify() == ()


def test_eight_starts_at_once_make_one_ledger(location: str) -> None:
    """None of them fails, and none writes over what another has written."""

    def start(name: int) -> None:
        with Book.open(location) as book:
            book.append(f"judge/{name}/2027", after=0, entries=[OPENED])

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(start, range(8)))
    with Book.open(location) as book:
        assert len(book.appointments()) == 8


def test_an_acknowledged_entry_survives_a_kill(location: str) -> None:
    """The writer is killed while it writes; all that it said it had written is there."""
    script = (
        "import sys, itertools; from ledger.book import Book; book = Book.open(sys.argv[1])\n"
        "for n in itertools.count():\n"
        "    book.append('a/2029', after=n, entries=[('said/1', b'%d' % n)]); print(n, flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, location], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(25)]
        writer.kill()
        said += writer.stdout.readlines()

    with Book.open(location, create=False) as book:
        bodies = [body.decode() for _, body in written(book, "a/2029")]
        acknowledged = [line.strip() for line in said if line.endswith("\n")]
        assert acknowledged == bodies[: len(acknowledged)]
        assert len(bodies) <= len(acknowledged) + 1
        assert book.verify() == ()


def test_a_ledger_that_is_not_there_is_not_made_by_reading(location: str) -> None:
    """A reading command leaves nothing behind."""
    for _ in range(2):
        with pytest.raises(Missing, match="There is no ledger"):
            Book.open(location, create=False)


def test_a_book_that_was_closed_says_so(location: str) -> None:
    """An activity may still run while the worker stops: the next worker carries it out."""
    book = Book.open(location)
    book.close()
    book.close()

    with pytest.raises(Unreachable, match="is stopping"):
        book.append(SG, after=0, entries=[OPENED])


def test_a_book_in_memory_works_the_same() -> None:
    """For tests of other rooms."""
    with Book.open(MEMORY) as book, Book.open(MEMORY) as other:
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda name: add_one_each(book, f"thread {name}", 5), range(4)))
        assert len(book.read(SG)) == 20
        assert other.appointments() == ()
        assert book.verify() == ()


def test_all_errors_are_of_the_ledger() -> None:
    """Whoever catches LedgerError has caught them all, and each speaks."""
    assert issubclass(Tampered, LedgerError)
    assert "Entry 3 of a/2029 is not what was written: x." in str(Tampered("a/2029", 3, "x"))
