"""Keep histories of clerks as a release leaves them, the unfinished ones above all.

    python -m tools.keep_histories RELEASE

A clerk waits for a year and more, and every later release has to carry on where this one stands:
`make test` replays what is kept. Run once for a release, and again under another name whenever a
clerk does something that no kept history shows. Histories are only ever added; a folder that exists
is not written over.

Real clerks on the real server; the clerk's clock is shifted, so that the days are always the same.
"""

import asyncio
import logging
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from temporalio.client import Client, WorkflowHandle

from activities.record import Recording
from activities.review import Reviewing
from domain.acts import Act, identity_of
from domain.diaries import Diary, read_diary
from domain.outcomes import Amendment, Corrected
from domain.procedures import PROCEDURES
from domain.reckoning import day
from embedded import Server
from engine import reach, run_briefly
from ledger.book import Book
from tests.workflows.keys import STORED
from tests.workflows.paper import PaperActivities, paper_act
from worker import staffed
from workflows.codec import SealingCodec
from workflows.converter import plugin
from workflows.failures import WorkerFault
from workflows.preparing import register_attributes
from workflows.sending import resume, send

FOLDER = Path("tests/histories")
DIARIES = Path("tests/diaries")
ELECTION = "SecretaryGeneralElection"
APPOINTMENT = "secretary-general/2029"
Hands = Sequence[Callable[..., Any]]


def main(release: str) -> None:
    """Write the histories of a release. Raises FileExistsError where they have been kept."""
    folder = FOLDER / release
    folder.mkdir(parents=True)
    # Some activities fail on purpose, which need not be told.
    logging.getLogger("temporalio.activity").disabled = True
    run_briefly(_keep(folder))


async def _keep(folder: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="calends-") as home:
        server = Server(Path(home))
        await server.start()
        try:
            await reach(server.address)  # which waits until the server is ready
            # A history names who wrote it: nothing of this machine is to be kept.
            client = await Client.connect(server.address, identity="calends", plugins=[plugin()])
            await register_attributes(client)
            await _by_the_law(client, folder)
            await _on_paper(client, folder)
            sealing = plugin(SealingCodec(STORED))
            client = await Client.connect(server.address, identity="calends", plugins=[sealing])
            await _sealed(client, folder)
        finally:
            await server.stop()


async def _by_the_law(client: Client, folder: Path) -> None:
    """Clerks of a real ledger: one that waits, one that was woken, one that is over."""
    with Book.open(":memory:") as book:
        async with staffed(client, (Recording(book).record, Reviewing(book).review)):
            ordinary = _told("secretary_general/ordinary-2029")
            await _send(client, ordinary, 4, shift=_shift_to(ordinary.lines[3].recorded_on))
            await _save(client, ordinary.appointment, folder / "waits.json")

            # After a loss of the database, a second before its alarm.
            clerk = client.get_workflow_handle(ordinary.appointment)
            alarm = msgspec.convert((await clerk.query("agenda"))["alarm"], datetime)
            await clerk.terminate()
            one = [(ordinary.appointment, ELECTION)]
            await resume(client, one, shift=_shift_to(alarm - timedelta(seconds=1)))
            await asyncio.sleep(2)
            await _save(client, ordinary.appointment, folder / "resumed-and-woken.json")

            judge = _told("judge/ordinary-2027")
            await _send(client, judge, 6, shift=_shift_to(judge.lines[5].recorded_on))
            await _save(client, judge.appointment, folder / "judge-waits.json")

            past = _told("secretary_general/2024")
            await _send(client, past, len(past.lines))
            await _save(client, past.appointment, folder / "closed.json")
            await _send_act(client, past.appointment, _correction(past))
            await _save(client, past.appointment, folder / "corrected.json")


async def _on_paper(client: Client, folder: Path) -> None:
    """What needs a ledger that fails; the law has no part in it."""
    paper = PaperActivities()
    async with staffed(client, paper.hands()):
        paper.away[APPOINTMENT] = 1
        for name, what in (("a", "due in"), ("b", "note")):
            await send(client, APPOINTMENT, ELECTION, name, paper_act(name, what, 30))
        clerk = client.get_workflow_handle(APPOINTMENT)
        run = (await clerk.describe()).run_id
        paper.broken.add(APPOINTMENT)
        try:
            await send(client, APPOINTMENT, ELECTION, "c", paper_act("c"))
        except WorkerFault:
            paper.broken.discard(APPOINTMENT)
        await send(client, APPOINTMENT, ELECTION, "c", paper_act("c"))
        ended = client.get_workflow_handle(APPOINTMENT, run_id=run)
        await _write(ended, folder / "failed-act.json")
        await _save(client, APPOINTMENT, folder / "begun-anew.json")


async def _sealed(client: Client, folder: Path) -> None:
    """As the engine has them in earnest, with keys that the tests know.

    None with a failure: its trace would be sealed in it, and with it the paths of this machine.
    """
    deputy = _told("deputy_secretary_general/ordinary-2027")
    with Book.open(":memory:") as book:
        async with staffed(client, (Recording(book).record, Reviewing(book).review)):
            await _send(client, deputy, 4, shift=_shift_to(deputy.lines[3].recorded_on))
            await _save(client, deputy.appointment, folder / "sealed-waits.json")


def _told(name: str) -> Diary:
    return read_diary((DIARIES / f"{name}.diary").read_text(encoding="utf-8"))


def _shift_to(instant: datetime) -> timedelta:
    return instant - datetime.now(UTC)  # noqa: TID251 - a clerk's clock starts from the wall clock


async def _send(client: Client, diary: Diary, number: int, shift: timedelta = timedelta(0)) -> None:
    for line in diary.lines[:number]:
        await _send_act(client, diary.appointment, line.act, shift)


async def _send_act(
    client: Client, appointment: str, act: Act, shift: timedelta = timedelta(0)
) -> None:
    body = msgspec.json.encode(act)
    workflow_type = PROCEDURES[identity_of(appointment).office].workflow
    await send(client, appointment, workflow_type, act.id, body, shift=shift)


def _correction(diary: Diary) -> Act:
    """The last step read as a day later."""
    last = diary.lines[-1].act.happened.latest + timedelta(days=1)
    amendment = Amendment(len(diary.lines), happened=day(last))
    return Act("correction", Corrected((amendment,)), day(last), reason="as published")


async def _save(client: Client, appointment: str, path: Path) -> None:
    await _write(client.get_workflow_handle(appointment), path)


async def _write(clerk: WorkflowHandle[object, object], path: Path) -> None:
    """The history as the library reads it, without the paths in the traces of failures."""
    history = msgspec.json.decode((await clerk.fetch_history()).to_json())
    _forget_traces(history)
    await asyncio.to_thread(path.write_bytes, msgspec.json.encode(history) + b"\n")


def _forget_traces(value: object) -> None:
    match value:
        case dict():
            value.pop("stackTrace", None)
            for each in value.values():
                _forget_traces(each)
        case list():
            for each in value:
                _forget_traces(each)


if __name__ == "__main__":
    main(sys.argv[1])
