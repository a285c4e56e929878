"""A command that only reckons, beside what Python and its libraries take to start.

Each is a process of its own, from its start to its end. Of the libraries stand beside it the one
that reads the words of a command and the one that draws its tables.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks.measuring import Result, in_turn

PAIRS: Final = 60
CALENDS: Final = Path(sys.executable).with_name("calends")
TIMETABLE: Final = (str(CALENDS), "timetable", "secretary-general", "2029")
LIBRARIES: Final = (sys.executable, "-c", "import typer, rich")
PYTHON: Final = (sys.executable, "-c", "pass")


def measure() -> list[Result]:
    """The program as it is installed, with nothing running and nothing stored."""
    return [
        Result(
            "calends timetable secretary-general 2029",
            beside,
            tuple(in_turn(PAIRS, _process(TIMETABLE), _process(plain))),
        )
        for beside, plain in (
            ('python -c "import typer, rich"', LIBRARIES),
            ("python -c pass", PYTHON),
        )
    ]


def _process(words: tuple[str, ...]) -> Callable[[int], object]:
    return lambda _: subprocess.run(words, stdout=subprocess.DEVNULL, check=True)
