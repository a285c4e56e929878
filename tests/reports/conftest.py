"""Every diary of the repository, carried out once."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from domain.acts import AppointmentId, Entry
from domain.audit.of_an_appointment import audit, day_of_audit
from domain.audit.records import Audit
from domain.diaries import carry_out, read_diary
from domain.reckoning import day_in_strasbourg

TESTS = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden"
DIARIES = sorted((*(TESTS / "diaries").rglob("*.diary"), *GOLDEN.glob("*.diary")))


class Past(NamedTuple):
    """An appointment that a diary has told."""

    id: AppointmentId
    entries: tuple[Entry, ...]

    @property
    def audited(self) -> Audit:
        """As the command audits it, on the day of its last entry where it is still open."""
        today = day_in_strasbourg(self.entries[-1].recorded_at)
        return audit(self.id, self.entries, on=day_of_audit(self.entries, today))


@cache
def past(path: Path) -> Past:
    told = read_diary(path.read_text(encoding="utf-8"))
    return Past(told.appointment, carry_out(told))


@pytest.fixture(params=DIARIES, ids=[f"{path.parent.name}/{path.stem}" for path in DIARIES])
def told(request: pytest.FixtureRequest) -> Past:
    """Each of them."""
    return past(request.param)
