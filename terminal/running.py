"""`up`, `resume`, `rehearse`: the commands that run or need Temporal."""

from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

import settings
from domain.acts import Entry
from domain.appointment import Appointment
from domain.timetable import Row
from terminal import options, screen, surroundings, words
from terminal.faults import Code
from terminal.importing import File, read_file
from terminal.pages import Page, page

if TYPE_CHECKING:
    from temporalio.client import Client

    from engine import Running


class Resumed(msgspec.Struct, frozen=True):
    """An open appointment. `started`: it had no clerk. `alarm` is null where nothing is dated."""

    id: str
    started: bool
    alarm: str
    alarm_summary: str


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

    asked = settings.read()
    engine.run_briefly(engine.up(asked, _ready, rearm=_resume_all, say=screen.complain))
    screen.say("Stopped.")
    return Code.DONE


def resume(json: options.Json = False) -> Code:
    """Start the clerks of all open appointments that have none, from the ledger.

    Those at work begin anew, so that the ledger alone says which acts were carried out.
    """
    import engine
    from ledger.record import review

    async def resuming() -> tuple[str, ...]:
        return await _resume_all(await engine.connect(settings.read()), anew=True)

    started = engine.run_briefly(resuming())
    with surroundings.ledger() as book:
        now = surroundings.now()
        found = []
        for each in surroundings.open_appointments(book):
            agenda = review(book, each.id, now)
            alarm = agenda.alarm.isoformat() if agenda.alarm else ""
            found.append(Resumed(each.id, each.id in started, alarm, agenda.alarm_summary))
    if json:
        screen.emit(found)
        return Code.DONE
    for one in found:
        clerk = "clerk started" if one.started else "its clerk was at work"
        alarm = f"next alarm {one.alarm}: {one.alarm_summary}" if one.alarm else "no alarm is set"
        screen.say(f"{one.id}: {clerk}, {alarm}")
    if not found:
        screen.say("No appointment is open.")
    return Code.DONE


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


async def _resume_all(client: "Client", *, anew: bool = False) -> tuple[str, ...]:
    from workflows.sending import resume as resume_clerks

    with surroundings.ledger() as book:
        waiting = surroundings.open_appointments(book)
    return await resume_clerks(client, [_clerk(each) for each in waiting], anew=anew)


def _clerk(of: Appointment) -> tuple[str, str]:
    return of.id, of.procedure.workflow


def _ready(running: "Running") -> None:
    with surroundings.ledger() as book:
        number = len(surroundings.open_appointments(book))
    screen.say(f"Ready: acts are taken at {running.address}.")
    if running.ui:
        screen.say(f"Temporal's own page: {running.ui}")
    screen.say(f"Data: {running.home}")
    screen.say(f"Open appointments: {number}. Ctrl-C stops the engine.")


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
