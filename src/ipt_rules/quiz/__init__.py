"""Quizzes whose keys are worked out by the rules: written, generated, verified, taken, exported."""

from ipt_rules.quiz.exports import EXPORTS, export
from ipt_rules.quiz.generating import generate, generate_written, quiz_to_yaml
from ipt_rules.quiz.keying import load_quiz
from ipt_rules.quiz.kinds import KINDS
from ipt_rules.quiz.statistics import ItemStatistics, statistics
from ipt_rules.quiz.taking import ScoreSheet, grade
from ipt_rules.quiz.taking.notebook import show
from ipt_rules.quiz.taking.progress import Progress, load_progress
from ipt_rules.quiz.taking.spacing import after, due
from ipt_rules.quiz.values import Item, Option, Quiz, Reason
from ipt_rules.quiz.verifying import Moved, Verified, accept, verify
from ipt_rules.quiz.written import read_quiz

__all__ = [
    "EXPORTS",
    "KINDS",
    "Item",
    "ItemStatistics",
    "Moved",
    "Option",
    "Progress",
    "Quiz",
    "Reason",
    "ScoreSheet",
    "Verified",
    "accept",
    "after",
    "due",
    "export",
    "generate",
    "generate_written",
    "grade",
    "load_progress",
    "load_quiz",
    "quiz_to_yaml",
    "read_quiz",
    "show",
    "statistics",
    "verify",
]
