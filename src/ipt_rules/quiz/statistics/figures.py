"""The usual figures of classical test theory, exact and the same in whatever order learners come.

An item that a learner was asked and did not answer has credit 0. An item of which no option is
right is left out of every score.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from attrs import field, frozen

from ipt_rules import terms as t
from ipt_rules.quiz.statistics.forms import Learner
from ipt_rules.quiz.statistics.values import Figure, ItemFigures, OptionFigures, QuizFigures
from ipt_rules.quiz.taking.grading import credit_of
from ipt_rules.quiz.values import Item, Quiz

GROUP = Fraction(27, 100)
"""The part of learners in the upper and in the lower group (Kelley, 1939)."""

_ONE_LEARNER = "fewer than two learners"
_NOBODY = "nobody was asked it"
_NO_REST = "there is no other item to compare with"


@frozen
class Scored:
    """The credits of learners; a sum of them is exact, so that equal scores are equal.

    >>> from ipt_rules.quiz.taking.samples import SAMPLE
    >>> scored = Scored(SAMPLE, ({"lena": ("role_dispute",), "signs": ("stuck",)},))
    >>> scored.rest("lena"), scored.total(0)
    ({0: Fraction(1, 2)}, Fraction(3, 2))
    """

    quiz: Quiz
    learners: tuple[Learner, ...]
    _credits: tuple[dict[str, Fraction], ...] = field(init=False)
    _totals: tuple[Fraction, ...] = field(init=False)

    @_credits.default
    def _of_learners(self) -> tuple[dict[str, Fraction], ...]:
        counted = [item for item in self.quiz.items if item.key]
        return tuple(
            {item.id: _exact(credit_of(item, one[item.id])) for item in counted if item.id in one}
            for one in self.learners
        )

    @_totals.default
    def _of_credits(self) -> tuple[Fraction, ...]:
        return tuple(sum(credits.values(), Fraction(0)) for credits in self._credits)

    def credits(self, item: str) -> dict[int, Fraction]:
        """The credit of each learner who was asked an item."""
        return {n: credits[item] for n, credits in enumerate(self._credits) if item in credits}

    def total(self, learner: int) -> Fraction:
        """The score of a learner."""
        return self._totals[learner]

    def rest(self, item: str) -> dict[int, Fraction]:
        """The rest score of learners: their mean credit in the other items that they were asked."""
        rest = {}
        for number, credits in enumerate(self._credits):
            others = len(credits) - (item in credits)
            if others:
                rest[number] = (self._totals[number] - credits.get(item, Fraction(0))) / others
        return rest


def _exact(credit: float) -> Fraction:
    """A credit as the ratio of whole numbers that it was before it was rounded."""
    return Fraction(credit).limit_denominator(10_000)


# --- figures of the quiz -------------------------------------------------------------------------


def quiz_figures(scored: Scored) -> QuizFigures:
    """Mean, standard deviation (of a sample) and Cronbach's alpha of the scores."""
    totals = [scored.total(number) for number in range(len(scored.learners))]
    return QuizFigures(
        learners=len(totals),
        items=sum(bool(item.key) for item in scored.quiz.items),
        mean=_of(statistics.mean, totals, 1, "nobody has answered"),
        deviation=_of(_deviation, totals, 2, _ONE_LEARNER),
        alpha=cronbach_alpha(scored),
    )


def cronbach_alpha(scored: Scored) -> Figure:
    """Cronbach's alpha: k / (k - 1) * (1 - sum of the variances of items / variance of scores).

    It is that of the items which everybody was asked, and not defined with fewer than two of them,
    with fewer than two learners, or where all scores are equal.
    """
    many = len(scored.learners)
    by_item = [scored.credits(item.id) for item in scored.quiz.items if item.key]
    columns = [list(credits.values()) for credits in by_item if len(credits) == many]
    if many < 2:
        return Figure(None, _ONE_LEARNER)
    if len(columns) < 2:
        return Figure(None, "fewer than two items that everybody was asked")
    of_scores = statistics.variance([sum(row, Fraction(0)) for row in zip(*columns, strict=True)])
    if not of_scores:
        return Figure(None, "all scores are equal")
    of_items = sum((statistics.variance(column) for column in columns), Fraction(0))
    k = Fraction(len(columns))
    return Figure(float(k / (k - 1) * (1 - of_items / of_scores)))


def _deviation(values: Sequence[Fraction]) -> float:
    return math.sqrt(statistics.variance(values))


def _of(
    figure: Callable[[Sequence[Fraction]], Fraction | float],
    values: Iterable[Fraction],
    least: int,
    otherwise: str,
) -> Figure:
    found = list(values)
    return Figure(float(figure(found))) if len(found) >= least else Figure(None, otherwise)


# --- figures of an item --------------------------------------------------------------------------


def item_figures(scored: Scored, item: Item) -> ItemFigures:
    """All figures of one item and its options."""
    credits, rest = scored.credits(item.id), scored.rest(item.id)
    asked = {n: set(one[item.id]) for n, one in enumerate(scored.learners) if item.id in one}
    answered = {number: chosen for number, chosen in asked.items() if chosen}
    return ItemFigures(
        id=item.id,
        kind=item.kind,
        stem=item.stem,
        answered=len(answered),
        skipped=len(asked) - len(answered),
        difficulty=_of(statistics.mean, credits.values(), 1, _NOBODY if item.key else _NO_KEY),
        discrimination=correlation(credits, rest) if item.key else Figure(None, _NO_KEY),
        upper_lower=upper_lower(credits, scored) if item.key else Figure(None, _NO_KEY),
        chance=chance(item),
        options=tuple(
            _option_figures(option.answer, option.text, option.credit, answered, rest)
            for option in item.options
        ),
    )


_NO_KEY = "no option of it is right"


def chance(item: Item) -> float | None:
    """The mean credit of a guess, where one option is to be chosen and one is right."""
    if item.choose is not t.Choose.ONE or not item.key:
        return None
    return float(statistics.mean(Fraction(option.credit) for option in item.options))


def correlation(first: dict[int, Fraction], second: dict[int, Fraction]) -> Figure:
    """Pearson's correlation of two figures of the learners who have both.

    With the credit of an item and the rest score it is the corrected item-rest correlation, the
    discrimination of the item.

    >>> correlation({0: Fraction(0), 1: Fraction(1)}, {0: Fraction(0), 1: Fraction(1)}).value
    1.0
    """
    # In one order, so that the sums are the same in whatever order learners come.
    pairs = sorted((first[number], second[number]) for number in first.keys() & second.keys())
    if not pairs:
        return Figure(None, _NO_REST if first else _NOBODY)
    if len(pairs) < 2:
        return Figure(None, _ONE_LEARNER)
    if len({one for one, _ in pairs}) == 1:
        return Figure(None, "it is the same for all learners")
    if len({other for _, other in pairs}) == 1:
        return Figure(None, "the rest scores of all learners are equal")
    value = statistics.correlation([float(one) for one, _ in pairs], [float(o) for _, o in pairs])
    return Figure(max(-1.0, min(1.0, value)))


def upper_lower(credits: dict[int, Fraction], scored: Scored) -> Figure:
    """The upper-lower index (Kelley): mean credit of the best 27 % less that of the weakest 27 %.

    Learners are put in order by their whole score. Where several with the same score stand at the
    bound of a group, each of them counts in part, so that it does not matter who comes first.
    """
    if len(credits) < 4:
        return Figure(None, "fewer than four learners")
    scores = sorted(((scored.total(number), credit) for number, credit in credits.items()))
    if scores[0][0] == scores[-1][0]:
        return Figure(None, "all scores are equal")
    grouped = [
        [credit for _, credit in group]
        for _, group in itertools.groupby(scores, key=lambda one: one[0])
    ]
    size = GROUP * len(scores)
    return Figure(float(_mean_of_first(grouped[::-1], size) - _mean_of_first(grouped, size)))


def _mean_of_first(groups: Iterable[Sequence[Fraction]], size: Fraction) -> Fraction:
    left, total = size, Fraction(0)
    for group in groups:
        taken = min(left, Fraction(len(group)))
        total += taken * statistics.mean(group)
        left -= taken
    return total / size


def _option_figures(
    answer: str,
    text: str,
    credit: float,
    answered: dict[int, set[str]],
    rest: dict[int, Fraction],
) -> OptionFigures:
    chose = {number: Fraction(answer in chosen) for number, chosen in answered.items()}
    many = sum(answer in chosen for chosen in answered.values())
    of_them = [rest[number] for number, yes in chose.items() if yes and number in rest]
    return OptionFigures(
        answer=answer,
        text=text,
        credit=credit,
        chosen=many,
        share=_of(statistics.mean, chose.values(), 1, "nobody has answered"),
        mean_rest=_of(statistics.mean, of_them, 1, _NO_REST if many else "nobody chose it"),
        option_rest=correlation(chose, rest),
    )
