"""A person at a terminal: commands run in this process, an engine in one of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import msgspec
import pytest

import cli

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0

# All of whose steps lie behind us, with a part-session in June; 2009 and 2014 stand for themselves.
PAST_YEARS = (*range(2010, 2014), *range(2015, 2020), *range(2021, 2025))


class Answer(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.out)


class Calends(Protocol):
    """Runs one command, as typed."""

    def __call__(self, *words: str) -> Answer: ...


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own, with nothing in it and no engine."""
    _at(tmp_path / "home", monkeypatch)
    return tmp_path / "home"


@pytest.fixture
def calends(home: Path, capsys: pytest.CaptureFixture[str]) -> Calends:
    """The program, in a home with nothing in it."""
    return _program(capsys)


@pytest.fixture
def desk(
    engine_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Calends:
    """The program, in the home of an engine that runs."""
    _at(engine_home, monkeypatch)
    return _program(capsys)


@pytest.fixture
def year(engine: "Engine") -> int:
    """A past year whose appointment no other test opens in the home of the engine that runs."""
    return engine.year()


@pytest.fixture
def engine_home(engine: "Engine", year: int) -> Path:
    """The home of an engine in which the year of this test is free."""
    assert year in PAST_YEARS
    return engine.home


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Engine"]:
    with closing(Engine(tmp_path_factory)) as engine:
        yield engine


class Engine:
    """`calends up` in a process of its own; with a new home when all past years are used up."""

    def __init__(self, places: pytest.TempPathFactory) -> None:
        self._places = places
        self._years: Iterator[int] = iter(())
        self._running: started | None = None
        self.home = Path()

    def year(self) -> int:
        year = next(self._years, None)
        if year is None:
            self.close()
            self._years = iter(PAST_YEARS)
            self.home = self._places.mktemp("engine") / "home"
            self._running = started(self.home)
            self._running.__enter__()
            return next(self._years)
        return year

    def close(self) -> None:
        if self._running is not None:
            self._running.process.send_signal(signal.SIGTERM)
            assert self._running.process.wait(PATIENCE) == 0


class started:  # noqa: N801  used like a function
    """An engine that is ready, and gone afterwards."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.log = home.parent / "engine.log"

    def __enter__(self) -> subprocess.Popen[bytes]:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cli", "up"],
                cwd=ROOT,
                env=environment(self.home),
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + PATIENCE
        while "Ctrl-C" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.05)
        return self.process

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)


def environment(home: Path) -> dict[str, str]:
    """The environment of a process, without what this machine may say of Temporal."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("TEMPORAL_", "CALENDS_"))}
    return {**ours, "CALENDS_HOME": str(home)}


def run(home: Path, *words: str, timeout: float = PATIENCE) -> Answer:
    """The program in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "cli", *words],
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def loaded(home: Path, *words: str) -> set[str]:
    """The modules that a command has loaded when it ends, in a process of its own."""
    program = "import cli, sys; code = cli.main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}; sys.exit(code)", *words],
        cwd=ROOT,
        env=environment(home),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


def _at(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tuple(os.environ):
        if name.startswith(("TEMPORAL_", "CALENDS_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("CALENDS_HOME", str(home))


def _program(capsys: pytest.CaptureFixture[str]) -> Calends:
    def run_here(*words: str) -> Answer:
        capsys.readouterr()
        code = cli.main(words)
        return Answer(code, *capsys.readouterr())

    return run_here
