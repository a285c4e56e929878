"""Ten thousand reminders that fall due on one morning, written and handed to a server on loopback.

python -m benchmarks.posting serve: the server, in a process of its own, which forgets each letter.
"""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from benchmarks.measuring import Pair, Result, percentile
from benchmarks.processes import resident
from domain.outcomes import Opened
from domain.procedures import PROCEDURES
from domain.reckoning import start_of_day
from domain.reminders import IN_THE_MORNING, Level, Reminder, Tone
from domain.stages import Body
from domain.timetable import Expected, forecast, opening_of
from notices.accounts import Security, SmtpAccount
from notices.directory import Directory, Person, Role
from notices.directory_file import load
from notices.letters import Envelope as Addressed
from notices.letters import Writer, envelopes
from notices.post import Fate, SmtpPost

LETTERS: Final = 10_000
AT_THE_START: Final = 500
YEAR: Final = 2029
DUE: Final = date(YEAR, 1, 10)
EXAMPLE: Final = Path(__file__).parents[1] / "docs" / "operators" / "directory.toml"
LOOPBACK: Final = "127.0.0.1"
SENDER: Final = "calends@example.org"


class Posted(msgspec.Struct, frozen=True):
    """Seconds for each letter and for all, and megabytes after the first ones and at the end."""

    each: tuple[float, ...]
    seconds: float
    memory: tuple[float, float]

    def lines(self) -> Iterator[str]:
        middle, slowest = (percentile(self.each, percent) * 1000 for percent in (50, 99))
        before, after = self.memory
        yield (
            f"{len(self.each)} letters in {self.seconds:.0f} seconds; each {middle:.2f} ms (p50), "
            f"{slowest:.2f} ms (p99)"
        )
        yield f"memory after {AT_THE_START} letters {before:.0f} MB, at the end {after:.0f} MB"


def measure() -> tuple[list[Result], Posted]:
    """Every letter to a person of its own, in both languages in turn."""
    directory = load(EXAMPLE)
    expected = forecast(
        opening_of(
            PROCEDURES["secretary-general"],
            YEAR,
            date(YEAR - 1, 9, 1),
            asked=Opened("secretary-general", YEAR),
        ),
        PROCEDURES["secretary-general"],
        "ordinary",
    )
    with _server() as port:
        posted, raws = _through_the_post(port, directory, expected)
        plain = _by_hand(port, raws)
    pairs = tuple(Pair(*each) for each in zip(posted.each[: len(plain)], plain, strict=True))
    beside = "smtplib.sendmail of the same bytes, on one connection"
    return [Result("a letter: written, and handed to a server", beside, pairs)], posted


def _through_the_post(
    port: int, directory: Directory, expected: tuple[Expected, ...]
) -> tuple[Posted, list[bytes]]:
    account = SmtpAccount(LOOPBACK, port, Security.NONE)
    writer, now = Writer(SENDER), start_of_day(date(YEAR, 1, 9)) + IN_THE_MORNING
    took, raws, before = [], [], 0.0
    began = time.perf_counter()
    with SmtpPost(account, SENDER) as post:
        for number in range(LETTERS):
            since = time.perf_counter()
            to = _addressed(number, directory)
            (letter,) = writer.letters(to, expected, directory, now)
            if post.send(letter).fate is not Fate.DELIVERED:
                raise RuntimeError("a letter was not taken")
            took.append(time.perf_counter() - since)
            if number < AT_THE_START:
                raws.append(letter.raw)
            if number == AT_THE_START:
                before = resident(os.getpid())
    seconds = time.perf_counter() - began
    return Posted(tuple(took), seconds, (before, resident(os.getpid()))), raws


def _addressed(number: int, directory: Directory) -> tuple[Addressed, ...]:
    """One reminder for one owner, whose address is her own and whose language is the next."""
    reminder = Reminder(
        f"reminder:closing:{DUE}:{number}",
        f"secretary-general/{YEAR}",  # type: ignore[arg-type]
        "closing",
        Body.MEMBER_STATES,
        DUE,
        start_of_day(DUE),
        Tone.AHEAD,
        Level.OWNER,
    )
    person = Person(
        f"s-{number}",
        "committee-of-ministers",
        f"Person {number}",
        f"person.{number}@example.org",
        ("en", "fr")[number % 2],
        Role.OWNER,
    )
    alone = msgspec.structs.replace(directory, persons=(person,))
    return envelopes([(reminder, ())], alone, reminder.at)


def _by_hand(port: int, raws: list[bytes]) -> list[float]:
    took = []
    with smtplib.SMTP(LOOPBACK, port) as server:
        for raw in raws:
            since = time.perf_counter()
            server.sendmail(SENDER, ["person@example.org"], raw)
            took.append(time.perf_counter() - since)
    return took


@contextmanager
def _server() -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.posting", "serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.communicate(b"\n")


class Forgetful:
    """Takes every letter and keeps none."""

    async def handle_DATA(  # noqa: N802  the name is aiosmtpd's
        self, _server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        return "250 OK"


def _serve() -> None:
    import socket

    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port = probe.getsockname()[1]
    controller = Controller(Forgetful(), hostname=LOOPBACK, port=port)
    controller.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    sys.stdin.read(1)
    controller.stop()


if __name__ == "__main__":
    _serve()
