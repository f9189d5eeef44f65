"""A score sheet that shows itself: in a notebook, on paper and in a terminal."""

from __future__ import annotations

from attrs import frozen

from ipt_rules.quiz.taking.scores import Scores
from ipt_rules.quiz.taking.telling import sheet_document
from ipt_rules.report.document import Document
from ipt_rules.report.told import Told


@frozen
class ScoreSheet(Scores, Told):
    """How a quiz was answered: feedback for each item, totals, and what to read next.

    It is advice for whoever learns, and never a mark on a person; it stores no name. Alerts of a
    case and the comment of the trainer are there whatever was answered.
    """

    def _told(self) -> Document:
        return sheet_document(self)

    def _heading(self) -> str:
        return f"Answers to a quiz: {self.title}"
