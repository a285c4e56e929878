"""Import: a past appointment enters the ledger from its diary, all of it or nothing."""

from datetime import datetime

from domain.acts import Entry
from domain.diaries import Diary, carry_out
from ledger.book import Book
from ledger.errors import Conflict
from ledger.record import append, read


def import_diary(book: Book, diary: Diary, now: datetime) -> tuple[Entry, ...]:
    """One atomic append of every line that the ledger does not know yet; gives all entries.

    Whatever day a step happened on, it is recorded now. A repeat changes nothing. Raises BadDiary
    at the first line that cannot be recorded, and then nothing is.
    """
    while True:
        before = read(book, diary.appointment)
        entries = carry_out(diary, before, clock=lambda _: now)
        try:
            append(book, diary.appointment, len(before), entries[len(before) :])
        except Conflict:
            continue
        return entries
