"""The daily checkpoint: every night the ledger is signed, on a Temporal Schedule.

It knows no law and no ledger: what is signed, kept and mailed is decided where the ledger is read.
"""

from datetime import timedelta
from typing import Final

import msgspec
from temporalio import workflow

from workflows.messages import CheckpointCharge, CheckpointRequest
from workflows.term_watch import AGAIN, GIVEN_UP_AFTER, SIGN_OF_LIFE

ONE_CHECKPOINT: Final = timedelta(minutes=30)
"""How long an attempt may take: every byte of the ledger is read."""


@workflow.defn
class DailyCheckpoint:
    """Signs the ledger once; where nothing was written since the last time, nothing is made."""

    @workflow.run
    async def run(self, charge: CheckpointCharge) -> msgspec.Raw:
        """What came of it: of how many entries, whether it is new, and to whom it was mailed."""
        now = workflow.now() + timedelta(seconds=charge.shift_seconds)
        signed: msgspec.Raw = await workflow.execute_activity(
            "checkpoint",
            CheckpointRequest(now),
            result_type=msgspec.Raw,
            start_to_close_timeout=ONE_CHECKPOINT,
            schedule_to_close_timeout=GIVEN_UP_AFTER,
            heartbeat_timeout=SIGN_OF_LIFE,
            retry_policy=AGAIN,
            summary=f"sign the ledger on {now:%d %B %Y}",
        )
        return signed
