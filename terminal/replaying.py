"""`replay`: an appointment as it stood on a day, under its own rules or another edition's."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec
import typer

from domain.acts import AppointmentId, Entry
from domain.appointment import Appointment, Misfit
from domain.audit.records import Audit, AuditedStage
from domain.differences import differences
from domain.otherwise import Stop as NoPlace
from domain.otherwise import WouldRefuse, under
from domain.reckoning import A_DAY, start_of_day
from domain.replay import replay as replayed
from domain.replay import what_was_known
from terminal import options, pages, screen, surroundings, words
from terminal.faults import Code
from terminal.pages import Page
from terminal.replays import Compared, Replayed

if TYPE_CHECKING:
    from domain.procedure import Edition


class View(NamedTuple):
    """How an appointment is looked at: what had happened by a day, known by a day, under which."""

    as_of: date
    known_on: date
    under: str

    @property
    def on(self) -> date:
        """The day that it was."""
        return min(self.as_of, self.known_on)


class Seen(NamedTuple):
    """An appointment as it is looked at. Nothing where it was not open by then."""

    standing: Appointment | None
    refused: tuple[WouldRefuse, ...] = ()
    no_place: NoPlace | None = None


def replay(
    id_: options.Id,
    as_of: options.AsOf = "",
    known_on: options.KnownOn = "",
    diff: Annotated[
        tuple[str, str] | None,
        typer.Option("--diff", metavar="DATE DATE", help="What changed from one day to another."),
    ] = None,
    known: Annotated[
        bool, typer.Option("--known", help="With --diff: in what was known, not in what happened.")
    ] = False,
    edition: Annotated[
        str,
        typer.Option("--under", metavar="EDITION", help="What another edition would have said."),
    ] = "",
    json: options.Json = False,
) -> Code:
    """What stood on a day, stage by stage: by what had happened, by what was known, or both."""
    today = surroundings.today()
    then, known_then = (
        words.past_day_of(each, today) if each else today for each in (as_of, known_on)
    )
    view = View(then, known_then, edition)
    if known and diff is None:
        raise words.bad("--known says in what --diff compares two days: give --diff DATE DATE")
    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, id_)
    if diff is None:
        return _tell(_page(id_, entries, view), json=json)
    if known_on if known else as_of:
        which = "--known-on" if known else "--as-of"
        raise words.bad(f"--diff gives the days itself: leave {which} out")
    first, second = (words.past_day_of(each, today) for each in diff)
    if second < first:
        raise words.bad(f"{first} comes after {second}: give the earlier day first")
    views = [
        view._replace(known_on=each) if known else view._replace(as_of=each)
        for each in (first, second)
    ]
    return _compare(id_, entries, views, known=known, json=json)


def _last_instant_of(of: date) -> datetime:
    """What is due on a day is overdue on the next, and not yet in its evening."""
    return start_of_day(of + A_DAY) - timedelta.resolution


# -- One view --------------------------------------------------------------------------------


def _seen(id_: str, entries: Sequence[Entry], view: View) -> Seen:
    """Raises Misfit, and stops where there is no such edition."""
    standing = replayed(AppointmentId(id_), entries, as_of=view.as_of, known_on=view.known_on)
    if not view.under:
        return Seen(standing)
    edition = _edition(id_, view.under)
    return Seen(*under(edition, standing)) if standing else Seen(None)


def _edition(id_: str, name: str) -> "Edition":
    procedure = words.seat_of(id_.rpartition("/")[0]).procedure
    edition = procedure.edition(name)
    if edition is None:
        known = ", ".join(each.name for each in procedure.editions)
        raise words.bad(
            f"no edition {words.printable(name)} of the rules of {procedure.office} is known; "
            f"known: {known}"
        )
    return edition


def _page(id_: str, entries: Sequence[Entry], view: View) -> Replayed:
    then = min(surroundings.now(), _last_instant_of(view.on))
    try:
        seen = _seen(id_, entries, view)
    except Misfit as misfit:
        known = what_was_known(entries, view.known_on)
        return _answer(pages.page(id_, known, misfit, then), view, Seen(None))
    told = seen.standing.entries if seen.standing else ()
    course = _audit(id_, seen, view.on).stages
    return _answer(pages.page(id_, told, seen.standing, then), view, seen, course)


def _audit(id_: str, seen: Seen, on: date) -> Audit:
    from domain.audit.of_an_appointment import audit

    entries = seen.standing.entries if seen.standing else ()
    return audit(AppointmentId(id_), entries, on=on, reminders_ahead=False)


def _answer(page: Page, view: View, seen: Seen, course: tuple[AuditedStage, ...] = ()) -> Replayed:
    return Replayed(
        **msgspec.structs.asdict(page),
        as_of=view.as_of.isoformat(),
        known_on=view.known_on.isoformat(),
        under=view.under,
        course=course,
        would_refuse=seen.refused,
        no_place=seen.no_place,
    )


def _tell(of: Replayed, *, json: bool) -> Code:
    """A record that does not fit is shown, and said in the exit code as well."""
    if json:
        screen.emit(of)
    else:
        from terminal import looking_back

        screen.show(*looking_back.page(of))
    return Code.BROKEN if of.misfit else Code.DONE


# -- Two views -------------------------------------------------------------------------------


def _compare(
    id_: str, entries: Sequence[Entry], views: Sequence[View], *, known: bool, json: bool
) -> Code:
    from terminal.changes import sentences

    seen = [_seen(id_, entries, view) for view in views]
    before, after = (_audit(id_, each, view.on) for each, view in zip(seen, views, strict=True))
    changes = differences(before, after)
    compared = Compared(
        id=id_,
        axis="known" if known else "happened",
        days=tuple((view.known_on if known else view.as_of).isoformat() for view in views),
        other=(views[0].as_of if known else views[0].known_on).isoformat(),
        under=views[0].under,
        no_place=seen[-1].no_place,
        changes=changes,
        said=tuple(sentences(changes)),
    )
    if json:
        screen.emit(compared)
    else:
        from terminal import looking_back

        screen.show(*looking_back.compared(compared))
    return Code.DONE
