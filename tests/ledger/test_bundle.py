"""What an outsider is given: sound if nothing was changed, and whatever was changed is named."""

import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.register import register_id
from ledger import bundle, chain
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
    KEY,
    NOW,
    ORIGIN,
    REGISTER,
    Forged,
    fill,
    is_proven,
    line_of,
    notary_in,
    outsider,
    root_over,
    with_a_flipped,
    write,
)

FOREIGN = Ed25519PrivateKey.from_private_bytes(bytes(32))
KINDS = pytest.mark.parametrize("appointment", [APPOINTMENT, ""], ids=["one", "all"])


class Made(NamedTuple):
    """Three bundles of one ledger, its notary, and how many entries each stream has.

    `alone` is of an appointment without registers.
    """

    one: Path
    all: Path
    alone: Path
    notary: Notary
    ends: dict[str, int]

    def of(self, appointment: str) -> Path:
        return self.one if appointment else self.all


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("bundles")
    notary = notary_in(folder / "home")
    with Book.open(str(folder / "ledger.sqlite")) as book:
        fill(book, notary)
        one, whole, alone = (folder / f"{name}.zip" for name in ("one", "all", "alone"))
        for path, of in ((one, APPOINTMENT), (whole, ""), (alone, ALONE)):
            write(book, path, notary, of)
        streams = (*book.appointments(), *book.registers())
        ends = {each: len(book.read(each)) for each in streams}
    return Made(one, whole, alone, notary, ends)


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

    told = outsider(to)
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

    inside = outsider(".", program="verify.py", cwd=tmp_path / "unpacked")

    assert (inside.code, inside.err) == (0, "")
    assert outsider(tmp_path / "unpacked") == inside


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
        told = outsider(*words)
        assert (told.code, told.out) == (2, "")
        assert says in told.err
    assert outsider(tmp_path / "unpacked").code == 0


@KINDS
def test_with_the_published_key_and_lodged_checkpoints_it_says_no_more_of_them(
    made: Made, appointment: str
) -> None:
    """Every checkpoint in the home is one that may have been mailed."""
    lodged = [word for place in made.notary.places() for word in ("--checkpoint", place)]

    told = outsider(made.of(appointment), "--key", made.notary.verifier(), *lodged)

    assert told.code == 0, told.out
    assert "Lodged checkpoints: all 3 agree with the bundle" in told.out
    assert "compare verifier-key.txt" not in told.out


def test_the_key_may_lie_in_a_file(made: Made, tmp_path: Path) -> None:
    key = tmp_path / "key.txt"
    key.write_text(f"{made.notary.verifier()}\n")

    assert outsider(made.one, "--key", key).code == 0


def test_openssl_finds_the_signature_good_too(made: Made, tmp_path: Path) -> None:
    """The step that README.txt names, word for word."""
    readme = Forged(made.one).files["README.txt"].decode()
    [step] = [line.split() for line in readme.splitlines() if line.startswith("  openssl")]
    assert outsider(made.one, "--parts", tmp_path / "parts").code == 0
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
    made: Made, tmp_path: Path
) -> None:
    """By the end that would stand behind theirs, and is the first of all."""
    assert outsider(made.alone).code == 0
    forged = Forged(made.alone)
    ends = [line.partition(b"\t")[0].decode() for line in forged.lines("heads.tsv")]
    assert ends == [register_id(EARLIER, "ballot"), ALONE]

    for name in ("heads.tsv", "proofs/heads.tsv"):
        forged.put(name, forged.lines(name)[1:])
    forged.listed()
    told = outsider(forged.to(tmp_path / "forged.zip"))
    assert told.code == 1
    assert f"a voting register of {ALONE} may have been left out" in told.out


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
        lambda _: f"The entries: entry 5 of {APPOINTMENT}: its digest does not match its content",
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

    told = outsider(forged.to(tmp_path / "forged.zip"))

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
        told = outsider(forged.to(tmp_path / "forged.zip"))
        assert (told.code, told.err) == (1, "")
        assert f"WRONG. The ends: {said}." in told.out


def test_entries_sealed_anew_are_named_by_the_tree_alone(made: Made, tmp_path: Path) -> None:
    """Every chain is without a flaw; without the list of digests no entry could be named."""
    forged = Forged(made.all)
    _rewritten(forged)
    forged.listed()

    told = outsider(forged.to(tmp_path / "forged.zip"))

    assert "WRONG. The entries" not in told.out
    named = [line for line in told.out.splitlines() if "it is not the one that has" in line]
    assert [line.partition(" of ")[0] for line in named] == [
        f"WRONG. The tree: entry {number}" for number in range(5, made.ends[APPOINTMENT] + 1)
    ]

    forged.files["proofs/digests.bin"] = forged.files["proofs/digests.bin"][32:]
    forged.listed()
    told = outsider(forged.to(tmp_path / "more.zip"))
    assert "The tree: nor does proofs/digests.bin lead to it" in told.out


def _line_cut(forged: Forged) -> None:
    forged.files["entries.tsv"] = forged.files["entries.tsv"][:-1]


def _no_entry(forged: Forged) -> None:
    forged.put("entries.tsv", [b"nonsense\n", *forged.lines("entries.tsv")])


def _sealed_alone(forged: Forged) -> None:
    """An entry in the place of another, right in itself: the next one follows the other."""
    lines = forged.lines("entries.tsv")
    at = forged.place_of(APPOINTMENT, 4)
    *_, kind, state = lines[at].rstrip(b"\n").split(b"\t", 3)
    own = [(kind.decode(), state[verify.CONTENT].replace(b"202", b"201"))]
    [another] = chain.seal(APPOINTMENT, own, after=3, previous=state[verify.BEFORE].decode())
    lines[at] = line_of(another)
    forged.put("entries.tsv", lines)


def _ends_swapped(forged: Forged) -> None:
    for name in ("heads.tsv", "proofs/heads.tsv"):
        if name in forged.files:
            forged.put(name, forged.lines(name)[::-1])


def _end_unreadable(forged: Forged) -> None:
    own = f"{APPOINTMENT}\t".encode()
    ends = [line.replace(own, own + b"x") for line in forged.lines("heads.tsv")]
    forged.put("heads.tsv", ends)


def _another_size(forged: Forged) -> None:
    forged.files["checkpoints/000000000014.txt"] = forged.files.pop("checkpoints/000000000020.txt")


def _without_its_line(name: str, at: int) -> Crime:
    def gone(forged: Forged) -> None:
        lines = forged.lines(name)
        del lines[at]
        forged.put(name, lines)

    return gone


def _one_more(name: str) -> Crime:
    return lambda forged: forged.put(name, [*forged.lines(name), forged.lines(name)[-1]])


def _put(name: str, content: bytes) -> Crime:
    return lambda forged: forged.files.update({name: content})


BOTH, ONE, ALL = (APPOINTMENT, ""), (APPOINTMENT,), ("",)
SLIPS: dict[str, tuple[tuple[str, ...], Crime, str]] = {
    "a file": (
        BOTH,
        lambda forged: forged.files.pop("heads.tsv"),
        "The bundle: heads.tsv is not listed, and belongs to every bundle",
    ),
    "the end of a line": (BOTH, _line_cut, "The bundle: entries.tsv ends within a line"),
    "no entry": (BOTH, _no_entry, "The entries: line 1 of entries.tsv is not an entry"),
    "an entry sealed alone": (
        BOTH,
        _sealed_alone,
        f"The entries: entry 5 of {APPOINTMENT}: it does not follow the entry before it",
    ),
    "the order of the ends": (
        BOTH,
        _ends_swapped,
        "its end does not stand in its place among the others",
    ),
    "an end": (BOTH, _end_unreadable, f"{APPOINTMENT}: its end in the ledger cannot be read"),
    "the name of a checkpoint": (
        BOTH,
        _another_size,
        "Earlier checkpoints: checkpoints/000000000014.txt is a checkpoint of 20 entries",
    ),
    "an entry and not its proof": (
        ONE,
        lambda forged: _without_its_line("entries.tsv", forged.place_of(APPOINTMENT, 5))(forged),
        f"The tree: entry 5 of {APPOINTMENT}: it is missing, though its proof is there",
    ),
    "a proof too many": (
        ONE,
        _one_more("proofs/heads.tsv"),
        "The ends: proofs/heads.tsv holds more than heads.tsv",
    ),
    "the paths": (
        ONE,
        _put("proofs/consistency.json", b"{"),
        "Earlier checkpoints: proofs/consistency.json cannot be read",
    ),
    "a checkpoint and not its path": (
        ONE,
        lambda forged: forged.files.pop("checkpoints/000000000020.txt"),
        "Earlier checkpoints: proofs/consistency.json: there is no checkpoint of 20 entries",
    ),
    "an end left out": (
        ALL,
        _without_its_line("heads.tsv", 0),
        "The ends: heads.tsv does not lead to the root in the checkpoint",
    ),
    "a stream too many": (
        ALL,
        _without_its_line("heads.tsv", 0),
        f"The ends: {register_id(EARLIER, 'ballot')}: it does not stand in the ledger of",
    ),
}


@pytest.mark.parametrize(
    ("slip", "appointment"), [(slip, each) for slip, of in SLIPS.items() for each in of[0]]
)
def test_whatever_does_not_fit_is_said_though_the_contents_were_rewritten(
    made: Made, tmp_path: Path, slip: str, appointment: str
) -> None:
    _, commit, said = SLIPS[slip]
    forged = Forged(made.of(appointment))
    commit(forged)
    forged.listed()

    found = checked(forged.to(tmp_path / "forged.zip"))

    assert [line for line in found if line.startswith("WRONG. ") and said in line], found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _: b"[]", "it is not a list of contents"),
        (lambda listed: listed.replace(b"bundle/1", b"bundle/2"), "not of the form that this"),
        (lambda listed: listed[:-1], "it is not written as a list of contents is"),
    ],
)
def test_a_list_of_contents_that_is_none_is_said(
    made: Made, tmp_path: Path, change: Callable[[bytes], bytes], said: str
) -> None:
    forged = Forged(made.one)
    forged.files["contents.json"] = change(forged.files["contents.json"])

    [found] = checked(forged.to(tmp_path / "forged.zip"))

    assert found.startswith("WRONG. The bundle: contents.json: ")
    assert said in found


def test_a_file_that_stands_there_twice_is_said(made: Made, tmp_path: Path) -> None:
    """A zip may hold two of a name, of which whoever unpacks it gets one."""
    path = Forged(made.one).to(tmp_path / "forged.zip")
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as packed:
        packed.writestr("report.en.txt", b"another report\n")

    assert "WRONG. The bundle: report.en.txt stands in it 2 times." in checked(path)


def test_of_many_findings_twenty_are_told_and_the_others_counted(
    made: Made, tmp_path: Path
) -> None:
    forged = Forged(made.all)
    lines = [with_a_flipped(each, len(each) - 20, 1) for each in forged.lines("entries.tsv")]
    forged.put("entries.tsv", lines)
    forged.listed()

    found = [
        line
        for line in checked(forged.to(tmp_path / "forged.zip"))
        if line.startswith("WRONG. The entries: ")
    ]

    assert len(found) == 20 + 1
    assert found[-1] == f"WRONG. The entries: and {len(lines) - 20} more."


@KINDS
@pytest.mark.parametrize("name", ["report.en.txt", "verify.py", "README.txt", "entries.tsv"])
def test_a_file_that_was_exchanged_is_named(
    made: Made, tmp_path: Path, appointment: str, name: str
) -> None:
    forged = Forged(made.of(appointment))
    forged.files[name] += b"\n"

    told = outsider(forged.to(tmp_path / "forged.zip"))

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
        told = outsider(forged.to(tmp_path / "less.zip"))
        assert told.code == 1
        assert f"{name}: it is missing" in told.out or f"{name} is missing" in told.out

    forged = Forged(made.of(appointment))
    forged.files["entries/more.tsv"] = b""
    told = outsider(forged.to(tmp_path / "more.zip"))
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
        told = outsider(short)
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
    told = outsider(forged.to(tmp_path / "forged.zip"))
    assert told.code == 1
    assert "The signature: checkpoint.txt: it is not signed with the key" in told.out

    forged.files["verifier-key.txt"] = f"{verifier_of(FOREIGN, ORIGIN)}\n".encode()
    forged.listed()
    told = outsider(forged.to(tmp_path / "with.zip"), "--key", made.notary.verifier())
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

    assert outsider(path).code == (1 if appointment else 0)
    assert outsider(path, "--key", made.notary.verifier()).code == 1
    [*_, last] = made.notary.places()
    told = outsider(path, "--checkpoint", last)
    assert told.code == 1
    assert f"WRONG. Lodged checkpoints: {last}: it is not signed with the key" in told.out


@KINDS
def test_a_foreign_key_given_to_a_good_bundle_is_said_to_be_foreign(
    made: Made, appointment: str
) -> None:
    told = outsider(made.of(appointment), "--key", verifier_of(FOREIGN, ORIGIN))
    assert told.code == 1
    assert "checkpoint.txt: it is not signed with the key" in told.out

    elsewhere = VerifierKey("calends.example.com/other", made.notary.verifier().public)
    told = outsider(made.of(appointment), "--key", elsewhere)
    assert told.code == 1
    assert "checkpoint.txt: it is of " in told.out


def test_a_wrong_path_between_checkpoints_is_found(made: Made, tmp_path: Path) -> None:
    forged = Forged(made.one)
    growth = msgspec.json.decode(forged.files["proofs/consistency.json"])
    growth[0]["path"] = growth[1]["path"]
    forged.files["proofs/consistency.json"] = msgspec.json.encode(growth)
    forged.listed()

    told = outsider(forged.to(tmp_path / "forged.zip"))

    assert told.code == 1
    assert f"checkpoints/{growth[0]['from']:012}.txt: the ledger does not begin with" in told.out


@KINDS
def test_a_lodged_checkpoint_that_does_not_agree_is_named(
    made: Made, tmp_path: Path, appointment: str
) -> None:
    """Signed with the right key: the ledger itself was rewritten after it was lodged."""
    [*earlier, last] = [made.notary.read(place).checkpoint for place in made.notary.places()]
    unlike = "the bundle has another root" if appointment else "are not those that it knew"
    unproven = "the bundle has no proof" if appointment else "are not those that it knew"
    other = tmp_path / "other.txt"
    for lodged, because in (
        *((msgspec.structs.replace(each, root=bytes(32)), unlike) for each in earlier),
        (msgspec.structs.replace(last, root=bytes(32)), "it states another root"),
        (msgspec.structs.replace(last, size=last.size + 1), f"more than the {last.size} of"),
        (msgspec.structs.replace(last, size=last.size - 1), unproven),
    ):
        other.write_text(sign(lodged, KEY))
        told = outsider(made.of(appointment), "--checkpoint", other)
        assert told.code == 1
        [wrong] = [line for line in told.out.splitlines() if line.startswith("WRONG.")]
        assert wrong.startswith(f"WRONG. Lodged checkpoints: {other}: ")
        assert because in wrong


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
        told = outsider(*words)
        assert told.code == 2
        assert "usage: verify.py" in told.err
        assert "Traceback" not in told.err


def test_a_folder_that_is_no_bundle_is_told_so(tmp_path: Path) -> None:
    told = outsider(tmp_path)

    assert told.code == 1
    assert told.out.startswith("WRONG. The bundle: contents.json: it is missing.")
    assert "here is none: name it, as in python3 verify.py bundle.zip" in told.out


# -- Any byte --------------------------------------------------------------------------------


def flipped(
    path: Path, data: st.DataObject, among: Callable[[str], object] = bool
) -> tuple[str, Forged]:
    """A bundle with one byte changed, in any of those files; and in which of them it is."""
    forged = Forged(path)
    name = data.draw(st.sampled_from(sorted(filter(among, forged.files))))
    at = data.draw(st.integers(0, len(forged.files[name]) - 1))
    forged.files[name] = with_a_flipped(forged.files[name], at, data.draw(st.integers(1, 255)))
    return name, forged


@KINDS
@settings(max_examples=250)
@given(data=st.data())
def test_any_byte_of_any_file_that_is_changed_is_found(
    made: Made, appointment: str, data: st.DataObject
) -> None:
    name, forged = flipped(made.of(appointment), data)

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
    name, forged = flipped(made.of(appointment), data, is_proven)
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
        assert outsider(to).code == 0

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
