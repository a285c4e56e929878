"""The register of terms from a real ledger; and the stream of the terms that were imported."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from domain.diaries import read_diary
from domain.imported_terms import BadRow, Row, as_they_stand, term_of
from domain.terms import Ending
from ledger import chain
from ledger.book import TERMS, Book
from ledger.errors import NotOurs, Tampered, Unreachable
from ledger.importing import import_diary
from ledger.sqlite import MEMORY
from ledger.terms import correct_term, import_terms, read, register_of_terms
from tests.conftest import DIARIES
from tests.ledger import raw
from tests.ledger.faulty import FaultyRecorder

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
SG = "secretary-general"


def row(line: int, text: str) -> Row:
    columns = "office,party,holder,nationality,starts,last_day,ended,mark,source"
    return Row(line, term_of(dict(zip(columns.split(","), text.split(","), strict=True))))


DAVIS = row(2, "secretary-general,,Terry Davis,United Kingdom,2004-09-01,2009-08-31,,calendar,")
JUDGES = tuple(
    row(n, f"judge,{party},A Judge,,2018-05-01,,,seen,")
    for n, party in enumerate(("andorra", "malta", "monaco", "norway"), start=2)
)


@pytest.fixture
def one_book() -> Iterator[Book]:
    """A book in memory, where it does not matter how it is stored."""
    with Book.open(MEMORY) as opened:
        yield opened


def told(book: Book, *diaries: str) -> None:
    """Brings past appointments into the ledger."""
    for name in diaries:
        diary = read_diary((DIARIES / f"{name}.diary").read_text(encoding="utf-8"))
        import_diary(book, diary, NOW)


def test_the_register_is_drawn_from_appointments_and_the_import(book: Book) -> None:
    told(book, "secretary_general/2009", "secretary_general/2014", "commissioner/2012")
    import_terms(book, (DAVIS,), NOW, "staff-7")

    register, left_out = register_of_terms(book)
    assert [(term.holder, term.where) for term in register.terms] == [
        ("Terry Davis", "entry 1 of the import"),
        ("Thorbjørn Jagland", "secretary-general/2009"),
        ("Thorbjørn Jagland", "secretary-general/2014"),
        ("Nils Muižnieks", "commissioner/2012"),
    ]
    assert (register.conflicts, left_out) == ((), {})
    assert register.seats == (SG, "commissioner")
    one_office = register_of_terms(book, SG).register
    assert one_office.terms == register.of_seat(SG)


def test_an_import_is_chained_and_no_appointment(book: Book, location: str) -> None:
    """Whoever has the rows can work its digests out; whoever changes one is found."""
    assert TERMS not in book.streams().others
    import_terms(book, JUDGES, NOW)
    assert book.streams().others == (TERMS,)
    assert (book.appointments(), book.registers(), book.verify()) == ((), (), ())
    digest = chain.origin(TERMS)
    for number, sealed in enumerate(book.read(TERMS), start=1):
        digest = chain.digest(digest, TERMS, number, sealed.kind, sealed.body)
        assert (sealed.kind, sealed.digest) == ("term-imported/1", digest)

    raw.tamper(
        location,
        "UPDATE entries SET topic = 'x/1' WHERE originator_version = 2 AND originator_id = ?",
        (TERMS,),
    )
    [broken] = book.verify(TERMS)
    assert (broken.appointment, broken.number) == (TERMS, 2)
    with pytest.raises(Tampered, match="Entry 2 of terms"):
        import_terms(book, (DAVIS,), NOW)


def test_an_import_is_all_or_nothing_and_a_repeat_changes_nothing(one_book: Book) -> None:
    told(one_book, "secretary_general/2009")
    late = row(7, "secretary-general,,Jo Doe,,2010-05-01,,,seen,")
    with pytest.raises(BadRow, match=r"^line 7: Thorbjørn Jagland is in office until 2014-09-30"):
        import_terms(one_book, (*JUDGES, late), NOW)
    assert read(one_book) == ()
    assert len(import_terms(one_book, JUDGES[:2], NOW)) == 2
    assert len(import_terms(one_book, JUDGES, NOW)) == 2
    assert import_terms(one_book, JUDGES, NOW) == ()
    assert [entry.number for entry in read(one_book)] == [1, 2, 3, 4]


def test_imports_at_once_enter_each_row_once(book: Book, location: str) -> None:
    """Two programs with the same table: whoever is second decides again."""
    start = Barrier(2)

    def one(of: Book, now: datetime) -> int:
        start.wait(30)
        return len(import_terms(of, JUDGES, now))

    with Book.open(location) as other, ThreadPoolExecutor(2) as threads:
        moments = (NOW, NOW + timedelta(seconds=1))
        entered = Counter(threads.map(one, (book, other), moments))
    assert entered == {4: 1, 0: 1}
    assert len(read(book)) == 4
    assert book.verify() == ()


def test_a_lost_answer_is_asked_for_again(one_book: Book) -> None:
    """Written and not said, or not written: the same import settles it."""
    for n, recorder in enumerate(
        (
            FaultyRecorder(one_book._recorder, before=1),
            FaultyRecorder(one_book._recorder, after=1, reads=1),
        )
    ):
        faulty, rows = Book(recorder), JUDGES[: 2 * n + 2]
        with pytest.raises(Unreachable):
            import_terms(faulty, rows, NOW)
        import_terms(faulty, rows, NOW)
    assert len(read(one_book)) == 4


def test_a_correction_stands_after_what_it_corrects(one_book: Book) -> None:
    import_terms(one_book, (DAVIS,), NOW)
    died = row(2, "secretary-general,,Terry Davis,,2004-09-01,2009-08-31,2009-01-31 death,seen,")
    for expected in (2, None):
        entry = correct_term(one_book, 1, died.term, reason="he died", now=NOW, staff="staff-7")
        assert (entry and entry.number) == expected
    assert register_of_terms(one_book).register.terms[0].cause is Ending.DEATH
    correct_term(one_book, 1, None, reason="of another office", now=NOW)
    assert as_they_stand(read(one_book)) == {}
    assert [sealed.kind for sealed in one_book.read(TERMS)] == [
        "term-imported/1",
        "term-corrected/1",
        "term-corrected/1",
    ]


def test_a_broken_appointment_does_not_silence_the_others(one_book: Book) -> None:
    told(one_book, "secretary_general/2009")
    unknown, unfit = "secretary-general/2014", "secretary-general/2019"
    one_book.append(unknown, after=0, entries=[("opened/9", b'{"number":1}')])
    first = one_book.read("secretary-general/2009")[0]
    last = one_book.read("secretary-general/2009")[-1]
    stray = last.body.replace(b'"number":20', b'"number":2')
    one_book.append(unfit, after=0, entries=[(first.kind, first.body), (last.kind, stray)])

    register, left_out = register_of_terms(one_book)
    assert [term.where for term in register.terms] == ["secretary-general/2009"]
    assert [*left_out] == [unknown, unfit]
    assert "cannot be read by this release" in str(left_out[unknown])  # type: ignore[index]
    assert "its stage start is not open" in str(left_out[unfit])  # type: ignore[index]


def test_an_entry_of_a_later_release_is_not_guessed_at(one_book: Book) -> None:
    one_book.append(TERMS, after=0, entries=[("term-imported/9", b'{"number":1}')])
    with pytest.raises(NotOurs, match=r"Entry 1 of terms \(term-imported/9\) cannot be read"):
        register_of_terms(one_book)
