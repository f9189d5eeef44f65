"""Explanations: why, why not, what is open, what to ask next, and what would change it."""
