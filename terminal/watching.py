"""`watch`: which terms end soon, what the term watch has said of them, and a scan by hand."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import msgspec
import typer

import settings
from domain.expiries import Upcoming, next_to_open
from domain.languages import ENGLISH
from domain.watched import Watched, as_watched
from domain.watching import TermWarning, beginning, command_to_open, due, warnings
from terminal import offices, options, screen, surroundings, words
from terminal.faults import Code, Stop, told, whole


class Said(msgspec.Struct, frozen=True):
    """One warning. `state`: said, due, planned, or failed; `to`: the ids of whoever was told."""

    key: str
    months: int
    on: date
    state: str
    to: tuple[str, ...]


class Watching(msgspec.Struct, frozen=True):
    """A term that ends. `begins` is the body that sets the next procedure in motion."""

    next: offices.Next
    begins: str
    command: str
    warnings: tuple[Said, ...]


class Scanning(msgspec.Struct, frozen=True):
    """The engine looks at the terms now; what it says stands in the ledger a moment later."""

    scanning: bool = True


class Answer(msgspec.Struct, frozen=True):
    """What the watch would say on a day, and of which terms it speaks later."""

    on: date
    due: tuple[str, ...]
    terms: tuple[Watching, ...]
    conflicts: tuple[str, ...]
    left_out: tuple[str, ...]


def watch(
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="What it would say on that day; today.")
    ] = "",
    json: options.Json = False,
    now: Annotated[
        bool, typer.Option("--now", help="Have the engine look at the terms now.")
    ] = False,
) -> Code:
    """Which terms end soon, who was or will be warned, and by when the next procedure begins."""
    if now:
        return _scan(on, json=json)
    from ledger.terms import register_of_terms
    from ledger.watch import read

    day = words.day_of(on) if on else surroundings.today()
    with surroundings.ledger() as book:
        register, left_out = register_of_terms(book)
        watched = as_watched(read(book))
    upcoming = next_to_open(register, day)
    to_say = due(upcoming, watched.said, day)
    answer = Answer(
        day,
        tuple(each.key for each in to_say),
        tuple(_watching(each, to_say, watched) for each in upcoming),
        tuple(whole(f"{each.seat}: {each.because}") for each in register.conflicts),
        tuple(f"{id_} is left out: {told(error)[1]}" for id_, error in left_out.items()),
    )
    if json:
        screen.emit(answer)
    else:
        for line in _lines(answer, upcoming):
            screen.say(line)
        for complaint in (*answer.conflicts, *answer.left_out):
            screen.complain(complaint)
    return Code.BROKEN if answer.conflicts or answer.left_out else Code.DONE


def _scan(on: str, *, json: bool) -> Code:
    """By the engine's own clock, so that no day can be given."""
    if on:
        raise words.bad("give either --now or --on: a scan that writes is of today")
    import engine

    async def triggered() -> bool:
        client = await engine.connect(settings.read())
        from workflows.scheduling import NoWatch, scan_now

        try:
            await scan_now(client)
        except NoWatch:
            return False
        return True

    if not engine.run_briefly(triggered()):
        raise Stop(
            Code.NOT_FOUND,
            "the engine watches no terms: give it a directory of staff and start it again",
        )
    if json:
        screen.emit(Scanning())
    else:
        screen.say("The engine looks at the terms now: `calends watch` shows what it has said.")
    return Code.DONE


def _watching(of: Upcoming, to_say: tuple[TermWarning, ...], watched: Watched) -> Watching:
    now_due = {key for each in to_say for key in each.keys}
    return Watching(
        offices.next_(of),
        beginning(of.term.office).body.value,
        "" if of.opened else command_to_open(of),
        tuple(_said(each, now_due, watched) for each in warnings(of)),
    )


def _said(of: TermWarning, now_due: set[str], watched: Watched) -> Said:
    state = "planned"
    if of.key in watched.said:
        state = "said"
    elif of.key in watched.failing:
        state = "failed"
    elif of.key in now_due:
        state = "due"
    return Said(of.key, of.months, of.on, state, watched.told.get(of.key, ()))


def _lines(answer: Answer, upcoming: tuple[Upcoming, ...]) -> Iterator[str]:
    for shown, of in zip(answer.terms, upcoming, strict=True):
        end = ENGLISH.span(of.term.until)
        how = f"vacant after {end}" if of.term.vacated else f"until {end}"
        yield f"{of.term.seat}: {of.term.holder}, {how}"
        yield f"  next: {offices.what_follows(of, answer.on)}"
        if shown.command:
            yield f"  to open it: {shown.command}"
        if of.term.vacated:
            yield f"  told of the vacancy: {_how(shown.warnings[-1])}"
        else:
            yield f"  warned ahead: {'; '.join(map(_sentence, shown.warnings))}"
    if not answer.terms:
        yield (
            "No term is known yet: an appointment that closes enters one, and "
            "`calends terms-import FILE` brings in those that none has filled."
        )
    number = len(answer.due)
    due_now = f"{screen.many(number, 'warning')} due" if number else "nothing due"
    yield f"On {ENGLISH.day(answer.on)}: {due_now}."


def _sentence(of: Said) -> str:
    return f"{of.months} months, {ENGLISH.day(of.on)} ({_how(of)})"


def _how(of: Said) -> str:
    said = f"said to {', '.join(of.to)}" if of.to else "said with a later one"
    return {"said": said, "failed": "could not be sent yet"}.get(of.state, of.state)
