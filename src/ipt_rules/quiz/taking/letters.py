"""Options by their letters, as a learner reads them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from string import ascii_lowercase

from ipt_rules import terms as t
from ipt_rules.quiz.values import Item


def letters(item: Item) -> dict[str, str]:
    """The letter of each option, to the technical word of the option.

    >>> from ipt_rules.quiz.taking.samples import SAMPLE
    >>> letters(SAMPLE.items[0])
    {'a': 'grief', 'b': 'role_dispute', 'c': 'role_transition'}
    """
    return dict(zip(_names(), (option.answer for option in item.options), strict=False))


def by_letters(item: Item, text: str) -> tuple[str, ...] | str:
    """The options that letters such as `a c`, `ac` or `a, c` name, or a sentence why they do not.

    >>> from ipt_rules.quiz.taking.samples import SAMPLE
    >>> by_letters(SAMPLE.items[1], "A, c"), by_letters(SAMPLE.items[1], "ad")
    (('quarrel', 'death'), "'d' is not a letter of an option; the letters are a, b, c.")
    """
    named = letters(item)
    words = [word for word in re.split(r"[\s,;)(.]+", text.casefold()) if word]
    found = [one for word in words for one in ([word] if word in named else word)]
    unknown = next((one for one in found if one not in named), None)
    if unknown is not None:
        return f"'{unknown}' is not a letter of an option; the letters are {', '.join(named)}."
    if not found:
        return f"Write a letter: {', '.join(named)}."
    if item.choose is t.Choose.ONE and len(set(found)) > 1:
        return "Only one option is to be chosen."
    return tuple(answer for letter, answer in named.items() if letter in found)


def _names() -> Iterator[str]:
    for length in itertools.count(1):
        yield from map("".join, itertools.product(ascii_lowercase, repeat=length))
