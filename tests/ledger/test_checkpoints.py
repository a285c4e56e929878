"""Checkpoints: what was signed is held against the ledger, and the first place that fails named."""

import shutil
import tracemalloc
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledger import chain
from ledger.book import Book
from ledger.checkpoints import Departure, Head, Lodged, Notary, compare, compare_streams, take
from ledger.errors import Departed, NotOurs, Tampered
from ledger.merkle import Tree, leaf_hash
from ledger.notes import BadNote, check, key_of, read_note
from ledger.sqlite import MEMORY
from tests.ledger import raw

SG, JUDGE, CPT = "secretary-general/2029", "judge/andorra/2027", "cpt-member/malta/2027"
NIGHT = datetime(2029, 6, 26, 0, 0, 7, 1234, tzinfo=UTC)
SIGNED = "signed on 26 June 2029 at 00:00 UTC"
LATER = "signed on 27 June 2029 at 00:00 UTC"
NOT_ALL = "entries {} to {} in the order of writing are not all what was {}"
INSERT = "INSERT INTO entries (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)"


def say(book: Book, stream: str, *words: str) -> None:
    entries = [("said/1", f'"{word}"'.encode()) for word in words]
    book.append(stream, after=len(book.read(stream)), entries=entries)


@pytest.fixture
def notary(tmp_path: Path) -> Notary:
    return Notary(tmp_path / "home", "calends")


@pytest.fixture
def signed(book: Book, notary: Notary) -> Sequence[Lodged]:
    """Two nights: after five entries of two appointments, and after nine of three."""
    say(book, SG, "one", "two")
    say(book, JUDGE, "one", "two")
    say(book, SG, "three")
    notary.checkpoint(book, NIGHT)
    say(book, JUDGE, "three")
    say(book, CPT, "one", "two")
    say(book, SG, "four")
    notary.checkpoint(book, NIGHT + timedelta(days=1))
    return notary.kept()


def departures(book: Book, lodged: Sequence[Lodged]) -> list[tuple[str, int, str]]:
    found = compare(book, lodged).departures
    assert {each.checkpoint for each in found} <= {str(each.place) for each in lodged}
    return [(each.appointment, each.number, each.because) for each in found]


def restore(book: Book, location: str, streams: Sequence[str]) -> None:
    """Whoever has the recipe writes the whole ledger anew, with chains that are right."""
    raw.tamper(location, "DELETE FROM entries")
    for stream in streams:
        name, _, word = stream.partition(" ")
        say(book, name, word)


WRITTEN = [
    f"{SG} one", f"{SG} two", f"{JUDGE} one", f"{JUDGE} two", f"{SG} three",
    f"{JUDGE} three", f"{CPT} one", f"{CPT} two", f"{SG} four",
]  # fmt: skip


# -- What is signed --------------------------------------------------------------------------


def test_a_checkpoint_is_of_every_entry_in_the_order_of_writing(
    book: Book, notary: Notary, signed: Sequence[Lodged]
) -> None:
    """RFC 6962 2.1 over the digests; and the last entry of each stream, sorted by its bytes."""
    digests = [chain.unseal(r.originator_id, r.originator_version, r.topic, r.state).digest
               for r in book.log()]  # fmt: skip
    tree = Tree(leaf_hash(bytes.fromhex(digest)) for digest in digests)
    first, second = (each.checkpoint for each in signed)

    assert (first.origin, first.size, first.streams) == ("calends", 5, 2)
    assert (second.size, second.streams, book.count()) == (9, 3, 9)
    assert (first.root, second.root) == (tree.root(5), tree.root(9))
    assert first.at == NIGHT.replace(microsecond=0)
    heads = signed[1].heads()
    assert heads == {
        stream: Head(len(entries), entries[-1].digest)
        for stream in (SG, JUDGE, CPT)
        if (entries := book.read(stream))
    }
    assert list(heads) == [CPT, JUDGE, SG]
    leaves = [f"{stream}\n{head.number}\n{head.digest}".encode() for stream, head in heads.items()]
    assert second.heads == Tree(map(leaf_hash, leaves)).root()
    assert compare(book, signed).departures == ()


def test_what_is_kept_lies_in_the_home(notary: Notary, signed: Sequence[Lodged]) -> None:
    """For its owner's eyes, one file for each size, the list of heads beside it."""
    assert sorted(each.name for each in notary.folder.iterdir()) == [
        "000000000005.heads",
        "000000000005.txt",
        "000000000009.heads",
        "000000000009.txt",
    ]
    assert {each.stat().st_mode & 0o777 for each in notary.folder.iterdir()} == {0o600}
    note = signed[1].place.read_text(encoding="utf-8")
    assert check(read_note(note), notary.verifier()) == signed[1].checkpoint


def test_nothing_new_is_not_signed_twice(
    book: Book, notary: Notary, signed: Sequence[Lodged]
) -> None:
    """The last one is given again, as it was."""
    again = notary.checkpoint(book, NIGHT + timedelta(days=9))

    assert (again.new, again.place, again.checkpoint) == (
        False,
        signed[1].place,
        signed[1].checkpoint,
    )
    assert again.note == again.place.read_text(encoding="utf-8")
    assert len(notary.places()) == 2


def test_an_empty_ledger_is_not_signed(book: Book, notary: Notary, tmp_path: Path) -> None:
    """And no key is made for it."""
    with pytest.raises(NotOurs, match="nothing in the ledger to sign yet"):
        notary.checkpoint(book, NIGHT)
    assert list(tmp_path.glob("home/*")) == []


def test_a_ledger_that_was_emptied_is_not_a_new_one(
    book: Book, location: str, notary: Notary, signed: Sequence[Lodged]
) -> None:
    """Nor is anything signed beside a note that is not ours."""
    restore(book, location, [])
    with pytest.raises(Departed, match=f"{JUDGE} is gone|{SG} is gone"):
        notary.checkpoint(book, NIGHT)
    restore(book, location, WRITTEN)
    first = notary.places()[0]
    first.write_text(first.read_text(encoding="utf-8").replace("5", "6", 1), encoding="utf-8")
    with pytest.raises(Departed, match=r"was changed or forged.*; nothing is signed after it"):
        notary.checkpoint(book, NIGHT)
    assert len(notary.places()) == 2


def test_the_growth_between_two_checkpoints_is_proved(
    book: Book, notary: Notary, signed: Sequence[Lodged]
) -> None:
    """RFC 6962 2.1.2: and a checkpoint of another ledger, by the same key, has no proof."""
    last = notary.checkpoint(book, NIGHT)
    assert len(notary.proof(book, signed[0], last)) == 5
    with Book.open(MEMORY) as other:
        say(other, SG, "another")
        key = key_of(notary.folder.parent, "calends")
        elsewhere = notary.folder.parent / "elsewhere.txt"
        elsewhere.write_text(take(other, key, "calends", NIGHT).note, encoding="utf-8")
    with pytest.raises(Departed, match="is not the beginning of"):
        notary.proof(book, notary.read(elsewhere), last)
    with pytest.raises(Departed, match=r"entries 1 to 1.*nothing is signed until"):
        notary.checkpoint(book, NIGHT, [notary.read(elsewhere)])


def test_what_is_broken_is_never_signed(
    book: Book, location: str, notary: Notary, signed: Sequence[Lodged]
) -> None:
    """Neither a chain that is broken, nor a ledger that is no longer what was signed."""
    raw.tamper(location, "DELETE FROM entries WHERE originator_id = ?", [CPT])
    with pytest.raises(Departed, match=f"{CPT} is gone"):
        notary.checkpoint(book, NIGHT + timedelta(days=2))
    raw.tamper(location, "UPDATE entries SET topic = 'x/1' WHERE originator_version = 3")
    with pytest.raises(Tampered, match=f"Entry 3 of {SG}"):
        notary.checkpoint(book, NIGHT + timedelta(days=2))
    assert len(notary.places()) == 2


# -- What is found ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rewritten", "found"),
    [
        (WRITTEN, []),
        ([*WRITTEN, f"{SG} five", "judge/malta/2028 one"], []),
        # The tail, sealed anew with a right chain.
        ([*WRITTEN[:8], f"{SG} FOUR"],
         [(SG, 4, f"entry 4 of {SG} is not what was {LATER}; up to entry 3 it still is")]),
        ([*WRITTEN[:8], f"{SG} FOUR", f"{SG} five"],
         [(SG, 4, f"entry 4 of {SG} is not what was {LATER}; up to entry 3 it still is")]),
        # An early entry: all that follows it in its appointment had to be sealed anew.
        ([*WRITTEN[:3], f"{JUDGE} TWO", *WRITTEN[4:]],
         [(JUDGE, 2, f"entry 2 of {JUDGE} is not what was {SIGNED}")]),
        # Truncated: by the last entry, by one that was not the last, by a whole appointment.
        (WRITTEN[:8], [(SG, 4, f"{SG} ends with entry 3, and had 4 when it was {LATER}")]),
        (WRITTEN[:4], [(SG, 3, f"{SG} ends with entry 2, and had 3 when it was {SIGNED}")]),
        ([*WRITTEN[:7], WRITTEN[8]],
         [(CPT, 2, f"{CPT} ends with entry 1, and had 2 when it was {LATER}")]),
        ([*WRITTEN[:6], WRITTEN[8]],
         [(CPT, 1, f"{CPT} is gone, and had 2 entries when it was {LATER}")]),
        # And written on, so that the number of entries does not give it away.
        ([*WRITTEN[:6], WRITTEN[8], f"{SG} five", f"{SG} six", f"{SG} seven"],
         [(CPT, 1, f"{CPT} is gone, and had 2 entries when it was {LATER}")]),
        ([], [(JUDGE, 1, f"{JUDGE} is gone, and had 2 entries when it was {SIGNED}"),
              (SG, 1, f"{SG} is gone, and had 3 entries when it was {SIGNED}")]),
        # Slipped in.
        (["judge/malta/2028 one", *WRITTEN],
         [("judge/malta/2028", 0,
           f"judge/malta/2028 stands among what was {SIGNED}, and was not there then")]),
        ([*WRITTEN[:6], "judge/malta/2028 one", *WRITTEN[6:]],
         [("judge/malta/2028", 0,
           f"judge/malta/2028 stands among what was {LATER}, and was not there then")]),
        # The same entries in another order.
        ([*WRITTEN[2:4], *WRITTEN[:2], *WRITTEN[4:]],
         [("", 0, f"entries 1 to 5 do not stand in the order that was {SIGNED}")]),
        ([*WRITTEN[:5], *WRITTEN[6:8], WRITTEN[5], WRITTEN[8]],
         [("", 0, f"entries 6 to 9 do not stand in the order that was {LATER}")]),
    ],
)  # fmt: skip
def test_a_ledger_written_anew_is_found(
    book: Book,
    location: str,
    signed: Sequence[Lodged],
    rewritten: list[str],
    found: list[tuple[str, int, str]],
) -> None:
    """Every chain in it is right, so that only a checkpoint can tell. The first is named."""
    restore(book, location, rewritten)

    assert book.verify() == ()
    assert departures(book, signed) == found
    assert compare(book, signed).broken == ()


@pytest.mark.parametrize(
    ("rewritten", "found"),
    [
        (WRITTEN, ""),
        ([*WRITTEN[:8], f"{SG} FOUR"], NOT_ALL.format(6, 9, LATER)),
        ([*WRITTEN[:3], f"{JUDGE} TWO", *WRITTEN[4:]], NOT_ALL.format(1, 5, SIGNED)),
        (WRITTEN[:8], f"the ledger has 8 entries, and had 9 when it was {LATER}"),
        (WRITTEN[:2], f"the ledger has 2 entries, and had 5 when it was {SIGNED}"),
        (["judge/malta/2028 one", *WRITTEN], NOT_ALL.format(1, 5, SIGNED)),
    ],
)  # fmt: skip
def test_without_the_list_of_heads_a_range_is_named(
    book: Book,
    location: str,
    notary: Notary,
    signed: Sequence[Lodged],
    rewritten: list[str],
    found: str,
) -> None:
    """From the last checkpoint that fits to the first that does not: of lodged notes alone."""
    for place in notary.folder.glob("*.heads"):
        place.unlink()
    restore(book, location, rewritten)

    expected = [("", 0, found)] if found else []
    assert departures(book, notary.kept()) == expected


def test_a_list_of_heads_that_was_not_signed_is_not_believed(
    book: Book, location: str, notary: Notary, signed: Sequence[Lodged]
) -> None:
    """Cut short, of another length, with another digest: a range is named instead."""
    restore(book, location, [*WRITTEN[:8], f"{SG} FOUR"])
    place = notary.folder / "000000000009.heads"
    listed = place.read_text(encoding="utf-8")
    for forged in ("", "x", listed[:-70], listed.replace("4\t", "5\t"), "\xff", f"{listed}\n"):
        place.write_text(forged, encoding="latin-1")
        [(stream, _, because)] = departures(book, notary.kept())
        assert stream == ""
        assert because.startswith("entries 6 to 9")


def test_two_rows_swapped_in_the_log_are_found(
    book: Book, location: str, signed: Sequence[Lodged]
) -> None:
    """Of one appointment by their numbers, and no more is said; of two by the root alone."""
    column = "notification_id" if raw.is_server(location) else "rowid"
    for first, second, broken in ((2, 3, []), (1, 2, [(SG, 2), (SG, 1)])):
        order = (f"UPDATE entries SET {column} = CASE {column} WHEN {first} THEN -1 ELSE -2 END "
                 f"WHERE {column} IN ({first}, {second})")  # fmt: skip
        back = (f"UPDATE entries SET {column} = CASE {column} WHEN -1 THEN {second} ELSE {first} "
                f"END WHERE {column} IN (-1, -2)")  # fmt: skip
        raw.tamper(location, order)
        raw.tamper(location, back)
        found = compare(book, signed)
        assert book.verify() == ()
        assert [(each.appointment, each.number) for each in found.broken] == broken
        assert bool(found.departures) == (not broken)
        raw.tamper(location, order)
        raw.tamper(location, back)
    assert compare(book, signed).departures == ()


def test_what_only_follows_from_a_broken_chain_is_not_said(
    book: Book, location: str, signed: Sequence[Lodged]
) -> None:
    """A row that is gone moves all that were written after it: that is nobody else's fault."""
    raw.tamper(
        location, "DELETE FROM entries WHERE originator_id = ? AND originator_version = 2", [SG]
    )

    found = compare(book, signed)

    assert [(each.appointment, each.number) for each in found.broken] == [(SG, 3)]
    assert found.departures == ()


def test_swapped_contents_an_inserted_and_a_deleted_row_are_found(
    book: Book, location: str, signed: Sequence[Lodged]
) -> None:
    """By the chain, with or without a checkpoint."""
    first, second = (each.state for each in list(book.log())[:2])
    change = "UPDATE entries SET state = ? WHERE originator_id = ? AND originator_version = ?"

    def broken() -> list[tuple[str, int]]:
        return [(each.appointment, each.number) for each in compare(book, signed).broken]

    raw.tamper(location, change, [second, SG, 1])
    raw.tamper(location, change, [first, SG, 2])
    assert broken() == [(SG, 1), (SG, 2)]
    raw.tamper(location, change, [first, SG, 1])
    raw.tamper(location, change, [second, SG, 2])
    assert broken() == []
    raw.tamper(location, INSERT, ["judge/malta/2028", 2, "said/1", first])
    assert broken() == [("judge/malta/2028", 2)]
    raw.tamper(location, "DELETE FROM entries WHERE originator_id = 'judge/malta/2028'")
    raw.tamper(location, INSERT, [SG, 5, "said/1", first])
    assert broken() == [(SG, 5)]
    raw.tamper(location, "DELETE FROM entries WHERE originator_version = 5")
    raw.tamper(location, "DELETE FROM entries WHERE originator_id = ? AND originator_version = 2",
               [SG])  # fmt: skip
    assert broken() == [(SG, 3)]


def test_one_stream_alone_is_held_against_the_lists(
    book: Book, location: str, notary: Notary, signed: Sequence[Lodged]
) -> None:
    """Without reading the rest of the ledger; a checkpoint without a list cannot say anything."""

    def alone(*streams: str) -> list[str]:
        compared, found = compare_streams(book, streams, signed)
        lists = [each.read_text() for each in notary.folder.glob("*.heads")]
        assert len(compared) == sum(any(each in text for each in streams) for text in lists)
        return [each.because for each in found]

    assert alone(SG, JUDGE, CPT, "judge/malta/2028") == []
    restore(book, location, [*WRITTEN[:8], f"{SG} FOUR"])
    assert alone(JUDGE, CPT) == []
    assert alone(SG) == [f"entry 4 of {SG} is not what was {LATER}; up to entry 3 it still is"]
    restore(book, location, [*WRITTEN[:7], f"{SG} four"])
    assert alone(SG, JUDGE) == []
    assert alone(CPT) == [f"{CPT} ends with entry 1, and had 2 when it was {LATER}"]
    raw.tamper(location, "UPDATE entries SET topic = 'x/1' WHERE originator_id = ?", [CPT])
    assert alone(CPT, JUDGE) == []  # `verify` tells of a chain that is broken by itself
    (notary.folder / "000000000009.heads").unlink()
    assert alone(CPT) == []


def test_a_note_lodged_elsewhere_borrows_the_list_kept_at_home(
    book: Book, location: str, notary: Notary, signed: Sequence[Lodged], tmp_path: Path
) -> None:
    """Also when it has come by mail, with other line ends."""
    note = signed[1].place.read_bytes()
    letter = tmp_path / "letter.txt"
    letter.write_bytes(note.replace(b"\n", b"\r\n"))
    restore(book, location, [*WRITTEN[:8], f"{SG} FOUR"])

    [found] = compare(book, [notary.read(letter)]).departures
    assert found == Departure(str(letter), SG, 4, f"entry 4 of {SG} is not what was {LATER}")


def test_a_file_that_is_no_checkpoint_of_ours_is_said_with_its_place(
    notary: Notary, signed: Sequence[Lodged], tmp_path: Path
) -> None:
    """Forged, foreign, unreadable, not there."""
    note = signed[0].place.read_text(encoding="utf-8")
    place = tmp_path / "lodged.txt"
    for text, because in (
        (note.replace("\n5\n", "\n4\n"), "changed or forged"),
        (note[:40], "no signed checkpoint"),
        ("\xff", "not a text in UTF-8"),
    ):
        place.write_text(text, encoding="latin-1" if text == "\xff" else "utf-8")
        with pytest.raises(BadNote, match=f"^{place}: .*{because}"):
            notary.read(place)
    with pytest.raises(BadNote, match="cannot be read"):
        notary.read(tmp_path / "nothing.txt")
    shutil.copy(place, notary.folder / "000000000007.txt")
    with pytest.raises(BadNote, match=r"000000000007\.txt"):
        notary.kept()


def test_the_log_lets_others_write(book: Book) -> None:
    """The order is that of writing; a row written meanwhile may come or not, none is lost."""
    say(book, SG, *map(str, range(20)))
    rows = book.log()
    first = next(rows)
    say(book, JUDGE, "meanwhile")

    numbers = [row.originator_version for row in rows if row.originator_id == SG]
    assert (first.originator_version, numbers) == (1, list(range(2, 21)))
    assert book.count() == 21


def test_the_log_comes_in_constant_memory(book: Book) -> None:
    """Of eight megabytes no more than a few hundred rows are held at once."""
    for number in range(8):
        large = [("large/1", b'"' + b"x" * 1000 + b'"')] * 1000
        book.append(SG, after=1000 * number, entries=large)

    tracemalloc.start()
    assert sum(1 for _ in book.log()) == 8000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 4_000_000
