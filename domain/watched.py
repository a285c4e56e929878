"""What the record keeps of the term watch: who was warned that a term ends, and who could not be.

The entries stand in a stream of their own. Names of staff are not among them, only opaque ids.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import msgspec

from domain.reckoning import day_in_strasbourg
from domain.streams import StreamEntry, in_order


class WatchStep(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True):
    """The common root of all that stands in the stream. The tags are stored for ever."""


class TermWatched(WatchStep, tag="term-watched/1", frozen=True):
    """Staff were warned that a term ends. `key` says of which, and how far ahead.

    `to`: ids of the directory. `also`: the keys of earlier warnings that were missed, folded into
    this one. `perhaps_twice`: an earlier attempt broke off, and may have sent the same letter.
    """

    key: str
    to: tuple[str, ...]
    also: tuple[str, ...] = ()
    perhaps_twice: bool = False


class TermNotWatched(WatchStep, tag="term-not-watched/1", frozen=True):
    """Somebody could not be warned; it is tried again with every scan. Written once in a row."""

    key: str
    because: str


class WatchEntry(StreamEntry[TermWatched | TermNotWatched], frozen=True, omit_defaults=True):
    """What was written in the stream. Never edited."""


@dataclass(frozen=True)
class Watched:
    """What has been said. `told`: by key, the ids of those who were warned.

    `failing`: by key, since which day somebody could not be warned.
    """

    said: frozenset[str] = frozenset()
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    failing: Mapping[str, date] = field(default_factory=dict)


_ENTRY = msgspec.json.Decoder(WatchEntry)


def read_watch_entry(raw: bytes) -> WatchEntry:
    """An entry from its stored JSON."""
    return _ENTRY.decode(raw)


def as_watched(entries: Iterable[WatchEntry]) -> Watched:
    """Where the watch stands. Raises StreamMisfit for an entry out of its place.

    A warning that reached some, and could not be sent to others, is not said yet.
    """
    said: set[str] = set()
    told: dict[str, tuple[str, ...]] = {}
    failing: dict[str, date] = {}
    for entry in in_order(entries):
        key = entry.step.key
        match entry.step:
            case TermWatched(to=to, also=also):
                told[key] = tuple(dict.fromkeys((*told.get(key, ()), *to)))
                said |= {key, *also}
                for each in (key, *also):
                    failing.pop(each, None)
            case TermNotWatched():
                said.discard(key)
                failing.setdefault(key, day_in_strasbourg(entry.recorded_at))
    return Watched(frozenset(said), told, failing)


def still_to_be_written(watched: Watched, step: TermWatched | TermNotWatched) -> bool:
    """Whether a step says anything that the record does not say already."""
    if isinstance(step, TermNotWatched):
        return step.key not in watched.failing
    new = set(step.to) - set(watched.told.get(step.key, ()))
    return bool(new) or step.key not in watched.said
