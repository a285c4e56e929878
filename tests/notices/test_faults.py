"""Hands that fall at any point of a round, and a post that fails in every way: nothing is lost."""

import asyncio
import itertools
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from random import Random

import msgspec
import pytest

from domain.acts import Act, AppointmentId, Entry
from domain.diaries import carry_out
from domain.outcomes import (
    CandidaturesClosed,
    DateMoved,
    Recordable,
    ReminderAcknowledged,
    ReminderNotSent,
    ReminderSent,
)
from domain.reckoning import day, day_in_strasbourg, is_working_day, start_of_day
from domain.reminders import IN_THE_MORNING, planned
from domain.timetable import ahead
from ledger.book import Book, Sealed
from ledger.record import append, read, review
from notices.letters import Letter, Writer
from notices.office import PostOffice
from notices.post import Delivery, Post, SmtpPost
from notices.stationery import TEMPLATES, Stationery
from tests.conftest import told
from tests.crashes.engines import Cluster
from tests.domain.acts_in_short import A, proposed
from tests.domain.openings import BY_NAME, course, until
from tests.notices.keeping import Heard, Kept, account, heard, opened_letter, told_on_record
from tests.notices.kinds import DIRECTORY, EXAMPLE, SENDER
from tests.notices.servers import Abrupt, Choosy, Polite, free_port, serving
from workflows.sending import send

A_DAY = timedelta(days=1)


class Fell(Exception):
    """A hand has fallen: whatever it held is gone."""


class Point(StrEnum):
    """Where it falls."""

    BEFORE_SENDING = "before a letter is sent"
    AFTER_SENDING = "after a letter was sent"
    BEFORE_RECORDING = "before the round is written down"
    AFTER_RECORDING = "after it was written down"


class Lot:
    """At which point of a round, and at which letter, the hand falls; then it stands again."""

    def __init__(self) -> None:
        self.point: Point | None = None
        self.letters = 0

    def meets(self, point: Point) -> None:
        if point is not self.point:
            return
        self.letters -= 1
        if self.letters < 0:
            self.point = None
            raise Fell(point)


class StumblingPost:
    """A real connection, and a hand that may fall before a letter or after it."""

    def __init__(self, post: Post, lot: Lot) -> None:
        self._post, self._lot = post, lot

    def send(self, letter: Letter) -> Delivery:
        self._lot.meets(Point.BEFORE_SENDING)
        delivery = self._post.send(letter)
        self._lot.meets(Point.AFTER_SENDING)
        return delivery

    def close(self) -> None:
        self._post.close()


class StumblingBook(Book):
    """A real book, and a hand that may fall before its append or after it."""

    lot = Lot()

    def append(
        self, appointment: str, *, after: int, entries: Sequence[tuple[str, bytes]]
    ) -> tuple[Sealed, ...]:
        self.lot.meets(Point.BEFORE_RECORDING)
        written = super().append(appointment, after=after, entries=entries)
        self.lot.meets(Point.AFTER_RECORDING)
        return written


# -- Hands that fall --------------------------------------------------------------------------

COURSES = (
    "secretary-general-2029-2018",
    "judge/andorra-2027-2019",
    "cpt-member/andorra-2027-2002",
    "commissioner-2030-2005",
    "deputy-secretary-general-2027-2012",
)
LONG = timedelta(weeks=5)


class Struck(Kept):
    """An appointment whose hands fall now and then; whoever comes after them begins the round anew.

    `exposed` are the letters that had left when a hand fell, and were not on record yet: one for
    each time. `fallen` are the instants of rounds that broke off.
    """

    def __init__(self, begun: "Begun", book: StumblingBook, box: "Box", chance: Random) -> None:
        office = PostOffice(EXAMPLE, Writer(SENDER), StumblingPost(box.post, book.lot))
        super().__init__(begun.id, book, office, begun.now)
        self.lot, self.box, self.chance = book.lot, box, chance
        self.exposed: Counter[str] = Counter()
        self.fallen: list[datetime] = []
        self.points: Counter[Point] = Counter()

    def rings(self, *, again: bool = False) -> None:
        if self.chance.random() < 0.6:
            self.lot.point = self.chance.choice([*Point])
            self.lot.letters = self.chance.choice([0, 0, 0, 1, 2])
        point, before = self.lot.point, len(self.box.server.taken)
        try:
            super().rings(again=again)
        except Fell:
            assert point is not None
            self.points[point] += 1
            if point is not Point.AFTER_RECORDING:
                self.exposed.update(ids_of(self.box.server.taken[before:]))
                self.fallen.append(self.now)
            self.rings(again=True)
        self.lot.point = None


class Box(msgspec.Struct):
    """A server that all runs share, and the connection to it."""

    server: Polite
    post: SmtpPost

    def taken(self) -> list[tuple[str, bytes]]:
        taken, self.server.taken = self.server.taken, []
        return taken


class Begun(msgspec.Struct, frozen=True):
    """An appointment somewhere in its expected course."""

    id: AppointmentId
    entries: tuple[Entry, ...]

    @property
    def now(self) -> datetime:
        return self.entries[-1].recorded_at

    def into(self, book: Book) -> None:
        append(book, self.id, 0, self.entries)


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    with serving(server := Polite()) as port, SmtpPost(account(port), SENDER) as post:
        yield Box(server, post)


@cache
def begun(what: str, step: int) -> Begun:
    return Begun(BY_NAME[what].id, course(what, "ordinary")[step])


def ids_of(taken: Sequence[tuple[str, bytes]]) -> list[str]:
    return [opened_letter(raw)["Message-ID"] for _, raw in taken]


def quiet(begun: Begun, box: Box, known: dict[Begun, set[Heard]]) -> set[Heard]:
    """Who is told what and when where no hand falls."""
    if begun not in known:
        with Book.open(":memory:") as book:
            begun.into(book)
            Kept(begun.id, book, PostOffice(EXAMPLE, Writer(SENDER), box.post), begun.now).goes_to(
                begun.now + LONG
            )
        known[begun] = set(heard(box.taken()))
    return known[begun]


def runs(number: int, box: Box, folder: Path) -> Counter[str]:
    """Each with a seed of its own, which tells all that befalls it."""
    count: Counter[str] = Counter()
    known: dict[Begun, set[Heard]] = {}
    for seed in range(number):
        chance = Random(seed)
        what = chance.choice(COURSES)
        of = begun(what, chance.randrange(len(course(what, "ordinary")) - 2))
        expected = quiet(of, box, known)
        place = ":memory:" if seed % 10 else str(folder / f"{seed}.sqlite")
        with StumblingBook.open(place) as book:
            book.lot = Lot()
            of.into(book)
            struck = Struck(of, book, box, chance)
            struck.goes_to(of.now + LONG)
            assert book.verify() == ()
        taken = box.taken()
        nothing_is_lost(struck, taken, expected)
        what_came_twice_is_the_same_letter_and_flagged(struck, taken)
        count.update(struck.points)
        count["letters"] += len(taken)
        count["duplicates"] += len(taken) - len(set(ids_of(taken)))
    return count


def nothing_is_lost(
    struck: Struck, taken: Sequence[tuple[str, bytes]], expected: set[Heard]
) -> None:
    """Everybody is told what she would have been told, and the ledger holds it once."""
    assert set(heard(taken)) == expected
    assert list(told_on_record(struck.entries, DIRECTORY)) == [
        *dict.fromkeys(told_on_record(struck.entries, DIRECTORY))
    ]
    assert set(told_on_record(struck.entries, DIRECTORY)) == expected
    keys = [e.outcome.key for e in struck.entries if isinstance(e.outcome, ReminderSent)]
    assert len(keys) == len(set(keys))


def what_came_twice_is_the_same_letter_and_flagged(
    struck: Struck, taken: Sequence[tuple[str, bytes]]
) -> None:
    """Only where a hand fell between the two; once for each such fall."""
    came = Counter(ids_of(taken))
    assert came == Counter(set(came)) + struck.exposed
    assert len({raw for _, raw in taken}) == len(came)
    flagged = {
        sent.key: entry.recorded_at
        for entry in struck.entries
        if isinstance(sent := entry.outcome, ReminderSent) and sent.perhaps_twice
    }
    twice = [each for each, id_ in zip(heard(taken), ids_of(taken), strict=True) if came[id_] > 1]
    assert {key for each in twice for key in each.keys} <= set(flagged)
    assert set(flagged.values()) <= set(struck.fallen)


def test_hands_that_fall_in_forty_runs_lose_nothing(box: Box, tmp_path: Path) -> None:
    count = runs(40, box, tmp_path)
    sys.stdout.write(f"{dict(count)}\n")
    assert all(count[point] for point in Point)
    assert count["duplicates"]


@pytest.mark.soak
def test_hands_that_fall_in_five_hundred_runs_lose_nothing(box: Box, tmp_path: Path) -> None:
    """No outside witness: an invariant of the house."""
    count = runs(500, box, tmp_path)
    sys.stdout.write(f"{dict(count)}\n")
    assert all(count[point] > 50 for point in Point)


class Overtaken:
    """A hand that somebody overtakes before its first letter has left."""

    def __init__(self, post: Post, by: Iterator[Callable[[], None]]) -> None:
        self._post, self._by = post, by

    def send(self, letter: Letter) -> Delivery:
        for overtakes in self._by:
            overtakes()
        return self._post.send(letter)

    def close(self) -> None:
        self._post.close()


def test_two_attempts_at_once_do_not_hide_that_both_have_sent(box: Box) -> None:
    """A slow hand that is overtaken: the ledger has both, and says perhaps twice."""
    of = begun("secretary-general-2029-2018", 2)
    with StumblingBook.open(":memory:") as book:
        of.into(book)
        other = Kept(of.id, book, PostOffice(EXAMPLE, Writer(SENDER), box.post), of.now)
        once = iter([lambda: other.rings(again=True)])
        slow = Overtaken(box.post, once)
        kept = Kept(of.id, book, PostOffice(EXAMPLE, Writer(SENDER), slow), of.now)
        while not box.server.taken:
            assert kept.alarm is not None
            other.now = kept.now = kept.alarm
            kept.rings()
    sent = [e.outcome for e in kept.entries if isinstance(e.outcome, ReminderSent)]
    assert set(Counter(ids_of(box.taken())).values()) == {2}
    assert len(sent) == 2 * len({each.key for each in sent})
    assert all(each.perhaps_twice for each in sent)


POSTMAN = str(Path(__file__).with_name("faulty_postman.py"))
SEAT = BY_NAME["cpt-member/andorra-2027-2002"]
FIRST_LETTERS = datetime(2027, 2, 9, 7, 30, tzinfo=UTC)
PATIENCE = 180.0  # seconds: a server knows of a dead hand by its sign of life alone


@pytest.mark.soak
@pytest.mark.parametrize(
    ("point", "came"),
    [("before-sending", [1, 1]), ("after-sending", [1, 2]), ("before-recording", [2, 2])],
)
async def test_a_worker_that_is_killed_in_a_round_leaves_it_to_the_next(
    point: str, came: list[int], tmp_path: Path
) -> None:
    """A real process, as by `kill -9`; Temporal's real server notices, and another takes over."""
    cluster, ledger = Cluster(tmp_path), str(tmp_path / "ledger.sqlite")
    with serving(server := Polite()) as port:
        try:
            await cluster.start_server()
            await cluster.start_worker([POSTMAN, cluster.address, ledger, f"{port}", point])
            killed = cluster.worker
            assert killed is not None
            shift = FIRST_LETTERS - timedelta(seconds=8) - datetime.now(UTC)
            act = Act("open", SEAT.asked, day(date.fromisoformat(SEAT.on)))
            workflow_type = SEAT.procedure.workflow
            client = await cluster.client()
            await send(
                client, SEAT.id, workflow_type, "open", msgspec.json.encode(act), shift=shift
            )
            async with asyncio.timeout(PATIENCE):
                assert await killed.wait() == -signal.SIGKILL
                await killed.communicate()
                await cluster.start_worker([POSTMAN, cluster.address, ledger, f"{port}", "never"])
                with Book.open(ledger) as book:
                    sent = await sent_at_last(book)
        finally:
            await cluster.stop()
    assert [each.perhaps_twice for each in sent] == [True]
    assert sorted(Counter(ids_of(server.taken)).values()) == came
    assert len({raw for _, raw in server.taken}) == len(came)


async def sent_at_last(book: Book) -> list[ReminderSent]:
    while True:
        outcomes = [entry.outcome for entry in read(book, SEAT.id)]
        if sent := [each for each in outcomes if isinstance(each, ReminderSent)]:
            return sent
        await asyncio.sleep(0.2)


# -- A post that fails ------------------------------------------------------------------------

ORDINARY = told("secretary_general/ordinary-2029")
CALLED = Begun(AppointmentId(ORDINARY.appointment), carry_out(ORDINARY)[:4])
"""The closing is due on 10 January 2029: said on 22 December, and on 5 and 9 January."""

THE_JUDGE = "judge/andorra-2027-2019"
A_SEAT = Begun(BY_NAME[THE_JUDGE].id, until(THE_JUDGE, "submission").entries)
"""The list of three is due: said to an owner, and to two observers."""

EDITH, CLAIRE, KARIN, DENIS = (
    f"{name}@example.org"
    for name in ("edith.brandt", "claire.dubois", "karin.sund", "denis.aubert")
)


class Waiting(Kept):
    """An appointment whose post may be away: it notes when it was tried."""

    def __init__(self, begun: Begun, book: Book, port: int, directory: Path = EXAMPLE) -> None:
        self.post = SmtpPost(account(port), SENDER, clock=self._clock)
        super().__init__(
            begun.id, book, PostOffice(directory, Writer(SENDER), self.post), begun.now
        )
        begun.into(book)
        self.entries = begun.entries
        self.tried: list[datetime] = []

    def _clock(self) -> float:
        return self.now.timestamp()

    def rings(self, *, again: bool = False) -> None:
        self.tried.append(self.now)
        super().rings(again=again)

    def does(self, outcome: Recordable, happened: str, now: str = "", **envelope: str) -> Entry:
        act = self.act(outcome, happened, **envelope)  # type: ignore[arg-type]
        entry = self.records(act)
        assert not entry.refused, entry
        return entry

    def of(self, stage: str) -> list[ReminderSent | ReminderNotSent]:
        """What is on record of one stage, in order."""
        outcomes = (each.outcome for each in self.entries)
        return [
            each
            for each in outcomes
            if isinstance(each, ReminderSent | ReminderNotSent) and each.of == stage
        ]

    def note(self, stage: str) -> str:
        """What the agenda says of a stage first of all."""
        found = review(self.book, self.id, self.now, reminding=True).stages
        return next(each.notes[0] for each in found if each.stage == stage and each.notes)


@contextmanager
def waiting(begun: Begun, port: int, directory: Path = EXAMPLE) -> Iterator[Waiting]:
    with Book.open(":memory:") as book:
        kept = Waiting(begun, book, port, directory)
        try:
            yield kept
        finally:
            kept.post.close()


def morning(on: str) -> datetime:
    return start_of_day(date.fromisoformat(on)) + IN_THE_MORNING


def just_before(kept: Kept, stage: str) -> datetime:
    """Goes to where the first reminder of a stage is about to be sent; gives that morning."""
    standing = kept.standing
    first = next(each.at for each in planned(standing, ahead(standing)) if each.stage == stage)
    kept.goes_to(first - timedelta(seconds=1))
    return first


def told_of(stage: str, taken: Sequence[tuple[str, bytes]]) -> Counter[str]:
    """How often a server took a letter to somebody that speaks of a stage."""
    letters = heard(taken)
    return Counter(of.address for of in letters if any(f":{stage}:" in key for key in of.keys))


def test_days_without_post_are_told_of_once_they_are_over() -> None:
    """Tried ever less often; the agenda says since when; what has become useless is folded."""
    port = free_port()
    with waiting(CALLED, port) as kept:
        kept.goes_to(morning("2029-01-05") + timedelta(hours=1))
        assert kept.note("closing") == "a reminder could not be sent since 22 December 2028"
        (failed, then) = kept.of("closing")
        assert isinstance(failed, ReminderNotSent)
        assert f":{port} cannot be reached" in failed.because
        assert [failed.key, then.key] == [
            "reminder:closing:2029-01-10:10",
            "reminder:closing:2029-01-10:3",
        ]
        away = [at for at in kept.tried if at < morning("2029-01-05")]
        assert all(
            is_working_day(day_in_strasbourg(at), kept.standing.opening.closed_days) for at in away
        )
        gaps = [after - before for before, after in itertools.pairwise(away)]
        at_work = [gap for gap in gaps if gap < timedelta(days=1)][-4:]
        assert at_work == sorted(at_work)
        assert timedelta(hours=4) < at_work[-1] <= timedelta(hours=12)
        with serving(server := Polite(), port=port):
            kept.goes_to(morning("2029-01-08"))
        (sent,) = [each for each in kept.of("closing") if isinstance(each, ReminderSent)]
        assert (sent.key, sent.also) == (then.key, (failed.key,))
        assert "could not be sent" not in kept.note("closing")
        letters = list(heard(server.taken))
        assert set(letters) == set(told_on_record(kept.entries, DIRECTORY))
        assert told_of("closing", server.taken) == {EDITH: 1}


def test_a_note_goes_when_the_day_was_moved_and_is_told_of() -> None:
    port = free_port()
    with waiting(CALLED, port) as kept:
        kept.goes_to(morning("2028-12-22"))
        kept.does(DateMoved("closing", day(date(2029, 1, 24))), "2028-12-22", reason="Christmas")
        with serving(Polite(), port=port):
            kept.goes_to(morning("2029-01-10"))
        assert "could not be sent" not in kept.note("closing")


def test_one_who_is_refused_for_good_stays_on_record_and_the_others_are_told_once() -> None:
    with serving(server := Choosy({})) as port, waiting(A_SEAT, port) as kept:
        first = just_before(kept, "submission")
        server.answers[KARIN] = ["550 no such mailbox"] * 99
        kept.goes_to(first)
        refused, sent = kept.of("submission")
        assert kept.alarm is None or kept.alarm > first + timedelta(hours=12)
    assert isinstance(refused, ReminderNotSent)
    assert "refuses the letter to s-4001: 550 no such mailbox" in refused.because
    assert isinstance(sent, ReminderSent)
    assert (refused.key, sent.to) == (sent.key, ("s-1031", "s-4002"))
    assert told_of("submission", server.taken) == {CLAIRE: 1, DENIS: 1}


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({CLAIRE: ["451 later"] * 3}, {CLAIRE, KARIN, DENIS}),
        ({CLAIRE: ["451 later"] * 3, DENIS: ["450 full"] * 5}, {CLAIRE, KARIN, DENIS}),
        ({who: ["451 later"] * 2 for who in (CLAIRE, KARIN, DENIS)}, {CLAIRE, KARIN, DENIS}),
        ({CLAIRE: ["451 later", "550 gone"], KARIN: ["550 gone"] * 9}, {DENIS}),
    ],
    ids=["one", "two", "all", "refused in the end"],
)
def test_whoever_is_to_be_told_later_is_told_and_nobody_twice(
    answers: dict[str, list[str]], told: set[str]
) -> None:
    """Greylisting."""
    with serving(server := Choosy({})) as port, waiting(A_SEAT, port) as kept:
        first = just_before(kept, "submission")
        server.answers |= {who: [*said] for who, said in answers.items()}
        kept.goes_to(first + timedelta(hours=12))
        last = kept.of("submission")[-1]
        tried = len(kept.tried)
        kept.goes_to(kept.now + timedelta(hours=6))
        assert len(kept.tried) == tried
    assert told_of("submission", server.taken) == dict.fromkeys(told, 1)
    assert isinstance(last, ReminderSent)
    assert not last.perhaps_twice
    assert set(heard(server.taken)) == set(told_on_record(kept.entries, DIRECTORY))


def test_a_letter_that_may_have_been_taken_comes_again_as_the_same_and_is_flagged() -> None:
    """The server hangs up after it has heard the letter, and before it says so."""
    with serving(server := Abrupt()) as port, waiting(A_SEAT, port) as kept:
        first = just_before(kept, "submission")
        server.taken.clear()
        kept.goes_to(first + timedelta(hours=1))
        outcomes = kept.of("submission")
    assert sorted(told_of("submission", server.taken).values()) == [1, 1, 2]
    assert sorted(Counter(ids_of(server.taken)).values())[-2:] == [1, 2]
    perhaps = next(each for each in outcomes if isinstance(each, ReminderNotSent))
    assert perhaps.perhaps_sent
    last = outcomes[-1]
    assert isinstance(last, ReminderSent)
    assert last.perhaps_twice


def test_a_template_that_cannot_be_used_stops_its_own_language_alone(tmp_path: Path) -> None:
    """Those who read the other one are told, once; the rest when it has been mended."""
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    broken = templates / "fr" / "letter.txt"
    whole = broken.read_text("utf-8")
    broken.write_text("{{ nonsense }}", "utf-8")
    with serving(server := Polite()) as port, waiting(A_SEAT, port) as kept:
        first = just_before(kept, "submission")
        kept.office = PostOffice(EXAMPLE, Writer(SENDER, "", Stationery(templates)), kept.post)
        kept.goes_to(first)
        assert told_of("submission", server.taken) == {KARIN: 1}
        (_, failed) = kept.of("submission")
        assert isinstance(failed, ReminderNotSent)
        assert "fr/letter.txt" in failed.because
        broken.write_text(whole, "utf-8")
        kept.office = PostOffice(EXAMPLE, Writer(SENDER, "", Stationery(templates)), kept.post)
        kept.goes_to(kept.now + timedelta(hours=12))
    assert told_of("submission", server.taken) == {KARIN: 1, CLAIRE: 1, DENIS: 1}


def test_a_directory_that_breaks_stops_the_letters_until_it_is_mended(tmp_path: Path) -> None:
    directory = tmp_path / "directory.toml"
    whole = EXAMPLE.read_text("utf-8")
    directory.write_text(whole.replace('role = "owner"', 'role = "ovner"', 1), "utf-8")
    with serving(server := Polite()) as port, waiting(CALLED, port, directory) as kept:
        kept.goes_to(morning("2028-12-22"))
        assert not server.taken
        assert kept.note("closing") == "a reminder could not be sent since 22 December 2028"
        (failed,) = kept.of("closing")
        assert isinstance(failed, ReminderNotSent)
        assert "ovner" in failed.because
        directory.write_text(whole, "utf-8")
        kept.goes_to(morning("2028-12-22") + timedelta(hours=1))
        assert isinstance(kept.of("closing")[-1], ReminderSent)
        assert set(heard(server.taken)) == set(told_on_record(kept.entries, DIRECTORY))


def test_a_body_without_anybody_is_named_and_the_others_are_told(tmp_path: Path) -> None:
    """No recipient: the reminder waits for one."""
    directory = tmp_path / "directory.toml"
    whole = EXAMPLE.read_text("utf-8")
    directory.write_text(
        whole.replace('"committee-of-ministers", "member-states"', '"committee-of-ministers"'),
        "utf-8",
    )
    with serving(server := Polite()) as port, waiting(CALLED, port, directory) as kept:
        kept.goes_to(morning("2029-01-05"))
        because = [each.because for each in kept.of("closing") if isinstance(each, ReminderNotSent)]
        assert because == ["the directory has nobody for member-states"] * 2
        directory.write_text(whole, "utf-8")
        kept.goes_to(morning("2029-01-05") + timedelta(hours=1))
        sent = kept.of("closing")[-1]
        assert isinstance(sent, ReminderSent)
        assert sent.also == ("reminder:closing:2029-01-10:10",)
        assert EDITH in {address for address, _ in server.taken}


# -- What changes meanwhile -------------------------------------------------------------------


def subjects(taken: Sequence[tuple[str, bytes]]) -> list[str]:
    return [opened_letter(raw)["Subject"] for _, raw in taken]


def test_a_moved_day_is_told_to_those_alone_who_knew_the_other() -> None:
    """There and back again, and there once more; nobody hears of a move who knew of no day."""
    with serving(server := Polite()) as port, waiting(CALLED, port) as kept:
        kept.goes_to(morning("2028-12-12"))
        kept.does(DateMoved("closing", day(date(2029, 1, 17))), "2028-12-12", reason="a room")
        kept.goes_to(morning("2028-12-28"))
        assert not [each for each in kept.of("closing") if ":moved" in each.key]
        kept.goes_to(morning("2029-01-03"))
        moves = [(4, 24, 5), (8, 17, 9), (10, 24, 11)]
        for on_, to, heard_on in moves:
            kept.goes_to(morning(f"2029-01-{on_:02}") + timedelta(hours=2))
            kept.does(DateMoved("closing", day(date(2029, 1, to))), f"2029-01-{on_:02}", reason="x")
            server.taken.clear()
            kept.goes_to(morning(f"2029-01-{heard_on:02}"))
            moved = kept.of("closing")[-1]
            assert isinstance(moved, ReminderSent)
            assert ":moved" in moved.key
            assert (moved.due, moved.to) == (date(2029, 1, to), ("s-2001",))
            assert day_in_strasbourg(kept.now) == date(2029, 1, heard_on)
            (letter,) = [of for of in heard(server.taken) if moved.key in of.keys]
            assert letter.address == EDITH


def test_a_step_that_is_done_silences_what_was_to_be_said_of_it() -> None:
    """On the very morning, and when the post was away before."""
    port = free_port()
    with waiting(CALLED, port) as kept:
        kept.goes_to(morning("2029-01-09"))
        kept.goes_to(start_of_day(date(2029, 1, 10)))
        kept.does(proposed(A), "2028-12-12")
        kept.does(CandidaturesClosed(), "2029-01-10")
        with serving(server := Polite(), port=port):
            kept.goes_to(morning("2029-01-11"))
        assert not [each for each in kept.of("closing") if isinstance(each, ReminderSent)]
        assert not [key for of in heard(server.taken) for key in of.keys if ":closing:" in key]


@pytest.mark.parametrize("noted", [False, True])
def test_whoever_takes_note_keeps_it_from_those_above(noted: bool) -> None:
    """No text says so: it is a policy of the house."""
    with serving(server := Polite()) as port, waiting(CALLED, port) as kept:
        kept.goes_to(morning("2029-01-18"))
        if noted:
            kept.does(ReminderAcknowledged("closing", date(2029, 1, 10), "s-2001"), "2029-01-18")
        server.taken.clear()
        kept.goes_to(morning("2029-02-07"))
        told = Counter(
            of.address for of in heard(server.taken) for key in of.keys if ":closing:" in key
        )
    above = {} if noted else {"marc.lefort@example.org": 3, "olga.marin@example.org": 2}
    assert told == {EDITH: 3, **above}
