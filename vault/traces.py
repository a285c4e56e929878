"""Traces: by what a paper would be known if it stood in plain somewhere, and a look for it.

Taken from the plain text before its key is removed, and kept in memory only.
"""

import base64
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from typing import IO

SHORTEST = 6  # characters: what is shorter stands everywhere
SHORTEST_WORD = (
    12  # of a single word of letters: French, Strasbourg and the like stand everywhere too
)
PIECE = 64  # bytes
MOST_PIECES = 256  # of one paper, spread evenly over it
READ_AT_ONCE = 1 << 20


def traces_of(paper: bytes, public: Collection[str]) -> frozenset[bytes]:
    """Each line, field and value of a text that is not public record; pieces of anything else."""
    try:
        text = paper.decode()
    except UnicodeDecodeError:
        return frozenset(_pieces(paper))
    if "\0" in text:
        return frozenset(_pieces(paper))
    known = {_folded(each) for each in public}
    telling = (value.strip() for value in _values(text))
    return frozenset(
        unicodedata.normalize(form, value).encode()
        for value in telling
        if _tells(value) and _folded(value) not in known
        for form in ("NFC", "NFD")
    )


class Look:
    """A look for traces, in the forms in which they may stand: plain, escaped as JSON, base64."""

    def __init__(self, traces: Iterable[bytes]) -> None:
        self._forms = tuple({form for trace in traces for form in _forms(trace)})
        self._longest = max(map(len, self._forms), default=0)

    @property
    def for_anything(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self._forms)

    def in_bytes(self, text: bytes) -> bool:
        """Whether any of it stands there."""
        return any(form in text for form in self._forms)

    def in_file(self, file: IO[bytes]) -> bool:
        """The same for a file of any length, in constant memory."""
        before = b""
        while piece := file.read(READ_AT_ONCE):
            if self.in_bytes(before + piece):
                return True
            before = (before + piece)[-self._longest :] if self._longest else b""
        return False


def of_a_key(secret: bytes) -> frozenset[bytes]:
    """How a key itself would be known, in a copy of the vault or written out."""
    return frozenset((secret, secret.hex().encode()))


def _values(text: str) -> Iterator[str]:
    """Lines, what stands between tabs or semicolons or after a mark, texts of a JSON value."""
    for line in text.splitlines():
        for field in {line, *re.split(r"[\t;]", line)}:
            yield field
            yield from (field.partition(mark)[2] for mark in ":=")
    try:
        yield from _leaves(json.loads(text))
    except ValueError:
        return


def _tells(value: str) -> bool:
    return len(value) >= (SHORTEST_WORD if value.isalpha() else SHORTEST)


def _leaves(value: object) -> Iterator[str]:
    match value:
        case str():
            yield from value.splitlines()
        case dict():
            yield from _leaves(list(value.values()))
        case list():
            for each in value:
                yield from _leaves(each)
        case int() | float():
            yield str(value)


def _pieces(paper: bytes) -> Iterator[bytes]:
    if len(paper) < PIECE:
        yield from (paper,) if len(paper) >= SHORTEST else ()
        return
    starts = range(0, len(paper) - PIECE + 1, PIECE)
    step = -(-len(starts) // MOST_PIECES)
    for start in starts[::step]:
        piece = paper[start : start + PIECE]
        # A run of zeros or blanks stands in files of every kind.
        if len(set(piece)) > PIECE // 4:
            yield piece


def _forms(trace: bytes) -> Iterator[bytes]:
    written = {trace}
    try:
        text = trace.decode()
    except UnicodeDecodeError:
        pass
    else:
        written |= {json.dumps(text, ensure_ascii=plain)[1:-1].encode() for plain in (True, False)}
    for each in written:
        yield each
        for before in range(3):
            in_base64 = _within_base64(each, before)
            yield in_base64
            yield in_base64.translate(bytes.maketrans(b"+/", b"-_"))


def _within_base64(trace: bytes, before: int) -> bytes:
    """The letters that stand for a trace wherever it begins `before` bytes after a group of three.

    Those that it shares with its neighbours are left away.
    """
    letters = base64.b64encode(bytes(before) + trace)
    return letters[-(-8 * before // 6) : 8 * (before + len(trace)) // 6]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split())).casefold()
