"""`register open`, `sign`, `rule`, `close`, `show`: the voting register of a ballot.

These write to the ledger beside the engine, as an import does: a register has no clerk, so that
tables sign while the engine rests, and no signature passes through anything that keeps a time.
"""

import difflib
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

import settings
from domain.acts import Receipt, Result
from domain.candidates import name as as_kept
from domain.reckoning import STRASBOURG, day_in_strasbourg
from domain.register import (
    Askable,
    ClosedOff,
    Closing,
    Delegation,
    Present,
    Register,
    RegisterAct,
    RegisterId,
    RegisterOpened,
    Role,
    Ruled,
    Signed,
    Voter,
    appointment_of,
    register_id,
    voters,
)
from ledger.errors import Unreachable
from terminal import options, screen, surroundings, words
from terminal.asking import LONGEST_ID
from terminal.faults import Code, Stop, refusal, whole
from terminal.lodging import ballot_of, lodge, must_be_held_next
from terminal.rolls import delegation_of, read_roll

if TYPE_CHECKING:
    from ledger.register import LaidOut

group = typer.Typer(
    help="The voting register of a ballot: who has signed, and in whose place.",
    rich_markup_mode=None,
)

Ballot = Annotated[str, typer.Argument(metavar="BALLOT", help="As in ballot, or ballot/2.")]
Who = Annotated[str, typer.Argument(metavar="NAME", help="Of the member, as on the roll.")]


class Ruling(msgspec.Struct, frozen=True):
    """A decision of the President on somebody's vote (IDX 8)."""

    entry: int
    name: Voter
    may_vote: bool
    reference: str


class Shown(msgspec.Struct, frozen=True):
    """Where a register stands. `digest` is there once it is closed, `voters` where asked for."""

    register: RegisterId
    opened_at: datetime | None
    closed_at: datetime | None
    representatives: int
    substitutes: int
    delegations: int
    signatures: int
    refused: int
    digest: str
    rulings: tuple[Ruling, ...]
    voters: tuple[Delegation, ...]


@group.command("open")
def open_(
    id_: options.Id,
    ballot: Ballot,
    roll: Annotated[
        Path, typer.Option("--roll", metavar="FILE", help="CSV: name, delegation, role.")
    ],
    act_id: options.ActId = "",
    staff: options.Staff = "",
) -> Code:
    """Lay out the register of a ballot, with the roll of those who may sign."""
    from ledger.register import LaidOut

    members = read_roll(roll, surroundings.today())
    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, id_)
        register = register_id(words.printable(id_), words.printable(ballot))
        table = LaidOut(book, register)
        before = table.standing().opening
        if before is None:
            must_be_held_next(register, entries, book)
        if before is None or before.roll != members:
            must_stand(asked(table, RegisterOpened(members, _staff(staff)), act_id))
        shown = _shown(register, table.standing(), None, ())
    screen.say(f"{_named(register)} is open: {_roll(shown)}.")
    return Code.DONE


@group.command()
def sign(
    id_: options.Id,
    ballot: Ballot,
    who: Who,
    instead_of: Annotated[
        str, typer.Option("--instead-of", metavar="NAME", help="In whose place, if not the own.")
    ] = "",
    act_id: options.ActId = "",
) -> Code:
    """Enter a signature. A paper is given only if this says so."""
    try:
        signed = Signed(_name(who), _name(instead_of) if instead_of else None)
    except ValueError as error:
        raise words.bad(str(error)) from None
    with laid_out(id_, ballot) as (_, table):
        receipt = asked(table, signed, act_id)
        stands = table.standing()
    must_stand(receipt, _meant(stands, signed))
    by = stands.signatures[signed.name].by
    place = f" in the place of {signed.instead_of}" if signed.instead_of else ""
    screen.say(f"{by.name} ({by.delegation}) has signed{place}: give a paper and an envelope.")
    return Code.DONE


@group.command()
def rule(
    id_: options.Id,
    ballot: Ballot,
    who: Who,
    may_vote: Annotated[
        bool, typer.Option("--may-vote/--may-not-vote", help="What the President has decided.")
    ],
    reference: Annotated[
        str, typer.Option("--reference", metavar="TEXT", help="Where the decision is written down.")
    ],
    delegation: Annotated[
        str, typer.Option("--delegation", metavar="STATE", help="To which somebody is admitted.")
    ] = "",
    role: Annotated[Role | None, typer.Option("--role", help="As what.")] = None,
    corrects: Annotated[
        int, typer.Option("--corrects", metavar="ENTRY", help="An entry that holds a slip.")
    ] = 0,
    act_id: options.ActId = "",
    staff: options.Staff = "",
) -> Code:
    """Enter the President's decision on whether somebody may vote. It is final."""
    try:
        of = delegation_of(words.text(delegation), surroundings.today()) if delegation else ""
        said = words.text(reference)
        ruled = Ruled(_name(who), may_vote, said, of, role, corrects, _staff(staff))
    except ValueError as error:
        raise words.bad(str(error)) from None
    with laid_out(id_, ballot) as (_, table):
        receipt = asked(table, ruled, act_id)
        stands = table.standing()
    must_stand(receipt)
    member = stands.members.get(ruled.name)
    place = f" ({member.role.value}, {member.delegation})" if member else ""
    stays = not may_vote and ruled.name in stands.signatures
    screen.say(
        f"Entry {receipt.number}: the President has decided that {ruled.name}{place} "
        f"{'may' if may_vote else 'may not'} vote."
        f"{' The signature made before the decision stays.' if stays else ''}"
    )
    return Code.DONE


@group.command()
def close(
    id_: options.Id,
    ballot: Ballot,
    reason: options.Reason = "",
    act_id: options.ActId = "",
    staff: options.Staff = "",
) -> Code:
    """Close the register for good, say its signatures and its digest, and have them recorded."""
    with laid_out(id_, ballot) as (register, table):
        if table.closing() is None:
            receipt = asked(table, ClosedOff(_staff(staff)), act_id)
            if table.closing() is None:  # unless another has closed it meanwhile
                must_stand(receipt)
        closing, closed = table.closing(), table.standing().closing
    assert closing is not None
    assert closed is not None
    assert closed.at is not None
    screen.say(f"{_named(register)} is closed with {screen.many(closing.signatures, 'signature')}.")
    screen.say(f"digest {closing.digest}")
    return lodge(register, closing, day_in_strasbourg(closed.at), reason=reason, staff=staff)


@group.command()
def show(
    id_: options.Id,
    ballot: Ballot,
    list_: Annotated[
        bool, typer.Option("--voters", help="Who has voted, as it is published (IDX 14).")
    ] = False,
    copy: Annotated[
        bool, typer.Option("--copy", help="The same with in whose place (IDX 15).")
    ] = False,
    json: options.Json = False,
) -> Code:
    """Where a register stands. No list says when, or in which order, anybody has signed."""
    with laid_out(id_, ballot) as (register, table):
        stands, closing = table.standing(), table.closing()
    if stands.opening is None:
        raise Stop(
            Code.NOT_FOUND,
            f"no register of {ballot} of {id_} has been opened: `calends register open {id_} "
            f"{ballot} --roll FILE` opens it",
        )
    listed = voters(stands) if list_ or copy else ()
    shown = _shown(register, stands, closing, listed if copy else _without_places(listed))
    if json:
        screen.emit(shown)
        return Code.DONE
    for line in _listed(shown.voters) if list_ or copy else _said(shown):
        screen.say(line)
    return Code.DONE


# -- Asking ----------------------------------------------------------------------------------


@contextmanager
def laid_out(appointment: str, ballot: str) -> Iterator[tuple[RegisterId, "LaidOut"]]:
    """The register of a ballot in the ledger, whether it was opened or not."""
    register = register_id(words.printable(appointment), words.printable(ballot))
    from ledger.register import LaidOut

    with surroundings.ledger() as book:
        yield register, LaidOut(book, register)


def asked(table: "LaidOut", step: Askable, act_id: str) -> Receipt:
    """The receipt of what is asked. Where none comes, the person is told how to learn it."""
    id_ = words.printable(act_id.strip()) or str(uuid.uuid4())
    if len(id_) > LONGEST_ID:
        raise words.bad(f"an act's id has at most {LONGEST_ID} characters")
    again = f"to learn whether it was entered, repeat the command with --act-id {id_}"
    try:
        return table.ask(RegisterAct(id_, step), surroundings.now())
    except Unreachable as away:
        raise Stop(Code.PENDING, f"{whole(str(away))} {whole(again)}") from away
    except KeyboardInterrupt:
        screen.complain(f"Interrupted: {again}.")
        raise


def must_stand(receipt: Receipt, hint: str = "") -> None:
    """Stops where it was refused."""
    if receipt.result is Result.REFUSED:
        said = refusal(receipt.clause, receipt.because, receipt.cure)
        raise Stop(Code.REFUSED, f"{said}{hint}")


def _meant(register: Register, signed: Signed) -> str:
    """A name that is not on the roll is mostly one that was mistyped."""
    for typed in (signed.name, signed.instead_of):
        if typed is not None and typed not in register.members:
            close = difflib.get_close_matches(typed, register.members, n=1)
            return f" Did you mean {close[0]}?" if close else ""
    return ""


def _name(typed: str) -> Voter:
    return Voter(as_kept(words.text(typed)))


def _staff(typed: str) -> str:
    return words.text(typed or settings.read().staff)


# -- Showing ---------------------------------------------------------------------------------


def _shown(
    id_: RegisterId, register: Register, closing: Closing | None, listed: tuple[Delegation, ...]
) -> Shown:
    assert register.opening is not None
    roles = [member.role for member in register.members.values()]
    return Shown(
        id_,
        register.opening.at,
        register.closing.at if register.closing else None,
        roles.count(Role.REPRESENTATIVE),
        roles.count(Role.SUBSTITUTE),
        len({member.delegation for member in register.members.values()}),
        len(register.signatures),
        register.refused,
        closing.digest if closing else "",
        tuple(
            Ruling(number, ruled.name, ruled.may_vote, ruled.reference)
            for number, ruled in register.rulings.values()
        ),
        listed,
    )


def _without_places(listed: tuple[Delegation, ...]) -> tuple[Delegation, ...]:
    return tuple(
        Delegation(of.name, tuple(Present(each.name) for each in of.voters)) for of in listed
    )


def _said(shown: Shown) -> Iterator[str]:
    state = f"closed at {_at(shown.closed_at)}" if shown.closed_at else "open"
    yield f"{_named(shown.register)} is {state}."
    yield f"opened at {_at(shown.opened_at)}"
    yield f"on the roll: {_roll(shown)}"
    yield screen.many(shown.signatures, "signature")
    if shown.refused:
        yield f"{shown.refused} refused"
    for ruling in shown.rulings:
        may = "may" if ruling.may_vote else "may not"
        yield f"entry {ruling.entry}: {ruling.name} {may} vote ({ruling.reference}; IDX 8)"
    if shown.digest:
        yield f"digest {shown.digest}"


def _roll(shown: Shown) -> str:
    return (
        f"{screen.many(shown.representatives, 'representative')} and "
        f"{screen.many(shown.substitutes, 'substitute')} of "
        f"{screen.many(shown.delegations, 'delegation')}"
    )


def _listed(delegations: Sequence[Delegation]) -> Iterator[str]:
    for of in delegations:
        yield of.name
        for each in of.voters:
            place = f", in the place of {each.instead_of}" if each.instead_of else ""
            yield f"  {each.name}{place}"


def _named(register: RegisterId) -> str:
    return f"The register of {ballot_of(register)} of {appointment_of(register)}"


def _at(instant: datetime | None) -> str:
    return f"{instant.astimezone(STRASBOURG):%H:%M on %Y-%m-%d}" if instant else ""
