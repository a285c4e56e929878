"""Keep specimens of what a release stores: whole streams of entries, and one entry of each kind.

    python -m tools.keep_specimens RELEASE

Run once for a release, before it is published. Specimens are only ever added: what they hold must
be readable for ever. A folder that exists is not written over.
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from domain import outcomes as o
from domain.acts import Entry
from domain.candidates import Cause, Name
from domain.diaries import carry_out, read_diary
from domain.reckoning import day

FOLDER = Path("tests/specimens")
DIARIES = Path("tests/diaries")
ON = date(2029, 5, 4)

# Kinds that no diary brings forth.
RARE: tuple[o.Written, ...] = (
    o.ThirtyDaysWaived(),
    o.ComplementaryProcedure(day(ON)),
    o.EditionAdopted("2018"),
    o.CandidateFellAway(Name("Anna Berg"), Cause.WITHDREW),
    o.BureauExamined((Name("Anna Berg"), Name("Carlo Donati"))),
)


def main(release: str) -> None:
    """Write the specimens of a release. Raises FileExistsError where they have been kept."""
    folder = FOLDER / release
    folder.mkdir(parents=True)
    for diary in sorted(DIARIES.rglob("*.diary")):
        stream = carry_out(read_diary(diary.read_text(encoding="utf-8")))
        _write(folder / f"{diary.stem}.jsonl", stream)
    written = datetime(2029, 5, 4, 10, tzinfo=UTC)
    rare = [Entry(1, "act", "0" * 64, outcome, day(ON), written) for outcome in RARE]
    _write(folder / "rare-kinds.jsonl", tuple(rare))


def _write(path: Path, entries: tuple[Entry, ...]) -> None:
    path.write_bytes(b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries))


if __name__ == "__main__":
    main(sys.argv[1])
