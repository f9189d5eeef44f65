"""Which answers of the record each field of a fact is read from.

A field that is not listed is read from the attribute of the same name, in its own record. The list
says what an answer may change; a test fills records at random and finds nothing else changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_ONSET = (
    "case.onset_state",
    "case.onset_date",
    "case.onset_anchor_event",
    "case.onset_months_before_assessment",
    "case.chronic_2y",
    "life_event.date",
)
_DEATH = ("life_event.group", "life_event.person", "relationship.alive", "relationship.conflict")
_WHEN = ("life_event.date", "relationship.death_date", *_DEATH)
_TIMING = ("life_event.timing_to_onset", *_WHEN, *_ONSET)
_TYPE = ("life_event.type", "relationship.kind", *_DEATH)
_TORN = ("relationship.alive", "relationship.conflict")
_BIRTH = ("case.perinatal_stage", "case.perinatal_weeks", *_TYPE, *_WHEN)
_SCORE = (
    "measure.instrument",
    "measure.total",
    "measure.items",
    "measure.date",
    "measure.session_no",
    "risk.checked_on",
    "risk.ideation",
    "risk.ideation_recency",
    "risk.suicidal_behaviour",
)
_DIAGNOSIS = (
    "diagnosis.name",
    "life_event.full_depressive_syndrome",
    "measure.instrument",
    "measure.total",
    "measure.items",
)
_COURSE = ("case.profile", "case.planned_sessions", "case.age_years")
_CONFLICTS = ("relationship.expectations", *_TORN)

READ_FROM: Mapping[str, tuple[str, ...]] = {
    "case.onset_months_ago": _ONSET,
    "case.recent_birth": _BIRTH,
    "case.pregnancy_lost": _BIRTH,
    "case.has_confidant": (
        "case.has_confidant",
        "relationship.is_confidant",
        "relationship.alive",
    ),
    "diagnosis.status": ("diagnosis.status", *_DIAGNOSIS),
    "medical_illness.timing_to_onset": ("medical_illness.onset", *_ONSET),
    "life_event.*": _DEATH,
    "life_event.type": _TYPE,
    "life_event.who": ("relationship.label", *_TYPE),
    "life_event.event": ("life_event.label", "relationship.label", *_TYPE),
    "life_event.months_ago": _WHEN,
    "life_event.near_worsening": ("life_event.near_worsening", *_WHEN),
    "life_event.timing_to_onset": _TIMING,
    "relationship.alive": (
        "relationship.lives_with",
        "relationship.contact_per_week",
        *_DEATH,
    ),
    "relationship.ended": ("relationship.ended", "asked.changes"),
    "relationship.counterpart": ("relationship.counterpart", "relationship.kind"),
    "relationship.conflict_timing": (
        "relationship.conflict_timing",
        "relationship.conflict_started",
        *_TORN,
        *_ONSET,
    ),
    "relationship.conflict_present": ("life_event.still_active", *_DEATH),
    **dict.fromkeys(
        ("relationship.conflict_covert", "relationship.conflict_overt",
         "relationship.conflict_past_only"),
        ("relationship.conflict", "relationship.alive"),
    ),
    "relationship.conflict_course": ("relationship.conflict_course", *_TORN),
    "relationship.conflict_started_recorded": ("relationship.conflict_started", *_TORN),
    **{
        f"relationship.{fact}": (f"relationship.{fact}", "relationship.alive", *_DEATH)
        for fact in ("violence_ongoing", "violence_fear")
    },
    "relationship.violence_screened": (
        "relationship.violence_ongoing",
        "relationship.violence_physical",
        "relationship.violence_coercive_control",
        "relationship.violence_fear",
        "risk.violence_asked_in_private",
    ),
    "risk.checked_days_ago": ("risk.checked_on",),
    "risk.infant_harm_thoughts": ("risk.infant_harm_thoughts", *_BIRTH),
    **dict.fromkeys(
        ("measure.total", "measure.item_alert", "measure.risk_checked_that_day", "measure.change",
         "measure.rise", "measure.drop_percent", "measure.band", "measure.in_remission",
         "measure.response", "measure.deteriorated", "measure.latest", "measure.first"),
        _SCORE,
    ),
    "inventory.deaths_recorded": ("asked.deaths", *_DEATH),
    "inventory.changes_recorded": (
        "asked.changes",
        "medical_illness.function_loss",
        "case.perinatal_stage",
        "case.mourns_healthy_self",
        "relationship.ended",
        *_DEATH,
    ),
    "inventory.acute_events": (
        "asked.deaths", "asked.changes", "medical_illness.onset", *_TIMING,
    ),
    "inventory.conflicts_recorded": ("asked.conflicts", *_CONFLICTS, "life_event.group"),
    "inventory.people_recorded": ("asked.relationships",),
    "contradiction.* of a diagnosis": _DIAGNOSIS,
    "contradiction.* of an event": ("life_event.near_worsening", "life_event.label", *_TIMING),
    "contradiction.* of a person": ("relationship.death_date", "relationship.conflict", *_WHEN),
    "contradiction.* of a confidant": (
        "case.has_confidant",
        "relationship.is_confidant",
        "relationship.alive",
    ),
    "contradiction.* of a score": _SCORE,
    "course.*": _COURSE,
    "budget.*": _COURSE,
    "formulation.*": (*_COURSE, *_ONSET, *_DEATH),
}  # fmt: skip
"""For fields worked out from more than their own attribute: the answers they are read from.

Answers are named by the kind of record and the attribute as facts spell it; `kind.*` stands for a
whole fact that may come or go, `kind.* of …` for one of several that have nothing to do with each
other.
"""


def read_from(kind: str, field: str) -> tuple[str, ...]:
    """The answers that a field of a fact is read from beside its own, the plainest first.

    >>> read_from("life_event", "closeness")
    ()
    >>> read_from("risk", "checked_days_ago")
    ('risk.checked_on',)
    """
    return READ_FROM.get(f"{kind}.{field}", ())


@cache
def feeds(answer: str) -> frozenset[str]:
    """The fields that are worked out from an answer, beside those that repeat it.

    >>> sorted(feeds("relationship.is_confidant"))
    ['case.has_confidant', 'contradiction.* of a confidant']
    """
    return frozenset(field for field, answers in READ_FROM.items() if answer in answers)
