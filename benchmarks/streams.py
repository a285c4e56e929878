"""Acts that are really accepted, as many as one likes: past elections, and a date moved again."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Final

import msgspec

from domain.acts import Act
from domain.diaries import Diary, read_diary
from domain.outcomes import CandidaturesClosed, DateMoved
from domain.reckoning import day

FOLDER: Final = Path(__file__).parents[1] / "tests" / "diaries" / "secretary_general"
YEARS: Final = (2009, 2014, 2019, 2024)


def past_election(year: int) -> Diary:
    """As public records have it."""
    return read_diary((FOLDER / f"{year}.diary").read_text(encoding="utf-8"))


def acts_of(year: int) -> Iterator[tuple[str, bytes]]:
    """Ids and acts: the election until candidatures close, then its day moved, without end."""
    for line in past_election(year).lines:
        if isinstance(line.act.outcome, CandidaturesClosed):
            break
        last = line.act.happened.latest
        yield line.act.id, msgspec.json.encode(line.act)
    for number in count():
        to = day(date(year, 6, 22) + timedelta(days=number % 4))
        moved = Act(
            f"move-{number}", DateMoved("ballot", to), day(last), reason="as agreed in the Bureau"
        )
        yield moved.id, msgspec.json.encode(moved)
