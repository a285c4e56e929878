"""`record`, `withdraw`, `settle`: the steps of an appointment."""

from typing import Annotated

import msgspec
import typer

from domain.acts import AppointmentId, Entry, Provenance
from domain.candidates import Cause
from domain.forms import fill_in
from domain.outcomes import BY_STAGE, CandidateFellAway, Recordable, Settled
from domain.stages import Body
from terminal import options, screen, sealing, surroundings, words
from terminal.ages import tested
from terminal.asking import Envelope, ask, put
from terminal.faults import Code, Stop, nearest


def record(
    id_: options.Id,
    stage: options.Stage,
    on: options.On,
    fields: options.Fields = None,
    reason: options.Reason = "",
    reference: options.Reference = "",
    act_id: options.ActId = "",
    staff: options.Staff = "",
    provenance: Annotated[
        Provenance, typer.Option("--provenance", help="How the day is known.")
    ] = Provenance.SEEN,
    born: Annotated[
        str,
        typer.Option(
            "--born",
            metavar="DATES",
            help='"NAME=1970-05-04; …", or - to read them: ages are tested, and no date is kept.',
        ),
    ] = "",
    papers: Annotated[
        list[str] | None,
        typer.Option(
            "--paper",
            metavar="WHAT:PERSON=FILE",
            help="A personal document, sealed: curriculum, contact, document or opinion.",
        ),
    ] = None,
    dry_run: options.DryRun = False,
) -> Code:
    """Record a step. `calends stages ID` says what can be recorded now, with which fields."""
    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, id_)
    if _is_a_question(id_, entries, stage):
        raise words.bad(f"{stage} is a question: settle it with `calends settle {id_} OPTION`")
    key = words.stage_of(stage)
    outcome = fill_in(BY_STAGE[key.partition("/")[0]], words.fields_of(fields or ()))
    envelope = Envelope(on, reason, reference, act_id, staff, provenance)
    outcome, warnings = tested(id_, _before(entries, act_id), outcome, born, words.days(on))
    act = put(_recordable(outcome), envelope, entries, stage=key)
    if papers:
        given = sealing.given(papers)
        act = sealing.sealed(id_, act, given, entries, dry_run=dry_run)
    code = ask(id_, act, dry_run=dry_run)
    for warning in warnings:
        screen.complain(warning)
    return code


def withdraw(
    id_: options.Id,
    candidate: Annotated[str, typer.Argument(metavar="NAME", help="Of the candidate.")],
    on: options.On,
    died: Annotated[bool, typer.Option("--died", help="The candidate has died.")] = False,
    reason: options.Reason = "",
    reference: options.Reference = "",
    act_id: options.ActId = "",
    staff: options.Staff = "",
    dry_run: options.DryRun = False,
) -> Code:
    """Record that a candidate withdraws, or has died."""
    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, id_)
    outcome = CandidateFellAway(words.person(candidate), Cause.DIED if died else Cause.WITHDREW)
    envelope = Envelope(on, reason, reference, act_id, staff)
    return ask(id_, put(outcome, envelope, entries), dry_run=dry_run)


def settle(
    id_: options.Id,
    option: Annotated[
        str, typer.Argument(metavar="OPTION", help="One of the options, or how it begins.")
    ],
    on: options.On,
    reference: Annotated[
        str, typer.Option("--reference", metavar="TEXT", help="Of the body's decision.")
    ],
    body: Annotated[
        str, typer.Option("--body", metavar="BODY", help="Who decided; by default the first asked.")
    ] = "",
    question: Annotated[
        str, typer.Option("--question", metavar="STAGE", help="Where several questions are open.")
    ] = "",
    provenance: Annotated[
        Provenance, typer.Option("--provenance", help="How the day is known.")
    ] = Provenance.SEEN,
    reason: options.Reason = "",
    act_id: options.ActId = "",
    staff: options.Staff = "",
    dry_run: options.DryRun = False,
) -> Code:
    """Record how a body has settled a question that the texts leave open."""
    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, id_)
    envelope = Envelope(on, reason, reference, act_id, staff, provenance)
    before = next((e for e in entries if act_id and e.act == act_id.strip()), None)
    if before and isinstance(before.outcome, Settled):
        # The question is no longer open, because this very act settled it.
        again = msgspec.structs.replace(
            before.outcome,
            option=_same(option, before.outcome.option),
            body=_body(body, tuple(Body)) or before.outcome.body,
        )
        return ask(id_, put(again, envelope, entries, stage=before.stage))
    standing = surroundings.standing(id_, entries)
    waiting = [o for o in standing.open if o.stage.unsettled] if standing else []
    if question and waiting:
        known = [o.occurrence for o in waiting]
        wanted = words.stage_of(question, [o.stage.key for o in waiting])
        waiting = [o for o in waiting if wanted in (o.occurrence, o.stage.key)]
        if not waiting:
            raise words.bad(f"the question {wanted} is not open{nearest(wanted, known)}")
    if not waiting:
        raise Stop(
            Code.REFUSED,
            f"no question waits to be settled in {id_}: `calends stages {id_}` says what can be "
            "recorded",
        )
    open_ = waiting[0]
    stage = open_.stage
    outcome = Settled(
        stage.key, _option(option, stage.options), _body(body, stage.bodies) or stage.bodies[0]
    )
    return ask(id_, put(outcome, envelope, entries, stage=open_.occurrence), dry_run=dry_run)


def _before(entries: tuple[Entry, ...], act_id: str) -> tuple[Entry, ...]:
    """What stood when an act was asked for first: asked for again, it is the same act."""
    known = next((e.number for e in entries if act_id and e.act == act_id.strip()), None)
    return entries if known is None else entries[: known - 1]


def _is_a_question(id_: str, entries: tuple[Entry, ...], stage: str) -> bool:
    standing = surroundings.standing(AppointmentId(id_), entries)
    open_ = standing.find(stage) if standing else None
    return bool(open_ and open_.stage.unsettled)


def _option(typed: str, known: tuple[str, ...]) -> str:
    wanted = words.text(typed).casefold()
    exact = [option for option in known if option.casefold() == wanted]
    begins = exact or [
        option for option in known if wanted and option.casefold().startswith(wanted)
    ]
    if len(begins) != 1:
        raise words.bad(f"{words.printable(typed)!r} is not one of: {'; '.join(known)}")
    return begins[0]


def _same(typed: str, before: str) -> str:
    wanted = words.text(typed)
    return before if before.casefold().startswith(wanted.casefold()) else wanted


def _body(typed: str, asked: tuple[Body, ...]) -> Body | None:
    if not typed:
        return None
    if typed not in tuple(Body):
        raise words.bad(f"no body {words.printable(typed)} is known{nearest(typed, asked)}")
    return Body(typed)


def _recordable(outcome: object) -> Recordable:
    return outcome  # type: ignore[return-value]  # every kind of BY_STAGE is a step
