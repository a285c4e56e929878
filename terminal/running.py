"""`up`, `resume`, `rehearse`: the commands that run or need Temporal."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec
import typer

import settings
from domain.acts import Entry
from domain.agenda import Agenda
from domain.appointment import Appointment
from domain.languages import ENGLISH
from domain.procedures import PROCEDURES
from domain.reckoning import STRASBOURG
from domain.timetable import Row
from terminal import options, screen, surroundings, words
from terminal.faults import Code
from terminal.importing import File, read_file
from terminal.pages import Page, page
from workflows.failures import EngineFailed

if TYPE_CHECKING:
    from temporalio.client import Client

    from engine import Running
    from ledger.book import Book


class Resumed(msgspec.Struct, frozen=True):
    """An open appointment. `started`: it had no clerk. `alarm` is empty where nothing is dated."""

    id: str
    started: bool
    alarm: str
    alarm_summary: str


class Renewed(NamedTuple):
    """The open appointments, and what became of all clerks.

    `started`: the ids of those that had none; `ended`: of those that nothing is open for. `broken`:
    a sentence for each record that cannot be read.
    """

    open: tuple[Appointment, ...]
    started: tuple[str, ...]
    ended: tuple[str, ...]
    broken: tuple[str, ...]


class Rehearsed(msgspec.Struct, frozen=True):
    """What came of a diary on a real server, and where that is not what the diary says."""

    agreed: bool
    differences: tuple[str, ...]
    timetable: tuple[Row, ...]
    page: Page


def up() -> Code:
    """Start the engine: Temporal's server and a worker beside it. Ctrl-C stops both.

    With TEMPORAL_ADDRESS set it runs a worker for that cluster instead.
    """
    import engine

    open_: tuple[Appointment, ...] = ()

    async def rearm(client: "Client") -> None:
        nonlocal open_
        from workflows.sending import resume

        with surroundings.ledger() as book:
            open_ = surroundings.open_appointments(book)
        await resume(client, map(_clerk, open_))

    def ready(running: "Running") -> None:
        _say_ready(running, len(open_))

    engine.run_briefly(engine.up(settings.read(), ready, rearm=rearm, say=screen.complain))
    screen.say("Stopped.")
    return Code.DONE


def resume(json: options.Json = False) -> Code:
    """Start the clerks of all open appointments that have none, from the ledger.

    Those at work begin anew, so that the ledger alone says which acts were carried out; one whose
    appointment is not open in the ledger ends.
    """
    import engine
    from ledger.record import review

    with surroundings.ledger() as book:
        renewed = engine.run_briefly(_renewed(book))
        now = surroundings.now()
        found = [(each.id, review(book, each.id, now)) for each in renewed.open]
    if json:
        screen.emit([_resumed(agenda, id_ in renewed.started) for id_, agenda in found])
    else:
        for id_, agenda in found:
            clerk = "clerk started" if id_ in renewed.started else "its clerk was at work"
            screen.say(f"{id_}: {clerk}, {_alarm(agenda)}")
        for ended in renewed.ended:
            screen.say(f"{ended}: not open in the ledger, so that its clerk ends")
        if not found:
            screen.say("No appointment is open.")
    for sentence in renewed.broken:
        screen.complain(sentence)
    return Code.BROKEN if renewed.broken else Code.DONE


def rehearse(
    file: File,
    print_: Annotated[
        bool, typer.Option("--print", help="Print the timetable, the steps and the result.")
    ] = False,
    json: options.Json = False,
) -> Code:
    """Carry a diary out on a real Temporal server with skipped time; nothing is kept."""
    import engine
    from domain.diaries import BadDiary
    from rehearsal import rehearse as carry_out

    diary = read_file(file)
    try:
        done = engine.run_briefly(carry_out(diary))
    except BadDiary as bad:
        raise words.bad(f"{file}, {bad}") from None
    answer = _page(diary.appointment, done.entries)
    if json:
        screen.emit(Rehearsed(done.agreed, done.differences, done.timetable, answer))
    elif print_:
        _print(done.timetable, answer)
    if not json:
        for difference in done.differences:
            screen.complain(difference)
        if done.agreed:
            screen.say(
                f"{len(done.entries)} entries were recorded by the clerk on a real Temporal "
                "server, as the diary has them."
            )
    return Code.DONE if done.agreed else Code.BROKEN


async def _renewed(book: "Book") -> Renewed:
    """All clerks, after they were started or begun anew."""
    from temporalio.service import RPCError

    import engine
    from workflows.histories import at_work
    from workflows.sending import resume

    client = await engine.connect(settings.read())
    try:
        working = await at_work(client, [of.workflow for of in PROCEDURES.values()])
    except RPCError as refused:
        raise EngineFailed(f"Temporal does not say which clerks work: {refused.message}.") from None
    open_, broken = surroundings.open_and_broken(book)
    clerks = tuple(map(_clerk, open_))
    others = tuple(each for each in working if each not in clerks)
    started = await resume(client, (*clerks, *others), anew=True)
    ended = tuple(id_ for id_, _ in others if id_ not in broken)
    return Renewed(open_, started, ended, tuple(broken.values()))


def _resumed(agenda: Agenda, started: bool) -> Resumed:
    alarm = agenda.alarm.isoformat() if agenda.alarm else ""
    return Resumed(agenda.appointment, started, alarm, agenda.alarm_summary)


def _alarm(agenda: Agenda) -> str:
    if agenda.alarm is None:
        return "no alarm is set"
    there = agenda.alarm.astimezone(STRASBOURG)
    day = ENGLISH.day(there.date())
    return f"next alarm {day}, {there:%H:%M}: {agenda.alarm_summary}"


def _clerk(of: Appointment) -> tuple[str, str]:
    return of.id, of.procedure.workflow


def _say_ready(running: "Running", open_: int) -> None:
    screen.say(f"Ready: acts are taken at {running.address}.")
    if running.ui:
        screen.say(f"Temporal's own page: {running.ui}")
    screen.say(f"Data: {running.home}")
    screen.say(f"Open appointments: {open_}. Ctrl-C stops the engine.")


def _page(appointment: str, entries: tuple[Entry, ...]) -> Page:
    then = entries[-1].recorded_at if entries else surroundings.now()
    return page(appointment, entries, surroundings.standing(appointment, entries), then)


def _print(rows: tuple[Row, ...], answer: Page) -> None:
    from terminal import showing

    screen.show(
        showing.heading(f"The calendar of {answer.id}", f"edition {answer.edition}"),
        showing.timetable(rows),
        *showing.page(answer),
    )
    screen.say()
