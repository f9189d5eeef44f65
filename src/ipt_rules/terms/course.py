"""Words for scores, risk and the course of the treatment."""

from __future__ import annotations

from ipt_rules.terms.answers import Term


class Instrument(Term):
    """Scales whose scores can be recorded. Item texts are never stored."""

    PHQ9 = "phq9"
    HAMD17 = "hamd17"
    MADRS = "madrs"
    QIDS_SR16 = "qids_sr16"
    BDI2 = "bdi2"
    GAD7 = "gad7"
    EPDS = "epds"
    WSAS = "wsas"
    ICG = "icg"
    PG13 = "pg13"
    CAPS = "caps"
    CSSRS = "cssrs"
    OTHER = "other"


class Rater(Term):
    """Who filled the scale in."""

    SELF = "self"
    CLINICIAN = "clinician"


class Ideation(Term):
    """Levels of suicidal ideation, in the order of the C-SSRS screener."""

    NONE = "none"
    WISH_TO_BE_DEAD = "wish_to_be_dead"
    ACTIVE_NON_SPECIFIC = "active_non_specific"
    ACTIVE_WITH_METHOD = "active_with_method"
    ACTIVE_WITH_INTENT = "active_with_intent"
    ACTIVE_WITH_PLAN_AND_INTENT = "active_with_plan_and_intent"


class Recency(Term):
    """When something last happened."""

    TODAY = "today"
    PAST_MONTH = "past_month"
    PAST_3_MONTHS = "past_3_months"
    PAST_12_MONTHS = "past_12_months"
    OLDER = "older"


class Phase(Term):
    """Phases of treatment."""

    INITIAL = "initial"
    MIDDLE = "middle"
    ENDING = "ending"
    MAINTENANCE = "maintenance"


class Direction(Term):
    """Whether an interpersonal problem came before the episode or follows from it."""

    PRECEDES = "precedes"
    CONSEQUENCE = "consequence"
    BOTH = "both"
