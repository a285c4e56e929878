"""The past enters the ledger whole or not at all, whoever kills whom and when."""

import re
import signal
import stat
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import monotonic

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent

from domain.acts import AppointmentId, Entry
from domain.appointment import Status
from domain.carrying_out import BadDiary, carry_out
from domain.diaries import Diary, read_diary, write_diary
from domain.tabular import read_table
from ledger.book import Addition, Book
from ledger.chain import Row
from ledger.errors import Conflict, LedgerError, NotOurs, Unreachable
from ledger.importing import BadImport, Fault, Imported, Source, import_all, import_diary
from ledger.record import read
from ledger.staging import Staging, staging
from tests.conftest import DIARIES, EVERY_DIARY
from tests.ledger.dying_import import NOW, everywhere
from tests.ledger.faulty import FaultyRecorder

ROOT = Path(__file__).parents[2]
PAST = DIARIES / "secretary_general"
STILL_OPEN = DIARIES / "judge" / "azerbaijan-2016.diary"
IRELAND = DIARIES / "judge" / "ireland-2014.diary"
LONG_AFTER = datetime(2040, 1, 1, 12, tzinfo=UTC)
ONE = ("opened/1", b'{"edition":"2018"}')
TWO = ("called/1", b'{"closing":"2029-01-10"}')


def told(path: Path) -> Diary:
    return read_diary(path.read_text(encoding="utf-8"))


def sources(*paths: Path) -> list[Source]:
    return [Source(path.name, told(path)) for path in paths]


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    return tmp_path / "import.staged"


@pytest.fixture
def kept(staged: Path) -> Iterator[Staging]:
    with staging(staged, "the same") as kept:
        yield kept


def bring(
    book: Book, kept: Staging, told: Sequence[Source], now: datetime = LONG_AFTER
) -> tuple[Imported, ...]:
    return import_all(book, told, lambda: now, kept)


# -- All of it, or nothing -------------------------------------------------------------------


def rounds() -> Iterator[list[Path]]:
    """Every diary of ours, in folders in which no appointment is told twice."""
    folders: defaultdict[int, list[Path]] = defaultdict(list)
    told_in: defaultdict[str, int] = defaultdict(int)
    for path in EVERY_DIARY:
        appointment = told(path).appointment
        folders[told_in[appointment]].append(path)
        told_in[appointment] += 1
    yield from folders.values()


def test_every_diary_of_ours_is_imported_with_the_others(location: str, staged: Path) -> None:
    """Folder by folder, each into a ledger of its own; recorded at one instant, as on paper."""
    imported = 0
    for number, folder in enumerate(rounds()):
        with Book.open(fresh(location, number)) as book, staging(staged, str(number)) as kept:
            brought = bring(book, kept, sources(*folder))
            for path in folder:
                on_paper = carry_out(told(path), clock=lambda _: LONG_AFTER)
                assert read(book, told(path).appointment) == on_paper
                imported += 1
            assert sum(each.new for each in brought) == book.count()
            assert book.verify() == ()
            assert [each.new for each in bring(book, kept, sources(*folder))] == [0] * len(folder)
        assert not staged.exists()
    assert imported == len(EVERY_DIARY)


def fresh(location: str, number: int) -> str:
    if not location.startswith("postgresql"):
        return f"{location}.{number}"
    with psycopg.connect(location, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS calends CASCADE")
    return location


def test_what_came_of_an_appointment_is_said(book: Book, kept: Staging) -> None:
    closed, open_ = bring(book, kept, sources(PAST / "2014.diary", STILL_OPEN))

    assert closed == Imported(
        "secretary-general/2014",
        "2014.diary",
        13,
        13,
        Status.CLOSED,
        "",
        "Thorbjørn Jagland",
        "2014-10-01",
        closed.mark,
    )
    assert (open_.status, open_.stage, open_.elected) == (Status.OPEN, "letter/2", "")


def test_every_fault_is_gathered_and_nothing_is_written(book: Book, kept: Staging) -> None:
    """Also those of the files that were read before; what is sound waits with the rest."""
    uneven = (PAST / "2024.diary").read_text(encoding="utf-8").replace("Berset 114", "Berset 11")
    uneven = uneven.replace("Reynders 46", "Reynders 46 (papers 245, blank 0, spoiled 0)")
    told_wrongly = Source("uneven", read_diary(uneven))
    unread = Fault("early", 14, "…")

    with pytest.raises(BadImport) as bad:
        import_all(
            book,
            [*sources(PAST / "2014.diary"), told_wrongly, *sources(PAST / "2014.diary")],
            lambda: LONG_AFTER,
            kept,
            faults=[unread],
        )

    assert [(each.file, each.line) for each in bad.value.faults] == [
        ("early", 14),
        ("uneven", 18),
        ("2014.diary", 1),
    ]
    assert "is told by 2014.diary, line 1, too: leave one of the two out" in str(bad.value)
    assert book.count() == 0


def test_a_repeat_changes_nothing_and_lines_added_are_added(book: Book, kept: Staging) -> None:
    lines = (PAST / "2024.diary").read_text(encoding="utf-8").splitlines(keepends=True)
    begun = Source("2024", read_diary("".join(lines[:9])))
    [first] = bring(book, kept, [begun])
    [again] = bring(book, kept, [begun], NOW.replace(year=2041))
    [whole] = bring(book, kept, sources(PAST / "2024.diary"), NOW.replace(year=2041))

    assert (first.new, again.new) == (first.entries, 0)
    assert whole.entries == first.entries + whole.new == 16
    entries = read(book, AppointmentId("secretary-general/2024"))
    assert [entry.recorded_at.year for entry in entries] == [2040] * first.new + [2041] * whole.new


def test_a_line_that_has_changed_since_it_was_imported_is_said(book: Book) -> None:
    """What was written stays: its entry is corrected, and the diary is not."""
    text = (PAST / "2024.diary").read_text(encoding="utf-8")
    import_diary(book, read_diary(text), NOW)
    before = read(book, AppointmentId("secretary-general/2024"))

    with pytest.raises(BadDiary) as bad:
        import_diary(book, read_diary(text.replace("Berset 114", "Berset 115")), NOW)

    assert bad.value.line == 18
    assert bad.value.because == (
        "entry 15 was imported from a line that said something else: put that line back, and "
        "correct the entry with `calends correct secretary-general/2024 15`"
    )
    assert read(book, AppointmentId("secretary-general/2024")) == before


def told_anew(text: str, entries: tuple[Entry, ...]) -> Iterator[str]:
    """The same in other words: as the ledger tells it, with other blanks, lines and noughts."""
    yield write_diary(entries)
    yield "\n\n".join(re.sub(r"^(\S.*?\d{4}) {3,}", r"\1  ", line) for line in text.splitlines())
    yield re.sub(r"(?m)^(\d [A-Z])", r"0\1", text)


@pytest.mark.parametrize("path", EVERY_DIARY, ids=[path.stem for path in EVERY_DIARY])
def test_a_line_that_says_the_same_as_an_entry_changes_nothing(path: Path) -> None:
    """Whatever its id: also what the ledger itself tells, refusals and corrections among it."""
    text = path.read_text(encoding="utf-8")
    entries = carry_out(read_diary(text), clock=lambda _: LONG_AFTER)
    for anew in told_anew(text, entries):
        assert carry_out(read_diary(anew), entries, clock=lambda _: LONG_AFTER) == entries


def test_a_line_stands_for_one_entry_alone() -> None:
    """What was recorded once and is told twice is done a second time."""
    path = PAST / "correction-2029.diary"
    entries = carry_out(told(path), clock=lambda _: LONG_AFTER)
    anew = write_diary(entries)
    [refused] = [line for line in anew.splitlines() if line.startswith("27 March 2029")]

    twice = carry_out(read_diary(f"{anew}{refused}\n"), entries, clock=lambda _: LONG_AFTER)

    assert twice[:-1] == entries
    assert twice[-1].refused


def test_a_table_that_says_the_same_as_a_diary_changes_nothing(book: Book, kept: Staging) -> None:
    table = (ROOT / "docs" / "clerks" / "past.csv").read_text(encoding="utf-8")
    first, _ = read_table(table)
    bring(book, kept, sources(PAST / "2014.diary"))
    [again] = bring(book, kept, [Source("past.csv", first)])
    assert (again.new, again.entries) == (0, 13)


def test_an_opening_told_otherwise_is_said_with_what_helps(book: Book, kept: Staging) -> None:
    """An opening cannot be corrected, so it is told as it stands."""
    table = (ROOT / "docs" / "clerks" / "past.csv").read_text(encoding="utf-8")
    first, _ = read_table(table.replace("2010,2014-09-30", "2010,2014-09-29"))
    bring(book, kept, sources(PAST / "2014.diary"))

    with pytest.raises(BadImport) as bad:
        bring(book, kept, [Source("past.csv", first)])

    assert str(bad.value) == (
        "past.csv, line 2: secretary-general/2014 was opened otherwise, and an opening cannot be "
        "corrected: tell it as `calends diary secretary-general/2014` does"
    )


def test_an_act_recorded_meanwhile_is_read_before_it_is_decided_again(
    location: str, kept: Staging
) -> None:
    """Another was quicker, in one of two appointments: neither was written, and then both are."""
    both = sources(PAST / "2014.diary", PAST / "2019.diary")
    with Book.open(location) as book, Book.open(location) as other:

        def meanwhile(number: int) -> None:
            if number == len(both) and not other.read("secretary-general/2019"):
                import_diary(other, shorter, NOW)

        lines = (PAST / "2019.diary").read_text(encoding="utf-8").splitlines(keepends=True)
        shorter = read_diary("".join(lines[:4]))
        first, second = import_all(book, both, lambda: LONG_AFTER, kept, heard=meanwhile)

        assert (first.new, first.entries) == (13, 13)
        assert (second.new, second.entries) == (second.entries - 3, len(both[1].told.lines))
        assert book.verify() == ()


# -- Kept while it is decided ----------------------------------------------------------------


def test_the_staging_is_for_its_owner_and_for_one_import_alone(book: Book, staged: Path) -> None:
    with staging(staged, "the same") as kept:
        bring(book, kept, sources(PAST / "2014.diary"))
        assert stat.S_IMODE(staged.stat().st_mode) == 0o600
        with (
            pytest.raises(Unreachable, match="being imported already"),
            staging(staged, "the same"),
        ):
            pass
    assert not staged.exists()


def interrupted(book: Book, staged: Path, after: int, bound: str = "the same") -> None:
    """An import of the Irish diary for every Party that breaks off when so many were decided."""

    def heard(number: int) -> None:
        if number == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), staging(staged, bound) as kept:
        import_all(book, judges(), lambda: NOW, kept, heard=heard)


def judges() -> list[Source]:
    return everywhere(IRELAND.read_text(encoding="utf-8"))


def decided_anew(book: Book, staged: Path, bound: str = "the same") -> int:
    """Carries the import out, and says how many appointments had to be decided again."""
    with staging(staged, bound) as kept:
        before = staged.read_bytes().count(b"\n")
        assert len(import_all(book, judges(), lambda: NOW, kept)) == len(judges())
        number = staged.read_bytes().count(b"\n") - before
    assert not staged.exists()
    return number


@pytest.mark.parametrize("after", [1, 7, 46])
def test_an_import_goes_on_where_it_was(book: Book, staged: Path, after: int) -> None:
    interrupted(book, staged, after)
    assert book.count() == 0
    assert decided_anew(book, staged) == len(judges()) - after
    assert book.count() == sum(len(each.told.lines) for each in judges())


@pytest.mark.parametrize(
    ("fault", "left"), [(Unreachable("busy"), True), (NotOurs("broken"), False)], ids=repr
)
def test_what_was_staged_is_left_for_an_import_that_may_go_on_alone(
    staged: Path, fault: LedgerError, left: bool
) -> None:
    """The file of an import that failed for good is not left in the home."""
    with pytest.raises(LedgerError), staging(staged, "the same"):
        raise fault
    assert staged.exists() is left


def test_what_was_staged_of_another_telling_counts_for_nothing(book: Book, staged: Path) -> None:
    interrupted(book, staged, 5)
    assert decided_anew(book, staged, bound="another day") == len(judges())


def test_what_stands_otherwise_since_is_decided_again(book: Book, staged: Path) -> None:
    interrupted(book, staged, 5)
    import_diary(book, judges()[2].told, NOW)
    assert decided_anew(book, staged) == len(judges()) - 4


@pytest.mark.parametrize(
    ("spoiled", "left"),
    [
        (lambda staged: staged[:-40], 4),  # cut short while it was written
        (lambda staged: staged[:-40] + b"\0" * 40, 4),
        (lambda staged: staged.replace(b"Candidate B", b"Candidate X", 1), 0),
        (lambda staged: b"\n" + staged, 0),
        (lambda staged: b"", 0),
    ],
)
def test_a_staging_is_looked_at_before_it_is_taken_up(
    book: Book, staged: Path, spoiled: Callable[[bytes], bytes], left: int
) -> None:
    """Only what is whole is used; the rest is decided again, and the ledger is the same."""
    interrupted(book, staged, 5)
    staged.write_bytes(spoiled(staged.read_bytes()))
    assert decided_anew(book, staged) == len(judges()) - left
    assert book.verify() == ()
    first = judges()[0].told
    assert read(book, first.appointment) == carry_out(first, clock=lambda _: NOW)


def test_a_staging_that_is_a_link_is_not_followed(book: Book, staged: Path) -> None:
    (staged.parent / "elsewhere").write_text("something of somebody's")
    staged.symlink_to(staged.parent / "elsewhere")
    with (
        pytest.raises(LedgerError, match="cannot be used to stage the import"),
        staging(staged, "x"),
    ):
        pass
    assert (staged.parent / "elsewhere").read_text() == "something of somebody's"


# -- Killed ----------------------------------------------------------------------------------


def killed(location: str, staged: Path, when: str, after_seconds: float | None = None) -> int:
    """An import in a process of its own that dies; how it ended."""
    words = [location, str(staged), str(IRELAND), when]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.dying_import", *words], cwd=ROOT
    )
    try:
        return process.wait(after_seconds or 60)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait(60)


def assert_all_or_nothing(location: str) -> int:
    with Book.open(location) as book:
        entries = book.count()
        assert book.verify() == ()
    assert entries in (0, sum(len(each.told.lines) for each in judges()))
    return entries


@pytest.mark.parametrize(("when", "all_of_it"), [("9", False), ("before", False), ("after", True)])
def test_a_killed_import_has_written_all_or_nothing(
    location: str, staged: Path, when: str, all_of_it: bool
) -> None:
    """While it decides, right before the write, and right after it with nobody told."""
    assert killed(location, staged, when) == -signal.SIGKILL
    assert bool(assert_all_or_nothing(location)) is all_of_it
    assert staged.exists()

    assert killed(location, staged, "not at all") == 0
    assert assert_all_or_nothing(location)
    assert not staged.exists()


@pytest.mark.soak
def test_forty_imports_killed_at_any_time(tmp_path: Path) -> None:
    """Wherever the blow falls, in the writing too: all of it or nothing, and it can go on."""
    chance, died = Random(20261101), 0
    begun = monotonic()
    assert killed(str(tmp_path / "whole.sqlite"), tmp_path / "whole.staged", "not at all") == 0
    took = monotonic() - begun
    for number in range(200):
        location, staged = str(tmp_path / f"{number}.sqlite"), tmp_path / f"{number}.staged"
        blow = chance.uniform(took / 3, took)
        died += killed(location, staged, "not at all", blow) == -signal.SIGKILL
        assert_all_or_nothing(location)
        assert killed(location, staged, "not at all") == 0
        assert assert_all_or_nothing(location)
        if died >= 40:
            break
    assert died >= 40


# -- In one transaction ----------------------------------------------------------------------


def both(after: int = 0) -> list[Addition]:
    return [Addition("a/2029", after, [ONE, TWO]), Addition("b/2029", after, [ONE])]


def bodies(book: Book) -> dict[str, list[bytes]]:
    return {id_: [entry.body for entry in book.read(id_)] for id_ in book.appointments()}


BOTH = {"a/2029": [ONE[1], TWO[1]], "b/2029": [ONE[1]]}


def test_entries_of_several_appointments_are_chained_each_in_its_own(book: Book) -> None:
    added = book.append_all(both())

    assert added == (book.read("a/2029"), book.read("b/2029"))
    assert bodies(book) == BOTH
    assert book.verify() == ()


def test_the_same_additions_twice_are_written_once(book: Book) -> None:
    assert book.append_all(both()) == book.append_all(both())
    assert bodies(book) == BOTH


@pytest.mark.parametrize("stands", ["a/2029", "b/2029"])
def test_additions_of_which_one_has_no_place_are_a_conflict(book: Book, stands: str) -> None:
    """Also where what stands there is, by chance, the very same."""
    book.append(stands, after=0, entries=[ONE])
    with pytest.raises(Conflict, match="decide again"):
        book.append_all(both())
    with pytest.raises(Conflict, match="There is no entry 1"):
        book.append_all([Addition("c/2029", 0, [ONE]), Addition("d/2029", 1, [ONE])])
    assert bodies(book) == {stands: [ONE[1]]}


@pytest.mark.parametrize("error", [lambda: Unreachable("gone"), lambda: IntegrityError("twice")])
def test_an_answer_lost_after_the_additions_is_found_again(
    location: str, error: Callable[[], Exception]
) -> None:
    with Book.open(location) as book:
        faulty = Book(FaultyRecorder(book._recorder, after=1, error=error))
        assert faulty.append_all(both()) == (book.read("a/2029"), book.read("b/2029"))
        assert bodies(book) == BOTH


def test_additions_that_failed_can_be_asked_again(location: str) -> None:
    with Book.open(location) as book:
        faulty = Book(FaultyRecorder(book._recorder, before=1))
        with pytest.raises(Unreachable):
            faulty.append_all(both())
        assert bodies(book) == {}
        faulty.append_all(both())
        assert bodies(book) == BOTH


def test_additions_of_any_size_arrive(location: str) -> None:
    """Also where the system takes them in pieces only, and the store has to wait for itself."""
    large = [("large/1", b'"' + b"x" * 40_000 + b'"')] * 20
    with Book.open(location) as book:
        for number in range(5):
            book.append_all(
                [Addition(f"a/{2020 + number}", 0, large), Addition(f"b/{2020 + number}", 0, large)]
            )
        assert book.count() == 200
        twice = Book(Blind(book._recorder))
        with pytest.raises(Conflict):
            twice.append("a/2020", after=0, entries=[("other/1", large[0][1])])
        assert book.verify() == ()


class Blind(FaultyRecorder):
    """A real recorder that does not see what stands there until it was refused once."""

    refused = False

    def insert_events(self, stored_events: Sequence[StoredEvent]) -> Sequence[int] | None:
        try:
            return self.recorder.insert_events(stored_events)
        except IntegrityError:
            self.refused = True
            raise

    def select_events(
        self, originator_id: str, *, gt: int | None = None, lte: int | None = None
    ) -> Sequence[Row]:
        return super().select_events(originator_id, gt=gt, lte=lte) if self.refused else []


def test_additions_are_looked_at_first(book: Book) -> None:
    assert book.append_all([]) == ()
    assert book.append_all([Addition("a/2029", 3, [])]) == ((),)
    with pytest.raises(ValueError, match="added to twice at once"):
        book.append_all([both()[0], both()[0]])
    with pytest.raises(ValueError, match="numbered from 1"):
        book.append_all(both(-1))


def test_entries_say_one_instant_however_long_it_took(book: Book, kept: Staging) -> None:
    """That of the writing: nothing was on record while it was only decided."""
    instants = iter([NOW, NOW, LONG_AFTER])
    import_all(
        book, sources(PAST / "2014.diary", PAST / "2019.diary"), lambda: next(instants), kept
    )
    for id_ in map(AppointmentId, book.appointments()):
        assert {entry.recorded_at for entry in read(book, id_)} == {LONG_AFTER}
