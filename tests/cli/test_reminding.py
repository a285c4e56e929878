"""`reminders`, `remind`, `acknowledge`: who was told, who will be, who has taken note.

Letters are sent by the same round as the clerk's, at instants of its own, into a real ledger and a
real outbox; the person at the terminal looks at it on a day that is set.
"""

import re
import shlex
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from activities.reminding import remind
from domain.agenda import agenda
from domain.appointment import fold
from domain.diaries import carry_out
from domain.languages import ENGLISH, FRENCH
from domain.reckoning import A_DAY, start_of_day
from domain.reminders import EVERYTHING, IN_THE_MORNING, policies
from ledger.book import Book
from ledger.record import append, read
from notices.accounts import Security, SmtpAccount
from notices.letters import Writer
from notices.office import PostOffice
from notices.post import Outbox, Post, SmtpPost
from terminal import surroundings
from terminal.faults import Code
from tests.cli.conftest import ROOT, Calends
from tests.conftest import told
from tests.notices.servers import Choosy, serving

EXAMPLE = ROOT / "docs" / "operators" / "directory.toml"
CLERKS = ROOT / "docs" / "clerks"
COMMANDS = (CLERKS / "commands.md").read_text(encoding="utf-8")
REMINDERS = (CLERKS / "reminders.md").read_text(encoding="utf-8")
DIARY = told("secretary_general/ordinary-2029")
ID = DIARY.appointment
CLOSED_CANDIDATURES = 9  # entries: the last closes candidatures, on 10 January 2029
CONSULTATION = "reminder:consultation:2029-01-31"

Rounds = Callable[..., None]
At = Callable[[str], None]


@pytest.fixture
def away() -> Iterator[SmtpPost]:
    """A post whose server is away: nobody listens at its port."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        account = SmtpAccount("127.0.0.1", taken.getsockname()[1], Security.NONE)
        with SmtpPost(account, "calends@example.org") as post:
            yield post


@pytest.fixture
def staffed(home: Path) -> Path:
    """A directory is in place."""
    home.mkdir()
    shutil.copy(EXAMPLE, home / "directory.toml")
    return home


@pytest.fixture
def rounds(staffed: Path) -> Rounds:
    """An appointment whose candidatures are closed; every morning between two days has a round."""
    with Book.open(str(staffed / "ledger.sqlite")) as book:
        append(book, ID, 0, carry_out(DIARY)[:CLOSED_CANDIDATURES])

    def sending(first: str, last: str, post: Post | None = None, *, again: bool = False) -> None:
        post = post or Outbox(staffed / "outbox")
        office = PostOffice(staffed / "directory.toml", Writer("calends@example.org"), post)
        on = date.fromisoformat(first)
        with Book.open(str(staffed / "ledger.sqlite")) as book:
            while on <= date.fromisoformat(last):
                now = start_of_day(on) + IN_THE_MORNING
                remind(book, office, ID, now, again=again, alive=lambda: None)
                on += A_DAY

    return sending


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the day on which the person looks, at ten."""

    def looking(on: str) -> None:
        now = start_of_day(date.fromisoformat(on)) + timedelta(hours=10)
        monkeypatch.setattr(surroundings, "now", lambda: now)

    return looking


# -- What was sent, what is due, what is planned ------------------------------------------------


def test_what_was_sent_is_listed_with_its_day_its_persons_and_its_key(
    calends: Calends, rounds: Rounds, at: At
) -> None:
    rounds("2029-01-10", "2029-01-24")
    at("2029-01-24")
    found = calends("reminders", ID, "--json").json

    assert [each["key"] for each in found["sent"]] == [f"{CONSULTATION}:30", f"{CONSULTATION}:10"]
    assert found["sent"][1] == {
        "at": "2029-01-17T07:30:00Z",
        "stage": "consultation",
        "due": "2029-01-31",
        "to": ["s-2011"],
        "key": f"{CONSULTATION}:10",
        "folded": [],
        "perhaps_twice": False,
    }
    assert (found["not_sent"], found["acknowledged"], found["due"]) == ([], [], [])


def test_what_is_planned_says_when_why_and_to_whom(
    calends: Calends, rounds: Rounds, at: At
) -> None:
    rounds("2029-01-10", "2029-01-24")
    at("2029-01-24")
    planned = calends("reminders", ID, "--json").json["planned"]
    by_key = {each["key"]: each for each in planned}

    assert planned[0] == {
        "at": "2029-01-26T07:30:00Z",
        "stage": "consultation",
        "body": "joint-committee",
        "due": "2029-01-31",
        "tone": "ahead",
        "level": "owner",
        "to": ["s-2011"],
        "key": f"{CONSULTATION}:3",
        "folded": [],
        "was_due": "",
    }
    assert by_key[f"{CONSULTATION}:week-2"]["to"] == ["s-2011", "s-2012"]
    # Ida Falk is away on that day, and Paul Renaud stands in.
    assert by_key["reminder:ballot:2029-06-26:20"]["to"] == ["s-1002"]
    assert by_key["reminder:ballot:2029-06-26:5"]["to"] == ["s-1001"]


def test_for_people_a_letter_of_every_week_is_said_once_for_each_level(
    calends: Calends, rounds: Rounds, at: At
) -> None:
    rounds("2029-01-10", "2029-01-24")
    at("2029-01-24")
    out = calends("reminders", ID).out
    what = "consultation of the Assembly in the Joint Committee (consultation)"

    assert (
        f"Sent\n  11 January 2029, 08:30  {what}, due on 31 January 2029\n"
        f"    to Yves Colin (s-2011)  [{CONSULTATION}:30]\n"
    ) in out
    assert "overdue; the head too: Yves Colin (s-2011); Greta Holm (s-2012)" in out
    assert out.count("then every week") == 3  # owner, deputy, head


def test_in_french_every_word_is_french(calends: Calends, rounds: Rounds, at: At) -> None:
    rounds("2029-01-10", "2029-01-24")
    at("2029-01-24")
    out = calends("reminders", ID, "--lang", "fr").out

    assert "Envoyés\n  11 janvier 2029, 08 h 30  consultation de l’Assemblée" in out
    assert "échéance le 31 janvier 2029\n    à Yves Colin (s-2011)" in out
    assert "avant l’échéance ; responsable : Yves Colin (s-2011)" in out
    assert not any(word in out for word in ("due on", "January", "the Joint", "\N{NO-BREAK SPACE}"))
    assert calends("reminders", ID, "--lang", "de").code == Code.BAD_INPUT


def test_older_ones_are_folded_and_a_round_that_broke_off_is_flagged(
    calends: Calends, rounds: Rounds, at: At
) -> None:
    rounds("2029-01-26", "2029-01-26", again=True)
    at("2029-01-26")
    [sent] = calends("reminders", ID, "--json").json["sent"]
    out = calends("reminders", ID).out

    assert sent["perhaps_twice"] is True
    assert (sent["key"], sent["folded"]) == (
        f"{CONSULTATION}:3",
        [f"{CONSULTATION}:30", f"{CONSULTATION}:10"],
    )
    assert "    perhaps twice\n" in out
    assert f"    instead of {CONSULTATION}:30; {CONSULTATION}:10\n" in out


def test_without_a_directory_the_body_stands_where_the_persons_would(
    calends: Calends, rounds: Rounds, at: At, home: Path
) -> None:
    rounds("2029-01-10", "2029-01-24")
    (home / "directory.toml").unlink()
    at("2029-01-26")
    answer = calends("reminders", ID)

    assert (answer.code, answer.err) == (Code.DONE, "")
    assert f"    to s-2011  [{CONSULTATION}:30]\n" in answer.out
    assert "Due now\n  26 January 2029, 08:30  consultation" in answer.out
    assert f"whoever is in charge: the Joint Committee  [{CONSULTATION}:3]" in answer.out
    assert calends("reminders", ID, "--json").json["due"][0]["to"] == []


def test_a_directory_with_a_fault_hides_nothing_that_was_sent(
    calends: Calends, rounds: Rounds, at: At, home: Path
) -> None:
    rounds("2029-01-10", "2029-01-24")
    (home / "directory.toml").write_text("units = 3", encoding="utf-8")
    at("2029-01-24")
    answer = calends("reminders", ID)

    assert answer.code == Code.DONE
    assert f"    to s-2011  [{CONSULTATION}:30]\n" in answer.out
    assert "`calends directory check` names every fault" in answer.err


# -- What could not be sent ----------------------------------------------------------------------


def test_what_could_not_be_sent_says_since_when_and_why_until_it_is(
    calends: Calends, rounds: Rounds, at: At, away: SmtpPost
) -> None:
    rounds("2029-01-17", "2029-01-18", away)
    at("2029-01-18")
    found = calends("reminders", ID, "--json").json
    said = "a reminder could not be sent since 17 January 2029"

    assert [(each["key"], each["waits"]) for each in found["not_sent"]] == [
        (f"{CONSULTATION}:10", True)
    ]
    assert [each["key"] for each in found["due"]] == [f"{CONSULTATION}:10"]
    assert found["due"][0]["folded"] == [f"{CONSULTATION}:30"]
    assert "    is tried again: " in calends("reminders", ID).out
    assert said in " ".join(calends("show", ID).out.split())
    assert said in " ".join(calends("agenda", ID).out.split())
    assert said in calends("agenda", ID, "--json").json[0]["notes"]

    rounds("2029-01-19", "2029-01-19")
    assert calends("reminders", ID, "--json").json["not_sent"] == []
    assert said not in " ".join(calends("agenda", ID).out.split())


def test_whoever_is_refused_for_good_is_not_lost_among_those_who_were_told(
    calends: Calends, rounds: Rounds, at: At
) -> None:
    """The deputy's mailbox is gone; a later letter that reaches everybody makes it good."""
    server = Choosy({"greta.holm@example.org": ["550 5.1.1 no such mailbox"]})
    with serving(server) as port:
        account = SmtpAccount("127.0.0.1", port, Security.NONE)
        with SmtpPost(account, "calends@example.org") as post:
            rounds("2029-02-14", "2029-02-14", post)
            at("2029-02-14")
            found = calends("reminders", ID, "--json").json
            out = calends("reminders", ID, "--lang", "fr").out
            rounds("2029-02-21", "2029-02-21", post)
            at("2029-02-21")

    week_2 = f"{CONSULTATION}:week-2"
    assert [(each["key"], each["to"]) for each in found["sent"]] == [(week_2, ["s-2011"])]
    assert [(each["key"], each["waits"]) for each in found["not_sent"]] == [(week_2, False)]
    assert "no such mailbox" in found["not_sent"][0]["because"]
    assert "    n’est plus essayé : " in out
    after = calends("reminders", ID, "--json").json
    to = {each["key"]: each["to"] for each in after["sent"]}
    assert to[f"{CONSULTATION}:week-3"] == ["s-2011", "s-2012"]
    assert after["not_sent"] == []


def test_the_agenda_says_in_both_languages_that_a_reminder_could_not_be_sent(
    rounds: Rounds, home: Path, away: SmtpPost
) -> None:
    rounds("2029-01-17", "2029-01-17", away)
    now = start_of_day(date(2029, 1, 18))
    with Book.open(str(home / "ledger.sqlite")) as book:
        entries = read(book, ID)
    for language, said in (
        (ENGLISH, "a reminder could not be sent since 17 January 2029"),
        (FRENCH, "un rappel n’a pu être envoyé depuis le 17 janvier 2029"),
    ):
        then = agenda(fold(ID, entries), ID, len(entries), now, language)
        [due] = [each for each in then.stages if each.stage == "consultation"]
        assert said in due.notes


def test_show_tells_the_steps_and_says_in_a_line_that_there_were_reminders(
    calends: Calends, rounds: Rounds, at: At
) -> None:
    at("2029-01-24")
    assert "Reminders:" not in calends("show", ID).out
    rounds("2029-01-10", "2029-01-24")
    out = calends("show", ID).out

    assert f"Reminders: 2 sent, last on 17 January 2029 (calends reminders {ID})\n" in out
    assert "reminded" not in out
    kinds = [each["kind"] for each in calends("show", ID, "--json").json["entries"]]
    assert kinds.count("reminder-sent/1") == 2


# -- What would go -------------------------------------------------------------------------------


def test_a_dry_run_says_which_letters_would_go_on_a_day_and_does_nothing(
    calends: Calends, rounds: Rounds, at: At, home: Path
) -> None:
    rounds("2029-01-10", "2029-01-24")
    at("2029-01-24")
    before = (home / "ledger.sqlite").read_bytes(), sorted((home / "outbox").iterdir())
    words = ("remind", "--dry-run", "--on", "2029-02-16")
    out = calends(*words).out
    [letter] = calends(*words, "--json").json

    assert out.splitlines() == [
        "Friday 16 February 2029: 1 letter would go if nothing else is recorded until then. "
        "Nothing was sent.",
        "",
        f"{ID}, to Edith Brandt (s-2001): {letter['subject']}",
        "  interviews by the Committee of Ministers (interviews), due on 31 March 2029, "
        "JIS App.1, REG 3  [reminder:interviews:2029-03-31:30]",
        "  list of candidates drawn up (list), due on 31 March 2029, "
        "JIS App.1, JIS 7, REG 5.a, REG 5.b  [reminder:list:2029-03-31:30]",
    ]
    assert (letter["to"], letter["language"], letter["text"]) == ("s-2001", "en", "")
    assert [each["stage"] for each in letter["of"]] == ["interviews", "list"]
    assert before == ((home / "ledger.sqlite").read_bytes(), sorted((home / "outbox").iterdir()))


def test_the_letters_of_a_dry_run_are_those_that_are_then_sent(
    calends: Calends, rounds: Rounds, at: At, home: Path
) -> None:
    rounds("2029-01-10", "2029-01-25")
    at("2029-01-26")
    foretold = calends("remind", "--dry-run", "--json").json
    before = len(list((home / "outbox").iterdir()))
    rounds("2029-01-26", "2029-01-26")

    assert [each["to"] for each in foretold] == ["s-2011"]
    assert len(list((home / "outbox").iterdir())) - before == len(foretold)
    assert calends("reminders", ID, "--json").json["sent"][-1]["key"] == foretold[0]["of"][0]["key"]
    assert calends("remind", "--dry-run").out == (
        "Friday 26 January 2029: no letter would go. Nothing was sent.\n"
    )


def test_the_text_of_a_letter_is_in_the_language_of_its_reader(
    calends: Calends, rounds: Rounds, at: At
) -> None:
    rounds("2029-01-10", "2029-01-25")
    at("2029-01-26")
    answer = calends("remind", "--dry-run", "--show")

    assert "Échéance le mercredi 31 janvier 2029" in answer.out
    assert f"calends acknowledge {ID} consultation" in answer.out
    assert "\N{REPLACEMENT CHARACTER}" not in answer.out
    [letter] = calends("remind", "--dry-run", "--show", "--json").json
    assert (letter["language"], letter["of"][0]["instead_of"]) == ("fr", "")
    assert "Échéance" in letter["text"]


def test_whoever_stands_in_is_said_to(calends: Calends, rounds: Rounds, at: At) -> None:
    rounds("2029-01-10", "2029-01-24")
    at("2029-01-24")
    out = calends("remind", "--dry-run", "--on", "2029-05-29").out

    assert f"{ID}, to Paul Renaud (s-1002): " in out
    assert "    in place of Ida Falk (s-1001), who is away\n" in out


def test_a_reminder_that_has_no_recipient_is_named(
    calends: Calends, rounds: Rounds, at: At, home: Path
) -> None:
    rounds("2029-01-10", "2029-01-25")
    text = (home / "directory.toml").read_text(encoding="utf-8")
    text = text.replace('owns = ["joint-committee"]', 'owns = ["assembly"]')
    (home / "directory.toml").write_text(text, encoding="utf-8")
    at("2029-01-26")
    answer = calends("remind", "--dry-run")

    assert answer.out.startswith("Friday 26 January 2029: no letter would go.")
    assert answer.err == (
        f"{ID}: nobody is told of consultation, because the directory has nobody for "
        "joint-committee.\n"
    )


def test_nobody_sends_by_hand(calends: Calends, rounds: Rounds, at: At, home: Path) -> None:
    rounds("2029-01-10", "2029-01-24")
    at("2029-01-26")
    before = (home / "ledger.sqlite").read_bytes()
    answer = calends("remind")

    assert (answer.code, answer.out, answer.err.count("\n")) == (Code.BAD_INPUT, "", 1)
    assert "the engine sends them while it runs" in answer.err
    assert (home / "ledger.sqlite").read_bytes() == before
    passed = calends("remind", "--dry-run", "--on", "2029-01-25")
    assert (passed.code, passed.err) == (
        Code.BAD_INPUT,
        "2029-01-25 has passed: `calends reminders ID` says what was sent.\n",
    )


def test_without_a_directory_nobody_would_be_written_to(calends: Calends) -> None:
    answer = calends("remind", "--dry-run")

    assert answer.code == Code.NOT_FOUND
    assert "there is no directory at" in answer.err.casefold()


# -- Taking note ---------------------------------------------------------------------------------


def test_whoever_has_taken_note_is_on_record_and_nobody_is_told_above(
    desk: Calends, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through the clerk, as any act; asked again, the same receipt."""
    monkeypatch.setenv("CALENDS_DIRECTORY", str(EXAMPLE))
    id_ = "secretary-general/2043"
    assert desk("open", "secretary-general", "2043", "--on", "2023-09-01").code == Code.DONE
    before = desk("reminders", id_, "--json").json["planned"]
    words = ("acknowledge", id_, "date", "--by", "s-1011", "--on", "2023-09-05")
    said = f"{id_}, entry 2: s-1011 has taken note that date is due on 30 September 2042"

    foretold = desk(*words, "--dry-run")
    assert foretold.out.startswith("It would be recorded: s-1011 has taken note that date is due")
    first = desk(*words, "--act-id", "noted-1")
    assert (first.code, first.out) == (Code.DONE, f"{said} (act noted-1)\n")
    assert desk(*words, "--act-id", "noted-1") == first
    other = desk("acknowledge", id_, "call", "--by", "s-1011", "--act-id", "noted-1")
    assert other.code == Code.REFUSED
    assert "was used before, with other content" in other.err

    found = desk("reminders", id_, "--json").json
    [noted] = found["acknowledged"]
    assert (noted["stage"], noted["due"], noted["by"]) == ("date", "2042-09-30", "s-1011")
    levels = [
        {each["level"] for each in planned if each["stage"] == "date"}
        for planned in (before, found["planned"])
    ]
    assert levels == [{"owner", "deputy", "head"}, {"owner"}]
    assert "by Hélène Morel (s-1011)" in desk("reminders", id_).out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("consultation",), Code.BAD_INPUT, "Say who has taken note: --by STAFF, or CALENDS_STAFF"),
        (("consultation", "--by", "s-9"), Code.BAD_INPUT, "S-9 is not in the directory"),
        (("consultaton", "--by", "s-2011"), Code.BAD_INPUT, "did you mean consultation?"),
        (
            ("closing", "--by", "s-2011"),
            Code.REFUSED,
            "The stage closing is not waited for; waited for: consultation, interviews",
        ),
        (
            ("consultation", "--by", "s-2011", "--on", "2029-01-25"),
            Code.REFUSED,
            "2029-01-25 lies in the future",
        ),
    ],
)
@pytest.mark.usefixtures("rounds")
def test_what_cannot_be_taken_note_of_is_said_in_a_sentence(
    calends: Calends, at: At, words: tuple[str, ...], code: Code, says: str
) -> None:
    at("2029-01-24")
    answer = calends("acknowledge", ID, *words, "--dry-run")

    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)
    assert says.casefold() in answer.err.casefold()


@pytest.mark.usefixtures("rounds")
def test_without_a_directory_an_id_is_looked_at_only_for_its_letters(
    calends: Calends, at: At, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "directory.toml").unlink()
    at("2029-01-24")
    bad = calends("acknowledge", ID, "consultation", "--by", "Yves Colin", "--dry-run")
    monkeypatch.setenv("CALENDS_STAFF", "s-77")
    good = calends("acknowledge", ID, "consultation", "--dry-run")

    assert (bad.code, bad.err.count("\n")) == (Code.BAD_INPUT, 1)
    assert "'Yves Colin' is not an id" in bad.err
    assert good.code == Code.DONE
    assert "s-77 has taken note that consultation is due on 31 January 2029" in good.out


def test_what_is_not_in_the_ledger_is_not_found(calends: Calends) -> None:
    for words in (("reminders", ID), ("acknowledge", ID, "date", "--by", "s-1")):
        answer = calends(*words)
        assert (answer.code, answer.out) == (Code.NOT_FOUND, "")
        assert f"{ID} is not in the ledger" in answer.err


# -- What the pages say --------------------------------------------------------------------------


def test_the_examples_of_the_page_are_what_the_commands_answer(
    calends: Calends, rounds: Rounds, at: At
) -> None:
    """On 24 January 2029, after a round on every morning. Dots stand for what is left out."""
    rounds("2029-01-10", "2029-01-24")
    at("2029-01-24")
    section = COMMANDS.partition("## Reminders\n")[2].partition("\n## ")[0]
    examples = re.findall(r"```console\n\$ calends (.+)\n((?:.*\n)+?)```", section)

    assert [typed.partition(" ")[0] for typed, _ in examples] == [
        "reminders",
        "remind",
        "acknowledge",
    ]
    for typed, shown in examples:
        beginning, dots, _ = shown.partition("  ...\n")
        out = calends(*shlex.split(typed)).out
        assert (out[: len(beginning)] if dots else out) == beginning


def test_the_page_has_the_leads_of_every_stage_and_body() -> None:
    rows = [line for line in REMINDERS.splitlines() if line.startswith("| ")]
    in_words = {
        "body:committee-of-ministers": "else the Committee of Ministers or the Joint Committee",
        "body:joint-committee": "else the Committee of Ministers or the Joint Committee",
        "body:bureau": "else the Bureau",
        "body:assembly": "else the Assembly",
        "body:committee-on-the-election-of-judges": "else the committees on judges",
        "body:committee-on-legal-affairs": "and on legal affairs",
        EVERYTHING: "all the rest",
    }

    for of, policy in policies().items():
        [row] = [row for row in rows if in_words.get(of, f"`{of}`") in row]
        leads = "on the day itself" if policy.leads == (0,) else ", ".join(map(str, policy.leads))
        assert row.split(" | ")[1] == leads, of
        assert ("the next day" in row) == bool(policy.after), of
