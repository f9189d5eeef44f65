"""How plausible it is that an answer on record should have been another one.

The order is a choice of this project: no source grades it. It sorts what is listed, nothing else.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

import annotated_types as at

from ipt_rules import terms as t
from ipt_rules.model import PartialDate
from ipt_rules.places import Place, attributes

Weight = tuple[int, float]
"""How many hard facts are changed, and how far answers move in all; the least comes first."""

HARD = frozenset(
    (
        "case.age_years",
        "case.perinatal_stage",
        "case.profile",
        "diagnosis.name",
        "life_event.group",
        "life_event.person",
        "life_event.type",
        "measure.instrument",
        "measure.total",
        "relationship.alive",
        "relationship.counterpart",
        "relationship.death_date",
        "relationship.kind",
    )
)
"""Answers that are seldom mistaken: who died, what happened, what was counted. Judgements are."""

ORDERED = frozenset(
    (t.Answer, t.Bond, t.Closeness, t.Concern, t.Coping, t.Ideation, t.Impairment, t.PatternScope,
     t.Recency, t.SubstanceSeverity, t.Timing)
)  # fmt: skip
"""Words whose order in the vocabulary is a scale; any two others lie as far apart as can be."""


def weight(place: Place, before: Any, after: Any) -> Weight:
    """What speaks against another answer at a place.

    >>> place = Place("life_event:e1", "closeness")
    >>> weight(place, t.Bond.VERY_CLOSE, t.Bond.CLOSE) < weight(place, t.Bond.VERY_CLOSE, t.Bond.DISTANT)
    True
    """  # noqa: E501 - one line of an example
    return int(place.answer in HARD), round(_distance(place, before, after), 4)


def _distance(place: Place, before: Any, after: Any) -> float:
    """How far an answer moves: from 0, not at all, to 1, from one end of its scale to the other."""
    if isinstance(before, enum.Enum) and isinstance(after, enum.Enum):
        words: list[Any] = list(type(before))
        if type(before) not in ORDERED or len(words) < 2:
            return 1.0
        return abs(words.index(before) - words.index(after)) / (len(words) - 1)
    if isinstance(before, frozenset):
        return min(1.0, len(before ^ after) / 3)
    if isinstance(before, int | float):
        limits: dict[type, Any] = {
            type(limit): limit for limit in attributes(place.kind)[place.field].limits
        }
        return float(abs(after - before) / (limits[at.Le].le - limits[at.Ge].ge))
    if isinstance(before, PartialDate | dt.date):
        return min(1.0, _ANOTHER_DAY + _days(before, after) / 365)
    return 1.0


_ANOTHER_DAY = 0.5
"""What a date weighs that moves at all: as much as an answer that becomes a suspicion."""


def _days(before: Any, after: Any) -> int:
    """The days between two dates at their nearest; none where one lies within the other."""
    (first, last), (low, high) = _period(before), _period(after)
    return max(0, (low - last).days, (first - high).days)


def _period(date: Any) -> tuple[dt.date, dt.date]:
    return (date.earliest, date.latest) if isinstance(date, PartialDate) else (date, date)
