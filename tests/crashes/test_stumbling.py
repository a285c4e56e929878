"""A clerk whose every step fails, as a faulty release would make it: its acts wait, unharmed."""

from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec
import pytest
from temporalio import workflow
from temporalio.client import Client

from tests.workflows.engines import serving
from tests.workflows.paper import PaperActivities, PaperReceipt, paper_act
from worker import staffed
from workflows.failures import Pending
from workflows.messages import Charge
from workflows.sending import send

ELECTION: Final = "SecretaryGeneralElection"
APPOINTMENT: Final = "secretary-general/2029"


@workflow.defn(name=ELECTION, sandboxed=False)
class StumblingClerk:
    """Knows the act, and falls at each step."""

    @workflow.init
    def __init__(self, charge: Charge) -> None:
        raise RuntimeError("it stumbles")

    @workflow.run
    async def run(self, charge: Charge) -> None:
        del charge

    @workflow.update(name="act")
    async def act(self, act: msgspec.Raw) -> msgspec.Raw:
        return act


@pytest.mark.soak
async def test_acts_for_a_clerk_that_stumbles_are_pending_until_it_is_mended(
    tmp_path: Path,
) -> None:
    """After some failed steps the server takes no more acts: that is not an error of the act."""
    paper = PaperActivities()
    async with serving(tmp_path) as client:
        async with staffed(client, paper.hands(), clerks=(StumblingClerk,)):
            # A step of which nothing is heard fails after ten seconds, and two are not enough.
            for name, seconds in (("a", 14), ("b", 1)):
                with pytest.raises(Pending, match=f"The act {name} is pending"):
                    await asked(client, name, timedelta(seconds=seconds))
        async with staffed(client, paper.hands()):
            numbers = [(await asked(client, name, timedelta(seconds=30))).number for name in "ab"]

    assert numbers == [1, 2]


async def asked(client: Client, name: str, timeout: timedelta) -> PaperReceipt:
    act = paper_act(name)
    receipt = await send(client, APPOINTMENT, ELECTION, name, act, timeout=timeout)
    return msgspec.json.decode(receipt, type=PaperReceipt)
