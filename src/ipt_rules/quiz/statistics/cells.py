"""A table of text as cells that know their place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import field, frozen

from ipt_rules.exceptions import DocumentError, Problem

MAX_CELLS = 500_000
MAX_PROBLEMS = 100


@frozen
class Cell:
    """What stands between two separators, and where it begins."""

    text: str
    line: int
    column: int


Row = tuple[Cell, ...]


@frozen
class Reader:
    """One file being read; `problems` grows, nothing else does."""

    file: str
    problems: list[Problem] = field(factory=list)

    def say(self, cell: Cell, message: str, *path: str) -> None:
        """Note a problem at a cell."""
        self.problems.append(Problem(self.file, cell.line, cell.column, path, message))

    def finish(self) -> None:
        """Raise `DocumentError` where anything was noted, with the first hundred problems."""
        problems = sorted(self.problems, key=lambda one: (one.line or 0, one.column or 0))
        more = len(problems) - MAX_PROBLEMS
        if more > 0:
            many = f"and {more} more problem{'s' if more > 1 else ''}"
            problems[MAX_PROBLEMS:] = [Problem(self.file, None, None, (), many)]
        if problems:
            raise DocumentError(problems)


def rows_of(text: str, delimiter: str, reader: Reader) -> Iterator[Row]:
    """The rows of a table (RFC 4180); lines that are empty are left out.

    >>> [[cell.text for cell in row] for row in rows_of('a,"b, c"\\n1,2\\n', ",", Reader("t"))]
    [['a', 'b, c'], ['1', '2']]

    Raises `DocumentError` where a quotation mark is never closed, and past 500,000 cells.
    """
    pattern = re.compile(_CELL.replace(",", re.escape(delimiter)))
    row: list[Cell] = []
    at, line, began, count = 0, 1, 0, 0
    while at < len(text) or row:
        found = pattern.match(text, at)
        assert found is not None  # the pattern takes any text, if only an empty one
        quoted, bare, end = found["quoted"], found["bare"], found["end"]
        cell = Cell(bare if quoted is None else quoted.replace('""', '"'), line, at - began + 1)
        count += 1
        if bare is not None and bare.startswith('"'):
            reader.say(cell, "a quotation mark that is not closed, or has text after it")
            reader.finish()
        if count > MAX_CELLS:
            reader.say(cell, f"more than {MAX_CELLS:,} cells, which no quiz needs")
            reader.finish()
        row.append(cell)
        passed = found[0]
        breaks = [m.end() for m in _BREAK.finditer(passed)]
        if breaks:
            line += len(breaks)
            began = at + breaks[-1]
        at = found.end()
        if end != delimiter:
            if len(row) > 1 or row[0].text.strip():
                yield tuple(row)
            row = []


_CELL = r'(?:"(?P<quoted>(?:[^"]|"")*+)"(?=,|\r|\n|\Z)|(?P<bare>[^,\r\n]*+))(?P<end>,|\r\n?|\n|\Z)'
_BREAK = re.compile(r"\r\n?|\n")
