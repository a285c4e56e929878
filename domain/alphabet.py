"""The alphabetical order of the names on a ballot paper (R1432 3, R1432 4).

The family name is compared before the rest of the name, by the weights of the Unicode Collation
Algorithm (UTS #10) in its default table. What comes first decides:

1. the letters of the family name, then those of the rest: Sagan before Şahin, and Bo Şahin before
   Zoë Sahin, for a cedilla is an accent;
2. the accents of both, then their capitals;
3. the code points, so that the order never depends on that in which the names were given.

A dash parts words as a space does, and a space comes before any letter: Van Zeeland before
Vanbrande. Apostrophes, full stops and other punctuation are not read: O'Leary is O’Leary, and is
found where Oleary would be. The reasons are in docs/decisions/0008-order-of-names.md.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

from domain.candidates import KEPT, Name

Weights = tuple[int, ...]

# With a capital they begin the family name: Luc Van den Brande is found under V.
PARTICLES = frozenset(
    {"de", "den", "der", "het", "te", "ten", "ter", "van"}
    | {"vom", "von", "zu", "zum", "zur"}
    | {"af", "av"}
    | {"des", "du", "la", "le", "les", "saint"}
    | {"da", "dal", "dalla", "degli", "dei", "del", "della", "delle", "di", "lo", "san", "santa"}
    | {"das", "do", "dos", "el", "las", "los"}
    | {"mac", "mag", "mc", "ní", "nic", "ó", "uí"}
    | {"abu", "al", "bin", "ibn"}
)
# Small letters joined to the name do not count either: Jeanne d’Arc is found under A.
JOINED = re.compile(r"^(?:(?:d|l|dall|dell)['’ʼ]|(?:al|el)-)(?=\w)")
SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV"})

# Apostrophes that Unicode does not take for punctuation.
MORE_APOSTROPHES = frozenset("ʹʻʼʽˈ`´")
# No mark of this row has a weight of its own among letters.
ACCENTS = frozenset(map(chr, range(0x300, 0x345)))
# A tab, which no name contains, parts the family name from the rest.
PLAIN = re.compile(r"[a-z ]*\t[a-z ]*")


def alphabetical(names: Iterable[Name], families: Mapping[Name, str] = {}) -> tuple[Name, ...]:
    """R1432 3, R1432 4: each name under the family name that `families` gives for it.

    Where none is given, the name stands under its `family_name`.
    """
    return _in_order(tuple(names), tuple(families.items()))


@lru_cache(KEPT)
def _in_order(paper: tuple[Name, ...], families: tuple[tuple[Name, str], ...]) -> tuple[Name, ...]:
    told = dict(families)
    under = {of: told.get(of) or family_name(of) for of in paper}
    letters = {of: unaccented(of, family) for of, family in under.items()}
    if all(map(PLAIN.fullmatch, letters.values())) and len({*letters.values()}) == len(paper):
        # Different letters from a to z decide alone: the table, slow to load, would say the same.
        return tuple(sorted(paper, key=lambda of: letters[of]))
    return tuple(sorted(paper, key=lambda of: (weights(of, under[of]), of)))


@lru_cache(KEPT)
def family_name(of: Name) -> str:
    """The last word, with the capitalised particles before it and what lies between.

    Not so: a first word, which is a given name even where it looks like a particle; small
    particles, as in Jan von Holt (H); Jr, Sr and numbers after the name. Who has a family name of
    two words, or is listed by custom under a small particle, needs to be told.
    """
    words = of.replace(",", " ").split()
    while len(words) > 1 and words[-1].rstrip(".") in SUFFIXES:
        words.pop()
    begins = last = len(words) - 1
    for at in range(last - 1, 0, -1):
        small = words[at].islower()
        if not small and words[at].casefold() not in PARTICLES:
            break
        begins = begins if small else at
    return " ".join(words[begins:]) if begins < last else JOINED.sub("", words[last])


@lru_cache(KEPT)
def unaccented(of: Name, family: str) -> str:
    """The small letters of the family name, a tab, and those of the rest."""
    marked = unicodedata.normalize("NFD", "\t".join(parts(of, family)))
    return "".join(letter for letter in marked if letter not in ACCENTS).lower()


@lru_cache(KEPT)
def weights(of: Name, family: str) -> tuple[tuple[Weights, Weights], ...]:
    """UTS #10, merged sort keys: for each level, the weights of the family name and of the rest."""
    return tuple(zip(*map(levels, parts(of, family)), strict=True))


def parts(of: Name, family: str) -> tuple[str, str]:
    """The family name, and what is left of the name without it, as they are read."""
    family, whole = (unicodedata.normalize("NFC", text) for text in (family, of))
    for before, _, after in (whole.rpartition(family), whole.partition(family)):
        if not (before[-1:].isalnum() or after[:1].isalnum()):
            return as_read(family), as_read(f"{before} {after}")
    return as_read(family), as_read(whole)


def as_read(text: str) -> str:
    """Dashes as spaces, and no other punctuation."""
    return " ".join("".join(map(letter_as_read, text)).split())


@lru_cache(KEPT)
def letter_as_read(letter: str) -> str:
    """A space, nothing, or itself."""
    kind = unicodedata.category(letter)
    if kind == "Pd":
        return " "
    return "" if kind.startswith("P") or letter in MORE_APOSTROPHES else letter


def levels(text: str) -> tuple[Weights, ...]:
    """The sort key of UTS #10, cut at its separators: letters, accents, capitals."""
    cut: list[list[int]] = [[]]
    for weight in table()(text):
        if weight:
            cut[-1].append(weight)
        else:
            cut.append([])
    return tuple(map(tuple, cut))


@cache
def table() -> Callable[[str], Weights]:
    """The default table of one edition, whatever Python reads it: an order must not move."""
    from pyuca.collator import Collator_10_0_0

    sort_key: Callable[[str], Weights] = Collator_10_0_0().sort_key
    return sort_key
