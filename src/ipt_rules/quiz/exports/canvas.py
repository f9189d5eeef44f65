"""A quiz as text for text2qti, which makes the zip file that Canvas imports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.quiz.exports.shared import about_of, flat, labelled, lines, title_of
from ipt_rules.quiz.values import Item, Quiz


def text2qti(quiz: Quiz) -> bytes:
    """The quiz as text2qti reads it: `text2qti quiz.txt` writes `quiz.zip`.

    Each text stands on one line, with `<br>` where it breaks. Canvas counts an option as right or
    wrong: one that is partly right counts as wrong and says so in its feedback.
    """
    blocks = [f"Quiz title: {title_of(quiz)}"]
    if lines(about_of(quiz)):
        blocks.append(f"Quiz description: {_markdown(about_of(quiz))}")
    asked: list[str] = []
    for place, item in enumerate(quiz.items, 1):
        asked.append(_apart(_markdown(item.question), asked))
        blocks.append("\n".join(_question(item, place, asked[-1])))
    return ("\n\n".join(blocks) + "\n").encode()


def _question(item: Item, place: int, question: str) -> Iterator[str]:
    yield f"Title: {flat(item.id) or 'item'}"
    yield f"{place}. {question}"
    if lines(item.general):
        yield f"... {_markdown(item.general)}"
    said: list[str] = []
    for letter, option in labelled(item):
        if item.choose is t.Choose.ALL:
            lead = "[*]" if option.right else "[ ]"
        else:
            lead = f"*{letter})" if option.right else f"{letter})"
        said.append(_apart(_markdown(option.text), said))
        yield f"{lead} {said[-1]}"
        yield f"... {_markdown(option.feedback)}"


def _apart(text: str, before: list[str]) -> str:
    """The text, numbered if it stood there before: text2qti refuses what is there twice."""
    number = 2
    kept = text
    while kept in before:
        kept, number = f"{text} ({number})", number + 1
    return kept


_ENTITIES = str.maketrans({mark: f"&#{ord(mark)};" for mark in "&<>$~"})
"""Marks of HTML and mathematics, and some that no backslash escapes."""

_OWN = re.compile(r"""([\\`*_{}\[\]()#+!'"|])""")
"""Marks of Markdown, and the quotation marks that it would turn round."""

_RUNS = re.compile(r"(?<=-)-|-(?=-)|(?<=\.)\.|\.(?=\.)")
"""What it would turn into dashes and dots of its own."""

_AT_START = re.compile(r"^(\d*)([-.])")


def _markdown(text: str) -> str:
    """Text as Markdown that stays text, on one line.

    >>> _markdown("1. It's *here*\\n$x$")
    "1\\\\. It\\\\'s \\\\*here\\\\*<br>&#36;x&#36;"
    """
    return "<br>".join(map(_line, lines(text)))


def _line(line: str) -> str:
    marked = _RUNS.sub(r"\\\g<0>", _OWN.sub(r"\\\1", line))
    # Entities come last, or else their own marks would be escaped.
    return _AT_START.sub(r"\1\\\2", marked).translate(_ENTITIES)
