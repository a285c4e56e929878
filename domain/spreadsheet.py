"""A table as a spreadsheet saves it: rows by their lines, cells by their columns.

Commas, semicolons or tabs; a byte order mark, line ends of any kind, empty rows and empty columns
do no harm. What is not as it should be is a fault of its row, and the next row is read.
"""

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

import msgspec

BLANKS = "\u00a0\u200b\ufeff"  # which a spreadsheet brings along from a page of the web


class BadRow(ValueError):
    """A row that cannot be read: the line on which it begins, and why."""

    def __init__(self, line: int, because: str) -> None:
        super().__init__(because)
        self.line = line


class Row(msgspec.Struct, frozen=True):
    """A row with something in it: the line on which it begins, and what stands in which column."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """What stands in a column; empty where nothing does."""
        return self.cells.get(column, "")


def rows_of(text: str, columns: Sequence[str], needed: Sequence[str]) -> Iterator[Row | BadRow]:
    """The rows of a table, which may have those columns and must have those that are needed.

    A fault of the first line, or of the quotation marks, ends the table: what follows is lost.
    """
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    between = next((mark for mark in ";\t" if mark in first), ",")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    begins = 1
    try:
        header = _header(next(rows, []), columns, needed)
        begins = rows.line_num + 1
        for row in rows:
            if any(map(_tidy, row)):
                yield _row(begins, header, row)
            begins = rows.line_num + 1
    except csv.Error as error:
        yield BadRow(begins, f"{error}: look at its quotation marks")
    except ValueError as error:
        yield BadRow(begins, str(error))


def _header(cells: Sequence[str], columns: Sequence[str], needed: Sequence[str]) -> list[str]:
    header = [re.sub("[ -]", "_", _tidy(cell).casefold()) for cell in cells]
    if not any(header):
        raise ValueError(f"the first line names the columns, {', '.join(needed)} among them")
    for number, column in enumerate(header):
        if column and column in header[:number]:
            raise ValueError(f"the column {column} stands there twice: leave one of them out")
        if column and column not in columns:
            near = difflib.get_close_matches(column, columns, n=1)
            meant = f"did you mean {near[0]}? " if near else ""
            raise ValueError(
                f"no column {column!r} is known: {meant}`calends import --columns` lists them"
            )
    if missing := [column for column in needed if column not in header]:
        raise ValueError(f"the column {missing[0]} is missing: add it to the first line")
    return header


def _row(line: int, header: Sequence[str], row: Sequence[str]) -> Row | BadRow:
    cells = [_tidy(cell) for cell in row]
    for number, cell in enumerate(cells):
        if cell and (number >= len(header) or not header[number]):
            return BadRow(line, f"{cell!r} stands in no column: name its column in the first line")
        if not cell.isprintable():
            return BadRow(line, f"{cell!a} contains a character that cannot be shown: leave it out")
    return Row(line, {column: cell for column, cell in zip(header, cells, strict=False) if cell})


def _tidy(cell: str) -> str:
    for blank in BLANKS:
        cell = cell.replace(blank, " ")
    return " ".join(unicodedata.normalize("NFC", cell).split())
