"""Chance in the crash tests: a seed for each run, told, and taken from CALENDS_SEED where given."""

import os
import secrets
import sys
from random import Random

import pytest


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> Random:
    """What is killed and when. The same seed gives the same blows; the machine gives the rest."""
    seed = int(os.environ.get("CALENDS_SEED") or secrets.randbits(32))
    # pytest shows this where the test fails.
    sys.stdout.write(f"CALENDS_SEED={seed} repeats {request.node.name}\n")
    return Random(seed)
