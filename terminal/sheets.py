"""A table in a CSV file, as a spreadsheet saves it: row by row, a bad line told by its number."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from terminal import words
from terminal.faults import Code, Stop

Cells = Mapping[str, str]


def read_sheet(file: Path, columns: Sequence[str], enter: Callable[[Cells, int], object]) -> None:
    """Gives each row to `enter`, by its columns and with its line.

    Stops with the line that cannot be read, or at which `enter` raises ValueError.
    """
    text = _text_of(file)
    # A spreadsheet set to French or German writes semicolons.
    between = ";" if ";" in text.partition("\n")[0] else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    try:
        header = [cell.strip().casefold() for cell in next(rows, [])]
        if sorted(header) != sorted(columns):
            raise ValueError(f"the first line names the columns: {between.join(columns)}")
        for row in rows:
            if any(map(str.strip, row)):
                enter(_cells(header, row), rows.line_num)
    except (ValueError, csv.Error) as error:
        raise words.bad(f"{file}, line {max(rows.line_num, 1)}: {error}") from None


def _cells(header: Sequence[str], row: Sequence[str]) -> Cells:
    if len(row) != len(header):
        raise ValueError(f"it has {len(row)} cells, not {len(header)}: {', '.join(header)}")
    cells = dict(zip(header, (" ".join(cell.split()) for cell in row), strict=True))
    for cell in cells.values():
        if not cell.isprintable():
            raise ValueError(f"{cell!a} contains a character that cannot be shown")
    return cells


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Stop(Code.NOT_FOUND, f"there is no file {file}") from None
    except UnicodeDecodeError:
        raise words.bad(f"{file} is not a text in UTF-8: save it as CSV in UTF-8") from None
    except OSError as error:
        raise words.bad(f"{file} cannot be read: {error.strerror}") from None
