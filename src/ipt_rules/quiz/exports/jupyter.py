"""A quiz as the JSON that jupyterquiz shows in a notebook."""

from __future__ import annotations

import json
from typing import Any

from ipt_rules import terms as t
from ipt_rules.quiz.exports.shared import HINTS, inert
from ipt_rules.quiz.values import Item, Quiz
from ipt_rules.report.markup import tag


def jupyter_questions(quiz: Quiz) -> list[dict[str, Any]]:
    """The questions as `jupyterquiz.display_quiz` takes them.

    It reads every text as HTML and has no place for what is said after any answer: that stands
    below the feedback of each option.
    """
    return [_question(item) for item in quiz.items]


def jupyter_json(quiz: Quiz) -> bytes:
    """The questions as a file, which `display_quiz` takes by its name."""
    return (json.dumps(jupyter_questions(quiz), ensure_ascii=False, indent=2) + "\n").encode()


def _question(item: Item) -> dict[str, Any]:
    every = item.choose is t.Choose.ALL
    asked = [item.question, HINTS[item.choose]] if every else [item.question]
    return {
        "type": "many_choice" if every else "multiple_choice",
        "question": _html(*asked),
        "answers": [
            {
                "answer": _html(option.text),
                "correct": option.right,
                "feedback": _html(option.feedback, item.general),
            }
            for option in item.options
        ],
    }


def _html(*texts: str) -> str:
    """Texts as HTML in which no notebook looks for mathematics."""
    return str(tag("span", inert("\n".join(texts)), class_="tex2jax_ignore mathjax_ignore"))
