"""What every room's tests share: the diaries, and a real PostgreSQL."""

from pathlib import Path

pytest_plugins = ["tests.postgres"]

DIARIES = Path(__file__).parent / "diaries"
