"""A document as plain data, with the place of every key and value.

YAML is read by its 1.2 core schema (`no` is text) and `.json` as JSON. Whatever makes a file more
than plain data is refused: aliases, tags, duplicate keys, keys that are not text, a second
document. Size and depth are limited, so no file can hang or bloat the reader.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path as FilePath
from typing import Any, NoReturn

from attrs import field, frozen

from ipt_rules.documents.formats import LOADER, build_json, build_yaml, place_in
from ipt_rules.documents.plain import MAX_BYTES, Builder, Place, Spot, build_mapping
from ipt_rules.exceptions import DocumentError, Path, Problem

Positions = Mapping[Path, Spot]


class Key(str):
    """The last part of a path that means the key itself and not its value."""

    __slots__ = ()


@frozen
class Source:
    """A document as it was read: plain data and where each part of it stands."""

    file: str
    data: Any
    positions: Positions = field(factory=dict, repr=False)

    @property
    def origin(self) -> str:
        """The name of the file, or nothing where it came from somewhere else."""
        return self.file if () in self.positions else ""


def read(source: str | os.PathLike[str] | Mapping[str, Any]) -> Source:
    """Read a file, or check that a mapping holds nothing but plain data.

    A string is the name of a file. A mapping has no places: its problems carry a path only.

    >>> read({"case": {"pseudonym": "Lena"}}).data
    {'case': {'pseudonym': 'Lena'}}

    Raises `DocumentError` with every problem that could be found.
    """
    if isinstance(source, Mapping):
        return read_mapping(source)
    name = os.fsdecode(source)
    text = read_text(name)
    return read_json(text, name) if name.lower().endswith(".json") else read_yaml(text, name)


def read_mapping(mapping: Mapping[str, Any], file: str = "<dict>") -> Source:
    """Copy a mapping that holds nothing but plain data.

    Raises `DocumentError`.
    """
    build = Builder(file)
    return Source(file, build.finish(lambda build: build_mapping(mapping, build)))


def read_yaml(text: str, file: str = "<text>", loader: Any = LOADER) -> Source:
    """Read YAML text.

    >>> read_yaml("alive: no").data
    {'alive': 'no'}

    Raises `DocumentError`.
    """
    build = Builder(file)
    data = build.finish(lambda build: build_yaml(text, build, loader))
    return Source(file, data, build.positions)


def read_json(text: str, file: str = "<text>") -> Source:
    """Read JSON text.

    >>> read_json('{"weeks": 12.0}').data
    {'weeks': 12.0}

    Raises `DocumentError`.
    """
    build = Builder(file)
    data = build.finish(lambda build: build_json(text, build))
    return Source(file, data, build.positions)


def locate(path: Path, positions: Positions) -> tuple[int, int] | tuple[None, None]:
    """Say where a path stands; what is missing stands at the mapping that lacks it.

    >>> positions = read_yaml("case:\\n  age: 5\\n").positions
    >>> locate(("case", "age"), positions), locate(("case", "name"), positions)
    ((2, 8), (2, 3))
    >>> locate(("case", Key("age")), positions)
    (2, 3)
    """
    if () not in positions:
        return (None, None)
    spot = positions.get(path)
    if spot and spot.key and isinstance(path[-1], Key):
        return spot.key
    while path not in positions:
        path = path[:-1]
    return positions[path].value


def place(source: Source, found: Iterable[tuple[Path, str]]) -> list[Problem]:
    """Give each problem its file and place, in the order of the document."""
    problems = []
    for path, message in found:
        line, column = locate(path, source.positions)
        problems.append(Problem(source.file, line, column, path, message))
    return sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0))


def read_text(name: str, most: int = MAX_BYTES, what: str = "case") -> str:
    """Read a file of at most so many bytes as UTF-8 text, with or without a mark at its beginning.

    `what` is what is read, for the sentence that refuses a larger file. Raises `DocumentError`.
    """

    def refuse(message: str, at: Place | None = None) -> NoReturn:
        line, column = at or (None, None)
        raise DocumentError([Problem(name, line, column, (), message)]) from None

    too_large = f"larger than {most // 1_000_000} MB, which no {what} needs"
    if "\n" in name:
        name = "<text>"
        refuse("this is text, not the name of a file")
    try:
        status = os.stat(name)
        if stat.S_ISDIR(status.st_mode):
            refuse("this is a directory, not a file")
        if not stat.S_ISREG(status.st_mode):
            refuse("not a regular file")  # a pipe or device could block, or never end
        if status.st_size > most:
            refuse(too_large)
        with FilePath(name).open("rb") as stream:
            content = stream.read(most + 1)
    except FileNotFoundError:
        refuse("no such file")
    except OSError as error:
        refuse(f"cannot be read: {error.strerror}")
    except ValueError:
        refuse("no file can have this name")
    if len(content) > most:  # it grew after it was measured
        refuse(too_large)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        refuse("not UTF-8; save the file in that encoding", place_in(before, len(before)))
