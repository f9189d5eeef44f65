"""The keys of a quiz as they were when a trainer last looked at them, in a file beside the quiz."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from attrs import field, frozen

from ipt_rules.documents.source import place, read
from ipt_rules.documents.structure import structure
from ipt_rules.exceptions import DocumentError
from ipt_rules.quiz.values import Item, Quiz
from ipt_rules.results import plain
from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase.entries import entry
from ipt_rules.rulebase.reading import reading

FORMAT: Literal["ipt-rules/quiz-keys/1"] = "ipt-rules/quiz-keys/1"


@frozen
class StoredItem:
    """What an item came to: the credit of each option, and the rules behind its key as they read.

    The reading is kept so that a change can be shown and not only noticed.
    """

    options: dict[str, float]
    rests_on: dict[str, str] = field(factory=dict)

    @property
    def key(self) -> tuple[str, ...]:
        """The right options."""
        return tuple(answer for answer, credit in self.options.items() if credit == 1)


@frozen
class StoredKeys:
    """The keys of a quiz, and the digest of the rules that gave them."""

    format: Literal["ipt-rules/quiz-keys/1"]
    rules_digest: str
    items: dict[str, StoredItem]


def keys_file(quiz: Path) -> Path:
    """Where the keys of a quiz are kept.

    >>> keys_file(Path("quizzes/basics.yaml")).name
    'basics.keys.json'
    """
    return quiz.with_suffix(".keys.json")


def stored_keys(quiz: Quiz, rules: RuleBase) -> StoredKeys:
    """The keys of a quiz as they are now."""
    return StoredKeys(
        FORMAT, rules.digest, {item.id: stored_item(item, rules) for item in quiz.items}
    )


def stored_item(item: Item, rules: RuleBase) -> StoredItem:
    """One item of them."""
    return StoredItem(
        {option.answer: option.credit for option in item.options},
        {name: reads(name, rules) for name in item.rests_on},
    )


def reads(name: str, rules: RuleBase) -> str:
    """What a rule or another entry of the rule base says, from its logic; nothing if it is gone."""
    rule = rules.get(name)
    if rule is not None:
        return str(reading(rule))
    try:
        return "\n".join(entry(name, rules).reading)
    except KeyError:
        return ""


def load_keys(file: Path) -> StoredKeys | None:
    """The keys that were stored; nothing where there is no such file.

    Raises `DocumentError` that lists every problem with file, line and column.
    """
    if not file.exists():
        return None
    document = read(file)
    made, found = structure(document.data, StoredKeys)
    if made is None:
        raise DocumentError(place(document, found))
    return made


def keys_text(keys: StoredKeys) -> str:
    """The keys as the text of their file; the same keys give the same bytes."""
    data: Mapping[str, object] = plain(keys)
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=False) + "\n"
