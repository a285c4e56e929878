"""Checkpoints: what the ledger was on a day, signed; and the ledger compared with it later.

One pass over the log, in the order of writing, grows the tree, checks every chain and meets every
checkpoint at the entry at which it was taken. Only the last entry of each stream is kept in mind.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ledger import chain
from ledger.book import Book
from ledger.chain import Broken, Sealed
from ledger.errors import Departed, NotOurs, Tampered
from ledger.merkle import Frontier, Tree, consistent, leaf_hash
from ledger.notes import (
    BadNote,
    Checkpoint,
    VerifierKey,
    check,
    key_of,
    put,
    read_note,
    sign,
    verifier_key_in,
)

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

A_WHILE = 1000  # entries
NOTE, HEADS, MAILED = ".txt", ".heads", ".mailed"


class Head(NamedTuple):
    """The last entry of a stream: its number, and its digest."""

    number: int
    digest: str


Heads = Mapping[str, Head]


class Lodged(msgspec.Struct, frozen=True):
    """A checkpoint that was checked, where it lies, and its list of heads if that was kept."""

    place: Path
    checkpoint: Checkpoint
    listed: Path | None = None

    def heads(self) -> Heads | None:
        """The last entry of each stream, by the list if it is there and is the one signed for."""
        try:
            heads = _read_heads(self.listed.read_text(encoding="utf-8")) if self.listed else None
        except (OSError, ValueError):
            return None
        signed = (self.checkpoint.streams, self.checkpoint.heads)
        return heads if heads is not None and (len(heads), heads_root(heads)) == signed else None


class Departure(msgspec.Struct, frozen=True):
    """Where the ledger is no longer what was signed. Not every one can name its entry."""

    checkpoint: str
    appointment: str
    number: int
    because: str


class Compared(msgspec.Struct, frozen=True):
    """The ledger as one pass has found it."""

    size: int
    root: bytes
    heads: Heads
    broken: tuple[Broken, ...]
    departures: tuple[Departure, ...]

    def must_be_unbroken(self) -> None:
        """Raises Tampered at the first entry that is not what was written."""
        for first in self.broken:
            raise Tampered(first.appointment, first.number, first.because)


class Taken(msgspec.Struct, frozen=True):
    """A checkpoint that was signed, and the list of the heads that it signs for."""

    checkpoint: Checkpoint
    note: str
    heads: str


class Kept(msgspec.Struct, frozen=True):
    """A checkpoint as it lies in the home; `new` if it was made just now."""

    place: Path
    note: str
    checkpoint: Checkpoint
    new: bool


# -- The tree of the heads -------------------------------------------------------------------


def head_leaf(stream: str, head: Head) -> bytes:
    """What one stream puts into the tree of the heads."""
    return f"{stream}\n{head.number}\n{head.digest}".encode()


def heads_root(heads: Heads) -> bytes:
    """The root over all streams, in the order of the bytes of their names."""
    tree = Frontier()
    for stream, head in _sorted(heads):
        tree.append(leaf_hash(head_leaf(stream, head)))
    return tree.root()


def _sorted(heads: Heads) -> Iterator[tuple[str, Head]]:
    for stream in sorted(heads, key=lambda each: each.encode(errors="surrogatepass")):
        yield stream, heads[stream]


def _written_heads(heads: Heads) -> str:
    return "".join(f"{stream}\t{head.number}\t{head.digest}\n" for stream, head in _sorted(heads))


def _read_heads(text: str) -> Heads:
    """Raises ValueError."""
    rows = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
    return {stream: Head(int(number), digest) for stream, number, digest in rows}


# -- Taking ----------------------------------------------------------------------------------


def take(
    book: Book,
    key: "Ed25519PrivateKey",
    origin: str,
    now: datetime,
    lodged: Sequence[Lodged] = (),
    alive: Callable[[], object] = bool,
) -> Taken:
    """Sign what the ledger is now, after every entry and every earlier checkpoint was checked.

    Raises Tampered for a chain that is broken, Departed where an earlier checkpoint does not fit:
    what is broken is never signed.
    """
    found = compare(book, lodged, alive)
    found.must_be_unbroken()
    if found.departures:
        raise Departed(
            f"{found.departures[0].because}: nothing is signed until the ledger is what was signed "
            "before. `calends verify` says more; restore a copy that verifies"
        )
    instant = now.astimezone(UTC).replace(microsecond=0)
    heads = heads_root(found.heads)
    said = Checkpoint(origin, found.size, found.root, len(found.heads), heads, instant)
    return Taken(said, sign(said, key), _written_heads(found.heads))


class Notary:
    """Whoever signs for a ledger: its key and all checkpoints that were taken lie in one home."""

    def __init__(self, home: Path, origin: str) -> None:
        self._home = home
        self._origin = origin
        self.folder = home / "checkpoints"

    def checkpoint(
        self,
        book: Book,
        now: datetime,
        others: Iterable[Lodged] = (),
        alive: Callable[[], object] = bool,
    ) -> Kept:
        """A new checkpoint, kept; or the last one, where nothing was written since.

        It follows all that were kept, and `others`. `alive` is called now and then while the ledger
        is read. Raises NotOurs where there is nothing to sign, and what `take` raises; Departed for
        a kept one that is not ours, too.
        """
        if self.has_nothing_to_sign(book):
            raise NotOurs("There is nothing in the ledger to sign yet: open an appointment first.")
        key = key_of(self._home, self._origin)
        try:
            before = self.kept()
        except BadNote as bad:
            raise Departed(f"{str(bad).rstrip('.')}; nothing is signed after it") from bad
        taken = take(book, key, self._origin, now, (*before, *others), alive)
        last = before[-1] if before else None
        if last and last.checkpoint.size == taken.checkpoint.size:
            return Kept(last.place, _text_of(last.place), last.checkpoint, new=False)
        place = self.folder / f"{taken.checkpoint.size:012}{NOTE}"
        # The list first: where a checkpoint lies, its list does.
        put(place.with_suffix(HEADS), taken.heads.encode())
        put(place, taken.note.encode())
        return Kept(place, taken.note, taken.checkpoint, new=True)

    def has_nothing_to_sign(self, book: Book) -> bool:
        """Nothing was ever written. An empty ledger that was signed for has lost its entries."""
        return not book.count() and not self.places()

    def kept(self) -> tuple[Lodged, ...]:
        """Every checkpoint in the home, smallest first. Raises BadNote at the first bad one."""
        return tuple(map(self.read, self.places()))

    def places(self) -> tuple[Path, ...]:
        """The files of all checkpoints in the home."""
        return tuple(sorted(self.folder.glob(f"[0-9]*{NOTE}")))

    def read(self, place: Path) -> Lodged:
        """One checkpoint, its signature checked with the verifier key of the home.

        One that was lodged elsewhere has the list of the one that was kept here. Raises BadNote.
        """
        try:
            said = check(read_note(_text_of(place)), self.verifier())
        except BadNote as bad:
            raise BadNote(f"{place}: {_going_on(str(bad))}") from None
        beside = (place.with_suffix(HEADS), self.folder / f"{said.size:012}{HEADS}")
        return Lodged(place, said, next((each for each in beside if each.exists()), None))

    def proof(self, book: Book, old: Lodged, new: Kept) -> tuple[bytes, ...]:
        """RFC 6962 2.1.2: that the ledger of one checkpoint is the beginning of the other's.

        It is checked before it is given away. Raises Departed where there is no such proof.
        """
        first, second = old.checkpoint, new.checkpoint
        leaves = (leaf_hash(bytes.fromhex(entry.digest)) for entry in book.entries())
        tree = Tree(islice(leaves, second.size))
        path = tree.consistency(first.size, second.size)
        if not consistent(first.size, second.size, first.root, second.root, path):
            raise Departed(f"{old.place} is not the beginning of {new.place}: run calends verify.")
        return path

    def verifier(self) -> VerifierKey:
        """The public key, as it lies in the home. Raises BadNote where there is none."""
        return verifier_key_in(self._home)

    def mailed(self, kept: Kept) -> tuple[str, ...]:
        """The ids of those to whom a checkpoint was mailed."""
        place = kept.place.with_suffix(MAILED)
        return tuple(place.read_text(encoding="utf-8").split()) if place.exists() else ()

    def was_mailed(self, kept: Kept, to: Iterable[str]) -> None:
        """Writes down to whom, so that nobody is written to twice."""
        everybody = dict.fromkeys((*self.mailed(kept), *to))
        put(kept.place.with_suffix(MAILED), "".join(f"{each}\n" for each in everybody).encode())


def _going_on(sentence: str) -> str:
    """A sentence after a colon."""
    return sentence[:1].lower() + sentence[1:]


def _text_of(place: Path) -> str:
    """A note from a file. What has come by mail may have other line ends. Raises BadNote."""
    try:
        return place.read_bytes().decode().replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BadNote("It is not a text in UTF-8: take it as it was issued.") from None
    except OSError as error:
        raise BadNote(
            f"It cannot be read ({error.strerror}): say where the checkpoint is."
        ) from None


# -- Comparing -------------------------------------------------------------------------------


def compare(book: Book, lodged: Sequence[Lodged], alive: Callable[[], object] = bool) -> Compared:
    """The whole ledger, every chain of it and every checkpoint, in one pass."""
    tree, heads, broken = Frontier(), dict[str, Head](), list[Broken]()
    meeting = Meeting(lodged)
    meeting.judge(tree, heads)
    for link in chain.follow(book.log()):
        stream, digest = link.appointment, b""
        if isinstance(link, Sealed):
            heads[stream], digest = Head(link.number, link.digest), bytes.fromhex(link.digest)
        else:
            broken.append(link)
            heads[stream] = Head(link.number, "")
        tree.append(leaf_hash(digest))
        meeting.see(stream, heads[stream])
        meeting.judge(tree, heads)
        if not tree.size % A_WHILE:
            alive()
    cut = {link.appointment for link in broken}
    departures = tuple(meeting.departures(tree.size, heads, cut))
    return Compared(tree.size, tree.root(), heads, tuple(broken), departures)


class Meeting:
    """The checkpoints that a pass over the log still has to meet, and the first that does not fit.

    Of the next one the heads are looked out for, those only that the last fitting one has not
    vouched for already. So an entry that was rewritten, or is gone, can be named.
    """

    def __init__(self, lodged: Iterable[Lodged]) -> None:
        self._ahead = deque(sorted(lodged, key=lambda each: each.checkpoint.size))
        self._failed: Lodged | None = None
        self._listed: Heads | None = None
        self._awaited: dict[str, Head] = {}
        self._sound: Heads = {}
        self._from = 0
        self._changed: list[tuple[str, int]] = []
        self._strangers: list[str] = []
        self._look_out()

    def see(self, stream: str, head: Head) -> None:
        """An entry goes by."""
        awaited = self._awaited.get(stream)
        if awaited and awaited.number == head.number:
            del self._awaited[stream]
            if awaited != head:
                self._changed.append((stream, head.number))

    def judge(self, tree: Frontier, heads: Heads) -> None:
        """Whether the checkpoints that were taken just here fit."""
        while not self._failed and self._ahead and self._ahead[0].checkpoint.size == tree.size:
            said = self._ahead[0].checkpoint
            found = (tree.root(), len(heads), heads_root(heads))
            if found != (said.root, said.streams, said.heads):
                self._failed = self._ahead[0]
                self._strangers = [each for each in heads if each not in (self._listed or heads)]
                return
            self._ahead.popleft()
            self._sound, self._from = dict(heads), tree.size
            self._look_out()

    def departures(self, size: int, heads: Heads, broken: Collection[str]) -> Iterator[Departure]:
        """Where the ledger departs from the first checkpoint that does not fit; none if all do.

        A `broken` chain is told by itself. Of its stream nothing more is said, nor what may only
        follow from it: an entry that is gone moves all that were written after it.
        """
        failed = self._failed or next(iter(self._ahead), None)
        if failed is None:
            return
        said, where = failed.checkpoint, str(failed.place)
        signed, named = _signed(said), False
        for stream, number, because in (*self._rewritten(signed), *self._gone(signed, heads)):
            named = True
            if stream not in broken:
                yield Departure(where, stream, number, because)
        if named or broken:
            return
        if size < said.size:
            because = f"the ledger has {size} entries, and had {said.size} when it was {signed}"
            yield Departure(where, "", 0, because)
        elif self._strangers:
            for stream in self._strangers:
                because = f"{stream} stands among what was {signed}, and was not there then"
                yield Departure(where, stream, 0, because)
        else:
            within = f"entries {self._from + 1} to {said.size}"
            unlike = (
                "do not stand in the order that was"
                if self._listed
                else "in the order of writing are not all what was"
            )
            yield Departure(where, "", 0, f"{within} {unlike} {signed}")

    def _rewritten(self, signed: str) -> Iterator[tuple[str, int, str]]:
        for stream, number in self._changed:
            before = self._sound[stream].number if stream in self._sound else 0
            yield stream, number, _rewritten(stream, number, signed, before)

    def _gone(self, signed: str, heads: Heads) -> Iterator[tuple[str, int, str]]:
        for stream, head in self._awaited.items():
            last = heads[stream].number if stream in heads else 0
            yield stream, last + 1, _cut_off(stream, last, head.number, signed)

    def _look_out(self) -> None:
        self._listed = self._ahead[0].heads() if self._ahead else None
        self._awaited = {
            stream: head
            for stream, head in (self._listed or {}).items()
            if self._sound.get(stream) != head
        }


def compare_streams(
    book: Book, streams: Collection[str], lodged: Sequence[Lodged]
) -> tuple[tuple[Lodged, ...], tuple[Departure, ...]]:
    """Some streams alone, against the lists of heads; and the checkpoints that vouch for any.

    A stream whose own chain is broken is passed over. Of a checkpoint without a list the whole
    ledger has to be what was signed: it cannot say which stream is not.
    """
    ordered = sorted(lodged, key=lambda each: each.checkpoint.size)
    found = [(each, each.heads()) for each in ordered]
    listed = [(each, heads) for each, heads in found if heads is not None]
    unlisted = tuple(each for each, heads in found if heads is None)
    departures: list[Departure] = []
    for stream in streams:
        try:
            digests = {entry.number: entry.digest for entry in book.read(stream)}
        except Tampered:
            continue
        departures += _first_of(stream, digests, listed)
    holding = tuple(each for each, heads in listed if not heads.keys().isdisjoint(streams))
    if unlisted:
        whole = compare(book, unlisted)
        departures += (each for each in whole.departures if each.appointment in ("", *streams))
        holding += () if whole.broken or whole.departures else unlisted
    return holding, tuple(departures)


def _first_of(
    stream: str, digests: Mapping[int, str], listed: Sequence[tuple[Lodged, Heads]]
) -> Iterator[Departure]:
    sound = 0
    for each, heads in listed:
        head = heads.get(stream)
        if head is None or digests.get(head.number) == head.digest:
            sound = head.number if head else sound
            continue
        signed, where = _signed(each.checkpoint), str(each.place)
        if head.number in digests:
            because = _rewritten(stream, head.number, signed, sound)
            yield Departure(where, stream, head.number, because)
        else:
            last = len(digests)
            because = _cut_off(stream, last, head.number, signed)
            yield Departure(where, stream, last + 1, because)
        return


def _rewritten(stream: str, number: int, signed: str, sound: int) -> str:
    still = f"; up to entry {sound} it still is" if sound else ""
    return f"entry {number} of {stream} is not what was {signed}{still}"


def _cut_off(stream: str, last: int, had: int, signed: str) -> str:
    if last:
        return f"{stream} ends with entry {last}, and had {had} when it was {signed}"
    entries = "1 entry" if had == 1 else f"{had} entries"
    return f"{stream} is gone, and had {entries} when it was {signed}"


def _signed(said: Checkpoint) -> str:
    return f"signed on {said.at:%-d %B %Y} at {said.at:%H:%M} UTC"
