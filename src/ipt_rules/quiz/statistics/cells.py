"""A table of text as cells that know their place in the file."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from attrs import field, frozen

from ipt_rules.exceptions import DocumentError, Problem

MAX_BYTES = 20_000_000
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


def read_text(path: str | os.PathLike[str]) -> str:
    """The text of a file in UTF-8, with or without a mark at its beginning.

    Raises `DocumentError` for a file that cannot be read, is larger than 20 MB, or is not UTF-8.
    """
    name = os.fsdecode(path)

    def refuse(message: str) -> NoReturn:
        raise DocumentError([Problem(name, None, None, (), message)]) from None

    try:
        if not stat.S_ISREG(os.stat(name).st_mode):
            refuse("not a regular file")  # a pipe or a device could block, or never end
        with Path(name).open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        refuse("no such file")
    except OSError as error:
        refuse(f"cannot be read: {error.strerror}")
    except ValueError:
        refuse("no file can have this name")
    if len(content) > MAX_BYTES:
        refuse(f"larger than {MAX_BYTES // 1_000_000} MB, which no quiz needs")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse("not UTF-8; save the file in that encoding")


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
