"""A worker that is killed at one of its appends: just before it, or after it and before the answer.

python faulty_worker.py ADDRESS LEDGER (before|after) NUMBER
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from engine import reach, sealing
from ledger.book import Book, Sealed
from tests.crashes.engines import in_home
from worker import worker


class FaultyBook(Book):
    """A real book, whose process dies at the append with this number: before it or after it."""

    fault = ""
    number = 0
    appends = 0
    one_at_a_time = Lock()

    def append(
        self, appointment: str, *, after: int, entries: Sequence[tuple[str, bytes]]
    ) -> tuple[Sealed, ...]:
        """One at a time, so that the number says how many entries were written in all."""
        with self.one_at_a_time:
            self.appends += 1
            if self.appends == self.number and self.fault == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            written = super().append(appointment, after=after, entries=entries)
            if self.appends == self.number:
                os.kill(os.getpid(), signal.SIGKILL)
            return written


async def work(address: str, ledger: str, fault: str, number: int) -> None:
    asked = in_home(Path(ledger).parent)
    with FaultyBook.open(ledger) as book:
        client = await reach(address, sealing(asked, book))
        book.fault, book.number = fault, number
        async with worker(client, book):
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
