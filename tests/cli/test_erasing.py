"""Erasing a person: the key is gone, what still tells is found, and every proof holds."""

import base64
import gzip
import os
import shutil
import sqlite3
import sys
import tarfile
import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

import settings
from domain.acts import Act, AppointmentId
from domain.candidates import Cause, Name
from domain.erasures import PersonErased
from domain.outcomes import (
    CallIssued,
    CandidateFellAway,
    CandidatureProposed,
    Opened,
    Recordable,
)
from domain.papers import PaperKind
from domain.reckoning import day
from ledger import erasures
from ledger.book import Book
from ledger.record import read, record
from terminal.faults import Code
from terminal.rescanning import DEEPEST
from terminal.sealing import Given, sealed
from tests.cli.conftest import Answer, Calends
from tests.conftest import DIARIES
from tests.ledger import raw
from tests.ledger.bundles import outsider
from vault.keys import Vault

ID = AppointmentId("secretary-general/2014")
MARIA, NINU = Name("Maria Zammit"), Name("Ninu Borg")
ADDRESS, PHONE = "12 Triq il-Kbira, Naxxar", "+356 2122 3344"
CV = f"Name: {MARIA}\nAddress: {ADDRESS}\nPhone: {PHONE}\nNationality: Malta\n".encode()
SCAN = b"\xff" + bytes(range(256)) * 20 + os.urandom(3000)
WORDS = ("--reason", "on her request", "--staff", "s-7")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A ledger of either kind, and a home beside it without an engine."""
    home.mkdir(mode=0o700)
    if request.param == "postgresql":
        monkeypatch.setenv("CALENDS_LEDGER", request.getfixturevalue("postgresql_url"))
    return settings.read().ledger


@pytest.fixture
def filed(store: str) -> str:
    """Maria's curriculum and a scan, and Ninu's contact, as a clerk would have recorded them."""
    now = datetime(2014, 1, 6, 12, tzinfo=UTC)
    steps: tuple[tuple[Recordable, date, tuple[Given, ...]], ...] = (
        (Opened("secretary-general", 2014, "1962"), date(2013, 9, 1), ()),
        (CallIssued(date(2014, 1, 10)), date(2013, 10, 5), ()),
        (
            CandidatureProposed(MARIA, "Malta", ("Malta",)),
            date(2014, 1, 5),
            (Given(PaperKind.CURRICULUM, MARIA, CV), Given(PaperKind.DOCUMENT, MARIA, SCAN)),
        ),
        (
            CandidatureProposed(NINU, "Malta", ("Malta",)),
            date(2014, 1, 5),
            (Given(PaperKind.CONTACT, NINU, b"Phone: +356 7777 8888"),),
        ),
    )
    with Book.open(store) as book:
        for number, (outcome, on, papers) in enumerate(steps):
            act = Act(f"act-{number}", outcome, day(on))
            if papers:
                act = sealed(ID, act, papers, read(book, ID), dry_run=False)
            answer = record(book, ID, msgspec.json.encode(act), now)
            assert answer.receipt.number == number + 1, answer.receipt
    return store


def erased(calends: Calends, *words: str) -> Answer:
    return calends("erase", MARIA, *WORDS, *words)


def secret_of(person: str) -> bytes:
    key = Vault.open(settings.read().vault).key_of(person)
    assert key is not None
    return key.secret


# -- The key ---------------------------------------------------------------------------------


def test_an_erased_person_cannot_be_read_any_more_and_the_others_can(
    calends: Calends, filed: str, tmp_path: Path
) -> None:
    secret = secret_of(MARIA)

    answer = erased(calends)

    assert (answer.code, answer.out.splitlines()[0]) == (
        Code.DONE,
        f"Erased: 2 papers of {MARIA} in {ID} can be read by nobody any more.",
    )
    vault = settings.read().vault
    for place in vault.parent.glob("vault.sqlite*"):
        assert secret not in place.read_bytes()
    out = str(tmp_path / "out")
    words = ("--out", out, "--why", "a look", "--staff", "s-7")
    gone = calends("paper", ID, "3", "--what", "curriculum", *words)
    assert gone.code != Code.DONE
    assert "was erased on" in gone.err
    assert calends("paper", ID, "4", *words).code == Code.DONE
    listed = calends("papers", ID, "--json").json
    assert [(each["person"], each["erased"]) for each in listed] == [
        (MARIA, True),
        (MARIA, True),
        (NINU, False),
    ]


def test_the_erasure_is_on_record_by_the_key_and_the_places_alone(
    calends: Calends, filed: str, home: Path
) -> None:
    (home / "notes.txt").write_text(f"she lives at {ADDRESS}\n")

    assert erased(calends).code == Code.BROKEN

    with Book.open(filed, create=False) as book:
        made, gone = erasures.read(book)
        body = book.read("vault")[1].body
    assert made.kind == "vault-made/1"
    assert (gone.kind, gone.staff) == ("person-erased/1", "s-7")
    for told in (b"Triq", b"Maria", b"2122"):
        assert told not in body
    assert str(home / "notes.txt").encode() in body
    assert f"Found then: {home / 'notes.txt'}." in erased(calends).out


def test_every_proof_holds_after_an_erasure(calends: Calends, filed: str, tmp_path: Path) -> None:
    """The chain, the checkpoint of before, and a bundle that an outsider was given before."""
    bundle = tmp_path / "bundle.zip"
    exported = calends("export", ID, "--out", str(bundle))
    assert bundle.exists(), exported.err
    checkpoint = calends("checkpoint")
    assert checkpoint.code == Code.DONE

    assert erased(calends).code == Code.DONE

    assert calends("verify").code == Code.DONE
    after = tmp_path / "after.zip"
    calends("export", ID, "--out", str(after))
    assert [outsider(each).code for each in (bundle, after)] == [0, 0]


def test_a_dry_run_finds_the_same_and_removes_nothing(
    calends: Calends, filed: str, home: Path
) -> None:
    (home / "notes.txt").write_text(PHONE)
    secret = secret_of(MARIA)

    said = erased(calends, "--dry-run")
    tried = erased(calends, "--dry-run", "--json")
    assert said.out.splitlines()[0] == (
        f"Would be erased: 2 papers of {MARIA} in {ID}. Nothing was removed."
    )
    assert secret_of(MARIA) == secret
    done = erased(calends, "--json")

    assert (tried.code, done.code) == (Code.BROKEN, Code.BROKEN)
    assert tried.json["plaintext_in"] == done.json["plaintext_in"] == [str(home / "notes.txt")]
    assert (tried.json["removed"], done.json["removed"]) == (False, True)
    with Book.open(filed, create=False) as book:
        assert [entry.kind for entry in erasures.read(book)] == ["vault-made/1", "person-erased/1"]


def test_erased_twice_says_so_and_writes_nothing_more(calends: Calends, filed: str) -> None:
    assert erased(calends).code == Code.DONE
    again = erased(calends)

    assert again.code == Code.DONE
    first, last = again.out.splitlines()
    assert first.startswith(f"{MARIA} was erased on ")
    assert first.endswith(" by s-7: on her request.")
    assert last == "Nothing more was removed, and nothing searched again."
    assert calends("erase", MARIA, *WORDS, "--dry-run").out == again.out
    assert again.err == ""
    with Book.open(filed, create=False) as book:
        assert len(erasures.read(book)) == 2


def test_papers_that_were_erased_before_are_not_erased_again(calends: Calends, filed: str) -> None:
    """Another key was made since, for a paper that came later."""
    assert erased(calends).code == Code.DONE
    with Book.open(filed) as book:
        act = Act("later", CandidateFellAway(MARIA, Cause.WITHDREW), day(date(2014, 1, 7)))
        given = (Given(PaperKind.CONTACT, MARIA, PHONE.encode()),)
        act = sealed(ID, act, given, read(book, ID), dry_run=False)
        record(book, ID, msgspec.json.encode(act), datetime(2014, 1, 8, tzinfo=UTC))

    tried = erased(calends, "--dry-run")
    done = erased(calends)
    again = erased(calends, "--json").json

    would = f"Would be erased: 1 paper of {MARIA} in {ID}. Nothing was removed."
    assert tried.out.splitlines()[0] == would
    assert done.out.splitlines()[0] == (
        f"Erased: 1 paper of {MARIA} in {ID} can be read by nobody any more."
    )
    assert (again["papers"], again["appointments"], len(again["before"])) == (0, [], 2)


def test_an_erasure_that_was_cut_off_before_the_record_is_completed(
    calends: Calends, filed: str
) -> None:
    """The key is gone and the ledger does not say so: asked again it does."""
    now = datetime(2029, 1, 1, tzinfo=UTC)
    Vault.open(settings.read().vault).remove(MARIA, now=now, staff="s-7", reason="on her request")

    answer = erased(calends, "--json")

    assert answer.code == Code.DONE
    assert answer.json["removed"] is False
    assert len(answer.json["keys"]) == 1
    assert any("traces of the curriculum in entry 3" in e for e in answer.json["not_searched"])
    with Book.open(filed, create=False) as book:
        assert erasures.kept(book).erased == {*answer.json["keys"]}


def test_a_key_that_comes_back_with_an_old_copy_of_the_vault_is_removed_again(
    calends: Calends, filed: str, tmp_path: Path
) -> None:
    vault, copy = settings.read().vault, tmp_path / "copy.sqlite"
    shutil.copy2(vault, copy)
    secret = secret_of(MARIA)
    assert erased(calends).code == Code.DONE
    shutil.copy2(copy, vault)

    answer = calends("reads")

    assert answer.code == Code.DONE
    assert "a copy had brought it back" in answer.err
    assert Vault.open(vault).key_of(MARIA) is None
    assert secret not in vault.read_bytes()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (
            ("erase", "Nobody Known", *WORDS),
            Code.NOT_FOUND,
            "nothing of Nobody Known is sealed: there",
        ),
        (("erase", "maria zamit", *WORDS), Code.NOT_FOUND, "sealed: did you mean Maria Zammit?"),
        (("erase", "a = b", *WORDS), Code.BAD_INPUT, "a name cannot contain ="),
        (("erase", MARIA, "--reason", " ", "--staff", "s"), Code.BAD_INPUT, "say with --reason"),
        (("erase", MARIA, "--reason", "asked"), Code.BAD_INPUT, "say who erases"),
    ],
)
def test_what_cannot_be_erased_removes_nothing(
    calends: Calends, filed: str, words: tuple[str, ...], code: Code, says: str
) -> None:
    answer = calends(*words)

    assert (answer.code, answer.out) == (code, "")
    assert says.casefold() in answer.err.casefold()
    assert len(secret_of(MARIA)) == 32


def test_a_vault_lost_for_good_is_followed_by_a_new_one(
    calends: Calends, filed: str, tmp_path: Path
) -> None:
    """What the old one had sealed stays sealed, and the ledger says who began the new one."""
    vault = settings.read().vault
    words = ("--reason", "the disk burnt", "--staff", "s-7")
    assert calends("new-vault", *words).code == Code.BAD_INPUT
    vault.unlink()
    (vault.parent / "temporal.sqlite").write_bytes(b"sealed with the old one")

    answer = calends("new-vault", *words)
    opened = calends("paper", ID, "4", "--out", str(tmp_path / "out"), "--why", "a", *words[2:])

    assert answer.code == Code.DONE, answer.err
    assert answer.out.startswith(f"{vault} is the vault of this ledger from now on.")
    assert "it is set aside as temporal.sqlite.unreadable-1" in answer.out
    assert not (vault.parent / "temporal.sqlite").exists()
    assert (opened.code, "is not in the vault" in opened.err) == (Code.BAD_INPUT, True)
    with Book.open(filed, create=False) as book:
        assert erasures.read(book)[-1].staff == "s-7"
    assert calends("verify").code == Code.DONE


# -- The search ------------------------------------------------------------------------------


def packed(place: Path, text: bytes) -> Path:
    """A text packed by the suffix of the place."""
    match place.suffix:
        case ".gz":
            place.write_bytes(gzip.compress(text))
        case ".zip":
            inner = place.with_suffix("")
            inner.mkdir()
            (inner / "notes.txt").write_bytes(text)
            shutil.make_archive(str(inner), "zip", inner)
            shutil.rmtree(inner)
        case ".tgz":
            inner = place.with_suffix(".txt")
            inner.write_bytes(text)
            with tarfile.open(place, "w:gz") as archive:
                archive.add(inner)
            inner.unlink()
        case ".eml":
            head = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            place.write_bytes(head + base64.encodebytes(b"Dear colleague,\n" * 9 + text))
        case ".sqlite":
            connection = sqlite3.connect(place)
            connection.execute("CREATE TABLE notes (told BLOB)")
            connection.execute("INSERT INTO notes VALUES (?)", (text,))
            connection.commit()
            connection.close()
        case _:
            place.write_bytes(text)
    return place


@pytest.mark.parametrize("text", [ADDRESS.encode(), SCAN[5200:5400]])
@pytest.mark.parametrize(
    "name",
    ["worker.log", "calends.log", "x.gz", "x.zip", "x.tgz", "temporal.sqlite", "outbox/x.eml"],
)
def test_what_still_stands_in_plain_in_the_home_is_found(
    calends: Calends, filed: str, home: Path, name: str, text: bytes
) -> None:
    (home / "outbox").mkdir()
    place = packed(home / name, b"before " + text + b" after")

    answer = erased(calends, "--json")

    assert answer.code == Code.BROKEN
    assert [e for e in answer.json["plaintext_in"] if not e.startswith(str(place))] == []
    assert answer.json["plaintext_in"] != []
    assert ADDRESS not in answer.out + answer.err


@pytest.mark.parametrize("packing", [zlib.compress, bytes])
def test_what_stands_in_a_pdf_is_found_in_its_streams(
    calends: Calends, filed: str, home: Path, packing: Callable[[bytes], bytes]
) -> None:
    """This one has no pages, so that its words are not searched besides; and that is said."""
    stream = packing(b"BT (" + ADDRESS.encode() + b") Tj ET")
    pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nstream\n" + stream + b"\nendstream\nendobj\n%%EOF\n"
    (home / "letter.pdf").write_bytes(pdf)

    answer = erased(calends, "--json")

    assert answer.code == Code.BROKEN
    [place] = answer.json["plaintext_in"]
    assert place.startswith(str(home / "letter.pdf"))
    [said] = [e for e in answer.json["not_searched"] if "letter.pdf" in e]
    assert said.startswith(f"{home / 'letter.pdf'}: its words cannot be read (")
    assert said.endswith(
        "; its bytes, and those of its streams that can be unpacked, were searched"
    )


def test_without_its_library_only_the_words_of_a_pdf_are_not_searched(
    calends: Calends, filed: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    place = home / "letter.pdf"
    place.write_bytes(b"%PDF-1.7\n%%EOF\n")

    answer = erased(calends)

    assert (
        f"Not searched: {place}: its words are read only where the library pypdf is installed; its "
        "bytes, and those of its streams that can be unpacked, were searched.\n"
    ) in answer.err


def test_what_is_public_record_is_not_reported(calends: Calends, filed: str, home: Path) -> None:
    (home / "worker.log").write_text(f"{MARIA} of Malta is proposed by Malta; {NINU} too\n")

    answer = erased(calends, "--json")

    assert (answer.code, answer.json["plaintext_in"]) == (Code.DONE, [])


def test_an_address_in_the_reason_of_an_act_is_found_in_the_ledger(
    calends: Calends, filed: str
) -> None:
    """Free texts are no place for a person: nothing takes them back."""
    with Book.open(filed) as book:
        outcome = CandidatureProposed(Name("Ġorġ Vella"), "Malta", ("Malta",))
        act = Act("told", outcome, day(date(2014, 1, 6)), reason=f"lives at {ADDRESS}")
        record(book, ID, msgspec.json.encode(act), datetime(2014, 1, 7, tzinfo=UTC))

    answer = erased(calends)

    assert answer.code == Code.BROKEN
    assert f"Still in plain: entry 5 of {ID} in the ledger." in answer.err


@pytest.mark.usefixtures("postgresql_programs")
def test_bundles_backups_and_copies_of_the_keys_are_searched_wherever_they_are(
    calends: Calends, filed: str, tmp_path: Path
) -> None:
    """No plain word is in them; the copy of the keys still opens what was sealed, and is named."""
    bundle, backup, keys = (tmp_path / each for each in ("bundle.zip", "backup", "keys"))
    calends("export", ID, "--out", str(bundle))
    assert calends("backup", str(backup), "--keys", str(keys)).code == Code.DONE
    assert bundle.exists()

    foretold = erased(calends, "--dry-run")
    answer = erased(calends, "--json")

    assert f"A copy of the key: {keys / 'vault.sqlite'}. Destroy it, and every" in foretold.err
    assert answer.code == Code.BROKEN
    assert answer.json["plaintext_in"] == []
    assert answer.json["keys_in"] == [str(keys / "vault.sqlite")]
    assert "3 copies that were noted" in answer.json["searched"]


def test_what_cannot_be_searched_is_said(
    calends: Calends, filed: str, home: Path, tmp_path: Path
) -> None:
    """The engine is away, a bundle was handed out, an archive is cut short, or packed too often."""
    bundle = tmp_path / "bundle.zip"
    calends("export", ID, "--out", str(bundle))
    bundle.unlink()
    (home / "cut.zip").write_bytes(b"PK\x03\x04 and no more")
    text = ADDRESS.encode()
    for _ in range(DEEPEST + 1):
        text = gzip.compress(text)
    (home / "deep.gz").write_bytes(text)

    answer = erased(calends)

    assert answer.code == Code.DONE
    assert f"Not searched: {bundle}: the bundle of" in answer.err
    assert f"Not searched: {home / 'cut.zip'}: it cannot be unpacked to its end (" in answer.err
    assert f"{home / 'deep.gz'}: unpacked: unpacked: unpacked: unpacked: it lies too" in answer.err
    assert "Not searched: Temporal's histories: " in answer.err


def test_an_appointment_that_cannot_be_read_does_not_hide_the_others(
    calends: Calends, filed: str
) -> None:
    other = "secretary-general/2009"
    assert calends("import", str(DIARIES / "secretary_general" / "2009.diary")).code == Code.DONE
    raw.tamper(filed, "UPDATE entries SET topic = 'x/1' WHERE originator_id = ?", [other])

    answer = erased(calends)

    assert answer.out.startswith(f"Erased: 2 papers of {MARIA} in {ID}")
    assert f"Not searched: {other}: Entry 1 of {other} is not what was written" in answer.err


def test_a_copy_whose_line_is_torn_is_said(calends: Calends, filed: str, home: Path) -> None:
    (home / "exports.tsv").write_text("2029-06-26T12:00:00+00:00\tbundle\tjud")

    answer = erased(calends)

    assert answer.out.startswith(f"Erased: 2 papers of {MARIA} in {ID}")
    assert f"Not searched: line 1 of {home / 'exports.tsv'}: it cannot be read" in answer.err


def test_a_search_that_breaks_off_is_on_record_as_one(
    calends: Calends, filed: str, home: Path
) -> None:
    """The key is gone by then: whoever asks later has to know that not everything was searched."""
    secret = secret_of(MARIA)
    (home / "exports.tsv").mkdir()

    answer = erased(calends)

    assert answer.code not in {Code.DONE, Code.BROKEN}
    assert secret not in settings.read().vault.read_bytes()
    with Book.open(filed, create=False) as book:
        step = erasures.read(book)[-1].step
    assert isinstance(step, PersonErased)
    assert step.not_searched[-1] == "the rest: the search broke off"


# -- With an engine --------------------------------------------------------------------------


def test_nothing_plain_is_in_temporal_and_what_a_reason_told_is_found_there(
    desk: Calends, year: int, engine_home: Path, tmp_path: Path
) -> None:
    """Its database holds no word of paper or act; its histories are searched through the codec."""
    id_, person = f"secretary-general/{year}", f"Maria {'Z' * (year % 100)}ammit"
    cv = tmp_path / "cv.txt"
    cv.write_bytes(CV.replace(MARIA.encode(), person.encode()))
    fields = (f"name={person}", "nationality=Malta", "proposed_by=Malta")
    told = ("--paper", f"curriculum:{person}={cv}", "--reason", f"her telephone is {PHONE}")
    for words in (
        ("open", "secretary-general", str(year), "--edition", "1962", "--on", f"{year - 1}-09-01"),
        ("record", id_, "call", "--on", f"{year - 1}-10-05", f"closing={year}-01-10"),
        ("record", id_, "candidature", "--on", f"{year}-01-05", *fields, *told),
    ):
        answer = desk(*words)
        assert answer.code == Code.DONE, answer.err

    answer = desk("erase", person, *WORDS, "--json")

    assert answer.code == Code.BROKEN
    places = answer.json["plaintext_in"]
    assert f"entry 3 of {id_} in the ledger" in places
    assert any(each.startswith(f"Temporal's history of {id_}, event ") for each in places)
    assert [each for each in places if each.startswith(str(engine_home))] == []
    assert answer.json["not_searched"] == []
    assert desk("verify", id_).code == Code.DONE
