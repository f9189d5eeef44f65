"""What a score sheet holds: each item as it was answered, the totals, the rules to read next."""

from __future__ import annotations

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.quiz.values import KeyRecord
from ipt_rules.results import SourceNote

FORMAT = "ipt-rules/score-sheet/1"
"""Name and version of the form in which score sheets are written."""

NOT_ANSWERED = "Not answered."
NOT_COUNTED = "Not counted: no option of it is right."


@frozen
class Told:
    """An option as it is told after the answer; `feedback` has the verdict and the reasons."""

    answer: str
    text: str
    credit: float
    feedback: str


@frozen
class Graded:
    """An item as it was answered.

    `chosen` are the options chosen and `right` those of the key, in the order of the quiz.
    `possible` is 1, or 0 for an item of which no option is right. `general` is what the item says
    after any answer: alerts that stand in the case, then the comment. `key_digest` tells one key of
    an item from the next.
    """

    id: str
    kind: t.QuizKind
    areas: tuple[t.ProblemArea, ...]
    question: str
    chosen: tuple[Told, ...]
    right: tuple[Told, ...]
    credit: float
    possible: float
    verdict: str
    alerts: tuple[str, ...]
    comment: str
    general: str
    rests_on: tuple[str, ...]
    key_digest: str

    @property
    def answered(self) -> bool:
        """Whether an option was chosen."""
        return bool(self.chosen)

    @property
    def missed(self) -> bool:
        """Whether it was answered, and not wholly right."""
        return self.answered and self.credit < self.possible


@frozen
class Tally:
    """How a group of items went; `name` is a kind, a problem area, or empty for the whole quiz."""

    name: str
    items: int
    answered: int
    credit: float
    possible: float


@frozen
class ReadNext:
    """A rule behind items that were missed, with its sources as the reasons name them."""

    rule: str
    items: tuple[str, ...]
    sources: tuple[SourceNote, ...]


@frozen
class Scores:
    """How a quiz was answered. It stores nobody's name."""

    format: str
    title: str
    total: Tally
    items: tuple[Graded, ...]
    kinds: tuple[Tally, ...]
    areas: tuple[Tally, ...]
    read_next: tuple[ReadNext, ...]
    record: KeyRecord
