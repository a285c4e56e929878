"""Files are there whole or not at all, whoever else writes and whatever breaks off."""

import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from files.whole import (
    ANYBODYS,
    drafted,
    drafted_folder,
    give_its_name,
    on_the_disk,
    put,
    put_new,
)

LONG = "n" * 250


class BrokenOff(Exception):
    """As if whoever was writing had been stopped."""


def mode(place: Path) -> int:
    return stat.S_IMODE(place.stat().st_mode)


@pytest.fixture
def open_umask() -> Iterator[None]:
    """A house in which others may read what is not closed to them."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_a_file_is_put_over_the_one_before_it(tmp_path: Path) -> None:
    """For its owner's eyes, with nothing left beside it."""
    place = tmp_path / "kept"
    put(place, b"one, and longer")
    put(place, b"two")
    assert (place.read_bytes(), mode(place), names(tmp_path)) == (b"two", 0o600, ["kept"])


def test_what_stands_somewhere_is_never_written_over(tmp_path: Path) -> None:
    place = tmp_path / "kept"
    put_new(place, b"one")
    with pytest.raises(FileExistsError):
        put_new(place, b"two")
    assert (place.read_bytes(), names(tmp_path)) == (b"one", ["kept"])


def test_a_link_that_leads_nowhere_is_not_followed(tmp_path: Path) -> None:
    place = tmp_path / "kept"
    place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        put_new(place, b"one")
    assert names(tmp_path) == ["kept"]


@pytest.mark.usefixtures("open_umask")
def test_a_file_to_be_handed_on_is_as_open_as_the_house_is(tmp_path: Path) -> None:
    put_new(tmp_path / "ours", b"one")
    put_new(tmp_path / "anybodys", b"one", mode=ANYBODYS)
    assert (mode(tmp_path / "ours"), mode(tmp_path / "anybodys")) == (0o600, 0o644)


def test_of_many_at_once_one_has_the_place(tmp_path: Path) -> None:
    place = tmp_path / "kept"

    def first(word: bytes) -> bool:
        try:
            put_new(place, word)
        except FileExistsError:
            return False
        return True

    words = [b"%d" % number * 1000 for number in range(20)]
    with ThreadPoolExecutor(8) as many:
        done = list(many.map(first, words))
    assert done.count(True) == 1
    assert place.read_bytes() == words[done.index(True)]
    assert names(tmp_path) == ["kept"]


def test_a_name_as_long_as_names_can_be_has_room_for_its_draft(tmp_path: Path) -> None:
    put_new(tmp_path / LONG, b"one")
    assert names(tmp_path) == [LONG]


def test_a_draft_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    """Nor what a database keeps beside its file."""

    def write() -> None:
        with drafted(tmp_path / "kept", beside=("-wal",)) as draft:
            draft.write_bytes(b"half")
            draft.with_name(f"{draft.name}-wal").write_bytes(b"log")
            assert mode(draft) == 0o600
            raise BrokenOff

    with pytest.raises(BrokenOff):
        write()
    assert names(tmp_path) == []


def test_a_draft_gets_its_name_when_it_is_whole(tmp_path: Path) -> None:
    place = tmp_path / "kept"
    with drafted(place) as draft:
        draft.write_bytes(b"whole")
        assert not place.exists()
        give_its_name(draft, place)
    assert (place.read_bytes(), names(tmp_path)) == (b"whole", ["kept"])


def test_a_folder_is_moved_to_its_place_when_it_is_whole(tmp_path: Path) -> None:
    place = tmp_path / "kept"
    with drafted_folder(place) as draft:
        (draft / "inner").mkdir()
        put(draft / "inner" / "file", b"one")
        assert not place.exists()
    assert mode(place) == 0o700
    assert ((place / "inner" / "file").read_bytes(), names(tmp_path)) == (b"one", ["kept"])


def test_a_folder_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    def write() -> None:
        with drafted_folder(tmp_path / "kept") as draft:
            put(draft / "file", b"one")
            raise BrokenOff

    with pytest.raises(BrokenOff):
        write()
    assert names(tmp_path) == []


def test_a_folder_is_not_moved_over_one_that_holds_something(tmp_path: Path) -> None:
    place = tmp_path / "kept"
    place.mkdir()
    put(place / "file", b"one")
    with pytest.raises(OSError, match="not empty"), drafted_folder(place) as draft:
        put(draft / "file", b"two")
    assert ((place / "file").read_bytes(), names(tmp_path)) == (b"one", ["kept"])


def test_where_no_folder_is_none_is_made(tmp_path: Path) -> None:
    """Whoever writes says which folders may be made, and for whom."""
    for write in (put, put_new):
        with pytest.raises(FileNotFoundError):
            write(tmp_path / "nowhere" / "kept", b"one")
    with pytest.raises(FileNotFoundError):
        on_the_disk(tmp_path / "nowhere")
    assert names(tmp_path) == []
