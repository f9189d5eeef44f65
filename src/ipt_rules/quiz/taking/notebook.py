"""A quiz taken in a notebook, by jupyterquiz."""

from __future__ import annotations

from ipt_rules.exceptions import IptRulesError
from ipt_rules.quiz.values import Quiz


def show(quiz: Quiz) -> None:
    """Show a quiz in a notebook; the answers stay on the page, and are neither kept nor sent.

    Raises `IptRulesError` where jupyterquiz is not installed.
    """
    from ipt_rules.quiz.exports.jupyter import (  # type: ignore[import-not-found, unused-ignore]
        jupyter_questions,
    )

    try:
        from jupyterquiz import display_quiz
    except ImportError as error:
        message = "jupyterquiz is not installed; pip install 'ipt-rules[quiz]'"
        raise IptRulesError(message) from error
    display_quiz(jupyter_questions(quiz))
