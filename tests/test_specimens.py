"""What a release has stored, every later one can read: specimens, kept for ever."""

from pathlib import Path

import msgspec
import pytest

from domain.acts import AppointmentId, Entry, read_entry
from domain.appointment import fold
from domain.outcomes import KINDS, Opened, tag_of

STREAMS = sorted(Path(__file__).parent.glob("specimens/*/*.jsonl"))
every_stream = pytest.mark.parametrize(
    "path", STREAMS, ids=[f"{path.parent.name}/{path.stem}" for path in STREAMS]
)


def entries_in(path: Path) -> tuple[Entry, ...]:
    return tuple(read_entry(line) for line in path.read_bytes().splitlines())


@every_stream
def test_a_stored_entry_is_read_and_would_be_written_the_same(path: Path) -> None:
    """A kind, a field or a default that was renamed shows here."""
    lines = path.read_bytes().splitlines()
    assert [msgspec.json.encode(read_entry(line)) for line in lines] == lines


@every_stream
def test_a_stored_appointment_still_folds(path: Path) -> None:
    """Inside an edition no stage is added, dropped or reordered: every old record fits."""
    entries = entries_in(path)
    opened = entries[0].outcome
    if isinstance(opened, Opened):
        appointment = AppointmentId(f"{opened.office}/{opened.year}")
        standing = fold(appointment, entries)
        assert (standing.version, standing.status.value) == (len(entries), "closed")
        assert standing.mandate is not None
        assert standing.mandate.elected == standing.elected


def test_every_kind_has_a_specimen() -> None:
    """A kind without one could be renamed without anybody noticing."""
    kept = {entry.kind for path in STREAMS for entry in entries_in(path)}
    assert {tag_of(kind) for kind in KINDS} <= kept
