"""The term watch: every morning a look at the register of terms, on a Temporal Schedule.

One look is one small workflow. It knows no law: which terms end soon, who is warned and what is
opened by itself is decided where the ledger is read.
"""

from datetime import timedelta
from typing import Final

import msgspec
from temporalio import workflow
from temporalio.common import RetryPolicy

from workflows.messages import WatchCharge, WatchRequest

AGAIN: Final = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    backoff_coefficient=2,
    maximum_interval=timedelta(minutes=5),
    maximum_attempts=0,
)

ONE_SCAN: Final = timedelta(minutes=30)
"""How long an attempt may take: some dozens of letters to a mail server that may be slow."""

SIGN_OF_LIFE: Final = timedelta(minutes=2)
"""Between any two letters there is one; a server's answer is waited for a quarter of a minute."""

GIVEN_UP_AFTER: Final = timedelta(hours=20)
"""A ledger that stays out of reach so long is left to the scan of the next morning."""


@workflow.defn
class TermWatch:
    """Looks once at who holds which office until when; harmless however often it is done.

    18, 15, 12 and 7 months before a term ends, whoever sets the next procedure in motion is told.
    """

    @workflow.run
    async def run(self, charge: WatchCharge) -> msgspec.Raw:
        """What came of it: who was warned of which term, what was opened, and what could not be."""
        now = workflow.now() + timedelta(seconds=charge.shift_seconds)
        scanned: msgspec.Raw = await workflow.execute_activity(
            "watch",
            WatchRequest(now, charge.shift_seconds),
            result_type=msgspec.Raw,
            start_to_close_timeout=ONE_SCAN,
            schedule_to_close_timeout=GIVEN_UP_AFTER,
            heartbeat_timeout=SIGN_OF_LIFE,
            retry_policy=AGAIN,
            summary=f"look at the terms on {now:%d %B %Y}",
        )
        return scanned
