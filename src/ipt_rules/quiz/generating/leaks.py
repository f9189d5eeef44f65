"""Words that would tell the key of an item before it is answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ipt_rules.rulebase import RuleBase
from ipt_rules.rulebase.language import Finds

_AREAS = re.compile(
    r"\b(grief|griev\w+|(role )?(disputes?|transitions?)|deficits?|sensitivit\w+|"
    r"social isolation)\b",
    re.IGNORECASE,
)


def leaks(text: str, words: Iterable[str] = ()) -> tuple[str, ...]:
    """The words in a text that name an area, or are among `words`.

    >>> leaks("They argue every week."), leaks("It is a dispute.")
    ((), ('dispute',))
    """
    found = [match.group(0).casefold() for match in _AREAS.finditer(text)]
    low = " ".join(text.casefold().split())
    found += [word for word in words if " ".join(word.casefold().split()) in low]
    return tuple(dict.fromkeys(found))


def rule_words(rules: RuleBase) -> tuple[str, ...]:
    """What rules are called, and what they find: words that no vignette may use."""
    return rules.once("rule words", lambda: tuple(_rule_words(rules)))


def _rule_words(rules: RuleBase) -> Iterator[str]:
    for rule in rules.rules:
        if len(rule.title.split()) > 1:
            yield rule.title
        if isinstance(rule.then, Finds):
            yield rule.then.finding.replace("_", " ")
