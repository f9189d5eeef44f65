"""Plain data: how it grows out of a document, and what it may not hold."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NoReturn

from attrs import frozen

from ipt_rules.exceptions import DocumentError, Path, Problem

MAX_BYTES = 2_000_000
MAX_DEPTH = 60
MAX_NODES = 200_000
MAX_KEY = 100
_MAX_INTEGER = 2**63
_MAX_PROBLEMS = 100

Place = tuple[int, int]
"""Line and column, both counted from 1."""

NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Control characters, and what is no character at all; HTML and XML may not hold them either."""

NUMBER = re.compile(
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
)
"""A finite number as the core schema of YAML 1.2 spells it; JSON spells fewer."""


@frozen
class Spot:
    """Where a value stands, and the key it stands under, if it has one."""

    value: Place
    key: Place | None = None


class _Stop(Exception):
    """Reading cannot go on; the reason is already among the problems."""


class Builder:
    """Grows plain data from keys, values and boxes that open and close, without recursion.

    Problems are collected; `finish` raises them together.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: Any = None
        self.positions: dict[Path, Spot] = {}
        self.problems: list[Problem] = []
        self._nodes = self._size = 0
        self._boxes: list[tuple[dict[str, Any] | list[Any], Path]] = []
        self._key: tuple[str, Place | None] | None = None

    def finish(self, work: Callable[[Builder], None]) -> Any:
        """Do the work and hand out the data, or raise `DocumentError` with what was found."""
        with suppress(_Stop):
            work(self)
        if self.problems:
            raise DocumentError(self.problems)
        return self.data

    def refuse(self, message: str, at: Place | None, path: Path | None = None) -> None:
        """Note a problem, by default one of the innermost box, and go on."""
        if path is None:
            path = self._boxes[-1][1] if self._boxes else ()
        line, column = at or (None, None)
        self.problems.append(Problem(self.file, line, column, path, message))
        if len(self.problems) == _MAX_PROBLEMS:
            self.stop("and perhaps more; these come first", at)

    def stop(self, message: str, at: Place | None) -> NoReturn:
        """Note a problem that nothing behind it can be trusted with."""
        self.refuse(message, at, ())
        raise _Stop

    @property
    def awaits_key(self) -> bool:
        """Whether a mapping is open and its next key is due."""
        return bool(self._boxes) and isinstance(self._boxes[-1][0], dict) and self._key is None

    @property
    def key_place(self) -> Place | None:
        """Where the key stands whose value comes next, if one does."""
        return self._key[1] if self._key else None

    def key(self, key: str, at: Place | None) -> None:
        """Take the key of the value that comes next."""
        if len(key) > MAX_KEY:
            self.refuse(f"a key of more than {MAX_KEY} characters", at)
            key = key[:MAX_KEY]
        if key in self._boxes[-1][0]:
            self.refuse(f"duplicate key {short(key)}; keep one", at)
        self._check_text(key, at)
        self._key = key, at

    def add(self, value: Any, at: Place | None) -> Path:
        """Put a value where it belongs and say where that is."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self.stop(f"more than {MAX_NODES:,} values, which no case needs", at)
        path, key_at = self._put(value)
        if at is not None:
            self.positions[path] = Spot(at, key_at)
        if isinstance(value, str):
            self._check_text(value, at, path)
        elif isinstance(value, float) and not math.isfinite(value):
            self.refuse("a number must be finite", at, path)
        elif isinstance(value, int) and abs(value) >= _MAX_INTEGER:
            self.refuse("the number is too large", at, path)
        return path

    def add_number(self, digits: str, at: Place) -> None:
        """Add a number from its digits."""
        if len(digits) > 400:  # reading more digits than Python likes would raise
            self.refuse("the number is too large", at, self.add(None, at))
        elif digits[:2] in ("0x", "0o"):
            self.add(int(digits, 0), at)
        elif digits.lstrip("+-").isdigit():
            self.add(int(digits), at)
        else:
            self.add(float(digits), at)

    def open(self, box: dict[str, Any] | list[Any], at: Place | None) -> None:
        """Add a box; what comes next goes into it."""
        if len(self._boxes) >= MAX_DEPTH:
            self.stop(f"nested deeper than {MAX_DEPTH} levels", at)
        self._boxes.append((box, self.add(box, at)))

    def close(self) -> None:
        """Leave the innermost box."""
        self._boxes.pop()

    def _put(self, value: Any) -> tuple[Path, Place | None]:
        if not self._boxes:
            self.data = value
            return (), None
        box, parent = self._boxes[-1]
        if isinstance(box, list):
            box.append(value)
            return (*parent, len(box) - 1), None
        assert self._key is not None
        key, key_at = self._key
        box[key] = value
        self._key = None
        return (*parent, key), key_at

    def _check_text(self, text: str, at: Place | None, path: Path | None = None) -> None:
        self._size += len(text)
        if self._size > MAX_BYTES:
            self.stop("more than 2 MB of text, which no case needs", at)
        if bad := NOT_TEXT.search(text):
            self.refuse(control_character(bad.group()), at, path)


def build_mapping(source: Mapping[str, Any], build: Builder) -> None:
    """Copy a mapping that holds plain data. The depth is limited, so a cycle ends as well."""
    build.open({}, None)
    _copy_items(source, build)
    build.close()


def _copy_items(items: Mapping[Any, Any], build: Builder) -> None:
    for key, value in items.items():
        if type(key) is str:
            build.key(key, None)
            _copy(value, build)
        else:
            build.refuse(f"a key must be text, got {_kind(key)}", None)


def _copy(value: Any, build: Builder) -> None:
    kind = type(value)
    if kind is dict:
        build.open({}, None)
        _copy_items(value, build)
        build.close()
    elif kind is list or kind is tuple:
        build.open([], None)
        for item in value:
            _copy(item, build)
        build.close()
    elif value is None or kind in (str, bool, int, float):
        build.add(value, None)
    else:
        path = build.add(None, None)
        build.refuse(
            f"{_kind(value)} is not plain data; write text, a number, a list or a mapping",
            None,
            path,
        )


def _kind(value: object) -> str:
    return type(value).__name__[:40]


def short(text: str) -> str:
    """Quote a text, cut to a length that fits a message."""
    return repr(text if len(text) <= 40 else text[:39] + "…")


def control_character(character: str) -> str:
    """Name a character that a document may not hold."""
    return f"control character U+{ord(character):04X}; take it out"
