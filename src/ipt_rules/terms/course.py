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
    """Phases of treatment; preparation is a meeting before the first session."""

    PREPARATION = "preparation"
    INITIAL = "initial"
    MIDDLE = "middle"
    ENDING = "ending"
    MAINTENANCE = "maintenance"


class Preparation(Term):
    """Whether a course has a meeting before its first session; it counts as session 0."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Scoring(Term):
    """How a scale comes to its total.

    `sum` adds its items; `grouped` takes the highest of groups of items, so that items bound
    nothing; `answers` are never summed and have no total.
    """

    SUM = "sum"
    GROUPED = "grouped"
    ANSWERS = "answers"


class Foreign(Term):
    """What an entry of the catalogue of what is not IPT is."""

    TECHNIQUE = "technique"
    THERAPY = "therapy"
    CLAIM = "claim"


class Tradition(Term):
    """Where something that is not IPT comes from."""

    MIT = "mit"
    DIT = "dit"
    CBT = "cbt"
    MBCT = "mbct"
    EXPOSURE = "exposure"
    PSYCHOANALYSIS = "psychoanalysis"
    OTHER = "other"


class CrisisNeed(Term):
    """Whom a crisis service is for."""

    ANY = "any"
    SUICIDE = "suicide"
    VIOLENCE = "violence"
    VETERANS = "veterans"
    CHILDREN = "children"


class Direction(Term):
    """Whether an interpersonal problem came before the episode or follows from it."""

    PRECEDES = "precedes"
    CONSEQUENCE = "consequence"
    BOTH = "both"
