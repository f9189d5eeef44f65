"""What items are made from: cases by name, evaluated once, and words that must not be said."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.documents.cases import CaseFile, load_case
from ipt_rules.exceptions import DocumentError
from ipt_rules.quiz.generating.leaks import leaks, rule_words
from ipt_rules.quiz.generating.vignette import MOST_UNASKED, Vignette
from ipt_rules.quiz.keying import Keyed, key_item
from ipt_rules.quiz.kinds import KINDS, Judged
from ipt_rules.quiz.kinds.kind import drawn
from ipt_rules.quiz.scene import Scene, Stage
from ipt_rules.quiz.values import Item
from ipt_rules.quiz.written import WrittenItem, read_quiz
from ipt_rules.rulebase import RuleBase

LONGEST = 4000
"""What a vignette may hold, as the form of a quiz has it."""

Data = Mapping[str, Any]
"""An item as its file would spell it."""


@frozen
class Made:
    """An item that was made: as it is written, and with its key."""

    data: Data
    item: Item


@frozen(eq=False)
class Bench:
    """Where items are made: the rules, the folder of the cases, the seed."""

    rules: RuleBase
    folder: Path
    seed: int
    _stage: list[Stage] = field(factory=list, repr=False)
    _cases: dict[str, CaseFile | None] = field(factory=dict, repr=False)

    @property
    def stage(self) -> Stage:
        """The stage on which items are keyed; what was evaluated once stays."""
        if not self._stage:
            self._stage.append(Stage(self.rules, self.folder, self.folder))
        return self._stage[0]

    def names(self) -> list[str]:
        """The names of all cases."""
        return sorted(path.stem for path in self.folder.glob("*.yaml"))

    def samples(self) -> list[str]:
        """The names of all formulations."""
        return sorted(path.stem for path in (self.folder / "formulations").glob("*.yaml"))

    def case(self, name: str) -> CaseFile | None:
        """A case by its name; nothing where the file is an inventory alone."""
        if name not in self._cases:
            try:
                self._cases[name] = load_case(self.folder / f"{name}.yaml")
            except DocumentError:
                self._cases[name] = None
        return self._cases[name]

    def scene(self, data: Data) -> Scene | None:
        """The scene of an item; nothing where the item does not fit its kind.

        A record that contradicts itself is no case for a learner: nobody could work out its key.
        """
        written = _written(data)
        scene, _ = self.stage.scene(written)
        if scene is None or KINDS[written.kind].misfits(scene):
            return None
        contradicted = scene.case is not None and any(
            fact.kind == "contradiction" for fact in scene.inquiry.facts
        )
        return None if contradicted else scene

    def draw(self, words: list[str], *about: object) -> list[str]:
        """Words in the order that the seed gives them."""
        return drawn(words, self.seed, *about)

    def made(self, data: Data) -> Made | None:
        """The item with its key; nothing where anything is wrong with it."""
        keyed: Keyed = key_item(_written(data), self.stage)
        return None if keyed.item is None or keyed.faults else Made(data, keyed.item)

    def fits(self, vignette: Vignette, options: list[Judged], open_questions: int) -> bool:
        """Whether a vignette is short enough, and says nothing that tells the key."""
        text = vignette.text
        said = [judged.text for judged in options if len(judged.text.split()) > 1]
        return (
            len(text) <= LONGEST
            and open_questions <= MOST_UNASKED
            and not leaks(text, (*rule_words(self.rules), *said))
        )


def _written(data: Data) -> WrittenItem:
    return read_quiz({"title": "one", "items": [data]}).items[0]


def item_id(kind: t.QuizKind, source: str, side: str = "") -> str:
    """The id of an item: its kind and what it is made from.

    >>> item_id(t.QuizKind.FOCUS, "lena-renegotiation", "a")
    'focus-lena-renegotiation-a'
    """
    parts = [kind.value.replace("_", "-"), source.replace("/", "-").replace("#", "-"), side]
    whole = "-".join(part for part in parts if part)
    return whole if len(whole) <= _LONGEST_ID else f"{whole[: _LONGEST_ID - 9]}-{_digest(whole)}"


_LONGEST_ID = 80


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
