"""The activity `watch`: terms that end soon are told of, and opened where that is configured.

Idempotent throughout: an appointment is opened once by the id of its act, and a warning is written
down once by its key. Scans of one engine come one after another, so that none sends a letter twice;
one that broke off before it had written is repeated with the same Message-ID, and that is said.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

import msgspec
from temporalio import activity

from activities.faults import told
from activities.requests import WatchRequest
from domain.acts import Receipt, Result
from domain.expiries import Upcoming, next_to_open
from domain.procedures import PROCEDURES
from domain.reckoning import day_in_strasbourg
from domain.terms import RegisterOfTerms
from domain.watched import TermNotWatched, TermWatched, Watched, as_watched
from domain.watching import TermWarning, due, opening_act, to_be_opened
from ledger.book import Book
from ledger.record import read as read_appointment
from ledger.record import try_out
from ledger.terms import register_of_terms
from ledger.watch import read, write_down
from notices.directory_file import BadDirectory
from notices.office import PostOffice
from notices.rounds import Told


class Sending(Protocol):
    """Has an act carried out by its clerk, and gives the receipt as JSON."""

    def __call__(
        self, appointment: str, workflow_type: str, act_id: str, act: bytes, *, shift: timedelta
    ) -> bytes: ...


class Scanned(msgspec.Struct, frozen=True):
    """What came of a scan: keys of warnings, ids of appointments, and sentences for the rest."""

    warned: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


class Watching:
    """Bound to the book, to the post office, where there is one, and to the way to the clerks."""

    def __init__(self, book: Book, office: PostOffice | None, send: Sending) -> None:
        self._book = book
        self._office = office
        self._send = send
        self._one_at_a_time = Lock()

    @activity.defn(name="watch")
    def watch(self, request: WatchRequest) -> Scanned:
        """One scan of the register of terms at an instant."""
        if self._office is None:
            return Scanned(faults=("Nobody is warned: there is no directory of staff.",))
        again = activity.info().attempt > 1
        with self._one_at_a_time, told("Warnings that were sent before are on record."):
            register, left_out = register_of_terms(self._book)
            opened, not_opened = self._open(self._office, register, request)
            if opened:
                register, left_out = register_of_terms(self._book)
            became = self._warn(self._office, register, request.now, again=again)
            faults = [f"{key}: {each.because}" for key, each in became.items() if each.because]
            faults += [f"{id_} is left out: it cannot be read" for id_ in left_out]
            warned = tuple(key for key, each in became.items() if each.to)
            return Scanned(warned, opened, (*not_opened, *faults))

    def _open(
        self, office: PostOffice, register: RegisterOfTerms, request: WatchRequest
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Opens what the directory says; what cannot be opened now does not keep back a warning."""
        try:
            leads = office.opens_at()
        except BadDirectory as fault:
            return (), (str(fault),)
        if not leads:
            return (), ()
        opened, faults = [], []
        for each in to_be_opened(register, leads, day_in_strasbourg(request.now)):
            activity.heartbeat()
            if because := self._not_opened(register, each, request):
                faults.append(f"{each.appointment} is not opened: {because}")
            else:
                opened.append(each.appointment)
        return tuple(opened), tuple(faults)

    def _not_opened(self, register: RegisterOfTerms, of: Upcoming, request: WatchRequest) -> str:
        """Why an appointment could not be opened; empty where it was.

        It is tried on the ledger first, so that no refusal is written that nobody has asked for.
        """
        if read_appointment(self._book, of.appointment):
            return "somebody has tried to before; a person opens it"
        act = opening_act(register, of, day_in_strasbourg(request.now))
        entry, _ = try_out(self._book, of.appointment, act, request.now)
        if entry.refused:
            return Receipt.of(of.appointment, entry).because
        workflow_type = PROCEDURES[of.term.office].workflow
        shift = timedelta(seconds=request.shift_seconds)
        try:
            raw = self._send(
                of.appointment, workflow_type, act.id, msgspec.json.encode(act), shift=shift
            )
        except Exception as fault:
            return " ".join(str(fault).split()) or type(fault).__name__
        receipt = msgspec.json.decode(raw, type=Receipt)
        return "" if receipt.result is Result.RECORDED else receipt.because

    def _warn(
        self, office: PostOffice, register: RegisterOfTerms, now: datetime, *, again: bool
    ) -> dict[str, Told]:
        on, watched = day_in_strasbourg(now), as_watched(read(self._book))
        warnings = due(next_to_open(register, on), watched.said, on)
        if not warnings:
            return {}
        became = office.warn(warnings, watched.told, now, activity.heartbeat)
        for each in warnings:
            write_down(self._book, _steps(each, watched, became[each.key], again=again), now)
        return dict(became)


def _steps(
    warning: TermWarning, watched: Watched, told: Told, *, again: bool
) -> Iterator[TermWatched | TermNotWatched]:
    """What the ledger keeps: who was warned; and, once in a row, that somebody could not be."""
    nobody_left = not (told.later or told.refused or told.because)
    to = told.to or (watched.told.get(warning.key, ()) if nobody_left else ())
    if to:
        twice = again or told.perhaps_twice
        yield TermWatched(warning.key, to, warning.also, perhaps_twice=twice)
    if told.later or not to:
        because = " ".join(told.because.split())
        yield TermNotWatched(warning.key, because or "nobody could be warned")
