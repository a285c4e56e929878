"""What every room's tests share: the diaries, chance, and a real PostgreSQL."""

import os
import secrets
import sys
from pathlib import Path
from random import Random

import hypothesis
import pytest

from domain.diaries import Diary, read_diary

pytest_plugins = ["tests.postgres"]

# How many examples are drawn: a few at every run, many under the `soak` marker. A machine that is
# busy with a server is slow: no example fails for the time that it took.
hypothesis.settings.register_profile("house", max_examples=40, deadline=None)
hypothesis.settings.load_profile("house")

DIARIES = Path(__file__).parent / "diaries"
EVERY_DIARY = sorted(DIARIES.rglob("*.diary"))


def told(name: str) -> Diary:
    """The diary of that name, as in `judge/ordinary-2027`."""
    return read_diary((DIARIES / f"{name}.diary").read_text(encoding="utf-8"))


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> Random:
    """A seed for each run, told, and taken from CALENDS_SEED where given: the same, once more."""
    seed = int(os.environ.get("CALENDS_SEED") or secrets.randbits(32))
    # pytest shows this where the test fails.
    sys.stdout.write(f"CALENDS_SEED={seed} repeats {request.node.name}\n")
    return Random(seed)
