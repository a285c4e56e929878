"""README is tested: its commands are carried out as they stand, and say what it says they say."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PATIENCE = 60
# Preparing the environment is what `make test` has done; the paths are set for the test below.
ALREADY_DONE = ("make install", "export ")


def commands(text: str) -> list[tuple[str, list[str]]]:
    """The commands of the console blocks, each with the lines that stand under it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line.removeprefix("$ "), []))
            else:
                found[-1][1].append(line)
    return [(command, said) for command, said in found if not command.startswith(ALREADY_DONE)]


def says(output: str, expected: list[str]) -> Iterator[str]:
    """The pieces that README shows and the output lacks; … stands for anything."""
    squeezed = " ".join(output.split())
    for line in expected:
        for piece in line.split("…"):
            wanted = " ".join(piece.split())
            if wanted and wanted not in squeezed:
                yield wanted


def test_the_tour_of_the_readme_goes_as_written(tmp_path: Path) -> None:
    """From the calendar to a verified ledger, copying commands."""
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("TEMPORAL_")},
        "CALENDS_HOME": str(tmp_path / "home"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
    }
    engine: subprocess.Popen[bytes] | None = None
    log = tmp_path / "engine.log"
    try:
        for command, expected in commands((ROOT / "README.md").read_text(encoding="utf-8")):
            if command == "make up &":
                with log.open("wb") as output:
                    engine = subprocess.Popen(
                        ["calends", "up"], env=environment, stdout=output, stderr=output
                    )
                _wait_for(log, "Ready")
                assert list(says(log.read_text(), expected)) == []
                continue
            done = subprocess.run(
                command,
                shell=True,
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
            output_of_it = done.stdout + done.stderr
            assert list(says(output_of_it, expected)) == [], f"{command}\n{output_of_it}"
            refused = any(line.startswith("Refused") for line in expected)
            assert done.returncode == (3 if refused else 0), f"{command}\n{output_of_it}"
    finally:
        if engine:
            engine.send_signal(signal.SIGINT)
            assert engine.wait(PATIENCE) == 0


def _wait_for(log: Path, word: str) -> None:
    until = time.monotonic() + PATIENCE
    while word not in log.read_text():
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)


def test_the_home_of_the_tour_is_nothing_that_git_would_take() -> None:
    """The key that signs the ledger lies in it."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    [home] = re.findall(r'^\$ export CALENDS_HOME="\$PWD/(\w+)"$', text, re.MULTILINE)
    assert {f"/{home}/", "*.pem"} <= set((ROOT / ".gitignore").read_text().splitlines())


def test_every_page_that_the_readme_names_is_there() -> None:
    """A link that leads nowhere, or a file that was renamed, shows here."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = [*re.findall(r"\]\(([\w/.-]+)\)", text), *re.findall(r"tests/diaries/\S+diary", text)]
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("target", ["demo", "test", "install", "up"])
def test_every_make_target_that_the_readme_names_is_there(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)
