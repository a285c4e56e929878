"""The list of copies: nothing that was noted is lost by what was not."""

from datetime import UTC, datetime
from pathlib import Path

from ledger.exports import LIST, Copied, Export, note, noted

NOW = datetime(2029, 6, 26, 12, tzinfo=UTC)


def test_every_copy_that_was_noted_is_there_in_order(tmp_path: Path) -> None:
    odd = Path("/a folder\twith \n odd names/b.zip")
    assert noted(tmp_path) == ((), ())
    note(tmp_path, Copied.BUNDLE, odd, NOW, "secretary-general/2029")
    note(tmp_path, Copied.KEYS, Path("/keys"), NOW)
    assert noted(tmp_path).copies == (
        Export(NOW, Copied.BUNDLE, odd, "secretary-general/2029"),
        Export(NOW, Copied.KEYS, Path("/keys")),
    )
    assert (tmp_path / LIST).stat().st_mode & 0o777 == 0o600


def test_a_torn_line_takes_none_with_it(tmp_path: Path) -> None:
    """The machine stopped in the middle of it, anywhere; the next one begins a line of its own."""
    note(tmp_path, Copied.BUNDLE, Path("/first.zip"), NOW)
    whole = (tmp_path / LIST).read_bytes()
    for cut in range(1, len(whole)):
        (tmp_path / LIST).write_bytes(whole + whole[:cut])
        note(tmp_path, Copied.BACKUP, Path("/last"), NOW)
        found = noted(tmp_path)
        assert [found.copies[0].place, found.copies[-1].place] == [
            Path("/first.zip"),
            Path("/last"),
        ]
        assert len(found.copies) + len(found.unreadable) == 3
        assert set(found.unreadable) <= {2}
