"""A quiz of two items, small enough to read, for the examples in docstrings."""

from __future__ import annotations

from ipt_rules import terms as t
from ipt_rules.quiz.values import FORMAT, Item, KeyRecord, Option, Quiz, Reason

SAMPLE = Quiz(
    title="Two questions",
    about="A sample; its keys were written by hand.",
    items=(
        Item(
            id="lena",
            kind=t.QuizKind.FOCUS,
            vignette="Lena and her partner have quarrelled for months.",
            stem="Which focus do the rules propose?",
            choose=t.Choose.ONE,
            options=(
                Option("grief", "Grief", 0.0, "Nobody died."),
                Option("role_dispute", "Role dispute", 1.0, "The quarrel came first."),
                Option("role_transition", "Role transition", 0.5, "A move stands beside it."),
            ),
            rests_on=("dispute/overt",),
            areas=(t.ProblemArea.ROLE_DISPUTE,),
        ),
        Item(
            id="signs",
            kind=t.QuizKind.RULE_KNOWLEDGE,
            vignette="",
            stem="What speaks for a dispute?",
            choose=t.Choose.ALL,
            options=(
                Option("quarrel", "An open quarrel", 1.0, "It shows.", (Reason("It is seen."),)),
                Option("stuck", "Expectations that do not meet", 1.0, "That is its core."),
                Option("death", "A death", 0.0, "That speaks for grief."),
            ),
            rests_on=("dispute/overt", "dispute/expectations"),
        ),
    ),
    record=KeyRecord(FORMAT, "0.1.0", "sample", "1", "0" * 64, "Written for examples."),
)
"""One item with one right option, one where all right ones are to be found."""
