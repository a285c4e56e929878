"""`calends watch`: what the term watch would say, and a scan by hand with a real engine."""

import time
from pathlib import Path

from ledger.book import Book
from ledger.watch import read
from tests.cli.conftest import PATIENCE, ROOT, Calends, run, started

TABLE = (
    "office,party,holder,nationality,starts,last_day,ended,mark,source\n"
    "judge,andorra,Aina Prat,Andorra,2018-05-01,2027-04-30,,seen,\n"
    "judge,malta,Ninu Borg,Malta,2019-05-01,,2026-01-15 resignation,seen,\n"
)


def with_terms(calends: Calends, folder: Path) -> Calends:
    file = folder / "terms.csv"
    file.write_text(TABLE, encoding="utf-8")
    assert calends("terms-import", str(file)).code == 0
    return calends


def test_watch_says_what_is_due_and_what_comes(calends: Calends, tmp_path: Path) -> None:
    answer = with_terms(calends, tmp_path)("watch", "--on", "2026-05-04")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "judge/malta: Ninu Borg, vacant after 15 January 2026\n"
        "  next: judge/malta/2026 (at once: the office is vacant)\n"
        "  to open it: calends open judge/malta 2026 --vacancy 2026-01-15 --cause resignation\n"
        "  told of the vacancy: due\n"
        "judge/andorra: Aina Prat, until 30 April 2027\n"
        "  next: judge/andorra/2027, to be set in motion by 30 April 2026 (R1366 2 [A], assumed); "
        "overdue\n"
        "  to open it: calends open judge/andorra 2027\n"
        "  warned ahead: 18 months, 30 October 2025 (due); 15 months, 30 January 2026 (due); "
        "12 months, 30 April 2026 (due); 7 months, 30 September 2026 (planned)\n"
        "On 4 May 2026: 2 warnings due.\n"
    )
    said = calends("watch", "--on", "2026-05-04", "--json").json
    assert said["due"] == ["watch:judge/malta:2026-01-15:7", "watch:judge/andorra:2027-04-30:12"]
    assert [each["begins"] for each in said["terms"]] == ["secretary-general-of-the-assembly"] * 2


def test_watch_without_terms_or_with_words_that_do_not_go_together(calends: Calends) -> None:
    assert calends("watch", "--on", "2026-05-04").out.startswith("No term is known yet")
    assert calends("watch", "--now", "--on", "2026-05-04").code == 2
    away = calends("watch", "--now")
    assert (away.code, "calends up" in away.err) == (5, True)


def test_watch_now_has_the_engine_look(calends: Calends, home: Path, tmp_path: Path) -> None:
    """An engine that is started with a directory makes the schedule; what it says is verified."""
    with_terms(calends, tmp_path)
    example = ROOT / "docs" / "operators" / "directory.toml"
    (home / "directory.toml").write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    with started(home):
        assert run(home, "watch", "--now", "--json").json == {"scanning": True}
        until = time.monotonic() + PATIENCE
        with Book.open(str(home / "ledger.sqlite")) as book:
            while not read(book):
                assert time.monotonic() < until
                time.sleep(0.05)
    assert list((home / "outbox").glob("*.eml"))
    assert "told of the vacancy: said to s-1021" in calends("watch").out
    assert "the term watch and " in calends("verify").out
