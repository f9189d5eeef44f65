"""Quizzes made from cases by a seed."""
