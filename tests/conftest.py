"""What every room's tests share: the diaries, chance, and a real PostgreSQL."""

import os
import secrets
import sys
from pathlib import Path
from random import Random

import pytest

pytest_plugins = ["tests.postgres"]

DIARIES = Path(__file__).parent / "diaries"


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> Random:
    """A seed for each run, told, and taken from CALENDS_SEED where given: the same, once more."""
    seed = int(os.environ.get("CALENDS_SEED") or secrets.randbits(32))
    # pytest shows this where the test fails.
    sys.stdout.write(f"CALENDS_SEED={seed} repeats {request.node.name}\n")
    return Random(seed)
