"""The voting register of one secret ballot: who has signed, and in whose place. Never a choice.

A register belongs to one ballot of one appointment and is a stream of entries of its own. It holds
no choice, no number of a paper and no instant of a signature. Its entries stand in the order in
which they were added, because a chain has one; no list that is drawn from it shows that order.

What may be entered is decided in `domain/signing.py`; here stands what is entered, and how it adds
up.
"""

import hashlib
import re
from collections.abc import Iterable
from copy import copy
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, NewType

import msgspec

from domain.acts import AppointmentId, BadAct, Receipt, Result, identity_of
from domain.alphabet import alphabetical
from domain.candidates import Name, must_be_names
from domain.outcomes import Quotable, tag_of
from domain.streams import StreamMisfit

RegisterId = NewType("RegisterId", str)
Voter = NewType("Voter", str)  # a member's name, which no record holds beside a candidate's

REGISTERS = "register/"
BALLOT = re.compile(r"ballot(?:/([1-9][0-9]{0,2}))?", re.ASCII)


class Role(StrEnum):
    """IDX 3: who votes. Somebody is one or the other, for one delegation."""

    REPRESENTATIVE = "representative"
    SUBSTITUTE = "substitute"


class Member(msgspec.Struct, frozen=True):
    """A representative or an authorised substitute of a national delegation."""

    name: Voter
    delegation: str
    role: Role

    def __post_init__(self) -> None:
        must_be_names(self.name, self.delegation)


# -- What stands in a register ---------------------------------------------------------------


class Step(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True):
    """The common root of all that stands in a register. The tags are stored for ever."""


class RegisterOpened(Step, tag="register-opened/1", frozen=True):
    """IDX 4: the register is laid out, with the roll by value. `at` is written by `decide`."""

    roll: tuple[Member, ...]
    staff: str = ""
    at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.roll:
            raise ValueError("nobody is on the roll")
        known: set[str] = set()
        for member in self.roll:
            if (spelt := member.name.casefold()) in known:
                raise ValueError(f"{member.name} is on the roll twice: tell the two names apart")
            known.add(spelt)


class Signed(Step, tag="signed/1", frozen=True):
    """IDX 5, IDX 6: a member has signed, in the own place or in that of a representative.

    Nothing else is kept of it: neither when, nor at which table, nor before whom.
    """

    name: Voter
    instead_of: Voter | None = None

    def __post_init__(self) -> None:
        must_be_names(self.name)
        if self.instead_of is not None:
            must_be_names(self.instead_of)
        if self.instead_of == self.name:
            raise ValueError(f"{self.name} needs nobody's place to sign in the own one")


class Ruled(Step, tag="ruled/1", frozen=True):
    """IDX 8: the President has decided whether somebody may vote.

    With delegation and role somebody is admitted as that. `corrects` is the number of the entry
    that recorded this decision wrongly: the decision is final, its record may hold a slip.
    """

    name: Voter
    may_vote: bool
    reference: Quotable
    delegation: str = ""
    role: Role | None = None
    corrects: int = 0
    staff: str = ""

    def __post_init__(self) -> None:
        must_be_names(self.name, *filter(None, [self.delegation]))
        if not self.reference.strip():
            raise ValueError("a ruling bears a reference: say where it is written down")
        if bool(self.delegation) != (self.role is not None):
            raise ValueError("delegation and role are given together, or neither")
        if self.delegation and not self.may_vote:
            raise ValueError("only somebody who may vote is admitted to a delegation")


class ClosedOff(Step, tag="register-closed-off/1", frozen=True):
    """IDX 11: nobody signs any more. How many have signed, and `at`, are written by `decide`."""

    staff: str = ""
    signatures: int = 0
    at: datetime | None = None


class RegisterRefused(Step, tag="register-refused/1", frozen=True):
    """Something well formed that was refused. It counts for nothing."""

    asked: "Askable"
    clause: str
    because: str
    cure: str


Askable = RegisterOpened | Signed | Ruled | ClosedOff
Entered = Askable | RegisterRefused


class RegisterAct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody asks to have entered; `id` is made by the client and used once.

    A signature asked for anew bears a new id: the second of two tables must be told that it is
    the second, or both would give a paper.
    """

    id: str
    step: Askable

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise ValueError("the act has no id: give one, and use it once")

    @property
    def digest(self) -> str:
        """SHA-256 over the content, as of every act."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()


class RegisterEntry(msgspec.Struct, frozen=True):
    """What was written in a register. It has no instant, for a signature's sake."""

    number: int
    act: str
    digest: str
    step: Entered

    @property
    def kind(self) -> str:
        """The stored name of its kind."""
        return tag_of(self.step)


class Signature(NamedTuple):
    """Who has signed, as the roll then had it, and in whose place."""

    by: Member
    place: Voter


class Closing(NamedTuple):
    """What the closing act of the appointment says of a register.

    The digest is that of the closing entry in the chain: it covers the roll, every signature,
    ruling and refusal before it, and the register's name.
    """

    signatures: int
    digest: str


# -- How it adds up --------------------------------------------------------------------------


class Register:
    """Where a register stands: the fold of its entries."""

    def __init__(self) -> None:
        self.number = 0
        self.opening: RegisterOpened | None = None
        self.closing: ClosedOff | None = None
        self.members: dict[Voter, Member] = {}
        self.signatures: dict[Voter, Signature] = {}
        self.places: dict[Voter, Voter] = {}  # whose place, and who has signed in it
        self.rulings: dict[Voter, tuple[int, Ruled]] = {}
        self.answers: dict[str, RegisterEntry] = {}
        self.refused = 0

    def copy(self) -> "Register":
        """The same register, to be followed further by itself."""
        other = Register()
        other.__dict__ |= {name: copy(value) for name, value in self.__dict__.items()}
        return other

    def follow(self, entry: RegisterEntry) -> None:
        """Take in the next entry. Raises StreamMisfit, and then nothing has changed."""
        if because := self._misfit(entry):
            raise StreamMisfit(entry, because)
        match entry.step:
            case RegisterOpened() as opened:
                self.opening = opened
                self.members = {member.name: member for member in opened.roll}
            case Signed() as signed:
                signature = Signature(self.members[signed.name], signed.instead_of or signed.name)
                self.signatures[signed.name] = signature
                self.places[signature.place] = signed.name
            case Ruled() as ruled:
                self.rulings[ruled.name] = (entry.number, ruled)
                if ruled.role is not None:
                    self.members[ruled.name] = Member(ruled.name, ruled.delegation, ruled.role)
            case ClosedOff() as closed:
                self.closing = closed
            case RegisterRefused():
                self.refused += 1
        self.answers[entry.act] = entry
        self.number = entry.number

    def _misfit(self, entry: RegisterEntry) -> str:
        """Whatever is read into the clauses later: one opening, one closing, one vote each."""
        if entry.number != self.number + 1:
            return f"it does not stand after entry {self.number}"
        if entry.act in self.answers:
            return f"its act {entry.act} was answered before"
        if isinstance(entry.step, RegisterOpened) != (self.opening is None):
            return "a register is opened once, before all else"
        if self.closing and not isinstance(entry.step, RegisterRefused):
            return "the register is closed"
        match entry.step:
            case Signed() as signed:
                return self._misfit_of(signed)
            case ClosedOff() as closed if closed.signatures != len(self.signatures):
                return f"there are {len(self.signatures)} signatures"
        return ""

    def _misfit_of(self, signed: Signed) -> str:
        place = signed.instead_of or signed.name
        if signed.name not in self.members:
            return f"{signed.name} is not on the roll"
        if signed.name in self.signatures:
            return f"{signed.name} has signed before"
        return f"somebody has signed in the place of {place}" if place in self.places else ""


def fold(entries: Iterable[RegisterEntry]) -> Register:
    """Where a register stands after its entries. Raises StreamMisfit."""
    register = Register()
    for entry in entries:
        register.follow(entry)
    return register


# -- What is drawn from it -------------------------------------------------------------------


class Present(msgspec.Struct, frozen=True):
    """Somebody who has signed, and in whose place; empty for the own one."""

    name: Voter
    instead_of: str = ""


class Delegation(msgspec.Struct, frozen=True):
    """Those of a delegation who have signed, in alphabetical order."""

    name: str
    voters: tuple[Present, ...]


def voters(register: Register) -> tuple[Delegation, ...]:
    """IDX 14, IDX 15: who took part in the vote; by delegation and alphabet, in no order of time.

    What is published (IDX 14) is the names; the copy for a candidate (IDX 15) has the places too.
    """
    of: dict[str, dict[str, Present]] = {}
    for name, (by, place) in register.signatures.items():
        present = Present(name, "" if place == name else place)
        of.setdefault(by.delegation, {})[name] = present
    delegations = alphabetical(map(Name, of), {Name(each): each for each in of})
    return tuple(
        Delegation(each, tuple(of[each][name] for name in alphabetical(map(Name, of[each]))))
        for each in delegations
    )


# -- Its name, its entries, its answers ------------------------------------------------------


def register_id(appointment: str, ballot: str) -> RegisterId:
    """The stream of the register of a ballot: `ballot`, `ballot/2`. Raises BadAct."""
    identity_of(appointment)
    found = BALLOT.fullmatch(ballot)
    if not found:
        raise BadAct(f"{ballot!r} is not a ballot: write ballot for the first, ballot/2 and so on")
    return RegisterId(f"{REGISTERS}{appointment}/{'ballot' if found[1] == '1' else ballot}")


def appointment_of(register: str) -> AppointmentId:
    """The appointment to which a register belongs."""
    return AppointmentId(register.removeprefix(REGISTERS).rpartition("/ballot")[0])


_ENTRY = msgspec.json.Decoder(RegisterEntry)


def read_register_entry(raw: bytes) -> RegisterEntry:
    """An entry from its stored JSON."""
    return _ENTRY.decode(raw)


def receipt_of(register: RegisterId, entry: RegisterEntry) -> Receipt:
    """The receipt that an entry stands for; number 0 where it was not written."""
    of, step = AppointmentId(register), entry.step
    if isinstance(step, RegisterRefused):
        said = (step.clause, step.because, step.cure)
        return Receipt(of, entry.act, entry.number, Result.REFUSED, *said, digest=entry.digest)
    return Receipt(of, entry.act, entry.number, Result.RECORDED, digest=entry.digest)
