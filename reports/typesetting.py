"""Typesetting: what a report says becomes PDF/A, the same bytes from the same words.

The pages are set by typst, from the templates beside this module. What a report says goes to them
as JSON, never as typst source: no name can become markup. Nothing of the machine goes in: neither
its clock nor its fonts nor its files.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgspec

TEMPLATES = Path(__file__).parent / "templates"
UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})  # categories of Unicode without a shape
KEPT = frozenset("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}")
LETTERS = re.compile(
    "["
    # Libertinus: Latin with its marks, Greek, Cyrillic; dashes, quotes, signs.
    "\u0020-\u023f\u0250-\u02af\u0300-\u0331\u0384-\u03ce\u0400-\u045f\u0462\u0463"
    "\u0490-\u04c4\u04d0-\u04f9\u1e00-\u1e99\u1e9e\u1ea0-\u1ef9\u1f00-\u1fff"
    "\u2010-\u2027\u2030-\u2037\u2039-\u203e\u20ac\u2116\u2122\u2190-\u2199\u2212\u2260\u2264\u2265"
    # DejaVu: Armenian, Georgian; the marks of days.
    "\u0531-\u0556\u0559-\u055f\u0561-\u0587\u0589\u058a\u10d0-\u10fc"
    "\u25a0\u25a1\u25b2\u25b6\u25bc\u25c0\u25c6\u25c7\u25cb\u25cf\u25d0"
    "]"
)
"""The signs that a font of typst's own carries in every weight; whatever joins one of them to
another has to be in the same font."""


class NotTypeset(Exception):
    """A report that could not be typeset: one sentence, with its cure."""


def typeset(template: str, sheet: msgspec.Struct, day: date) -> bytes:
    """The pages of a report as PDF/A-2a, dated on its day. Raises NotTypeset."""
    try:
        import typst
    except ImportError:
        raise NotTypeset(
            "a report is typeset by the library typst, which is not installed: "
            "pip install 'calends[pdf]'"
        ) from None
    said = msgspec.json.encode(legible(msgspec.to_builtins(sheet)))
    sources = {"main.typ": _source(template), "sheet.json": said, **_shared()}
    try:
        return typst.compile(
            cast(bytes, sources),  # typst takes several files at once, but does not declare it
            ignore_system_fonts=True,
            pdf_standards=["a-2a", "ua-1"],  # to be kept for ever, and to be read aloud
            timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise NotTypeset(f"the report could not be typeset: {error.message}") from error


def legible(said: Any) -> Any:
    """What is said, on one line, with a number for each sign that our fonts do not carry."""
    match said:
        case str():
            return "".join(map(_legible, unicodedata.normalize("NFC", said)))
        case Mapping():
            return {key: legible(each) for key, each in said.items()}
        case list() | tuple():
            return [legible(each) for each in said]
        case _:
            return said


def _legible(sign: str) -> str:
    if sign in KEPT:
        return sign
    if sign.isspace():
        return " "
    if LETTERS.fullmatch(sign) and unicodedata.category(sign) not in UNSEEN:
        return sign
    return f"[U+{ord(sign):04X}]"


@cache
def _source(template: str) -> bytes:
    return (TEMPLATES / f"{template}.typ").read_bytes()


def _shared() -> dict[str, bytes]:
    return {f"{name}.typ": _source(name) for name in ("style", "timeline", "strips")}
