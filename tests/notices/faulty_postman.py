"""A worker whose process is killed in the midst of a round, as by `kill -9`.

python faulty_postman.py ADDRESS LEDGER SMTP-PORT (POINT|never)
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from engine import reach, sealing
from ledger.book import Book, Sealed
from notices.accounts import Security, SmtpAccount
from notices.letters import Letter, Writer
from notices.office import PostOffice
from notices.post import Delivery, SmtpPost
from tests.crashes.engines import in_home
from worker import worker

EXAMPLE = Path(__file__).parents[2] / "docs" / "operators" / "directory.toml"
SENDER = "calends@example.org"
LOOPBACK = "127.0.0.1"


def dies_at(point: str, struck: str) -> None:
    if point == struck:
        os.kill(os.getpid(), signal.SIGKILL)


class DeadlyPost(SmtpPost):
    """A real connection, in a process that dies before a letter or after it."""

    point = ""

    def send(self, letter: Letter) -> Delivery:
        dies_at("before-sending", self.point)
        delivery = super().send(letter)
        dies_at("after-sending", self.point)
        return delivery


class DeadlyBook(Book):
    """A real book, in a process that dies before it writes down who was told."""

    point = ""

    def append(
        self, appointment: str, *, after: int, entries: Sequence[tuple[str, bytes]]
    ) -> tuple[Sealed, ...]:
        if any(kind.startswith("reminder") for kind, _ in entries):
            dies_at("before-recording", self.point)
        return super().append(appointment, after=after, entries=entries)


async def work(address: str, ledger: str, port: int, point: str) -> None:
    account, asked = SmtpAccount(LOOPBACK, port, Security.NONE), in_home(Path(ledger).parent)
    with DeadlyBook.open(ledger) as book, DeadlyPost(account, SENDER) as post:
        client = await reach(address, sealing(asked, book, create=True))
        book.point = post.point = point
        office = PostOffice(EXAMPLE, Writer(SENDER), post)
        async with worker(client, book, office):
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]))
