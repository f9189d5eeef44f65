"""Wordings of answers: what a vignette says of each, in several ways, without a word of the key."""

from __future__ import annotations

from ipt_rules.quiz.generating.words.case import CASE
from ipt_rules.quiz.generating.words.events import EVENT
from ipt_rules.quiz.generating.words.persons import PERSON
from ipt_rules.quiz.generating.words.table import Says, Table
from ipt_rules.quiz.generating.words.unasked import UNASKED

TABLES: dict[str, Table] = {"case": CASE, "relationship": PERSON, "life_event": EVENT}
"""The wordings of each kind of record, by the name of the field."""

__all__ = ["TABLES", "UNASKED", "Says", "Table"]
