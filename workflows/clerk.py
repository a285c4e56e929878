"""The clerk: waits for the next act or the next alarm, and keeps acts in order. Knows no law."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

from workflows.attributes import changes
from workflows.messages import (
    AgendaView,
    AnswerView,
    Charge,
    RecordRequest,
    ReviewRequest,
)

PATIENCE: Final = RetryPolicy(
    initial_interval=timedelta(milliseconds=200),
    backoff_coefficient=2,
    maximum_interval=timedelta(seconds=10),
    maximum_attempts=0,
)
"""Without limit: only a ledger that is out of reach is tried again, and it comes back one day."""

ONE_ATTEMPT: Final = timedelta(seconds=5)
"""How long an attempt may take. A worker killed in the middle of one costs the act this long; a
slow attempt that is overtaken by the next does no harm, because the ledger knows an act by its id.
"""

ONE_ROUND: Final = timedelta(minutes=5)
"""How long a look may take when the alarm has rung: staff are reminded then, by letters to a mail
server that may be slow. The hand that sends them gives a sign of life between any two.
"""

SIGN_OF_LIFE: Final = timedelta(minutes=1)

SECOND_LOOK: Final = timedelta(hours=1)
"""How long a clerk that could not be told where its appointment stands waits before it asks again.
"""

SUMMARY_LIMIT: Final = 180
"""Characters of a summary: the server takes 400 bytes, and fails the task for ever beyond that."""

NOT_YET: Final = (-1, datetime.min.replace(tzinfo=UTC))
"""Older than any agenda: its version, and the instant for which it was drawn up."""


class Clerk:
    """Keeps one appointment. Every office's workflow is a thin class upon this one.

    `run` and `__init__` must stand in each of those classes, because Temporal looks for them there;
    the update and the queries are inherited. State is set up in `__init__`, because an act that
    arrives with the start may run before the first line of `run`.
    """

    def __init__(self, charge: Charge) -> None:
        self._appointment = charge.appointment
        self._shift = timedelta(seconds=charge.shift_seconds)
        self._shift_seconds = charge.shift_seconds
        self._one_at_a_time = asyncio.Lock()
        self._agenda: msgspec.Raw | None = None
        self._view: AgendaView | None = None
        self._as_of = NOT_YET
        self._fault = ""
        self._turns = 0
        self._begin_anew = False
        self._to_look = False

    @workflow.update(name="act", description="Carries out one act and returns its receipt.")
    async def act(self, act: msgspec.Raw) -> msgspec.Raw:
        """One act at a time, in order of arrival; the receipt goes back as the ledger wrote it.

        A failure becomes an ApplicationError: anything else raised here would make Temporal try the
        same workflow task for ever.
        """
        async with self._one_at_a_time:
            now = self._now()
            try:
                answer: AnswerView = await workflow.execute_activity(
                    "record",
                    RecordRequest(self._appointment, act, now),
                    result_type=AnswerView,
                    start_to_close_timeout=ONE_ATTEMPT,
                    retry_policy=PATIENCE,
                    summary=f"record an act of {self._appointment}",
                )
            except ActivityError as failed:
                # Temporal remembers an update by its id for as long as the run lasts, failures
                # included. A new run forgets it, so that the same act can be asked again once the
                # fault is mended.
                self._begin_anew = True
                raise ApplicationError(
                    _said_by(failed), type="RecordFailed", non_retryable=True
                ) from failed
            finally:
                self._turns += 1
            self._hold(answer.agenda, now)
            return answer.receipt

    @workflow.signal(name="look", description="Looks at the ledger again.")
    def look(self) -> None:
        """Something was written beside the clerk, by an import for instance."""
        self._to_look = True
        self._turns += 1

    @workflow.signal(name="begin-anew", description="Forgets all, and reads the ledger again.")
    def begin_anew(self) -> None:
        """In a new run Temporal remembers no act by its id, so that the ledger alone answers.

        Where the ledger was put back from an older copy, an act that it lost would otherwise get
        its receipt of then, and never be recorded again.
        """
        self._begin_anew = True
        self._turns += 1

    @workflow.query(name="agenda", description="What comes next, for whom; null before a review.")
    def agenda(self) -> msgspec.Raw:
        """The agenda as it was last drawn up."""
        return self._agenda if self._agenda is not None else msgspec.Raw(b"null")

    @workflow.query(name="timetable", description="The calendar of this appointment, on its days.")
    def timetable(self) -> msgspec.Raw:
        """What lies ahead, a row for each stage; none before the first review."""
        return self._view.timetable if self._view is not None else msgspec.Raw(b"[]")

    async def attend(self) -> None:
        """Reviews, then waits for acts and alarms until the appointment is over.

        An act that came with the start brings its own agenda, so that no review is needed then.
        """
        await workflow.wait_condition(workflow.all_handlers_finished)
        if self._view is None and not self._begin_anew:
            await self._review()
        while True:
            if self._is_over() or self._is_full():
                await workflow.wait_condition(workflow.all_handlers_finished)
                if self._is_over():
                    return
                workflow.continue_as_new(Charge(self._appointment, self._shift_seconds))
            if self._to_look:
                self._to_look = False
                await self._review()
            else:
                await self._wait()

    def _now(self) -> datetime:
        return workflow.now() + self._shift

    def _is_over(self) -> bool:
        """A correction of a closed appointment starts a new run, so nothing need wait for one."""
        return self._view is not None and self._view.status in ("closed", "unopened")

    def _is_full(self) -> bool:
        return self._begin_anew or workflow.info().is_continue_as_new_suggested()

    async def _wait(self) -> None:
        """Until the next act, or the one alarm; when it rings, the appointment is reviewed."""
        turns = self._turns
        try:
            await workflow.wait_condition(
                lambda: self._turns != turns,
                timeout=self._until_the_alarm(),
                timeout_summary=self._alarm_summary(),
            )
        except TimeoutError:
            await self._review(rung=True)

    def _until_the_alarm(self) -> timedelta | None:
        if self._fault:
            return SECOND_LOOK
        if self._view is None or self._view.alarm is None:
            return None
        # An alarm that passed while the agenda was on its way rings at once.
        return max(self._view.alarm - self._now(), timedelta(milliseconds=1))

    def _alarm_summary(self) -> str | None:
        if self._fault:
            return "second look after a fault"
        if self._view is None or not self._view.alarm_summary:
            return None
        return self._view.alarm_summary[:SUMMARY_LIMIT]

    async def _review(self, *, rung: bool = False) -> None:
        """Asks where the appointment stands. A fault is shown and does not end the clerk.

        `rung`: the alarm has rung, so that staff may have to be reminded first.
        """
        now, turns = self._now(), self._turns
        try:
            agenda: msgspec.Raw = await workflow.execute_activity(
                "review",
                ReviewRequest(self._appointment, now, rung),
                result_type=msgspec.Raw,
                start_to_close_timeout=ONE_ROUND if rung else ONE_ATTEMPT,
                heartbeat_timeout=SIGN_OF_LIFE if rung else None,
                retry_policy=PATIENCE,
                summary=f"review {self._appointment}",
            )
        except ActivityError as failed:
            if is_cancelled_exception(failed):
                raise
            self._stand_still(_said_by(failed))
            return
        overtaken = self._turns != turns or self._one_at_a_time.locked()
        if not self._hold(agenda, now) and not overtaken:
            # No act was under way, and yet the ledger holds less than before: it was put back from
            # an older copy. What is held here is worth nothing then.
            self._begin_anew = True

    def _hold(self, agenda: msgspec.Raw, reviewed: datetime) -> bool:
        """Keeps the agenda, or tells that a newer one is held: an act may overtake a review."""
        try:
            view = msgspec.json.decode(agenda, type=AgendaView)
        except msgspec.MsgspecError as unreadable:
            self._stand_still(f"The agenda cannot be read: {unreadable}.")
            return True
        if (view.version, reviewed) < self._as_of:
            return False
        if view.alarm is not None and view.alarm <= reviewed:
            # It would ring again at once, and for ever.
            self._stand_still("The agenda asks for an alarm that is not in the future.")
            return True
        self._agenda, self._view, self._as_of = agenda, view, (view.version, reviewed)
        self._fault = ""
        workflow.set_current_details(view.details)
        self._show(view.attributes)
        return True

    def _stand_still(self, fault: str) -> None:
        self._fault = fault
        details = self._view.details if self._view is not None else ""
        workflow.set_current_details(
            f"**The clerk stands still.** {fault}\n\nIt looks again at the next act, or in an"
            f" hour.\n\n{details}"
        )

    def _show(self, attributes: dict[str, str | list[str]]) -> None:
        """Brings Temporal's list up to date, touching only what changed: each change is an event.

        What the server has is asked of it and not remembered, since it outlives a run.
        """
        changed = changes(workflow.info().typed_search_attributes, attributes)
        if changed:
            workflow.upsert_search_attributes(changed)


def _said_by(failed: ActivityError) -> str:
    """The activity's own sentence, without the wrapping that Temporal puts round it."""
    cause = failed.cause
    return cause.message if isinstance(cause, ApplicationError) else str(cause or failed)
