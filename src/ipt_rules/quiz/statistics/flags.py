"""What to look at in an item, each with a sentence and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_rules.quiz.statistics.values import (
    Figure,
    Flag,
    ItemFigures,
    OptionFigures,
    QuizFigures,
    Threshold,
)
from ipt_rules.quiz.values import RIGHT, WRONG

THRESHOLDS = {
    bound.name: bound
    for bound in (
        Threshold("too_easy", 0.95, "an item is easy from this mean credit on"),
        Threshold("too_hard", 0.20, "an item is hard up to this mean credit, or below chance"),
        Threshold("negative_discrimination", 0.0, "an item counts against the rest below this"),
        Threshold("low_discrimination", 0.15, "an item tells learners apart too little below this"),
        Threshold("unused_distractor", 0.05, "a wrong option is idle below this share"),
        Threshold("stronger_learners", 0.0, "a wrong option draws stronger learners above this"),
        Threshold("many_skips", 0.20, "an item is skipped by many from this share on"),
        Threshold("small_numbers", 30, "with fewer learners, figures are said to be uncertain"),
        Threshold("too_few", 5, "with fewer learners, nothing is flagged"),
    )
}
"""The bounds of the flags, in one place: defaults of this project, not established findings."""

_VERIFY = "Look whether it is also right: `ipt-rules quiz verify` works the key out again."


def flags_of(whole: QuizFigures, items: tuple[ItemFigures, ...]) -> tuple[Flag, ...]:
    """What to look at, item by item; nothing where there are too few learners to say anything."""
    if whole.learners < _bound("too_few"):
        return ()
    caution = ""
    if whole.learners < _bound("small_numbers"):
        caution = f"Only {whole.learners} learners: the numbers are small, so look before you act."
    return tuple(flag for item in items for flag in _flags(item, caution))


def why_no_flags(whole: QuizFigures) -> str:
    """Why nothing is flagged, where there are too few learners; nothing otherwise."""
    if whole.learners >= _bound("too_few"):
        return ""
    return (
        f"Answers of {whole.learners} learners say next to nothing about an item; nothing is "
        f"flagged with fewer than {_bound('too_few'):g}."
    )


def _bound(name: str) -> float:
    return THRESHOLDS[name].value


def _flags(item: ItemFigures, caution: str) -> Iterator[Flag]:
    for name, says, to_do in (*_of_difficulty(item), *_of_discrimination(item), *_of_skips(item)):
        yield Flag(name, item.id, "", says, to_do, caution)
    for option in item.options:
        for name, says, to_do in _of_option(item, option):
            yield Flag(name, item.id, option.answer, says, to_do, caution)


_Said = tuple[str, str, str]


def _of_difficulty(item: ItemFigures) -> Iterator[_Said]:
    mean = item.difficulty.value
    if mean is None:
        return
    if mean >= _bound("too_easy"):
        yield (
            "too_easy",
            f"Nearly everybody has it right: the mean credit is {mean:.2f}.",
            "Keep it if all should know it; otherwise make the wrong options more plausible.",
        )
    if mean <= _bound("too_hard"):
        says = f"Hardly anybody has it right: the mean credit is {mean:.2f}."
    elif item.chance is not None and mean < item.chance:
        says = f"The mean credit, {mean:.2f}, is below that of guessing, {item.chance:.2f}."
    else:
        return
    yield (
        "too_hard",
        says,
        "Check the key with `ipt-rules quiz verify`, then the wording and what was taught.",
    )


def _of_discrimination(item: ItemFigures) -> Iterator[_Said]:
    value = item.discrimination.value
    if value is None or value >= _bound("low_discrimination"):
        return
    if value < _bound("negative_discrimination"):
        yield (
            "negative_discrimination",
            f"Learners who do well elsewhere do worse here: the item-rest correlation is "
            f"{value:.2f}.",
            "Check the key with `ipt-rules quiz verify`, and whether the wording misleads.",
        )
    else:
        yield (
            "low_discrimination",
            f"It hardly tells apart who does well elsewhere and who does not: the item-rest "
            f"correlation is {value:.2f}.",
            "Look whether it is too easy, too hard, unclear, or asks for something of its own.",
        )


def _of_skips(item: ItemFigures) -> Iterator[_Said]:
    asked = item.answered + item.skipped
    if asked and item.skipped / asked >= _bound("many_skips"):
        yield (
            "many_skips",
            f"{item.skipped} of {asked} learners who were asked did not answer.",
            "Look whether it is clear what is asked, too long, or comes too late in the quiz.",
        )


def _of_option(item: ItemFigures, option: OptionFigures) -> Iterator[_Said]:
    """What a wrong option shows; half a credit says already that there is something to it."""
    if option.credit != WRONG or not item.answered:
        return
    share = option.share.value
    if share is not None and share < _bound("unused_distractor"):
        yield (
            "unused_distractor",
            f"Of {item.answered} who answered {option.chosen} chose “{option.text}”.",
            "Replace it by a mistake that learners do make, or leave it out.",
        )
    drawn = option.option_rest.value
    if drawn is not None and drawn > max(_bound("stronger_learners"), _of_key(item)):
        yield (
            "stronger_learners",
            f"Learners who do well elsewhere go for “{option.text}”, a wrong option: its "
            f"correlation with the rest, {drawn:.2f}, is larger than that of the key.",
            _VERIFY,
        )


def _of_key(item: ItemFigures) -> float:
    """How much the key draws stronger learners; one that cannot be told does not outweigh any."""
    known: list[Figure] = [one.option_rest for one in item.options if one.credit == RIGHT]
    return max((one.value for one in known if one.value is not None), default=float("-inf"))
