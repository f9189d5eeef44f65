"""The four exceptions; each carries data and words its sentence late."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import field, frozen

Path = tuple[str | int, ...]


def show_path(path: Path) -> str:
    """Spell a path as documents do.

    >>> show_path(("relationships", 2, "closeness_now"))
    'relationships[2].closeness_now'
    """
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


@frozen
class Problem:
    """One thing that is wrong in a document, and its place.

    >>> print(Problem("case.yaml", 14, 9, ("risk", "plan"), "unknown field"))
    case.yaml:14:9: risk.plan: unknown field
    """

    file: str
    line: int | None
    column: int | None
    path: Path
    message: str

    def __str__(self) -> str:
        place = [self.file]
        if self.line is not None:
            place += [str(self.line), str(self.column)]
        if self.path:
            return f"{':'.join(place)}: {show_path(self.path)}: {self.message}"
        return f"{':'.join(place)}: {self.message}"


class IptRulesError(Exception):
    """Base of every error this library raises on purpose."""


class _ProblemsError(IptRulesError):
    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class DocumentError(_ProblemsError):
    """An inventory or case cannot be read; `problems` lists everything wrong with it."""


class RuleError(_ProblemsError):
    """Rule files cannot be read; `problems` lists everything wrong with them."""


@frozen
class Disagreement:
    """Facts on which the two engines differ, as few as could be found.

    `rule` is the rule's id; `facts` are fact records as plain mappings, pseudonyms left out;
    `durable` and `reference` are the tuples of fact ids each engine matched.
    """

    rule: str
    facts: tuple[dict[str, Any], ...] = field(factory=tuple)
    durable: tuple[tuple[str, ...], ...] = ()
    reference: tuple[tuple[str, ...], ...] = ()


class EngineDisagreement(IptRulesError):
    """durable_rules and the reference evaluator gave different answers; nothing was concluded.

    `disagreement` is the smallest reproduction found, `saved_to` the file that holds it.
    """

    def __init__(self, disagreement: Disagreement, saved_to: str) -> None:
        self.disagreement = disagreement
        self.saved_to = saved_to
        super().__init__(disagreement, saved_to)

    def __str__(self) -> str:
        return (
            f"the engines disagree on rule {self.disagreement.rule}; no evaluation was made. "
            f"A minimal reproduction is in {self.saved_to}; please report it."
        )
