"""What a release has stored, every later one can read: specimens, kept for ever."""

from pathlib import Path

import msgspec
import pytest

from domain.acts import AppointmentId, Entry, read_entry
from domain.appointment import Status, fold
from domain.outcomes import KINDS, Opened, tag_of
from domain.procedures import PROCEDURES

FOLDER = Path(__file__).parent / "specimens"
STREAMS = sorted(FOLDER.rglob("*.jsonl"))
every_stream = pytest.mark.parametrize(
    "path", STREAMS, ids=[path.relative_to(FOLDER).with_suffix("").as_posix() for path in STREAMS]
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
    """Inside an edition no stage is added, dropped or reordered: every old record fits.

    Some end before anybody took office: nothing more of them is on record.
    """
    entries = entries_in(path)
    opened = entries[0].outcome
    if isinstance(opened, Opened):
        standing = fold(AppointmentId(f"{opened.seat}/{opened.year}"), entries)
        assert standing.version == len(entries)
        took_office = any(entry.kind == "mandate-started/1" for entry in entries)
        assert (standing.status is Status.CLOSED) is (standing.mandate is not None) is took_office
        if standing.mandate:
            assert standing.mandate.elected == standing.elected


@pytest.mark.parametrize("office", PROCEDURES)
def test_every_office_has_specimens(office: str) -> None:
    """Of each office whole appointments, so that its script is held to what it has recorded."""
    openings = [first.outcome for path in STREAMS if (first := entries_in(path)[0])]
    assert office in {each.office for each in openings if isinstance(each, Opened)}


def test_every_kind_has_a_specimen() -> None:
    """A kind without one could be renamed without anybody noticing."""
    kept = {entry.kind for path in STREAMS for entry in entries_in(path)}
    assert {tag_of(kind) for kind in KINDS} <= kept
