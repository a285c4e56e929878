"""A register and its appointment: for which ballot it is opened, what its closing says (IDX 11).

A register is written without the clerk. Its signatures and its digest go to the clerk once it is
closed, so that nothing can be cut off its end afterwards without `verify` saying so.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from domain.acts import Entry
from domain.appointment import Appointment, as_they_read
from domain.outcomes import RegisterClosed
from domain.register import REGISTERS, Closing, RegisterId, appointment_of, register_id
from domain.timetable import ahead
from terminal import screen, surroundings
from terminal.asking import Envelope, ask, put
from terminal.faults import Code, Stop, whole
from workflows.failures import EngineError

if TYPE_CHECKING:
    from ledger.book import Book

LODGED = "closing-of:"
BALLOT = "ballot"


def must_be_held_next(register: RegisterId, entries: tuple[Entry, ...], book: "Book") -> None:
    """IDX 4: a register is laid out for the ballot that comes next in its appointment.

    While the engine rests a count may not be on record yet: a later ballot comes next as well where
    the register of the one before it is closed.
    """
    from ledger.register import closing_of

    id_, ballot = appointment_of(register), ballot_of(register)
    standing = surroundings.standing(id_, entries)
    next_ = _next_ballot(standing) if standing else ""
    if not next_:
        raise Stop(
            Code.REFUSED,
            f"no ballot lies ahead of {id_}: a register is opened for a ballot that is to be held",
        )
    before = register
    while ballot_of(before) != next_:
        earlier = _the_one_before(before)
        if earlier is None or closing_of(book, earlier) is None:
            raise Stop(
                Code.REFUSED,
                f"the next ballot of {id_} is {next_}, and not {ballot}: open the register of "
                f"{next_}, or close it and record its count first",
            )
        before = earlier


def lodge(
    register: RegisterId, closing: Closing, on: date, *, reason: str = "", staff: str = ""
) -> Code:
    """Have the closing recorded in the appointment. A repeat is harmless: it is one act."""
    id_ = appointment_of(register)
    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, id_)
    said = RegisterClosed(closing.signatures, closing.digest)
    if held := next((n for n, entry in as_they_read(entries).items() if entry.outcome == said), 0):
        screen.say(f"{id_}, entry {held}, says so.")
        return Code.DONE
    _must_be_open(register, entries)
    envelope = Envelope(str(on), reason, act_id=_act_id(register, entries), staff=staff)
    try:
        return ask(id_, put(said, envelope, entries))
    except (EngineError, Stop) as stopped:
        if isinstance(stopped, Stop) and stopped.code is not Code.PENDING:
            raise
        because = whole(str(stopped).partition(" To learn")[0])
        raise Stop(
            Code.PENDING,
            f"The register is closed, and {id_} does not say so yet: {because} Then repeat the "
            "command, which changes nothing in the register",
        ) from stopped


def contradicted(
    entries: tuple[Entry, ...], closings: Mapping[RegisterId, Closing]
) -> Iterator[Entry]:
    """The entries that say another thing of a register than it says itself.

    `closings` are those of all its registers that are closed. An entry that was not lodged from
    one, but imported for instance, is compared where there are registers to compare it with.
    """
    for entry in as_they_read(entries).values():
        if not isinstance(entry.outcome, RegisterClosed):
            continue
        said = Closing(entry.outcome.signatures, entry.outcome.digest)
        if entry.act.startswith(LODGED):
            register = RegisterId(entry.act.removeprefix(LODGED).partition("#")[0])
            agrees = closings.get(register) == said
        else:
            agrees = not closings or said in closings.values()
        if not agrees:
            yield entry


def ballot_of(register: RegisterId) -> str:
    """Of which ballot a register is: ballot, ballot/2."""
    return register.removeprefix(f"{REGISTERS}{appointment_of(register)}/")


def _next_ballot(standing: Appointment) -> str:
    """The one that is open, or else the first that lies ahead if all goes as expected."""
    if open_ := standing.find(BALLOT):
        return open_.occurrence
    expected = (each.open for each in ahead(standing))
    return next((each.occurrence for each in expected if each.stage.key == BALLOT), "")


def _the_one_before(register: RegisterId) -> RegisterId | None:
    number = int(ballot_of(register).partition("/")[2] or 1)
    return register_id(appointment_of(register), f"{BALLOT}/{number - 1}") if number > 1 else None


def _must_be_open(register: RegisterId, entries: tuple[Entry, ...]) -> None:
    """The register is that of the ballot which is to be counted next, and of no other."""
    id_ = appointment_of(register)
    ballot = ballot_of(register)
    standing = surroundings.standing(id_, entries)
    counted = standing.find(BALLOT) if standing else None
    if counted is None or counted.occurrence != ballot:
        now = counted.occurrence if counted else "none"
        because = f"no {ballot} is to be counted there (open: {now})"
    elif standing and not standing.find(RegisterClosed.stage):
        because = f"it has another closing for {ballot}, or none by the rules of that day"
    else:
        return
    raise Stop(
        Code.REFUSED,
        f"the register is closed, and {id_} cannot say so: {because}; keep the digest with the "
        "minutes",
    )


def _act_id(register: RegisterId, entries: tuple[Entry, ...]) -> str:
    """From the register's id. After a refusal the id is spent, and the next one counts on."""
    own = f"{LODGED}{register}"
    refused = sum(1 for entry in entries if entry.refused and entry.act.partition("#")[0] == own)
    return f"{own}#{refused + 1}" if refused else own
