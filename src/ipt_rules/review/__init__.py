"""A human's formulation read against an evaluation: verdicts, issues, the course so far."""
