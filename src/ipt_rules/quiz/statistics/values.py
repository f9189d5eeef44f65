"""What item statistics hold: figures of the quiz, of its items and options, and what to look at."""

from __future__ import annotations

from attrs import frozen

from ipt_rules import terms as t
from ipt_rules.quiz.values import KeyRecord

FORMAT = "ipt-rules/item-statistics/1"
"""Name and version of the form in which item statistics are written."""


@frozen
class Figure:
    """A figure, or `None` and the reason why it cannot be computed."""

    value: float | None
    why_not: str = ""


@frozen
class OptionFigures:
    """How an option was chosen.

    `share` is among those who answered; `mean_rest` is the mean rest score of those who chose it;
    `option_rest` the correlation of having chosen it with the rest score.
    """

    answer: str
    text: str
    credit: float
    chosen: int
    share: Figure
    mean_rest: Figure
    option_rest: Figure


@frozen
class ItemFigures:
    """How an item went.

    `difficulty` is the mean credit, with 0 where it was skipped: a high one is an easy item.
    `chance` is the mean credit of guessing, where one option is to be chosen.
    """

    id: str
    kind: t.QuizKind
    stem: str
    answered: int
    skipped: int
    difficulty: Figure
    discrimination: Figure
    upper_lower: Figure
    chance: float | None
    options: tuple[OptionFigures, ...]


@frozen
class QuizFigures:
    """How the quiz went as a whole; a score is the sum of the credits of a learner."""

    learners: int
    items: int
    mean: Figure
    deviation: Figure
    alpha: Figure


@frozen
class Flag:
    """Something to look at in an item: what was found, what to do, and how far to trust it.

    `option` is empty where it is about the item; `caution` is empty where the numbers are enough.
    """

    name: str
    item: str
    option: str
    says: str
    to_do: str
    caution: str


@frozen
class Threshold:
    """A bound of a flag: a default of this project, not an established finding."""

    name: str
    value: float
    says: str


@frozen
class Analysed:
    """Item statistics: figures of items alone. Who answered is not in them.

    `form` is how the answers were written: plain, moodle or canvas.
    """

    format: str
    title: str
    form: str
    without_answers: int
    whole: QuizFigures
    flags: tuple[Flag, ...]
    items: tuple[ItemFigures, ...]
    notes: tuple[str, ...]
    thresholds: tuple[Threshold, ...]
    record: KeyRecord
