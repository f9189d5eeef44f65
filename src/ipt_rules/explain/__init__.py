"""Explanations: why a conclusion was drawn, and why another was not."""
