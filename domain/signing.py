"""What may be entered in a voting register: the opening, signatures, rulings, the closing.

IDX 5 and IDX 6 say who signs in whose place. That both belong to one delegation, and that whoever
stands in for a representative gives up the own vote, is our reading: the text takes it for granted.
"""

from datetime import datetime
from typing import assert_never

import msgspec

from domain.clauses import IDX_4, IDX_5, IDX_6, IDX_8, IDX_11, Refused
from domain.register import (
    Askable,
    ClosedOff,
    Member,
    Register,
    RegisterAct,
    RegisterEntry,
    RegisterOpened,
    RegisterRefused,
    Role,
    Ruled,
    Signed,
    Voter,
)

NO_PAPER = "give no paper; if it is contested, the President decides (IDX 8)"


def decide(register: Register, act: RegisterAct, now: datetime) -> RegisterEntry:
    """The entry for an act: what was asked, or its refusal. The only place that catches one."""
    step: Askable | RegisterRefused
    try:
        step = _lawful(register, act.step, now)
    except Refused as refused:
        clause = refused.clause.id if refused.clause else ""
        step = RegisterRefused(act.step, clause, refused.because, refused.cure)
    return RegisterEntry(register.number + 1, act.id, act.digest, step)


def _lawful(register: Register, step: Askable, now: datetime) -> Askable:
    match step:
        case RegisterOpened():
            return lay_out(register, step, now)
        case Signed():
            return sign(register, step)
        case Ruled():
            return rule(register, step)
        case ClosedOff():
            return close(register, step, now)
        case _:
            assert_never(step)


def lay_out(register: Register, opened: RegisterOpened, now: datetime) -> RegisterOpened:
    """IDX 4: one register for a ballot, laid out once."""
    if register.opening is not None:
        raise Refused(
            IDX_4,
            "the register of this ballot was opened before",
            cure="go on with it; a later ballot has a register of its own",
        )
    return msgspec.structs.replace(opened, at=now)


def sign(register: Register, signed: Signed) -> Signed:
    """IDX 5, IDX 6: a member signs once, in a place in which nobody has signed."""
    must_be_open(register)
    must_not_be_ruled_out(register, signed.name)
    voter = member(register, signed.name)
    has_not_voted(register, voter.name)
    is_not_stood_in_for(register, voter.name)
    if signed.instead_of is not None:
        may_stand_in(register, voter, signed.instead_of)
    elif voter.role is Role.SUBSTITUTE:
        raise Refused(
            IDX_6,
            f"{voter.name} is a substitute, and signs in the place of a representative",
            cure=f"say in the place of which representative of {voter.delegation}",
        )
    return signed


def must_be_open(register: Register) -> None:
    """IDX 4, IDX 11: from the opening of the register until the President closes the voting."""
    if register.opening is None:
        raise Refused(
            IDX_4,
            "no register of this ballot has been opened",
            cure="open it with its roll first",
        )
    if register.closing is not None:
        raise Refused(
            IDX_11,
            "the voting is closed",
            cure="give no paper; a later ballot has a register of its own",
        )


def must_not_be_ruled_out(register: Register, name: Voter) -> None:
    """IDX 8: a decision of the President that somebody may not vote holds for what comes later.

    A signature made before it stays: whose paper it was can no longer be known.
    """
    number, ruling = register.rulings.get(name, (0, None))
    if ruling is not None and not ruling.may_vote:
        raise Refused(
            IDX_8,
            f"the President has decided that {name} may not vote ({ruling.reference})",
            cure=f"that is final; if entry {number} holds a slip, correct that entry",
        )


def member(register: Register, name: Voter) -> Member:
    """IDX 5: representatives and authorised substitutes sign, by the badge that they show."""
    found = register.members.get(name)
    if found is None:
        raise Refused(
            IDX_5,
            f"{name} is neither a representative nor an authorised substitute on the roll",
            cure="spell the name as on the roll, or refer it to the President (IDX 8)",
        )
    return found


def has_not_voted(register: Register, name: Voter) -> None:
    """IDX 6: nobody votes twice in one ballot, in whosever place."""
    before = register.signatures.get(name)
    if before is not None:
        where = "" if before.place == name else f", in the place of {before.place}"
        raise Refused(IDX_6, f"{name} has signed already{where}", cure=NO_PAPER)


def is_not_stood_in_for(register: Register, name: Voter) -> None:
    """IDX 6: in whose place somebody has signed votes no more, and stands in for nobody."""
    instead = register.places.get(name)
    if instead is not None:
        raise Refused(IDX_6, f"{instead} has signed in the place of {name}", cure=NO_PAPER)


def may_stand_in(register: Register, voter: Member, of: Voter) -> None:
    """IDX 6: in the place of a representative of the same delegation who has not voted.

    Whoever has voted, be it in the place of a third, has used the one vote there was: nobody can
    sign in that place afterwards, as nobody could have voted after it was signed for.
    """
    absent = register.members.get(of)
    if absent is None or (absent.role, absent.delegation) != (
        Role.REPRESENTATIVE,
        voter.delegation,
    ):
        raise Refused(
            IDX_6,
            f"{of} is not a representative of {voter.delegation}, for which {voter.name} signs",
            cure=f"name a representative of {voter.delegation} as on the roll",
        )
    has_not_voted(register, of)
    is_not_stood_in_for(register, of)


def rule(register: Register, ruled: Ruled) -> Ruled:
    """IDX 8: one decision on each person, and none after it; a slip in its record is corrected."""
    must_be_open(register)
    number, before = register.rulings.get(ruled.name, (0, None))
    if ruled.corrects != number:
        if before is None:
            raise Refused(
                IDX_8,
                f"entry {ruled.corrects} is no decision on {ruled.name}",
                cure="leave the correction out, or name the entry and the person of the decision",
            )
        raise Refused(
            IDX_8,
            f"the President has decided on {ruled.name} before ({before.reference})",
            cure=f"that is final; if entry {number} holds a slip, correct that entry",
        )
    if ruled.may_vote and ruled.role is None and ruled.name not in register.members:
        raise Refused(
            IDX_8,
            f"{ruled.name} is not on the roll, and can only be admitted to a delegation",
            cure="say for which delegation, and whether as representative or substitute",
        )
    if spelt := _spelt_otherwise(register, ruled.name):
        raise Refused(IDX_8, f"{ruled.name} is on the roll as {spelt}", cure=f"write {spelt}")
    return ruled


def _spelt_otherwise(register: Register, name: Voter) -> Voter | None:
    """With other capitals somebody would have two names, and two votes."""
    if name in register.members:
        return None
    return next((of for of in register.members if of.casefold() == name.casefold()), None)


def close(register: Register, closed: ClosedOff, now: datetime) -> ClosedOff:
    """IDX 11: the President closes the voting, once."""
    must_be_open(register)
    return msgspec.structs.replace(closed, signatures=len(register.signatures), at=now)
