"""The composition root of the engine: a book, the activities bound to it, the clerks."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

import msgspec
from temporalio.client import Client
from temporalio.worker import Worker

from activities.checkpoint import Signing
from activities.record import Recording
from activities.review import Reviewing
from activities.watch import Sending, Watching
from domain.acts import Receipt
from ledger.book import Book
from ledger.checkpoints import Notary
from ledger.record import stands
from notices.office import PostOffice
from workflows import TASK_QUEUE
from workflows.checkpoint import DailyCheckpoint
from workflows.commissioner import CommissionerElection
from workflows.cpt_member import CptMemberElection
from workflows.judge import JudgeElection
from workflows.secretary_general import SecretaryGeneralElection
from workflows.sending import send
from workflows.senior_officials import (
    DeputySecretaryGeneralElection,
    SecretaryGeneralOfTheAssemblyElection,
)
from workflows.term_watch import TermWatch

CLERKS: Final[Sequence[type]] = (
    SecretaryGeneralElection,
    DeputySecretaryGeneralElection,
    SecretaryGeneralOfTheAssemblyElection,
    JudgeElection,
    CommissionerElection,
    CptMemberElection,
)
"""Every workflow type, one for each office."""

HANDS: Final = 20
"""Activities at once, each in a thread of its own, since the ledger is synchronous."""


def worker(
    client: Client,
    book: Book,
    office: PostOffice | None = None,
    notary: Notary | None = None,
) -> Worker:
    """A worker that keeps appointments in this book, for a client connected with our plugin.

    With a post office it reminds staff of what is due and watches the terms; without one nobody is
    written to. With a notary it signs the ledger every night. It is called where the loop of the
    client runs.
    """
    recording = Recording(book, reminding=office is not None)
    watching = Watching(book, office, _sending(client, book))
    hands: list[Callable[..., Any]] = [
        recording.record,
        Reviewing(book, office).review,
        watching.watch,
    ]
    if notary is not None:
        hands.append(Signing(book, office, notary).checkpoint)
    return staffed(client, hands, clerks=(*CLERKS, TermWatch, DailyCheckpoint))


def staffed(
    client: Client,
    activities: Sequence[Callable[..., Any]],
    *,
    clerks: Sequence[type] = CLERKS,
) -> Worker:
    """The same worker with other hands under the names `record` and `review`, or other clerks.

    A sticky queue of two seconds brings the clerks of a worker that was killed back within eight
    seconds instead of sixteen; beyond five hundred, a clerk that only waits is replayed when it is
    needed and takes no memory meanwhile.
    """
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=clerks,
        activities=activities,
        activity_executor=ThreadPoolExecutor(HANDS, thread_name_prefix="calends"),
        max_concurrent_activities=HANDS,
        # Left to itself the library reads every loaded module to name this worker: a second lost.
        build_id=f"calends-{_release()}",
        max_cached_workflows=500,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=2),
        graceful_shutdown_timeout=timedelta(seconds=10),
    )


def _sending(client: Client, book: Book) -> Sending:
    """Acts sent from the thread of an activity, on the loop on which the client lives."""
    loop = asyncio.get_running_loop()

    def stands_in_the_book(receipt: bytes) -> bool:
        return stands(book, msgspec.json.decode(receipt, type=Receipt))

    def sent(
        appointment: str, workflow_type: str, act_id: str, act: bytes, *, shift: timedelta
    ) -> bytes:
        asked = send(
            client,
            appointment,
            workflow_type,
            act_id,
            act,
            shift=shift,
            stands=stands_in_the_book,
        )
        return asyncio.run_coroutine_threadsafe(asked, loop).result()

    return sent


def _release() -> str:
    try:
        return version("calends")
    except PackageNotFoundError:
        return "not-installed"
