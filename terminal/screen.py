"""Two outputs: answers on the standard output, everything else on the standard error."""

import io
import sys
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDTH = 100  # where no terminal says how wide it is


def emit(answer: object) -> None:
    """An answer as JSON."""
    sys.stdout.write(as_json(answer))


def as_json(answer: object) -> str:
    """The text of an answer for programs."""
    return f"{msgspec.json.format(msgspec.json.encode(answer), indent=2).decode()}\n"


def say(sentence: str = "") -> None:
    """A line of an answer, at once: whoever reads a pipe should not wait for the next."""
    sys.stdout.write(f"{visible(sentence)}\n")
    sys.stdout.flush()


def complain(sentence: str) -> None:
    """A line for the person, beside the answer."""
    sys.stderr.write(f"{visible(sentence)}\n")
    sys.stderr.flush()


def many(number: int, one: str, several: str = "") -> str:
    """1 entry, 2 entries."""
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def show(*drawn: "RenderableType") -> None:
    """Tables and coloured text; plain where NO_COLOR is set, and in a pipe or a file."""
    from rich.console import Console

    screen = Console(markup=False, highlight=False, emoji=False)
    if screen.is_terminal and not screen.no_color:
        screen.print(*drawn, sep="\n")
        return
    page = Console(
        file=io.StringIO(),
        width=screen.width if screen.is_terminal else WIDTH,
        no_color=True,
        force_terminal=False,
        markup=False,
        highlight=False,
        emoji=False,
    )
    with page.capture() as written:
        page.print(*drawn, sep="\n")
    sys.stdout.writelines(f"{line.rstrip()}\n" for line in written.get().splitlines())


def visible(text: str) -> str:
    """A text without what a terminal would obey instead of showing."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)
