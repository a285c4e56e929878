"""The stationery: templates in two languages, and how words are set in each.

A template that asks for a field that there is not is one clear sentence, and no half letter.
"""

import re
import textwrap
import traceback
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError, UndefinedError

from domain.clauses import CLAUSES
from domain.languages import LANGUAGES
from domain.telling import Step

TEMPLATES = Path(__file__).with_name("templates")
COLUMNS = 72
PARAGRAPHS = 1000  # that are kept as they were set
NARROW, WIDE = "\u202f", "\u00a0"  # no-break spaces: before ; ? ! and, wide, before : and »
MONTHS = "|".join(month for language in LANGUAGES.values() for month in language.months)
INSIDE_A_DAY = re.compile(rf"\b(\d\d?|1er) (?=(?:{MONTHS})\b)")
TEXTS = "|".join(sorted({clause.partition(" ")[0] for clause in CLAUSES}))
INSIDE_A_CLAUSE = re.compile(rf"\b({TEXTS}) (?=[A-Z]?[\w.]*\d|[A-Z]\b)")
BEFORE_A_SIGN = re.compile(r"(?<=\S) (?=[;?!](?:\s|$))")
BEFORE_A_COLON = re.compile(r"(?<=\S) (?=[:»](?:\s|$))|(?<=«) ")


class BadTemplate(Exception):
    """A template cannot be used: which one, where, and why."""


class Stationery:
    """The templates of a folder, read once."""

    def __init__(self, folder: Path = TEMPLATES) -> None:
        self._folder = folder
        self._in = {code: self._environment(code) for code in LANGUAGES}

    def write(self, template: str, language: str, fields: Mapping[str, Any]) -> str:
        """One template in one language. Raises BadTemplate."""
        name = f"{language}/{template}"
        try:
            return set_in(language, self._in[language].get_template(name).render(fields))
        except TemplateError as error:
            raise BadTemplate(self._sentence(name, error)) from error

    def _environment(self, code: str) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(self._folder),
            undefined=StrictUndefined,
            autoescape=lambda name: bool(name) and str(name).endswith(".html"),
            finalize=_with_apostrophes,
            auto_reload=False,
            keep_trailing_newline=False,
        )
        environment.filters |= {
            "capital": capital,
            "sentence": sentence,
            "steps": steps,
            "wrapped": lambda text, mark="": _paragraph(code, str(text), mark),
        }
        return environment

    def _sentence(self, name: str, error: TemplateError) -> str:
        match error:
            case TemplateSyntaxError():
                return f"the template {error.name}, line {error.lineno}: {error.message}"
            case TemplateNotFound():
                return f"there is no template {error.name} in {self._folder}"
            case UndefinedError():
                where = _place(error.__traceback__, self._folder) or name
                return f"the template {where} asks for a field that there is not: {error.message}"
            case _:
                return f"the template {name} cannot be used: {error.message}"


def set_in(language: str, text: str) -> str:
    """A text as a printer of the language sets it: its apostrophes, and its no-break spaces."""
    for inside in (INSIDE_A_DAY, INSIDE_A_CLAUSE):
        text = inside.sub(rf"\1{WIDE}", text)
    if language != "fr":
        return text
    return BEFORE_A_COLON.sub(WIDE, BEFORE_A_SIGN.sub(NARROW, text))


def capital(text: str) -> str:
    """With a capital where it begins; the rest as it is."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    text = capital(text)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def steps(of: Sequence[Step]) -> list[tuple[str, str, str]]:
    """The rows of a table of steps."""
    return [
        (f"≈ {each.by}" if each.about else each.by, capital(each.what), each.who) for each in of
    ]


def wrapped(text: str, mark: str = "") -> str:
    """A paragraph of a plain letter; what follows its first line stands under it."""
    return textwrap.fill(
        text,
        COLUMNS,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )


@lru_cache(maxsize=PARAGRAPHS)
def _paragraph(language: str, text: str, mark: str) -> str:
    """On one morning many letters say the same."""
    return wrapped(set_in(language, text), mark)


def _with_apostrophes(value: Any) -> Any:
    """Straight ones are for keyboards."""
    return value.replace("'", "’") if type(value) is str else value


def _place(trace: TracebackType | None, folder: Path) -> str:
    """The template, and its line, in which an error arose."""
    frames = [f for f in traceback.extract_tb(trace) if f.filename.startswith(str(folder))]
    if not frames:
        return ""
    return f"{Path(frames[-1].filename).relative_to(folder)}, line {frames[-1].lineno},"
