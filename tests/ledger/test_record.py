"""Record, on both stores: idempotent by act id and content, one at a time, all or nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from domain.acts import Act, AppointmentId, Result
from domain.agenda import Agenda
from domain.appointment import Status
from domain.candidates import Name
from domain.diaries import BadDiary, read_diary
from domain.outcomes import CallIssued, CandidatureProposed, DateConfirmed, Opened
from domain.reckoning import day
from ledger.book import Book
from ledger.errors import NotOurs, Tampered
from ledger.importing import import_diary
from ledger.record import Answer, read, record, review, try_out

ID = AppointmentId("secretary-general/2024")
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
OPENING = Act("open", Opened("secretary-general", 2024), day(date(2023, 9, 1)))
CONFIRMED = Act("date", DateConfirmed(day(date(2024, 6, 25))), day(date(2023, 9, 4)))
CALLED = Act("call", CallIssued(date(2024, 1, 10)), day(date(2023, 10, 4)))
DIARY = Path(__file__).parent.parent / "diaries" / "secretary_general" / "2024.diary"


def send(book: Book, act: Act, now: datetime = NOW) -> Answer:
    return record(book, ID, msgspec.json.encode(act), now)


def proposal(number: int) -> Act:
    name = Name(f"Candidate {chr(ord('A') + number)}")
    outcome = CandidatureProposed(name, "Norway", ("Norway",))
    return Act(f"candidature-{number}", outcome, day(date(2023, 12, 1)))


def test_the_same_act_twice_gets_the_same_receipt(book: Book) -> None:
    """Asked again after a lost answer, also much later."""
    first = send(book, OPENING)
    assert send(book, OPENING, NOW.replace(year=2027)).receipt == first.receipt
    assert len(read(book, ID)) == 1


def test_a_spent_id_with_other_content_is_refused_and_not_stored(book: Book) -> None:
    """An id is used once: the cure comes with a new one."""
    send(book, OPENING)
    send(book, CONFIRMED)
    other = msgspec.structs.replace(CONFIRMED, happened=day(date(2023, 9, 5)))
    receipt = send(book, other).receipt
    assert (receipt.result, receipt.number) == (Result.REFUSED, 2)
    assert "used before, with other content (entry 2)" in receipt.because
    assert len(read(book, ID)) == 2


def test_a_refused_act_is_stored_and_its_id_is_spent(book: Book) -> None:
    """A refusal is on record, with its clause; asked again it is the same refusal."""
    send(book, OPENING)
    first = send(book, CALLED).receipt
    assert (first.result, first.number, first.clause) == (Result.REFUSED, 2, "JIS App.1")
    send(book, CONFIRMED)
    assert send(book, CALLED).receipt == first
    assert [entry.refused for entry in read(book, ID)] == [False, True, False]


@pytest.mark.parametrize(
    ("raw", "because"),
    [
        (b"{", "the act cannot be read"),
        (b'{"id": "a"}', "missing required field `outcome`"),
        (b'{"id": "a", "outcome": {"kind": "no-such/1"}}', "Invalid value 'no-such/1'"),
        (msgspec.json.encode(CONFIRMED), "has not been opened"),
    ],
)
def test_a_malformed_act_is_answered_and_not_stored(book: Book, raw: bytes, because: str) -> None:
    """What cannot be understood is no entry; the sentence says where."""
    answer = record(book, ID, raw, NOW)
    assert (answer.receipt.result, answer.receipt.number) == (Result.MALFORMED, 0)
    assert because in answer.receipt.because
    assert (read(book, ID), answer.agenda.status) == ((), Status.UNOPENED)


def test_acts_at_once_are_each_recorded_once(book: Book) -> None:
    """Optimistic concurrency: whoever comes second decides again on what now stands."""
    for act in (OPENING, CONFIRMED, CALLED):
        send(book, act)
    acts = [proposal(number) for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda act: send(book, act), [*acts, *acts]))
    assert {answer.receipt.result for answer in answers} == {Result.RECORDED}
    assert len({answer.receipt.number for answer in answers}) == len(acts)
    assert [entry.number for entry in read(book, ID)] == list(range(1, 16))
    assert book.verify() == ()


def test_one_candidature_sent_by_two_people_is_recorded_once_and_refused_once(book: Book) -> None:
    """Two acts with ids of their own ask for the same: the law decides, not the race."""
    for act in (OPENING, CONFIRMED, CALLED):
        send(book, act)
    same = [msgspec.structs.replace(proposal(0), id=f"person-{n}") for n in range(2)]
    with ThreadPoolExecutor(2) as pool:
        results = {answer.receipt.result for answer in pool.map(lambda act: send(book, act), same)}
    assert results == {Result.RECORDED, Result.REFUSED}


def test_the_answer_is_what_a_review_says(book: Book) -> None:
    """The agenda that comes with a receipt is the one that the ledger gives."""
    send(book, OPENING)
    agenda = send(book, CONFIRMED).agenda
    assert review(book, ID, NOW) == agenda
    assert msgspec.json.decode(msgspec.json.encode(agenda), type=Agenda) == agenda


def test_a_dry_run_writes_nothing(book: Book) -> None:
    send(book, OPENING)
    entry, _ = try_out(book, ID, CONFIRMED, NOW)
    assert (entry.number, len(read(book, ID))) == (2, 1)


def test_an_entry_of_a_kind_that_is_not_known_is_said_and_not_skipped(book: Book) -> None:
    """Written by a later release, perhaps: nothing is decided on half a record."""
    send(book, OPENING)
    stranger = msgspec.json.encode(read(book, ID)[0]).replace(b"opened/1", b"opened/9")
    book.append(ID, after=1, entries=[("opened/9", stranger)])
    with pytest.raises(NotOurs, match=r"Entry 2 of secretary-general/2024 \(opened/9\) cannot be"):
        send(book, CONFIRMED)


def test_an_entry_that_was_copied_to_the_end_and_sealed_there_is_found(book: Book) -> None:
    """By whoever can seal: the chain is without a flaw, and the entry says where it belongs."""
    send(book, OPENING)
    send(book, CONFIRMED)
    copied = book.read(ID)[1]
    book.append(ID, after=2, entries=[(copied.kind, copied.body)])

    assert book.verify() == ()
    with pytest.raises(Tampered, match=r"Entry 3 of .* it says of itself that it is entry 2"):
        read(book, ID)


def test_an_import_is_one_piece_and_may_be_repeated(book: Book) -> None:
    """Sixteen entries at once, recorded today whatever day they happened on; then nothing more."""
    diary = read_diary(DIARY.read_text(encoding="utf-8"))
    entries = import_diary(book, diary, NOW)
    assert {entry.recorded_at for entry in entries} == {NOW}
    assert import_diary(book, diary, NOW.replace(year=2027)) == entries == read(book, ID)
    assert review(book, ID, NOW).status is Status.CLOSED


def test_an_import_that_fails_leaves_nothing(book: Book) -> None:
    """All or nothing: the line is named, and no line before it is kept."""
    text = DIARY.read_text(encoding="utf-8").replace("Alain Berset 92", "Ala Berset 92")
    with pytest.raises(BadDiary, match=r"^line 16: refused under JIS 2: Ala Berset is not on the"):
        import_diary(book, read_diary(text), NOW)
    assert read(book, ID) == ()


def test_lines_added_to_a_diary_are_added_to_the_appointment(book: Book) -> None:
    """A first half imported, then the whole: the ledger knows what it has."""
    lines = DIARY.read_text(encoding="utf-8").splitlines(keepends=True)
    import_diary(book, read_diary("".join(lines[:10])), NOW)
    some = len(read(book, ID))
    import_diary(book, read_diary("".join(lines)), NOW)
    assert 0 < some < len(read(book, ID)) == 16
    assert book.verify() == ()
