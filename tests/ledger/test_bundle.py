"""What an outsider is given: sound if nothing was changed, and whatever was changed is named."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import bundle
from ledger.book import Book
from ledger.checkpoints import Head, Notary, heads_root
from ledger.errors import Tampered
from ledger.notes import VerifierKey, sign, verifier_of
from ledger.outsider import verify
from tests.ledger import raw
from tests.ledger.bundles import (
    ALONE,
    APPOINTMENT,
    EARLIER,
    NOW,
    ORIGIN,
    REGISTER,
    Forged,
    fill,
    notary_in,
    root_over,
    unlisted,
    with_a_flipped,
    write,
)

SCRIPT = Path(verify.__file__)
FOREIGN = Ed25519PrivateKey.from_private_bytes(bytes(32))
KINDS = pytest.mark.parametrize("appointment", [APPOINTMENT, ""], ids=["one", "all"])


class Made(NamedTuple):
    """Two bundles of one ledger, its notary, and how many entries each stream has."""

    one: Path
    all: Path
    notary: Notary
    ends: dict[str, int]

    def of(self, appointment: str) -> Path:
        return self.one if appointment else self.all


class Told(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("bundles")
    notary = notary_in(folder / "home")
    with Book.open(str(folder / "ledger.sqlite")) as book:
        fill(book, notary)
        write(book, folder / "one.zip", notary, APPOINTMENT)
        write(book, folder / "all.zip", notary, "")
        streams = (*book.appointments(), *book.registers())
        ends = {each: len(book.read(each)) for each in streams}
    return Made(folder / "one.zip", folder / "all.zip", notary, ends)


def run(*words: object) -> Told:
    """The program as an outsider runs it: no library of ours, none of anybody's."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return Told(done.returncode, done.stdout, done.stderr)


def checked(path: Path) -> list[str]:
    """What the same program finds in this process; nothing where all is sound."""
    report, _ = verify.verify(verify.Asked(path, None, {}, None))
    return [] if report.sound else list(report.lines())


# -- All is well -----------------------------------------------------------------------------


@KINDS
def test_a_bundle_is_sound_on_both_stores_and_the_same_bytes(
    book: Book, tmp_path: Path, made: Made, appointment: str
) -> None:
    notary = notary_in(tmp_path / "home")
    fill(book, notary)
    to = tmp_path / "bundle.zip"

    written = write(book, to, notary, appointment)

    told = run(to)
    assert (told.code, told.err) == (0, "")
    assert f"Sound. Proven of {appointment or 'the whole ledger'}" in told.out
    assert f"{written.entries} entries in" in told.out
    assert "since each of 2 earlier checkpoints the ledger only grew" in told.out
    assert "compare verifier-key.txt with the one that was published elsewhere" in told.out
    assert to.read_bytes() == made.of(appointment).read_bytes()
    assert to.stat().st_mode & 0o777 == 0o600


@KINDS
def test_unpacked_it_checks_itself_from_inside(
    made: Made, tmp_path: Path, appointment: str
) -> None:
    with zipfile.ZipFile(made.of(appointment)) as packed:
        packed.extractall(tmp_path / "unpacked")

    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", "."],
        cwd=tmp_path / "unpacked",
        capture_output=True,
        text=True,
        check=False,
    )
    alone = run(tmp_path / "unpacked")

    assert (done.returncode, done.stderr) == (0, "")
    assert alone == Told(0, done.stdout, "")


def test_parts_that_cannot_be_written_are_said(made: Made, tmp_path: Path) -> None:
    """Parts in an unpacked bundle would be found there later, as files that do not belong to it."""
    with zipfile.ZipFile(made.one) as packed:
        packed.extractall(tmp_path / "unpacked")
    (tmp_path / "file").write_bytes(b"")
    for words, says in (
        ((tmp_path / "unpacked", "--parts", tmp_path / "unpacked"), "nothing is put into a bundle"),
        ((tmp_path / "unpacked", "--parts", tmp_path / "unpacked" / "parts"), "name another"),
        ((made.one, "--parts", tmp_path / "file"), "File exists"),
    ):
        told = run(*words)
        assert (told.code, told.out) == (2, "")
        assert says in told.err
    assert run(tmp_path / "unpacked").code == 0


@KINDS
def test_with_the_published_key_and_lodged_checkpoints_it_says_no_more_of_them(
    made: Made, appointment: str
) -> None:
    """Every checkpoint in the home is one that may have been mailed."""
    lodged = [word for place in made.notary.places() for word in ("--checkpoint", place)]

    told = run(made.of(appointment), "--key", made.notary.verifier(), *lodged)

    assert told.code == 0, told.out
    assert "Lodged checkpoints: all 3 agree with the bundle" in told.out
    assert "compare verifier-key.txt" not in told.out


def test_the_key_may_lie_in_a_file(made: Made, tmp_path: Path) -> None:
    key = tmp_path / "key.txt"
    key.write_text(f"{made.notary.verifier()}\n")

    assert run(made.one, "--key", key).code == 0


def test_openssl_finds_the_signature_good_too(made: Made, tmp_path: Path) -> None:
    """The step that README.txt names, word for word."""
    readme = Forged(made.one).files["README.txt"].decode()
    [step] = [line.split() for line in readme.splitlines() if line.startswith("  openssl")]
    assert run(made.one, "--parts", tmp_path / "parts").code == 0
    try:
        done = subprocess.run(step, cwd=tmp_path, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no openssl on this machine")

    assert (done.returncode, done.stdout.strip()) == (0, "Signature Verified Successfully")


def test_a_bundle_of_an_appointment_holds_its_registers_and_nobody_elses_entries(
    made: Made,
) -> None:
    streams = {line.split(b"\t")[0].decode() for line in Forged(made.one).lines("entries.tsv")}

    assert streams == {APPOINTMENT, REGISTER}


def test_an_appointment_without_registers_is_proven_to_have_none(
    made: Made, tmp_path: Path, book: Book
) -> None:
    notary = notary_in(tmp_path / "home")
    fill(book, notary)
    write(book, tmp_path / "alone.zip", notary, ALONE)

    assert run(tmp_path / "alone.zip").code == 0


# -- What somebody has changed ---------------------------------------------------------------

Crime = Callable[[Forged], Any]


def _flip(forged: Forged) -> None:
    lines = forged.lines("entries.tsv")
    at = forged.place_of(APPOINTMENT, 5)
    lines[at] = with_a_flipped(lines[at], len(lines[at]) - 20, 1)
    forged.put("entries.tsv", lines)


def _other_spelling(forged: Forged) -> None:
    """A blank that changes no value, and so no digest if only values are read."""
    lines = forged.lines("entries.tsv")
    at = forged.place_of(APPOINTMENT, 5)
    lines[at] = lines[at].replace(b'","entry":', b'", "entry":')
    forged.put("entries.tsv", lines)


def _swap(forged: Forged) -> None:
    one, other = forged.place_of(APPOINTMENT, 5), forged.place_of(APPOINTMENT, 6)
    for name in ("entries.tsv", "proofs/entries.tsv"):
        if name in forged.files:
            lines = forged.lines(name)
            lines[one], lines[other] = lines[other], lines[one]
            forged.put(name, lines)


def _twice(forged: Forged) -> None:
    at = forged.place_of(APPOINTMENT, 5)
    for name in ("entries.tsv", "proofs/entries.tsv"):
        if name in forged.files:
            lines = forged.lines(name)
            forged.put(name, [*lines[:at], lines[at], *lines[at:]])


def _rewritten(forged: Forged) -> None:
    """One word, and every entry after it sealed anew."""

    def change(own: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        kind, body = own[4]
        own[4] = kind, body.replace(b"202", b"201")
        assert own[4] != (kind, body)
        return own

    forged.resealed(APPOINTMENT, change)
    forged.headed(APPOINTMENT)


def _added(forged: Forged) -> None:
    forged.resealed(APPOINTMENT, lambda own: [*own, own[-1]])
    if proofs := forged.proofs():
        number = len([line for line in proofs if line.startswith(APPOINTMENT.encode())]) + 1
        last = proofs[-1].split(b"\t")
        forged.put(
            "proofs/entries.tsv",
            [*proofs, b"\t".join((APPOINTMENT.encode(), b"%d" % number, *last[2:]))],
        )
    forged.headed(APPOINTMENT)


def _without_proof(forged: Forged) -> None:
    if proofs := forged.proofs():
        del proofs[forged.place_of(APPOINTMENT, 5)]
        forged.put("proofs/entries.tsv", proofs)
    else:
        forged.without(APPOINTMENT, 5)


def _register_gone(forged: Forged) -> None:
    """With its proofs, and with its end."""
    for name in ("entries.tsv", "proofs/entries.tsv"):
        if name in forged.files:
            kept = [line for line in forged.lines(name) if not line.startswith(REGISTER.encode())]
            forged.put(name, kept)
    if forged.proofs():
        both = zip(forged.lines("heads.tsv"), forged.lines("proofs/heads.tsv"), strict=True)
        left = [each for each in both if not each[0].startswith(REGISTER.encode())]
        forged.put("heads.tsv", [head for head, _ in left])
        forged.put("proofs/heads.tsv", [proof for _, proof in left])


def _last(made: Made) -> int:
    return made.ends[APPOINTMENT]


CRIMES: dict[str, tuple[Crime, Callable[[Made], str]]] = {
    "a byte": (
        _flip,
        lambda _: f"The entries: entry 5 of {APPOINTMENT}: its digest does not match its content",
    ),
    "a blank": (
        _other_spelling,
        lambda _: f"The entries: entry 5 of {APPOINTMENT}: its ",
    ),
    "the first entry removed": (
        lambda forged: forged.without(APPOINTMENT, 1),
        lambda _: f"The entries: entry 1 of {APPOINTMENT}: it is missing, and entry 2 stands first",
    ),
    "one in the middle removed": (
        lambda forged: forged.without(APPOINTMENT, 5),
        lambda _: f"The entries: entry 5 of {APPOINTMENT}: it is missing, and entry 6 stands after",
    ),
    "the last removed": (
        lambda forged: forged.without(REGISTER, 3),
        lambda _: f"The ends: entry 3 of {REGISTER}: it is cut off at the end",
    ),
    "two swapped": (
        _swap,
        lambda _: f"The entries: entry 5 of {APPOINTMENT}: it was moved, and stands after entry 6",
    ),
    "one twice": (
        _twice,
        lambda _: f"The entries: entry 5 of {APPOINTMENT}: its number stands there twice",
    ),
    "rewritten and sealed anew": (_rewritten, lambda _: f"The tree: entry 5 of {APPOINTMENT}: "),
    "added and sealed": (
        _added,
        lambda made: f"The tree: entry {_last(made) + 1} of {APPOINTMENT}: ",
    ),
    "a proof removed": (_without_proof, lambda _: f"entry 5 of {APPOINTMENT}: "),
    "a whole register removed": (_register_gone, lambda _: "The ends: "),
}


@KINDS
@pytest.mark.parametrize("crime", sorted(CRIMES))
def test_whatever_becomes_of_an_entry_it_is_named_though_the_contents_were_rewritten(
    made: Made, tmp_path: Path, appointment: str, crime: str
) -> None:
    commit, named = CRIMES[crime]
    forged = Forged(made.of(appointment))
    commit(forged)
    forged.listed()

    told = run(forged.to(tmp_path / "forged.zip"))

    assert (told.code, told.err) == (1, "")
    assert named(made) in told.out
    assert "NOT SOUND" in told.out


def test_a_register_that_is_gone_is_missed_in_both_kinds(made: Made, tmp_path: Path) -> None:
    for appointment, said in (
        (APPOINTMENT, f"a voting register of {APPOINTMENT} may have been left out"),
        ("", f"{REGISTER}: its 3 entries are missing"),
    ):
        forged = Forged(made.of(appointment))
        _register_gone(forged)
        forged.listed()
        assert said in run(forged.to(tmp_path / "forged.zip")).out


def test_entries_sealed_anew_are_named_by_the_tree_alone(made: Made, tmp_path: Path) -> None:
    """Every chain is without a flaw; without the list of digests no entry could be named."""
    forged = Forged(made.all)
    _rewritten(forged)
    forged.listed()

    told = run(forged.to(tmp_path / "forged.zip"))

    assert "WRONG. The entries" not in told.out
    named = [line for line in told.out.splitlines() if "it is not the one that has" in line]
    assert [line.partition(" of ")[0] for line in named] == [
        f"WRONG. The tree: entry {number}" for number in range(5, made.ends[APPOINTMENT] + 1)
    ]

    forged.files["proofs/digests.bin"] = forged.files["proofs/digests.bin"][32:]
    forged.listed()
    told = run(forged.to(tmp_path / "more.zip"))
    assert "The tree: nor does proofs/digests.bin lead to it" in told.out


@KINDS
@pytest.mark.parametrize("name", ["report.en.txt", "verify.py", "README.txt", "entries.tsv"])
def test_a_file_that_was_exchanged_is_named(
    made: Made, tmp_path: Path, appointment: str, name: str
) -> None:
    forged = Forged(made.of(appointment))
    forged.files[name] += b"\n"

    told = run(forged.to(tmp_path / "forged.zip"))

    assert told.code == 1
    first = told.out.splitlines()[0]
    assert first == f"WRONG. The bundle: {name} was changed: its digest is not the one listed."


@KINDS
def test_a_missing_file_is_named_and_one_too_many_also(
    made: Made, tmp_path: Path, appointment: str
) -> None:
    for name in Forged(made.of(appointment)).files:
        forged = Forged(made.of(appointment))
        del forged.files[name]
        told = run(forged.to(tmp_path / "less.zip"))
        assert told.code == 1
        assert f"{name}: it is missing" in told.out or f"{name} is missing" in told.out

    forged = Forged(made.of(appointment))
    forged.files["entries/more.tsv"] = b""
    told = run(forged.to(tmp_path / "more.zip"))
    assert told.code == 1
    assert "entries/more.tsv is there and not listed" in told.out


@KINDS
def test_a_bundle_cut_short_anywhere_is_not_taken_for_one(
    made: Made, tmp_path: Path, appointment: str
) -> None:
    whole = made.of(appointment).read_bytes()
    short = tmp_path / "short.zip"
    for length in (0, 1, len(whole) // 2, len(whole) - 100, len(whole) - 1):
        short.write_bytes(whole[:length])
        told = run(short)
        assert (told.code, told.err) == (1, "")
        assert told.out.startswith("WRONG. The bundle: it is cut short, or no zip at all")


@KINDS
def test_a_checkpoint_forged_with_another_key_does_not_pass(
    made: Made, tmp_path: Path, appointment: str
) -> None:
    """Neither beside the right key, nor with a key of its own where the right one is given."""
    forged = Forged(made.of(appointment))
    forged.signed_anew(FOREIGN)
    forged.listed()
    told = run(forged.to(tmp_path / "forged.zip"))
    assert told.code == 1
    assert "The signature: checkpoint.txt: it is not signed with the key" in told.out

    forged.files["verifier-key.txt"] = f"{verifier_of(FOREIGN, ORIGIN)}\n".encode()
    forged.listed()
    told = run(forged.to(tmp_path / "with.zip"), "--key", made.notary.verifier())
    assert told.code == 1
    assert "The signature: verifier-key.txt is not the key that was given" in told.out
    assert "The signature: checkpoint.txt: it is not signed with the key" in told.out


@KINDS
def test_a_ledger_forged_whole_with_a_key_of_its_own_fails_before_the_published_key(
    made: Made, tmp_path: Path, appointment: str
) -> None:
    """The bundle of the whole ledger is then sound in itself: that is what the key is for."""
    forged = Forged(made.of(appointment))
    _rewritten(forged)
    lines = forged.lines("entries.tsv")
    if not appointment:
        heads = {}
        for line in forged.lines("heads.tsv"):
            stream, number, digest = line.decode().rstrip("\n").split("\t")
            heads[stream] = Head(int(number), digest)
        forged.signed_anew(FOREIGN, root=root_over(lines), heads=heads_root(heads))
        forged.files = {
            name: content
            for name, content in forged.files.items()
            if not name.startswith("checkpoints/")
        }
    else:
        forged.signed_anew(FOREIGN, root=root_over(lines))
    forged.files["verifier-key.txt"] = f"{verifier_of(FOREIGN, ORIGIN)}\n".encode()
    forged.listed()
    path = forged.to(tmp_path / "forged.zip")

    assert run(path).code == (1 if appointment else 0)
    assert run(path, "--key", made.notary.verifier()).code == 1
    [*_, last] = made.notary.places()
    told = run(path, "--checkpoint", last)
    assert told.code == 1
    assert "The signature" in told.out or "Lodged checkpoints" in told.out


@KINDS
def test_a_foreign_key_given_to_a_good_bundle_is_said_to_be_foreign(
    made: Made, appointment: str
) -> None:
    told = run(made.of(appointment), "--key", verifier_of(FOREIGN, ORIGIN))
    assert told.code == 1
    assert "checkpoint.txt: it is not signed with the key" in told.out

    elsewhere = VerifierKey("calends.example.com/other", made.notary.verifier().public)
    told = run(made.of(appointment), "--key", elsewhere)
    assert told.code == 1
    assert "checkpoint.txt: it is of " in told.out


def test_a_wrong_path_between_checkpoints_is_found(made: Made, tmp_path: Path) -> None:
    forged = Forged(made.one)
    growth = msgspec.json.decode(forged.files["proofs/consistency.json"])
    growth[0]["path"] = growth[1]["path"]
    forged.files["proofs/consistency.json"] = msgspec.json.encode(growth)
    forged.listed()

    told = run(forged.to(tmp_path / "forged.zip"))

    assert told.code == 1
    assert f"checkpoints/{growth[0]['from']:012}.txt: the ledger does not begin with" in told.out


@KINDS
def test_a_lodged_checkpoint_that_does_not_agree_is_named(
    made: Made, tmp_path: Path, appointment: str
) -> None:
    """Signed with the right key: the ledger itself was rewritten after it was lodged."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    for place in made.notary.places():
        lodged = made.notary.read(place).checkpoint
        other = tmp_path / f"{place.stem}.txt"
        other.write_text(sign(msgspec.structs.replace(lodged, root=bytes(32)), key))
        told = run(made.of(appointment), "--checkpoint", other)
        assert told.code == 1
        assert f"Lodged checkpoints: {other}: " in told.out

    for size in (lodged.size + 1, lodged.size - 1):
        other.write_text(sign(msgspec.structs.replace(lodged, size=size), key))
        told = run(made.of(appointment), "--checkpoint", other)
        assert told.code == 1
        assert f"Lodged checkpoints: {other}: " in told.out


def test_what_cannot_be_understood_on_the_command_line_ends_with_two(
    made: Made, tmp_path: Path
) -> None:
    nothing = tmp_path / "nothing"
    for words in (
        (nothing,),
        (made.one, "--key", "nonsense"),
        (made.one, "--checkpoint", nothing),
        (made.one, "--checkpoint", made.one),
        (made.one, "--nonsense"),
    ):
        told = run(*words)
        assert told.code == 2
        assert "usage: verify.py" in told.err
        assert "Traceback" not in told.err


def test_a_folder_that_is_no_bundle_is_told_so(tmp_path: Path) -> None:
    told = run(tmp_path)

    assert told.code == 1
    assert told.out.startswith("WRONG. The bundle: contents.json: it is missing.")
    assert "here is none: name it, as in python3 verify.py bundle.zip" in told.out


# -- Any byte --------------------------------------------------------------------------------


@KINDS
@settings(max_examples=250)
@given(data=st.data())
def test_any_byte_of_any_file_that_is_changed_is_found(
    made: Made, appointment: str, data: st.DataObject
) -> None:
    forged = Forged(made.of(appointment))
    name = data.draw(st.sampled_from(sorted(forged.files)))
    at = data.draw(st.integers(0, len(forged.files[name]) - 1))
    forged.files[name] = with_a_flipped(forged.files[name], at, data.draw(st.integers(1, 255)))

    found = checked(forged.to(made.one.with_name("flipped.zip")))

    assert found
    assert name == "contents.json" or any(f"The bundle: {name} " in line for line in found)


@KINDS
@settings(max_examples=250)
@given(data=st.data())
def test_any_byte_of_entries_proofs_and_checkpoints_is_found_without_the_list(
    made: Made, appointment: str, data: st.DataObject
) -> None:
    """An entry's byte is found as an entry's, and named with it, if its line can be read."""
    forged = Forged(made.of(appointment))
    name = data.draw(st.sampled_from(sorted(unlisted(forged.files))))
    at = data.draw(st.integers(0, len(forged.files[name]) - 1))
    changed = with_a_flipped(forged.files[name], at, data.draw(st.integers(1, 255)))
    forged.files[name] = changed
    forged.listed()

    found = checked(forged.to(made.one.with_name("flipped.zip")))

    assert found
    if name == "entries.tsv":
        assert any(line.startswith("WRONG. The entries: ") for line in found)


@settings(max_examples=100)
@given(data=st.data())
def test_any_byte_of_the_zip_itself_changes_nothing_or_is_found(
    made: Made, data: st.DataObject
) -> None:
    """What a zip says beside its files (the time of one, say) is nobody's record."""
    whole = made.one.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    path = made.one.with_name("flipped.zip")
    path.write_bytes(with_a_flipped(whole, at, data.draw(st.integers(1, 255))))

    if not checked(path):
        assert Forged(path).files == Forged(made.one).files


# -- Writing ---------------------------------------------------------------------------------


@KINDS
def test_of_a_broken_ledger_no_bundle_is_made(
    book: Book, location: str, tmp_path: Path, appointment: str
) -> None:
    notary = notary_in(tmp_path / "home")
    fill(book, notary)
    signed = notary.checkpoint(book, NOW)
    raw.tamper(
        location,
        "UPDATE entries SET topic = 'other/1' WHERE originator_id = ? AND originator_version = 3",
        (EARLIER,),
    )
    to = tmp_path / "bundle.zip"

    with pytest.raises(Tampered, match=f"Entry 3 of {EARLIER}"):
        bundle.write(book, to, notary, signed, lambda _: {}, appointment)

    assert [each.name for each in tmp_path.iterdir() if "bundle" in each.name] == []


def test_a_bundle_that_would_not_pass_is_not_written(
    book: Book, location: str, tmp_path: Path
) -> None:
    """Entries cut off after the checkpoint was signed: every chain is sound, the tree is not."""
    notary = notary_in(tmp_path / "home")
    fill(book, notary)
    signed = notary.checkpoint(book, NOW)
    raw.tamper(
        location,
        "DELETE FROM entries WHERE originator_id = ? AND originator_version = 3",
        (REGISTER,),
    )

    with pytest.raises(bundle.Spoilt, match="would not pass its own check"):
        bundle.write(book, tmp_path / "bundle.zip", notary, signed, lambda _: {}, APPOINTMENT)

    assert [each.name for each in tmp_path.iterdir() if "bundle" in each.name] == []


def test_entries_written_since_the_checkpoint_stay_out(book: Book, tmp_path: Path) -> None:
    notary = notary_in(tmp_path / "home")
    fill(book, notary)
    signed = notary.checkpoint(book, NOW)
    before = len(book.read(APPOINTMENT))
    book.append(APPOINTMENT, after=before, entries=[("later/1", b"{}")])
    ends: list[int] = []

    def derive(heads: Any) -> dict[str, bytes]:
        ends.append(heads[APPOINTMENT].number)
        return {}

    for appointment in (APPOINTMENT, ""):
        to = tmp_path / f"bundle-{len(ends)}.zip"
        bundle.write(book, to, notary, signed, derive, appointment)
        assert run(to).code == 0

    assert ends == [before, before]


def test_nothing_that_is_there_is_written_over(book: Book, tmp_path: Path) -> None:
    notary = notary_in(tmp_path / "home")
    fill(book, notary)
    to = tmp_path / "bundle.zip"
    to.write_bytes(b"mine")

    with pytest.raises(FileExistsError):
        write(book, to, notary, APPOINTMENT)

    assert to.read_bytes() == b"mine"


def test_an_entry_that_fits_on_no_line_is_refused(book: Book, tmp_path: Path) -> None:
    notary = notary_in(tmp_path / "home")
    book.append(APPOINTMENT, after=0, entries=[("opened/1", b'{"a":\n1}')])

    with pytest.raises(bundle.Spoilt, match=f"Entry 1 of {APPOINTMENT} holds a line end"):
        write(book, tmp_path / "bundle.zip", notary, APPOINTMENT)
