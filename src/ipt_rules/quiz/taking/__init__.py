"""A quiz taken: graded, asked again after a while, at a terminal or in a notebook."""

from ipt_rules.quiz.taking.grading import grade
from ipt_rules.quiz.taking.sheet import ScoreSheet

__all__ = ["ScoreSheet", "grade"]
