"""How an act goes from a terminal to its clerk, and what the person is told.

An act is tried on the ledger first, so that what cannot be understood is answered at once and
never reaches a clerk. What is well formed goes to the clerk even where it will be refused, because
a refusal is part of the record.
"""

import uuid
from typing import NamedTuple

import msgspec

import settings
from domain.acts import (
    Act,
    BadAct,
    Entry,
    Provenance,
    Receipt,
    Result,
    identity_of,
    read_act,
)
from domain.agenda import Agenda
from domain.outcomes import Recordable, RefusedAct
from domain.procedures import PROCEDURES
from domain.reckoning import Span, day
from ledger.errors import Unreachable
from terminal import screen, surroundings, words
from terminal.faults import Code, Stop, refusal
from terminal.pages import sentence
from workflows.failures import Pending

LONGEST_ID = 200


class Envelope(NamedTuple):
    """What goes with an outcome, as typed. `on` is empty where the day is today's by default."""

    on: str = ""
    reason: str = ""
    reference: str = ""
    act_id: str = ""
    staff: str = ""
    provenance: Provenance = Provenance.SEEN


class Trial(NamedTuple):
    """An act tried on the ledger as it stands: what would be written, and what it would change.

    `receipt` is there where the act was answered before: it is the same for ever.
    """

    act: Act
    receipt: Receipt | None
    entry: Entry | None
    before: Agenda | None
    after: Agenda | None


def put(
    outcome: Recordable, envelope: Envelope, entries: tuple[Entry, ...], *, stage: str = ""
) -> Act:
    """An act, its texts looked at. Asked again by its id, it keeps the day that it was given."""
    id_ = words.printable(envelope.act_id.strip())
    if len(id_) > LONGEST_ID:
        raise words.bad(f"an act's id has at most {LONGEST_ID} characters")
    before = next((entry for entry in entries if id_ and entry.act == id_), None)
    happened = words.days(envelope.on) if envelope.on else day(surroundings.today())
    if before and not envelope.on:
        happened = before.happened
    return Act(
        id_ or str(uuid.uuid4()),
        outcome,
        happened,
        stage=stage,
        provenance=envelope.provenance,
        reason=words.text(envelope.reason),
        reference=words.text(envelope.reference),
        staff=words.text(envelope.staff or settings.read().staff),
    )


def ask(appointment: str, act: Act, *, dry_run: bool = False) -> Code:
    """Have an act carried out, and say what became of it."""
    return conclude(appointment, tried(appointment, act), dry_run=dry_run)


def conclude(appointment: str, trial: Trial, *, dry_run: bool) -> Code:
    """Send an act that was tried, or only say what would come of it."""
    if dry_run and trial.entry:
        return _foretold(trial.entry)
    receipt = answered(appointment, trial)
    screen.say(
        f"{appointment}, entry {receipt.number}: {sentence(trial.act.outcome)} (act {trial.act.id})"
    )
    return Code.DONE


def answered(appointment: str, trial: Trial) -> Receipt:
    """The receipt of an act that was recorded: the same whenever it is asked for.

    Stops where it was refused; raises BadAct where it was not understood.
    """
    receipt = trial.receipt or _sent(appointment, trial.act)
    match receipt.result:
        case Result.REFUSED:
            raise Stop(Code.REFUSED, refusal(receipt.clause, receipt.because, receipt.cure))
        case Result.MALFORMED:
            raise BadAct(receipt.because)
        case Result.RECORDED:
            return receipt


def tried(appointment: str, act: Act) -> Trial:
    """Raises BadAct for an act that cannot be understood."""
    from ledger.record import record, review, try_out

    raw = _encoded(act)
    read_act(raw)
    now = surroundings.now()
    with surroundings.ledger() as book:
        if any(entry.act == act.id for entry in surroundings.read(book, appointment)):
            # The ledger knows it: this answers and writes nothing, with the engine or without.
            return Trial(act, record(book, appointment, raw, now).receipt, None, None, None)
        entry, answer = try_out(book, appointment, act, now)
        return Trial(act, None, entry, review(book, appointment, now), answer.agenda)


def _foretold(entry: Entry) -> Code:
    refused = entry.outcome
    if isinstance(refused, RefusedAct):
        said = refusal(refused.clause, refused.because, refused.cure)
        raise Stop(Code.REFUSED, f"It would be r{said[1:]}")
    screen.say(f"It would be recorded: {sentence(refused)}. Nothing was recorded.")
    return Code.DONE


def _sent(appointment: str, act: Act) -> Receipt:
    import engine
    from ledger.record import stands
    from workflows.failures import EngineUnreachable

    asked = settings.read()
    workflow = PROCEDURES[identity_of(appointment).office].workflow

    async def sending() -> bytes:
        client = await engine.connect(asked)
        # Temporal's library comes with it, so it is imported once there is an engine.
        from workflows.sending import send

        return await send(
            client, appointment, workflow, act.id, _encoded(act), stands=stands_in_the_ledger
        )

    def stands_in_the_ledger(answer: bytes) -> bool:
        try:
            with surroundings.ledger() as book:
                return stands(book, msgspec.json.decode(answer, type=Receipt))
        except Unreachable as away:
            raise Pending(act.id, "the ledger cannot be asked whether it is there") from away

    again = f"repeat the command with --act-id {act.id} --on {_typed(act.happened)}"
    try:
        receipt = msgspec.json.decode(engine.run_briefly(sending()), type=Receipt)
    except EngineUnreachable:
        raise
    except Pending as pending:
        because = str(pending).partition("Ask again")[0].strip()
        raise Stop(Code.PENDING, f"{because} To learn what became of it, {again}") from pending
    except KeyboardInterrupt:
        screen.complain(f"Interrupted: the act may still be carried out. To learn it, {again}.")
        raise
    if receipt.digest != act.digest:
        # Another act of the same id was on its way, and it was answered: the ledger says so.
        return tried(appointment, act).receipt or receipt
    return receipt


def _encoded(act: Act) -> bytes:
    try:
        return msgspec.json.encode(act)
    except (OverflowError, UnicodeEncodeError) as error:
        raise BadAct(f"the act cannot be written: {error}") from error


def _typed(span: Span) -> str:
    return str(span.earliest) if span.is_day else f"{span.earliest}..{span.latest}"
