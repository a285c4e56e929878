"""`verify`: every byte, every entry and every checkpoint, and the first place that fails."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec
import typer

import settings
from domain.appointment import Misfit
from domain.languages import ENGLISH
from domain.register import REGISTERS, Closing, RegisterId, appointment_of
from domain.streams import StreamMisfit
from ledger.errors import NotOurs
from terminal import options, screen, surroundings, words
from terminal.faults import Code, whole
from terminal.lodging import contradicted

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.checkpoints import Departure, Lodged

SOUND = "are what was written, and fit their procedures"

Against = Annotated[
    list[Path] | None,
    typer.Option("--against", metavar="FILE", help="A checkpoint that was lodged elsewhere."),
]


class Fault(msgspec.Struct, frozen=True):
    """An entry that is not what was written, or that its procedure has no place for."""

    appointment: str
    number: int
    because: str


class Unlike(msgspec.Struct, frozen=True):
    """A checkpoint that is not ours, or that the ledger is no longer like.

    `number` is 0, and `appointment` empty, where no entry can be named.
    """

    checkpoint: str
    appointment: str
    number: int
    because: str


class Verified(msgspec.Struct, frozen=True):
    """What was looked at, and what is wrong with it.

    `terms`: whether any were imported; `watch`: whether anybody was warned that a term ends;
    `vault`: whether there is one. `since`: when the first of the `checkpoints` was taken.
    `unlisted`: those in the home whose list of last entries is not there as it was signed for.
    """

    sound: bool
    appointments: int
    registers: int
    terms: bool
    watch: bool
    vault: bool
    entries: int
    checkpoints: int
    since: datetime | None
    broken: tuple[Fault, ...]
    misfits: tuple[Fault, ...]
    unlike: tuple[Unlike, ...]
    unlisted: tuple[str, ...]


class Scope(NamedTuple):
    """The streams that are verified; `whole` if they are all that the ledger has."""

    appointments: tuple[str, ...]
    registers: tuple[RegisterId, ...]
    others: tuple[str, ...]
    whole: bool

    @property
    def streams(self) -> tuple[str, ...]:
        """The registers first: what the appointments say of them is compared."""
        return (*self.registers, *self.appointments, *self.others)


def verify(
    id_: Annotated[str, typer.Argument(metavar="[ID]", help="One appointment only.")] = "",
    against: Against = None,
    json: options.Json = False,
) -> Code:
    """Check every byte against its chain and the checkpoints, every entry against its procedure."""
    with surroundings.ledger() as book:
        checkpoints = _checkpoints(against or ())
        found = _verified(book, _scope(book, id_, checkpoints.lodged), checkpoints)
    if json:
        screen.emit(found)
    else:
        _say(found)
    return Code.DONE if found.sound else Code.BROKEN


def _scope(book: "Book", id_: str, lodged: Sequence["Lodged"]) -> Scope:
    """One that is not there is looked for all the same, if a checkpoint has signed for it."""
    streams = book.streams()
    registers = tuple(map(RegisterId, streams.registers))
    if not id_:
        return Scope(streams.appointments, registers, streams.others, whole=True)
    signed_for = any(id_ in (each.heads() or ()) for each in lodged)
    if id_ not in streams.appointments and not signed_for:
        surroundings.entries_of(book, id_)
    own = tuple(each for each in registers if appointment_of(each) == id_)
    return Scope((id_,), own, (), whole=False)


class Checkpoints(NamedTuple):
    """Those in the home and those that were named, with a sentence for each that is not ours."""

    lodged: list["Lodged"]
    not_ours: list[Unlike]
    unlisted: list[str]


def _checkpoints(against: Sequence[Path]) -> Checkpoints:
    from ledger.checkpoints import Notary
    from ledger.notes import BadNote

    asked = settings.read()
    notary = Notary(asked.home, asked.origin)
    found = Checkpoints([], [], [])
    kept = notary.places()
    for missing in (each for each in against if not each.exists()):
        raise words.bad(f"{missing} is not there: say where the checkpoint is")
    for place in (*kept, *against):
        try:
            read = notary.read(place)
        except BadNote as bad:
            found.not_ours.append(Unlike(str(place), "", 0, str(bad)))
            continue
        if read.checkpoint not in (each.checkpoint for each in found.lodged):
            found.lodged.append(read)
        if place in kept and read.heads() is None:
            found.unlisted.append(str(place))
    return found


def _verified(book: "Book", scope: Scope, checkpoints: Checkpoints) -> Verified:
    from ledger.book import TERMS, VAULT, WATCH

    broken, departures, compared = _compared(book, scope, checkpoints.lodged)
    misfits, entries = _misfits(book, scope, {each.appointment for each in broken})
    unlike = (
        *checkpoints.not_ours,
        *(Unlike(**msgspec.structs.asdict(each)) for each in departures),
    )
    return Verified(
        sound=not (broken or misfits or unlike),
        appointments=len(scope.appointments),
        registers=len(scope.registers),
        terms=TERMS in scope.others,
        watch=WATCH in scope.others,
        vault=VAULT in scope.others,
        entries=entries,
        checkpoints=len(compared),
        since=min((each.checkpoint.at for each in compared), default=None),
        broken=tuple(broken),
        misfits=tuple(misfits),
        unlike=unlike,
        unlisted=tuple(checkpoints.unlisted),
    )


def _compared(
    book: "Book", scope: Scope, lodged: Sequence["Lodged"]
) -> tuple[list[Fault], Sequence["Departure"], Sequence["Lodged"]]:
    """What the chains say, what the checkpoints say, and which of them could say anything."""
    from ledger.checkpoints import compare, compare_streams

    if scope.whole:
        found = compare(book, lodged)
        links, departures = found.broken, found.departures
    else:
        links = tuple(link for each in scope.streams for link in book.verify(each))
        lodged, departures = compare_streams(book, scope.streams, lodged)
    return [Fault(e.appointment, e.number, e.because) for e in links], departures, lodged


def _misfits(book: "Book", scope: Scope, broken: set[str]) -> tuple[list[Fault], int]:
    """The entries that do not fit, in streams whose chains are whole; and how many entries do."""
    misfits, entries = [], 0
    closings: dict[RegisterId, Closing] = {}
    for id_ in scope.streams:
        if id_ in broken:
            continue
        try:
            number, contradictions = _fitting(book, id_, closings)
            entries += number
            misfits += contradictions
        except (Misfit, StreamMisfit) as misfit:
            misfits.append(Fault(id_, misfit.entry.number, str(misfit)))
        except NotOurs as unreadable:
            misfits.append(Fault(id_, 0, str(unreadable)))
    return misfits, entries


def _fitting(
    book: "Book", id_: str, closings: dict[RegisterId, Closing]
) -> tuple[int, list[Fault]]:
    """How many entries there are, and those that a register contradicts; it keeps the closings.

    Raises Misfit, StreamMisfit, NotOurs where an entry does not fit those before it.
    """
    from domain.erasures import as_kept
    from domain.imported_terms import as_they_stand
    from domain.watched import as_watched
    from ledger import erasures, terms, watch
    from ledger.book import TERMS, VAULT, WATCH
    from ledger.register import LaidOut

    if id_ == TERMS:
        rows = terms.read(book)
        as_they_stand(rows)
        return len(rows), []
    if id_ == WATCH:
        said = watch.read(book)
        as_watched(said)
        return len(said), []
    if id_ == VAULT:
        kept = erasures.read(book)
        as_kept(kept)
        return len(kept), []
    if id_.startswith(REGISTERS):
        register = RegisterId(id_)
        table = LaidOut(book, register)
        if closing := table.closing():
            closings[register] = closing
        return table.standing().number, []
    entries = surroundings.read(book, id_)
    surroundings.standing(id_, entries)
    own = {each: said for each, said in closings.items() if appointment_of(each) == id_}
    return len(entries), [
        Fault(id_, entry.number, f"entry {entry.number} does not say what its register says")
        for entry in contradicted(entries, own)
    ]


def _say(found: Verified) -> None:
    for fault in found.broken:
        screen.complain(
            f"Entry {fault.number} of {fault.appointment} is not what was written: {fault.because}."
        )
    for fault in found.misfits:
        screen.complain(f"{fault.appointment}: {whole(fault.because)}")
    departed = bool(found.broken)
    for unlike in found.unlike:
        of_the_note = unlike.because.startswith(unlike.checkpoint)
        departed |= not of_the_note
        where = "" if of_the_note else f" (checkpoint {unlike.checkpoint})"
        screen.complain(whole(f"{unlike.because.rstrip('.')}{where}"))
    if departed:
        screen.complain(
            "Keep this ledger as it is for the auditors, and go on with a copy that verifies: "
            "`calends restore` puts one back."
        )
    for place in found.unlisted:
        screen.complain(
            f"The list of last entries beside {place} is gone, or not the one that was signed for: "
            "should an entry be rewritten, it could not be named. Bring the list from a backup."
        )
    if found.sound:
        one = found.entries == 1
        said = "is what was written, and fits its procedure" if one else SOUND
        entries = screen.many(found.entries, "entry", "entries")
        screen.say(f"Sound: {entries} of {_streams(found)} {said}; {_signed(found)}.")


def _streams(found: Verified) -> str:
    streams = [screen.many(found.appointments, "appointment")]
    if found.registers:
        streams.append(screen.many(found.registers, "voting register"))
    if found.terms:
        streams.append("the terms that were imported")
    if found.watch:
        streams.append("the term watch")
    if found.vault:
        streams.append("what was done to the vault")
    *first, last = streams
    return f"{', '.join(first)} and {last}" if first else last


def _signed(found: Verified) -> str:
    if found.since is None:
        return "there is no checkpoint yet to compare them with"
    since = ENGLISH.day(found.since.date())
    if found.checkpoints == 1:
        return f"the checkpoint of {since} agrees"
    return f"{found.checkpoints} checkpoints agree, the first of {since}"
