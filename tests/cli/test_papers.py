"""Papers: sealed before they are sent, listed by anybody, opened by whoever says who and why."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

import settings
from domain.papers import LARGEST_PAPER
from ledger.book import Book
from ledger.record import read
from safekeeping import of_the_ledger
from terminal.faults import Code
from tests.cli.conftest import Answer, Calends, run
from vault.keys import Vault

CV = "Address: 12 Triq il-Kbira, Naxxar\nPhone: +356 2122 3344\n"
MARIA, NINU = "Maria Zammit", "Ninu Borg"


@pytest.fixture
def cv(tmp_path: Path) -> Path:
    place = tmp_path / "cv.txt"
    place.write_text(CV)
    return place


def ok(answer: Answer) -> Answer:
    assert answer.code == Code.DONE, answer.err
    return answer


def called(desk: Calends, year: int) -> str:
    office = "deputy-secretary-general"
    id_ = f"{office}/{year}"
    ok(desk("open", office, str(year), "--on", f"{year - 1}-09-01", "--term-ends", f"{year}-08-31"))
    ok(desk("record", id_, "call", "--on", f"{year - 1}-10-05", f"closing={year}-01-10"))
    return id_


def proposed(desk: Calends, id_: str, name: str, *words: str) -> Answer:
    year = id_.rpartition("/")[2]
    fields = (f"name={name}", "nationality=Malta", "proposed_by=Malta")
    return desk("record", id_, "candidature", "--on", f"{year}-01-05", *fields, *words)


def kept(id_: str) -> tuple[bytes, ...]:
    """Every byte of the ledger's entries of an appointment."""
    with Book.open(settings.read().ledger, create=False) as book:
        return tuple(sealed.body for sealed in book.read(id_))


def test_a_paper_goes_with_its_act_and_is_read_by_whoever_says_why(
    desk: Calends, year: int, cv: Path, tmp_path: Path
) -> None:
    id_ = called(desk, year)
    ok(proposed(desk, id_, MARIA, "--paper", f"curriculum:{MARIA}={cv}"))

    [listed] = desk("papers", id_, "--json").json
    key = listed.pop("key")
    assert listed == {
        "entry": 3,
        "person": MARIA,
        "what": "curriculum",
        "size": len(CV),
        "erased": False,
    }
    assert desk("papers", id_).out == (
        f"entry 3: curriculum of {MARIA}, {len(CV)} bytes (key {key})\n"
    )
    for told in (b"Triq il-Kbira", b"2122 3344"):
        assert told not in b"".join(kept(id_))

    out = tmp_path / "out.txt"
    words = ("--out", str(out), "--why", "the interviews of March", "--staff", "s-7")
    ok(desk("paper", id_, "3", *words))

    assert out.read_text() == CV
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    [read_] = [each for each in desk("reads", MARIA, "--json").json if each["appointment"] == id_]
    assert read_.pop("at")
    assert read_ == {
        "staff": "s-7",
        "person": MARIA,
        "key": key,
        "appointment": id_,
        "entry": 3,
        "what": "curriculum",
        "why": "the interviews of March",
    }
    assert "s-7 read the curriculum of Maria Zammit" in desk("reads").out


def test_the_same_act_sent_again_gets_the_same_receipt(desk: Calends, year: int, cv: Path) -> None:
    """Sealed again it is the same bytes, so that its digest is the same."""
    id_ = called(desk, year)
    words = ("--paper", f"curriculum:{MARIA}={cv}", "--act-id", f"of-{year}")
    first = ok(proposed(desk, id_, MARIA, *words))

    again = proposed(desk, id_, MARIA, *words)
    assert (again.code, again.out) == (Code.DONE, first.out)
    cv.write_text(f"{CV}and more\n")
    other = proposed(desk, id_, MARIA, *words)
    assert other.code == Code.REFUSED
    assert "was used before, with other content" in other.err


def test_a_refused_act_keeps_no_papers_and_its_digest_covers_them(
    desk: Calends, year: int, cv: Path
) -> None:
    """Data that nothing rests on is not kept."""
    id_ = called(desk, year)
    words = ("--paper", f"curriculum:{MARIA}={cv}", "--act-id", f"refused-{year}")
    early = ("record", id_, "list", "--on", f"{year}-01-06", f"names={MARIA}", *words)
    refused = desk(*early)
    assert refused.code == Code.REFUSED

    with Book.open(settings.read().ledger, create=False) as book:
        entry = read(book, id_)[-1]  # type: ignore[arg-type]
    assert entry.refused
    assert entry.papers == ()
    assert desk("papers", id_).out == f"No papers went with the acts of {id_}.\n"
    assert desk(*early) == refused
    without = desk(*early[:-4], "--act-id", f"refused-{year}")
    assert "was used before, with other content" in without.err


def test_a_dry_run_makes_no_key(desk: Calends, year: int, cv: Path) -> None:
    id_ = called(desk, year)
    who = f"Only Tried {'I' * (year % 100)}"
    words = ("--paper", f"contact:{who}={cv}", "--dry-run")

    assert "It would be recorded" in ok(proposed(desk, id_, who, *words)).out
    assert Vault.open(settings.read().vault).key_of(who) is None


def test_several_papers_of_one_act_are_told_apart(
    desk: Calends, year: int, cv: Path, tmp_path: Path
) -> None:
    id_ = called(desk, year)
    scan = tmp_path / "scan.bin"
    scan.write_bytes(bytes(range(256)) * 8)
    ok(proposed(desk, id_, NINU))
    both = ("--paper", f"curriculum:{MARIA}={cv}", "--paper", f"document:{NINU}={scan}")
    ok(proposed(desk, id_, MARIA, *both))
    out = tmp_path / "out"
    words = ("--out", str(out), "--why", "a look", "--staff", "s-7")

    either = desk("paper", id_, "4", *words)
    none = desk("paper", id_, "4", "--person", NINU, "--what", "curriculum", *words)
    ok(desk("paper", id_, "4", "--person", NINU, *words))

    assert either.code == Code.BAD_INPUT
    assert "say which with --person NAME and --what KIND" in either.err
    assert none.code == Code.NOT_FOUND
    assert f"with it went the curriculum of {MARIA}, the document of {NINU}" in none.err
    assert desk("paper", id_, "3", *words).err == "No paper went with entry 3.\n"
    assert (
        desk("reads", "Nobody At All").out == "Nobody has opened a sealed paper of Nobody At All.\n"
    )
    assert out.read_bytes() == scan.read_bytes()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("curriculum=FILE", "is not a paper: write WHAT:PERSON=FILE"),
        ("curriculum:Maria Zammit", "is not a paper: write WHAT:PERSON=FILE"),
        ("picture:Maria Zammit=FILE", "'picture' is no kind of paper; known: curriculum"),
        ("curriculum:Maria Zamit=FILE", "did you mean Maria Zammit?"),
        ("curriculum:Maria Zammit=FILE.none", "cannot be read: No such file"),
        ("curriculum:Maria Zammit=LARGE", "at most 256 KiB, and this one has 257"),
        ("curriculum:Maria Zammit=/dev/null", "is empty: name the file that holds the paper"),
    ],
)
def test_what_is_no_paper_stops_the_command_before_anything_is_sent(
    desk: Calends, year: int, cv: Path, tmp_path: Path, given: str, says: str
) -> None:
    id_ = called(desk, year)
    large = tmp_path / "large"
    large.write_bytes(bytes(LARGEST_PAPER + 1))
    typed = given.replace("FILE", str(cv)).replace("LARGE", str(large))

    answer = proposed(desk, id_, MARIA, "--paper", typed)

    assert (answer.code, answer.out) == (Code.BAD_INPUT, "")
    assert says in answer.err
    assert len(kept(id_)) == 2


def test_the_largest_paper_passes_and_two_of_them_are_too_much(
    desk: Calends, year: int, tmp_path: Path
) -> None:
    id_ = called(desk, year)
    large = tmp_path / "large"
    large.write_bytes(bytes(LARGEST_PAPER))
    both = ("--paper", f"document:{MARIA}={large}", "--paper", f"opinion:{MARIA}={large}")

    too_much = proposed(desk, id_, MARIA, *both)
    ok(proposed(desk, id_, MARIA, *both[:2]))

    assert too_much.code == Code.BAD_INPUT
    assert too_much.err.startswith("An act has at most 512 KiB with its papers sealed, and this")
    assert "file fewer papers with it" in too_much.err
    assert [each["size"] for each in desk("papers", id_, "--json").json] == [LARGEST_PAPER]


def test_one_paper_is_given_once(desk: Calends, year: int, cv: Path) -> None:
    id_ = called(desk, year)
    twice = ("--paper", f"contact:{MARIA}={cv}") * 2

    answer = proposed(desk, id_, MARIA, *twice)
    assert answer.code == Code.BAD_INPUT
    assert "is given twice: put both into one file" in answer.err


def test_nobody_reads_unnamed_or_over_another_file(
    desk: Calends, year: int, cv: Path, tmp_path: Path
) -> None:
    """And nothing of it is in the log, because nothing was read."""
    id_ = called(desk, year)
    ok(proposed(desk, id_, MARIA, "--paper", f"curriculum:{MARIA}={cv}"))
    out, there = str(tmp_path / "out"), str(cv)

    unnamed = desk("paper", id_, "3", "--out", out, "--why", "a look")
    unsaid = desk("paper", id_, "3", "--out", out, "--why", " ", "--staff", "s-7")
    screen = desk("paper", id_, "3", "--out", "-", "--why", "a look", "--staff", "s-7")
    over = desk("paper", id_, "3", "--out", there, "--why", "a look", "--staff", "s-7")
    beyond = desk("paper", id_, "9", "--out", out, "--why", "a look", "--staff", "s-7")

    assert [each.code for each in (unnamed, unsaid, screen, over)] == [Code.BAD_INPUT] * 4
    assert "is opened into a file of yours alone: name one with --out" in screen.err
    assert beyond.code == Code.NOT_FOUND
    assert "say who reads it" in unnamed.err.casefold()
    assert "is there already, and is not written over: name another" in over.err
    assert cv.read_text() == CV
    assert not Path(out).exists()
    assert [e for e in desk("reads", "--json").json if e["appointment"] == id_] == []


def test_without_the_vault_papers_are_listed_and_none_is_opened(
    desk: Calends, year: int, cv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = called(desk, year)
    ok(proposed(desk, id_, MARIA, "--paper", f"curriculum:{MARIA}={cv}"))
    words = ("--out", str(tmp_path / "out"), "--why", "a look", "--staff", "s-7")
    away = tmp_path / "nowhere" / "vault.sqlite"
    monkeypatch.setenv("CALENDS_VAULT", str(away))

    assert len(desk("papers", id_, "--json").json) == 1
    missing = desk("paper", id_, "3", *words)
    not_sent = proposed(desk, id_, NINU, "--paper", f"curriculum:{NINU}={cv}")
    Vault.open(away, create=True)
    another = desk("paper", id_, "3", *words)

    assert (missing.code, another.code) == (Code.NOT_FOUND, Code.BAD_INPUT)
    assert missing.err == (
        f"The vault {away} is missing: put it back from its backup; without it nobody can read "
        "what was sealed.\n"
    )
    assert not_sent.code == Code.NOT_FOUND
    assert "is not the one with which this ledger was sealed" in another.err
    assert not (tmp_path / "out").exists()


def test_the_engine_does_not_start_without_the_ledgers_own_vault(home: Path) -> None:
    """What it seals for Temporal could not be read again; and nothing is started or left behind."""
    home.mkdir(mode=0o700)
    vault = home / "vault.sqlite"
    with Book.open(str(home / "ledger.sqlite")) as book:
        of_the_ledger(book, vault, now=datetime(2029, 3, 1, tzinfo=UTC), create=True)
    vault.unlink()

    answer = run(home, "up")

    assert (answer.code, answer.out) == (Code.NOT_FOUND, "")
    assert answer.err.startswith(f"The vault {vault} is missing: put it back from its backup")
    assert not vault.exists()
    assert not (home / "engine.json").exists()
