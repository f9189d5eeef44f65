"""The kinds of items, each with what it asks and how the rules judge an answer."""

from __future__ import annotations

from collections.abc import Mapping

from ipt_rules import terms as t
from ipt_rules.quiz.kinds.asking import NEXT_QUESTION
from ipt_rules.quiz.kinds.changes import WHAT_WOULD_CHANGE
from ipt_rules.quiz.kinds.course import PHASE, SESSION_TASK
from ipt_rules.quiz.kinds.focus import FOCUS
from ipt_rules.quiz.kinds.issues import SPOT_THE_ISSUE
from ipt_rules.quiz.kinds.kind import Judged, Kind
from ipt_rules.quiz.kinds.knowledge import RULE_KNOWLEDGE
from ipt_rules.quiz.kinds.safety import SAFETY_FIRST
from ipt_rules.quiz.kinds.scores import SCORE_READING
from ipt_rules.quiz.kinds.techniques import DISPUTE_STAGE_PLAN, IN_OR_OUT_OF_MODEL, TECHNIQUE

KINDS: Mapping[t.QuizKind, Kind] = {
    kind.name: kind
    for kind in (
        FOCUS,
        NEXT_QUESTION,
        TECHNIQUE,
        PHASE,
        DISPUTE_STAGE_PLAN,
        IN_OR_OUT_OF_MODEL,
        SPOT_THE_ISSUE,
        SESSION_TASK,
        SAFETY_FIRST,
        SCORE_READING,
        WHAT_WOULD_CHANGE,
        RULE_KNOWLEDGE,
    )
}
"""Every kind by its name."""

__all__ = ["KINDS", "Judged", "Kind"]
