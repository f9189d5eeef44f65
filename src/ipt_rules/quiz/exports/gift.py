"""A quiz as GIFT, the plain text from which Moodle and others read questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipt_rules import terms as t
from ipt_rules.quiz.exports.moodle import category_of, fraction
from ipt_rules.quiz.exports.shared import about_of, flat, lines, number, plain, tags_of, weights
from ipt_rules.quiz.values import Item, Quiz


def gift(quiz: Quiz) -> bytes:
    """The quiz as questions under a category, with weights and feedback.

    Each text says for itself that it is plain, as one could begin with another claim.
    """
    about = [f"// {line}" for line in lines(about_of(quiz))]
    blocks = ["\n".join(about)] if about else []
    blocks += [f"$CATEGORY: {category_of(quiz)}"]
    blocks += ["\n".join(_question(item)) for item in quiz.items]
    return ("\n\n".join(blocks) + "\n").encode()


def _question(item: Item) -> Iterator[str]:
    marks = [f"[id:{_mark(item.id)}]"] + [f"[tag:{_mark(tag)}]" for tag in tags_of(item)]
    yield f"// {' '.join(marks)}"
    yield f"::{_escaped(flat(item.id) or 'item')}::{_text(item.question)} {{"
    for option, weight in zip(item.options, weights(item), strict=True):
        lead = f"~%{number(fraction(weight))}%"
        if item.choose is t.Choose.ONE and option.right:
            lead = "="  # for Moodle, this alone says that one option is to be chosen
        elif item.choose is t.Choose.ONE and not weight:
            lead = "~"
        yield f"  {lead}{_text(option.text)}"
        yield f"    #{_text(option.feedback)}"
    if lines(item.general):
        yield f"  ####{_text(item.general)}"
    yield "}"


def _text(text: str) -> str:
    return f"[plain]{_escaped(plain(text))}"


def _escaped(text: str) -> str:
    """Text with everything escaped that GIFT reads as its own.

    >>> _escaped("a = {b}")
    'a \\\\= \\\\{b\\\\}'
    """
    apart = re.sub(r"&&(?=\d)", "& &", text)  # so readers note what was escaped; nothing escapes it
    return re.sub(r"([\\~=#{}:])", r"\\\1", apart).replace("\n", r"\n")


def _mark(text: str) -> str:
    """A word in brackets, which may hold none."""
    return flat(text).replace("[", "(").replace("]", ")") or "item"
