"""Signed notes: C2SP's form to the byte, and one sentence for whatever is not ours."""

import base64
import shutil
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from ledger.notes import (
    BadNote,
    Checkpoint,
    VerifierKey,
    check,
    key_of,
    read_note,
    read_verifier_key,
    sign,
    verifier_key_in,
    verifier_of,
)

ROOT = Path(__file__).parents[2]
ORIGIN = "calends.example.org/ledger"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OURS = verifier_of(KEY, ORIGIN)
AT = datetime(2029, 6, 26, 4, tzinfo=UTC)
SAID = Checkpoint(ORIGIN, 1234, b"r" * 32, 7, b"h" * 32, AT)
NOTE = sign(SAID, KEY)
LINES = (
    "calends.example.org/ledger\n"
    "1234\n"
    "cnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI=\n"
    "heads 7 aGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGg=\n"
    "at 2029-06-26T04:00:00Z\n"
)


def test_a_note_is_what_the_specifications_say() -> None:
    """Text, an empty line, the signature; Ed25519 gives the same bytes every time: a specimen."""
    signature = base64.b64encode(OURS.id + KEY.sign(LINES.encode())).decode()
    assert f"{LINES}\n— {ORIGIN} {signature}\n" == NOTE
    assert check(read_note(NOTE), OURS) == SAID


def test_a_verifier_key_is_what_the_specification_says() -> None:
    """The public key of Go's checksum database, as its documentation gives it out."""
    known = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    key = read_verifier_key(f"{known}\n")

    assert (key.name, key.id.hex(), str(key)) == ("sum.golang.org", "033de0ae", known)
    assert read_verifier_key(str(OURS)) == OURS


def test_witnesses_may_sign_too() -> None:
    """Signatures of keys that we do not know are passed over, before ours and after it."""
    stranger = sign(SAID, Ed25519PrivateKey.generate()).rpartition("\n\n")[2]
    witness = stranger.replace(ORIGIN, "witness.example.org")

    text, _, own = NOTE.rpartition("\n\n")
    assert check(read_note(f"{text}\n\n{stranger}{own}{witness}"), OURS) == SAID


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("", "no empty line"),
        ("hello", "no empty line"),
        (LINES, "no empty line"),
        (NOTE[:-1], "cut short"),
        (NOTE[:200], "cut short"),
        (f"{LINES}\n", "cut short"),
        (NOTE.replace("\n", "\r\n"), "control characters"),
        (NOTE + "x" * 100_000, "too long"),
        (NOTE.replace("\n1234\n", "\n01234\n"), "lines"),
        (NOTE.replace("\n1234\n", "\n-1\n"), "lines"),
        (NOTE.replace("\n1234\n", "\n１２\n"), "lines"),
        (NOTE.replace("cnJy", "cnJ", 1), "lines"),
        (NOTE.replace("heads 7", "heads  7"), "lines"),
        (NOTE.replace("heads 7", "tails 7"), "lines"),
        (NOTE.replace("at 2029-06-26T04:00:00Z", "at 2029-6-26T04:00:00Z"), "lines"),
        (NOTE.replace("at 2029-06-26T04:00:00Z", "at 2029-06-31T04:00:00Z"), "lines"),
        (NOTE.replace("at 2029-06-26T04:00:00Z\n", ""), "lines"),
        (NOTE.replace("at 2029", "\nat 2029"), "lines"),
        (NOTE.replace("00:00Z\n", "00:00Z\nmore\n"), "lines"),
        (NOTE.replace(ORIGIN, "our ledger"), "lines"),
        (NOTE.replace("— ", "- "), "signatures"),
        (NOTE.replace(f"— {ORIGIN} ", f"— {ORIGIN}"), "signatures"),
        (NOTE.replace(f"— {ORIGIN}", "— a+b"), "signatures"),
        (f"{LINES}\n— {ORIGIN} AAAA\n", "signatures"),
        (f"{LINES}\n— {ORIGIN} !!!!\n", "signatures"),
        (f"{LINES}\n" + NOTE.rpartition("\n\n")[2] * 101, "too many"),
    ],
)
def test_what_is_no_note_is_said_in_one_sentence(text: str, because: str) -> None:
    """Each with the cure after a colon."""
    with pytest.raises(
        BadNote, match=rf"^This is no signed checkpoint, because [^:]*{because}.*: "
    ):
        read_note(text)


@given(st.data())
def test_no_character_of_a_note_can_change(data: st.DataObject) -> None:
    """Another character anywhere: it cannot be read, or is not signed, or is signed by nobody."""
    place = data.draw(st.integers(0, len(NOTE) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda c: c != NOTE[place]))

    with pytest.raises(BadNote):
        check(read_note(NOTE[:place] + other + NOTE[place + 1 :]), OURS)


@given(st.text())
def test_whatever_is_handed_over_is_a_bad_note_at_worst(text: str) -> None:
    """And never a fault of ours."""
    with pytest.raises(BadNote):
        read_note(text)
    with pytest.raises(BadNote):
        read_verifier_key(text)


def test_a_foreign_key_a_forgery_and_another_ledger_are_told_apart() -> None:
    """Each with its own sentence and cure."""
    foreign = Ed25519PrivateKey.generate()
    forged = NOTE.replace("\n1234\n", "\n1233\n")
    elsewhere = sign(Checkpoint("elsewhere", 1, b"r" * 32, 1, b"h" * 32, AT), KEY)

    for note, because in (
        (sign(SAID, foreign), "signed by a foreign key"),
        (forged, "does not fit the text"),
        (elsewhere, "is of the ledger elsewhere, and the key of calends.example.org/ledger"),
    ):
        with pytest.raises(BadNote, match=because):
            check(read_note(note), OURS)
    # A key of the same name and id that is not ours: the id is four bytes of a digest.
    colliding = VerifierKey(ORIGIN, b"\x00" * 32)
    text = NOTE.rpartition("\n\n")[0]
    signed = base64.b64encode(colliding.id + b"\x00" * 64).decode()
    with pytest.raises(BadNote, match="does not fit the text"):
        check(read_note(f"{text}\n\n— {ORIGIN} {signed}\n"), colliding)


@pytest.mark.parametrize(
    "text",
    [
        "", "calends", "calends+033de0ae", str(OURS)[:-4], str(OURS).replace(ORIGIN, "other"),
        str(OURS).replace(OURS.id.hex(), "00000000"), str(OURS).replace("+AQ", "+Ag"), f"+{OURS}",
    ],
)  # fmt: skip
def test_what_is_no_verifier_key_is_said(text: str) -> None:
    """Cut short, of another name, of another id, of another way of signing."""
    with pytest.raises(BadNote, match=r"verifier key.*: take the line as it was handed out"):
        read_verifier_key(text)


# -- Keys ------------------------------------------------------------------------------------


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    """0600, PKCS8, and the verifier key beside it; also when it is made by many at once."""
    with ThreadPoolExecutor(8) as threads:
        keys = list(threads.map(lambda _: key_of(tmp_path, ORIGIN), range(8)))

    assert {verifier_of(key, ORIGIN) for key in keys} == {verifier_key_in(tmp_path)}
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "signing-key.pem",
        "verifier-key.txt",
    ]
    pem = tmp_path / "signing-key.pem"
    assert pem.read_text().startswith("-----BEGIN PRIVATE KEY-----\n")
    assert stat.S_IMODE(pem.stat().st_mode) == 0o600
    assert check(read_note(sign(SAID, keys[0])), verifier_key_in(tmp_path)) == SAID


def a_pem(password: bytes | None = None) -> bytes:
    way = BestAvailableEncryption(password) if password else NoEncryption()
    return KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, way)


NO_KEY = b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
OF_ANOTHER_KIND = Ed448PrivateKey.generate().private_bytes(
    Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
)


@pytest.mark.parametrize(
    ("pem", "because"),
    [
        (b"", "holds no key that can be read"),
        (b"\xff\x00", "holds no key that can be read"),
        (NO_KEY, "holds no key that can be read"),
        (OF_ANOTHER_KIND, "holds a key that is not of Ed25519"),
        (a_pem(b"secret"), "holds no key that can be read"),
        (a_pem(), "is of calends.example.org/ledger.*, and not of the key beside it"),
    ],
)
def test_a_key_that_cannot_be_used_is_said(tmp_path: Path, pem: bytes, because: str) -> None:
    """Never a new one in its place: what was signed would look like a stranger's."""
    key_of(tmp_path, ORIGIN)
    (tmp_path / "signing-key.pem").write_bytes(pem)

    with pytest.raises(BadNote, match=because):
        key_of(tmp_path, ORIGIN)
    assert (tmp_path / "signing-key.pem").read_bytes() == pem


def test_a_key_that_is_gone_open_or_of_another_name_is_said(tmp_path: Path) -> None:
    """Each with its cure."""
    key_of(tmp_path, ORIGIN)
    with pytest.raises(BadNote, match="set CALENDS_ORIGIN as it was"):
        key_of(tmp_path, "another")
    with pytest.raises(BadNote, match="cannot name a ledger"):
        key_of(tmp_path, "our ledger")
    (tmp_path / "signing-key.pem").chmod(0o644)
    with pytest.raises(BadNote, match="chmod 600"):
        key_of(tmp_path, ORIGIN)
    (tmp_path / "signing-key.pem").unlink()
    with pytest.raises(BadNote, match="bring the key back"):
        key_of(tmp_path, ORIGIN)
    (tmp_path / "verifier-key.txt").unlink()
    with pytest.raises(BadNote, match=r"There is no .*verifier-key\.txt"):
        verifier_key_in(tmp_path)
    (tmp_path / "verifier-key.txt").write_bytes(b"\xff")
    with pytest.raises(BadNote, match="is not a text"):
        verifier_key_in(tmp_path)
    (tmp_path / "verifier-key.txt").unlink()
    (tmp_path / "verifier-key.txt").mkdir()
    with pytest.raises(BadNote, match=r"verifier-key\.txt cannot be used"):
        verifier_key_in(tmp_path)


def test_a_home_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A file stands where the home should be."""
    (tmp_path / "home").write_text("")

    with pytest.raises(BadNote, match="home cannot be used"):
        key_of(tmp_path / "home", ORIGIN)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_checks_a_signature_as_the_page_says(tmp_path: Path) -> None:
    """The lines of docs/operators/checkpoints.md, as they stand there; and a forgery fails."""
    page = (ROOT / "docs" / "operators" / "checkpoints.md").read_text(encoding="utf-8")
    lines = page.partition("```sh\n")[2].partition("```")[0]
    (tmp_path / "verifier-key.txt").write_text(f"{OURS}\n", encoding="utf-8")
    for note, code in ((NOTE, 0), (NOTE.replace("\n1234\n", "\n1233\n"), 1)):
        (tmp_path / "note.txt").write_text(note, encoding="utf-8")
        done = subprocess.run(["sh", "-c", lines], cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == code
