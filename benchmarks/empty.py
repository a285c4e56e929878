"""What a clerk is measured against: the same update, with an activity that writes nothing."""

import msgspec
from temporalio import activity, workflow

from workflows.clerk import ONE_ATTEMPT, PATIENCE
from workflows.messages import Charge, RecordRequest


@activity.defn(name="nothing")
def nothing(request: msgspec.Raw) -> msgspec.Raw:
    """In a thread of the pool, as `record` is; it does not even look at what it is given."""
    del request
    return msgspec.Raw(b'{"result":"recorded"}')


@workflow.defn
class EmptyClerk:
    """Takes an act, has nothing done with it, and knows nothing."""

    @workflow.init
    def __init__(self, charge: Charge) -> None:
        self._appointment = charge.appointment

    @workflow.run
    async def run(self, charge: Charge) -> None:
        del charge
        await workflow.wait_condition(lambda: False)

    @workflow.update(name="act")
    async def act(self, act: msgspec.Raw) -> msgspec.Raw:
        """The same request as the clerk's, with the same limits."""
        answer: msgspec.Raw = await workflow.execute_activity(
            "nothing",
            RecordRequest(self._appointment, act, workflow.now()),
            result_type=msgspec.Raw,
            start_to_close_timeout=ONE_ATTEMPT,
            retry_policy=PATIENCE,
        )
        return answer


@workflow.defn
class EmptyLocalClerk:
    """The same with a local activity, which the server is not asked about."""

    @workflow.init
    def __init__(self, charge: Charge) -> None:
        self._appointment = charge.appointment

    @workflow.run
    async def run(self, charge: Charge) -> None:
        del charge
        await workflow.wait_condition(lambda: False)

    @workflow.update(name="act")
    async def act(self, act: msgspec.Raw) -> msgspec.Raw:
        """As above, without the way by the server."""
        answer: msgspec.Raw = await workflow.execute_local_activity(
            "nothing",
            RecordRequest(self._appointment, act, workflow.now()),
            result_type=msgspec.Raw,
            start_to_close_timeout=ONE_ATTEMPT,
            retry_policy=PATIENCE,
        )
        return answer
