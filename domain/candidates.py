"""Candidates: who is proposed by whom, who stands, and who has fallen away."""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NewType

import msgspec

from domain.clauses import Clause

Name = NewType("Name", str)

# More names than a long history has; the same few are read in entry after entry.
KEPT = 10_000

MARK_OF_OUR_GRAMMARS = re.compile(r'[;:=()\[\]"\n\r\t]')


@lru_cache(KEPT)
def name(text: str) -> Name:
    """A name as it is kept: NFC, single spaces. Raises ValueError where it cannot be one."""
    kept = " ".join(unicodedata.normalize("NFC", text).split())
    if not any(map(str.isalpha, kept)):
        raise ValueError(f"{text!r} is not a name")
    if strange := set(MARK_OF_OUR_GRAMMARS.findall(kept)):
        raise ValueError(f"a name cannot contain {' '.join(sorted(strange))}: {kept}")
    return Name(kept)


def must_be_names(*texts: str) -> None:
    """Raises ValueError unless each is a name as it is kept."""
    for text in texts:
        if name(text) != text:
            raise ValueError(f"{text!r} is not in the form in which names are kept: {name(text)!r}")


# Whom a forecast expects, before anybody is proposed.
PLACEHOLDERS = (
    Name("the first candidate"),
    Name("the second candidate"),
    Name("the third candidate"),
)


class Candidate(msgspec.Struct, frozen=True):
    """A person proposed. The proposing governments need not be that of the nationality."""

    name: Name
    nationality: str
    proposed_by: tuple[str, ...]
    family: str = ""


class Cause(StrEnum):
    """Why a candidate no longer stands."""

    WITHDREW = "withdrew"
    DIED = "died"


class Roll:
    """The candidates of one call, in the order of their entry.

    The script enters and lapses; the fold strikes whoever withdraws or dies. `barred` are those
    who may not stand, and under which clause.
    """

    def __init__(self) -> None:
        self.candidates: dict[Name, Candidate] = {}
        self.lapsed: dict[Name, Candidate] = {}
        self.fallen: dict[Name, Cause] = {}
        self.barred: dict[Name, Clause] = {}

    def enter(self, candidate: Candidate) -> None:
        self.candidates[candidate.name] = candidate
        self.fallen.pop(candidate.name, None)

    def strike(self, name: Name, cause: Cause) -> None:
        self.fallen[name] = cause

    def lapse(self) -> None:
        """A renewed call begins with an empty roll; what was proposed may be maintained."""
        self.lapsed |= self.candidates
        self.candidates = {}

    def maintain(self, name: Name) -> None:
        if name in self.lapsed:
            self.candidates[name] = self.lapsed[name]

    @property
    def families(self) -> dict[Name, str]:
        """Under which part of their name those are listed of whom it was said."""
        everybody = (*self.lapsed.values(), *self.candidates.values())
        return {each.name: each.family for each in everybody if each.family}

    @property
    def standing(self) -> tuple[Name, ...]:
        """Those who are candidates today."""
        return self.still(self.candidates)

    def still(self, names: Iterable[Name]) -> tuple[Name, ...]:
        """Those of some names who have not fallen away."""
        return tuple(name for name in names if name not in self.fallen)
