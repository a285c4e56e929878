"""`python -m benchmarks`: measure, print, and write benchmarks/results.md. It always exits 0."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks import (
    machine,
    memory,
    posting,
    recording,
    replaying,
    starting,
    storing,
    verifying,
)
from benchmarks.measuring import HEADINGS, Result
from benchmarks.memory import Weighed
from benchmarks.posting import Posted
from benchmarks.verifying import Grown
from engine import run_briefly

RESULTS: Final = Path(__file__).with_name("results.md")

READING: Final = """\
Both sides are measured in one run, alternately, so that what disturbs the one disturbs the other:
read the ratios, not the milliseconds. The target is for the ratio of the medians.

- *An act* goes from a client, by update-with-start, through its clerk to a ledger on a disk and
  back: read, chain checked, folded, decided, agenda drawn up, appended, alarm and Temporal's page
  brought up to date. Beside it stands the same update by a workflow that has an activity in the
  same thread pool do nothing. One worker keeps both, in a process of its own.
- *Append* is one entry into a real ledger file, sealed to the one before it. Beside it stands one
  INSERT of the same bytes, written ahead and on the disk at each commit.
- *Open* reads an appointment, checks every link of its chain and decodes each entry into a typed
  record. Beside it stand SELECT and `json.loads` of the same bytes, which check nothing. Folding
  and the agenda are shown apart.
- *Replay* opens a past appointment in the same way and drives its script to where it stood on a
  day; every entry is a step of a script. Beside it stand SELECT and `json.loads` of the same rows
  of the same file, by one connection each. The agenda of that day is shown apart.
- *Verify* is what an outsider runs: every chain, the tree, the ends, the list of contents and the
  signature of a bundle of a whole ledger. Beside it stand reading the same file of the same bundle
  and one SHA-256 of each entry. Unpacked, the plain side need not inflate, and is shown apart.
- *A timetable* is printed by a process of its own, in less than half a second from its start to its
  end. Beside it stand Python with the two libraries that read words and draw tables, and Python
  alone, which print nothing.
- *A letter* is written in one language, as text and as HTML, and handed to a real SMTP server on
  loopback. Beside it stands the handing over of the same bytes alone.
"""


async def _all() -> tuple[list[Result], Posted, Grown, Weighed]:
    started = await asyncio.to_thread(starting.measure)
    stored = await asyncio.to_thread(storing.measure)
    replayed = await asyncio.to_thread(replaying.measure)
    verified, grown = await asyncio.to_thread(verifying.measure)
    letters, posted = await asyncio.to_thread(posting.measure)
    recorded = await recording.measure()
    results = [*recorded, *stored, *replayed, *verified, *started, *letters]
    return results, posted, grown, await memory.measure()


def main() -> None:
    """Takes some minutes; a quiet machine gives better figures."""
    began = time.monotonic()
    facts = tuple(machine.facts())
    results, posted, grown, weighed = run_briefly(_all())
    console = Console(width=200)
    console.print(_table(results))
    for line in (
        *posted.lines(),
        grown.line(),
        *_weight(weighed),
        *facts,
        f"{time.monotonic() - began:.0f} seconds",
    ):
        console.print(line)
    page = _page(results, posted, (grown.line(), *_weight(weighed)), facts)
    RESULTS.write_text("\n".join(page) + "\n", encoding="utf-8")


def _table(results: Sequence[Result]) -> Table:
    table = Table(*HEADINGS, show_lines=True)
    for result in results:
        table.add_row(*result.row())
    return table


def _page(
    results: Sequence[Result], posted: Posted, weights: Sequence[str], facts: Sequence[str]
) -> Iterator[str]:
    yield "# Benchmarks"
    yield ""
    yield "Written by `make bench`."
    yield ""
    yield READING
    yield f"| {' | '.join(HEADINGS)} |"
    yield "|---" * len(HEADINGS) + "|"
    for result in results:
        yield f"| {' | '.join(result.row())} |"
    yield ""
    yield "## Letters"
    yield ""
    yield "Ten thousand reminders that fall due on one morning, each to a person of its own."
    yield ""
    for line in posted.lines():
        yield f"- {line}"
    yield ""
    yield "## Memory"
    yield ""
    yield "The worker keeps five hundred clerks at hand; the others wait on the server. Verifying"
    yield "keeps the last entry of each stream."
    yield ""
    for line in weights:
        yield f"- {line}"
    yield ""
    yield "## Measured on"
    yield ""
    for fact in facts:
        yield f"- {fact}"


def _weight(weighed: Weighed) -> Iterator[str]:
    for name, (before, after) in (("worker", weighed.worker), ("server", weighed.server)):
        each = (after - before) * 1024 / weighed.appointments
        yield (
            f"{name} with {weighed.appointments} open appointments: {after:.0f} MB"
            f" ({before:.0f} MB with none; {each:.0f} kB each)"
        )
    pace = weighed.appointments / weighed.seconds
    yield f"opened in {weighed.seconds:.0f} seconds, {pace:.0f} a second"


if __name__ == "__main__":
    main()
