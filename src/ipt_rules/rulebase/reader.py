"""Collects what is wrong in a rule file, with its place, and suggests the word that was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from ipt_rules.documents.refusals import Reason, listed, shown
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
        allowed = tuple(words)
        if isinstance(word, str) and word in allowed:
            return True
        self.say(path, unknown_word(word, allowed, what))
        return False


def unknown_word(word: Any, allowed: Iterable[str], what: str) -> str:
    """Say that a word is not one of those allowed, and which was probably meant.

    >>> unknown_word("closenes", ["closeness", "coping"], "a field of life_event")
    "'closenes' is not a field of life_event; did you mean 'closeness'?"
    """
    among = tuple(allowed)
    otherwise = f"; known: {listed(among)}" if among else ""
    name = word if isinstance(word, str) else None
    return Reason(f"{shown(word)} is not {what}", (), name, among, otherwise).sentence()
