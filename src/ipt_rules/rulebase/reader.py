"""Collects what is wrong in a rule file, with its place, and suggests the word that was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from ipt_rules.documents.source import Source, locate
from ipt_rules.exceptions import Path, Problem


@frozen
class Reader:
    """One file being read; `problems` grows, nothing else does."""

    source: Source
    problems: list[Problem] = field(factory=list)

    def say(self, path: Path, message: str) -> None:
        """Note a problem at a path of the document."""
        line, column = locate(path, self.source.positions)
        self.problems.append(Problem(self.source.file, line, column, path, message))

    def mapping(self, path: Path, data: Any, what: str) -> Mapping[str, Any]:
        """The data as a mapping, or an empty one and a problem."""
        if isinstance(data, Mapping):
            return data
        self.say(path, f"expected {what}")
        return {}

    def known(self, path: Path, word: Any, words: Iterable[str], what: str) -> bool:
        """Whether a word is one of those that may stand here; says what was meant if not."""
        allowed = list(words)
        if isinstance(word, str) and word in allowed:
            return True
        self.say(path, f"{shown(word)} is not {what}{did_you_mean(word, allowed)}")
        return False


def shown(value: Any) -> str:
    """A value as it may be shown in a message: short, quoted."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…'"


def did_you_mean(word: Any, allowed: list[str]) -> str:
    """A hint at the nearest word that is allowed, or at all of them when they are few.

    >>> did_you_mean("closenes", ["closeness", "coping"])
    "; did you mean 'closeness'?"
    """
    near = difflib.get_close_matches(str(word), allowed, 1)
    if near:
        return f"; did you mean {near[0]!r}?"
    few = ", ".join(allowed[:12]) + (", …" if len(allowed) > 12 else "")
    return f"; known: {few}" if allowed else ""
