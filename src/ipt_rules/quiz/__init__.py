"""Quizzes whose keys are worked out by the rules: written, generated, verified, taken, exported."""

from ipt_rules.quiz.keying import load_quiz
from ipt_rules.quiz.kinds import KINDS
from ipt_rules.quiz.values import Item, Option, Quiz, Reason
from ipt_rules.quiz.written import read_quiz

__all__ = ["KINDS", "Item", "Option", "Quiz", "Reason", "load_quiz", "read_quiz"]
