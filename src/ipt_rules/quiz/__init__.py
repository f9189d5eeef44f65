"""Quizzes whose keys are worked out by the rules: written, generated, verified, taken, exported."""
