"""Words for quizzes."""

from __future__ import annotations

from ipt_rules.terms.answers import Term


class QuizKind(Term):
    """What an item asks; its key is worked out by the rules."""

    FOCUS = "focus"
    NEXT_QUESTION = "next_question"
    TECHNIQUE = "technique"
    PHASE = "phase"
    DISPUTE_STAGE_PLAN = "dispute_stage_plan"
    IN_OR_OUT_OF_MODEL = "in_or_out_of_model"
    SPOT_THE_ISSUE = "spot_the_issue"
    SESSION_TASK = "session_task"
    SAFETY_FIRST = "safety_first"
    SCORE_READING = "score_reading"
    WHAT_WOULD_CHANGE = "what_would_change"
    RULE_KNOWLEDGE = "rule_knowledge"


class Choose(Term):
    """How many options are right: one, or all that the learner can find."""

    ONE = "one"
    ALL = "all"
