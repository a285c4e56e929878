"""`reminders`, `remind`, `acknowledge`: who was told, who will be, and who has taken note.

Nothing is sent from here. The clerk sends reminders while the engine runs, so that nobody is told
twice.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Annotated, NamedTuple

import msgspec
import typer

import settings
from domain.acts import Entry
from domain.appointment import Appointment
from domain.in_camera import key_of
from domain.languages import ENGLISH
from domain.outcomes import BY_STAGE, RefusedAct, ReminderAcknowledged
from domain.phrases import MARK, clause_ids
from domain.reckoning import A_DAY, day_in_strasbourg, start_of_day
from domain.reminders import IN_THE_MORNING, Due, Reminder, planned, to_be_sent, told_of
from domain.timetable import Expected, ahead
from notices.directory import Directory
from notices.directory_file import BadDirectory, load
from notices.letters import NO_BREAK, Envelope, Letter, Writer, envelopes
from terminal import asking, directory, options, recounting, reminded, screen, surroundings, words
from terminal.asking import ask, put
from terminal.faults import Code, Stop, whole
from terminal.recounting import keys, named

A_MOMENT = timedelta(microseconds=1)


class Told(msgspec.Struct, frozen=True):
    """What a letter says of one stage. `instead_of`: the id of whoever is away, or empty."""

    stage: str
    due: date
    tone: str
    level: str
    clause: str
    key: str
    folded: tuple[str, ...]
    instead_of: str


class Written(msgspec.Struct, frozen=True):
    """A letter that would go. `text` is empty unless it was asked for."""

    id: str
    to: str
    language: str
    subject: str
    of: tuple[Told, ...]
    text: str


class Round(NamedTuple):
    """The letters of one appointment on a day, and the reminders that have no recipient."""

    letters: tuple[Written, ...]
    nobody: tuple[Reminder, ...]


def reminders(id_: options.Id, lang: options.Lang = "en", json: options.Json = False) -> Code:
    """Who was told of what and when, what could not be sent, what is due and what is planned."""
    language = words.language_of(lang)
    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, id_)
    staff = _directory_if_any()
    found = reminded.reminders_of(_standing(id_, entries), staff, surroundings.now())
    if json:
        screen.emit(found)
        return Code.DONE
    _say(recounting.lines(found, language, staff))
    return Code.DONE


def remind(
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="The letters of that day; today.")
    ] = "",
    show: Annotated[bool, typer.Option("--show", help="Print the text of each letter.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Needed: say what would go, and send nothing.")
    ] = False,
    json: options.Json = False,
) -> Code:
    """Which letters would go on a day, to whom, in all open appointments. Nothing is sent."""
    if not dry_run:
        raise words.bad(
            "nobody sends letters by hand, so that nobody is told twice: the engine sends them "
            "while it runs (`calends up`), and `calends remind --dry-run` says which would go"
        )
    today = surroundings.today()
    of = words.day_of(on) if on else today
    if of < today:
        raise words.bad(f"{of} has passed: `calends reminders ID` says what was sent")
    staff, asked = directory.in_use(), settings.read()
    writer = Writer(asked.sender, asked.desk)
    with surroundings.ledger() as book:
        open_ = surroundings.open_appointments(book)
    rounds = [_round(each, staff, writer, of, today, show=show) for each in open_]
    written = [letter for each in rounds for letter in each.letters]
    if json:
        screen.emit(written)
    else:
        _say(_lines(written, staff, of, today))
    for reminder in (reminder for each in rounds for reminder in each.nobody):
        screen.complain(
            f"{reminder.appointment}: nobody is told of {reminder.stage}, because the directory "
            f"has nobody for {reminder.body.value}."
        )
    return Code.DONE


def acknowledge(
    id_: options.Id,
    stage: options.Stage,
    by: Annotated[
        str, typer.Option("--by", metavar="STAFF", help="Whose id it is; or CALENDS_STAFF.")
    ] = "",
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="When note was taken of it; today.")
    ] = "",
    act_id: options.ActId = "",
    dry_run: options.DryRun = False,
) -> Code:
    """Say that you have taken note of a due day: nobody is told above you."""
    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, id_)
    asked = settings.read()
    who = _known(words.text(by or asked.staff))
    before = next((e.outcome for e in entries if act_id and e.act == act_id.strip()), None)
    if isinstance(before, RefusedAct):
        before = before.asked
    if isinstance(before, ReminderAcknowledged) and stage in (before.of, key_of(before.of)):
        # The day may have moved since, and the step may be done: this very act was of that day.
        outcome = msgspec.structs.replace(before, by=who)
    else:
        outcome = ReminderAcknowledged(*_due(id_, entries, stage), who)
    envelope = asking.Envelope(on, act_id=act_id, staff=asked.staff or who)
    return ask(id_, put(outcome, envelope, entries), dry_run=dry_run)


def _say(lines: Iterable[str]) -> None:
    """A terminal is not shown the blanks at which no line may break."""
    for line in lines:
        screen.say(NO_BREAK.sub(" ", line))


def _directory_if_any() -> Directory | None:
    """Who was told stands in the ledger, whatever the directory says of it now."""
    path = settings.read().directory
    if not path.exists():
        return None
    try:
        return load(path)
    except BadDirectory as bad:
        screen.complain(whole(f"{bad}: `calends directory check` names every fault"))
        return None


def _standing(id_: str, entries: tuple[Entry, ...]) -> Appointment:
    standing = surroundings.standing(id_, entries)
    if standing is None:
        raise Stop(Code.NOT_FOUND, f"{id_} was refused and never opened")
    return standing


def _known(staff: str) -> str:
    """An id of the directory where there is one. It stands in the ledger for ever."""
    if not staff:
        raise words.bad("say who has taken note: --by STAFF, or CALENDS_STAFF")
    if settings.read().directory.exists():
        directory.must_be_known(staff)
    elif not re.fullmatch(MARK, staff):
        raise words.bad(f"{staff!r} is not an id: it has letters and figures, and no blanks")
    return staff


def _due(id_: str, entries: tuple[Entry, ...], typed: str) -> tuple[str, date]:
    """The stage that is meant, with its occurrence, and the day of which its reminders speak."""
    standing = _standing(id_, entries)
    expected = ahead(standing)
    waited_for = {each.open.occurrence: each.open.stage.key for each in expected}
    wanted = words.stage_of(typed, dict.fromkeys((*BY_STAGE, *waited_for.values())))
    stage = next((name for name, key in waited_for.items() if wanted in (name, key)), None)
    if stage is None:
        there_are = f"waited for: {', '.join(waited_for)}" if waited_for else "nothing lies ahead"
        raise Stop(Code.REFUSED, f"Refused: the stage {wanted} is not waited for; {there_are}")
    days = {each.stage: each.due for each in planned(standing, expected)}
    if stage not in days:
        raise Stop(
            Code.REFUSED,
            f"Refused: nobody is reminded of {stage}, because no text sets its day; "
            f"`calends plan {id_} {stage} DATE` fixes one",
        )
    return stage, days[stage]


def _round(
    standing: Appointment, staff: Directory, writer: Writer, on: date, today: date, *, show: bool
) -> Round:
    """What the clerk would do on that day."""
    expected = ahead(standing)
    due = _of_the_day(standing, planned(standing, expected), on, today)
    before = told_of(standing)
    at = start_of_day(on) + IN_THE_MORNING
    everybody = envelopes(due, staff, at, before)
    left = tuple(each for one in everybody if (each := one.left(before)).of)
    addressed = {key for each in everybody for key in each.keys}
    clauses = {each.open.occurrence: _clauses(each) for each in expected}
    letters = writer.letters(left, expected, staff, at)
    return Round(
        tuple(
            Written(
                standing.id,
                letter.person.id,
                letter.person.language,
                str(letter.subject),
                tuple(_told(envelope, dict(due), clauses)),
                _text(letter) if show else "",
            )
            for envelope, letter in zip(left, letters, strict=True)
        ),
        tuple(reminder for reminder, _ in due if reminder.key not in addressed),
    )


def _of_the_day(
    standing: Appointment, foreseen: Sequence[Reminder], on: date, today: date
) -> tuple[Due, ...]:
    """Of today whatever still waits; of a day to come its own, because the others have gone."""
    its_own = [each for each in foreseen if on == today or day_in_strasbourg(each.at) == on]
    return to_be_sent(standing, its_own, start_of_day(on + A_DAY) - A_MOMENT)


def _told(
    envelope: Envelope, folded: dict[Reminder, tuple[str, ...]], clauses: dict[str, str]
) -> Iterator[Told]:
    for reminder, recipient in envelope.of:
        yield Told(
            reminder.stage,
            reminder.due,
            reminder.tone.value,
            reminder.level.value,
            clauses[reminder.stage],
            reminder.key,
            folded[reminder],
            recipient.instead_of,
        )


def _clauses(of: Expected) -> str:
    return clause_ids(of.open.stage.clauses)


def _text(letter: Letter) -> str:
    """A letter as plain text, without its headers."""
    body = message_from_bytes(letter.raw, policy=default).get_body(("plain",))
    assert body is not None
    return "\n".join(str(body.get_content()).splitlines())


def _lines(written: Sequence[Written], staff: Directory, on: date, today: date) -> Iterator[str]:
    letters = f"{len(written) or 'no'} letter{'s' * (len(written) > 1)}"
    until = "" if on == today else " if nothing else is recorded until then"
    yield f"{ENGLISH.weekday(on)}: {letters} would go{until}. Nothing was sent."
    for letter in written:
        yield ""
        yield f"{letter.id}, to {named(letter.to, staff)}: {letter.subject}"
        for told in letter.of:
            what = f"{ENGLISH.title(told.stage)} ({told.stage}), due on {ENGLISH.day(told.due)}"
            yield f"  {what}, {told.clause}  [{told.key}]"
            if told.instead_of:
                yield f"    in place of {named(told.instead_of, staff)}, who is away"
            if told.folded:
                yield f"    instead of {keys(told.folded)}"
        if letter.text:
            yield ""
            yield letter.text
