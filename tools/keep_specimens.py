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
from domain.ballots import Count, Votes
from domain.candidates import Cause, Name
from domain.checklists import Finding, Judgement
from domain.diaries import carry_out, read_diary
from domain.majorities import CommitteeVote
from domain.papers import Paper, PaperKind
from domain.reckoning import day

FOLDER = Path("tests/specimens")
DIARIES = Path("tests/diaries")
ON = date(2029, 5, 4)

KEY = "reminder:list:2029-03-31:5"

# Kinds, and forms of them, that no diary brings forth.
RARE: tuple[o.Written, ...] = (
    o.ThirtyDaysWaived(),
    o.ComplementaryProcedure(day(ON)),
    o.EditionAdopted("2018"),
    o.CandidateFellAway(Name("Anna Berg"), Cause.WITHDREW),
    o.BureauExamined((Name("Anna Berg"), Name("Carlo Donati"))),
    o.CandidateAssessed(
        Name("Anna Berg"), tuple(Finding("languages", judgement) for judgement in Judgement)
    ),
    o.TellersDrawn(
        tuple(Name(f"{letter}. Teller") for letter in "ABCD"), "three dice: 6, 1, 4", 301, "0" * 64
    ),
    o.BallotHeld(Count((Votes(Name("Anna Berg"), 92),), 175, 3, 1, 180, votes_cast=171)),
    o.BallotHeld(Count(elects="Anna Berg")),
    o.RejectionVoted(CommitteeVote(carried=True)),
    o.ExceptionalCircumstancesVoted(CommitteeVote(12, 4, 1, 17)),
    o.ReminderSent(KEY, "list", ON, ("staff-7",), ("reminder:list:2029-03-31:10",), True),
    o.ReminderNotSent(KEY, "list", ON, "no route to the post"),
    o.ReminderNotSent(KEY, "list", ON, "the line broke", perhaps_sent=True),
    o.ReminderAcknowledged("list", ON, "staff-7"),
)

# What only an entry with a paper has: nobody's, and sealed with nothing.
PAPERS = tuple(Paper(Name("Anna Berg"), what, "0" * 16, "A" * 64) for what in PaperKind)


def main(release: str) -> None:
    """Write the specimens of a release. Raises FileExistsError where they have been kept."""
    folder = FOLDER / release
    folder.mkdir(parents=True)
    for diary in sorted(DIARIES.rglob("*.diary")):
        stream = carry_out(read_diary(diary.read_text(encoding="utf-8")))
        _write(folder / diary.relative_to(DIARIES).with_suffix(".jsonl"), stream)
    written = datetime(2029, 5, 4, 10, tzinfo=UTC)
    rare = [Entry(1, "act", "0" * 64, outcome, day(ON), written) for outcome in RARE]
    rare += (msgspec.structs.replace(rare[0], papers=(each,)) for each in PAPERS)
    _write(folder / "rare-kinds.jsonl", tuple(rare))


def _write(path: Path, entries: tuple[Entry, ...]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries))


if __name__ == "__main__":
    main(sys.argv[1])
