"""Quizzes made by a seed: cases told anew, minimal pairs, near misses, every rule in reach."""

from ipt_rules.quiz.generating.generate import generate, generate_written, quiz_to_yaml
from ipt_rules.quiz.generating.ways import Way, reachable

__all__ = ["Way", "generate", "generate_written", "quiz_to_yaml", "reachable"]
